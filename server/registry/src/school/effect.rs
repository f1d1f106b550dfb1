//! What approval itself changes: units, their lives, the accounts of a school that ends. What a school has is moved by the run that follows.

use super::ChangeRow;
use super::propose::{profile, refused};
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use domain::codes::SchoolSystem;
use domain::id::UnitId;
use domain::org::{School, Unit, UnitKind};
use domain::refusal::RefusalCode;
use domain::school::{Change, Profile, SchoolClass, Site, next_code};
use serde::Deserialize;

impl Schools<'_> {
    /// What approval itself changes: units, their lives, the accounts of a school that ends.
    pub(super) async fn take_effect(
        &self,
        work: &mut UnitOfWork,
        own: &UnitId,
        school: Option<Unit>,
        row: &mut ChangeRow,
    ) -> Result<()> {
        let today = row.change.day().or(row.on).unwrap_or_else(|| self.store.clock.today());
        let event = (today, row.change.label().to_owned(), row.act.clone());
        let Some(school) = school else {
            if let Change::FoundUnit { code, name, .. } = &row.change {
                let new = self.new_unit(code, name).await?;
                let loaded = self.school_life(&new.id).await?;
                let mut life = loaded.clone();
                life.events.push(event);
                self.write_life(work, &loaded, life);
                work.create("unit", new.id.as_str(), &new);
                row.school = Some(new.id);
                return Ok(());
            }
            if let Some(profile) = row.change.founded()
                && let Change::Found { name, site, .. } = &row.change
            {
                let new = self.new_school(own, name, profile, (None, site.as_ref())).await?;
                let loaded = self.school_life(&new.id).await?;
                let mut life = loaded.clone();
                life.events.push(event);
                self.write_life(work, &loaded, life);
                work.create("unit", new.id.as_str(), &new);
                row.school = Some(new.id);
            }
            return Ok(());
        };
        let loaded = self.school_life(&school.id).await?;
        let mut life = loaded.clone();
        life.events.push(event.clone());
        match &row.change {
            Change::Rename { name } | Change::RenameUnit { name, .. } => {
                life.names.push((school.name.clone(), today));
                let renamed = Unit { name: domain::text::line(name).text, ..school.clone() };
                work.put("unit", school.id.as_str(), &renamed);
            }
            Change::Convert { name, .. } => {
                let name = domain::text::line(name).text;
                if name != school.name {
                    life.names.push((school.name.clone(), today));
                }
                let mut next = Unit { name, ..school.clone() };
                if let Some((profile, to)) = next.school.as_mut().zip(profile(&school, &row.change)) {
                    profile.school_type = to.school_type;
                    profile.stages = to.stages;
                    profile.system = to.system;
                }
                work.put("unit", school.id.as_str(), &next);
            }
            Change::Reclass { name, school_type, .. } => {
                let usual = || Profile::usual(*school_type, SchoolSystem::SixThree);
                let to = profile(&school, &row.change).unwrap_or_else(usual);
                let new = self.new_school(own, name, to, (Some(&school), None)).await?;
                let before = self.school_life(&new.id).await?;
                let mut next = before.clone();
                next.predecessor = Some(school.id.clone());
                next.events.push(event);
                self.write_life(work, &before, next);
                work.create("unit", new.id.as_str(), &new);
                row.successor = Some(new.id);
            }
            Change::Relocate { site } => {
                let mut moved = Unit { division: site.county.to_string(), ..school.clone() };
                if let Some(profile) = &mut moved.school {
                    profile.township.clone_from(&site.township);
                }
                work.put("unit", school.id.as_str(), &moved);
            }
            Change::Merge { into, .. } => row.successor = Some(into.clone()),
            Change::Close { archives, .. } => row.successor.clone_from(archives),
            Change::Revive => life.closed_on = None,
            Change::Reassign { to } => self.answer_to(work, &school, to).await?,
            Change::EndUnit { .. } => {
                life.closed_on = Some(today);
                self.seal_accounts_of(work, &school.id).await?;
            }
            Change::Found { .. } | Change::FoundUnit { .. } | Change::HandOver { .. } => {}
        }
        if row.change.ends_school() {
            life.closed_on = Some(today);
            life.successor.clone_from(&row.successor);
            self.seal_accounts_of(work, &school.id).await?;
        }
        self.write_life(work, &loaded, life);
        Ok(())
    }

    /// A new unit with a code of its own.
    async fn new_school(
        &self,
        authority: &UnitId,
        name: &str,
        profile: Profile,
        (before, site): (Option<&Unit>, Option<&Site>),
    ) -> Result<Unit> {
        #[derive(Deserialize)]
        struct Code {
            uid: UnitId,
        }
        let authority = self.units().unit(authority).await?;
        let province: String = authority.id.as_str().chars().take(2).collect();
        let class = SchoolClass::of(profile.school_type);
        let text = "SELECT uid FROM unit WHERE kind = 'school' AND string::starts_with(uid, $prefix) ORDER BY uid DESC LIMIT 1";
        let prefix = format!("{}{province}", class.digits());
        let highest: Vec<Code> = self.store.rows(text, Vars::new().with("prefix", prefix)).await?;
        let id = next_code(class, &province, highest.first().map(|code| &code.uid));
        let id = id.ok_or_else(|| {
            Error::from(refused(RefusalCode::Code, "这一类别的学校标识码已用完。", "请联系上级主管部门。"))
        })?;
        Ok(Unit {
            name: domain::text::line(name).text,
            kind: UnitKind::School,
            parent: Some(authority.id.clone()),
            path: authority.path.child(&id),
            division: match (before, site) {
                (Some(unit), _) => unit.division.clone(),
                (None, Some(site)) => site.county.to_string(),
                (None, None) => authority.division,
            },
            school: Some(School {
                school_type: profile.school_type,
                stages: profile.stages,
                system: profile.system,
                township: match before {
                    Some(unit) => unit.school.as_ref().and_then(|school| school.township.clone()),
                    None => site.and_then(|site| site.township.clone()),
                },
            }),
            id,
        })
    }
}
