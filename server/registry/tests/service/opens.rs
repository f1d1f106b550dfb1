//! Every kind of file that is written for people opens without a word in Excel, WPS and LibreOffice, and says there what it says here:
//! held to the rules of its format always, and read by LibreOffice and by openpyxl where they are installed (`.ci/setup test`).

use crate::import::{Raw, filled};
use crate::support::office::keeps_the_rules;
use crate::support::*;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use domain::archive::EntryKind;
use domain::disclosure::{Command as Act, People};
use domain::form::{Field, TEMPLATE_VERSION};
use domain::print::PrintKind;
use registry::archive::AskedSheet;
use registry::import::Upload;
use registry::printout::AskedPrint;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// What people type and a file must carry as it is: signs of its own language, what a spreadsheet would run, rare characters.
const HARD: &str = "=1+1 <甲>&\"乙\" 𬍛䶮 ";

fn hard(seed: u64, more: &[(Field, &str)]) -> Option<(Raw, &'static str)> {
    let mut raw = raw(seed);
    raw.insert(Field::Talent, HARD.into());
    raw.insert(Field::NativePlace, "@江苏省-南京市".into());
    raw.extend(more.iter().map(|(field, value)| (*field, (*value).to_owned())));
    Some((raw, "=核对过，不是同一人"))
}

/// Every kind of workbook, with what it is called.
async fn workbooks(world: &World) -> Vec<(&'static str, Vec<u8>)> {
    let (registry, me) = (&world.registry, registrar(SCHOOL));
    let template = registry.imports().import_template(&me).await.unwrap();

    let rows = [
        hard(400, &[]),
        hard(401, &[(Field::IdNumber, "320102201901010021")]),
        hard(402, &[(Field::Name, "")]),
    ];
    let bytes = filled(TEMPLATE_VERSION, &rows);
    let upload = Upload { file: "一年级<1>班&.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let import = registry.imports().start_import(&me, upload).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    registry.imports().confirm_import(&me, import).await.unwrap();
    registry.imports().drain_imports().await.unwrap();
    let report = registry.imports().import_report_xlsx(&me, import).await.unwrap();
    let rejected = registry.imports().import_rejected_xlsx(&me, import).await.unwrap();

    for seed in 1..=3 {
        let (_, case) = world.enter(SCHOOL, info_with(seed, &[(Field::ClassName, "1班")])).await;
        world.approve(SCHOOL, case).await;
    }
    let asked = AskedSheet {
        grade: 1,
        class_name: "1班".into(),
        kind: EntryKind::Fitness,
        period: "2026".into(),
        common: BTreeMap::new(),
    };
    let sheet = registry.archives().class_workbook(&me, &asked).await.unwrap();

    let columns = registry::upkeep::AskedColumns {
        grade: 1,
        class_name: Some("1班".into()),
        fields: vec![Field::AuxNumber, Field::Attendance, Field::Phone],
    };
    let info = registry.upkeep().upkeep_workbook(&me, &columns).await.unwrap();

    let mut asked = crate::disclosure::asked(People::School);
    asked.purpose = HARD.into();
    let id = registry.disclosures().ask_disclosure(&me, &asked).await.unwrap();
    let act = async |by, act: Act| registry.disclosures().act_on_disclosure(&by, id, &act).await.unwrap();
    act(registrar(COUNTY), Act::Examine("属实".into())).await;
    act(leader(COUNTY), Act::Approve { words: "同意".into(), days: 7, downloads: 2 }).await;
    let (_, given) = registry.disclosures().fetch_disclosure(&me, id).await.unwrap();

    vec![
        ("import-template", template),
        ("import-report", report),
        ("import-rejected", rejected),
        ("class-sheet", sheet),
        ("class-info", info),
        ("disclosure", given),
    ]
}

type Cells = BTreeMap<(u32, u32), String>;

/// The cells that say something, by sheet.
fn cells(bytes: &[u8]) -> BTreeMap<String, Cells> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut sheets = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Cells::new();
        for (row, column, value) in range.used_cells() {
            if *value != Data::Empty {
                let at = (top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap());
                cells.insert(at, value.to_string());
            }
        }
        cells.retain(|_, text| !text.is_empty());
        sheets.insert(name, cells);
    }
    sheets
}

fn compare(by: &str, name: &str, ours: &BTreeMap<String, Cells>, theirs: &BTreeMap<String, Cells>) {
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{by}: {name}");
    for (sheet, cells) in ours {
        let other = &theirs[sheet];
        for (at, text) in cells {
            assert_eq!(other.get(at), Some(text), "{by}: {name}, {sheet}, row and column from 0: {at:?}");
        }
        assert_eq!(cells.len(), other.len(), "{by}: {name}, {sheet}");
    }
}

