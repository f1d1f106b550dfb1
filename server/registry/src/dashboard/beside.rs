//! What is told of schools to who may see their figures and may not list their pupils by name (第二十五条): officials and administrators of the
//! authorities above. A number of one to four children of one school is not told, nor a figure from which it could be worked out, of the
//! schools beside it or of the parts of a sum. One place for the landing page, the comparison and the history.
//! [ADR 33](../../../../docs/adr/0033-figures-are-kept-each-night.md).

use super::figures;
use super::sums::Counts;
use crate::error::Result;
use crate::services::Dashboards;
use chrono::NaiveDate;
use contract::dashboard::Figures;
use domain::access::{Action, Actor, Target, authorise};
use domain::figure::{Figure, Told, beside, is_few};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a reader of a unit's figures is told all of them: of the own school everybody who sees them, above it who may list the pupils.
pub(super) fn may_list(actor: &Actor, unit: &Unit) -> bool {
    let is_own = actor.unit.as_ref().is_some_and(|own| own.id == unit.id);
    (is_own && unit.kind == UnitKind::School)
        || authorise(actor, Action::ListPupils, &Target::Unit(&unit.path)).is_ok()
}

/// A school among those of its authority, with what is read of it.
pub(super) struct School<T> {
    pub(super) id: UnitId,
    pub(super) closed: bool,
    pub(super) of: T,
}

#[cfg(test)]
impl<T> School<T> {
    pub(super) fn open(id: UnitId, of: T) -> Self {
        Self { id, closed: false, of }
    }
}

/// One figure of such schools, as it is told.
pub(super) struct Line {
    pub(super) each: BTreeMap<UnitId, Told>,
    sum_is_told: bool,
}

/// A figure of the schools of an authority, as it is told. A school that is no more and has nobody hides nothing.
pub(super) fn line<T>(schools: &[School<T>], n: impl Fn(&T) -> u64) -> Line {
    let figures = schools.iter().map(|school| (school, n(&school.of)));
    let there = figures.filter(|(school, n)| !school.closed || *n > 0);
    let (ids, counts): (Vec<UnitId>, Vec<u64>) = there.map(|(school, n)| (school.id.clone(), n)).unzip();
    let told = beside(&counts);
    Line { each: ids.into_iter().zip(told.each).collect(), sum_is_told: told.sum_is_told }
}

/// Figures that are parts of a sum, of which one could be had from the others; and what follows from how many pupils there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Stages,
    Grades,
    Sexes,
    Standings,
    Items,
}

impl Part {
    const ALL: [Self; 5] = [Self::Stages, Self::Grades, Self::Sexes, Self::Standings, Self::Items];

    /// Whether one of the parts is a few.
    fn has_few(self, figures: &Figures) -> bool {
        fn any<'a>(mut parts: impl Iterator<Item = &'a i64>) -> bool {
            parts.any(|n| is_few(whole(*n)))
        }
        match self {
            Self::Stages => any(figures.by_stage.values()),
            Self::Grades => any(figures.by_grade.values()),
            Self::Sexes => any(figures.by_sex.values()),
            Self::Standings => any(figures.by_standing.values()),
            Self::Items => false,
        }
    }

    fn leave_out(self, figures: &mut Figures) {
        match self {
            Self::Stages => figures.by_stage.clear(),
            Self::Grades => figures.by_grade.clear(),
            Self::Sexes => figures.by_sex.clear(),
            Self::Standings => figures.by_standing.clear(),
            Self::Items => {
                figures.items = Default::default();
                figures.holdings = Default::default();
            }
        }
    }
}

fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

/// Figures as they are, to who is told all of them.
pub(super) fn exact(figures: &Figures) -> BTreeMap<Figure, Told> {
    let of = |figure: Figure| Some((figure, Told::exact(figures.figure(figure)?)));
    Figure::ALL.into_iter().filter_map(of).collect()
}

/// The schools directly below an authority, as they are told to who may not list their pupils.
pub(super) struct SchoolsTold {
    authority: UnitId,
    /// The figures of each that count children.
    told: BTreeMap<UnitId, BTreeMap<Figure, Told>>,
    /// The parts that are left out of each.
    parts: BTreeMap<UnitId, BTreeSet<Part>>,
    /// What of the authority's own is nothing but a school's.
    sums: BTreeSet<Figure>,
    sum_parts: BTreeSet<Part>,
    /// Whether all of it is: there is one school.
    is_alone: bool,
}

