//! 第二十五条: who looks into an alarm, and what was found by how many.

use super::*;
use crate::matter::{Party, Ties};
use std::sync::LazyLock;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

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
        unit: Some(unit.parse().unwrap()),
        ties: Ties::none(),
    };
    Context { today: "2026-09-07".parse().unwrap(), actor, calendar: &CALENDAR }
}

fn begun() -> Inquiry {
    let today = "2026-09-07".parse().unwrap();
    let offices = (office(SCHOOL), office(COUNTY));
    Inquiry::begun(account(1), offices, (today, 201), today, &CALENDAR)
}

fn find(words: &str) -> Command {
    Command::Find { finding: AlarmFinding::Exceeded, words: words.into() }
}

fn codes(outcome: Checked<Vec<InquiryEvent>>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

fn then(inquiry: Inquiry, command: Command, context: &Context<'_>) -> Inquiry {
    let events = inquiry.decide(command, context).unwrap();
    events.iter().fold(inquiry, Inquiry::apply)
}

#[test]
fn article_25_what_was_found_takes_two_persons_neither_of_whom_looked() {
    let leader = by(SCHOOL, Role::Leader, 2);
    let auditor = by(COUNTY, Role::AuditAdmin, 3);
    let open = begun();
    assert_eq!(codes(open.decide(find("调档"), &by(SCHOOL, Role::Registrar, 4))), ["not_your_step"]);
    assert_eq!(
        codes(open.decide(find("调档"), &by(SCHOOL, Role::Leader, 1))),
        ["four_eyes"],
        "the own looks"
    );
    assert_eq!(codes(open.decide(find(" "), &leader)), ["words"]);
    assert_eq!(codes(open.decide(Command::Confirm, &auditor)), ["out_of_state"]);
    let found = then(open, find("下载名册用于推销"), &leader);
    assert_eq!((found.outcome(), found.state), (None, InquiryState::Found), "not before it is confirmed");
    assert_eq!(codes(found.decide(Command::Confirm, &leader)), ["not_your_step"]);
    let back = then(found.clone(), Command::Return("没有写明看了谁的".into()), &auditor);
    assert!(back.sent_back() && back.state == InquiryState::Open);
    let alone = then(back, find("查看了三名学生"), &auditor);
    assert_eq!(codes(alone.decide(Command::Confirm, &auditor)), ["four_eyes"], "one finds, another confirms");
    let closed = then(found, Command::Confirm, &auditor);
    assert_eq!((closed.outcome(), closed.waiting()), (Some(AlarmFinding::Exceeded), Vec::new()));
    assert_eq!(codes(closed.decide(find("再查"), &leader)), ["out_of_state"]);
}

#[test]
fn article_25_only_looks_beyond_the_work_are_a_violation() {
    let signs: Vec<_> = AlarmFinding::ALL.into_iter().filter(|one| one.is_violation()).collect();
    assert_eq!(signs, [AlarmFinding::Exceeded]);
    for finding in AlarmFinding::ALL {
        assert_eq!(AlarmFinding::from_key(finding.key()), Some(finding));
    }
}

#[test]
fn article_3_the_new_authority_confirms_in_the_place_of_the_old_one() {
    let open = begun();
    let (old, new) = (office(COUNTY), office("320104"));
    assert_eq!(open.handed_over(&new.unit, &old), None, "none of its affair");
    let event = open.handed_over(&old.unit, &new).unwrap();
    let moved = open.apply(&event);
    assert_eq!((&moved.auditor, moved.state), (&new, InquiryState::Open));
}
