//! Where an account is told is changed by its owner alone, and by nobody without the address that is left being told; the owner is told of
//! a password that was set anew; a number that somebody types keeps its owner from no code.

use super::ADDRESS;
use super::stubs::Stub;
use crate::support::accounts::{HERE, STRONG};
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::message::Channel;
use registry::guardian::Asking;

const CHANGED: &str = "学籍系统：账号变化";
const OTHER: &str = "li.na@example.cn";

/// What the log of an account says of where it is told.
async fn logged(world: &World, who: &Actor) -> Vec<String> {
    let auditor = actor(Role::AuditAdmin, COUNTY, 6);
    let log = world.registry.accounts().account_log(&auditor, who.account).await.unwrap();
    let events = log.into_iter().map(|line| line.event);
    events.filter(|event| event.starts_with("messages") || event == "old_password_failed").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_where_an_account_is_told_changes_with_its_password_and_the_address_that_is_left_is_told()
{
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let messages = world.registry.messages();
    let (me, password) = world.member(Role::Registrar, "registrar.one").await;
    world.told_by_mail((&me, &password), ADDRESS, &server).await;
    // Whoever has the session alone neither replaces nor removes it.
    for (way, to) in [(Some(Channel::Mail), OTHER), (None, "")] {
        for wrong in ["", STRONG[6]] {
            let asked = messages.choose_messages(&me, way, to, wrong, HERE).await;
            assert_eq!(codes(asked), ["old_password"], "{way:?}");
        }
    }
    world.post().await;
    assert!(server.take().is_empty());
    let setting = messages.message_setting(&me).await.unwrap();
    assert!(setting.chosen.is_some() && setting.waiting.is_none());

    messages.choose_messages(&me, Some(Channel::Mail), OTHER, &password, HERE).await.unwrap();
    world.post().await;
    let code = server.only().code.unwrap();
    messages.confirm_messages(&me, &code).await.unwrap();
    world.post().await;
    let got = server.only();
    assert_eq!((got.to.as_str(), got.template.as_str()), (ADDRESS, CHANGED), "the one before");
    messages.choose_messages(&me, None, "", &password, HERE).await.unwrap();
    world.post().await;
    let got = server.only();
    assert_eq!((got.to.as_str(), got.template.as_str()), (OTHER, CHANGED));
    let mut expected = vec!["messages_asked", "messages_chosen"];
    expected.extend(["old_password_failed"; 4]);
    expected.extend(["messages_asked", "messages_chosen", "messages_refused"]);
    let mut told = logged(&world, &me).await;
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_whose_password_is_recovered_is_told_and_is_told_there_for_three_days_whatever_is_asked() {
    let server = Stub::mail().await;
    let world = World::with_messages(server.as_mail()).await;
    let messages = world.registry.messages();
    let person = world.pupil(SCHOOL, 1).await;
    world.father_by_mail(person, &server).await;
    let father = Parent::father(1);
    let code = world.binding_code(person).await;
    world.registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await.unwrap();
    world.post().await;
    let got = server.only();
    assert_eq!((got.to.as_str(), got.template.as_str()), (ADDRESS, CHANGED));
    let parent = world.parent_with(&father, STRONG[1]).await;
    for (way, to) in [(Some(Channel::Mail), OTHER), (None, "")] {
        assert_eq!(codes(messages.choose_messages(&parent, way, to, STRONG[1], HERE).await), ["quiet"]);
    }
    assert_eq!(codes(messages.confirm_messages(&parent, "123456").await), ["quiet"]);
    world.wait(Duration::hours(72) + Duration::seconds(1));
    messages.choose_messages(&parent, None, "", STRONG[1], HERE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_who_types_anothers_number_keeps_its_owner_from_no_code() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let messages = world.registry.messages();
    let person = world.pupil(SCHOOL, 1).await;
    let father = Parent::father(1);
    let (stranger, password) = world.member(Role::Registrar, "registrar.one").await;
    let sms = Some(Channel::Sms);
    for n in 0..3 {
        let from = format!("10.8.0.{n}");
        messages.choose_messages(&stranger, sms, &father.phone, &password, &from).await.unwrap();
    }
    let more = messages.choose_messages(&stranger, sms, &father.phone, &password, HERE).await;
    assert_eq!(codes(more), ["too_many"]);
    world.post().await;
    gateway.take();
    // The code of the record goes out all the same, and so does the one for his own setting.
    let paper = world.binding_code(person).await;
    let claim = || father.sign_up(by_code(&paper));
    let guardians = world.registry.guardians();
    assert_eq!(codes(guardians.guardian_sign_up(&claim(), HERE).await), ["code_sent"]);
    world.post().await;
    let figures = gateway.only().code.unwrap();
    let asking = Asking { address: HERE, phone_code: &figures };
    guardians.guardian_sign_up(&claim(), asking).await.unwrap();
    let parent = world.parent(&father).await;
    messages.choose_messages(&parent, sms, &father.phone, STRONG[0], HERE).await.unwrap();
    world.post().await;
    assert_eq!(gateway.only().to, father.phone);
}
