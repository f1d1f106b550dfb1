//! What an empty registry starts with: divisions and the work calendar. Sources and licences: `seed/README.md`.

use chrono::NaiveDate;
use domain::calendar::WorkCalendar;
use domain::form::Places;
use domain::ident::Gazetteer;
use domain::rules::{RuleSet, SeededSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The Corps (新疆生产建设兵团): an education authority of provincial rank that is no division.
pub const CORPS: &str = "660000";

/// A row of the division table (行政区划, GB/T 2260).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SeedDivision {
    /// Six digits.
    pub code: String,
    /// Full name, e.g. `玄武区`.
    pub name: String,
    /// Code of the division above; none for provinces and the Corps.
    pub parent: Option<String>,
    /// First day of use, if known.
    pub valid_from: Option<NaiveDate>,
    /// Last day of use, if it is no longer in use.
    pub valid_to: Option<NaiveDate>,
}

/// The rank of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
}

impl SeedDivision {
    /// Its rank, which the code shows.
    pub fn level(&self) -> Level {
        match (self.code.ends_with("0000"), self.code.ends_with("00")) {
            (true, _) => Level::Province,
            (_, true) => Level::Prefecture,
            _ => Level::County,
        }
    }

    /// Whether schools of this row answer to the national system: all but 台湾, 香港 and 澳门. On the provincial level
    /// these are the 32 provincial education authorities (第三条), the Corps among them.
    pub fn has_education_authority(&self) -> bool {
        !["71", "81", "82"].iter().any(|prefix| self.code.starts_with(prefix))
    }
}

/// All divisions, provinces before what lies below them, and the Corps.
///
/// # Panics
/// Never: the table is part of the program and tested.
pub fn divisions() -> Vec<SeedDivision> {
    let mut rows = csv::Reader::from_reader(include_str!("../seed/divisions.csv").as_bytes());
    rows.deserialize().collect::<Result<_, _>>().expect("the table is part of the program and tested")
}

/// A township, a town or a street office (乡级, GB/T 10114) of the table: code, name and the county in which it lies, in the order of the
/// codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedTownship {
    /// Six digits: the county, or the prefecture where it has no counties.
    pub county: &'static str,
    /// The last three digits of its code.
    pub serial: &'static str,
    /// Full name, e.g. `梅园新村街道`.
    pub name: &'static str,
}

/// Every township of the table. A line of it is a county: `320102 002梅园新村街道 003新街口街道 …`.
pub fn townships() -> impl Iterator<Item = SeedTownship> {
    include_str!("../seed/townships.txt").lines().flat_map(|line| {
        let (county, towns) = line.split_once(' ').unwrap_or((line, ""));
        towns.split(' ').filter_map(move |town| {
            Some(SeedTownship { county, serial: town.get(..3)?, name: town.get(3..)? })
        })
    })
}

/// The place a division code names, e.g. `江苏省南京市玄武区`; none when the table does not have it. Of twelve digits that are no township
/// of the table the first six count.
pub fn place_name(code: &str) -> Option<String> {
    if let Some(place) = places().names().place(code) {
        return Some(place.name);
    }
    static ROWS: LazyLock<BTreeMap<String, SeedDivision>> =
        LazyLock::new(|| divisions().into_iter().map(|row| (row.code.clone(), row)).collect());
    let mut row = ROWS.get(code.get(..6)?)?;
    let mut names = vec![row.name.as_str()];
    while let Some(above) = row.parent.as_ref().and_then(|parent| ROWS.get(parent)) {
        names.push(&above.name);
        row = above;
    }
    names.reverse();
    Some(names.concat())
}

/// The divisions in use, as the form compares codes with them. The Corps is none.
pub fn places() -> Places {
    static PLACES: LazyLock<Places> = LazyLock::new(|| {
        Places::new(divisions().into_iter().map(|row| row.code).filter(|code| code != CORPS))
            .with_names(names())
    });
    PLACES.clone()
}