impl SchoolsTold {
    pub(super) fn new(authority: UnitId, schools: &[School<Figures>]) -> Self {
        let (mut told, mut sums) = (BTreeMap::<UnitId, BTreeMap<Figure, Told>>::new(), BTreeSet::new());
        for figure in Figure::ALL.into_iter().filter(|figure| figure.counts_children()) {
            let line = line(schools, |of| whole(of.figure(figure).unwrap_or_default()));
            if !line.sum_is_told {
                sums.insert(figure);
            }
            for (id, one) in line.each {
                told.entry(id).or_default().insert(figure, one);
            }
        }
        let (mut parts, mut sum_parts) = (BTreeMap::<UnitId, BTreeSet<Part>>::new(), BTreeSet::new());
        let is_exact = |id: &UnitId| {
            let on_roll = told.get(id).and_then(|told| told.get(&Figure::OnRoll));
            on_roll.is_none_or(|told| told.number().is_some())
        };
        for part in Part::ALL {
            let (out, others): (Vec<_>, Vec<_>) =
                schools.iter().partition(|one| part.has_few(&one.of) || !is_exact(&one.id));
            // By themselves they would be what the others leave of the authority's own.
            let smallest = || others.iter().filter(|one| one.of.on_roll > 0).min_by_key(|one| one.of.on_roll);
            let one_more = if out.len() == 1 { smallest().copied() } else { None };
            if out.len() == 1 && one_more.is_none() {
                sum_parts.insert(part);
            }
            for one in out.into_iter().chain(one_more) {
                parts.entry(one.id.clone()).or_default().insert(part);
            }
        }
        let is_alone = schools.iter().filter(|one| !one.closed).count() == 1;
        Self { authority, told, parts, sums, sum_parts, is_alone }
    }

    /// The figures of a unit as they are told, and whether some are not: of the authority, or of a unit directly below it.
    pub(super) fn tell(&self, unit: &Unit, mut figures: Figures) -> (Figures, BTreeMap<Figure, Told>, bool) {
        let mut told = exact(&figures);
        let is_school = unit.kind == UnitKind::School;
        if !is_school && unit.id != self.authority {
            return (figures, told, false);
        }
        let (parts, masked) = if is_school {
            match self.told.get(&unit.id) {
                Some(of) => told.extend(of.iter().map(|(figure, one)| (*figure, *one))),
                // One that is no more.
                None => told.retain(|_, told| told.number().is_none_or(|n| !is_few(n))),
            }
            (self.parts.get(&unit.id).cloned().unwrap_or_default(), true)
        } else {
            told.extend(self.sums.iter().map(|figure| (*figure, Told::LeftOut)));
            (self.sum_parts.clone(), self.is_alone || !self.sums.is_empty() || !self.sum_parts.is_empty())
        };
        if is_school || self.is_alone {
            // By kind and state nearly all of one school are few, and each is a part of many sums.
            figures.cases.clear();
            figures.overdue.clear();
            figures.items.whole = 0;
            figures.holdings.all.whole = 0;
        }
        parts.into_iter().for_each(|part| part.leave_out(&mut figures));
        let untold = told.iter().filter(|(_, told)| told.number().is_none());
        untold.for_each(|(figure, _)| leave_out(*figure, &mut figures));
        (figures, told, masked)
    }

    /// Which figures are left out of which units, on the day whose figures they are.
    pub(super) fn left_out(&self) -> BTreeMap<Figure, Vec<UnitId>> {
        let mut left_out: BTreeMap<Figure, Vec<UnitId>> = BTreeMap::new();
        for (id, told) in &self.told {
            for (figure, _) in told.iter().filter(|(_, told)| **told == Told::LeftOut) {
                left_out.entry(*figure).or_default().push(id.clone());
            }
        }
        for figure in &self.sums {
            left_out.entry(*figure).or_default().push(self.authority.clone());
        }
        left_out
    }
}

/// Leaves the number of a figure that is not told out of all figures.
fn leave_out(figure: Figure, figures: &mut Figures) {
    match figure {
        Figure::OnRoll => figures.on_roll = 0,
        Figure::OpenRegistrations | Figure::OpenCorrections => figures.cases.clear(),
        Figure::Overdue => figures.overdue.clear(),
        Figure::ArchivesOpen => figures.archives_open = 0,
        Figure::ArchivesSoon => figures.archives_soon = 0,
        Figure::ArchivesLate => figures.archives_late = 0,
        Figure::HoldingsLacking | Figure::HoldingsLate => figures.holdings = Default::default(),
        Figure::SuspensionsEnding => figures.suspensions_ending = 0,
        Figure::SuspensionsOver => figures.suspensions_over = 0,
        Figure::LongAbsent => figures.long_absent = 0,
    }
}

