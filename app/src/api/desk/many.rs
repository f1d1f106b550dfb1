//! Many decided together: what is selected is kept on the server while one turns the pages, named again, and then decided.

use super::DeskAsk;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::several::decide_several;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::case::QueueLine;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The draft of what is selected.
#[cfg(feature = "ssr")]
pub(super) const PICKED: &str = "desk/many";
/// As many as one press decides.
#[cfg(feature = "ssr")]
pub(crate) const MOST: usize = 1_000;

/// What is selected, as it was shown, and the whole draft.
#[cfg(feature = "ssr")]
pub(super) async fn picked() -> Result<(Vec<String>, FormState), AppError> {
    let state = keep::load(PICKED).await?;
    let picked = state.value("cases");
    Ok((picked.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect(), state))
}

/// What is selected once a page is left: `chosen` of those it showed (`here`), and what is selected on others.
#[cfg(feature = "ssr")]
pub(crate) async fn folded(here: &[String], chosen: Vec<String>) -> Result<Vec<String>, AppError> {
    let mut all = picked().await?.0;
    // A matter that was selected in an older state counts as not selected any more.
    all.retain(|one| !here.iter().chain(&chosen).any(|shown| bare(shown) == bare(one)));
    all.extend(chosen.into_iter().filter(|one| one.len() < 80 && !one.contains(',')));
    all.truncate(MOST);
    Ok(all)
}

/// Nothing is selected any more.
#[cfg(feature = "ssr")]
pub(crate) async fn forget() -> Result<(), AppError> {
    if !picked().await?.0.is_empty() {
        keep::clear(PICKED).await?;
    }
    Ok(())
}

/// The list that the selection was made in: the desk, or the cases of it.
#[cfg(feature = "ssr")]
fn list_of(state: &FormState) -> String {
    let back = Some(state.value("back"));
    let own = |back: &String| back.starts_with("/desk") || back.starts_with("/cases");
    back.filter(own).unwrap_or_else(|| "/desk".to_owned())
}

#[cfg(feature = "ssr")]
pub(crate) async fn put(picked: &[String], back: &str, mut state: FormState) -> Result<(), AppError> {
    state.values.insert("cases".into(), picked.join(","));
    state.values.insert("back".into(), back.to_owned());
    keep::put(PICKED, &state).await
}

/// Keeps what is selected and goes on: to the `next` page or the `first`, to the list with `all` of this page or `none` selected, or
/// to where what is selected is named again and decided. `here` are those the page showed: of others nothing is said.
#[server(client = Attended, prefix = "/api", endpoint = "pick_on_desk")]
pub async fn pick_on_desk(
    /// What the list was asked for.
    #[server(default)]
    ask: DeskAsk,
    /// Every matter of this page as it was shown.
    #[server(default)]
    here: Vec<String>,
    /// The ticked matters of this page as they were shown.
    #[server(default)]
    cases: Vec<String>,
    /// `next`, `first`, `all` or `none`; anything else goes on to the decision.
    #[server(default)]
    go: String,
    /// Where the next page starts.
    #[server(default)]
    next: String,
) -> Result<(), AppError> {
    actor()?;
    let all = match go.as_str() {
        "all" => folded(&here, here.clone()).await?,
        "none" => Vec::new(),
        _ => folded(&here, cases).await?,
    };
    let list = ask.list();
    put(&all, &list.address(), FormState::default()).await?;
    let to = match go.as_str() {
        "next" => DeskAsk { after: next, ..list }.address(),
        "first" => list.first_page().address(),
        "all" | "none" => ask.address(),
        _ if all.is_empty() => {
            let words = answer::no_matters().to_owned();
            let errors = vec![("cases".to_owned(), words)];
            keep::put("desk", &FormState { errors, ..FormState::default() }).await?;
            crate::api::address::lead_to(&list.address());
            return Ok(());
        }
        _ => "/desk/many".to_owned(),
    };
    keep::clear("desk").await?;
    crate::api::address::lead_to(&to);
    Ok(())
}

/// What is selected, named again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskMany {
    /// Those that still wait, the most urgent first.
    pub rows: Vec<QueueLine>,
    /// What is selected, as it was shown.
    pub picked: Vec<String>,
    /// How many wait here no more.
    pub gone: usize,
    /// The list to go back to.
    pub back: String,
    /// What was typed and what is wrong with it.
    pub state: FormState,
}

/// What is selected on the desk.
#[server(name = GetDeskMany, client = Attended, prefix = "/api", endpoint = "desk_many")]
pub async fn desk_many() -> Result<DeskMany, AppError> {
    let actor = actor()?;
    let (picked, state) = picked().await?;
    let ids: Vec<domain::id::CaseId> =
        picked.iter().map(|one| id(bare(one))).collect::<Result<_, AppError>>()?;
    let lines = if ids.is_empty() { Vec::new() } else { registry().cases().waiting_of(&actor, &ids).await? };
    let back = list_of(&state);
    Ok(DeskMany { gone: picked.len().saturating_sub(lines.len()), rows: lines, picked, back, state })
}

/// What is selected, as it was shown: for a list of cases beside the desk, which shares it.
#[server(name = GetPicked, client = Attended, prefix = "/api", endpoint = "desk_picked")]
pub async fn desk_picked() -> Result<Vec<String>, AppError> {
    actor()?;
    Ok(picked().await?.0)
}

/// Gives one decision to everything that is ticked: `verdict` is `agree`, `return` or `refuse`. Each has its own outcome.
#[server(client = Attended, prefix = "/api", endpoint = "decide_desk")]
pub async fn decide_desk(
    /// The ticked matters as they were shown.
    #[server(default)]
    cases: Vec<String>,
    /// `agree`, `return` or `refuse`.
    #[server(default)]
    verdict: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let cases: Vec<String> = cases.into_iter().take(MOST).collect();
    let (all, before) = picked().await?;
    let back = list_of(&before);
    let outcome = decide_several(&actor, &cases, &verdict, &reason).await?;
    if outcome.errors.is_empty() {
        keep::clear(PICKED).await?;
        let list = if back.starts_with("/cases") { "queue" } else { "desk" };
        keep::say(list, &answer::decided_all(&verdict, outcome.good)).await?;
        crate::api::address::lead_to(&back);
        return Ok(());
    }
    // What was unticked here stays listed until the page is left; what is decided is not named again.
    let left: Vec<String> = if cases.is_empty() { all } else { outcome.left };
    let values = typed([("verdict", verdict.as_str()), ("reason", cut(&reason))]);
    put(&left, &back, FormState { values, errors: outcome.errors, ..FormState::default() }).await?;
    crate::api::address::lead_to("/desk/many");
    Ok(())
}
