//! Portal and public pages in English, without JavaScript too: whoever chose English, or whose browser likes it best, reads no Chinese but
//! what is marked as such: names, values of the code tables, the text of the law and what people wrote. Staff read Chinese all the same.

use crate::outsiders::source;
use crate::support::*;
use reqwest::StatusCode;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The demo's guardians whose corrections were left in different states.
const GUARDIANS: std::ops::RangeInclusive<usize> = 1..=6;

/// Pages of one kind that are opened.
const EACH: usize = 4;

/// Pages that anybody may read, and what a search of them finds.
const OPEN: [&str; 17] = [
    "/",
    "/sign-in",
    "/sign-in?changed=1",
    "/sign-in?ended=kept",
    "/sign-in?moved=1",
    "/sign-in?closed=1",
    "/guardian/sign-up",
    "/guardian/sign-up/child_number",
    "/guardian/sign-up/guardian_number",
    "/guardian/sign-up/phone",
    "/guardian/sign-up/name",
    "/guardian/sign-up/password",
    "/guardian/recover",
    "/verify",
    "/privacy",
    "/guide",
    "/regulation",
];

/// Elements that have no end.
const VOID: [&str; 10] = ["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// A Han character, or a mark of Chinese text.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// What is to be read in the body of a page outside of elements that say that they are Chinese, with the words of what cannot be seen
/// (`aria-label`, `alt`).
fn read(page: &str) -> String {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut said = String::new();
    let mut rest = body.split_once('>').map_or(body, |(_, rest)| rest);
    while let Some((text, after)) = rest.split_once('<') {
        let marked = open.iter().any(|(_, marked)| *marked);
        if !marked {
            said.push_str(text);
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            while open.pop().is_some_and(|(known, _)| known != name) {}
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default().to_owned();
        if name.starts_with('!') || name.is_empty() {
            continue;
        }
        if name == "script" || name == "style" {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest);
            continue;
        }
        // What somebody typed stands as it was typed.
        let chinese =
            tag.contains("lang=\"zh") || tag.contains("class=\"own-script\"") || tag.starts_with("textarea");
        for heard in ["aria-label=\"", "alt=\"", "placeholder=\""] {
            let words = tag.split_once(heard).and_then(|(_, words)| words.split('"').next());
            if !(marked || chinese || tag.contains("class=\"table-wrap")) {
                said.push_str(words.unwrap_or_default());
            }
        }
        if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            open.push((name, chinese));
        }
    }
    said
}

/// The first words in Chinese, with what stands around them.
fn chinese_of(page: &str) -> Option<String> {
    let said: Vec<char> = read(page).chars().collect();
    let at = said.iter().position(|c| is_chinese(*c))?;
    Some(said[at.saturating_sub(30)..(at + 30).min(said.len())].iter().collect())
}

#[test]
fn what_says_that_it_is_chinese_is_left_out_and_nothing_else() {
    let page =
        |inside: &str| format!("<html lang=\"en\"><head>中</head><body class=\"x\">{inside}</body></html>");
    assert_eq!(chinese_of(&page("<p>Name: <span lang=\"zh\">张*</span>, sent</p>")), None);
    assert_eq!(
        chinese_of(&page("<div lang=\"zh\"><div>一<br>二<img src=\"x\"></div>三</div><p>x</p>")),
        None
    );
    assert!(chinese_of(&page("<div lang=\"zh\"><div>一</div></div><p>四</p>")).unwrap().contains('四'));
    assert!(chinese_of(&page("<p aria-label=\"状态\">x</p>")).is_some());
    assert!(chinese_of(&page("<p>x，y</p>")).is_some(), "a comma of Chinese text");
    assert_eq!(chinese_of(&page("<script>「中」 < 1</script><p>x</p>")), None);
    assert_eq!(chinese_of(&page("<cite class=\"official\" lang=\"zh\">条</cite>.")), None);
}

fn tag(page: &str) -> String {
    page.split("<html").nth(1).and_then(|rest| rest.split('>').next()).unwrap().to_owned()
}

/// Chinese words on an English page; nothing where the page is not there.
async fn trouble(visitor: &Visitor, address: &str) -> Option<(String, Option<String>)> {
    let answer = visitor.get(address).await;
    if !answer.status().is_success() {
        return None;
    }
    let page = answer.text().await.unwrap();
    assert!(tag(&page).contains("lang=\"en\""), "{address}: {}", tag(&page));
    let found = chinese_of(&page).map(|words| format!("{address}: {words}"));
    Some((page, found))
}

