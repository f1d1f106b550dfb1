//! The sequence of commits (提交序号): each transaction has a number, and of every number is known whether it is through.

use crate::totals::Totals;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Gives the numbers. One per open store.
#[derive(Default)]
pub(crate) struct Sequence {
    numbers: Mutex<Numbers>,
    order: tokio::sync::Mutex<()>,
    /// Told whenever a number is through.
    through: tokio::sync::Notify,
}

#[derive(Default)]
struct Numbers {
    last: u64,
    under_way: BTreeSet<u64>,
    /// What those added that are through, but not below everything that is under way.
    through: BTreeMap<u64, Totals>,
    reached: Reached,
}

/// Where everything is through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reached {
    /// The last number that is in the store.
    pub seq: u64,
    /// What the store holds with it.
    pub totals: Totals,
}

impl Sequence {
    /// Goes on after what is in the store.
    pub(crate) fn after(reached: Reached) -> Self {
        let numbers = Numbers { last: reached.seq, reached, ..Numbers::default() };
        Self { numbers: Mutex::new(numbers), ..Self::default() }
    }

    /// Puts other totals in place of those that were carried along: after a full count.
    pub(crate) fn recounted(&self, totals: Totals) {
        self.numbers().reached.totals = totals;
    }

    /// Held while a transaction begins, so that its number and its view of the store belong together.
    pub(crate) async fn order(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.order.lock().await
    }

    /// Held while nothing is under way and nothing begins: a view that is taken meanwhile holds every number so far and none after.
    pub(crate) async fn quiet(&self) -> tokio::sync::MutexGuard<'_, ()> {
        let order = self.order.lock().await;
        loop {
            let through = self.through.notified();
            if self.numbers().under_way.is_empty() {
                return order;
            }
            through.await;
        }
    }

    /// The next number, under way until its ticket is dropped.
    pub(crate) fn take(self: &Arc<Self>) -> Ticket {
        let mut numbers = self.numbers();
        numbers.last += 1;
        let number = numbers.last;
        numbers.under_way.insert(number);
        Ticket { number, sequence: self.clone() }
    }

    /// Up to which number nothing is under way any more.
    pub(crate) fn settled(&self) -> u64 {
        let numbers = self.numbers();
        numbers.under_way.first().map_or(numbers.last, |first| first - 1)
    }

    /// The last number in the store below everything that is under way, and what the store holds with it.
    pub(crate) fn reached(&self) -> Reached {
        let mut numbers = self.numbers();
        let settled = numbers.under_way.first().map_or(numbers.last, |first| first - 1);
        while let Some(first) = numbers.through.first_entry().filter(|first| *first.key() <= settled) {
            let (seq, added) = first.remove_entry();
            numbers.reached.seq = seq;
            numbers.reached.totals.join(&added);
        }
        numbers.reached
    }

    fn numbers(&self) -> std::sync::MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that is under way.
pub(crate) struct Ticket {
    number: u64,
    sequence: Arc<Sequence>,
}

impl Ticket {
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// It is in the store, with what it added.
    pub(crate) fn through(&self, added: Totals) {
        self.sequence.numbers().through.insert(self.number, added);
    }

    /// The record id: numbers of one length, so that their order as text is their order.
    pub(crate) fn key(&self) -> String {
        format!("{:020}", self.number)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.sequence.numbers().under_way.remove(&self.number);
        self.sequence.through.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_holds_the_settled_number_back() {
        let sequence = Arc::new(Sequence::after(Reached { seq: 7, totals: Totals::default() }));
        assert_eq!(sequence.settled(), 7);
        let (eight, nine) = (sequence.take(), sequence.take());
        assert_eq!((eight.number(), nine.number()), (8, 9));
        nine.through(Totals { persons: 2, ..Totals::default() });
        drop(nine);
        assert_eq!(sequence.settled(), 7, "8 may still come");
        assert_eq!(sequence.reached().totals.persons, 0);
        drop(eight);
        assert_eq!(sequence.settled(), 9);
        assert_eq!((sequence.reached().seq, sequence.reached().totals.persons), (9, 2));
        drop(sequence.take());
        assert_eq!(
            (sequence.settled(), sequence.reached().seq),
            (10, 9),
            "10 was refused: it is not in the store"
        );
    }

    #[tokio::test]
    async fn a_quiet_moment_waits_for_what_is_under_way_and_lets_nothing_begin() {
        let sequence = Arc::new(Sequence::after(Reached { seq: 7, totals: Totals::default() }));
        let eight = sequence.take();
        let mut quiet = Box::pin(sequence.quiet());
        assert!(futures::poll!(&mut quiet).is_pending(), "8 is under way");
        assert!(futures::poll!(Box::pin(sequence.order())).is_pending(), "nothing begins meanwhile");
        drop(eight);
        let held = quiet.await;
        assert!(futures::poll!(Box::pin(sequence.order())).is_pending());
        drop(held);
        drop(sequence.order().await);
    }
}
