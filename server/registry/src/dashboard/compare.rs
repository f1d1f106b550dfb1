//! 下级单位对比: the units directly below an authority side by side, each with the figures that are decided by. Read from their sums and
//! from the counts of the night; nothing is counted for it.

use super::beside::{School, line, may_list};
use super::figures;
use super::rated::rated_in;
use crate::error::{Error, Result};
use crate::services::Dashboards;
use chrono::NaiveDate;
use contract::compare::{CompareView, ComparedUnit, Measure};
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{Term, term};
use domain::case::CaseKind;
use domain::figure::Told;
use domain::id::UnitId;
use domain::org::Unit;
use domain::text::unit_place;
use std::collections::BTreeMap;

/// Whether an actor may open the pages of the units directly below one: all of them stand to the reader as each other does.
pub(super) fn opens(actor: &Actor, below: &[Unit]) -> bool {
    below
        .first()
        .is_some_and(|unit| authorise(actor, Action::ViewDashboard, &Target::Unit(&unit.path)).is_ok())
}

impl Dashboards<'_> {
    /// The units directly below an authority in the actor's subtree, the actor's own when none is named, in the order of a figure: the
    /// highest first, or the lowest. What a unit has no figure of comes last; all few of schools whose pupils the actor may not list by name
    /// stand in one place.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's subtree and for a school, a refusal when the role sees no dashboard.
    pub async fn compared(
        &self,
        actor: &Actor,
        unit: Option<&UnitId>,
        by: Measure,
        lowest_first: bool,
    ) -> Result<CompareView> {
        let unit = self.authority_in_sight(actor, unit).await?;
        let today = self.store.clock.today();
        let (below, more) = self.units().units_with_pupils_below(&unit.id).await?;
        let opens = opens(actor, &below);
        let mut each = self.counters_below(&unit.id).await?;
        let mut schools = BTreeMap::new();
        if !may_list(actor, &unit) {
            let closed = self.schools().closed_schools().await?;
            let beside =
                self.schools_beside(&unit.id, &each, &closed, |counts| measured(counts, today)).await?;
            schools = masked(&beside);
        }
        let warns = self.may_read(actor, Action::ReadWarnings);
        let reads_problems = self.may_read(actor, Action::ReadProblems);
        let warned = self.warnings().warning_tally(actor, Some(&unit.id)).await?.below;
        let units = below.into_iter().map(|child| {
            let counts = each.remove(&child.id).unwrap_or_default();
            let mut figures = schools.remove(&child.id).unwrap_or_else(|| exact(&measured(&counts, today)));
            if warns {
                let open = warned.get(&child.id).map_or(0, |levels| levels.iter().sum::<u64>());
                figures.insert(Measure::Warnings, Told::Exact(open));
            }
            if !reads_problems {
                figures.remove(&Measure::Problems);
            }
            ComparedUnit { id: child.id, name: child.name, figures }
        });
        let mut units: Vec<ComparedUnit> = units.collect();
        // Those of the same figure by name.
        units.sort_by_cached_key(|unit| unit_place(&unit.name));
        units.sort_by(|a, b| {
            let figure = |unit: &ComparedUnit| unit.figures.get(&by).and_then(|told| told.rank());
            let (one, two) = (figure(a), figure(b));
            let order = if lowest_first { one.cmp(&two) } else { two.cmp(&one) };
            one.is_none().cmp(&two.is_none()).then(order)
        });
        let above = self.way_to(actor, &unit).await?;
        let at = self.counters_of(&unit.id).await?.1;
        let (id, name, kind) = (unit.id, unit.name, unit.kind);
        let term = term(today);
        Ok(CompareView { id, name, kind, above, opens, by, lowest_first, term, units, more, at })
    }

    /// An authority whose figures the actor may see: the own unit when none is named.
    pub(super) async fn authority_in_sight(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<Unit> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(unit.unwrap_or(&own.id)).await?;
        if !own.path.covers(&unit.path) || !unit.kind.is_authority() {
            return Err(Error::NotFound("unit"));
        }
        authorise(actor, Action::ViewDashboard, &Target::Unit(&unit.path))?;
        Ok(unit)
    }

    /// The units from the actor's own down to the one above this: code and name.
    pub(super) async fn way_to(&self, actor: &Actor, unit: &Unit) -> Result<Vec<(UnitId, String)>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let mut way = Vec::new();
        for id in unit.path.units().into_iter().filter(|id| *id != unit.id) {
            let on_the_way = self.units().unit(&id).await?;
            if own.path.covers(&on_the_way.path) {
                way.push((id, on_the_way.name));
            }
        }
        Ok(way)
    }

    /// Whether an actor may read of something at the own unit.
    fn may_read(&self, actor: &Actor, action: Action) -> bool {
        let own = actor.unit.as_ref();
        own.is_some_and(|own| authorise(actor, action, &Target::Unit(&own.path)).is_ok())
    }
}

