//! One change of schools (第九条): what it does, its list of archives, its receipts.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::moment;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::school as w;
use contract::Page;
use contract::school::{ChangeView, HandedLine, MovedLine, Preview};
use domain::id::UnitId;
#[cfg(feature = "ssr")]
use domain::school::State;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Lines of a list on paper.
#[cfg(feature = "ssr")]
const MOST_LINES: usize = 5000;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDetail {
    /// The change.
    pub view: ChangeView,
    /// What it would do; none once it is decided.
    pub preview: Option<Preview>,
    /// The list, as far as the reader may see it.
    pub moved: Vec<MovedLine>,
    /// Who would print the list, and when: stands on the paper.
    pub printed_by: String,
}

/// One change, with its preview or its list.
#[server(name = GetSchoolChange, client = Attended, prefix = "/api", endpoint = "school_change")]
pub async fn school_change(
    /// The change of schools.
    change: String,
) -> Result<ChangeDetail, AppError> {
    let actor = actor()?;
    let registry = registry();
    let schools = registry.schools();
    let view = schools.school_change(&actor, id(&change)?).await?;
    let open = matches!(view.line.state, State::Proposed | State::Consulting);
    let decides = actor.unit.as_ref().is_some_and(|unit| !unit.id.is_school());
    let preview = if open && decides { schools.preview_of_change(&actor, view.line.id).await? } else { None };
    let mut moved = Vec::new();
    if matches!(view.line.state, State::Running | State::Done) {
        let mut after = None;
        loop {
            let page = schools.moved_archives(&actor, view.line.id, after).await?;
            moved.extend(page.rows);
            after = page.next;
            if after.is_none() || moved.len() >= MOST_LINES {
                break;
            }
        }
    }
    let printed_by = w::printed_by(
        &actor.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default(),
        &actor.name,
        &moment(registry.store.clock.now()),
    );
    Ok(ChangeDetail { view, preview, moved, printed_by })
}

/// How far each school of a hand-over of many schools is, fifty a page.
#[server(name = GetHandedSchools, client = Attended, prefix = "/api", endpoint = "handed_schools")]
pub async fn handed_schools(
    /// The hand-over.
    change: String,
    /// The last school of the page before; empty for the first.
    #[server(default)]
    after: String,
) -> Result<Page<HandedLine, UnitId>, AppError> {
    let actor = actor()?;
    let after: Option<UnitId> = if after.is_empty() { None } else { Some(id(&after)?) };
    Ok(registry().schools().handed_schools(&actor, id(&change)?, after.as_ref()).await?)
}