/// Follows every link below `/my`. Gives the kinds of pages that were read, and what was wrong.
async fn walk(visitor: &Visitor) -> (BTreeSet<String>, Vec<String>) {
    let pages = source::pages();
    let patterns: Vec<&String> = pages.iter().filter(|pattern| pattern.starts_with("/my")).collect();
    let (mut seen, mut wrong, mut kinds) = (BTreeSet::new(), Vec::new(), BTreeMap::<&str, usize>::new());
    let mut waiting = VecDeque::from(["/my".to_owned(), "/my/add".to_owned()]);
    while let Some(address) = waiting.pop_front() {
        let fitting = patterns.iter().filter(|pattern| source::fits(pattern, &address));
        let Some(pattern) = fitting.min_by_key(|pattern| pattern.matches(':').count()) else { continue };
        if !seen.insert(address.clone()) {
            continue;
        }
        let count = kinds.entry(pattern.as_str()).or_default();
        if *count == EACH {
            continue;
        }
        *count += 1;
        let Some((page, found)) = trouble(visitor, &address).await else { continue };
        wrong.extend(found);
        for link in page.split("href=\"/my").skip(1) {
            let link = link.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            waiting.push_back(format!("/my{link}"));
        }
        let below = address.strip_prefix("/my/").filter(|rest| !rest.contains('/'));
        if let Some(child) = below.filter(|rest| !["add", "account"].contains(rest)) {
            for page in [
                "review",
                "consent",
                "correct/item/name",
                "correct/item/ethnicity",
                "correct/item/birth_place",
                "correct/proof",
                "correct/check",
                "ask/suspension",
                "ask/suspension/question/ground",
                "ask/suspension/question/on",
                "ask/suspension/check",
            ] {
                waiting.push_back(format!("/my/{child}/{page}"));
            }
        }
    }
    (kinds.into_keys().map(str::to_owned).collect(), wrong)
}

/// The choice is a form of every page that speaks both; it leads back and is kept.
async fn chosen(server: &Server) -> Visitor {
    let mut visitor = Visitor::new(server);
    let page = visitor.get("/sign-in").await.text().await.unwrap();
    assert!(tag(&page).contains("lang=\"zh-CN\"") && !tag(&page).contains("data-language"), "{}", tag(&page));
    assert!(page.contains("action=\"/language\"") && page.contains("English"), "a form without a program");
    let answer = visitor.post("/language", &[("language", "en"), ("back", "/verify?code=1")]).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/verify?code=1".into()));
    let cookies = set_cookies(&answer);
    assert!(cookies.len() == 1 && cookies[0].starts_with("__Host-language=en;"), "{cookies:?}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookies[0].contains(part), "{cookies:?}");
    }
    visitor.keep(&answer);
    let page = visitor.get("/sign-in").await.text().await.unwrap();
    assert!(
        tag(&page).contains("lang=\"en\"") && tag(&page).contains("data-language=\"en\""),
        "{}",
        tag(&page)
    );
    assert!(page.contains(">中文<") && page.contains("Sign in"), "the way back to Chinese");
    for other in ["https://evil.example/", "//evil.example", ""] {
        let answer = visitor.post("/language", &[("language", "en"), ("back", other)]).await;
        assert_eq!(location(&answer), "/", "{other}");
    }
    let odd = visitor.post("/language", &[("language", "\"><script>")]).await;
    assert!(set_cookies(&odd)[0].starts_with("__Host-language=zh;"));
    let foreign = visitor.post_from("/language", &[("language", "en")], Some("https://evil.example")).await;
    assert!(foreign.status() == StatusCode::FORBIDDEN && set_cookies(&foreign).is_empty());
    visitor
}

/// Without a choice a browser that likes English best is spoken to in English, and one that likes something else in Chinese.
async fn liked(server: &Server) {
    let client = reqwest::Client::new();
    for (likes, lang) in [("en-GB,en;q=0.9,zh;q=0.5", "en"), ("zh-CN,en;q=0.9", "zh-CN"), ("fr", "zh-CN")] {
        let page = client.get(format!("{}/sign-in", server.url)).header("accept-language", likes);
        let page = page.send().await.unwrap().text().await.unwrap();
        assert!(tag(&page).contains(&format!("lang=\"{lang}\"")), "{likes}: {}", tag(&page));
    }
}

