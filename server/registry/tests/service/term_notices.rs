//! The notices of a term (第十八条): a school that its city runs directly tells its county who came and who left.

use crate::support::letters::{DIRECT, at, receipt, transfer, with_more_schools};
use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::calendar::term;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::transfer::TransferGround;
use domain::case::transfer_out::TransferOut;
use domain::id::{LetterId, UnitId};
use domain::letter::{Content, LetterKind, LetterState, TermTransfers};
use domain::org::Unit;
use registry::letter::{AskedReceipt, LetterBox};

async fn notice(world: &World, actor: &Actor, id: LetterId) -> TermTransfers {
    match world.registry.letters().letter_view(actor, id).await.unwrap().content {
        Content::TermTransfers(notice) => notice,
        other => panic!("a notice: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_directly_run_school_tells_its_county_once_a_term_who_came_and_who_left() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let (school, head) = (at(Role::Registrar, DIRECT), at(Role::Leader, DIRECT));
    let first = term(day("2026-09-07"));
    assert_eq!(
        codes(registry.letters().draft_term_notice(&registrar(SCHOOL), first).await),
        ["not_directly_run"]
    );
    assert_eq!(codes(registry.letters().draft_term_notice(&head, first).await), ["not_permitted"]);
    assert_eq!(codes(registry.letters().draft_term_notice(&school, first.next()).await), ["term"]);

    // «None» is told too.
    let id = registry.letters().draft_term_notice(&school, first).await.unwrap();
    let told = notice(&world, &school, id).await;
    assert!(told.arrived.is_empty() && told.left.is_empty());
    assert_eq!(registry.letters().draft_term_notice(&school, first).await.unwrap(), id, "once a term");
    assert_eq!(
        registry.letters().list_letters(&school, LetterBox::Outbox, None).await.unwrap().rows.len(),
        1
    );
    let view = registry.letters().letter_view(&school, id).await.unwrap();
    assert_eq!((view.line.state, view.line.due_on), (LetterState::Drafted, Some(day("2027-02-01"))));
    assert_eq!(
        view.line.to, "玄武区教育行政部门",
        "the county in which it stands, not the city it answers to"
    );

    // One comes and one comes and goes on; a pupil of other schools is nobody's business here.
    let (stays, moves_on, elsewhere) =
        (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await, world.pupil(SCHOOL, 3).await);
    transfer(&world, stays, SCHOOL, DIRECT, "2026-09-07").await;
    transfer(&world, moves_on, SCHOOL, DIRECT, "2026-09-07").await;
    transfer(&world, elsewhere, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    world.clock.set(Utc.with_ymd_and_hms(2026, 11, 2, 2, 0, 0).unwrap());
    transfer(&world, moves_on, DIRECT, OTHER_SCHOOL, "2026-11-02").await;
    assert_eq!(registry.letters().draft_term_notice(&school, first).await.unwrap(), id);
    let told = notice(&world, &school, id).await;
    assert_eq!((told.arrived.len(), told.left.len(), told.until), (2, 1, day("2026-11-02")));
    assert_eq!((told.left[0].other_school.as_str(), told.left[0].on), ("第二小学", day("2026-11-02")));
    assert!(told.arrived.iter().all(|line| line.other_school == "第一小学"));

    registry.letters().sign_letter(&head, id).await.unwrap();
    let county = registrar(COUNTY);
    assert_eq!(letter_on_desk(&world, &county).await, id);
    let outsiders = [at(Role::Registrar, "320100"), registrar(SCHOOL), registrar(OTHER_SCHOOL)];
    for stranger in &outsiders {
        assert!(is_not_found(&registry.letters().letter_view(stranger, id).await));
    }
    let got = AskedReceipt { on: day("2026-11-02"), ..receipt(None, "") };
    registry.letters().receive_letter(&county, id, &got).await.unwrap();
    // It is about no single pupil: the journal of the school tells of it.
    let audit = actor(Role::AuditAdmin, "320100", 6);
    let read = registry.matters().unit_journal(&audit, &code(DIRECT), None).await.unwrap();
    let of_letters =
        |one: &&contract::access::UnitEntry| one.kind == Some(domain::matter::MatterKind::Letter);
    let told: Vec<_> = read.entries.rows.iter().filter(of_letters).collect();
    assert!(read.holds && told.len() == 5, "owed, drafted, drafted anew, signed, received: {told:?}");

    // Signed is signed; what came afterwards is told with the next term, once.
    let late = world.pupil(SCHOOL, 4).await;
    transfer(&world, late, SCHOOL, DIRECT, "2026-11-02").await;
    assert_eq!(registry.letters().draft_term_notice(&school, first).await.unwrap(), id);
    assert_eq!(notice(&world, &school, id).await.arrived.len(), 2);
    world.clock.set(Utc.with_ymd_and_hms(2027, 3, 1, 2, 0, 0).unwrap());
    let second = registry.letters().draft_term_notice(&school, first.next()).await.unwrap();
    assert_ne!(second, id);
    let told = notice(&world, &school, second).await;
    assert_eq!((told.arrived.len(), told.left.len()), (1, 0));
    assert_eq!(
        registry.letters().list_letters(&school, LetterBox::Outbox, None).await.unwrap().rows.len(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_two_who_draft_the_same_notice_at_once_make_one() {
    let world = with_more_schools().await;
    let first = term(day("2026-09-07"));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let registry = world.registry.clone();
        let person = at(Role::Registrar, DIRECT);
        let account = actor(Role::Registrar, DIRECT, 10 + n).account;
        tasks.spawn(async move {
            registry.letters().draft_term_notice(&Actor { account, ..person }, first).await.unwrap()
        });
    }
    let mut ids: Vec<LetterId> = tasks.join_all().await;
    ids.dedup();
    assert_eq!(ids.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_school_whose_division_has_no_authority_is_told_so() {
    let world = with_more_schools().await;
    let lost: UnitId = code("2132000009");
    let school = Unit {
        id: lost.clone(),
        name: "无县小学".into(),
        path: unit_path("320100").child(&lost),
        division: "320999".into(),
        ..world.registry.units().unit(&code(DIRECT)).await.unwrap()
    };
    world.registry.units().add_units(std::slice::from_ref(&school)).await.unwrap();
    let person = at(Role::Registrar, DIRECT);
    let unit = person.unit.clone().map(|own| ActorUnit { id: lost, path: school.path.clone(), ..own });
    let outcome =
        world.registry.letters().draft_term_notice(&Actor { unit, ..person }, term(day("2026-09-07"))).await;
    assert_eq!(codes(outcome), ["no_county"]);
}

/// The notices of the city's own school.
async fn notices(world: &World) -> Vec<contract::letter::LetterLine> {
    let school = at(Role::Registrar, DIRECT);
    let page = world.registry.letters().list_letters(&school, LetterBox::Outbox, None).await.unwrap();
    page.rows.into_iter().filter(|line| line.kind == LetterKind::TermTransfers).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_term_notice_is_owed_by_itself_and_a_late_one_is_found() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    world.clock.set(Utc.with_ymd_and_hms(2026, 12, 1, 2, 0, 0).unwrap());
    registry.watch().look_round().await.unwrap();
    assert!(notices(&world).await.is_empty(), "the term is not near its end");
    world.clock.set(Utc.with_ymd_and_hms(2027, 1, 20, 2, 0, 0).unwrap());
    registry.watch().look_round().await.unwrap();
    let owed = notices(&world).await;
    assert_eq!(owed.len(), 1);
    assert_eq!((owed[0].state, owed[0].due_on), (LetterState::Owed, Some(day("2027-02-01"))));
    assert_eq!(letter_on_desk(&world, &at(Role::Registrar, DIRECT)).await, owed[0].id);
    let others = registry.letters().list_letters(&registrar(SCHOOL), LetterBox::Outbox, None).await.unwrap();
    assert!(others.rows.is_empty(), "a school that answers to its county owes none");
    // The registrar drafts the one that is owed; a later night makes no other.
    let id = registry
        .letters()
        .draft_term_notice(&at(Role::Registrar, DIRECT), term(day("2027-01-20")))
        .await
        .unwrap();
    assert_eq!(id, owed[0].id);
    world.clock.set(Utc.with_ymd_and_hms(2027, 2, 8, 2, 0, 0).unwrap());
    registry.watch().look_round().await.unwrap();
    assert_eq!(notices(&world).await.len(), 1);
    let city = at(Role::Registrar, "320100");
    let found = registry
        .violations()
        .list_violations(&city, registry::violation::ViolationBox::Below, None, None)
        .await
        .unwrap();
    assert!(
        found.rows.iter().any(|line| line.kind == domain::violation::ViolationKind::OtherOfSchool),
        "its competent authority is told that it is late: {:?}",
        found.rows
    );
    // The next term owes its own.
    world.clock.set(Utc.with_ymd_and_hms(2027, 9, 2, 2, 0, 0).unwrap());
    registry.watch().look_round().await.unwrap();
    let second = notices(&world).await;
    assert_eq!(second.len(), 2);
    assert!(second[0].due_on.unwrap() > day("2027-09-02"), "made after the term, it is not late at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_transfer_out_of_this_register_is_in_the_notice() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let (school, head) = (at(Role::Registrar, DIRECT), at(Role::Leader, DIRECT));
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, DIRECT, "2026-09-07").await;
    let leaves = Payload::TransferOut(TransferOut {
        facts: Facts {
            on: day("2026-09-07"),
            papers: vec![Paper::Application, Paper::Admission],
            note: String::new(),
        },
        ground: TransferGround::Employment,
        province: "44".into(),
        to: Some(code("3144000001")),
        to_name: "天河第一学校".into(),
    });
    let case = registry.cases().open_change(&school, person, &leaves).await.unwrap();
    while let Some((unit, role)) = registry.cases().waiting_for(case).await.unwrap() {
        registry.cases().decide_case(&at(role, unit.as_str()), case, agree()).await.unwrap();
    }
    let owed = registry.letters().list_letters(&school, LetterBox::Outbox, None).await.unwrap().rows;
    let id = owed.iter().find(|line| line.to == "天河第一学校").unwrap().id;
    registry.letters().draft_letter(&school, id, Some(1), "").await.unwrap();
    registry.letters().sign_letter(&head, id).await.unwrap();
    let paper = AskedReceipt { received_by: "周主任".into(), ..receipt(Some(1), "") };
    registry.letters().receive_letter(&school, id, &paper).await.unwrap();
    let id = registry.letters().draft_term_notice(&school, term(day("2026-09-07"))).await.unwrap();
    let told = notice(&world, &school, id).await;
    assert_eq!((told.arrived.len(), told.left.len()), (1, 1));
    assert_eq!(told.left[0].other_school, "天河第一学校");
}
