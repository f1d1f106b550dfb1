//! 转学流向: which units pupils leave and which they come to, by school year, counted for every authority on the way; and how such a table
//! is told without telling of a single child ([`told`]).

#[cfg(test)]
mod tests;
mod told;

pub use told::{Cell, Known, ToldFlows, told};

use crate::calendar::SchoolYear;
use crate::id::UnitId;
use crate::org::OrgPath;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One side of a flow as an authority sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A unit directly below it.
    Unit(UnitId),
    /// 外地: what is not below it, or not in this register.
    Outside,
}

impl Side {
    /// Stable name in the store.
    pub fn key(&self) -> &str {
        match self {
            Self::Unit(unit) => unit.as_str(),
            Self::Outside => "outside",
        }
    }
}

/// A transfer that was concluded: in which school year, and where the two schools stood then. A school that comes to answer to another
/// authority takes nothing of the past with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    year: SchoolYear,
    /// The place of the school that was left; none outside this register.
    from: Option<OrgPath>,
    /// The place of the school that received; none outside this register.
    to: Option<OrgPath>,
}

/// What stands for a place outside in a counter.
const NOWHERE: &str = "-";
/// What a counter of flows begins with.
const COUNTER: &str = "flow";

impl Flow {
    /// A flow; none where nobody left one school for another.
    pub fn new(year: SchoolYear, from: Option<OrgPath>, to: Option<OrgPath>) -> Option<Self> {
        (from != to).then_some(Self { year, from, to })
    }

    /// The counter of its school under which it is counted.
    pub fn counter(&self) -> String {
        let text = |path: &Option<OrgPath>| path.as_ref().map_or(NOWHERE, OrgPath::as_str).to_owned();
        format!("{COUNTER}|{}|{}|{}", self.year.start_year(), text(&self.from), text(&self.to))
    }

    /// Whether a counter counts flows: an authority sums them by the units below it, not as they are.
    pub fn is_counter(counter: &str) -> bool {
        counter.split('|').next() == Some(COUNTER)
    }

    /// The flow that a counter counts.
    pub fn from_counter(counter: &str) -> Option<Self> {
        let parts: Vec<&str> = counter.split('|').collect();
        let [COUNTER, year, from, to] = parts.as_slice() else { return None };
        Self::new(SchoolYear::starting_in(year.parse().ok()?), place(from)?, place(to)?)
    }

    /// The school year in which it was concluded.
    pub fn year(&self) -> SchoolYear {
        self.year
    }

    /// The cells it counts in: each authority on the way of either school, and the two sides as it sees them. What stays below one unit is
    /// no flow between units.
    pub fn cells(&self) -> Vec<(UnitId, Side, Side)> {
        let ways: Vec<Vec<UnitId>> = [&self.from, &self.to]
            .into_iter()
            .map(|path| path.as_ref().map(OrgPath::units).unwrap_or_default())
            .collect();
        let authorities: BTreeSet<&UnitId> = ways.iter().flatten().filter(|unit| !unit.is_school()).collect();
        let side = |way: Option<&Vec<UnitId>>, authority: &UnitId| {
            let way = way.map(Vec::as_slice).unwrap_or_default();
            let below = way.iter().skip_while(|unit| *unit != authority).nth(1);
            below.map_or(Side::Outside, |unit| Side::Unit(unit.clone()))
        };
        authorities
            .into_iter()
            .map(|authority| (authority.clone(), side(ways.first(), authority), side(ways.last(), authority)))
            .filter(|(_, from, to)| from != to)
            .collect()
    }
}

/// A place as a counter has it; none where the text is no place.
fn place(text: &str) -> Option<Option<OrgPath>> {
    if text == NOWHERE {
        return Some(None);
    }
    let units = text.split('/').filter(|part| !part.is_empty()).map(str::parse::<UnitId>);
    let units: Vec<UnitId> = units.collect::<Result<_, _>>().ok()?;
    let (first, below) = units.split_first()?;
    let root = OrgPath::root();
    (*first == UnitId::nation()).then(|| Some(below.iter().fold(root, |path, unit| path.child(unit))))
}
