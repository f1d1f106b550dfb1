//! Tables of flows as they were told. What has to be left out of one is pure computing, and much of it where an authority has many units
//! below it; the same table is asked for until somebody moves again. What is remembered is of the figures it was made of, and of no others.

use super::flows::FlowRow;
use crate::error::{Error, Result};
use contract::flow::{FlowTable, FlowUnit};
use domain::calendar::SchoolYear;
use domain::id::UnitId;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Cells of the tables that are remembered: some megabytes.
const MOST: usize = 400_000;

/// What a table is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Whose.
    pub(super) unit: UnitId,
    /// Of which school year.
    pub(super) year: SchoolYear,
    /// Its cells as they are stored.
    pub(super) rows: Vec<FlowRow>,
    /// The units it may name.
    pub(super) names: Vec<FlowUnit>,
    /// Whether it is the nation's.
    pub(super) is_nation: bool,
}

impl Asked {
    /// Whether it is the same table, at this or another time.
    fn is_of(&self, other: &Self) -> bool {
        self.unit == other.unit && self.year == other.year
    }
}

/// The tables that are remembered, the oldest first.
#[derive(Default)]
pub(crate) struct ToldTables(Mutex<VecDeque<(Asked, Arc<FlowTable>)>>);

impl ToldTables {
    /// The table of these figures: as it was told before, or made now, away from whoever waits for other answers.
    pub(super) async fn table(
        &self,
        asked: Asked,
        make: impl FnOnce(&Asked) -> FlowTable + Send + 'static,
    ) -> Result<FlowTable> {
        if let Some(table) = self.known(&asked) {
            return Ok(FlowTable::clone(&table));
        }
        let made = tokio::task::spawn_blocking(move || {
            let table = Arc::new(make(&asked));
            (asked, table)
        });
        let (asked, table) = made.await.map_err(|error| Error::Store(error.to_string()))?;
        self.remember(asked, table.clone());
        Ok(FlowTable::clone(&table))
    }

    fn known(&self, asked: &Asked) -> Option<Arc<FlowTable>> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.iter().find(|(of, _)| of == asked).map(|(_, table)| table.clone())
    }

    fn remember(&self, asked: Asked, table: Arc<FlowTable>) {
        let cells = |table: &FlowTable| (table.units.len() + 1).pow(2);
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|(of, _)| !of.is_of(&asked));
        told.push_back((asked, table));
        let mut all: usize = told.iter().map(|(_, table)| cells(table)).sum();
        while all > MOST
            && let Some((_, gone)) = told.pop_front()
        {
            all -= cells(&gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn unit(n: usize) -> FlowUnit {
        FlowUnit { id: format!("{:06}", 110_000 + n).parse().unwrap(), name: String::new(), here: true }
    }

    fn asked(of: usize, names: usize) -> Asked {
        let year = SchoolYear::starting_in(2026);
        let names = (1..=names).map(unit).collect();
        Asked { unit: unit(of).id, year, rows: Vec::new(), names, is_nation: false }
    }

    fn table(asked: &Asked) -> FlowTable {
        FlowTable { year: asked.year, units: asked.names.clone(), told: None, empty: true }
    }

    #[tokio::test]
    async fn a_table_is_made_once_for_the_same_figures_and_again_for_others() {
        let (told, made) = (ToldTables::default(), Arc::new(AtomicUsize::new(0)));
        let ask = async |asked: Asked| {
            let count = made.clone();
            let make = move |asked: &Asked| {
                count.fetch_add(1, Ordering::Relaxed);
                table(asked)
            };
            told.table(asked, make).await.unwrap()
        };
        for (names, times) in [(2, 1), (2, 1), (3, 2), (3, 2), (2, 3)] {
            assert_eq!(ask(asked(1, names)).await.units.len(), names);
            assert_eq!(made.load(Ordering::Relaxed), times, "{names}");
        }
        ask(asked(2, 2)).await;
        assert_eq!(made.load(Ordering::Relaxed), 4, "another unit's is another table");
    }

    #[tokio::test]
    async fn many_tables_do_not_fill_the_memory() {
        let told = ToldTables::default();
        for of in 1..=10 {
            told.table(asked(of, 399), table).await.unwrap();
        }
        let held = told.0.lock().unwrap();
        let units: Vec<&UnitId> = held.iter().map(|(asked, _)| &asked.unit).collect();
        assert_eq!(units, [&unit(9).id, &unit(10).id], "the newest, as many as there is room for");
    }
}
