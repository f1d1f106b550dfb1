//! Units as a matter names them (单位), and how one is reached.

use crate::id::UnitId;
use serde::{Deserialize, Serialize};

/// A unit as the matter names it: with the name it had then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Office {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
}

/// How the receiver is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// In this system: the receiver's registrar gives the receipt.
    Online,
    /// 纸质送达: the receiver has nobody here (a township), so the sender's registrar records the paper receipt (送达回执).
    Paper,
}
