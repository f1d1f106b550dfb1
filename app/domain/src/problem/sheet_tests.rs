//! 第六条 as walks through the check sheet between two provinces: who may answer, what the answers come to, and what then may be decided.

use super::*;
use crate::codes::PupilStatus;
use crate::id::AccountId;
use crate::matter::{Party, ProofKind};
use proptest::prelude::*;
use uuid::Uuid;

const ONE: &str = "2132000001";
const TWO: &str = "3144000001";
const NATION: &str = "000000";

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: unit.into() }
}

fn proof(kind: ProofKind) -> Proof {
    let id = crate::id::ProofId::new(Uuid::from_u128(3));
    Proof { id, kind, sha256: "0".repeat(64), format: "png".into(), size: 1 }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Walk {
    calendar: WorkCalendar,
    today: NaiveDate,
    problem: Problem,
}

type Told = Result<ProblemState, Vec<String>>;

impl Walk {
    /// Both schools have said 佐证.
    fn proven(settled_by: &str) -> Self {
        let (calendar, today) = (WorkCalendar::default(), day("2026-11-02"));
        let finding = Finding {
            kind: ProblemKind::Suspected,
            sides: vec![(person(1), office(ONE)), (person(2), office(TWO))],
            settled_by: office(settled_by),
            score: None,
            fault: String::new(),
            fingerprint: "a".into(),
        };
        let problem = Problem::found(ProblemId::new(Uuid::from_u128(9)), finding, today, &calendar);
        let mut walk = Self { calendar, today, problem };
        for (unit, n) in [(ONE, 1), (TWO, 2)] {
            let answer = Command::Answer {
                person: person(n),
                remedy: Remedy::Prove,
                statement: "已核对户口簿".into(),
                proofs: vec![proof(ProofKind::HouseholdRegister)],
            };
            walk.by(unit, Role::Registrar, n, answer).unwrap();
        }
        walk
    }

    fn by(&mut self, unit: &str, role: Role, n: u128, command: Command) -> Told {
        let actor = Party {
            account: AccountId::new(Uuid::from_u128(n)),
            name: "测试".into(),
            role,
            unit: Some(unit.parse().unwrap()),
            unit_name: unit.into(),
            ties: crate::matter::Ties::none(),
        };
        let context = Context { today: self.today, actor, calendar: &self.calendar };
        let events = self.problem.decide(command, &context).map_err(|refusals| {
            refusals.into_iter().map(|refusal| refusal.code.to_string()).collect::<Vec<_>>()
        })?;
        self.problem = events.iter().fold(self.problem.clone(), Problem::apply);
        assert_eq!(self.problem.waiting_for().is_empty(), !self.problem.state.is_open());
        Ok(self.problem.state)
    }

    fn issued() -> Self {
        let mut walk = Self::proven(NATION);
        walk.by(NATION, Role::Registrar, 5, issue()).unwrap();
        walk
    }

    fn says(&mut self, n: u128, attends: bool, stand: Stand) -> Told {
        let unit = if n == 1 { ONE } else { TWO };
        self.by(unit, Role::Registrar, n, said(n, attends, stand))
    }

    fn proposes(&self, verdict: Verdict) -> Told {
        let mut copy =
            Self { calendar: self.calendar.clone(), today: self.today, problem: self.problem.clone() };
        copy.by(NATION, Role::Registrar, 5, Command::Propose { verdict, reason: "依据核查单".into() })
    }

    fn keeps(&self, n: u128) -> bool {
        self.proposes(Verdict::Merge { survivor: person(n), taken: BTreeSet::new() }).is_ok()
    }

    fn may_be_two(&self) -> bool {
        self.proposes(Verdict::Distinct).is_ok()
    }
}

fn issue() -> Command {
    Command::IssueSheet { number: "1".into(), window: Some((day("2026-12-28"), day("2027-01-10"))) }
}

fn said(n: u128, attends: bool, stand: Stand) -> Command {
    Command::AnswerSheet(Box::new(AnsweredSheet {
        person: person(n),
        attends: Some(attends),
        stand: Some(stand),
        words: "已核实".into(),
        proofs: if stand == Stand::Insist { vec![proof(ProofKind::SignedIdentityCopy)] } else { Vec::new() },
    }))
}

#[test]
fn article_6_a_sheet_is_the_nations_for_two_records_that_both_schools_prove() {
    let mut near = Walk::proven("320000");
    assert_eq!(
        near.by("320000", Role::Registrar, 5, issue()),
        Err(vec!["kind".into()]),
        "one province settles it"
    );
    let mut far = Walk::proven(NATION);
    assert_eq!(far.by(ONE, Role::Registrar, 1, issue()), Err(vec!["not_your_step".into()]));
    let none = Command::IssueSheet { number: "1".into(), window: None };
    assert_eq!(far.by(NATION, Role::Registrar, 5, none), Err(vec!["on".into()]));
    assert_eq!(far.by(NATION, Role::Registrar, 5, issue()), Ok(ProblemState::Checking));
    assert_eq!(
        far.problem.open_due().map(|due| (due.date, due.provisional)),
        Some((day("2027-01-10"), false))
    );
    assert_eq!(far.problem.waiting_for().len(), 2, "both at once");
    assert_eq!(far.by(NATION, Role::Registrar, 5, issue()), Err(vec!["out_of_state".into()]));
}

#[test]
fn article_6_who_insists_shows_an_identity_copy_the_parents_signed_or_the_household_register() {
    let mut walk = Walk::issued();
    let with = |kind: Option<ProofKind>| {
        Command::AnswerSheet(Box::new(AnsweredSheet {
            person: person(1),
            attends: Some(true),
            stand: Some(Stand::Insist),
            words: "已核实".into(),
            proofs: kind.map(proof).into_iter().collect(),
        }))
    };
    for kind in [None, Some(ProofKind::Other), Some(ProofKind::BirthCertificate)] {
        assert_eq!(walk.by(ONE, Role::Registrar, 1, with(kind)), Err(vec!["file".into()]), "{kind:?}");
    }
    for kind in ProofKind::OF_CHECK_SHEETS {
        assert_eq!(
            walk.by(ONE, Role::Registrar, 1, with(Some(kind))),
            Ok(ProblemState::Checking),
            "{kind:?}"
        );
    }
    walk.today = day("2027-01-11");
    assert_eq!(walk.says(2, true, Stand::GiveUp), Err(vec!["on".into()]), "the window is over");
}

#[test]
fn article_6_each_outcome_says_what_the_nation_may_decide() {
    let mut both_give_up = Walk::issued();
    both_give_up.says(1, false, Stand::GiveUp).unwrap();
    assert_eq!(both_give_up.problem.sheet_outcome(), None, "the other may still say something");
    assert_eq!(both_give_up.says(2, true, Stand::GiveUp), Ok(ProblemState::Answered));
    assert_eq!(both_give_up.problem.sheet_outcome(), Some(SheetOutcome::BothGiveUp));
    assert!(!both_give_up.may_be_two() && both_give_up.keeps(2), "one child, where it attends");
    assert!(!both_give_up.keeps(1), "籍随人走");

    let mut one = Walk::issued();
    one.says(1, true, Stand::Insist).unwrap();
    one.says(2, true, Stand::GiveUp).unwrap();
    assert_eq!(one.problem.sheet_outcome(), Some(SheetOutcome::OneInsists(person(1))));
    assert!(!one.may_be_two() && one.keeps(1) && !one.keeps(2));

    let mut two = Walk::issued();
    two.says(2, true, Stand::Insist).unwrap();
    two.says(1, true, Stand::Insist).unwrap();
    assert_eq!(two.problem.sheet_outcome(), Some(SheetOutcome::BothInsist));
    assert!(two.may_be_two() && two.keeps(1) && two.keeps(2), "the nation weighs the evidence");

    let mut silent = Walk::issued();
    silent.says(1, true, Stand::GiveUp).unwrap();
    silent.today = day("2027-01-10");
    assert_eq!(silent.by(NATION, Role::SystemAdmin, 0, Command::Lapse), Ok(ProblemState::Checking));
    silent.today = day("2027-01-11");
    assert_eq!(silent.by(NATION, Role::SystemAdmin, 0, Command::Lapse), Ok(ProblemState::Answered));
    assert_eq!(silent.problem.sheet.as_ref().unwrap().late, [person(2)]);
    assert_eq!(silent.problem.sheet_outcome(), Some(SheetOutcome::Silent));
    assert!(
        silent.may_be_two() && silent.keeps(1) && silent.keeps(2),
        "silence of a school costs no child a record"
    );
    assert_eq!(silent.by(NATION, Role::Registrar, 5, issue()), Ok(ProblemState::Checking), "asked again");
}

/// What a school said: whether the child attends, and whether it insists; nothing of one that is silent.
type Word = Option<(bool, Stand)>;

fn words() -> Vec<Word> {
    let said = [true, false].into_iter().flat_map(|attends| Stand::ALL.map(|stand| Some((attends, stand))));
    said.chain([None]).collect()
}

fn answered(one: Word, two: Word) -> Walk {
    let mut walk = Walk::issued();
    for (n, word) in [(1, one), (2, two)] {
        if let Some((attends, stand)) = word {
            walk.says(n, attends, stand).unwrap();
        }
    }
    if one.is_none() || two.is_none() {
        walk.today = day("2027-01-11");
        walk.by(NATION, Role::SystemAdmin, 0, Command::Lapse).unwrap();
    }
    walk
}

#[test]
fn article_6_every_outcome_of_every_pair_of_standings_leads_to_an_end() {
    for (one, two) in words().into_iter().flat_map(|one| words().into_iter().map(move |two| (one, two))) {
        let walk = answered(one, two);
        let (two_children, by_sheet) = (walk.may_be_two(), [walk.keeps(1), walk.keeps(2)]);
        let outcome = walk.problem.sheet_outcome().unwrap();
        for first in PupilStatus::ALL.iter().copied() {
            for second in PupilStatus::ALL.iter().copied() {
                let kept = |n: usize, kept, gone| {
                    let standing = walk.problem.standing_kept(person(n as u128), kept, gone);
                    standing.ok().filter(|_| by_sheet[n - 1])
                };
                let ways = [kept(1, first, second), kept(2, second, first)];
                assert!(
                    two_children || ways.iter().any(Option::is_some),
                    "{outcome:?} of {first:?} and {second:?} leads nowhere"
                );
                if let SheetOutcome::OneInsists(insists) = outcome {
                    let stays = usize::from(insists == person(2));
                    assert!(ways[stays].is_some() && ways[1 - stays].is_none(), "{first:?}, {second:?}");
                }
            }
        }
    }
}

#[test]
fn article_6_the_record_of_who_insists_stays_and_stands_as_the_child_attends() {
    use PupilStatus as S;
    let insists = |attends| answered(Some((attends, Stand::Insist)), Some((!attends, Stand::GiveUp)));
    let after = |walk: &Walk, kept| walk.problem.standing_kept(person(1), kept, S::InSchool).unwrap();
    for away in [S::Suspended, S::Lost, S::Missing, S::Abroad] {
        assert_eq!(after(&insists(true), away), S::InSchool, "{away:?}: the child is there");
        assert_eq!(
            after(&insists(false), away),
            away,
            "{away:?}: it comes back or moves by its own business"
        );
    }
    assert_eq!(
        after(&insists(true), S::Graduated),
        S::Graduated,
        "who has left is not brought back by a sheet"
    );

    // Both give up: the record stays where the child attends, whatever stood on it.
    let both = answered(Some((true, Stand::GiveUp)), Some((false, Stand::GiveUp)));
    assert_eq!(both.problem.standing_kept(person(1), S::Suspended, S::InSchool), Ok(S::InSchool));
    // Where the sheet names none, the one in school stays.
    let weighed = answered(Some((true, Stand::Insist)), Some((true, Stand::Insist)));
    assert!(weighed.problem.standing_kept(person(1), S::Suspended, S::InSchool).is_err());
    assert_eq!(weighed.problem.standing_kept(person(2), S::InSchool, S::Suspended), Ok(S::InSchool));
}

proptest! {
    /// Whatever is said in whatever order: the last word of each side counts, who gave up against who insists never keeps the record, and
    /// a record that was given up by both is never called another child's.
    #[test]
    fn article_6_the_last_word_counts_and_what_was_given_up_stays_given_up(
        said in prop::collection::vec((1..3_u128, any::<bool>(), any::<bool>()), 1..12),
    ) {
        let mut walk = Walk::issued();
        let mut last = std::collections::BTreeMap::new();
        // Who insists shows a paper each time, and what was shown stays: an answer that would hold too many is refused.
        let mut shown = std::collections::BTreeMap::from([(1, 0), (2, 0)]);
        for (n, attends, insists) in said {
            let stand = if insists { Stand::Insist } else { Stand::GiveUp };
            let scans = shown[&n] + usize::from(insists);
            let taken = walk.problem.state == ProblemState::Checking && scans <= SCANS_MAX;
            let told = walk.says(n, attends, stand);
            prop_assert_eq!(told.is_ok(), taken);
            if taken {
                last.insert(n, stand);
                shown.insert(n, scans);
            }
        }
        let closed = last.len() == 2;
        prop_assert_eq!(walk.problem.state == ProblemState::Answered, closed);
        if closed {
            let gave_up = |n: u128| last[&n] == Stand::GiveUp;
            prop_assert_eq!(walk.may_be_two(), !gave_up(1) && !gave_up(2));
            for (mine, other) in [(1, 2), (2, 1)] {
                if gave_up(mine) && !gave_up(other) {
                    prop_assert!(!walk.keeps(mine) && walk.keeps(other));
                }
            }
            prop_assert!(walk.keeps(1) || walk.keeps(2), "there is always a way to decide");
        }
    }
}
