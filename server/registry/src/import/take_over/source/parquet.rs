//! A file of Parquet, row group by row group and some rows at a time: its columns become the cells a file with commas would have. The reader
//! is other people's work and believes what a file says of its sizes, so what it says is looked through first (`guarded.rs`), and should it
//! fall over a damaged file all the same, that is the file's fault and nobody's end.

use super::super::super::refusal;
use super::cells::{BINARY, Bad, Form, form_of};
use super::guarded::{Guarded, Watch, check_description};
use super::pages::{MOST_HELD, Pages};
use crate::error::{Error, Result};
use domain::form::cell::Cell;
use domain::refusal::RefusalCode;
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result as Outcome};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use std::fs::File;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// How such a file begins and ends.
pub(super) const MAGIC: &[u8] = b"PAR1";
/// The same of one that is encrypted.
pub(super) const SEALED: &[u8] = b"PARE";
/// Rows that are held at once as text, and what they may weigh.
const ROWS: usize = 500;
const MOST_TEXT: usize = 64 << 20;
/// What reading a file takes at most beside the file itself, whatever it unpacks to.
pub(super) const TAKES: u64 = MOST_HELD + MOST_TEXT as u64;
/// Rows of one file.
const MOST_ROWS: i64 = 50_000_000;
/// Columns that are named in a refusal.
const NAMED: usize = 5;

/// Hands on the rows of a file: the names of its columns as the first, as a file with commas would have them.
pub(super) fn rows(path: &Path, each: &mut dyn FnMut(u32, Vec<Cell>) -> Result<()>) -> Result<()> {
    let file = File::open(path)?;
    check_description(&file)?;
    let watch = Arc::new(Watch::default());
    let guarded = Guarded::new(file, &watch)?;
    let reader = contained(|| SerializedFileReader::new(guarded))?;
    let forms = contained(|| Ok(forms_of(&reader)))??;
    let rows = reader.metadata().row_groups().iter().map(|group| group.num_rows().max(0));
    if rows.fold(0_i64, i64::saturating_add) > MOST_ROWS {
        return Err(too_large());
    }
    let gzip = contained(|| gzip_of(&reader))?;
    watch.begins_with_pages(gzip);
    each(1, forms.iter().map(|(name, _)| Cell::text(name)).collect())?;
    let mut number = 1_u32;
    for at in 0..reader.num_row_groups() {
        let group = contained(|| reader.get_row_group(at))?;
        let mut columns = contained(|| columns_of(&*group, &forms))?;
        let mut read = 0_i64;
        loop {
            let rows = some_rows(&mut columns)?;
            if rows.is_empty() {
                break;
            }
            for cells in rows {
                read += 1;
                number = number.checked_add(1).ok_or_else(too_large)?;
                if cells.iter().any(|cell| !cell.is_empty()) {
                    each(number, cells)?;
                }
            }
        }
        if read != group.metadata().num_rows() {
            return Err(damaged());
        }
    }
    Ok(())
}

/// A column of a row group on its way in.
struct Column<'a> {
    name: &'a str,
    form: Form,
    /// What the levels of a value that is there say; none where every one is.
    there: Option<i16>,
    reader: ColumnReader,
}

/// Runs what the reader of Parquet does.
fn contained<T>(read: impl FnOnce() -> Outcome<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(ParquetError::NYI(_))) => Err(other_kind()),
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

/// The names of the columns and how their values are written; a file with a column that is none of a table is refused by its name.
fn forms_of(reader: &SerializedFileReader<Guarded>) -> Result<Vec<(String, Form)>> {
    let schema = reader.metadata().file_metadata().schema_descr();
    if schema.num_columns() > super::MOST_COLUMNS {
        return Err(too_large());
    }
    let (mut forms, mut wrong) = (Vec::new(), Vec::new());
    for column in schema.columns() {
        let name = column.path().parts().first().cloned().unwrap_or_default();
        match form_of(column) {
            Ok(form) => forms.push((name, form)),
            Err(why) => wrong.push(named(&name, why)),
        }
    }
    if wrong.is_empty() {
        return Ok(forms);
    }
    wrong.dedup();
    let more = if wrong.len() > NAMED { format!("等 {} 列", wrong.len()) } else { String::new() };
    wrong.truncate(NAMED);
    Err(not_a_table(&format!("{}{more}", wrong.join("、"))))
}

/// What is wrong with a column, with its name.
fn named(column: &str, why: &str) -> String {
    format!("「{}」{why}", column.chars().take(40).collect::<String>())
}

fn not_a_table(columns: &str) -> Error {
    let what = format!("Parquet 文件里有不能读的列：{columns}。");
    let remedy = "请在导出时去掉这些列，或先转换成文字、数字、日期列。";
    refusal(RefusalCode::File, &what, remedy).into()
}

/// Where the columns lie that are packed with gzip, which says nothing of what it unpacks to; a file that is packed in another way than
/// the usual ones is refused.
fn gzip_of(reader: &SerializedFileReader<Guarded>) -> Outcome<Vec<Range<u64>>> {
    let mut ranges = Vec::new();
    for column in reader.metadata().row_groups().iter().flat_map(|group| group.columns()) {
        match column.compression() {
            Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_) => {}
            Compression::GZIP(_) => {
                let (start, length) = column.byte_range();
                ranges.push(start..start.saturating_add(length));
            }
            other => return Err(ParquetError::NYI(format!("{other:?}"))),
        }
    }
    Ok(ranges)
}

