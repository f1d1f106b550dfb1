//! 残疾, 随班就读, 送教上门 (第六条, 第十七条): how a child is taught, kept in step with where the record is and with what was decided; and
//! the school at which a child learns whose record stays elsewhere.

use crate::error::Result;
use crate::person::PersonRow;
use crate::school::province;
use crate::services::Cases;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::case::HostView;
use domain::case::Case;
use domain::case::placement::{Placement, Setting};
use domain::form::{Teaching, is_taught_at_home};
use domain::id::UnitId;
use domain::journal::{ItemChange, RecordDetail};
use domain::org::{Unit, UnitKind};

impl Cases<'_> {
    /// Puts on the form what a decision says of how a child is taught, and what follows from the school, each item told in the journal.
    pub(crate) async fn teach(
        &self,
        case: Option<&Case>,
        person: &mut PersonRow,
        school: &Unit,
        teaching: Teaching,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        let before = person.info(&*self.vault)?;
        let context = self.pupils().form_context(school)?;
        let values = before.taught(teaching, &context);
        // An old record may have its own faults; what follows from the decision is written all the same.
        let Ok(after) = before.moved(&values, &context) else { return Ok(()) };
        if !values.is_empty() {
            person.set_info(&*self.vault, &after, tx.at());
        }
        if is_taught_at_home(&after) && person.placement.is_none() {
            person.placement = Some(Setting::HomeTeaching.label().to_owned());
        }
        for field in values.keys() {
            let changed = RecordDetail::InfoChanged(ItemChange::between(*field, &before, &after));
            let entry = crate::journal::NewEntry::of(changed);
            let entry = match case {
                Some(case) => entry.in_case(case.id),
                None => entry,
            };
            tx.tell_entry(person.uid, entry).await?;
        }
        Ok(())
    }

    /// The school of this register that a host is: one of the same province that is not closed, by its code, or by its name where exactly
    /// one in the same county or of the same authority is called so. Whoever is meant elsewhere is named by the code: a child is shown to
    /// no school that only has the same name.
    pub(crate) async fn host_school(&self, host: &str, near: &Unit) -> Result<Option<Unit>> {
        let host = domain::text::line(host).text;
        let called: Vec<Unit> = match host.parse::<UnitId>() {
            Ok(id) => {
                let unit: Option<Unit> = self.store.get("unit", id.as_str()).await?;
                unit.filter(|unit| unit.kind == UnitKind::School).into_iter().collect()
            }
            Err(_) => {
                let text = "SELECT * FROM unit WHERE kind = 'school' AND name = $name \
                            AND (division = $division OR parent = $parent) ORDER BY uid LIMIT 20";
                let vars = Vars::new()
                    .with("name", &host)
                    .with("division", &near.division)
                    .with("parent", &near.parent);
                self.store.rows(text, vars).await?
            }
        };
        let mut found = Vec::new();
        for unit in called.into_iter().filter(|unit| province(unit) == province(near)) {
            if !self.schools().school_is_closed(&unit.id).await? {
                found.push(unit);
            }
        }
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// The school that a placement would show the child to, for whoever decides it; none where the child learns at no other school.
    pub(super) async fn host_told(&self, placement: &Placement, near: &Unit) -> Result<Option<HostView>> {
        if !placement.setting.is_elsewhere() {
            return Ok(None);
        }
        let school = self.host_school(&placement.host, near).await?;
        Ok(Some(HostView { school: school.map(|school| (school.id, school.name)) }))
    }
}
