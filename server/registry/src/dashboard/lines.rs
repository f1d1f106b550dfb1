//! 近十二周: how one figure of the units directly below an authority came about, side by side. Read from what is kept of the nights, on the same few
//! days for all of them, and told as the history of each is.

use super::beside::may_list;
use super::compare::opens;
use super::history::{FigureDay, TABLE, key};
use super::trend::{Night, WEEKS};
use crate::error::Result;
use crate::services::Dashboards;
use chrono::NaiveDate;
use contract::compare::{CompareLines, Measure, UnitLine};
use domain::access::Actor;
use domain::figure::Figure;
use domain::id::UnitId;
use domain::org::UnitKind;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one answer: of very many units fewer days are shown.
const ROWS: usize = 1200;
/// Days of a line, and how few of them still are one.
const MARKS: (usize, usize) = (3, 12);
/// Rows that are read at once.
const AT_ONCE: usize = 300;

/// Days of each line, of so many units.
fn marks(units: usize) -> usize {
    (ROWS / units.max(1)).clamp(MARKS.0, MARKS.1)
}

/// Every so many of the days, counted from the newest, so that there are no more than so many; the earliest first.
fn some_of(days: &[NaiveDate], most: usize) -> Vec<NaiveDate> {
    let apart = days.len().div_ceil(most.max(1)).max(1);
    let mut some: Vec<NaiveDate> = days.iter().step_by(apart).copied().collect();
    some.reverse();
    some
}

impl Dashboards<'_> {
    /// The figure behind a measure over the last weeks, of each unit directly below an authority in the actor's subtree, who has most of it
    /// first. Of units whose pages the actor may not open there is nothing: history is told to whom the landing page is shown.
    ///
    /// # Errors
    /// As [`Dashboards::compared`].
    pub async fn compared_lines(
        &self,
        actor: &Actor,
        unit: Option<&UnitId>,
        by: Measure,
    ) -> Result<CompareLines> {
        let unit = self.authority_in_sight(actor, unit).await?;
        let figure = by.kept();
        let (below, _) = self.units().units_with_pupils_below(&unit.id).await?;
        if !opens(actor, &below) {
            return Ok(CompareLines { figure, days: Vec::new(), units: Vec::new() });
        }
        let since = self.store.clock.today().checked_sub_days(WEEKS).unwrap_or_default();
        let days = some_of(&self.days_since(&unit.id, since).await?, marks(below.len()));
        let ids = below.iter().map(|unit| &unit.id).chain([&unit.id]);
        let keys: Vec<String> = ids.flat_map(|id| days.iter().map(move |day| key(id, *day))).collect();
        let mut kept: BTreeMap<(UnitId, NaiveDate), FigureDay> = BTreeMap::new();
        for some in keys.chunks(AT_ONCE) {
            let rows: Vec<FigureDay> = self.store.get_many(TABLE, some).await?;
            kept.extend(rows.into_iter().map(|row| ((row.unit.clone(), row.day), row)));
        }
        // All of them stand to the reader as each other does.
        let masks = below.first().is_some_and(|unit| !may_list(actor, unit));
        let authority = unit.id;
        let mut units: Vec<UnitLine> = below
            .into_iter()
            .map(|unit| {
                let is_school = unit.kind == UnitKind::School;
                let values = days.iter().map(|day| {
                    let row = kept.get(&(unit.id.clone(), *day))?;
                    // What is left out of a school depends on the others, and stands with their authority.
                    let of = if is_school { kept.get(&(authority.clone(), *day)) } else { Some(row) };
                    let left_out: BTreeSet<Figure> = match of {
                        Some(of) if masks => {
                            let those = of.left_out.iter().filter(|(_, units)| units.contains(&unit.id));
                            those.map(|(figure, _)| *figure).collect()
                        }
                        _ => BTreeSet::new(),
                    };
                    let hides_few = masks && is_school;
                    Night { day: *day, figures: row.figures.clone(), hides_few, left_out }.told(figure)
                });
                UnitLine { values: values.collect(), id: unit.id.clone(), name: unit.name.clone() }
            })
            .collect();
        // Those of the same figure stay as they are, by name.
        units.sort_by_key(|line| std::cmp::Reverse(line.newest().and_then(|told| told.rank())));
        Ok(CompareLines { figure, days, units })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    #[test]
    fn of_many_units_fewer_days_are_shown_and_never_more_than_can_be_read() {
        assert_eq!([0, 1, 100, 150, 400].map(marks), [12, 12, 12, 8, 3]);
    }

    #[test]
    fn days_are_counted_from_the_newest() {
        let newest: NaiveDate = "2026-09-30".parse().unwrap();
        let days: Vec<NaiveDate> = (0..10).map(|ago| newest - Days::new(ago)).collect();
        let some = some_of(&days, 4);
        assert_eq!(some, [9, 6, 3, 0].map(|ago| newest - Days::new(ago)), "the earliest first");
        assert_eq!(some_of(&days, 12).len(), 10);
        assert!(some_of(&[], 4).is_empty());
    }
}
