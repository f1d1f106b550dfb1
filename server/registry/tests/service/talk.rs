//! 留言: a guardian asks about the own open case, the desk that holds it sees it and answers or writes first, and nobody else reads a word of it;
//! and the sentence that says where the case stands.

use crate::support::corrections::*;
use crate::support::*;
use contract::case::CaseView;
use contract::desk::MatterLine;
use domain::access::Actor;
use domain::case::{CaseKind, Command};
use domain::form::Field;
use domain::guardian::NoticeKind;
use domain::guide::{NOTHING_TO_DO, OFFICE_WORDS, YOURS};
use domain::id::{AccountId, CaseId, PersonId};
use domain::journal::Event;
use registry::Registry;
use uuid::Uuid;

const QUESTION: &str = "户口簿丢了，用什么代替？";
const ANSWER: &str = "派出所开的户籍证明也可以。";
const MESSAGE: &str = "请带户口簿原件来核对一下。";

async fn asked(world: &World) -> (PersonId, Actor, CaseId) {
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    (person, parent, case)
}

async fn seen(registry: &Registry, actor: &Actor, case: CaseId) -> CaseView {
    registry.cases().case_view(actor, case).await.unwrap()
}

/// The line of the case on a desk, if it is there.
async fn line(registry: &Registry, actor: &Actor, case: CaseId) -> Option<MatterLine> {
    let lines = on_desk(registry, actor, MatterKind::Case(CaseKind::Correction)).await;
    lines.into_iter().find(|line| line.id == format!("case/{case}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_asks_and_the_desk_that_holds_the_case_answers() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = asked(&world).await;
    let cases = registry.cases();
    let view = seen(registry, &parent, case).await;
    assert!(view.may_ask && !view.may_answer && view.talk.is_empty());
    assert!(!line(registry, &registrar(SCHOOL), case).await.unwrap().asked);

    cases.ask_on_case(&parent, case, QUESTION).await.unwrap();
    assert!(line(registry, &registrar(SCHOOL), case).await.unwrap().asked, "a mark on the desk");
    let desk = seen(registry, &registrar(SCHOOL), case).await;
    assert!(desk.may_answer && !desk.may_ask);
    assert_eq!((desk.talk.len(), desk.talk[0].words.as_str()), (1, QUESTION));
    // Every other desk waits its turn; a unit outside has never heard of it.
    for other in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        assert!(!seen(registry, &other, case).await.may_answer, "{}", other.name);
        assert_eq!(codes(cases.answer_on_case(&other, case, 0, ANSWER).await), ["not_your_step"]);
    }
    assert!(is_not_found(&cases.answer_on_case(&registrar(OTHER_SCHOOL), case, 0, ANSWER).await));
    assert!(is_not_found(&cases.answer_on_case(&parent, case, 0, ANSWER).await));
    assert_eq!(codes(cases.answer_on_case(&registrar(SCHOOL), case, 0, " ").await), ["words"]);
    cases.answer_on_case(&registrar(SCHOOL), case, 0, ANSWER).await.unwrap();
    let again = cases.answer_on_case(&registrar(SCHOOL), case, 0, "再答一次").await;
    assert_eq!(codes(again), ["changed_since_shown"]);
    assert!(!line(registry, &registrar(SCHOOL), case).await.unwrap().asked);
    let told = seen(registry, &parent, case).await.talk;
    assert_eq!(told[0].answer.as_ref().map(|answer| answer.words.as_str()), Some(ANSWER));

    // The child's journal says that it was, not what.
    let view = record(&world, person).await;
    let told = events(&view);
    assert!(told.contains(&Event::QuestionAsked) && told.contains(&Event::QuestionAnswered), "{told:?}");
    let words: String = view.timeline.iter().map(|line| line.words.as_str()).collect();
    assert!(!words.contains(QUESTION) && !words.contains(ANSWER) && view.chain_holds, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nobody_outside_the_matter_reads_or_asks() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = asked(&world).await;
    let cases = registry.cases();
    cases.ask_on_case(&parent, case, QUESTION).await.unwrap();
    let other_parent = Actor { account: AccountId::new(Uuid::from_u128(9898)), ..parent.clone() };
    assert!(seen(registry, &other_parent, case).await.talk.is_empty(), "another guardian of the same child");
    let elsewhere = guardian(world.pupil(SCHOOL, 2).await);
    for stranger in [other_parent, elsewhere, registrar(SCHOOL), leader(COUNTY)] {
        let told = cases.ask_on_case(&stranger, case, "我也问").await;
        assert!(is_not_found(&told), "{}", stranger.name);
    }
    for above in [registrar("320100"), leader("320000")] {
        if let Ok(view) = cases.case_view(&above, case).await {
            assert!(view.talk.is_empty() && !view.may_answer, "{}", above.name);
        }
    }
    assert_eq!(codes(cases.ask_on_case(&parent, case, "").await), ["words"]);
    assert_eq!(codes(cases.ask_on_case(&parent, case, &"字".repeat(501)).await), ["words"]);
    for n in 1..5 {
        cases.ask_on_case(&parent, case, &format!("第{n}个问题")).await.unwrap();
    }
    assert_eq!(codes(cases.ask_on_case(&parent, case, "还有").await), ["too_many_questions"], "in an hour");
    let withdrawn = Command::Withdraw { reason: "不申请了".into() };
    cases.decide_case(&parent, case, withdrawn).await.unwrap();
    assert_eq!(codes(cases.ask_on_case(&parent, case, "还在吗").await), ["closed"]);
    assert_eq!(codes(cases.answer_on_case(&registrar(SCHOOL), case, 0, ANSWER).await), ["closed"]);
    assert!(record(&world, person).await.open_case.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_the_desk_that_holds_the_case_writes_first_and_the_reply_waits_there() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, parent, case) = asked(&world).await;
    let (cases, desk) = (registry.cases(), registrar(SCHOOL));
    assert!(seen(registry, &desk, case).await.may_write && !seen(registry, &parent, case).await.may_write);
    for other in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        assert!(!seen(registry, &other, case).await.may_write, "{}", other.name);
        assert_eq!(codes(cases.write_on_case(&other, case, MESSAGE).await), ["not_your_step"]);
    }
    for outside in [registrar(OTHER_SCHOOL), parent.clone()] {
        assert!(is_not_found(&cases.write_on_case(&outside, case, MESSAGE).await), "{}", outside.name);
    }
    for wrong in [" ".to_owned(), "字".repeat(501)] {
        assert_eq!(codes(cases.write_on_case(&desk, case, &wrong).await), ["words"]);
    }
    cases.write_on_case(&desk, case, MESSAGE).await.unwrap();
    cases.write_on_case(&desk, case, "周三下午也可以。").await.unwrap();
    assert!(!line(registry, &desk, case).await.unwrap().asked, "nobody waits for the desk");

    // One notice until it was read, with nothing of what was written; another guardian has none.
    let notices = registry.guardians().guardian_notices(&parent).await.unwrap();
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].kind, notices[0].case), (NoticeKind::Written, Some(case)));
    assert!(!format!("{notices:?}").contains("户口簿"), "{notices:?}");
    let other_parent = guardian_number(1, person);
    assert!(registry.guardians().guardian_notices(&other_parent).await.unwrap().is_empty());
    assert!(seen(registry, &other_parent, case).await.talk.is_empty());

    let read = seen(registry, &parent, case).await;
    let said: Vec<&str> = read.talk.iter().map(|said| said.words.as_str()).collect();
    assert_eq!(said, [MESSAGE, "周三下午也可以。"], "in order");
    assert_eq!(
        (read.talk[0].unit.is_some(), read.talk[0].who.as_str()),
        (true, ""),
        "the unit, not the person"
    );
    assert!(registry.guardians().guardian_notices(&parent).await.unwrap().is_empty(), "read");

    cases.ask_on_case(&parent, case, "周三去。").await.unwrap();
    assert!(line(registry, &desk, case).await.unwrap().asked, "the reply waits as a question does");
    let page = seen(registry, &desk, case).await;
    assert_eq!(
        (page.talk.len(), page.talk[0].who.as_str()),
        (3, desk.name.as_str()),
        "the desk reads who wrote"
    );
    cases.answer_on_case(&desk, case, page.talk[2].n, "好。").await.unwrap();
    assert_eq!(codes(cases.answer_on_case(&desk, case, 0, "答自己").await), ["changed_since_shown"]);

    for _ in 2..5 {
        cases.write_on_case(&desk, case, MESSAGE).await.unwrap();
    }
    assert_eq!(codes(cases.write_on_case(&desk, case, MESSAGE).await), ["too_many_messages"]);
    world.wait(chrono::Duration::hours(25));
    cases.write_on_case(&desk, case, MESSAGE).await.unwrap();

    // Who wrote goes on with the case: a message is no step.
    cases.decide_case(&desk, case, agree()).await.unwrap();
    assert_eq!(codes(cases.write_on_case(&desk, case, MESSAGE).await), ["not_your_step"]);
    let view = record(&world, person).await;
    assert!(events(&view).contains(&Event::MessageWritten));
    let words: String = view.timeline.iter().map(|line| line.words.as_str()).collect();
    assert!(!words.contains(MESSAGE) && view.chain_holds, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_was_sent_back_is_answered_by_the_desk_that_sent_it_back() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = asked(&world).await;
    let cases = registry.cases();
    let back = Command::Return { reason: "请补交户口簿首页".into() };
    cases.decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    assert!(line(registry, &registrar(SCHOOL), case).await.is_none(), "the guardian holds it");
    cases.ask_on_case(&parent, case, QUESTION).await.unwrap();
    let mark = line(registry, &registrar(SCHOOL), case).await.unwrap();
    assert!(mark.asked && mark.together().is_none());
    cases.answer_on_case(&registrar(SCHOOL), case, 0, ANSWER).await.unwrap();
    assert!(line(registry, &registrar(SCHOOL), case).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_one_sentence_says_where_it_stands_on_the_page_and_in_the_list() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, parent, case) = asked(&world).await;
    let cases = registry.cases();
    let told = async || {
        let line = seen(registry, &parent, case).await.line;
        let (page, english) = (line.told, line.told_in_english);
        let list = cases.cases_opened_by(&parent).await.unwrap();
        assert_eq!((&list[0].told, &list[0].told_in_english), (&page, &english), "the same in the list");
        let told = page.contains(NOTHING_TO_DO);
        assert_eq!(english.contains("There is nothing for you to do now."), told, "{english}");
        for (office, _) in OFFICE_WORDS {
            assert!(!page.contains(office), "{office} in {page}");
        }
        page
    };
    assert!(seen(registry, &registrar(SCHOOL), case).await.line.told.is_empty(), "it is the guardian's");
    let page = told().await;
    assert!(page.starts_with("申请已经交上去了，现在由学校看一遍") && page.contains(NOTHING_TO_DO), "{page}");
    for actor in [registrar(SCHOOL), leader(SCHOOL)] {
        cases.decide_case(&actor, case, agree()).await.unwrap();
    }
    let page = told().await;
    assert!(page.starts_with("学校已经同意，现在由") && page.contains("再看一遍"), "{page}");
    let back = Command::Return { reason: "请补交户口簿首页".into() };
    cases.decide_case(&registrar(COUNTY), case, back).await.unwrap();
    let page = told().await;
    assert!(page.contains(YOURS) && !page.contains(NOTHING_TO_DO), "{page}");
    let withdrawn = Command::Withdraw { reason: "不申请了".into() };
    cases.decide_case(&parent, case, withdrawn).await.unwrap();
    let page = told().await;
    assert!(page.contains("撤回了") && page.contains(NOTHING_TO_DO), "{page}");
}
