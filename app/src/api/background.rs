//! How the system runs by itself: the clock, what failed, what was put aside.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::moment;
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is thought of the machine's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clock {
    /// Looked at once.
    Looking,
    /// Believed.
    Sound,
    /// It jumped: the last moment it was believed, and what it says.
    Held(String, String),
}

/// A piece of work that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideRow {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub work: String,
    /// Why the last try failed.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since: String,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Background {
    /// The clock.
    pub clock: Clock,
    /// Parts that failed: name, reason, since when.
    pub failing: Vec<(String, String, String)>,
    /// What was put aside, oldest first, at most 100.
    pub aside: Vec<AsideRow>,
}

#[cfg(feature = "ssr")]
fn row(one: registry::background::PutAside) -> AsideRow {
    use registry::background::Work;
    let work = match &one.work {
        Work::Message { topic, .. } => match topic.as_str() {
            "rollup" => "汇总统计数字",
            "identity" => "身份信息核对",
            "problem_check" => "问题学籍核查",
            "review" => "学籍复核",
            "calendar" => "重算办理期限",
            _ => "后台消息",
        },
        Work::Import { .. } => "批量导入",
    };
    AsideRow {
        id: one.uid.to_string(),
        work: work.to_owned(),
        reason: one.reason,
        tries: one.tries,
        since: moment(one.since),
    }
}

/// How the background stands.
#[server(name = GetBackground, client = Attended, prefix = "/api", endpoint = "background")]
pub async fn background() -> Result<Background, AppError> {
    use registry::background::ClockState;
    let view = registry().background(&actor()?).await?;
    Ok(Background {
        clock: match view.clock {
            ClockState::Looking => Clock::Looking,
            ClockState::Sound => Clock::Sound,
            ClockState::Held(jump) => Clock::Held(moment(jump.trusted), moment(jump.found)),
        },
        failing: view
            .failing
            .into_iter()
            .map(|state| {
                let since = state.failing_since.map(moment).unwrap_or_default();
                (state.part.label().to_owned(), state.failure.unwrap_or_default(), since)
            })
            .collect(),
        aside: view.aside.into_iter().map(row).collect(),
    })
}

/// Has work that was put aside tried again.
#[server(client = Attended, prefix = "/api", endpoint = "take_up")]
pub async fn take_up(work: String) -> Result<(), AppError> {
    let actor = actor()?;
    let id = work.parse().map_err(|_| AppError::NotFound)?;
    let result = registry().take_up(&actor, id).await;
    end(result, typed([]), crate::text::t::background::TAKEN_UP).await
}

/// Says that the machine's clock is right.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_clock")]
pub async fn confirm_clock(clock_reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().confirm_clock(&actor, &clock_reason).await;
    let kept = typed([("clock_reason", cut(&clock_reason))]);
    end(result, kept, crate::text::t::background::CLOCK_CONFIRMED).await
}

#[cfg(feature = "ssr")]
async fn end(
    result: registry::error::Result<()>,
    kept: std::collections::BTreeMap<String, String>,
    words: &str,
) -> Result<(), AppError> {
    let result = result.map(|()| "/background".to_owned()).map_err(AppError::from);
    keep::finish_saying("background", "background", "/background", kept, result, words).await
}
