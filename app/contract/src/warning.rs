//! Early warnings (监测预警).

use crate::{Page, Said};
use chrono::NaiveDate;
use domain::case::CaseKind;
use domain::id::{CaseId, WarningId};
use domain::shown::Shown;
use domain::warning::{Indicator, Level, Reading};
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningLine {
    /// The warning.
    pub id: WarningId,
    /// The version that is shown.
    pub version: u64,
    /// 单位
    pub unit: String,
    /// What is measured.
    pub indicator: Indicator,
    /// How loud.
    pub level: Level,
    /// The newest figure; of a closed one, that of the day it was closed.
    pub newest: Option<Reading>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// Until when.
    pub closed_on: Option<NaiveDate>,
    /// Whether the unit has said what it does.
    pub acknowledged: bool,
    /// By when the unit has to say what it does; none while it is not asked.
    pub answer_by: Option<NaiveDate>,
}

impl WarningLine {
    /// The same as it is shown: what a form that answers it sends.
    pub fn shown(&self) -> Shown<WarningId> {
        Shown::new(self.id, self.version)
    }

    /// The newest figure; 0 before the first.
    pub fn figure(&self) -> u64 {
        self.newest.as_ref().map_or(0, |reading| reading.figure)
    }

    /// The newest share in ‰; none without pupils.
    pub fn per_mille(&self) -> Option<u64> {
        self.newest.as_ref().and_then(Reading::per_mille)
    }
}

/// One page of a unit's warnings and those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningPage {
    /// The unit whose subtree is shown.
    pub unit: String,
    /// The warnings, newest first.
    pub warnings: Page<WarningLine, WarningId>,
}

/// A case behind a figure: no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceCase {
    /// The case; none when it stands outside the reader's unit and what is below, and cannot be opened from here.
    pub id: Option<CaseId>,
    /// 办件编号
    pub number: String,
    /// What it is about.
    pub kind: CaseKind,
}

/// What a unit said about its warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSaid {
    /// The unit.
    pub unit: String,
    /// Who said what there.
    pub said: Said,
}

/// One warning and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningView {
    /// What a list shows.
    pub line: WarningLine,
    /// Day by day, the newest first.
    pub readings: Vec<Reading>,
    /// The cases behind the newest figure; none for officials.
    pub cases: Vec<EvidenceCase>,
    /// What was said, the newest first; none for officials.
    pub said: Vec<UnitSaid>,
    /// Where the thresholds come from.
    pub source: String,
    /// Whether the reader sees what was said.
    pub in_words: bool,
    /// Whether the reader may say what is done.
    pub may_acknowledge: bool,
}
