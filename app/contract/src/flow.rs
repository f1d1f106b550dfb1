//! 转学流向: who left which unit for which, as it may be told.

use domain::calendar::SchoolYear;
use domain::flow::ToldFlows;
use domain::id::UnitId;
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};

/// The flows between the units directly below an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowsView {
    /// The authority.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The units from the reader's own down to the one above this: code and name.
    pub above: Vec<(UnitId, String)>,
    /// Whether the reader may open the pages of the units below.
    pub opens: bool,
    /// This school year and the one before.
    pub years: Vec<FlowTable>,
}

/// The flows of a school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowTable {
    /// 学年
    pub year: SchoolYear,
    /// The units with any, in the order of rows and columns; the outside comes after them.
    pub units: Vec<FlowUnit>,
    /// The figures; none where they are so few that none may be told. In an answer only the cells in which somebody moved: of most pairs of
    /// units there is nobody.
    #[serde(with = "moved")]
    pub told: Option<ToldFlows>,
    /// Whether nobody moved.
    pub empty: bool,
}

/// A unit of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowUnit {
    /// Its code.
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// Whether it still stands directly below.
    pub here: bool,
}

/// Figures with the cells in which somebody moved.
mod moved {
    use domain::flow::{Cell, ToldFlows};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    const NOBODY: Cell = Cell::Number(0);

    #[derive(Serialize, Deserialize)]
    struct Moved {
        /// Row, column and figure.
        cells: Vec<(usize, usize, Cell)>,
        rows: Vec<Cell>,
        columns: Vec<Cell>,
        total: Cell,
    }

    pub(super) fn serialize<S: Serializer>(told: &Option<ToldFlows>, to: S) -> Result<S::Ok, S::Error> {
        let moved = told.as_ref().map(|told| {
            let rows = told.cells.iter().enumerate();
            let all = rows.flat_map(|(row, cells)| {
                cells.iter().enumerate().map(move |(column, told)| (row, column, *told))
            });
            Moved {
                cells: all.filter(|(.., told)| *told != NOBODY).collect(),
                rows: told.rows.clone(),
                columns: told.columns.clone(),
                total: told.total,
            }
        });
        moved.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ToldFlows>, D::Error> {
        let Some(moved) = Option::<Moved>::deserialize(from)? else { return Ok(None) };
        let Moved { cells: given, rows, columns, total } = moved;
        let mut cells = vec![vec![NOBODY; columns.len()]; rows.len()];
        for (row, column, told) in given {
            let cell = cells.get_mut(row).and_then(|row| row.get_mut(column));
            *cell.ok_or_else(|| D::Error::custom("a cell outside its table"))? = told;
        }
        Ok(Some(ToldFlows { cells, rows, columns, total }))
    }
}
