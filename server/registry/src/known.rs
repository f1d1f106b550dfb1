//! What was read and is asked for again by nearly every page: units change a few times a year, accounts and appointments some times a day. It is
//! remembered until the table it was read from is written, so that nothing remembered is older than a read would be.

use crate::account::AccountRow;
use crate::error::Result;
use crate::store::Store;
use domain::id::{AccountId, UnitId};
use domain::org::Unit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Things of one kind that are remembered: some megabytes.
const MOST: usize = 10_000;

/// All that is remembered so.
pub(crate) struct Remembered {
    /// Units by their code.
    pub(crate) units: Known<UnitId, Unit>,
    /// The parts a scope is read in, by the unit whose scope it is.
    pub(crate) parts: Known<UnitId, Vec<UnitId>>,
    /// The schools for which one answers that followed them.
    pub(crate) followed: Known<UnitId, Vec<UnitId>>,
    /// The units that are no more.
    pub(crate) closed: Known<(), Arc<BTreeSet<UnitId>>>,
    /// Accounts of staff.
    pub(crate) accounts: Known<AccountId, AccountRow>,
    /// The accounts of a natural person, by its keyed hash.
    pub(crate) of_person: Known<String, Vec<AccountId>>,
    /// Whether a registrar is in post.
    pub(crate) in_post: Known<AccountId, bool>,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            units: Known::of("unit"),
            parts: Known::of("unit"),
            followed: Known::of("school_life"),
            closed: Known::of("school_life"),
            accounts: Known::of("account"),
            of_person: Known::of("account"),
            in_post: Known::of("registrar"),
        }
    }
}

/// What is remembered of one table, and how often that had been written when it was read.
pub(crate) struct Known<K, V> {
    table: &'static str,
    held: Mutex<(u64, BTreeMap<K, V>)>,
}

impl<K: Ord + Clone, V: Clone> Known<K, V> {
    /// Nothing yet of what `read` will read in this table, and in no other.
    fn of(table: &'static str) -> Self {
        Self { table, held: Mutex::new((0, BTreeMap::new())) }
    }

    /// What is remembered under a key; what is read now where there is nothing.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn or_read<F>(&self, store: &Store, key: &K, read: F) -> Result<V>
    where
        F: Future<Output = Result<V>>,
    {
        self.or_read_at(key, store.times_written(self.table), read).await
    }

    /// The same. `times` says how often the table was written before it is read, nothing while it is being written.
    async fn or_read_at<F>(&self, key: &K, times: Option<u64>, read: F) -> Result<V>
    where
        F: Future<Output = Result<V>>,
    {
        if let Some(known) = self.get(key, times) {
            return Ok(known);
        }
        let value = read.await?;
        self.learn(key, &value, times);
        Ok(value)
    }

    /// What is remembered, as it is in the store.
    fn get(&self, key: &K, times: Option<u64>) -> Option<V> {
        let known = self.known();
        if times == Some(known.0) { known.1.get(key).cloned() } else { None }
    }

    /// Remembers what was read after the table had been written so often.
    fn learn(&self, key: &K, value: &V, times: Option<u64>) {
        let Some(times) = times else { return };
        let mut known = self.known();
        if times < known.0 {
            return;
        }
        if times > known.0 || known.1.len() >= MOST {
            *known = (times, BTreeMap::new());
        }
        known.1.insert(key.clone(), value.clone());
    }

    fn known(&self) -> MutexGuard<'_, (u64, BTreeMap<K, V>)> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use futures::executor::block_on;

    #[test]
    fn what_was_read_before_a_write_is_not_told_after_it() {
        let known: Known<u8, &str> = Known::of("unit");
        let name = |times| known.get(&1, times);
        known.learn(&1, &"old", Some(4));
        assert_eq!(name(Some(4)), Some("old"));
        assert_eq!((name(Some(5)), name(None)), (None, None), "it was, or is being, written");
        known.learn(&1, &"new", Some(5));
        known.learn(&1, &"old", Some(4));
        known.learn(&1, &"older", None);
        assert_eq!(name(Some(5)), Some("new"), "a slow reader brings nothing old back");
        assert_eq!(known.get(&2, Some(5)), None);
    }

    #[test]
    fn what_is_not_known_is_read_and_what_could_not_be_read_is_not_remembered() {
        let known: Known<u8, &str> = Known::of("unit");
        let ask = |times, read: Result<&'static str>| block_on(known.or_read_at(&1, times, async { read }));
        assert!(matches!(ask(Some(1), Err(Error::NotFound("it"))), Err(Error::NotFound("it"))));
        assert_eq!(ask(Some(1), Ok("first")).unwrap(), "first");
        assert_eq!(ask(Some(1), Ok("other")).unwrap(), "first", "it is not read again");
        assert_eq!(ask(None, Ok("while it is written")).unwrap(), "while it is written");
        assert_eq!(ask(Some(1), Ok("other")).unwrap(), "first");
        assert_eq!(ask(Some(2), Ok("second")).unwrap(), "second");
    }
}
