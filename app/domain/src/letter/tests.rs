mod lives;

use super::*;
use crate::calendar::{Term, WorkCalendar, term};
use crate::codes::Sex;
use crate::id::{AccountId, SpellId};
use crate::refusal::{Basis, Refusal};
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const OTHER: &str = "2132000002";
const COUNTY: &str = "320102";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn unit(code: &str) -> Office {
    Office { unit: code.parse().unwrap(), name: code.into() }
}

fn who(n: u128, role: Role, code: &str) -> Party {
    Party {
        account: AccountId::new(Uuid::from_u128(n)),
        name: format!("人员{n}"),
        role,
        unit: Some(code.parse().unwrap()),
        unit_name: code.into(),
        ties: crate::matter::Ties::none(),
    }
}

fn pupil() -> PupilFacts {
    PupilFacts {
        name: "李明".into(),
        sex: Sex::Male,
        number: "G3201**********0010".into(),
        school: "第一小学".into(),
        class_label: "小学三年级".into(),
    }
}

fn this_term() -> Term {
    term(day("2026-09-10"))
}

/// The content as it is generated, before a registrar fills it in.
fn bare(kind: LetterKind) -> Content {
    let enclosures = Enclosures::default();
    match kind {
        LetterKind::ArchiveHandOver => Content::ArchiveHandOver(ArchiveHandOver {
            pupil: pupil(),
            approved_on: day("2026-09-10"),
            kept_by: None,
            closed: false,
            enclosures,
        }),
        LetterKind::DropOutReport => Content::DropOut(DropOut {
            pupil: pupil(),
            since: day("2026-09-03"),
            hukou: "江苏省南京市玄武区".into(),
            receivers: vec!["玄武区".into()],
            township_missing: true,
            closed_on: None,
            circumstances: String::new(),
        }),
        LetterKind::TermTransfers => Content::TermTransfers(TermTransfers {
            term: this_term(),
            until: day("2026-09-10"),
            arrived: vec![Line {
                spell: SpellId::new(Uuid::from_u128(9)),
                name: "李明".into(),
                number: String::new(),
                class_label: "小学三年级".into(),
                other_school: "第二小学".into(),
                on: day("2026-09-07"),
            }],
            left: Vec::new(),
        }),
        LetterKind::HukouHandOver => Content::HukouHandOver(HukouHandOver {
            pupil: pupil(),
            // The term that has ended: before its end it is not signed.
            term: this_term().previous(),
            ends: None,
            since: None,
            hukou: "四川省成都市锦江区".into(),
            enclosures,
        }),
    }
}

fn full(kind: LetterKind) -> Content {
    bare(kind).filled(Some(12), "户籍证明、体检表")
}

fn owed(kind: LetterKind) -> Letter {
    let about = (kind != LetterKind::TermTransfers).then(|| PersonId::new(Uuid::from_u128(2)));
    let id = LetterId::new(Uuid::from_u128(1));
    let calendar = WorkCalendar::default();
    Letter::owe(id, unit(SCHOOL), unit(OTHER), about, bare(kind), day("2026-09-10"), &calendar)
}

fn context(actor: Party, online: bool) -> Context<'static> {
    static CALENDAR: std::sync::LazyLock<WorkCalendar> = std::sync::LazyLock::new(WorkCalendar::default);
    Context { today: day("2026-09-10"), actor, calendar: &CALENDAR, receiver_has_registrar: online }
}

fn draft(kind: LetterKind) -> Command {
    Command::Draft { content: Box::new(full(kind)) }
}

fn sign() -> Command {
    Command::Sign { number: "学籍函2132000001〔2026〕1号".into() }
}

fn receive(pieces: Option<u32>, note: &str) -> Command {
    Command::Receive { received_by: "王老师".into(), on: day("2026-09-10"), pieces, note: note.into() }
}

fn run(letter: Letter, command: Command, context: &Context<'_>) -> Result<Letter, Vec<Refusal>> {
    let events = letter.decide(command, context)?;
    Ok(events.iter().fold(letter, |letter, event| letter.apply(event)))
}

