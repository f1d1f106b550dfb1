//! 队伍稳定情况: per unit below, how many registrars, how long in post, how many left within a year, how many without training, how many
//! units without one. Counted from the registrars' own table, which is small; no pupil is counted.

use crate::error::{Error, Result};
use crate::services::Registrars;
use crate::store::Vars;
use chrono::{Datelike, Days};
use contract::registrar::{StabilityLine, StabilityView};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize, Default)]
struct Counted {
    units: u64,
    n: u64,
    days: i64,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

impl Registrars<'_> {
    /// The figures of the units directly below the own unit, or below one further down; none for a school.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit outside the own subtree.
    pub async fn registrar_figures(&self, actor: &Actor, of: Option<&UnitId>) -> Result<StabilityView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(of.unwrap_or(&own.id)).await?;
        authorise(actor, Action::ReadRegistrars, &Target::Unit(&unit.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("unit") }
        })?;
        let mut above = Vec::new();
        for id in unit.path.units() {
            let on_the_way = self.units().unit(&id).await?;
            if id != unit.id && own.path.covers(&on_the_way.path) {
                above.push((id, on_the_way.name));
            }
        }
        let closed = self.schools().closed_schools().await?;
        let mut lines = Vec::new();
        for below in self.units().working_units_below(&unit.id).await? {
            // A township receives reports and has no registrar.
            if below.kind != UnitKind::Township {
                lines.push(self.stability_of(below, &closed).await?);
            }
        }
        Ok(StabilityView { unit: unit.name, above, lines })
    }

    async fn stability_of(&self, unit: Unit, closed: &BTreeSet<UnitId>) -> Result<StabilityLine> {
        let today = self.store.clock.today();
        let vars = || {
            // `~` sorts behind every digit and `/`: one stretch of the index of paths.
            Vars::new()
                .with("from", unit.path.as_str())
                .with("to", format!("{}~", unit.path.as_str()))
                .with("today", today)
                .with("year_ago", today - Days::new(365))
                .with("closed", closed)
        };
        let text = "SELECT count() AS units, math::sum(n) AS n, math::sum(days) AS days FROM \
                    (SELECT unit, count() AS n, math::sum(since_day) AS days FROM registrar \
                     WHERE path >= $from AND path < $to AND state = 'serving' GROUP BY unit) GROUP ALL";
        let counted: Vec<Counted> = self.store.rows(text, vars()).await?;
        let counted = counted.into_iter().next().unwrap_or_default();
        let count = async |text: &str| -> Result<u64> {
            let rows: Vec<Count> = self.store.rows(text, vars()).await?;
            Ok(rows.first().map_or(0, |row| row.count))
        };
        let left = "SELECT count() FROM registrar WHERE path >= $from AND path < $to \
                    AND left_on > $year_ago GROUP ALL";
        let untrained = "SELECT count() FROM registrar WHERE path >= $from AND path < $to AND state = 'serving' \
                         AND (trained_until IN [NONE, NULL] OR trained_until < $today) GROUP ALL";
        let units = "SELECT count() FROM unit WHERE path >= $from AND path < $to AND kind != 'township' \
                     AND uid NOT IN $closed GROUP ALL";
        let (left, untrained, units) = (count(left).await?, count(untrained).await?, count(units).await?);
        let until_now = i64::from(today.num_days_from_ce());
        let days = |n: u64| {
            let n = i64::try_from(n).unwrap_or(i64::MAX);
            u64::try_from(until_now - counted.days / n).unwrap_or(0)
        };
        Ok(StabilityLine {
            has_more: unit.kind != UnitKind::School,
            unit: unit.id,
            name: unit.name,
            serving: counted.n,
            days_in_post: (counted.n > 0).then(|| days(counted.n)),
            left,
            untrained,
            vacant: units.saturating_sub(counted.units),
        })
    }
}
