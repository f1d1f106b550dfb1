//! Many schools that come to answer to another authority by one act (划转一批学校, 第三条): a county that is divided, merged or gets other
//! boundaries. The act is decided once, by its own authority and by the two it is about; from its day on its job takes one school after the
//! other and has each go over by a change of its own, as a single school does ([`Change::Reassign`]): the same moving, the same journal,
//! the same figures. What has to be finished first keeps one school back and not the others; it is tried again until it went.

use super::propose::BEING_CHANGED;
use super::{ChangeRow, classes::province, propose::refused};
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::NaiveDate;
use contract::school::{Preview, SchoolCheck};
use domain::access::{Action, Actor, Target};
use domain::id::{SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::matter::Office;
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, HandedState, State, choice_refused, hand_over_day_refused};
use serde::{Deserialize, Serialize};

/// The authority to which the schools were to go is no more: they stay until the act is taken back.
const RECEIVER_ENDED: &str = "划入的学籍主管部门已经撤销。";

/// Authorities to choose from: more than any province has.
const AUTHORITIES: usize = 1000;

/// How far one school is whose turn has come. Of one that is moving its own change says when it is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HandedSchool {
    pub(super) school: UnitId,
    pub(super) state: HandedState,
    /// Why it is held, or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) why: Vec<String>,
    /// Why it is held, without how many and which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) headings: Vec<String>,
    /// Its own change, once it goes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<SchoolChangeId>,
}

/// What is to become of a school whose turn has come.
enum Turn {
    Goes(Box<Unit>),
    /// Why, and the same without how many and which.
    Held(Vec<String>, Vec<String>),
    LeftOut(String),
}

impl ChangeRow {
    pub(super) fn handed_of(&self, school: &UnitId) -> Option<&HandedSchool> {
        self.handed.iter().find(|one| one.school == *school)
    }

    /// Whether a school of a hand-over has not gone over yet.
    pub(super) fn is_yet_to_hand(&self, school: &UnitId) -> bool {
        self.change.schools().contains(school)
            && self.handed_of(school).is_none_or(|one| one.state.is_to_be_tried())
    }

    /// The next school that is to be tried, from this place on.
    pub(super) fn next_school(&self, from: u64) -> Option<(u64, UnitId)> {
        let schools = self.change.schools().iter().enumerate();
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let next = schools.skip(from).find(|(_, school)| self.is_yet_to_hand(school));
        next.map(|(place, school)| (place as u64, school.clone()))
    }

    /// Leaves every school out that has not gone over yet.
    pub(super) fn leave_the_others_out(&mut self, why: &str) {
        let yet: Vec<UnitId> =
            self.change.schools().iter().filter(|one| self.is_yet_to_hand(one)).cloned().collect();
        for school in yet {
            self.put_handed(HandedSchool {
                school,
                state: HandedState::LeftOut,
                why: vec![why.to_owned()],
                headings: Vec::new(),
                by: None,
            });
        }
    }

    fn put_handed(&mut self, one: HandedSchool) {
        self.handed.retain(|known| known.school != one.school);
        self.handed.push(one);
    }
}

