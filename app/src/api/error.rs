//! What goes wrong at a server function, as a person is told it. Never a debug string.

use crate::language::{Language, refused_in};
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use std::fmt;

/// Why a server function gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or the session is over.
    SignedOut,
    /// The regulation or the policy says no.
    Refused(Vec<Refusal>),
    /// It is not there, or not for this account: the two look the same.
    NotFound,
    /// The request does not read: a field is missing, or holds what no page of ours sends.
    Malformed,
    /// Too many others at once; nothing was changed.
    Busy,
    /// The store failed and nothing is written until it was looked at; nothing was changed.
    Halted,
    /// Something broke. The log knows what; the person gets the number to quote.
    Broken(String),
}

impl AppError {
    /// A sentence for the person.
    pub fn message(&self) -> String {
        self.message_in(crate::language::here())
    }

    /// The same in a language.
    pub fn message_in(&self, language: Language) -> String {
        use crate::text::t::errors;
        let words = match self {
            Self::SignedOut => errors::SIGNED_OUT,
            Self::Refused(refusals) => {
                let told = refusals.iter().map(|refusal| refused_in(language, refusal));
                return told.collect::<Vec<_>>().join("\n");
            }
            Self::NotFound => errors::NOT_FOUND,
            Self::Malformed => errors::MALFORMED,
            Self::Busy => errors::BUSY,
            Self::Halted => errors::HALTED,
            Self::Broken(reference) => return errors::broken(language, reference),
        };
        words.say(language).to_owned()
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // The framework's own errors carry nothing a person could use.
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Malformed,
            _ => Self::Broken("request".into()),
        }
    }
}

#[cfg(feature = "ssr")]
impl AppError {
    /// The status of an answer that says it.
    pub fn status(&self) -> http::StatusCode {
        match self {
            Self::SignedOut => http::StatusCode::UNAUTHORIZED,
            Self::Refused(_) => http::StatusCode::FORBIDDEN,
            Self::NotFound => http::StatusCode::NOT_FOUND,
            Self::Malformed => http::StatusCode::BAD_REQUEST,
            Self::Busy | Self::Halted => http::StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<registry::error::Error> for AppError {
    fn from(error: registry::error::Error) -> Self {
        use registry::error::Error;
        match error {
            Error::Refused(refusals) if crate::api::context::plainly() => {
                Self::Refused(refusals.into_iter().map(domain::guide::plain_refusal).collect())
            }
            Error::Refused(refusals) => Self::Refused(refusals),
            Error::NotFound(_) => Self::NotFound,
            Error::Busy => Self::Busy,
            Error::Halted => Self::Halted,
            other => {
                let reference = format!("{:08x}", reference());
                // The error's own text may quote data; only its kind is logged.
                tracing::error!(reference, kind = kind(&other), "request failed");
                Self::Broken(reference)
            }
        }
    }
}

#[cfg(feature = "ssr")]
fn kind(error: &registry::error::Error) -> &'static str {
    use registry::error::Error;
    match error {
        Error::Store(_) => "store",
        Error::Decode(what, _) => what,
        Error::Sealed => "sealed",
        Error::Io(_) => "files",
        Error::Outside(_) => "outside",
        _ => "other",
    }
}

/// A number to find the log line by: counts up from the start of the process.
#[cfg(feature = "ssr")]
fn reference() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
