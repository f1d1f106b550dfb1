//! Signing up as a browser without JavaScript does it: one question a page, each answer kept in this browser alone, every fault told at once
//! beside its field, and nothing that was typed in an address.

use crate::support::*;
use reqwest::StatusCode;

const CODE: &str = "ABCDE23456";
const PHONE: &str = "13999999999";
const NAME: &str = "李秀英";
const STRONG: &str = "Quite-Long-92-Walnut";

/// Answers one question; gives where it leads.
pub(crate) async fn answer(visitor: &mut Visitor, step: &str, value: &str) -> String {
    let answer = visitor.post("/api/answer_sign_up", &[("step", step), (step, value)]).await;
    visitor.keep(&answer);
    assert_eq!(answer.status(), StatusCode::FOUND, "{step}");
    location(&answer)
}

/// Answers all questions of the way with a binding code.
pub(crate) async fn answers(visitor: &mut Visitor, phone: &str, name: &str, code: &str) -> String {
    answer(visitor, "code", code).await;
    answer(visitor, "phone", phone).await;
    answer(visitor, "name", name).await
}

/// Sends the password twice; gives where it leads.
pub(crate) async fn password(visitor: &mut Visitor, password: &str, repeat: &str) -> String {
    let answer = visitor.post("/api/guardian_sign_up", &[("password", password), ("repeat", repeat)]).await;
    visitor.keep(&answer);
    assert_eq!(answer.status(), StatusCode::FOUND);
    location(&answer)
}

