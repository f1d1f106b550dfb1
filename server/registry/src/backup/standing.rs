//! How the backup stands: what the system administrator sees.

use super::{Backups, Outcome, write_whole};
use crate::services::Backup;
use chrono::{DateTime, TimeDelta, Utc};
use contract::backup::{BackupView, GoodCopy, Shipped};
use domain::access::{Actor, Role};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

const LAST: &str = "last-backup.json";
/// A copy older than this is too old.
const OLD: TimeDelta = TimeDelta::hours(26);
/// Shipping that lies further back than this is behind.
const BEHIND: TimeDelta = TimeDelta::minutes(5);

/// The last good copy, as the data folder remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Good {
    /// Where it lies.
    pub to: String,
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// The last commit it holds.
    pub seq: u64,
    /// How large: what was written for it.
    pub bytes: u64,
    /// How long it took.
    pub millis: u64,
    /// Its name.
    pub name: String,
}

#[derive(Debug, Default, Clone)]
struct Known {
    since: Option<DateTime<Utc>>,
    last: Option<Good>,
    shipped: Option<Shipped>,
    not_copied: bool,
    not_shipped: bool,
}

/// What is known of it in this process.
#[derive(Default)]
pub struct Standing(Mutex<Known>);

impl Standing {
    fn with<T>(&self, what: impl FnOnce(&mut Known) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Backups are set from now on; `data` remembers the last good one.
    pub fn begin(&self, data: &Path, now: DateTime<Utc>) {
        self.with(|known| {
            known.since = Some(now);
            known.last = last_good(data);
        });
    }

    pub(super) fn copied(&self, good: Good) {
        self.with(|known| known.last = Some(good));
    }

    pub(super) fn shipped(&self, shipped: Shipped) {
        self.with(|known| known.shipped = Some(shipped));
    }

    /// Whether the last try of a copy failed.
    pub(super) fn copying_failed(&self, failed: bool) {
        self.with(|known| known.not_copied = failed);
    }

    /// Whether the last try of shipping failed.
    pub(super) fn shipping_failed(&self, failed: bool) {
        self.with(|known| known.not_shipped = failed);
    }

    fn stands(&self, now: DateTime<Utc>) -> BackupView {
        let Known { since, last, shipped, not_copied, not_shipped } = self.with(|known| known.clone());
        let followed = shipped.as_ref().map(|shipped| shipped.at).or(since);
        BackupView {
            is_set: since.is_some(),
            old: last.as_ref().is_none_or(|last| now - last.at > OLD),
            behind: followed.is_some_and(|at| now - at > BEHIND),
            failing: not_copied || not_shipped,
            last: last.map(|last| GoodCopy { at: last.at, seq: last.seq, bytes: last.bytes }),
            shipped,
        }
    }
}

/// The last good copy that a data folder remembers.
pub(super) fn last_good(data: &Path) -> Option<Good> {
    serde_json::from_slice(&std::fs::read(data.join(LAST)).ok()?).ok()
}

impl Backups {
    pub(super) fn remember(&self, good: &Good) -> Outcome<()> {
        write_whole(&self.data.join(LAST), &serde_json::to_vec(good).expect("plain data"))?;
        self.registry.backups.copied(good.clone());
        Ok(())
    }
}

impl Backup<'_> {
    /// How the backup stands, for a system administrator; None for everybody else.
    pub fn backup_stands(&self, actor: &Actor) -> Option<BackupView> {
        (actor.role == Role::SystemAdmin).then(|| self.backups.stands(self.store.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_older_than_26_hours_and_shipping_behind_by_5_minutes_are_red() {
        let now: DateTime<Utc> = "2026-11-28T08:00:00Z".parse().unwrap();
        let standing = Standing::default();
        assert_eq!((standing.stands(now).is_set, standing.stands(now).old), (false, true), "none is set");
        let dir = tempfile::tempdir().unwrap();
        standing.begin(dir.path(), now);
        assert!(standing.stands(now).old, "none yet");
        let good = Good { to: "/b".into(), at: now, seq: 7, bytes: 1, millis: 1, name: "n".into() };
        standing.copied(good);
        standing.shipped(Shipped { at: now, seq: 7 });
        let at = |time| standing.stands(now + time);
        assert!(!at(TimeDelta::minutes(5)).behind && at(TimeDelta::seconds(301)).behind);
        assert!(!at(TimeDelta::hours(26)).old && at(TimeDelta::minutes(26 * 60 + 1)).old);
        standing.copying_failed(true);
        standing.shipping_failed(false);
        assert!(at(TimeDelta::zero()).failing);
    }
}
