//! Every role × every item × every view (第二十五条): no view shows a value whole that the table of what is shown
//! ([`domain::access::Reader`]) does not give to who looks.

use crate::support::corrections::ADDRESS;
use crate::support::*;
use domain::access::{Actor, Ground, Mask, Reader, Role, Shown};
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::form::{BasicInfo, Field, FieldKind};
use domain::id::{CaseId, PersonId};
use domain::print::PrintKind;
use domain::privacy::Consent;
use domain::problem::ProblemKind;
use registry::case::AskedTransfer;
use registry::printout::AskedPrint;
use registry::problem::ProblemBox;

/// Items whose value the text has though the reader may not see it whole. Words of one or two letters prove nothing.
fn leaks(text: &str, info: &BasicInfo, reader: Reader) -> Vec<&'static str> {
    let telling = |field: &&Field| match field.kind() {
        FieldKind::Name | FieldKind::NativeName => true,
        _ => info.value(**field).chars().count() >= 6,
    };
    let hidden = Field::ALL.iter().filter(|field| reader.shown(**field) != Shown::Whole);
    let filled = hidden.filter(|field| info.get(**field).is_some()).filter(telling);
    filled.filter(|field| text.contains(info.value(**field))).map(|field| field.label()).collect()
}

fn looking(role: Role, mask: Mask) -> Reader {
    Reader { role, ground: Ground::Look(mask), consent: Consent::Given }
}

/// Who reaches a child of the school, and under which mask.
fn readers(child: PersonId) -> Vec<(Actor, Mask)> {
    vec![
        (registrar(SCHOOL), Mask::Working),
        (leader(SCHOOL), Mask::Working),
        (registrar(COUNTY), Mask::Working),
        (leader(COUNTY), Mask::Working),
        (registrar("320100"), Mask::Masked),
        (leader("320000"), Mask::Masked),
        (guardian(child), Mask::Masked),
    ]
}

fn strangers() -> Vec<Actor> {
    let mut all: Vec<Actor> = [Role::Official, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]
        .into_iter()
        .map(|role| actor(role, COUNTY, 7))
        .collect();
    all.extend([registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL)]);
    all
}

fn rich() -> BasicInfo {
    info_with(1, &[(Field::Member1Workplace, "玄武湖第三小学"), (Field::Email, "xiaoming@example.cn")])
}

