//! Words for who chose to be told: written with what causes them, sent at least once, retried, put aside, and without anything of a
//! pupil.

use super::ADDRESS;
use super::stubs::{Got, Stub};
use crate::background::operator;
use crate::support::accounts::STRONG;
use crate::support::corrections::ADDRESS as HOME;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::{Duration, NaiveDate, TimeZone, Utc};
use domain::access::{Actor, Role};
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::{Command, Payload};
use domain::form::{Field, GuardianSlot};
use domain::id::CaseId;
use domain::journal::Event;
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct JobLine {
    subject: String,
    state: String,
    tries: u32,
    next_try: i64,
}

impl World {
    async fn message_jobs(&self) -> Vec<JobLine> {
        self.rows("SELECT subject, state, tries, next_try FROM job WHERE kind = 'message'").await
    }

    /// Somebody of a unit with an account of his own, told by mail.
    async fn colleague(&self, role: Role, unit: &str, login: &str, server: &Stub) -> Actor {
        let (account, password) = self.account(role, unit, login).await;
        let who = Actor { account, ..actor(role, unit, 1) };
        self.told_by_mail((&who, &password), &format!("{login}@example.cn"), server).await;
        who
    }

    /// A suspension that waits for the registrar of the county.
    async fn waits_at_county(&self, seed: u64) -> (CaseId, NaiveDate) {
        let person = self.pupil(SCHOOL, seed).await;
        let payload = Payload::Suspension(Suspension {
            facts: Facts {
                on: day("2026-09-07"),
                papers: vec![Paper::Application, Paper::HospitalRecord],
                note: String::new(),
            },
            until: day("2027-03-01"),
            ground: SuspensionGround::Illness,
        });
        let cases = self.registry.cases();
        let case = cases.open_change(&registrar(SCHOOL), person, &payload).await.unwrap();
        cases.decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
        let due = cases.case_view(&leader(SCHOOL), case).await.unwrap().line.due_on.unwrap();
        (case, due)
    }

    fn on_day(&self, day: NaiveDate) {
        self.clock.set(Utc.from_utc_datetime(&day.and_hms_opt(2, 0, 0).unwrap()));
    }
}

