//! Days that pass, and what the system does by itself on them.

use super::Scene;
use crate::model::{Done, Outcome, Violation, violated};
use crate::society::{NATION, World, code};
use chrono::{DateTime, Datelike, Duration, Utc};
use contract::background::ClockState;
use domain::access::Role;

/// How far the clock may be from where it was believed last.
const BOUND: Duration = Duration::hours(36);
const MINUTE: std::time::Duration = std::time::Duration::from_secs(61);

/// What the server does by itself: when a message lies there, and every hour with a clock that is believed. Gives the first refusal
/// there was.
pub async fn by_itself(world: &World, broken: bool, hourly: bool) -> Result<Option<String>, Violation> {
    let registry = world.registry();
    let mut first = None;
    let mut hear = |answer: registry::error::Result<()>| {
        if let Err(code) = crate::model::heard(answer, broken)? {
            first.get_or_insert(code);
        }
        Ok::<(), Violation>(())
    };
    hear(registry.outbox().drain_outbox().await)?;
    hear(registry.imports().drain_imports().await)?;
    if hourly {
        if let Some(code) = automatic(world, broken).await? {
            first.get_or_insert(code);
            return Ok(first);
        }
        let mut hear = |answer: registry::error::Result<()>| {
            if let Err(code) = crate::model::heard(answer, broken)? {
                first.get_or_insert(code);
            }
            Ok::<(), Violation>(())
        };
        hear(registry.outbox().drain_outbox().await)?;
    }
    Ok(first)
}

/// When the clock was believed last, as the store has it.
async fn believed(world: &World) -> Result<Option<DateTime<Utc>>, Violation> {
    #[derive(serde::Deserialize)]
    struct Look {
        at: DateTime<Utc>,
    }
    match world.registry().store.inspect::<Look>("SELECT at FROM clock_look").await {
        Ok(rows) => Ok(rows.first().map(|row| row.at)),
        Err(error) => violated("the store reads", format!("{error:?}")),
    }
}

/// The minutes of the background worker, until the hour's work is done or the clock is held. An operator says that the clock is right
/// when it is: after a long standstill.
async fn automatic(world: &World, broken: bool) -> Result<Option<String>, Violation> {
    let registry = world.registry();
    for _ in 0..6 {
        let (before, trusted) = (registry.store.reached().seq, believed(world).await?);
        let done = match crate::model::heard(registry.jobs().automatic(world.steady()).await, broken)? {
            Ok(done) => done,
            Err(code) => return Ok(Some(code)),
        };
        let jumped = trusted.is_some_and(|at| (world.clock.now() - at).abs() > BOUND);
        let wrote = registry.store.reached().seq != before;
        if (jumped || world.skew.get() > BOUND) && (done.is_some() || wrote) {
            return violated(
                "nothing is done by itself while the clock is held",
                format!("at {}, believed at {trusted:?}: {done:?}", world.clock.now()),
            );
        }
        match registry.background().clock_state() {
            ClockState::Sound => return Ok(None),
            ClockState::Held(_) if trusted.is_some() && !jumped => {
                return violated("a clock that is right is believed", format!("believed at {trusted:?}"));
            }
            ClockState::Held(_) if !world.skew.get().is_zero() => return Ok(Some("held".into())),
            ClockState::Held(_) => {
                let accepted = registry.background().accept_clock("停机后核对过时间").await;
                if let Err(code) = crate::model::heard(accepted, broken)? {
                    return Ok(Some(code));
                }
            }
            ClockState::Looking => {}
        }
        world.pass(MINUTE);
    }
    violated("a clock that is right is believed", format!("six looks at {}", world.clock.now()))
}

impl Scene<'_> {
    pub(super) async fn days(&mut self) -> Done {
        let days = match self.dice.below(10) {
            0..6 => 1 + self.dice.below(3),
            6..9 => 4 + self.dice.below(10),
            _ => 15 + self.dice.below(30),
        };
        // Some days nobody turns the machine on; in the holidays it always stands still.
        let runs = self.dice.percent(40);
        let looks = if runs && days <= 3 { days } else { 1 };
        self.note(format!("{days} days on"));
        let each = std::time::Duration::from_secs(days * 86_400 / looks + 420);
        let mut first = None;
        for _ in 0..looks {
            self.world.pass(each);
            let refused = by_itself(self.world, self.model.broken, runs).await?;
            first = first.or(refused);
        }
        self.note(format!("{days} days on: {}", self.world.today()));
        Ok(first.map_or(Outcome::Accepted, Outcome::Refused))
    }

    /// The nation announces the working days of a year that was provisional.
    pub(super) async fn calendar(&mut self) -> Done {
        let year = self.world.today().year() + i32::try_from(self.dice.below(2)).unwrap_or(0);
        let by = self.one_of(&code(NATION), Role::SystemAdmin);
        self.note(format!("{year} by {}", by.name));
        let holidays = ["01-01", "02-05", "02-08", "02-09", "02-10", "05-01", "10-01"];
        let mut file = String::from("date,kind,name\n");
        for day in holidays {
            file.push_str(&format!("{year}-{day},holiday,节日\n"));
        }
        file.push_str(&format!("{year}-02-20,workday,春节\n"));
        let registry = self.world.registry();
        match self.hear(registry.working_days().publish_calendar(&by, &file).await)? {
            Ok(_) => self.told(registry.outbox().drain_outbox().await),
            Err(code) => Ok(Outcome::Refused(code)),
        }
    }
}
