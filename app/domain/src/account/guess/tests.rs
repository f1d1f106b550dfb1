//! The rule of guesses, tried against a plain model.

use super::*;
use chrono::TimeZone;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 0, 0, 0).unwrap()
}

/// So many seconds into a run whose wall clock is off by `off` seconds.
fn moment(run: u32, seconds: i64, off: i64) -> Moment {
    Moment { at: start() + Duration::seconds(seconds + off), run, steady: seconds * 1000 }
}

const FIVE: Limit = Limit { most: 5, within: Duration::minutes(15) };

/// Asks for one, as the registry does.
fn ask(tries: &mut Tries, now: &Moment, limit: Limit) -> bool {
    *tries = tries.as_of(now, limit);
    tries.take(now, limit)
}

#[test]
fn five_are_taken_and_then_there_is_a_quarter_of_an_hour_to_wait() {
    let mut tries = Tries::default();
    for second in 0..5 {
        assert!(ask(&mut tries, &moment(1, second * 100, 0), FIVE));
    }
    assert!(!ask(&mut tries, &moment(1, 400, 0), FIVE));
    assert!(!ask(&mut tries, &moment(1, 400 + 899, 0), FIVE), "from the last one, not from the first");
    assert!(ask(&mut tries, &moment(1, 400 + 900, 0), FIVE));
}

#[test]
fn what_is_given_back_may_be_taken_again_and_nothing_else() {
    let mut tries = Tries::default();
    let (one, other) = (moment(1, 0, 0), moment(1, 1, 0));
    for _ in 0..4 {
        assert!(ask(&mut tries, &one, FIVE));
    }
    assert!(ask(&mut tries, &other, FIVE));
    tries.give_back(&moment(1, 2, 0));
    assert!(!ask(&mut tries, &other, FIVE), "never taken");
    tries.give_back(&other);
    assert!(ask(&mut tries, &other, FIVE) && !ask(&mut tries, &other, FIVE));
}

#[test]
fn each_kind_is_limited_and_has_words_of_its_own() {
    let mut keys = BTreeSet::new();
    for guess in Guess::ALL {
        let by = [By::Account, By::Child, By::Address, By::Recipient, By::Typed];
        let limits = by.map(|by| guess.limit(by));
        assert!(limits.iter().any(Option::is_some), "{guess:?}");
        assert!(keys.insert(guess.key()), "{guess:?}");
        for limit in limits.into_iter().flatten() {
            assert!((1..=50).contains(&limit.most) && limit.within >= QUARTER, "{guess:?}");
            let said = guess.refusal(limit).to_string();
            let waits = ["15 分钟后", " 1 小时后", "24 小时后"];
            assert!(waits.iter().any(|wait| said.contains(wait)), "{said}");
        }
    }
}

#[test]
fn article_10_an_address_that_is_only_typed_gets_fewer_codes_than_one_that_is_known() {
    for guess in [Guess::SentInHour, Guess::SentInDay] {
        let [typed, known, from] =
            [By::Typed, By::Recipient, By::Address].map(|by| guess.limit(by).unwrap().most);
        assert!(typed < known && known < from, "{guess:?}");
        assert_eq!(guess.limit(By::Child), None);
    }
    for guess in Guess::ALL.into_iter().filter(|guess| !matches!(guess, Guess::SentInHour | Guess::SentInDay))
    {
        assert_eq!((guess.limit(By::Typed), guess.limit(By::Recipient)), (None, None), "{guess:?}");
    }
}

#[test]
fn an_ipv6_network_is_one_address_and_a_mapped_ipv4_address_is_itself() {
    assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:0db8:1:2:ffff::1"));
    assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
    assert_eq!(network_of("::ffff:192.0.2.7"), "192.0.2.7");
    assert_eq!(network_of(" 192.0.2.7 "), "192.0.2.7");
    assert_eq!(network_of("unknown"), "unknown");
}

proptest! {
    /// Whatever the wall clock does, never more than the limit in any stretch of its length, and never longer to wait than it.
    #[test]
    fn no_stretch_holds_more_than_the_limit(
        steps in prop::collection::vec((0_i64..600, -100_000_i64..100_000), 1..120),
        most in 1_usize..8,
    ) {
        let limit = Limit { most, within: Duration::minutes(15) };
        let mut tries = Tries::default();
        let (mut seconds, mut granted, mut waiting) = (0, Vec::new(), None);
        for (pause, off) in steps {
            seconds += pause;
            if ask(&mut tries, &moment(1, seconds, off), limit) {
                granted.push(seconds);
                waiting = None;
            } else {
                let since = *waiting.get_or_insert(seconds);
                prop_assert!(seconds - since < 900, "waits for {} seconds", seconds - since);
            }
        }
        for (n, first) in granted.iter().enumerate() {
            let within = granted[n..].iter().filter(|other| **other - first < 900).count();
            prop_assert!(within <= most, "{within} in a quarter of an hour");
        }
    }

    /// A new run of the program with any clock: nothing taken shortly before is forgotten when the clock was set back, and it is
    /// never locked for longer than the limit from then on.
    #[test]
    fn a_clock_set_back_between_two_runs_neither_frees_nor_locks_for_long(back in 0_i64..10_000_000) {
        let mut tries = Tries::default();
        for _ in 0..5 {
            prop_assert!(ask(&mut tries, &moment(1, 5000, 0), FIVE));
        }
        let now = moment(2, 0, 5000 - back);
        prop_assert!(tries.of_another_run(&now));
        prop_assert!(!ask(&mut tries, &now, FIVE));
        prop_assert!(!tries.of_another_run(&now));
        prop_assert!(!ask(&mut tries, &moment(2, 899, -back), FIVE));
        prop_assert!(ask(&mut tries, &moment(2, 900, -back), FIVE));
    }

    #[test]
    fn a_network_is_stable(text in "[0-9a-f:.]{0,40}") {
        let once = network_of(&text);
        prop_assert_eq!(network_of(once.trim_end_matches("/64")), once);
    }
}
