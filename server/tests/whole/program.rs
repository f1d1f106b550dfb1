//! The files of the browser's program and what pages say of them: a name that tells its content is kept for good, pages are sent packed, and
//! a page asks at once for the pieces it needs, and for no others.

use crate::support::*;
use reqwest::StatusCode;
use std::fs;
use std::path::Path;

const SCRIPT: &str = "xueji.0123456789abcdef.js";
const KEPT: &str = "public, max-age=31536000, immutable";
const ASKED_AGAIN: &str = "public, max-age=0, must-revalidate";

/// What a release's build leaves, as far as these questions need it.
pub(crate) fn lay(site: &Path) {
    let pkg = site.join("pkg");
    fs::create_dir(&pkg).unwrap();
    for (name, content) in [
        (SCRIPT, "as it is"),
        ("xueji.0123456789abcdef.js.br", "packed"),
        ("xueji.css", "a {}"),
        ("desk.00000000000000d1.wasm", "\0asm"),
    ] {
        fs::write(pkg.join(name), content).unwrap();
    }
    let names = r#"{
        "script": "xueji.0123456789abcdef.js", "loader": "rooms.0123456789abcdef.js", "module": "xueji.00000000000000a1.wasm",
        "style": "xueji.00000000000000c1.css",
        "rooms": { "desk": ["desk.00000000000000d1.wasm"],
                   "paper": ["shared.00000000000000e1.wasm", "paper.00000000000000f1.wasm"] }
    }"#;
    fs::write(pkg.join("names.json"), names).unwrap();
}

pub(crate) async fn asks(server: &Server) {
    kept(server).await;
    heads(server).await;
    packed(server).await;
}

async fn kept(server: &Server) {
    let visitor = Visitor::new(server);
    let script = visitor.get_packed(&format!("/pkg/{SCRIPT}"), "gzip, br").await;
    assert_eq!(script.status(), StatusCode::OK);
    assert_eq!(header(&script, "cache-control"), KEPT);
    assert_eq!(header(&script, "content-encoding"), "br");
    assert!(header(&script, "content-type").contains("javascript"));
    assert_eq!(script.text().await.unwrap(), "packed", "the file that the build packed");
    let plain = visitor.get(&format!("/pkg/{SCRIPT}")).await;
    assert_eq!(
        (header(&plain, "content-encoding").as_str(), header(&plain, "cache-control").as_str()),
        ("", KEPT)
    );
    let module = visitor.get("/pkg/desk.00000000000000d1.wasm").await;
    assert_eq!(header(&module, "content-type"), "application/wasm", "compiled while it arrives");
    assert_eq!(header(&module, "cache-control"), KEPT);
    for path in ["/pkg/xueji.css", "/favicon.svg"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&answer, "cache-control"), ASKED_AGAIN, "{path}");
    }
    // A piece of a version that is no more: nobody may remember that it is not there.
    let gone = visitor.get("/pkg/desk.ffffffffffffffff.wasm").await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert_eq!(header(&gone, "cache-control"), ASKED_AGAIN);
}

async fn heads(server: &Server) {
    const FRAME: &str = "href=\"/pkg/desk.00000000000000d1.wasm\"";
    const PAPER: &str = "href=\"/pkg/paper.00000000000000f1.wasm\"";
    let visitor = Visitor::new(server);
    let staff = Visitor::signed_in(server, "320102.registrar").await;
    let guardian = Visitor::signed_in(server, "13900000001").await;
    for (who, path, frame, paper) in [
        (&visitor, "/sign-in", false, false),
        (&guardian, "/my", false, false),
        (&staff, "/home", true, false),
        (&staff, "/letters", true, true),
        (&staff, "/desk?open=/letters/7", true, true),
    ] {
        let page = who.get(path).await;
        let nonce = header(&page, "content-security-policy");
        let nonce =
            nonce.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        let text = page.text().await.unwrap();
        let head = text.split("</head>").next().unwrap();
        assert!(head.contains("href=\"/pkg/xueji.00000000000000c1.css\""), "{path}");
        assert!(head.contains("href=\"/pkg/xueji.00000000000000a1.wasm\""), "{path}");
        assert!(head.contains("import(\"/pkg/xueji.0123456789abcdef.js\")"), "{path}");
        for ahead in head.split("<link ").filter(|link| link.starts_with("rel=\"modulepreload\"")) {
            assert!(
                ahead.split('>').next().unwrap().contains(&format!("nonce=\"{nonce}\"")),
                "{path}: {ahead}"
            );
        }
        assert_eq!(
            head.matches("rel=\"modulepreload\"").count(),
            2,
            "{path}: the script and what fetches rooms"
        );
        assert_eq!(head.contains(FRAME), frame, "{path}");
        assert_eq!(head.contains(PAPER), paper, "{path}");
        assert_eq!(head.contains("shared.00000000000000e1"), paper, "{path}");
    }
}

async fn packed(server: &Server) {
    let staff = Visitor::signed_in(server, "320102.registrar").await;
    let plain = staff.get("/home").await;
    assert_eq!(header(&plain, "content-encoding"), "", "who does not ask for it gets it as it is");
    let length = plain.bytes().await.unwrap().len();
    for encoding in ["br", "gzip"] {
        let page = staff.get_packed("/home", encoding).await;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(header(&page, "content-encoding"), encoding);
        assert!(header(&page, "vary").to_ascii_lowercase().contains("accept-encoding"));
        assert_eq!(header(&page, "cache-control"), "no-store");
        assert!(page.bytes().await.unwrap().len() * 2 < length, "{encoding}: at most half of {length}");
    }
    // What another site asked for with an address of its choice does not tell by its length what else stands in it.
    for (site, encoding) in [("same-origin", "br"), ("none", "br"), ("same-site", ""), ("cross-site", "")] {
        let page = staff.get_packed_from("/home?unit=320102", site).await;
        assert_eq!((page.status(), header(&page, "content-encoding").as_str()), (StatusCode::OK, encoding));
    }
    let wrong = staff.get_packed("/nowhere", "br").await;
    assert_eq!((wrong.status(), header(&wrong, "content-encoding").as_str()), (StatusCode::NOT_FOUND, "br"));
    let feed = staff.get_packed("/feed?topics=desk", "gzip, br").await;
    assert_eq!((feed.status(), header(&feed, "content-encoding").as_str()), (StatusCode::OK, ""));
    let book = Visitor::signed_in(server, "2132000101.registrar")
        .await
        .get_packed("/files/template.xlsx", "br")
        .await;
    assert_eq!((book.status(), header(&book, "content-encoding").as_str()), (StatusCode::OK, ""));
}
