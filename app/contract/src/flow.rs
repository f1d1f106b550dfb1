//! 转学流向: who left which unit for which, as it may be told.

use domain::calendar::SchoolYear;
use domain::flow::ToldFlows;
use domain::id::UnitId;
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};

/// The flows between the units directly below an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowsView {
    /// The authority.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The units from the reader's own down to the one above this: code and name.
    pub above: Vec<(UnitId, String)>,
    /// Whether the reader may open the pages of the units below.
    pub opens: bool,
    /// This school year and the one before.
    pub years: Vec<FlowTable>,
}

/// The flows of a school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowTable {
    /// 学年
    pub year: SchoolYear,
    /// The units with any, in the order of rows and columns; the outside comes after them.
    pub units: Vec<FlowUnit>,
    /// The figures; none where they are so few that none may be told.
    pub told: Option<ToldFlows>,
    /// Whether nobody moved.
    pub empty: bool,
}

/// A unit of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowUnit {
    /// Its code.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// Whether it still stands directly below.
    pub here: bool,
}
