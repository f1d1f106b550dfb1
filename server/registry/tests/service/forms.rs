//! Forms of cases, letters, hand-overs and school changes on paper (第九条, 第十四条, 第十五条, 第十八条, 第十九条, 第二十二条): who may print what.

use crate::support::corrections::events;
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::prints::{printed, words};
use crate::support::*;
use contract::printout::Checked;
use domain::access::{Actor, ActorUnit, Role};
use domain::archive::Category;
use domain::calendar::term;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::dropout::DropOut;
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::id::{CaseId, LetterId, PersonId};
use domain::journal::Event;
use domain::org::{School, Unit, UnitKind};
use domain::paper::{AskedPiece, DossierCommand, PieceForm};
use domain::print::{PrintKind, Style};
use domain::school::{Change, State};
use registry::case::AskedTransfer;
use registry::letter::LetterBox;
use registry::printout::AskedPrint;
use registry::school::Asked;

fn facts(on: &str, papers: &[Paper]) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: "按实际日期补录".into() }
}

async fn open_transfer(world: &World, person: PersonId, from: &Actor, to: &Actor) -> CaseId {
    let registry = &world.registry;
    let asked = AskedTransfer {
        disability: None,
        number: registry.pupils().reveal(from, person, None, "办理转学核对").await.unwrap(),
        name: registry.pupils().pupil(from, person).await.unwrap().name,
        on: world.clock.today(),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    registry.cases().open_transfer(to, &asked).await.unwrap()
}

/// Everybody agrees, whoever it is.
async fn agreed(world: &World, case: CaseId, act: impl Fn(Role, &str) -> Actor) {
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        world.registry.cases().decide_case(&act(role, unit.as_str()), case, agree()).await.unwrap();
    }
}

fn of(role: Role, unit: &str) -> Actor {
    actor(role, unit, if role == Role::Leader { 2 } else { 1 })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_both_schools_print_the_application_and_the_receiving_one_the_letter() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let (from, to) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    let full = registry.pupils().reveal(&from, person, None, "核对打印内容").await.unwrap();
    let blank = AskedPrint::Pupil { kind: PrintKind::TransferApplication, person, reason: String::new() };
    let sheet = printed(&world, &from, &blank).await;
    assert!(sheet.document.groups[1].facts.contains(&("转入学校".into(), String::new())), "to be written in");
    assert!(is_not_found(&registry.prints().print_form(&to, &blank).await));

    let case = open_transfer(&world, person, &from, &to).await;
    registry.cases().decide_case(&leader(OTHER_SCHOOL), case, agree()).await.unwrap();
    let application = AskedPrint::Case { kind: PrintKind::TransferApplication, case };
    let letter = AskedPrint::Case { kind: PrintKind::TransferLetter, case };
    for school in [&from, &to] {
        let sheet = printed(&world, school, &application).await;
        let text = words(&sheet);
        assert!(text.contains("第二小学") && text.contains("家庭住址变动") && !text.contains(&full));
        assert!(text.contains("同意"), "what was decided stands in its box");
        assert_eq!(sheet.person, Some(person));
    }
    let sheet = printed(&world, &to, &letter).await;
    assert_eq!((sheet.document.style, sheet.document.addressee.as_str()), (Style::Letter, "第一小学"));
    assert!(sheet.document.slip.is_some(), "回执");
    assert!(
        is_not_found(&registry.prints().print_form(&from, &letter).await),
        "it is the other school's to write"
    );
    assert!(
        registry.prints().can_print(&to, &letter).await && !registry.prints().can_print(&from, &letter).await
    );
    for other in [registrar(COUNTY), leader(SCHOOL), guardian(person)] {
        assert!(registry.prints().print_form(&other, &application).await.is_err(), "{}", other.name);
    }
    let suspension = AskedPrint::Case { kind: PrintKind::SuspensionApplication, case };
    assert!(is_not_found(&registry.prints().print_form(&from, &suspension).await), "not of this case");
    let told = events(&registry.pupils().pupil(&from, person).await.unwrap());
    assert_eq!(told.iter().filter(|event| **event == Event::Printed).count(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_applications_for_suspension_and_return_are_printed_when_they_can_be_asked_for() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let person = world.pupil(SCHOOL, 1).await;
    let blank = |kind| AskedPrint::Pupil { kind, person, reason: String::new() };
    printed(&world, &by, &blank(PrintKind::SuspensionApplication)).await;
    assert_eq!(
        codes(registry.prints().print_form(&by, &blank(PrintKind::ResumptionApplication)).await),
        ["status"]
    );
    let payload = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord]),
        until: day("2027-06-30"),
        ground: SuspensionGround::Illness,
    });
    let case = registry.cases().open_change(&by, person, &payload).await.unwrap();
    let asked = AskedPrint::Case { kind: PrintKind::SuspensionApplication, case };
    let sheet = printed(&world, &by, &asked).await;
    assert!(words(&sheet).contains("2027年6月30日"));
    assert!(is_not_found(&registry.prints().print_form(&registrar(OTHER_SCHOOL), &asked).await));
    assert!(registry.prints().print_form(&registrar(COUNTY), &asked).await.is_err());
    world.approve(SCHOOL, case).await;
    assert_eq!(
        codes(registry.prints().print_form(&by, &blank(PrintKind::SuspensionApplication)).await),
        ["status"]
    );
    let sheet = printed(&world, &by, &blank(PrintKind::ResumptionApplication)).await;
    assert!(words(&sheet).contains("2027年6月30日"), "the suspension that lasts");
    let payload = Payload::Resumption(Resumption {
        facts: facts("2026-09-07", &[Paper::Application]),
        next_grade: false,
        class_name: "9班".into(),
        why: None,
    });
    let case = registry.cases().open_change(&by, person, &payload).await.unwrap();
    let sheet =
        printed(&world, &by, &AskedPrint::Case { kind: PrintKind::ResumptionApplication, case }).await;
    assert!(words(&sheet).contains("原年级9班"));
}

