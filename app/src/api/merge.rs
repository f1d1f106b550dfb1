//! The merge of two records (合并学籍, 第六条): what is chosen, item by item, and put to the leader.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::problem as w;
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::{id::ProblemId, refusal::Refusal, shown::Shown};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is chosen for a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeDetail {
    /// The problem as it is shown: what the form sends.
    pub shown: String,
    /// Name, school and number of the record that stays.
    pub kept: (String, String, String),
    /// Of the other.
    pub other: (String, String, String),
    /// The other's person: for choosing the other way round.
    pub other_person: String,
    /// The items in which they differ: item, kept, other, whether the other's was chosen before.
    pub items: Vec<(Field, String, String, bool)>,
    /// What stands in the way.
    pub refusals: Vec<String>,
}

/// What is chosen for a merge in which the record of `keep` stays.
#[server(name = GetMerge, client = Attended, prefix = "/api", endpoint = "merge")]
pub async fn merge(
    /// The problem record.
    problem: String,
    /// The pupil whose record stays.
    keep: String,
) -> Result<MergeDetail, AppError> {
    let actor = actor()?;
    let (problem, keep) = (id(&problem)?, id(&keep)?);
    // First the version, then what is shown: what comes between is then told as a change.
    let around = registry().problems().problem_view(&actor, problem).await?;
    let view = registry().problems().merge_view(&actor, problem, keep).await?;
    let (shown, sides) = (Shown::new(problem, around.line.version).to_string(), around.sides);
    let other = sides.iter().find(|side| side.person != keep).ok_or(AppError::NotFound)?;
    Ok(MergeDetail {
        shown,
        kept: (view.kept.name, view.kept.school, view.kept_number),
        other: (view.other.name, view.other.school, view.other_number),
        other_person: other.person.to_string(),
        items: view.items.into_iter().map(|item| (item.field, item.kept, item.other, item.taken)).collect(),
        refusals: view.refusals.iter().map(ToString::to_string).collect(),
    })
}

/// Puts a merge to the leader: the record that stays, and for each differing item where it comes from.
#[server(client = Attended, prefix = "/api", endpoint = "propose_merge")]
pub async fn propose_merge(
    /// The problem record as it was shown (`id@version`).
    problem: String,
    /// The pupil whose record stays.
    keep: String,
    /// For each differing item the record it is taken from: `other`, or the one that stays.
    #[server(default)]
    from: BTreeMap<String, String>,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut kept = typed([("reason", cut(&reason))]);
    for (key, value) in &from {
        kept.insert(format!("from[{key}]"), cut(value).to_owned());
    }
    let result: Result<(), AppError> = async {
        let taken = from.iter().filter(|(_, from)| *from == "other");
        let taken = taken.filter_map(|(key, _)| Field::from_key(key)).collect();
        registry()
            .problems()
            .propose_merge(&actor, shown::<ProblemId>(&problem)?, id(&keep)?, taken, &reason)
            .await?;
        Ok(())
    }
    .await
    .map_err(beside_item);
    let problem = bare(&problem);
    let (back, form) = (format!("/problems/{problem}/merge?keep={keep}"), format!("problem_merge/{problem}"));
    match result {
        Ok(()) => {
            keep::clear(&form).await?;
            keep::say(&format!("problem/{problem}"), w::PROPOSED).await?;
            crate::api::address::lead_to(&format!("/problems/{problem}"));
            Ok(())
        }
        Err(error) => keep::finish(&form, &back, kept, Err(error)).await,
    }
}

/// An item that does not fit is told beside its choice.
#[cfg(feature = "ssr")]
fn beside_item(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match Field::from_key(one.code.as_str()) {
        Some(field) => one.beside(format!("from[{}]", field.key())),
        None => one,
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}
