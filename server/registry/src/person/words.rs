//! Values of the form as people read them: whole or masked, divisions with their names.

use crate::seed;
use domain::access::Shown;
use domain::form::{BasicInfo, Field, FieldKind};

/// A value as the table of what is shown has it ([`domain::access::Reader::shown`]).
pub(crate) fn value_in_words(info: &BasicInfo, field: Field, value: &str, shown: Shown) -> String {
    let text = match shown {
        Shown::Whole => field.display_value(value),
        Shown::Masked => info.mask_value(field, value),
        Shown::Nothing => return String::new(),
    };
    match (field.kind(), seed::place_name(&text)) {
        (FieldKind::Division, Some(place)) => format!("{place}（{text}）"),
        _ => text,
    }
}
