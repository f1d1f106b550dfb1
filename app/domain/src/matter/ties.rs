//! Who may take two steps of one matter (经办与审批分离): two accounts that are two persons, and of which neither made, confirmed or
//! reset the other of late. Every four-eyes rule asks [`apart`].

use crate::id::AccountId;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So long an account takes no part in a matter together with whoever made, confirmed or reset it.
pub const TIED_FOR: Duration = Duration::days(30);

/// What binds two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Both belong to one natural person.
    SamePerson,
    /// One made, confirmed or reset the other within [`TIED_FOR`].
    Administered,
}

/// The accounts somebody who acts is bound to: found once, when the session's actor is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ties(BTreeMap<AccountId, Tie>);

impl Ties {
    /// Bound to nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// Binds to one more account; that two accounts are one person outweighs the rest.
    #[must_use]
    pub fn and(mut self, other: AccountId, tie: Tie) -> Self {
        match tie {
            Tie::SamePerson => _ = self.0.insert(other, tie),
            Tie::Administered => _ = self.0.entry(other).or_insert(tie),
        }
        self
    }

    /// What binds to an account.
    pub fn to(&self, other: AccountId) -> Option<Tie> {
        self.0.get(&other).copied()
    }
}

/// Whether `actor`, bound by `ties`, may act in a matter in which `other` acted.
pub fn may_act_together(actor: AccountId, ties: &Ties, other: AccountId) -> bool {
    actor != other && ties.to(other).is_none()
}

/// Refuses a second step to who took one `before` (in the words of the matter), and to who is bound to one of those accounts.
///
/// # Errors
/// `four_eyes` for the same account, `tied` for one that is bound to it.
pub fn apart(
    actor: AccountId,
    ties: &Ties,
    before: impl IntoIterator<Item = AccountId>,
    what: impl Into<String>,
    remedy: &str,
) -> Result<(), Refusal> {
    let Some(other) = before.into_iter().find(|other| !may_act_together(actor, ties, *other)) else {
        return Ok(());
    };
    match ties.to(other).filter(|_| other != actor) {
        None => Err(Refusal::new(RefusalCode::FourEyes, Basis::Procedure, what, remedy)),
        Some(tie) => {
            let what = match tie {
                Tie::SamePerson => "前面环节的经办账号与您的账号属于同一人，不能办理同一事项。",
                Tie::Administered => {
                    "前面环节的经办账号与您的账号在三十日内有建立、确认或重置的关系，不能办理同一事项。"
                }
            };
            Err(Refusal::new(RefusalCode::Tied, Basis::Procedure, what, remedy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_account_one_person_and_whoever_made_the_account_are_not_two_persons() {
        let [me, other_hat, maker, stranger] = [1, 2, 3, 4].map(|n| AccountId::new(Uuid::from_u128(n)));
        let ties = Ties::none()
            .and(other_hat, Tie::SamePerson)
            .and(other_hat, Tie::Administered)
            .and(maker, Tie::Administered);
        let told = |before: &[AccountId]| {
            apart(me, &ties, before.iter().copied(), "自己", "别人")
                .map_err(|refusal| (refusal.code.to_string(), refusal.what))
        };
        assert_eq!(told(&[]), Ok(()));
        assert_eq!(told(&[stranger]), Ok(()));
        assert_eq!(told(&[stranger, me]), Err(("four_eyes".into(), "自己".into())));
        let (code, what) = told(&[stranger, other_hat]).unwrap_err();
        assert!(code == "tied" && what.contains("同一人"), "{what}");
        let (code, what) = told(&[maker]).unwrap_err();
        assert!(code == "tied" && what.contains("三十日"), "{what}");
    }
}
