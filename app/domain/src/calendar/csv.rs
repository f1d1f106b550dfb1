//! The calendar as a file: `date,kind,name`, one day a line, e.g. `2026-02-15,holiday,春节`.

use super::{DayKind, SpecialDay, WorkCalendar};
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::fmt;

/// The first line of the file.
pub const CSV_HEADER: &str = "date,kind,name";

/// What is wrong in a line of the file. For the official who loads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub what: String,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}行：{}", self.line, self.what)
    }
}

impl std::error::Error for LineError {}

impl WorkCalendar {
    /// Reads a file with the header [`CSV_HEADER`]. Blank lines, a byte order mark and Windows line ends are allowed.
    ///
    /// # Errors
    /// Every line that is wrong, not only the first.
    pub fn from_csv(text: &str) -> Result<Self, Vec<LineError>> {
        let mut days = BTreeMap::new();
        let mut errors = Vec::new();
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        if lines.next().is_none_or(|(_, header)| header.trim() != CSV_HEADER) {
            errors.push(LineError { line: 1, what: format!("首行应为“{CSV_HEADER}”。") });
        }
        for (index, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
            let line = index + 1;
            match read_line(text.trim()) {
                Err(what) => errors.push(LineError { line, what }),
                Ok((date, _)) if days.contains_key(&date) => {
                    errors.push(LineError {
                        line, what: format!("{date} 已在前面列出，请只保留一行。")
                    });
                }
                Ok((date, day)) => {
                    days.insert(date, day);
                }
            }
        }
        if errors.is_empty() { Ok(Self::new(days)) } else { Err(errors) }
    }

    /// The file that [`Self::from_csv`] reads, in order of date.
    pub fn to_csv(&self) -> String {
        let lines = self.days().map(|(date, day)| format!("{date},{},{}\n", day.kind.key(), day.name));
        std::iter::once(format!("{CSV_HEADER}\n")).chain(lines).collect()
    }
}

fn read_line(text: &str) -> Result<(NaiveDate, SpecialDay), String> {
    let cells: Vec<_> = text.split(',').map(str::trim).collect();
    let [date, kind, name] = cells[..] else {
        return Err(format!("应有日期、种类、名称三栏，实有{}栏。", cells.len()));
    };
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .ok()
        .filter(|date| (1900..=2200).contains(&date.year()))
        .ok_or_else(|| format!("“{date}”不是日期，请写成 2026-01-01 的样子。"))?;
    let kind = match kind {
        "holiday" => DayKind::Holiday,
        "workday" => DayKind::Workday,
        _ => return Err(format!("种类“{kind}”不对，放假写 holiday，调休上班写 workday。")),
    };
    if kind == DayKind::Workday && !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        return Err(format!("{date} 不是周六或周日，不能是调休上班日，请核对日期。"));
    }
    Ok((date, SpecialDay { kind, name: name.into() }))
}