fn columns_of<'a>(group: &dyn RowGroupReader, forms: &'a [(String, Form)]) -> Outcome<Vec<Column<'a>>> {
    let held = Arc::new(AtomicU64::new(0));
    let mut columns = Vec::with_capacity(forms.len());
    for (at, (name, form)) in forms.iter().enumerate() {
        let described = group.metadata().column(at).column_descr_ptr();
        let pages = Pages::new(group.get_column_page_reader(at)?, described.physical_type(), &held);
        let level = described.max_def_level();
        columns.push(Column {
            name,
            form: *form,
            there: (level > 0).then_some(level),
            reader: get_column_reader(described, Box::new(pages)),
        });
    }
    Ok(columns)
}

/// Some rows, each with a cell of every column.
fn some_rows(columns: &mut [Column<'_>]) -> Result<Vec<Vec<Cell>>> {
    let mut room = MOST_TEXT;
    let mut rows: Option<Vec<Vec<Cell>>> = None;
    for column in columns {
        let read = catch_unwind(AssertUnwindSafe(|| column.cells(&mut room)));
        let cells = match read {
            Ok(Ok(cells)) => cells,
            Ok(Err(Bad::DigitsLost)) => {
                let what = format!("「{}」是单精度浮点数，数字已经不全。", column.name);
                return Err(refusal(RefusalCode::File, &what, "请把这一列导出为整数或文字。").into());
            }
            Ok(Err(Bad::Binary)) => return Err(not_a_table(&named(column.name, BINARY))),
            Ok(Err(Bad::TooMuch)) => return Err(too_large()),
            Ok(Err(Bad::OtherKind)) => return Err(other_kind()),
            Ok(Err(Bad::Damaged)) | Err(_) => return Err(damaged()),
        };
        let rows = rows.get_or_insert_with(|| vec![Vec::new(); cells.len()]);
        if rows.len() != cells.len() {
            return Err(damaged());
        }
        rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    }
    Ok(rows.unwrap_or_default())
}

impl Column<'_> {
    /// The cells of some more rows.
    fn cells(&mut self, room: &mut usize) -> std::result::Result<Vec<Cell>, Bad> {
        let (form, there) = (self.form, self.there);
        match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => {
                taken(reader, there, room, |value| Ok(form.truth(*value)))
            }
            ColumnReader::Int32ColumnReader(reader) => taken(reader, there, room, |value| form.small(*value)),
            ColumnReader::Int64ColumnReader(reader) => taken(reader, there, room, |value| form.whole(*value)),
            ColumnReader::Int96ColumnReader(reader) => {
                taken(reader, there, room, |value| form.whole(value.to_micros()))
            }
            ColumnReader::FloatColumnReader(reader) => {
                taken(reader, there, room, |value| form.single(*value))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                taken(reader, there, room, |value| Ok(form.double(*value)))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                taken(reader, there, room, |value| form.bytes(value.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                taken(reader, there, room, |value| form.bytes(value.data()))
            }
        }
    }
}

/// Reads some more values of a column; where none is there the cell is empty.
fn taken<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    there: Option<i16>,
    room: &mut usize,
    cell: impl Fn(&T::T) -> std::result::Result<Cell, Bad>,
) -> std::result::Result<Vec<Cell>, Bad> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let read = reader.read_records(ROWS, Some(&mut levels), None, &mut values);
    let (rows, ..) = read.map_err(|error| match error {
        ParquetError::NYI(_) => Bad::OtherKind,
        _ => Bad::Damaged,
    })?;
    let mut values = values.iter();
    let mut cells = Vec::with_capacity(rows);
    for row in 0..rows {
        let is_there = there.is_none_or(|there| levels.get(row) == Some(&there));
        if !is_there {
            cells.push(Cell::empty());
            continue;
        }
        let cell = cell(values.next().ok_or(Bad::Damaged)?)?;
        *room = room.checked_sub(super::cells::weight(&cell)).ok_or(Bad::TooMuch)?;
        cells.push(cell);
    }
    Ok(cells)
}

pub(super) fn damaged() -> Error {
    let what = "Parquet 文件已损坏，读不出来。";
    refusal(RefusalCode::File, what, "请从原系统重新导出；仍然读不出的，请导出为 CSV 文件。").into()
}

fn other_kind() -> Error {
    let what = "Parquet 文件的压缩或编码方式，本系统不能读。";
    let remedy = "请改用 Snappy、Zstandard 或 Gzip 压缩和默认编码导出，或导出为 CSV 文件。";
    refusal(RefusalCode::File, what, remedy).into()
}

pub(super) fn too_large() -> Error {
    let remedy = "请把行数分成几个文件，或导出为 CSV 文件。";
    refusal(RefusalCode::TooLarge, "Parquet 文件的行、列或数据页太大。", remedy).into()
}
