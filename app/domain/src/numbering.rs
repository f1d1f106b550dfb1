//! 证书编号规则: the form in which a province has its schools number certificates (第十三条), as one line of text: what stands between
//! braces is filled in, everything else stands as it is. Each part has a fixed width, so a number is read back in one way only.

use crate::id::UnitId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters of a whole number.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=30;
/// Digits of a serial number.
const SERIAL: std::ops::RangeInclusive<usize> = 2..=8;

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// As it stands.
    Text(String),
    /// 学校标识码: ten digits
    School,
    /// 行政区划代码 of where the school stands: six digits
    Division,
    /// The year: four digits
    Year,
    /// Its last two digits
    ShortYear,
    /// 流水号, with so many digits
    Serial(usize),
}

const SCHOOL: &str = "学校标识码";
const DIVISION: &str = "行政区划代码";
const YEAR: &str = "年份";
const SHORT_YEAR: &str = "两位年份";
const SERIAL_WORD: &str = "流水号";

/// How the form is written, for whoever types one.
pub const HOW: &str = "应写作“{学校标识码}{年份}{流水号4}”：可用{学校标识码}、{行政区划代码}、{年份}、{两位年份}、{流水号2}至{流水号8}和固定的字母、数字、汉字。";

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberForm(Vec<Part>);

/// Whose number it is: what is filled in of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedAt {
    /// 学校标识码
    pub school: UnitId,
    /// 行政区划代码 of where it stands.
    pub division: String,
}

impl NumberForm {
    /// Reads a form.
    ///
    /// # Errors
    /// A sentence for whoever typed it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let typed = crate::text::compact(text).text;
        let mut rest = typed.as_str();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('{') {
                let (word, after) = inside.split_once('}').ok_or(HOW)?;
                parts.push(Part::named(word).ok_or_else(|| format!("没有“{word}”这一部分。{HOW}"))?);
                rest = after;
            } else {
                let (words, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
                if !words.chars().all(|c| c.is_alphanumeric() || "-()[]〔〕".contains(c)) {
                    return Err(HOW.to_owned());
                }
                parts.push(Part::Text(words.to_owned()));
                rest = after;
            }
        }
        let form = Self(parts);
        if form.0.iter().filter(|part| matches!(part, Part::Serial(_))).count() != 1 {
            return Err(format!("须有且只有一个流水号。{HOW}"));
        }
        let length = form.0.iter().map(Part::width).sum::<usize>();
        if !LENGTH.contains(&length) {
            return Err(format!("编号共{length}位，应为{}至{}位。", LENGTH.start(), LENGTH.end()));
        }
        Ok(form)
    }

    /// The number with a serial; none for nought, or for more than its digits hold.
    pub fn number(&self, at: &NumberedAt, year: i32, serial: u64) -> Option<String> {
        (serial > 0).then(|| self.filled(at, year, serial)).flatten()
    }

    /// The serial of a number of this school and year; none for what is not of this form. The text is compared as it is kept.
    pub fn serial(&self, text: &str, at: &NumberedAt, year: i32) -> Option<u64> {
        let mut rest: Vec<char> = crate::text::compact(text).text.chars().collect();
        let mut serial = None;
        for part in &self.0 {
            if rest.len() < part.width() {
                return None;
            }
            let after = rest.split_off(part.width());
            let own: String = std::mem::replace(&mut rest, after).into_iter().collect();
            match part {
                Part::Serial(_) if own.bytes().all(|byte| byte.is_ascii_digit()) => serial = own.parse().ok(),
                Part::Serial(_) => return None,
                other if other.filled(at, year, 0).as_ref() == Some(&own) => {}
                _ => return None,
            }
        }
        serial.filter(|serial| rest.is_empty() && *serial > 0)
    }

    /// What numbers of one row have in common: schools and years that count for themselves differ in it.
    pub fn row(&self, at: &NumberedAt, year: i32) -> Option<String> {
        self.filled(at, year, 0)
    }

    /// The form and the first number by it, for people.
    pub fn told(&self, at: &NumberedAt, year: i32) -> String {
        let example = self.number(at, year, 1).map(|number| format!("，例如 {number}")).unwrap_or_default();
        format!("{}{example}", self.words())
    }

    /// The form for people: 学校标识码（10位）、年份（4位）、流水号（4位）.
    pub fn words(&self) -> String {
        self.0.iter().map(Part::words).collect::<Vec<_>>().join("、")
    }

    fn filled(&self, at: &NumberedAt, year: i32, serial: u64) -> Option<String> {
        self.0.iter().map(|part| part.filled(at, year, serial)).collect()
    }
}

impl fmt::Display for NumberForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Text(words) => f.write_str(words)?,
                Part::School => write!(f, "{{{SCHOOL}}}")?,
                Part::Division => write!(f, "{{{DIVISION}}}")?,
                Part::Year => write!(f, "{{{YEAR}}}")?,
                Part::ShortYear => write!(f, "{{{SHORT_YEAR}}}")?,
                Part::Serial(digits) => write!(f, "{{{SERIAL_WORD}{digits}}}")?,
            }
        }
        Ok(())
    }
}

