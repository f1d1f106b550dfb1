//! The sequence of commits (提交序号): each transaction has a number, and of every number is known whether it is through.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Gives the numbers. One per open store.
#[derive(Default)]
pub(super) struct Sequence {
    numbers: Mutex<Numbers>,
    order: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Numbers {
    last: u64,
    under_way: BTreeSet<u64>,
}

impl Sequence {
    /// Goes on after the last number in the store.
    pub(super) fn after(last: u64) -> Self {
        Self {
            numbers: Mutex::new(Numbers { last, under_way: BTreeSet::new() }),
            order: tokio::sync::Mutex::default(),
        }
    }

    /// Held while a transaction begins, so that its number and its view of the store belong together.
    pub(super) async fn order(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.order.lock().await
    }

    /// The next number, under way until its ticket is dropped.
    pub(super) fn take(self: &Arc<Self>) -> Ticket {
        let mut numbers = self.numbers();
        numbers.last += 1;
        let number = numbers.last;
        numbers.under_way.insert(number);
        Ticket { number, sequence: self.clone() }
    }

    /// Up to which number nothing is under way any more.
    pub(super) fn settled(&self) -> u64 {
        let numbers = self.numbers();
        numbers.under_way.first().map_or(numbers.last, |first| first - 1)
    }

    fn numbers(&self) -> std::sync::MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that is under way.
pub(super) struct Ticket {
    number: u64,
    sequence: Arc<Sequence>,
}

impl Ticket {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The record id: numbers of one length, so that their order as text is their order.
    pub(super) fn key(&self) -> String {
        format!("{:020}", self.number)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.sequence.numbers().under_way.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_holds_the_settled_number_back() {
        let sequence = Arc::new(Sequence::after(7));
        assert_eq!(sequence.settled(), 7);
        let (eight, nine) = (sequence.take(), sequence.take());
        assert_eq!((eight.number(), nine.number()), (8, 9));
        drop(nine);
        assert_eq!(sequence.settled(), 7, "8 may still come");
        drop(eight);
        assert_eq!(sequence.settled(), 9);
    }
}
