//! Who acts in a matter (经办人).

use super::{Ties, apart};
use crate::account::Role;
use crate::id::{AccountId, UnitId};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Somebody who did something, as the record keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The account.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// What the account is for.
    pub role: Role,
    /// The unit, none for guardians.
    pub unit: Option<UnitId>,
    /// Its name, empty for guardians.
    pub unit_name: String,
    /// The accounts it takes no part in a matter with, while it acts; the record does not keep them.
    #[serde(skip)]
    pub ties: Ties,
}

impl Party {
    /// Refuses a second step to who took one `before` or is bound to who did ([`apart`]).
    ///
    /// # Errors
    /// `four_eyes` in the words of the matter, or `tied`.
    pub fn apart_from(
        &self,
        before: impl IntoIterator<Item = AccountId>,
        what: impl Into<String>,
        remedy: &str,
    ) -> Result<(), Refusal> {
        apart(self.account, &self.ties, before, what, remedy)
    }
}
