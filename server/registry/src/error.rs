//! Errors for code. People see refusals; these are mapped to a page once, in `app`.

use domain::refusal::Refusal;

/// What can go wrong in the registry.
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
    #[error("conflict: {0}")]
    Conflict(String),
    /// The store failed.
    #[error("store: {0}")]
    Store(String),
    /// A stored value does not fit its type.
    #[error("stored {0} does not read: {1}")]
    Decode(&'static str, String),
    /// A sealed value does not open: wrong key or altered data.
    #[error("sealed value does not open")]
    Sealed,
    /// Files could not be read or written.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
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

/// What the registry's functions return.
pub type Result<T> = std::result::Result<T, Error>;
