//! A change is decided by the leader of its authority and by the authorities of the schools that take pupils in, and takes effect.

use super::ChangeRow;
use super::propose::refused;
use super::weigh::profile;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use domain::access::{Action, Actor, Role};
use domain::codes::SchoolSystem;
use domain::id::{AccountId, SchoolChangeId, UnitId};
use domain::matter::Office;
use domain::org::{School, Unit, UnitKind};
use domain::refusal::RefusalCode;
use domain::school::{Answered, Change, Consent, SchoolClass, Site, State, decide, next_code};
use domain::shown::Shown;
use serde::Deserialize;

impl Schools<'_> {
    /// The leader's decision, or the word of another authority whose school takes pupils in. When the last one has approved, the school is
    /// closed at once where it ends, so that nothing new begins there; the records are then moved by
    /// [`Schools::run_school_change`](crate::services::Schools::run_school_change), at the latest when the clockwork looks for what is not
    /// finished.
    ///
    /// # Errors
    /// Refusals: four eyes, decided before, what has come in the way since; [`Error::NotFound`] for everybody else.
    pub async fn decide_school_change(
        &self,
        actor: &Actor,
        id: impl Into<Shown<SchoolChangeId>>,
        agree: bool,
        reason: &str,
    ) -> Result<State> {
        let shown = id.into();
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let seen = self.change_row(shown.id).await?;
        let its_own = seen.authority == own;
        if !its_own && !seen.consults(&own) {
            return Err(Error::NotFound("school change"));
        }
        let step = match actor.role {
            Role::Registrar if !its_own => Action::ProposeSchools,
            _ => Action::DecideSchools,
        };
        self.schools_office(actor, step)?;
        let reason = &domain::text::words(reason).text;
        if !agree && !(4..=200).contains(&reason.chars().count()) {
            return Err(
                refused(RefusalCode::Reason, "请用4至200个字写明退回的原因。", "提出的人会看到。").into()
            );
        }
        let lane = match (&seen.school, &seen.change) {
            (None, Change::FoundUnit { .. }) => "units".to_owned(),
            (school, _) => school.as_ref().unwrap_or(&own).to_string(),
        };
        self.store
            .transact(&lane, || {
                Box::pin(async {
                    let loaded = self.change_row(shown.id).await?;
                    let standing = self
                        .matters()
                        .as_shown("school_change", &shown, loaded.version, actor, &(agree, reason))
                        .await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), loaded.state));
                    };
                    let mut tx = self.transaction(party(actor));
                    let row = match its_own {
                        true => self.decided(&mut tx, &loaded, agree, reason).await?,
                        false => self.answered(&mut tx, &loaded, agree, reason).await?,
                    };
                    let state = row.state;
                    act.keep(&mut tx.work);
                    if state == State::Running {
                        self.call_for_move(&mut tx.work, &row).await?;
                    }
                    self.write_change(&mut tx, &loaded, row).await?;
                    Ok((tx.finish(), state))
                })
            })
            .await
    }

    /// The word of the change's own authority.
    async fn decided(
        &self,
        tx: &mut Transaction<'_>,
        loaded: &ChangeRow,
        agree: bool,
        reason: &str,
    ) -> Result<ChangeRow> {
        let own = &loaded.authority;
        let mut row = loaded.clone();
        // While others are asked, who asked them may take the question back.
        if loaded.state == State::Consulting && !agree {
            row.state = State::Rejected;
            row.sent_back = Some((tx.by().clone(), tx.at(), reason.to_owned()));
            return Ok(row);
        }
        row.state = decide(loaded.state, loaded.proposed.0.account, tx.by(), agree)?;
        row.decided = Some((tx.by().clone(), tx.at(), reason.to_owned()));
        if !agree {
            return Ok(row);
        }
        let school = self.answering(own, loaded.school.as_ref()).await?;
        let preview = self.weigh(own, school.as_ref(), &row.change).await?;
        if !preview.refusals.is_empty() {
            return Err(preview.refusals.into());
        }
        row.consult(preview.others);
        match row.consents.is_empty() {
            true => self.take_effect(&mut tx.work, own, school, &mut row).await?,
            false => row.state = State::Consulting,
        }
        Ok(row)
    }

    /// The word of another authority whose school takes pupils or archives in.
    async fn answered(
        &self,
        tx: &mut Transaction<'_>,
        loaded: &ChangeRow,
        agree: bool,
        reason: &str,
    ) -> Result<ChangeRow> {
        let (by, now) = (tx.by().clone(), tx.at());
        let mut row = loaded.clone();
        let answered =
            Consent::answer(&mut row.consents, loaded.state, loaded.own_parties(), &by, now, agree)?;
        row.state = answered.state();
        if answered == Answered::SentBack {
            row.sent_back = Some((by, now, reason.to_owned()));
            return Ok(row);
        }
        let own = &loaded.authority;
        let school = self.answering(own, loaded.school.as_ref()).await?;
        let preview = self.weigh(own, school.as_ref(), &row.change).await?;
        if !preview.refusals.is_empty() {
            return Err(preview.as_others_see_it().refusals.into());
        }
        // A school may have come to answer to another authority since: that one has to be asked first.
        row.consult(preview.others);
        match row.consents.iter().all(|one| one.turn().is_none()) {
            true => self.take_effect(&mut tx.work, own, school, &mut row).await?,
            false => row.state = State::Consulting,
        }
        Ok(row)
    }

    /// What approval itself changes: units, their lives, the accounts of a school that ends.
    async fn take_effect(
        &self,
        work: &mut UnitOfWork,
        own: &UnitId,
        school: Option<Unit>,
        row: &mut ChangeRow,
    ) -> Result<()> {
        let today = row.change.day().unwrap_or_else(|| self.store.clock.today());
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
            if let Change::Found { name, school_type, system, site } = &row.change {
                let place = (None, site.as_ref());
                let new = self.new_school(own, name, *school_type, *system, place).await?;
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
                let to = profile(&school, &row.change);
                let system = to.as_ref().map_or(SchoolSystem::SixThree, |to| to.system);
                let before = (Some(&school), None);
                let mut new = self.new_school(own, name, *school_type, system, before).await?;
                if let Some((profile, to)) = new.school.as_mut().zip(to) {
                    profile.stages = to.stages;
                }
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
            Change::Found { .. } | Change::FoundUnit { .. } => {}
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
        school_type: domain::codes::SchoolType,
        system: SchoolSystem,
        (before, site): (Option<&Unit>, Option<&Site>),
    ) -> Result<Unit> {
        #[derive(Deserialize)]
        struct Code {
            uid: UnitId,
        }
        let authority = self.units().unit(authority).await?;
        let province: String = authority.id.as_str().chars().take(2).collect();
        let class = SchoolClass::of(school_type);
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
                school_type,
                stages: school_type.stages().to_vec(),
                system,
                township: match before {
                    Some(unit) => unit.school.as_ref().and_then(|school| school.township.clone()),
                    None => site.and_then(|site| site.township.clone()),
                },
            }),
            id,
        })
    }
}

impl ChangeRow {
    /// Who proposed it and approved it at its own authority.
    pub(super) fn own_parties(&self) -> impl Iterator<Item = AccountId> {
        let decided = self.decided.iter().map(|(party, ..)| party.account);
        [self.proposed.0.account].into_iter().chain(decided)
    }

    /// Whether this other authority was asked for its word.
    pub(super) fn consults(&self, unit: &UnitId) -> bool {
        self.asked.contains(unit)
    }

    /// Asks the authorities that were not asked before.
    fn consult(&mut self, others: Vec<Office>) {
        for office in others {
            if !self.consults(&office.unit) {
                self.asked.push(office.unit.clone());
                self.consents.push(Consent::of(office));
            }
        }
    }
}