async fn page(visitor: &Visitor, address: &str) -> String {
    let answer = visitor.get(address).await;
    assert_eq!(answer.status(), StatusCode::OK, "{address}");
    answer.text().await.unwrap().replace("<!>", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_signing_up_asks_one_question_a_page_and_keeps_the_answers_in_the_browser() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let mut visitor = Visitor::new(&server);

    let first = page(&visitor, "/guardian/sign-up").await;
    assert!(first.contains("第 1 步，共 4 步") && first.contains("下一步：您的手机号"), "{first}");
    assert!(first.contains("href=\"/guardian/sign-up/child_number\""), "the other way is a plain link");
    for other in ["id=\"phone\"", "id=\"child_number\"", "id=\"guardian_number\"", "type=\"password\""] {
        assert!(!first.contains(other), "{other} is asked on a page of its own");
    }
    assert_eq!(answer(&mut visitor, "code", "2345").await, "/guardian/sign-up");
    let again = page(&visitor, "/guardian/sign-up").await;
    assert!(again.contains("绑定码应为 10 位") && again.contains("value=\"2345\""), "what was typed stays");
    assert!(again.contains("href=\"#code\""), "the summary leads to the field");

    assert_eq!(answer(&mut visitor, "code", CODE).await, "/guardian/sign-up/phone");
    assert_eq!(answer(&mut visitor, "phone", PHONE).await, "/guardian/sign-up/name");
    let before = page(&visitor, "/guardian/sign-up/phone").await;
    assert!(before.contains(&format!("value=\"{PHONE}\"")), "going back finds the answer");
    assert!(before.contains("第 2 步，共 4 步") && before.contains("下一步：您的姓名"));
    let answered = visitor.post("/api/answer_sign_up", &[("step", "name"), ("name", NAME)]).await;
    visitor.keep(&answered);
    assert_eq!(location(&answered), "/guardian/sign-up/password");
    let kept = set_cookies(&answered).into_iter().find(|one| one.starts_with("__Host-form=")).unwrap();
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(kept.contains(part), "{kept}");
    }
    assert!(!kept.contains(CODE) && !kept.contains(PHONE) && kept.len() < 3200, "sealed and small");
    let last = page(&visitor, "/guardian/sign-up/password").await;
    for (value, change) in [(CODE, ""), (PHONE, "/phone"), (NAME, "/name")] {
        assert!(last.contains(value), "{value} is seen once more");
        assert!(last.contains(&format!("href=\"/guardian/sign-up{change}\"")), "{value} can be changed");
    }
    // One that is changed leads back to where all of them stand.
    assert_eq!(answer(&mut visitor, "phone", PHONE).await, "/guardian/sign-up/password");

    // Another browser knows nothing of it, and a cookie that was changed is none.
    let other = page(&Visitor::new(&server), "/guardian/sign-up/password").await;
    assert!(!other.contains(CODE) && !other.contains(PHONE));
    let broken = format!("{}x", visitor.cookie());
    let broken = page(&Visitor::with_cookie(&server, &broken), "/guardian/sign-up/password").await;
    assert!(!broken.contains(CODE));

    for (address, status) in [
        ("/guardian/sign-up/phone_code", StatusCode::NOT_FOUND),
        ("/guardian/sign-up/nothing", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(visitor.get(address).await.status(), status, "{address}");
    }
    for step in ["password", "nothing", ""] {
        let answer = visitor.post("/api/answer_sign_up", &[("step", step)]).await;
        assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{step}");
    }
    all_at_once(&server).await;
    numbers(&server).await;
}

/// Everything that is wrong is told in one go, beside its field.
async fn all_at_once(server: &Server) {
    let mut visitor = Visitor::new(server);
    assert_eq!(password(&mut visitor, "x", "y").await, "/guardian/sign-up/password");
    let told = page(&visitor, "/guardian/sign-up/password").await;
    for field in ["code", "phone", "name", "password", "repeat"] {
        assert!(told.contains(&format!("href=\"#{field}\"")), "{field} is named: {told}");
        assert!(told.contains(&format!("id=\"{field}\"")), "{field} is there");
    }
    assert!(!told.contains("value=\"x\"") && !told.contains("value=\"y\""), "no password comes back");
    answers(&mut visitor, PHONE, NAME, CODE).await;
    assert_eq!(password(&mut visitor, STRONG, "other").await, "/guardian/sign-up/password");
    let told = page(&visitor, "/guardian/sign-up/password").await;
    assert!(told.contains("两次输入的密码不一致") && !told.contains("绑定码无效"), "no guess was made yet");
    assert_eq!(password(&mut visitor, STRONG, STRONG).await, "/guardian/sign-up/password");
    let told = page(&visitor, "/guardian/sign-up/password").await;
    assert!(told.contains("绑定码无效") && told.contains("href=\"#code\"") && told.contains(PHONE), "{told}");

    let mut visitor = Visitor::new(server);
    let form = [("phone", "12"), ("code", "2345"), ("password", "x"), ("repeat", "y")];
    let sent = visitor.post("/api/guardian_recover", &form).await;
    visitor.keep(&sent);
    let told = page(&visitor, "/guardian/recover").await;
    for field in ["phone", "code", "password", "repeat"] {
        assert!(told.contains(&format!("href=\"#{field}\"")), "{field} is named: {told}");
    }
}

/// The way without a code, and another child: each on pages of its own.
async fn numbers(server: &Server) {
    let mut visitor = Visitor::new(server);
    answer(&mut visitor, "code", CODE).await;
    let first = page(&visitor, "/guardian/sign-up/child_number").await;
    assert!(first.contains("第 1 步，共 5 步") && first.contains("href=\"/guardian/sign-up\""), "{first}");
    assert_eq!(
        answer(&mut visitor, "child_number", "320102201801010012").await,
        "/guardian/sign-up/guardian_number"
    );
    assert_eq!(answer(&mut visitor, "guardian_number", "1").await, "/guardian/sign-up/guardian_number");
    assert_eq!(
        answer(&mut visitor, "guardian_number", "320102198001010011").await,
        "/guardian/sign-up/phone"
    );
    assert!(!page(&visitor, "/guardian/sign-up").await.contains(CODE), "nothing is kept of the other way");
    assert!(page(&visitor, "/guardian/sign-up/phone").await.contains("第 3 步，共 5 步"));

    let mut parent = Visitor::signed_in(server, "13900000001").await;
    let by_code = page(&parent, "/my/add").await;
    assert!(by_code.contains("id=\"code\"") && !by_code.contains("id=\"child_number\""));
    assert!(by_code.contains("href=\"/my/add/numbers\""));
    let sent = parent.post("/api/add_child", &[("how", "numbers"), ("child_number", "1")]).await;
    parent.keep(&sent);
    assert_eq!(location(&sent), "/my/add/numbers");
    let told = page(&parent, "/my/add/numbers").await;
    for field in ["child_number", "guardian_number"] {
        assert!(told.contains(&format!("href=\"#{field}\"")), "{field} is named");
    }
    assert!(!told.contains("id=\"code\""));
}
