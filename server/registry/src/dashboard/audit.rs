//! What an audit administrator sees first: looks that nobody has explained yet, what was given to outsiders this month, and the accounts of the
//! own unit that somebody should look at. Read from indexes: of the accounts of all units below there is none, and nothing is said of them.

use crate::clock::first_id_of;
use crate::error::Result;
use crate::services::Dashboards;
use crate::store::Vars;
use chrono::{Datelike, NaiveDate};
use contract::account::{AccountLine, AccountState};
use contract::compare::AuditFigures;
use domain::access::{Action, Actor, Role, Target, authorise};
use serde::Deserialize;

impl Dashboards<'_> {
    /// The figures; none for everybody else.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_figures(&self, actor: &Actor) -> Result<Option<AuditFigures>> {
        let Some(own) = actor.unit.as_ref().filter(|_| actor.role == Role::AuditAdmin) else {
            return Ok(None);
        };
        if authorise(actor, Action::ReadAudit, &Target::Unit(&own.path)).is_err() {
            return Ok(None);
        }
        let alarms = self.access_log().access_alarms(actor).await?;
        let open = |inquiry: Option<bool>| inquiry.unwrap_or(true);
        let unsettled =
            alarms.iter().filter(|alarm| open(alarm.inquiry.map(|(_, state, _)| state.is_open()))).count();
        let text = "SELECT count() FROM disclosure WHERE given = true AND handler = $unit AND uid >= $since \
                    GROUP ALL";
        let since = first_id_of_month(self.store.clock.today());
        let vars = Vars::new().with("unit", &own.id).with("since", since);
        let disclosures = self.counted(text, vars).await?;
        let text = "SELECT count() FROM account_wait WHERE unit = $unit GROUP ALL";
        let waiting = self.counted(text, Vars::new().with("unit", &own.id)).await?;
        let accounts = self.accounts().accounts_of(actor, &own.id).await?;
        let resting = accounts.iter().filter(|line| line.state == AccountState::Dormant).count() as u64;
        let without_factor = accounts.iter().filter(|line| lacks_factor(line)).count() as u64;
        let alarms = unsettled as u64;
        Ok(Some(AuditFigures { alarms, disclosures, waiting, resting, without_factor }))
    }

    /// What a query counts.
    async fn counted(&self, text: &str, vars: Vars) -> Result<u64> {
        #[derive(Deserialize)]
        struct Line {
            count: u64,
        }
        let lines: Vec<Line> = self.store.rows(text, vars).await?;
        Ok(lines.iter().map(|line| line.count).sum())
    }
}

/// Whether somebody may sign in with a password alone.
fn lacks_factor(line: &AccountLine) -> bool {
    use AccountState::{Dormant, Refused, Sealed, Waiting};
    !line.second_factor && !matches!(line.state, Dormant | Refused | Sealed | Waiting)
}

/// What the ids that are made from the first moment of a day's month on, in Beijing, are not before: an id begins with its moment.
fn first_id_of_month(day: NaiveDate) -> String {
    first_id_of(day.with_day(1).unwrap_or(day)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Entropy;

    #[test]
    fn an_id_of_the_month_is_not_before_its_first() {
        let entropy = Entropy::seeded(7);
        let first = first_id_of_month("2026-09-11".parse().unwrap());
        let made = |moment: &str| entropy.uuid(moment.parse().unwrap()).to_string();
        assert!(made("2026-08-31T15:59:59.999Z") < first, "still August in Beijing");
        assert!(made("2026-08-31T16:00:00Z") >= first && made("2026-09-30T15:00:00Z") > first);
    }
}
