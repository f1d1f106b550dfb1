//! The feed (SSE): tells a page of somebody who is signed in which of the topics it listens to have changed. It carries no data, only
//! «ask again»: what may be seen is decided when the page asks, and what may be heard here by who is signed in.

use crate::router::AppState;
use app::api::session::SessionContext;
use app::api::{MADE_AT, MadeAt};
use axum::Extension;
use axum::extract::{Query, Request, State};
use axum::middleware::Next;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, Role};
use domain::org::OrgPath;
use domain::topic::Topic;
use futures::stream;
use http::{HeaderMap, StatusCode};
use registry::Registry;
use registry::feed::{Change, Listener, Missed, Weight};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Several changes within this time are told once. Well below the two seconds in which a page has to follow.
const GATHER: Duration = Duration::from_millis(200);

/// What lies below an authority is told at most once in this time.
const UPPER: Duration = Duration::from_secs(2);

/// More topics than any page listens to.
const TOPICS: usize = 16;

/// Said in place of topics when nobody knows what was missed.
const ALL: &str = "all";

/// What a page asks for: from which commit on, and of what.
#[derive(Deserialize)]
pub(crate) struct Asked {
    from: Option<u64>,
    #[serde(default)]
    topics: String,
}

pub(crate) async fn feed(
    State(state): State<AppState>,
    session: Option<Extension<SessionContext>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(actor) = session.and_then(|Extension(session)| session.full_actor()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let listener = match schools(&state, &actor).await {
        Ok(schools) => Listener::new(&actor, schools),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    // A browser that connects again says what it heard last; its address still says what the page was made at.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let topics = asked.topics.split(',').filter_map(|topic| topic.parse().ok()).take(TOPICS).collect();
    let watch =
        Watch::new(state.registry.clone(), listener, topics, last.or(asked.from), state.stopping.clone());
    let events = stream::unfold(watch, |mut watch| async move {
        let (seq, words) = watch.next().await?;
        Some((Ok::<_, Infallible>(Event::default().id(seq.to_string()).data(words)), watch))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}

/// Says of every page and answer up to which commit everything is in it: nothing is read before the number is.
pub(crate) async fn made_at(State(registry): State<Registry>, mut request: Request, next: Next) -> Response {
    let seq = registry.store.settled();
    let function = request.uri().path().starts_with("/api/");
    request.extensions_mut().insert(MadeAt(seq));
    let mut response = next.run(request).await;
    if function {
        response.headers_mut().insert(MADE_AT, seq.into());
    }
    response
}

/// Where a guardian's children go to school.
async fn schools(state: &AppState, actor: &Actor) -> Result<Vec<OrgPath>, registry::error::Error> {
    let mut paths = Vec::new();
    if actor.role == Role::Guardian {
        for child in &actor.children {
            paths.push(state.registry.pupils().school_path_of(*child).await?);
        }
    }
    Ok(paths)
}

/// One page that listens.
struct Watch {
    registry: Registry,
    changes: Receiver<Arc<Change>>,
    listener: Listener,
    topics: BTreeSet<Topic>,
    stopping: watch::Receiver<bool>,
    told: Told,
}

/// Until the server is told to stop.
async fn ended(stopping: &mut watch::Receiver<bool>) {
    // Whoever would say so is gone only with the server itself.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// What is to be told, and when.
#[derive(Default)]
struct Told {
    now: BTreeSet<Topic>,
    /// Nobody knows what was missed.
    all: bool,
    /// When what is to be told now is told.
    at: Option<Instant>,
    /// What may wait, and the first commit that did.
    later: BTreeSet<Topic>,
    later_from: Option<u64>,
    /// Before this nothing of that is told.
    not_before: Option<Instant>,
}

impl Told {
    fn note(&mut self, topic: Topic, weight: Weight, seq: u64, now: Instant) {
        match (weight, self.not_before) {
            (Weight::Upper, Some(not_before)) if not_before > now => {
                self.later.insert(topic);
                self.later_from = Some(self.later_from.map_or(seq, |first| first.min(seq)));
            }
            _ => {
                if weight == Weight::Upper {
                    self.not_before = Some(now + UPPER);
                    // What waited is told with it.
                    self.now.append(&mut self.later);
                    self.later_from = None;
                }
                self.now.insert(topic);
                self.at.get_or_insert(now + GATHER);
            }
        }
    }

    fn everything(&mut self, now: Instant) {
        self.all = true;
        self.at.get_or_insert(now);
    }

    /// When there will be something to say.
    fn due(&self) -> Option<Instant> {
        let later = self.not_before.filter(|_| !self.later.is_empty());
        self.at.into_iter().chain(later).min()
    }

    /// What is to be said at this moment.
    fn said(&mut self, now: Instant) -> Option<String> {
        if self.not_before.is_some_and(|not_before| not_before <= now) {
            self.not_before = (!self.later.is_empty()).then(|| now + UPPER);
            let later = std::mem::take(&mut self.later);
            self.later_from = None;
            self.now.extend(later);
        } else if self.at.is_none_or(|at| at > now) {
            return None;
        }
        self.at = None;
        let topics = std::mem::take(&mut self.now);
        if std::mem::take(&mut self.all) {
            return Some(ALL.to_owned());
        }
        let words: Vec<_> = topics.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| words.join(","))
    }
}

impl Watch {
    fn new(
        registry: Registry,
        listener: Listener,
        topics: BTreeSet<Topic>,
        from: Option<u64>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let settled = registry.store.settled();
        let (missed, changes) = registry.store.feed.listen_from(from.unwrap_or(settled), settled);
        let mut watch = Self { registry, changes, listener, topics, stopping, told: Told::default() };
        match missed {
            Missed::Unknown => watch.told.everything(Instant::now()),
            Missed::Changes(changes) => changes.iter().for_each(|change| watch.hear(change)),
        }
        watch
    }

    fn hear(&mut self, change: &Change) {
        let now = Instant::now();
        for (topic, weight) in self.listener.hears(change, &self.topics) {
            self.told.note(topic, weight, change.seq, now);
        }
    }

    /// Waits for a change, then a moment for those that come with it. Gives the number up to which the page has now been told of
    /// everything, and what changed; none when the feed has ended.
    async fn next(&mut self) -> Option<(u64, String)> {
        loop {
            let due = self.told.due();
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(change) => self.hear(&change),
                    // Too many to follow: something of ours was surely among them.
                    Err(RecvError::Lagged(_)) => self.told.everything(Instant::now()),
                    Err(RecvError::Closed) => return None,
                },
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    // First the number: what is told after it is read is told again to who comes back.
                    let seq = self.registry.store.settled();
                    while let Ok(change) = self.changes.try_recv() {
                        self.hear(&change);
                    }
                    if let Some(words) = self.told.said(Instant::now()) {
                        // What waits has not been told.
                        let told = self.told.later_from.map_or(seq, |first| seq.min(first.saturating_sub(1)));
                        return Some((told, words));
                    }
                }
                () = ended(&mut self.stopping) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_told_of_what_lies_below_at_most_once_in_two_seconds_and_of_its_own_at_once() {
        let start = Instant::now();
        let mut told = Told::default();
        let figures = || Topic::figures("320100").unwrap();
        let mut said = Vec::new();
        // Ten seconds of a change below every 50 ms, and one change of its own.
        for ms in (0..10_000).step_by(50) {
            let now = start + Duration::from_millis(ms);
            told.note(figures(), Weight::Upper, ms, now);
            if ms == 5000 {
                told.note(Topic::Desk, Weight::Own, ms, now);
            }
            while told.due().is_some_and(|due| due <= now) {
                if let Some(words) = told.said(now) {
                    said.push((ms, words));
                }
            }
        }
        let of = |topic: &str| {
            said.iter().filter(|(_, words)| words.contains(topic)).map(|(ms, _)| *ms).collect::<Vec<_>>()
        };
        let figures = of("figures");
        assert!(figures.windows(2).all(|pair| pair[1] - pair[0] >= 1800), "{figures:?}");
        assert!((4..=6).contains(&figures.len()), "{figures:?}");
        assert_eq!(of("desk").len(), 1);
        assert!((5000..=5300).contains(&of("desk")[0]), "{said:?}");
        // The last one is not forgotten when it grows quiet.
        let quiet = start + Duration::from_secs(13);
        assert!(told.due().is_some_and(|due| due <= quiet) && told.said(quiet).is_some());
        assert!(told.due().is_none(), "and told once");
    }
}
