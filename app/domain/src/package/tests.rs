use super::*;
use crate::account::Role;
use crate::calendar::WorkCalendar;
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{BasicInfo, Field, FormContext, validate};
use crate::id::{AccountId, CaseId, PersonId, UnitId};
use crate::matter::{CaseKind, Deadline, Office, Party};
use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use uuid::Uuid;

/// The files of a package, by name.
type Files = BTreeMap<String, Vec<u8>>;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office(code: &str) -> Office {
    Office { unit: code.parse().unwrap(), name: format!("{code}学校") }
}

/// No year is announced, so that every day counted in it is provisional.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

fn context(role: Role, n: u128) -> Context<'static> {
    context_of("2132000001", role, n)
}

fn context_of(unit: &str, role: Role, n: u128) -> Context<'static> {
    let unit: UnitId = unit.parse().unwrap();
    let actor = Party {
        account: AccountId::new(Uuid::from_u128(n)),
        name: "王老师".into(),
        role,
        unit: Some(unit),
        unit_name: "学校".into(),
        ties: crate::matter::Ties::none(),
    };
    Context { today: day("2026-09-10"), actor, calendar: &CALENDAR }
}

fn basis() -> HandOver {
    HandOver {
        kind: CaseKind::Transfer,
        case: CaseId::new(Uuid::from_u128(1)),
        case_number: "03202609010000001".into(),
        decided_on: day("2026-09-07"),
        to: office("3144000001"),
    }
}

fn info(changes: &[(Field, &str)]) -> BasicInfo {
    let context = FormContext {
        today: day("2026-09-10"),
        school_type: crate::codes::SchoolType::Primary,
        stages: vec![crate::codes::Stage::Primary],
        system: crate::codes::SchoolSystem::SixThree,
        places: crate::form::Places::default(),
    };
    let mut raw = pupil(1, &SampleSpec::first_grade("320102", 2026));
    raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
    validate(&raw, &context).unwrap()
}

fn files() -> BTreeMap<String, Vec<u8>> {
    let picture = b"picture".to_vec();
    let name = format!("files/{}.jpg", manifest::sha256(&picture));
    [(RECORD.to_owned(), b"{}".to_vec()), (PDF.to_owned(), b"%PDF".to_vec()), (name, picture)].into()
}

fn manifest_of(files: &BTreeMap<String, Vec<u8>>) -> Manifest {
    let line = |(name, bytes): (&String, &Vec<u8>)| FileLine {
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256: manifest::sha256(bytes),
    };
    let at: DateTime<Utc> = "2026-09-10T02:00:00Z".parse().unwrap();
    let lines = files.iter().map(line).collect();
    let number = "L320102201909010001".to_owned();
    Manifest::new("N1".into(), office("2132000001"), at, basis(), number, lines, "00".repeat(32))
}

#[test]
fn article_15_a_manifest_names_every_file_with_its_length_and_hash() {
    let there = files();
    let manifest = manifest_of(&there);
    assert_eq!(manifest.check(&there), Ok(()));
    assert_eq!(Manifest::read(&manifest.to_bytes()).as_ref(), Ok(&manifest));

    let with = |change: &dyn Fn(&mut Files)| {
        let mut there = there.clone();
        change(&mut there);
        manifest.check(&there)
    };
    assert_eq!(with(&|there| drop(there.remove(PDF))), Err(Problem::Missing));
    assert_eq!(with(&|there| drop(there.insert("notes.txt".into(), vec![]))), Err(Problem::Extra));
    assert_eq!(with(&|there| there.get_mut(PDF).unwrap().push(0)), Err(Problem::Length));
    assert_eq!(with(&|there| there.get_mut(PDF).unwrap()[0] ^= 1), Err(Problem::Hash));

    let renamed = |name: &str| {
        let mut manifest = manifest.clone();
        manifest.files[0].name = name.into();
        manifest.check(&there)
    };
    for name in
        ["../record.json", "/etc/passwd", "files/../../x.jpg", "files/abc.jpg", "files/evil.exe", "a\\b"]
    {
        assert_eq!(renamed(name), Err(Problem::Name), "{name}");
    }
    let mut twice = manifest.clone();
    twice.files.insert(1, twice.files[0].clone());
    assert_eq!(twice.check(&there), Err(Problem::Duplicate));
    let mut many = manifest.clone();
    many.files = vec![manifest.files[0].clone(); FILES_MAX + 1];
    assert_eq!(many.check(&there), Err(Problem::TooMany));
    let mut huge = manifest.clone();
    huge.files[0].bytes = FILE_MAX + 1;
    assert_eq!(huge.check(&there), Err(Problem::Length));
    let mut bare = manifest.clone();
    bare.files.retain(|line| line.name != RECORD);
    assert_eq!(bare.check(&there), Err(Problem::Missing));
}

