//! Figures for dashboards. A school's counters change with every commit; higher units are summed in the background from the
//! units directly below them. Nothing here counts pupils by scanning them.

mod figures;
mod verify;

pub use figures::Figures;

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::UnitId;
use domain::org::{OrgPath, Unit, UnitKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Counters of one unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Rollup {
    unit: UnitId,
    parent: Option<UnitId>,
    path: OrgPath,
    name: String,
    kind: UnitKind,
    counts: BTreeMap<String, i64>,
    at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Tally {
    counter: String,
    n: i64,
}

/// A unit's dashboard figures and those of the units directly below.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The unit.
    pub unit: Unit,
    /// Its figures.
    pub figures: Figures,
    /// The units directly below with theirs, by name.
    pub below: Vec<(Unit, Figures)>,
    /// When the figures were summed; none before anything was counted.
    pub at: Option<DateTime<Utc>>,
}

impl Registry {
    /// Figures of a unit in the actor's subtree; the actor's own when none is named.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's subtree, a refusal when the role sees no dashboard.
    pub async fn overview(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<Overview> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.unit(unit.unwrap_or(&own.id)).await?;
        if !own.path.covers(&unit.path) {
            return Err(Error::NotFound("unit"));
        }
        authorise(actor, Action::ViewDashboard, &Target::Unit(&unit.path))?;
        let today = self.store.clock.today();
        let (own, at) = self.counters_of(&unit.id).await?;
        let mut below = Vec::new();
        if unit.kind != UnitKind::School {
            let mut counts = self.counters_below(&unit.id).await?;
            for child in self.units_below(&unit.id).await? {
                let figures = Figures::new(&counts.remove(&child.id).unwrap_or_default(), today);
                below.push((child, figures));
            }
        }
        Ok(Overview { unit, figures: Figures::new(&own, today), below, at })
    }

    /// A unit's counters, and when they were summed.
    pub(crate) async fn counters_of(
        &self,
        unit: &UnitId,
    ) -> Result<(BTreeMap<String, i64>, Option<DateTime<Utc>>)> {
        let rollup: Option<Rollup> = self.store.get("rollup", unit.as_str()).await?;
        Ok(rollup.map_or_else(Default::default, |rollup| (rollup.counts, Some(rollup.at))))
    }

    /// The counters of the units directly below one.
    pub(crate) async fn counters_below(
        &self,
        parent: &UnitId,
    ) -> Result<BTreeMap<UnitId, BTreeMap<String, i64>>> {
        let rollups = self.rollups_below(parent).await?;
        Ok(rollups.into_iter().map(|rollup| (rollup.unit, rollup.counts)).collect())
    }

    async fn rollups_below(&self, parent: &UnitId) -> Result<Vec<Rollup>> {
        self.store
            .rows("SELECT * FROM rollup WHERE parent = $parent", Vars::new().with("parent", parent))
            .await
    }

    /// Sums the given schools and every unit above them again, lowest first, and tells who watches.
    pub(crate) async fn roll_up(&self, schools: &BTreeSet<UnitId>) -> Result<()> {
        if schools.is_empty() {
            return Ok(());
        }
        let mut above: BTreeMap<usize, BTreeSet<UnitId>> = BTreeMap::new();
        for school in schools {
            let unit = match self.unit(school).await {
                Err(Error::NotFound(_)) => continue,
                unit => unit?,
            };
            let text = "SELECT counter, n FROM tally WHERE school = $school";
            let tallies: Vec<Tally> = self.store.rows(text, Vars::new().with("school", school)).await?;
            let counts = tallies
                .into_iter()
                .filter(|tally| tally.n != 0)
                .map(|tally| (tally.counter, tally.n))
                .collect();
            for (depth, id) in unit.path.units().into_iter().enumerate().filter(|(_, id)| *id != unit.id) {
                above.entry(depth).or_default().insert(id);
            }
            self.put_rollup(unit, counts).await?;
        }
        for id in above.into_values().rev().flatten() {
            let unit = self.unit(&id).await?;
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            for child in self.rollups_below(&id).await? {
                for (counter, n) in child.counts {
                    *counts.entry(counter).or_default() += n;
                }
            }
            self.put_rollup(unit, counts).await?;
        }
        Ok(())
    }

    async fn put_rollup(&self, unit: Unit, counts: BTreeMap<String, i64>) -> Result<()> {
        let upper = unit.kind != UnitKind::School;
        let rollup = Rollup {
            unit: unit.id,
            parent: unit.parent,
            path: unit.path,
            name: unit.name,
            kind: unit.kind,
            counts,
            at: self.store.clock.now(),
        };
        self.store
            .transact("rollup", || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    work.put("rollup", rollup.unit.as_str(), &rollup);
                    work.figures(&rollup.path, upper);
                    Ok((work, ()))
                })
            })
            .await
    }
}