impl Schools<'_> {
    /// The authorities between which the actor's unit may hand schools over: those that it may take schools from, itself and those below
    /// it, and those of its province that may take them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who proposes no such act.
    pub async fn handing_authorities(&self, actor: &Actor) -> Result<(Vec<Unit>, Vec<Unit>)> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let own = self.units().unit(&own).await?;
        let Some(top) = province(&own) else { return Ok((Vec::new(), Vec::new())) };
        let closed = self.closed_schools().await?;
        let text = format!(
            "SELECT * FROM unit WHERE path >= $from AND path < $to AND kind IN ['province', 'city', 'county'] \
             AND uid NOT IN $closed ORDER BY path LIMIT {AUTHORITIES}"
        );
        let top = self.units().unit(&top).await?;
        let all: Vec<Unit> =
            self.store.rows(&text, super::site::stretch(&top).with("closed", &*closed)).await?;
        let below = all.iter().filter(|unit| own.path.covers(&unit.path)).cloned().collect();
        Ok((below, all))
    }

    /// The working schools that answer to an authority, by code: to choose from.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an authority that is not the actor's own or below it.
    pub async fn schools_to_hand(&self, actor: &Actor, from: &UnitId) -> Result<(Unit, Vec<Unit>)> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let from = self.giving(&own, from).await?;
        let closed = self.closed_schools().await?;
        let text = "SELECT * FROM unit WHERE kind = 'school' AND parent = $parent AND uid NOT IN $closed \
                    ORDER BY uid LIMIT 1000";
        let vars = Vars::new().with("parent", &from.id).with("closed", &*closed);
        let schools = self.store.rows(text, vars).await?;
        Ok((from, schools))
    }

    /// The authority whose schools are handed over: the one that proposes it, or one below that.
    async fn giving(&self, own: &UnitId, from: &UnitId) -> Result<Unit> {
        let (own, from) = (self.units().unit(own).await?, self.units().unit(from).await?);
        if from.kind.may_be_competent() && own.path.covers(&from.path) {
            return Ok(from);
        }
        Err(Error::NotFound("school"))
    }

    /// What is wrong with the act, and school by school what is open there and what becomes of it. What is held back keeps nobody from
    /// proposing the act.
    pub(super) async fn weigh_hand_over(
        &self,
        own: &UnitId,
        (from, to): (&UnitId, &UnitId),
        schools: &[UnitId],
        on: NaiveDate,
    ) -> Result<Preview> {
        let giving = self.giving(own, from).await?;
        let mut preview = Preview::default();
        preview.refusals.extend(hand_over_day_refused(on, self.store.clock.today()));
        let choice = choice_refused(schools);
        let too_many = choice.is_some();
        preview.refusals.extend(choice);
        let taking = match self.units().unit(to).await {
            Ok(unit) => Some(unit).filter(|unit| unit.kind.may_be_competent() && unit.id != giving.id),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let taking = taking.filter(|unit| province(unit) == province(&giving));
        match taking {
            Some(unit) if !self.school_is_closed(&unit.id).await? => {
                for one in [&giving, &unit].into_iter().filter(|one| one.id != *own) {
                    preview.others.push(Office { unit: one.id.clone(), name: one.name.clone() });
                }
            }
            _ => {
                let what = "这个代码不是本省另一个省级、市级或县级教育行政部门。";
                preview.refusals.push(refused(RefusalCode::To, what, "请核对新的学籍主管部门。"));
            }
        }
        if too_many {
            return Ok(preview);
        }
        for school in schools {
            match self.turn_of(school, (from, to), schools, None).await? {
                Turn::LeftOut(why) => preview.refusals.push(Refusal::new(
                    RefusalCode::Schools,
                    Basis::Article(3),
                    why,
                    "请重新选择学校。",
                )),
                Turn::Goes(unit) => preview.schools.push(self.check_of(&unit, (from, to), schools).await?),
                Turn::Held(held, headings) => {
                    let unit = self.units().unit(school).await?;
                    let check = self.check_of(&unit, (from, to), schools).await?;
                    preview.schools.push(SchoolCheck { held, headings, ..check });
                }
            }
        }
        Ok(preview)
    }

    /// What is to become of a school now.
    async fn turn_of(
        &self,
        school: &UnitId,
        (from, to): (&UnitId, &UnitId),
        together: &[UnitId],
        act: Option<SchoolChangeId>,
    ) -> Result<Turn> {
        let unit = match self.units().unit(school).await {
            Ok(unit) => unit,
            Err(Error::NotFound(_)) => return Ok(Turn::LeftOut(format!("没有标识码为{school}的学校。"))),
            Err(error) => return Err(error),
        };
        if self.school_is_closed(school).await? {
            return Ok(Turn::LeftOut(format!("{}已经撤销。", unit.name)));
        }
        if unit.competent() != Some(from) {
            return Ok(Turn::LeftOut(format!("{}的学籍主管部门不是划出单位。", unit.name)));
        }
        let SchoolCheck { mut held, mut headings, .. } = self.check_of(&unit, (from, to), together).await?;
        // Before the act is decided both are asked when it is proposed.
        let changed = act.is_some() && self.is_being_changed(school, act).await?;
        let ended = act.is_some() && self.school_is_closed(to).await?;
        let told = [changed.then_some(BEING_CHANGED), ended.then_some(RECEIVER_ENDED)];
        for why in told.into_iter().flatten() {
            held.push(why.to_owned());
            headings.push(why.to_owned());
        }
        Ok(if held.is_empty() { Turn::Goes(Box::new(unit)) } else { Turn::Held(held, headings) })
    }

    /// The turn of one school: it goes over by a change of its own, in the lane of the school, or it is put down why it does not.
    pub(super) async fn hand_over_one(
        &self,
        tx: &mut Transaction<'_>,
        act: SchoolChangeId,
        school: &UnitId,
    ) -> Result<()> {
        let loaded = self.change_row(act).await?;
        let Change::HandOver { from, to, schools, on } = &loaded.change else { return Ok(()) };
        if loaded.state != State::Running || !loaded.is_yet_to_hand(school) {
            return Ok(());
        }
        // Who has gone already is no school that follows.
        let together: Vec<UnitId> =
            schools.iter().filter(|one| loaded.is_yet_to_hand(one)).cloned().collect();
        let told =
            |state, why| HandedSchool { school: school.clone(), state, why, headings: Vec::new(), by: None };
        let handed = match self.turn_of(school, (from, to), &together, Some(act)).await? {
            Turn::LeftOut(why) => told(HandedState::LeftOut, vec![why]),
            Turn::Held(why, headings) => HandedSchool { headings, ..told(HandedState::Held, why) },
            Turn::Goes(unit) => {
                let part = self.part_of(&loaded, &unit, to, *on);
                let by = Some(self.begin_part(tx, *unit, part).await?);
                HandedSchool { by, ..told(HandedState::Moving, Vec::new()) }
            }
        };
        // What is tried again every hour is written when it is another reason than before.
        if loaded.handed_of(school) == Some(&handed) {
            return Ok(());
        }
        let mut row = loaded.clone();
        row.put_handed(handed);
        self.write_change(tx, &loaded, row).await
    }

    /// One school's part of the act: decided with it.
    fn part_of(&self, act: &ChangeRow, school: &Unit, to: &UnitId, on: NaiveDate) -> ChangeRow {
        let mut asked = act.asked.clone();
        if !asked.contains(&act.authority) {
            asked.push(act.authority.clone());
        }
        ChangeRow {
            asked,
            uid: SchoolChangeId::new(self.store.new_id()),
            version: 1,
            // The school's old place in the tree is below the authority that gives it away.
            authority: school.competent().cloned().unwrap_or_else(|| act.authority.clone()),
            school: Some(school.id.clone()),
            school_name: school.name.clone(),
            change: Change::Reassign { to: to.clone() },
            part_of: Some(act.uid),
            on: Some(on),
            handed: Vec::new(),
            withdrawal: None,
            ..act.clone()
        }
    }

    async fn begin_part(
        &self,
        tx: &mut Transaction<'_>,
        school: Unit,
        mut part: ChangeRow,
    ) -> Result<SchoolChangeId> {
        let from = part.authority.clone();
        self.take_effect(&mut tx.work, &from, Some(school), &mut part).await?;
        tx.work.create("school_change", &part.uid.to_string(), &part);
        part.tell(&mut tx.work);
        let matter = self.change_matter(&part).await?;
        crate::matter::put(&mut tx.work, &*self.vault, &matter);
        // It was decided by the leader of the act's own authority.
        if let Some((by, ..)) = &part.decided {
            tx.in_name_of(by, tx.at());
        }
        self.matters().tell_begun(tx, &matter, SchoolTold::from(&part)).await?;
        self.call_for_move(&mut tx.work, &part).await?;
        Ok(part.uid)
    }

    /// A school has gone over: when it is the last that was moving, the act is looked at again.
    pub(super) async fn part_is_done(
        &self,
        work: &mut UnitOfWork,
        act: SchoolChangeId,
        part: SchoolChangeId,
    ) -> Result<()> {
        let others = self.parts_in(act, State::Running).await?.into_iter().filter(|one| *one != part).count();
        if others == 0 {
            let act = self.change_row(act).await?;
            self.call_for_move(work, &act).await?;
        }
        Ok(())
    }

    pub(super) async fn parts_in(&self, act: SchoolChangeId, state: State) -> Result<Vec<SchoolChangeId>> {
        #[derive(Deserialize)]
        struct Part {
            uid: SchoolChangeId,
        }
        let text = "SELECT uid FROM school_change WHERE part_of = $act AND state = $state";
        let vars = Vars::new().with("act", act).with("state", state);
        let parts: Vec<Part> = self.store.rows(text, vars).await?;
        Ok(parts.into_iter().map(|one| one.uid).collect())
    }

    /// Closes the act when every school went over or is left out; otherwise it waits for the next round.
    pub(super) async fn close_hand_over(&self, tx: &mut Transaction<'_>, act: SchoolChangeId) -> Result<()> {
        let loaded = self.change_row(act).await?;
        let moving = self.parts_in(act, State::Running).await?.len();
        let to_be_tried = loaded.change.schools().iter().filter(|one| loaded.is_yet_to_hand(one)).count();
        let mut row = loaded.clone();
        row.state = loaded.state.after_turn(moving + to_be_tried);
        if row.state == loaded.state {
            return Ok(());
        }
        row.moved = row.handed.iter().filter(|one| one.by.is_some()).count();
        row.finished_at = Some(self.store.clock.now());
        self.write_change(tx, &loaded, row).await
    }

    /// Whether the actor's unit may propose that many schools are handed over: any authority but the nation.
    pub(super) fn may_hand_over(&self, actor: &Actor) -> bool {
        let Some(own) = actor.unit.as_ref() else { return false };
        own.kind != UnitKind::Nation
            && sight(actor, Action::ProposeSchools, &Target::Unit(&own.path), "school change").is_ok()
    }
}
