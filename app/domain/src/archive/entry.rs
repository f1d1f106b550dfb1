//! One entry: read by the same rules from a pupil's form, a class's grid and a sheet.

use super::column::Column;
use super::kind::EntryKind;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 类别
    pub kind: EntryKind,
    /// Key of the period, see [`super::Period`].
    pub period: String,
    /// Canonical values by column; empty ones are not kept.
    pub values: BTreeMap<String, String>,
}

/// What is wrong with one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProblem {
    /// Key of the column, or `period`.
    pub column: String,
    /// A sentence.
    pub message: String,
}

impl From<EntryProblem> for Refusal {
    fn from(problem: EntryProblem) -> Self {
        Self::new(RefusalCode::named(&problem.column), Basis::Article(7), problem.message, "请改正后再保存。")
    }
}

impl Entry {
    /// Reads what was typed. `columns` are the kind's own, or the province's for [`EntryKind::Extra`]; what is typed for
    /// other keys counts for nothing.
    ///
    /// # Errors
    /// Everything that is wrong, at once, in the order of the columns.
    pub fn read(
        kind: EntryKind,
        columns: &[Column],
        period: &str,
        typed: &BTreeMap<String, String>,
        today: NaiveDate,
    ) -> Result<Self, Vec<EntryProblem>> {
        let mut wrong = Vec::new();
        let mut values = BTreeMap::new();
        let period = kind.period().read(period, today).unwrap_or_else(|message| {
            wrong.push(EntryProblem { column: "period".into(), message });
            String::new()
        });
        for column in columns {
            match column.read(typed.get(&column.key).map_or("", String::as_str), today) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => drop(values.insert(column.key.clone(), value)),
                Err(message) => wrong.push(EntryProblem { column: column.key.clone(), message }),
            }
        }
        if wrong.is_empty() { Ok(Self { kind, period, values }) } else { Err(wrong) }
    }

    /// What makes it this entry and no other of the same pupil.
    pub fn identity(&self) -> String {
        let mut text = format!("{}|{}", self.kind.key(), self.period);
        for key in self.kind.identity() {
            text.push('|');
            text.push_str(self.values.get(*key).map_or("", String::as_str));
        }
        text
    }

    /// Heading and value of every column that is filled; what the columns no longer have is shown under its key.
    pub fn lines(&self, columns: &[Column]) -> Vec<(String, String)> {
        let known = columns
            .iter()
            .filter_map(|column| Some((column.heading(), self.values.get(&column.key)?.clone())));
        let gone = self.values.iter().filter(|(key, _)| columns.iter().all(|column| column.key != **key));
        known.chain(gone.map(|(key, value)| (key.clone(), value.clone()))).collect()
    }

    /// The entry in one line.
    pub fn words(&self, columns: &[Column]) -> String {
        let mut parts = vec![self.kind.period().words(&self.period)];
        parts.extend(self.lines(columns).into_iter().map(|(label, value)| format!("{label} {value}")));
        parts.retain(|part| !part.is_empty());
        parts.join("，")
    }
}
