//! What every table that comes in has in common (.xlsx here, the other formats in `formats`): its size is looked at before it is unpacked, its cells come with
//! the formats they are shown by, and nothing it holds takes more memory or time than its bounds (第二十五条: a hostile file must not stop the service).

use super::formats::{self, Format, ReadSheet};
use super::layout::{Layout, layouts};
use crate::blob::{Budget, Share};
use crate::error::{Error, Result};
use calamine::{Data, DataType, Reader, SheetType, SheetVisible, Style, Xlsx, open_workbook_from_rs};
use domain::form::cell::{Cell, CellValue};
use domain::refusal::{Refusal, RefusalCode};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Largest file, unpacked: a small file can be packed from a huge one.
const MOST_UNPACKED: u64 = 160 << 20;
/// Rows and columns that are looked at; a cell with something in it further out is no data of ours.
const MOST_ROWS: u32 = 25_000;
const MOST_COLUMNS: u32 = 500;

/// Cells below merged ones that are looked at.
const MOST_COVERED: usize = 200_000;

/// An opened workbook.
pub(crate) struct Book<'a> {
    format: Format,
    cells: Cells<'a>,
    layouts: BTreeMap<String, Layout>,
}

enum Cells<'a> {
    /// Read sheet by sheet, cell by cell, with their number formats.
    Workbook(Box<Xlsx<Cursor<&'a [u8]>>>),
    /// Read whole.
    Sheets(Vec<ReadSheet>),
}

/// A row: the number a person sees beside it, and its cells.
pub(crate) type SheetRow = (u32, Vec<Cell>);

/// Memory that reading a workbook takes: its text is unpacked and then held as cells, each many times as large as its text.
const CELLS: u64 = 4;

/// Reads a workbook off the threads that answer, when there is memory for it.
///
/// # Errors
/// A refusal when it was not its turn in time; what `read` says.
pub(crate) async fn in_turn<T: Send + 'static>(
    budget: &Budget,
    bytes: Vec<u8>,
    read: impl FnOnce(&[u8]) -> Result<T> + Send + 'static,
) -> Result<T> {
    let blocking = |error: tokio::task::JoinError| Error::Store(error.to_string());
    // Unpacking it to nowhere takes time, but no memory: it says what reading it will take.
    let (bytes, takes) = tokio::task::spawn_blocking(move || {
        let takes = takes(&bytes);
        (bytes, takes)
    })
    .await
    .map_err(blocking)?;
    let share = budget.share(takes).await?;
    tokio::task::spawn_blocking(move || {
        let _share = share;
        read(&bytes)
    })
    .await
    .map_err(blocking)?
}

/// Memory that reading a file takes; nothing where it cannot be read.
pub(super) fn takes(bytes: &[u8]) -> u64 {
    let takes = || {
        let format = Format::of(bytes)?;
        let unpacked = check_size(format, bytes)?;
        Ok::<u64, Refusal>(if format == Format::Workbook { unpacked } else { formats::cost(format, bytes) })
    };
    let unpacked = catch_unwind(AssertUnwindSafe(takes)).ok().and_then(std::result::Result::ok).unwrap_or(0);
    CELLS * unpacked
}

/// Writes a workbook off the threads that answer, in its share of the memory.
///
/// # Errors
/// What `write` says.
pub(super) async fn written(
    share: Share,
    write: impl FnOnce() -> Result<Vec<u8>> + Send + 'static,
) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || {
        let _share = share;
        write()
    })
    .await
    .map_err(|error| Error::Store(error.to_string()))?
}

/// Opens a workbook and reads it. The reader is other people's work; should it fall over a hostile file, that is the file's
/// fault and not the service's end.
///
/// # Errors
/// What is wrong with the file, or what `read` says.
pub(crate) fn reading<T>(bytes: &[u8], read: impl FnOnce(&mut Book<'_>) -> Result<T>) -> Result<T> {
    let whole = || {
        let format = Format::of(bytes)?;
        check_size(format, bytes)?;
        let cells = match format {
            Format::Workbook => {
                let book = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
                Cells::Workbook(Box::new(book))
            }
            other => Cells::Sheets(formats::sheets(other, bytes)?),
        };
        let layouts = if format == Format::Workbook { layouts(bytes) } else { BTreeMap::new() };
        read(&mut Book { format, cells, layouts })
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or_else(|_| Err(not_a_workbook().into()))
}

impl Book<'_> {
    /// Names of the sheets with cells, and whether each is hidden.
    pub(crate) fn sheets(&self) -> Vec<(String, bool)> {
        let book = match &self.cells {
            Cells::Workbook(book) => book,
            Cells::Sheets(sheets) => {
                return sheets.iter().map(|(name, hidden, _)| (name.clone(), *hidden)).collect();
            }
        };
        let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
    }

    /// Whether it is text with commas: one sheet, and nothing of the template but its headings.
    pub(crate) fn is_text(&self) -> bool {
        self.format.is_text()
    }

    /// What a sheet hides and merges, when the file says so.
    pub(crate) fn layout(&self, sheet: &str) -> Option<&Layout> {
        self.layouts.get(sheet)
    }

    /// The rows of a sheet in which something stands, with the number a person sees beside them; none when there is no such sheet.
    /// Cells are taken one by one: a table of the whole area would be as large as the furthest cell says.
    ///
    /// # Errors
    /// A refusal when something stands further out than any template reaches.
    pub(crate) fn rows_of(&mut self, sheet: &str) -> Result<Option<Vec<SheetRow>>> {
        let book = match &mut self.cells {
            Cells::Workbook(book) => book,
            Cells::Sheets(sheets) => {
                let text = self.format.is_text();
                let found = sheets.iter().find(|(name, ..)| text || name == sheet);
                return Ok(found.map(|(_, _, rows)| rows.clone()));
            }
        };
        let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(None) };
        let formats: Vec<Arc<str>> = cells.styles().iter().map(|style| format_of(style).into()).collect();
        let mut rows = Rows::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| not_a_workbook())? {
            let format = formats.get(style).cloned().unwrap_or_default();
            let cell_of = cell_of(Data::from(cell.get_value().clone()), format);
            if !cell_of.is_empty() {
                rows.put(cell.get_position(), cell_of)?;
            }
        }
        drop(cells);
        // A formula whose outcome is not kept looks like an empty cell; it is told by the formula, which is another way through.
        if let Ok(mut cells) = book.worksheet_cells_reader(sheet) {
            while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| not_a_workbook())? {
                if cell.formula.is_some() && Data::from(cell.value) == Data::Empty {
                    rows.put(cell.pos, Cell::plain(CellValue::NoValue))?;
                }
            }
        }
        if book.has_1904_epoch() {
            rows.0.iter_mut().flat_map(|(_, cells)| cells).for_each(|cell| cell.since_1904 = true);
        }
        if let Some(layout) = self.layouts.get(sheet) {
            rows.cover(layout)?;
        }
        Ok(Some(rows.0))
    }
}

