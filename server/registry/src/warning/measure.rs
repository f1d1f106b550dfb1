//! What a night counts: late business, closed schooling and suspensions from plain columns, read through indexes and in pages; pupils,
//! drop-outs, archives and problem records from the counters that dashboards show.

use crate::error::Result;
use crate::keyset::Place;
use crate::services::Warnings;
use crate::store::Vars;
use chrono::{Days, NaiveDate};
use domain::case::CaseKind;
use domain::id::{CaseId, LetterId, SpellId, UnitId};
use domain::org::OrgPath;
use domain::rules::{RuleKey, Rules};
use domain::warning::{CASES_MAX, Indicator, SPAN_DAYS};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Rows looked at in one turn.
const PAGE: usize = 500;

/// Figures by unit and indicator, with the first cases behind each.
#[derive(Default)]
pub(super) struct Counted(BTreeMap<(UnitId, Indicator), (u64, Vec<CaseId>)>);

impl Counted {
    fn add(&mut self, unit: UnitId, indicator: Indicator, case: Option<CaseId>) {
        let (n, cases) = self.0.entry((unit, indicator)).or_default();
        *n += 1;
        cases.extend(case.filter(|_| cases.len() < CASES_MAX));
    }

    pub(super) fn of(&self, unit: &UnitId, indicator: Indicator) -> (u64, Vec<CaseId>) {
        self.0.get(&(unit.clone(), indicator)).cloned().unwrap_or_default()
    }

    /// Every unit of which anything was counted.
    pub(super) fn units(&self) -> BTreeSet<&UnitId> {
        self.0.keys().map(|(unit, _)| unit).collect()
    }
}

/// What a unit's counters say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pupils {
    /// 在读
    pub(super) on_roll: u64,
    /// On roll or waiting for approval.
    pub(super) base: u64,
    /// 辍学 and 疑似辍学
    pub(super) dropouts: u64,
    /// Archives past their day.
    pub(super) late_archives: u64,
    /// Open problem records, each once however many of its records are below.
    pub(super) problems: u64,
}

impl Pupils {
    /// Reads counters as they stand on a day; see `dashboard/figures.rs` for their names.
    pub(super) fn new(counts: &BTreeMap<String, i64>, today: NaiveDate, rules: &Rules) -> Self {
        let suspect = i64::from(rules.number(RuleKey::DropoutSuspectDays));
        let mut pupils = Self::default();
        for (counter, n) in counts {
            let n = u64::try_from(*n).unwrap_or(0);
            let parts: Vec<&str> = counter.split('|').collect();
            match parts.as_slice() {
                ["pupil", _, _, "01", _] => {
                    pupils.on_roll += n;
                    pupils.base += n;
                }
                ["pupil", _, _, "candidate", _] => pupils.base += n,
                ["pupil", _, _, "06", _] => pupils.dropouts += n,
                ["absent", since] => {
                    let since = since.parse::<NaiveDate>().ok();
                    if since.is_some_and(|since| (today - since).num_days() + 1 > suspect) {
                        pupils.dropouts += n;
                    }
                }
                ["archive", day] if day.parse::<NaiveDate>().is_ok_and(|day| day < today) => {
                    pupils.late_archives += n;
                }
                ["problem", _, _] => pupils.problems += n,
                _ => {}
            }
        }
        pupils
    }
}

/// The units on a path, each with its own path.
pub(super) fn on_the_way(path: &OrgPath) -> Vec<(UnitId, OrgPath)> {
    let mut at = OrgPath::root();
    let mut found = Vec::new();
    for unit in path.units() {
        if unit != UnitId::nation() {
            at = at.child(&unit);
        }
        found.push((unit, at.clone()));
    }
    found
}

