//! How often each table was written, and how often something came to stand in a queue or left it. What is remembered of a table, or of who
//! waits in a queue, holds as long as the number stays, and while a write is under way nobody knows: so nothing remembered is older than a
//! read would be.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts the writes. One per open store.
#[derive(Debug, Default)]
pub(crate) struct Written(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    tables: BTreeMap<&'static str, Count>,
    /// Of queues, each by a few bits of its name: there are as many as there are people, and what is kept of them stays small. Two that are
    /// counted together are only read once more than they would have to be.
    queues: BTreeMap<u16, Count>,
    /// Writes past the tables' own: of whole texts.
    other: Count,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    times: u64,
    under_way: usize,
}

impl Written {
    /// How often a table was written; nothing while it is being written.
    pub(crate) fn times(&self, table: &str) -> Option<u64> {
        let counts = self.counts();
        counts.with_other(counts.tables.get(table))
    }

    /// How often something came to stand in a queue or left it; nothing while that is under way.
    pub(crate) fn times_moved(&self, queue: &str) -> Option<u64> {
        let counts = self.counts();
        counts.with_other(counts.queues.get(&bits_of(queue)))
    }

    /// Tables are being written, and something comes to stand in these queues, until what comes back is dropped.
    pub(crate) fn begin(
        self: &Arc<Self>,
        tables: BTreeSet<&'static str>,
        queues: &BTreeSet<String>,
    ) -> Writing {
        let mut counts = self.counts();
        for table in &tables {
            counts.tables.entry(*table).or_default().under_way += 1;
        }
        drop(counts);
        let mut writing = Writing { written: self.clone(), tables: Some(tables), queues: BTreeSet::new() };
        writing.also(queues);
        writing
    }

    /// Any table may be written until what comes back is dropped.
    pub(crate) fn begin_any(self: &Arc<Self>) -> Writing {
        self.counts().other.under_way += 1;
        Writing { written: self.clone(), tables: None, queues: BTreeSet::new() }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// A count with that of the writes that may be of anything.
    fn with_other(&self, own: Option<&Count>) -> Option<u64> {
        let own = own.copied().unwrap_or_default();
        (own.under_way + self.other.under_way == 0).then_some(own.times + self.other.times)
    }
}

/// Under what a queue is counted.
fn bits_of(queue: &str) -> u16 {
    let mut hasher = DefaultHasher::new();
    queue.hash(&mut hasher);
    let [low, high, ..] = hasher.finish().to_le_bytes();
    u16::from_le_bytes([low, high])
}

/// A write that is under way.
pub(crate) struct Writing {
    written: Arc<Written>,
    /// None when it may be any.
    tables: Option<BTreeSet<&'static str>>,
    /// Each that is counted under way.
    queues: BTreeSet<u16>,
}

impl Writing {
    /// Something leaves these queues as well. Called before it is through, so that nobody takes for known what is about to change.
    pub(crate) fn also(&mut self, queues: &BTreeSet<String>) {
        let mut counts = self.written.counts();
        for bits in queues.iter().map(|queue| bits_of(queue)) {
            if self.queues.insert(bits) {
                counts.queues.entry(bits).or_default().under_way += 1;
            }
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let mut counts = self.written.counts();
        let end = |count: &mut Count| {
            count.times += 1;
            count.under_way = count.under_way.saturating_sub(1);
        };
        match &self.tables {
            None => end(&mut counts.other),
            Some(tables) => {
                for table in tables {
                    end(counts.tables.entry(*table).or_default());
                }
            }
        }
        for bits in &self.queues {
            end(counts.queues.entry(*bits).or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_again_when_every_write_of_it_is_over() {
        let written = Arc::new(Written::default());
        assert_eq!((written.times("unit"), written.times("case")), (Some(0), Some(0)));
        let nowhere = BTreeSet::new();
        let one = written.begin(BTreeSet::from(["unit"]), &nowhere);
        let two = written.begin(BTreeSet::from(["unit", "case"]), &nowhere);
        assert_eq!((written.times("unit"), written.times("case")), (None, None));
        drop(two);
        assert_eq!((written.times("unit"), written.times("case")), (None, Some(1)));
        drop(one);
        assert_eq!(written.times("unit"), Some(2));
        let any = written.begin_any();
        assert_eq!((written.times("unit"), written.times("person")), (None, None));
        drop(any);
        assert_eq!((written.times("unit"), written.times("person")), (Some(3), Some(1)));
    }

    #[test]
    fn a_queue_is_known_again_when_what_came_and_what_left_is_through() {
        let written = Arc::new(Written::default());
        let [here, there, elsewhere] = ["school/registrar", "school/leader", "county/leader"];
        let queues = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let times = || [here, there, elsewhere].map(|queue| written.times_moved(queue));
        assert_eq!(times(), [Some(0); 3]);
        let mut step = written.begin(BTreeSet::from(["matter"]), &queues(&[there]));
        assert_eq!(times(), [Some(0), None, Some(0)], "where it left is not known yet, and nothing has left");
        step.also(&queues(&[here, there]));
        assert_eq!(times(), [None, None, Some(0)]);
        let mut other = written.begin(BTreeSet::from(["matter"]), &queues(&[here]));
        drop(step);
        assert_eq!(times(), [None, Some(1), Some(0)], "one is still under way");
        other.also(&queues(&[here]));
        drop(other);
        assert_eq!(times(), [Some(2), Some(1), Some(0)]);
        let any = written.begin_any();
        assert_eq!(times(), [None; 3]);
        drop(any);
        assert_eq!(times(), [Some(3), Some(2), Some(1)]);
    }
}
