//! 辍学 (第二十二条) through the services: a migrant worker's child who drops out, whom the county of household registration finds, and who
//! finishes elsewhere; what the end of a term makes owed by itself; what is found when a school keeps quiet.

use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::paper::piece;
use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::access::{Actor, Role};
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::dropout::DropOut;
use domain::case::readmission::{Away, Readmission};
use domain::case::transfer::TransferGround;
use domain::case::{CaseKind, CaseState, Command, Payload};
use domain::codes::{Destination, SchoolSystem, SchoolType};
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::letter::{LetterKind, LetterState};
use domain::org::{School, Unit, UnitKind};
use domain::paper::{Check, HandOverState};
use domain::violation::ViolationKind;
use registry::account::NewAccount;
use registry::case::AskedTransfer;
use registry::letter::{AskedReceipt, LetterBox};
use registry::paper::AskedSeal;
use registry::school::Custody;
use registry::violation::ViolationBox;

/// The county of household registration, in another province, with a school of its own.
pub(crate) const HOME: &str = "510106";
const HOME_SCHOOL: &str = "3451000009";

fn unit(id: &str, name: &str, kind: UnitKind, parent: &str) -> Unit {
    let school = (kind == UnitKind::School).then(|| School {
        school_type: SchoolType::TwelveYear,
        stages: SchoolType::TwelveYear.stages().to_vec(),
        system: SchoolSystem::SixThree,
        township: None,
    });
    Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: Some(code(parent)),
        path: unit_path(id),
        division: if id.len() == 6 { id.into() } else { HOME.into() },
        school,
    }
}

pub(crate) async fn two_provinces() -> World {
    let world = long_world().await;
    let away = [
        unit("510000", "四川省", UnitKind::Province, "000000"),
        unit("510100", "成都市", UnitKind::City, "510000"),
        unit(HOME, "金牛区", UnitKind::County, "510100"),
        unit(HOME_SCHOOL, "金牛十二年一贯制学校", UnitKind::School, HOME),
    ];
    world.registry.units().add_units(&away).await.unwrap();
    // The county gives its receipts here.
    let new = NewAccount {
        unit: code(HOME),
        role: Role::Registrar,
        login: "home.registrar".into(),
        name: "王小明".into(),
        identity: somebody(),
    };
    let accounts = world.registry.accounts();
    let id = accounts.create_account(&actor(Role::SystemAdmin, "510100", 33), &new).await.unwrap();
    accounts.confirm_account(&actor(Role::SecurityAdmin, "510100", 34), id).await.unwrap();
    world
}

pub(crate) fn on(world: &World, year: i32, month: u32, day: u32) {
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
}

pub(crate) fn facts(on: &str, papers: &[Paper]) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: "按实际情况补录".into() }
}

fn drop_out() -> Payload {
    Payload::DropOut(DropOut { facts: facts("2026-09-07", &[Paper::FollowUpRecord]) })
}

async fn migrant(world: &World, seed: u64) -> PersonId {
    in_grade(world, 8, seed, &[(Field::Migrant, "1"), (Field::HukouPlace, "510106000000")]).await
}

/// Absent since 7 September, and spoken to once.
async fn absent(world: &World, person: PersonId) {
    let school = registrar(LONG);
    world.registry.absences().note_absence(&school, person, day("2026-09-07")).await.unwrap();
    world
        .registry
        .absences()
        .follow_up(&school, person, day("2026-09-07"), "家访", "家长称已返乡")
        .await
        .unwrap();
}