/// What a program prints when it runs well; none when it is not here.
fn run(command: &mut Command) -> Option<Vec<u8>> {
    let done = command.output().ok()?;
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    Some(done.stdout)
}

fn is_here(command: &mut Command) -> bool {
    command.output().is_ok_and(|done| done.status.success())
}

/// Reads the cells of a table of text that LibreOffice wrote.
fn table(path: &Path) -> Cells {
    let mut cells = Cells::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    for (row, record) in (0_u32..).zip(reader.records()) {
        let record = record.unwrap();
        for (column, text) in (0_u32..).zip(&record).filter(|(_, text)| !text.is_empty()) {
            cells.insert((row, column), text.to_owned());
        }
    }
    cells
}

/// Has LibreOffice write every sheet of every file as text. It shows each cell as it is shown to people.
fn by_libreoffice(folder: &Path, names: &[&str]) -> Option<BTreeMap<String, BTreeMap<String, Cells>>> {
    if !is_here(Command::new("soffice").arg("--version")) {
        eprintln!("LEFT OUT: LibreOffice is not on this machine; .ci/setup test installs it");
        return None;
    }
    let out = folder.join("out");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // Commas, quotes, UTF-8, every sheet to a file of its own, cells as shown.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let mut command = Command::new("timeout");
    command.args([
        "300",
        "soffice",
        "--headless",
        "--norestore",
        &profile,
        "--convert-to",
        filter,
        "--outdir",
    ]);
    command.arg(&out).args(names.iter().map(|name| folder.join(format!("{name}.xlsx"))));
    run(command.env("LC_ALL", "C.UTF-8"))?;
    let mut found: BTreeMap<String, BTreeMap<String, Cells>> = BTreeMap::new();
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let name = names.iter().find(|name| file.starts_with(&format!("{name}-"))).unwrap();
        let sheet = file[name.len() + 1..].to_owned();
        found.entry((*name).to_owned()).or_default().insert(sheet, table(&path));
    }
    Some(found)
}

