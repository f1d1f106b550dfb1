//! Details of what is decided about a unit (单位办理记录).

use super::Event;
use crate::matter::MatterKind;
use serde::{Deserialize, Serialize};

/// A matter about a unit as it stood when the unit's journal was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Which engine it belongs to.
    pub kind: MatterKind,
    /// Table and key of the engine's row.
    pub matter: String,
    /// The page of it.
    pub href: String,
    /// Where it stood afterwards, in Chinese.
    pub state: String,
    /// What it is about, in Chinese.
    pub about: String,
    /// What was decided, word for word as the engine keeps it. Nobody reads it by its keys: it stands here so that the chain binds it.
    pub decided: serde_json::Value,
}

/// What the journal of a unit keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitDetail {
    /// 单位事项登记
    Opened(Told),
    /// 单位事项办理
    Decided(Told),
}

impl UnitDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Opened(_) => Event::UnitMatterOpened,
            Self::Decided(_) => Event::UnitMatterDecided,
        }
    }

    /// The matter.
    pub fn told(self) -> Told {
        match self {
            Self::Opened(told) | Self::Decided(told) => told,
        }
    }
}
