//! Whether the machine's clock is to be believed. What the system does by itself (sealing accounts, telling the authority above,
//! promoting a country) rests on the date, and a date that is wrong once is wrong for everybody. So the clock is compared with the
//! last moment at which it was believed, and with the time that has passed since, which no setting of the clock changes; nothing is
//! done by itself before two looks agree. A jump beyond the bound holds everything until an operator has confirmed the clock.

use crate::error::Result;
use crate::services::Background;
use crate::store::UnitOfWork;
use chrono::{DateTime, Utc};
use contract::background::{ClockState, Jump};
use domain::access::Actor;
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How far the clock may be from the last moment it was believed: a long night and a day of repair.
pub const BOUND: Duration = Duration::from_secs(36 * 3600);
/// How long after the first look the second may be taken.
pub const SECOND_LOOK: Duration = Duration::from_secs(60);
/// How far clock and passed time may come apart between two looks: a clock that is being set gently.
const TOLERANCE: Duration = Duration::from_secs(120);

/// The looks of this process.
pub(crate) struct ClockWatch {
    bound: Duration,
    looks: Mutex<Looks>,
}

struct Looks {
    first: Option<Look>,
    last: Option<Look>,
    state: ClockState,
}

#[derive(Clone, Copy)]
struct Look {
    clock: DateTime<Utc>,
    /// Time since the process began, by a clock that nobody can set.
    steady: Duration,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LookRow {
    at: DateTime<Utc>,
    /// The last jump somebody judged, with the words.
    confirmed: Option<Confirmed>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Confirmed {
    jump: Jump,
    reason: String,
    by: String,
    at: DateTime<Utc>,
}

impl ClockWatch {
    pub(crate) fn new(bound: Duration) -> Self {
        let looks = Looks { first: None, last: None, state: ClockState::Looking };
        Self { bound, looks: Mutex::new(looks) }
    }

    fn state(&self) -> ClockState {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner).state
    }

    /// One more look. Pure but for what it remembers.
    fn look(&self, look: Look, trusted: Option<DateTime<Utc>>) -> ClockState {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let jump = trusted.and_then(|trusted| jump(trusted, look.clock, self.bound));
        let agrees = looks.last.is_none_or(|last| {
            let passed = look.steady.saturating_sub(last.steady);
            apart(last.clock + passed, look.clock) <= TOLERANCE
        });
        if jump.is_some() || !agrees {
            looks.first = None;
        }
        let first = *looks.first.get_or_insert(look);
        looks.last = Some(look);
        looks.state = match jump {
            Some(jump) => ClockState::Held(jump),
            None if look.steady.saturating_sub(first.steady) >= SECOND_LOOK => ClockState::Sound,
            None => ClockState::Looking,
        };
        looks.state
    }
}

/// The jump from the moment that is trusted, if it is beyond the bound in either direction.
fn jump(trusted: DateTime<Utc>, found: DateTime<Utc>, bound: Duration) -> Option<Jump> {
    (apart(trusted, found) > bound).then_some(Jump { trusted, found })
}

fn apart(one: DateTime<Utc>, other: DateTime<Utc>) -> Duration {
    (one - other).abs().to_std().unwrap_or(Duration::MAX)
}

impl Background<'_> {
    /// What was thought of the clock at the last look.
    pub fn clock_state(&self) -> ClockState {
        self.clock_watch.state()
    }

