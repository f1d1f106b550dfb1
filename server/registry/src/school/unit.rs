//! Cities, counties and townships (第三条): made, renamed and ended by their province, with the code and the day of the act; provinces by the
//! nation. A unit is never removed, so no code is given twice; numbers that were given out under a code stay what they are.

use super::ChangeRow;
use super::propose::refused;
use crate::account::AccountRow;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::Vars;
use contract::school::{Blocker, Obstacle, Preview};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, blockers_refused, code_refused, day_refused, unit_kind, units_above};

/// Most characters of a unit's name.
const NAME_MOST: usize = 40;

impl Schools<'_> {
    /// Whether this is a province, and the unit a city, a county or a township of it; or the nation, and the unit a province.
    pub(super) async fn governs(&self, own: &UnitId, unit: &Unit) -> Result<bool> {
        if unit.school.is_some() || unit.id == *own {
            return Ok(false);
        }
        let own = self.units().unit(own).await?;
        Ok(match own.kind {
            UnitKind::Nation => unit.kind == UnitKind::Province,
            UnitKind::Province => own.path.covers(&unit.path),
            _ => false,
        })
    }

    /// What is wrong with a change of a city, a county or a township.
    pub(super) async fn weigh_unit(
        &self,
        own: &UnitId,
        unit: Option<&Unit>,
        change: &Change,
    ) -> Result<Preview> {
        let own = self.units().unit(own).await?;
        if !matches!(own.kind, UnitKind::Nation | UnitKind::Province) || !change.of_unit() {
            return Err(Error::NotFound("unit"));
        }
        let mut preview = Preview::default();
        let told = &mut preview.refusals;
        told.extend(change.day().and_then(|on| day_refused(on, self.store.clock.today())));
        if let Change::FoundUnit { name, .. } | Change::RenameUnit { name, .. } = change
            && !(2..=NAME_MOST).contains(&domain::text::length(name))
        {
            let what = format!("名称应为2至{NAME_MOST}个字。");
            told.push(refused(RefusalCode::Name, &what, "请填写批准文件上的全称。"));
        }
        match (change, unit) {
            (Change::FoundUnit { code, name, .. }, None) => {
                let wrong = code_refused(code, &own.id);
                let well_formed = wrong.is_none();
                told.extend(wrong);
                if well_formed && self.there(code).await?.is_some() {
                    let what = format!("{code}已经是一个单位的代码。");
                    let remedy = "代码不重复发放；请核对批准文件上的代码。";
                    told.push(Refusal::new(RefusalCode::Code, Basis::Procedure, what, remedy));
                } else if well_formed {
                    match self.above(code).await? {
                        Some(above) => told.extend(self.same_name(&above.id, None, name).await?),
                        None => {
                            let what = format!("{code}的上级单位没有登记。");
                            told.push(Refusal::new(
                                RefusalCode::Code,
                                Basis::Procedure,
                                what,
                                "请先设立上级单位。",
                            ));
                        }
                    }
                }
            }
            (_, None) | (Change::FoundUnit { .. }, Some(_)) => return Err(Error::NotFound("unit")),
            (_, Some(unit)) if self.school_is_closed(&unit.id).await? => {
                let what = format!("{}已经撤销。", unit.name);
                told.push(Refusal::new(RefusalCode::State, Basis::Procedure, what, "请核对单位代码。"));
            }
            (Change::RenameUnit { name, .. }, Some(unit)) => {
                if let Some(above) = &unit.parent {
                    told.extend(self.same_name(above, Some(unit), name).await?);
                }
            }
            (_, Some(unit)) => {
                preview.blockers = self.below_and_open(unit).await?;
                let lists: Vec<(String, Vec<String>)> = preview
                    .blockers
                    .iter()
                    .map(|one| {
                        (one.heading.clone(), one.matters.iter().map(|(words, _)| words.clone()).collect())
                    })
                    .collect();
                preview.refusals.extend(blockers_refused(&lists));
            }
        }
        Ok(preview)
    }

    /// The unit of a code, whatever became of it.
    async fn there(&self, code: &UnitId) -> Result<Option<Unit>> {
        self.store.get("unit", code.as_str()).await
    }

    /// The unit below which a new one of this code stands.
    async fn above(&self, code: &UnitId) -> Result<Option<Unit>> {
        for above in units_above(code) {
            if let Some(unit) = self.there(&above).await? {
                return Ok((!self.school_is_closed(&above).await?).then_some(unit));
            }
        }
        Ok(None)
    }

    /// Two units below one are not called the same; nor is a renamed one called what it is called now.
    async fn same_name(&self, above: &UnitId, own: Option<&Unit>, name: &str) -> Result<Option<Refusal>> {
        let name = domain::text::line(name).text;
        let text = "SELECT * FROM unit WHERE parent = $parent AND name = $name AND kind != 'school' LIMIT 1";
        let same: Vec<Unit> =
            self.store.rows(text, Vars::new().with("parent", above).with("name", &name)).await?;
        Ok(same.first().map(|same| match own.filter(|own| own.id == same.id) {
            Some(_) => refused(RefusalCode::Name, "新名称与现在的名称相同。", "请核对批准文件上的名称。"),
            None => {
                let what = format!("同一上级单位下已有{name}（{}）。", same.id);
                refused(RefusalCode::Name, &what, "请核对批准文件上的名称。")
            }
        }))
    }

    /// What has to be elsewhere before a unit ends: units below it, what is open there, archives that it keeps.
    async fn below_and_open(&self, unit: &Unit) -> Result<Vec<Blocker>> {
        let mut found = Vec::new();
        let below = self.units().working_units_below(&unit.id).await?;
        let below: Vec<_> = below.into_iter().map(|unit| (unit.name, Obstacle::OfSchool)).collect();
        found.push(("下级单位和学校", below));
        // A directly run school answers to another authority and stands here; a school's township is told of its drop-outs.
        let text = "SELECT * FROM unit WHERE kind = 'school' AND (division = $code OR school.township = $code) \
                    AND parent != $code AND uid NOT IN $closed ORDER BY uid LIMIT 200";
        let closed = self.closed_schools().await?;
        let vars = Vars::new().with("code", &unit.id).with("closed", &*closed);
        let stand: Vec<Unit> = self.store.rows(text, vars).await?;
        let stand: Vec<_> = stand.into_iter().map(|unit| (unit.name, Obstacle::OfSchool)).collect();
        found.push(("设在这里、由其他部门主管的学校", stand));
        let open = self.matters().open_matters_of(unit).await?;
        let open: Vec<_> = open
            .into_iter()
            .map(|row| (format!("{}（{}）", row.kind.label(), row.state), Obstacle::OfSchool))
            .collect();
        found.push(("未办结的事项", open));
        // Schools are on their way to it or from it by another unit's act.
        let text = "SELECT * FROM school_change WHERE state IN ['proposed', 'consulting', 'running'] \
                    AND change.change IN ['hand_over', 'reassign'] \
                    AND (change.`from` = $code OR change.`to` = $code) ORDER BY uid LIMIT 200";
        let acts: Vec<ChangeRow> = self.store.rows(text, Vars::new().with("code", &unit.id)).await?;
        let acts: Vec<_> = acts
            .into_iter()
            .map(|row| (format!("{}（{}）", row.school_name, row.act), Obstacle::OfSchool))
            .collect();
        found.push(("未办完的学校划转", acts));
        let kept = self.store.count("custody", &format!("custodian = '{}'", unit.id)).await?;
        let kept: Vec<_> =
            (kept > 0).then(|| (format!("{kept}份"), Obstacle::OfSchool)).into_iter().collect();
        found.push(("由本单位保管的学籍档案", kept));
        let some = found.into_iter().filter(|(_, matters)| !matters.is_empty());
        Ok(some.map(|(heading, matters)| Blocker { heading: heading.to_owned(), matters }).collect())
    }

    /// A new unit of this code.
    pub(super) async fn new_unit(&self, code: &UnitId, name: &str) -> Result<Unit> {
        let above = self.above(code).await?.ok_or(Error::NotFound("unit"))?;
        let kind = unit_kind(code).ok_or(Error::NotFound("unit"))?;
        let division = match kind {
            UnitKind::Township => above.division.clone(),
            _ => code.to_string(),
        };
        Ok(Unit {
            id: code.clone(),
            name: domain::text::line(name).text,
            kind,
            parent: Some(above.id.clone()),
            path: above.path.child(code),
            division,
            school: None,
        })
    }

    /// Everybody who works in a unit that ends is shut out.
    pub(super) async fn seal_accounts_of(
        &self,
        work: &mut crate::store::UnitOfWork,
        school: &UnitId,
    ) -> Result<()> {
        let text = "SELECT * FROM account WHERE unit = $unit LIMIT 500";
        let accounts: Vec<AccountRow> = self.store.rows(text, Vars::new().with("unit", school)).await?;
        for account in accounts.into_iter().filter(|account| !account.sealed_off) {
            let next = AccountRow { sealed_off: true, version: account.version + 1, ..account.clone() };
            work.replace("account", &account.uid.to_string(), account.version, &next);
        }
        Ok(())
    }
}