/// Figures as they are.
fn exact(measured: &BTreeMap<Measure, u64>) -> BTreeMap<Measure, Told> {
    measured.iter().map(|(measure, n)| (*measure, Told::Exact(*n))).collect()
}

/// The figures of schools as they are told to who may not list their pupils. A share tells what it is a share of.
pub(super) fn masked(
    schools: &[School<BTreeMap<Measure, u64>>],
) -> BTreeMap<UnitId, BTreeMap<Measure, Told>> {
    let mut told: BTreeMap<UnitId, BTreeMap<Measure, Told>> =
        schools.iter().map(|school| (school.id.clone(), exact(&school.of))).collect();
    for measure in Measure::ALL.into_iter().filter(|measure| measure.counts_children()) {
        let line = line(schools, |of| of.get(&measure).copied().unwrap_or_default());
        for (id, one) in line.each {
            told.entry(id).or_default().insert(measure, one);
        }
    }
    let shares = [
        (Measure::OnTime, Measure::Waiting),
        (Measure::OnTime, Measure::Overdue),
        (Measure::Filled, Measure::OnRoll),
        (Measure::Satisfied, Measure::Rated),
        (Measure::Satisfied, Measure::RatedBad),
    ];
    for figures in told.values_mut() {
        for (share, of) in shares {
            if figures.get(&of).is_none_or(|told| told.number().is_none()) {
                figures.remove(&share);
            }
        }
    }
    told
}