/// Divisions and townships by their names.
fn names() -> Gazetteer {
    let divisions = divisions().into_iter().filter(|row| row.code != CORPS);
    let towns = townships().map(|town| {
        (format!("{}{}", town.county, town.serial), town.name.to_owned(), Some(town.county.to_owned()))
    });
    Gazetteer::new(divisions.map(|row| (row.code, row.name, row.parent)).chain(towns))
}

/// The work calendar, 2004–2026.
///
/// # Panics
/// Never, as above.
pub fn calendar() -> WorkCalendar {
    WorkCalendar::from_csv(include_str!("../seed/calendar.csv"))
        .expect("the table is part of the program and tested")
}

/// What provinces had decided when this installation began.
///
/// # Panics
/// Never: the file is part of the program and a test reads it.
pub fn rules() -> Vec<RuleSet> {
    let sets: Vec<SeededSet> =
        serde_json::from_str(include_str!("../seed/rules.json")).expect("the seed is well-formed");
    sets.into_iter().map(RuleSet::from).collect()
}

/// What cities and counties had decided when this installation began. It holds as far as their province leaves it to them.
///
/// # Panics
/// Never, as above.
pub fn local_rules() -> Vec<RuleSet> {
    let sets: Vec<SeededSet> =
        serde_json::from_str(include_str!("../seed/rules_local.json")).expect("the seed is well-formed");
    sets.into_iter().map(RuleSet::from).collect()
}

