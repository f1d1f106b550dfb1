//! 对账: what the source counts by school, grade and status beside what this register has afterwards.

use super::profile::Profile;
use super::standing::taken_as;
use crate::codes::PupilStatus;
use crate::id::UnitId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is counted by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// 学校标识码, as the source writes it: it may be of no school here.
    pub school: String,
    /// 1–12; 0 where the row's grade could not be read.
    pub grade: u8,
    /// Code of the status; empty where it could not be read.
    pub status: String,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = PupilStatus::from_code(&self.status).map_or("（状态不明）", PupilStatus::label);
        write!(f, "学校 {}，{} 年级，{status}", self.school, self.grade)
    }
}

/// Pupils by cell.
pub type Tally = BTreeMap<Cell, u64>;

/// A cell in which the two sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which.
    pub cell: Cell,
    /// What the source counts.
    pub source: u64,
    /// What this register has.
    pub here: u64,
}

/// Both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// All the source counts.
    pub source: u64,
    /// All this register has.
    pub here: u64,
    /// Where they differ.
    pub cells: Vec<Difference>,
}

impl Differences {
    /// Holds the two sides against each other.
    pub fn between(source: &Tally, here: &Tally) -> Self {
        let cells: BTreeSet<&Cell> = source.keys().chain(here.keys()).collect();
        let count = |side: &Tally, cell: &Cell| side.get(cell).copied().unwrap_or_default();
        let differ = cells.into_iter().filter_map(|cell| {
            let (source, here) = (count(source, cell), count(here, cell));
            (source != here).then(|| Difference { cell: cell.clone(), source, here })
        });
        Self { source: source.values().sum(), here: here.values().sum(), cells: differ.collect() }
    }

    /// Whether both sides say the same.
    pub fn agree(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Why a file of totals cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl fmt::Display for TotalsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "合计表第 {} 行：{}", self.line, self.what)
    }
}

/// Reads the source's totals: a line of headings, then 学校标识码,年级,学籍状态,人数.
///
/// # Errors
/// The first line that cannot be read, or that says a cell a second time.
pub fn read_totals(text: &str, profile: &Profile) -> Result<Tally, TotalsProblem> {
    let mut tally = Tally::new();
    let text = text.trim_start_matches('\u{feff}');
    for (n, line) in text.lines().enumerate().skip(1) {
        let problem = |what| TotalsProblem { line: n + 1, what };
        if line.trim().is_empty() {
            continue;
        }
        let parts: Vec<&str> = line.split([',', '\t', '，']).map(str::trim).collect();
        let &[school, grade, status, count] = parts.as_slice() else {
            return Err(problem("应有 4 列：学校标识码、年级（1至12）、学籍状态、人数。"));
        };
        let school: UnitId = school.parse().map_err(|_| problem("学校标识码不对。"))?;
        let grade = grade.parse::<u8>().ok().filter(|n| (1..=12).contains(n));
        let status = profile.status(status).ok_or_else(|| problem("学籍状态不能识别。"))?;
        // As its pupils are taken over: who is back is in school.
        let status = taken_as(status).unwrap_or(status);
        let cell = Cell {
            school: school.to_string(),
            grade: grade.ok_or_else(|| problem("年级应为 1 至 12。"))?,
            status: status.code().to_owned(),
        };
        // Of 32 bits: no sum of such lines is more than is counted.
        let count = u64::from(count.parse::<u32>().map_err(|_| problem("人数不是整数。"))?);
        if tally.insert(cell, count).is_some() {
            return Err(problem("同一学校、年级、状态写了两行。"));
        }
    }
    tally.retain(|_, count| *count > 0);
    Ok(tally)
}
