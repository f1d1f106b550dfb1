//! 跨省问题学籍核查单 (第六条) through the services: two records of one child in two provinces, one sheet of the nation, two answers.

use crate::problems::answer;
use crate::support::packages::{FIRST, world as two_provinces};
use crate::support::*;
use crate::violations::suspected;
use chrono::TimeZone;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::{PersonId, ProblemId};
use domain::journal::Event;
use domain::matter::{MatterKind, ProofKind};
use domain::problem::{ProblemState, Remedy, Stand};
use domain::violation::ViolationKind;
use registry::case::Upload;
use registry::matter::DeskFilter;
use registry::person::{Entered, NewPupil};
use registry::printout::AskedPrint;
use registry::problem::{AskedSheetAnswer, ProblemBox};

const NATION: &str = "000000";
const AWAY: &str = "440106";

/// Every step of the story, up to the day on which both schools have said 佐证.
struct Both {
    world: World,
    here: PersonId,
    there: PersonId,
    id: ProblemId,
}

async fn both_prove() -> Both {
    let world = two_provinces().await;
    let here = world.pupil(SCHOOL, 1).await;
    let number = sibling_number(&raw(1)[&Field::IdNumber], 1);
    let child = info_with(1, &[(Field::IdNumber, &number)]);
    let new = NewPupil { duplicate_note: "已核对，证件号不同".into(), ..pupil(child) };
    let there = new.id;
    let entered =
        world.registry.pupils().enter_pupils(&registrar(FIRST), &code(FIRST), &[new]).await.unwrap();
    let [Entered::New(case)] = &entered[..] else { panic!("not entered: {entered:?}") };
    for actor in [leader(FIRST), registrar(AWAY), leader(AWAY)] {
        world.registry.cases().decide_case(&actor, *case, agree()).await.unwrap();
    }
    world.registry.outbox().drain_outbox().await.unwrap();
    world.registry.problems().start_check(&actor(Role::Official, NATION, 5)).await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    let problems = world.registry.problems();
    let page = problems.list_problems(&registrar(NATION), ProblemBox::Open, None, None).await.unwrap();
    let [line] = &page.rows[..] else { panic!("{:?}", page.rows) };
    let id = line.id;
    for (school, person) in [(SCHOOL, here), (FIRST, there)] {
        problems.answer_problem(&registrar(school), id, &answer(person, Remedy::Prove, true)).await.unwrap();
    }
    Both { world, here, there, id }
}

fn said(person: PersonId, attends: bool, stand: Stand, scan: bool) -> AskedSheetAnswer {
    let upload = scan.then(|| Upload {
        kind: ProofKind::SignedIdentityCopy,
        name: "身份证复印件.png".into(),
        bytes: png(),
    });
    let words =
        if attends { "每日考勤在册，家长已签字" } else { "学生已随父母离开本校" };
    AskedSheetAnswer { person, attends: Some(attends), stand: Some(stand), words: words.into(), upload }
}

impl Both {
    async fn state(&self) -> ProblemState {
        self.world.registry.problems().problem_view(&registrar(NATION), self.id).await.unwrap().line.state
    }

    async fn issue(&self) {
        let problems = self.world.registry.problems();
        assert_eq!(
            problems.issue_check_sheet(&registrar(NATION), self.id).await.unwrap(),
            ProblemState::Checking
        );
    }

