//! A session that ends while a form is filled in: one is told, led to the sign-in, and finds what one had typed.

use crate::support::*;
use contract::pupil::{LeaverClass, LeaverLine};
use registry::account::{SecondFactor, SignIn};
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

/// The school's two sixth classes, and a session of its registrar that began long ago and is over.
async fn leaving(data: &std::path::Path) -> ([LeaverClass; 2], String) {
    let now = Clock::system().now();
    let clock = Clock::set_to(now);
    let registry = Registry::open(&Location::below(data), clock.clone(), Entropy::system()).await.unwrap();
    let SignIn::Begun(token) = registry.accounts().sign_in(LOGIN, PASSWORD, "10.0.0.1").await.unwrap();
    let session = registry.accounts().session(&token, SecondFactor::WhenEnrolled, true).await.unwrap();
    let actor = session.unwrap().actor;
    let all = registry.cases().leaver_class(&actor, "").await.unwrap().classes;
    let mut classes = Vec::new();
    for class in &all {
        classes.push(registry.cases().leaver_class(&actor, &class.label).await.unwrap());
    }
    clock.set(now - chrono::Duration::days(2));
    let SignIn::Begun(token) = registry.accounts().sign_in(LOGIN, PASSWORD, "10.0.0.1").await.unwrap();
    (classes.try_into().expect("two classes"), format!("__Host-sid={}", token.as_str()))
}

