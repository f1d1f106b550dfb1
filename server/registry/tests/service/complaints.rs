//! 好差评: a guardian rates the own matter once it has ended and complains of it at any time; the authority above the unit that handled it answers,
//! sees the matter, and nobody else reads a word.

use crate::support::corrections::ADDRESS;
use crate::support::*;
use contract::complaint::{ComplaintView, VoiceView};
use domain::access::{Actor, Role};
use domain::access_log::Function;
use domain::case::{CaseState, Command};
use domain::complaint::{COMPLAINTS_MOST, ComplaintState, Rating};
use domain::form::Field;
use domain::guardian::NoticeKind;
use domain::id::{CaseId, ComplaintId, PersonId};
use domain::shown::Shown;
use registry::Registry;

const CITY: &str = "320100";
const WHY: &str = "材料交了三次，每次说的都不一样。";
const ANSWER: &str = "已经核实，学校向您当面说明并改正。";

/// A guardian's correction that the school refused.
pub(crate) async fn refused(world: &World) -> (PersonId, Actor, CaseId) {
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let refuse = Command::Refuse { reason: "户口簿看不清".into() };
    let state = world.registry.cases().decide_case(&registrar(SCHOOL), case, refuse).await.unwrap();
    assert_eq!(state, CaseState::Refused);
    world.registry.outbox().drain_outbox().await.unwrap();
    (person, parent, case)
}

async fn voice(registry: &Registry, actor: &Actor, case: CaseId) -> VoiceView {
    registry.complaints().voice_of(actor, case).await.unwrap()
}

/// The only complaint on a desk.
async fn on_the_desk(registry: &Registry, actor: &Actor) -> ComplaintId {
    let ids: Vec<ComplaintId> = waiting(registry, actor, MatterKind::Complaint).await;
    assert_eq!(ids.len(), 1, "{}", actor.name);
    ids[0]
}

