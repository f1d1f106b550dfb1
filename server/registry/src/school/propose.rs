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
use domain::codes::PupilStatus;
use domain::id::{AccountId, SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, Profile, State};
use domain::shown::Shown;

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

/// A school of which two changes would be under way.
pub(super) const BEING_CHANGED: &str = "这所学校已有一项变动在办。";

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
            (None, Change::HandOver { from, .. }) => self.units().unit(from).await?.name,
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
            part_of: None,
            on: None,
            handed: Vec::new(),
            withdrawal: None,
        };
        let lane = asked.school.as_ref().unwrap_or(&own).to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    if let Some(school) = &row.school
                        && self.is_being_changed(school, None).await?
                    {
                        let remedy = "请先办完或退回那一项。";
                        return Err(refused(RefusalCode::State, BEING_CHANGED, remedy).into());
                    }
                    for school in row.change.schools() {
                        if self.is_being_changed(school, None).await? {
                            let school = self.units().unit(school).await?;
                            let what = format!("{}已有一项变动在办。", school.name);
                            let remedy = "请先办完或退回那一项，或不选这所学校。";
                            return Err(refused(RefusalCode::Schools, &what, remedy).into());
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
            return Err(preview.as_others_see_it(loaded.gives(by.unit.as_ref())).refusals.into());
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
        let gives = row.gives(Some(&own));
        Ok(Some(if row.authority == own { preview } else { preview.as_others_see_it(gives) }))
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

    /// Whether a change of a school, a city, a county or a township is under way. `act`: the hand-over of many schools that asks, which is
    /// none of them.
    pub(super) async fn is_being_changed(&self, unit: &UnitId, act: Option<SchoolChangeId>) -> Result<bool> {
        let text = "SELECT * FROM school_change WHERE state IN ['proposed', 'consulting', 'running'] \
                    AND (school = $unit OR change.schools CONTAINS $unit)";
        let open: Vec<ChangeRow> = self.store.rows(text, Vars::new().with("unit", unit)).await?;
        // A hand-over that waits for one school is over for those that have gone.
        Ok(open.iter().any(|row| Some(row.uid) != act && (row.school.is_some() || row.is_yet_to_hand(unit))))
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

    /// Whether the schools that go over by it are this authority's.
    pub(super) fn gives(&self, unit: Option<&UnitId>) -> bool {
        matches!(&self.change, Change::HandOver { from, .. } if Some(from) == unit)
    }

    /// Whether this other authority was asked for its word.
    pub(super) fn consults(&self, unit: &UnitId) -> bool {
        self.asked.contains(unit)
    }
}