/// Both.
pub(crate) fn all_rules() -> Vec<RuleSet> {
    rules().into_iter().chain(local_rules()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;
    use domain::calendar::YearStatus;
    use std::collections::BTreeMap;

    #[test]
    fn divisions_are_as_many_as_counted_at_the_source() {
        let all = divisions();
        let count = |level| all.iter().filter(|row| row.level() == level && row.code != CORPS).count();
        assert_eq!(
            [Level::Province, Level::Prefecture, Level::County].map(count),
            [34, 333, 2845],
            "provinces, prefectures, counties"
        );
    }

    #[test]
    fn article_3_there_are_32_provincial_education_authorities() {
        let all = divisions();
        let authorities: Vec<_> = all
            .iter()
            .filter(|row| row.level() == Level::Province && row.has_education_authority())
            .collect();
        assert_eq!(authorities.len(), 32);
        assert!(authorities.iter().any(|row| row.code == CORPS && row.name == "新疆生产建设兵团"));
        assert!(all.iter().all(|row| row.parent.as_deref() != Some(CORPS)), "its cities belong to Xinjiang");
    }

    #[test]
    fn every_division_lies_in_the_one_its_code_says() {
        let all = divisions();
        let by_code: BTreeMap<_, _> = all.iter().map(|row| (row.code.as_str(), row)).collect();
        assert_eq!(by_code.len(), all.len(), "no code twice");
        for row in &all {
            assert!(row.code.len() == 6 && row.code.bytes().all(|byte| byte.is_ascii_digit()), "{row:?}");
            assert!(!row.name.is_empty() && !row.name.contains(char::is_whitespace), "{row:?}");
            let Some(parent) = row.parent.as_deref() else {
                assert_eq!(row.level(), Level::Province, "{row:?}");
                continue;
            };
            let above = by_code[parent];
            assert!(above.level() < row.level(), "{row:?}");
            let shared = if above.level() == Level::Province { 2 } else { 4 };
            assert_eq!(row.code[..shared], parent[..shared], "{row:?}");
        }
        let named = |code| by_code.get(code).map(|row| row.name.as_str());
        assert_eq!(named("320102"), Some("玄武区"));
        assert_eq!(named("653228"), Some("和康县"));
        assert_eq!(by_code["659001"].parent.as_deref(), Some("650000"));
    }

    #[test]
    fn article_22_every_township_lies_in_a_county_that_is_there_and_has_a_government() {
        let counties: std::collections::BTreeSet<String> =
            divisions().into_iter().map(|row| row.code).collect();
        let mut codes = std::collections::BTreeSet::new();
        for town in townships() {
            assert!(counties.contains(town.county) && !town.name.is_empty(), "{town:?}");
            assert!(
                town.serial.len() == 3 && town.serial.bytes().all(|byte| byte.is_ascii_digit()),
                "{town:?}"
            );
            assert!(matches!(town.serial.as_bytes()[0], b'0'..=b'3'), "no farm and no zone: {town:?}");
            assert!(
                town.name.chars().all(|c| !c.is_ascii() && !c.is_whitespace()) || town.name.contains('-'),
                "{town:?}"
            );
            assert!(codes.insert((town.county, town.serial)), "no code twice: {town:?}");
        }
        assert_eq!(codes.len(), 38267, "as many as counted at the source");
        let here = |county| townships().filter(move |town| town.county == county).count();
        assert!(here("110101") == 17 && here("441900") > 20, "a city without counties has towns of its own");
    }

    #[test]
    fn a_place_is_named_from_the_province_down() {
        assert_eq!(place_name("320102000000").as_deref(), Some("江苏省南京市玄武区"));
        assert_eq!(place_name("110101").as_deref(), Some("北京市东城区"));
        assert_eq!(place_name("320102002000").as_deref(), Some("江苏省南京市玄武区梅园新村街道"));
        assert_eq!(place_name("320102999999").as_deref(), Some("江苏省南京市玄武区"));
        for unknown in ["", "32", "999999", "南京市玄武区"] {
            assert_eq!(place_name(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn codes_of_divisions_in_use_are_known_and_others_are_not() {
        let places = places();
        for known in ["320102000000", "320102002003", "110101", "320000", "810000"] {
            assert!(places.knows(known), "{known}");
        }
        for unknown in ["320199000000", "660000", "330103", ""] {
            assert!(!places.knows(unknown), "{unknown}");
        }
    }

    #[test]
    fn provinces_come_before_what_lies_below_them() {
        let mut seen = std::collections::BTreeSet::new();
        for row in divisions() {
            assert!(row.parent.as_ref().is_none_or(|parent| seen.contains(parent)), "{row:?}");
            seen.insert(row.code);
        }
    }

    #[test]
    fn article_29_the_rules_of_seven_provinces_are_well_formed_and_their_authorities_exist() {
        let divisions = divisions();
        let sets = rules();
        assert_eq!(sets.len(), 7);
        for set in sets.into_iter().chain(local_rules()) {
            let read = RuleSet::read(&set.authority, &set.values);
            assert_eq!(read.as_ref(), Ok(&set.values), "{}", set.authority_name);
            let place = divisions.iter().find(|row| row.code == set.authority.to_string());
            assert_eq!(place.map(|row| &row.name), Some(&set.authority_name));
        }
    }

    #[test]
    fn article_14_working_days_are_as_announced() {
        let calendar = calendar();
        let working_days = |year: i32| {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
            days.take_while(|day| day.year() == year).filter(|day| calendar.is_working_day(*day)).count()
        };
        assert_eq!([2023, 2024, 2025, 2026].map(working_days), [249, 251, 248, 248]);
        assert!((2004..=2026).all(|year| calendar.year_status(year) == YearStatus::Published));
        assert_eq!(calendar.year_status(2027), YearStatus::Provisional);
        let ends = [("2025-01-20", "2025-02-08"), ("2025-09-22", "2025-10-11"), ("2026-02-14", "2026-03-06")];
        for (start, due) in ends {
            let counted = calendar.add_working_days(start.parse().unwrap(), 10);
            assert_eq!((counted.date, counted.provisional), (due.parse().unwrap(), false), "from {start}");
        }
    }

    /// The announced holidays and make-up days of 2023–2026, counted in the announcements themselves.
    #[test]
    fn the_listed_days_are_those_announced() {
        let calendar = calendar();
        let of_year = |year: i32, kind| {
            calendar.days().filter(move |(date, day)| date.year() == year && day.kind == kind).count()
        };
        let holidays = [2023, 2024, 2025, 2026].map(|year| of_year(year, domain::calendar::DayKind::Holiday));
        let make_up = [2023, 2024, 2025, 2026].map(|year| of_year(year, domain::calendar::DayKind::Workday));
        assert_eq!(holidays, [28, 28, 28, 33]);
        assert_eq!(make_up, [7, 8, 5, 6]);
    }
}