#[test]
fn article_15_a_later_format_is_told_apart_from_a_broken_one() {
    let text = String::from_utf8(manifest_of(&files()).to_bytes()).unwrap();
    assert_eq!(
        Manifest::read(text.replace("\"version\":1", "\"version\":2").as_bytes()),
        Err(Problem::Version)
    );
    assert_eq!(
        Manifest::read(text.replace("xueji archive", "other archive").as_bytes()),
        Err(Problem::NotAPackage)
    );
    assert_eq!(
        Manifest::read(text.replacen('{', "{ ", 1).as_bytes()),
        Err(Problem::NotAPackage),
        "one text only"
    );
    assert_eq!(Manifest::read(b"PK"), Err(Problem::NotAPackage));
}

proptest! {
    /// Whatever single byte of a manifest is altered: it reads no more, or what is signed is another text.
    #[test]
    fn article_15_no_byte_of_a_manifest_can_be_altered_unseen(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let manifest = manifest_of(&files());
        let mut bytes = manifest.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        if let Ok(read) = Manifest::read(&bytes) {
            prop_assert!(read != manifest);
            prop_assert!(read.message() != manifest.message() || read.signature != manifest.signature);
        }
    }
}

#[test]
fn every_problem_of_a_package_has_its_own_refusal() {
    let codes: BTreeSet<&str> = Problem::ALL.into_iter().map(Problem::key).collect();
    assert_eq!(codes.len(), Problem::ALL.len());
    for problem in Problem::ALL {
        let refusal = Refusal::from(problem);
        assert_eq!(refusal.basis, Basis::Article(16));
        assert!(!refusal.what.is_empty() && !refusal.remedy.is_empty());
    }
    let said: BTreeSet<String> = Problem::ALL.into_iter().map(|one| Refusal::from(one).what).collect();
    assert_eq!(said.len(), Problem::ALL.len());
}

fn outgoing() -> Outgoing {
    Outgoing {
        number: "2132000001-2026-0001".into(),
        person: PersonId::new(Uuid::from_u128(9)),
        name: "李小红".into(),
        from: office("2132000001"),
        basis: basis(),
        asked: context(Role::Registrar, 1).act(),
        state: OutgoingState::Asked,
        due: Deadline::after(day("2026-09-10"), STEP_WORKING_DAYS, &CALENDAR),
        decided: None,
        made: None,
        fetched: Vec::new(),
    }
}

fn made() -> Made {
    Made {
        bytes: 10,
        sha256: "0".repeat(64),
        files: 3,
        entries: 5,
        head: "0".repeat(64),
        fingerprint: "AAAA".into(),
        expires_on: day("2026-10-10"),
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Vec<Refusal>>) -> String {
    outcome.unwrap_err().remove(0).code.to_string()
}

#[test]
fn article_15_two_persons_release_a_package_and_it_is_fetched_for_thirty_days() {
    let one = outgoing();
    let release = |context: &Context<'_>| one.decide(OutgoingCommand::Release(made()), context);
    assert_eq!(code(release(&context(Role::Registrar, 2))), "role");
    assert_eq!(code(release(&context(Role::Leader, 1))), "four_eyes");
    assert_eq!(code(one.decide(OutgoingCommand::Fetch, &context(Role::Registrar, 1))), "not_released");
    assert_eq!(code(one.decide(OutgoingCommand::Refuse(" ".into()), &context(Role::Leader, 2))), "words");
    let event = release(&context(Role::Leader, 2)).unwrap();
    let one = one.clone().apply(&event);
    assert_eq!(code(one.decide(OutgoingCommand::Release(made()), &context(Role::Leader, 2))), "state");

    let on = |day: NaiveDate| Context { today: day, ..context(Role::Registrar, 1) };
    let event = one.decide(OutgoingCommand::Fetch, &on(day("2026-10-10"))).unwrap();
    let one = one.apply(&event);
    assert_eq!(one.fetched.len(), 1);
    assert_eq!(code(one.decide(OutgoingCommand::Expire, &on(day("2026-10-10")))), "not_expired");
    assert_eq!(code(one.decide(OutgoingCommand::Fetch, &on(day("2026-10-11")))), "expired");
    let event = one.decide(OutgoingCommand::Expire, &on(day("2026-10-11"))).unwrap();
    let one = one.apply(&event);
    assert_eq!(one.state, OutgoingState::Expired);
    assert_eq!(code(one.decide(OutgoingCommand::Fetch, &on(day("2026-10-11")))), "expired");
}

/// Somebody of the school that receives.
fn receiver(role: Role, n: u128) -> Context<'static> {
    context_of("3144000001", role, n)
}

