//! What this process knows of the ends of accounts' chains. Nothing is believed of it that matters: a line that follows on an end which
//! another process has moved on meets another version in the store, and is made anew from what is read there. That something was looked at
//! a moment ago stays true whoever has written since, as no line is ever taken away.

use super::{DayRow, Head};
use chrono::{DateTime, Utc};
use domain::id::{AccountId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Accounts that are remembered: some megabytes at most.
const MOST: usize = 4096;

/// The end of an account's chain as it is in the store, or was.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) head: Head,
    /// What the account did on the day of the head; none where it has done nothing yet.
    pub(super) counted: Option<DayRow>,
    /// When this was learnt.
    pub(super) at: DateTime<Utc>,
}

/// The ends that are remembered.
#[derive(Debug, Default)]
pub(super) struct Ends(BTreeMap<AccountId, Known>);

impl Ends {
    /// What is known of these accounts.
    pub(super) fn of(&self, accounts: &BTreeSet<AccountId>) -> BTreeMap<AccountId, Known> {
        let known = |account: &AccountId| Some((*account, self.0.get(account)?.clone()));
        accounts.iter().filter_map(known).collect()
    }

    /// Whether the account is known to have looked at the same in the last minutes.
    pub(super) fn has_seen(&self, account: AccountId, same: &str, at: DateTime<Utc>) -> bool {
        self.0.get(&account).is_some_and(|known| known.head.has_seen(same, at))
    }

    /// Whose records the account opened last; none where that is not known.
    pub(super) fn opened(&self, account: AccountId) -> Option<Vec<PersonId>> {
        self.0.get(&account).and_then(|known| known.head.opened.clone())
    }

    /// Remembers what is in the store now. Of too many those are forgotten that have not looked for longest.
    pub(super) fn learn(&mut self, known: Vec<Known>) {
        self.0.extend(known.into_iter().map(|one| (one.head.account, one)));
        if self.0.len() > MOST {
            let mut moments: Vec<DateTime<Utc>> = self.0.values().map(|known| known.at).collect();
            moments.sort_unstable();
            let middle = moments.get(moments.len() / 2).copied();
            self.0.retain(|_, known| Some(known.at) > middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone};
    use uuid::Uuid;

    fn known(n: u128, at: DateTime<Utc>) -> Known {
        let head = Head::first(AccountId::new(Uuid::from_u128(n)), at.date_naive());
        Known { head, counted: None, at }
    }

    #[test]
    fn those_who_looked_last_are_remembered() {
        let at = Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap();
        let mut ends = Ends::default();
        let most = i64::try_from(MOST).unwrap();
        let all = |n: i64| known(u128::try_from(n).unwrap(), at + Duration::seconds(n));
        ends.learn((0..most).map(all).collect());
        assert_eq!(ends.0.len(), MOST);
        ends.learn(vec![all(most)]);
        assert!(ends.0.len() <= MOST / 2 + 1);
        let account = |n: u128| AccountId::new(Uuid::from_u128(n));
        let asked: BTreeSet<AccountId> = [account(0), account(MOST as u128)].into();
        assert_eq!(ends.of(&asked).into_keys().collect::<Vec<_>>(), [account(MOST as u128)]);
    }

    #[test]
    fn a_look_is_the_same_for_five_minutes() {
        let at = Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap();
        let mut one = known(1, at);
        one.head.recent.push(("same".into(), at));
        let mut ends = Ends::default();
        ends.learn(vec![one]);
        let account = AccountId::new(Uuid::from_u128(1));
        let seen = |key: &str, after: Duration| ends.has_seen(account, key, at + after);
        assert!(seen("same", Duration::minutes(4)));
        assert!(!seen("same", Duration::minutes(5)) && !seen("other", Duration::minutes(1)));
        assert!(!seen("same", -Duration::minutes(1)), "a clock that was set back");
        assert!(!ends.has_seen(AccountId::new(Uuid::from_u128(2)), "same", at));
    }
}
