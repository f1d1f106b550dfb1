use super::*;
use crate::archive::Category;
use crate::id::{AccountId, LetterId, PersonId};
use crate::matter::{Delivery, Party};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const OTHER: &str = "2132000002";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn context(n: u128, role: Role, unit: &str) -> Context {
    let actor = Party {
        account: AccountId::new(Uuid::from_u128(n)),
        name: format!("人员{n}"),
        role,
        unit: Some(unit.parse().unwrap()),
        unit_name: unit.into(),
        ties: crate::matter::Ties::none(),
    };
    Context { today: day("2026-09-10"), actor }
}

fn registrar() -> Context {
    context(1, Role::Registrar, SCHOOL)
}

fn leader() -> Context {
    context(2, Role::Leader, SCHOOL)
}

fn receiver() -> Context {
    context(3, Role::Registrar, OTHER)
}

fn letter() -> LetterId {
    LetterId::new(Uuid::from_u128(7))
}

fn asked(title: &str, pages: u32) -> AskedPiece {
    AskedPiece {
        title: title.into(),
        category: Category::Proofs,
        pages,
        form: PieceForm::Original,
        dated: Some(day("2026-09-01")),
        source: "监护人提交".into(),
    }
}

fn empty() -> Dossier {
    Dossier::new(PersonId::new(Uuid::from_u128(5)), SCHOOL.parse().unwrap())
}

fn act(dossier: Dossier, command: DossierCommand, context: &Context) -> Dossier {
    let events = dossier.decide(command, context).unwrap();
    events.iter().fold(dossier, |dossier, event| dossier.apply(event))
}

fn with_pieces(count: u32) -> Dossier {
    (0..count).fold(empty(), |dossier, n| {
        act(dossier, DossierCommand::Add(asked(&format!("材料{n}"), n + 1)), &registrar())
    })
}

