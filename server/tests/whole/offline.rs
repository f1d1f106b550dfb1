//! What a browser needs to say that the connection is gone, and what is kept while somebody types: the worker, its page, the drafts.

use crate::support::*;
use reqwest::StatusCode;

pub(crate) async fn answers(server: &Server) {
    worker(server).await;
    page(server).await;
    typed(server).await;
    rating(server).await;
    decision(server).await;
    bounds(server).await;
}

/// The worker is asked for anew each time, may stand before every page, and may do nothing but ask this server.
async fn worker(server: &Server) {
    let visitor = Visitor::new(server);
    let answer = visitor.get("/sw.js").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(header(&answer, "content-type").starts_with("text/javascript"));
    assert_eq!(header(&answer, "cache-control"), "no-cache");
    assert_eq!(header(&answer, "service-worker-allowed"), "/");
    assert_eq!(header(&answer, "content-security-policy"), "default-src 'none'; connect-src 'self'");
    assert!(set_cookies(&answer).is_empty());
    let script = answer.text().await.unwrap();
    assert!(!script.contains("\"development\""), "it bears the name of its release");
    assert_eq!(visitor.get("/sw.js").await.text().await.unwrap(), script, "and keeps it while that runs");

    // The page says that a worker may come from here, and loads the script that asks for it.
    let page = visitor.get("/sign-in").await;
    assert!(header(&page, "content-security-policy").contains("worker-src 'self'"));
    let text = page.text().await.unwrap();
    let tag = text.split("<script").find(|tag| tag.contains("src=\"/offline.js\"")).expect("the script");
    assert!(tag.contains("nonce=\"") && tag.contains("defer"), "{tag}");
    let file = visitor.get("/offline.js").await;
    assert_eq!(file.status(), StatusCode::OK);
    assert!(header(&file, "content-type").contains("javascript"));
}

/// The page is the same for everybody, signed in or not: it is what a browser keeps.
async fn page(server: &Server) {
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let mut told = Vec::new();
    for visitor in [&Visitor::new(server), &registrar] {
        let answer = visitor.get("/offline").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(set_cookies(&answer).is_empty(), "nobody's session is in it");
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(!policy.contains("nonce") && !policy.contains("unsafe"), "{policy}");
        told.push(answer.text().await.unwrap());
    }
    assert_eq!(told.first(), told.last(), "who asks makes no difference");
    let chinese = ["网络连接断了", "再试一次", "已经提交的申请和材料不受影响", "断网时不显示以前看过的内容"];
    let english = ["<div lang=\"en\">", "The connection is gone", "Try again"];
    for said in chinese.into_iter().chain(english) {
        assert!(told[0].contains(said), "{said}");
    }
}

/// The word by which a page says whose it is.
pub(super) async fn whose(visitor: &Visitor, page: &str) -> String {
    let text = visitor.get(page).await.text().await.unwrap();
    let word = text.split("data-whose=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a word");
    assert_eq!(word.len(), 32, "{word}");
    word.to_owned()
}

/// What is typed is kept for the account alone, field by field, and goes when the form was sent.
async fn typed(server: &Server) {
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let page = "/pupils/new";
    let send_as = async |visitor: &Visitor, whose: &str, fields: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> =
            [("whose", whose)].into_iter().chain(fields.iter().copied()).collect();
        visitor.form_from("/api/keep_typed", page, &fields, false).await
    };
    let own = whose(&registrar, page).await;
    let send = async |visitor: &Visitor, fields: &[(&str, &str)]| send_as(visitor, &own, fields).await;
    let first = [("form", "enter"), ("values[name]", "司马若溪"), ("values[duplicate_note]", "已电话核实")];
    let answer = send(&registrar, &first).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let time = answer.text().await.unwrap();
    assert!(time.len() == 7 && time.as_bytes()[3] == b':', "the time of day, in quotes: {time}");
    let found = registrar.get(page).await.text().await.unwrap();
    assert!(found.contains("value=\"司马若溪\"") && found.contains("value=\"已电话核实\""), "what was typed");
    // A second time only what was touched since comes; what is nobody else's word is not kept, and no secret.
    let second = [
        ("form", "enter"),
        ("values[duplicate_note]", ""),
        ("values[confirmed]", "x"),
        ("values[password]", "Never-Kept-2"),
    ];
    assert_eq!(send(&registrar, &second).await.status(), StatusCode::OK);
    let found = registrar.get(page).await.text().await.unwrap();
    assert!(found.contains("value=\"司马若溪\""), "what was not touched again stays");
    assert!(!found.contains("已电话核实") && !found.contains("Never-Kept-2"));

    // Another account of the school does not see it, nobody signed in keeps nothing.
    let leader = Visitor::signed_in(server, "2132000101.leader").await;
    let his = whose(&leader, "/home").await;
    let another = [("form", "enter"), ("values[name]", "另一人")];
    assert_eq!(send_as(&leader, &his, &another).await.status(), StatusCode::OK);
    // A page that is another account's, or says nothing of whose it is, keeps nothing for who is signed in now.
    for wrong in [own.as_str(), ""] {
        let stale = [("form", "enter"), ("values[name]", "前一人")];
        assert_eq!(send_as(&leader, wrong, &stale).await.status(), StatusCode::UNAUTHORIZED);
    }
    let found = send_as(&leader, &his, &[("form", "enter"), ("values[duplicate_note]", "x")]).await;
    assert_eq!(found.status(), StatusCode::OK, "his own page goes on");
    assert_ne!(own, his);
    assert!(registrar.get(page).await.text().await.unwrap().contains("value=\"司马若溪\""));
    let nobody = send(&Visitor::new(server), &first).await;
    assert_eq!((nobody.status(), location(&nobody)), (StatusCode::UNAUTHORIZED, "/sign-in?ended=1".into()));

    // The form that is sent and refused is younger than what was typed before: it takes its place.
    let sent = registrar.form_from("/api/enter_pupil", page, &[("values[name]", "司马若溪二")], true).await;
    assert_eq!(location(&sent), page);
    let found = registrar.get(page).await.text().await.unwrap();
    assert!(found.contains("value=\"司马若溪二\"") && !found.contains("value=\"司马若溪\""), "what was sent");
    // And what is typed after that is younger again.
    assert_eq!(
        send(&registrar, &[("form", "enter"), ("values[name]", "司马若溪三")]).await.status(),
        StatusCode::OK
    );
    let found = registrar.get(page).await.text().await.unwrap();
    assert!(found.contains("value=\"司马若溪三\"") && !found.contains("value=\"司马若溪二\""), "the newest");
}

