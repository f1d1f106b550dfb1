//! 办事指南: for everybody, signed in or not. Who is signed in reads the days of the own province, everybody else the nation's.

#[cfg(feature = "ssr")]
use crate::api::context::registry;
#[cfg(feature = "ssr")]
use crate::api::session::session_context;
use crate::api::{AppError, Attended};
use domain::guide::Guide;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A guide, and where its days hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideHere {
    /// The guide.
    pub guide: Guide,
    /// Whether its days are those of the reader's own place.
    pub local: bool,
}

/// The guide to a task, by its key.
#[server(name = GetGuide, client = Attended, prefix = "/api", endpoint = "guide")]
pub async fn guide(
    /// Which task.
    task: String,
) -> Result<GuideHere, AppError> {
    use domain::guide::{Task, guide};
    use domain::org::OrgPath;
    let task = Task::from_key(&task).ok_or(AppError::NotFound)?;
    let (path, local) = match place().await {
        Some(path) => (path, true),
        None => (OrgPath::root(), false),
    };
    Ok(GuideHere { guide: guide(task, &registry().rules().rules_for(&path)), local })
}

/// Where whoever reads it stands: the own unit, the school of the first child; none for who has not signed in.
#[cfg(feature = "ssr")]
async fn place() -> Option<domain::org::OrgPath> {
    let actor = session_context()?.full_actor()?;
    match (actor.unit, actor.children.first()) {
        (Some(unit), _) => Some(unit.path),
        // A guide is shown all the same where the child is not found.
        (None, Some(child)) => registry().pupils().school_path_of(*child).await.ok(),
        (None, None) => None,
    }
}
