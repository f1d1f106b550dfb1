//! Figures for dashboards. A school's counters change with every commit; in the background the units above it are changed by as much
//! (`sums.rs`). Nothing here counts pupils by scanning them. Each night the figures of every unit are kept (`history.rs`), and read again as a
//! line over days (`trend.rs`). What of one school is told to whom says `beside.rs`; how satisfied guardians are, `rated.rs`.

mod audit;
mod beside;
mod compare;
mod figures;
mod flows;
mod history;
mod invented;
mod late;
mod rated;
mod sums;
mod told;
mod trend;
mod verify;

pub(crate) use history::KeepFigures;
pub use invented::InventedDay;
pub(crate) use told::ToldTables;

use crate::error::{Error, Result};
use crate::services::Dashboards;
use crate::store::Vars;
use beside::{SchoolsTold, exact, may_list};
use chrono::{DateTime, NaiveDate, Utc};
use contract::dashboard::{ClassFilled, FilledItems, Overview, UnitFigures};
use domain::access::{Action, Actor, Target, authorise};
use domain::codes::Grade;
use domain::id::UnitId;
use domain::org::{OrgPath, Unit, UnitKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counters of one unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Rollup {
    unit: UnitId,
    parent: Option<UnitId>,
    path: OrgPath,
    name: String,
    kind: UnitKind,
    counts: BTreeMap<String, i64>,
    /// What of them is an authority's own and no unit's below it.
    #[serde(default)]
    own: BTreeMap<String, i64>,
    at: DateTime<Utc>,
}

impl Rollup {
    fn is_of_a_school(&self) -> bool {
        self.kind == UnitKind::School
    }
}

#[derive(Deserialize)]
struct Tally {
    counter: String,
    n: i64,
}

/// A unit with its figures, of schools as they are told to who may not list their pupils.
fn with_figures(
    unit: Unit,
    counts: &BTreeMap<String, i64>,
    today: NaiveDate,
    schools: Option<&SchoolsTold>,
) -> UnitFigures {
    let figures = figures::read(counts, today);
    let (figures, told, masked) = match schools {
        Some(schools) => schools.tell(&unit, figures),
        None => {
            let told = exact(&figures);
            (figures, told, false)
        }
    };
    UnitFigures { id: unit.id, name: unit.name, kind: unit.kind, figures, told, masked }
}

impl Dashboards<'_> {
    /// Figures of a unit in the actor's subtree; the actor's own when none is named. Of schools whose pupils the actor may not list by name
    /// small numbers, and what they could be had from, are left out.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's subtree, a refusal when the role sees no dashboard.
    pub async fn overview(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<Overview> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.seen(actor, unit).await?;
        let today = self.store.clock.today();
        let (counts, at) = self.counters_of(&unit.id).await?;
        let masks = !may_list(actor, &unit);
        // A school that is told in part is told as it stands among those of its authority.
        let among = match unit.kind {
            UnitKind::School => unit.parent.as_ref().filter(|_| masks),
            _ => Some(&unit.id),
        };
        let mut each = match among {
            Some(authority) => self.counters_below(authority).await?,
            None => BTreeMap::new(),
        };
        let schools = match among.filter(|_| masks) {
            Some(authority) => {
                let closed = self.schools().closed_schools().await?;
                Some(self.schools_told(authority, &each, &closed, today).await?)
            }
            None => None,
        };
        let (mut below, mut opens_below) = (Vec::new(), false);
        if unit.kind != UnitKind::School {
            for child in self.units().units_with_figures_below(&unit.id).await? {
                // All of them stand to the reader as each other does.
                opens_below = authorise(actor, Action::ViewDashboard, &Target::Unit(&child.path)).is_ok();
                let counts = each.remove(&child.id).unwrap_or_default();
                below.push(with_figures(child, &counts, today, schools.as_ref()));
            }
        }
        let mut above = Vec::new();
        for id in unit.path.units().into_iter().filter(|id| *id != unit.id) {
            let on_the_way = self.units().unit(&id).await?;
            if own.path.covers(&on_the_way.path) {
                above.push((id, on_the_way.name));
            }
        }
        let unit = with_figures(unit, &counts, today, schools.as_ref());
        Ok(Overview { unit, above, below, opens_below, at })
    }

    /// The unit whose figures somebody asks for, in the actor's subtree; the actor's own when none is named.
    ///
    /// # Errors
    /// As above.
    async fn seen(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<Unit> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(unit.unwrap_or(&own.id)).await?;
        if !own.path.covers(&unit.path) {
            return Err(Error::NotFound("unit"));
        }
        authorise(actor, Action::ViewDashboard, &Target::Unit(&unit.path))?;
        Ok(unit)
    }

    /// How many of the required items are filled (完整率) and how much of what archives should hold besides is there: in the actor's school as a whole, and class by class, the lowest grade first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not work in a school.
    pub async fn filled_items(&self, actor: &Actor) -> Result<FilledItems> {
        let own = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("school"))?;
        authorise(actor, Action::ViewDashboard, &Target::Unit(&own.path))?;
        let school = self.units().unit(&own.id).await?.school.ok_or(Error::NotFound("school"))?;
        let counts = self.tallies_of(&own.id).await?;
        let classes = figures::classes(&counts).into_iter().map(|((grade, class_name), of)| {
            let grade_label = Grade::new(grade, school.system).map(Grade::label).unwrap_or_default();
            ClassFilled { grade, grade_label, class_name, filled: of.items, holdings: of.holdings }
        });
        let mut classes: Vec<ClassFilled> = classes.collect();
        classes.sort_by_cached_key(|class| (class.grade, domain::text::class_place(&class.class_name)));
        let figures = figures::read(&counts, self.store.clock.today());
        Ok(FilledItems { school: figures.items, holdings: figures.holdings, classes })
    }

    /// A unit's counters, and when they were summed.
    pub(crate) async fn counters_of(
        &self,
        unit: &UnitId,
    ) -> Result<(BTreeMap<String, i64>, Option<DateTime<Utc>>)> {
        let rollup: Option<Rollup> = self.store.get("rollup", unit.as_str()).await?;
        Ok(rollup.map_or_else(Default::default, |rollup| (rollup.counts, Some(rollup.at))))
    }

    /// The counters of all units below one, without what is counted at that unit itself.
    pub(crate) async fn counters_from_below(&self, unit: &UnitId) -> Result<BTreeMap<String, i64>> {
        let rollup: Option<Rollup> = self.store.get("rollup", unit.as_str()).await?;
        Ok(rollup.map(|rollup| sums::without(&rollup.counts, &rollup.own)).unwrap_or_default())
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

    fn rollup_of(&self, unit: Unit, counts: BTreeMap<String, i64>, own: BTreeMap<String, i64>) -> Rollup {
        Rollup {
            unit: unit.id,
            parent: unit.parent,
            path: unit.path,
            name: unit.name,
            kind: unit.kind,
            counts,
            own,
            at: self.store.clock.now(),
        }
    }
}
