//! 监护人申请休学、延长休学、复学, one question after the other (第十九条): a draft that is kept, answers that are checked by the rules of the change, a
//! proof of its own, and nobody else's child.

use crate::support::*;
use contract::portal::AskPage;
use domain::access::Actor;
use domain::case::asking::AskQuestion as Q;
use domain::case::correction::ProofKind;
use domain::case::{CaseKind, CaseState, Command};
use domain::id::PersonId;
use domain::refusal::Refusal;

const SUSPENSION: CaseKind = CaseKind::Suspension;

async fn page(world: &World, parent: &Actor, person: PersonId, kind: CaseKind) -> AskPage {
    world.registry.cases().asked_change(parent, person, kind).await.unwrap()
}

/// Answers a question as the page does. Gives what was wrong.
async fn answer(
    world: &World,
    (parent, person, kind): (&Actor, PersonId, CaseKind),
    question: Q,
    text: &str,
) -> Vec<Refusal> {
    let cases = world.registry.cases();
    let wrong = cases.problem_of_ask(parent, person, kind, (question, text)).await.unwrap();
    if wrong.is_empty() {
        let mut draft = page(world, parent, person, kind).await.draft;
        draft.answers.insert(question, text.to_owned());
        cases.keep_ask(parent, person, kind, &draft).await.unwrap();
    }
    wrong
}

