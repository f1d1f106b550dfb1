//! An archive that goes into a register of its own (学籍档案包): the child that was moved, the package made, and what arrives.

use super::*;
use contract::package::PackageView;
use domain::access::Actor;
use domain::archive::{Category, EntryKind};
use domain::case::CaseState;
use domain::case::change::Paper;
use domain::case::correction::ProofKind;
use domain::case::transfer::TransferGround;
use domain::codes::{SchoolSystem, SchoolType};
use domain::form::Field;
use domain::id::{CaseId, PackageId, PersonId};
use domain::org::{School, Unit, UnitKind};
use domain::print::PrintKind;
use registry::archive::AskedFile;
use registry::case::AskedTransfer;
use registry::package::{Arrived, AskedContinuation, Opened, open_zip, unseal_package};
use registry::printout::AskedPrint;

pub const AWAY: &str = "440106";
pub const FIRST: &str = "3144000001";
pub const BESIDE: &str = "3144000002";

pub fn unit(id: &str, name: &str, kind: UnitKind, parent: &str) -> Unit {
    Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: Some(code(parent)),
        path: unit_path(id),
        division: if id.len() == 6 { id.into() } else { AWAY.into() },
        school: (kind == UnitKind::School).then(|| School {
            school_type: SchoolType::NineYear,
            stages: SchoolType::NineYear.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    }
}

/// A register of its own that serves Guangdong too.
pub async fn world() -> World {
    world_in(World::in_memory().await).await
}

/// The same of a world that is there already.
pub async fn world_in(world: World) -> World {
    let away = [
        unit("440000", "广东省", UnitKind::Province, "000000"),
        unit("440100", "广州市", UnitKind::City, "440000"),
        unit(AWAY, "天河区", UnitKind::County, "440100"),
        unit(FIRST, "天河第一学校", UnitKind::School, AWAY),
        unit(BESIDE, "天河第二学校", UnitKind::School, AWAY),
    ];
    world.registry.units().add_units(&away).await.unwrap();
    world
}

pub async fn all_agree(world: &World, case: CaseId) {
    let units = [SCHOOL, FIRST, COUNTY, "320100", "320000", AWAY, "440100", "440000"];
    let everybody: Vec<Actor> = units.iter().flat_map(|unit| [registrar(unit), leader(unit)]).collect();
    'handled: loop {
        for actor in &everybody {
            let queue = world.registry.cases().my_queue(actor, None).await.unwrap();
            if queue.lines.iter().any(|line| line.id == case) {
                match world.registry.cases().decide_case(actor, case, agree()).await.unwrap() {
                    CaseState::InProgress => continue 'handled,
                    CaseState::Approved => {
                        world.registry.outbox().drain_outbox().await.unwrap();
                        return;
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        panic!("nobody has it");
    }
}

pub fn begin_of_term(world: &World) {
    world.clock.set("2027-09-07T02:00:00Z".parse().unwrap());
}

/// A pupil with something under every category, corrected once, moved to Guangdong.
pub async fn moved(world: &World) -> (PersonId, CaseId) {
    let person = world.pupil(SCHOOL, 1).await;
    let own = registrar(SCHOOL);
    let registry = &world.registry;
    let correction =
        world.ask(&guardian(person), person, &[(Field::CurrentAddress, "长江路1号")]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, correction).await, CaseState::Approved);
    // In Guangdong nobody is received into the first term of grade one.
    world.clock.set("2027-08-11T02:00:00Z".parse().unwrap());
    registry.promotions().promote_all().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    begin_of_term(world);
    for (period, mark) in [("2026-1", "92"), ("2026-2", "88")] {
        let values =
            [("subject", "语文"), ("mark", mark)].map(|(key, value)| (key.to_owned(), value.to_owned()));
        registry.archives().file_entry(&own, person, EntryKind::Exam, period, &values.into()).await.unwrap();
    }
    let asked = AskedFile {
        category: Category::Awards,
        kind: ProofKind::Other,
        title: "奖状".into(),
        name: "奖状.png".into(),
        bytes: png(),
    };
    registry.archives().add_archive_file(&own, person, asked).await.unwrap();
    let card = AskedPrint::Pupil { kind: PrintKind::RegisterCard, person, reason: String::new() };
    let sheet = registry.prints().print_form(&own, &card).await.unwrap();
    let asked = AskedFile {
        category: Category::Proofs,
        kind: ProofKind::Other,
        title: "学籍卡".into(),
        name: "学籍卡.pdf".into(),
        bytes: registry.prints().print_pdf(&own, sheet).await.unwrap(),
    };
    registry.archives().add_archive_file(&own, person, asked).await.unwrap();
    let number = registry.pupils().reveal(&own, person, None, "办理转学核对").await.unwrap();
    let name = registry.pupils().pupil(&own, person).await.unwrap().name;
    let transfer = AskedTransfer {
        disability: None,
        number,
        name,
        on: day("2027-09-07"),
        ground: TransferGround::Home,
        class_name: "2班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = registry.cases().open_transfer(&registrar(FIRST), &transfer).await.unwrap();
    all_agree(world, case).await;
    (person, case)
}

/// Asked for, released, fetched: the package, its file, and the passphrase.
pub async fn made(world: &World, case: CaseId) -> (PackageId, Vec<u8>, String) {
    let id = world.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    let phrase = world.registry.packages().release_package(&leader(SCHOOL), id).await.unwrap();
    let (name, bytes) = world.registry.packages().fetch_package(&registrar(SCHOOL), id).await.unwrap();
    assert!(name.ends_with(".xjdab"));
    (id, bytes, phrase)
}

pub async fn fingerprint_of(world: &World, id: PackageId) -> String {
    match world.registry.packages().package(&registrar(SCHOOL), id).await.unwrap() {
        PackageView::Made(view) => view.made.unwrap().fingerprint,
        PackageView::Received(_) => panic!("made here"),
    }
}

pub fn arrived(bytes: &[u8], phrase: &str, fingerprint: &str) -> Arrived {
    Arrived { bytes: bytes.to_vec(), passphrase: phrase.into(), fingerprint: fingerprint.into() }
}

pub fn continuation(class_name: &str) -> AskedContinuation {
    AskedContinuation {
        on: day("2027-09-07"),
        class_name: class_name.into(),
        take: Default::default(),
        note: String::new(),
    }
}

pub fn opened(bytes: &[u8], phrase: &str) -> Opened {
    open_zip(&unseal_package(bytes, phrase).unwrap(), day("2027-09-30")).unwrap()
}
