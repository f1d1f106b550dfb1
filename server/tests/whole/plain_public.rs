//! Whoever is not signed in, and a guardian at the own account, read no word of the office either; nor does anybody whose form comes back with
//! what is wrong.

use crate::outsiders::source;
use crate::plain_words::office_word;
use crate::support::*;

/// Pages that anybody may read in plain words. What the regulation says is its own, and so are the guides: `guides` looks at them.
const OPEN: [&str; 19] = [
    "/",
    "/sign-in",
    "/sign-in?changed=1",
    "/sign-in?new=1",
    "/sign-in?moved=1",
    "/sign-in?closed=1",
    "/sign-in?ended=1",
    "/sign-in?ended=kept",
    "/guardian/sign-up",
    "/guardian/sign-up/child_number",
    "/guardian/sign-up/guardian_number",
    "/guardian/sign-up/phone",
    "/guardian/sign-up/name",
    "/guardian/sign-up/password",
    "/guardian/recover",
    "/privacy",
    "/verify",
    "/verify?code=0000-0000-0000-0000",
    "/offline",
];

/// A form: where it is sent, with what, and a word of what is told then.
type Refused = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Forms of nobody that come back with what is wrong.
const REFUSED: [Refused; 7] = [
    ("/api/sign_in", &[("login", "13900000001"), ("password", "wrong")], "账号或密码不正确"),
    ("/api/answer_sign_up", &[("step", "code"), ("code", "1")], "绑定码应为"),
    ("/api/answer_sign_up", &[("step", "child_number"), ("child_number", "1")], "没有填写完整"),
    ("/api/answer_sign_up", &[("step", "phone"), ("phone", "1")], "手机号应为"),
    ("/api/answer_sign_up", &[("step", "name"), ("name", "")], "姓名没有填写"),
    ("/api/guardian_sign_up", &[("password", "x"), ("repeat", "y")], "两次输入的密码不一致"),
    (
        "/api/guardian_recover",
        &[("phone", "1"), ("code", "1"), ("password", "x"), ("repeat", "y")],
        "两次输入的密码不一致",
    ),
];

/// The same of a guardian.
const OWN: [Refused; 5] = [
    ("/api/add_child", &[("code", "1")], "绑定码应为"),
    ("/api/add_child", &[("how", "numbers")], "没有填写完整"),
    ("/api/move_telephone", &[("phone", "1"), ("old_password", "x"), ("code", "1")], "手机号"),
    ("/api/choose_messages", &[("notify_by", "sms"), ("notify_at", "1"), ("old_password", "x")], "短信"),
    ("/api/change_password", &[("old_password", "x"), ("new_password", "y"), ("repeat", "z")], "不一致"),
];

/// What is wrong with the words of a page; it has to be there.
async fn wrong_on(visitor: &Visitor, address: &str) -> Option<String> {
    let answer = visitor.get(address).await;
    assert!(answer.status().is_success(), "{address}: {}", answer.status());
    office_word(&answer.text().await.unwrap()).map(|word| format!("{address}: {word}"))
}

/// The same of a form that comes back.
async fn wrong_after(visitor: &mut Visitor, form: Refused) -> Option<String> {
    let (path, fields, told) = form;
    let answer = visitor.post(path, fields).await;
    visitor.keep(&answer);
    let back = location(&answer);
    let page = visitor.get(&back).await.text().await.unwrap();
    assert!(page.contains(told), "{path} says {told}: {page}");
    office_word(&page).map(|word| format!("{path}: {word}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_word_of_the_office_before_signing_in_or_when_a_form_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let mut wrong = Vec::new();
    let nobody = Visitor::new(&server);
    for address in OPEN {
        wrong.extend(wrong_on(&nobody, address).await);
    }
    let guardians: Vec<String> =
        source::pages().into_iter().filter(|pattern| pattern.starts_with("/guardian")).collect();
    assert!(guardians.len() >= 3, "the source is read: {guardians:?}");
    let unread: Vec<&String> = guardians
        .iter()
        .filter(|pattern| !OPEN.iter().any(|address| source::fits(pattern, address)))
        .collect();
    assert!(unread.is_empty(), "not read: {unread:?}");
    for form in REFUSED {
        wrong.extend(wrong_after(&mut Visitor::new(&server), form).await);
    }
    let unknown = nobody.get("/verify?code=K7Q2").await.text().await.unwrap();
    assert!(unknown.contains("验证码应为16位"), "{unknown}");
    wrong.extend(office_word(&unknown).map(|word| format!("/verify?code=K7Q2: {word}")));
    // What is not there is said plainly too.
    let nothing = nobody.get("/nowhere").await.text().await.unwrap();
    wrong.extend(office_word(&nothing).map(|word| format!("/nowhere: {word}")));

    let mut parent = Visitor::signed_in(&server, "13900000001").await;
    for address in ["/account", "/password", "/privacy", "/my/add/numbers"] {
        wrong.extend(wrong_on(&parent, address).await);
    }
    for form in OWN {
        wrong.extend(wrong_after(&mut parent, form).await);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
