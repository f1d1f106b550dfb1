//! 系统运行 on the pages of the nation: whether what is done by itself gets done, and whether there is a copy of the register. Only what the store and
//! this process know; what stands in the way, and what to do about it, the system administrator reads on the page of the background.

use crate::error::Result;
use crate::services::Dashboards;
use crate::store::Vars;
use chrono::{DateTime, Utc};
use contract::background::ClockState;
use contract::dashboard::SystemHealth;
use domain::access::{Action, Actor, Target, authorise};
use domain::org::UnitKind;
use serde::Deserialize;

impl Dashboards<'_> {
    /// How the system runs; none for who does not work for the nation.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn system_health(&self, actor: &Actor) -> Result<Option<SystemHealth>> {
        let Some(own) = actor.unit.as_ref().filter(|own| own.kind == UnitKind::Nation) else {
            return Ok(None);
        };
        if authorise(actor, Action::ViewDashboard, &Target::Unit(&own.path)).is_err() {
            return Ok(None);
        }
        let text = "SELECT count() FROM job WHERE state = 'waiting' GROUP ALL";
        let waiting = self.counted(text, Vars::new()).await?;
        let text = "SELECT count() FROM job WHERE state = 'parked' GROUP ALL";
        let aside = self.counted(text, Vars::new()).await?;
        Ok(Some(SystemHealth {
            waiting,
            oldest: self.oldest_waiting().await?,
            aside,
            failing: self.jobs().failing_parts().await?.len() as u64,
            unsent: self.messages().unsent().await?,
            clock_held: matches!(self.background().clock_state(), ClockState::Held(_)),
            backup: self.backups.stands(self.store.clock.now()),
        }))
    }

    /// Since when the job is there that waits longest.
    async fn oldest_waiting(&self) -> Result<Option<DateTime<Utc>>> {
        #[derive(Deserialize)]
        struct Oldest {
            since: DateTime<Utc>,
        }
        let text = "SELECT since, uid FROM job WHERE state = 'waiting' ORDER BY since, uid LIMIT 1";
        let oldest: Vec<Oldest> = self.store.rows(text, Vars::new()).await?;
        Ok(oldest.into_iter().next().map(|oldest| oldest.since))
    }
}
