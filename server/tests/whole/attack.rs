//! What an attacker tries at the doors that are open to everybody (第二十五条): a session chosen beforehand, guessing who has an
//! account, bodies without end. See docs/security/walk-through.md.

use crate::support::*;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};

/// A demo takes a while to build: one for all of this file's questions.
#[tokio::test(flavor = "multi_thread")]
async fn article_25_open_doors_give_nothing_away() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    fixation(&server).await;
    enumeration(&server).await;
    burst(&server).await;
    bombs(&server).await;
}

/// Two hundred passwords at the same moment, from everywhere as far as a header that anybody can write says: five are looked at,
/// and then the right one is not.
async fn burst(server: &Server) {
    let login = "2132000104.leader";
    let mut running = tokio::task::JoinSet::new();
    for n in 0..200 {
        let mut visitor = Visitor::new(server);
        running.spawn(async move {
            let form = [("login", login), ("password", "Wrong!Guess12")];
            // What the client wrote stands left of what the proxy on this machine adds.
            let answer =
                visitor.post_through("/api/sign_in", &form, &format!("10.3.{n}.1, 203.0.113.9")).await;
            assert_eq!(location(&answer), "/sign-in");
            visitor.keep(&answer);
            let page = visitor.get("/sign-in").await.text().await.unwrap();
            let (judged, locked) = (page.contains("账号或密码不正确"), page.contains("失败次数过多"));
            assert!(judged != locked, "one of the two is said");
            judged
        });
    }
    let judged = running.join_all().await.into_iter().filter(|judged| *judged).count();
    assert_eq!(judged, 5);
    let form = [("login", login), ("password", PASSWORD)];
    assert_eq!(location(&Visitor::new(server).post("/api/sign_in", &form).await), "/sign-in");
    // The address is the one the proxy saw, whatever stood before it: fifteen more from it, no further.
    let visitor = Visitor::new(server);
    for n in 0..15 {
        let form = [("login", format!("nobody.{n}")), ("password", "Wrong!Guess12".to_owned())];
        let form = form.each_ref().map(|(field, value)| (*field, value.as_str()));
        visitor.post_through("/api/sign_in", &form, &format!("10.4.{n}.1, 203.0.113.9")).await;
    }
    let form = [("login", "2132000104.registrar"), ("password", PASSWORD)];
    let there = visitor.post_through("/api/sign_in", &form, "10.5.0.1, 203.0.113.9").await;
    assert_eq!(location(&there), "/sign-in", "the address has to wait");
    let elsewhere = visitor.post_through("/api/sign_in", &form, "203.0.113.9, 203.0.113.10").await;
    assert_eq!(location(&elsewhere), "/desk", "another address does not");
}

/// A session id that somebody else has put into the browser is nobody's before and after the sign-in.
async fn fixation(server: &Server) {
    let chosen = "__Host-sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut visitor = Visitor::with_cookie(server, chosen);
    assert_eq!(location(&visitor.get("/home").await), "/sign-in");
    let form = [("login", "2132000101.registrar"), ("password", PASSWORD)];
    let answer = visitor.post("/api/sign_in", &form).await;
    let given = set_cookies(&answer).into_iter().find(|cookie| cookie.starts_with("__Host-sid=")).unwrap();
    assert!(!given.starts_with(chosen), "a new id at sign-in");
    visitor.keep(&answer);
    assert_eq!(visitor.get("/home").await.status(), StatusCode::OK);
    let attacker = Visitor::with_cookie(server, chosen);
    assert_eq!(location(&attacker.get("/home").await), "/sign-in", "the chosen one opens nothing");
}

/// Whether a login exists shows neither in words nor in where one is led, for staff and for guardians.
async fn enumeration(server: &Server) {
    let mut said = Vec::new();
    for login in ["2132000104.registrar", "2132000104.nobody", "13900000002", "13999999999"] {
        let mut visitor = Visitor::new(server);
        let answer = visitor.post("/api/sign_in", &[("login", login), ("password", "wrong")]).await;
        visitor.keep(&answer);
        let page = visitor.get("/sign-in").await.text().await.unwrap();
        let from = page.find("账号或密码不正确").expect("the page says so");
        let words: String = page[from..].chars().take_while(|c| *c != '<').collect();
        said.push((answer.status(), location(&answer), words));
    }
    assert!(said.iter().all(|one| *one == said[0]), "{said:?}");
    // Recovery with a code nobody printed says the same for a telephone that has an account and one that has not.
    let mut told = Vec::new();
    for phone in ["13900000002", "13999999999"] {
        let mut visitor = Visitor::new(server);
        let form = [
            ("phone", phone),
            ("code", "ABCDE23456"),
            ("password", "Quite-Long-92"),
            ("repeat", "Quite-Long-92"),
        ];
        let answer = visitor.post("/api/guardian_recover", &form).await;
        visitor.keep(&answer);
        let page = visitor.get("/guardian/recover").await.text().await.unwrap();
        told.push((answer.status(), location(&answer), page.matches("error").count()));
    }
    assert_eq!(told[0], told[1]);
    // So does signing up, where a weak password and a wrong code are told and nothing else.
    let mut told = Vec::new();
    for phone in ["13900000002", "13999999999"] {
        let mut visitor = Visitor::new(server);
        let asked = crate::sign_up::answers(&mut visitor, phone, "李秀英", "ABCDE23456").await;
        let (strong, weak) = ("Quite-Long-92-Walnut", "x");
        crate::sign_up::password(&mut visitor, weak, weak).await;
        let to = crate::sign_up::password(&mut visitor, strong, strong).await;
        let page = visitor.get("/guardian/sign-up/password").await.text().await.unwrap();
        assert!(page.contains("绑定码无效") && !page.contains("已经注册"), "the page says what is wrong");
        told.push((asked, to, page.matches("error").count()));
    }
    assert_eq!(told[0], told[1]);
}

/// More than any form may hold is refused, signed in or not, and the service goes on.
async fn bombs(server: &Server) {
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    for visitor in [&registrar, &Visitor::new(server)] {
        let file = Part::bytes(vec![0_u8; 8 << 20]).file_name("class.xlsx");
        let form = Form::new().text("entry_date", "2026-09-01").part("file", file);
        // The browser that still speaks is heard to the end, so that it sees the answer.
        let answer = visitor.upload("/api/start_import", form).await.unwrap();
        assert!(!answer.status().is_success(), "{}", answer.status());
        assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let long = "甲".repeat(3 << 20);
        if let Ok(answer) = visitor.try_post("/api/sign_in", &[("login", &long), ("password", "x")]).await {
            assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_ne!(answer.status(), StatusCode::OK);
        }
    }
    assert_eq!(registrar.get("/home").await.status(), StatusCode::OK);
    // Whose session ended while a large file was on its way is led on (a page that asks to sign in), not cut off.
    assert_eq!(registrar.post("/api/sign_out", &[]).await.status(), StatusCode::FOUND);
    for path in ["/api/start_import", "/api/file_proof"] {
        let file = Part::bytes(vec![0_u8; 5 << 20]).file_name("class.xlsx");
        let answer = registrar.upload(path, Form::new().part("file", file)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FOUND, "{path}");
    }
}
