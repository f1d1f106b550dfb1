//! The merge of two records (合并学籍, 第六条): what is chosen, item by item, and put to the leader.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::problem as w;
use contract::problem::MergeView;
#[cfg(feature = "ssr")]
use domain::{form::Field, id::ProblemId, refusal::Refusal};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is chosen for a merge in which the record of `keep` stays.
#[server(name = GetMerge, client = Attended, prefix = "/api", endpoint = "merge")]
pub async fn merge(
    /// The problem record.
    problem: String,
    /// The pupil whose record stays.
    keep: String,
) -> Result<MergeView, AppError> {
    Ok(registry().problems().merge_view(&actor()?, id(&problem)?, id(&keep)?).await?)
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
