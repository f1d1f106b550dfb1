//! What the outside meets: headers, cookies, sessions, the same-origin check, scopes (第二十五条), and the feed of the dashboards.

use crate::support::*;
use reqwest::StatusCode;
use std::time::{Duration, Instant};

/// One server for all of this file's questions: the demo takes a while to build.
#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_server_keeps_its_doors() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let site = dir.path().join("site");
    std::fs::create_dir(&site).unwrap();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../public")).unwrap().flatten() {
        std::fs::copy(file.path(), site.join(file.file_name())).unwrap();
    }
    crate::program::lay(&site);
    let server = Server::start(dir.path());
    headers(&server).await;
    crate::program::asks(&server).await;
    files_beside_pages(&server).await;
    crate::browser::asks(&server).await;
    crate::offline::answers(&server).await;
    sessions(&server).await;
    crate::guides::guides(&server).await;
    crate::compare::compares(&server).await;
    other_sites(&server).await;
    scopes(&server).await;
    history(&server).await;
    prints(&server, dir.path()).await;
    feed(&server).await;
    crate::lists::lists(&server).await;
    lock_out(&server).await;
}

async fn headers(server: &Server) {
    let visitor = Visitor::new(server);
    let page = visitor.get("/sign-in").await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = header(&page, "content-security-policy");
    assert!(
        policy.contains("'nonce-")
            && policy.contains("frame-ancestors 'none'")
            && !policy.contains("unsafe-inline")
    );
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    assert_eq!(header(&page, "cache-control"), "no-store");
    let nonce = |policy: &str| {
        policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).map(str::to_owned)
    };
    let text = page.text().await.unwrap();
    assert!(
        text.contains(&format!("nonce=\"{}\"", nonce(&policy).unwrap())),
        "the page's scripts carry the nonce"
    );
    assert!(!text.contains(" style="), "no inline styles");
    let again = visitor.get("/sign-in").await;
    assert_ne!(nonce(&policy), nonce(&header(&again, "content-security-policy")), "a nonce is used once");
    assert_eq!(visitor.get("/nowhere").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/healthz").await.status(), StatusCode::OK);
    for path in [
        "/data/master.key",
        "/../data/master.key",
        "/pkg/../../data/master.key",
        "/pkg/%2e%2e/%2e%2e/master.key",
    ] {
        assert_ne!(visitor.get(path).await.status(), StatusCode::OK, "{path}");
    }
}

/// A file that is fetched while a page is being made takes nothing of the page's answer: neither its policy nor its cookies.
async fn files_beside_pages(server: &Server) {
    let visitor = Visitor::signed_in(server, "320102.registrar").await;
    for _ in 0..40 {
        let (page, file, other) =
            tokio::join!(visitor.get("/cases"), visitor.get("/favicon.svg"), visitor.get("/logo.svg"));
        assert!(header(&page, "content-security-policy").contains("'nonce-"), "the page keeps its policy");
        for file in [file, other] {
            assert_eq!(file.status(), StatusCode::OK);
            assert_eq!(header(&file, "content-type"), "image/svg+xml");
            assert!(!header(&file, "content-security-policy").contains("'nonce-"), "no page's policy");
            assert!(set_cookies(&file).is_empty(), "nobody's cookies");
        }
    }
}

async fn sessions(server: &Server) {
    let mut visitor = Visitor::new(server);
    let wrong = visitor.post("/api/sign_in", &[("login", "320102.registrar"), ("password", "wrong")]).await;
    assert_eq!((wrong.status(), location(&wrong)), (StatusCode::FOUND, "/sign-in".into()));
    visitor.keep(&wrong);
    let page = visitor.get("/sign-in").await.text().await.unwrap();
    assert!(
        page.contains("账号或密码不正确") && page.contains("value=\"320102.registrar\""),
        "what was typed is there"
    );
    assert!(!page.contains("wrong"), "the password is not");

    let signed_in = Visitor::signed_in(server, "320102.registrar").await;
    let answer = Visitor::new(server)
        .post("/api/sign_in", &[("login", "320102.registrar"), ("password", PASSWORD)])
        .await;
    let cookie = set_cookies(&answer).into_iter().find(|cookie| cookie.starts_with("__Host-sid=")).unwrap();
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let old = signed_in.get("/home").await;
    assert_eq!(location(&old), "/sign-in", "one account, one place: the older session has ended");

    let official = Visitor::signed_in(server, "320100.official").await;
    assert_eq!(official.get("/home").await.status(), StatusCode::OK);
    assert_eq!(official.post("/api/sign_out", &[]).await.status(), StatusCode::FOUND);
    assert_eq!(location(&official.get("/home").await), "/sign-in");
    let forged = official.get("/home").await;
    assert_eq!(location(&forged), "/sign-in", "an ended session does not come back with its cookie");
}

