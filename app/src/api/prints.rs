//! Printed forms (打印件, 第五条, 第七条): the register, one sheet, printing, taking back, and the public verification.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::prints as w;
use contract::Page;
use contract::printout::{Checked, PrintLine, PrintView, ToPrint};
use domain::id::PrintId;
use domain::print::PrintKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of the register, with the search that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintList {
    /// The sheets, newest first.
    pub page: Page<PrintLine, PrintId>,
    /// What was searched for.
    pub text: String,
    /// Key of a kind, empty for all.
    pub kind: String,
    /// `valid`, `revoked`, or empty for both.
    pub state: String,
    /// The school's classes, for a roster: value and words.
    pub classes: Vec<(String, String)>,
}

#[cfg(feature = "ssr")]
const SEARCH: &str = "print_search";

/// What the actor's school printed. What is searched for never stands in an address: it is kept with the session. About one pupil
/// only, when one is given.
#[server(name = GetPrints, client = Attended, prefix = "/api", endpoint = "prints")]
pub async fn prints(
    /// The pupil the sheets are about; empty for all.
    person: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<PrintList, AppError> {
    let actor = actor()?;
    let asked = if person.is_empty() { keep::load(SEARCH).await? } else { FormState::default() };
    let [text, kind, state] = ["text", "kind", "state"].map(|field| asked.value(field));
    let search = registry::printout::PrintSearch {
        text: text.clone(),
        kind: PrintKind::from_key(&kind),
        revoked: match state.as_str() {
            "valid" => Some(false),
            "revoked" => Some(true),
            _ => None,
        },
        person: if person.is_empty() { None } else { Some(id(&person)?) },
        after: if after.is_empty() { None } else { Some(id(&after)?) },
    };
    let page = registry().prints().find_prints(&actor, &search).await?;
    // Rosters are a school's; an authority has no classes.
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let classes = if in_school { registry().archives().classes(&actor).await? } else { Vec::new() };
    Ok(PrintList {
        page,
        text,
        kind,
        state,
        classes: classes
            .into_iter()
            .map(|(grade, label, class)| (format!("{grade}-{class}"), format!("{label}{class}")))
            .collect(),
    })
}

/// Searches: keeps what is looked for and shows the register.
#[server(client = Attended, prefix = "/api", endpoint = "search_prints")]
pub async fn search_prints(
    /// What is searched for, as typed.
    text: String,
    /// Key of a form; empty for all.
    kind: String,
    /// `valid`, `revoked`, or empty for both.
    state: String,
) -> Result<(), AppError> {
    actor()?;
    let text: String = domain::text::cut(&text, 60);
    let values = typed([("text", &text), ("kind", kind.as_str()), ("state", state.as_str())]);
    keep::put(SEARCH, &FormState { values, ..FormState::default() }).await?;
    crate::api::address::lead_to("/prints");
    Ok(())
}

/// What may be printed about a pupil, and what was printed last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilPrints {
    /// The kinds that may be printed now; none for who may not print.
    pub kinds: Vec<PrintKind>,
    /// The newest sheets.
    pub rows: Vec<PrintLine>,
    /// Whether there are more.
    pub more: bool,
}

/// Sheets shown on a pupil's own page.
#[cfg(feature = "ssr")]
const NEWEST: usize = 5;

/// What may be printed about a pupil, and what the school printed last.
#[server(name = GetPupilPrints, client = Attended, prefix = "/api", endpoint = "pupil_prints")]
pub async fn pupil_prints(
    /// The pupil.
    person: String,
) -> Result<PupilPrints, AppError> {
    let (actor, person) = (actor()?, id(&person)?);
    let kinds = registry().prints().printable_of_pupil(&actor, person).await?;
    if kinds.is_empty() {
        return Ok(PupilPrints::default());
    }
    let mut rows = registry().prints().list_prints(&actor, Some(person), None).await?.rows;
    let more = rows.len() > NEWEST;
    rows.truncate(NEWEST);
    Ok(PupilPrints { kinds, rows, more })
}

/// One sheet again.
#[server(name = GetPrint, client = Attended, prefix = "/api", endpoint = "print")]
pub async fn print(
    /// The sheet.
    print: String,
) -> Result<PrintView, AppError> {
    Ok(registry().prints().print_view(&actor()?, id(&print)?).await?)
}

