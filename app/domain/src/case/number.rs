//! 办件编号: the number by which a case is known to people: its kind (2), the day it was opened (8), a serial of that day (7).

use super::CaseKind;
use crate::text::electronic;
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// Digits of a number.
const DIGITS: usize = 17;
/// No register of this kind is older: what has an earlier year in it is another number.
const FIRST_YEAR: i32 = 2000;

/// A 办件编号 that is one by its form; whether there is such a case only the register knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNumber {
    kind: CaseKind,
    text: String,
}

impl CaseNumber {
    /// The number of a case opened on a day: the serial of one of the ten counters of that day.
    pub fn new(kind: CaseKind, day: NaiveDate, counter: u64, serial: u64) -> Self {
        Self { kind, text: format!("{}{}{counter}{serial:06}", kind.wire(), day.format("%Y%m%d")) }
    }

    /// Reads what somebody typed; none where it is not a whole number.
    pub fn read(typed: &str) -> Option<Self> {
        let text = electronic(typed).text;
        if text.len() != DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let kind = CaseKind::ALL.into_iter().find(|kind| text.get(..2) == Some(kind.wire()))?;
        let day = NaiveDate::parse_from_str(text.get(2..10)?, "%Y%m%d").ok()?;
        (day.year() >= FIRST_YEAR).then_some(Self { kind, text })
    }

    /// What kind of case it says it is.
    pub fn kind(&self) -> CaseKind {
        self.kind
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::CaseNumber;
    use crate::case::CaseKind;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let number = CaseNumber::new(CaseKind::Registration, day, 3, 123);
        assert_eq!(number.as_str(), "01202609013000123");
        for typed in ["01202609013000123", " 0120260901 3000123 ", "０１２０２６０９０１３０００１２３"]
        {
            assert_eq!(CaseNumber::read(typed), Some(number.clone()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_of_a_case_is_none() {
        for typed in [
            "",
            "王小明",
            "0120260901300012",
            "012026090130001234",
            // No such kind, no such day, a year before there was any.
            "00202609013000123",
            "01202602303000123",
            "01192609013000123",
            "0120260901300012X",
        ] {
            assert_eq!(CaseNumber::read(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_number_that_is_issued_is_read_again(
            kind in 0..CaseKind::ALL.len(),
            days in 0_u64..20_000,
            counter in 0_u64..10,
            serial in 1_u64..1_000_000,
        ) {
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
            let day = first + chrono::Days::new(days);
            let number = CaseNumber::new(CaseKind::ALL[kind], day, counter, serial);
            prop_assert_eq!(CaseNumber::read(number.as_str()), Some(number.clone()));
            prop_assert_eq!(number.kind(), CaseKind::ALL[kind]);
        }

        #[test]
        fn whatever_is_typed_is_a_number_that_says_itself_or_none(typed in "\\PC{0,24}") {
            if let Some(number) = CaseNumber::read(&typed) {
                prop_assert_eq!(CaseNumber::read(number.as_str()), Some(number.clone()));
                prop_assert_eq!(number.as_str().len(), 17);
            }
        }
    }
}
