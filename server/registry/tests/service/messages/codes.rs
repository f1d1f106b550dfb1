//! 通知方式 and its codes: where to is shown to be the own, limits, and what is said where nothing is connected.

use super::ADDRESS;
use super::stubs::{Stub, TOKEN};
use crate::support::*;
use chrono::Duration;
use contract::message::Channels;
use domain::access::Role;
use domain::message::Channel;
use registry::Registry;
use registry::clock::{Clock, Entropy};
use registry::error::Error;
use registry::message::{MailSettings, Settings, SmsSettings};
use serde_json::Value as Json;

const HERE: &str = "10.7.0.1";
const PHONE: &str = "13800000001";

#[tokio::test(flavor = "multi_thread")]
async fn article_25_where_nothing_is_connected_nothing_is_sent_and_the_pages_say_so() {
    let world = World::in_memory().await;
    let messages = world.registry.messages();
    let (me, password) = world.member(Role::Registrar, "registrar.one").await;
    assert_eq!(messages.channels(), Channels::default());
    for (way, to) in [(Channel::Sms, PHONE), (Channel::Mail, ADDRESS)] {
        assert_eq!(
            codes(messages.choose_messages(&me, Some(way), to, &password, HERE).await),
            ["no_channel"]
        );
    }
    messages.choose_messages(&me, None, "", &password, HERE).await.unwrap();
    let setting = messages.message_setting(&me).await.unwrap();
    assert!(setting.chosen.is_none() && setting.waiting.is_none());
    assert_eq!(codes(messages.confirm_messages(&me, "123456").await), ["code_expired"]);
    assert!(world.rows::<Json>("SELECT * OMIT id FROM message").await.is_empty());
    let operator = actor(Role::SystemAdmin, "000000", 77);
    let background = world.registry.background().background_view(&operator).await.unwrap();
    assert_eq!((background.channels, background.unsent), (Channels::default(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_taken_only_with_the_code_that_was_sent_there() {
    let server = Stub::sms().await;
    let world = World::with_messages(server.as_sms()).await;
    let messages = world.registry.messages();
    let (me, password) = world.member(Role::Registrar, "registrar.one").await;
    for wrong in ["", "025-83111111", "1380000000", ADDRESS] {
        let asked = messages.choose_messages(&me, Some(Channel::Sms), wrong, &password, HERE).await;
        assert_eq!(codes(asked), ["notify_at"], "{wrong}");
    }
    assert_eq!(
        codes(messages.choose_messages(&me, Some(Channel::Mail), ADDRESS, &password, HERE).await),
        ["no_channel"],
        "mail is not connected"
    );
    messages.choose_messages(&me, Some(Channel::Sms), " 138 0000-0001 ", &password, HERE).await.unwrap();
    let setting = messages.message_setting(&me).await.unwrap();
    assert_eq!(setting.waiting, Some((Channel::Sms, "138****0001".to_owned())));
    assert_eq!(setting.chosen, None, "nothing changes before the code");
    world.post().await;
    let got = server.only();
    assert_eq!((got.to.as_str(), got.template.as_str()), (PHONE, "code"));
    let code = got.code.unwrap();
    // Another's code is none, whoever types it.
    assert_eq!(codes(messages.confirm_messages(&leader(SCHOOL), &code).await), ["code_expired"]);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(codes(messages.confirm_messages(&me, wrong).await), ["code_wrong"]);
    messages.confirm_messages(&me, &format!(" {} {} ", &code[..3], &code[3..])).await.unwrap();
    let setting = messages.message_setting(&me).await.unwrap();
    assert_eq!((setting.chosen, setting.waiting), (Some((Channel::Sms, "138****0001".to_owned())), None));
    assert_eq!(codes(messages.confirm_messages(&me, &code).await), ["code_expired"], "it works once");
    let stored = world.stored().await;
    assert!(!stored.contains(PHONE) && !stored.contains(&format!("\"{code}\"")) && !stored.contains(TOKEN));
    messages.choose_messages(&me, None, "", &password, HERE).await.unwrap();
    assert_eq!(messages.message_setting(&me).await.unwrap().chosen, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_code_ends_after_ten_minutes_or_five_wrong_ones_and_each_end_has_its_name() {
    let server = Stub::sms().await;
    let world = World::with_messages(server.as_sms()).await;
    let messages = world.registry.messages();
    let (me, password) = world.member(Role::Registrar, "registrar.one").await;
    let ask = async || {
        messages.choose_messages(&me, Some(Channel::Sms), PHONE, &password, HERE).await.unwrap();
        world.post().await;
        server.only().code.unwrap()
    };
    let code = ask().await;
    world.wait(Duration::minutes(10) - Duration::seconds(1));
    assert_eq!(codes(messages.confirm_messages(&me, "十二万").await), ["code_wrong"], "the last second");
    world.wait(Duration::seconds(1));
    assert_eq!(codes(messages.confirm_messages(&me, &code).await), ["code_expired"]);
    let newer = ask().await;
    let wrong = if newer == "000000" { "000001" } else { "000000" };
    let mut told = Vec::new();
    for _ in 0..6 {
        told.extend(codes(messages.confirm_messages(&me, wrong).await));
    }
    assert_eq!(told, ["code_wrong", "code_wrong", "code_wrong", "code_wrong", "code_spent", "code_spent"]);
    assert_eq!(codes(messages.confirm_messages(&me, &newer).await), ["code_spent"], "the right one too late");
    let third = ask().await;
    if third != newer {
        assert_eq!(
            codes(messages.confirm_messages(&me, &newer).await),
            ["code_wrong"],
            "only the newest counts"
        );
    }
    messages.confirm_messages(&me, &third).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nobodys_telephone_is_flooded_with_codes() {
    let server = Stub::sms().await;
    let world = World::with_messages(server.as_sms()).await;
    let messages = world.registry.messages();
    let mut members = Vec::new();
    for n in 0..6 {
        members.push(world.member(Role::Registrar, &format!("registrar.n{n}")).await);
    }
    let members = &members;
    let ask = async |who: usize, to: &str, from: &str| {
        let (me, password) = &members[who];
        messages.choose_messages(me, Some(Channel::Sms), to, password, from).await
    };
    // Whoever asks from wherever: three an hour, five a day to a number that is only typed.
    for n in 0..3 {
        ask(n, PHONE, &format!("10.8.0.{n}")).await.unwrap();
    }
    assert_eq!(codes(ask(3, PHONE, "10.8.0.9").await), ["too_many"]);
    ask(3, "13800000002", "10.8.0.9").await.expect("another number");
    world.wait(Duration::hours(1));
    for n in 0..2 {
        ask(n, PHONE, &format!("10.9.0.{n}")).await.unwrap();
    }
    world.wait(Duration::hours(1));
    assert_eq!(codes(ask(3, PHONE, "10.9.0.9").await), ["too_many"], "the day's number");
    world.wait(Duration::hours(24));
    ask(3, PHONE, "10.9.0.9").await.unwrap();
    // One address: twenty an hour, to however many numbers.
    for n in 0..20 {
        ask([0, 1, 2, 4][n / 5], &format!("139000000{n:02}"), "10.10.0.1").await.unwrap();
    }
    assert_eq!(codes(ask(5, "13900000099", "10.10.0.1").await), ["too_many"]);
    // One account: five an hour, from wherever to whichever number.
    for n in 0..5 {
        ask(5, &format!("1370000000{n}"), &format!("10.11.0.{n}")).await.unwrap();
    }
    assert_eq!(codes(ask(5, "13700000009", "10.11.0.9").await), ["too_many"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_would_be_overheard_is_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    let token = dir.path().join("token");
    std::fs::write(&token, TOKEN).unwrap();
    let sms = |address: &str, token: &std::path::Path| Settings {
        sms: Some(SmsSettings { address: address.into(), token: token.into() }),
        mail: None,
    };
    let mail = |address: &str, from: &str| Settings {
        sms: None,
        mail: Some(MailSettings { address: address.into(), from: from.into(), login: None }),
    };
    let open = async |messages: Settings| {
        let location = registry::Location { messages, ..registry::Location::in_memory(dir.path()) };
        Registry::open(&location, Clock::system(), Entropy::system()).await.map(drop)
    };
    for wrong in [
        sms("http://sms.example.cn/send", &token),
        sms("ftp://sms.example.cn", &token),
        sms("短信", &token),
        sms("https://sms.example.cn/send", &dir.path().join("no such file")),
        mail("http://mail.example.cn", "xueji@example.cn"),
        mail("smtp://mail.example.cn:25", "xueji@example.cn"),
        mail("smtps://mail.example.cn", "学籍"),
    ] {
        let said = open(wrong.clone()).await;
        assert!(matches!(said, Err(Error::Unsound(_))), "{wrong:?}: {said:?}");
    }
    for right in [
        sms("https://sms.example.cn/send", &token),
        mail("smtps://mail.example.cn", "xueji@example.cn"),
        mail("smtp://localhost", "xueji@example.cn"),
    ] {
        open(right.clone()).await.unwrap_or_else(|error| panic!("{right:?}: {error}"));
    }
}