async fn seen(registry: &Registry, actor: &Actor, id: ComplaintId) -> ComplaintView {
    registry.complaints().complaint_view(actor, id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_bad_rating_is_answered_by_the_authority_above_the_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    let before = voice(registry, &parent, case).await;
    assert!(before.may_rate && before.may_complain && before.rated.is_none(), "{before:?}");
    assert_eq!(codes(complaints.rate_case(&parent, case, None, "很好").await), ["rating"]);
    assert_eq!(
        codes(complaints.rate_case(&parent, case, Some(Rating::Dissatisfied), " ").await),
        ["words"],
        "a bad one says why"
    );
    assert!(voice(registry, &parent, case).await.rated.is_none(), "nothing of a refused one is kept");
    complaints.rate_case(&parent, case, Some(Rating::Dissatisfied), WHY).await.unwrap();
    assert_eq!(codes(complaints.rate_case(&parent, case, Some(Rating::Fair), "").await), ["rated"]);
    assert_eq!(codes(complaints.complain(&parent, case, "再说一次").await), ["complained"]);

    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    assert_eq!(on_the_desk(registry, &leader(COUNTY)).await, id);
    for other in [registrar(SCHOOL), leader(SCHOOL), registrar(CITY)] {
        assert!(on_desk(registry, &other, MatterKind::Complaint).await.is_empty(), "{}", other.name);
    }
    let page = seen(registry, &registrar(COUNTY), id).await;
    assert_eq!((page.case, page.rating, page.words.as_str()), (Some(case), Some(Rating::Dissatisfied), WHY));
    assert!(page.may_answer && page.due_on.is_some() && page.state == ComplaintState::Open);
    assert_eq!(page.steps.len(), 1, "the step that was taken");
    assert!(page.steps[0].reason.contains("户口簿看不清"), "{:?}", page.steps);
    let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    assert!(looks.iter().any(|look| look.function == Function::Complaint), "the look is in the log");

    assert_eq!(codes(complaints.answer_complaint(&leader(COUNTY), id, " ").await), ["words"]);
    complaints.answer_complaint(&leader(COUNTY), id, ANSWER).await.unwrap();
    assert_eq!(codes(complaints.answer_complaint(&leader(COUNTY), id, ANSWER).await), ["out_of_state"]);
    assert!(on_desk(registry, &registrar(COUNTY), MatterKind::Complaint).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    let told = registry.guardians().guardian_notices(&parent).await.unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.kind, one.case, one.school.as_str())).collect();
    assert_eq!(told, [(NoticeKind::Answered, Some(case), "玄武区教育行政部门")], "told on the first page");
    let after = voice(registry, &parent, case).await;
    let told = registry.guardians().guardian_notices(&parent).await.unwrap();
    assert!(told.is_empty(), "the answer was shown: {told:?}");
    assert_eq!(after.rated.as_ref().map(|rated| rated.rating), Some(Rating::Dissatisfied));
    let answer = after.complaints[0].answer.as_ref().map(|(_, words)| words.as_str());
    assert_eq!(answer, Some(ANSWER));
    assert!(after.complaints[0].due_on.is_none() && after.may_complain && !after.may_rate);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_complained_takes_it_back_until_it_is_answered() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    complaints.rate_case(&parent, case, Some(Rating::Dissatisfied), WHY).await.unwrap();
    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    for other in [guardian_number(1, person), registrar(SCHOOL), leader(COUNTY)] {
        let refused = complaints.withdraw_complaint(&other, id).await;
        assert!(is_not_found(&refused), "{}", other.name);
    }
    complaints.withdraw_complaint(&parent, id).await.unwrap();
    assert_eq!(codes(complaints.withdraw_complaint(&parent, id).await), ["out_of_state"]);
    for actor in [registrar(COUNTY), leader(COUNTY)] {
        assert!(on_desk(registry, &actor, MatterKind::Complaint).await.is_empty(), "{}", actor.name);
    }
    assert_eq!(codes(complaints.answer_complaint(&leader(COUNTY), id, ANSWER).await), ["out_of_state"]);
    let page = seen(registry, &leader(COUNTY), id).await;
    assert_eq!((page.state, page.may_answer), (ComplaintState::Withdrawn, false));
    let after = voice(registry, &parent, case).await;
    assert_eq!(after.complaints[0].state, ComplaintState::Withdrawn);
    assert!(after.rated.is_some() && after.may_complain, "the rating stays, and one may complain again");
    assert!(registry.guardians().guardian_notices(&parent).await.unwrap().is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_complained_rates_badly_all_the_same_and_complains_no_second_time_by_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    complaints.complain(&parent, case, WHY).await.unwrap();
    let waits = voice(registry, &parent, case).await;
    assert!(waits.may_rate && !waits.may_complain && waits.above.is_empty(), "{waits:?}");
    // The complaint has said why: what would begin nothing needs no words.
    complaints.rate_case(&parent, case, Some(Rating::VeryDissatisfied), "").await.unwrap();
    let after = voice(registry, &parent, case).await;
    assert_eq!(after.rated.map(|rated| rated.rating), Some(Rating::VeryDissatisfied));
    assert_eq!(after.complaints.len(), 1);
    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    let page = seen(registry, &registrar(COUNTY), id).await;
    assert_eq!((page.words.as_str(), page.rating), (WHY, None), "it is the one that was made before");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_complained_as_often_as_one_may_rates_badly_all_the_same() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    for _ in 0..COMPLAINTS_MOST {
        complaints.complain(&parent, case, WHY).await.unwrap();
        let id = on_the_desk(registry, &registrar(COUNTY)).await;
        complaints.answer_complaint(&registrar(COUNTY), id, ANSWER).await.unwrap();
    }
    let before = voice(registry, &parent, case).await;
    assert!(before.may_rate && !before.may_complain, "{before:?}");
    complaints.rate_case(&parent, case, Some(Rating::Dissatisfied), "还是没有改").await.unwrap();
    let after = voice(registry, &parent, case).await;
    assert_eq!(after.rated.map(|rated| rated.words).as_deref(), Some("还是没有改"));
    assert_eq!(after.complaints.len(), COMPLAINTS_MOST);
    assert!(on_desk(registry, &registrar(COUNTY), MatterKind::Complaint).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_rating_is_kept_and_is_nobodys_matter() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = refused(&world).await;
    registry.complaints().rate_case(&parent, case, Some(Rating::Fair), "").await.unwrap();
    let after = voice(registry, &parent, case).await;
    assert!(after.complaints.is_empty() && after.may_complain);
    for unit in [SCHOOL, COUNTY, CITY] {
        for actor in [registrar(unit), leader(unit)] {
            assert!(on_desk(registry, &actor, MatterKind::Complaint).await.is_empty(), "{}", actor.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_is_complained_of_to_the_authority_above_whoever_holds_it_now() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let complaints = registry.complaints();
    let early = complaints.rate_case(&parent, case, Some(Rating::Satisfied), "").await;
    assert_eq!(codes(early), ["state"], "it has no result yet");
    complaints.complain(&parent, case, "交了两周没有人看").await.unwrap();
    let first = on_the_desk(registry, &registrar(COUNTY)).await;
    complaints.answer_complaint(&registrar(COUNTY), first, "已催学校今天办理").await.unwrap();
    // Now the county holds it, and the city answers for it.
    for actor in [registrar(SCHOOL), leader(SCHOOL)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    complaints.complain(&parent, case, "区里又没有人看").await.unwrap();
    let second = on_the_desk(registry, &leader(CITY)).await;
    assert!(on_desk(registry, &registrar(COUNTY), MatterKind::Complaint).await.is_empty());
    let page = seen(registry, &leader(CITY), second).await;
    assert!(page.child.contains('*'), "further up the name is masked: {}", page.child);
    complaints.answer_complaint(&leader(CITY), second, "已要求区里三天内办理").await.unwrap();
    complaints.complain(&parent, case, "还是没有人看").await.unwrap();
    let third = on_the_desk(registry, &leader(CITY)).await;
    complaints.answer_complaint(&registrar(CITY), third, "明天办理").await.unwrap();
    assert_eq!(voice(registry, &parent, case).await.complaints.len(), COMPLAINTS_MOST);
    assert_eq!(codes(complaints.complain(&parent, case, "第四次").await), ["too_many_complaints"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nobody_else_complains_reads_or_answers() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    complaints.complain(&parent, case, WHY).await.unwrap();
    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    let elsewhere = guardian(world.pupil(SCHOOL, 2).await);
    let other = guardian_number(1, person);
    for stranger in [elsewhere, other, registrar(SCHOOL), leader(COUNTY)] {
        assert!(is_not_found(&complaints.voice_of(&stranger, case).await), "{:?}", stranger.role);
        assert!(is_not_found(&complaints.complain(&stranger, case, WHY).await), "{:?}", stranger.role);
        let rated = complaints.rate_case(&stranger, case, Some(Rating::Satisfied), "").await;
        assert!(is_not_found(&rated), "{:?}", stranger.role);
    }
    let official = actor(Role::Official, COUNTY, 5);
    for stranger in
        [registrar(SCHOOL), leader(SCHOOL), registrar(CITY), leader(OTHER_SCHOOL), official, parent]
    {
        assert!(is_not_found(&complaints.complaint_view(&stranger, id).await), "{:?}", stranger.role);
        let told = complaints.answer_complaint(&stranger, id, ANSWER).await;
        assert!(is_not_found(&told), "{:?}", stranger.role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_meanwhile_is_not_answered_again_and_one_press_counts_once() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = refused(&world).await;
    let complaints = registry.complaints();
    complaints.complain(&parent, case, WHY).await.unwrap();
    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    let shown = seen(registry, &registrar(COUNTY), id).await.shown();
    complaints.answer_complaint(&registrar(COUNTY), shown, ANSWER).await.unwrap();
    complaints.answer_complaint(&registrar(COUNTY), shown, ANSWER).await.expect("pressed twice");
    let late = complaints.answer_complaint(&leader(COUNTY), Shown::new(id, 1), "另一个答复").await;
    assert_eq!(codes(late), ["changed_since_shown"]);
}

/// Who may answer by the page and who may in truth: both say the same.
async fn does_not_answer(registry: &Registry, actor: &Actor, id: ComplaintId) {
    assert!(!seen(registry, actor, id).await.may_answer, "{}", actor.name);
    let told = registry.complaints().answer_complaint(actor, id, ANSWER).await;
    assert_eq!(codes(told), ["four_eyes"], "{}", actor.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_the_matter_after_the_complaint_does_not_answer_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    registry.complaints().complain(&parent, case, "交了两周没有人看").await.unwrap();
    let id = on_the_desk(registry, &registrar(COUNTY)).await;
    assert!(seen(registry, &registrar(COUNTY), id).await.may_answer, "nobody there has touched it yet");
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    does_not_answer(registry, &registrar(COUNTY), id).await;
    registry.complaints().answer_complaint(&leader(COUNTY), id, ANSWER).await.expect("took no step");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decided_an_earlier_round_does_not_answer_the_complaint() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    for actor in [registrar(SCHOOL), leader(SCHOOL)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    let back = Command::Return { reason: "请补交户口簿".into() };
    registry.cases().decide_case(&registrar(COUNTY), case, back).await.unwrap();
    let again = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    assert_eq!(again, case, "mended, and at the school again");
    registry.complaints().complain(&parent, case, "退回来又没有人看").await.unwrap();
    let id = on_the_desk(registry, &leader(COUNTY)).await;
    does_not_answer(registry, &registrar(COUNTY), id).await;
    registry.complaints().answer_complaint(&leader(COUNTY), id, ANSWER).await.unwrap();
}