impl Part {
    fn named(word: &str) -> Option<Self> {
        match word {
            SCHOOL => Some(Self::School),
            DIVISION => Some(Self::Division),
            YEAR => Some(Self::Year),
            SHORT_YEAR => Some(Self::ShortYear),
            _ => {
                let digits = word.strip_prefix(SERIAL_WORD)?.parse().ok()?;
                SERIAL.contains(&digits).then_some(Self::Serial(digits))
            }
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Text(words) => words.chars().count(),
            Self::School => 10,
            Self::Division => 6,
            Self::Year => 4,
            Self::ShortYear => 2,
            Self::Serial(digits) => *digits,
        }
    }

    /// None for what does not fit into its width.
    fn filled(&self, at: &NumberedAt, year: i32, serial: u64) -> Option<String> {
        let text = match self {
            Self::Text(words) => words.clone(),
            Self::School => at.school.to_string(),
            Self::Division => at.division.clone(),
            Self::Year => format!("{year:04}"),
            Self::ShortYear => format!("{:02}", year.rem_euclid(100)),
            Self::Serial(digits) => format!("{serial:0digits$}"),
        };
        (text.chars().count() == self.width()).then_some(text)
    }

    fn words(&self) -> String {
        match self {
            Self::Text(words) => format!("“{words}”"),
            Self::School => format!("{SCHOOL}（10位）"),
            Self::Division => format!("{DIVISION}（6位）"),
            Self::Year => format!("{YEAR}（4位）"),
            Self::ShortYear => "年份后2位".to_owned(),
            Self::Serial(digits) => format!("{SERIAL_WORD}（{digits}位）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at() -> NumberedAt {
        NumberedAt { school: "2132000001".parse().unwrap(), division: "320102".into() }
    }

    fn part() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("{学校标识码}".to_owned()),
            Just("{行政区划代码}".to_owned()),
            Just("{年份}".to_owned()),
            Just("{两位年份}".to_owned()),
            "[A-Z0-9甲乙小初高-]{1,3}",
        ]
    }

    #[test]
    fn article_13_what_is_no_form_is_said_why() {
        for (text, why) in [
            ("", "流水号"),
            ("{学校标识码}{年份}", "流水号"),
            ("{流水号4}{流水号4}", "流水号"),
            ("{流水号9}", "流水号9"),
            ("{学号}{流水号4}", "学号"),
            ("{年份", "应写作"),
            ("第{流水号4}号。", "应写作"),
            ("{流水号2}", "共2位"),
            ("{学校标识码}{学校标识码}{学校标识码}{流水号4}", "共34位"),
        ] {
            let told = NumberForm::parse(text).unwrap_err();
            assert!(told.contains(why), "{text}: {told}");
        }
    }

    #[test]
    fn article_13_a_number_is_told_by_its_parts_and_an_example() {
        let form = NumberForm::parse("｛年份｝小{行政区划代码} {流水号４}").unwrap();
        assert_eq!(form.to_string(), "{年份}小{行政区划代码}{流水号4}");
        assert_eq!(
            form.told(&at(), 2026),
            "年份（4位）、“小”、行政区划代码（6位）、流水号（4位），例如 2026小3201020001"
        );
        assert_eq!(form.serial("２０２６小 320102 0017", &at(), 2026), Some(17));
        for wrong in [
            "2025小3201020017",
            "2026初3201020017",
            "2026小3201040017",
            "2026小320102001",
            "2026小3201020000",
        ] {
            assert_eq!(form.serial(wrong, &at(), 2026), None, "{wrong}");
        }
        assert_eq!((form.number(&at(), 2026, 10_000), form.number(&at(), 2026, 0)), (None, None));
    }

    proptest! {
        /// A form is read as it is written, and a number by it has one serial: the one it was made with, and no other text has it.
        #[test]
        fn article_13_forms_and_numbers_are_read_as_they_are_written(
            before in prop::collection::vec(part(), 0..3),
            after in prop::collection::vec(part(), 0..3),
            digits in 2usize..=8,
            serial in 1u64..100_000_000,
            year in 1950i32..2100,
            place in any::<prop::sample::Index>(),
        ) {
            let text = format!("{}{{流水号{digits}}}{}", before.concat(), after.concat());
            let Ok(form) = NumberForm::parse(&text) else { return Ok(()) };
            prop_assert_eq!(NumberForm::parse(&form.to_string()), Ok(form.clone()));
            match form.number(&at(), year, serial) {
                None => prop_assert!(serial >= 10u64.pow(digits as u32)),
                Some(number) => {
                    prop_assert_eq!(form.serial(&number, &at(), year), Some(serial));
                    let mut other: Vec<char> = number.chars().collect();
                    let n = place.index(other.len());
                    other[n] = if other[n] == '7' { '8' } else { '7' };
                    let other: String = other.into_iter().collect();
                    prop_assert_ne!(form.serial(&other, &at(), year), Some(serial));
                    prop_assert_eq!(form.serial(&format!("{number}0"), &at(), year), None);
                }
            }
        }
    }
}