/// Prints a sheet about a pupil and opens it.
#[server(client = Attended, prefix = "/api", endpoint = "print_pupil")]
pub async fn print_pupil(
    /// The pupil.
    person: String,
    /// Key of the form.
    kind: String,
    /// For what it is printed, as typed.
    #[server(default)]
    print_reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let reason: String = print_reason.chars().take(200).collect();
    let kept = typed([("print_reason", &reason)]);
    let result = async {
        let kind = PrintKind::from_key(&kind).ok_or(AppError::NotFound)?;
        let asked = registry::printout::AskedPrint::Pupil { kind, person: id(&person)?, reason };
        Ok(registry().prints().print_form(&actor, &asked).await?)
    };
    let result = result.await.map(|print| format!("/prints/{print}"));
    let result = result.map_err(|error| beside(error, "print_reason"));
    keep::finish(&format!("print/{person}"), &format!("/pupils/{person}"), kept, result).await
}

/// Prints a class's roster and opens it.
#[server(client = Attended, prefix = "/api", endpoint = "print_class")]
pub async fn print_class(
    /// Grade and class as `grade-class`.
    #[server(default)]
    class: String,
    /// `sheets` leads to the page where the pupils' own sheets are printed; anything else prints the roster.
    #[server(default)]
    go: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("class", &class)]);
    let result = async {
        let (grade, name) = grade_and_class(&class)?;
        if go == "sheets" {
            return Ok(class_address(&class));
        }
        let asked = registry::printout::AskedPrint::Class { grade, class_name: name.to_owned() };
        let print = registry().prints().print_form(&actor, &asked).await?;
        Ok(format!("/prints/{print}"))
    };
    let result = result.await;
    keep::finish("print_class", "/prints", kept, result).await
}

/// `grade-class` as the two.
#[cfg(feature = "ssr")]
fn grade_and_class(class: &str) -> Result<(u8, &str), AppError> {
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let chosen = class.split_once('-').and_then(|(grade, name)| Some((grade.parse().ok()?, name)));
    chosen.ok_or_else(|| {
        AppError::Refused(vec![Refusal::new(
            RefusalCode::Class,
            Basis::Procedure,
            w::NO_CLASS,
            w::CHOOSE_CLASS,
        )])
    })
}

/// The address of a class whose pupils' sheets are printed together.
#[cfg(feature = "ssr")]
fn class_address(class: &str) -> String {
    format!("/prints/class?class={}", crate::api::desk::escaped(class))
}

/// A class whose pupils' sheets are printed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassToPrint {
    /// Grade and class as `grade-class`.
    pub class: String,
    /// The same in words.
    pub label: String,
    /// What can be printed.
    pub kinds: Vec<PrintKind>,
    /// Its pupils.
    pub rows: Vec<ToPrint>,
}

/// The pupils of a class, to choose whose sheets are printed.
#[server(name = GetClassToPrint, client = Attended, prefix = "/api", endpoint = "class_to_print")]
pub async fn class_to_print(
    /// Grade and class as `grade-class`.
    class: String,
) -> Result<ClassToPrint, AppError> {
    let actor = actor()?;
    let (grade, name) = grade_and_class(&class).map_err(|_| AppError::NotFound)?;
    let (label, rows) = registry().prints().class_to_print(&actor, grade, name).await?;
    Ok(ClassToPrint { label, rows, kinds: registry::printout::OF_CLASS.to_vec(), class })
}

/// More than any class holds.
#[cfg(feature = "ssr")]
const MOST_OF_CLASS: usize = 200;
/// An id, as text.
#[cfg(feature = "ssr")]
const ID: usize = 36;
/// The ticked pupils in what is kept of the form.
const PEOPLE: &str = "people";

/// The form of a class: who is ticked in one is nobody of another.
pub fn sheets_form(class: &str) -> String {
    format!("print_sheets/{class}")
}

/// Whether a pupil's box is ticked: at first everybody's, of a form that comes back those that were, and no other.
pub fn is_ticked(state: &FormState, person: &str) -> bool {
    state.values.is_empty() || state.value(PEOPLE).split(',').any(|one| one == person)
}

