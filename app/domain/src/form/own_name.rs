//! 民族文字姓名 and its language: what the two items say of each other (《居民身份证法》第四条, 第二十八条 for those whose papers have it too).

use super::{Field, FieldProblem, Problem};
use crate::codes::WrittenLanguage;
use crate::ident::{NameScript, OwnName};
use std::collections::BTreeMap;

/// The name with its language: as it was said, or where only one language is written in the script.
pub(super) fn of(values: &BTreeMap<Field, String>) -> Option<OwnName> {
    let text = values.get(&Field::NativeName).filter(|text| !text.is_empty())?;
    let said = values.get(&Field::NativeLanguage).and_then(|code| WrittenLanguage::from_code(code));
    let language = said.or_else(|| NameScript::of_text(text)?.only_language());
    Some(OwnName { text: text.clone(), language })
}

/// What these items say against each other. Items that do not hold by themselves are not in `values`.
pub(super) fn contradictions(values: &BTreeMap<Field, String>) -> Vec<FieldProblem> {
    let get = |field: Field| values.get(&field).map(String::as_str).filter(|value| !value.is_empty());
    let script = get(Field::NativeName).and_then(NameScript::of_text);
    let language = get(Field::NativeLanguage).and_then(WrittenLanguage::from_code);
    let problem = match (script, language) {
        (Some(script), None) if script.only_language().is_none() => {
            Some((Field::NativeLanguage, Problem::LanguageNeeded))
        }
        (None, Some(_)) => Some((Field::NativeName, Problem::Missing)),
        (Some(script), Some(language)) if language.script() != script => {
            Some((Field::NativeName, Problem::ScriptDiffers(language)))
        }
        _ => None,
    };
    problem.map(|(field, problem)| FieldProblem::new(field, problem)).into_iter().collect()
}
