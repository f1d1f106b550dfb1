//! 转学流向: how many pupils were transferred from one unit to another, between the units directly below each authority. A school counts
//! its own transfers; with its figures the tables of the authorities on the way are changed by the difference, so that one transfer costs
//! a row at each of them and no table is ever summed anew. A table is one range of an index.

use super::Rollup;
use super::compare::opens;
use super::sums::Counts;
use super::told::Asked;
use crate::error::Result;
use crate::services::Dashboards;
use crate::store::{UnitOfWork, Vars};
use contract::flow::{FlowTable, FlowUnit, FlowsView};
use domain::access::Actor;
use domain::calendar::{SchoolYear, school_year};
use domain::flow::{Flow, Known, Side, told};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use domain::text::unit_place;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One cell of a table as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FlowRow {
    uid: String,
    /// Whose table it stands in.
    unit: UnitId,
    year: i32,
    from: Side,
    to: Side,
    n: i64,
}

impl FlowRow {
    fn new(unit: UnitId, year: SchoolYear, from: Side, to: Side) -> Self {
        let year = year.start_year();
        let uid = format!("{unit}|{year}|{}|{}", from.key(), to.key());
        Self { uid, unit, year, from, to, n: 0 }
    }
}

/// Cells by key, with how much is added to each.
#[derive(Debug, Default)]
pub(super) struct Moved(BTreeMap<String, FlowRow>);

impl Moved {
    /// What a school counts now and did not before.
    pub(super) fn by(&mut self, old: Option<&Counts>, new: &Counts) {
        let flows = |counts: &Counts| -> Counts {
            let those = counts.iter().filter(|(counter, _)| Flow::is_counter(counter));
            those.map(|(counter, n)| (counter.clone(), *n)).collect()
        };
        let mut by = flows(new);
        for (counter, n) in old.map(flows).unwrap_or_default() {
            *by.entry(counter).or_default() -= n;
        }
        for (counter, n) in by.into_iter().filter(|(_, n)| *n != 0) {
            self.add(&counter, n);
        }
    }

    fn add(&mut self, counter: &str, n: i64) {
        let Some(flow) = Flow::from_counter(counter) else { return };
        for (unit, from, to) in flow.cells() {
            let row = FlowRow::new(unit, flow.year(), from, to);
            self.0.entry(row.uid.clone()).or_insert(row).n += n;
        }
    }
}

impl Dashboards<'_> {
    /// Changes the tables by what schools count now. In the lane of the sums, so that none is written over.
    pub(super) async fn move_flows(&self, work: &mut UnitOfWork, moved: Moved) -> Result<()> {
        let keys: Vec<String> = moved.0.keys().cloned().collect();
        if keys.is_empty() {
            return Ok(());
        }
        let stored: Vec<FlowRow> = self.store.get_many("flow", &keys).await?;
        let stored: BTreeMap<String, i64> = stored.into_iter().map(|row| (row.uid, row.n)).collect();
        for (key, row) in moved.0 {
            let before = stored.get(&key).copied().unwrap_or_default();
            work.put("flow", &key, &FlowRow { n: before + row.n, ..row });
        }
        Ok(())
    }

    /// 转学流向 of an authority in the actor's subtree, the actor's own when none is named: of this school year and the one before.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) outside the actor's subtree and for a school, a refusal when the role sees no dashboard.
    pub async fn flows(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<FlowsView> {
        let unit = self.authority_in_sight(actor, unit).await?;
        let below = self.units().units_below(&unit.id).await?;
        let opens = opens(actor, &below);
        let this = school_year(self.store.clock.today());
        let before = SchoolYear::starting_in(this.start_year() - 1);
        let text = "SELECT * FROM flow WHERE unit = $unit AND year >= $year";
        let vars = Vars::new().with("unit", &unit.id).with("year", before.start_year());
        let rows: Vec<FlowRow> = self.store.rows(text, vars).await?;
        let names = self.names_in(below, &rows).await?;
        let (mut years, is_nation) = (Vec::new(), unit.kind == UnitKind::Nation);
        for year in [this, before] {
            let of_year = rows.iter().filter(|row| row.year == year.start_year());
            let (unit, rows, names) = (unit.id.clone(), of_year.cloned().collect(), names.clone());
            let asked = Asked { unit, year, rows, names, is_nation };
            let make = |asked: &Asked| {
                let rows: Vec<&FlowRow> = asked.rows.iter().collect();
                table(asked.year, &rows, &asked.names, asked.is_nation)
            };
            years.push(self.told_tables.table(asked, make).await?);
        }
        let above = self.way_to(actor, &unit).await?;
        Ok(FlowsView { id: unit.id, name: unit.name, kind: unit.kind, above, opens, years })
    }

    /// The units that a table names, of those directly below its authority and of those that were, in the order of their names.
    async fn names_in(&self, mut units: Vec<Unit>, rows: &[FlowRow]) -> Result<Vec<FlowUnit>> {
        let sides = rows.iter().filter(|row| row.n > 0).flat_map(|row| [&row.from, &row.to]);
        let named: BTreeSet<&UnitId> = sides
            .filter_map(|side| match side {
                Side::Unit(unit) => Some(unit),
                Side::Outside => None,
            })
            .collect();
        units.retain(|one| named.contains(&one.id));
        // A school that answers to another authority now stays in the table of the year in which it answered to this one.
        let there: BTreeSet<UnitId> = units.iter().map(|one| one.id.clone()).collect();
        let gone: Vec<String> =
            named.into_iter().filter(|one| !there.contains(*one)).map(ToString::to_string).collect();
        units.extend(self.store.get_many::<Unit>("unit", &gone).await?);
        units.sort_by_cached_key(|one| (unit_place(&one.name), one.id.clone()));
        let line = |one: Unit| FlowUnit { here: there.contains(&one.id), id: one.id, name: one.name };
        Ok(units.into_iter().map(line).collect())
    }

    /// Counts every school's transfers again into the tables of the authorities: cell, kept, counted.
    pub(super) async fn verify_flows(&self) -> Result<Vec<(String, i64, i64)>> {
        let (mut counted, mut after) = (Moved::default(), String::new());
        loop {
            let text = "SELECT * FROM rollup WHERE unit > $after ORDER BY unit LIMIT 100";
            let rows: Vec<Rollup> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { break };
            after = last.unit.to_string();
            rows.iter().filter(|row| row.is_of_a_school()).for_each(|row| counted.by(None, &row.counts));
        }
        let (mut wrong, mut after) = (Vec::new(), String::new());
        loop {
            let text = "SELECT * FROM flow WHERE uid > $after ORDER BY uid LIMIT 500";
            let rows: Vec<FlowRow> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.uid);
            for row in &rows {
                let again = counted.0.remove(&row.uid).map(|cell| cell.n).unwrap_or_default();
                if again != row.n {
                    wrong.push((format!("flow|{}", row.uid), row.n, again));
                }
            }
        }
        let left = counted.0.into_values().filter(|cell| cell.n != 0);
        wrong.extend(left.map(|cell| (format!("flow|{}", cell.uid), 0, cell.n)));
        Ok(wrong)
    }
}

