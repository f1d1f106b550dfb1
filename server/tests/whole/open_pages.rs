//! Pages that anybody may see know who is signed in: they show the name and lead back to the own pages, and the sign-in leads on.

use crate::support::*;
use reqwest::StatusCode;

const OPEN: [&str; 7] =
    ["/", "/guide", "/guide/correction", "/guide/suspension", "/regulation", "/privacy", "/verify"];

#[tokio::test(flavor = "multi_thread")]
async fn pages_for_everybody_know_who_is_signed_in_and_lead_back() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    for (login, home) in
        [("13900000001", "/my"), ("2132000101.registrar", "/desk"), ("320102.official", "/home")]
    {
        let visitor = Visitor::signed_in(&server, login).await;
        for address in OPEN {
            let page = visitor.get(address).await.text().await.unwrap();
            assert!(page.contains("account-user"), "{login} {address}: the name");
            assert!(
                page.contains(&format!("class=\"brand\" href=\"{home}\"")),
                "{login} {address}: the emblem"
            );
            assert!(page.contains("/api/sign_out"), "{login} {address}: the way out");
            assert!(
                page.matches(&format!("href=\"{home}\"")).count() >= 2,
                "{login} {address}: the way back"
            );
        }
        let front = visitor.get("/").await.text().await.unwrap();
        assert!(
            !front.contains("监护人登录") && !front.contains("href=\"/sign-in\""),
            "{login} is in already"
        );
        let led = visitor.get("/sign-in").await;
        assert_eq!((led.status(), location(&led).as_str()), (StatusCode::FOUND, home), "{login}");
    }
    unbroken(&server).await;
    let nobody = Visitor::new(&server);
    for address in OPEN {
        let page = nobody.get(address).await.text().await.unwrap();
        assert!(!page.contains("account-user") && !page.contains("/api/sign_out"), "{address}");
    }
    assert_eq!(nobody.get("/sign-in").await.status(), StatusCode::OK);
    assert!(nobody.get("/").await.text().await.unwrap().contains("监护人登录"));
}

/// The telephone of an office stays in one line, extension and all.
async fn unbroken(server: &Server) {
    let parent = Visitor::signed_in(server, "13900000001").await;
    let home = parent.get("/my").await.text().await.unwrap();
    let child = home.split("href=\"/my/0").nth(1).and_then(|rest| rest.split('"').next()).expect("a child");
    let child = child.split('/').next().unwrap_or_default();
    let page = parent.get(&format!("/my/0{child}")).await.text().await.unwrap().replace("<!>", "");
    let call = page.split("href=\"tel:").nth(1).expect("the school's telephone");
    let call = call.split("</a>").next().unwrap_or_default();
    assert!(call.contains("<span class=\"nowrap\">0"), "{call}");
    assert!(page.contains("按下面的“显示完整信息”"), "what is put down is said");
}
