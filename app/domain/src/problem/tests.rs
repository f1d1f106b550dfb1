//! 第六条 as properties of the score and as walks through the life of a problem.

use super::score::{Evidence, Facts as Compared, HIGHEST, Kin, SUSPECTED, Score};
use super::*;
use crate::codes::Sex;
use crate::id::AccountId;
use crate::matter::Party;
use crate::refusal::Refusal;
use proptest::prelude::*;
use uuid::Uuid;

fn kin(n: u32) -> Kin {
    Kin {
        name: format!("家长{n}"),
        number: n.is_multiple_of(2).then(|| format!("J{n}")),
        phone: format!("139{}", n / 2),
    }
}

fn someone() -> impl Strategy<Value = Compared> {
    let document = proptest::option::of("[12]{3}");
    let birth = (1_u32..4, 1_u32..4).prop_map(|(m, d)| NaiveDate::from_ymd_opt(2018, m, d).unwrap());
    let sex = prop_oneof![Just(Sex::Male), Just(Sex::Female)];
    let guardians = proptest::collection::vec((0_u32..4).prop_map(kin), 0..3);
    ("[甲乙]", "[ab]{0,1}", sex, birth, document, guardians, "[34]{0,1}").prop_map(
        |(name, pinyin, sex, birth_date, document, guardians, hukou)| Compared {
            name,
            pinyin,
            sex,
            birth_date,
            document,
            guardians,
            hukou,
        },
    )
}

fn child(name: &str, pinyin: &str, document: Option<&str>) -> Compared {
    Compared {
        name: name.into(),
        pinyin: pinyin.into(),
        sex: Sex::Female,
        birth_date: NaiveDate::from_ymd_opt(2018, 3, 4).unwrap(),
        document: document.map(str::to_owned),
        guardians: vec![kin(2)],
        hukou: "320102000000".into(),
    }
}

proptest! {
    #[test]
    fn article_6_the_score_is_symmetric_bounded_and_the_sum_of_its_reasons(a in someone(), b in someone()) {
        let (one, other) = (Score::between(&a, &b), Score::between(&b, &a));
        prop_assert_eq!(&one, &other);
        prop_assert!(one.points <= HIGHEST);
        let sum: i32 = one.evidence.iter().map(|piece| i32::from(piece.points())).sum();
        prop_assert_eq!(i32::from(one.points), sum.clamp(0, 100));
        prop_assert!(one.evidence.iter().all(|piece| !piece.label().is_empty()));
    }

    #[test]
    fn article_6_nobody_is_liker_to_a_record_than_itself(a in someone(), b in someone()) {
        prop_assert!(Score::between(&a, &a).points >= Score::between(&a, &b).points);
    }

    #[test]
    fn article_6_who_shares_nothing_scores_nothing(a in someone(), b in someone()) {
        let b = Compared {
            name: format!("其他{}", b.name),
            pinyin: format!("qita{}", b.pinyin),
            sex: if a.sex == Sex::Male { Sex::Female } else { Sex::Male },
            birth_date: NaiveDate::from_ymd_opt(2011, 8, 30).unwrap(),
            document: b.document.map(|number| format!("{number}99")),
            guardians: Vec::new(),
            hukou: String::new(),
        };
        prop_assert_eq!(Score::between(&a, &b).points, 0);
    }
}

#[test]
fn article_6_a_whole_record_twice_scores_the_highest() {
    let one = child("王一", "wangyi", Some("11010519491231002X"));
    assert_eq!(Score::between(&one, &one).points, HIGHEST);
}

#[test]
fn article_6_the_national_rule_for_children_without_a_number_reaches_the_threshold_and_twins_do_not() {
    let bare = |name, pinyin, document| Compared {
        guardians: Vec::new(),
        hukou: String::new(),
        ..child(name, pinyin, document)
    };
    let national = Score::between(&bare("王一", "wangyi", None), &bare("王一", "wangyi", Some("A1")));
    assert_eq!((national.points, national.is_suspected()), (SUSPECTED, true));
    let namesakes =
        Score::between(&bare("王一", "wangyi", Some("A123")), &bare("王一", "wangyi", Some("B456")));
    assert!(!namesakes.is_suspected(), "two numbers, same name and birthday: common in a large country");
    for documents in [(None, None), (Some("A12"), Some("A13"))] {
        let twins =
            Score::between(&child("王一", "wangyi", documents.0), &child("王二", "wanger", documents.1));
        assert!(!twins.is_suspected(), "{documents:?}: {twins:?}");
    }
}