const OPENPYXL: &str = "import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
text = lambda cell: '' if cell.value is None else str(cell.value)
print(json.dumps({sheet.title: [[text(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}))";

/// Reads a file with openpyxl, whose warnings count as errors.
fn by_openpyxl(path: &Path) -> Option<BTreeMap<String, Cells>> {
    let mut command = Command::new("python3");
    // Debian's own, where its package lies; another Python may stand before it.
    if Path::new("/usr/bin/python3").exists() {
        command = Command::new("/usr/bin/python3");
    }
    let told = run(command.args(["-W", "error::UserWarning", "-c", OPENPYXL]).arg(path))?;
    let sheets: BTreeMap<String, Vec<Vec<String>>> = serde_json::from_slice(&told).unwrap();
    let cells_of = |rows: Vec<Vec<String>>| {
        let rows = (0_u32..).zip(rows);
        let cells =
            rows.flat_map(|(row, line)| (0_u32..).zip(line).map(move |(column, text)| ((row, column), text)));
        cells.filter(|(_, text)| !text.is_empty()).collect()
    };
    Some(sheets.into_iter().map(|(name, rows)| (name, cells_of(rows))).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_workbook_keeps_the_rules_and_says_the_same_to_every_program() {
    let world = World::in_memory().await;
    let books = workbooks(&world).await;
    let mut ours = BTreeMap::new();
    for (name, bytes) in &books {
        let sheets = keeps_the_rules(bytes);
        let cells = cells(bytes);
        assert_eq!(cells.len(), sheets.len(), "{name}");
        for (sheet, cells) in &cells {
            assert!(!cells.is_empty(), "{name}: {sheet} says something");
        }
        ours.insert((*name).to_owned(), cells);
    }
    let all = |name: &str| ours[name].values().flat_map(BTreeMap::values).cloned().collect::<Vec<_>>();
    assert!(all("import-rejected").iter().any(|text| text.trim() == HARD.trim()), "as it was typed");
    assert!(all("disclosure").iter().any(|text| text.trim() == HARD.trim()));

    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &books {
        std::fs::write(folder.path().join(format!("{name}.xlsx")), bytes).unwrap();
    }
    let names: Vec<&str> = books.iter().map(|(name, _)| *name).collect();
    if let Some(theirs) = by_libreoffice(folder.path(), &names) {
        for name in &names {
            compare("LibreOffice", name, &ours[*name], &theirs[*name]);
        }
    }
    let python = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
    if is_here(Command::new(python).args(["-c", "import openpyxl"])) {
        for name in &names {
            let theirs = by_openpyxl(&folder.path().join(format!("{name}.xlsx"))).unwrap();
            compare("openpyxl", name, &ours[*name], &theirs);
        }
    } else {
        eprintln!("LEFT OUT: openpyxl is not on this machine; .ci/setup test installs it");
    }
}

/// A damaged workbook does not pass: the rules are no formality.
#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_with_a_part_too_many_or_a_style_that_is_not_there_breaks_the_rules() {
    let world = World::in_memory().await;
    let bytes = world.registry.imports().import_template(&registrar(SCHOOL)).await.unwrap();
    let breaks = |change: &dyn Fn(&str, String) -> Option<String>| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for at in 0..archive.len() {
            let part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let text = std::io::read_to_string(part).unwrap();
            if let Some(text) = change(&name, text) {
                out.start_file(&name, stored).unwrap();
                std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
            }
        }
        let made = out.finish().unwrap().into_inner();
        std::panic::catch_unwind(|| keeps_the_rules(&made)).is_err()
    };
    assert!(!breaks(&|_, text| Some(text)), "as it was written it keeps them");
    assert!(breaks(&|name, text| (name != "xl/styles.xml").then_some(text)), "a part that is missing");
    let restyled = |name: &str, text: String| {
        Some(if name == "xl/worksheets/sheet2.xml" {
            text.replacen(" s=\"1\"", " s=\"999\"", 1)
        } else {
            text
        })
    };
    assert!(breaks(&restyled), "a style that is not there");
    let typed = |name: &str, text: String| {
        Some(if name == "[Content_Types].xml" {
            text.replacen("xl/styles.xml", "xl/nothing.xml", 1)
        } else {
            text
        })
    };
    assert!(breaks(&typed), "a type without its part");
}

/// Every viewer finds a sheet's objects where the file says they are, and needs no font or program of its own.
fn is_a_sound_pdf(name: &str, bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-1.") || bytes.starts_with(b"%PDF-2."), "{name}");
    let text = String::from_utf8_lossy(bytes);
    assert!(text.trim_end().ends_with("%%EOF"), "{name}");
    let tail = &bytes[bytes.len().saturating_sub(64)..];
    let tail = String::from_utf8_lossy(tail).into_owned();
    let start = tail.split("startxref").last().unwrap().split_whitespace().next().unwrap();
    let start: usize = start.parse().unwrap();
    let at = String::from_utf8_lossy(&bytes[start..(start + 24).min(bytes.len())]).into_owned();
    let stream = at.split_whitespace().nth(2).is_some_and(|word| word.starts_with("obj"));
    assert!(at.starts_with("xref") || stream, "{name}: {at:?}");
    let document = lopdf::Document::load_mem(bytes).unwrap();
    assert!(!document.get_pages().is_empty(), "{name}");
    let mut fonts = 0;
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        for forbidden in [&b"JavaScript"[..], b"JS", b"OpenAction", b"EmbeddedFile", b"Launch"] {
            assert!(!dictionary.has(forbidden), "{name}: {dictionary:?}");
        }
        if dictionary
            .get(b"Type")
            .and_then(lopdf::Object::as_name)
            .is_ok_and(|kind| kind == b"FontDescriptor")
        {
            let embedded = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
            assert!(embedded.iter().any(|key| dictionary.has(key)), "{name}: a font that is not in the file");
            fonts += 1;
        }
    }
    assert!(fonts > 0, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_printed_sheet_of_a_pupil_is_a_sound_pdf_with_its_fonts_in_it() {
    let world = World::in_memory().await;
    let by = registrar(SCHOOL);
    let (person, case) = world.enter(SCHOOL, info_with(1, &[(Field::Talent, HARD)])).await;
    world.approve(SCHOOL, case).await;
    for kind in world.registry.prints().printable_of_pupil(&by, person).await.unwrap() {
        let asked = AskedPrint::Pupil { kind, person, reason: "入学材料存档".into() };
        let id = world.registry.prints().print_form(&by, &asked).await.unwrap();
        let pdf = world.registry.prints().print_pdf(&by, id).await.unwrap();
        is_a_sound_pdf(kind.label(), &pdf);
    }
    let class = AskedPrint::Class { grade: 1, class_name: "1班".into() };
    let id = world.registry.prints().print_form(&by, &class).await.unwrap();
    is_a_sound_pdf(
        PrintKind::ClassRoster.label(),
        &world.registry.prints().print_pdf(&by, id).await.unwrap(),
    );
}
