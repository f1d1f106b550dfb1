//! Cases (事项) in the store: queues, decisions, effects.

mod ask;
mod begin;
mod change;
mod completion;
mod copy;
mod correction;
mod correction_effect;
mod counter;
mod decide;
mod effect;
mod flow;
mod foresee;
mod handed;
mod matter;
mod open_to;
mod preparation;
mod progression;
mod queue;
mod registration;
mod reminded;
mod same;
mod scan;
mod spells;
mod talk;
mod teaching;
mod transfer;
mod transfer_out;
mod view;

pub(crate) use change::numbered_at;
pub(crate) use decide::told;
pub(crate) use registration::{EnrolmentRow, the_system};
pub(crate) use spells::{last_stretch, lasting_stretch};

pub use correction::AskedCorrection;
pub use decide::Decided;
pub use progression::AskedProgression;
pub use scan::Upload;
pub use transfer::AskedTransfer;

use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Actor, Role};
use domain::calendar::term;
use domain::case::{Case, CaseKind, CaseNumber, CaseState, Party, Payload};
use domain::flow::Flow;
use domain::id::{AccountId, CaseId, PersonId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};

/// The states of a case that is open, each to be asked for by itself: a reading by one of several states is one of all cases.
pub(crate) const OPEN: [CaseState; 2] = [CaseState::InProgress, CaseState::Returned];

/// A case as stored: sealed, with plain columns for the queues.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseRow {
    /// The case.
    pub uid: CaseId,
    /// Counts every change.
    pub version: u64,
    sealed: String,
    /// 办件编号
    pub number: String,
    /// 种类
    pub kind: CaseKind,
    /// 状态
    pub state: CaseState,
    /// Whom it is about.
    pub person: PersonId,
    /// Name of the child, for queues of people who work with it.
    pub person_name: String,
    /// 年级 and 班级, for queues.
    pub class_label: String,
    /// The school.
    pub school: UnitId,
    /// Its name.
    pub school_name: String,
    /// Its path.
    pub path: OrgPath,
    /// Who opened it.
    pub opener: AccountId,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// `unit/role` of who has to act, none when it is closed.
    pub waiting: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// The day on which it was approved.
    #[serde(default)]
    done: Option<NaiveDate>,
    /// Which flow between schools it is, once it is one.
    #[serde(default)]
    flow: Option<Flow>,
}

/// The queue of a role in a unit. Units are digits and roles fixed words, so the text is safe in a literal.
pub(crate) fn queue_key(unit: &UnitId, role: Role) -> String {
    format!("{unit}/{}", role.key())
}

impl CaseRow {
    /// A row for a new case.
    pub(crate) fn new(vault: &dyn Cipher, case: Case, person: &PersonRow) -> Self {
        let mut row = Self {
            uid: case.id,
            version: 1,
            sealed: String::new(),
            number: case.number.clone(),
            kind: case.kind(),
            state: case.state,
            person: case.person,
            person_name: person.name.clone(),
            class_label: format!("{}{}", person.grade_label(), person.class_name),
            school: case.school.clone(),
            school_name: match &case.payload {
                Payload::Transfer(transfer) => transfer.to_name.clone(),
                Payload::Progression(progression) => progression.to_name.clone(),
                _ => person.school_name.clone(),
            },
            path: case.path.clone(),
            opener: case.opened_by.account,
            opened_on: case.opened_on,
            waiting: None,
            due_on: None,
            done: None,
            flow: None,
        };
        row.set(vault, &case);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, case: &Case) {
        self.sealed = vault.seal_value(case, &format!("case/{}", self.uid));
        self.state = case.state;
        self.due_on = case.due().map(|due| due.date);
        let last = case.steps.iter().rev().find_map(|step| step.decision.as_ref());
        let approved = last.filter(|_| case.state == CaseState::Approved);
        self.done = approved.map(|decision| shanghai_day(decision.at));
        self.waiting = match case.state {
            CaseState::InProgress => case.waiting_for().map(|link| queue_key(&link.unit, link.role)),
            CaseState::Returned => Some(match &case.opened_by.unit {
                Some(unit) => queue_key(unit, case.opened_by.role),
                None => format!("guardian/{}", case.opened_by.account),
            }),
            _ => None,
        };
    }

    /// The case itself.
    ///
    /// # Errors
    /// [`Error::Sealed`] when it does not open.
    pub fn case(&self, vault: &dyn Cipher) -> Result<Case> {
        vault.open_value(&self.sealed, &format!("case/{}", self.uid))
    }

    /// Writes a new case and its matter.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn create(self, vault: &dyn Cipher, work: &mut UnitOfWork) -> Result<()> {
        crate::matter::put(work, vault, &self.matter(vault)?);
        self.count(work, 1);
        work.create("case", &self.uid.to_string(), &self);
        Ok(())
    }

    /// Writes the case's new state over the row that was loaded, tallies included.
    pub(crate) fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, case: &Case) {
        self.save_as(vault, work, case, self.flow.clone());
    }

    /// The same, with the flow between schools that it has become.
    fn save_as(&self, vault: &dyn Cipher, work: &mut UnitOfWork, case: &Case, flow: Option<Flow>) {
        let mut next = Self { flow, ..self.clone() };
        next.set(vault, case);
        next.version = self.version + 1;
        self.count(work, -1);
        next.count(work, 1);
        work.replace("case", &self.uid.to_string(), self.version, &next);
        crate::matter::put(work, vault, &next.as_matter(case));
    }

    /// What a case counts for: by kind and state, and while it is open by the day it is due and where it waits; a drop-out and a return by
    /// the term in which it was approved, a transfer by where it led.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        let school = self.school.as_str();
        let kind = self.kind.key();
        work.tally(school, format!("case|{kind}|{}", self.state.key()), delta);
        if let Some(due) = self.due_on {
            work.tally(school, format!("due|{kind}|{due}"), delta);
        }
        let by_term = matches!(self.kind, CaseKind::DropOut | CaseKind::BackToSchool);
        if let Some(done) = self.done.filter(|_| by_term) {
            work.tally(school, format!("done|{kind}|{}", term(done).key()), delta);
        }
        if let Some(flow) = &self.flow {
            work.tally(school, flow.counter(), delta);
        }
        work.place(&self.path);
        if let Some(waiting) = &self.waiting {
            work.desk(waiting);
        }
    }
}

/// The actor as the record keeps him.
pub(crate) fn party(actor: &Actor) -> Party {
    Party {
        account: actor.account,
        name: actor.name.clone(),
        role: actor.role,
        unit: actor.unit.as_ref().map(|unit| unit.id.clone()),
        unit_name: actor.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default(),
        ties: actor.ties.clone(),
    }
}

impl Cases<'_> {
    pub(crate) async fn case_row(&self, id: CaseId) -> Result<CaseRow> {
        self.store.get("case", &id.to_string()).await?.ok_or(Error::NotFound("case"))
    }

    /// A new 办件编号.
    pub(crate) async fn case_number(&self, tx: &mut Transaction<'_>, kind: CaseKind) -> Result<String> {
        let today = tx.today();
        let (day, shard) = (today.format("%Y%m%d").to_string(), tx.shard());
        let serial = tx.next_serial(format!("case|{}|{day}|{shard}", kind.wire())).await?;
        Ok(CaseNumber::new(kind, today, shard, serial).to_string())
    }
}
