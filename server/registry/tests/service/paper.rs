//! Paper archives through the services (第八条, 第九条, 第十五条): kept by the school alone, lent with leave, handed over piece by piece.

use crate::support::corrections::events;
use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::access::{Actor, Role};
use domain::archive::Category;
use domain::case::CaseState;
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::id::{LetterId, PersonId};
use domain::journal::Event;
use domain::letter::LetterState;
use domain::paper::{
    AskedPiece, Check, DossierCommand, HandOverState, LoanState, PieceForm, ShelfPlace, Whereabouts,
};
use registry::case::AskedTransfer;
use registry::letter::{AskedReceipt, LetterBox};
use registry::paper::{AskedSeal, Wanted};
use std::collections::{BTreeMap, BTreeSet};

fn piece(title: &str, pages: u32) -> DossierCommand {
    DossierCommand::Add(AskedPiece {
        title: title.into(),
        category: Category::Proofs,
        pages,
        form: PieceForm::Original,
        dated: Some(day("2026-09-01")),
        source: "监护人提交".into(),
    })
}

fn loan() -> DossierCommand {
    DossierCommand::AskLoan {
        borrower: "王老师".into(),
        reason: "核对户籍材料".into(),
        due_back: day("2026-09-14"),
    }
}

fn place() -> ShelfPlace {
    ShelfPlace::read("档案室", "3", "2", "15").unwrap()
}

fn seal() -> AskedSeal {
    AskedSeal { number: "封-001".into(), signatory: "李主任".into(), on: day("2026-09-07") }
}

/// A pupil with a dossier of two pieces, whose transfer to the other school was approved.
async fn moved(world: &World) -> (PersonId, LetterId) {
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    for command in [DossierCommand::Place(place()), piece("学籍登记表", 2), piece("户口簿复印件", 3)]
    {
        registry.keep_dossier(&registrar(SCHOOL), person, command).await.unwrap();
    }
    (person, transferred(world, person).await)
}

