//! The lists a row stands in (所在清单): for each unit whose list shows it a key of that list, as a whole and in each way in which it can be
//! narrowed. With the column of the order behind it that is one index for the lists of every level: a page of any of them is read by one
//! equality, in its order, until it is full. By a beginning of paths it could not be (ADR 30).
//!
//! The keys are made from what the row says whenever it is written, and are only ever asked for.

use crate::error::{Error, Result};
use domain::id::UnitId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Stands where a list is not narrowed.
const ALL: &str = "*";

/// The key of one list: of a unit, of one sort (open, closed), narrowed by some of the values by which it can be.
pub(crate) fn key(unit: &UnitId, sort: &str, narrowed: &[Option<&str>]) -> String {
    let mut key = format!("{unit}/{sort}");
    for value in narrowed {
        key.push('/');
        key.push_str(value.unwrap_or(ALL));
    }
    key
}

/// The keys of all lists of one sort in which a row with these values stands.
pub(crate) fn keys(units: impl IntoIterator<Item = UnitId>, sort: &str, values: &[&str]) -> Vec<String> {
    let ways: Vec<Vec<Option<&str>>> = (0..1_usize << values.len())
        .map(|way| {
            values.iter().enumerate().map(|(at, value)| ((way >> at) & 1 == 1).then_some(*value)).collect()
        })
        .collect();
    // A row with a unit twice would stand in its list twice.
    let units: BTreeSet<UnitId> = units.into_iter().collect();
    units.iter().flat_map(|unit| ways.iter().map(move |way| key(unit, sort, way))).collect()
}

/// A row that was changed as it lies in the store, with what its own type makes of it.
///
/// # Errors
/// When it is no row of the table.
pub(crate) fn made_again<T: Serialize + DeserializeOwned>(
    row: Json,
    table: &'static str,
    make: impl FnOnce(&mut T),
) -> Result<Json> {
    let unreadable = |error: serde_json::Error| Error::Decode(table, error.to_string());
    let mut row: T = serde_json::from_value(row).map_err(unreadable)?;
    make(&mut row);
    serde_json::to_value(&row).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::org::OrgPath;
    use proptest::prelude::*;

    const VALUES: [&str; 3] = ["a", "b", "c"];

    #[test]
    fn article_3_a_row_stands_in_the_lists_of_all_units_above_it_whole_and_narrowed() {
        let path = OrgPath::root().child(&"320000".parse().unwrap());
        let lists = keys(path.units().into_iter().chain([UnitId::nation()]), "open", &["outflow", "alarm"]);
        let of = |unit: &str| {
            ["*/*", "outflow/*", "*/alarm", "outflow/alarm"].map(|by| format!("{unit}/open/{by}"))
        };
        assert_eq!(lists, [of("000000"), of("320000")].concat(), "each unit once");
    }

    proptest! {
        /// A list shows a row exactly when nothing by which it is narrowed says otherwise.
        #[test]
        fn a_list_shows_what_it_is_narrowed_to(
            row in (0..3_usize, 0..3_usize), list in (0..4_usize, 0..4_usize), closed in any::<bool>(),
        ) {
            let nation = UnitId::nation();
            let lists = keys([nation.clone()], "open", &[VALUES[row.0], VALUES[row.1]]);
            let asked = [VALUES.get(list.0).copied(), VALUES.get(list.1).copied()];
            let sort = if closed { "closed" } else { "open" };
            let shown = lists.contains(&key(&nation, sort, &asked));
            let fits = |asked: Option<&str>, has: &str| asked.is_none_or(|asked| asked == has);
            prop_assert_eq!(shown, !closed && fits(asked[0], VALUES[row.0]) && fits(asked[1], VALUES[row.1]));
        }
    }
}
