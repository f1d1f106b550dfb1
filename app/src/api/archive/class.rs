//! The sheet of a class: one kind of entry for all of its pupils, typed or from a file.

#[cfg(feature = "ssr")]
use crate::api::batch::map_key;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::archive as w;
use contract::archive::ClassSheet;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// A class's sheet as the page needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetDetail {
    /// The school's classes: value and words.
    pub classes: Vec<(String, String)>,
    /// Periods to choose from; empty where a day is typed or none is needed.
    pub periods: Vec<(String, String)>,
    /// The sheet; none before class and kind are chosen.
    pub sheet: Option<ClassSheet>,
    /// What was typed and what is wrong with it.
    pub state: FormState,
}

/// What the page's address says: class (`6-1班`), kind, period, and `c_…` for the columns that are the same for all.
pub type SheetChoice = BTreeMap<String, String>;

/// A class's sheet; before a class and a kind are chosen, what there is to choose from.
#[server(name = GetSheet, client = Attended, prefix = "/api", endpoint = "class_sheet")]
pub async fn class_sheet(
    /// Which sheet: class, kind, period and what all rows have in common; empty before they are chosen.
    #[server(default)]
    choice: SheetChoice,
) -> Result<SheetDetail, AppError> {
    let actor = actor()?;
    let mut detail = SheetDetail {
        classes: registry()
            .archives()
            .classes(&actor)
            .await?
            .into_iter()
            .map(|(grade, label, class)| (format!("{grade}-{class}"), format!("{label}{class}")))
            .collect(),
        ..SheetDetail::default()
    };
    let Some(asked) = read::asked(&choice) else { return Ok(detail) };
    detail.sheet = Some(registry().archives().class_sheet(&actor, &asked).await?);
    detail.periods = asked.kind.period().choices(registry().store.clock.today());
    detail.state = keep::load("sheet").await?;
    let of_another = detail.state.value("of") != read::address(&choice);
    if of_another && (detail.state.done.is_none() || detail.state.has_errors()) {
        detail.state = FormState::default();
    }
    Ok(detail)
}

/// Files a class's sheet: `cells` by pupil and column.
#[server(client = Attended, prefix = "/api", endpoint = "file_class")]
pub async fn file_class(
    /// Which sheet: class, kind, period and what all rows have in common.
    #[server(default)]
    choice: SheetChoice,
    /// What was typed, by pupil and column.
    #[server(default)]
    cells: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let asked = read::asked(&choice).ok_or(AppError::NotFound)?;
    let mut people = BTreeMap::new();
    for (key, values) in &cells {
        people.insert(id(key.trim_start_matches('p'))?, values.clone());
    }
    let outcome = registry().archives().file_class(&actor, &asked, &people).await?;
    let said = w::class_done(outcome.filed, outcome.unchanged);
    let mut state = FormState::default();
    if !outcome.wrong.is_empty() {
        state = read::state(&choice, &people);
        let names: BTreeMap<_, _> = registry()
            .archives()
            .class_sheet(&actor, &asked)
            .await?
            .rows
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        for (person, column, message) in outcome.wrong {
            let name = names.get(&person).cloned().unwrap_or_default();
            state.errors.push((read::cell(&person.to_string(), &column), format!("{name}：{message}")));
        }
    }
    keep::done_in_part("sheet", state, &said).await?;
    crate::api::address::lead_to(&format!("/archive/class?{}", read::address(&choice)));
    Ok(())
}

/// Reads a filled Excel sheet into the page, where it is looked at and saved.
#[server(client = Attended, prefix = "/api", endpoint = "read_class", input = MultipartFormData)]
pub async fn read_class(
    /// The form: which sheet, and the workbook.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let choice = read::choice(&parts.text("of"));
    let back = format!("/archive/class?{}", read::address(&choice));
    let result = async {
        let asked = read::asked(&choice).ok_or(AppError::NotFound)?;
        let (_, bytes) = parts.file()?.ok_or_else(read::no_file)?;
        Ok(registry().archives().read_class_workbook(&actor, &asked, &bytes).await?)
    }
    .await;
    match result {
        Ok((people, strangers)) => {
            let mut state = read::state(&choice, &people);
            state.done = Some(w::read(people.len(), strangers));
            state.until = registry().store.clock.now().timestamp() + 1800;
            keep::put("sheet", &state).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => {
            let kept = typed([("of", read::address(&choice).as_str())]);
            keep::finish("sheet", &back, kept, Err(error)).await
        }
    }
}

#[cfg(feature = "ssr")]
pub use read::{asked, choice};

#[cfg(feature = "ssr")]
mod read {
    use super::{FormState, SheetChoice, map_key};
    use crate::api::AppError;
    use crate::text::t::answer;
    use domain::archive::EntryKind;
    use domain::id::PersonId;
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use registry::archive::AskedSheet;
    use std::collections::BTreeMap;

    /// Which sheet an address means; none before class and kind are chosen.
    pub fn asked(choice: &SheetChoice) -> Option<AskedSheet> {
        let (grade, class_name) = choice.get("class")?.split_once('-')?;
        let common = choice
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("c_")?.to_owned(), value.clone())))
            .collect();
        Some(AskedSheet {
            grade: grade.parse().ok()?,
            class_name: class_name.to_owned(),
            kind: EntryKind::from_key(choice.get("kind")?)?,
            period: choice.get("period").cloned().unwrap_or_default(),
            common,
        })
    }

    /// A choice as the query of an address.
    pub(super) fn address(choice: &SheetChoice) -> String {
        let known = |key: &str| matches!(key, "class" | "kind" | "period") || key.starts_with("c_");
        let pairs: Vec<_> = choice.iter().filter(|(key, _)| known(key)).collect();
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }

    /// The choice that a query says.
    pub fn choice(query: &str) -> SheetChoice {
        serde_urlencoded::from_str(query).unwrap_or_default()
    }

    pub(super) fn cell(person: &str, column: &str) -> String {
        format!("cells[{}][{column}]", map_key(person))
    }

    /// What was typed, for the page.
    pub(super) fn state(
        choice: &SheetChoice,
        people: &BTreeMap<PersonId, BTreeMap<String, String>>,
    ) -> FormState {
        let mut state = FormState::default();
        state.values.insert("of".into(), address(choice));
        for (person, values) in people {
            for (column, text) in values {
                let text = text.chars().take(600).collect();
                state.values.insert(cell(&person.to_string(), column), text);
            }
        }
        state
    }

    pub(super) fn no_file() -> AppError {
        let (what, remedy) = (answer::no_file(), answer::choose_sheet());
        AppError::Refused(vec![Refusal::new(RefusalCode::File, Basis::Procedure, what, remedy)])
    }
}