/// The letter with which the pupil's archive is owed to the other school.
async fn transferred(world: &World, person: PersonId) -> LetterId {
    let registry = &world.registry;
    world.account(Role::Registrar, OTHER_SCHOOL, "other.registrar").await;
    let view = registry.pupil(&registrar(SCHOOL), person).await.unwrap();
    let asked = AskedTransfer {
        number: registry.reveal(&registrar(SCHOOL), person, None, "办理转学核对").await.unwrap(),
        name: view.name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    let case = registry.open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = registry.waiting_for(case).await.unwrap() {
        state = registry.decide_case(&actor(role, unit.as_str(), 1), case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    let letters = registry.letters(&registrar(SCHOOL), LetterBox::Waiting, None).await.unwrap();
    letters.lines[0].id
}

fn head() -> Actor {
    actor(Role::Leader, SCHOOL, 2)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_a_dossier_is_kept_and_read_by_its_school_alone() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let keeper = registrar(SCHOOL);
    for command in [DossierCommand::Place(place()), piece("学籍登记表", 2), piece("体检表", 1)] {
        registry.keep_dossier(&keeper, person, command).await.unwrap();
    }
    assert_eq!(codes(registry.keep_dossier(&keeper, person, piece("", 0)).await), ["title", "pages"]);
    let withdraw = |reason: &str| DossierCommand::Withdraw { no: 2, reason: reason.into() };
    assert_eq!(codes(registry.keep_dossier(&keeper, person, withdraw("")).await), ["reason"]);
    registry.keep_dossier(&keeper, person, withdraw("归错学生")).await.unwrap();
    let view = registry.dossier(&keeper, person).await.unwrap();
    assert_eq!((view.dossier.pieces.len(), view.dossier.current().count()), (2, 1));
    let page = registry.catalogue(&keeper, &Wanted::default()).await.unwrap();
    assert_eq!((page.lines.len(), page.lines[0].pieces, page.lines[0].pages), (1, 1, 2));
    assert_eq!(page.lines[0].place.as_ref().unwrap().label(), "档案室 3柜 2层 15盒");
    assert_eq!(registry.place_class(&keeper, &BTreeMap::from([(person, place())])).await.unwrap(), 0);

    assert!(is_not_found(&registry.dossier(&registrar(OTHER_SCHOOL), person).await));
    assert!(is_not_found(&registry.keep_dossier(&registrar(OTHER_SCHOOL), person, piece("户口簿", 1)).await));
    assert_eq!(codes(registry.keep_dossier(&head(), person, piece("户口簿", 1)).await), ["not_permitted"]);
    assert!(is_not_found(&registry.dossier(&registrar(COUNTY), person).await), "an authority keeps no shelf");
    let told = events(&registry.pupil(&keeper, person).await.unwrap());
    for (event, times) in [(Event::PaperPlaced, 1), (Event::PaperFiled, 2), (Event::PaperWithdrawn, 1)] {
        assert_eq!(told.iter().filter(|one| **one == event).count(), times, "{event:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_a_lent_dossier_is_not_handed_over_until_it_is_returned() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, letter) = moved(&world).await;
    let keeper = registrar(SCHOOL);
    registry.keep_dossier(&keeper, person, loan()).await.unwrap();
    let both = Actor { role: Role::Leader, ..keeper.clone() };
    assert_eq!(codes(registry.keep_dossier(&both, person, DossierCommand::ApproveLoan).await), ["four_eyes"]);
    registry.keep_dossier(&head(), person, DossierCommand::ApproveLoan).await.unwrap();
    assert_eq!(codes(registry.list_hand_over(&keeper, letter).await), ["lent"]);
    let loans = registry.paper_loans(&keeper).await.unwrap();
    assert_eq!((loans.len(), loans[0].state, loans[0].overdue), (1, LoanState::Lent, false));
    world.clock.set(Utc.with_ymd_and_hms(2026, 9, 15, 2, 0, 0).unwrap());
    assert!(registry.paper_loans(&keeper).await.unwrap()[0].overdue);
    registry.keep_dossier(&keeper, person, DossierCommand::ReturnLoan).await.unwrap();
    assert!(registry.paper_loans(&keeper).await.unwrap().is_empty());
    registry.list_hand_over(&keeper, letter).await.unwrap();
    assert_eq!(codes(registry.keep_dossier(&keeper, person, loan()).await), ["listed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_papers_of_a_pupil_who_left_are_entered_for_the_hand_over() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let letter = transferred(&world, person).await;
    let (keeper, receiver) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    assert_eq!(codes(registry.list_hand_over(&keeper, letter).await), ["pieces"], "nothing was entered");
    let third = world.pupil(OTHER_SCHOOL, 2).await;
    assert!(is_not_found(&registry.keep_dossier(&keeper, third, piece("学籍登记表", 2)).await));

    let view = registry.dossier(&keeper, person).await.unwrap();
    assert!(view.may_keep && view.number.is_empty(), "of who has left only the name");
    registry.keep_dossier(&keeper, person, piece("学籍登记表", 2)).await.unwrap();
    registry.list_hand_over(&keeper, letter).await.unwrap();
    registry.sign_letter(&head(), letter).await.unwrap();
    registry.seal_hand_over(&head(), letter, &seal()).await.unwrap();
    let found = BTreeMap::from([(1, Check::Received)]);
    let state = registry.receive_hand_over(&receiver, letter, found, "").await.unwrap();
    assert_eq!(state, HandOverState::Closed);
    assert_eq!(registry.dossier(&receiver, person).await.unwrap().dossier.current().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_9_and_15_custody_moves_with_the_receipt_and_what_is_missing_is_settled() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, letter) = moved(&world).await;
    let (keeper, receiver) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    let copies = DossierCommand::KeepCopies(BTreeSet::from([1]));
    registry.keep_dossier(&keeper, person, copies).await.unwrap();
    for stranger in [&receiver, &registrar(COUNTY)] {
        assert!(registry.list_hand_over(stranger, letter).await.is_err(), "{}", stranger.name);
    }
    registry.list_hand_over(&keeper, letter).await.unwrap();
    // The list may be taken back until the letter is signed, and is then made again.
    assert_eq!(codes(registry.seal_hand_over(&head(), letter, &seal()).await), ["letter"]);
    registry.take_back_hand_over(&keeper, letter).await.unwrap();
    let back = registry.letter_view(&keeper, letter).await.unwrap();
    assert_eq!(
        (back.line.state, back.letter.drafted),
        (LetterState::Owed, None),
        "nobody signs it without its list"
    );
    assert_eq!(codes(registry.sign_letter(&head(), letter).await), ["out_of_state"]);
    registry.list_hand_over(&keeper, letter).await.unwrap();
    assert_eq!(codes(registry.draft_letter(&keeper, letter, Some(9), "").await), ["piece_by_piece"]);
    registry.sign_letter(&head(), letter).await.unwrap();
    assert_eq!(codes(registry.take_back_hand_over(&keeper, letter).await), ["letter"]);
    assert!(is_not_found(&registry.hand_over(&receiver, letter).await), "not before it is sealed");
    assert_eq!(registry.seal_hand_over(&head(), letter, &seal()).await.unwrap(), HandOverState::Sealed);

    let seen = registry.hand_over(&receiver, letter).await.unwrap();
    assert!(seen.may_receive && !seen.may_seal);
    assert!(seen.letter.drafted.is_none(), "who drafted it is the sender's own business");
    assert!(registry.hand_over(&keeper, letter).await.unwrap().letter.drafted.is_some());
    assert_eq!((seen.hand_over.count(), seen.hand_over.pages()), (2, 5));
    let whole = AskedReceipt {
        received_by: String::new(),
        on: day("2026-09-07"),
        pieces: Some(2),
        note: String::new(),
    };
    assert_eq!(codes(registry.receive_letter(&receiver, letter, &whole).await), ["piece_by_piece"]);
    let one = BTreeMap::from([(1, Check::Received)]);
    assert_eq!(codes(registry.receive_hand_over(&receiver, letter, one, "").await), ["check_2"]);
    let found = BTreeMap::from([(1, Check::Received), (2, Check::Missing)]);
    assert_eq!(
        codes(registry.receive_hand_over(&keeper, letter, found.clone(), "").await),
        ["not_your_step"]
    );
    let state = registry.receive_hand_over(&receiver, letter, found, "").await.unwrap();
    assert_eq!(state, HandOverState::Differs);

    let told = registry.letter_view(&keeper, letter).await.unwrap();
    let receipt = told.letter.receipt.unwrap();
    assert_eq!((told.line.state, receipt.pieces), (LetterState::Received, Some(1)));
    assert_eq!(receipt.note, "第2件《户口簿复印件》缺少", "both sides read it");
    let old = registry.dossier(&keeper, person).await.unwrap().dossier;
    assert_eq!((old.whereabouts, old.copied), (Whereabouts::Gone(letter), BTreeSet::from([1])));
    assert_eq!(codes(registry.keep_dossier(&keeper, person, piece("户口簿", 1)).await), ["gone"]);
    let new = registry.dossier(&receiver, person).await.unwrap().dossier;
    assert_eq!((new.current().count(), new.place), (1, None), "its place is to be assigned here");

    let settled = registry.settle_hand_over(&receiver, letter, 2, true, "九月八日补寄收到").await.unwrap();
    assert_eq!(settled, HandOverState::Closed);
    assert_eq!(registry.dossier(&receiver, person).await.unwrap().dossier.current().count(), 2);
    let record = registry.pupil(&receiver, person).await.unwrap();
    let told = events(&record);
    for event in [Event::PaperSealed, Event::PaperReceived, Event::PaperSettled, Event::PaperUnlisted] {
        assert_eq!(told.iter().filter(|one| **one == event).count(), 1, "{event:?}");
    }
    assert!(record.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_after_a_month_the_schools_and_the_authority_above_see_who_is_late() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, letter) = moved(&world).await;
    let keeper = registrar(SCHOOL);
    let official = actor(Role::Official, COUNTY, 9);
    assert!(registry.late_hand_overs(&keeper).await.unwrap().is_empty());
    world.clock.set(Utc.with_ymd_and_hms(2026, 10, 10, 2, 0, 0).unwrap());
    let own = registry.late_hand_overs(&keeper).await.unwrap();
    assert_eq!((own.len(), own[0].days_late, own[0].letter), (1, 2, Some(letter)), "due on 8 October");
    assert!(
        registry.late_hand_overs(&registrar(OTHER_SCHOOL)).await.unwrap().is_empty(),
        "not sent to it yet"
    );
    let below = registry.late_hand_overs(&official).await.unwrap();
    assert_eq!((below.len(), below[0].from.as_str()), (1, "第一小学"));
    assert!(below[0].name.is_none() && below[0].letter.is_none(), "an authority sees that, not whose");
    let elsewhere = actor(Role::SystemAdmin, COUNTY, 8);
    assert_eq!(codes(registry.late_hand_overs(&elsewhere).await), ["not_permitted"]);
}
