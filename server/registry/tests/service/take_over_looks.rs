//! 存量数据接管: what a check says of pupils of this register is put down as seen; every number is compared; a note is never lost.

use crate::support::corrections::record;
use crate::support::*;
use crate::take_over::{Row, begins, formal, releases, row, seeds, words};
use domain::access::{Actor, Role};
use domain::access_log::Function;
use domain::id::{PersonId, TakeOverId};
use domain::ident::StudentNumber;
use domain::org::{Unit, UnitKind};
use domain::take_over::{Profile, TakeOverState};
use registry::import::RowState;
use registry::import::take_over::AskedTakeOver;

/// A school of another province.
const FAR: &str = "2151000001";

fn elsewhere() -> Actor {
    actor(Role::SystemAdmin, "510000", 1)
}

impl World {
    async fn found_sichuan(&self) {
        let near = self.registry.units().unit(&code(SCHOOL)).await.unwrap();
        let authority = |id: &str, name: &str, kind, parent: &str| Unit {
            id: code(id),
            name: name.into(),
            kind,
            parent: Some(code(parent)),
            path: unit_path(id),
            division: id.into(),
            school: None,
        };
        let units = [
            authority("510000", "四川省", UnitKind::Province, "000000"),
            authority("510100", "成都市", UnitKind::City, "510000"),
            authority("510106", "金牛区", UnitKind::County, "510100"),
            Unit {
                id: code(FAR),
                name: "金牛小学".into(),
                parent: Some(code("510106")),
                path: unit_path(FAR),
                division: "510106".into(),
                ..near
            },
        ];
        self.registry.units().add_units(&units).await.unwrap();
    }

    async fn checked_by(&self, actor: &Actor, name: &str, rows: &[Row]) -> TakeOverId {
        let asked = AskedTakeOver {
            source: "旧系统".into(),
            files: vec![self.file(name, rows)],
            profile: Profile::national().unwrap(),
            totals: None,
            folder: None,
            archives: Vec::new(),
        };
        let take_overs = self.registry.take_overs();
        let id = take_overs.begin_take_over(actor, asked).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        id
    }

    /// How often somebody was seen in the report of a check.
    async fn seen_in_a_report(&self, person: PersonId) -> usize {
        let looks = self.registry.access_log().looks_at(&guardian(person), person, None).await.unwrap();
        looks.rows.iter().filter(|line| line.function == Function::TakeOverReport).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_report_that_says_who_is_in_the_register_is_in_the_access_log() {
    let world = World::in_memory().await;
    world.found_sichuan().await;
    let of = seeds(2);
    let here = world.pupil(SCHOOL, of[0]).await;
    let take_overs = world.registry.take_overs();

    // With a number of its own it is by the document that the child is here already.
    let number = StudentNumber::temporary("510106", info(of[0]).birth_date(), 7);
    let own_number = ("学籍号", number.as_str());

    // The province of the school is told which school it is.
    let own = world.checked_by(&begins(), "own.csv", &[row(of[0], &[own_number])]).await;
    assert_eq!(world.count_of(own, RowState::Duplicate).await, 1);
    assert_eq!(world.seen_in_a_report(here).await, 0, "nobody has read it yet");
    let told = words(&take_overs.take_over_report(&begins(), own).await.unwrap());
    assert!(told.contains("第一小学"), "{told}");
    assert_eq!(world.seen_in_a_report(here).await, 1);
    take_overs.take_over_report(&releases(), own).await.unwrap();
    assert_eq!(world.seen_in_a_report(here).await, 2, "each reader is put down");

    // Another province is told that it is one elsewhere, and is put down as well; of whose number it is it is told no school.
    let mine = formal(of[0]);
    let by_number =
        row(of[1], &[("学校标识码", FAR), ("学籍号", mine.as_str()), ("查重说明", "证件号更正过")]);
    let by_document = row(of[0], &[("学校标识码", FAR), own_number]);
    let far = world.checked_by(&elsewhere(), "far.csv", &[by_document, by_number]).await;
    let told = words(&take_overs.take_over_report(&elsewhere(), far).await.unwrap());
    assert_eq!(world.count_of(far, RowState::Duplicate).await, 2, "{told}");
    assert!(told.contains("其他省的学校") && !told.contains("第一小学"), "{told}");
    assert_eq!(world.seen_in_a_report(here).await, 3);

    // Who is not above its unit is told nothing, and is not put down.
    let county = actor(Role::SystemAdmin, COUNTY, 1);
    assert_eq!(codes(take_overs.take_over_report(&county, own).await), ["not_permitted"]);
    assert!(is_not_found(&take_overs.take_over_report(&elsewhere(), own).await));
    assert!(is_not_found(&take_overs.take_over_report(&begins(), far).await));
    assert_eq!(world.seen_in_a_report(here).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_former_number_that_comes_twice_is_told_by_the_check() {
    let world = World::in_memory().await;
    let of = seeds(60);
    let twice = StudentNumber::temporary("320102", day("2019-03-01"), 1234).as_str().to_owned();
    let in_force = formal(of[58]);
    let rows: Vec<Row> = of
        .iter()
        .enumerate()
        .map(|(n, seed)| {
            let former = match n {
                // Of one slice, and of another one.
                0 | 1 | 59 => twice.as_str(),
                // What one calls former another one has.
                2 => in_force.as_str(),
                _ => "",
            };
            row(*seed, &[("历史学籍号", former), ("查重说明", "已与原系统核实")])
        })
        .collect();
    let id = world.checked(vec![world.file("many.csv", &rows)], None).await;
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    let told = words(&report);
    assert_eq!(world.count_of(id, RowState::Duplicate).await, 3, "{told}");
    for first in ["文件「many.csv」第 2 行", "文件「many.csv」第 4 行"] {
        assert!(told.contains(first), "{first}: {told}");
    }
    // Without them the rest is taken over, each number once.
    let rows: Vec<Row> = rows.into_iter().take(1).collect();
    let id = world.taken_over(&rows).await;
    assert_eq!(world.count_of(id, RowState::Entered).await, 1);
    assert_eq!(world.rows_in("number").await, 2, "the one in force and the former one");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_what_only_a_note_lets_through_is_told_and_stays_in_the_journal() {
    let world = World::in_memory().await;
    let of = seeds(3);
    let note = "证件号 2024 年更正过";
    let other = formal(of[1]);
    let rows = [row(of[0], &[("学籍号", other.as_str()), ("查重说明", note)]), row(of[2], &[])];
    let id = world.checked(vec![world.file("noted.csv", &rows)], None).await;
    let take_overs = world.registry.take_overs();
    let told = words(&take_overs.take_over_report(&begins(), id).await.unwrap());
    assert_eq!(world.state(id).await, TakeOverState::Checked);
    for word in ["按查重说明接管", note, "与身份证件号不一致"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert!(world.count_of(id, RowState::Noted).await >= 1);
    world.release(&releases(), id).await.unwrap();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    let noted = |view: &contract::pupil::PupilView| {
        view.timeline.iter().any(|line| line.words.contains(&format!("查重说明：{note}")))
    };
    let child = world.named(info(of[0]).name()).await[0];
    let view = record(&world, child).await;
    assert!(noted(&view) && view.chain_holds);
    let plain = world.named(info(of[2]).name()).await[0];
    assert!(!noted(&record(&world, plain).await));
}
