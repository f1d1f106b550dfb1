//! What the simulation was told: everything that was acknowledged must still be there, whatever happened since.

use crate::society::World;
use chrono::NaiveDate;
use domain::access::{Actor, Role};
use domain::case::{CaseKind, CaseState};
use domain::form::GuardianSlot;
use domain::id::{AccountId, CaseId, DisclosureId, ImportId, PersonId, SchoolChangeId, UnitId};
use registry::case::CaseRow;
use registry::error::Error;
use registry::person::PersonRow;
use std::collections::{BTreeMap, BTreeSet};

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to do it to.
    Skipped,
    Accepted,
    /// With the refusal's code.
    Refused(String),
    /// The process died in the middle of it.
    Crashed,
}

/// A rule that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub rule: &'static str,
    pub told: String,
}

pub type Done = Result<Outcome, Violation>;

pub fn violated<T>(rule: &'static str, told: impl Into<String>) -> Result<T, Violation> {
    Err(Violation { rule, told: told.into() })
}

/// What somebody said about an answer: accepted, or the code of the refusal. Anything else is the machine's failure, which is no
/// answer to a person while nothing is broken on purpose.
pub fn heard<T>(answer: registry::error::Result<T>, broken: bool) -> Result<Result<T, String>, Violation> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refused(refusals)) => {
            if let Some(silent) = refusals.iter().find(|one| one.what.is_empty()) {
                return violated("a refusal says what is wrong", silent.code.to_string());
            }
            Ok(Err(refusals.first().map(|one| one.code.to_string()).unwrap_or_default()))
        }
        Err(Error::NotFound(what)) => Ok(Err(format!("not_found:{what}"))),
        Err(Error::Busy) => Ok(Err("busy".into())),
        Err(Error::Halted) if broken => Ok(Err("halted".into())),
        Err(other) => violated("nobody is answered with a failure of the machine", format!("{other:?}")),
    }
}

/// A decided step that was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub by: AccountId,
    pub round: u32,
    pub link: usize,
}

/// An account that was acknowledged.
#[derive(Debug, Clone)]
pub struct Known {
    pub id: AccountId,
    pub login: String,
    /// The password that holds, none when nobody has one or it is not known any more (an answer that was lost).
    pub password: Option<String>,
    /// Whether it is the one of a slip, which opens once.
    pub slip: bool,
    /// Who made it or asked for its reset, while that waits for somebody else.
    pub waits_on: Option<Actor>,
    pub role: Role,
    pub unit: domain::id::UnitId,
    pub sealed: Option<bool>,
}

/// A binding code on paper.
#[derive(Debug, Clone)]
pub struct Printed {
    pub code: String,
    pub person: PersonId,
    pub slot: GuardianSlot,
    /// The guardian as the record names him.
    pub name: String,
    pub phone: String,
    pub by: Actor,
    /// None after an answer that was lost.
    pub released: Option<bool>,
}

#[derive(Default)]
pub struct Model {
    /// Who was entered, and with which document.
    pub people: BTreeMap<PersonId, String>,
    /// The registration that was opened last.
    pub entered: Option<CaseId>,
    /// 学籍号: record id (its keyed hash), and whose it was when it was first seen.
    pub numbers: BTreeMap<String, PersonId>,
    /// Records that were seen merged, one into the other: a merge that was taken back gives the number back.
    pub merged: BTreeSet<(PersonId, PersonId)>,
    /// Cases that were acknowledged, with their subject.
    pub cases: BTreeMap<CaseId, (PersonId, CaseKind)>,
    pub decided: BTreeMap<CaseId, Vec<Decided>>,
    /// Cases that were seen closed, and how.
    pub closed: BTreeMap<CaseId, CaseState>,
    /// What is open, and the day that was shown for the state it is in.
    pub due: BTreeMap<String, (String, NaiveDate)>,
    pub accounts: Vec<Known>,
    /// 绑定: who was told to be bound to whom.
    pub bonds: BTreeSet<(AccountId, PersonId)>,
    /// Printed codes that hold.
    pub codes: Vec<Printed>,
    /// Codes that were used, or cancelled by a newer one.
    pub used: Vec<Printed>,
    pub disclosures: BTreeSet<DisclosureId>,
    pub imports: Vec<(ImportId, domain::id::UnitId)>,
    pub changes: Vec<SchoolChangeId>,
    /// Letters that were signed or receipted, with their state then.
    pub letters: BTreeMap<String, String>,
    /// Versions of the cases looked into.
    pub versions: BTreeMap<CaseId, u64>,
    /// A child of its own for each entry.
    pub children: u64,
    /// What the last command was about, for the history.
    pub note: String,
    /// Something is broken on purpose.
    pub broken: bool,
}

impl Model {
    pub fn next_child(&mut self) -> u64 {
        self.children += 1;
        self.children
    }
}

/// The plain columns of a letter, a problem or any other matter.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Matter {
    pub uid: String,
    pub state: String,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub waiting: serde_json::Value,
    #[serde(default)]
    pub sealed: String,
    /// Of a letter: between whom it goes.
    #[serde(default)]
    pub from_unit: Option<UnitId>,
    #[serde(default)]
    pub to_unit: Option<UnitId>,
}

/// What lies in the store before a command.
pub struct Seen {
    pub people: Vec<PersonRow>,
    /// Open ones.
    pub cases: Vec<CaseRow>,
}

impl Seen {
    pub async fn now(world: &World) -> Result<Self, Violation> {
        let store = &world.registry().store;
        let people = store.inspect("SELECT * FROM person ORDER BY uid").await;
        let cases =
            store.inspect("SELECT * FROM case WHERE state IN ['in_progress', 'returned'] ORDER BY uid").await;
        match (people, cases) {
            (Ok(people), Ok(cases)) => Ok(Self { people, cases }),
            (Err(error), _) | (_, Err(error)) => violated("the store reads", format!("{error:?}")),
        }
    }

    pub fn person(&self, id: PersonId) -> Option<&PersonRow> {
        self.people.iter().find(|row| row.uid == id)
    }
}
