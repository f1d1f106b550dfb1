//! 档案目录 as the guardian reads it: which papers and entries the own child's archive holds, school year by school year (第七条). What
//! stands in them is not told here.

use super::category::Category;
use super::kind::Period;
use crate::calendar::{SchoolYear, Term, school_year};
use crate::form::parse_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far a paper or an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldAs {
    /// 已收到: handed in, nobody has checked it.
    Received,
    /// 已核对: somebody has checked it.
    Checked,
    /// 已归档: the school has filed it.
    Filed,
}

impl HeldAs {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "已收到",
            Self::Checked => "已核对",
            Self::Filed => "已归档",
        }
    }
}

/// One paper or entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Under which of the seven categories.
    pub category: Category,
    /// What it is, in words.
    pub what: String,
    /// The day it came into the archive.
    pub on: NaiveDate,
    /// The school year it is about.
    pub year: SchoolYear,
    /// How far it has come.
    pub held_as: HeldAs,
    /// The school that filed it; empty where it came with a matter.
    pub school: String,
}

impl Period {
    /// The school year a key of this kind is about; that of the day it was filed where the key says nothing.
    pub fn school_year(self, key: &str, filed_on: NaiveDate) -> SchoolYear {
        let said = match self {
            Self::Term => Term::from_key(key).map(|term| term.year),
            Self::Year => key.parse().ok().map(SchoolYear::starting_in),
            Self::Day => parse_date(key).map(school_year),
            Self::Standing => None,
        };
        said.unwrap_or_else(|| school_year(filed_on))
    }
}

/// What an archive holds by school year, the latest first; in a year by category, the latest first again.
pub fn by_year(mut held: Vec<Held>) -> Vec<(SchoolYear, Vec<Held>)> {
    held.sort_by(|a, b| (b.year, a.category, b.on, &a.what).cmp(&(a.year, b.category, a.on, &b.what)));
    let mut years: Vec<(SchoolYear, Vec<Held>)> = Vec::new();
    for one in held {
        match years.last_mut().filter(|(year, _)| *year == one.year) {
            Some((_, held)) => held.push(one),
            None => years.push((one.year, vec![one])),
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn article_7_what_is_filed_belongs_to_the_school_year_it_is_about() {
        let filed = day("2026-10-10");
        let year = |period: Period, key: &str| period.school_year(key, filed).start_year();
        assert_eq!(year(Period::Term, "2024-2"), 2024);
        assert_eq!(year(Period::Year, "2025"), 2025);
        assert_eq!(year(Period::Day, "2026-08-31"), 2025, "the last day of a year");
        assert_eq!(year(Period::Standing, ""), 2026, "the day it was filed");
        assert_eq!(year(Period::Term, "何时"), 2026);
    }

    proptest! {
        #[test]
        fn article_7_by_year_nothing_is_lost_and_no_year_comes_twice(days in prop::collection::vec(0_u64..2000, 0..30)) {
            let held: Vec<Held> = days
                .iter()
                .map(|n| {
                    let on = day("2021-01-01") + chrono::Days::new(*n);
                    let category = Category::ALL[usize::try_from(*n).unwrap() % 7];
                    let (what, school) = (n.to_string(), String::new());
                    Held { category, what, on, year: school_year(on), held_as: HeldAs::Filed, school }
                })
                .collect();
            let years = by_year(held.clone());
            prop_assert!(years.windows(2).all(|pair| pair[0].0 > pair[1].0), "the latest first, each once");
            prop_assert!(years.iter().all(|(year, held)| held.iter().all(|one| one.year == *year)));
            prop_assert_eq!(years.iter().map(|(_, held)| held.len()).sum::<usize>(), held.len());
        }
    }
}
