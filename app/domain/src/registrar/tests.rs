//! 第二十三条 as walks through a registrar's file and a hand-over, and as properties of every walk.

use super::*;
use crate::account::Role;
use crate::id::UnitId;
use crate::matter::Party;
use crate::refusal::Refusal;
use proptest::prelude::*;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office() -> Office {
    Office { unit: SCHOOL.parse().unwrap(), name: "第一小学".into() }
}

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

fn desk(n: u128) -> Desk {
    Desk { account: account(n), name: format!("管理员{n}") }
}

/// Accounts 1 to 3 are the school's registrars, 9 is its leader, others work elsewhere.
fn party(n: u128) -> Party {
    let here = n < 10;
    let unit: UnitId = if here { SCHOOL } else { "2132000002" }.parse().unwrap();
    let role = if n % 10 == 9 { Role::Leader } else { Role::Registrar };
    Party {
        account: account(n),
        name: format!("人员{n}"),
        role,
        unit: Some(unit),
        unit_name: "学校".into(),
        ties: crate::matter::Ties::none(),
    }
}

fn context(n: u128, today: &str) -> Context {
    Context { today: day(today), actor: party(n) }
}

fn post(since: &str) -> Post {
    Post {
        title: "教务处干事".into(),
        employment: Employment::Full,
        since: day(since),
        document: "明德小学任〔2026〕3号".into(),
    }
}

