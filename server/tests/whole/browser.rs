//! What a browser asks of a site besides its pages: how it is to look, its marks, what may be listed, and a page for whatever went wrong.

use crate::support::*;
use reqwest::StatusCode;

pub(crate) async fn asks(server: &Server) {
    appearance(server).await;
    nowhere_else(server).await;
    marks(server).await;
    listed(server).await;
    errors(server).await;
}

/// The choice is kept, is there in the first byte of the next page, and says nothing of a person.
async fn appearance(server: &Server) {
    let mut visitor = Visitor::new(server);
    let plain = visitor.get("/sign-in").await.text().await.unwrap();
    let tag =
        |page: &str| page.split("<html").nth(1).and_then(|rest| rest.split('>').next()).unwrap().to_owned();
    assert!(
        !tag(&plain).contains("data-"),
        "nothing is chosen: the system's own preference holds: {}",
        tag(&plain)
    );
    assert!(
        plain.contains("action=\"/appearance\"") && plain.contains("name=\"back\""),
        "a form without a program"
    );
    for scheme in ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"] {
        assert!(plain.contains(&format!("media=\"{scheme}\"")), "{scheme}");
    }
    let form = [
        ("look_theme", "dark"),
        ("look_density", "compact"),
        ("look_text", "large"),
        ("look_motion", "reduced"),
        ("back", "/verify?code=1"),
    ];
    let chosen = visitor.post("/appearance", &form).await;
    assert_eq!((chosen.status(), location(&chosen)), (StatusCode::SEE_OTHER, "/verify?code=1".into()));
    let cookies = set_cookies(&chosen);
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert!(cookies[0].starts_with("__Host-look=dark.compact.large.reduced;"), "{cookies:?}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookies[0].contains(part), "{cookies:?}");
    }
    visitor.keep(&chosen);
    let page = visitor.get("/verify?code=1").await.text().await.unwrap();
    for said in
        ["data-theme=\"dark\"", "data-density=\"compact\"", "data-text=\"large\"", "data-motion=\"reduced\""]
    {
        assert!(tag(&page).contains(said), "{said} in {}", tag(&page));
    }
    assert!(page.contains("<meta name=\"color-scheme\" content=\"dark\""), "before the style sheet is there");
    assert!(page.contains("value=\"/verify?code=1\""), "back to where one was, query and all");
    assert!(!page.contains("prefers-color-scheme"), "one colour for the frame, since one is chosen");
    // What does not read is not chosen, and comes back nowhere.
    let odd = visitor.post("/appearance", &[("look_theme", "\"><script>alert(1)</script>")]).await;
    assert!(set_cookies(&odd)[0].starts_with("__Host-look=system.comfortable.ordinary.system;"));
    let forged = Visitor::with_cookie(server, "__Host-look=\"><script>alert(1)</script>.x.y");
    assert!(!tag(&forged.get("/sign-in").await.text().await.unwrap()).contains("data-"));
}

