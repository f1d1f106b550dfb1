//! What a workbook says beside its cells: which rows and columns it hides, which cells it merges. The reader of cells does not tell.
//! Everything here is said to people and decides nothing: a file that cannot be read for it has none of it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// Merged areas and hidden columns kept of a sheet: more is no table of ours.
const MOST_AREAS: usize = 2000;
/// Bytes of the two parts that say where the sheets are.
const MOST_INDEX: u64 = 1 << 20;

/// What a sheet hides and merges.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Rows that are hidden or filtered out, as a person numbers them.
    pub(crate) hidden_rows: BTreeSet<u32>,
    /// Hidden columns, from 0.
    pub(crate) hidden_columns: BTreeSet<u32>,
    /// Merged areas.
    pub(crate) merged: Vec<Area>,
}

/// An area of merged cells; rows as a person numbers them, columns from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) first: (u32, u32),
    pub(crate) last: (u32, u32),
}

impl Area {
    fn parse(reference: &str) -> Option<Self> {
        let (first, last) = reference.split_once(':')?;
        Some(Self { first: position(first)?, last: position(last)? })
    }

    /// `A2:B3`
    pub(crate) fn name(&self) -> String {
        let cell = |(row, column): (u32, u32)| format!("{}{row}", column_name(column));
        format!("{}:{}", cell(self.first), cell(self.last))
    }
}

/// `B3` as row 3 and column 1.
fn position(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.replace('$', "");
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = reference.split_at_checked(letters)?;
    let column = column.bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

/// A, B, … Z, AA for columns from 0.
pub(crate) fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        name.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

/// The layouts of a workbook's sheets, by name. What it unpacks to was looked at before.
pub(crate) fn layouts(bytes: &[u8]) -> BTreeMap<String, Layout> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let sheets = sheets(&mut archive).unwrap_or_default();
    sheets.into_iter().filter_map(|(name, path)| Some((name, layout(&mut archive, &path)?))).collect()
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Name and part of each sheet.
fn sheets(archive: &mut Archive<'_>) -> Option<Vec<(String, String)>> {
    let mut targets = BTreeMap::new();
    each(archive, "xl/_rels/workbook.xml.rels", Some(MOST_INDEX), |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
        true
    })?;
    let mut sheets = Vec::new();
    each(archive, "xl/workbook.xml", Some(MOST_INDEX), |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "r:id"))
            && let Some(path) = targets.get(&id)
        {
            sheets.push((name, path.clone()));
        }
        true
    })?;
    Some(sheets)
}

fn layout(archive: &mut Archive<'_>, path: &str) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut row = 0;
    each(archive, path, None, |element| {
        let hidden = || matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"));
        match element.local_name().as_ref() {
            "row" => {
                row = attribute(element, "r").and_then(|r| r.parse().ok()).unwrap_or(row + 1);
                // A row of no height is not seen either.
                let flat = attribute(element, "ht").and_then(|ht| ht.parse::<f64>().ok()) == Some(0.0);
                if hidden() || flat {
                    layout.hidden_rows.insert(row);
                }
            }
            "col" if hidden() => {
                let bound = |name| attribute(element, name).and_then(|n| n.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (bound("min"), bound("max")) {
                    let columns = first.saturating_sub(1)..last;
                    layout.hidden_columns.extend(columns.take(MOST_AREAS));
                }
            }
            "mergeCell" if layout.merged.len() < MOST_AREAS => {
                layout.merged.extend(attribute(element, "ref").and_then(|area| Area::parse(&area)));
            }
            _ => {}
        }
        layout.hidden_rows.len() < 100_000
    })?;
    Some(layout)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}

/// Goes over the elements of a part until told to stop; none when it is not there or no XML.
fn each(
    archive: &mut Archive<'_>,
    path: &str,
    most: Option<u64>,
    mut see: impl FnMut(&BytesStart<'_>) -> bool,
) -> Option<()> {
    let part = archive.by_name(path).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(most.unwrap_or(u64::MAX))));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) if !see(&element) => return Some(()),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Format, Workbook};

    #[test]
    fn hidden_rows_columns_and_merged_cells_are_seen() {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("另一张").unwrap();
        let sheet = book.add_worksheet().set_name("甲 & 乙").unwrap();
        sheet.write_string(0, 0, "x").unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.set_column_hidden(27).unwrap();
        sheet.merge_range(3, 1, 5, 2, "合并", &Format::new()).unwrap();
        let layouts = layouts(&book.save_to_buffer().unwrap());
        let seen = &layouts["甲 & 乙"];
        assert_eq!(seen.hidden_rows, BTreeSet::from([3]));
        assert_eq!(seen.hidden_columns, BTreeSet::from([27]));
        assert_eq!(seen.merged.iter().map(Area::name).collect::<Vec<_>>(), ["B4:C6"]);
        assert!(layouts["另一张"].hidden_rows.is_empty());
        assert_eq!((column_name(0), column_name(25), column_name(27)), ("A".into(), "Z".into(), "AB".into()));
    }
}
