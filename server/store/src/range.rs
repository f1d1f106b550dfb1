//! Records of a table in the order of their keys.

use crate::values::Vars;
use std::ops::Bound;
use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange, Value};

/// The key of a commit's record: numbers of one length, so that their order as text is their order.
pub(crate) fn key_of(number: u64) -> String {
    format!("{number:020}")
}

/// The records of a table after one key and up to another, in the order of their keys, as `$range`.
pub(crate) fn range(table: &str, after: Option<&str>, upto: Option<&str>) -> Vars {
    let start = after.map_or(Bound::Unbounded, |key| Bound::Excluded(RecordIdKey::from(key)));
    let end = upto.map_or(Bound::Unbounded, |key| Bound::Included(RecordIdKey::from(key)));
    let key = RecordIdKey::from(RecordIdKeyRange { start, end });
    let mut vars = Vars::new();
    vars.0.insert("range".to_owned(), Value::RecordId(RecordId::new(table, key)));
    vars
}

/// The first `most` records of `$range`, in the order of their keys. The engine stops at the limit only where it learns while it runs
/// what it reads, as from a function; a range that it knows beforehand is read wholly, whatever the limit says.
pub(crate) fn first_of_range(most: usize) -> String {
    format!("SELECT * FROM array::first([$range]) LIMIT {most}")
}
