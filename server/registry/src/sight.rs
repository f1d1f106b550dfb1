//! What may not be seen is not there: one answer for both, so that nobody learns from a refusal that there is something.

use crate::error::{Error, Result};
use domain::access::{Action, Actor, Grant, Target, authorise};

/// Leave for what is named by its id or lies elsewhere: as [`authorise`], without a word about why not.
///
/// # Errors
/// [`Error::NotFound`] with `what` when the policy gives no leave.
pub(crate) fn sight(actor: &Actor, action: Action, target: &Target<'_>, what: &'static str) -> Result<Grant> {
    authorise(actor, action, target).map_err(|_| Error::NotFound(what))
}
