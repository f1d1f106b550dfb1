//! What a form asks to confirm (需要确认的情况): the marks of what was asked go back with the form, and come again once the box was ticked.

/// Name of the box that confirms.
pub const CONFIRMED: &str = "confirmed";

/// Under which name a form's state keeps the marks of what is to be confirmed.
pub const ASKED: &str = "asked";

/// Puts the marks of what `result` asks into what is kept of a form, beside those that were confirmed before.
#[cfg(feature = "ssr")]
pub(crate) fn ask<T>(
    kept: &mut std::collections::BTreeMap<String, String>,
    confirmed: &str,
    result: &Result<T, crate::api::AppError>,
) {
    let Err(crate::api::AppError::Refused(refusals)) = result else { return };
    let asked = domain::question::asked(refusals);
    if !asked.is_empty() {
        kept.insert(ASKED.to_owned(), domain::question::marks(confirmed, asked));
    }
}
