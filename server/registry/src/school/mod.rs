//! The life of schools (第九条, 第十六条): founded, renamed, re-classed, merged, closed, revived by their competent authority. A school's
//! unit is its code: a new code is a new unit, and units are never removed, so no code is given twice.

mod blockers;
mod classes;
mod convert;
mod custody;
mod decide;
mod kept;
mod matter;
mod moved_list;
mod moving;
mod progress;
mod propose;
mod reassign;
mod receipt;
mod register;
mod run;
mod site;
mod unit;
mod weigh;

pub(crate) use classes::province;
pub(crate) use custody::CustodyRow;
pub use domain::archive::Custody;
pub use propose::Asked;
pub(crate) use run::Move;
pub(crate) use weigh::is_here;

use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{DateTime, NaiveDate, Utc};
use contract::school::ChangeLine;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::Party;
use domain::id::{SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, Consent, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of a list on one page.
const PAGE: usize = 100;

/// A change as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChangeRow {
    pub(crate) uid: SchoolChangeId,
    pub(crate) version: u64,
    pub(crate) authority: UnitId,
    /// The school it is about; none before a new one has its code.
    pub(crate) school: Option<UnitId>,
    pub(crate) school_name: String,
    pub(crate) change: Change,
    /// 批准文号
    pub(crate) act: String,
    pub(crate) state: State,
    pub(crate) proposed: (Party, DateTime<Utc>),
    pub(crate) decided: Option<(Party, DateTime<Utc>, String)>,
    /// The unit a re-classed school goes on as, or a merged one went into.
    pub(crate) successor: Option<UnitId>,
    /// Archives moved, once it is done.
    pub(crate) moved: usize,
    /// SHA-256 over the list (移交清单), once it is done.
    pub(crate) list_hash: String,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    /// 签收: who, when.
    pub(crate) receipts: Vec<(Party, DateTime<Utc>)>,
    /// What other authorities said whose schools take pupils or archives in.
    #[serde(default)]
    pub(crate) consents: Vec<Consent>,
    /// Those authorities: to find the change by.
    #[serde(default)]
    pub(crate) asked: Vec<UnitId>,
    /// Who of them sent it back, when and why.
    #[serde(default)]
    pub(crate) sent_back: Option<(Party, DateTime<Utc>, String)>,
}

impl From<&ChangeRow> for SchoolTold {
    fn from(row: &ChangeRow) -> Self {
        Self {
            school: row.school.clone(),
            change: row.change.clone(),
            act: row.act.clone(),
            state: row.state,
            successor: row.successor.clone(),
            reason: row
                .sent_back
                .as_ref()
                .or(row.decided.as_ref())
                .map_or_else(String::new, |(.., reason)| reason.clone()),
            consents: row.consents.clone(),
            moved: row.moved,
            list_hash: row.list_hash.clone(),
        }
    }
}

impl ChangeRow {
    fn line(&self) -> ChangeLine {
        ChangeLine {
            id: self.uid,
            version: self.version,
            school: self.school_name.clone(),
            change: self.change.clone(),
            act: self.act.clone(),
            state: self.state,
            proposed_by: who(&self.proposed.0),
            proposed_at: self.proposed.1,
        }
    }

    /// It lies on the desks of the authority and of those that were asked.
    fn tell(&self, work: &mut UnitOfWork) {
        for unit in std::iter::once(&self.authority).chain(&self.asked) {
            for role in [Role::Registrar, Role::Leader] {
                work.desk(&crate::case::queue_key(unit, role));
            }
        }
    }
}

/// A party in words: unit and name.
fn who(party: &Party) -> String {
    format!("{}{}", party.unit_name, party.name)
}

/// What became of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLife {
    /// The school.
    pub unit: UnitId,
    pub(crate) version: u64,
    /// Since when it is closed and its code void; none while it works.
    pub closed_on: Option<NaiveDate>,
    /// The school that follows it.
    pub successor: Option<UnitId>,
    /// The school it follows.
    pub predecessor: Option<UnitId>,
    /// 曾用名, each with its last day.
    pub names: Vec<(String, NaiveDate)>,
    /// What was done: day, what, by which act.
    pub events: Vec<(NaiveDate, String, String)>,
}

