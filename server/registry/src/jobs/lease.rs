//! Who does a job at this moment. A lease stands in the store, so that no two runners take one job, and it holds as long as its runner
//! lives: the store is one process's, so whoever is not known here has died with another.

use super::JobRow;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// How long one slice may take. A slice that hangs has failed then, like one that gives an error.
pub(super) const LONGEST: std::time::Duration = std::time::Duration::from_secs(3600);

/// That somebody has taken a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lease {
    holder: Uuid,
    /// Not longer than this, whatever its holder does.
    until: DateTime<Utc>,
}

/// The runners that live in this process.
#[derive(Clone, Default)]
pub(crate) struct Holders(Arc<Mutex<BTreeSet<Uuid>>>);

/// A runner: its leases end with it.
pub(crate) struct Holder {
    id: Uuid,
    all: Holders,
}

impl Holders {
    /// A new runner.
    pub(super) fn enter(&self, id: Uuid) -> Holder {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        Holder { id, all: self.clone() }
    }

    /// Whether somebody works under this lease.
    fn is_held(&self, lease: &Lease, now: DateTime<Utc>) -> bool {
        let alive = self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&lease.holder);
        // A moment further away than a lease lasts was written by a clock that was wrong.
        alive && lease.until > now && lease.until - now <= length()
    }
}

impl Holder {
    pub(super) fn id(&self) -> Uuid {
        self.id
    }

    pub(super) fn lease(&self, now: DateTime<Utc>) -> Lease {
        Lease { holder: self.id, until: now + length() }
    }

    /// Whether a job that is marked as taken is so by somebody else. What this runner itself left behind, with a failure that could
    /// not be written, is free: it asks between its turns.
    pub(super) fn is_anothers(&self, job: &JobRow, now: DateTime<Utc>) -> bool {
        job.lease.as_ref().is_some_and(|lease| lease.holder != self.id && self.all.is_held(lease, now))
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

impl Lease {
    pub(super) fn is_of(&self, holder: Uuid) -> bool {
        self.holder == holder
    }
}

fn length() -> Duration {
    Duration::from_std(LONGEST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_ends_with_its_runner_and_with_its_time() {
        let holders = Holders::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let holder = holders.enter(Uuid::from_u128(1));
        let lease = holder.lease(now);
        assert!(holders.is_held(&lease, now));
        assert!(!holders.is_held(&lease, now + length()), "its time is over");
        assert!(!holders.is_held(&lease, now - Duration::days(1)), "the clock was wrong");
        drop(holder);
        assert!(!holders.is_held(&lease, now));
        assert!(!Holders::default().is_held(&lease, now), "another process's");
    }
}
