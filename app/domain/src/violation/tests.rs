//! 第二十六条 and 第二十七条 as walks through the life of a violation, and as properties of every walk.

use super::*;
use crate::id::{AccountId, ProofId, UnitId};
use crate::matter::{Party, ProofKind};
use crate::refusal::Refusal;
use proptest::prelude::*;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";
const CITY: &str = "320100";

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: format!("单位{unit}") }
}

/// The account is the unit's and the role's; `n` tells two people with the same role apart.
fn person(unit: &str, role: Role, n: u128) -> Party {
    let account = unit.parse::<u128>().unwrap() * 100 + (role as u128) * 10 + n;
    Party {
        account: AccountId::new(Uuid::from_u128(account)),
        name: role.label().into(),
        role,
        unit: Some(unit.parse::<UnitId>().unwrap()),
        unit_name: format!("单位{unit}"),
        ties: crate::matter::Ties::none(),
    }
}

fn proof() -> Proof {
    Proof {
        id: ProofId::new(Uuid::from_u128(1)),
        kind: ProofKind::Other,
        sha256: "0".repeat(64),
        format: "png".into(),
        size: 1,
    }
}

fn finding(kind: ViolationKind, subject: &str, handler: &str) -> Finding {
    let (subject, handler) = (office(subject), office(handler));
    Finding {
        kind, subject, handler, fact: "入学满一个月仍未建立学籍档案".into(), evidence: vec![proof()]
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn suspicion() -> Violation {
    Violation::suspect(finding(ViolationKind::NoArchive, SCHOOL, COUNTY)).unwrap()
}

/// Does it as somebody on a day.
fn does(violation: Violation, by: Party, on: &str, command: Command) -> Result<Violation, Vec<Refusal>> {
    let calendar = WorkCalendar::default();
    let context = Context { today: day(on), actor: by, calendar: &calendar };
    let events = violation.decide(command, &context)?;
    Ok(events.iter().fold(violation, Violation::apply))
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<Refusal>>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

fn registrar(unit: &str) -> Party {
    person(unit, Role::Registrar, 1)
}

fn leader(unit: &str) -> Party {
    person(unit, Role::Leader, 1)
}

fn order() -> Command {
    Command::SignOrder { demand: "补建学籍档案".into(), days: CORRECTION_WORKING_DAYS }
}

fn answer(proofs: Vec<Proof>) -> Command {
    Command::Reply { statement: "已补建".into(), proofs }
}

fn ordered() -> Violation {
    let examined =
        does(suspicion(), registrar(COUNTY), "2026-10-12", Command::Examine("属实".into())).unwrap();
    does(examined, leader(COUNTY), "2026-10-13", order()).unwrap()
}

#[test]
fn article_27_the_eight_kinds_are_the_regulations_and_article_26_is_about_authorities() {
    let items: Vec<_> = ViolationKind::ALL.iter().filter_map(|kind| kind.item()).collect();
    assert_eq!(items, [1, 2, 3, 4, 5, 6, 7, 8]);
    for kind in ViolationKind::ALL {
        assert_eq!(ViolationKind::from_key(kind.key()), Some(kind));
        assert_eq!(kind.article(), if kind.item().is_some() { 27 } else { 26 });
        let (right, wrong) = if kind.article() == 27 { (SCHOOL, COUNTY) } else { (COUNTY, SCHOOL) };
        assert!(Violation::suspect(finding(kind, right, CITY)).is_ok());
        assert_eq!(codes(Violation::suspect(finding(kind, wrong, CITY))), ["kind"]);
    }
    let itself = finding(ViolationKind::OfAuthority, COUNTY, COUNTY);
    assert_eq!(codes(Violation::suspect(itself)), ["handler"], "nobody judges itself");
}

#[test]
fn article_27_an_order_is_examined_signed_answered_and_accepted() {
    let violation = ordered();
    assert_eq!(violation.order.as_ref().unwrap().due.date, day("2026-10-27"), "ten working days");
    assert_eq!(violation.waiting(), Some((&office(SCHOOL), Role::Leader)));
    assert_eq!(codes(does(violation.clone(), leader(SCHOOL), "2026-10-20", answer(Vec::new()))), ["file"]);
    let replied = does(violation, leader(SCHOOL), "2026-10-20", answer(vec![proof()])).unwrap();
    let again = Command::Reject { reason: "档案缺项".into(), days: 5 };
    let again = does(replied.clone(), leader(COUNTY), "2026-10-21", again).unwrap();
    assert_eq!(
        (again.state, again.order.as_ref().unwrap().due.date),
        (ViolationState::Ordered, day("2026-10-28"))
    );
    assert!(again.replies[0].rejected.is_some());
    let done = does(replied, leader(COUNTY), "2026-10-21", Command::Accept("已核实".into())).unwrap();
    assert_eq!((done.state, done.waiting()), (ViolationState::Closed, None));
    for command in [order(), answer(vec![proof()]), Command::Withdraw("有误".into())] {
        assert_eq!(codes(does(done.clone(), leader(COUNTY), "2026-10-22", command)), ["out_of_state"]);
    }
}

#[test]
fn article_27_who_examined_or_entered_it_signs_no_order() {
    let calendar = WorkCalendar::default();
    let both = Party { account: leader(COUNTY).account, ..registrar(COUNTY) };
    let context = Context { today: day("2026-10-12"), actor: both.clone(), calendar: &calendar };
    let entered = Violation::enter(finding(ViolationKind::Disclosure, SCHOOL, COUNTY), &context).unwrap();
    let examine = Command::Examine("属实".into());
    let by_another = does(entered, registrar(COUNTY), "2026-10-12", examine.clone()).unwrap();
    assert_eq!(codes(does(by_another, leader(COUNTY), "2026-10-13", order())), ["four_eyes"]);
    let by_both = does(suspicion(), both, "2026-10-12", examine).unwrap();
    assert_eq!(codes(does(by_both, leader(COUNTY), "2026-10-13", order())), ["four_eyes"]);
    let bare = Finding { evidence: Vec::new(), ..finding(ViolationKind::Disclosure, SCHOOL, COUNTY) };
    let stranger = Context { actor: registrar(SCHOOL), ..context.clone() };
    assert_eq!(codes(Violation::enter(bare.clone(), &stranger)), ["not_your_step"]);
    assert_eq!(codes(Violation::enter(bare, &context)), ["file"]);
}

#[test]
fn article_27_a_late_or_serious_one_goes_to_the_authority_above_which_may_name_persons() {
    let pass = |serious| Command::Escalate { above: office(CITY), serious, reason: "逾期未改正".into() };
    assert_eq!(codes(does(ordered(), leader(COUNTY), "2026-10-27", pass(false))), ["not_late"]);
    let late = does(ordered(), leader(COUNTY), "2026-10-28", pass(false)).unwrap();
    assert_eq!(late.handler, office(CITY));
    let blame = Command::Recommend("依据核查记录".into());
    assert_eq!(codes(does(late.clone(), leader(COUNTY), "2026-10-29", blame.clone())), ["not_your_step"]);
    assert_eq!(codes(does(late, leader(CITY), "2026-10-29", blame.clone())), ["not_serious"]);
    let serious = does(ordered(), leader(COUNTY), "2026-10-14", pass(true)).unwrap();
    let named = does(serious, leader(CITY), "2026-10-15", blame).unwrap();
    assert!(named.accountability.is_some() && named.state == ViolationState::Ordered);
}

#[test]
fn article_27_the_day_of_an_order_is_counted_again_and_never_made_shorter() {
    let year = |more: &str| {
        let days = "2026-01-01,holiday,\n2026-05-01,holiday,\n2026-10-01,holiday,\n";
        WorkCalendar::from_csv(&format!("{}\n{days}{more}", crate::calendar::CSV_HEADER)).unwrap()
    };
    let shown = ordered().open_due().unwrap();
    assert_eq!((shown.date, shown.provisional), (day("2026-10-27"), true));
    let counted = |more: &str| ordered().apply(&ordered().recount(&year(more)).unwrap());
    assert_eq!(counted("2026-10-17,workday,\n").open_due().unwrap().date, shown.date, "it was shown");
    let later = counted("2026-10-20,holiday,\n");
    assert_eq!(later.open_due().unwrap().date, day("2026-10-28"));
    assert!(!later.is_late(day("2026-10-28")) && ordered().is_late(day("2026-10-28")));
    let replied = does(later, leader(SCHOOL), "2026-10-20", answer(vec![proof()])).unwrap();
    assert_eq!((replied.open_due(), replied.recount(&year(""))), (None, None), "the authority holds it");
    // A new term after a rejection is counted from its own day.
    let reject = Command::Reject { reason: "档案缺项".into(), days: 5 };
    let again = does(replied, leader(COUNTY), "2026-10-21", reject).unwrap();
    let moved = again.clone().apply(&again.recount(&year("2026-10-22,holiday,\n")).unwrap());
    assert_eq!(moved.open_due().unwrap().date, day("2026-10-29"));
}

/// A command with what it needs, whoever gives it.
fn command() -> impl Strategy<Value = Command> {
    let words = || prop_oneof![Just("理由充分".to_owned()), Just(" ".to_owned())];
    prop_oneof![
        words().prop_map(Command::Examine),
        words().prop_map(Command::Dismiss),
        (words(), 0_u32..70).prop_map(|(demand, days)| Command::SignOrder { demand, days }),
        (words(), 0_usize..8)
            .prop_map(|(statement, n)| Command::Reply { statement, proofs: vec![proof(); n] }),
        words().prop_map(Command::Accept),
        (words(), 0_u32..70).prop_map(|(reason, days)| Command::Reject { reason, days }),
        (words(), any::<bool>()).prop_map(|(reason, serious)| Command::Escalate {
            above: office(CITY),
            serious,
            reason
        }),
        words().prop_map(Command::Recommend),
        words().prop_map(Command::Withdraw),
    ]
}

fn somebody() -> impl Strategy<Value = Party> {
    let unit = prop_oneof![Just(SCHOOL), Just(COUNTY), Just(CITY)];
    let role = prop_oneof![Just(Role::Registrar), Just(Role::Leader), Just(Role::Official)];
    (unit, role, 1_u128..3).prop_map(|(unit, role, n)| person(unit, role, n))
}

proptest! {
    #[test]
    fn article_27_whatever_is_done_no_order_without_two_persons_and_no_end_without_acceptance(
        walk in proptest::collection::vec((somebody(), command(), 0_u64..3), 1..40)
    ) {
        let calendar = WorkCalendar::default();
        let (mut violation, mut today) = (suspicion(), day("2026-10-12"));
        for (actor, command, days) in walk {
            today = today + chrono::Days::new(days);
            let context = Context { today, actor, calendar: &calendar };
            let before = violation.clone();
            let Ok(events) = violation.decide(command, &context) else { continue };
            prop_assert!(before.state.is_open(), "what is over stays over");
            prop_assert!(!events.is_empty());
            violation = events.iter().fold(violation, Violation::apply);
            if let (Some(order), Some(examined)) = (&violation.order, &violation.examined) {
                prop_assert!(order.act.by.account != examined.act.by.account);
                prop_assert!(order.due.date > order.act.on);
            }
            prop_assert!(violation.order.is_none() || violation.examined.is_some());
            if violation.state == ViolationState::Closed {
                prop_assert!(violation.replies.last().is_some_and(|reply| reply.rejected.is_none()));
                prop_assert_eq!(context.actor.role, Role::Leader);
                prop_assert_eq!(context.actor.unit.as_ref(), Some(&before.handler.unit));
            }
            prop_assert_eq!(violation.waiting().is_some(), violation.state.is_open());
        }
    }
}
