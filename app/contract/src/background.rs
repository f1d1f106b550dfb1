//! How the system runs by itself (运行状况): the clock, what failed, what was put aside.

use crate::message::Channels;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A jump of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jump {
    /// The last moment at which the clock was believed.
    pub trusted: DateTime<Utc>,
    /// What it says now.
    pub found: DateTime<Utc>,
}

/// What is thought of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ClockState {
    /// Looked at once, or it was just set: a second look has to agree.
    Looking,
    /// Two looks agree: what is to be done by itself is done.
    Sound,
    /// It jumped. Nothing is done by itself until an operator confirms it or it is right again.
    Held(Jump),
}

/// A part of what is done by itself that failed the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailingPart {
    /// Which, by its key.
    pub part: String,
    /// Why.
    pub reason: String,
    /// Since when; none where it is not known.
    pub since: Option<DateTime<Utc>>,
}

/// A job that was put aside (已搁置).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAside {
    /// Its key.
    pub uid: String,
    /// What it is, by the key of its kind.
    pub work: String,
    /// Why the last try failed.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when it lies there.
    pub since: DateTime<Utc>,
}

/// What an operator sees of the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackgroundView {
    /// What is thought of the machine's clock.
    pub clock: ClockState,
    /// The parts of what is done every hour that failed the last time.
    pub failing: Vec<FailingPart>,
    /// What was put aside, oldest first.
    pub aside: Vec<PutAside>,
    /// By which ways messages go out of this system.
    pub channels: Channels,
    /// How many messages wait to be sent.
    pub unsent: u64,
}
