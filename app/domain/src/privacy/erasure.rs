//! 删除选填信息 (个人信息保护法第四十七条第一款第三项): a consent that was withdrawn is followed by erasing what it covered. For fifteen days
//! the guardian may change his mind; then the values are gone for good.

use super::is_optional;
use crate::case::Payload;
use crate::form::Field;
use chrono::{Days, NaiveDate};
use serde_json::Value as Json;
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

/// Takes the values of optional items out of a case. That they were asked for stays. Whether something was taken.
pub fn erase_from_case(payload: &mut Payload) -> bool {
    let Payload::Correction(correction) = payload else { return false };
    let mut erased = false;
    for change in correction.changes.iter_mut().filter(|change| is_optional(change.field)) {
        erased |= !(change.old.is_empty() && change.new.is_empty());
        change.old.clear();
        change.new.clear();
    }
    erased
}

/// Takes the values of optional items out of a journal entry's detail: `field` with `old` and `new`, alone or in `changes`. The
/// names of the items stay. Gives the items of which something was taken.
pub fn erase_from_detail(detail: &mut Json) -> BTreeSet<Field> {
    let mut erased = erase_change(detail);
    if let Some(changes) = detail.get_mut("changes").and_then(Json::as_array_mut) {
        erased.extend(changes.iter_mut().flat_map(erase_change));
    }
    erased
}

fn erase_change(change: &mut Json) -> BTreeSet<Field> {
    let field = change.get("field").and_then(|field| serde_json::from_value(field.clone()).ok());
    let Some(field) = field.filter(|field| is_optional(*field)) else { return BTreeSet::new() };
    let mut erased = BTreeSet::new();
    for side in ["old", "new"] {
        if change.get(side).and_then(Json::as_str).is_some_and(|value| !value.is_empty()) {
            change[side] = Json::String(String::new());
            erased.insert(field);
        }
    }
    erased
}
