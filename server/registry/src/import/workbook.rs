//! What every Excel file that comes in has in common: its size is looked at before it is unpacked, its cells are read as text,
//! and nothing it holds takes more memory or time than its bounds (第二十五条: a hostile file must not stop the service).

use super::refusal;
use crate::blob::Budget;
use crate::error::{Error, Result};
use calamine::{Data, DataType, Xlsx, open_workbook_from_rs};
use domain::refusal::Refusal;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Largest file, unpacked: a small file can be packed from a huge one.
const MOST_UNPACKED: u64 = 64 << 20;
/// Rows and columns that are looked at; a cell with something in it further out is no data of ours.
const MOST_ROWS: u32 = 5000;
const MOST_COLUMNS: u32 = 500;

/// An opened workbook.
pub(crate) type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// A row: the number a person sees beside it, and its cells.
pub(crate) type SheetRow = (u32, Vec<Data>);

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
    let (bytes, unpacked) = tokio::task::spawn_blocking(move || {
        let unpacked = catch_unwind(AssertUnwindSafe(|| check_size(&bytes)));
        (bytes, unpacked.ok().and_then(std::result::Result::ok).unwrap_or(0))
    })
    .await
    .map_err(blocking)?;
    let share = budget.share(CELLS * unpacked).await?;
    tokio::task::spawn_blocking(move || {
        let _share = share;
        read(&bytes)
    })
    .await
    .map_err(blocking)?
}

/// Opens a workbook and reads it. The reader is other people's work; should it fall over a hostile file, that is the file's
/// fault and not the service's end.
///
/// # Errors
/// What is wrong with the file, or what `read` says.
pub(crate) fn reading<T>(bytes: &[u8], read: impl FnOnce(&mut Book<'_>) -> Result<T>) -> Result<T> {
    let whole = || {
        check_size(bytes)?;
        let mut book = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
        read(&mut book)
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or_else(|_| Err(not_a_workbook().into()))
}

/// The rows of a sheet, from the first that holds something, with the number a person sees beside it; none when there is no such
/// sheet. Cells are taken one by one: a table of the whole area would be as large as the furthest cell says.
///
/// # Errors
/// A refusal when something stands further out than any template reaches.
pub(crate) fn rows_of(book: &mut Book<'_>, sheet: &str) -> Result<Option<Vec<SheetRow>>> {
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(None) };
    let mut rows: Vec<SheetRow> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| not_a_workbook())? {
        let (row, column) = cell.get_position();
        let value = Data::from(cell.get_value().clone());
        if value == Data::Empty {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(too_large().into());
        }
        let at = match rows.binary_search_by_key(&(row + 1), |(number, _)| *number) {
            Ok(at) => at,
            Err(at) => {
                rows.insert(at, (row + 1, Vec::new()));
                at
            }
        };
        let cells = &mut rows[at].1;
        let column = usize::try_from(column).expect("a few hundred");
        if cells.len() <= column {
            cells.resize(column + 1, Data::Empty);
        }
        cells[column] = value;
    }
    Ok(Some(rows))
}

/// A cell as text: what a person sees in it, except that dates are `YYYY-MM-DD` whatever the format.
pub(crate) fn text_of(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) => text.trim().to_owned(),
        Data::Int(n) => n.to_string(),
        // Numbers beyond 15 digits have lost some: they show as typed and fail their check digit.
        Data::Float(n) if n.fract() == 0.0 => format!("{n:.0}"),
        Data::Float(n) => n.to_string(),
        Data::DateTime(_) => cell.as_datetime().map(|at| at.date().to_string()).unwrap_or_default(),
        Data::Bool(is) => if *is { "是" } else { "否" }.to_owned(),
        Data::DurationIso(_) | Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Refuses what is no workbook, or unpacks to more than one can be; gives what it unpacks to. What the file says of its sizes is not believed.
fn check_size(bytes: &[u8]) -> std::result::Result<u64, Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| not_a_workbook())?;
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(|_| not_a_workbook())?).ok_or_else(too_large)?;
    }
    Ok(MOST_UNPACKED - left)
}

fn too_large() -> Refusal {
    refusal("too_large", "文件展开后太大。", "请只保留学生信息，去掉图片和多余的工作表。")
}

fn not_a_workbook() -> Refusal {
    refusal(
        "not_a_workbook",
        "这不是 Excel 工作簿（.xlsx）文件，或文件已损坏。",
        "请用 Excel 或 WPS 另存为 .xlsx 后再上传。",
    )
}