fn certificate(until: Option<&str>) -> Certificate {
    Certificate {
        course: "学籍管理员岗前培训".into(),
        hours: Some(24),
        certificate: "苏培2026-0001".into(),
        on: day("2026-08-20"),
        valid_until: until.map(day),
    }
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<Refusal>>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

fn does(file: Registrar, by: u128, today: &str, command: Command) -> Result<Registrar, Vec<Refusal>> {
    let events = file.decide(command, &context(by, today))?;
    Ok(events.iter().fold(file, Registrar::apply))
}

fn file() -> Registrar {
    Registrar::new(account(1), "王小明".into(), office())
}

#[test]
fn article_23_a_leader_appoints_changes_and_lets_go_and_the_file_keeps_all_of_it() {
    let appoint = |since| Command::Appoint(post(since));
    for stranger in [1, 2, 19] {
        assert_eq!(codes(does(file(), stranger, "2026-09-07", appoint("2026-09-01"))), ["not_your_step"]);
    }
    let bare = Post { title: " ".into(), document: String::new(), ..post("2026-09-08") };
    let wrong = codes(does(file(), 9, "2026-09-07", Command::Appoint(bare)));
    assert_eq!(wrong, ["title", "document", "since"]);
    let change = Command::Change(Post { employment: Employment::Part, ..post("2026-09-01") });
    assert_eq!(codes(does(file(), 9, "2026-09-07", change.clone())), ["out_of_state"]);
    let serving = does(file(), 9, "2026-09-07", appoint("2026-09-01")).unwrap();
    assert_eq!(serving.in_post_since(), Some(day("2026-09-01")));
    assert_eq!(codes(does(serving.clone(), 9, "2026-09-07", appoint("2026-09-01"))), ["out_of_state"]);
    let same = Command::Change(post("2026-09-01"));
    assert_eq!(codes(does(serving.clone(), 9, "2026-09-07", same)), ["title"]);
    let later = does(serving, 9, "2026-10-08", change).unwrap();
    let leave = Command::Leave { on: day("2026-11-02"), reason: "调离".into() };
    let left = does(later, 9, "2026-11-02", leave).unwrap();
    assert_eq!((left.state, left.in_post_since()), (RegistrarState::Left, None));
    assert_eq!(codes(does(left.clone(), 9, "2026-12-01", appoint("2026-11-01"))), ["since"]);
    let again = does(left, 9, "2026-12-01", appoint("2026-12-01")).unwrap();
    assert_eq!((again.history.len(), again.in_post_since()), (4, Some(day("2026-12-01"))));
    let kinds: Vec<_> =
        again.history.iter().filter_map(|event| again.report(event)).map(|report| report.kind).collect();
    assert_eq!(kinds, [ReportKind::Appointed, ReportKind::Changed, ReportKind::Left, ReportKind::Appointed]);
}

#[test]
fn article_23_a_certificate_counts_from_its_day_to_its_last() {
    let limited = certificate(Some("2027-08-19"));
    for (on, counts) in
        [("2026-08-19", false), ("2026-08-20", true), ("2027-08-19", true), ("2027-08-20", false)]
    {
        assert_eq!(limited.counts_on(day(on)), counts, "{on}");
    }
    assert!(certificate(None).counts_on(day("2099-01-01")), "one that names no last day");
    let bad = Certificate {
        course: " ".into(),
        hours: Some(0),
        certificate: "1".into(),
        on: day("2026-09-08"),
        valid_until: Some(day("2026-09-07")),
    };
    let wrong = codes(does(file(), 5, "2026-09-07", Command::Certify(bad)));
    assert_eq!(wrong, ["course", "hours", "certificate", "on", "valid_until"]);
    let trained = does(file(), 5, "2026-09-07", Command::Certify(limited)).unwrap();
    let trained = does(trained, 5, "2026-09-07", Command::Certify(certificate(Some("2026-12-31")))).unwrap();
    let best = trained.certificate_on(day("2026-10-01")).and_then(|one| one.valid_until);
    assert_eq!(best, Some(day("2027-08-19")), "the one that lasts longest");
    assert!(trained.certificate_on(day("2028-01-01")).is_none());
    assert!(trained.history.iter().all(|event| trained.report(event).is_none()), "not told by certificate");
}

fn found(key: &str, kind: ItemKind, count: u64) -> Found {
    Found { key: key.into(), kind, words: kind.label().into(), count }
}

fn cases() -> Found {
    found("cases", ItemKind::Cases, 3)
}

fn at(actor: u128, today: &str, found: &[Found], able: &[u128]) -> HandOverContext {
    HandOverContext {
        today: day(today),
        actor: party(actor),
        found: found.to_vec(),
        able: able.iter().map(|n| desk(*n)).collect(),
    }
}

fn opening() -> Opening {
    Opening {
        office: office(),
        from: desk(1),
        to: desk(2),
        last_day: day("2026-09-10"),
        reason: "调离本校".into(),
    }
}

fn step(
    hand_over: HandOver,
    command: HandOverCommand,
    context: &HandOverContext,
) -> Result<HandOver, Vec<Refusal>> {
    let events = hand_over.decide(command, context)?;
    Ok(events.iter().fold(hand_over, HandOver::apply))
}

fn give(keys: &[&str], to: u128) -> HandOverCommand {
    HandOverCommand::Reassign { keys: keys.iter().map(|key| (*key).to_owned()).collect(), to: account(to) }
}

#[test]
fn article_23_nothing_is_signed_or_confirmed_while_a_line_has_no_owner() {
    let open = [cases(), found("import/1", ItemKind::Import, 1)];
    for stranger in [1, 2, 19] {
        let refused = HandOver::open(opening(), &at(stranger, "2026-09-07", &open, &[2]));
        assert_eq!(codes(refused), ["not_your_step"]);
    }
    let untrained = HandOver::open(opening(), &at(9, "2026-09-07", &open, &[3]));
    assert_eq!(codes(untrained), ["to"], "the successor is trained and in post");
    let begun = HandOver::open(opening(), &at(9, "2026-09-07", &open, &[2, 3])).unwrap();
    let by = |n| at(n, "2026-09-10", &open, &[2, 3]);
    assert_eq!(codes(step(begun.clone(), HandOverCommand::Sign, &by(1))), ["open_items"]);
    assert_eq!(codes(step(begun.clone(), HandOverCommand::Confirm, &by(9))), ["open_items"]);
    assert_eq!(codes(step(begun.clone(), give(&["cases"], 4), &by(1))), ["to"]);
    assert_eq!(codes(step(begun.clone(), give(&["other/7"], 2), &by(1))), ["items"]);
    assert_eq!(codes(step(begun.clone(), give(&["cases"], 2), &by(2))), ["not_your_step"]);
    let half = step(begun, give(&["cases"], 2), &by(1)).unwrap();
    assert_eq!(codes(step(half.clone(), HandOverCommand::Sign, &by(1))), ["open_items"]);
    let given = step(half, give(&["import/1"], 3), &by(9)).unwrap();
    assert_eq!(codes(step(given.clone(), HandOverCommand::Confirm, &by(9))), ["unsigned"]);
    let one = step(given, HandOverCommand::Sign, &by(1)).unwrap();
    assert_eq!(codes(step(one.clone(), HandOverCommand::Sign, &by(1))), ["signed"]);
    assert_eq!(codes(step(one.clone(), HandOverCommand::Sign, &by(3))), ["not_your_step"]);
    let both = step(one, HandOverCommand::Sign, &by(2)).unwrap();
    let early = at(9, "2026-09-09", &open, &[2, 3]);
    assert_eq!(codes(step(both.clone(), HandOverCommand::Confirm, &early)), ["last_day"]);
    // What comes in between takes the signatures back.
    let more = [open.as_slice(), &[found("letters", ItemKind::Letters, 1)]].concat();
    let later = at(9, "2026-09-10", &more, &[2, 3]);
    assert_eq!(codes(step(both.clone(), HandOverCommand::Confirm, &later)), ["open_items"]);
    let lapsed = at(9, "2026-09-10", &open, &[2]);
    assert_eq!(codes(step(both.clone(), HandOverCommand::Confirm, &lapsed)), ["to"]);
    let done = step(both, HandOverCommand::Confirm, &by(9)).unwrap();
    assert_eq!(done.state, HandOverState::Confirmed);
    assert_eq!(codes(step(done, HandOverCommand::Withdraw, &by(9))), ["out_of_state"]);
}

#[test]
fn article_23_the_leader_signs_for_who_cannot_and_says_why_and_done_work_needs_no_owner() {
    let begun = HandOver::open(opening(), &at(9, "2026-09-07", &[cases()], &[2])).unwrap();
    let now = |n| at(n, "2026-09-10", &[], &[2]);
    let noted = step(begun, HandOverCommand::Note("档案室钥匙两把".into()), &now(9)).unwrap();
    assert_eq!(noted.items[0].state, ItemState::Finished, "the cases are decided by now");
    assert_eq!(noted.open_items().count(), 1);
    let given = step(noted, give(&["other/1"], 2), &now(9)).unwrap();
    let silent = HandOverCommand::SignInPlace(" ".into());
    assert_eq!(codes(step(given.clone(), silent, &now(9))), ["in_place"]);
    let signed = step(given, HandOverCommand::SignInPlace("本人已调离，不能到场".into()), &now(9)).unwrap();
    assert!(signed.waits_for(account(2)) && !signed.waits_for(account(1)));
    let both = step(signed, HandOverCommand::Sign, &now(2)).unwrap();
    let done = step(both, HandOverCommand::Confirm, &now(9)).unwrap();
    assert!(done.in_place.is_some() && done.state == HandOverState::Confirmed);
}

const KEYS: [&str; 5] = ["cases", "letters", "import/1", "other/1", "other/2"];

fn anything() -> impl Strategy<Value = HandOverCommand> {
    let words = || prop_oneof![Just("理由充分".to_owned()), Just(" ".to_owned())];
    let keys = proptest::sample::subsequence(KEYS.to_vec(), 0..=5);
    prop_oneof![
        5 => (keys, 1_u128..5).prop_map(|(keys, to)| give(&keys, to)),
        1 => words().prop_map(HandOverCommand::Note),
        5 => Just(HandOverCommand::Sign),
        1 => words().prop_map(HandOverCommand::SignInPlace),
        3 => Just(HandOverCommand::Confirm),
        1 => prop_oneof![9 => Just(HandOverCommand::Sign), 1 => Just(HandOverCommand::Withdraw)],
    ]
}

fn work() -> impl Strategy<Value = Vec<Found>> {
    let all = vec![cases(), found("letters", ItemKind::Letters, 2), found("import/1", ItemKind::Import, 1)];
    proptest::sample::subsequence(all, 0..=3)
}

proptest! {
    #[test]
    fn article_23_whatever_is_done_a_confirmed_hand_over_leaves_no_open_work_without_an_owner(
        walk in proptest::collection::vec(
            (prop_oneof![Just(1_u128), Just(2), Just(3), Just(9), Just(19)], anything(), work(),
             proptest::sample::subsequence(vec![2_u128, 3], 1..=2)),
            1..40,
        )
    ) {
        let mut hand_over = HandOver::open(opening(), &at(9, "2026-09-07", &[cases()], &[2])).unwrap();
        for (actor, command, found, able) in walk {
            let context = at(actor, "2026-09-10", &found, &able);
            let before = hand_over.clone();
            let Ok(events) = before.decide(command, &context) else { continue };
            prop_assert_eq!(before.state, HandOverState::Open, "what is over stays over");
            hand_over = events.iter().fold(before, HandOver::apply);
            let mut keys: Vec<_> = hand_over.items.iter().map(|item| &item.found.key).collect();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), hand_over.items.len(), "each line once");
            if hand_over.is_signed() {
                prop_assert_eq!(hand_over.open_items().count(), 0);
            }
            if hand_over.state == HandOverState::Confirmed {
                prop_assert_eq!(actor, 9, "the unit's own leader");
                prop_assert!(hand_over.is_signed());
                for one in &found {
                    let item = hand_over.items.iter().find(|item| item.found.key == one.key);
                    let owner = item.and_then(|item| match &item.state {
                        ItemState::Reassigned(desk) => Some(desk.account),
                        _ => None,
                    });
                    prop_assert!(owner.is_some_and(|owner| able.iter().any(|n| account(*n) == owner)));
                }
            }
        }
    }
}
