//! A change is proposed by the authority's registrar, previewed, and approved by its leader; then by the authorities of the schools that
//! take pupils in, where they are others.

use super::ChangeRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use contract::school::Preview;
use domain::access::{Action, Actor, Role};
use domain::codes::{PupilStatus, SchoolSystem};
use domain::id::{AccountId, SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::org::{School, Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, Profile, SchoolClass, Site, State, blockers_refused, keeps_code, next_code};
use domain::shown::Shown;
use serde::Deserialize;

/// What a registrar fills in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The school; none for a new one.
    pub school: Option<UnitId>,
    /// What is to happen.
    pub change: Change,
    /// 批准文号
    pub act: String,
}

/// Standings in which a pupil still belongs to the school and has to be placed.
pub(crate) fn is_here(status: &str) -> bool {
    use PupilStatus as S;
    status == "candidate"
        || [S::InSchool, S::Suspended, S::Abroad, S::Lost, S::Missing].iter().any(|one| one.code() == status)
}

pub(super) fn refused(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(9), what, remedy)
}

impl Schools<'_> {
    /// What a change would do and what stands in its way.
    ///
    /// # Errors
    /// [`Error::NotFound`] for schools that do not answer to the actor's unit.
    pub async fn preview_school_change(&self, actor: &Actor, asked: &Asked) -> Result<Preview> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        self.weigh(&own, school.as_ref(), &asked.change).await
    }

    /// Proposes a change.
    ///
    /// # Errors
    /// Refusals, everything that is wrong at once; [`Error::NotFound`] for other authorities' schools and other roles.
    pub async fn propose_school_change(&self, actor: &Actor, asked: &Asked) -> Result<SchoolChangeId> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        let mut refusals = self.weigh(&own, school.as_ref(), &asked.change).await?.refusals;
        let act = &domain::text::line(&asked.act).text;
        if !(4..=60).contains(&act.chars().count()) {
            refusals.push(refused(
                RefusalCode::Act,
                "请填写批准文号，4至60个字。",
                "文号会记入每份档案的变动情况。",
            ));
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let id = SchoolChangeId::new(self.store.new_id());
        let name = match (&school, &asked.change) {
            (Some(school), _) => school.name.clone(),
            (None, Change::Found { name, .. } | Change::FoundUnit { name, .. }) => {
                domain::text::line(name).text
            }
            (None, _) => return Err(Error::NotFound("school")),
        };
        let row = &ChangeRow {
            uid: id,
            version: 1,
            authority: own.clone(),
            school: asked.school.clone(),
            school_name: name,
            change: asked.change.clone(),
            act: act.to_owned(),
            state: State::Proposed,
            proposed: (party(actor), self.store.clock.now()),
            decided: None,
            successor: None,
            moved: 0,
            list_hash: String::new(),
            finished_at: None,
            receipts: Vec::new(),
            consents: Vec::new(),
            asked: Vec::new(),
            sent_back: None,
        };
        let lane = asked.school.as_ref().unwrap_or(&own).to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    if let Some(school) = &row.school {
                        let text = "SELECT * FROM school_change WHERE school = $school AND state IN ['proposed', 'consulting', 'running'] LIMIT 1";
                        let open: Vec<ChangeRow> =
                            self.store.rows(text, Vars::new().with("school", school)).await?;
                        if !open.is_empty() {
                            return Err(refused(RefusalCode::State, "这所学校已有一项变动在办。", "请先办完或退回那一项。").into());
                        }
                    }
                    let mut tx = self.transaction(row.proposed.0.clone());
                    tx.work.create("school_change", &id.to_string(), row);
                    row.tell(&mut tx.work);
                    let matter = self.change_matter(row).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, SchoolTold::from(row)).await?;
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

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
        let proposal = loaded.proposal().decide(tx.by(), tx.at(), agree)?;
        let said = Some((tx.by().clone(), tx.at(), reason.to_owned()));
        // While others are asked, who asked them takes the question back.
        match loaded.state {
            State::Consulting => row.sent_back = said,
            _ => row.decided = said,
        }
        if !agree {
            row.goes_on(proposal);
            return Ok(row);
        }
        let school = self.answering(own, loaded.school.as_ref()).await?;
        let preview = self.weigh(own, school.as_ref(), &row.change).await?;
        if !preview.refusals.is_empty() {
            return Err(preview.refusals.into());
        }
        row.goes_on(proposal.consult(preview.others));
        if row.state == State::Running {
            self.take_effect(&mut tx.work, own, school, &mut row).await?;
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
        let proposal = loaded.proposal().decide(&by, now, agree)?;
        if !agree {
            row.goes_on(proposal);
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
        row.goes_on(proposal.consult(preview.others));
        if row.state == State::Running {
            self.take_effect(&mut tx.work, own, school, &mut row).await?;
        }
        Ok(row)
    }

    /// What a change would do that somebody still has to decide; nothing once it is decided. Another authority is not told the names of
    /// what is open at a school that is not its own.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not see the change.
    pub async fn preview_of_change(&self, actor: &Actor, id: SchoolChangeId) -> Result<Option<Preview>> {
        let row = self.change_row(id).await?;
        if !matches!(row.state, State::Proposed | State::Consulting) {
            return Ok(None);
        }
        let own = self.schools_office(actor, Action::ReadSchools)?;
        if row.authority != own && !row.consults(&own) {
            return Err(Error::NotFound("school change"));
        }
        let school = self.answering(&row.authority, row.school.as_ref()).await?;
        let preview = self.weigh(&row.authority, school.as_ref(), &row.change).await?;
        Ok(Some(if row.authority == own { preview } else { preview.as_others_see_it() }))
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

    /// The school, if it answers to this authority; or a city, a county or a township below a province.
    async fn answering(&self, own: &UnitId, school: Option<&UnitId>) -> Result<Option<Unit>> {
        let Some(school) = school else { return Ok(None) };
        let unit = self.units().unit(school).await?;
        if unit.competent() == Some(own) || self.governs(own, &unit).await? {
            return Ok(Some(unit));
        }
        Err(Error::NotFound("school"))
    }

    /// What a change would do and everything that is wrong with it.
    async fn weigh(&self, own: &UnitId, school: Option<&Unit>, change: &Change) -> Result<Preview> {
        if change.of_unit() || school.is_some_and(|school| school.school.is_none()) {
            return self.weigh_unit(own, school, change).await;
        }
        let mut preview = Preview::default();
        if let Change::Found { name, .. }
        | Change::Rename { name }
        | Change::Reclass { name, .. }
        | Change::Convert { name, .. } = change
            && !(4..=60).contains(&domain::text::length(name))
        {
            preview.refusals.push(refused(
                RefusalCode::Name,
                "学校名称应为4至60个字。",
                "请填写批准文件上的全称。",
            ));
        }
        preview.refusals.extend(self.weigh_site(own, school, change).await?);
        let Some(school) = school else {
            if !matches!(change, Change::Found { .. }) {
                return Err(Error::NotFound("school"));
            }
            return Ok(preview);
        };
        let closed = self.school_is_closed(&school.id).await?;
        match change {
            Change::Found { .. } => return Err(Error::NotFound("school")),
            Change::Revive if !closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校没有撤销，无需恢复。",
                    "请核对学校。",
                ));
            }
            Change::Revive => return Ok(preview),
            _ if closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校已经撤销。",
                    "如需继续办学，请先恢复。",
                ));
                return Ok(preview);
            }
            Change::Reclass { school_type, .. }
                if school.school.as_ref().is_some_and(|now| keeps_code(now.school_type, *school_type)) =>
            {
                let what = "新的办学类型与现在同属一个学校类别，标识码不变。";
                preview.refusals.push(refused(
                    RefusalCode::SchoolType,
                    what,
                    "请改为更名，或改为变更办学类型、学段或学制。",
                ));
            }
            Change::Reassign { to } => {
                preview.refusals.extend(self.may_take_over(own, school, to, &mut preview.others).await?);
            }
            Change::Convert { name, to, .. } => {
                if school.school.as_ref().is_some_and(|now| !keeps_code(now.school_type, to.school_type)) {
                    let what = "新的办学类型属于另一学校类别，标识码要换发。";
                    preview.refusals.push(refused(RefusalCode::SchoolType, what, "请改为变更学校类别。"));
                }
                let same = school.school.as_ref().is_some_and(|now| Profile::of(now) == *to);
                if same && domain::text::line(name).text == school.name {
                    let what = "名称、办学类型、学段和学制都与现在相同。";
                    preview.refusals.push(refused(RefusalCode::SchoolType, what, "请核对要变更的内容。"));
                }
            }
            _ => {}
        }
        let to = profile(school, change);
        let now = school.school.as_ref().map(Profile::of);
        if let (Some(now), Some(to)) = (&now, &to) {
            preview.refusals.extend(to.refusals(now));
        }
        // Where a stage ends or the years are counted anew, what is open would be about grades that are no more.
        let recounted = now.zip(to.clone()).is_some_and(|(now, to)| {
            now.system != to.system || now.stages.iter().any(|stage| !to.stages.contains(stage))
        });
        // What is open at a school that comes to answer to another authority waits at the desks of the old one.
        let leaves = matches!(change, Change::Reassign { .. });
        if change.ends_school() || recounted || leaves {
            preview.blockers = self.blockers(school).await?;
            let told: Vec<(String, Vec<String>)> = preview
                .blockers
                .iter()
                .map(|one| {
                    (one.heading.clone(), one.matters.iter().map(|(words, _)| words.clone()).collect())
                })
                .collect();
            preview.refusals.extend(blockers_refused(&told));
        }
        if change.ends_school() || to.is_some() {
            self.weigh_classes(own, school, change, to.as_ref(), &mut preview).await?;
            // Several classes may meet the same obstacle: it is told once.
            let mut seen = Vec::new();
            preview.refusals.retain(|one| {
                let new = !seen.contains(&one.what);
                seen.push(one.what.clone());
                new
            });
        }
        Ok(preview)
    }
}

/// What a school is to be by a change of its kind.
pub(super) fn profile(school: &Unit, change: &Change) -> Option<Profile> {
    change.profile(&Profile::of(school.school.as_ref()?))
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
}
