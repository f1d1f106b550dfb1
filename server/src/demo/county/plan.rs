//! What is to be open and what is to be done in the county: each kind of case in each state that can be reached on the day the demo is built, and
//! of some kinds as many as a county of this size has in an autumn. Pure: what is to be, and not how it is made.
//!
//! Not there are 已清理, which only the summer's clearing gives, and cases of the year before: the children are on roll since September.

use domain::case::CaseKind;

/// Where a case is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Left {
    /// Waiting, after so many have agreed: at the school's leader, at the authority's registrar, at its leader.
    Waiting(u64),
    /// 已退回补正
    Returned,
    /// 已办结
    Approved,
    /// 不予办理
    Refused,
    /// 已撤回
    Withdrawn,
}

/// Every place at which a case may be left.
pub(super) const LEFT: [Left; 7] = [
    Left::Waiting(0),
    Left::Waiting(1),
    Left::Waiting(2),
    Left::Returned,
    Left::Approved,
    Left::Refused,
    Left::Withdrawn,
];

/// Days ago: within its time, at its end, long over it.
pub(super) const AGES: [u64; 3] = [2, 12, 40];

/// A case that is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Planned {
    pub(super) kind: CaseKind,
    pub(super) left: Left,
    /// Days ago it was opened; fewer in the first weeks of a school year.
    pub(super) age: u64,
}

/// What was decided besides, so that some are suspended, have gone and have come back.
const SHARES: [(CaseKind, usize); 8] = [
    (CaseKind::Suspension, 14),
    (CaseKind::Resumption, 5),
    (CaseKind::Transfer, 16),
    (CaseKind::TransferOut, 5),
    (CaseKind::DropOut, 2),
    (CaseKind::BackToSchool, 2),
    (CaseKind::Abroad, 3),
    (CaseKind::Placement, 3),
];

/// Everything that is to be, in the order in which it is made.
pub(super) fn plan() -> Vec<Planned> {
    let mut all = Vec::new();
    for (k, kind) in CaseKind::ALL.into_iter().enumerate() {
        for (n, left) in LEFT.into_iter().enumerate() {
            all.push(Planned { kind, left, age: age(k + n) });
        }
    }
    for (kind, times) in SHARES {
        all.extend((0..times).map(|n| Planned { kind, left: Left::Approved, age: age(n) }));
    }
    all
}

fn age(n: usize) -> u64 {
    AGES.get(n % AGES.len()).copied().unwrap_or_default()
}

/// How many days before the case something else of the child has to have begun: a suspension before a return, an absence before a drop-out.
pub(super) fn lead(kind: CaseKind) -> u64 {
    match kind {
        CaseKind::Resumption | CaseKind::Extension | CaseKind::ReturnFromAbroad | CaseKind::Progression => 6,
        CaseKind::DropOut => ABSENT,
        CaseKind::BackToSchool => ABSENT + 4,
        _ => 0,
    }
}

/// Days of absence before a drop-out is confirmed, with some more than the rule asks.
pub(super) const ABSENT: u64 = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_there_in_every_state_and_in_every_age() {
        let plan = plan();
        let states: BTreeSet<(CaseKind, Left)> = plan.iter().map(|one| (one.kind, one.left)).collect();
        let ages: BTreeSet<(CaseKind, u64)> = plan.iter().map(|one| (one.kind, one.age)).collect();
        for kind in CaseKind::ALL {
            for left in LEFT {
                assert!(states.contains(&(kind, left)), "{} {left:?}", kind.label());
            }
            for age in AGES {
                assert!(ages.contains(&(kind, age)), "{} {age}", kind.label());
            }
        }
        // And each state in each age, whatever the kind.
        let both: BTreeSet<(Left, u64)> = plan.iter().map(|one| (one.left, one.age)).collect();
        assert_eq!(both.len(), LEFT.len() * AGES.len());
    }

    #[test]
    fn of_two_and_a_half_thousand_children_few_are_away_and_most_have_nothing_open() {
        let plan = plan();
        let approved =
            |kind: CaseKind| plan.iter().filter(|one| one.kind == kind && one.left == Left::Approved).count();
        assert!((10..=25).contains(&approved(CaseKind::Suspension)), "under one in a hundred");
        assert!((2..=5).contains(&approved(CaseKind::DropOut)) && approved(CaseKind::Death) == 1);
        assert!(plan.len() < 250, "{} of some 2,500", plan.len());
    }

    #[test]
    fn what_comes_before_a_case_fits_between_september_and_the_winter() {
        let longest = CaseKind::ALL.into_iter().map(lead).max().unwrap();
        assert!(longest + AGES[2] < 80, "from 11 September to the end of November");
    }
}
