//! 删除选填信息 (个人信息保护法第四十七条第一款第三项): a consent that was withdrawn is followed by erasing what it covered. For fifteen days
//! the guardian may change his mind; then the values are gone for good.

use super::is_optional;
use crate::case::Payload;
use crate::form::Field;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Days between a withdrawal and the erasing, in which a consent given again brings everything back.
pub const DAYS_TO_REGRET: u64 = 15;

/// The day on which the values of optional items are erased after a withdrawal.
pub fn erased_on(withdrawn_on: NaiveDate) -> NaiveDate {
    withdrawn_on + Days::new(DAYS_TO_REGRET)
}

/// Whether a case is about an optional item: while one is open its decider still reads the values, and erasing waits.
pub fn asks_for_optional(payload: &Payload) -> bool {
    matches!(payload, Payload::Correction(correction) if correction.changes.iter().any(|change| is_optional(change.field)))
}

/// Takes the values of optional items out of a case. That they were asked for stays. Gives the items of which something was taken.
pub fn erase_from_case(payload: &mut Payload) -> BTreeSet<Field> {
    let Payload::Correction(correction) = payload else { return BTreeSet::new() };
    let mut erased = BTreeSet::new();
    for change in correction.changes.iter_mut().filter(|change| is_optional(change.field)) {
        if !(change.old.is_empty() && change.new.is_empty()) {
            erased.insert(change.field);
        }
        change.old.clear();
        change.new.clear();
    }
    erased
}
