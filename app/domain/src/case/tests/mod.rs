mod changes;
mod closing;
mod handed;
mod kinds;
mod lives;
mod provinces;
mod samples;
mod special;
mod stages;
mod stands;
mod systems;

use super::abroad::Abroad;
use super::change::{Facts, Paper};
use super::completion::{Completion, Outcome};
use super::correction::{Change, Correction, Proof, ProofKind};
use super::death::Death;
use super::dropout::DropOut;
use super::extension::Extension;
use super::grade::{Repeat, Skip};
use super::placement::{Placement, Setting};
use super::progression::Progression;
use super::readmission::{Away, Readmission};
use super::registration::Registration;
use super::resumption::Resumption;
use super::suspension::{Suspension, SuspensionGround};
use super::transfer::{Transfer, TransferGround};
use super::transfer_out::TransferOut;
use super::withdrawal::{Manner, Withdrawal};
use super::*;
use crate::account::Role;
use crate::id::{AccountId, ProofId};
use samples::{facts, payload, readmission};
use uuid::Uuid;

fn unit(code: &str) -> UnitId {
    code.parse().unwrap()
}

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

fn who(n: u128, role: Role, code: &str) -> Party {
    Party {
        account: account(n),
        name: format!("某{n}"),
        role,
        unit: Some(unit(code)),
        unit_name: code.into(),
        ties: crate::matter::Ties::none(),
    }
}

fn guardian() -> Party {
    Party {
        account: account(99),
        name: "家长".into(),
        role: Role::Guardian,
        unit: None,
        unit_name: String::new(),
        ties: crate::matter::Ties::none(),
    }
}

const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";
/// The releasing school of a transfer, under the same county.
const FROM: &str = "2132000009";

fn links(kind: CaseKind) -> Vec<Link> {
    let link = |code: &str, role| Link { unit: unit(code), unit_name: code.into(), role };
    let mut chain =
        vec![link(SCHOOL, Role::Leader), link(COUNTY, Role::Registrar), link(COUNTY, Role::Leader)];
    if kind == CaseKind::Correction {
        chain.insert(0, link(SCHOOL, Role::Registrar));
    }
    if matches!(kind, CaseKind::Transfer | CaseKind::Progression) {
        chain.splice(1..1, [link(FROM, Role::Registrar), link(FROM, Role::Leader)]);
    }
    chain
}

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, n).unwrap()
}

struct World {
    calendar: Arc<WorkCalendar>,
    rules: Arc<Rules>,
}

impl World {
    fn new() -> Self {
        Self::with(&[])
    }

    /// A world in which the nation has decided some rules.
    fn with(decided: &[(RuleKey, &str)]) -> Self {
        Self::narrowed(decided, &[])
    }

    /// The same, with what narrows them.
    fn narrowed(decided: &[(RuleKey, &str)], scopes: &[(RuleKey, crate::rules::Scope)]) -> Self {
        let set = crate::rules::RuleSet {
            authority: UnitId::nation(),
            authority_name: "教育部".into(),
            version: 1,
            valid_from: day(1),
            valid_until: None,
            scopes: scopes.iter().cloned().collect(),
            delegated: Default::default(),
            source: "试行通知".into(),
            values: decided.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        };
        let rules = Rules::in_force(&[set], None, NaiveDate::MAX);
        Self { rules: Arc::new(rules), calendar: Arc::default() }
    }

    fn context(&self, actor: Party) -> Context {
        let at = day(10).and_hms_opt(1, 0, 0).unwrap().and_utc();
        Context { today: day(10), at, actor, calendar: self.calendar.clone(), rules: self.rules.clone() }
    }

    fn open(&self, kind: CaseKind) -> Case {
        let opener = match kind {
            CaseKind::Correction => guardian(),
            _ => who(1, Role::Registrar, SCHOOL),
        };
        let draft = NewCase {
            id: CaseId::new(Uuid::from_u128(1)),
            number: "0120260910000001".into(),
            person: PersonId::new(Uuid::from_u128(2)),
            school: unit(SCHOOL),
            path: OrgPath::root().child(&unit(COUNTY)).child(&unit(SCHOOL)),
            chain: links(kind),
            payload: payload(kind),
        };
        Case::open(draft, &self.context(opener))
    }
}

