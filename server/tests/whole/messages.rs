//! Messages outside the system (第十四条), through the pages as a browser without JavaScript sends them: an account chooses, a gateway gets the
//! code, the code is typed; what the log says of it holds neither number nor code.

use crate::support::*;
use axum::Json;
use axum::extract::State;
use axum::routing::post;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

const PHONE: &str = "13800000077";

/// A gateway that takes everything.
async fn gateway() -> (String, UnboundedReceiver<Value>) {
    let (got, taken) = unbounded_channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/send", listener.local_addr().unwrap());
    let take = |State(got): State<UnboundedSender<Value>>, Json(message): Json<Value>| async move {
        got.send(message).unwrap();
    };
    let app = axum::Router::new().route("/send", post(take)).with_state(got);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, taken)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_an_account_chooses_short_messages_with_the_code_that_comes_by_one() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let token = dir.path().join("token");
    std::fs::write(&token, "token-of-the-gateway").unwrap();
    let (address, mut taken) = gateway().await;
    let token = token.to_str().unwrap();
    let server = Server::start_with(dir.path(), &["--sms-gateway", &address, "--sms-token", token]);
    let mut visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    let account = async |visitor: &Visitor| visitor.get("/account").await.text().await.unwrap();
    let page = account(&visitor).await;
    assert!(page.contains("本系统未接通邮件，只能选择短信。") && page.contains("id=\"notify_at\""));

    for (by, at, told) in
        [("", PHONE, "还没有选择通知方式"), ("mail", PHONE, "本系统未接通邮件"), ("sms", "12", "手机号应为")]
    {
        let form = [("notify_by", by), ("notify_at", at), ("old_password", PASSWORD)];
        let answer = visitor.post("/api/choose_messages", &form).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::FOUND, "/account".to_owned()));
        visitor.keep(&answer);
        let page = account(&visitor).await;
        assert!(page.contains(told), "{told}: {page}");
    }
    for (password, told) in [("", "原密码不正确"), (PASSWORD, "校验码已发送")] {
        let form = [("notify_by", "sms"), ("notify_at", PHONE), ("old_password", password)];
        let answer = visitor.post("/api/choose_messages", &form).await;
        visitor.keep(&answer);
        let page = account(&visitor).await;
        assert!(page.contains(told), "{told}: {page}");
    }
    let page = account(&visitor).await;
    assert!(page.contains("138****0077") && !page.contains(PHONE), "{page}");
    let message = taken.recv().await.unwrap();
    assert_eq!((message["to"].as_str(), message["template"].as_str()), (Some(PHONE), Some("code")));
    let code = message["params"]["code"].as_str().unwrap().to_owned();
    let answer = visitor.post("/api/confirm_messages", &[("phone_code", "x")]).await;
    visitor.keep(&answer);
    assert!(account(&visitor).await.contains("校验码不对，还可以再试 4 次"));
    let answer = visitor.post("/api/confirm_messages", &[("phone_code", &code)]).await;
    visitor.keep(&answer);
    let page = account(&visitor).await;
    assert!(page.contains("通知方式已保存") && page.contains("短信 138****0077"), "{page}");

    // Who signs up is asked for the code of the telephone; nothing is sent to a number that is only typed.
    let mut stranger = Visitor::new(&server);
    let asked = stranger.get("/guardian/sign-up/phone_code").await.text().await.unwrap();
    assert!(asked.contains("id=\"phone_code\""));
    let to = crate::sign_up::answers(&mut stranger, "13999999999", "李秀英", "ABCDE23456").await;
    assert_eq!(to, "/guardian/sign-up/password", "it does not get as far as the code");
    assert!(stranger.get(&to).await.text().await.unwrap().contains("绑定码无效"));
    // Left empty, it is asked for anew, and judged like the first time.
    let to = crate::sign_up::answer(&mut stranger, "phone_code", "").await;
    assert!(stranger.get(&to).await.text().await.unwrap().contains("绑定码无效"));
    server.stop();
    assert!(taken.try_recv().is_err(), "nothing more was sent");
    let log = std::fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("messages go out of the house") && log.contains("a message was sent"), "{log}");
    for secret in [PHONE, &code, "13999999999", "token-of-the-gateway"] {
        assert!(!log.contains(secret), "{secret} in the log");
    }
}