#[test]
fn article_6_slips_of_the_pen_are_named() {
    let swapped = Compared {
        birth_date: NaiveDate::from_ymd_opt(2018, 4, 3).unwrap(),
        ..child("王怡", "wangyi", None)
    };
    let score = Score::between(&child("王一", "wangyi", Some("1234")), &swapped);
    assert!(
        score.evidence.contains(&Evidence::SamePinyin) && score.evidence.contains(&Evidence::SwappedBirth)
    );
    for (number, near) in [("1235", true), ("1243", true), ("2134", true), ("4231", false), ("12345", false)]
    {
        let score =
            Score::between(&child("王一", "wangyi", Some("1234")), &child("王一", "wangyi", Some(number)));
        assert_eq!(score.evidence.contains(&Evidence::NearDocument), near, "{number}");
        assert_eq!(score.evidence.contains(&Evidence::OtherDocument), !near, "{number}");
        assert!(score.is_suspected() && !score.is_same_document());
    }
    let same = Score::between(&child("王一", "wangyi", Some("1234")), &child("李四", "lisi", Some("1234")));
    assert!(same.is_same_document() && same.is_suspected());
}

const ONE: &str = "2132000001";
const TWO: &str = "2132000002";
const COUNTY: &str = "320102";

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: unit.into() }
}

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn finding(kind: ProblemKind, fingerprint: &str) -> Finding {
    let mut sides = vec![(person(1), office(ONE)), (person(2), office(TWO))];
    sides.truncate(if kind == ProblemKind::WrongDocument { 1 } else { 2 });
    Finding {
        kind,
        sides,
        settled_by: office(COUNTY),
        score: None,
        fault: String::new(),
        fingerprint: fingerprint.into(),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Walk {
    calendar: WorkCalendar,
    today: NaiveDate,
    problem: Problem,
}

impl Walk {
    fn new(kind: ProblemKind) -> Self {
        let (calendar, today) = (WorkCalendar::default(), day("2026-09-07"));
        let id = ProblemId::new(Uuid::from_u128(9));
        let problem = Problem::found(id, finding(kind, "a"), today, &calendar);
        Self { calendar, today, problem }
    }

    fn by(&mut self, unit: &str, role: Role, n: u128, command: Command) -> Result<ProblemState, Vec<String>> {
        let actor = Party {
            account: AccountId::new(Uuid::from_u128(n)),
            name: "测试".into(),
            role,
            unit: Some(unit.parse().unwrap()),
            unit_name: unit.into(),
            ties: crate::matter::Ties::none(),
        };
        let context = Context { today: self.today, actor, calendar: &self.calendar };
        let told = |refusals: Vec<Refusal>| {
            refusals.into_iter().map(|refusal| refusal.code.to_string()).collect::<Vec<_>>()
        };
        let events = self.problem.decide(command, &context).map_err(told)?;
        for event in &events {
            self.problem = self.problem.clone().apply(event);
        }
        let waits = !self.problem.waiting_for().is_empty();
        assert_eq!(
            waits,
            self.problem.state.is_open() || self.problem.undo.is_some(),
            "{:?}",
            self.problem.state
        );
        Ok(self.problem.state)
    }

    fn system(&mut self, command: Command) -> ProblemState {
        self.by(COUNTY, Role::SystemAdmin, 0, command).unwrap()
    }
}

fn answer(n: u128, remedy: Remedy) -> Command {
    Command::Answer { person: person(n), remedy, statement: "已核对户口簿".into(), proofs: Vec::new() }
}

fn merge() -> Command {
    let verdict = Verdict::Merge { survivor: person(1), taken: BTreeSet::new() };
    Command::Propose { verdict, reason: "同一名学生".into() }
}

fn distinct() -> Command {
    Command::Propose { verdict: Verdict::Distinct, reason: "两名学生".into() }
}

#[test]
fn article_6_both_sides_answer_then_two_persons_of_the_authority_decide() {
    let mut walk = Walk::new(ProblemKind::Suspected);
    assert_eq!(walk.problem.due.date, day("2026-09-21"), "ten working days");
    assert_eq!(
        walk.by(TWO, Role::Registrar, 2, answer(1, Remedy::GiveUp)),
        Err(vec!["not_your_step".into()])
    );
    assert_eq!(walk.by(ONE, Role::Registrar, 1, answer(1, Remedy::Prove)), Err(vec!["file".into()]));
    assert_eq!(walk.by(ONE, Role::Registrar, 1, answer(1, Remedy::GiveUp)), Ok(ProblemState::Open));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, merge()), Err(vec!["not_answered".into()]));
    assert_eq!(walk.by(TWO, Role::Registrar, 2, answer(2, Remedy::Correct)), Ok(ProblemState::Answered));
    assert_eq!(walk.by(ONE, Role::Registrar, 1, merge()), Err(vec!["not_your_step".into()]));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, merge()), Ok(ProblemState::Proposed));
    assert_eq!(walk.by(COUNTY, Role::Leader, 3, Command::Decide), Err(vec!["four_eyes".into()]));
    let back = Command::Return { reason: "再核实".into() };
    assert_eq!(walk.by(COUNTY, Role::Leader, 4, back), Ok(ProblemState::Answered));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, distinct()), Ok(ProblemState::Proposed));
    assert_eq!(walk.by(COUNTY, Role::Leader, 4, Command::Decide), Ok(ProblemState::Dismissed));
    assert_eq!(
        walk.system(Command::Find(Box::new(finding(ProblemKind::Suspected, "a")))),
        ProblemState::Dismissed
    );
    assert_eq!(
        walk.system(Command::Find(Box::new(finding(ProblemKind::Suspected, "b")))),
        ProblemState::Open
    );
    assert!(walk.problem.sides.iter().all(|side| side.answer.is_none()), "the facts are others now");
}

