//! What a server function finds around it: the registry and who is asking.

use crate::api::AppError;
use crate::api::session::SessionContext;
use domain::access::Actor;
use leptos::prelude::{expect_context, use_context};
use registry::Registry;

/// The registry the server provided.
pub fn registry() -> Registry {
    expect_context::<Registry>()
}

/// Who is asking, fully signed in.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is, or the second factor or a new password is still owed.
pub fn actor() -> Result<Actor, AppError> {
    use_context::<SessionContext>().and_then(|session| session.full_actor()).ok_or(AppError::SignedOut)
}
