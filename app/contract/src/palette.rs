//! 命令面板: what is asked for when it is opened, and what is found by it.

use crate::pupil::PupilLine;
use domain::case::CaseKind;
use serde::{Deserialize, Serialize};

/// What the palette offers before anything is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaletteBegin {
    /// What may be begun now about the pupil whose record is in sight.
    pub begins: Vec<CaseKind>,
    /// The pupils whose records the account opened last, the latest first.
    pub recent: Vec<PupilLine>,
}

/// The first pupils who were found by what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaletteFound {
    /// The pupils.
    pub rows: Vec<PupilLine>,
    /// Whether there are others: the list has them all.
    pub more: bool,
    /// What is wrong with what was typed.
    pub problem: Option<String>,
}