impl Warnings<'_> {
    /// Counts what is not in the counters.
    pub(super) async fn count_for_warnings(&self, today: NaiveDate) -> Result<Counted> {
        let mut counted = Counted::default();
        let from = today - Days::new(SPAN_DAYS - 1);
        self.count_outflow(&mut counted, from, today).await?;
        self.count_suspensions(&mut counted, from, today).await?;
        self.count_late(&mut counted, today).await?;
        Ok(counted)
    }

    /// Pupils whose schooling ended by a transfer. For a county a move between its own schools is none.
    async fn count_outflow(&self, counted: &mut Counted, from: NaiveDate, today: NaiveDate) -> Result<()> {
        #[derive(Deserialize)]
        struct Row {
            uid: SpellId,
            path: OrgPath,
            closed_by: Option<CaseId>,
            to_on: NaiveDate,
        }
        #[derive(Deserialize)]
        struct Closing {
            uid: CaseId,
            kind: CaseKind,
            path: OrgPath,
        }
        let text = "SELECT uid, path, closed_by, to_on FROM spell WHERE";
        let mut place = Place::of(from, "");
        loop {
            let vars = Vars::new().with("today", today);
            let rows: Vec<Row> = self.page_beyond(text, ("to_on", "to_on <= $today"), vars, &place).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            place = Place::of(last.to_on, last.uid);
            let keys: Vec<String> =
                rows.iter().filter_map(|row| row.closed_by).map(|case| case.to_string()).collect();
            let closings: Vec<Closing> = if keys.is_empty() {
                Vec::new()
            } else {
                let vars = Vars::new().records("records", "case", &keys);
                self.store.rows("SELECT uid, kind, path FROM $records", vars).await?
            };
            let closings: BTreeMap<CaseId, Closing> = closings
                .into_iter()
                .filter(|one| one.kind == CaseKind::Transfer)
                .map(|one| (one.uid, one))
                .collect();
            for row in rows {
                let Some(closing) = row.closed_by.and_then(|case| closings.get(&case)) else { continue };
                for (unit, path) in on_the_way(&row.path) {
                    if !path.covers(&closing.path) {
                        counted.add(unit, Indicator::Outflow, Some(closing.uid));
                    }
                }
            }
        }
    }

    async fn count_suspensions(
        &self,
        counted: &mut Counted,
        from: NaiveDate,
        today: NaiveDate,
    ) -> Result<()> {
        #[derive(Deserialize)]
        struct Row {
            uid: CaseId,
            path: OrgPath,
            opened_on: NaiveDate,
        }
        let text = "SELECT uid, path, opened_on FROM case WHERE kind = 'suspension' AND";
        let rest = "opened_on <= $today AND state IN ['in_progress', 'returned', 'approved']";
        let mut place = Place::of(from, "");
        loop {
            let vars = Vars::new().with("today", today);
            let rows: Vec<Row> = self.page_beyond(text, ("opened_on", rest), vars, &place).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            place = Place::of(last.opened_on, last.uid);
            for row in rows {
                for unit in row.path.units() {
                    counted.add(unit, Indicator::Suspensions, Some(row.uid));
                }
            }
        }
    }

    /// Cases and letters that lie with a unit past their day: its own business, not that of those below.
    async fn count_late(&self, counted: &mut Counted, today: NaiveDate) -> Result<()> {
        #[derive(Deserialize)]
        struct Row {
            uid: CaseId,
            waiting: Option<String>,
            due_on: NaiveDate,
        }
        #[derive(Deserialize)]
        struct Owed {
            uid: LetterId,
            from_unit: UnitId,
            due_on: NaiveDate,
        }
        let rest = ("due_on", "due_on < $today");
        let text = "SELECT uid, waiting, due_on FROM case WHERE state = $state AND";
        let mut states = crate::case::OPEN.into_iter();
        let (mut state, mut place) = (states.next(), Place::default());
        while let Some(of) = state {
            let vars = Vars::new().with("today", today).with("state", of);
            let rows: Vec<Row> = self.page_beyond(text, rest, vars, &place).await?;
            match rows.last() {
                Some(last) => place = Place::of(last.due_on, last.uid),
                None => (state, place) = (states.next(), Place::default()),
            }
            for row in rows {
                // A guardian who has to add something is not a unit.
                let unit =
                    row.waiting.as_deref().and_then(|key| key.split('/').next()?.parse::<UnitId>().ok());
                if let Some(unit) = unit {
                    counted.add(unit, Indicator::OverdueCases, Some(row.uid));
                }
            }
        }
        let text = "SELECT uid, from_unit, due_on FROM letter WHERE sent = false AND";
        place = Place::default();
        loop {
            let vars = Vars::new().with("today", today);
            let rows: Vec<Owed> = self.page_beyond(text, rest, vars, &place).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            place = Place::of(last.due_on, last.uid);
            for row in rows {
                counted.add(row.from_unit, Indicator::OverdueLetters, None);
            }
        }
    }

    /// The next rows of a query that asks for `uid > $after`.
    pub(super) async fn page_after<T: DeserializeOwned>(
        &self,
        text: &str,
        vars: Vars,
        after: &str,
    ) -> Result<Vec<T>> {
        let text = format!("{text} ORDER BY uid LIMIT {PAGE}");
        self.store.rows(&text, vars.with("after", after)).await
    }

    /// The next rows in the order of a column. The text ends where a condition goes on; `column` is named with what else is asked for,
    /// the column's upper bound among it.
    pub(super) async fn page_beyond<T: DeserializeOwned>(
        &self,
        text: &str,
        (column, rest): (&str, &str),
        vars: Vars,
        place: &Place,
    ) -> Result<Vec<T>> {
        let beyond = Place::beyond(column, "uid");
        let text = format!("{text} {beyond} AND {rest} ORDER BY {column}, uid LIMIT {PAGE}");
        self.store.rows(&text, place.vars(vars)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_become_figures_by_the_rules_of_the_province() {
        let counts: BTreeMap<String, i64> = [
            ("pupil|1|1|01|1", 20),
            ("pupil|1|1|candidate|2", 4),
            ("pupil|2|8|06|2", 1),
            ("pupil|1|6|07|2", 9),
            ("absent|2026-11-20", 1),
            ("absent|2026-11-19", 2),
            ("archive|2026-11-25", 3),
            ("archive|2026-11-26", 5),
            ("problem|suspected|2026-12-01", 2),
            ("problem|wrong_document|", 1),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let pupils = Pupils::new(&counts, "2026-11-26".parse().unwrap(), &Rules::national());
        let expected = Pupils { on_roll: 20, base: 24, dropouts: 3, late_archives: 3, problems: 3 };
        assert_eq!(
            pupils, expected,
            "seven days are not yet suspicious, eight are; who graduated counts for nothing"
        );
    }

    #[test]
    fn the_units_on_a_path_have_theirs() {
        let path = OrgPath::root().child(&"320000".parse().unwrap()).child(&"320100".parse().unwrap());
        let found = on_the_way(&path);
        assert_eq!(
            found.iter().map(|(unit, _)| unit.as_str()).collect::<Vec<_>>(),
            ["000000", "320000", "320100"]
        );
        assert_eq!((&found[0].1, &found[2].1), (&OrgPath::root(), &path));
    }
}
