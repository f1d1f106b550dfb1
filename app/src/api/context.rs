//! What a server function finds around it: the registry and who is asking.

use crate::api::AppError;
use crate::api::session::session_context;
use domain::access::Actor;
use leptos::prelude::expect_context;
use registry::Registry;

/// The registry the server provided.
pub(crate) fn registry() -> Registry {
    expect_context::<Registry>()
}

/// Who is asking, fully signed in.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is, or the second factor or a new password is still owed.
pub(crate) fn actor() -> Result<Actor, AppError> {
    session_context().and_then(|session| session.full_actor()).ok_or(AppError::SignedOut)
}

/// Whether who asks is told in plain words (通俗用语): a guardian, and who has not signed in. English is plain by itself
/// (`domain::english`), and found by the words as they were.
pub(crate) fn plainly() -> bool {
    if crate::language::here() == domain::language::Language::English {
        return false;
    }
    let session = session_context().and_then(|context| context.session);
    session.is_none_or(|session| session.actor.role == domain::access::Role::Guardian)
}

/// What keeps a registrar from all business until it is on record (第二十三条): what is missing, and who puts it there.
pub(crate) fn barred(actor: &Actor) -> Option<(String, String)> {
    actor.may_handle_records().err().map(|refusal| (refusal.what, refusal.remedy))
}

/// Reads from a form which matter it shows, in which version.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) fn shown<T: std::str::FromStr>(text: &str) -> Result<domain::shown::Shown<T>, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// The id alone of what a form shows: pages and drafts are named by it.
pub(crate) fn bare(text: &str) -> &str {
    text.split_once('@').map_or(text, |(id, _)| id)
}

/// Reads an id from an address; one that does not read is one that is not there.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}
