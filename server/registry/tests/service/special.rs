//! 残疾, 随班就读, 送教上门 (第六条, 第十七条), 出境就读 and back (第二十条), rules in principle (第十一条) through the services; and two lives: a
//! deaf child from home teaching to graduation, a Korean child who comes back in a later stage.

use crate::support::corrections::whole;
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use chrono::{TimeZone, Utc};
use contract::pupil::PupilView;
use domain::access::Role;
use domain::case::abroad::{Abroad, Period};
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::placement::{Placement, Setting};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::systems::{AskedGrade, GradeReason};
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Command, Payload};
use domain::codes::{Disability, SchoolSystem, SchoolType, Stage};
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::org::{School, Unit, UnitKind};
use domain::refusal::Basis;
use domain::rules::{RuleKey, Scope};
use domain::school::Change;
use registry::case::{AskedProgression, AskedTransfer};
use registry::error::Error;

const DEAF: &str = "5132000009";
const OTHER_DEAF: &str = "5132000010";
/// Five years of primary and four of junior school, in the same county.
const FIVE_FOUR: &str = "3432000008";

async fn world_with_deaf_school() -> World {
    let world = long_world().await;
    let school = Unit {
        id: code(DEAF),
        name: "玄武聋人学校".into(),
        kind: UnitKind::School,
        parent: Some(code(COUNTY)),
        path: unit_path(DEAF),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::DeafSchool,
            stages: vec![Stage::Primary, Stage::Junior],
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    world.registry.units().add_units(&[school]).await.unwrap();
    world
}

fn facts(on: &str, papers: &[Paper], note: &str) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: note.into() }
}

fn on(world: &World, year: i32, month: u32, day: u32) {
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
}

async fn view(world: &World, school: &str, person: PersonId) -> PupilView {
    world.registry.pupils().pupil(&registrar(school), person).await.unwrap()
}

async fn item(world: &World, school: &str, person: PersonId, field: Field) -> String {
    world.registry.pupils().reveal(&registrar(school), person, Some(field), "核对安置结果").await.unwrap()
}

/// 残疾类型, 随班就读, 就读方式.
async fn taught(world: &World, school: &str, person: PersonId) -> [String; 3] {
    [
        item(world, school, person, Field::Disability).await,
        item(world, school, person, Field::Inclusive).await,
        item(world, school, person, Field::Attendance).await,
    ]
}

async fn changed(world: &World, school: &str, person: PersonId, payload: &Payload) {
    let case = world.registry.cases().open_change(&registrar(school), person, payload).await.unwrap();
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    settled(world, school, person).await;
}

/// The books hold after what was done.
async fn settled(world: &World, school: &str, person: PersonId) {
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
    assert!(view(world, school, person).await.chain_holds);
}

async fn transfer_of(world: &World, from: &str, person: PersonId, on: &str) -> AskedTransfer {
    AskedTransfer {
        number: world.registry.pupils().reveal(&registrar(from), person, None, "办理转学核对").await.unwrap(),
        name: view(world, from, person).await.name,
        on: day(on),
        ground: TransferGround::Special,
        class_name: "1班".into(),
        grade: Default::default(),
        disability: None,
        papers: vec![Paper::Application, Paper::Other],
        note: String::new(),
    }
}