fn loan() -> DossierCommand {
    DossierCommand::AskLoan {
        borrower: "王老师".into(),
        reason: "核对户籍".into(),
        due_back: day("2026-09-20"),
    }
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<Refusal>>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

fn sealed(count: u32) -> HandOver {
    let dossier = act(with_pieces(count), DossierCommand::List(letter()), &registrar());
    let list = HandOver::list(letter(), &dossier, OTHER.parse().unwrap(), &registrar());
    let events = list.decide(seal(Some(Delivery::Online)), &leader()).unwrap();
    list.apply(&events[0])
}

fn seal(delivery: Option<Delivery>) -> HandOverCommand {
    HandOverCommand::Seal {
        number: "封-001".into(),
        signatory: "李主任".into(),
        on: day("2026-09-10"),
        delivery,
    }
}

#[test]
fn article_15_a_lent_dossier_is_not_handed_over_until_it_is_back() {
    let dossier = act(with_pieces(2), loan(), &registrar());
    assert_eq!(codes(dossier.decide(DossierCommand::List(letter()), &registrar())), ["lent"]);
    let lent = act(dossier, DossierCommand::ApproveLoan, &leader());
    let refusals = lent.decide(DossierCommand::List(letter()), &registrar()).unwrap_err();
    assert!(refusals[0].what.contains("王老师"), "names who has it: {}", refusals[0].what);
    assert!(lent.open_loan().unwrap().is_overdue(day("2026-09-21")));
    assert!(!lent.open_loan().unwrap().is_overdue(day("2026-09-20")));
    let back = act(lent, DossierCommand::ReturnLoan, &registrar());
    assert!(back.decide(DossierCommand::List(letter()), &registrar()).is_ok());
}

#[test]
fn article_8_nobody_approves_the_loan_he_asked_for_and_only_the_school_keeps_its_dossier() {
    let dossier = act(with_pieces(1), loan(), &registrar());
    let both = context(1, Role::Leader, SCHOOL);
    assert_eq!(codes(dossier.decide(DossierCommand::ApproveLoan, &both)), ["four_eyes"]);
    assert_eq!(codes(dossier.decide(DossierCommand::ApproveLoan, &registrar())), ["not_your_step"]);
    for command in [DossierCommand::Add(asked("户口簿", 1)), loan(), DossierCommand::ReturnLoan] {
        assert_eq!(codes(dossier.decide(command, &receiver())), ["not_your_step"]);
    }
    let long =
        DossierCommand::AskLoan {
            borrower: "王".into(), reason: String::new(), due_back: day("2026-11-01")
        };
    assert_eq!(codes(with_pieces(1).decide(long, &registrar())), ["borrower", "reason", "due_back"]);
}

#[test]
fn article_9_the_copies_kept_stay_known_after_the_papers_have_gone() {
    let dossier = act(with_pieces(3), DossierCommand::KeepCopies(BTreeSet::from([1, 3])), &registrar());
    assert_eq!(
        codes(dossier.decide(DossierCommand::KeepCopies(BTreeSet::from([4])), &registrar())),
        ["no_piece"]
    );
    let listed = act(dossier, DossierCommand::List(letter()), &registrar());
    assert_eq!(codes(listed.decide(loan(), &registrar())), ["listed"]);
    let gone = listed.apply(&DossierEvent::Gone(letter()));
    assert_eq!(gone.copied, BTreeSet::from([1, 3]));
    for command in [DossierCommand::Add(asked("户口簿", 1)), DossierCommand::KeepCopies(BTreeSet::new())] {
        assert_eq!(codes(gone.decide(command, &registrar())), ["gone"]);
    }
}

#[test]
fn article_15_a_list_is_sealed_by_another_person_after_the_letter_was_signed() {
    let dossier = act(with_pieces(2), DossierCommand::List(letter()), &registrar());
    let list = HandOver::list(letter(), &dossier, OTHER.parse().unwrap(), &registrar());
    assert_eq!((list.count(), list.pages(), list.titles().as_str()), (2, 3, "材料0、材料1"));
    assert_eq!(codes(list.decide(seal(None), &leader())), ["letter"]);
    assert_eq!(
        codes(list.decide(seal(Some(Delivery::Online)), &context(1, Role::Leader, SCHOOL))),
        ["four_eyes"]
    );
    assert_eq!(
        codes(list.decide(seal(Some(Delivery::Online)), &context(9, Role::Leader, OTHER))),
        ["not_your_step"]
    );
    assert_eq!(codes(list.decide(HandOverCommand::Receive(BTreeMap::new()), &receiver())), ["out_of_state"]);
    assert_eq!(codes(empty().decide(DossierCommand::List(letter()), &registrar())), ["pieces"]);
}

#[test]
fn article_15_a_list_is_taken_back_before_the_letter_goes_out_and_never_after() {
    let dossier = act(with_pieces(2), DossierCommand::List(letter()), &registrar());
    let list = HandOver::list(letter(), &dossier, OTHER.parse().unwrap(), &registrar());
    let take_back = |letter_sent| HandOverCommand::TakeBack { letter_sent };
    assert_eq!(codes(list.decide(take_back(true), &registrar())), ["letter"]);
    assert_eq!(codes(list.decide(take_back(false), &receiver())), ["not_your_step"]);
    let events = list.decide(take_back(false), &registrar()).unwrap();
    let back = list.apply(&events[0]);
    assert_eq!(back.state, HandOverState::TakenBack);
    assert_eq!(codes(back.decide(seal(Some(Delivery::Online)), &leader())), ["out_of_state"]);
    let free = act(dossier, DossierCommand::Unlist, &registrar());
    assert_eq!(free.whereabouts, Whereabouts::Here);
    assert_eq!(codes(free.decide(DossierCommand::Unlist, &registrar())), ["not_listed"]);
}

#[test]
fn article_15_of_a_paper_delivery_the_sender_records_what_arrived() {
    let dossier = act(with_pieces(1), DossierCommand::List(letter()), &registrar());
    let list = HandOver::list(letter(), &dossier, OTHER.parse().unwrap(), &registrar());
    let receive = || HandOverCommand::Receive(BTreeMap::from([(1, Check::Received)]));
    for (delivery, allowed) in [(Delivery::Online, false), (Delivery::Paper, true)] {
        let events = list.decide(seal(Some(delivery)), &leader()).unwrap();
        let sealed = list.clone().apply(&events[0]);
        assert_eq!(sealed.decide(receive(), &registrar()).is_ok(), allowed, "{delivery:?}");
        assert!(sealed.decide(receive(), &receiver()).is_ok());
        assert!(sealed.decide(receive(), &leader()).is_err());
    }
}

#[test]
fn article_8_a_class_is_put_into_boxes_one_after_the_other() {
    let place = |case: &str| ShelfPlace::read("档案室", "3", "2", case).unwrap();
    let boxes = |place: ShelfPlace, each| {
        place.boxes(5, each).map(|all| all.into_iter().map(|one| one.case).collect::<Vec<_>>())
    };
    assert_eq!(boxes(place("9"), Some(2)).unwrap(), ["9", "9", "10", "10", "11"]);
    assert_eq!(boxes(place("甲"), None).unwrap(), ["甲"; 5]);
    assert_eq!(codes(boxes(place("甲"), Some(2))), ["case"]);
    assert_eq!(codes(boxes(place("1"), Some(0))), ["each"]);
    assert_eq!(place("1").boxes(0, Some(2)).unwrap(), []);
    assert!(place("9").order() < place("10").order());
}

fn check() -> impl Strategy<Value = Check> {
    prop::sample::select(Check::ALL.to_vec())
}

proptest! {
    #[test]
    fn article_15_a_hand_over_is_closed_exactly_when_every_difference_is_settled(
        found in prop::collection::vec((check(), any::<bool>()), 1..12),
    ) {
        let before = sealed(u32::try_from(found.len()).unwrap());
        let checks: BTreeMap<u32, Check> = (1..).zip(found.iter().map(|(check, _)| *check)).collect();
        let mut short = checks.clone();
        short.pop_last();
        prop_assert_eq!(codes(before.decide(HandOverCommand::Receive(short), &receiver())).len(), 1);
        let events = before.decide(HandOverCommand::Receive(checks), &receiver()).unwrap();
        let mut hand_over = before.apply(&events[0]);
        let differ: Vec<u32> = (1..).zip(&found).filter(|(_, (check, _))| *check != Check::Received).map(|(no, _)| no).collect();
        prop_assert_eq!(hand_over.state == HandOverState::Closed, differ.is_empty());
        prop_assert_eq!(hand_over.differences().is_empty(), differ.is_empty());
        for (index, no) in differ.iter().enumerate() {
            let supplemented = found[usize::try_from(*no).unwrap() - 1].1;
            let settle = |note: &str| HandOverCommand::Settle { no: *no, supplemented, note: note.into() };
            prop_assert_eq!(codes(hand_over.decide(settle(" "), &receiver())), ["note"]);
            let events = hand_over.decide(settle("已补寄"), &receiver()).unwrap();
            hand_over = hand_over.apply(&events[0]);
            prop_assert_eq!(hand_over.state == HandOverState::Closed, index + 1 == differ.len());
        }
        let lost = found.iter().filter(|(check, supplemented)| *check == Check::Missing && !supplemented).count();
        prop_assert_eq!(usize::try_from(hand_over.arrived()).unwrap(), found.len() - lost);
    }

    #[test]
    fn article_8_pieces_keep_their_numbers_whatever_is_withdrawn(steps in prop::collection::vec(0u32..8, 1..40)) {
        let mut dossier = empty();
        for step in steps {
            let command = if step < 4 {
                DossierCommand::Add(asked("材料", step + 1))
            } else {
                DossierCommand::Withdraw { no: step - 3, reason: "归错".into() }
            };
            if let Ok(events) = dossier.decide(command, &registrar()) {
                dossier = events.iter().fold(dossier, |dossier, event| dossier.apply(event));
            }
            let numbers: Vec<u32> = dossier.pieces.iter().map(|piece| piece.no).collect();
            prop_assert!((1..).zip(&numbers).all(|(at, no)| at == *no));
            prop_assert!(dossier.current().all(|piece| piece.withdrawn.is_none()));
        }
    }
}