fn codes(result: Result<Letter, Vec<Refusal>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

/// Drafted by the registrar, signed by the leader.
fn sent(kind: LetterKind, online: bool) -> Letter {
    let letter = run(owed(kind), draft(kind), &context(who(1, Role::Registrar, SCHOOL), online)).unwrap();
    run(letter, sign(), &context(who(2, Role::Leader, SCHOOL), online)).unwrap()
}

#[test]
fn articles_15_18_and_22_each_kind_is_due_as_its_article_says() {
    let calendar = WorkCalendar::default();
    let due = |kind: LetterKind, on: &str| kind.due(day(on), Some(term(day(on))), &calendar).date;
    for (kind, on, by) in [
        // 第十五条: one month, by the calendar; a Saturday moves to Monday.
        (LetterKind::ArchiveHandOver, "2026-09-10", "2026-10-12"),
        (LetterKind::ArchiveHandOver, "2027-01-31", "2027-03-01"),
        // 第二十二条: ten working days.
        (LetterKind::DropOutReport, "2026-09-10", "2026-09-24"),
        // 第十八条, 第二十二条第二款: the last day of the term, or the working day after it.
        (LetterKind::TermTransfers, "2026-09-10", "2027-02-01"),
        (LetterKind::TermTransfers, "2027-03-01", "2027-08-31"),
        (LetterKind::HukouHandOver, "2027-03-01", "2027-08-31"),
    ] {
        assert_eq!(due(kind, on), day(by), "{kind:?} owed on {on}");
    }
    assert_eq!(LetterKind::ALL.map(LetterKind::article), [15, 22, 18, 22]);
}

#[test]
fn article_15_the_registrar_drafts_the_leader_signs_the_other_school_gives_the_receipt() {
    let kind = LetterKind::ArchiveHandOver;
    let registrar = context(who(1, Role::Registrar, SCHOOL), true);
    let leader = context(who(2, Role::Leader, SCHOOL), true);
    let other = context(who(3, Role::Registrar, OTHER), true);
    let letter = owed(kind);
    assert_eq!(codes(run(letter.clone(), sign(), &leader)), ["out_of_state"], "nothing is drafted yet");
    assert_eq!(codes(run(letter.clone(), draft(kind), &leader)), ["not_your_step"]);
    assert_eq!(codes(run(letter.clone(), draft(kind), &other)), ["not_your_step"]);
    let letter = run(letter, draft(kind), &registrar).unwrap();
    assert_eq!((letter.state, letter.number.as_deref()), (LetterState::Drafted, None));
    assert_eq!(codes(run(letter.clone(), sign(), &registrar)), ["not_your_step"]);
    assert_eq!(codes(run(letter.clone(), receive(Some(12), ""), &other)), ["out_of_state"], "not sent yet");
    let letter = run(letter, sign(), &leader).unwrap();
    assert!(letter.number.is_some() && letter.state.is_sent());
    assert_eq!(
        letter.waiting_for().map(|(unit, role)| (unit.unit.as_str(), role)),
        Some((OTHER, Role::Registrar))
    );
    assert_eq!(letter.due().unwrap().date, day("2026-10-12"), "the month runs on until the archive is there");
    for stranger in
        [who(4, Role::Registrar, COUNTY), who(2, Role::Leader, SCHOOL), who(1, Role::Registrar, SCHOOL)]
    {
        let outcome = run(letter.clone(), receive(Some(12), ""), &context(stranger, true));
        assert_eq!(codes(outcome), ["not_your_step"], "the sender gives no receipt to itself");
    }
    let letter = run(letter, receive(Some(12), ""), &other).unwrap();
    assert_eq!((letter.state, letter.due(), letter.waiting_for()), (LetterState::Received, None, None));
    assert_eq!(codes(run(letter, receive(Some(12), ""), &other)), ["out_of_state"]);
}

#[test]
fn the_same_account_never_drafts_and_signs() {
    let kind = LetterKind::DropOutReport;
    let letter = run(owed(kind), draft(kind), &context(who(1, Role::Registrar, SCHOOL), false)).unwrap();
    let both = context(who(1, Role::Leader, SCHOOL), false);
    assert_eq!(codes(run(letter, sign(), &both)), ["four_eyes"], "a second hat is the same person");
}

#[test]
fn article_22_a_paper_receipt_is_recorded_by_the_sender_and_only_where_nobody_is_here() {
    let kind = LetterKind::DropOutReport;
    let registrar = context(who(1, Role::Registrar, SCHOOL), false);
    let letter = sent(kind, false);
    assert_eq!(letter.delivery, Some(Delivery::Paper));
    assert_eq!(
        letter.waiting_for().map(|(unit, role)| (unit.unit.as_str(), role)),
        Some((SCHOOL, Role::Registrar))
    );
    assert_eq!(letter.due().unwrap().date, day("2026-09-17"), "five working days for the receipt");
    let wrong = Command::Receive {
        received_by: " ".into(),
        on: day("2026-09-11"),
        pieces: None,
        note: String::new(),
    };
    assert_eq!(codes(run(letter.clone(), wrong, &registrar)), ["received_by", "on"]);
    let early = Command::Receive {
        received_by: "周主任".into(),
        on: day("2026-09-09"),
        pieces: None,
        note: String::new(),
    };
    assert_eq!(codes(run(letter.clone(), early, &registrar)), ["on"], "before it was sent");
    assert_eq!(
        codes(run(letter.clone(), receive(None, ""), &context(who(2, Role::Leader, SCHOOL), false))),
        ["not_your_step"]
    );
    let letter = run(letter, receive(None, ""), &registrar).unwrap();
    assert_eq!(letter.receipt.unwrap().received_by, "王老师");
}

#[test]
fn what_a_letter_must_say_is_asked_before_the_leader_sees_it_on_its_article() {
    for (kind, wanted, article) in [
        (LetterKind::ArchiveHandOver, Some("pieces"), 15),
        (LetterKind::DropOutReport, Some("words"), 22),
        (LetterKind::TermTransfers, None, 18),
        (LetterKind::HukouHandOver, Some("pieces"), 22),
    ] {
        let registrar = context(who(1, Role::Registrar, SCHOOL), true);
        let command = Command::Draft { content: Box::new(bare(kind)) };
        match (owed(kind).decide(command, &registrar), wanted) {
            (Ok(_), None) => {}
            (Err(refusals), Some(code)) => {
                assert_eq!((refusals[0].code.as_str(), &refusals[0].basis), (code, &Basis::Article(article)));
            }
            (outcome, _) => panic!("{kind:?}: {outcome:?}"),
        }
        for pieces in [0, PIECES_MAX + 1] {
            let outcome = bare(kind).filled(Some(pieces), "已家访").check();
            assert_eq!(outcome.is_err(), wanted == Some("pieces"), "{kind:?} {pieces}");
        }
    }
    let other = Command::Draft { content: Box::new(full(LetterKind::TermTransfers)) };
    let registrar = context(who(1, Role::Registrar, SCHOOL), true);
    assert_eq!(codes(run(owed(LetterKind::ArchiveHandOver), other, &registrar)), ["kind"]);
}

#[test]
fn article_15_pieces_that_are_missing_are_told_in_the_receipt() {
    let other = context(who(3, Role::Registrar, OTHER), true);
    let letter = sent(LetterKind::ArchiveHandOver, true);
    assert_eq!(codes(run(letter.clone(), receive(None, ""), &other)), ["pieces"]);
    assert_eq!(codes(run(letter.clone(), receive(Some(11), ""), &other)), ["note"]);
    let letter = run(letter, receive(Some(11), "缺预防接种证"), &other).unwrap();
    assert_eq!(letter.receipt.unwrap().pieces, Some(11));
}

#[test]
fn a_returned_draft_goes_back_with_its_reason_and_keeps_its_deadline() {
    let kind = LetterKind::HukouHandOver;
    let registrar = context(who(1, Role::Registrar, SCHOOL), true);
    let leader = context(who(2, Role::Leader, SCHOOL), true);
    let letter = run(owed(kind), draft(kind), &registrar).unwrap();
    let due = letter.due();
    let back = |reason: &str| Command::Return { reason: reason.into() };
    assert_eq!(codes(run(letter.clone(), back(" "), &leader)), ["reason"]);
    assert_eq!(codes(run(letter.clone(), back("件数有误"), &registrar)), ["not_your_step"]);
    let letter = run(letter, back("件数有误"), &leader).unwrap();
    assert_eq!(
        (letter.state, letter.returned.as_deref(), letter.due()),
        (LetterState::Owed, Some("件数有误"), due)
    );
    let letter = run(letter, draft(kind), &registrar).unwrap();
    assert_eq!((letter.state, letter.returned), (LetterState::Drafted, None));
}

#[test]
fn article_15_a_provisional_deadline_is_counted_again_and_never_comes_earlier() {
    let on = day("2027-01-08");
    let empty = WorkCalendar::default();
    let letter = Letter::owe(
        LetterId::new(Uuid::from_u128(1)),
        unit(SCHOOL),
        unit(OTHER),
        None,
        bare(LetterKind::ArchiveHandOver),
        on,
        &empty,
    );
    let told = letter.due().unwrap();
    assert_eq!((told.date, told.provisional), (day("2027-02-08"), true));
    let days = ["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-05-01", "2027-10-01"];
    let lines = days.map(|day| format!("{day},holiday,节日\n")).concat();
    let announced = WorkCalendar::from_csv(&format!("date,kind,name\n{lines}")).unwrap();
    let letter = letter.clone().apply(&letter.recount(&announced).unwrap());
    let due = letter.due().unwrap();
    assert_eq!((due.date, due.provisional), (day("2027-02-10"), false));
    assert_eq!(letter.recount(&announced), None, "once");
}

#[test]
fn article_15_the_authority_above_is_told_once_of_each_day_that_passed() {
    let urge = |letter: Letter, on: &str| {
        let event = LetterEvent::Urged(Urged { above: unit(COUNTY), on: day(on) });
        letter.apply(&event)
    };
    let urged = urge(owed(LetterKind::ArchiveHandOver), "2026-10-13");
    assert!(urged.urged.is_some());
    // The receiver has a day of its own, and is told of in its turn.
    let drafted =
        run(urged, draft(LetterKind::ArchiveHandOver), &context(who(1, Role::Registrar, SCHOOL), true))
            .unwrap();
    assert!(drafted.urged.is_some(), "the sender's day is the same, whoever signs");
    let sent = run(drafted, sign(), &context(who(2, Role::Leader, SCHOOL), true)).unwrap();
    assert_eq!(sent.urged, None);
}

#[test]
fn article_22_an_archive_is_handed_to_the_county_of_the_household_after_the_term_has_ended_not_before() {
    let kind = LetterKind::HukouHandOver;
    let of = |ends: Option<&str>| {
        let Content::HukouHandOver(bare) = bare(kind) else { panic!("a hand-over") };
        let content = HukouHandOver { term: this_term(), ends: ends.map(day), ..bare };
        let id = LetterId::new(Uuid::from_u128(1));
        let about = Some(PersonId::new(Uuid::from_u128(2)));
        let calendar = WorkCalendar::default();
        let content = Content::HukouHandOver(content);
        Letter::owe(id, unit(SCHOOL), unit(OTHER), about, content, day("2026-12-01"), &calendar)
    };
    let drafted = |letter: Letter| {
        let content = Box::new(letter.content.clone().filled(Some(3), ""));
        run(letter, Command::Draft { content }, &context(who(1, Role::Registrar, SCHOOL), true)).unwrap()
    };
    let signed = |letter: &Letter, on: &str| {
        let leader = Context { today: day(on), ..context(who(2, Role::Leader, SCHOOL), true) };
        run(letter.clone(), sign(), &leader)
    };
    // Without a calendar of the province the general frame holds; with one, its last day of term.
    for (ends, too_early, early_enough) in
        [(None, "2027-01-31", "2027-02-01"), (Some("2027-01-22"), "2027-01-22", "2027-01-23")]
    {
        let letter = drafted(of(ends));
        assert_eq!(codes(signed(&letter, too_early)), ["term"], "{ends:?}");
        let letter = signed(&letter, early_enough).unwrap();
        assert_eq!(letter.state, LetterState::Signed);
    }
    assert_eq!(of(None).due.date, day("2027-02-12"), "ten working days after the last day");
    assert!(of(Some("2027-01-22")).due.date > day("2027-01-22"));
}
