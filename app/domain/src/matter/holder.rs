//! What every kind of matter can be asked, whatever it is about.

use super::{MatterKind, Office, Party, Subject};
use crate::account::Role;
use crate::calendar::Due;
use crate::id::{AccountId, UnitId};
use serde::{Deserialize, Serialize};

/// Somebody who has to act: a role of a unit, or one account alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Holder {
    /// The unit; none for guardians.
    pub unit: Option<UnitId>,
    /// The role that acts there.
    pub role: Role,
    /// The account, where no colleague may act in its place.
    pub account: Option<AccountId>,
}

impl Holder {
    /// Whoever has this role in this unit.
    pub fn of_unit(unit: &UnitId, role: Role) -> Self {
        Self { unit: Some(unit.clone()), role, account: None }
    }

    /// The same by the unit as the matter names it.
    pub fn desk((office, role): (&Office, Role)) -> Self {
        Self::of_unit(&office.unit, role)
    }

    /// Who opened a matter: a guardian alone, of others the role in their unit.
    pub fn side_of(opener: &Party) -> Self {
        let account = opener.unit.is_none().then_some(opener.account);
        Self { unit: opener.unit.clone(), role: opener.role, account }
    }

    /// Whether it is this person.
    pub fn is(&self, actor: &Party) -> bool {
        self.unit == actor.unit
            && self.role == actor.role
            && self.account.is_none_or(|account| account == actor.account)
    }
}

/// A matter (事项): something that waits for somebody until it is closed. What the table of open matters says of it is taken from these
/// answers and from nowhere else.
pub trait Matter {
    /// Which kind it is.
    fn kind(&self) -> MatterKind;

    /// Whom or what it is about.
    fn subject(&self) -> Subject;

    /// Everybody who has to act now, several where several owe an answer; nobody once it is closed.
    fn holders(&self) -> Vec<Holder>;

    /// By when; none where neither the regulation nor this system sets a day.
    fn due(&self) -> Option<Due>;

    /// Whether somebody still has to act.
    fn is_open(&self) -> bool;

    /// Whether it came back to who holds it, to be mended.
    fn sent_back(&self) -> bool;

    /// Whether a question of a guardian about it waits for an answer (留言).
    fn is_asked(&self) -> bool {
        false
    }
}