#[test]
fn article_6_a_party_that_stays_silent_does_not_hold_the_matter_up() {
    let mut walk = Walk::new(ProblemKind::Suspected);
    walk.today = day("2026-09-21");
    assert_eq!(walk.system(Command::Lapse), ProblemState::Open, "the last day is in time");
    walk.today = day("2026-09-22");
    assert_eq!(walk.system(Command::Lapse), ProblemState::Answered);
    assert_eq!(walk.by(TWO, Role::Registrar, 2, answer(2, Remedy::GiveUp)), Ok(ProblemState::Answered));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, merge()), Ok(ProblemState::Proposed));
}

#[test]
fn article_6_a_wrong_number_is_corrected_and_nothing_else() {
    let mut walk = Walk::new(ProblemKind::WrongDocument);
    for remedy in [Remedy::Prove, Remedy::GiveUp] {
        assert!(walk.by(ONE, Role::Registrar, 1, answer(1, remedy)).unwrap_err().contains(&"remedy".into()));
    }
    assert_eq!(walk.by(ONE, Role::Registrar, 1, answer(1, Remedy::Correct)), Ok(ProblemState::Open));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, distinct()), Err(vec!["kind".into()]));
    walk.today = day("2027-01-05");
    assert_eq!(walk.system(Command::Lapse), ProblemState::Open);
    assert_eq!(walk.system(Command::Clear), ProblemState::Corrected);
    assert_eq!(walk.system(Command::Clear), ProblemState::Corrected);
}

#[test]
fn article_6_one_number_on_two_records_is_never_two_children_as_it_stands() {
    let mut walk = Walk::new(ProblemKind::SameDocument);
    walk.by(ONE, Role::Registrar, 1, answer(1, Remedy::Correct)).unwrap();
    walk.by(TWO, Role::Registrar, 2, answer(2, Remedy::Correct)).unwrap();
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, distinct()), Err(vec!["verdict".into()]));
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, merge()), Ok(ProblemState::Proposed));
}