fn page_of(class: &str) -> String {
    let query: String = class.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/completions?class={query}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_that_was_filled_in_when_the_session_ended_comes_back_to_that_class_alone() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let ([first, second], cookie) = leaving(dir.path()).await;
    let free = |row: &&LeaverLine| !row.busy;
    let pupil = first.rows.iter().find(free).expect("one of the class can be sent").id;
    let server = Server::start(dir.path());
    let visitor = Visitor::with_cookie(&server, &cookie);
    let today = Clock::system().today().to_string();
    let (certificate, outcome) = (format!("certificate[p{pupil}]"), format!("outcome[p{pupil}]"));
    let form = [
        ("class", first.class.as_str()),
        ("class_outcome", "graduated"),
        ("on", today.as_str()),
        ("sighted", "true"),
        ("note", "秋季补办"),
        (certificate.as_str(), "2026小0417"),
        (outcome.as_str(), "later"),
        ("go", "send"),
    ];
    let answer = visitor.form_from("/api/send_completions", &page_of(&first.class), &form, true).await;
    assert_eq!(location(&answer), "/sign-in?ended=kept");

    // The class that is opened next has nothing of another one's.
    let again = Visitor::signed_in(&server, LOGIN).await;
    let other = again.get(&page_of(&second.class)).await.text().await.unwrap();
    assert!(other.contains(&second.class) && !other.contains("秋季补办"), "{}", second.class);
    let found = again.get(&page_of(&first.class)).await.text().await.unwrap();
    assert!(found.contains("秋季补办") && found.contains("value=\"2026小0417\""), "what was typed is there");
    // A tag ends before the next one begins: nothing in the box's own says that it is ticked.
    let tag = found.split('<').find(|tag| tag.contains("name=\"sighted\"")).expect("the box");
    assert!(!tag.contains("checked"), "nobody vouches for another time: {tag}");

    // What is wrong with a row leads to its control.
    let fields = [
        ("class", first.class.as_str()),
        ("on", today.as_str()),
        ("sighted", "true"),
        ("note", "补办手续"),
        (certificate.as_str(), "1"),
        (outcome.as_str(), "graduated"),
        ("go", "check"),
    ];
    let answer = again.form_from("/api/send_completions", &page_of(&first.class), &fields, true).await;
    assert!(location(&answer).starts_with("/completions?class="), "{}", location(&answer));
    let found = again.get(&page_of(&first.class)).await.text().await.unwrap();
    let id = format!("certificate-p{pupil}");
    assert!(found.contains(&format!("href=\"#{id}\"")) && found.contains(&format!("id=\"{id}\"")), "{id}");
    // What came back was sent; it comes no second time.
    let later = Visitor::signed_in(&server, LOGIN).await;
    let found = later.get(&page_of(&first.class)).await.text().await.unwrap();
    assert!(found.contains(&format!("id=\"{id}\"")) && !found.contains("2026小0417"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_entered_in_steps_can_be_put_down_and_thrown_away() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let (whole, steps) = ("/pupils/new", "/pupils/new/steps");
    let keep = async |visitor: &Visitor, fields: &[(&str, &str)]| {
        location(&visitor.form_from("/api/keep_step", steps, fields, true).await)
    };
    let shows = async |visitor: &Visitor, page: &str, said: &str| {
        visitor.get(page).await.text().await.unwrap().contains(&format!("value=\"{said}\""))
    };
    let first = Visitor::signed_in(&server, LOGIN).await;
    let to = keep(&first, &[("step", "identity"), ("go", "family"), ("values[name]", "欧阳若涵")]).await;
    assert_eq!(to, "/pupils/new/steps?step=family");
    let to = keep(&first, &[("step", "family"), ("go", "whole"), ("values[member1_name]", "欧阳建国")]).await;
    assert_eq!(to, whole, "the step one was in goes along");

    // Whoever signs in again finds every step, and not the last one only.
    let second = Visitor::signed_in(&server, LOGIN).await;
    let places = [(steps, "欧阳若涵"), ("/pupils/new/steps?step=family", "欧阳建国"), (whole, "欧阳若涵")];
    for (page, said) in places {
        assert!(shows(&second, page, said).await, "{page}");
    }
    let home = [
        ("step", "places"),
        ("go", "check"),
        ("values[current_address]", "文昌巷9号101室"),
        ("values[same_home_address]", "1"),
    ];
    let check = keep(&second, &home).await;
    assert_eq!(check, "/pupils/new/steps?step=check");
    let told = second.get(&check).await.text().await.unwrap();
    assert_eq!(told.matches(">文昌巷9号101室<").count(), 2, "what is ticked as the same is told as the same");

    // A refusal, and a step pressed after it, leave the note of the last step where it was.
    let note = [("values[duplicate_note]", "已电话核实")];
    let answer = second.form_from("/api/enter_steps", &check, &note, true).await;
    assert_eq!(location(&answer), check);
    assert_eq!(keep(&second, &[("step", "check"), ("go", "class")]).await, "/pupils/new/steps?step=class");
    assert!(shows(&second, &check, "已电话核实").await);

    let third = Visitor::signed_in(&server, LOGIN).await;
    assert!(shows(&third, &check, "已电话核实").await && shows(&third, whole, "欧阳若涵").await);
    let answer = third.form_from("/api/drop_entry", steps, &[("by", "steps")], true).await;
    assert_eq!(location(&answer), steps);
    let told = third.get(steps).await.text().await.unwrap();
    assert!(told.contains("填写的内容已经清除"));
    let fourth = Visitor::signed_in(&server, LOGIN).await;
    for (page, said) in places {
        assert!(!shows(&fourth, page, said).await, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_on_the_one_page_goes_along_to_the_steps() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let (whole, steps) = ("/pupils/new", "/pupils/new/steps");
    let first = Visitor::signed_in(&server, LOGIN).await;
    let page = first.get(whole).await.text().await.unwrap();
    assert!(page.contains("value=\"steps\""), "a button of the form");
    assert!(!page.contains("href=\"/pupils/new/steps\""), "and no link that would lose what was typed");
    let go = async |visitor: &Visitor, fields: &[(&str, &str)]| {
        location(&visitor.form_from("/api/enter_pupil", whole, fields, true).await)
    };
    let typed = [
        ("go", "steps"),
        ("values[name]", "欧阳若涵"),
        ("values[member1_name]", "欧阳建国"),
        ("values[current_address]", "文昌巷9号101室"),
        ("values[same_home_address]", "1"),
        ("values[duplicate_note]", "已电话核实"),
    ];
    assert_eq!(go(&first, &typed).await, steps, "nothing is checked on the way");
    let check = "/pupils/new/steps?step=check";
    let places = [
        (steps, "value=\"欧阳若涵\""),
        ("/pupils/new/steps?step=family", "value=\"欧阳建国\""),
        (check, "value=\"已电话核实\""),
        (whole, "value=\"欧阳若涵\""),
    ];
    for (page, said) in places {
        assert!(first.get(page).await.text().await.unwrap().contains(said), "{page}");
    }
    let told = first.get(check).await.text().await.unwrap();
    assert_eq!(told.matches(">文昌巷9号101室<").count(), 2, "what was ticked as the same is");

    // It is the account's draft, and what is sent from the page later stands in its place.
    let second = Visitor::signed_in(&server, LOGIN).await;
    let anew = [("go", "steps"), ("values[name]", "欧阳若涵"), ("values[current_address]", "文昌巷9号102室")];
    assert_eq!(go(&second, &anew).await, steps);
    let told = second.get(check).await.text().await.unwrap();
    assert_eq!(told.matches(">文昌巷9号102室<").count(), 1, "a box that is not ticked any more");
    assert!(!told.contains("欧阳建国"));
    // By itself the form is sent to be entered, and says what is wrong.
    assert_eq!(go(&second, &anew[1..]).await, whole);
    let told = second.get(whole).await.text().await.unwrap();
    assert!(told.contains("处需要改正") && told.contains("value=\"欧阳若涵\""));
}
