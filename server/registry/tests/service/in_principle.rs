//! What the rules bar in principle only goes on with the reason of who decides (第十一条, 第十四条); the days off of a province.

use crate::support::changes::{changed, facts, on, settled, view};
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use domain::access::Role;
use domain::case::asking::AskQuestion as Q;
use domain::case::change::Paper;
use domain::case::completion::{Completion, Outcome};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::systems::{AskedGrade, GradeReason};
use domain::case::{CaseKind, CaseState, Command, Payload};
use domain::codes::{SchoolSystem, Stage};
use domain::org::{School, Unit};
use domain::rules::{RuleKey, Scope};
use registry::case::AskedProgression;

/// Five years of primary and four of junior school, in the same county.
const FIVE_FOUR: &str = "3432000008";

#[tokio::test(flavor = "multi_thread")]
async fn article_11_what_is_barred_in_principle_goes_on_with_the_reason_of_who_decides() {
    let world = long_world().await;
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::SuspensionBarred, "leaving-1".to_owned())].into(),
        scopes: [(RuleKey::SuspensionBarred, Scope { stages: vec![Stage::Primary], in_principle: true })]
            .into(),
        delegated: Default::default(),
        valid_from: day("2026-09-08"),
        valid_until: Some(day("2026-09-07")),
        source: "苏教规〔2026〕1号".into(),
        note: String::new(),
    };
    let early = world.registry.rules().propose_rules(&registrar("320000"), &draft).await;
    assert_eq!(codes(early), ["valid_until"], "its last day before its first");
    let draft = registry::rules::DraftRules { valid_until: Some(day("2031-08-31")), ..draft };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let book = world.registry.rules().rule_book(&registrar("320000"), None).await.unwrap();
    assert_eq!(book.versions[0].valid_until, Some(day("2031-08-31")));
    let narrowed = book.versions[0].changes.iter().find(|one| one.key == RuleKey::SuspensionBarred).unwrap();
    assert_eq!(narrowed.new, "毕业年级第一学期（小学、原则上）");
    let (sixth, ninth) = (in_grade(&world, 6, 37, &[]).await, in_grade(&world, 9, 38, &[]).await);
    on(&world, 2026, 9, 9);
    let ill = |note: &str| {
        Payload::Suspension(Suspension {
            facts: facts("2026-09-09", &[Paper::Application, Paper::HospitalRecord], note),
            until: day("2027-03-09"),
            ground: SuspensionGround::Illness,
        })
    };
    changed(&world, LONG, ninth, &ill("")).await;
    let school = registrar(LONG);
    let bare = world.registry.cases().open_change(&school, sixth, &ill("")).await;
    assert_eq!(codes(bare), ["on", "note"]);
    let case = world.registry.cases().open_change(&school, sixth, &ill("须住院手术治疗")).await.unwrap();
    let told = world.registry.cases().case_view(&leader(LONG), case).await.unwrap().exceptions;
    assert!(told.len() == 1 && told[0].contains("苏教规〔2026〕1号"), "{told:?}");
    for actor in [leader(LONG), registrar(COUNTY), leader(COUNTY)] {
        let silent = world.registry.cases().decide_case(&actor, case, agree()).await;
        assert_eq!(codes(silent), ["reason_needed"]);
        let reason = "已核实住院材料，同意".to_owned();
        let passed = Command::Agree { reason, refused_fields: Default::default() };
        world.registry.cases().decide_case(&actor, case, passed).await.unwrap();
    }
    assert_eq!(view(&world, LONG, sixth).await.standing.label(), "休学");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_11_a_guardian_applies_for_what_is_barred_in_principle_with_an_explanation() {
    let world = long_world().await;
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::SuspensionBarred, "leaving-1".to_owned())].into(),
        scopes: [(RuleKey::SuspensionBarred, Scope { stages: Vec::new(), in_principle: true })].into(),
        valid_from: day("2026-09-08"),
        source: "苏教规〔2026〕1号".into(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let child = in_grade(&world, 6, 37, &[]).await;
    on(&world, 2026, 9, 9);
    let (cases, parent, kind) = (world.registry.cases(), guardian(child), CaseKind::Suspension);
    let page = async || cases.asked_change(&parent, child, kind).await.unwrap();
    let answer = async |question: Q, text: &str| {
        let wrong = cases.problem_of_ask(&parent, child, kind, (question, text)).await.unwrap();
        let mut draft = page().await.draft;
        draft.answers.insert(question, text.to_owned());
        cases.keep_ask(&parent, child, kind, &draft).await.unwrap();
        wrong
    };
    let first = [(Q::Ground, "illness"), (Q::On, "2026-09-09"), (Q::Until, "2027-03-09")];
    for (question, text) in first {
        assert_eq!(answer(question, text).await, [], "{question:?}: it is not for the rule to say no");
    }
    cases.file_ask_proof(&parent, child, kind, ("病历.png", png())).await.unwrap();
    let asked = page().await;
    assert_eq!(asked.next_question(), Some(Q::Note));
    assert!(asked.exceptions.len() == 1 && asked.exceptions[0].contains("苏教规〔2026〕1号"));
    let bare = answer(Q::Note, "").await;
    assert_eq!(bare.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["note"]);
    assert!(bare[0].what.contains("苏教规〔2026〕1号"), "{}", bare[0].what);
    assert_eq!(page().await.next_question(), Some(Q::Note), "an empty one does not do");
    assert_eq!(codes(cases.send_ask(&parent, child, kind).await), ["note"]);
    assert_eq!(answer(Q::Note, "须住院手术治疗").await, []);
    assert_eq!(page().await.next_question(), None);
    let case = cases.send_ask(&parent, child, kind).await.unwrap();
    let told = cases.case_view(&registrar(LONG), case).await.unwrap().exceptions;
    assert!(told.len() == 1 && told[0].contains("苏教规〔2026〕1号"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_the_days_off_of_a_province_count_wherever_days_are_counted() {
    let world = World::in_memory().await;
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::DaysOff, "2026-09-10~2026-09-11".to_owned())].into(),
        valid_from: day("2026-09-08"),
        source: "苏教校历〔2026〕1号".into(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    on(&world, 2026, 9, 9);
    let (_, case) = world.enter(SCHOOL, info(39)).await;
    let line = world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line;
    assert_eq!(line.days_left, Some(10), "ten working days are ten, due on {:?}", line.due_on);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_progression_barred_in_principle_goes_on_with_the_reason_of_who_decides() {
    let world = long_world().await;
    let long = world.registry.units().unit(&code(LONG)).await.unwrap();
    let four = Unit {
        id: code(FIVE_FOUR),
        name: "玄武五四制学校".into(),
        path: unit_path(FIVE_FOUR),
        school: long.school.clone().map(|school| School { system: SchoolSystem::FiveFour, ..school }),
        ..long
    };
    world.registry.units().add_units(&[four]).await.unwrap();
    let draft = registry::rules::DraftRules {
        values: [(RuleKey::TransferGradeKept, "yes".to_owned())].into(),
        scopes: [(RuleKey::TransferGradeKept, Scope { stages: Vec::new(), in_principle: true })].into(),
        valid_from: day("2026-09-08"),
        source: "苏教规〔2026〕2号".into(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let child = in_grade(&world, 6, 43, &[]).await;
    on(&world, 2027, 6, 21);
    let done = Payload::Completion(Completion {
        facts: facts("2027-06-21", &[Paper::FinalRecords], ""),
        outcome: Outcome::Graduated,
        certificate: "2027小0003".into(),
        destination: None,
    });
    changed(&world, LONG, child, &done).await;
    on(&world, 2027, 7, 6);
    let name = view(&world, LONG, child).await.name;
    let number = world.registry.pupils().reveal(&registrar(LONG), child, None, "办理升学核对").await.unwrap();
    let open = async |note: &str| {
        let asked = AskedProgression {
            number: number.clone(),
            name: name.clone(),
            class_name: "1班".into(),
            grade: AskedGrade { grade: "6".into(), why: Some(GradeReason::Courses) },
            on: day("2027-09-01"),
            note: note.into(),
        };
        let by = registrar(FIVE_FOUR);
        world.registry.cases().open_progressions(&by, &[asked]).await.unwrap().remove(0)
    };
    let bare = open("").await.unwrap_err();
    assert_eq!(bare.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["grade", "note"]);
    let case = open("五四制学校的初中一年级即第六年").await.unwrap();
    let told = world.registry.cases().case_view(&leader(FIVE_FOUR), case).await.unwrap().exceptions;
    assert!(told.len() == 1 && told[0].contains("苏教规〔2026〕2号"), "{told:?}");
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        let by = actor(role, unit.as_str(), if role == Role::Leader { 2 } else { 1 });
        let silent = world.registry.cases().decide_case(&by, case, agree()).await;
        assert_eq!(codes(silent), ["reason_needed"]);
        let reason = "两校课程已核对，同意".to_owned();
        let passed = Command::Agree { reason, refused_fields: Default::default() };
        state = world.registry.cases().decide_case(&by, case, passed).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    assert_eq!(view(&world, FIVE_FOUR, child).await.grade, "初中一年级");
    settled(&world, FIVE_FOUR, child).await;
}
