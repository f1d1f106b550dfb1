//! The grid of a class, or of a grade: shown, and written.

#[cfg(feature = "ssr")]
use super::file::pending;
#[cfg(feature = "ssr")]
use super::read::{address, asked, classes};
use crate::api::archive::class::SheetChoice;
#[cfg(feature = "ssr")]
use crate::api::batch::map_key;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::upkeep as w;
use contract::upkeep::{KeptRow, UpkeepSheet};
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the grid keeps its state.
#[cfg(feature = "ssr")]
const GRID: &str = "upkeep-class";

/// The grid as the page needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridDetail {
    /// The school's classes and grades: value and words.
    pub classes: Vec<(String, String)>,
    /// The grid; none before class and items are chosen.
    pub sheet: Option<UpkeepSheet>,
    /// What is wrong with the choice.
    pub wrong: Option<String>,
    /// What was typed and what is wrong with it.
    pub state: FormState,
    /// What an uploaded file would change; none when none waits.
    pub file: Option<Vec<KeptRow>>,
    /// What was typed beside it, and what is wrong with that.
    pub file_state: FormState,
}

/// The grid of a class; before one is chosen, what there is to choose from.
#[server(name = GetUpkeepGrid, client = Attended, prefix = "/api", endpoint = "upkeep_grid")]
pub async fn upkeep_grid(
    /// Which grid: class and items; empty before they are chosen.
    #[server(default)]
    choice: SheetChoice,
) -> Result<GridDetail, AppError> {
    let actor = actor()?;
    let mut detail = GridDetail { classes: classes(&actor).await?, ..GridDetail::default() };
    (detail.file, detail.file_state) = pending(&actor).await?;
    let Some(asked) = asked(&choice) else { return Ok(detail) };
    if asked.fields.is_empty() {
        detail.wrong = Some(w::NO_ITEMS.to_owned());
        return Ok(detail);
    }
    match registry().upkeep().upkeep_sheet(&actor, &asked).await.map_err(AppError::from) {
        Ok(sheet) => detail.sheet = Some(sheet),
        Err(AppError::Refused(refusals)) => {
            detail.wrong = Some(refusals.iter().map(ToString::to_string).collect());
            return Ok(detail);
        }
        Err(error) => return Err(error),
    }
    detail.state = keep::load(GRID).await?;
    let of_another = detail.state.value("of") != address(&choice);
    if of_another && (detail.state.done.is_none() || detail.state.has_errors()) {
        detail.state = FormState::default();
    }
    Ok(detail)
}

/// Writes a grid: only the cells that are otherwise than the page showed.
#[server(client = Attended, prefix = "/api", endpoint = "keep_class")]
pub async fn keep_class(
    /// Which grid: class and items.
    #[server(default)]
    choice: SheetChoice,
    /// What was typed, by pupil and item.
    #[server(default)]
    cells: BTreeMap<String, BTreeMap<String, String>>,
    /// The marks of what the page showed, by pupil.
    #[server(default)]
    stamps: BTreeMap<String, String>,
    /// Where it is known from, or why, as typed.
    #[server(default)]
    reason: String,
    /// Whether a class may begin, as the box was ticked.
    #[server(default)]
    new_classes: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut rows = BTreeMap::new();
    for (key, values) in &cells {
        let row = registry::upkeep::TypedRow {
            stamp: stamps.get(key).cloned().unwrap_or_default(),
            values: values
                .iter()
                .filter_map(|(item, text)| Some((Field::from_key(item)?, cut(text).to_owned())))
                .collect(),
            ..Default::default()
        };
        rows.insert(id(key.trim_start_matches('p'))?, row);
    }
    let asked = registry::upkeep::AskedUpkeep {
        rows,
        reason: cut(&reason).to_owned(),
        new_classes: new_classes == "true",
    };
    let mut state = FormState::default();
    state.values.insert("of".into(), address(&choice));
    state.values.insert("reason".into(), asked.reason.clone());
    match registry().upkeep().keep_records(&actor, &asked).await.map_err(AppError::from) {
        Ok(told) => {
            let left = told.iter().filter(|row| !row.refused.is_empty());
            for row in left.clone() {
                let key = map_key(&row.id.to_string());
                for (item, text) in asked.rows.get(&row.id).into_iter().flat_map(|typed| &typed.values) {
                    state.values.insert(cell(&key, item.key()), text.clone());
                }
            }
            state.errors = errors(&told, |key, item| {
                cells.get(key).is_some_and(|typed| typed.contains_key(item)).then(|| cell(key, item))
            });
            let said = w::kept_class(told.len() - left.count());
            keep::done_in_part(GRID, state, &said).await?;
        }
        Err(AppError::Refused(refusals)) => {
            for (key, values) in &cells {
                for (item, text) in values {
                    state.values.insert(cell(key, item), cut(text).to_owned());
                }
            }
            state.errors = refusals.iter().map(|one| (String::new(), one.to_string())).collect();
            keep::put(GRID, &state).await?;
        }
        Err(error) => return Err(error),
    }
    crate::api::address::lead_to(&format!("/upkeep?{}", address(&choice)));
    Ok(())
}

/// Name of a cell's control.
#[cfg(feature = "ssr")]
fn cell(key: &str, item: &str) -> String {
    format!("cells[{key}][{item}]")
}

/// What is wrong, pupil by pupil: beside the control that `beside` names, the reason once for all.
#[cfg(feature = "ssr")]
pub(super) fn errors(
    told: &[KeptRow],
    beside: impl Fn(&str, &str) -> Option<String>,
) -> Vec<(String, String)> {
    let mut errors: Vec<(String, String)> = Vec::new();
    for row in told {
        let key = map_key(&row.id.to_string());
        for refusal in &row.refused {
            let one = match refusal.control() {
                "reason" => ("reason".to_owned(), refusal.to_string()),
                control => (beside(&key, control).unwrap_or_default(), format!("{}：{refusal}", row.name)),
            };
            if !errors.contains(&one) {
                errors.push(one);
            }
        }
    }
    errors
}
