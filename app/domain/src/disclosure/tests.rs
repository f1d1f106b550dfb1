//! 对外提供 (第二十五条): nothing leaves without two persons of the competent authority, neither of whom asked.

use super::*;
use crate::form::{Field, FieldKind};
use crate::id::{AccountId, UnitId};
use crate::matter::{Party, Proof, ProofKind};
use std::sync::LazyLock;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: format!("单位{unit}") }
}

/// No year is announced, so that every day counted in it is provisional.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

fn on(date: &str, unit: &str, role: Role, account: u128) -> Context<'static> {
    let unit: UnitId = unit.parse().unwrap();
    let actor = Party {
        account: AccountId::new(Uuid::from_u128(account)),
        name: "某人".into(),
        role,
        unit_name: unit.to_string(),
        unit: Some(unit),
        ties: crate::matter::Ties::none(),
    };
    Context { today: day(date), actor, calendar: &CALENDAR }
}

fn by(unit: &str, role: Role, account: u128) -> Context<'static> {
    on("2026-09-07", unit, role, account)
}

fn request() -> Request {
    Request {
        number: "320102-2026-0001".into(),
        asker: office(SCHOOL),
        school: office(SCHOOL),
        handler: office(COUNTY),
        recipient: Recipient {
            name: "玄武区疾病预防控制中心".into(),
            kind: Some(RecipientKind::PublicBody),
            contact: "李医生".into(),
            phone: "02512345678".into(),
            letter: "玄疾控〔2026〕8号".into(),
        },
        purpose: "核对预防接种情况".into(),
        ground: Some(Ground::StatutoryDuty),
        proof_of_ground: "疫苗管理法第四十八条".into(),
        classes: [DataClass::Basic, DataClass::Documents].into(),
        necessity: "按证件号比对接种记录".into(),
        people: People::Class(1, "1班".into()),
        keep_days: 30,
        letters: vec![proof(ProofKind::RecipientLetter)],
    }
}

fn proof(kind: ProofKind) -> Proof {
    let id = crate::id::ProofId::new(Uuid::from_u128(1));
    Proof { id, kind, sha256: "0".repeat(64), format: "png".into(), size: 1 }
}