impl Schools<'_> {
    /// What became of a school; an open one without history when nothing was done to it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn school_life(&self, unit: &UnitId) -> Result<SchoolLife> {
        let row: Option<SchoolLife> = self.store.get("school_life", unit.as_str()).await?;
        Ok(row.unwrap_or_else(|| SchoolLife {
            unit: unit.clone(),
            version: 0,
            closed_on: None,
            successor: None,
            predecessor: None,
            names: Vec::new(),
            events: Vec::new(),
        }))
    }

    /// Who answers for a school that is no more: the school that followed it, or the one that followed that; its authority where nobody
    /// did. None for a school that works.
    pub(crate) async fn follows(&self, school: &UnitId) -> Result<Option<UnitId>> {
        let mut life = self.school_life(school).await?;
        if !school.is_school() || life.closed_on.is_none() {
            return Ok(None);
        }
        // No chain is longer than the schools that closed one after another.
        for _ in 0..20 {
            let Some(successor) = life.successor.clone() else { break };
            life = self.school_life(&successor).await?;
            if life.closed_on.is_none() {
                return Ok(Some(successor));
            }
        }
        Ok(self.units().unit(&life.unit).await?.parent)
    }

    /// The schools that are no more and for which a school answers, by code.
    pub(crate) async fn followed_by(&self, school: &UnitId) -> Result<Vec<UnitId>> {
        #[derive(Deserialize)]
        struct Closed {
            unit: UnitId,
        }
        let text =
            "SELECT unit FROM school_life WHERE successor IN $schools AND closed_on NOT IN [NONE, NULL]";
        let (mut followed, mut asked): (Vec<UnitId>, _) = (Vec::new(), vec![school.clone()]);
        while !asked.is_empty() {
            let closed: Vec<Closed> = self.store.rows(text, Vars::new().with("schools", &asked)).await?;
            asked = closed.into_iter().map(|one| one.unit).filter(|one| !followed.contains(one)).collect();
            followed.extend(asked.iter().cloned());
        }
        followed.sort();
        Ok(followed)
    }

    pub(crate) async fn school_is_closed(&self, unit: &UnitId) -> Result<bool> {
        Ok(self.school_life(unit).await?.closed_on.is_some())
    }

    /// Whether a school takes anybody in: not one that is closed, whoever still has its page open and whatever import still waits. To be
    /// asked in the lane of the school, in which it is closed, too.
    ///
    /// # Errors
    /// `closed` with what to do.
    pub(crate) async fn takes_in(&self, school: &Unit) -> Result<()> {
        if !self.school_is_closed(&school.id).await? {
            return Ok(());
        }
        let what = format!("{}已经撤销，不能再接收学生。", school.name);
        Err(Refusal::new(RefusalCode::Closed, Basis::Article(9), what, "请在学生实际就读的学校办理。").into())
    }

    fn write_life(&self, work: &mut UnitOfWork, loaded: &SchoolLife, mut next: SchoolLife) {
        next.version = loaded.version + 1;
        match loaded.version {
            0 => work.create("school_life", next.unit.as_str(), &next),
            version => work.replace("school_life", next.unit.as_str(), version, &next),
        }
    }

    /// Names of units.
    async fn names_of(&self, units: impl Iterator<Item = &UnitId>) -> Result<BTreeMap<UnitId, String>> {
        let mut names = BTreeMap::new();
        for id in units {
            if !names.contains_key(id) {
                names.insert(id.clone(), self.units().unit(id).await?.name);
            }
        }
        Ok(names)
    }

    async fn change_row(&self, id: SchoolChangeId) -> Result<ChangeRow> {
        self.store.get("school_change", &id.to_string()).await?.ok_or(Error::NotFound("school change"))
    }

    async fn write_change(
        &self,
        tx: &mut Transaction<'_>,
        loaded: &ChangeRow,
        mut next: ChangeRow,
    ) -> Result<()> {
        next.version = loaded.version + 1;
        tx.work.replace("school_change", &next.uid.to_string(), loaded.version, &next);
        next.tell(&mut tx.work);
        let matter = self.change_matter(&next).await?;
        crate::matter::put(&mut tx.work, &*self.vault, &matter);
        // The records are moved by the system, in many transactions that change nothing but how many there are.
        if next.state != loaded.state || next.consents != loaded.consents {
            // What the system has finished was decided by the leader.
            if let Some((by, ..)) = next.decided.as_ref().filter(|_| next.state == State::Done) {
                tx.in_name_of(by, tx.at());
            }
            self.matters().tell_step(tx, &matter, SchoolTold::from(&next)).await?;
        }
        Ok(())
    }

    /// The actor's own unit, if it may do this with its schools.
    fn schools_office(&self, actor: &Actor, action: Action) -> Result<UnitId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("school change") }
        })?;
        Ok(own.id.clone())
    }
}