    async fn say(&self, school: &str, asked: &AskedSheetAnswer) -> registry::error::Result<ProblemState> {
        self.world.registry.problems().answer_check_sheet(&registrar(school), self.id, asked).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_nation_sends_a_sheet_to_both_provinces_and_each_answers_in_the_window_of_the_nations_year()
 {
    let both = both_prove().await;
    let problems = both.world.registry.problems();
    for actor in [registrar(SCHOOL), registrar(COUNTY), registrar("320000"), leader(NATION)] {
        let refused = problems.issue_check_sheet(&actor, both.id).await;
        assert!(refused.is_err(), "only the registrar of the nation: {}", actor.name);
    }
    both.issue().await;
    let at = |actor: Actor| async move { problems.problem_view(&actor, both.id).await.unwrap() };
    let view = at(registrar(SCHOOL)).await;
    let sheet = view.sheet.unwrap();
    assert_eq!(sheet.number, "核查单〔2026〕1号");
    assert_eq!((sheet.from, sheet.until), (day("2026-12-28"), day("2027-01-10")), "the window of the rule");
    assert_eq!(view.line.due_on, Some(day("2027-01-10")));
    let waits = async |school: &str| {
        let desk = both.world.registry.matters().desk(&registrar(school), &DeskFilter::default(), None).await;
        desk.unwrap().by_kind.contains(&(MatterKind::Problem, 1))
    };
    assert!(waits(SCHOOL).await && waits(FIRST).await, "both hold it at once");

    let bare = AskedSheetAnswer { attends: None, stand: None, ..said(both.here, true, Stand::Insist, false) };
    assert_eq!(codes(both.say(SCHOOL, &bare).await), ["attends", "stand"]);
    assert_eq!(codes(both.say(SCHOOL, &said(both.here, true, Stand::Insist, false)).await), ["file"]);
    assert_eq!(codes(both.say(FIRST, &said(both.here, true, Stand::GiveUp, false)).await), ["not_your_step"]);
    both.say(SCHOOL, &said(both.here, true, Stand::Insist, true)).await.unwrap();
    assert!(!waits(SCHOOL).await && waits(FIRST).await, "who has answered waits for the other");

    // Of the other side one reads that it answered, and what only when both have.
    let there = at(registrar(FIRST)).await.sheet.unwrap();
    let side = there.sides.iter().find(|side| side.person == both.here).unwrap();
    assert!(side.answered_on.is_some() && side.answer.is_none(), "{side:?}");
    let other = both.world.registry.pupils().pupil(&registrar(FIRST), both.there).await.unwrap();
    assert!(other.timeline.iter().all(|line| line.event != Event::CheckSheetAnswered), "nor in the record");
    let state = both.say(FIRST, &said(both.there, false, Stand::GiveUp, false)).await.unwrap();
    assert_eq!(state, ProblemState::Answered);
    let there = at(registrar(FIRST)).await.sheet.unwrap();
    let side = there.sides.iter().find(|side| side.person == both.here).unwrap();
    let told = side.answer.as_ref().unwrap();
    assert_eq!((told.attends, told.stand, told.scans), (true, Stand::Insist, 1));
    assert!(told.words.is_none() && told.proofs.is_empty(), "not its words and not its scans");
    let whole = at(registrar(NATION)).await.sheet.unwrap();
    let told = whole.sides.iter().find(|side| side.person == both.here).unwrap().answer.clone().unwrap();
    assert!(told.words.is_some() && told.proofs.len() == 1, "who decides reads all of it");
    let file = told.proofs[0].id;
    assert!(problems.proof_of_problem(&registrar(SCHOOL), both.id, file).await.is_ok());
    assert!(is_not_found(&problems.proof_of_problem(&registrar(FIRST), both.id, file).await));

    // One gave up: it is one child, and the record of who insisted stays.
    let nation = registrar(NATION);
    assert_eq!(codes(problems.propose_distinct(&nation, both.id, "两名学生").await), ["verdict"]);
    let none = std::collections::BTreeSet::new;
    let wrong = problems.propose_merge(&nation, both.id, both.there, none(), "同一名学生").await;
    assert_eq!(codes(wrong), ["verdict"]);
    problems.propose_merge(&nation, both.id, both.here, none(), "对方放弃佐证").await.unwrap();
    assert_eq!(problems.decide_problem(&leader(NATION), both.id).await.unwrap(), ProblemState::Merged);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_two_that_insist_are_weighed_by_the_nation_and_the_sheet_is_printed_with_both_answers() {
    let both = both_prove().await;
    both.issue().await;
    let prints = both.world.registry.prints();
    let asked = AskedPrint::CheckSheet { problem: both.id };
    assert!(prints.can_print(&registrar(SCHOOL), &asked).await, "to be filled in by hand");
    for stranger in [registrar(OTHER_SCHOOL), registrar(crate::support::packages::BESIDE)] {
        assert!(!prints.can_print(&stranger, &asked).await, "{}", stranger.name);
    }
    both.say(SCHOOL, &said(both.here, true, Stand::Insist, true)).await.unwrap();
    both.say(FIRST, &said(both.there, true, Stand::Insist, true)).await.unwrap();
    let sheet = prints.print_form(&registrar(NATION), &asked).await.unwrap();
    let view = prints.print_view(&registrar(NATION), sheet).await.unwrap();
    let text = format!("{:?}", view);
    for words in ["核查单〔2026〕1号", "坚持佐证", "在本校实际就读", "天河第一学校", "第一小学"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let problems = both.world.registry.problems();
    problems.propose_distinct(&registrar(NATION), both.id, "两名学生，证件号不同").await.unwrap();
    assert_eq!(problems.decide_problem(&leader(NATION), both.id).await.unwrap(), ProblemState::Dismissed);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_6_and_27_a_school_that_lets_the_window_pass_is_named_and_loses_no_record_by_it() {
    let both = both_prove().await;
    both.issue().await;
    both.say(FIRST, &said(both.there, true, Stand::Insist, true)).await.unwrap();
    both.world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 1, 11, 2, 0, 0).unwrap());
    let late = both.say(SCHOOL, &said(both.here, true, Stand::Insist, true)).await;
    assert_eq!(codes(late), ["on"], "the window is over");
    let told = async || {
        let found = suspected(&both.world, ViolationKind::OtherOfSchool).await;
        let of_it = |fact: &str| fact.contains("第六条") || fact.contains("核查单");
        found.iter().filter(|(who, fact)| who == "第一小学" && of_it(fact)).count()
    };
    assert_eq!(told().await, 0, "one silence is one fact, told by the sheet when it is closed");
    both.world.registry.problems().start_check(&actor(Role::Official, NATION, 5)).await.unwrap();
    both.world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(both.state().await, ProblemState::Answered);
    assert_eq!(told().await, 1);
    let view = both.world.registry.problems().problem_view(&registrar(NATION), both.id).await.unwrap();
    let sheet = view.sheet.unwrap();
    let silent: Vec<_> =
        sheet.sides.iter().filter(|side| side.late).map(|side| side.school.as_str()).collect();
    assert_eq!(silent, ["第一小学"]);
    assert!(view.may_propose && view.may_issue_sheet, "the nation decides, or asks again");
    let found = suspected(&both.world, ViolationKind::OtherOfSchool).await;
    let named: Vec<_> = found.iter().filter(|(_, fact)| fact.contains("核查单〔2026〕1号")).collect();
    assert!(matches!(&named[..], [(who, _)] if who == "第一小学"), "{found:?}");
    let record = both.world.registry.pupils().pupil(&registrar(SCHOOL), both.here).await.unwrap();
    assert!(record.chain_holds && record.timeline.iter().any(|line| line.event == Event::CheckSheetClosed));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_record_of_who_insists_stays_though_it_stands_as_dropped_out_and_the_child_is_in_school()
 {
    let both = both_prove().await;
    crate::follow_up::drops_out(&both.world, SCHOOL, both.here).await;
    both.issue().await;
    both.say(SCHOOL, &said(both.here, true, Stand::Insist, true)).await.unwrap();
    both.say(FIRST, &said(both.there, false, Stand::GiveUp, false)).await.unwrap();
    let (problems, nation) = (both.world.registry.problems(), registrar(NATION));
    let none = std::collections::BTreeSet::new;
    assert_eq!(codes(problems.propose_distinct(&nation, both.id, "两名学生").await), ["verdict"]);
    let given_up = problems.propose_merge(&nation, both.id, both.there, none(), "同一名学生").await;
    assert_eq!(codes(given_up), ["verdict"], "its 在读 says nothing any more");
    problems.propose_merge(&nation, both.id, both.here, none(), "对方放弃佐证").await.unwrap();
    assert_eq!(problems.decide_problem(&leader(NATION), both.id).await.unwrap(), ProblemState::Merged);

    let record = both.world.registry.pupils().pupil(&registrar(SCHOOL), both.here).await.unwrap();
    assert_eq!(record.standing.label(), "在读", "as the school says that the child attends");
    let told: Vec<Event> = record.timeline.iter().map(|line| line.event).collect();
    assert!(record.chain_holds && told.contains(&Event::RecordsMerged), "{told:?}");
    assert!(told.contains(&Event::FollowUpEnded), "nobody is followed who is in school: {told:?}");
    assert_eq!(both.world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert!(both.world.registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_problem_of_two_provinces_is_one_wherever_one_of_its_records_stands() {
    let Both { world, id, .. } = both_prove().await;
    let problems = world.registry.problems();
    for unit in [NATION, "320000", "440000", "320100", COUNTY, AWAY, SCHOOL, FIRST] {
        let who = registrar(unit);
        let counts = problems.problem_counts(&who).await.unwrap();
        assert_eq!(counts.iter().map(|one| one.open).sum::<u64>(), 1, "{unit}");
        for kind in counts {
            let page = problems.list_problems(&who, ProblemBox::Open, Some(kind.kind), None).await.unwrap();
            assert_eq!(page.rows.len() as u64, kind.open, "{unit}: {:?}", kind.kind);
        }
        let page = problems.list_problems(&who, ProblemBox::Open, None, None).await.unwrap();
        assert_eq!(page.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [id], "{unit}");
        let beyond = problems.list_problems(&who, ProblemBox::Open, None, Some(id)).await.unwrap();
        assert!(beyond.rows.is_empty(), "{unit}: nothing comes after the last");
        let settled = problems.list_problems(&who, ProblemBox::Settled, None, None).await.unwrap();
        assert!(settled.rows.is_empty(), "{unit}");
    }
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}