fn asked() -> Disclosure {
    Disclosure::ask(request(), &by(SCHOOL, Role::Registrar, 1)).unwrap()
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<crate::refusal::Refusal>>) -> Vec<String> {
    outcome.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

fn then(disclosure: Disclosure, command: Command, context: &Context<'_>) -> Disclosure {
    let events = disclosure.decide(command, context).unwrap();
    events.iter().fold(disclosure, Disclosure::apply)
}

fn approved() -> Disclosure {
    let examined = then(asked(), Command::Examine("属实".into()), &by(COUNTY, Role::Registrar, 2));
    let approve = Command::Approve { words: "同意".into(), days: 7, downloads: 2 };
    then(examined, approve, &by(COUNTY, Role::Leader, 3))
}

#[test]
fn article_25_every_item_but_the_photograph_has_a_class_and_sensitive_ones_need_a_reason() {
    for field in Field::ALL {
        match DataClass::of(*field) {
            None => assert_eq!(field.kind(), FieldKind::Photo),
            Some(class) => {
                assert!(class.fields().contains(field));
                assert!(!field.is_sensitive() || class.needs_necessity(), "{field:?}");
            }
        }
    }
    let without = Request { necessity: String::new(), ..request() };
    assert_eq!(codes(Disclosure::ask(without, &by(SCHOOL, Role::Registrar, 1))), ["necessity"]);
    let plain = Request { necessity: String::new(), classes: [DataClass::Basic].into(), ..request() };
    assert!(Disclosure::ask(plain, &by(SCHOOL, Role::Registrar, 1)).is_ok());
}

#[test]
fn article_25_a_request_names_recipient_letter_purpose_ground_items_and_term() {
    let empty = Request {
        recipient: Recipient::default(),
        purpose: String::new(),
        ground: None,
        proof_of_ground: String::new(),
        classes: BTreeSet::new(),
        people: People::List(Vec::new()),
        keep_days: 0,
        ..request()
    };
    let told = codes(Disclosure::ask(empty, &by(SCHOOL, Role::Registrar, 1)));
    for field in [
        "recipient",
        "recipient_kind",
        "contact",
        "phone",
        "letter",
        "purpose",
        "ground",
        "classes",
        "keep_days",
        "people",
    ] {
        assert!(told.iter().any(|code| code == field), "{field}");
    }
}

#[test]
fn article_25_two_persons_of_the_competent_authority_decide_and_never_the_asker() {
    let own = Request { asker: office(COUNTY), ..request() };
    let disclosure = Disclosure::ask(own, &by(COUNTY, Role::Registrar, 2)).unwrap();
    let examine = || Command::Examine("属实".into());
    assert_eq!(codes(disclosure.decide(examine(), &by(COUNTY, Role::Registrar, 2))), ["four_eyes"]);
    for stranger in
        [by(SCHOOL, Role::Registrar, 9), by(COUNTY, Role::Leader, 3), by("320104", Role::Registrar, 5)]
    {
        assert_eq!(codes(disclosure.decide(examine(), &stranger)), ["not_your_step"]);
    }
    let examined = then(disclosure, examine(), &by(COUNTY, Role::Registrar, 4));
    let approve = || Command::Approve { words: "同意".into(), days: 7, downloads: 1 };
    assert_eq!(codes(examined.decide(approve(), &by(COUNTY, Role::Leader, 4))), ["four_eyes"], "examined it");
    assert_eq!(
        codes(examined.decide(approve(), &by(COUNTY, Role::Leader, 2))),
        ["four_eyes"],
        "asked for it"
    );
    let wide = Command::Approve { words: String::new(), days: 90, downloads: 0 };
    assert_eq!(codes(examined.decide(wide, &by(COUNTY, Role::Leader, 3))), ["words", "days", "downloads"]);
    assert!(examined.decide(approve(), &by(COUNTY, Role::Leader, 3)).is_ok());
}

#[test]
fn article_25_an_approval_is_counted_and_ends() {
    let asker = by(SCHOOL, Role::Registrar, 1);
    let fetch = || Command::Fetch { pupils: 40 };
    assert_eq!(codes(asked().decide(fetch(), &asker)), ["out_of_state"], "not before it is approved");
    let approved = approved();
    assert_eq!(codes(approved.decide(fetch(), &by(COUNTY, Role::Registrar, 2))), ["not_your_step"]);
    assert_eq!(approved.downloads_left(day("2026-09-14")), 2);
    let late = on("2026-09-15", SCHOOL, Role::Registrar, 1);
    assert_eq!(codes(approved.decide(fetch(), &late)), ["used_up"], "the term is over");
    let once = then(approved.clone(), fetch(), &asker);
    let twice = then(once, fetch(), &asker);
    assert_eq!(codes(twice.decide(fetch(), &asker)), ["used_up"]);
    let taken_back = then(approved, Command::Revoke("情况有变".into()), &by(COUNTY, Role::Leader, 3));
    assert_eq!(codes(taken_back.decide(fetch(), &asker)), ["out_of_state"]);
}

#[test]
fn article_25_what_was_given_is_returned_or_destroyed_in_time() {
    let asker = by(SCHOOL, Role::Registrar, 1);
    let settled =
        |proofs| Command::Settle { ending: Ending::Destroyed, words: "销毁证明第3号".into(), proofs };
    let settle = || settled(vec![proof(ProofKind::ReturnProof)]);
    let approved = approved();
    assert_eq!(codes(approved.decide(settle(), &asker)), ["not_given"]);
    let given = then(approved, Command::Fetch { pupils: 40 }, &asker);
    assert_eq!(given.return_by(), Some(day("2026-10-07")));
    assert!(!given.is_late(day("2026-10-07")) && given.is_late(day("2026-10-08")));
    assert_eq!(codes(given.decide(settled(Vec::new()), &asker)), ["file"], "shown by its scan");
    let settled = then(given, settle(), &asker);
    assert_eq!(settled.scans().count(), 2, "the letter and the proof");
    assert!(!settled.is_late(day("2027-01-01")));
    assert_eq!(settled.state, DisclosureState::Settled);
    assert_eq!(settled.downloads_left(day("2026-09-08")), 0, "nothing is fetched any more");
}

#[test]
fn article_25_each_step_of_the_authority_has_ten_working_days_which_are_counted_again() {
    let asked = asked();
    assert_eq!(asked.open_due().unwrap(), CALENDAR.add_working_days(day("2026-09-07"), STEP_WORKING_DAYS));
    // The year is announced: the day of the autumn festival is a holiday.
    let holiday = |date: &str| format!("{date},holiday,节日\n");
    let days = ["2026-01-01", "2026-05-01", "2026-09-18", "2026-10-01"].map(holiday).concat();
    let announced = WorkCalendar::from_csv(&format!("{}\n{days}", crate::calendar::CSV_HEADER)).unwrap();
    let event = asked.recount(&announced).unwrap();
    let counted = asked.clone().apply(&event);
    let due = counted.open_due().unwrap();
    assert_eq!((due.date, due.provisional), (day("2026-09-22"), false), "one day later, and certain");
    assert_eq!(counted.recount(&announced), None);

    let examined =
        then(counted, Command::Examine("属实".into()), &on("2026-09-10", COUNTY, Role::Registrar, 2));
    assert_eq!(examined.open_due().unwrap().date, day("2026-09-24"), "the leader has ten of his own");
    let approved = approved();
    assert_eq!((approved.open_due(), approved.recount(&announced)), (None, None), "nobody has to act");
    let given = then(approved, Command::Fetch { pupils: 40 }, &by(SCHOOL, Role::Registrar, 1));
    assert_eq!(given.open_due().map(|due| Some(due.date)), Some(given.return_by()));
}

#[test]
fn article_25_no_request_without_a_scan_of_the_recipients_letter() {
    let without = Request { letters: Vec::new(), ..request() };
    assert_eq!(codes(Disclosure::ask(without, &by(SCHOOL, Role::Registrar, 1))), ["file"]);
    let many = Request { letters: vec![proof(ProofKind::RecipientLetter); SCANS_MAX + 1], ..request() };
    assert_eq!(codes(Disclosure::ask(many, &by(SCHOOL, Role::Registrar, 1))), ["file"]);
}

#[test]
fn article_25_at_a_hand_over_what_is_approved_is_fetched_no_more_and_what_was_given_away_is_the_new_authoritys()
 {
    let (registrar, leader) = (by(COUNTY, Role::Registrar, 2), by(COUNTY, Role::Leader, 3));
    let (system, new) = (by("320000", Role::SystemAdmin, 9), office("320104"));
    let goes = |disclosure: Disclosure| {
        let events = disclosure.handed_over(&new, &system);
        (events.len(), events.iter().fold(disclosure, Disclosure::apply))
    };
    // What came up at the last moment is examined from the beginning.
    let examined = then(asked(), Command::Examine("属实".into()), &registrar);
    let (_, again) = goes(examined.clone());
    assert_eq!((again.state, &again.handler, &again.examined), (DisclosureState::Asked, &new, &None));
    let approve = Command::Approve { words: "同意".into(), days: 7, downloads: 2 };
    let approved = then(examined, approve, &leader);
    let (_, revoked) = goes(approved.clone());
    assert_eq!((revoked.state, &revoked.handler), (DisclosureState::Revoked, &office(COUNTY)));
    let fetch = Command::Fetch { pupils: 3 };
    let asker = by(SCHOOL, Role::Registrar, 1);
    let (n, given) = goes(then(approved, fetch.clone(), &asker));
    assert_eq!((n, given.state, &given.handler), (2, DisclosureState::Revoked, &new));
    assert!(given.is_open() && codes(given.decide(fetch, &asker)) == ["out_of_state"]);
    assert_eq!(goes(then(asked(), Command::Refuse("依据不足".into()), &registrar)).0, 0, "it is over");
}
