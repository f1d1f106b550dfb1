//! The problem records of a unit, and the check that looks for them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::problem as w;
use contract::Page;
use contract::problem::{CheckView, ProblemCount, ProblemLine};
use domain::id::ProblemId;
#[cfg(feature = "ssr")]
use domain::problem::ProblemKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// The problems.
    pub page: Page<ProblemLine, ProblemId>,
    /// How many there are of each kind.
    pub counts: Vec<ProblemCount>,
    /// Whether the actor sees them one by one; officials see how many.
    pub by_name: bool,
    /// Whether the actor may start a check.
    pub may_check: bool,
    /// The check that runs or was last.
    pub check: Option<CheckView>,
}

/// One page of the register: `settled` or what is open, of one kind or of all.
#[server(name = GetProblems, client = Attended, prefix = "/api", endpoint = "problems")]
pub async fn problems(
    /// `settled`, or empty for what is open.
    which: String,
    /// Key of a kind; empty for all.
    kind: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Problems, AppError> {
    use domain::access::Role;
    use registry::problem::ProblemBox;
    let actor = actor()?;
    let counts = registry().problems().problem_counts(&actor).await?;
    let by_name = actor.role != Role::Official;
    let which = if which == "settled" { ProblemBox::Settled } else { ProblemBox::Open };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page =
        registry().problems().list_problems(&actor, which, ProblemKind::from_key(&kind), after).await?;
    // Who may not start a check is not told of one.
    let check = registry().problems().last_check(&actor).await;
    Ok(Problems { page, counts, by_name, may_check: check.is_ok(), check: check.ok().flatten() })
}

/// Starts a check of the actor's subtree.
#[server(client = Attended, prefix = "/api", endpoint = "start_check")]
pub async fn start_check() -> Result<(), AppError> {
    let actor = actor()?;
    match registry().problems().start_check(&actor).await {
        Ok(()) => {
            keep::say("problems", w::CHECK_STARTED).await?;
            crate::api::address::lead_to("/problems");
            Ok(())
        }
        Err(error) => keep::finish("problems", "/problems", typed([]), Err(error.into())).await,
    }
}