/// Rows that are being filled, in order.
#[derive(Default)]
pub(super) struct Rows(pub(super) Vec<SheetRow>);

impl Rows {
    pub(super) fn put(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<()> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(too_large().into());
        }
        let at = match self.0.binary_search_by_key(&(row + 1), |(number, _)| *number) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (row + 1, Vec::new()));
                at
            }
        };
        let cells = &mut self.0[at].1;
        let column = usize::try_from(column).expect("a few hundred");
        if cells.len() <= column {
            cells.resize(column + 1, Cell::empty());
        }
        cells[column] = cell;
        Ok(())
    }

    /// Marks the cells that a merged one covers, where the first of its cells holds something.
    fn cover(&mut self, layout: &Layout) -> Result<()> {
        let mut covered = 0;
        for area in &layout.merged {
            let (top, left) = (area.first.0, area.first.1 as usize);
            let first =
                self.0.iter().find(|(number, _)| *number == top).and_then(|(_, cells)| cells.get(left));
            if first.is_none_or(Cell::is_empty) {
                continue;
            }
            let right = area.last.1.min(MOST_COLUMNS - 1) as usize;
            let from = self.0.partition_point(|(number, _)| *number < top);
            for (number, cells) in self.0[from..].iter_mut().take_while(|(number, _)| *number <= area.last.0)
            {
                if cells.len() <= right {
                    cells.resize(right + 1, Cell::empty());
                }
                for (column, cell) in cells.iter_mut().enumerate().take(right + 1).skip(left) {
                    if (*number, column) != (top, left) && cell.is_empty() {
                        *cell = Cell::plain(CellValue::Covered);
                        covered += 1;
                    }
                }
            }
            if covered > MOST_COVERED {
                return Err(too_large().into());
            }
        }
        Ok(())
    }
}

/// The number format of a style; those of East Asia that no list names are named here.
fn format_of(style: &Style) -> String {
    let Some(format) = &style.number_format else { return String::new() };
    match format.format_id {
        Some(27 | 36 | 50 | 52 | 57) => "yyyy\"年\"m\"月\"".into(),
        Some(28 | 29 | 51 | 53 | 54 | 58) => "m\"月\"d\"日\"".into(),
        Some(30) => "m-d-yy".into(),
        Some(31) => "yyyy\"年\"m\"月\"d\"日\"".into(),
        Some(32 | 34 | 55) => "h\"时\"mm\"分\"".into(),
        Some(33 | 35 | 56) => "h\"时\"mm\"分\"ss\"秒\"".into(),
        _ if format.format_code.eq_ignore_ascii_case("general") => String::new(),
        _ => format.format_code.clone(),
    }
}

pub(super) fn cell_of(data: Data, format: Arc<str>) -> Cell {
    let value = match &data {
        Data::Empty => CellValue::Empty,
        Data::String(text) | Data::DurationIso(text) => CellValue::Text(text.clone()),
        #[allow(clippy::cast_precision_loss, reason = "a spreadsheet keeps its numbers like this")]
        Data::Int(n) => CellValue::Number(*n as f64),
        Data::Float(n) => CellValue::Number(*n),
        Data::Bool(is) => CellValue::Boolean(*is),
        Data::DateTime(at) if at.is_duration() => CellValue::Duration(at.as_f64()),
        Data::DateTime(at) => data.as_datetime().map_or(CellValue::Number(at.as_f64()), CellValue::Moment),
        Data::DateTimeIso(text) => {
            data.as_datetime().map_or_else(|| CellValue::Text(text.clone()), CellValue::Moment)
        }
        Data::Error(error) => CellValue::Error(error.to_string()),
    };
    Cell { value, format, since_1904: false }
}

/// Refuses what is no workbook, or unpacks to more than one can be; gives what it unpacks to. What the file says of its sizes is not believed.
fn check_size(format: Format, bytes: &[u8]) -> std::result::Result<u64, Refusal> {
    if matches!(format, Format::OldWorkbook | Format::Text) {
        return Ok(bytes.len() as u64);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| not_a_workbook())?;
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(|_| not_a_workbook())?).ok_or_else(too_large)?;
    }
    Ok(MOST_UNPACKED - left)
}

pub(super) fn too_large() -> Refusal {
    Refusal::of(RefusalCode::TooLarge, "文件展开后太大。")
}

pub(super) fn not_a_workbook() -> Refusal {
    Refusal::of(
        RefusalCode::NotAWorkbook,
        "这不是系统能读的表格文件（.xlsx、.xls、.ods、.csv），或文件已损坏。",
    )
}
