//! One piece of an entry: what it is called, what it may hold, how it is read. Values are kept as canonical text, so that what
//! was filed stays readable when the program has changed.

use crate::form::cell::CellKind;
use crate::form::parse_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Marks in words, for where no number is given.
pub const GRADES: [&str; 8] = ["优秀", "良好", "合格", "不合格", "A", "B", "C", "D"];

/// What a column may hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Text of at most so many characters.
    Text {
        /// 字数上限
        max: usize,
    },
    /// A number; `min` and `max` in units of the last decimal place.
    Number {
        /// Smallest value × 10^decimals.
        min: i64,
        /// Largest value × 10^decimals.
        max: i64,
        /// Decimal places kept: 0 to 3.
        decimals: u8,
        /// 单位
        unit: String,
    },
    /// A day, kept as `2026-05-01`; never one that has not come.
    Date,
    /// One of these words.
    Choice {
        /// What can be chosen.
        options: Vec<String>,
    },
    /// A mark: a number from 0 to 1000 with one decimal, or one of [`GRADES`].
    Mark,
    /// Minutes and seconds, kept as `4:05`.
    Time,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Stable name in the store and in forms.
    pub key: String,
    /// 项目
    pub label: String,
    /// What it may hold.
    pub kind: ColumnKind,
    /// 必填
    pub required: bool,
}

impl Column {
    /// A column that has to be filled.
    pub fn required(key: &str, label: &str, kind: ColumnKind) -> Self {
        Self { key: key.into(), label: label.into(), kind, required: true }
    }

    /// A column that may stay empty.
    pub fn optional(key: &str, label: &str, kind: ColumnKind) -> Self {
        Self { required: false, ..Self::required(key, label, kind) }
    }

    /// Its heading with the unit, e.g. `身高（厘米）`.
    pub fn heading(&self) -> String {
        match &self.kind {
            ColumnKind::Number { unit, .. } if !unit.is_empty() => format!("{}（{unit}）", self.label),
            ColumnKind::Time => format!("{}（分:秒）", self.label),
            _ => self.label.clone(),
        }
    }

    /// The value in canonical form; empty where nothing was filled in.
    ///
    /// # Errors
    /// A sentence for who typed it.
    pub fn read(&self, text: &str, today: NaiveDate) -> Result<String, String> {
        let text = &crate::text::words(text).text;
        if text.is_empty() {
            return if self.required {
                Err(format!("没有填写{}。", self.label))
            } else {
                Ok(String::new())
            };
        }
        self.kind.read(text, today).map_err(|what| format!("{}{what}", self.label))
    }
}

impl From<&ColumnKind> for CellKind {
    fn from(kind: &ColumnKind) -> Self {
        match kind {
            ColumnKind::Text { .. } | ColumnKind::Choice { .. } | ColumnKind::Mark => Self::Text,
            ColumnKind::Number { .. } => Self::Number,
            ColumnKind::Date => Self::Date,
            ColumnKind::Time => Self::Clock,
        }
    }
}

impl ColumnKind {
    /// Reads a text that is not empty.
    fn read(&self, text: &str, today: NaiveDate) -> Result<String, String> {
        match self {
            Self::Text { max } => {
                let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
                if text.chars().count() > *max {
                    return Err(format!("不能超过{max}个字。"));
                }
                Ok(text)
            }
            Self::Number { min, max, decimals, .. } => {
                let scaled = scaled(text, *decimals).filter(|n| (min..=max).contains(&n));
                scaled.map(|n| plain(n, *decimals)).ok_or_else(|| {
                    let places = if *decimals == 0 {
                        "的整数".to_owned()
                    } else {
                        format!("的数，最多{decimals}位小数")
                    };
                    format!("应为{}至{}之间{places}。", plain(*min, *decimals), plain(*max, *decimals))
                })
            }
            Self::Date => match parse_date(text) {
                Some(day) if day > today => Err("不能晚于今天。".into()),
                Some(day) if day.year_ce().1 >= 1990 => Ok(day.to_string()),
                _ => Err("不是有效的日期，请按 2026-09-01 的样式填写。".into()),
            },
            Self::Choice { options } => match options.iter().find(|option| *option == text) {
                Some(option) => Ok(option.clone()),
                None => Err(format!("没有“{}”这一项，可填：{}。", short(text), options.join("、"))),
            },
            Self::Mark => {
                if GRADES.contains(&text) {
                    return Ok(text.to_owned());
                }
                let number = scaled(text, 1).filter(|n| (0..=10_000).contains(n));
                number.map(|n| plain(n, 1)).ok_or_else(|| {
                    format!("应为0至1000之间的分数（最多1位小数）或等第（{}）。", GRADES.join("、"))
                })
            }
            Self::Time => time(text).ok_or_else(|| "应写作“4:05”（4分5秒），不超过59分59秒。".to_owned()),
        }
    }
}

use chrono::Datelike;

/// A decimal number × 10^places; none when it has more places, or is none.
fn scaled(text: &str, places: u8) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let rest = rest.trim_end_matches('0');
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || !all_digits(whole)
        || !all_digits(rest)
        || rest.len() > usize::from(places)
    {
        return None;
    }
    let n: i64 = format!("{whole}{rest:0<width$}", width = usize::from(places)).parse().ok()?;
    Some(if negative { -n } else { n })
}

/// The number as people write it: no zeros at the end.
fn plain(n: i64, places: u8) -> String {
    let unit = 10_i64.pow(u32::from(places));
    let sign = if n < 0 { "-" } else { "" };
    let (whole, rest) = (n.abs() / unit, n.abs() % unit);
    let text = format!("{sign}{whole}.{rest:0>width$}", width = usize::from(places));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn time(text: &str) -> Option<String> {
    let (minutes, seconds) = text.split_once([':', '：', '′', '\''])?;
    let seconds = seconds.trim_end_matches(['″', '"']);
    let (minutes, seconds): (u32, u32) = (minutes.trim().parse().ok()?, seconds.trim().parse().ok()?);
    (minutes < 60 && seconds < 60).then(|| format!("{minutes}:{seconds:02}"))
}

fn short(text: &str) -> String {
    text.chars().take(20).collect()
}
