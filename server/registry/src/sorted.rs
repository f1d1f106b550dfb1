//! Several sorted sources read as one, in their common order: a few rows of each, and more only of the one that ran out.

use crate::error::Result;
use std::collections::VecDeque;

/// Fewest rows that are asked of a source at a time.
const FEWEST: usize = 4;

/// Most rows that are asked of a source at a time.
const MOST: usize = 200;

/// Sorted sources `S` of rows `T`. No two rows have the same place.
pub(crate) struct Sorted<S, T> {
    lanes: Vec<Lane<S, T>>,
}

struct Lane<S, T> {
    source: S,
    /// The place of the last row that was read.
    after: String,
    /// How many rows are asked for next.
    ask: usize,
    /// What was read and not yet given, each with its place.
    rows: VecDeque<(String, T)>,
    ended: bool,
}

impl<S: Clone, T> Sorted<S, T> {
    /// What comes after a place in these sources. So many rows are wanted of all of them together, which decides how much is asked of each
    /// at first.
    pub(crate) fn after(sources: Vec<S>, after: &str, want: usize) -> Self {
        let ask = want.div_ceil(sources.len().max(1)).clamp(FEWEST, MOST);
        let lane =
            |source| Lane { source, after: after.to_owned(), ask, rows: VecDeque::new(), ended: false };
        Self { lanes: sources.into_iter().map(lane).collect() }
    }

    /// The next row with its place; none after the last. `read` gives the rows of one source after a place, in order and at most so many;
    /// fewer when there are no more.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn next<F, R>(&mut self, read: &F) -> Result<Option<(String, T)>>
    where
        F: Fn(S, String, usize) -> R,
        R: Future<Output = Result<Vec<(String, T)>>>,
    {
        for lane in self.lanes.iter_mut().filter(|lane| lane.rows.is_empty() && !lane.ended) {
            let rows = read(lane.source.clone(), lane.after.clone(), lane.ask).await?;
            lane.ended = rows.len() < lane.ask;
            if let Some((place, _)) = rows.last() {
                lane.after.clone_from(place);
            }
            lane.rows = rows.into();
            lane.ask = (lane.ask * 2).min(MOST);
        }
        let waiting = self.lanes.iter_mut().filter(|lane| !lane.rows.is_empty());
        let first = waiting.min_by(|one, other| one.first().cmp(&other.first()));
        Ok(first.and_then(|lane| lane.rows.pop_front()))
    }
}

impl<S, T> Lane<S, T> {
    fn first(&self) -> Option<&str> {
        self.rows.front().map(|(place, _)| place.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use futures::executor::block_on;
    use proptest::prelude::*;
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    /// Sources in memory, and how often and how much was read of each.
    struct Shelves {
        shelves: Vec<BTreeSet<String>>,
        reads: RefCell<Vec<Vec<usize>>>,
    }

    impl Shelves {
        fn of(shelves: Vec<BTreeSet<String>>) -> Self {
            let reads = RefCell::new(vec![Vec::new(); shelves.len()]);
            Self { shelves, reads }
        }

        async fn read(&self, shelf: usize, after: String, most: usize) -> Result<Vec<(String, usize)>> {
            self.reads.borrow_mut()[shelf].push(most);
            let rows = self.shelves[shelf].iter().filter(|place| **place > after).take(most);
            Ok(rows.map(|place| (place.clone(), shelf)).collect())
        }

        fn all(&self, after: &str, want: usize, most: usize) -> Vec<(String, usize)> {
            let mut sorted = Sorted::after((0..self.shelves.len()).collect(), after, want);
            let read = |shelf, after, most| self.read(shelf, after, most);
            let mut given = Vec::new();
            block_on(async {
                while given.len() < most {
                    match sorted.next(&read).await.unwrap() {
                        Some(row) => given.push(row),
                        None => break,
                    }
                }
            });
            given
        }
    }

    fn shelf(prefix: &str, rows: usize) -> BTreeSet<String> {
        (0..rows).map(|n| format!("{prefix}{n:05}")).collect()
    }

    #[test]
    fn a_page_reads_a_few_rows_of_each_and_more_only_of_the_one_that_ran_out() {
        let mut all: Vec<_> = (0..32).map(|n| shelf(&format!("m{n:02}"), 1000)).collect();
        all[7] = shelf("a", 1000);
        let shelves = Shelves::of(all);
        let given = shelves.all("", 51, 51);
        assert!(given.iter().all(|(_, shelf)| *shelf == 7) && given.len() == 51);
        let reads = shelves.reads.borrow();
        assert_eq!(reads[7], [4, 8, 16, 32]);
        assert!(reads.iter().enumerate().all(|(n, reads)| n == 7 || *reads == [4]), "{reads:?}");
    }

    #[test]
    fn one_source_is_read_once_for_a_page_and_no_source_gives_nothing() {
        let shelves = Shelves::of(vec![shelf("a", 1000)]);
        assert_eq!(shelves.all("", 51, 51).len(), 51);
        assert_eq!(*shelves.reads.borrow(), [[51]]);
        assert_eq!(Shelves::of(Vec::new()).all("", 51, 51), []);
    }

    #[test]
    fn what_a_source_says_is_wrong_is_said() {
        let mut sorted: Sorted<usize, ()> = Sorted::after(vec![1], "", 51);
        let read = |_, _, _| async { Err(Error::NotFound("source")) };
        assert!(matches!(block_on(sorted.next(&read)), Err(Error::NotFound("source"))));
    }

    proptest! {
        #[test]
        fn sources_together_are_one_list_in_order(rows in prop::collection::btree_map("[a-e]{1,5}", 0_usize..6, 0..300), after in "[a-e]{0,2}", want in 1_usize..260) {
            let mut shelves = vec![BTreeSet::new(); 6];
            for (place, shelf) in &rows {
                shelves[*shelf].insert(place.clone());
            }
            let given = Shelves::of(shelves).all(&after, want, usize::MAX);
            let wanted: Vec<_> = rows.into_iter().filter(|(place, _)| *place > after).collect();
            prop_assert_eq!(given, wanted);
        }
    }
}
