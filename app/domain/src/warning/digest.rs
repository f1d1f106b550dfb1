//! 每周监测简报: what one authority sees of a week, made once and kept.

use super::{Indicator, Level};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A week from Monday to Sunday, named as in ISO 8601: `2026-W47`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(NaiveDate);

impl Week {
    /// The week a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day - Days::new(u64::from(day.weekday().num_days_from_monday())))
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0 - Days::new(7))
    }

    /// Its Monday.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its Sunday.
    pub fn last_day(self) -> NaiveDate {
        self.0 + Days::new(6)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.0.iso_week();
        write!(f, "{}-W{:02}", week.year(), week.week())
    }
}

impl FromStr for Week {
    type Err = BadWeek;

    fn from_str(text: &str) -> Result<Self, BadWeek> {
        let (year, week) = text.split_once("-W").ok_or(BadWeek)?;
        let (year, week) = (year.parse().map_err(|_| BadWeek)?, week.parse().map_err(|_| BadWeek)?);
        NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(Self).ok_or(BadWeek)
    }
}

/// Text that names no week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadWeek;

/// One line: a unit of the authority, or the authority itself, with how many warnings of each level stand open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestLine {
    /// 名称
    pub name: String,
    /// By level, the lowest first.
    pub open: [u64; 3],
}

/// What an authority is told of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The week that has passed.
    pub week: Week,
    /// The day it was made on: its figures are those of that morning.
    pub made_on: NaiveDate,
    /// The authority.
    pub authority: String,
    /// Pupils on roll.
    pub on_roll: u64,
    /// Open warnings by indicator and level.
    pub open: BTreeMap<Indicator, [u64; 3]>,
    /// How many were opened in the week.
    pub opened: u64,
    /// How many were closed in the week.
    pub closed: u64,
    /// The units directly below with open warnings, the loudest first.
    pub units: Vec<DigestLine>,
}

impl Digest {
    /// Open warnings of a level.
    pub fn of_level(&self, level: Level) -> u64 {
        self.open.values().map(|counts| counts[level as usize]).sum()
    }

    /// Puts the loudest unit first: by 预警, then 关注, then 提示, then by name.
    pub fn sort(&mut self) {
        self.units.sort_by(|one, other| {
            let loudness = |line: &DigestLine| (line.open[2], line.open[1], line.open[0]);
            loudness(other).cmp(&loudness(one)).then_with(|| one.name.cmp(&other.name))
        });
    }
}