/// Of a rating the words are kept; a step is found chosen neither after it was touched nor after it was sent and refused.
async fn rating(server: &Server) {
    // The demo's guardian whose correction was refused.
    let guardian = Visitor::signed_in(server, "13900000009").await;
    let list = guardian.get("/my").await.text().await.unwrap();
    let case = list.split("href=\"/my/case/").nth(1).and_then(|rest| rest.split('"').next());
    let case = case.expect("a matter that has ended");
    let (page, form) = (format!("/my/case/{case}"), format!("rating/{case}"));
    let steps = |page: &str| -> Vec<bool> {
        let inputs = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let steps = inputs.filter(|tag| tag.contains("name=\"rating\""));
        steps.map(|tag| tag.contains(" checked")).collect()
    };
    let words = "每次说的都不一样";
    let own = whose(&guardian, &page).await;
    let typed = [
        ("form", form.as_str()),
        ("whose", own.as_str()),
        ("values[rating]", "dissatisfied"),
        ("values[rating_words]", words),
    ];
    let answer = guardian.form_from("/api/keep_typed", &page, &typed, false).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let found = guardian.get(&page).await.text().await.unwrap();
    assert!(found.contains(words), "what was typed");
    assert_eq!(steps(&found), [false; 5], "and nothing is chosen");

    let fields = [("case", case), ("rating", "dissatisfied"), ("rating_words", " ")];
    let sent = guardian.form_from("/api/rate_case", &page, &fields, true).await;
    assert_eq!(location(&sent), page);
    let found = guardian.get(&page).await.text().await.unwrap();
    assert!(found.contains("还没有写哪里不满意") && !found.contains(words), "what was sent is younger");
    assert_eq!(steps(&found), [false; 5]);
}

/// Of a decision the words are kept while they are typed, the verdict never.
async fn decision(server: &Server) {
    const BOX: &str = "name=\"here[]\" value=\"";
    let mut found = None;
    for login in ["320102.leader", "2132000101.leader", "2132000104.leader", "510107.leader"] {
        let visitor = Visitor::signed_in(server, login).await;
        let cases = visitor.get("/cases").await.text().await.unwrap();
        let shown = cases.split(BOX).nth(1).and_then(|rest| rest.split(['"', '@']).next());
        if let Some(case) = shown {
            found = Some((visitor, case.to_owned()));
            break;
        }
    }
    let (leader, case) = found.expect("a leader before whom a case is");
    let (page, form) = (format!("/cases/{case}"), format!("decide/{case}"));
    let own = whose(&leader, &page).await;
    let keep = async |reason: &str| {
        let typed = [
            ("form", form.as_str()),
            ("whose", own.as_str()),
            ("values[reason]", reason),
            ("values[verdict]", "agree"),
        ];
        let answer = leader.form_from("/api/keep_typed", &page, &typed, false).await;
        assert_eq!(answer.status(), StatusCode::OK);
        leader.get(&page).await.text().await.unwrap()
    };
    let words = "还要再看一遍的意见";
    let found = keep(words).await;
    assert!(found.contains(words) && found.contains(&format!("data-draft=\"{form}\"")), "what was typed");
    let inputs = found.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let verdicts: Vec<&str> = inputs.filter(|tag| tag.contains("name=\"verdict\"")).collect();
    assert!(verdicts.len() == 3 && verdicts.iter().all(|tag| !tag.contains(" checked")), "{verdicts:?}");
    assert!(!keep("").await.contains(words), "what was emptied stays empty");
}

/// No more than a form of ours holds is kept, and nothing without a name.
async fn bounds(server: &Server) {
    let guardian = Visitor::signed_in(server, "13900000003").await;
    let long = "字".repeat(3900);
    let fields: Vec<(String, String)> = (0..8).map(|n| (format!("values[f{n}]"), long.clone())).collect();
    let mut form = vec![("form".to_owned(), "enter".to_owned())];
    form.push(("whose".to_owned(), whose(&guardian, "/my").await));
    form.extend(fields);
    for (name, wanted) in [("", StatusCode::BAD_REQUEST), ("enter", StatusCode::BAD_REQUEST)] {
        form[0].1 = name.to_owned();
        let answer = guardian.call("/api/keep_typed", &form).await;
        assert_eq!(answer.status(), wanted, "{name}");
    }
    form.truncate(3);
    assert_eq!(guardian.call("/api/keep_typed", &form).await.status(), StatusCode::OK, "one of them fits");
    let long = format!("talk/{}", "x".repeat(200));
    for name in ["", "sign_in", "enter2", "correction/1", long.as_str()] {
        name.clone_into(&mut form[0].1);
        let answer = guardian.call("/api/keep_typed", &form).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "no form of that name is followed: {name}");
    }
}