fn agree() -> Command {
    Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() }
}

fn run(case: Case, command: Command, context: &Context) -> Result<Case, Vec<Refusal>> {
    let events = case.decide(command, context)?;
    Ok(events.iter().fold(case, |case, event| case.apply(event)))
}

fn codes(result: Result<Case, Vec<Refusal>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn article_4_a_registration_goes_through_school_leader_and_both_people_of_the_authority() {
    let world = World::new();
    let mut case = world.open(CaseKind::Registration);
    for actor in [who(2, Role::Leader, SCHOOL), who(3, Role::Registrar, COUNTY), who(4, Role::Leader, COUNTY)]
    {
        assert_eq!(case.state, CaseState::InProgress);
        case = run(case, agree(), &world.context(actor)).unwrap();
    }
    assert_eq!((case.state, case.closed_on), (CaseState::Approved, Some(day(10))));
}

#[test]
fn nobody_decides_out_of_turn_twice_or_what_they_opened() {
    let world = World::new();
    let case = world.open(CaseKind::Registration);
    let early = run(case.clone(), agree(), &world.context(who(3, Role::Registrar, COUNTY)));
    assert_eq!(codes(early), ["not_your_step"]);
    let other_school = run(case.clone(), agree(), &world.context(who(2, Role::Leader, "2132000002")));
    assert_eq!(codes(other_school), ["not_your_step"]);
    // The opener with a second hat is still the same person.
    let own = run(case.clone(), agree(), &world.context(who(1, Role::Leader, SCHOOL)));
    assert_eq!(codes(own), ["four_eyes"]);
    let case = run(case, agree(), &world.context(who(2, Role::Leader, SCHOOL))).unwrap();
    let case = run(case, agree(), &world.context(who(3, Role::Registrar, COUNTY))).unwrap();
    assert_eq!(codes(run(case, agree(), &world.context(who(3, Role::Leader, COUNTY)))), ["four_eyes"]);
}

#[test]
fn a_return_needs_a_reason_goes_back_to_the_opener_and_starts_a_new_round() {
    let world = World::new();
    let case = world.open(CaseKind::Registration);
    let leader = world.context(who(2, Role::Leader, SCHOOL));
    assert_eq!(codes(run(case.clone(), Command::Return { reason: " ".into() }, &leader)), ["reason_needed"]);
    let case = run(case, Command::Return { reason: "缺照片".into() }, &leader).unwrap();
    assert_eq!(case.state, CaseState::Returned);
    assert!(case.due().is_some() && case.current().is_none());
    let again = Command::Resubmit { payload: Box::new(payload(CaseKind::Registration)) };
    assert_eq!(codes(run(case.clone(), again.clone(), &leader)), ["not_opener"]);
    let colleague = world.context(who(11, Role::Registrar, SCHOOL));
    let case = run(case, again, &colleague).unwrap();
    assert_eq!(
        (case.state, case.current().map(|step| (step.link, step.round))),
        (CaseState::InProgress, Some((0, 2)))
    );
    // Who mended it decides it by no account of theirs, nor by one that is bound to theirs, in no later round either.
    let hat = world.context(who(11, Role::Leader, SCHOOL));
    let ties = crate::matter::Ties::none().and(account(11), crate::matter::Tie::SamePerson);
    let tied = world.context(Party { ties, ..who(12, Role::Leader, SCHOOL) });
    let returned = run(case.clone(), Command::Return { reason: "缺照片".into() }, &leader).unwrap();
    let again = Command::Resubmit { payload: Box::new(payload(CaseKind::Registration)) };
    let opener = world.context(who(1, Role::Registrar, SCHOOL));
    let third = run(returned, again, &opener).unwrap();
    for mended in [&case, &third] {
        assert_eq!(codes(run(mended.clone(), agree(), &hat)), ["four_eyes"]);
        assert_eq!(codes(run(mended.clone(), agree(), &tied)), ["tied"]);
    }
    // The leader who returned it may decide the mended one.
    assert!(run(case, agree(), &leader).is_ok() && run(third, agree(), &leader).is_ok());
}

#[test]
fn article_10_a_correction_is_decided_field_by_field_with_reasons() {
    let world = World::new();
    let case = world.open(CaseKind::Correction);
    let registrar = world.context(who(1, Role::Registrar, SCHOOL));
    let refuse = |fields: &[(Field, &str)]| Command::Agree {
        reason: String::new(),
        refused_fields: fields.iter().map(|(field, why)| (*field, (*why).to_owned())).collect(),
    };
    assert_eq!(codes(run(case.clone(), refuse(&[(Field::Name, "")]), &registrar)), ["reason_needed"]);
    let everything = refuse(&[(Field::Name, "不符"), (Field::BirthDate, "不符")]);
    assert_eq!(codes(run(case.clone(), everything, &registrar)), ["all_refused"]);
    let case = run(case, refuse(&[(Field::Name, "与户口簿不符")]), &registrar).unwrap();
    let Payload::Correction(correction) = &case.payload else { panic!("a correction") };
    assert_eq!(correction.accepted().map(|change| change.field).collect::<Vec<_>>(), [Field::BirthDate]);
    assert_eq!(correction.result(), "更正了 1 项，1 项未更正：姓名（与户口簿不符）。");
}

#[test]
fn article_10_an_item_that_is_refused_is_decided_and_stops_nobody_who_comes_later() {
    let world = World::new();
    let refuse = |fields: &[(Field, &str)]| Command::Agree {
        reason: String::new(),
        refused_fields: fields.iter().map(|(field, why)| (*field, (*why).to_owned())).collect(),
    };
    let mut case = world.open(CaseKind::Correction);
    assert!(!case.papers_checked(), "a guardian's papers are handed in, nobody has looked at them");
    // The same words come back at every step, as a browser fills a form in, with a blank, or with a further reason.
    let said = ["与户口簿不符", "与户口簿不符", " ", "出生证明也不一致"];
    let steps = [
        (1, Role::Registrar, SCHOOL),
        (2, Role::Leader, SCHOOL),
        (3, Role::Registrar, COUNTY),
        (4, Role::Leader, COUNTY),
    ];
    for ((n, role, unit), why) in steps.into_iter().zip(said) {
        let context = world.context(who(n, role, unit));
        case = run(case, refuse(&[(Field::Name, why)]), &context).unwrap();
        assert!(case.papers_checked());
    }
    assert_eq!(case.state, CaseState::Approved);
    let Payload::Correction(correction) = &case.payload else { panic!("a correction") };
    assert_eq!(correction.accepted().map(|change| change.field).collect::<Vec<_>>(), [Field::BirthDate]);
    assert_eq!(correction.result(), "更正了 1 项，1 项未更正：姓名（与户口簿不符；出生证明也不一致）。");
    // What was never asked for is refused by its name, and the last item is refused with the whole case.
    let first = run(
        world.open(CaseKind::Correction),
        refuse(&[(Field::Name, "不符")]),
        &world.context(who(1, Role::Registrar, SCHOOL)),
    );
    let leader = world.context(who(2, Role::Leader, SCHOOL));
    assert_eq!(
        codes(run(first.clone().unwrap(), refuse(&[(Field::Health, "不符")]), &leader)),
        ["field_not_open"]
    );
    assert_eq!(codes(run(first.unwrap(), refuse(&[(Field::BirthDate, "不符")]), &leader)), ["all_refused"]);
}

#[test]
fn article_10_a_request_needs_a_change_and_a_proof() {
    let Payload::Correction(good) = payload(CaseKind::Correction) else { panic!("a correction") };
    assert_eq!(good.check(), Ok(()));
    let codes = |correction: &Correction| {
        correction
            .check()
            .unwrap_err()
            .into_iter()
            .map(|refusal| refusal.code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&Correction { proofs: Vec::new(), ..good.clone() }), ["proof_needed"]);
    assert_eq!(codes(&Correction { changes: Vec::new(), ..good.clone() }), ["nothing_asked"]);
    let mut same = good.clone();
    same.changes[0].new = same.changes[0].old.clone();
    assert_eq!(codes(&same), ["nothing_changed"]);
    let mut class = good;
    class.changes[0].field = Field::ClassName;
    assert_eq!(codes(&class), ["field_not_open"]);
}

/// Role × kind × command at every step of every kind: the waiting link and nobody else decides, the opener's side and nobody
/// else withdraws, and while nothing is returned nobody mends.
#[test]
fn articles_11_to_22_role_by_kind_by_command() {
    let world = World::new();
    let reason = || "核对后的意见".to_owned();
    for kind in CaseKind::ALL {
        let mut case = world.open(kind);
        for step in 0..case.chain.len() {
            let waiting = case.chain[step].clone();
            for role in Role::ALL {
                for code in [SCHOOL, FROM, COUNTY, "320100", "000000"] {
                    let actor = who(500, role, code);
                    let context = world.context(actor);
                    let turn = waiting.unit == unit(code) && waiting.role == role;
                    for command in
                        [agree(), Command::Return { reason: reason() }, Command::Refuse { reason: reason() }]
                    {
                        let allowed = case.decide(command.clone(), &context).is_ok();
                        assert_eq!(allowed, turn, "{kind:?} step {step}: {role:?} of {code} {command:?}");
                    }
                    let colleague = kind != CaseKind::Correction && (role, code) == (Role::Registrar, SCHOOL);
                    let withdrawn = case.decide(Command::Withdraw { reason: reason() }, &context).is_ok();
                    assert_eq!(withdrawn, colleague, "{kind:?} step {step}: {role:?} of {code} withdraws");
                    let again = Command::Resubmit { payload: Box::new(payload(kind)) };
                    assert!(case.decide(again, &context).is_err(), "nothing was returned");
                }
            }
            assert!(case.due().is_some());
            let next = who(600 + step as u128, waiting.role, waiting.unit.as_str());
            case = run(case, agree(), &world.context(next)).unwrap();
        }
        assert_eq!(case.state, CaseState::Approved, "{kind:?}");
    }
}

/// The holidays that make a year published, and the spring festival of an imagined 2027.
fn announced() -> WorkCalendar {
    let lines = ["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-05-01", "2027-10-01"];
    let lines = lines.map(|day| format!("{day},holiday,节日\n")).concat();
    WorkCalendar::from_csv(&format!("date,kind,name\n{lines}")).unwrap()
}

#[test]
fn article_14_a_provisional_deadline_is_counted_again_when_the_year_is_announced_and_never_comes_earlier() {
    let world = World::new();
    let rules = Rules::national();
    let on = NaiveDate::from_ymd_opt(2027, 1, 29).unwrap();
    let at = on.and_hms_opt(1, 0, 0).unwrap().and_utc();
    let context = |actor| Context { today: on, at, ..world.context(actor) };
    let case =
        run(world.open(CaseKind::Registration), agree(), &context(who(2, Role::Leader, SCHOOL))).unwrap();
    let told = case.due().unwrap();
    assert!(told.provisional);
    let event = case.recount(&announced(), &rules).unwrap();
    let again = case.clone().apply(&event);
    let due = again.due().unwrap();
    assert_eq!(due.date, announced().add_working_days(on, 10).date, "three holidays more");
    assert!(due.date > told.date && !due.provisional);
    assert_eq!(again.recount(&announced(), &rules), None, "once");

    // Make-up working days would bring it forward: the day that was told stays.
    let csv = "date,kind,name\n2027-01-01,holiday,\n2027-01-30,workday,\n2027-01-31,workday,\n2027-05-01,holiday,\n2027-10-01,holiday,\n";
    let shorter = WorkCalendar::from_csv(csv).unwrap();
    let kept = case.clone().apply(&case.recount(&shorter, &rules).unwrap()).due().unwrap();
    assert_eq!((kept.date, kept.provisional), (told.date, false));

    let back = Command::Return { reason: "缺材料".into() };
    let returned = run(case, back, &context(who(3, Role::Registrar, COUNTY))).unwrap();
    assert!(returned.due().unwrap().provisional);
    let event = returned.recount(&announced(), &rules);
    assert!(event.is_some_and(|event| !returned.apply(&event).due().unwrap().provisional));
}