/// Everybody whose turn it is agrees.
pub(crate) async fn all_agree(world: &World, case: CaseId) {
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        let n = if role == Role::Leader { 2 } else { 1 };
        state =
            world.registry.cases().decide_case(&actor(role, unit.as_str(), n), case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
}

/// A child who has dropped out by the word of the county.
pub(crate) async fn dropped_out(world: &World, seed: u64) -> PersonId {
    on(world, 2026, 9, 7);
    let person = migrant(world, seed).await;
    absent(world, person).await;
    on(world, 2026, 10, 15);
    let case = world.registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    all_agree(world, case).await;
    person
}

pub(crate) async fn letters_of(
    world: &World,
    actor: &Actor,
    kind: LetterKind,
) -> Vec<contract::letter::LetterLine> {
    let page = world.registry.letters().list_letters(actor, LetterBox::Outbox, None).await.unwrap();
    page.rows.into_iter().filter(|line| line.kind == kind).collect()
}

pub(crate) async fn is_whole(world: &World) {
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert_eq!(world.registry.schools().verify_custody().await.unwrap(), Vec::new());
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert!(world.registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

fn transfer_home(number: String, name: String) -> AskedTransfer {
    AskedTransfer {
        number,
        name,
        on: day("2027-03-01"),
        ground: TransferGround::Return,
        class_name: "2班".into(),
        grade: Default::default(),
        disability: None,
        papers: vec![Paper::Application, Paper::HouseholdRegister],
        note: "户籍地劝返后入学".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_migrant_child_who_drops_out_is_found_by_the_household_county_and_finishes_elsewhere() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let (school, county, home, taker) =
        (registrar(LONG), registrar(COUNTY), registrar(HOME), registrar(HOME_SCHOOL));
    let person = migrant(&world, 2).await;
    registry.papers().keep_dossier(&school, person, piece("户籍证明", 3)).await.unwrap();
    absent(&world, person).await;

    // The report is due from the drop-out itself: thirty days of absence, not the county's approval.
    on(&world, 2026, 10, 15);
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let reports = letters_of(&world, &school, LetterKind::DropOutReport).await;
    assert_eq!(reports.len(), 1);
    assert_eq!((reports[0].owed_on, reports[0].state), (day("2026-10-07"), LetterState::Owed));
    all_agree(&world, case).await;
    assert_eq!(letters_of(&world, &school, LetterKind::DropOutReport).await.len(), 1, "nothing twice");

    // Nobody presses a button: shortly before the term ends the hand-over is on the desk.
    on(&world, 2027, 1, 5);
    registry.watch().look_round().await.unwrap();
    assert!(letters_of(&world, &county, LetterKind::HukouHandOver).await.is_empty());
    on(&world, 2027, 1, 20);
    registry.watch().look_round().await.unwrap();
    let owed = letters_of(&world, &county, LetterKind::HukouHandOver).await;
    assert_eq!(owed.len(), 1);
    let letter = owed[0].id;
    assert!(owed[0].due_on.unwrap() > day("2027-01-31"));
    assert_eq!(codes(registry.letters().draft_letter(&county, letter, None, "").await), ["pieces"]);
    registry.letters().draft_letter(&county, letter, Some(1), "户籍证明").await.unwrap();
    assert_eq!(codes(registry.letters().sign_letter(&leader(COUNTY), letter).await), ["term"]);
    on(&world, 2027, 2, 1);
    registry.watch().look_round().await.unwrap();
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await.len(), 1, "nothing twice");
    registry.letters().sign_letter(&leader(COUNTY), letter).await.unwrap();
    let listed = registry.papers().keep_dossier(&school, person, piece("后补", 1)).await;
    assert!(listed.is_err(), "what is handed over is not changed any more");

    // Before its receipt the household county knows nothing of the child.
    assert!(is_not_found(&registry.pupils().pupil(&home, person).await));
    assert!(registry.watch().children_followed(&home).await.unwrap().is_empty());
    let receipt = AskedReceipt {
        received_by: String::new(),
        on: day("2027-02-01"),
        pieces: Some(1),
        note: String::new(),
    };
    registry.letters().receive_letter(&home, letter, &receipt).await.unwrap();

    // It has the archive, the papers, the custody; it sees the child and follows it. The school keeps the record.
    let seen = registry.pupils().pupil(&home, person).await.unwrap();
    assert_eq!(seen.standing.label(), "流失（辍学）");
    assert!(seen.may_follow_up && !seen.may_note_absence && seen.may_change.is_empty());
    assert_eq!(seen.absence.as_ref().unwrap().follow_ups.len(), 1, "what the school did is told");
    assert_eq!(registry.letters().letter_view(&home, letter).await.unwrap().pupil, Some(person));
    registry.archives().archive(&home, person).await.unwrap();
    let custody = registry.schools().custody_of(&home, person).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(HOME), Custody::Entrusted));
    assert_eq!(registry.papers().dossier(&home, person).await.unwrap().pieces.len(), 1);
    let followed = registry.watch().children_followed(&home).await.unwrap();
    assert_eq!(followed.iter().map(|one| (one.id, one.follow_ups)).collect::<Vec<_>>(), [(person, 1)]);
    for stranger in [
        registrar("510107"),
        taker.clone(),
        registrar("510100"),
        guardian(PersonId::new(uuid::Uuid::from_u128(5))),
    ] {
        assert!(is_not_found(&registry.pupils().pupil(&stranger, person).await), "{}", stranger.name);
    }
    assert!(registry.pupils().pupil(&school, person).await.is_ok(), "在义务教育年限内为其保留学籍");
    let absences = registry.absences();
    assert_eq!(
        codes(absences.follow_up(&home, person, day("2027-02-01"), "", "已找到学生").await),
        ["manner"]
    );
    assert!(is_not_found(
        &absences.follow_up(&leader(HOME), person, day("2027-02-01"), "家访", "已找到学生").await
    ));
    assert!(is_not_found(
        &absences.follow_up(&registrar("510107"), person, day("2027-02-01"), "家访", "已找到学生").await
    ));
    absences.follow_up(&home, person, day("2027-02-01"), "家访", "学生在家，愿意就近入学").await.unwrap();
    is_whole(&world).await;

    // A school there takes the child in, whatever time of the year it is.
    on(&world, 2027, 3, 1);
    let number = registry.pupils().reveal(&home, person, None, "办理转入核对").await.unwrap();
    let asked = transfer_home(number, seen.name.clone());
    assert_eq!(
        codes(
            registry
                .cases()
                .open_transfer(&taker, &AskedTransfer { papers: Vec::new(), ..asked.clone() })
                .await
        ),
        ["papers", "papers"]
    );
    assert_eq!(
        codes(registry.cases().open_transfer(&school, &asked).await),
        ["number"],
        "there it is 辍学返校"
    );
    let case = registry.cases().open_transfer(&taker, &asked).await.unwrap();
    all_agree(&world, case).await;
    let here = registry.pupils().pupil(&taker, person).await.unwrap();
    assert_eq!((here.standing.label(), here.grade.as_str()), ("在读", "初中二年级"));
    assert!(here.absence.is_none() && here.followed.is_none() && here.chain_holds);
    assert!(registry.watch().children_followed(&home).await.unwrap().is_empty());
    let custody = registry.schools().custody_of(&taker, person).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(HOME_SCHOOL), Custody::InCharge));

    // Who has the papers owes them: the county, not the school that gave them away.
    assert!(letters_of(&world, &school, LetterKind::ArchiveHandOver).await.is_empty());
    let owed = letters_of(&world, &home, LetterKind::ArchiveHandOver).await;
    assert_eq!(owed.len(), 1);
    let letter = owed[0].id;
    registry.papers().list_hand_over(&home, letter).await.unwrap();
    registry.letters().sign_letter(&leader(HOME), letter).await.unwrap();
    let seal = AskedSeal { number: "封-001".into(), signatory: "李主任".into(), on: day("2027-03-01") };
    registry.papers().seal_hand_over(&leader(HOME), letter, &seal).await.unwrap();
    let found = [(1, Check::Received)].into();
    let state = registry.papers().receive_hand_over(&home, letter, found, "陈老师").await.unwrap();
    assert_eq!(state, HandOverState::Closed);
    assert_eq!(registry.papers().dossier(&taker, person).await.unwrap().pieces.len(), 1);

    // Grade nine, and the end of compulsory education.
    on(&world, 2027, 8, 11);
    registry.promotions().promote_all().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    on(&world, 2028, 6, 19);
    let graduation = Payload::Completion(Completion {
        facts: facts("2028-06-19", &[Paper::FinalRecords]),
        outcome: Outcome::Graduated,
        certificate: "2028初001".into(),
        destination: Some(Destination::SeniorMiddle),
    });
    let case = registry.cases().open_change(&taker, person, &graduation).await.unwrap();
    all_agree(&world, case).await;
    let done = registry.pupils().pupil(&taker, person).await.unwrap();
    assert_eq!((done.standing.label(), done.spells.len(), done.chain_holds), ("毕业", 2, true));
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_who_is_back_before_the_archive_has_gone_keeps_it_at_the_school() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = dropped_out(&world, 3).await;
    let (school, county) = (registrar(LONG), registrar(COUNTY));
    registry.papers().keep_dossier(&school, person, piece("户籍证明", 3)).await.unwrap();
    // A drop-out that was confirmed after the term had ended is still handed over.
    on(&world, 2027, 2, 10);
    registry.watch().look_round().await.unwrap();
    let letter = letters_of(&world, &county, LetterKind::HukouHandOver).await[0].id;
    registry.letters().draft_letter(&county, letter, Some(1), "").await.unwrap();
    registry.letters().sign_letter(&leader(COUNTY), letter).await.unwrap();
    let back = Payload::BackToSchool(Readmission {
        facts: facts("2027-02-10", &[Paper::Application]),
        from: Away::DroppedOut,
        grade: 8,
        class_name: "3班".into(),
        why: None,
    });
    let case = registry.cases().open_change(&school, person, &back).await.unwrap();
    all_agree(&world, case).await;
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await[0].state, LetterState::Cancelled);
    registry.papers().keep_dossier(&school, person, piece("返校申请", 1)).await.unwrap();
    assert_eq!(registry.papers().dossier(&school, person).await.unwrap().pieces.len(), 2);
    assert!(is_not_found(&registry.pupils().pupil(&registrar(HOME), person).await));
    registry.watch().look_round().await.unwrap();
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await.len(), 1, "not owed again");
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_drop_out_that_is_not_confirmed_is_not_reported() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = migrant(&world, 4).await;
    absent(&world, person).await;
    on(&world, 2026, 10, 15);
    let case = registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    let refuse = Command::Refuse { reason: "学生已在外校就读".into() };
    registry.cases().decide_case(&leader(LONG), case, refuse).await.unwrap();
    let reports = letters_of(&world, &registrar(LONG), LetterKind::DropOutReport).await;
    assert!(reports.iter().all(|line| line.state == LetterState::Cancelled), "{reports:?}");
    // Asked for again it is owed again, and once.
    registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    let reports = letters_of(&world, &registrar(LONG), LetterKind::DropOutReport).await;
    assert_eq!(reports.iter().filter(|line| line.state == LetterState::Owed).count(), 1);
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_drop_out_that_a_school_keeps_quiet_about_is_found_from_the_absence() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let (quiet, honest) = (migrant(&world, 5).await, migrant(&world, 6).await);
    let senior = in_grade(&world, 11, 7, &[]).await;
    for person in [quiet, honest, senior] {
        absent(&world, person).await;
    }
    on(&world, 2026, 10, 15);
    registry.cases().open_change(&registrar(LONG), honest, &drop_out()).await.unwrap();
    let found = async || {
        registry.violations().find_violations().await.unwrap();
        let county = registrar(COUNTY);
        let waiting =
            registry.violations().list_violations(&county, ViolationBox::Waiting, None, None).await.unwrap();
        let ids = waiting.rows.iter().filter(|line| line.kind == ViolationKind::DropoutNotReported);
        let mut facts = Vec::new();
        for line in ids {
            facts.push(registry.violations().violation_view(&county, line.id).await.unwrap().fact);
        }
        facts
    };
    assert!(found().await.is_empty(), "thirty days, and ten working days for the report");
    on(&world, 2026, 11, 10);
    let facts = found().await;
    assert_eq!(
        facts.len(),
        2,
        "the silence of the one school, and the report of the other that was not sent: {facts:?}"
    );
    assert!(facts.iter().any(|fact| fact.contains("1 名义务教育阶段学生")), "{facts:?}");
    assert_eq!(found().await.len(), 2, "each fact once");
    assert!(
        !registry
            .pupils()
            .pupil(&registrar(LONG), quiet)
            .await
            .unwrap()
            .may_change
            .contains(&CaseKind::Withdrawal)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_report_that_was_sent_stays_sent_and_only_the_others_are_owed_again() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let township = Unit {
        path: unit_path(COUNTY).child(&code("320102001")),
        division: COUNTY.into(),
        ..unit("320102001", "梅园街道", UnitKind::Township, COUNTY)
    };
    registry.units().add_units(&[township]).await.unwrap();
    let (school, head) = (registrar(LONG), leader(LONG));
    let person = migrant(&world, 8).await;
    absent(&world, person).await;
    on(&world, 2026, 10, 15);
    let reports = async || {
        let lines = letters_of(&world, &school, LetterKind::DropOutReport).await;
        let mut states: Vec<_> = lines.iter().map(|line| (line.state, line.id)).collect();
        states.sort();
        states
    };
    let states = |all: &[(LetterState, _)]| all.iter().map(|(state, _)| *state).collect::<Vec<_>>();
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let owed = reports().await;
    assert_eq!(states(&owed), [LetterState::Owed, LetterState::Owed], "township and county");
    let sent = owed[0].1;
    registry.letters().draft_letter(&school, sent, None, "多次家访，家长称已返乡").await.unwrap();
    registry.letters().sign_letter(&head, sent).await.unwrap();
    let refuse = Command::Refuse { reason: "学生已在外校就读".into() };
    registry.cases().decide_case(&head, case, refuse).await.unwrap();
    let after = reports().await;
    assert_eq!(after, [(LetterState::Signed, sent), (LetterState::Cancelled, owed[1].1)]);
    // Asked for again, who has the report is not told twice, and who has not is told.
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let again = reports().await;
    assert_eq!(states(&again), [LetterState::Owed, LetterState::Signed, LetterState::Cancelled]);
    all_agree(&world, case).await;
    assert_eq!(reports().await, again, "nothing twice");
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_a_drop_out_taken_in_for_the_new_year_is_not_promoted_besides() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = dropped_out(&world, 9).await;
    let (school, taker) = (registrar(LONG), registrar(HOME_SCHOOL));
    on(&world, 2027, 7, 6);
    let name = registry.pupils().pupil(&school, person).await.unwrap().name;
    let number = registry.pupils().reveal(&school, person, None, "办理转入核对").await.unwrap();
    let asked = AskedTransfer { on: day("2027-09-01"), ..transfer_home(number, name) };
    let case = registry.cases().open_transfer(&taker, &asked).await.unwrap();
    all_agree(&world, case).await;
    let grade = async || registry.pupils().pupil(&taker, person).await.unwrap().grade;
    for (year, wanted) in [(2027, "初中二年级"), (2028, "初中三年级")] {
        on(&world, year, 8, 11);
        registry.promotions().promote_all().await.unwrap();
        assert_eq!(grade().await, wanted, "{year}");
    }
    is_whole(&world).await;
}
