//! Reading on, page by page, in the order of a column (a day, a moment, a path) and of a key where two rows have the same.
//!
//! The condition names the column's lower bound by itself, before anything else says something of the column: an index is read from
//! there on. Of «later, or the same and a greater key» alone the store makes no beginning, and reads everything before it each time;
//! and of two bounds of a column that follows others in an index it takes the first.

use crate::error::Result;
use crate::store::{Store, Vars};
use domain::org::OrgPath;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// Values in one reading by `IN`: a longer list is not looked up in an index, but in the whole table.
pub(crate) const TOGETHER: usize = 32;

/// Reads by `IN`, so many values at a time: `text` asks for those among `$name`.
///
/// # Errors
/// When the store fails.
pub(crate) async fn in_parts<T: DeserializeOwned, V: Serialize + Sync>(
    store: &Store,
    text: &str,
    (name, values): (&'static str, &[V]),
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for some in values.chunks(TOGETHER) {
        found.extend(store.rows::<T>(text, Vars::new().with(name, some)).await?);
    }
    Ok(found)
}

/// Stands after every id.
pub(crate) const AFTER_ALL: &str = "~";

/// Which index a list of a subtree is read from. Of the nation and of a province it is read in its own order, until a page is full: one
/// row in some thirty is theirs. Of a smaller subtree it is read by place, which is all the subtree has. The store itself cannot know
/// which is less, and of an equality with a beginning of paths after it an index keeps the equality alone.
pub(crate) fn of_subtree(path: &OrgPath, in_order: &'static str, by_place: &'static str) -> &'static str {
    if path.units().len() <= 2 { in_order } else { by_place }
}

/// The place a reading has reached.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    at: Json,
    key: String,
}

impl Default for Place {
    /// Before the first row. Rows without a value come before it, and are left out.
    fn default() -> Self {
        Self { at: Json::String(String::new()), key: String::new() }
    }
}

impl Place {
    /// What comes after the place: columns the program itself wrote. Rows are to be asked for in the order `column, key`.
    pub(crate) fn beyond(column: &str, key: &str) -> String {
        format!("{column} >= $reached AND ({column} > $reached OR {key} > $reached_key)")
    }

    /// The same backwards, for the order `column DESC, key DESC`.
    pub(crate) fn before(column: &str, key: &str) -> String {
        format!("{column} <= $reached AND ({column} < $reached OR {key} < $reached_key)")
    }

    /// The place of a row.
    pub(crate) fn of(at: impl Serialize, key: impl ToString) -> Self {
        // Days, moments and paths are plain data.
        Self { at: serde_json::to_value(at).unwrap_or_default(), key: key.to_string() }
    }

    /// What the condition asks for.
    pub(crate) fn vars(&self, vars: Vars) -> Vars {
        vars.with("reached", &self.at).with("reached_key", &self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;
    use crate::clock::{Clock, Entropy};
    use proptest::prelude::*;

    #[test]
    fn a_list_of_the_country_is_read_in_order_and_one_of_a_county_by_place() {
        let province = OrgPath::root().child(&"320000".parse().unwrap());
        let city = province.child(&"320100".parse().unwrap());
        let index = |path| of_subtree(path, "in order", "by place");
        assert_eq!(
            [OrgPath::root(), province, city].each_ref().map(index),
            ["in order", "in order", "by place"]
        );
    }

    proptest! {
        // Each opens a store of its own.
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// Whatever days and keys rows have, and however small the page is: each comes once, in order, forwards and backwards.
        #[test]
        fn every_row_comes_once_and_in_order(
            rows in prop::collection::btree_set((1_u32..5, 0_u32..40), 0..25),
            page in 1_usize..6,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let dir = tempfile::tempdir().unwrap();
                let location = crate::Location::in_memory(dir.path());
                let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
                let mut all: Vec<(String, String)> =
                    rows.iter().map(|(day, key)| (format!("2026-09-0{day}"), format!("k{key:02}"))).collect();
                for (n, (day, key)) in all.iter().enumerate() {
                    let text = format!("CREATE attempt:a{n} CONTENT {{ at: '{day}', key: '{key}', version: 1 }}");
                    registry.store.execute(&text).await.unwrap();
                }
                let forwards = read(&registry, &Place::beyond("at", "key"), "at, key", page, Place::default()).await;
                prop_assert_eq!(&forwards, &all);
                all.reverse();
                let last = Place::of("9999-12-31", "");
                let back = read(&registry, &Place::before("at", "key"), "at DESC, key DESC", page, last).await;
                prop_assert_eq!(&back, &all);
                Ok::<(), TestCaseError>(())
            })?;
        }
    }

    async fn read(
        registry: &Registry,
        condition: &str,
        order: &str,
        page: usize,
        mut place: Place,
    ) -> Vec<(String, String)> {
        #[derive(serde::Deserialize)]
        struct Line {
            at: String,
            key: String,
        }
        let text = format!("SELECT at, key FROM attempt WHERE {condition} ORDER BY {order} LIMIT {page}");
        let mut found = Vec::new();
        loop {
            let lines: Vec<Line> = registry.store.rows(&text, place.vars(Vars::new())).await.unwrap();
            let Some(last) = lines.last() else { return found };
            place = Place::of(&last.at, &last.key);
            found.extend(lines.into_iter().map(|line| (line.at, line.key)));
        }
    }
}
