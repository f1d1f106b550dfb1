//! The formats of tables beside .xlsx that people have: .xls of old programs, .ods of LibreOffice, and text with commas (.csv), in UTF-8 or
//! in the encoding Excel saves it in on a Chinese computer (GB 18030). They say nothing of number formats, hidden rows or merged cells.

use super::workbook::{Rows, SheetRow, cell_of, not_a_workbook, too_large};
use super::{read::SHEET, refusal};
use crate::error::Result;
use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Xls, open_workbook_from_rs};
use domain::form::cell::{Cell, CellValue};
use domain::refusal::{Refusal, RefusalCode};
use encoding_rs::{Encoding, GB18030, UTF_8};
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// .xlsx
    Workbook,
    /// .xls
    OldWorkbook,
    /// .ods
    OpenDocument,
    /// .csv
    Text,
}

/// A sheet that was read whole: its name, whether it is hidden, its rows.
pub(super) type ReadSheet = (String, bool, Vec<SheetRow>);

/// How old workbooks and those with a password begin.
pub(super) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// What an .ods says it is.
const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Cells that one cell with something in it may stand for in an .ods.
const MOST_REPEATED: u64 = 500;
/// Rows that one row may stand for.
const MOST_REPEATED_ROWS: u64 = 5000;

impl Format {
    /// By content; the name does not count.
    pub(super) fn of(bytes: &[u8]) -> std::result::Result<Self, Refusal> {
        if bytes.starts_with(COMPOUND) {
            return if has_password(bytes) { Err(with_password()) } else { Ok(Self::OldWorkbook) };
        }
        if bytes.starts_with(b"PK") {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
            let mut kind = String::new();
            if let Ok(part) = archive.by_name("mimetype") {
                let read = part.take(200).read_to_string(&mut kind);
                kind.truncate(read.unwrap_or(0));
            }
            return Ok(if kind.trim() == OPEN_DOCUMENT { Self::OpenDocument } else { Self::Workbook });
        }
        let text = decoded(&bytes[..bytes.len().min(4096)]);
        let first = text.trim_start();
        // A page of the web that was named .xls is none of these.
        let parted = first.lines().next().unwrap_or_default().contains([',', '\t', ';']);
        let plain = parted && !first.starts_with('<') && !text.contains('\0');
        if plain { Ok(Self::Text) } else { Err(not_a_workbook()) }
    }

    /// Whether there is but one sheet, without a name of its own.
    pub(super) fn is_text(self) -> bool {
        self == Self::Text
    }
}

/// A workbook with a password to open it is one sealed part in a file like those of old workbooks.
fn has_password(bytes: &[u8]) -> bool {
    let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(sealed.len()).any(|window| window == sealed)
}

fn with_password() -> Refusal {
    refusal(
        RefusalCode::Password,
        "工作簿设有打开密码，系统读不到里面的内容。",
        "请用 Excel 或 WPS 打开，取消打开密码，保存后再上传。",
    )
}

/// The sheets of a file that is no .xlsx.
pub(super) fn sheets(format: Format, bytes: &[u8]) -> Result<Vec<ReadSheet>> {
    match format {
        Format::OldWorkbook => {
            let book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
                calamine::XlsError::Password => with_password(),
                _ => not_a_workbook(),
            })?;
            of_reader(book)
        }
        Format::OpenDocument => {
            check_repeats(bytes)?;
            let book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
                calamine::OdsError::Password => with_password(),
                _ => not_a_workbook(),
            })?;
            of_reader(book)
        }
        Format::Text => Ok(vec![(SHEET.to_owned(), false, lines(bytes)?)]),
        Format::Workbook => Ok(Vec::new()),
    }
}

fn of_reader<'a>(mut book: impl Reader<Cursor<&'a [u8]>>) -> Result<Vec<ReadSheet>> {
    let metadata: Vec<_> = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in metadata.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&sheet.name).map_err(|_| not_a_workbook())?;
        let mut rows = Rows::default();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let position = (top + at(row)?, left + at(column)?);
            let cell = cell_of(data.clone(), "".into());
            if !cell.is_empty() {
                rows.put(position, cell)?;
            }
        }
        sheets.push((sheet.name, sheet.visible != SheetVisible::Visible, rows.0));
    }
    Ok(sheets)
}

fn at(n: usize) -> Result<u32> {
    Ok(u32::try_from(n).map_err(|_| too_large())?)
}

