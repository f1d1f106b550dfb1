//! Details of what is decided about a unit (单位办理记录).

use super::{Begun, Event, Step};
use crate::matter::MatterKind;
use serde::{Deserialize, Serialize};

/// A matter about a unit as it stood when the unit's journal was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told<D> {
    /// Table and key of the engine's row.
    pub matter: String,
    /// The page of it.
    pub href: String,
    /// Where it stood afterwards, in Chinese.
    pub state: String,
    /// What it is about, in Chinese.
    pub about: String,
    /// What was decided; it says of which kind the matter is.
    pub decided: D,
}

/// What the journal of a unit keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitDetail {
    /// 单位事项登记
    Opened(Told<Begun>),
    /// 单位事项办理
    Decided(Told<Step>),
}

impl UnitDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Opened(_) => Event::UnitMatterOpened,
            Self::Decided(_) => Event::UnitMatterDecided,
        }
    }

    /// Which engine the matter belongs to.
    pub fn kind(&self) -> MatterKind {
        match self {
            Self::Opened(told) => told.decided.kind(),
            Self::Decided(told) => told.decided.kind(),
        }
    }

    /// What it is about and where it stood afterwards, in Chinese.
    pub fn words(self) -> (String, String) {
        match self {
            Self::Opened(told) => (told.about, told.state),
            Self::Decided(told) => (told.about, told.state),
        }
    }
}
