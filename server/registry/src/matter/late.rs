//! Matters whose day has passed, by who let it pass: what the signs of 第二十六条 and 第二十七条第八项 are found from.

use super::MatterRow;
use crate::error::Result;
use crate::keyset::Place;
use crate::services::Matters;
use crate::store::Vars;
use domain::access::Role;
use domain::id::UnitId;
use domain::matter::MatterKind;

/// Rows looked at in one turn.
const PAGE: usize = 200;

/// A unit that holds a matter whose day has passed.
pub(crate) struct LateHolder {
    /// Key of the matter.
    pub(crate) matter: String,
    /// Which kind.
    pub(crate) kind: MatterKind,
    /// Where it stands, in Chinese.
    pub(crate) state: String,
    /// The unit.
    pub(crate) unit: UnitId,
    /// Whether it opened the matter itself.
    pub(crate) opened_it: bool,
    /// The day that has passed.
    pub(crate) due_on: chrono::NaiveDate,
}

impl Matters<'_> {
    /// Every unit that holds a matter of a kind that `counts` past its day.
    pub(crate) async fn late_holders(&self, counts: impl Fn(MatterKind) -> bool) -> Result<Vec<LateHolder>> {
        let beyond = Place::beyond("due_on", "uid");
        let text = format!(
            "SELECT * FROM matter WHERE open = true AND {beyond} AND due_on < $today ORDER BY due_on, uid LIMIT {PAGE}"
        );
        let mut late = Vec::new();
        let mut place = Place::default();
        loop {
            let vars = place.vars(Vars::new().with("today", self.store.clock.today()));
            let rows: Vec<MatterRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(late) };
            place = Place::of(last.due_on, &last.uid);
            let counted = |row: &MatterRow| counts(row.kind) && !row.runs_out() && !row.has_its_own_sign();
            for row in rows.into_iter().filter(counted) {
                let Some(due_on) = row.due_on else { continue };
                for unit in late_units(&row.waiting) {
                    late.push(LateHolder {
                        matter: row.uid.clone(),
                        kind: row.kind,
                        state: row.state.clone(),
                        opened_it: row.opener_unit.as_ref() == Some(&unit),
                        unit,
                        due_on,
                    });
                }
            }
        }
    }
}

/// The units behind the keys of who holds a matter, each once. An audit administrator who may act beside others is not the one who is late;
/// a guardian is no unit.
fn late_units(waiting: &[String]) -> Vec<UnitId> {
    let mut units: Vec<(UnitId, bool)> = Vec::new();
    for (unit, role) in waiting.iter().filter_map(|key| key.split_once('/')) {
        let Ok(unit) = unit.parse::<UnitId>() else { continue };
        let audits = Role::from_key(role) == Some(Role::AuditAdmin);
        match units.iter_mut().find(|(one, _)| *one == unit) {
            Some((_, beside)) => *beside &= audits,
            None => units.push((unit, audits)),
        }
    }
    let others = units.iter().any(|(_, audits)| !audits);
    units.into_iter().filter(|(_, audits)| !others || !audits).map(|(unit, _)| unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::queue_key;

    #[test]
    fn article_27_who_is_late_is_each_unit_once_and_not_who_only_audits() {
        let [school, county] = ["2132000001", "320102"].map(|unit| unit.parse::<UnitId>().unwrap());
        let key = |unit: &UnitId, role| queue_key(unit, role);
        let (registrar, leader, audits) = (Role::Registrar, Role::Leader, Role::AuditAdmin);
        let both = [key(&school, registrar), key(&school, leader), "account/7".to_owned()];
        assert_eq!(late_units(&both), std::slice::from_ref(&school));
        assert_eq!(late_units(&[key(&school, leader), key(&county, audits)]), std::slice::from_ref(&school));
        assert_eq!(late_units(&[key(&county, audits)]), std::slice::from_ref(&county));
        assert_eq!(late_units(&[key(&school, registrar), key(&county, registrar)]), [school, county]);
    }
}
