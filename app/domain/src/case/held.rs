//! 办理天数: how many days lay between the day a case was opened and the day it was decided, counted in classes. A median of days cannot be summed
//! from the medians of schools; how many cases fell into each class can, and the class in the middle is read from the sums.

use chrono::NaiveDate;

/// The last day of each class: to a day for what is handled within its ten working days or nearly so, wider beyond.
const ENDS: [u16; 18] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 45, 60, 90];
/// What stands for more days than the last class has.
const LONGER: u16 = 91;

/// A class of days, calendar days and not working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DaysHeld(u16);

impl DaysHeld {
    /// The class of what was opened on one day and decided on another. The time it lay with who was asked to complete it counts.
    pub fn between(opened: NaiveDate, decided: NaiveDate) -> Self {
        let days = (decided - opened).num_days().max(0);
        Self(ENDS.into_iter().find(|end| days <= i64::from(*end)).unwrap_or(LONGER))
    }

    /// The class with this last day, as it is stored and sent.
    pub fn from_end(end: u64) -> Option<Self> {
        ENDS.into_iter().chain([LONGER]).find(|one| u64::from(*one) == end).map(Self)
    }

    /// Its last day.
    pub fn end(self) -> u16 {
        self.0
    }

    /// The days in words.
    pub fn words(self) -> String {
        let Self(end) = self;
        if end == LONGER {
            return format!("超过{}天", LONGER - 1);
        }
        let before = ENDS.into_iter().take_while(|one| *one < end).last();
        match before.map(|before| before + 1) {
            None => "当天".to_owned(),
            Some(first) if first == end => format!("{end}天"),
            Some(first) => format!("{first}至{end}天"),
        }
    }

    /// 中位办理天数: the class in which the middle one of all cases lies, of two in the middle the quicker; none where there are none.
    pub fn median(counted: impl IntoIterator<Item = (Self, u64)>) -> Option<Self> {
        let mut counted: Vec<(Self, u64)> = counted.into_iter().filter(|(_, n)| *n > 0).collect();
        counted.sort_unstable();
        let all = counted.iter().fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
        let middle = all.div_ceil(2);
        let mut so_far = 0_u64;
        let found = counted.into_iter().find(|(_, n)| {
            so_far = so_far.saturating_add(*n);
            so_far >= middle
        });
        found.map(|(class, _)| class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn held(days: u64) -> DaysHeld {
        let opened = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        DaysHeld::between(opened, opened + Days::new(days))
    }

    #[test]
    fn days_fall_into_the_class_that_ends_with_or_after_them() {
        let ends = [0, 1, 10, 11, 12, 13, 31, 90, 91, 400].map(|days| held(days).end());
        assert_eq!(ends, [0, 1, 10, 12, 12, 15, 45, 90, 91, 91]);
        let opened = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        assert_eq!(DaysHeld::between(opened, opened - Days::new(1)), held(0), "a clock that was set back");
    }

    #[test]
    fn a_class_says_its_days() {
        let words = [0, 1, 10, 11, 40, 91].map(|days| held(days).words());
        assert_eq!(words, ["当天", "1天", "10天", "11至12天", "31至45天", "超过90天"]);
    }

    #[test]
    fn the_median_is_the_class_of_the_one_in_the_middle() {
        let median = |of: &[(u64, u64)]| DaysHeld::median(of.iter().map(|(days, n)| (held(*days), *n)));
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[(3, 0)]), None);
        assert_eq!(median(&[(40, 1), (2, 1), (3, 1)]), Some(held(3)), "in whatever order they come");
        assert_eq!(median(&[(2, 2), (40, 2)]), Some(held(2)), "the quicker of two in the middle");
        assert_eq!(median(&[(2, 2), (40, 3)]), Some(held(40)));
    }

    proptest! {
        #[test]
        fn the_median_of_classes_is_the_class_of_the_median(mut days in proptest::collection::vec(0_u64..200, 1..40)) {
            let classes = days.iter().map(|days| (held(*days), 1));
            let median = DaysHeld::median(classes.collect::<Vec<_>>());
            days.sort_unstable();
            prop_assert_eq!(median, Some(held(days[(days.len() - 1) / 2])));
        }

        #[test]
        fn what_is_stored_of_a_class_is_read_back(days in 0_u64..2000) {
            let class = held(days);
            prop_assert_eq!(DaysHeld::from_end(u64::from(class.end())), Some(class));
        }
    }
}
