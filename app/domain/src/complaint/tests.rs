//! 好差评: who may rate, complain and answer, and how often.

use super::*;
use crate::matter::Ties;
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

fn day() -> NaiveDate {
    "2026-09-07".parse().unwrap()
}

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: format!("单位{unit}") }
}

fn by(unit: &str, role: Role, n: u128) -> Context<'static> {
    let actor = Party {
        account: account(n),
        name: "某人".into(),
        role,
        unit_name: unit.to_owned(),
        unit: unit.parse().ok(),
        ties: Ties::none(),
    };
    Context { today: day(), actor, calendar: &CALENDAR }
}

fn handled() -> Handled {
    Handled {
        case: CaseId::new(Uuid::from_u128(1)),
        number: "02202609070000001".into(),
        kind: CaseKind::Correction,
        person: PersonId::new(Uuid::from_u128(2)),
        by: office(SCHOOL),
        took_part: vec![account(1), account(2)],
    }
}

fn made(words: &str, before: &[ComplaintState]) -> Checked<Complaint> {
    Complaint::made(handled(), office(COUNTY), None, words, before, &by("", Role::Guardian, 9))
}

fn codes<T: std::fmt::Debug>(outcome: Checked<T>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn one_complaint_at_a_time_and_three_about_a_matter() {
    use ComplaintState::{Answered, Open};
    let complaint = made("一个月没有答复", &[]).unwrap();
    assert_eq!((complaint.state, complaint.due.working_days), (Open, COMPLAINT_WORKING_DAYS));
    assert_eq!(complaint.holders().len(), 2, "either desk of the authority");
    assert_eq!(codes(made("再投诉一次", &[Open])), ["complained"]);
    assert!(made("答复不对", &[Answered, Answered]).is_ok());
    assert_eq!(codes(made("还是不对", &[Answered, Answered, Answered])), ["too_many_complaints"]);
    assert_eq!(codes(made(" 。", &[])), ["words"]);
    assert_eq!(codes(made(&"长".repeat(WORDS_MOST + 1), &[])), ["words"]);
    let same = Complaint::made(handled(), office(SCHOOL), None, "没有上级", &[], &by("", Role::Guardian, 9));
    assert_eq!(codes(same), ["above"]);
}

#[test]
fn whether_a_complaint_may_begin_is_known_before_anything_is_written() {
    use ComplaintState::{Answered, Open};
    let may = |above: &str, before: &[ComplaintState]| {
        Complaint::may_begin(&office(SCHOOL), &office(above), before)
    };
    assert!(may(COUNTY, &[]).is_ok() && may(COUNTY, &[Answered, Answered]).is_ok());
    assert_eq!(codes(may(SCHOOL, &[])), ["above"]);
    assert_eq!(codes(may("2132000002", &[])), ["above"], "no school is above another");
    assert_eq!(codes(may(COUNTY, &[Answered, Open])), ["complained"]);
    assert_eq!(codes(may(COUNTY, &[Answered; COMPLAINTS_MOST])), ["too_many_complaints"]);
}

#[test]
fn the_authority_above_answers_and_nobody_who_took_part() {
    let complaint = made("一个月没有答复", &[]).unwrap();
    let answer = |words: &str| Command::Answer(words.to_owned());
    let refused = |context: &Context<'_>| codes(complaint.decide(answer("已经核实"), context));
    assert_eq!(refused(&by(SCHOOL, Role::Registrar, 5)), ["not_your_step"], "the desk complained of");
    assert_eq!(refused(&by(COUNTY, Role::Official, 5)), ["not_your_step"]);
    assert_eq!(refused(&by(COUNTY, Role::Leader, 2)), ["four_eyes"], "took a step of the matter");
    let leader = by(COUNTY, Role::Leader, 5);
    assert_eq!(codes(complaint.decide(answer(" "), &leader)), ["words"]);
    let events = complaint.decide(answer("已经核实，学校今天改正。"), &leader).unwrap();
    let answered = events.iter().fold(complaint, Complaint::apply);
    assert!(!answered.is_open() && answered.holders().is_empty() && answered.due().is_none());
    assert_eq!(answered.answer.as_ref().unwrap().act.by.account, account(5));
    assert_eq!(codes(answered.decide(answer("再答复"), &leader)), ["out_of_state"]);
    assert_eq!(answered.recount(&CALENDAR), None);
}

#[test]
fn who_made_it_takes_it_back_before_it_is_answered_and_nobody_else() {
    let complaint = made("一个月没有答复", &[]).unwrap();
    let withdraw = |context: &Context<'_>| complaint.decide(Command::Withdraw, context);
    assert_eq!(codes(withdraw(&by("", Role::Guardian, 8))), ["not_your_step"], "the other parent");
    assert_eq!(codes(withdraw(&by(COUNTY, Role::Leader, 5))), ["not_your_step"]);
    let guardian = by("", Role::Guardian, 9);
    let events = withdraw(&guardian).unwrap();
    let withdrawn = events.iter().fold(complaint.clone(), Complaint::apply);
    assert_eq!(withdrawn.state, ComplaintState::Withdrawn);
    assert!(!withdrawn.is_open() && withdrawn.holders().is_empty() && withdrawn.due().is_none());
    assert_eq!(codes(withdrawn.decide(Command::Withdraw, &guardian)), ["out_of_state"]);
    let answer = Command::Answer("已经核实，学校今天改正。".into());
    assert_eq!(codes(withdrawn.decide(answer.clone(), &by(COUNTY, Role::Leader, 5))), ["out_of_state"]);
    let answered = complaint.decide(answer, &by(COUNTY, Role::Leader, 5)).unwrap();
    let answered = answered.iter().fold(complaint, Complaint::apply);
    assert_eq!(codes(answered.decide(Command::Withdraw, &guardian)), ["out_of_state"]);
    let all = [ComplaintState::Withdrawn; COMPLAINTS_MOST];
    assert!(made("又一次", &all[1..]).is_ok());
    assert_eq!(codes(made("又一次", &all)), ["too_many_complaints"], "what was taken back counts");
}

#[test]
fn who_takes_a_step_after_the_complaint_does_not_answer_it_either() {
    let complaint = made("一个月没有答复", &[]).unwrap();
    let answer = || Command::Answer("已经核实".into());
    let leader = by(COUNTY, Role::Leader, 5);
    assert!(complaint.decide(answer(), &leader).is_ok());
    let since = complaint.clone().with_hands([account(2), account(5)]);
    assert_eq!(since.handled.took_part, [account(1), account(2), account(5)], "each once");
    assert_eq!(codes(since.decide(answer(), &leader)), ["four_eyes"]);
    assert!(since.decide(answer(), &by(COUNTY, Role::Registrar, 6)).is_ok());
}

#[test]
fn a_matter_is_rated_once_and_nothing_is_chosen_for_who_rates() {
    let rated = |rating, words: &str, before| Rated::given(rating, words, before, day());
    assert_eq!(rated(Some(Rating::Satisfied), "", false).unwrap().rating, Rating::Satisfied);
    assert_eq!(codes(rated(None, "很好", false)), ["rating"]);
    assert_eq!(codes(rated(Some(Rating::Satisfied), "", true)), ["rated"]);
    assert_eq!(codes(rated(Some(Rating::Fair), &"长".repeat(WORDS_MOST + 1), false)), ["words"]);
    let bad: Vec<_> = Rating::ALL.into_iter().filter(|rating| rating.is_bad()).collect();
    assert_eq!(bad, [Rating::Dissatisfied, Rating::VeryDissatisfied]);
    for rating in Rating::ALL {
        assert_eq!(Rating::from_key(rating.key()), Some(rating));
    }
}

#[test]
fn every_step_counts_for_one_grade_and_the_share_is_of_who_rated() {
    let grades = Rating::ALL.map(|rating| rating.satisfaction().key());
    assert_eq!(grades, ["good", "good", "fair", "bad", "bad"]);
    assert!(Rating::ALL.iter().all(|one| one.is_bad() == (one.satisfaction() == Satisfaction::Bad)));
    let ratings = Ratings { good: 4, fair: 1, bad: 3 };
    assert_eq!((ratings.all(), ratings.satisfied()), (8, Some(625)));
    assert_eq!(Ratings::default().satisfied(), None, "of nothing there is no share");
    assert_eq!(Ratings { bad: 2, ..Ratings::default() }.satisfied(), Some(0));
}

proptest! {
    /// All are satisfied where nobody gave a bad rating, and nowhere else.
    #[test]
    fn the_share_of_satisfied_is_whole_only_without_a_bad_rating(good in 0_u64..900, fair in 0_u64..900, bad in 0_u64..900) {
        let ratings = Ratings { good, fair, bad };
        match ratings.satisfied() {
            None => prop_assert_eq!(ratings.all(), 0),
            Some(share) => prop_assert!(share <= 1000 && (share == 1000) == (bad == 0), "{share}"),
        }
    }

    /// Whatever is typed: it is refused, or kept trimmed and within its measure.
    #[test]
    fn what_is_kept_of_a_complaint_is_within_its_measure(words in "\\PC{0,600}") {
        if let Ok(complaint) = made(&words, &[]) {
            let n = complaint.words.chars().count();
            prop_assert!((2..=WORDS_MOST).contains(&n), "{n}");
        }
    }
}
