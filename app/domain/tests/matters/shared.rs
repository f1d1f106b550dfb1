//! Who walks about, and what every walk can be asked.

use chrono::NaiveDate;
use domain::access::{Role, Ties};
use domain::calendar::WorkCalendar;
use domain::id::{AccountId, PersonId, ProofId, UnitId};
use domain::matter::{Act, Context, Matter, Office, Party, Proof, ProofKind, WorkContext};
use domain::refusal::Refusal;
use std::sync::LazyLock;
use uuid::Uuid;

pub(crate) const SCHOOL: &str = "2132000001";
pub(crate) const OTHER: &str = "2132000002";
pub(crate) const COUNTY: &str = "320102";
pub(crate) const CITY: &str = "320100";

/// No year is announced: every deadline is provisional.
pub(crate) static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: format!("单位{unit}") }
}

/// The child that matters of one pupil are about.
pub(crate) fn person() -> PersonId {
    PersonId::new(Uuid::from_u128(1))
}

pub(crate) fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

pub(crate) fn party(unit: &str, role: Role, n: u128) -> Party {
    let unit: UnitId = unit.parse().unwrap();
    let unit_name = unit.to_string();
    Party {
        account: account(n),
        name: format!("人员{n}"),
        role,
        unit: Some(unit),
        unit_name,
        ties: Ties::none(),
    }
}

pub(crate) fn guardian(n: u128) -> Party {
    Party { unit: None, unit_name: String::new(), ..party(SCHOOL, Role::Guardian, n) }
}

pub(crate) fn context(today: NaiveDate, actor: &Party) -> Context {
    Context { today, actor: actor.clone() }
}

pub(crate) fn work(today: NaiveDate, actor: &Party) -> WorkContext<'static> {
    WorkContext { today, actor: actor.clone(), calendar: &CALENDAR }
}

pub(crate) fn act(n: u128) -> Act {
    Act { by: party(SCHOOL, Role::Registrar, n), on: day("2026-09-07") }
}

pub(crate) fn proof() -> Proof {
    let id = ProofId::new(Uuid::from_u128(1));
    Proof { id, kind: ProofKind::Other, sha256: "0".repeat(64), format: "png".into(), size: 1 }
}

pub(crate) fn said() -> String {
    "情况属实".into()
}

pub(crate) type Told = Result<(), Vec<Refusal>>;

/// A matter on its way.
pub(crate) trait Walk {
    /// What every matter can be asked.
    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T;
    /// How many things can be done with it.
    const COMMANDS: usize;
    /// Does one of them.
    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told;
    /// Whether somebody who does not hold it may do this: take back, steer, come back to what is closed.
    fn is_free(&self, command: usize) -> bool;
    /// Accounts that took the steps of the chain so far; nobody twice.
    fn chain(&self) -> Vec<AccountId>;
    /// Whether it has a day whenever it is open.
    fn has_day(&self) -> bool {
        true
    }
    /// Who walks about. The same account with several hats is one person.
    fn people() -> Vec<Party> {
        let mut people = Vec::new();
        for unit in [SCHOOL, OTHER, COUNTY, CITY] {
            for role in [Role::Registrar, Role::Leader, Role::Official] {
                people.extend((1..6).map(|n| party(unit, role, n)));
            }
        }
        // Who opens a case has one hat: it is taken back by the account, whatever that is called by then.
        people.extend([party(SCHOOL, Role::Registrar, 7), guardian(8), guardian(9)]);
        people
    }
}

/// Applies what was decided.
macro_rules! does {
    ($matter:expr, $events:expr) => {{
        for event in &$events {
            $matter = $matter.clone().apply(event);
        }
        Ok(())
    }};
}

pub(crate) fn accounts<'a>(acts: impl IntoIterator<Item = Option<&'a Act>>) -> Vec<AccountId> {
    acts.into_iter().flatten().map(|act| act.by.account).collect()
}

pub(crate) use does;
