//! The bulk path: a workbook of many children checked and entered, beside the floor of the same rows by bare bulk insert. Prints a table.
//! `cargo bench -p server -p registry --bench bulk -- ROWS ROWS …` (1,000 and 5,000 when nothing is said).

#![allow(clippy::unwrap_used, reason = "a measurement that fails says where")]

mod common;
#[path = "../tests/service/support/mod.rs"]
mod support;

use common::{floor, memory, rate, runtime};
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use registry::import::{ImportState, Upload};
use rust_xlsxwriter::Workbook;
use std::time::Instant;
use support::*;

/// A filled template of so many children, the first with this seed, fifty to a class.
fn workbook(children: u32, seed: u64) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("学生信息").unwrap();
    let columns = template_columns();
    sheet.write_string(0, 0, "序号").unwrap();
    for (column, field) in (1_u16..).zip(&columns) {
        sheet.write_string(0, column, field.label()).unwrap();
    }
    let note = u16::try_from(columns.len()).unwrap() + 1;
    sheet.write_string(0, note, "查重说明").unwrap();
    for child in 0..children {
        let mut raw = raw(seed + u64::from(child));
        let class = child / 50 + 1;
        raw.insert(Field::ClassNumber, format!("{class:02}"));
        raw.insert(Field::ClassName, format!("{class}班"));
        for (column, field) in (1_u16..).zip(&columns) {
            if let Some(value) = raw.get(field) {
                sheet.write_string(child + 1, column, value).unwrap();
            }
        }
        // Chance makes two children look alike now and then.
        sheet.write_string(child + 1, note, "已核对户口簿，确为另一名学生").unwrap();
    }
    let about = book.add_worksheet().set_name("填写说明").unwrap();
    about.write_string(0, 1, TEMPLATE_VERSION).unwrap();
    book.save_to_buffer().unwrap()
}

/// The tables an import writes.
const TABLES: [&str; 7] = ["person", "case", "matter", "journal", "chain", "import_row", "identity"];

async fn measure(rows: u32, seed: u64) {
    let world = World::on_disk().await;
    let imports = world.registry.imports();
    let bytes = workbook(rows, seed);
    println!("== {rows} rows, {} KB of workbook, {} MB resident before", bytes.len() / 1024, memory("VmRSS"));
    let clock = Instant::now();
    let upload = Upload { file: "一年级.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let id = imports.start_import(&registrar(SCHOOL), upload).await.unwrap();
    println!("  read and kept   {}", rate(rows, clock.elapsed()));
    let clock = Instant::now();
    imports.drain_imports().await.unwrap();
    println!("  checked         {}", rate(rows, clock.elapsed()));
    let line = imports.import(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(line.state, ImportState::Checked);
    println!("  {:?}", line.counts);
    imports.confirm_import(&registrar(SCHOOL), id).await.unwrap();
    let clock = Instant::now();
    imports.drain_imports().await.unwrap();
    println!("  entered         {}", rate(rows, clock.elapsed()));
    let line = imports.import(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(line.state, ImportState::Done);
    println!("  {:?}; {} MB resident, {} at most", line.counts, memory("VmRSS"), memory("VmHWM"));
    approve(&world, rows.min(1_000)).await;
    world.registry.store.close().await.unwrap();
    let World { registry, dir, .. } = world;
    drop(registry);
    floor(dir.path(), rows, &TABLES).await;
}

/// As many registrations decided by everybody in turn, each time all of them at once.
async fn approve(world: &World, most: u32) {
    let text = format!("SELECT VALUE uid FROM `case` WHERE kind = 'registration' LIMIT {most}");
    let cases: Vec<domain::id::CaseId> = world.registry.store.inspect(&text).await.unwrap();
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let clock = Instant::now();
        let decided = world.registry.cases().decide_cases(&actor, &cases, &agree()).await.unwrap();
        assert!(decided.iter().all(|one| one.outcome.is_ok()));
        println!("  {} at once by {}  {:.2} s", cases.len(), actor.name, clock.elapsed().as_secs_f64());
    }
    let clock = Instant::now();
    world.registry.outbox().drain_outbox().await.unwrap();
    println!("  what that leaves to be done  {:.2} s", clock.elapsed().as_secs_f64());
}

fn main() {
    let rows: Vec<u32> = std::env::args().filter_map(|text| text.parse().ok()).collect();
    let rows = if rows.is_empty() { vec![1_000, 5_000] } else { rows };
    let runtime = runtime();
    for (n, rows) in rows.into_iter().enumerate() {
        runtime.block_on(measure(rows, 1_000_000 * (n as u64 + 1)));
    }
}
