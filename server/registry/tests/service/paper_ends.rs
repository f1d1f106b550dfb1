//! What becomes of paper archives when a school ends (第九条): each dossier goes with the record of its pupil, on the same signed list.

use crate::support::paper::piece;
use crate::support::*;
use contract::kept::KeptPaper;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::Event;
use domain::paper::{DossierCommand, ShelfPlace, Whereabouts};
use domain::school::{Change, State};
use registry::jobs::Kind;
use registry::printout::AskedPrint;
use registry::school::Asked;

fn place(case: &str) -> DossierCommand {
    DossierCommand::Place(ShelfPlace::read("档案室", "3", "2", case).unwrap())
}

/// A pupil with a dossier of two pieces on a shelf.
async fn shelved(world: &World, seed: u64) -> PersonId {
    let (person, case) = world.enter(SCHOOL, info_with(seed, &[(Field::ClassName, "7班")])).await;
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    for command in [place("15"), piece("学籍登记表", 2), piece("户口簿复印件", 3)] {
        world.registry.papers().keep_dossier(&registrar(SCHOOL), person, command).await.unwrap();
    }
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_merger_hands_the_paper_on_with_the_records_and_the_list_says_how_much() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = shelved(&world, 1).await;
    let (without, case) = world.enter(SCHOOL, info_with(2, &[(Field::ClassName, "7班")])).await;
    world.approve(SCHOOL, case).await;
    let loan = DossierCommand::AskLoan {
        borrower: "王老师".into(),
        reason: "核对户籍材料".into(),
        due_back: day("2026-09-14"),
    };
    registry.papers().keep_dossier(&registrar(SCHOOL), person, loan).await.unwrap();
    let change = Change::Merge { into: code(OTHER_SCHOOL), placements: Vec::new() };
    let asked = Asked { school: Some(code(SCHOOL)), change, act: "玄教〔2026〕12号".into() };
    let preview = registry.schools().preview_school_change(&registrar(COUNTY), &asked).await.unwrap();
    assert!(!preview.blockers.is_empty(), "what is lent has to come back first");
    let refuse = DossierCommand::RefuseLoan { reason: "学校即将合并".into() };
    registry.papers().keep_dossier(&leader(SCHOOL), person, refuse).await.unwrap();

    let id = registry.schools().propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
    registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    // Cut off after the first turn, and gone on with: nothing is handed on twice.
    registry.jobs().job_round(&[Kind::SchoolChange]).await.unwrap();
    assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);
    assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);

    let keeper = registrar(OTHER_SCHOOL);
    let dossier = registry.papers().dossier(&keeper, person).await.unwrap();
    let titles: Vec<_> = dossier.current().map(|one| (one.piece.no, one.piece.title.as_str())).collect();
    assert_eq!(titles, [(1, "学籍登记表"), (2, "户口簿复印件")]);
    assert_eq!(
        (&dossier.place, dossier.whereabouts),
        (&None, Whereabouts::Here),
        "a place is to be given anew"
    );
    assert!(registry.papers().dossier(&keeper, without).await.unwrap().pieces.is_empty());
    for command in [place("1"), piece("体检表", 1)] {
        registry.papers().keep_dossier(&keeper, person, command).await.unwrap();
    }
    let old = registry.papers().dossier(&registrar(SCHOOL), person).await.unwrap();
    assert_eq!(old.whereabouts, Whereabouts::HandedOn(id), "the trace that stays");
    assert_eq!(
        codes(registry.papers().keep_dossier(&registrar(SCHOOL), person, piece("户口簿", 1)).await),
        ["gone"]
    );

    let lines = registry.schools().moved_archives(&keeper, id, None).await.unwrap().rows;
    let paper = |person| lines.iter().find(|line| line.person == person).unwrap().paper;
    assert_eq!((paper(person), paper(without)), (Some((2, 5)), None));
    assert!(registry.schools().list_holds(id).await.unwrap(), "the hash over the list covers the paper too");
    let told = registry.pupils().pupil(&keeper, person).await.unwrap();
    assert!(told.chain_holds);
    assert_eq!(told.timeline.iter().filter(|line| line.event == Event::CustodyMoved).count(), 1);
    let sheet = registry
        .prints()
        .print_form(&registrar(COUNTY), &AskedPrint::SchoolArchives { change: id })
        .await
        .unwrap();
    assert!(registry.prints().print_pdf(&registrar(COUNTY), sheet).await.unwrap().starts_with(b"%PDF"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_where_no_school_follows_the_authority_keeps_the_paper() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = shelved(&world, 1).await;
    let facts = Facts { on: day("2026-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() };
    let own = registrar(SCHOOL);
    let case = registry.cases().open_change(&own, person, &Payload::Death(Death { facts })).await.unwrap();
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    registry.outbox().drain_outbox().await.unwrap();
    let change = Change::Close { archives: None, placements: Vec::new() };
    let asked = Asked { school: Some(code(SCHOOL)), change, act: "玄教〔2026〕13号".into() };
    let id = registry.schools().propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
    registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);

    let office = registrar(COUNTY);
    let kept = registry.schools().kept_archives(&office, "", None).await.unwrap().page;
    assert_eq!(kept.rows[0].paper, Some(KeptPaper { pieces: 2, place: None }));
    registry.papers().keep_dossier(&office, person, place("9")).await.unwrap();
    let view = registry.papers().dossier(&office, person).await.unwrap();
    assert!(view.may_keep && view.place.is_some());
    assert!(is_not_found(&registry.papers().dossier(&registrar("320100"), person).await), "its keeper alone");
    assert!(is_not_found(&registry.papers().dossier(&registrar(OTHER_SCHOOL), person).await));
    assert!(registry.journal().verify_person(person).await.unwrap().is_ok());
}
