//! How often each table was written. What is remembered of a table holds as long as the number stays, and while a write is under way
//! nobody knows: so nothing remembered is older than a read would be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts the writes. One per open store.
#[derive(Debug, Default)]
pub(crate) struct Written(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    tables: BTreeMap<&'static str, Count>,
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
        let own = counts.tables.get(table).copied().unwrap_or_default();
        (own.under_way + counts.other.under_way == 0).then_some(own.times + counts.other.times)
    }

    /// Tables are being written until what comes back is dropped.
    pub(crate) fn begin(self: &Arc<Self>, tables: BTreeSet<&'static str>) -> Writing {
        let mut counts = self.counts();
        for table in &tables {
            counts.tables.entry(*table).or_default().under_way += 1;
        }
        Writing { written: self.clone(), tables: Some(tables) }
    }

    /// Any table may be written until what comes back is dropped.
    pub(crate) fn begin_any(self: &Arc<Self>) -> Writing {
        self.counts().other.under_way += 1;
        Writing { written: self.clone(), tables: None }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A write that is under way.
pub(crate) struct Writing {
    written: Arc<Written>,
    /// None when it may be any.
    tables: Option<BTreeSet<&'static str>>,
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_again_when_every_write_of_it_is_over() {
        let written = Arc::new(Written::default());
        assert_eq!((written.times("unit"), written.times("case")), (Some(0), Some(0)));
        let one = written.begin(BTreeSet::from(["unit"]));
        let two = written.begin(BTreeSet::from(["unit", "case"]));
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
}
