//! What a workbook has to keep to, so that Excel, WPS and LibreOffice open it without a word: the rules of ECMA-376 whose breach makes one
//! of them offer to repair a file. Looked at in the bytes themselves; a reader that forgives is no judge.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// An element with what stands in it.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Self>,
    pub text: String,
}

impl Node {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut attributes = BTreeMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.expect("an attribute once, quoted");
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).expect("a value of XML");
            attributes.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        Self { name: element.local_name().as_ref().to_owned(), attributes, ..Self::default() }
    }

    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map(String::as_str).unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.attributes.get(name).map(|value| value.parse().expect("a number"))
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every element of this name below, at any depth.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }
}

/// Reads a part. It has to be well-formed, in UTF-8 and without characters that XML 1.0 has not.
pub fn xml(part: &str, bytes: &[u8]) -> Node {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{part} is UTF-8"));
    let forbidden = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    assert_eq!(text.chars().find(forbidden), None, "{part}");
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{part}: {error}"));
        let top = open.last_mut().expect("the root is never closed");
        match event {
            Event::Start(element) => open.push(Node::of(&element)),
            Event::Empty(element) => top.children.push(Node::of(&element)),
            Event::End(_) => {
                let done = open.pop().expect("something is open");
                open.last_mut().expect("inside something").children.push(done);
            }
            Event::Text(text) => top.text.push_str(&text.xml10_content()),
            Event::CData(text) => top.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                match reference.resolve_char_ref().expect("a character") {
                    Some(character) => top.text.push(character),
                    None => top.text.push(match name.as_ref() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("{part}: &{other};"),
                    }),
                }
            }
            Event::DocType(_) => panic!("{part} brings definitions of its own"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "{part} closes what it opens");
    let mut root = open.pop().expect("the root");
    assert_eq!(root.children.len(), 1, "{part} is one element");
    root.children.pop().expect("the one element")
}

/// Names in the directory at the end of a zip, as they stand there: readers fold two of one name into one.
fn directory(bytes: &[u8]) -> Vec<String> {
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| short(at) | (short(at + 2) << 16);
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06").expect("the end of a zip");
    let (count, mut at) = (short(end + 10), long(end + 16));
    let mut names = Vec::new();
    for _ in 0..count {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02", "an entry of the directory");
        let (name, extra, comment) = (short(at + 28), short(at + 30), short(at + 32));
        assert_eq!(short(at + 8) & 1, 0, "no entry is locked");
        assert!(matches!(short(at + 10), 0 | 8), "stored or deflated, and nothing else");
        names.push(String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).expect("a name"));
        at += 46 + name + extra + comment;
    }
    assert_eq!(at, long(end + 12) + long(end + 16), "the directory is as long as it says");
    names
}

/// The parts of a package, each unpacked with its sum checked.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let names = directory(bytes);
    let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), names.len(), "no part twice: {names:?}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = BTreeMap::new();
    for name in names {
        let whole =
            !name.starts_with('/') && !name.contains('\\') && !name.split('/').any(|part| part == "..");
        assert!(whole, "{name}");
        let mut part = Vec::new();
        archive.by_name(&name).expect("a part").read_to_end(&mut part).expect("its sum holds");
        parts.insert(name, part);
    }
    parts
}