async fn decided(world: &World, case: domain::id::CaseId) {
    let mut state = CaseState::InProgress;
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        state = world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_a_guardian_answers_one_question_after_the_other_and_nothing_is_lost() {
    let world = World::in_memory().await;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (registry, parent) = (&world.registry, guardian(person));
    let who = (&parent, person, SUSPENSION);
    let told = |wrong: Vec<Refusal>| -> Vec<String> {
        wrong.into_iter().map(|one| one.code.as_str().to_owned()).collect()
    };
    assert_eq!(page(&world, &parent, person, SUSPENSION).await.next_question(), Some(Q::Ground));
    // Each answer is held against the rules at once, and told by its own question alone.
    assert_eq!(told(answer(&world, who, Q::Ground, "").await), ["suspension_ground"]);
    assert_eq!(told(answer(&world, who, Q::Ground, "army").await), ["suspension_ground"], "no ground here");
    assert!(answer(&world, who, Q::Ground, "illness").await.is_empty());
    assert_eq!(told(answer(&world, who, Q::On, "下周一").await), ["on"]);
    assert_eq!(told(answer(&world, who, Q::On, "2027-09-08").await), ["on"], "too far ahead");
    assert!(answer(&world, who, Q::On, "2026-09-08").await.is_empty());
    assert_eq!(told(answer(&world, who, Q::Until, "2026-09-08").await), ["until"]);
    assert_eq!(told(answer(&world, who, Q::Until, "2028-09-08").await), ["until"], "longer than the rule");
    assert!(answer(&world, who, Q::Until, "2027-03-08").await.is_empty());
    // Kept with the account: another look, on another phone, goes on where it was.
    let again = page(&world, &parent, person, SUSPENSION).await;
    let kept = again.draft.answers.get(&Q::Until).map(String::as_str);
    assert_eq!((again.next_question(), kept), (Some(Q::Note), Some("2027-03-08")));
    assert!(answer(&world, who, Q::Note, "").await.is_empty(), "it may be left empty");

    // An illness is proven; what is wrong is told beside the files.
    let open = page(&world, &parent, person, SUSPENSION).await;
    assert!(open.next_question().is_none() && open.proof_needed && !open.proof_settled());
    let cases = registry.cases();
    assert_eq!(codes(cases.send_ask(&parent, person, SUSPENSION).await), ["file"]);
    let broken = ("病历.png", b"not a picture".to_vec());
    assert_eq!(codes(cases.file_ask_proof(&parent, person, SUSPENSION, broken).await), ["bad_file"]);
    let file = async || cases.file_ask_proof(&parent, person, SUSPENSION, ("病历.png", png())).await.unwrap();
    let first = file().await;
    assert_eq!(first.kind, ProofKind::HospitalRecord);
    assert!(registry.proofs().unsent_proofs(&parent, person).await.unwrap().is_empty(), "no correction's");
    assert!(
        registry.proofs().unsent_proof(&parent, person, first.id).await.is_ok(),
        "one sees what one filed"
    );
    cases.drop_ask_proof(&parent, person, SUSPENSION, first.id).await.unwrap();
    assert!(page(&world, &parent, person, SUSPENSION).await.proof_needed);
    file().await;

    // Nobody else's.
    for (stranger, child) in [(guardian(other), person), (parent.clone(), other), (registrar(SCHOOL), person)]
    {
        assert!(is_not_found(&cases.asked_change(&stranger, child, SUSPENSION).await), "{}", stranger.name);
        assert!(is_not_found(&cases.send_ask(&stranger, child, SUSPENSION).await), "{}", stranger.name);
        assert!(is_not_found(&cases.discard_ask(&stranger, child, SUSPENSION).await), "{}", stranger.name);
    }
    assert!(is_not_found(&cases.asked_change(&parent, person, CaseKind::Death).await));

    // Sent: the case carries the proof, the draft is gone, and the school examines it first.
    let case = cases.send_ask(&parent, person, SUSPENSION).await.unwrap();
    let seen = cases.case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(seen.my_turn && seen.proofs.len() == 1);
    let busy = page(&world, &parent, person, SUSPENSION).await;
    assert!(busy.busy.is_some() && busy.draft.answers.is_empty() && busy.proofs.is_empty());

    let late = contract::portal::AskDraft { unproven: true, ..Default::default() };
    let outlives = cases.keep_ask(&parent, person, SUSPENSION, &late).await;
    assert_eq!(codes(outlives), ["open_business"], "nothing that would stand before what comes back");

    // Returned, it begins with what it was made of, and goes the same way again.
    let back = Command::Return { reason: "请核对日期".into() };
    cases.decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    let mend = page(&world, &parent, person, SUSPENSION).await;
    assert!(mend.busy.is_none() && mend.open && mend.next_question().is_none());
    assert_eq!((mend.returned.as_deref(), mend.carried.len()), (Some("请核对日期"), 1));
    assert!(answer(&world, who, Q::Until, "2027-02-08").await.is_empty());
    // What it carries already counts with what is filed now, so that everything goes when it goes.
    for _ in 0..5 {
        file().await;
    }
    let more = cases.file_ask_proof(&parent, person, SUSPENSION, ("病历.png", png())).await;
    assert_eq!(codes(more), ["too_many_proofs"]);
    assert_eq!(cases.send_ask(&parent, person, SUSPENSION).await.unwrap(), case, "the same case");
    assert_eq!(cases.case_view(&registrar(SCHOOL), case).await.unwrap().proofs.len(), 6);
    decided(&world, case).await;
    let view = registry.pupils().pupil(&parent, person).await.unwrap();
    assert_eq!(view.suspended, Some((day("2026-09-08"), day("2027-02-08"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_a_guardian_applies_for_a_longer_suspension_and_for_coming_back() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (registry, parent) = (&world.registry, guardian(person));
    let cases = registry.cases();
    let asks = async |kind: CaseKind, answers: &[(Q, &str)]| {
        for (question, text) in answers {
            assert_eq!(answer(&world, (&parent, person, kind), *question, text).await, [], "{question:?}");
        }
        cases.send_ask(&parent, person, kind).await.unwrap()
    };
    let first =
        [(Q::Ground, "family"), (Q::On, "2026-09-08"), (Q::Until, "2026-12-08"), (Q::Note, "随父母外出")];
    let page_of = page(&world, &parent, person, SUSPENSION).await;
    assert!(page_of.open && !page_of.proof_needed);
    let case = asks(SUSPENSION, &first).await;
    decided(&world, case).await;

    assert!(!page(&world, &parent, person, SUSPENSION).await.open, "suspended already");
    let early = cases.problem_of_ask(&parent, person, CaseKind::Extension, (Q::Until, "2026-12-01")).await;
    assert_eq!(early.unwrap().len(), 1, "not before the last day that holds");
    let case = asks(CaseKind::Extension, &[(Q::Until, "2027-02-20"), (Q::Note, "")]).await;
    decided(&world, case).await;
    let view = registry.pupils().pupil(&parent, person).await.unwrap();
    assert_eq!(view.suspended, Some((day("2026-09-08"), day("2027-02-20"))));

    world.clock.set("2027-02-21T02:00:00Z".parse().unwrap());
    let who = (&parent, person, CaseKind::Resumption);
    assert!(answer(&world, who, Q::On, "2027-02-22").await.is_empty());
    let next = answer(&world, who, Q::NextGrade, "next").await;
    assert!(next.iter().any(|one| one.remedy.contains("学校评估")), "{next:?}");
    assert!(next.iter().all(|one| one.code.as_str() == "next_grade"), "nothing is asked that no page asks");
    let back = [(Q::On, "2027-02-22"), (Q::NextGrade, "own"), (Q::Note, "")];
    let case = asks(CaseKind::Resumption, &back).await;
    decided(&world, case).await;
    let view = registry.pupils().pupil(&parent, person).await.unwrap();
    assert_eq!((view.standing.label(), view.suspended), ("在读", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_what_was_prepared_is_thrown_away_with_its_files() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let cases = world.registry.cases();
    assert!(answer(&world, (&parent, person, SUSPENSION), Q::Ground, "illness").await.is_empty());
    let proof = cases.file_ask_proof(&parent, person, SUSPENSION, ("病历.png", png())).await.unwrap();
    cases.discard_ask(&parent, person, SUSPENSION).await.unwrap();
    let gone = page(&world, &parent, person, SUSPENSION).await;
    assert!(gone.draft.answers.is_empty() && gone.proofs.is_empty());
    assert!(is_not_found(&world.registry.proofs().unsent_proof(&parent, person, proof.id).await));
}