async fn moved(world: &World, [from, to]: [&str; 2], person: PersonId, asked: &AskedTransfer) {
    let case = world.registry.cases().open_transfer(&registrar(to), asked).await.unwrap();
    for actor in [leader(to), registrar(from), leader(from), registrar(COUNTY), leader(COUNTY)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    settled(world, to, person).await;
}

fn placement(setting: Setting, host: &str, disability: Option<Disability>) -> Payload {
    Payload::Placement(Placement {
        facts: facts("2026-09-07", &[Paper::Agreement, Paper::Assessment], ""),
        setting,
        host: host.into(),
        chosen: None,
        disability,
        agreement: "学籍留在原学校，由就读学校评价。".into(),
    })
}

async fn hosted(world: &World, school: &str) -> Vec<PersonId> {
    let lines = world.registry.pupils().hosted_pupils(&registrar(school)).await.unwrap();
    lines.into_iter().map(|one| one.line.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_deaf_child_from_home_teaching_to_an_ordinary_school_to_graduation() {
    let world = world_with_deaf_school().await;
    // Registered by the school that teaches at home (第六条).
    let home = [(Field::Attendance, "送教上门"), (Field::Disability, "听力残疾")];
    let child = in_grade(&world, 6, 31, &home).await;
    assert_eq!(view(&world, LONG, child).await.placement, "送教上门");
    assert_eq!(taught(&world, LONG, child).await, ["2", "0", "3"]);
    // To the special school, the record stays: both schools see it.
    changed(&world, LONG, child, &placement(Setting::SpecialSchool, "玄武聋人学校", None)).await;
    assert_eq!(taught(&world, LONG, child).await, ["2", "2", "1"]);
    assert_eq!(hosted(&world, DEAF).await, [child]);
    assert!(hosted(&world, SCHOOL).await.is_empty() && hosted(&world, LONG).await.is_empty());
    assert!(
        matches!(world.registry.pupils().pupil(&registrar(DEAF), child).await, Err(Error::NotFound(_))),
        "the record itself stays the school's own"
    );
    // The record follows.
    let asked = transfer_of(&world, LONG, child, "2026-09-07").await;
    moved(&world, [LONG, DEAF], child, &asked).await;
    assert_eq!(taught(&world, DEAF, child).await, ["2", "0", "1"]);
    assert!(hosted(&world, DEAF).await.is_empty() && view(&world, DEAF, child).await.placement.is_empty());
    // 随班就读 with the record at the special school, then at the ordinary one.
    changed(&world, DEAF, child, &placement(Setting::Inclusive, LONG, None)).await;
    assert_eq!(taught(&world, DEAF, child).await, ["2", "2", "1"]);
    assert_eq!(hosted(&world, LONG).await, [child], "named by its code");
    let asked = transfer_of(&world, DEAF, child, "2026-09-07").await;
    moved(&world, [DEAF, LONG], child, &asked).await;
    assert_eq!(taught(&world, LONG, child).await, ["2", "2", "1"]);
    assert!(hosted(&world, LONG).await.is_empty());

    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0001".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    let graduate = view(&world, LONG, child).await;
    assert_eq!((graduate.standing.label(), graduate.spells.len()), ("毕业", 3));
}

/// What whoever decides a placement is told of the host, and who sees the child once it is approved.
async fn host_told(world: &World, school: &str, person: PersonId, host: &str) -> Option<String> {
    let payload = placement(Setting::SpecialSchool, host, Some(Disability::Hearing));
    let case = world.registry.cases().open_change(&registrar(school), person, &payload).await.unwrap();
    let seen = world.registry.cases().case_view(&leader(school), case).await.unwrap();
    let told = seen.host.expect("a line for who decides").school.map(|(id, _)| id.to_string());
    assert_eq!(world.approve(school, case).await, CaseState::Approved);
    let done = world.registry.cases().case_view(&leader(school), case).await.unwrap();
    assert!(done.host.is_none(), "decided: the record says it");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_child_is_shown_to_the_school_that_was_meant_and_to_no_other() {
    const BESIDE: &str = "320104";
    const FAR_DEAF: &str = "5133000001";
    const BESIDE_DEAF: &str = "5132000010";
    const NAMESAKES: [&str; 2] = ["5132000011", "5132000012"];
    let world = world_with_deaf_school().await;
    let deaf = world.registry.units().unit(&code(DEAF)).await.unwrap();
    let county = Unit {
        id: code(BESIDE),
        name: "秦淮区".into(),
        kind: UnitKind::County,
        parent: Some(code("320100")),
        path: unit_path(BESIDE),
        division: BESIDE.into(),
        school: None,
    };
    let beside = |id: &str, name: &str| Unit {
        id: code(id),
        name: name.into(),
        parent: Some(code(BESIDE)),
        path: unit_path(BESIDE).child(&code(id)),
        division: BESIDE.into(),
        ..deaf.clone()
    };
    let here = |id: &str, name: &str| Unit {
        id: code(id),
        name: name.into(),
        path: unit_path(COUNTY).child(&code(id)),
        ..deaf.clone()
    };
    let far = Unit {
        id: code(FAR_DEAF),
        name: "西湖启聪学校".into(),
        parent: Some(code("330106")),
        path: unit_path(FAR_DEAF),
        division: "330106".into(),
        ..deaf.clone()
    };
    let all = [
        county,
        beside(BESIDE_DEAF, "秦淮启聪学校"),
        far,
        here(NAMESAKES[0], "启音学校"),
        here(NAMESAKES[1], "启音学校"),
    ];
    world.registry.units().add_units(&all).await.unwrap();
    let person = world.pupil(SCHOOL, 41).await;
    // By its name only the one school of the own county; by its code any of the province.
    let told = [
        ("玄武聋人学校", Some(DEAF)),
        ("秦淮启聪学校", None),
        (BESIDE_DEAF, Some(BESIDE_DEAF)),
        ("启音学校", None),
        (NAMESAKES[1], Some(NAMESAKES[1])),
        ("西湖启聪学校", None),
        (FAR_DEAF, None),
        (COUNTY, None),
    ];
    for (host, meant) in told {
        assert_eq!(host_told(&world, SCHOOL, person, host).await.as_deref(), meant, "{host}");
        for school in [DEAF, BESIDE_DEAF, NAMESAKES[0], NAMESAKES[1], FAR_DEAF] {
            let own = world.registry.units().unit(&code(school)).await.unwrap();
            let mut at = registrar(school);
            at.unit.as_mut().unwrap().path = own.path;
            let seen = world.registry.pupils().hosted_pupils(&at).await.unwrap();
            assert_eq!(!seen.is_empty(), meant == Some(school), "{host}: {school}");
        }
    }
    // A school that was closed since takes nobody in.
    let close = crate::schools::asked(DEAF, Change::Close { archives: None, placements: Vec::new() });
    world.done(&close).await;
    for host in ["玄武聋人学校", DEAF] {
        assert_eq!(host_told(&world, SCHOOL, person, host).await, None, "{host}");
        assert!(hosted(&world, DEAF).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_a_korean_child_leaves_in_grade_six_and_comes_back_in_grade_eight() {
    let world = long_world().await;
    let korean = [
        (Field::Name, "김민준"),
        (Field::Nationality, "韩国"),
        (Field::IdKind, "A"),
        (Field::IdNumber, "M12345678"),
        (Field::HmtStatus, "51"),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
        (Field::BirthPlace, "韩国"),
    ];
    let child = in_grade(&world, 6, 32, &korean).await;
    let asked = transfer_of(&world, LONG, child, "2026-09-07").await;
    moved(&world, [LONG, SCHOOL], child, &AskedTransfer { ground: TransferGround::Home, ..asked }).await;
    on(&world, 2026, 10, 12);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2026-10-12", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "KOR".into(),
    });
    changed(&world, SCHOOL, child, &leaving).await;
    let period = |until: Option<&str>| {
        vec![Period { country: "KOR".into(), from: day("2026-10-12"), until: until.map(day) }]
    };
    assert_eq!(view(&world, SCHOOL, child).await.abroad, period(None));
    on(&world, 2027, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, SCHOOL, child).await.grade, "小学六年级");

    // Two school years later the class is in grade eight, which the old school does not teach.
    on(&world, 2028, 8, 25);
    assert_eq!(view(&world, SCHOOL, child).await.matching_grade, Some(8));
    let back = transfer_of(&world, SCHOOL, child, "2028-09-01").await;
    let back = AskedTransfer { ground: TransferGround::Return, ..back };
    let outcome = world.registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &back).await;
    let Err(Error::Refused(told)) = outcome else { panic!("a primary school") };
    assert!(told[0].code.as_str() == "number" && told[0].basis == Basis::Article(20), "{told:?}");
    moved(&world, [SCHOOL, LONG], child, &back).await;
    let here = view(&world, LONG, child).await;
    assert_eq!((here.standing.label(), here.grade.as_str()), ("在读", "初中二年级"));
    assert_eq!(here.abroad, period(Some("2028-09-01")), "the time abroad stays in the record");
    assert_eq!(item(&world, LONG, child, Field::EntryMonth).await, "202809");
    on(&world, 2029, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "初中三年级");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_a_year_is_not_counted_twice_after_a_progression_in_july() {
    let world = long_world().await;
    let child = in_grade(&world, 6, 33, &[]).await;
    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0002".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    on(&world, 2027, 7, 6);
    let seen = view(&world, LONG, child).await;
    let number = world.registry.pupils().reveal(&registrar(LONG), child, None, "办理升学核对").await.unwrap();
    let asked = AskedProgression {
        number,
        name: seen.name,
        class_name: "1班".into(),
        grade: Default::default(),
        on: day("2027-09-01"),
        note: String::new(),
    };
    let opened = world.registry.cases().open_progressions(&registrar(LONG), &[asked]).await.unwrap();
    let case: CaseId = *opened[0].as_ref().unwrap();
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    on(&world, 2027, 9, 6);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2027-09-06", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "SGP".into(),
    });
    changed(&world, LONG, child, &leaving).await;
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(7), "nothing was missed yet");
    on(&world, 2028, 9, 6);
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(8));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_who_comes_back_for_the_new_year_is_not_promoted_besides() {
    let world = long_world().await;
    let child = in_grade(&world, 3, 34, &[]).await;
    let ill = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord], ""),
        until: day("2027-08-31"),
        ground: SuspensionGround::Illness,
    });
    changed(&world, LONG, child, &ill).await;
    on(&world, 2027, 7, 6);
    let back = Payload::Resumption(Resumption {
        facts: facts("2027-09-01", &[Paper::Application], ""),
        next_grade: false,
        class_name: "2班".into(),
        why: None,
    });
    changed(&world, LONG, child, &back).await;
    on(&world, 2027, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "小学三年级", "the own grade, as was decided");
    on(&world, 2028, 8, 11);
    world.registry.promotions().promote_all().await.unwrap();
    assert_eq!(view(&world, LONG, child).await.grade, "小学四年级");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_disability_and_class_are_set_together_by_correction_and_by_placement() {
    let world = world_with_deaf_school().await;
    let person = world.pupil(SCHOOL, 35).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::Disability, "听力残疾")]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::Inclusive)).await, "2");
    let case = world.ask(&parent, person, &[(Field::Disability, "无残疾")]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(taught(&world, SCHOOL, person).await[1], "0");
    // A placement names the disability itself: no correction has to come before it.
    changed(&world, SCHOOL, person, &placement(Setting::HomeTeaching, "", Some(Disability::Limbs))).await;
    assert_eq!(taught(&world, SCHOOL, person).await, ["4", "0", "3"]);
    // What cannot be is refused by name, with the article that says it.
    let proof = vec![world.proof(&parent, person).await];
    let none = asked(person, &[(Field::Disability, "无残疾")], proof);
    let Err(Error::Refused(told)) = world.registry.cases().ask_correction(&parent, &none).await else {
        panic!("taught at home without a disability")
    };
    assert!(told[0].code.as_str() == "disability" && told[0].basis == Basis::Article(6), "{told:?}");
    changed(&world, SCHOOL, person, &placement(Setting::Ended, "", None)).await;
    assert_eq!(taught(&world, SCHOOL, person).await, ["4", "9", "1"]);
    // Into the special school whose pupils have a disability: proven with the transfer where none is on record.
    let plain = world.pupil(SCHOOL, 36).await;
    let asked = transfer_of(&world, SCHOOL, plain, "2026-09-07").await;
    let refused = world.registry.cases().open_transfer(&registrar(DEAF), &asked).await;
    assert_eq!(codes(refused), ["disability"]);
    let papers = vec![Paper::Application, Paper::Other, Paper::Assessment];
    let proven = AskedTransfer { disability: Some(Disability::Hearing), papers, ..asked };
    moved(&world, [SCHOOL, DEAF], plain, &proven).await;
    assert_eq!(taught(&world, DEAF, plain).await[0], "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_11_what_is_barred_in_principle_goes_on_with_the_reason_of_who_decides() {
    let world = long_world().await;
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::SuspensionBarred, "leaving-1".to_owned())].into(),
        scopes: [(RuleKey::SuspensionBarred, Scope { stages: vec![Stage::Primary], in_principle: true })]
            .into(),
        valid_from: day("2026-09-08"),
        valid_until: Some(day("2026-09-07")),
        source: "苏教规〔2026〕1号".into(),
        note: String::new(),
    };
    let early = world.registry.rules().propose_rules(&registrar("320000"), &draft).await;
    assert_eq!(codes(early), ["valid_until"], "its last day before its first");
    let draft = registry::rules::DraftRules { valid_until: Some(day("2031-08-31")), ..draft };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let book = world.registry.rules().rule_book(&registrar("320000"), None).await.unwrap();
    assert_eq!(book.versions[0].valid_until, Some(day("2031-08-31")));
    let narrowed = book.versions[0].changes.iter().find(|one| one.key == RuleKey::SuspensionBarred).unwrap();
    assert_eq!(narrowed.new, "毕业年级第一学期（小学、原则上）");
    let (sixth, ninth) = (in_grade(&world, 6, 37, &[]).await, in_grade(&world, 9, 38, &[]).await);
    on(&world, 2026, 9, 9);
    let ill = |note: &str| {
        Payload::Suspension(Suspension {
            facts: facts("2026-09-09", &[Paper::Application, Paper::HospitalRecord], note),
            until: day("2027-03-09"),
            ground: SuspensionGround::Illness,
        })
    };
    changed(&world, LONG, ninth, &ill("")).await;
    let school = registrar(LONG);
    let bare = world.registry.cases().open_change(&school, sixth, &ill("")).await;
    assert_eq!(codes(bare), ["on", "note"]);
    let case = world.registry.cases().open_change(&school, sixth, &ill("须住院手术治疗")).await.unwrap();
    let told = world.registry.cases().case_view(&leader(LONG), case).await.unwrap().exceptions;
    assert!(told.len() == 1 && told[0].contains("苏教规〔2026〕1号"), "{told:?}");
    for actor in [leader(LONG), registrar(COUNTY), leader(COUNTY)] {
        let silent = world.registry.cases().decide_case(&actor, case, agree()).await;
        assert_eq!(codes(silent), ["reason_needed"]);
        let reason = "已核实住院材料，同意".to_owned();
        let passed = Command::Agree { reason, refused_fields: Default::default() };
        world.registry.cases().decide_case(&actor, case, passed).await.unwrap();
    }
    assert_eq!(view(&world, LONG, sixth).await.standing.label(), "休学");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_the_days_off_of_a_province_count_wherever_days_are_counted() {
    let world = World::in_memory().await;
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::DaysOff, "2026-09-10~2026-09-11".to_owned())].into(),
        valid_from: day("2026-09-08"),
        source: "苏教校历〔2026〕1号".into(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    on(&world, 2026, 9, 9);
    let (_, case) = world.enter(SCHOOL, info(39)).await;
    let line = world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line;
    assert_eq!(line.days_left, Some(10), "ten working days are ten, due on {:?}", line.due_on);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_the_school_that_follows_the_host_sees_who_learns_there() {
    let world = world_with_deaf_school().await;
    let other = Unit {
        id: code(OTHER_DEAF),
        name: "玄武第二聋人学校".into(),
        path: unit_path(OTHER_DEAF),
        ..world.registry.units().unit(&code(DEAF)).await.unwrap()
    };
    world.registry.units().add_units(&[other]).await.unwrap();
    let child = in_grade(&world, 6, 42, &[(Field::Disability, "听力残疾"), (Field::Inclusive, "2")]).await;
    changed(&world, LONG, child, &placement(Setting::SpecialSchool, DEAF, None)).await;
    assert_eq!(hosted(&world, DEAF).await, [child]);
    assert!(hosted(&world, OTHER_DEAF).await.is_empty());
    let merge = Change::Merge { into: code(OTHER_DEAF), placements: Vec::new() };
    world.done(&crate::schools::asked(DEAF, merge)).await;
    assert_eq!(hosted(&world, OTHER_DEAF).await, [child], "nobody disappears with the host");
    assert!(hosted(&world, SCHOOL).await.is_empty());
    let here = view(&world, LONG, child).await;
    assert!(!here.placement.is_empty(), "the record says so as before");
    settled(&world, LONG, child).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_years_of_a_suspension_before_going_abroad_are_no_schooling() {
    let world = long_world().await;
    let child = in_grade(&world, 3, 41, &[]).await;
    let ill = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord], ""),
        until: day("2027-08-31"),
        ground: SuspensionGround::Illness,
    });
    changed(&world, LONG, child, &ill).await;
    on(&world, 2027, 10, 11);
    let leaving = Payload::Abroad(Abroad {
        facts: facts("2027-10-11", &[Paper::Passport, Paper::ForeignSchool], ""),
        country: "SGP".into(),
    });
    changed(&world, LONG, child, &leaving).await;
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(3), "as it was left");
    on(&world, 2028, 9, 6);
    assert_eq!(view(&world, LONG, child).await.matching_grade, Some(4), "one year abroad");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_progression_barred_in_principle_goes_on_with_the_reason_of_who_decides() {
    let world = long_world().await;
    let long = world.registry.units().unit(&code(LONG)).await.unwrap();
    let four = Unit {
        id: code(FIVE_FOUR),
        name: "玄武五四制学校".into(),
        path: unit_path(FIVE_FOUR),
        school: long.school.clone().map(|school| School { system: SchoolSystem::FiveFour, ..school }),
        ..long
    };
    world.registry.units().add_units(&[four]).await.unwrap();
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::TransferGradeKept, "yes".to_owned())].into(),
        scopes: [(RuleKey::TransferGradeKept, Scope { stages: Vec::new(), in_principle: true })].into(),
        valid_from: day("2026-09-08"),
        source: "苏教规〔2026〕2号".into(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let child = in_grade(&world, 6, 43, &[]).await;
    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0003".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    on(&world, 2027, 7, 6);
    let name = view(&world, LONG, child).await.name;
    let number = world.registry.pupils().reveal(&registrar(LONG), child, None, "办理升学核对").await.unwrap();
    let open = async |note: &str| {
        let asked = AskedProgression {
            number: number.clone(),
            name: name.clone(),
            class_name: "1班".into(),
            grade: AskedGrade { grade: "6".into(), why: Some(GradeReason::Courses) },
            on: day("2027-09-01"),
            note: note.into(),
        };
        let by = registrar(FIVE_FOUR);
        world.registry.cases().open_progressions(&by, &[asked]).await.unwrap().remove(0)
    };
    let bare = open("").await.unwrap_err();
    assert_eq!(bare.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["grade", "note"]);
    let case = open("五四制学校的初中一年级即第六年").await.unwrap();
    let told = world.registry.cases().case_view(&leader(FIVE_FOUR), case).await.unwrap().exceptions;
    assert!(told.len() == 1 && told[0].contains("苏教规〔2026〕2号"), "{told:?}");
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        let by = actor(role, unit.as_str(), if role == Role::Leader { 2 } else { 1 });
        let silent = world.registry.cases().decide_case(&by, case, agree()).await;
        assert_eq!(codes(silent), ["reason_needed"]);
        let reason = "两校课程已核对，同意".to_owned();
        let passed = Command::Agree { reason, refused_fields: Default::default() };
        state = world.registry.cases().decide_case(&by, case, passed).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    assert_eq!(view(&world, FIVE_FOUR, child).await.grade, "初中一年级");
    settled(&world, FIVE_FOUR, child).await;
}
