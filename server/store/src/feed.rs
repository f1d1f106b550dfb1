//! The feed: after a commit, pages that show what it changed are told to ask again. A hint; the store is the truth.

use domain::org::OrgPath;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;
use uuid::Uuid;

/// How many changes are kept for pages that come back, and how far a listener may fall behind.
const KEPT: usize = 1024;

/// What one commit changed. It names records by id and units by path, and says nothing of what is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The commit's number.
    pub seq: u64,
    /// Where it happened: a unit hears of what happened in it and below it.
    pub places: BTreeSet<OrgPath>,
    /// Where lists may have changed: the desks of these units and of those above them.
    pub touched: BTreeSet<OrgPath>,
    /// The desks (`unit/role`) that something waits for, or waited for.
    pub desks: BTreeSet<String>,
    /// Units whose figures were summed, and whether that is an authority's sum of others.
    pub figures: BTreeMap<OrgPath, bool>,
    /// The records that were written, and those that are named in them.
    pub records: BTreeSet<Uuid>,
}

impl Change {
    /// Whether there is anybody to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.touched.is_empty() && self.desks.is_empty() && self.figures.is_empty()
    }
}

/// What was missed between a page's making and now.
#[derive(Debug)]
pub enum Missed {
    /// These changes.
    Changes(Vec<Arc<Change>>),
    /// Nobody knows any more: everything may have changed.
    Unknown,
}

/// A broadcast inside this process, which keeps the last changes for whoever comes back.
pub struct Feed {
    told: broadcast::Sender<Arc<Change>>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// In the order in which they were told; the numbers of commits that ran side by side may stand the other way round.
    changes: VecDeque<Arc<Change>>,
    /// Everything told above this number is still kept.
    from: u64,
}

impl Feed {
    /// A feed that knows of nothing after commit `seq`, and nobody listens to yet.
    pub fn after(seq: u64) -> Self {
        let kept = Kept { from: seq, ..Kept::default() };
        Self { told: broadcast::channel(KEPT).0, kept: Mutex::new(kept) }
    }

    /// Tells everybody who listens. Called before the commit's number counts as settled, so that whoever knows the store up to a
    /// settled number has been told of everything up to it.
    pub(crate) fn tell(&self, change: Change) {
        let change = Arc::new(change);
        let mut kept = self.kept();
        kept.changes.push_back(change.clone());
        if kept.changes.len() > KEPT
            && let Some(gone) = kept.changes.pop_front()
        {
            kept.from = kept.from.max(gone.seq);
        }
        // Nobody listening is not an error.
        let _ = self.told.send(change);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.told.subscribe()
    }

    /// Listens from now on, and says what has been told of commits after `seq`. `settled` is the last number of this store.
    pub fn listen_from(&self, seq: u64, settled: u64) -> (Missed, broadcast::Receiver<Arc<Change>>) {
        // While this is held nothing is told, so that nothing is missed or heard twice.
        let kept = self.kept();
        let told = self.told.subscribe();
        let missed = if seq < kept.from || seq > settled {
            Missed::Unknown
        } else {
            Missed::Changes(kept.changes.iter().filter(|change| change.seq > seq).cloned().collect())
        };
        (missed, told)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(seq: u64) -> Change {
        Change { seq, ..Change::default() }
    }

    fn missed(feed: &Feed, seq: u64) -> Option<Vec<u64>> {
        match feed.listen_from(seq, 5000).0 {
            Missed::Changes(changes) => Some(changes.iter().map(|change| change.seq).collect()),
            Missed::Unknown => None,
        }
    }

    #[test]
    fn who_comes_back_hears_what_was_missed_and_nothing_twice() {
        let feed = Feed::after(7);
        assert_eq!(missed(&feed, 7), Some(vec![]), "nothing changed, nothing told");
        assert_eq!(missed(&feed, 6), None, "before this process began");
        assert_eq!(missed(&feed, 5001), None, "a number of another store");
        // Nine was through before eight.
        feed.tell(change(9));
        feed.tell(change(8));
        assert_eq!(missed(&feed, 7), Some(vec![9, 8]));
        assert_eq!(missed(&feed, 8), Some(vec![9]));
        let (_, mut told) = feed.listen_from(9, 5000);
        feed.tell(change(10));
        assert_eq!(told.try_recv().unwrap().seq, 10);
        assert!(told.try_recv().is_err());
        for seq in 11..=(8 + KEPT as u64) {
            feed.tell(change(seq));
        }
        assert_eq!(missed(&feed, 8), None, "too long ago: nine is kept no more");
        assert_eq!(missed(&feed, 9).map(|all| all.len()), Some(KEPT - 1));
    }
}
