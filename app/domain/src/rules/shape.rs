//! What the value of a rule may look like, how it is read and how it is shown. Values are kept as text: what is printed in
//! a history must stay readable when the program has changed.

use crate::archive::extras;
use crate::calendar;
use crate::numbering::NumberForm;
use chrono::{Datelike, NaiveDate};

/// Code and label of what can be chosen.
pub type Options = &'static [(&'static str, &'static str)];

/// The shape of a rule's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A whole number within bounds, with its unit (个月, 个工作日).
    Number {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
        /// 单位
        unit: &'static str,
    },
    /// Three whole numbers, each above the one before: from where on 提示, 关注, 预警 (see [`crate::warning`]).
    Levels {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
        /// 单位
        unit: &'static str,
    },
    /// `yes` or `no`.
    YesNo,
    /// One code of a list.
    Choice(Options),
    /// Any number of codes of a list, with commas between; empty means none.
    Several(Options),
    /// Stretches of the year, `07-15~08-14`, with commas between; empty means none. A stretch may go over the new year.
    Windows,
    /// A day of the year, `08-31`.
    Day,
    /// Terms of school years with their first and last day, one a line (see [`calendar::parse_terms`]); empty means none.
    Terms,
    /// Days of certain years, one stretch a line (see [`calendar::parse_days`]); empty means none.
    Dates,
    /// Columns that a province adds to the archive, one a line (see [`crate::archive::extras`]); empty means none.
    Columns,
    /// The form of a number (see [`crate::numbering`]); empty means none.
    NumberForm,
}

/// A day that comes every year: month and day.
pub type MonthDay = (u32, u32);

impl Shape {
    /// The value in canonical form, or what is wrong with it in a sentence.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(self, text: &str) -> Result<String, String> {
        let text = text.trim();
        let parts = || text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
        match self {
            Self::Number { min, max, unit } => match text.parse::<u32>() {
                Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
                _ => Err(format!("应为{min}至{max}之间的整数（{unit}）。")),
            },
            Self::Levels { min, max, unit } => match levels(text) {
                Some(three)
                    if three.iter().all(|n| (min..=max).contains(n))
                        && three.iter().zip(&three[1..]).all(|(low, high)| low < high) =>
                {
                    Ok(three.map(|n| n.to_string()).join(","))
                }
                _ => Err(format!("应为三个逐级增大的整数（{min}至{max}，{unit}），写作“10,30,50”。")),
            },
            Self::YesNo => match text {
                "yes" | "no" => Ok(text.to_owned()),
                _ => Err("请选择“是”或“否”。".to_owned()),
            },
            Self::Choice(options) => match options.iter().find(|(code, _)| *code == text) {
                Some((code, _)) => Ok((*code).to_owned()),
                None => Err("请选择一项。".to_owned()),
            },
            Self::Several(options) => {
                if let Some(unknown) = parts().find(|part| options.iter().all(|(code, _)| code != part)) {
                    return Err(format!("没有“{unknown}”这一项。"));
                }
                let chosen = options.iter().filter(|(code, _)| parts().any(|part| part == *code));
                Ok(chosen.map(|(code, _)| *code).collect::<Vec<_>>().join(","))
            }
            Self::Windows => {
                let windows: Option<Vec<_>> = parts().map(window).collect();
                let windows = windows.ok_or("应写作“07-15~08-14”，多段之间用逗号分开。")?;
                Ok(windows
                    .iter()
                    .map(|(from, to)| format!("{}~{}", wire(*from), wire(*to)))
                    .collect::<Vec<_>>()
                    .join(","))
            }
            Self::Day => month_day(text).map(wire).ok_or_else(|| "应写作“08-31”。".to_owned()),
            Self::Terms => Ok(calendar::terms_text(&calendar::parse_terms(text)?)),
            Self::Dates => Ok(calendar::days_text(&calendar::parse_days(text)?)),
            Self::Columns => Ok(extras::text(&extras::parse(text)?)),
            Self::NumberForm if text.is_empty() => Ok(String::new()),
            Self::NumberForm => Ok(NumberForm::parse(text)?.to_string()),
        }
    }

    /// The value as people read it.
    pub fn words(self, value: &str) -> String {
        let label = |options: Options, code: &str| {
            options
                .iter()
                .find(|(known, _)| *known == code)
                .map_or(code.to_owned(), |(_, label)| (*label).to_owned())
        };
        match self {
            Self::Number { unit, .. } => format!("{value}{unit}"),
            Self::Levels { unit, .. } => {
                let named = super::Level::ALL.into_iter().zip(value.split(','));
                let words = named.map(|(level, n)| format!("{}{n}{unit}", level.label()));
                words.collect::<Vec<_>>().join("，")
            }
            Self::YesNo => if value == "yes" { "是" } else { "否" }.to_owned(),
            Self::Choice(options) => label(options, value),
            Self::Several(_)
            | Self::Windows
            | Self::Terms
            | Self::Dates
            | Self::Columns
            | Self::NumberForm
                if value.is_empty() =>
            {
                "无".to_owned()
            }
            Self::Several(options) => {
                value.split(',').map(|code| label(options, code)).collect::<Vec<_>>().join("、")
            }
            Self::Windows => windows(value)
                .into_iter()
                .map(|(from, to)| format!("{}至{}", day_words(from), day_words(to)))
                .collect::<Vec<_>>()
                .join("，"),
            Self::Day => month_day(value).map_or(value.to_owned(), day_words),
            Self::Terms => {
                let terms = calendar::parse_terms(value).unwrap_or_default();
                let words = terms.iter().map(|(of, days)| format!("{of}{}", stretch_words(*days)));
                words.collect::<Vec<_>>().join("，")
            }
            Self::Dates => {
                let days = calendar::parse_days(value).unwrap_or_default();
                days.into_iter().map(stretch_words).collect::<Vec<_>>().join("，")
            }
            Self::Columns => {
                let columns = extras::parse(value).unwrap_or_default();
                columns.iter().map(|column| column.heading()).collect::<Vec<_>>().join("、")
            }
            Self::NumberForm => NumberForm::parse(value).map_or(value.to_owned(), |form| form.words()),
        }
    }
}

/// The three numbers of a value.
pub(super) fn levels(text: &str) -> Option<[u32; 3]> {
    let numbers: Option<Vec<u32>> =
        text.split([',', '，', '、']).map(|part| part.trim().parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The stretches of a canonical value.
pub(super) fn windows(value: &str) -> Vec<(MonthDay, MonthDay)> {
    value.split(',').filter_map(window).collect()
}

/// The day of a canonical value.
pub(super) fn month_day(text: &str) -> Option<MonthDay> {
    let (month, day) = text.trim().split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February is a day.
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

fn window(text: &str) -> Option<(MonthDay, MonthDay)> {
    let (from, to) = text.split_once(['~', '～', '至'])?;
    Some((month_day(from)?, month_day(to)?))
}

/// Whether a date lies in a stretch of the year, both ends included.
pub fn within(date: NaiveDate, (from, to): (MonthDay, MonthDay)) -> bool {
    let day = (date.month(), date.day());
    if from <= to { (from..=to).contains(&day) } else { day >= from || day <= to }
}

fn wire((month, day): MonthDay) -> String {
    format!("{month:02}-{day:02}")
}

fn stretch_words((first, last): calendar::Stretch) -> String {
    let words = |date: NaiveDate| format!("{}年{}", date.year(), day_words((date.month(), date.day())));
    if first == last { words(first) } else { format!("{}至{}", words(first), words(last)) }
}

pub(super) fn day_words((month, day): MonthDay) -> String {
    format!("{month}月{day}日")
}