#[test]
fn article_6_a_school_settles_its_own_with_two_persons() {
    let mut walk = Walk::new(ProblemKind::Suspected);
    walk.problem.settled_by = office(ONE);
    walk.problem.sides[1].school = office(ONE);
    assert_eq!(walk.problem.waiting_for().len(), 1);
    assert_eq!(walk.by(ONE, Role::Registrar, 1, merge()), Ok(ProblemState::Proposed));
    assert_eq!(walk.by(ONE, Role::Leader, 2, Command::Decide), Ok(ProblemState::Merged));
}

#[test]
fn article_6_a_merge_is_taken_back_by_two_persons_within_thirty_days() {
    let mut walk = Walk::new(ProblemKind::Suspected);
    walk.problem.state = ProblemState::Answered;
    walk.by(COUNTY, Role::Registrar, 3, merge()).unwrap();
    assert_eq!(walk.by(COUNTY, Role::Leader, 4, Command::Decide), Ok(ProblemState::Merged));
    assert_eq!(
        walk.system(Command::Find(Box::new(finding(ProblemKind::Suspected, "z")))),
        ProblemState::Merged
    );
    let ask = || Command::AskUndo { reason: "认定有误".into() };
    assert_eq!(walk.by(COUNTY, Role::Leader, 4, Command::Undo), Err(vec!["not_asked".into()]));
    walk.today = day("2026-10-07");
    assert_eq!(walk.by(COUNTY, Role::Registrar, 3, ask()), Ok(ProblemState::Merged));
    assert_eq!(walk.by(COUNTY, Role::Leader, 3, Command::Undo), Err(vec!["four_eyes".into()]));
    let mut late =
        Walk { calendar: WorkCalendar::default(), today: day("2026-10-08"), problem: walk.problem.clone() };
    assert_eq!(late.by(COUNTY, Role::Leader, 4, Command::Undo), Err(vec!["too_late".into()]));
    assert_eq!(walk.by(COUNTY, Role::Leader, 4, Command::Undo), Ok(ProblemState::Answered));
    assert!(walk.problem.proposal.is_none() && walk.problem.decided.is_none());
}

#[test]
fn article_6_the_lowest_authority_above_both_settles() {
    let path =
        |codes: &[&str]| codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()));
    let one = path(&["320000", "320100", "320102", ONE]);
    for (other, settles) in [
        (path(&["320000", "320100", "320102", ONE]), ONE),
        (path(&["320000", "320100", "320102", TWO]), "320102"),
        (path(&["320000", "320100", "320104", "2132000003"]), "320100"),
        (path(&["320000", "320100", "2132000004"]), "320100"),
        (path(&["320000", "320500", "320505", "2132000005"]), "320000"),
        (path(&["510000", "510100", "2151000001"]), "000000"),
    ] {
        assert_eq!(settling_unit(&one, &other).as_str(), settles);
        assert_eq!(settling_unit(&other, &one).as_str(), settles);
    }
}

#[test]
fn article_6_a_provisional_deadline_is_counted_again_and_never_made_shorter() {
    let mut walk = Walk::new(ProblemKind::SameDocument);
    let shown = walk.problem.open_due().unwrap();
    assert_eq!((shown.date, shown.provisional), (day("2026-09-21"), true));
    let year = |more: &str| {
        let days = "2026-01-01,holiday,\n2026-05-01,holiday,\n2026-10-01,holiday,\n";
        WorkCalendar::from_csv(&format!("{}\n{days}{more}", crate::calendar::CSV_HEADER)).unwrap()
    };
    // A Saturday that is worked would end it earlier: it was shown, so it stays.
    let earlier = walk.problem.recount(&year("2026-09-12,workday,\n")).unwrap();
    let counted = walk.problem.clone().apply(&earlier).open_due().unwrap();
    assert_eq!((counted.date, counted.provisional), (shown.date, false));
    let later = walk.problem.recount(&year("2026-09-18,holiday,\n")).unwrap();
    walk.problem = walk.problem.apply(&later);
    assert_eq!(walk.problem.open_due().unwrap().date, day("2026-09-22"));
    assert_eq!(walk.problem.recount(&year("2026-09-17,holiday,\n")), None, "what is certain does not move");
    assert_eq!(walk.system(Command::Clear), ProblemState::Corrected);
    assert_eq!((walk.problem.open_due(), walk.problem.recount(&year(""))), (None, None), "over is over");
}