fn incoming() -> Incoming {
    Incoming {
        number: "2132000001-2026-0001".into(),
        name: "李小红".into(),
        from: office("2132000001"),
        basis: basis(),
        fingerprint: "AAAA".into(),
        directory: None,
        entries: 5,
        head: "0".repeat(64),
        uploaded: receiver(Role::Registrar, 1).act(),
        state: IncomingState::Received,
        due: Deadline::after(day("2026-09-10"), STEP_WORKING_DAYS, &CALENDAR),
        proposal: None,
        returned: None,
        decided: None,
        person: None,
    }
}

fn propose(take: &[Field]) -> IncomingCommand {
    IncomingCommand::Propose {
        on: day("2026-09-10"),
        class_name: "2班".into(),
        take: take.iter().copied().collect(),
        note: String::new(),
    }
}

#[test]
fn article_16_two_persons_accept_a_package_and_one_child_has_one_record() {
    let (one, registrar, leader) = (incoming(), receiver(Role::Registrar, 1), receiver(Role::Leader, 2));
    let person = PersonId::new(Uuid::from_u128(9));
    assert_eq!(code(one.decide(propose(&[]), &Found::Elsewhere, &registrar)), "elsewhere");
    assert_eq!(code(one.decide(propose(&[]), &Found::Another, &registrar)), "another_child");
    assert_eq!(code(one.decide(propose(&[]), &Found::Nobody, &leader)), "role");
    assert_eq!(code(one.decide(IncomingCommand::Accept(person), &Found::Nobody, &leader)), "state");
    let early = IncomingCommand::Propose {
        on: day("2026-09-06"),
        class_name: String::new(),
        take: BTreeSet::new(),
        note: String::new(),
    };
    let wrong = one.decide(early, &Found::Nobody, &registrar).unwrap_err();
    assert_eq!(wrong.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["on", "class_name"]);

    let one = one.clone().apply(&one.decide(propose(&[]), &Found::Nobody, &registrar).unwrap());
    let accept = |found: &Found, who: &Context<'_>| one.decide(IncomingCommand::Accept(person), found, who);
    assert_eq!(code(accept(&Found::Nobody, &registrar)), "role");
    assert_eq!(code(accept(&Found::Nobody, &receiver(Role::Leader, 1))), "four_eyes");
    assert_eq!(code(accept(&Found::Nobody, &context(Role::Leader, 2))), "role", "another school's leader");
    assert_eq!(code(accept(&Found::Elsewhere, &leader)), "elsewhere", "looked at again");
    let back = one.decide(IncomingCommand::Return("班级有误".into()), &Found::Nobody, &leader).unwrap();
    assert_eq!(one.clone().apply(&back).state, IncomingState::Received);
    let done = one.clone().apply(&accept(&Found::Nobody, &leader).unwrap());
    assert_eq!((done.state, done.person), (IncomingState::Accepted, Some(person)));
}

#[test]
fn article_10_key_items_are_not_changed_by_a_package() {
    let (one, registrar) = (incoming(), receiver(Role::Registrar, 1));
    let found = Found::Own([Field::IdKind, Field::CurrentAddress].into());
    assert_eq!(code(one.decide(propose(&[Field::IdKind]), &found, &registrar)), "take");
    assert_eq!(code(one.decide(propose(&[Field::Phone]), &found, &registrar)), "take", "it does not differ");
    assert!(one.decide(propose(&[Field::CurrentAddress]), &found, &registrar).is_ok());
}

#[test]
fn article_16_records_are_compared_item_by_item() {
    let here = info(&[]);
    assert!(Comparison::of(&here, &here).is_empty() && Comparison::same_child(&here, &here));
    let there = info(&[(Field::CurrentAddress, "中山路1号"), (Field::ClassName, "9班")]);
    let told = Comparison::of(&here, &there);
    let fields: Vec<Field> = told.iter().map(|one| one.field).collect();
    assert_eq!(fields, [Field::CurrentAddress], "the class is the receiving school's own");
    assert_eq!(told[0].there, "中山路1号");
    assert!(Comparison::same_child(&here, &there));
    assert!(!Comparison::same_child(&here, &info(&[(Field::Name, "另一人")])));
    assert!(here.strange(day("2026-09-10")).is_empty(), "what the form keeps is not strange to it");
}

#[test]
fn a_fingerprint_is_short_enough_to_be_read_aloud() {
    let code = fingerprint(&"ab".repeat(32));
    assert_eq!((code.len(), code.matches('-').count()), (24, 4));
    assert_ne!(code, fingerprint(&"ac".repeat(32)));
}