impl Dashboards<'_> {
    /// The schools directly below an authority, each with what is read of its counters.
    pub(super) async fn schools_beside<T>(
        &self,
        authority: &UnitId,
        counters: &BTreeMap<UnitId, Counts>,
        closed: &BTreeSet<UnitId>,
        read: impl Fn(&Counts) -> T,
    ) -> Result<Vec<School<T>>> {
        let none = Counts::new();
        let mut ids = self.units().school_ids_below(authority).await?;
        ids.sort();
        let school = |id: UnitId| {
            let of = read(counters.get(&id).unwrap_or(&none));
            School { closed: closed.contains(&id), id, of }
        };
        Ok(ids.into_iter().map(school).collect())
    }

    /// The same as their figures are told on a day.
    pub(super) async fn schools_told(
        &self,
        authority: &UnitId,
        counters: &BTreeMap<UnitId, Counts>,
        closed: &BTreeSet<UnitId>,
        day: NaiveDate,
    ) -> Result<SchoolsTold> {
        let schools =
            self.schools_beside(authority, counters, closed, |counts| figures::read(counts, day)).await?;
        Ok(SchoolsTold::new(authority.clone(), &schools))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::org::OrgPath;

    fn unit(id: &str, kind: UnitKind) -> Unit {
        Unit {
            id: id.parse().unwrap(),
            name: String::new(),
            kind,
            parent: None,
            path: OrgPath::root(),
            division: String::new(),
            school: None,
        }
    }

    fn figures(on_roll: i64, first_grade: i64) -> Figures {
        Figures {
            on_roll,
            by_grade: [(1, first_grade), (2, on_roll - first_grade)].into(),
            by_standing: [("01".to_owned(), on_roll)].into(),
            cases: [("transfer/approved".to_owned(), 9)].into(),
            ..Figures::default()
        }
    }

    fn told(of: &[(&str, Figures)]) -> SchoolsTold {
        let schools: Vec<School<Figures>> =
            of.iter().map(|(id, figures)| School::open(id.parse().unwrap(), figures.clone())).collect();
        SchoolsTold::new("320102".parse().unwrap(), &schools)
    }

    const ONE: &str = "2132000001";
    const TWO: &str = "2132000002";
    const THREE: &str = "2132000003";

    #[test]
    fn article_25_parts_of_which_one_is_few_are_left_out_whole_and_of_one_more_school() {
        let all = [(ONE, figures(60, 2)), (TWO, figures(70, 30)), (THREE, figures(80, 40))];
        let schools = told(&all);
        let of = |place: usize| {
            let (id, figures) = &all[place];
            schools.tell(&unit(id, UnitKind::School), figures.clone())
        };
        let grades = [0, 1, 2].map(|place| of(place).0.by_grade.len());
        assert_eq!(grades, [0, 0, 2], "what the others leave of the county's first grade would be the two");
        for (place, (_, exact)) in all.iter().enumerate() {
            let (figures, told, masked) = of(place);
            assert!(masked && figures.cases.is_empty(), "no cases of one school by kind and state");
            assert_eq!(told[&Figure::OnRoll], Told::exact(exact.on_roll));
            assert_eq!(figures.by_standing.len(), 1);
        }
        let county = schools.tell(&unit("320102", UnitKind::County), figures(210, 72));
        assert_eq!((county.0, county.2), (figures(210, 72), false), "the authority's own stays");
    }

    #[test]
    fn article_25_what_an_authority_has_of_its_only_school_is_left_out_as_well() {
        let all = [(ONE, figures(3, 1))];
        let schools = told(&all);
        for (id, kind) in [(ONE, UnitKind::School), ("320102", UnitKind::County)] {
            let (figures, told, masked) = schools.tell(&unit(id, kind), all[0].1.clone());
            assert_eq!((told[&Figure::OnRoll], masked), (Told::LeftOut, true), "{id}");
            assert_eq!(figures, Figures::default(), "{id}: no number of theirs goes out");
        }
        let left_out = schools.left_out();
        assert_eq!(left_out[&Figure::OnRoll], [ONE, "320102"].map(|id| id.parse::<UnitId>().unwrap()));
        let other = schools.tell(&unit("320104", UnitKind::County), figures(3, 1));
        assert!(!other.2, "a county of which it says nothing");
    }
}