/// The part that a relation of a part leads to.
fn target(part: &str, to: &str) -> String {
    if let Some(whole) = to.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in to.split('/') {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

/// Where a cell stands: row and column, from 1.
fn place(reference: &str) -> (u32, u32) {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = reference.bytes().take(letters).fold(0, |sum, b| sum * 26 + u32::from(b - b'A') + 1);
    let row = reference[letters..].parse().unwrap_or_else(|_| panic!("{reference}"));
    assert!((1..=16_384).contains(&column) && (1..=1_048_576).contains(&row), "{reference}");
    (row, column)
}

/// The most characters of what a list or a hint of a cell says.
const OF_VALIDATIONS: [(&str, usize); 4] =
    [("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 255)];

struct Styles {
    cells: u32,
    /// The cell formats that show a number as a day or a time.
    days: BTreeSet<u32>,
}

fn styles(root: &Node) -> Styles {
    let counted = |name: &str| -> u32 {
        let list = root.child(name).unwrap_or_else(|| panic!("styles have {name}"));
        let there = u32::try_from(list.children.len()).expect("few");
        assert_eq!(list.number("count"), Some(there), "{name}");
        there
    };
    let (fonts, fills, borders) = (counted("fonts"), counted("fills"), counted("borders"));
    assert!(fills >= 2, "the first two fills are the program's own");
    let (based, cells) = (counted("cellStyleXfs"), counted("cellXfs"));
    let own: BTreeMap<u32, &str> = root
        .child("numFmts")
        .map(|list| {
            list.children
                .iter()
                .map(|one| (one.number("numFmtId").expect("an id"), one.get("formatCode")))
                .collect()
        })
        .unwrap_or_default();
    let mut days = BTreeSet::new();
    for (at, format) in (0_u32..).zip(&root.child("cellXfs").expect("cell formats").children) {
        let below = |name: &str, most: u32| format.number(name).is_none_or(|n| n < most);
        assert!(below("fontId", fonts) && below("fillId", fills) && below("borderId", borders), "{format:?}");
        assert!(below("xfId", based), "{format:?}");
        let number = format.number("numFmtId").unwrap_or_default();
        assert!(number < 164 || own.contains_key(&number), "{format:?}");
        let shows = own.get(&number).is_some_and(|code| code.contains(['y', 'd', 'h']));
        if shows || matches!(number, 14..=22 | 45..=47) {
            days.insert(at);
        }
    }
    Styles { cells, days }
}

fn check_cells(part: &str, sheet: &Node, styles: &Styles, strings: u32) {
    let mut row_before = 0;
    for row in &sheet.child("sheetData").expect("a sheet has cells").children {
        let number = row.number("r").expect("a row has its number");
        assert!(number > row_before, "{part}: row {number} after row {row_before}");
        row_before = number;
        let mut column_before = 0;
        for cell in &row.children {
            let reference = cell.get("r");
            let (at, column) = place(reference);
            assert!(at == number && column > column_before, "{part}: {reference} in row {number}");
            column_before = column;
            let style = cell.number("s").unwrap_or_default();
            assert!(style < styles.cells, "{part}: {reference} has the style {style}");
            assert!(cell.child("f").is_none(), "{part}: {reference}: nothing typed is ever a formula");
            let value = cell.child("v").map(|value| value.text.as_str());
            match (cell.get("t"), value) {
                ("s", Some(value)) => assert!(value.parse::<u32>().is_ok_and(|n| n < strings), "{reference}"),
                ("" | "n", Some(value)) => {
                    let number: f64 =
                        value.parse().unwrap_or_else(|_| panic!("{part}: {reference}: {value}"));
                    let day = styles.days.contains(&style);
                    assert!(number.is_finite() && (!day || number >= 1.0), "{part}: {reference}: {value}");
                    assert!(number.abs() < 1e15, "{part}: {reference}: digits would be lost");
                }
                ("" | "n", None) | ("b", Some("0" | "1")) => {}
                (kind, value) => panic!("{part}: {reference} is {kind} {value:?}"),
            }
            let is_day = styles.days.contains(&style) && !cell.get("t").is_empty();
            assert!(!is_day || cell.get("t") == "n", "{part}: {reference}: a day is a number, not text");
        }
    }
}

fn check_sheet(part: &str, sheet: &Node) {
    for validation in sheet.all("dataValidation") {
        for (name, most) in OF_VALIDATIONS {
            assert!(validation.get(name).encode_utf16().count() <= most, "{part}: {name}: {validation:?}");
        }
        let formula = validation.child("formula1").map(|one| one.text.clone()).unwrap_or_default();
        assert!(formula.encode_utf16().count() <= 257, "{part}: a list of {} characters", formula.len());
        for area in validation.get("sqref").split(' ') {
            area.split(':').for_each(|corner| _ = place(corner));
        }
    }
    let counted = sheet.child("dataValidations");
    if let Some(list) = counted {
        assert_eq!(list.number("count"), u32::try_from(list.children.len()).ok(), "{part}");
    }
    for name in ["oddHeader", "oddFooter"] {
        for line in sheet.all(name) {
            assert!(line.text.encode_utf16().count() <= 255, "{part}: {name}");
        }
    }
}

/// Holds a workbook to the rules; gives the names of its sheets.
pub fn keeps_the_rules(bytes: &[u8]) -> Vec<String> {
    let parts = parts(bytes);
    let part = |name: &str| xml(name, parts.get(name).unwrap_or_else(|| panic!("{name} is there")));
    for name in parts.keys().filter(|name| name.ends_with(".xml") || name.ends_with(".vml")) {
        xml(name, &parts[name]);
    }

    let types = part("[Content_Types].xml");
    let mut endings = BTreeSet::new();
    let mut named = BTreeSet::new();
    for one in &types.children {
        match one.name.as_str() {
            "Default" => assert!(endings.insert(one.get("Extension").to_lowercase()), "{one:?} twice"),
            "Override" => {
                let name = one.get("PartName").trim_start_matches('/').to_owned();
                assert!(parts.contains_key(&name), "{name} has a type and is not there");
                assert!(named.insert(name), "{one:?} twice");
            }
            other => panic!("{other} among the types"),
        }
    }
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        assert!(named.contains(name) || endings.contains(&ending), "{name} has no type");
    }

    let mut relations: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for name in parts.keys().filter(|name| name.ends_with(".rels")) {
        let of = name.replacen("_rels/", "", 1).trim_end_matches(".rels").to_owned();
        let mut ids = BTreeMap::new();
        for one in &part(name).children {
            assert_ne!(one.get("TargetMode"), "External", "{name}: nothing of ours leads outside");
            let to = target(&of, one.get("Target"));
            assert!(parts.contains_key(&to), "{name} leads to {to}");
            assert_eq!(ids.insert(one.get("Id").to_owned(), to), None, "{name}: an id twice");
        }
        assert!(of.is_empty() || parts.contains_key(&of), "{name} belongs to nothing");
        relations.insert(of, ids);
    }
    assert!(relations[""].values().any(|to| to == "xl/workbook.xml"));

    let styles = styles(&part("xl/styles.xml"));
    let strings = match parts.get("xl/sharedStrings.xml") {
        None => 0,
        Some(bytes) => {
            let table = xml("xl/sharedStrings.xml", bytes);
            let there = u32::try_from(table.children.len()).expect("few");
            assert_eq!(table.number("uniqueCount"), Some(there), "the table of texts");
            for one in table.all("t") {
                assert!(one.text.encode_utf16().count() <= 32_767, "a text longer than a cell holds");
            }
            there
        }
    };
    let book = part("xl/workbook.xml");
    let mut names = Vec::new();
    let mut folded = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for sheet in book.all("sheet") {
        let name = sheet.get("name");
        let fits = (1..=31).contains(&name.encode_utf16().count())
            && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
            && !name.starts_with('\'')
            && !name.ends_with('\'');
        assert!(fits && folded.insert(name.to_lowercase()), "{name}");
        assert!(ids.insert(sheet.get("sheetId").to_owned()), "{name}");
        let path = &relations["xl/workbook.xml"][sheet.get("r:id")];
        let sheet = part(path);
        check_cells(path, &sheet, &styles, strings);
        check_sheet(path, &sheet);
        names.push(name.to_owned());
    }
    assert!(!names.is_empty());
    names
}
