//! 境外就读经历 (第二十条): the times at schools outside the country that a pupil is back from, as a row says them.

use crate::codes::{CodeList, options};
use crate::form::parse_date;
use chrono::NaiveDate;
use std::fmt;

/// How one time is written.
pub const ABROAD_FORM: &str = "国家或地区|离开日期|返回日期";
/// Most times of one pupil.
const MOST: usize = 8;

/// A time abroad that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeAbroad {
    /// 国家或地区 (GB/T 2659, three letters)
    pub country: String,
    /// The day of leaving.
    pub from: NaiveDate,
    /// The first day back.
    pub until: NaiveDate,
}

impl fmt::Display for TimeAbroad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}", self.country, self.from, self.until)
    }
}

/// A country or region outside, by its code or its name.
pub(super) fn country_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let known = options(CodeList::Country)
        .iter()
        .find(|(code, label)| *code != "CHN" && (code.eq_ignore_ascii_case(typed) || *label == typed));
    known.map(|(code, _)| (*code).to_owned())
}

/// Reads the times of one pupil.
pub(super) fn read_times(typed: &[String], today: NaiveDate) -> Result<Vec<TimeAbroad>, String> {
    if typed.len() > MOST {
        return Err(format!("境外就读经历多于 {MOST} 段。"));
    }
    let mut times = Vec::with_capacity(typed.len());
    for (n, text) in typed.iter().enumerate() {
        times.push(read_time(text, today).map_err(|why| format!("第 {} 段：{why}。", n + 1))?);
    }
    times.sort_by_key(|time| (time.from, time.until));
    if times.iter().zip(times.iter().skip(1)).any(|(one, next)| next.from < one.until) {
        return Err("两段境外就读的时间重叠。".to_owned());
    }
    Ok(times)
}

fn read_time(text: &str, today: NaiveDate) -> Result<TimeAbroad, String> {
    let parts: Vec<&str> = text.split(['|', '｜']).map(str::trim).collect();
    let &[country, from, until] = parts.as_slice() else {
        return Err(format!("应写成“{ABROAD_FORM}”"));
    };
    let known = country_of(country).ok_or_else(|| format!("“{country}”不是境外的国家或地区"))?;
    let day = |text: &str| parse_date(text).ok_or_else(|| format!("日期“{text}”读不出来"));
    let (from, until) = (day(from)?, day(until)?);
    if until < from || until > today {
        return Err("返回日期早于离开日期，或晚于今天".to_owned());
    }
    Ok(TimeAbroad { country: known, from, until })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(times: &[&str]) -> Result<Vec<TimeAbroad>, String> {
        let times: Vec<String> = times.iter().map(|time| (*time).to_owned()).collect();
        read_times(&times, day("2026-09-07"))
    }

    #[test]
    fn article_20_times_abroad_are_read_in_their_order() {
        let times = read(&["德国|2024-09-01|2025-07-01", "USA|20220901|20230701"]).unwrap();
        let countries: Vec<&str> = times.iter().map(|time| time.country.as_str()).collect();
        assert_eq!(countries, ["USA", "DEU"]);
        assert_eq!((times[0].from, times[0].until), (day("2022-09-01"), day("2023-07-01")));
        assert_eq!(read(&[]), Ok(Vec::new()));
    }

    #[test]
    fn article_20_a_time_that_is_not_over_or_of_no_country_is_told() {
        for (wrong, word) in [
            ("美国|2024-09-01", "应写成"),
            ("中国|2024-09-01|2025-07-01", "不是境外"),
            ("美国|2024-09-01|2027-07-01", "晚于今天"),
            ("美国|2024-09-01|2023-07-01", "早于离开日期"),
            ("美国|某天|2023-07-01", "读不出来"),
        ] {
            assert!(read(&[wrong]).unwrap_err().contains(word), "{wrong}");
        }
        let twice = ["美国|2022-09-01|2023-07-01", "德国|2023-01-01|2024-07-01"];
        assert!(read(&twice).unwrap_err().contains("重叠"));
        assert!(read(&["美国|2022-09-01|2022-09-01"; 9]).unwrap_err().contains("多于"));
    }

    proptest! {
        #[test]
        fn a_time_reads_what_it_writes(from in 0_i64..3000, length in 0_i64..800, pick in any::<prop::sample::Index>()) {
            let countries: Vec<&str> =
                options(CodeList::Country).iter().map(|(code, _)| *code).filter(|code| *code != "CHN").collect();
            let from = day("2012-09-01") + chrono::Duration::days(from);
            let until = from + chrono::Duration::days(length);
            let time = TimeAbroad { country: (*pick.get(&countries)).to_owned(), from, until };
            prop_assert_eq!(read_time(&time.to_string(), day("2026-09-07")), Ok(time));
        }

        #[test]
        fn no_text_makes_it_fall(text in "\\PC{0,60}") {
            drop(read_time(&text, day("2026-09-07")));
        }
    }
}
