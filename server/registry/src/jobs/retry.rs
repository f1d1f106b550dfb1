//! When a slice that failed is tried again, and when its job is put aside. Pure.

use chrono::{DateTime, Duration, Utc};

/// Waits in seconds after the first, second … failure. After the last the job is put aside.
const WAITS: [i64; 7] = [5, 30, 120, 300, 600, 1200, 1800];

/// How long a job waits after one more failure; none when it is to be put aside.
pub(crate) fn wait_after(failures: u32) -> Option<Duration> {
    WAITS.get(failures as usize).map(|seconds| Duration::seconds(*seconds))
}

/// A moment further away was written by a clock that was wrong: it is not waited for.
pub(crate) fn far(now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::seconds(WAITS[WAITS.len() - 1])
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
        let (mut now, mut failures) = (moment(0), 0);
        while let Some(wait) = wait_after(failures) {
            assert!(wait > Duration::zero(), "it is not tried again at once");
            assert!(now + wait <= far(now), "and its wait is waited for");
            (now, failures) = (now + wait, failures + 1);
        }
        assert_eq!(failures as usize, WAITS.len());
        assert!(now - moment(0) < Duration::hours(2));
    }

    proptest! {
        #[test]
        fn a_clock_that_was_wrong_does_not_make_it_wait_for_years(
            failures in 0_u32..7, ahead in 1_900_i64..2_000_000_000, now in 0_i64..100_000,
        ) {
            let written = moment(now + ahead) + wait_after(failures).unwrap();
            prop_assert!(written > far(moment(now)));
        }
    }
}
