//! Which queries were asked, each with values of its first time: for the tests that read how the store carries a query out
//! (`server/registry/tests/plans`). Nobody begins this in production; there it is one load of a cell a read.
//!
//! It is one record for the whole process, not for a store: a simulated register is closed and opened again while it is asked, and how
//! a query is carried out depends on the schema and not on what a store holds.

use crate::values::Vars;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, OnceLock, PoisonError};
use surrealdb::types::{Value, Variables};

/// How many values the longest list has with which `IN` is still looked up in an index. A longer one reads the table.
const MOST_IN: usize = 32;

static ASKED: OnceLock<Mutex<BTreeMap<(String, String), Question>>> = OnceLock::new();

/// A query that was asked.
#[derive(Clone)]
pub struct Question {
    /// Its text.
    pub text: String,
    /// The values of its first time.
    pub vars: Vars,
    /// How often it was asked.
    pub times: u64,
}

/// Begins the record.
pub fn begin() {
    ASKED.get_or_init(Mutex::default);
}

/// What was asked since; a text is there once for each form of its values that may be carried out differently.
pub fn so_far() -> Vec<Question> {
    let Some(asked) = ASKED.get() else { return Vec::new() };
    asked.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
}

/// Puts a query down, where a record was begun.
pub(crate) fn put_down(text: &str, vars: &Vars) {
    let Some(asked) = ASKED.get() else { return };
    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked
        .entry((text.to_owned(), form(&vars.0)))
        .or_insert_with(|| Question { text: text.to_owned(), vars: vars.clone(), times: 0 })
        .times += 1;
}

/// What of the values the way to carry a query out may depend on: which are empty, and how long lists are.
fn form(vars: &Variables) -> String {
    let mut form = String::new();
    for (name, value) in vars.iter() {
        let of = match value {
            Value::Array(list) => match list.len() {
                0 => "[]",
                1 => "[one]",
                n if n <= MOST_IN => "[some]",
                _ => "[many]",
            },
            Value::String(text) if text.is_empty() => "empty",
            _ => "value",
        };
        // Writing into a text does not fail.
        let _ = write!(form, "{name}={of} ");
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_for_each_form_of_its_values() {
        begin();
        let text = "SELECT * FROM asked_in_a_test WHERE one IN $some AND two = $two";
        let vars = |n: usize, two: &str| Vars::new().with("some", vec!["a"; n]).with("two", two);
        for (n, two) in [(2, "a"), (3, "b"), (33, "a"), (2, "")] {
            put_down(text, &vars(n, two));
        }
        let kept: Vec<Question> = so_far().into_iter().filter(|one| one.text == text).collect();
        let mut times: Vec<u64> = kept.iter().map(|one| one.times).collect();
        times.sort_unstable();
        assert_eq!(times, [1, 1, 2], "a longer list and an empty text are forms of their own");
    }
}
