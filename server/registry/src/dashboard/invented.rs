//! An invented history of figures, for the demo alone: days on which nothing was counted get rows as the nights would have written them, scaled
//! from the sums of today. No counter changes; what is counted today stays what it is.
//! [ADR 33](../../../../docs/adr/0033-figures-are-kept-each-night.md).

use super::beside::{School, SchoolsTold};
use super::history::{FigureDay, LeftOut, TABLE};
use super::sums::Counts;
use super::{Rollup, figures};
use crate::error::Result;
use crate::services::Dashboards;
use crate::store::UnitOfWork;
use chrono::NaiveDate;
use domain::figure::daily_since;
use domain::id::UnitId;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one transaction.
const AT_ONCE: usize = 200;

/// How a day of an invented history stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InventedDay {
    /// The day.
    pub day: NaiveDate,
    /// Pupils and what belongs to them (forms, archives), in thousandths of today's.
    pub pupils: i64,
    /// Open business, in thousandths of today's.
    pub business: i64,
}

impl InventedDay {
    /// What a counter of today would have been.
    fn scaled(&self, counter: &str, n: i64) -> i64 {
        let parts: Vec<&str> = counter.split('|').collect();
        let thousandths = match parts.as_slice() {
            ["case", _, "in_progress" | "returned"] | ["due" | "archive" | "suspended" | "absent", ..] => {
                self.business
            }
            _ => self.pupils,
        };
        (n * thousandths + 500).div_euclid(1000)
    }
}

/// The sums of a day: every school scaled by itself, every authority what comes together below it.
fn sums_of(rollups: &[Rollup], invented: &InventedDay) -> BTreeMap<UnitId, Counts> {
    let mut sums: BTreeMap<UnitId, Counts> = BTreeMap::new();
    for rollup in rollups {
        let own = if rollup.is_of_a_school() { &rollup.counts } else { &rollup.own };
        for (counter, n) in own.iter().filter(|(counter, _)| !figures::is_of_class(counter)) {
            let n = invented.scaled(counter, *n);
            for unit in rollup.path.units() {
                *sums.entry(unit).or_default().entry(counter.clone()).or_default() += n;
            }
        }
    }
    sums
}

impl Dashboards<'_> {
    /// Writes a row of every unit for each of these days, unless it is today or still to come. Gives how many rows were written.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invent_history(&self, days: &[InventedDay]) -> Result<u64> {
        let today = self.store.clock.today();
        let mut rollups: Vec<Rollup> = Vec::new();
        loop {
            let after = rollups.last().map(|last| last.unit.to_string()).unwrap_or_default();
            let page = self.sums_after(&after).await?;
            if page.is_empty() {
                break;
            }
            rollups.extend(page);
        }
        let closed = self.schools().closed_schools().await?;
        let mut below: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for authority in rollups.iter().filter(|rollup| !rollup.is_of_a_school()) {
            let mut schools = self.units().school_ids_below(&authority.unit).await?;
            schools.sort();
            below.insert(authority.unit.clone(), schools);
        }
        let mut written = 0;
        for invented in days.iter().filter(|invented| invented.day < today) {
            let rows = rows_of(&rollups, &below, &closed, (invented, today));
            for some in rows.chunks(AT_ONCE) {
                self.store
                    .transact("figure_day", || {
                        Box::pin(async move {
                            let mut work = UnitOfWork::new();
                            for row in some {
                                work.put(TABLE, &row.key(), row);
                            }
                            Ok((work, ()))
                        })
                    })
                    .await?;
                written += some.len() as u64;
            }
        }
        Ok(written)
    }
}

/// The rows of a day. What is due is read as of today, for its days were not moved with it.
fn rows_of(
    rollups: &[Rollup],
    below: &BTreeMap<UnitId, Vec<UnitId>>,
    closed: &BTreeSet<UnitId>,
    (invented, today): (&InventedDay, NaiveDate),
) -> Vec<FigureDay> {
    let none = Counts::new();
    let sums = sums_of(rollups, invented);
    let read = |unit: &UnitId| figures::read(sums.get(unit).unwrap_or(&none), today);
    let row = |rollup: &Rollup| {
        let left_out = below.get(&rollup.unit).map_or_else(LeftOut::new, |schools| {
            let school = |id: &UnitId| School { closed: closed.contains(id), id: id.clone(), of: read(id) };
            let schools: Vec<School<_>> = schools.iter().map(school).collect();
            SchoolsTold::new(rollup.unit.clone(), &schools).left_out()
        });
        FigureDay {
            unit: rollup.unit.clone(),
            day: invented.day,
            daily: invented.day >= daily_since(today),
            figures: read(&rollup.unit),
            left_out,
            summed_at: rollup.at,
        }
    };
    rollups.iter().filter(|rollup| !closed.contains(&rollup.unit)).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use domain::org::{OrgPath, UnitKind};

    fn rollup(
        unit: &str,
        above: Option<&Rollup>,
        kind: UnitKind,
        counts: &[(&str, i64)],
        own: &[(&str, i64)],
    ) -> Rollup {
        let unit: UnitId = unit.parse().unwrap();
        let counters = |of: &[(&str, i64)]| of.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
        Rollup {
            parent: above.map(|above| above.unit.clone()),
            path: above.map_or_else(|| OrgPath::root().child(&unit), |above| above.path.child(&unit)),
            unit,
            name: String::new(),
            kind,
            counts: counters(counts),
            own: counters(own),
            at: DateTime::<Utc>::default(),
        }
    }

    #[test]
    fn authorities_have_what_their_schools_had_and_pupils_and_business_go_their_own_ways() {
        let county =
            rollup("320102", None, UnitKind::County, &[("pupil|1|1|01|1", 999)], &[("violation", 10)]);
        let pupils = "pupil|1|1|01|1";
        let one = [(pupils, 33), ("case|transfer|in_progress", 4), ("class_items|pupils|1|1班", 33)];
        let first = rollup("2132000101", Some(&county), UnitKind::School, &one, &[]);
        let second = rollup("2132000102", Some(&county), UnitKind::School, &[(pupils, 66)], &[]);
        let (county_id, first_id) = (county.unit.clone(), first.unit.clone());
        let day = "2026-01-31".parse().unwrap();
        let sums = sums_of(&[county, first, second], &InventedDay { day, pupils: 950, business: 1500 });
        assert_eq!((sums[&first_id][pupils], sums[&first_id]["case|transfer|in_progress"]), (31, 6));
        assert_eq!(sums[&county_id][pupils], 31 + 63, "not what its own sum of today comes to");
        assert_eq!(sums[&county_id]["violation"], 10, "what is its own is its own");
        assert!(sums[&first_id].keys().all(|counter| !counter.starts_with("class_")));
    }
}
