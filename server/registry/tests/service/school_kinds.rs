//! A school that becomes another kind (第九条; 学校标识码的规定): stages that are added or end, years counted anew, classes that would be
//! without a stage.

use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::schools::{asked, reclass};
use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::{CaseState, Payload};
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::form::Field;
use domain::journal::Event;
use domain::org::{School, Unit};
use domain::school::{Change, Placement, Profile};

fn convert(name: &str, to: Profile, placements: Vec<Placement>) -> Change {
    Change::Convert { name: name.into(), to, placements }
}

fn usual(kind: SchoolType) -> Profile {
    Profile::usual(kind, SchoolSystem::SixThree)
}

fn profile_of(unit: &domain::org::Unit) -> Profile {
    Profile::of(unit.school.as_ref().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_teaching_point_becomes_a_primary_school_and_keeps_code_and_classes() {
    let world = World::in_memory().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    // Something is open: nobody is without a stage by this, so it does not stand in the way.
    let (_, case) = world.enter(SCHOOL, info_with(2, &[(Field::ClassName, "2班")])).await;
    let point = convert("第一小学教学点", usual(SchoolType::TeachingPoint), Vec::new());
    world.done(&asked(SCHOOL, point)).await;
    let unit = world.registry.units().unit(&code(SCHOOL)).await.unwrap();
    assert_eq!((unit.name.as_str(), profile_of(&unit)), ("第一小学教学点", usual(SchoolType::TeachingPoint)));
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap();
    assert_eq!(view.school, "第一小学教学点");
    let same = convert("第一小学教学点", usual(SchoolType::TeachingPoint), Vec::new());
    assert_eq!(codes(world.propose(&asked(SCHOOL, same)).await), ["school_type"], "nothing would change");
    world.approve(SCHOOL, case).await;
    world.done(&asked(SCHOOL, convert("第一小学", usual(SchoolType::Primary), Vec::new()))).await;
    let life = world.registry.schools().school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!((life.closed_on, life.names.len(), life.events.len()), (None, 2, 2));
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_stage_ends_when_its_classes_have_another_school() {
    let world = long_world().await;
    let (senior, first) = (in_grade(&world, 11, 1, &[]).await, in_grade(&world, 1, 2, &[]).await);
    // 十二年一贯制 to 完全中学: the primary stage ends, and a class of it is named that would be without one.
    let bare = convert("玄武中学", usual(SchoolType::CompleteMiddle), Vec::new());
    let preview = world
        .registry
        .schools()
        .preview_school_change(&registrar(COUNTY), &asked(LONG, bare.clone()))
        .await
        .unwrap();
    let told: Vec<&str> = preview.refusals.iter().map(|one| one.what.as_str()).collect();
    assert!(told.len() == 1 && told[0].contains("小学一年级") && told[0].contains("1名学生"), "{told:?}");
    assert_eq!(
        preview.classes.iter().map(|one| (one.grade, one.stays)).collect::<Vec<_>>(),
        [(1, false), (11, true)]
    );
    assert_eq!(codes(world.propose(&asked(LONG, bare)).await), ["school_type"]);
    let class = |grade: u8| {
        preview.classes.iter().find(|one| one.grade == grade).map(|one| one.class_name.clone()).unwrap()
    };
    let to =
        |grade: u8| Placement { grade, class_name: class(grade), to: code(SCHOOL), new_class: "7班".into() };
    // A class that can stay is not sent away by it.
    let both = convert("玄武中学", usual(SchoolType::CompleteMiddle), vec![to(1), to(11)]);
    assert_eq!(codes(world.propose(&asked(LONG, both)).await), ["placements", "to"]);
    let id =
        world.done(&asked(LONG, convert("玄武中学", usual(SchoolType::CompleteMiddle), vec![to(1)]))).await;
    let view = world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap();
    assert_eq!((view.moved, view.list_hash.len()), (1, 64));
    let moved = world.registry.pupils().pupil(&registrar(SCHOOL), first).await.unwrap();
    assert!(moved.school == "第一小学" && moved.chain_holds, "{}", moved.school);
    assert_eq!(moved.timeline[0].event, Event::CustodyMoved);
    world.registry.schools().receipt_archives(&registrar(SCHOOL), id).await.unwrap();
    let stayed = world.registry.pupils().pupil(&registrar(LONG), senior).await.unwrap();
    assert_eq!(stayed.school, "玄武中学");
    // 完全中学 to 初级中学 is another class: a new code, which the senior stage would not survive.
    assert_eq!(
        codes(world.propose(&asked(LONG, reclass("玄武初级中学", SchoolType::JuniorMiddle))).await),
        ["school_type"]
    );
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_the_years_are_counted_anew_and_nobody_is_left_without_a_stage() {
    let world = long_world().await;
    let sixth = in_grade(&world, 6, 1, &[]).await;
    let five_four = Profile::usual(SchoolType::TwelveYear, SchoolSystem::FiveFour);
    world.done(&asked(LONG, convert("玄武十二年一贯制学校", five_four, Vec::new()))).await;
    let view = world.registry.pupils().pupil(&registrar(LONG), sixth).await.unwrap();
    assert_eq!(view.grade, "初中一年级");
    assert_eq!(view.timeline[0].event, Event::InfoChanged, "the month in which the stage was entered");
    assert!(view.chain_holds);
    // A primary school of five years has no sixth grade: the class is named.
    let small = World::in_memory().await;
    let five = Profile::usual(SchoolType::Primary, SchoolSystem::FiveFour);
    let (_, case) = small.enter(SCHOOL, info(3)).await;
    let asked_five = asked(SCHOOL, convert("第一小学", five, Vec::new()));
    assert_eq!(
        codes(small.propose(&asked_five).await),
        ["blocked", "blocked"],
        "an open case counts its grades"
    );
    small.approve(SCHOOL, case).await;
    small.registry.outbox().drain_outbox().await.unwrap();
    small.done(&asked_five).await;
    world.is_whole().await;
    small.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_what_a_school_never_becomes_is_refused_by_name() {
    let world = World::in_memory().await;
    for kind in [SchoolType::BlindSchool, SchoolType::ReformSchool, SchoolType::AttachedJunior] {
        let outcome = world.propose(&asked(SCHOOL, reclass("玄武学校", kind))).await;
        assert_eq!(codes(outcome), ["school_type"], "{}", kind.label());
    }
    // Another class by the act that keeps the code, and stages that the kind does not have.
    let nine = convert("玄武学校", usual(SchoolType::NineYear), Vec::new());
    assert_eq!(codes(world.propose(&asked(SCHOOL, nine)).await), ["school_type"]);
    let odd = Profile { stages: vec![Stage::Primary, Stage::Junior], ..usual(SchoolType::Primary) };
    assert_eq!(
        codes(world.propose(&asked(SCHOOL, convert("第一小学", odd, Vec::new()))).await),
        ["school_type"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_2_a_special_school_gets_a_senior_stage() {
    let world = World::in_memory().await;
    let mut special = world.registry.units().unit(&code(SCHOOL)).await.unwrap();
    special.id = code("5132000001");
    special.path = unit_path("5132000001");
    special.name = "玄武盲人学校".into();
    let school = special.school.as_mut().unwrap();
    school.school_type = SchoolType::BlindSchool;
    school.stages = SchoolType::BlindSchool.stages().to_vec();
    world.registry.units().add_units(&[special]).await.unwrap();
    let to = Profile { stages: Stage::ALL.to_vec(), ..usual(SchoolType::BlindSchool) };
    world.done(&asked("5132000001", convert("玄武盲人学校", to.clone(), Vec::new()))).await;
    let unit = world.registry.units().unit(&code("5132000001")).await.unwrap();
    assert_eq!(profile_of(&unit), to);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_merger_into_a_school_of_another_system_counts_who_is_there_and_leaves_graduates() {
    const FIVE_FOUR: &str = "3432000008";
    let world = long_world().await;
    let registry = &world.registry;
    let long = registry.units().unit(&code(LONG)).await.unwrap();
    let four = Unit {
        id: code(FIVE_FOUR),
        name: "玄武五四制学校".into(),
        path: unit_path(FIVE_FOUR),
        school: long.school.clone().map(|school| School { system: SchoolSystem::FiveFour, ..school }),
        ..long
    };
    registry.units().add_units(&[four]).await.unwrap();
    let (sixth, graduate) = (in_grade(&world, 6, 1, &[]).await, in_grade(&world, 6, 2, &[]).await);
    world.clock.set(Utc.with_ymd_and_hms(2027, 6, 21, 2, 0, 0).unwrap());
    let done = Payload::Completion(Completion {
        facts: Facts { on: day("2027-06-21"), papers: vec![Paper::FinalRecords], note: String::new() },
        outcome: Outcome::Graduated,
        certificate: "2027小0001".into(),
        destination: None,
    });
    let case = registry.cases().open_change(&registrar(LONG), graduate, &done).await.unwrap();
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    registry.outbox().drain_outbox().await.unwrap();
    let entered = async |school: &str, person| {
        let (by, field) = (registrar(school), Some(Field::EntryMonth));
        registry.pupils().reveal(&by, person, field, "核对入学年月").await.unwrap()
    };
    let before = [entered(LONG, sixth).await, entered(LONG, graduate).await];
    world.done(&asked(LONG, Change::Merge { into: code(FIVE_FOUR), placements: Vec::new() })).await;

    let view = async |person| registry.pupils().pupil(&registrar(FIVE_FOUR), person).await.unwrap();
    let there = view(sixth).await;
    assert_eq!((there.school.as_str(), there.grade.as_str()), ("玄武五四制学校", "初中一年级"));
    assert_eq!(entered(FIVE_FOUR, sixth).await, "202609");
    assert_ne!(before[0], "202609");
    assert_eq!(there.timeline[0].event, Event::CustodyMoved);
    assert_eq!(there.timeline[1].event, Event::InfoChanged, "the month in which the stage was entered");
    let left = view(graduate).await;
    assert_eq!((left.school.as_str(), left.grade.as_str()), ("玄武五四制学校", "小学六年级"));
    assert_eq!(
        entered(FIVE_FOUR, graduate).await,
        before[1],
        "the stage that was finished stays what it was"
    );
    assert!(left.timeline.iter().all(|line| line.event != Event::InfoChanged));
    assert!(there.chain_holds && left.chain_holds);
    world.is_whole().await;
}
