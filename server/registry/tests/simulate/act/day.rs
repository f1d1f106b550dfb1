//! Days that pass, and what the system does by itself on them.

use super::Scene;
use crate::model::{Done, Outcome, Violation};
use crate::society::{NATION, World, code};
use chrono::{Datelike, Duration};
use domain::access::Role;

/// What the server does by itself: at its start, every hour, and when a message lies there. Gives the first refusal there was.
pub async fn by_itself(world: &World, broken: bool, nightly: bool) -> Result<Option<String>, Violation> {
    let registry = world.registry();
    let mut first = None;
    let mut hear = |answer: registry::error::Result<()>| {
        if let Err(code) = crate::model::heard(answer, broken)? {
            first.get_or_insert(code);
        }
        Ok::<(), Violation>(())
    };
    hear(registry.drain_outbox().await)?;
    hear(registry.drain_imports().await)?;
    hear(registry.resume_school_changes().await.map(drop))?;
    hear(registry.promote_all().await.map(drop))?;
    if nightly {
        hear(registry.watch().await.map(drop))?;
        hear(registry.drain_outbox().await)?;
    }
    Ok(first)
}

impl Scene<'_> {
    pub(super) async fn days(&mut self) -> Done {
        let days = match self.dice.below(10) {
            0..6 => 1 + self.dice.below(3),
            6..9 => 4 + self.dice.below(10),
            _ => 15 + self.dice.below(30),
        };
        let days = i64::try_from(days).unwrap_or(1);
        self.world.clock.set(self.world.clock.now() + Duration::days(days) + Duration::minutes(7));
        self.note(format!("{days} days on: {}", self.world.today()));
        // Some days nobody turns the machine on.
        let nightly = self.dice.percent(40);
        Ok(by_itself(self.world, self.model.broken, nightly)
            .await?
            .map_or(Outcome::Accepted, Outcome::Refused))
    }

    /// The clock jumps, and whatever runs by itself runs.
    pub(super) fn jump(&mut self, days: i64) -> Done {
        self.world.clock.set(self.world.clock.now() + Duration::days(days));
        self.note(format!("the clock jumps to {}", self.world.today()));
        Ok(Outcome::Accepted)
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
        match self.hear(registry.publish_calendar(&by, &file).await)? {
            Ok(_) => self.told(registry.drain_outbox().await),
            Err(code) => Ok(Outcome::Refused(code)),
        }
    }
}
