//! 民族文字姓名 on a page: in its language, from its own side, apart from the line around it.
use crate::language::mixed;
use domain::codes::{CodeList, WrittenLanguage, parse_cell};
use domain::form::{Field, FieldKind};
use domain::ident::NameScript;
use leptos::prelude::*;

/// The value of an item as it is shown: a name in the script of its own people as `<bdi lang dir>`, so that a reader and a voice know
/// what it is and what stands beside it keeps its order; everything else as it is.
pub fn item_value(field: Field, value: String, language: Option<WrittenLanguage>) -> AnyView {
    let script = NameScript::of_text(&value).filter(|_| field.kind() == FieldKind::NativeName);
    let Some(script) = script else { return mixed(value) };
    let language = language.filter(|one| one.script() == script).or_else(|| script.only_language());
    view! {
        <bdi class="own-script" lang=language.map(WrittenLanguage::code) dir=script.direction()>{value}</bdi>
    }
    .into_any()
}

/// The language of a name, where the items beside it say it.
pub fn language_of(items: &[(Field, String)]) -> Option<WrittenLanguage> {
    let (_, said) = items.iter().find(|(field, _)| *field == Field::NativeLanguage)?;
    WrittenLanguage::from_code(parse_cell(CodeList::WrittenLanguage, said)?)
}

/// A text that may be such a name, where it is not said which item it is of: old beside new.
pub fn text_value(text: String) -> AnyView {
    let shared = |script: &NameScript| matches!(script, NameScript::Latin | NameScript::Hangul);
    match NameScript::of_text(&text).filter(|script| !shared(script)) {
        Some(_) => item_value(Field::NativeName, text, None),
        None => mixed(text),
    }
}
