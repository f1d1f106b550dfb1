//! Early warnings: the list, one with its figures, what a unit says of its own, the weekly digest (第二十四条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::warning as w;
use contract::Page;
use contract::warning::{WarningLine, WarningView};
use domain::id::WarningId;
use domain::warning::{Digest, Week};
#[cfg(feature = "ssr")]
use domain::warning::{Indicator, Level};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a list is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WarningQuery {
    /// `closed`, or the open ones.
    pub state: String,
    /// An indicator's name.
    pub indicator: String,
    /// A level's name.
    pub level: String,
    /// A unit of the actor's subtree.
    pub unit: String,
    /// The last one of the page before.
    pub after: String,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings {
    /// What was asked for.
    pub query: WarningQuery,
    /// The unit whose subtree is shown.
    pub unit: String,
    /// The warnings.
    pub page: Page<WarningLine, WarningId>,
    /// Open ones of the unit and below, by level, as the last night counted them.
    pub open: [u64; 3],
    /// Whether the actor's unit has a weekly digest.
    pub has_digest: bool,
}

/// One page of warnings.
#[server(name = GetWarnings, client = Attended, prefix = "/api", endpoint = "warnings")]
pub async fn warnings(
    /// Which warnings, from where.
    asked: WarningQuery,
) -> Result<Warnings, AppError> {
    let actor = actor()?;
    let unit = if asked.unit.is_empty() { None } else { Some(id(&asked.unit)?) };
    let after = if asked.after.is_empty() { None } else { Some(id(&asked.after)?) };
    let filter = registry::warning::WarningFilter {
        unit: unit.clone(),
        indicator: Indicator::from_key(&asked.indicator),
        level: Level::from_key(&asked.level),
        closed: asked.state == "closed",
    };
    let page = registry().warnings().list_warnings(&actor, &filter, after).await?;
    let tally = registry().warnings().warning_tally(&actor, unit.as_ref()).await?;
    Ok(Warnings {
        query: asked,
        unit: page.unit,
        page: page.warnings,
        open: tally.open.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i])),
        has_digest: actor.unit.as_ref().is_some_and(|unit| unit.kind.is_authority()),
    })
}

/// One warning as the actor may see it.
#[server(name = GetWarning, client = Attended, prefix = "/api", endpoint = "warning")]
pub async fn warning(
    /// The warning.
    warning: String,
) -> Result<WarningView, AppError> {
    Ok(registry().warnings().warning_view(&actor()?, id(&warning)?).await?)
}

/// Says what the actor's unit does about its warning.
#[server(client = Attended, prefix = "/api", endpoint = "acknowledge_warning")]
pub async fn acknowledge_warning(
    /// The warning as it was shown (`id@version`).
    #[server(default)]
    warning: String,
    /// What the unit does, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("words", cut(&words))]);
    let result = async {
        Ok(registry().warnings().acknowledge_warning(&actor, shown::<WarningId>(&warning)?, &words).await?)
    };
    let result: Result<(), AppError> = result.await;
    let warning = bare(&warning);
    let back = format!("/warnings/{warning}");
    keep::finish_saying(
        &format!("warning_step/{warning}"),
        &format!("warning/{warning}"),
        &back,
        kept,
        result.map(|()| back.clone()),
        w::DONE,
    )
    .await
}

/// The digest of a week for the actor's authority, the newest when none is named, none before the first Monday; and the weeks of which there
/// is one, the newest first.
#[server(name = GetDigest, client = Attended, prefix = "/api", endpoint = "warning_digest")]
pub async fn warning_digest(
    /// The week; empty for the newest.
    week: String,
) -> Result<(Option<Digest>, Vec<Week>), AppError> {
    let actor = actor()?;
    let asked = if week.is_empty() { None } else { Some(week.parse().map_err(|_| AppError::NotFound)?) };
    Ok(registry().warnings().warning_digest(&actor, asked).await?)
}