/// The figures of a unit that it is compared by, from its counters.
pub(super) fn measured(counts: &BTreeMap<String, i64>, today: NaiveDate) -> BTreeMap<Measure, u64> {
    let n = |figure: i64| u64::try_from(figure).unwrap_or_default();
    let read = figures::read(counts, today);
    let items = read.items;
    let waiting = CaseKind::ALL.iter().map(|kind| n(read.open_cases(kind.key()))).sum::<u64>();
    let overdue = n(read.late()).min(waiting);
    let of_term = |kind: CaseKind, term: Term| {
        n(counts.get(&format!("done|{}|{}", kind.key(), term.key())).copied().unwrap_or_default())
    };
    // By kind and due day, once in each unit above any of its records.
    let of_problems =
        counts.iter().filter(|(counter, _)| counter.starts_with("problem|")).map(|(_, n)| n).sum();
    let now = term(today);
    let rated = rated_in(counts, now);
    let mut measured = BTreeMap::from([
        (Measure::OnRoll, n(read.on_roll)),
        (Measure::Registering, n(read.open_cases(CaseKind::Registration.key()))),
        (Measure::Waiting, waiting),
        (Measure::Overdue, overdue),
        (Measure::Missing, n(items.lacking)),
        (Measure::Problems, n(of_problems)),
        (Measure::DroppedOut, of_term(CaseKind::DropOut, now)),
        (Measure::Returned, of_term(CaseKind::BackToSchool, now)),
        (Measure::Rated, rated.all()),
        (Measure::RatedBad, rated.bad),
    ]);
    if let Some(satisfied) = rated.satisfied() {
        measured.insert(Measure::Satisfied, satisfied);
    }
    if let Some(on_time) = ((waiting - overdue) * 1000).checked_div(waiting) {
        measured.insert(Measure::OnTime, on_time);
    }
    if items.pupils > 0 {
        measured.insert(Measure::Filled, u64::from(items.percent()));
    }
    measured
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_25_no_figure_of_a_school_tells_of_few_children_nor_what_they_are_a_share_of() {
        let school = |id: &str, waiting: u64, overdue: u64| {
            let of = [(Measure::OnRoll, 40), (Measure::Waiting, waiting), (Measure::Overdue, overdue)];
            let shares = [(Measure::OnTime, 500), (Measure::Filled, 99), (Measure::Missing, 2)];
            School::open(id.parse().unwrap(), of.into_iter().chain(shares).collect::<BTreeMap<_, u64>>())
        };
        let schools = [school("2132000001", 2, 1), school("2132000002", 40, 2), school("2132000003", 6, 0)];
        let told = masked(&schools);
        let of = |id: &str, measure: Measure| told[&id.parse::<UnitId>().unwrap()].get(&measure).copied();
        let each = |measure: Measure| ["2132000001", "2132000002", "2132000003"].map(|id| of(id, measure));
        assert_eq!(each(Measure::OnRoll), [Some(Told::Exact(40)); 3]);
        assert_eq!(each(Measure::Missing), [Some(Told::Exact(2)); 3], "entries are no children");
        let waiting = [Some(Told::Few), Some(Told::Exact(40)), Some(Told::LeftOut)];
        assert_eq!(each(Measure::Waiting), waiting, "48 − 40 − 6 would be the two");
        assert_eq!(each(Measure::Overdue), [Some(Told::Few), Some(Told::Few), Some(Told::Exact(0))]);
        assert_eq!(each(Measure::OnTime), [None; 3], "no share of what is not told");
        assert_eq!(each(Measure::Filled), [Some(Told::Exact(99)); 3]);
    }

    #[test]
    fn article_25_how_satisfied_few_are_is_not_told_of_a_school() {
        let school = |id: &str, rated: u64, bad: u64| {
            let share = (rated - bad) * 1000 / rated;
            let of = [(Measure::Rated, rated), (Measure::RatedBad, bad), (Measure::Satisfied, share)];
            School::open(id.parse().unwrap(), BTreeMap::from(of))
        };
        let ids = ["2132000001", "2132000002", "2132000003", "2132000004"];
        let schools =
            [school(ids[0], 4, 0), school(ids[1], 3, 0), school(ids[2], 40, 0), school(ids[3], 50, 10)];
        let told = masked(&schools);
        let each =
            |measure: Measure| ids.map(|id| told[&id.parse::<UnitId>().unwrap()].get(&measure).copied());
        let exact = |n: u64| Some(Told::Exact(n));
        assert_eq!(each(Measure::Rated), [Some(Told::Few), Some(Told::Few), exact(40), exact(50)]);
        assert_eq!(each(Measure::RatedBad), [exact(0), exact(0), exact(0), exact(10)]);
        assert_eq!(each(Measure::Satisfied), [None, None, exact(1000), exact(800)]);
        let one_bad = [school(ids[0], 40, 1), school(ids[1], 50, 10)];
        let told = masked(&one_bad);
        let shares = told.values().filter(|figures| figures.contains_key(&Measure::Satisfied)).count();
        assert_eq!(
            shares, 0,
            "forty less the satisfied would be the one, and the other what is left of the sum"
        );
    }

    #[test]
    fn a_unit_is_compared_by_what_its_counters_say_on_the_day() {
        let counts: BTreeMap<String, i64> = [
            ("pupil|1|1|01|1", 20),
            ("case|registration|in_progress", 3),
            ("case|transfer|returned", 1),
            ("case|transfer|approved", 7),
            ("due|registration|2026-09-10", 1),
            ("due|registration|2026-09-11", 2),
            ("items|pupils", 20),
            ("items|required", 400),
            ("items|lacking", 4),
            ("problem|suspected|2026-09-11", 1),
            ("problem|same_document|", 1),
            ("done|drop_out|2026-1", 3),
            ("done|drop_out|2025-2", 8),
            ("done|back_to_school|2026-1", 1),
            ("rating|good|2026-1", 5),
            ("rating|fair|2026-1", 1),
            ("rating|bad|2026-1", 2),
            ("rating|bad|2025-2", 7),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let figures = measured(&counts, "2026-09-11".parse().unwrap());
        for (measure, n) in [
            (Measure::OnRoll, 20),
            (Measure::Registering, 3),
            (Measure::Waiting, 4),
            (Measure::Overdue, 1),
            (Measure::OnTime, 750),
            (Measure::Filled, 99),
            (Measure::Missing, 4),
            (Measure::Problems, 2),
            (Measure::DroppedOut, 3),
            (Measure::Returned, 1),
            (Measure::Rated, 8),
            (Measure::RatedBad, 2),
            (Measure::Satisfied, 750),
        ] {
            assert_eq!(figures.get(&measure), Some(&n), "{measure:?}");
        }
        let none = measured(&BTreeMap::new(), "2026-09-11".parse().unwrap());
        assert_eq!((none.get(&Measure::OnTime), none.get(&Measure::Filled)), (None, None), "of nothing");
        assert_eq!(none.get(&Measure::Overdue), Some(&0));
        assert_eq!((none.get(&Measure::Rated), none.get(&Measure::Satisfied)), (Some(&0), None));
    }
}