/// An .ods says of a cell how often it stands there. One with something in it that stands there a million times is no table of
/// children, and would fill the memory.
fn check_repeats(bytes: &[u8]) -> Result<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
    let part = archive.by_name("content.xml").map_err(|_| not_a_workbook())?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut rows) = (Vec::new(), 1);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| not_a_workbook())?;
        let (element, filled) = match &event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::Eof => return Ok(()),
            _ => continue,
        };
        let repeated = |name: &str| {
            let found = element.try_get_attribute(name).ok().flatten();
            found.and_then(|found| found.value.parse::<u64>().ok()).unwrap_or(1)
        };
        match element.local_name().as_ref() {
            "table-row" => rows = repeated("table:number-rows-repeated"),
            "table-cell" if filled => {
                let cells = repeated("table:number-columns-repeated");
                if cells > MOST_REPEATED || rows > MOST_REPEATED_ROWS {
                    return Err(too_large().into());
                }
            }
            _ => {}
        }
    }
}

/// Text as a person's program wrote it: with a mark of its encoding, in UTF-8, or else in GB 18030.
fn decoded(bytes: &[u8]) -> String {
    encoding_of(bytes).decode(bytes).0.into_owned()
}

/// The encoding of a text, by its beginning.
pub(super) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        // The end of a part of a file may cut a character.
        None => match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_some() => GB18030,
            _ => UTF_8,
        },
    }
}

fn lines(bytes: &[u8]) -> Result<Vec<SheetRow>> {
    let text = decoded(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter_of(&text))
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    for (row, record) in reader.records().enumerate() {
        for (column, text) in record.map_err(|_| not_a_workbook())?.iter().enumerate() {
            let text = bare(text);
            if !text.is_empty() {
                rows.put((at(row)?, at(column)?), Cell::plain(CellValue::Text(text.to_owned())))?;
            }
        }
    }
    Ok(rows.0)
}

/// What stands between the cells of a text, by its first line.
pub(super) fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let signs = [b',', b'\t', b';'].into_iter();
    signs.max_by_key(|sign| first.matches(char::from(*sign)).count()).unwrap_or(b',')
}

/// `="320102…"`, by which Excel is kept from making a number of it, is what stands between.
pub(super) fn bare(text: &str) -> &str {
    text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// Memory that reading a file of another format takes, as a multiple of its bytes.
pub(super) fn cost(format: Format, bytes: &[u8]) -> u64 {
    let cell = std::mem::size_of::<Data>() as u64;
    match format {
        // The area up to the furthest cell of 65,536 rows and 256 columns is held.
        Format::OldWorkbook => 65_536 * 256 * cell / 4,
        _ => bytes.len() as u64 * 8,
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;
    use crate::error::Error;
    use domain::form::{Field, template_columns};

    /// The headings and one child, as a program writes them.
    fn table(delimiter: &str) -> String {
        let headings: Vec<&str> = template_columns().into_iter().map(Field::label).collect();
        let child = template_columns().into_iter().map(|field| match field {
            Field::Name => "欧阳娜".to_owned(),
            Field::IdNumber => "=\"320102201901010027\"".replace('"', "\"\""),
            _ => String::new(),
        });
        let child: Vec<String> = child.map(|text| format!("\"{text}\"")).collect();
        format!("{}\r\n{}\r\n", headings.join(delimiter), child.join(delimiter))
    }

    #[test]
    fn text_with_commas_tabs_or_semicolons_is_read_in_utf_8_and_in_gb_18030() {
        for delimiter in [",", "\t", ";"] {
            let text = table(delimiter);
            let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
            let (gb, ..) = GB18030.encode(&text);
            let wide: Vec<u8> =
                [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            for bytes in [text.as_bytes(), &marked, &gb, &wide] {
                let sheet = read(bytes, &[]).unwrap_or_else(|error| panic!("{delimiter:?}: {error}"));
                let [row] = &sheet.rows[..] else { panic!("one child, not {}", sheet.rows.len()) };
                assert_eq!(row.number, 2);
                assert_eq!(row.values[&Field::Name], "欧阳娜");
                assert_eq!(row.values[&Field::IdNumber], "320102201901010027", "not its formula");
            }
        }
    }

    fn code(bytes: &[u8]) -> String {
        match read(bytes, &[]) {
            Err(Error::Refused(refusals)) => refusals[0].code.to_string(),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("accepted"),
        }
    }

    #[test]
    fn what_is_no_table_is_refused_by_what_it_is() {
        assert_eq!(code(b"<html><table><tr><td>1</td></tr></table></html>"), "not_a_workbook");
        assert_eq!(code(b"\0\0\0\0"), "not_a_workbook");
        assert_eq!(code("姓名,性别\r\n张三,男\r\n".as_bytes()), "missing_columns");
        assert_eq!(code("没有一列的文字\r\n".as_bytes()), "not_a_workbook");
        let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(code(&[COMPOUND, &sealed].concat()), "password");
        assert_eq!(code(&[COMPOUND, &[0; 600]].concat()), "not_a_workbook");
    }
}
