//! The feed (SSE): tells a page of somebody who is signed in that something he may see has changed. It carries no data, only
//! «ask again»: what may be seen is decided when the page asks.

use crate::router::AppState;
use app::api::session::SessionContext;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, Role};
use domain::org::OrgPath;
use futures::stream;
use http::StatusCode;
use registry::feed::Change;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// Several changes within this time are told once. Well below the two seconds in which a dashboard has to follow.
const GATHER: Duration = Duration::from_millis(300);

/// Whose changes somebody is told of.
struct Watch {
    changes: Receiver<Change>,
    /// The unit's own path, or for a guardian the paths of the children's schools.
    paths: Vec<OrgPath>,
    stopping: watch::Receiver<bool>,
}

pub(crate) async fn feed(
    State(state): State<AppState>,
    session: Option<Extension<SessionContext>>,
) -> Response {
    let Some(actor) = session.and_then(|Extension(session)| session.full_actor()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let changes = state.registry.store.feed.listen();
    let paths = match paths(&state, &actor).await {
        Ok(paths) => paths,
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let watch = Watch { changes, paths, stopping: state.stopping.clone() };
    let events = stream::unfold(watch, |mut watch| async move {
        watch.next().await.then(|| (Ok::<_, Infallible>(Event::default().data("changed")), watch))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}

async fn paths(state: &AppState, actor: &Actor) -> Result<Vec<OrgPath>, registry::error::Error> {
    match (&actor.unit, actor.role) {
        (Some(unit), _) => Ok(vec![unit.path.clone()]),
        (None, Role::Guardian) => {
            let mut paths = Vec::new();
            for child in &actor.children {
                paths.push(state.registry.school_path_of(*child).await?);
            }
            Ok(paths)
        }
        (None, _) => Ok(Vec::new()),
    }
}

impl Watch {
    /// Waits for a change, then a moment for those that come with it. Gives false when the feed has ended.
    async fn next(&mut self) -> bool {
        loop {
            let change = tokio::select! {
                change = self.changes.recv() => change,
                _ = self.stopping.wait_for(|stopping| *stopping) => return false,
            };
            match change {
                Ok(change) if self.concerns(&change) => break,
                Ok(_) => {}
                // Too many to follow: something of ours was surely among them.
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return false,
            }
        }
        tokio::time::sleep(GATHER).await;
        while self.changes.try_recv().is_ok() {}
        true
    }

    fn concerns(&self, change: &Change) -> bool {
        let (Change::School(path) | Change::Figures(path)) = change;
        self.paths.iter().any(|own| own.covers(path))
    }
}