/// What goes wrong is told in English too: a form's errors, and pages of words.
async fn told(server: &Server, english: &str) {
    let visitor = Visitor::with_cookie(server, english);
    let mut tried = Visitor::with_cookie(server, english);
    let answer = tried.post("/api/sign_in", &[("login", "13900000001"), ("password", "wrong")]).await;
    tried.keep(&answer);
    let page = tried.get("/sign-in").await.text().await.unwrap();
    assert!(page.contains("Account or password are not right.") && chinese_of(&page).is_none(), "{page}");
    // So are all faults of a sign-up and of a new password, at once.
    crate::sign_up::password(&mut tried, "x", "y").await;
    let page = tried.get("/guardian/sign-up/password").await.text().await.unwrap();
    assert!(page.contains("A mobile number has 11 digits.") && chinese_of(&page).is_none(), "{page}");
    let form = [("phone", "12"), ("code", "2345"), ("password", "x"), ("repeat", "y")];
    let answer = tried.post("/api/guardian_recover", &form).await;
    tried.keep(&answer);
    let page = tried.get("/guardian/recover").await.text().await.unwrap();
    assert!(page.contains("The two passwords are not the same.") && chinese_of(&page).is_none(), "{page}");
    for (address, status) in
        [("/nowhere", StatusCode::NOT_FOUND), ("/files/nothing.pdf", StatusCode::NOT_FOUND)]
    {
        let answer = visitor.get(address).await;
        assert_eq!(answer.status(), status, "{address}");
        let page = answer.text().await.unwrap();
        assert_eq!(chinese_of(&page), None, "{address}");
        assert!(tag(&page).contains("lang=\"en\""), "{address}");
    }
    let foreign = visitor.post_from("/language", &[("language", "zh")], Some("https://evil.example")).await;
    let page = foreign.text().await.unwrap();
    assert!(page.contains("This cannot be done") && chinese_of(&page).is_none(), "{page}");
}

/// Staff read Chinese, whatever they chose.
async fn staff(server: &Server, english: &str) {
    let mut visitor = Visitor::with_cookie(server, english);
    let login = [("login", "2132000101.registrar"), ("password", PASSWORD)];
    let answer = visitor.post("/api/sign_in", &login).await;
    visitor.keep(&answer);
    for address in ["/home", "/desk", "/pupils", "/guide"] {
        let page = visitor.get(address).await.text().await.unwrap();
        let lang = if address == "/guide" { "lang=\"en\"" } else { "lang=\"zh-CN\"" };
        assert!(tag(&page).contains(lang), "{address}: {}", tag(&page));
        assert_eq!(page.contains("action=\"/language\""), address == "/guide", "{address}");
    }
    let page = visitor.get("/pupils").await.text().await.unwrap();
    assert!(page.contains("学生查询") && page.contains("跳到主要内容"), "the words are Chinese too");
}

#[tokio::test(flavor = "multi_thread")]
async fn guardians_and_visitors_read_english_and_staff_read_chinese() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let english = chosen(&server).await.cookie().to_owned();
    liked(&server).await;
    told(&server, &english).await;
    staff(&server, &english).await;

    let (mut wrong, mut kinds) = (Vec::new(), BTreeSet::new());
    let visitor = Visitor::with_cookie(&server, &english);
    let guides = domain::guide::Task::all().into_iter().map(|task| format!("/guide/{}", task.key()));
    for address in OPEN.into_iter().map(str::to_owned).chain(guides) {
        let (_, found) = trouble(&visitor, &address).await.expect(&address);
        wrong.extend(found);
    }
    for n in GUARDIANS {
        let mut visitor = Visitor::with_cookie(&server, &english);
        let login = format!("139{n:08}");
        let answer = visitor.post("/api/sign_in", &[("login", &login), ("password", PASSWORD)]).await;
        assert_eq!(location(&answer), "/my", "{login}");
        visitor.keep(&answer);
        for address in ["/account", "/password"] {
            wrong.extend(trouble(&visitor, address).await.expect(address).1);
        }
        let (seen, bad) = walk(&visitor).await;
        kinds.extend(seen);
        wrong.extend(bad);
    }
    let account = ["/my/account", "/my/account/phone", "/my/account/data", "/my/account/close"];
    let pages =
        ["/my", "/my/add", "/my/add/numbers", "/my/case/:id", "/my/:id", "/my/:id/archive", "/my/:id/access"];
    for page in pages.into_iter().chain(account).chain(["/my/account/child/:id"]) {
        assert!(kinds.contains(page), "{page} was not read: {kinds:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