/// A pupil with this information, approved, and the case that brought the entry.
async fn on_roll(world: &World, info: &BasicInfo) -> (PersonId, CaseId) {
    let (person, entered) = world.enter(SCHOOL, info.clone()).await;
    world.approve(SCHOOL, entered).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    (person, entered)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_no_view_of_a_pupil_shows_more_than_the_table_gives() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let info = rich();
    let (person, entered) = on_roll(&world, &info).await;
    let corrected = world.ask(&guardian(person), person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    world.correct(SCHOOL, corrected).await;
    let mut read = 0;
    for (who, mask) in readers(person) {
        let reader = looking(who.role, mask);
        let mut views =
            vec![("record", format!("{:?}", registry.pupils().pupil(&who, person).await.unwrap()))];
        for case in [entered, corrected] {
            let mut view = registry.cases().case_view(&who, case).await.unwrap();
            if who.role == Role::Guardian {
                // What the decision changed of the own child is read in full, and nothing beside it.
                assert!(view.changes.iter().all(|change| change.field == Field::CurrentAddress));
                view.changes.clear();
            }
            views.push(("case", format!("{view:?}")));
        }
        if who.role != Role::Guardian {
            views
                .push(("archive", format!("{:?}", registry.archives().archive(&who, person).await.unwrap())));
        }
        if let Ok(view) = registry.privacy().consent_view(&who, person).await {
            views.push(("consent", format!("{view:?}")));
        }
        for (view, text) in views {
            let leaks = leaks(&text, &info, reader);
            assert!(leaks.is_empty(), "{:?} under {mask:?} reads {leaks:?} in the {view}: {text}", who.role);
            read += 1;
        }
    }
    assert!(read >= 29, "{read} views");
    for who in strangers() {
        assert!(registry.pupils().pupil(&who, person).await.is_err(), "{:?}", who.role);
        assert!(registry.archives().archive(&who, person).await.is_err());
        assert!(registry.privacy().consent_view(&who, person).await.is_err());
        for case in [entered, corrected] {
            assert!(registry.cases().case_view(&who, case).await.is_err(), "{:?}", who.role);
        }
    }
    // The test sees what is whole: the number is there for who asks for it with a reason, and in the form that prints it.
    let whole = registry
        .pupils()
        .reveal(&registrar(SCHOOL), person, Some(Field::IdNumber), "核对证件")
        .await
        .unwrap();
    assert_eq!(leaks(&whole, &info, looking(Role::Registrar, Mask::Working)), [Field::IdNumber.label()]);
    for (kind, ground) in
        [(PrintKind::RegisterCard, Ground::Look(Mask::Working)), (PrintKind::BasicForm, Ground::Sheet)]
    {
        let asked = AskedPrint::Pupil { kind, person, reason: "核对打印内容".into() };
        let id = registry.prints().print_form(&registrar(SCHOOL), &asked).await.unwrap();
        let text =
            format!("{:?}", registry.prints().print_view(&registrar(SCHOOL), id).await.unwrap().document);
        let reader = Reader { ground, ..looking(Role::Registrar, Mask::Working) };
        assert!(leaks(&text, &info, reader).is_empty(), "{kind:?}: {text}");
        let masked = leaks(&text, &info, looking(Role::Registrar, Mask::Working)).is_empty();
        assert_eq!(masked, kind == PrintKind::RegisterCard, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nor_does_the_copy_of_a_school_that_a_pupil_left() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let info = rich();
    let (person, _) = on_roll(&world, &info).await;
    let asked = AskedTransfer {
        disability: None,
        number: registry.pupils().reveal(&registrar(SCHOOL), person, None, "办理转学").await.unwrap(),
        name: info.name().to_owned(),
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    for who in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&who, case, agree()).await.unwrap();
    }
    for who in [registrar(SCHOOL), leader(SCHOOL)] {
        let copies = registry.cases().copies(&who, None).await.unwrap().rows;
        let text = format!("{:?}", registry.cases().copy(&who, copies[0].id).await.unwrap());
        assert!(text.contains(info.name()) && !text.contains("玄武湖第三小学"), "{text}");
        assert!(leaks(&text, &info, looking(who.role, Mask::Working)).is_empty(), "{text}");
        assert!(is_not_found(&registry.pupils().pupil(&who, person).await));
    }
    for who in strangers() {
        let copies = registry.cases().copies(&who, None).await;
        assert!(copies.is_err() || copies.unwrap().rows.is_empty(), "{:?}", who.role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nor_does_the_comparison_of_two_records() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let info = rich();
    let (one, _) = on_roll(&world, &info).await;
    let number = sibling_number(&raw(1)[&Field::IdNumber], 1);
    let other = registry::person::NewPupil {
        duplicate_note: "已核对，证件号不同".into(),
        ..pupil(info_with(1, &[(Field::IdNumber, &number)]))
    };
    let entered = registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &[other])
        .await
        .unwrap();
    let [registry::person::Entered::New(case)] = &entered[..] else { panic!("not entered: {entered:?}") };
    world.approve(OTHER_SCHOOL, *case).await;
    registry.problems().start_check(&actor(Role::Official, "320000", 5)).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let mut read = 0;
    for (who, mask) in [
        (registrar(SCHOOL), Mask::Working),
        (leader(OTHER_SCHOOL), Mask::Working),
        (registrar(COUNTY), Mask::Working),
        (leader("320100"), Mask::Masked),
    ] {
        let page = registry.problems().list_problems(&who, ProblemBox::Open, None, None).await.unwrap();
        for line in page.rows.iter().filter(|line| line.kind == ProblemKind::Suspected) {
            let text = format!("{:?}", registry.problems().problem_view(&who, line.id).await.unwrap());
            let leaks = leaks(&text, &info, looking(who.role, mask));
            assert!(leaks.is_empty(), "{} reads {leaks:?}: {text}", who.name);
            read += 1;
            for stranger in
                [actor(Role::Official, COUNTY, 7), actor(Role::AuditAdmin, COUNTY, 7), guardian(one)]
            {
                assert!(
                    registry.problems().problem_view(&stranger, line.id).await.is_err(),
                    "{:?}",
                    stranger.role
                );
            }
        }
    }
    assert!(read >= 3, "{read}");
}