/// The table of a year as it is told, the outside last. What a unit with others below it lost and won in all its own table says too; what
/// went to and came from outside the table above, if there is one; what schools received together the landing page of their authority.
/// Where nothing is told, no unit is named.
fn table(year: SchoolYear, rows: &[&FlowRow], names: &[FlowUnit], is_nation: bool) -> FlowTable {
    let cells: BTreeMap<(&Side, &Side), u64> = rows
        .iter()
        .map(|row| ((&row.from, &row.to), u64::try_from(row.n).unwrap_or_default()))
        .filter(|(_, n)| *n > 0)
        .collect();
    let moved: BTreeSet<&Side> = cells.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let in_year = |unit: &FlowUnit| moved.contains(&Side::Unit(unit.id.clone()));
    let units: Vec<FlowUnit> = names.iter().filter(|unit| in_year(unit)).cloned().collect();
    let sides: Vec<Side> =
        units.iter().map(|unit| Side::Unit(unit.id.clone())).chain([Side::Outside]).collect();
    let known = |unit: &FlowUnit| if unit.id.is_school() { Known::Together } else { Known::Both };
    let outside = if is_nation { Known::Nothing } else { Known::Both };
    let known: Vec<Known> = units.iter().map(known).chain([outside]).collect();
    let count = |from: &Side, to: &Side| cells.get(&(from, to)).copied().unwrap_or_default();
    let counts: Vec<Vec<u64>> =
        sides.iter().map(|from| sides.iter().map(|to| count(from, to)).collect()).collect();
    let empty = counts.iter().flatten().all(|n| *n == 0);
    let told = told(&counts, &known);
    let units = if told.is_some() { units } else { Vec::new() };
    FlowTable { year, told, units, empty }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_25_a_table_of_which_nothing_is_told_names_nobody() {
        let unit = |id: &str| FlowUnit { id: id.parse().unwrap(), name: id.to_owned(), here: true };
        let units = [unit("320102"), unit("320104")];
        let year = SchoolYear::starting_in(2026);
        let side = |unit: &FlowUnit| Side::Unit(unit.id.clone());
        let row = |n: i64| {
            let new = FlowRow::new(units[0].id.clone(), year, side(&units[0]), side(&units[1]));
            FlowRow { n, ..new }
        };
        let told = |n: i64| table(year, &[&row(n)], &units, false);
        // Of the one county others moved too, so that its sum is no few, and nothing hides the three.
        let more =
            FlowRow { n: 40, ..FlowRow::new(units[0].id.clone(), year, side(&units[0]), Side::Outside) };
        let back =
            FlowRow { n: 40, ..FlowRow::new(units[0].id.clone(), year, Side::Outside, side(&units[1])) };
        let hidden = table(year, &[&row(3), &more, &back], &units, false);
        assert_eq!((hidden.told, hidden.units.len(), hidden.empty), (None, 0, false));
        let shown = told(40);
        assert!(shown.told.is_some());
        assert_eq!(shown.units.len(), 2);
    }

    #[test]
    fn a_school_moves_the_tables_by_what_it_counts_more_or_less_than_before() {
        let counter = "flow|2026|/000000/320000/320100/320102/2132000001/|-";
        let of = |n: i64| Counts::from([(counter.to_owned(), n), ("case|transfer|approved".to_owned(), 9)]);
        let mut moved = Moved::default();
        moved.by(Some(&of(2)), &of(3));
        let cells: Vec<(&str, i64)> = moved.0.iter().map(|(key, row)| (key.as_str(), row.n)).collect();
        assert_eq!(
            cells,
            [
                ("000000|2026|320000|outside", 1),
                ("320000|2026|320100|outside", 1),
                ("320100|2026|320102|outside", 1),
                ("320102|2026|2132000001|outside", 1),
            ]
        );
        moved.by(Some(&of(3)), &of(0));
        assert!(moved.0.values().all(|row| row.n == -2));
        let mut none = Moved::default();
        none.by(Some(&of(3)), &of(3));
        assert!(none.0.is_empty());
    }
}
