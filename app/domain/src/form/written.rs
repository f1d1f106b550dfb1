//! How each item is written canonically (规范写法), by its kind: before it is checked, and to be shown to who typed it otherwise.

use super::check::{FormContext, grade_of};
use super::{Field, FieldKind};
use crate::codes::{Grade, class_name};
use crate::text::{self, Canonical, Changed};
use std::collections::BTreeMap;

/// An item that is kept otherwise than it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// Which item.
    pub field: Field,
    /// As it was typed.
    pub typed: String,
    /// As it is kept.
    pub kept: String,
    /// What was changed, in words.
    pub told: String,
}

/// What was typed otherwise than it is kept, in form order. Dates and values of lists are kept by their codes, which is no change of what
/// they say: of them only what was taken out is told.
pub fn rewritten(raw: &BTreeMap<Field, String>, context: &FormContext) -> Vec<Rewritten> {
    let told = |(field, typed): (&Field, &String)| {
        let mut canonical = written(*field, typed, || grade_of(raw, context));
        if matches!(
            field.kind(),
            FieldKind::Code(_) | FieldKind::Grade | FieldKind::Date | FieldKind::YearMonth
        ) {
            canonical.changed.retain(|changed| matches!(changed, Changed::Invisible | Changed::Quote));
        }
        let told = canonical.told();
        (!told.is_empty() && !canonical.text.is_empty()).then(|| Rewritten {
            field: *field,
            typed: typed.clone(),
            kept: canonical.text,
            told,
        })
    };
    raw.iter().filter(|(field, _)| field.is_importable()).filter_map(told).collect()
}

/// One item as it is kept, whatever its neighbours say: a class without its grade.
pub fn written_alone(field: Field, text: &str) -> Canonical {
    written(field, text, || None)
}

/// An item in its canonical form, before it is checked.
pub(super) fn written(field: Field, text: &str, grade: impl FnOnce() -> Option<Grade>) -> Canonical {
    match field.kind() {
        FieldKind::Name => text::name(text),
        FieldKind::NativeName => text::native_name(text),
        FieldKind::Text(_) => match field {
            Field::ClassName => class_name(grade(), text),
            Field::ClassNumber | Field::AuxNumber | Field::Email | Field::Homepage => text::electronic(text),
            Field::CurrentAddress
            | Field::MailAddress
            | Field::HomeAddress
            | Field::Member1Address
            | Field::Member2Address => text::address(text),
            _ => text::line(text),
        },
        // A time may stand behind a day, after a space that says where it begins.
        FieldKind::Date => text::line(text),
        FieldKind::Code(_) | FieldKind::Grade => text::choice(text),
        FieldKind::Document => text::identifier(text),
        FieldKind::Phone => text::telephone(text),
        FieldKind::Pinyin => {
            let name = text::name(text);
            Canonical { text: name.text.to_uppercase(), changed: name.changed }
        }
        FieldKind::YearMonth
        | FieldKind::Division
        | FieldKind::Postcode
        | FieldKind::Integer(_)
        | FieldKind::Validity => text::compact(text),
        FieldKind::Photo => Canonical { text: text.to_owned(), changed: Vec::new() },
    }
}
