//! Values of the form as people read them: whole or masked, divisions with their names.

use crate::seed;
use domain::form::{BasicInfo, Field, FieldKind};

/// A value, whole when `open`, else under its mask.
pub(crate) fn value_in_words(info: &BasicInfo, field: Field, value: &str, open: bool) -> String {
    let text = if open { field.display_value(value) } else { info.mask_value(field, value) };
    match (field.kind(), seed::place_name(&text)) {
        (FieldKind::Division, Some(place)) => format!("{place}（{text}）"),
        _ => text,
    }
}
