//! Take-overs of existing registers (存量数据接管): the list, one of them, a file that begins one, and each step.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, cut_to, form_state, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::Page;
#[cfg(feature = "ssr")]
use contract::take_over::TakeOverStep;
use contract::take_over::{TakeOverLine, TakeOverView};
use domain::id::TakeOverId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// Characters of a profile and of totals that come back when something is wrong.
#[cfg(feature = "ssr")]
const KEPT: usize = 20_000;

/// One page of their list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOvers {
    /// The take-overs.
    pub page: Page<TakeOverLine, TakeOverId>,
    /// Whether it is the first one.
    pub first: bool,
    /// Whether the reader may begin one.
    pub may_begin: bool,
}

/// The take-overs that are the reader's affair, newest first.
#[server(name = GetTakeOvers, client = Attended, prefix = "/api", endpoint = "take_overs")]
pub async fn take_overs(
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<TakeOvers, AppError> {
    let actor = actor()?;
    let first = after.is_empty();
    let after = if first { None } else { Some(id(&after)?) };
    let page = registry().take_overs().take_overs_seen(&actor, after).await?;
    Ok(TakeOvers { page, first, may_begin: domain::take_over::may_begin(&actor).is_ok() })
}

/// The form that begins one, for who may.
#[server(name = GetNewTakeOver, client = Attended, prefix = "/api", endpoint = "new_take_over")]
pub async fn new_take_over() -> Result<FormState, AppError> {
    domain::take_over::may_begin(&actor()?).map_err(|refusal| AppError::Refused(vec![refusal]))?;
    form_state("take_over".to_owned()).await
}

/// One of them.
#[server(name = GetTakeOver, client = Attended, prefix = "/api", endpoint = "take_over_detail")]
pub async fn take_over_detail(
    /// The take-over.
    batch: String,
) -> Result<TakeOverView, AppError> {
    let actor = actor()?;
    Ok(registry().take_overs().take_over_seen(&actor, id(&batch)?).await?)
}

/// Begins one with a file.
#[server(client = Attended, prefix = "/api", endpoint = "start_take_over", input = MultipartFormData)]
pub async fn start_take_over(
    /// The form: where the file is from, the file, its profile and the source's totals.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [source, profile, totals] = ["source", "profile", "totals"].map(|name| parts.text(name));
    let kept = typed([
        ("source", cut(&source)),
        ("profile", cut_to(&profile, KEPT)),
        ("totals", cut_to(&totals, KEPT)),
    ]);
    let (what, remedy) = (answer::no_file(), answer::choose_roster());
    let result = match parts.wanted_file(what, remedy) {
        Err(wrong) => Err(wrong),
        Ok((file, bytes)) => {
            let asked =
                registry::import::take_over::UploadedTakeOver { source, file, bytes, profile, totals };
            let begun = registry().take_overs().upload_take_over(&actor, asked).await;
            begun.map(|batch| format!("/take-over/{batch}")).map_err(|error| match AppError::from(error) {
                AppError::Refused(refusals) => AppError::Refused(
                    refusals
                        .into_iter()
                        .map(|refusal| match refusal.control() {
                            "source" | "profile" | "totals" => refusal,
                            _ if refusal.code == RefusalCode::NotPermitted => refusal,
                            _ => refusal.beside("file"),
                        })
                        .collect(),
                ),
                other => other,
            })
        }
    };
    keep::finish("take_over", "/take-over/new", kept, result).await
}

/// Takes a step: released, taken over, reconciled, accepted, undone.
#[server(client = Attended, prefix = "/api", endpoint = "step_take_over")]
pub async fn step_take_over(
    /// The take-over.
    batch: String,
    /// Which step.
    step: String,
    /// What was looked at, as the page showed it.
    shown: String,
    /// Why, as typed, by step: each has a field of its own. Empty where that is not asked.
    reason: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let step = TakeOverStep::from_key(&step).ok_or(AppError::NotFound)?;
    let (field, reason) = (step.reason(), reason.get(step.key()).map_or("", String::as_str));
    let stepped = registry().take_overs().step_take_over(&actor, id(&batch)?, step, &shown, reason).await;
    let to = format!("/take-over/{batch}");
    let words = stepped.as_ref().map_or("", |stepped| crate::text::t::take_over::done(step, *stepped));
    let result = stepped.map(|_| to.clone()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|refusal| match refusal.code {
                    RefusalCode::ReasonNeeded => refusal.beside(field.clone()),
                    _ => refusal,
                })
                .collect(),
        ),
        other => other,
    });
    let form = format!("take_over/{batch}");
    keep::finish_saying(&form, &form, &to, typed([(field.as_str(), cut(reason))]), result, words).await
}