async fn other_sites(server: &Server) {
    let visitor = Visitor::signed_in(server, "320104.registrar").await;
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let answer = visitor.post_from("/api/sign_out", &[], origin).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    assert_eq!(visitor.get("/home").await.status(), StatusCode::OK, "nothing was changed");
}

/// A child in the list of a school's registrar, as the page shows it.
async fn some_child(visitor: &Visitor) -> String {
    let list = visitor.get("/pupils").await.text().await.unwrap();
    let mut rows = list.split("<tr").filter(|row| row.contains("在读"));
    let row =
        rows.find_map(|row| row.split_once("href=\"/pupils/0")).expect("a child in the list who attends");
    format!("/pupils/0{}", row.1.split('"').next().unwrap())
}

async fn scopes(server: &Server) {
    let own = Visitor::signed_in(server, "2132000101.registrar").await;
    let child = some_child(&own).await;
    let page = own.get(&child).await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    let long_number = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() >= 18 && word.bytes().take(17).all(|b| b.is_ascii_digit()));
    assert_eq!(long_number, None, "no full number anywhere in the page");
    for stranger in ["2132000104.registrar", "510104.registrar", "13900000002"] {
        let visitor = Visitor::signed_in(server, stranger).await;
        let answer = visitor.get(&child).await;
        assert_eq!(
            answer.status(),
            StatusCode::NOT_FOUND,
            "{stranger} must not learn that the child is there"
        );
    }
    let official = Visitor::signed_in(server, "320100.official").await;
    assert_ne!(official.get(&child).await.status(), StatusCode::OK, "officials see figures");
    let anybody = Visitor::new(server).get(&child).await;
    assert_eq!(location(&anybody), "/sign-in");
    // Every server function is a door of its own: the page's buttons protect nothing.
    let id = child.rsplit('/').next().unwrap();
    let taken = official.post("/api/print_binding", &[("person", id), ("guardian", "first")]).await;
    assert!(location(&taken).is_empty() || !location(&taken).contains("binding"), "{}", location(&taken));
    let template = official.get("/files/template.xlsx").await;
    assert_eq!(template.status(), StatusCode::FORBIDDEN);
}

