//! Schools side by side: one figure of all schools of an authority, as it is told to who may not list their pupils by name. What they have
//! together is the authority's own figure, which is told; so where a number below five could be had from it by taking the others away, one
//! more is left out (不列出), the smallest that helps, and where none helps all of them.

use super::{FEW, Told, is_few};
use std::collections::BTreeSet;

/// The figures of the schools, as they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Of each school, in the order in which they were given.
    pub each: Vec<Told>,
    /// Whether their sum may be told: that of a single school is its own figure.
    pub sum_is_told: bool,
}

/// The figures of schools whose sum is known, as they are told.
pub fn beside(counts: &[u64]) -> Beside {
    let mut larger: Vec<(u64, usize)> = counts.iter().copied().zip(0..).filter(|(n, _)| *n >= FEW).collect();
    larger.sort_unstable();
    let (mut larger, mut left_out) = (larger.into_iter(), BTreeSet::new());
    let mut hidden: Vec<u64> = counts.iter().copied().filter(|n| is_few(*n)).collect();
    while !is_safe(&hidden) {
        let Some((n, place)) = larger.next() else {
            return Beside { each: vec![Told::LeftOut; counts.len()], sum_is_told: counts.len() > 1 };
        };
        hidden.push(n);
        left_out.insert(place);
    }
    let told = |(place, n): (usize, &u64)| match *n {
        _ if left_out.contains(&place) => Told::LeftOut,
        n if is_few(n) => Told::Few,
        n => Told::Exact(n),
    };
    Beside { each: counts.iter().enumerate().map(told).collect(), sum_is_told: true }
}

/// Whether each of the figures below five may be another one as far as the reader knows: one more with one less of another that is not told,
/// or the other way round.
fn is_safe(hidden: &[u64]) -> bool {
    let varies = |place: usize, n: u64| {
        let mut others = hidden.iter().enumerate().filter(|(other, _)| *other != place);
        others.any(|(_, other)| (n + 1 < FEW && may_fall(*other)) || (n > 1 && may_rise(*other)))
    };
    hidden.iter().enumerate().all(|(place, n)| !is_few(*n) || varies(place, *n))
}

/// Whether a figure that is not told may be one more: one below five stays between one and four.
fn may_rise(n: u64) -> bool {
    !is_few(n) || n + 1 < FEW
}

/// The same for one less.
fn may_fall(n: u64) -> bool {
    if is_few(n) { n > 1 } else { n > FEW }
}
