//! Whole registers at once: an existing one taken over, beside the floor of the same rows by bare bulk insert; the promotion of a year,
//! cut off at half, the register opened again as after a crash, and gone on with. Prints tables.
//! `cargo bench -p server -p registry --bench records -- take-over|promotion PUPILS`

#![allow(clippy::unwrap_used, reason = "a measurement that fails says where")]

mod common;
#[path = "../tests/service/support/mod.rs"]
mod support;

use chrono::{TimeZone, Utc};
use common::{floor, memory, rate, runtime};
use domain::access::{Actor, Role};
use domain::form::{Field, template_columns};
use domain::ident::StudentNumber;
use domain::take_over::{Profile, TakeOverState};
use registry::import::take_over::AskedTakeOver;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::*;

/// The columns of a file that is taken over, beside the items of the form.
const BESIDE: [&str; 5] = ["学籍号", "学校标识码", "学籍状态", "入学日期", "查重说明"];

/// The tables a take-over writes.
const TAKEN: [&str; 7] = ["person", "journal", "chain", "identity", "number", "spell", "take_over_row"];

/// The tables of which a promotion writes a row for each pupil.
const PROMOTED: [&str; 2] = ["person", "promoted"];

/// A file of so many first graders, half of them at each school, fifty to a class.
fn file(dir: &Path, pupils: u32) -> PathBuf {
    let columns = template_columns();
    let mut text: String =
        columns.iter().map(|field| field.label()).chain(BESIDE).collect::<Vec<_>>().join(",");
    let mut numbers = BTreeSet::new();
    let mut seed = 1_000_000;
    let mut pupil = 0_u32;
    while pupil < pupils {
        seed += 1;
        let child = info(seed);
        let document = child.document();
        // Who has no number of a resident's card has no formal number; and chance gives two children one document now and then.
        let Some(number) = document.resident_id().map(StudentNumber::formal) else { continue };
        if !numbers.insert(number.as_str().to_owned()) {
            continue;
        }
        let school = if pupil.is_multiple_of(2) { SCHOOL } else { OTHER_SCHOOL };
        let class = pupil / 100 + 1;
        let mut raw = raw(seed);
        raw.insert(Field::ClassNumber, format!("{class:02}"));
        raw.insert(Field::ClassName, format!("{class}班"));
        text.push_str("\r\n");
        for field in &columns {
            let cell = raw.get(field).map_or("", String::as_str).replace('"', "\"\"");
            let _ = write!(text, "\"{cell}\",");
        }
        let note = "已核对户口簿，确为另一名学生";
        let _ = write!(text, "{},{school},在读,2026-09-01,{note}", number.as_str());
        pupil += 1;
    }
    let path = dir.join("existing.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn admin(n: u128) -> Actor {
    actor(Role::SystemAdmin, "320000", n)
}

/// Takes so many pupils over, and tells how long each stage took.
async fn take_over(world: &World, pupils: u32) {
    let file = file(world.dir.path(), pupils);
    let bytes = std::fs::metadata(&file).unwrap().len();
    println!("== {pupils} rows, {} KB, {} MB resident before", bytes / 1024, memory("VmRSS"));
    let take_overs = world.registry.take_overs();
    let clock = Instant::now();
    let profile = Profile::national().unwrap();
    let asked = AskedTakeOver {
        source: "旧系统".into(),
        files: vec![file],
        archives: Vec::new(),
        profile,
        totals: None,
        folder: None,
    };
    let id = take_overs.begin_take_over(&admin(1), asked).await.unwrap();
    let read = clock.elapsed();
    println!("  read and kept   {}", rate(pupils, read));
    let clock = Instant::now();
    take_overs.drain_take_overs().await.unwrap();
    let checked = clock.elapsed();
    println!("  checked         {}", rate(pupils, checked));
    let row = take_overs.take_over(id).await.unwrap();
    assert_eq!((row.state, row.good()), (TakeOverState::Checked, u64::from(pupils)), "{:?}", row.counts);
    take_overs.release_take_over(&admin(2), id, &row.shown()).await.unwrap();
    take_overs.run_take_over(&admin(1), id).await.unwrap();
    let clock = Instant::now();
    take_overs.drain_take_overs().await.unwrap();
    let entered = clock.elapsed();
    println!("  taken over      {}", rate(pupils, entered));
    println!("  all of it       {}", rate(pupils, read + checked + entered));
    let row = take_overs.take_over(id).await.unwrap();
    assert_eq!(row.state, TakeOverState::Entered, "{:?}", row.counts);
    println!("  {:?}; {} MB resident, {} at most", row.counts, memory("VmRSS"), memory("VmHWM"));
}

/// Closes a register and measures the floor of what it holds.
async fn beside(world: World, pupils: u32, tables: &[&str]) {
    world.registry.store.close().await.unwrap();
    let World { registry, dir, .. } = world;
    drop(registry);
    floor(dir.path(), pupils, tables).await;
}

async fn promoted(world: &World) -> u64 {
    world.registry.store.count("promoted", "true").await.unwrap()
}

/// The promotion of the year, dropped where half of the pupils are through.
async fn promotion(pupils: u32) {
    let world = World::on_disk().await;
    take_over(&world, pupils).await;
    world.clock.set(Utc.with_ymd_and_hms(2027, 8, 12, 2, 0, 0).unwrap());
    println!("== promotion of {pupils}");
    let clock = Instant::now();
    {
        let promotions = world.registry.promotions();
        let half = async {
            while promoted(&world).await < u64::from(pupils / 2) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::select! {
            done = promotions.promote_all() => panic!("through before half of it was seen: {done:?}"),
            () = half => {}
        }
    }
    let first = clock.elapsed();
    // A commit that is under way goes through, whoever asked for it; then nobody has the store open any more.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = promoted(&world).await;
    println!("  to half         {}", rate(u32::try_from(before).unwrap(), first));
    let clock = Instant::now();
    let world = world.reopened().await;
    println!("  opened again    {:.2} s", clock.elapsed().as_secs_f64());
    let clock = Instant::now();
    world.registry.promotions().promote_all().await.unwrap();
    let second = clock.elapsed();
    println!("  gone on with    {}", rate(pupils - u32::try_from(before).unwrap(), second));
    println!("  all of it       {}", rate(pupils, first + second));
    let up = world.registry.store.count("person", "grade = 2").await.unwrap();
    assert_eq!((promoted(&world).await, up), (u64::from(pupils), u64::from(pupils)), "each pupil once");
    println!("  {} MB resident, {} at most", memory("VmRSS"), memory("VmHWM"));
    beside(world, pupils, &PROMOTED).await;
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let pupils = words.iter().find_map(|word| word.parse().ok()).unwrap_or(2_000);
    let asked = |part: &str| words.iter().any(|word| word == part);
    let all = !asked("take-over") && !asked("promotion");
    if all || asked("take-over") {
        runtime().block_on(async {
            let world = World::on_disk().await;
            take_over(&world, pupils).await;
            beside(world, pupils, &TAKEN).await;
        });
    }
    if all || asked("promotion") {
        runtime().block_on(promotion(pupils));
    }
}