/// Prints the sheets of the ticked pupils of a class into one file, behind a list of them.
#[server(client = Attended, prefix = "/api", endpoint = "print_class_sheets")]
pub async fn print_class_sheets(
    /// Grade and class as `grade-class`.
    #[server(default)]
    class: String,
    /// Key of the form.
    #[server(default)]
    kind: String,
    /// For what it is printed, as typed.
    #[server(default)]
    print_reason: String,
    /// The ticked pupils.
    #[server(default)]
    people: Vec<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let reason: String = print_reason.chars().take(200).collect();
    let ticked: Vec<&str> = people.iter().take(MOST_OF_CLASS).map(|person| cut_to(person, ID)).collect();
    let ticked = ticked.join(",");
    let kept = typed([("print_reason", reason.as_str()), ("kind", kind.as_str()), (PEOPLE, ticked.as_str())]);
    let result = async {
        let (grade, name) = grade_and_class(&class)?;
        let asked = registry::printout::AskedPrint::ClassSheets {
            kind: PrintKind::from_key(&kind).ok_or_else(no_kind)?,
            grade,
            class_name: name.to_owned(),
            people: people.iter().map(|person| id(person)).collect::<Result<_, _>>()?,
            reason,
        };
        Ok(registry().prints().print_form(&actor, &asked).await?)
    };
    let result = result.await.map(|print| format!("/prints/{print}"));
    let result = result.map_err(|error| beside(error, "print_reason"));
    keep::finish(&sheets_form(&class), &class_address(&class), kept, result).await
}

#[cfg(feature = "ssr")]
fn no_kind() -> AppError {
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let (what, remedy) = (w::NO_KIND, w::CHOOSE_KIND);
    AppError::Refused(vec![Refusal::new(RefusalCode::Kind, Basis::Procedure, what, remedy)])
}

/// Takes a sheet back.
#[server(client = Attended, prefix = "/api", endpoint = "revoke_print")]
pub async fn revoke_print(
    /// The sheet.
    print: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let reason: String = reason.chars().take(200).collect();
    let kept = typed([("reason", &reason)]);
    let back = format!("/prints/{print}");
    let result = async { Ok(registry().prints().revoke_print(&actor, id(&print)?, &reason).await?) };
    let result = result.await.map_err(|error| beside(error, "reason"));
    keep::finish(&format!("revoke/{print}"), &back, kept, result.map(|()| back.clone())).await
}

/// A reason that is missing is told beside its field.
#[cfg(feature = "ssr")]
fn beside(error: AppError, field: &str) -> AppError {
    use domain::refusal::{Refusal, RefusalCode};
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code {
        RefusalCode::ReasonNeeded => one.beside(field),
        _ => one,
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

/// The answer of the public page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked; nothing yet when empty.
    pub typed: String,
    /// Why there is no answer.
    pub problem: Option<String>,
    /// What the code says; nothing where there is no answer.
    pub checked: Option<Checked>,
}

/// Looks a code, or the text of a student card, up for anybody.
#[server(name = GetAnswer, client = Attended, prefix = "/api", endpoint = "check_print")]
pub async fn check_print(
    /// The code on the sheet (验证码), as typed.
    code: String,
) -> Result<Answer, AppError> {
    use registry::error::Error;
    let typed: String = code.trim().chars().take(600).collect();
    if typed.is_empty() {
        return Ok(Answer::default());
    }
    let address = crate::api::session::session_context().map(|context| context.address).unwrap_or_default();
    match registry().prints().check_print(&typed, &address).await {
        Ok(checked) => Ok(Answer { typed, problem: None, checked: Some(checked) }),
        Err(Error::Refused(refusals)) => {
            let problem = refusals.first().map(crate::language::refused);
            Ok(Answer { typed, problem, checked: None })
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn everybody_is_ticked_at_first_and_after_a_mistake_only_who_was() {
        let of = |pairs: &[(&str, &str)]| {
            let values: BTreeMap<String, String> =
                pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
            let state = FormState { values, ..FormState::default() };
            ["a1", "a12", "b2"].map(|person| is_ticked(&state, person))
        };
        assert_eq!(of(&[]), [true; 3]);
        assert_eq!(of(&[("kind", ""), (PEOPLE, "a12,b2")]), [false, true, true]);
        assert_eq!(of(&[("kind", "register_card"), (PEOPLE, "")]), [false; 3], "nobody was ticked");
        // A session that ended keeps the kind and no ticks: whom it is about is chosen again.
        assert_eq!(of(&[("kind", "register_card")]), [false; 3]);
    }
}
