//! The one place that reads a clock or draws randomness. Everything else is handed a [`Clock`] or an [`Entropy`].

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use domain::account::guess::Moment;
use rand::RngCore;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;
use uuid::Uuid;

/// Where now comes from.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Set(Arc<Mutex<Hand>>),
}

/// A clock that is moved by hand.
struct Hand {
    at: DateTime<Utc>,
    run: u32,
    /// Milliseconds that have passed: setting it on is time that passes, setting it back is not.
    passed: i64,
}

/// When this run of the program began, and its number.
static RUN: LazyLock<(Instant, u32)> = LazyLock::new(|| (Instant::now(), rand::rngs::OsRng.next_u32()));

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is set: for tests and for building a demo in its own past.
    pub fn set_to(at: DateTime<Utc>) -> Self {
        let run = rand::rngs::OsRng.next_u32();
        Self(Source::Set(Arc::new(Mutex::new(Hand { at, run, passed: 0 }))))
    }

    /// Moves a clock made by [`Clock::set_to`]; the machine's clock does not move.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Source::Set(hand) = &self.0 {
            let mut hand = hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            hand.passed += (to - hand.at).num_milliseconds().max(0);
            hand.at = to;
        }
    }

    /// Lets such a clock jump, as when somebody sets the wall's clock: no time passes.
    pub fn jump(&self, to: DateTime<Utc>) {
        if let Source::Set(hand) = &self.0 {
            hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner).at = to;
        }
    }

    /// Now, by the wall's clock and by one that cannot be set: for what must not be cheated by a clock that jumps.
    pub fn moment(&self) -> Moment {
        match &self.0 {
            Source::System => Moment {
                at: self.now(),
                run: RUN.1,
                steady: i64::try_from(RUN.0.elapsed().as_millis()).unwrap_or(i64::MAX),
            },
            Source::Set(hand) => {
                let hand = hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                Moment { at: hand.at, run: hand.run, steady: hand.passed }
            }
        }
    }

    /// The moment.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            Source::System => Utc::now(),
            Source::Set(hand) => hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner).at,
        }
    }

    /// The day in Asia/Shanghai, which has no summer time.
    pub fn today(&self) -> NaiveDate {
        shanghai_day(self.now())
    }
}

/// The day in Asia/Shanghai at that moment.
pub fn shanghai_day(at: DateTime<Utc>) -> NaiveDate {
    let offset = FixedOffset::east_opt(8 * 3600).expect("eight hours is an offset");
    at.with_timezone(&offset).date_naive()
}

/// Where randomness and ids come from.
#[derive(Clone)]
pub struct Entropy(Arc<Mutex<Box<dyn RngCore + Send>>>);

impl Entropy {
    /// The machine's generator.
    pub fn system() -> Self {
        Self(Arc::new(Mutex::new(Box::new(rand::rngs::OsRng))))
    }

    /// A generator that repeats itself from the same seed: for tests and the demo, never for secrets that matter.
    pub fn seeded(seed: u64) -> Self {
        use rand::SeedableRng;
        Self(Arc::new(Mutex::new(Box::new(rand::rngs::StdRng::seed_from_u64(seed)))))
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// Something that is read from paper and typed: so many characters of an alphabet, five bits each, in groups of four.
    pub fn in_fours<const N: usize>(&self, alphabet: &[u8; 32]) -> String {
        let symbols = self.bytes::<N>().map(|byte| char::from(alphabet[usize::from(byte & 31)]));
        symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// A number below `bound`. The bias for the small bounds used here is far below one in a billion.
    pub fn below(&self, bound: u64) -> u64 {
        u64::from_le_bytes(self.bytes::<8>()) % bound.max(1)
    }

    /// A version 7 UUID for that moment.
    pub fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

/// Before every id that is made on this day in Asia/Shanghai or later, and after every older one.
pub fn first_id_of(day: NaiveDate) -> Uuid {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc() - chrono::Duration::hours(8);
    let millis = u64::try_from(midnight.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// The day in Asia/Shanghai on which an id was made; the first day of all for an id that does not say it.
pub fn day_of(id: Uuid) -> NaiveDate {
    let seconds = id.get_timestamp().map_or(0, |stamp| stamp.to_unix().0);
    let at = DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default();
    shanghai_day(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, TimeZone};

    #[test]
    fn the_first_id_of_a_day_lies_between_its_ids_and_older_ones() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let first = first_id_of(day);
        let entropy = Entropy::seeded(1);
        let at = |seconds: i64| {
            Utc.with_ymd_and_hms(2026, 9, 6, 16, 0, 0).unwrap() + chrono::Duration::seconds(seconds)
        };
        assert_eq!(day_of(first), day);
        for seconds in [0, 1, 86_399] {
            let made = entropy.uuid(at(seconds));
            assert!(first <= made && made < first_id_of(day + Days::new(1)), "{seconds}");
            assert_eq!(first.to_string() <= made.to_string(), first <= made, "as texts too");
        }
        assert!(entropy.uuid(at(-1)) < first);
    }
}
