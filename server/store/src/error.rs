//! Errors for code. People see refusals; these are mapped to a page once, in `app`.

use domain::refusal::Refusal;

/// What can go wrong in the store, and in the services that stand on it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The domain says no. For people.
    #[error("refused: {}", .0.iter().map(|refusal| refusal.code.as_str()).collect::<Vec<_>>().join(", "))]
    Refused(Vec<Refusal>),
    /// There is no such thing, or it is out of the actor's scope: the two look the same from outside.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Others kept changing the same record; nothing was done.
    #[error("too busy, nothing was changed")]
    Busy,
    /// Another transaction came first. Retried by the store, never seen outside it.
    #[error("conflict: {}", redacted(.0))]
    Conflict(String),
    /// The store failed.
    #[error("store: {}", redacted(.0))]
    Store(String),
    /// The engine failed at a commit: nothing is written until the system is started again; nothing was saved.
    #[error("the store stopped writing")]
    Halted,
    /// The store is not what it was, or not all of it: for whoever starts the system, in words.
    #[error("{0}")]
    Unsound(String),
    /// A stored value does not fit its type.
    #[error("stored {} does not read: {}", .0, redacted(.1))]
    Decode(&'static str, String),
    /// A sealed value does not open: wrong key or altered data.
    #[error("sealed value does not open")]
    Sealed,
    /// Somebody outside the system did not do what it was asked: words of the program, nothing of what was asked.
    #[error("outside: {0}")]
    Outside(&'static str),
    /// Files could not be read or written.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
}

impl Error {
    /// The same once more: for each of several who waited for one thing.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Refused(refusals) => Self::Refused(refusals.clone()),
            Self::NotFound(what) => Self::NotFound(what),
            Self::Busy => Self::Busy,
            Self::Conflict(why) => Self::Conflict(why.clone()),
            Self::Store(why) => Self::Store(why.clone()),
            Self::Halted => Self::Halted,
            Self::Unsound(why) => Self::Unsound(why.clone()),
            Self::Decode(what, why) => Self::Decode(what, why.clone()),
            Self::Sealed => Self::Sealed,
            Self::Outside(why) => Self::Outside(why),
            Self::Io(error) => Self::Io(std::io::Error::new(error.kind(), error.to_string())),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for Error {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

impl From<surrealdb::Error> for Error {
    fn from(error: surrealdb::Error) -> Self {
        Self::Store(error.to_string())
    }
}

/// What may stand in a log of a text that can quote data (a store names the value that was there already): words of program and
/// schema, but nothing in quotation marks, no word with a figure in it and none outside ASCII (第二十五条).
pub fn redacted(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut quoted = None;
    for word in text.split_whitespace() {
        let mut safe = word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_digit());
        for c in word.chars().filter(|c| matches!(c, '"' | '\'' | '`')) {
            safe = false;
            quoted = match quoted {
                None => Some(c),
                Some(open) if open == c => None,
                still => still,
            };
        }
        if safe && quoted.is_none() {
            kept.push(word);
        } else if kept.last() != Some(&"…") {
            kept.push("…");
        }
    }
    kept.join(" ")
}

/// What functions that may fail so return.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn article_25_a_log_line_does_not_quote_what_the_store_quotes() {
        let said = "Database index `number` already contains '32010220180314123X', with record `person:abc`";
        assert_eq!(redacted(said), "Database index … already contains … with record …");
        let error = Error::Decode("person", "invalid value: string \"王 小明\", expected a date".into());
        assert_eq!(error.to_string(), "stored person does not read: invalid value: string … expected a date");
    }

    #[test]
    fn an_error_that_several_are_told_is_the_same_for_each() {
        let full = std::io::Error::new(std::io::ErrorKind::StorageFull, "no room");
        for error in [
            Error::Busy,
            Error::Halted,
            Error::Sealed,
            Error::NotFound("person"),
            Error::Outside("no answer"),
            Error::Conflict("stale person".into()),
            Error::Store("failed".into()),
            Error::Unsound("damaged".into()),
            Error::Decode("person", "not a date".into()),
            Error::Io(full),
        ] {
            let again = error.again();
            assert_eq!(again.to_string(), error.to_string());
            assert_eq!(std::mem::discriminant(&again), std::mem::discriminant(&error));
        }
    }

    proptest! {
        #[test]
        fn article_25_no_figure_no_name_and_nothing_quoted_stays(text in "\\PC{0,80}", name in "[\u{4e00}-\u{9fff}]{2,4}", number in "[0-9]{6,18}") {
            let kept = redacted(&format!("{text} {name} x{number} '{name} {number}' end"));
            prop_assert!(!kept.contains(&name) && !kept.contains(&number));
            prop_assert!(!kept.bytes().any(|byte| byte.is_ascii_digit()));
        }
    }
}