/// 变化情况: links and a table, whole as it comes from the server, for who may see the unit.
async fn history(server: &Server) {
    let official = Visitor::signed_in(server, "320102.official").await;
    let home = official.get("/home").await.text().await.unwrap().replace("&amp;", "&");
    let page = "/home/figure?unit=320102&figure=on_roll";
    assert!(home.contains(&format!("href=\"{page}\"")), "the number leads to its history");
    for span in ["term", "year", "all"] {
        let answer = official.get(&format!("{page}&span={span}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{span}");
        let text = answer.text().await.unwrap().replace("&amp;", "&");
        for part in
            ["历史数据自", "尚无往期数据", "查看数据表", "role=\"img\"", "<circle", "role=\"rowheader\""]
        {
            assert!(text.contains(part), "{span}: {part}");
        }
        let current = text
            .split("<a ")
            .find(|link| link.contains("&span=") && link.contains("aria-current=\"true\""))
            .unwrap();
        assert!(current.contains(&format!("{page}&span={span}")), "{current}");
        assert!(!text.contains(" style=\""), "no style of its own");
    }
    for nothing in ["/home/figure?unit=320104&figure=on_roll", "/home/figure?unit=320102&figure=nothing"] {
        assert_eq!(official.get(nothing).await.status(), StatusCode::NOT_FOUND, "{nothing}");
    }
}

/// Printed sheets (第五条, 第七条): the PDF is for who printed it, the verification for everybody.
async fn prints(server: &Server, data: &std::path::Path) {
    let own = Visitor::signed_in(server, "2132000101.registrar").await;
    let child = some_child(&own).await;
    let id = child.rsplit('/').next().unwrap();
    let printed = own.post("/api/print_pupil", &[("person", id), ("kind", "student_card")]).await;
    let sheet = location(&printed);
    assert!(sheet.starts_with("/prints/"), "{sheet}");
    let page = own.get(&sheet).await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    let file = format!("/files{sheet}.pdf");
    let pdf = own.get(&file).await;
    assert_eq!((pdf.status(), header(&pdf, "content-type")), (StatusCode::OK, "application/pdf".into()));
    assert_eq!(header(&pdf, "cache-control"), "no-store", "a file too");
    assert!(pdf.bytes().await.unwrap().starts_with(b"%PDF-"));
    for stranger in ["2132000104.registrar", "2132000101.leader", "320102.registrar", "13900000002"] {
        let visitor = Visitor::signed_in(server, stranger).await;
        assert_eq!(visitor.get(&file).await.status(), StatusCode::NOT_FOUND, "{stranger}");
        visitor.post("/api/revoke_print", &[("print", &sheet[8..]), ("reason", "不应成功")]).await;
    }
    let anybody = Visitor::new(server);
    assert_eq!(location(&anybody.get(&file).await), "/sign-in");
    assert_eq!(own.get("/files/prints/nothing.pdf").await.status(), StatusCode::NOT_FOUND);

    let card = text.split("XJ1.").nth(1).expect("what the symbol says").split('<').next().unwrap();
    let card = format!("XJ1.{card}");
    let checked = anybody.get(&format!("/verify?code={card}")).await;
    assert_eq!((checked.status(), header(&checked, "cache-control")), (StatusCode::OK, "no-store".into()));
    assert!(checked.text().await.unwrap().contains("真实有效"), "and nobody else could take it back");
    let key = anybody.get("/verify/key").await.text().await.unwrap();
    for said in [run(data, &["verify-card", &card]), run(data, &["verify-card", &card, "--key", key.trim()])]
    {
        assert!(said.contains("签名相符") && said.contains("玄武区明德小学"), "{said}");
    }
}

/// A county's page is told within two seconds that a school's leader has agreed.
async fn feed(server: &Server) {
    let county = Visitor::signed_in(server, "320102.leader").await;
    let mut feed = county.get("/feed?topics=desk").await;
    assert_eq!(feed.status(), StatusCode::OK);
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let child = some_child(&registrar).await;
    let started = Instant::now();
    let id = child.rsplit('/').next().unwrap();
    registrar.post("/api/reveal", &[("person", id), ("item", "number"), ("reason", "")]).await;
    let list = registrar.get("/cases").await.text().await.unwrap();
    let leader = Visitor::signed_in(server, "2132000101.leader").await;
    let queue = leader.get("/cases").await.text().await.unwrap();
    let at = queue.find("name=\"cases[]\" value=\"").expect("a case waits for the leader")
        + "name=\"cases[]\" value=\"".len();
    let case = queue[at..].split('"').next().unwrap().to_owned();
    drop(list);
    let agreed = leader.post("/api/decide_all", &[("cases[]", &case), ("verdict", "agree")]).await;
    assert_eq!(agreed.status(), StatusCode::FOUND);
    let since = Instant::now();
    let told = tokio::time::timeout(Duration::from_secs(2), async {
        while let Ok(Some(chunk)) = feed.chunk().await {
            if String::from_utf8_lossy(&chunk).contains("data: desk") {
                return true;
            }
        }
        false
    });
    assert!(
        told.await.expect("told within two seconds"),
        "after {:?} of {:?}",
        since.elapsed(),
        started.elapsed()
    );
    assert_eq!(Visitor::new(server).get("/feed").await.status(), StatusCode::UNAUTHORIZED);
}

async fn lock_out(server: &Server) {
    let visitor = Visitor::new(server);
    for _ in 0..5 {
        visitor.post("/api/sign_in", &[("login", "510104.leader"), ("password", "wrong")]).await;
    }
    let right = visitor.post("/api/sign_in", &[("login", "510104.leader"), ("password", PASSWORD)]).await;
    assert_eq!(location(&right), "/sign-in", "locked even for the right password");
}