    /// Looks at the clock. `steady` is the time since the process began, by a clock that cannot be set.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn look_at_clock(&self, steady: Duration) -> Result<ClockState> {
        let before = self.clock_state();
        let row: Option<LookRow> = self.store.get("clock_look", "last").await?;
        let trusted = match &row {
            Some(row) => Some(row.at),
            None => self.store.last_commit_at().await?,
        };
        let clock = self.store.clock.now();
        let state = self.clock_watch.look(Look { clock, steady }, trusted);
        match state {
            ClockState::Held(jump) if !matches!(before, ClockState::Held(_)) => {
                tracing::error!(
                    trusted = %jump.trusted, found = %jump.found,
                    "the clock jumped: nothing is done by itself until it is set right, or confirmed with --accept-clock \"reason\""
                );
            }
            ClockState::Sound if trusted.is_none_or(|at| clock - at >= chrono::Duration::minutes(1)) => {
                let confirmed = row.and_then(|row| row.confirmed);
                self.keep_look(LookRow { at: clock, confirmed }, None).await?;
            }
            _ => {}
        }
        Ok(state)
    }

    /// The jump of the clock against the last moment it was believed: for what is done at a prompt.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clock_jump(&self) -> Result<Option<Jump>> {
        self.look_at_clock(Duration::ZERO).await?;
        Ok(match self.clock_state() {
            ClockState::Held(jump) => Some(jump),
            _ => None,
        })
    }

    /// The nation's system administrator says that the clock is right.
    ///
    /// # Errors
    /// A refusal without a reason or when the clock did not jump; [`crate::error::Error::NotFound`] for everybody else.
    pub async fn confirm_clock(&self, actor: &Actor, reason: &str) -> Result<()> {
        super::may_operate(actor)?;
        self.believe_clock(reason, Some(actor)).await
    }

    /// An operator at the machine says that the clock is right (`--accept-clock`).
    ///
    /// # Errors
    /// As above.
    pub async fn accept_clock(&self, reason: &str) -> Result<()> {
        self.clock_jump().await?;
        self.believe_clock(reason, None).await
    }

    async fn believe_clock(&self, reason: &str, actor: Option<&Actor>) -> Result<()> {
        let reason: String = domain::text::cut(reason, 500);
        if reason.chars().count() < 4 {
            return Err(refusal(
                RefusalCode::ClockReason,
                "请写明为什么现在的时间是对的。",
                "例如「服务器停机检修三天」。",
            )
            .into());
        }
        let ClockState::Held(jump) = self.clock_state() else {
            return Err(Refusal::of(RefusalCode::ClockSound, "系统时间没有异常，不需要确认。").into());
        };
        let now = self.store.clock.now();
        let by = actor.map_or_else(|| "命令行".to_owned(), |actor| actor.name.clone());
        let confirmed = Some(Confirmed { jump, reason, by, at: now });
        self.keep_look(LookRow { at: now, confirmed }, actor).await?;
        let mut looks = self.clock_watch.looks.lock().unwrap_or_else(PoisonError::into_inner);
        (looks.first, looks.state) = (None, ClockState::Looking);
        Ok(())
    }

    async fn keep_look(&self, row: LookRow, by: Option<&Actor>) -> Result<()> {
        let row = &row;
        self.store
            .transact("clock_look", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("clock_look", "last", row);
                    if let Some(actor) = by {
                        let account = Some(actor.account);
                        self.accounts().log_account(&mut work, account, "clock_confirmed", account, "");
                    }
                    Ok((work, ()))
                })
            })
            .await
    }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn look(clock: i64, steady: u64) -> Look {
        Look {
            clock: DateTime::from_timestamp(1_790_000_000 + clock, 0).unwrap(),
            steady: Duration::from_secs(steady),
        }
    }

    fn watch() -> ClockWatch {
        ClockWatch::new(BOUND)
    }

    #[test]
    fn nothing_is_believed_at_a_single_look() {
        let watch = watch();
        assert_eq!(watch.look(look(0, 0), Some(look(-3600, 0).clock)), ClockState::Looking);
        assert_eq!(watch.look(look(30, 30), None), ClockState::Looking);
        assert_eq!(watch.look(look(60, 60), None), ClockState::Sound);
    }

    #[test]
    fn a_clock_that_is_set_between_two_looks_is_looked_at_anew() {
        let watch = watch();
        let trusted = Some(look(0, 0).clock);
        watch.look(look(0, 0), trusted);
        assert_eq!(watch.look(look(3600 * 20, 60), trusted), ClockState::Looking, "twenty hours in a minute");
        assert_eq!(watch.look(look(3600 * 20 + 60, 120), trusted), ClockState::Sound);
    }

    #[test]
    fn a_clock_that_is_right_again_needs_nobody() {
        let watch = watch();
        let trusted = Some(look(0, 0).clock);
        assert!(matches!(watch.look(look(1200 * 86_400, 0), trusted), ClockState::Held(_)));
        assert_eq!(watch.look(look(60, 60), trusted), ClockState::Looking);
        assert_eq!(watch.look(look(120, 120), trusted), ClockState::Sound);
    }

    proptest! {
        #[test]
        fn a_jump_beyond_the_bound_is_never_sound(
            ahead in prop_oneof![-2_000_000_000_i64..-129_601, 129_601_i64..2_000_000_000], steps in 1_u64..50,
        ) {
            let watch = watch();
            let trusted = Some(look(0, 0).clock);
            for n in 0..steps {
                let seconds = n * 3600;
                // The time goes on, the bound with it: what was held at the first look stays held.
                let state = watch.look(look(ahead + ahead.signum() * i64::try_from(seconds).unwrap(), seconds), trusted);
                prop_assert!(matches!(state, ClockState::Held(_)));
            }
        }
    }
}