fn addresses(got: &[Got]) -> Vec<&str> {
    let mut to: Vec<&str> = got.iter().map(|one| one.to.as_str()).collect();
    to.sort_unstable();
    to
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_is_told_at_once_that_it_is_decided_and_nothing_of_what() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = world.father_by_mail(person, &server).await;
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    world.post().await;
    assert!(server.take().is_empty(), "who asks knows it");
    // What is refused leaves nothing behind.
    assert_eq!(
        codes(world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await),
        ["not_your_step"]
    );
    assert!(world.message_jobs().await.is_empty());
    world.correct(SCHOOL, case).await;
    assert_eq!(world.message_jobs().await.len(), 1, "written with the decision");
    let operated = world.registry.background().background_view(&operator()).await.unwrap();
    assert_eq!((operated.unsent, operated.channels.mail, operated.channels.sms), (1, true, false));
    world.post().await;
    let got = server.only();
    assert_eq!((got.to.as_str(), got.template.as_str()), (ADDRESS, "学籍系统：办理结果"));
    assert!(got.whole.contains("您的申请有了办理结果，请登录查看。"), "{}", got.whole);
    assert!(got.whole.contains("There is a result of your application."), "{}", got.whole);
    let view = world.registry.pupils().pupil(&parent, person).await.unwrap();
    let (father, child) = (Parent::father(1), info(1));
    assert!(!view.number.is_empty());
    for secret in [
        child.name(),
        view.number.as_str(),
        &father.child,
        &father.name,
        &father.phone,
        &father.number,
        HOME,
        "第一小学",
        "玄武区",
        &person.to_string(),
        &case.to_string(),
        &parent.account.to_string(),
    ] {
        assert!(!got.whole.contains(secret), "{secret} in {}", got.whole);
    }
    assert!(world.message_jobs().await.is_empty());
    assert_eq!(world.registry.background().background_view(&operator()).await.unwrap().unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_is_told_what_has_to_be_mended_and_of_the_other_guardians_account() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = world.father_by_mail(person, &server).await;
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    let back = Command::Return { reason: "请补交户口簿首页".into() };
    world.registry.cases().decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    world.post().await;
    assert_eq!(server.only().template, "学籍系统：需要补材料");
    let paper = world.code_for(person, GuardianSlot::Second).await;
    world.join(&Parent::mother(1), by_code(&paper)).await.unwrap();
    world.post().await;
    assert_eq!(server.only().template, "学籍系统：账号变化");
    // Who wants no more of it gets no more, from what is written already too.
    let withdrawn = Command::Withdraw { reason: "不申请了".into() };
    world.registry.cases().decide_case(&parent, case, withdrawn).await.unwrap();
    let again = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    world.correct(SCHOOL, again).await;
    assert_eq!(world.message_jobs().await.len(), 1);
    world.registry.messages().choose_messages(&parent, None, "", STRONG[0], "10.7.0.1").await.unwrap();
    world.post().await;
    assert_eq!(server.only().template, "学籍系统：账号变化", "the last word to the address that is left");
    assert!(world.message_jobs().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_is_told_that_a_question_is_answered_and_not_what() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = world.father_by_mail(person, &server).await;
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    let cases = world.registry.cases();
    cases.ask_on_case(&parent, case, "什么时候有结果？").await.unwrap();
    world.post().await;
    assert!(server.take().is_empty(), "who asks knows it");
    cases.answer_on_case(&registrar(SCHOOL), case, 0, "下周三以前。").await.unwrap();
    world.post().await;
    let got = server.only();
    assert_eq!(got.template, "学籍系统：留言答复");
    for secret in ["下周三", "什么时候", HOME] {
        assert!(!got.whole.contains(secret), "{secret} in {}", got.whole);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_guardian_whose_application_came_back_is_reminded_before_its_day_and_nobody_above_is_told()
 {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = world.father_by_mail(person, &server).await;
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    let back = Command::Return { reason: "请补交户口簿首页".into() };
    let cases = world.registry.cases();
    cases.decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    world.post().await;
    assert_eq!(server.only().template, "学籍系统：需要补材料");
    let due = cases.case_view(&leader(SCHOOL), case).await.unwrap().line.due_on.unwrap();
    let look = async |on: NaiveDate| {
        world.on_day(on);
        world.registry.watch().look_round().await.unwrap();
        world.post().await;
        server.take()
    };
    let got = look(due - Duration::days(1)).await;
    assert_eq!(addresses(&got), [ADDRESS]);
    assert_eq!(got[0].template, "学籍系统：待办提醒");
    assert!(look(due).await.is_empty(), "once");
    assert!(look(due + Duration::days(1)).await.is_empty());
    let view = cases.case_view(&leader(SCHOOL), case).await.unwrap();
    assert!(view.steps.iter().all(|step| step.reminded_on.is_none() && step.escalated_to.is_empty()));
    let told = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    assert!(told.chain_holds && told.timeline.iter().any(|line| line.event == Event::DeadlineNear));
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_fails_is_tried_again_under_the_same_id_and_put_aside_with_the_reason() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = world.father_by_mail(person, &server).await;
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, HOME)]).await.unwrap();
    world.correct(SCHOOL, case).await;
    server.answers_always(Some(500));
    let mut ids = Vec::new();
    let parked = loop {
        world.post().await;
        ids.push(server.only().id);
        let job = world.message_jobs().await.remove(0);
        if job.state == "parked" {
            break job;
        }
        assert_eq!((job.state.as_str(), job.tries as usize), ("waiting", ids.len()));
        world.post().await;
        assert!(server.take().is_empty(), "not before its time");
        world.clock.set(Utc.timestamp_millis_opt(job.next_try).unwrap());
    };
    assert_eq!((ids.len(), parked.tries), (8, 8));
    ids.dedup();
    assert_eq!(ids, std::slice::from_ref(&parked.subject), "one id at every try");
    let seen = world.registry.background().background_view(&operator()).await.unwrap();
    assert_eq!((seen.unsent, seen.aside.len()), (1, 1));
    let aside = &seen.aside[0];
    assert_eq!(aside.work, "message");
    assert_eq!(aside.reason, "outside: the mail server asks to wait", "the server's own words are not kept");
    server.answers_always(None);
    world.registry.background().take_up(&operator(), &aside.uid).await.unwrap();
    world.post().await;
    assert_eq!(server.only().id, parked.subject);
    assert!(world.message_jobs().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_could_not_be_sent_in_time_is_not_sent_later() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let (me, password) = world.member(Role::Registrar, "registrar.one").await;
    let ask = async || {
        let (messages, sms) = (world.registry.messages(), Some(domain::message::Channel::Sms));
        messages.choose_messages(&me, sms, "13800000001", &password, "10.7.0.1").await.unwrap();
    };
    gateway.answers([500]);
    ask().await;
    world.post().await;
    let first = gateway.only();
    world.wait(Duration::seconds(5));
    world.post().await;
    assert_eq!(gateway.only().id, first.id, "tried again after a 500");
    gateway.answers([429]);
    ask().await;
    world.post().await;
    assert_eq!(gateway.take().len(), 1);
    world.wait(Duration::minutes(10));
    world.post().await;
    assert!(gateway.take().is_empty() && world.message_jobs().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_who_holds_what_is_due_is_told_once_a_day_and_the_authority_above_once_it_is_late() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    world.colleague(Role::Registrar, COUNTY, "county", &server).await;
    world.colleague(Role::Leader, "320100", "city", &server).await;
    // Whose desk it is not, and who has chosen nothing.
    world.colleague(Role::Registrar, SCHOOL, "school", &server).await;
    world.account(Role::Registrar, COUNTY, "silent").await;
    let (case, due) = world.waits_at_county(1).await;
    let (_, other) = world.waits_at_county(2).await;
    assert_eq!(due, other);
    let look = async || {
        world.registry.watch().look_round().await.unwrap();
        world.post().await;
        server.take()
    };
    assert!(look().await.is_empty(), "two weeks are left");
    world.on_day(due - Duration::days(2));
    let got = look().await;
    assert_eq!(addresses(&got), ["county@example.cn"], "two cases, one reminder");
    assert_eq!(got[0].template, "学籍系统：待办提醒");
    assert!(!got[0].whole.contains("休学") && !got[0].whole.contains("第一小学"), "{}", got[0].whole);
    assert!(look().await.is_empty(), "once");
    world.on_day(due + Duration::days(1));
    let got = look().await;
    assert_eq!(
        addresses(&got),
        ["city@example.cn", "county@example.cn"],
        "late: told above, and who holds it again"
    );
    assert!(look().await.is_empty());
    world.registry.cases().decide_case(&registrar(COUNTY), case, agree()).await.unwrap();
    assert!(look().await.is_empty());
}