/// The way back leads to a page of this site only, and another site cannot choose for somebody.
async fn nowhere_else(server: &Server) {
    let visitor = Visitor::new(server);
    for other in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ] {
        let answer = visitor.post("/appearance", &[("look_theme", "dark"), ("back", other)]).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/".into()), "{other}");
    }
    let broken = visitor.post("/appearance", &[("back", "/a\r\nset-cookie: b=c")]).await;
    assert_eq!(location(&broken), "/a%0D%0Aset-cookie:%20b=c");
    assert_eq!(set_cookies(&broken).len(), 1);
    let foreign =
        visitor.post_from("/appearance", &[("look_theme", "dark")], Some("https://evil.example")).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    assert!(set_cookies(&foreign).is_empty());
    assert_eq!(visitor.get("/appearance").await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// The small files a browser asks for by itself.
async fn marks(server: &Server) {
    let visitor = Visitor::new(server);
    let icon = visitor.get("/favicon.ico").await;
    assert_eq!((icon.status(), header(&icon, "content-type")), (StatusCode::OK, "image/x-icon".into()));
    let bytes = icon.bytes().await.unwrap();
    assert_eq!(&bytes[..6], [0, 0, 1, 0, 2, 0], "an icon of two sizes");
    let manifest = visitor.get("/manifest.webmanifest").await;
    assert_eq!(header(&manifest, "content-type"), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text().await.unwrap()).unwrap();
    assert_eq!(
        (manifest["short_name"].as_str(), manifest["start_url"].as_str()),
        (Some("学籍"), Some("/my"))
    );
    assert_eq!((manifest["display"].as_str(), manifest["scope"].as_str()), (Some("standalone"), Some("/")));
    let sizes = |purpose: &str| {
        let icons = manifest["icons"].as_array().unwrap().iter();
        icons.filter(|icon| icon["purpose"] == purpose).filter_map(|icon| icon["sizes"].as_str()).collect()
    };
    let (any, maskable): (Vec<&str>, Vec<&str>) = (sizes("any"), sizes("maskable"));
    assert!(any.contains(&"192x192") && any.contains(&"512x512"), "what a telephone asks for: {any:?}");
    assert_eq!(maskable, ["512x512"]);
    for icon in manifest["icons"].as_array().unwrap() {
        let answer = visitor.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{icon}");
        assert_eq!(header(&answer, "content-type"), icon["type"].as_str().unwrap(), "{icon}");
    }
    let page = visitor.get("/").await.text().await.unwrap();
    for said in ["rel=\"manifest\"", "name=\"theme-color\"", "name=\"description\"", "name=\"color-scheme\""]
    {
        assert!(page.contains(said), "{said}");
    }
}

/// The front page may be found by search engines, and nothing else.
async fn listed(server: &Server) {
    let visitor = Visitor::new(server);
    let front = visitor.get("/").await;
    assert_eq!(header(&front, "x-robots-tag"), "");
    assert!(!front.text().await.unwrap().contains("noindex"));
    let staff = Visitor::signed_in(server, "320100.official").await;
    let pages = [(&visitor, "/sign-in"), (&visitor, "/privacy"), (&visitor, "/nowhere"), (&staff, "/home")];
    for (who, path) in pages {
        let answer = who.get(path).await;
        assert_eq!(header(&answer, "x-robots-tag"), "noindex", "{path}");
        assert!(answer.text().await.unwrap().contains("<meta name=\"robots\" content=\"noindex\""), "{path}");
    }
    for path in
        ["/favicon.svg", "/robots.txt", "/healthz", "/verify/key", "/files/template.xlsx", "/pkg/none"]
    {
        assert_eq!(header(&visitor.get(path).await, "x-robots-tag"), "noindex", "{path}");
    }
    // What says of itself that it may not be listed has to be fetched for that.
    let robots = visitor.get("/robots.txt").await.text().await.unwrap();
    let lines: Vec<&str> = robots.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.first(), Some(&"User-agent: *"));
    assert_eq!(lines.last(), Some(&"Disallow: /"));
    for allowed in ["/$", "/sign-in$", "/privacy$"] {
        assert!(lines.contains(&format!("Allow: {allowed}").as_str()), "{allowed}");
    }
}

/// Whatever went wrong: the right status, one heading, a way back, in words, without a program.
async fn errors(server: &Server) {
    let visitor = Visitor::new(server);
    let official = Visitor::signed_in(server, "320100.official").await;
    let registrar = Visitor::signed_in(server, "320104.registrar").await;
    let large = "x".repeat(7 << 20);
    let answers = [
        (visitor.get("/nowhere").await, StatusCode::NOT_FOUND),
        (visitor.get("/pkg/nowhere.js").await, StatusCode::NOT_FOUND),
        (registrar.get("/pupils/01900000-0000-7000-8000-000000000000").await, StatusCode::NOT_FOUND),
        (registrar.get("/files/prints/nothing.pdf").await, StatusCode::NOT_FOUND),
        (official.get("/files/template.xlsx").await, StatusCode::FORBIDDEN),
        (official.post_from("/api/sign_out", &[], Some("https://evil.example")).await, StatusCode::FORBIDDEN),
        (visitor.get("/appearance").await, StatusCode::METHOD_NOT_ALLOWED),
        (visitor.post("/api/sign_in", &[("login", &large)]).await, StatusCode::PAYLOAD_TOO_LARGE),
    ];
    for (answer, status) in answers {
        let path = answer.url().path().to_owned();
        assert_eq!(answer.status(), status, "{path}");
        assert!(header(&answer, "content-type").starts_with("text/html"), "{path}");
        assert!(header(&answer, "content-security-policy").contains("default-src 'none'"), "{path}");
        let page = answer.text().await.unwrap();
        assert_eq!(page.matches("<h1").count(), 1, "{path}: {page}");
        assert!(page.contains("href=\"/\"") && page.contains("lang=\"zh-CN\""), "{path}");
        assert!(page.contains("site-header"), "{path} bears the header");
    }
    // A program is answered as before.
    let program = visitor.raw("/api/none", "", false).await;
    assert!(!header(&program, "content-type").starts_with("text/html"));
}
