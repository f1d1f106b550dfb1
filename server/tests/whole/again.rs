//! A session that ends while a form is filled in: one is told, led to the sign-in, and finds what one had typed.

use crate::support::*;
use registry::account::SignIn;
use registry::clock::{Clock, Entropy};
use registry::{Location, Registry};
use reqwest::StatusCode;

const LOGIN: &str = "2132000101.registrar";

/// A session that began long ago and is over.
async fn old_session(data: &std::path::Path) -> String {
    let clock = Clock::set_to(Clock::system().now() - chrono::Duration::days(2));
    let registry = Registry::open(&Location::below(data), clock, Entropy::system()).await.unwrap();
    let SignIn::Begun(token) = registry.accounts().sign_in(LOGIN, PASSWORD, "10.0.0.1").await.unwrap();
    format!("__Host-sid={}", token.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_over_a_form_loses_nothing_that_was_typed() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let cookie = old_session(dir.path()).await;
    let server = Server::start(dir.path());
    let visitor = Visitor::with_cookie(&server, &cookie);
    let page = "/pupils/new";
    let form = [("values[name]", "欧阳若涵"), ("values[password]", "Never-Kept-1")];

    // The page's program: its error is an answer of its own, not the server's fault, and says where to go.
    let answer = visitor.form_from("/api/enter_pupil", page, &form, false).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(location(&answer), "/sign-in?ended=kept");
    assert_eq!(answer.text().await.unwrap(), "\"signed_out\"");

    // Without it: led to the sign-in, which says why.
    let answer = visitor.form_from("/api/enter_pupil", page, &form, true).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::FOUND, "/sign-in?ended=kept".to_owned()));
    let words = visitor.get("/sign-in?ended=kept").await.text().await.unwrap();
    assert!(words.contains("登录已经过期") && words.contains("已经保存"), "the sign-in says so");

    // Another account at the same desk sees nothing of it; the same account finds it.
    let other = Visitor::signed_in(&server, "2132000104.registrar").await;
    assert!(!other.get(page).await.text().await.unwrap().contains("欧阳若涵"));
    let again = Visitor::signed_in(&server, LOGIN).await;
    let found = again.get(page).await.text().await.unwrap();
    assert!(found.contains("value=\"欧阳若涵\""), "what was typed is there");
    assert!(!found.contains("Never-Kept-1"));

    // Whoever never was signed in is sent to sign in, and nothing is kept for nobody.
    let nobody = Visitor::new(&server).form_from("/api/enter_pupil", page, &form, true).await;
    assert_eq!(location(&nobody), "/sign-in?ended=1");
    let nobody = Visitor::new(&server).form_from("/api/enter_pupil", page, &form, false).await;
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}
