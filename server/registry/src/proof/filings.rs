//! Places for proofs that are being looked at: they count towards the limit before they are in the store.

use super::Owner;
use domain::id::AccountId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

type Key = (AccountId, Owner);

/// Who files proofs for whom at this moment, and how many. One process holds the store, so this is everybody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filings(Arc<Mutex<HashMap<Key, usize>>>);

/// A place, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    filings: Filings,
    key: Key,
    taken: usize,
}

impl Filings {
    /// Takes a place. It counts from now on for everybody who takes one later.
    pub(crate) fn take(&self, by: AccountId, owner: Owner) -> Place {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = places.entry((by, owner)).or_default();
        *count += 1;
        Place { filings: self.clone(), key: (by, owner), taken: *count }
    }
}

impl Place {
    /// How many places were taken with this one.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.filings.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = places.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                places.remove(&self.key);
            }
        }
    }
}
