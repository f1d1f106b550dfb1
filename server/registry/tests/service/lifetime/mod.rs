//! One child from the first day of primary school to the end of senior high (第四条 to 第十六条): two provinces, a merger, a closure, and
//! at the end an archive that has lost nothing. Once both provinces stand in one register; once each has its own, and the archive
//! goes from one to the other as a package.

mod steps;

use crate::support::*;
use contract::package::PackageView;
use domain::codes::{SchoolSystem, SchoolType};
use domain::form::{BasicInfo, Field};
use domain::id::PersonId;
use domain::journal::Event;
use domain::org::{School, Unit, UnitKind};
use registry::package::{Arrived, AskedContinuation};
use std::collections::BTreeMap;

/// Guangzhou: two schools of nine years and a senior high school in one district.
const AWAY: &str = "440106";

const FIRST: &str = "3144000001";
const SECOND: &str = "3144000002";
const SENIOR: &str = "3444000001";

fn unit(id: &str, name: &str, kind: UnitKind, parent: &str, school_type: Option<SchoolType>) -> Unit {
    Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: Some(code(parent)),
        path: unit_path(id),
        division: if id.len() == 6 { id.into() } else { AWAY.into() },
        school: school_type.map(|school_type| School {
            school_type,
            stages: school_type.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    }
}

/// A child with what was filed about it, and where it is.
struct Life {
    world: World,
    person: PersonId,
    school: &'static str,
    /// The 72 items as they were entered.
    entered: BasicInfo,
    /// Period and mark of every term that was filed.
    filed: BTreeMap<String, String>,
    /// Title, hash and bytes of every file, as they lay in the archive on the day they were filed.
    files: BTreeMap<String, (String, Vec<u8>)>,
}

/// A register that serves both provinces.
async fn both_provinces() -> World {
    let world = World::in_memory().await;
    let away = [
        unit("440000", "广东省", UnitKind::Province, "000000", None),
        unit("440100", "广州市", UnitKind::City, "440000", None),
        unit(AWAY, "天河区", UnitKind::County, "440100", None),
        unit(FIRST, "天河第一学校", UnitKind::School, AWAY, Some(SchoolType::NineYear)),
        unit(SECOND, "天河第二学校", UnitKind::School, AWAY, Some(SchoolType::NineYear)),
        unit(SENIOR, "天河高级中学", UnitKind::School, AWAY, Some(SchoolType::SeniorMiddle)),
    ];
    world.registry.units().add_units(&away).await.unwrap();
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_4_to_16_a_child_goes_through_two_provinces_a_merger_and_a_closure_and_the_archive_loses_nothing()
 {
    let mut life = Life::begin().await;
    let (number, _) = life.childhood().await;
    life.letter_follows(OTHER_SCHOOL, FIRST, 3).await;
    life.youth().await;
    let told = [(Event::CustodyMoved, 2), (Event::StageEntered, 2), (Event::SchoolChanged, 1)];
    life.ends_well(&number, &told).await;
    // Every school that let go, and still is, keeps its copy.
    for school in [OTHER_SCHOOL, SECOND] {
        let copies = life.world.registry.cases().copies(&registrar(school), None).await.unwrap();
        assert_eq!(copies.rows.len(), 1, "{school}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_9_15_and_16_the_archive_goes_into_the_register_of_the_other_province_and_life_goes_on_there()
 {
    let mut life = Life::begin().await;
    let (number, case) = life.childhood().await;

    // Two persons release it (第十五条); the passphrase and the code of the signature go another way than the file.
    let (own, chief) = (registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL));
    let here = &life.world.registry;
    let made = here.packages().ask_package(&own, case, None).await.unwrap();
    let passphrase = here.packages().release_package(&chief, made).await.unwrap();
    let (_, bytes) = here.packages().fetch_package(&own, made).await.unwrap();
    let PackageView::Made(view) = here.packages().package(&own, made).await.unwrap() else { panic!("made") };
    let outgoing = view.made.unwrap();
    let (left_behind, first_id) = (here.schools().custody_of(&own, life.person).await.is_ok(), life.person);
    assert!(!left_behind, "who let go no longer reads the record");

    // The register of the other province, which knows nobody; two persons take the archive in (第十六条).
    let there = both_provinces().await;
    there.clock.set(life.world.clock.now());
    let (own, chief) = (registrar(FIRST), leader(FIRST));
    let arrived = Arrived { bytes, passphrase, fingerprint: outgoing.fingerprint.clone() };
    let id = there.registry.packages().receive_package(&own, arrived).await.unwrap();
    let asked = AskedContinuation {
        on: day("2030-09-06"),
        class_name: "2班".into(),
        take: Default::default(),
        note: String::new(),
    };
    there.registry.packages().propose_continuation(&own, id, &asked).await.unwrap();
    assert_eq!(codes(there.registry.packages().accept_package(&own, id).await), ["not_permitted"]);
    let child = there.registry.packages().accept_package(&chief, id).await.unwrap();
    assert_ne!(child, first_id, "a record of its own, under the same number");
    let first = std::mem::replace(&mut life.world, there);
    life.person = child;
    life.youth().await;
    life.ends_well(&number, &[(Event::ArchiveContinued, 1), (Event::StageEntered, 2)]).await;

    // The life before is in the archive of the last school: the chain of the first register up to the package, whole and bound to it.
    let (registry, last) = (&life.world.registry, registrar(SENIOR));
    let view = registry.pupils().pupil(&last, child).await.unwrap();
    let schools: Vec<_> = view.spells.iter().rev().map(|spell| spell.school.as_str()).collect();
    assert_eq!(
        schools,
        ["第一小学", "第二小学", "天河第一学校", "天河第一学校", "天河第二学校", "天河高级中学"],
    );
    let PackageView::Received(brought) = registry.packages().package(&own, id).await.unwrap() else {
        panic!("received")
    };
    assert_eq!(brought.person, Some(child));
    assert_eq!((brought.entries, &brought.head), (outgoing.entries, &outgoing.head));
    let before = brought.preview.unwrap();
    assert_eq!(before.journal.len() as u64, outgoing.entries);
    assert!(before.items.iter().all(|item| !item.differs || item.field == Field::Grade));

    // And the register left behind is whole too: its copy stays, its chains hold.
    assert_eq!(first.registry.cases().copies(&registrar(OTHER_SCHOOL), None).await.unwrap().rows.len(), 1);
    assert!(first.registry.journal().verify_person(first_id).await.unwrap().is_ok());
    assert!(first.registry.journal().verify_journal().await.unwrap().broken.is_empty());
    assert_eq!(first.registry.figures().verify_figures().await.unwrap(), Vec::new());
}