async fn only_letter(world: &World, actor: &Actor) -> LetterId {
    let page = world.registry.letters().list_letters(actor, LetterBox::Outbox, None).await.unwrap();
    page.rows[0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_the_list_of_a_hand_over_is_printed_with_the_slip_for_the_bag() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (from, to) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    world.account(Role::Registrar, OTHER_SCHOOL, "other.registrar").await;
    let person = world.pupil(SCHOOL, 1).await;
    for (title, pages) in [("学籍登记表", 2), ("户口簿复印件", 3)] {
        let piece = AskedPiece {
            title: title.into(),
            category: Category::Proofs,
            pages,
            form: PieceForm::Original,
            dated: None,
            source: String::new(),
        };
        registry.papers().keep_dossier(&from, person, DossierCommand::Add(piece)).await.unwrap();
    }
    let case = open_transfer(&world, person, &from, &to).await;
    agreed(&world, case, of).await;
    let letter = only_letter(&world, &from).await;
    let asked = AskedPrint::Letter { letter };
    assert_eq!(codes(registry.prints().print_form(&from, &asked).await), ["not_listed"]);
    registry.papers().list_hand_over(&from, letter).await.unwrap();
    let sheet = printed(&world, &from, &asked).await;
    assert_eq!(
        (sheet.line.kind, sheet.document.list.as_ref().unwrap().rows.len()),
        (PrintKind::ArchiveHandOver, 2)
    );
    let slip = sheet.document.slip.as_ref().unwrap();
    assert!(slip.symbol && slip.facts.contains(&("件数".into(), "2 件，共 5 页".into())));
    assert!(is_not_found(&registry.prints().print_form(&to, &asked).await), "not before it is sent");
    assert!(is_not_found(&registry.prints().print_form(&registrar(COUNTY), &asked).await));
    let Checked::Genuine(told) = registry.prints().check_print(&sheet.code, "10.0.0.1").await.unwrap() else {
        panic!("not genuine");
    };
    assert!(told.facts.contains(&("接收单位".into(), "第二小学".into())));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_the_report_of_a_drop_out_is_printed_once_it_is_signed() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let person = in_grade(&world, 8, 2, &[]).await;
    registry.absences().note_absence(&by, person, day("2026-09-07")).await.unwrap();
    world.wait(chrono::Duration::days(8));
    registry.absences().follow_up(&by, person, day("2026-09-14"), "家访", "家长称学生在外地").await.unwrap();
    world.wait(chrono::Duration::days(30));
    let payload = Payload::DropOut(DropOut { facts: facts("2026-09-07", &[Paper::FollowUpRecord]) });
    let case = registry.cases().open_change(&by, person, &payload).await.unwrap();
    world.approve(LONG, case).await;
    let letter = only_letter(&world, &by).await;
    let asked = AskedPrint::Letter { letter };
    assert_eq!(codes(registry.prints().print_form(&by, &asked).await), ["not_signed"]);
    registry.letters().draft_letter(&by, letter, None, "九月起未到校，三次家访均未返校。").await.unwrap();
    registry.letters().sign_letter(&leader(LONG), letter).await.unwrap();
    let sheet = printed(&world, &by, &asked).await;
    assert!(words(&sheet).contains("三次家访") && words(&sheet).contains("特此报告"));
    assert_eq!((sheet.line.kind, sheet.person), (PrintKind::DropOutReport, Some(person)));
    let county = printed(&world, &registrar(COUNTY), &asked).await;
    assert_ne!(county.line.number, sheet.line.number, "the receiver prints its own");
    assert!(is_not_found(&registry.prints().print_form(&registrar(SCHOOL), &asked).await));
}

/// A school of the city that stands in the county.
const DIRECT: &str = "2132000003";

fn at(role: Role, unit: &str) -> Actor {
    let person = of(role, unit);
    if unit != DIRECT {
        return person;
    }
    let path = unit_path("320100").child(&code(DIRECT));
    Actor { unit: person.unit.clone().map(|own| ActorUnit { path, ..own }), ..person }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_the_notice_of_a_term_is_printed_with_its_list() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let school = Unit {
        id: code(DIRECT),
        name: "市直小学".into(),
        kind: UnitKind::School,
        parent: Some(code("320100")),
        path: unit_path("320100").child(&code(DIRECT)),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    registry.units().add_units(&[school]).await.unwrap();
    let direct = at(Role::Registrar, DIRECT);
    for seed in [1, 2] {
        let person = world.pupil(SCHOOL, seed).await;
        let case = open_transfer(&world, person, &registrar(SCHOOL), &direct).await;
        agreed(&world, case, at).await;
    }
    let letter = registry.letters().draft_term_notice(&direct, term(day("2026-09-07"))).await.unwrap();
    registry.letters().sign_letter(&at(Role::Leader, DIRECT), letter).await.unwrap();
    let sheet = printed(&world, &direct, &AskedPrint::Letter { letter }).await;
    assert_eq!((sheet.line.kind, sheet.person), (PrintKind::TermNotice, None));
    assert_eq!(sheet.document.list.as_ref().unwrap().rows.len(), 2);
    assert!(words(&sheet).contains("特此告知"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_the_list_of_a_merger_is_printed_by_authority_and_receiving_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    for seed in [1, 2, 3] {
        world.pupil(SCHOOL, seed).await;
    }
    let change = Change::Merge { into: code(OTHER_SCHOOL), placements: Vec::new() };
    let asked = Asked { school: Some(code(SCHOOL)), change, act: "玄教〔2026〕12号".into() };
    let id = registry.schools().propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
    let print = AskedPrint::SchoolArchives { change: id };
    assert_eq!(codes(registry.prints().print_form(&registrar(COUNTY), &print).await), ["state"]);
    registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);
    for by in [registrar(COUNTY), registrar(OTHER_SCHOOL)] {
        let sheet = printed(&world, &by, &print).await;
        assert_eq!(sheet.document.list.as_ref().unwrap().rows.len(), 3);
        assert!(words(&sheet).contains("玄教〔2026〕12号"));
    }
    for stranger in [registrar(LONG), leader(COUNTY), registrar("320100")] {
        assert!(registry.prints().print_form(&stranger, &print).await.is_err());
    }
}
