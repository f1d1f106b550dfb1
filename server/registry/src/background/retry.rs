//! When a piece of background work that failed is tried again, and when it is put aside. Pure.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Waits after the first, second … failure. After the last the work is put aside.
const WAITS: [i64; 7] = [5, 30, 120, 300, 600, 1200, 1800];

/// The failures of a piece of work so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// How often it failed, one after the other.
    pub failures: u32,
    /// Why the last time: words of the program, nothing personal ([`crate::error::redacted`]).
    pub reason: String,
    /// Not before this moment again; none when it never failed.
    pub not_before: Option<DateTime<Utc>>,
}

impl Retry {
    /// After one more failure. None when it is to be put aside.
    pub fn failed(&self, reason: &str, now: DateTime<Utc>) -> Option<Self> {
        let wait = WAITS.get(self.failures as usize)?;
        Some(Self {
            failures: self.failures + 1,
            reason: reason.to_owned(),
            not_before: Some(now + Duration::seconds(*wait)),
        })
    }

    /// Whether its time has come. A moment further away than the longest wait was written by a clock that was wrong: it is not
    /// waited for.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        let longest = Duration::seconds(WAITS[WAITS.len() - 1]);
        self.not_before.is_none_or(|moment| moment <= now || moment - now > longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn work_that_goes_on_failing_is_put_aside_within_two_hours() {
        let (mut now, mut retry, mut tries) = (moment(0), Retry::default(), 1);
        while let Some(next) = retry.failed("store: …", now) {
            assert!(!next.is_due(now), "it is not tried again at once");
            now = next.not_before.unwrap();
            assert!(next.is_due(now));
            (retry, tries) = (next, tries + 1);
        }
        assert_eq!(tries, WAITS.len() + 1);
        assert!(now - moment(0) < Duration::hours(2));
    }

    proptest! {
        #[test]
        fn a_clock_that_was_wrong_does_not_make_it_wait_for_years(
            failures in 0_u32..7, ahead in 1_900_i64..2_000_000_000, now in 0_i64..100_000,
        ) {
            let before = Retry { failures, ..Retry::default() };
            let written = before.failed("x", moment(now + ahead)).unwrap();
            prop_assert!(written.is_due(moment(now)));
        }
    }
}
