//! One problem record: both sides, the answers, the proposal.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::problem::ProblemView;
use leptos::prelude::*;

/// One problem as the actor may see it.
#[server(name = GetProblem, client = Attended, prefix = "/api", endpoint = "problem")]
pub async fn problem(
    /// The problem record.
    problem: String,
) -> Result<ProblemView, AppError> {
    Ok(registry().problems().problem_view(&actor()?, id(&problem)?).await?)
}
