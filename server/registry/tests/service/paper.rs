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
use registry::letter::AskedReceipt;
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

pub(crate) fn loan() -> DossierCommand {
    DossierCommand::AskLoan {
        borrower: "王老师".into(),
        reason: "核对户籍材料".into(),
        due_back: day("2026-09-14"),
    }
}

fn place() -> ShelfPlace {
    ShelfPlace::read("档案室", "3", "2", "15").unwrap()
}

pub(crate) fn seal() -> AskedSeal {
    AskedSeal { number: "封-001".into(), signatory: "李主任".into(), on: day("2026-09-07") }
}

/// A pupil with a dossier of two pieces, whose transfer to the other school was approved.
pub(crate) async fn moved(world: &World) -> (PersonId, LetterId) {
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    for command in [DossierCommand::Place(place()), piece("学籍登记表", 2), piece("户口簿复印件", 3)]
    {
        registry.papers().keep_dossier(&registrar(SCHOOL), person, command).await.unwrap();
    }
    (person, transferred(world, person).await)
}

/// The letter with which the pupil's archive is owed to the other school.
async fn transferred(world: &World, person: PersonId) -> LetterId {
    let registry = &world.registry;
    world.account(Role::Registrar, OTHER_SCHOOL, "other.registrar").await;
    let view = registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    let asked = AskedTransfer {
        disability: None,
        number: registry.pupils().reveal(&registrar(SCHOOL), person, None, "办理转学核对").await.unwrap(),
        name: view.name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    let case = registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = registry.cases().waiting_for(case).await.unwrap() {
        state = registry.cases().decide_case(&actor(role, unit.as_str(), 1), case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    waiting(registry, &registrar(SCHOOL), MatterKind::Letter).await.remove(0)
}

pub(crate) fn head() -> Actor {
    actor(Role::Leader, SCHOOL, 2)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_a_dossier_is_kept_and_read_by_its_school_alone() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let keeper = registrar(SCHOOL);
    for command in [DossierCommand::Place(place()), piece("学籍登记表", 2), piece("体检表", 1)] {
        registry.papers().keep_dossier(&keeper, person, command).await.unwrap();
    }
    assert_eq!(
        codes(registry.papers().keep_dossier(&keeper, person, piece("", 0)).await),
        ["title", "pages"]
    );
    let withdraw = |reason: &str| DossierCommand::Withdraw { no: 2, reason: reason.into() };
    assert_eq!(codes(registry.papers().keep_dossier(&keeper, person, withdraw("")).await), ["reason"]);
    registry.papers().keep_dossier(&keeper, person, withdraw("归错学生")).await.unwrap();
    let view = registry.papers().dossier(&keeper, person).await.unwrap();
    assert_eq!((view.pieces.len(), view.current().count()), (2, 1));
    let page = registry.papers().catalogue(&keeper, &Wanted::default()).await.unwrap().page;
    assert_eq!((page.rows.len(), page.rows[0].pieces, page.rows[0].pages), (1, 1, 2));
    assert_eq!(page.rows[0].place.as_ref().unwrap().label(), "档案室 3柜 2层 15盒");
    assert_eq!(
        registry.papers().place_class(&keeper, &BTreeMap::from([(person, place())])).await.unwrap(),
        0
    );

    assert!(is_not_found(&registry.papers().dossier(&registrar(OTHER_SCHOOL), person).await));
    assert!(is_not_found(
        &registry.papers().keep_dossier(&registrar(OTHER_SCHOOL), person, piece("户口簿", 1)).await
    ));
    assert_eq!(
        codes(registry.papers().keep_dossier(&head(), person, piece("户口簿", 1)).await),
        ["not_permitted"]
    );
    assert!(
        is_not_found(&registry.papers().dossier(&registrar(COUNTY), person).await),
        "an authority keeps no shelf"
    );
    let told = events(&registry.pupils().pupil(&keeper, person).await.unwrap());
    for (event, times) in [(Event::PaperPlaced, 1), (Event::PaperFiled, 2), (Event::PaperWithdrawn, 1)] {
        assert_eq!(told.iter().filter(|one| **one == event).count(), times, "{event:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_a_class_is_put_on_the_shelf_and_found_there_in_its_order() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let keeper = registrar(SCHOOL);
    for seed in 1..=3 {
        world.pupil(SCHOOL, seed).await;
    }
    let classes = registry.papers().paper_classes(&keeper).await.unwrap();
    let all = registry.papers().catalogue(&keeper, &Wanted::default()).await.unwrap().page.rows;
    assert_eq!(all.len(), 3);
    let (grade, _, class) = classes[0].clone();
    let first = ShelfPlace::read("档案室", "3", "2", "9").unwrap();
    let papers = registry.papers();
    let place = |each| papers.place_whole_class(&keeper, (grade, &class), &first, each);
    assert_eq!(codes(place(Some(0)).await), ["each"]);
    assert_eq!(place(Some(2)).await.unwrap(), 3);
    assert_eq!(place(Some(2)).await.unwrap(), 0, "nothing changes the second time");
    let none = registry.papers().place_whole_class(&keeper, (grade, "没有的班"), &first, None).await;
    assert_eq!(codes(none), ["class"]);
    assert_eq!(
        codes(registry.papers().place_whole_class(&head(), (grade, &class), &first, None).await),
        ["not_permitted"]
    );

    let at = |place: &str| Wanted { place: place.into(), ..Wanted::default() };
    let found = registry.papers().catalogue(&head(), &at("3柜 2层")).await.unwrap().page.rows;
    let ids: Vec<PersonId> = found.iter().map(|line| line.id).collect();
    let boxes: Vec<String> = found.into_iter().map(|line| line.place.unwrap().case).collect();
    assert_eq!(boxes, ["9", "9", "10"], "box 10 stands after box 9");
    for (n, id) in ids.iter().enumerate() {
        let beyond = Wanted { after: Some(*id), ..at("3柜 2层") };
        let rest = registry.papers().catalogue(&head(), &beyond).await.unwrap().page.rows;
        assert_eq!(rest.iter().map(|line| line.id).collect::<Vec<_>>(), ids[n + 1..], "in one box too");
    }
    assert_eq!(registry.papers().catalogue(&keeper, &at("10盒")).await.unwrap().page.rows.len(), 1);
    assert!(
        registry
            .papers()
            .catalogue(&registrar(OTHER_SCHOOL), &at("档案室"))
            .await
            .unwrap()
            .page
            .rows
            .is_empty()
    );
    let in_class = Wanted { class: Some((grade, class)), ..Wanted::default() };
    assert_eq!(registry.papers().catalogue(&keeper, &in_class).await.unwrap().page.rows.len(), 3);
    let elsewhere = Wanted { class: Some((grade, "没有的班".into())), ..Wanted::default() };
    assert!(registry.papers().catalogue(&keeper, &elsewhere).await.unwrap().page.rows.is_empty());
    assert!(is_not_found(&registry.papers().catalogue(&registrar(COUNTY), &Wanted::default()).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_the_desk_of_a_hand_over_shows_each_side_what_it_may_do() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, letter) = moved(&world).await;
    let (keeper, receiver) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    let desk = registry.papers().hand_over_desk(&keeper, letter).await.unwrap();
    assert!(desk.sender && desk.may_list && desk.list.is_none());
    assert_eq!((desk.dossier.is_some(), desk.waiting.len()), (true, 2));
    assert!(
        !registry.papers().hand_over_desk(&head(), letter).await.unwrap().may_list,
        "the registrar makes the list"
    );
    for stranger in [&receiver, &registrar(COUNTY)] {
        assert!(registry.papers().hand_over_desk(stranger, letter).await.is_err(), "{}", stranger.name);
    }
    assert!(registry.letters().letter_view(&keeper, letter).await.unwrap().may_draft);
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    let listed = registry.papers().hand_over_desk(&keeper, letter).await.unwrap();
    assert!(!listed.may_list && listed.list.unwrap().may_take_back);
    let view = registry.letters().letter_view(&keeper, letter).await.unwrap();
    assert!(view.by_pieces && !view.may_draft, "what is listed piece by piece is not typed");
    registry.letters().sign_letter(&head(), letter).await.unwrap();
    let early = registry.papers().hand_over_desk(&receiver, letter).await.unwrap();
    assert!(!early.sender && early.list.is_none() && early.dossier.is_none(), "not sealed yet");
    let told = registry.letters().letter_view(&receiver, letter).await.unwrap();
    assert!(!told.may_receive && told.drafted.is_none());
    registry.papers().seal_hand_over(&head(), letter, &seal()).await.unwrap();
    let seen = registry.papers().hand_over_desk(&receiver, letter).await.unwrap();
    assert!(seen.list.is_some_and(|view| view.may_receive && !view.may_take_back));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_a_lent_dossier_is_not_handed_over_until_it_is_returned() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, letter) = moved(&world).await;
    let keeper = registrar(SCHOOL);
    registry.papers().keep_dossier(&keeper, person, loan()).await.unwrap();
    let both = Actor { role: Role::Leader, ..keeper.clone() };
    assert_eq!(
        codes(registry.papers().keep_dossier(&both, person, DossierCommand::ApproveLoan).await),
        ["four_eyes"]
    );
    registry.papers().keep_dossier(&head(), person, DossierCommand::ApproveLoan).await.unwrap();
    assert_eq!(codes(registry.papers().list_hand_over(&keeper, letter).await), ["lent"]);
    let loans = registry.papers().paper_loans(&keeper).await.unwrap();
    assert_eq!((loans.len(), loans[0].state, loans[0].overdue), (1, LoanState::Lent, false));
    world.clock.set(Utc.with_ymd_and_hms(2026, 9, 15, 2, 0, 0).unwrap());
    assert!(registry.papers().paper_loans(&keeper).await.unwrap()[0].overdue);
    registry.papers().keep_dossier(&keeper, person, DossierCommand::ReturnLoan).await.unwrap();
    assert!(registry.papers().paper_loans(&keeper).await.unwrap().is_empty());
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    assert_eq!(codes(registry.papers().keep_dossier(&keeper, person, loan()).await), ["listed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_papers_of_a_pupil_who_left_are_entered_for_the_hand_over() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let letter = transferred(&world, person).await;
    let (keeper, receiver) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    assert_eq!(
        codes(registry.papers().list_hand_over(&keeper, letter).await),
        ["pieces"],
        "nothing was entered"
    );
    let third = world.pupil(OTHER_SCHOOL, 2).await;
    assert!(is_not_found(&registry.papers().keep_dossier(&keeper, third, piece("学籍登记表", 2)).await));

    let view = registry.papers().dossier(&keeper, person).await.unwrap();
    assert!(view.may_keep && view.number.is_empty(), "of who has left only the name");
    registry.papers().keep_dossier(&keeper, person, piece("学籍登记表", 2)).await.unwrap();
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    registry.letters().sign_letter(&head(), letter).await.unwrap();
    registry.papers().seal_hand_over(&head(), letter, &seal()).await.unwrap();
    let found = BTreeMap::from([(1, Check::Received)]);
    let state = registry.papers().receive_hand_over(&receiver, letter, found, "").await.unwrap();
    assert_eq!(state, HandOverState::Closed);
    assert_eq!(registry.papers().dossier(&receiver, person).await.unwrap().current().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_9_and_15_custody_moves_with_the_receipt_and_what_is_missing_is_settled() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, letter) = moved(&world).await;
    let (keeper, receiver) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    let copies = DossierCommand::KeepCopies(BTreeSet::from([1]));
    registry.papers().keep_dossier(&keeper, person, copies).await.unwrap();
    for stranger in [&receiver, &registrar(COUNTY)] {
        assert!(registry.papers().list_hand_over(stranger, letter).await.is_err(), "{}", stranger.name);
    }
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    // The list may be taken back until the letter is signed, and is then made again.
    assert_eq!(codes(registry.papers().seal_hand_over(&head(), letter, &seal()).await), ["letter"]);
    registry.papers().take_back_hand_over(&keeper, letter).await.unwrap();
    let back = registry.letters().letter_view(&keeper, letter).await.unwrap();
    assert_eq!(
        (back.line.state, back.drafted),
        (LetterState::Owed, None),
        "nobody signs it without its list"
    );
    assert_eq!(codes(registry.letters().sign_letter(&head(), letter).await), ["out_of_state"]);
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    assert_eq!(
        codes(registry.letters().draft_letter(&keeper, letter, Some(9), "").await),
        ["piece_by_piece"]
    );
    registry.letters().sign_letter(&head(), letter).await.unwrap();
    assert_eq!(codes(registry.papers().take_back_hand_over(&keeper, letter).await), ["letter"]);
    assert!(is_not_found(&registry.papers().hand_over(&receiver, letter).await), "not before it is sealed");
    assert_eq!(
        registry.papers().seal_hand_over(&head(), letter, &seal()).await.unwrap(),
        HandOverState::Sealed
    );

    let seen = registry.papers().hand_over(&receiver, letter).await.unwrap();
    assert!(seen.may_receive && !seen.may_seal);
    let told = async |reader: &Actor| registry.letters().letter_view(reader, letter).await.unwrap();
    assert!(told(&receiver).await.drafted.is_none(), "who drafted it is the sender's own business");
    assert!(told(&keeper).await.drafted.is_some());
    assert_eq!((seen.pieces.len(), seen.pages), (2, 5));
    let whole = AskedReceipt {
        received_by: String::new(),
        on: day("2026-09-07"),
        pieces: Some(2),
        note: String::new(),
    };
    assert_eq!(codes(registry.letters().receive_letter(&receiver, letter, &whole).await), ["piece_by_piece"]);
    let one = BTreeMap::from([(1, Check::Received)]);
    assert_eq!(codes(registry.papers().receive_hand_over(&receiver, letter, one, "").await), ["check_2"]);
    let found = BTreeMap::from([(1, Check::Received), (2, Check::Missing)]);
    assert_eq!(
        codes(registry.papers().receive_hand_over(&keeper, letter, found.clone(), "").await),
        ["not_your_step"]
    );
    let state = registry.papers().receive_hand_over(&receiver, letter, found, "").await.unwrap();
    assert_eq!(state, HandOverState::Differs);

    let told = registry.letters().letter_view(&keeper, letter).await.unwrap();
    let receipt = told.receipt.unwrap();
    assert_eq!((told.line.state, receipt.pieces), (LetterState::Received, Some(1)));
    assert_eq!(receipt.note, "第2件《户口簿复印件》缺少", "both sides read it");
    let old = registry.papers().dossier(&keeper, person).await.unwrap();
    let copied: BTreeSet<u32> = old.pieces.iter().filter(|one| one.copied).map(|one| one.piece.no).collect();
    assert_eq!((old.whereabouts, copied), (Whereabouts::Gone(letter), BTreeSet::from([1])));
    assert_eq!(codes(registry.papers().keep_dossier(&keeper, person, piece("户口簿", 1)).await), ["gone"]);
    let new = registry.papers().dossier(&receiver, person).await.unwrap();
    assert_eq!((new.current().count(), &new.place), (1, &None), "its place is to be assigned here");

    let settled =
        registry.papers().settle_hand_over(&receiver, letter, 2, true, "九月八日补寄收到").await.unwrap();
    assert_eq!(settled, HandOverState::Closed);
    assert_eq!(registry.papers().dossier(&receiver, person).await.unwrap().current().count(), 2);
    let record = registry.pupils().pupil(&receiver, person).await.unwrap();
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
    let (person, letter) = moved(&world).await;
    let keeper = registrar(SCHOOL);
    let times_told = async || {
        let record = registry.pupils().pupil(&registrar(OTHER_SCHOOL), person).await.unwrap();
        events(&record).iter().filter(|one| **one == Event::LetterUrged).count()
    };
    let official = actor(Role::Official, COUNTY, 9);
    assert!(registry.papers().late_hand_overs(&keeper).await.unwrap().is_empty());
    world.clock.set(Utc.with_ymd_and_hms(2026, 10, 10, 2, 0, 0).unwrap());
    let own = registry.papers().late_hand_overs(&keeper).await.unwrap();
    assert_eq!((own.len(), own[0].days_late, own[0].letter), (1, 2, Some(letter)), "due on 8 October");
    assert!(
        registry.papers().late_hand_overs(&registrar(OTHER_SCHOOL)).await.unwrap().is_empty(),
        "not sent to it yet"
    );
    let below = registry.papers().late_hand_overs(&official).await.unwrap();
    assert_eq!((below.len(), below[0].from.as_str()), (1, "第一小学"));
    assert!(below[0].name.is_none() && below[0].letter.is_none(), "an authority sees that, not whose");
    assert_eq!(own[0].urged, None);
    for _ in 0..2 {
        registry.watch().look_round().await.unwrap();
        assert_eq!(times_told().await, 1, "told once");
    }
    let told = registry.papers().late_hand_overs(&keeper).await.unwrap();
    let above = told[0].urged.clone().unwrap();
    assert_eq!((above.by.as_str(), above.on), ("玄武区教育行政部门", day("2026-10-10")));
    // Once it is on its way the receiver has a day of its own, and is told of in its turn.
    registry.papers().list_hand_over(&keeper, letter).await.unwrap();
    registry.letters().sign_letter(&head(), letter).await.unwrap();
    assert!(registry.papers().late_hand_overs(&keeper).await.unwrap().is_empty());
    world.clock.set(Utc.with_ymd_and_hms(2026, 11, 10, 2, 0, 0).unwrap());
    registry.watch().look_round().await.unwrap();
    assert_eq!(times_told().await, 2);
    let late = registry.papers().late_hand_overs(&registrar(OTHER_SCHOOL)).await.unwrap();
    assert!(late[0].sent && late[0].urged.is_some());
    let elsewhere = actor(Role::SystemAdmin, COUNTY, 8);
    assert_eq!(codes(registry.papers().late_hand_overs(&elsewhere).await), ["not_permitted"]);
}
