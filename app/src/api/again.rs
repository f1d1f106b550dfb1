//! Signing in again (重新登录): what was typed into a form whose session ended meanwhile waits for the same account on the same page.

use crate::api::confirm::{ASKED, CONFIRMED};
use crate::api::form_state::FormState;
use chrono::{DateTime, Utc};
use domain::form::Field;
use registry::account::TYPED_KEPT;
use std::collections::BTreeMap;

/// Where whoever has to sign in again is led.
pub const SIGN_IN: &str = "/sign-in?ended=1";
/// The same where what he typed was kept.
pub const SIGN_IN_KEPT: &str = "/sign-in?ended=kept";

/// Longest text of one field.
const MOST: usize = 4000;
/// Longest text of one field in a row of a table.
const MOST_IN_ROW: usize = 500;
/// Longest name of a row: a person's id, with room.
const ROW: usize = 60;
/// Most fields of a form: more than a class of two hundred has, with four in each row.
const FIELDS: usize = 1000;
/// Fields by which somebody vouches for something or judges it: said each time by whoever sends the form, and never there beforehand.
pub const CONFIRMATIONS: [&str; 6] = [CONFIRMED, ASKED, "declared", "sighted", "rating", "verdict"];
/// Words in the names of fields that are never kept, unless it is an item of the national form (`postcode`).
const SECRET: [&str; 7] = ["password", "passphrase", "repeat", "code", "claim", "secret", "file"];

/// The path of a page's address; of a matter that is open on the desk that of its own page, where the same form stands.
pub fn path_of(address: &str) -> Option<String> {
    let uri: http::Uri = address.parse().ok()?;
    if uri.path() == "/desk"
        && let Some(query) = uri.query()
        && let Ok(ask) = serde_urlencoded::from_str::<super::desk::DeskAsk>(query)
        && !ask.open.is_empty()
    {
        return Some(ask.open);
    }
    Some(uri.path().to_owned())
}

/// Fields and values of a form.
pub fn pairs(body: &[u8]) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(body).unwrap_or_default()
}

/// What is kept of a form, by field.
pub fn of_form(body: &[u8]) -> BTreeMap<String, String> {
    pairs(body).into_iter().filter_map(kept).take(FIELDS).collect()
}

/// A field in which something was typed, as the page's form knows it, unless it is one that is never kept.
fn kept(typed: (String, String)) -> Option<(String, String)> {
    named(typed).filter(|(_, value)| !value.is_empty())
}

/// The same, where a field that was emptied counts too: `values[name]` is `name`; in a row of a table the field is `column[row]`. What has
/// several values of one name (`cases[]`) is left out.
pub fn named((field, value): (String, String)) -> Option<(String, String)> {
    let field = field.strip_prefix("values[").and_then(|rest| rest.strip_suffix(']')).unwrap_or(&field);
    let secret = Field::from_key(field).is_none() && SECRET.iter().any(|word| field.contains(word));
    if secret || CONFIRMATIONS.contains(&field) {
        return None;
    }
    let most = match field.split_once('[') {
        None => MOST,
        Some(("refused", item)) if item.strip_suffix(']').and_then(Field::from_key).is_some() => MOST,
        Some((column, rest)) if !column.is_empty() && is_row(rest) => MOST_IN_ROW,
        Some(_) => return None,
    };
    Some((field.to_owned(), super::form_state::cut_to(&value, most).to_owned()))
}

/// Whether what stands behind the bracket is the name of one row, and nothing more.
fn is_row(rest: &str) -> bool {
    let row = rest.strip_suffix(']').filter(|row| !row.is_empty() && row.len() <= ROW);
    row.is_some_and(|row| !row.contains(['[', ']']))
}

/// The state a form is found in after the sign-in.
pub fn state(values: BTreeMap<String, String>, now: DateTime<Utc>) -> FormState {
    FormState { values, until: (now + TYPED_KEPT).timestamp(), ..FormState::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_and_no_secret() {
        let body =
            b"values%5Bname%5D=%E7%8E%8B&reason=x&password=p&new_password=q&code=1&cases%5B%5D=1&empty=";
        let values = of_form(body);
        let expected = [("name", "王"), ("reason", "x")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(values, BTreeMap::from(expected));
        let emptied = ("values[reason]".to_owned(), String::new());
        assert_eq!(kept(emptied.clone()), None);
        assert_eq!(
            named(emptied),
            Some(("reason".to_owned(), String::new())),
            "what was emptied stays empty"
        );
        assert_eq!(named(("values[new_password]".to_owned(), "x".to_owned())), None);
        let postcode = ("values[postcode]".to_owned(), "210000".to_owned());
        assert_eq!(
            named(postcode),
            Some(("postcode".to_owned(), "210000".to_owned())),
            "an item is no secret"
        );
        assert_eq!(path_of("http://localhost:1/pupils/new?x=1").as_deref(), Some("/pupils/new"));
        assert_eq!(path_of("/desk?kind=transfer&open=/cases/7").as_deref(), Some("/cases/7"));
        assert_eq!(path_of("/desk?kind=transfer").as_deref(), Some("/desk"));
    }

    #[test]
    fn rows_of_a_table_are_kept_and_no_word_given_for_something() {
        let of = |field: &str, value: &str| kept((field.to_owned(), value.to_owned()));
        let row = "certificate[p0198c1de-0000-7000-8000-000000000001]";
        assert_eq!(of(row, "2027小001"), Some((row.to_owned(), "2027小001".to_owned())));
        let long = of(row, &"字".repeat(MOST)).map(|(_, value)| value.chars().count());
        assert_eq!(long, Some(MOST_IN_ROW));
        for other in ["cases[]", "cells[p1][name]", "[p1]", "note[p1", "note[p1]x", "code[p1]", "note[[p1]"] {
            assert_eq!(of(other, "1"), None, "{other}");
        }
        assert_eq!(of(&format!("note[{}]", "p".repeat(ROW + 1)), "1"), None, "no name of a row is so long");
        for word in CONFIRMATIONS {
            assert_eq!(of(word, "true"), None, "{word}");
            assert_eq!(of(&format!("values[{word}]"), "true"), None, "{word}");
        }
    }

    #[test]
    fn of_a_form_without_end_so_much_is_kept() {
        let body: Vec<String> = (0..FIELDS + 10).map(|n| format!("note%5Bp{n}%5D=x")).collect();
        assert_eq!(of_form(body.join("&").as_bytes()).len(), FIELDS);
    }
}
