//! Signing in again (重新登录): what was typed into a form whose session ended meanwhile waits for the same account on the same page.

use crate::api::form_state::FormState;
use chrono::{DateTime, Utc};
use registry::account::TYPED_KEPT;
use std::collections::BTreeMap;

/// Where whoever has to sign in again is led.
pub const SIGN_IN: &str = "/sign-in?ended=1";
/// The same where what he typed was kept.
pub const SIGN_IN_KEPT: &str = "/sign-in?ended=kept";

/// Longest text of one field.
const MOST: usize = 4000;
/// Words in the names of fields that are never kept.
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

/// A field in which something was typed, as the page's form knows it, unless it is one that is never kept.
pub fn kept(typed: (String, String)) -> Option<(String, String)> {
    named(typed).filter(|(_, value)| !value.is_empty())
}

/// The same, where a field that was emptied counts too: `values[name]` is `name`.
pub fn named((field, value): (String, String)) -> Option<(String, String)> {
    let field = field.strip_prefix("values[").and_then(|rest| rest.strip_suffix(']')).unwrap_or(&field);
    let plain = !SECRET.iter().any(|word| field.contains(word)) && !field.contains('[');
    plain.then(|| (field.to_owned(), super::form_state::cut_to(&value, MOST).to_owned()))
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
        let values: BTreeMap<_, _> = pairs(body).into_iter().filter_map(kept).collect();
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
        assert_eq!(path_of("http://localhost:1/pupils/new?x=1").as_deref(), Some("/pupils/new"));
        assert_eq!(path_of("/desk?kind=transfer&open=/cases/7").as_deref(), Some("/cases/7"));
        assert_eq!(path_of("/desk?kind=transfer").as_deref(), Some("/desk"));
    }
}
