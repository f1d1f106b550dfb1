//! No page that somebody lands on leads where he may not go: as one account of each role, at each level it works at, every link of the
//! landing page is followed once.

use crate::support::*;
use std::collections::BTreeSet;

/// One account of each role, and where it lands. Schools and the levels of authorities have pages of their own.
const ACCOUNTS: [(&str, &str); 18] = [
    ("2132000101.registrar", "/home"),
    ("2132000101.leader", "/home"),
    ("320102.registrar", "/home"),
    ("320102.leader", "/home"),
    ("320102.official", "/home"),
    ("320102.system_admin", "/home"),
    ("320102.security_admin", "/home"),
    ("320102.audit_admin", "/home"),
    ("320100.registrar", "/home"),
    ("320000.leader", "/home"),
    ("320000.official", "/home"),
    ("nation.registrar", "/home"),
    ("nation.leader", "/home"),
    ("nation.official", "/home"),
    ("nation.system", "/home"),
    ("nation.security", "/home"),
    ("nation.audit", "/home"),
    ("13900000001", "/my"),
];

/// What belongs to every document and is served from files that a test has none of.
const FILES: [&str; 4] = ["/pkg/", "/favicon.", "/icon-", "/manifest.webmanifest"];

/// The addresses that a page leads to, without the places in them.
fn links(page: &str) -> BTreeSet<String> {
    let inside = page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let addresses = inside.map(|link| format!("/{}", link.replace("&amp;", "&")));
    let bare = addresses.filter_map(|address| address.split('#').next().map(str::to_owned));
    bare.filter(|address| !FILES.iter().any(|file| address.starts_with(file))).collect()
}

/// What the numbers of a school's landing page lead to, for who handles its matters.
const SCHOOL_TILES: [&str; 2] = ["/pupils", "/archive/filled"];
/// What those of an authority lead to, whatever one is there: its units in the order of the figure.
const AUTHORITY_TILES: [&str; 3] = ["on_roll", "registering", "overdue"];

/// Who stands above others finds what is said of them in the navigation; a school has nobody below.
const COMPARES: [&str; 2] = ["/compare", "/compare/flows"];

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_a_landing_page_opens_for_who_sees_it() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let mut wrong = Vec::new();
    for (login, landing) in ACCOUNTS {
        let visitor = Visitor::signed_in(&server, login).await;
        let answer = visitor.get(landing).await;
        assert!(answer.status().is_success(), "{login} {landing}: {}", answer.status());
        let links = links(&answer.text().await.unwrap());
        assert!(links.len() >= 3, "{login} sees {links:?}");
        // Who handles a school's matters is led from its figures to what they count.
        let in_school = login.starts_with("21");
        for page in SCHOOL_TILES {
            assert!(!in_school || links.contains(page), "{login} {page}");
        }
        let place = login.split('.').next().unwrap_or_default();
        let unit = if place == "nation" { "000000" } else { place };
        for by in AUTHORITY_TILES {
            let page = format!("/compare?unit={unit}&by={by}");
            let has_units = landing == "/home" && !in_school;
            assert_eq!(links.contains(&page), has_units, "{login} {page}: {links:?}");
        }
        let handles = [".registrar", ".leader", ".official"].iter().any(|role| login.ends_with(role));
        let above = handles && !login.starts_with("21");
        for page in COMPARES {
            assert_eq!(links.contains(page), above, "{login} {page}");
        }
        for address in links {
            let status = visitor.get(&address).await.status();
            if status.is_client_error() || status.is_server_error() {
                wrong.push(format!("{login} {address}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn links_are_read_from_a_page_each_once() {
    let page = r#"<a href="/desk?kind=a&amp;tab=b">x</a><a href="/home#top">y</a><a href="/home">z</a><link href="/pkg/xueji.css">"#;
    let wanted: BTreeSet<String> = ["/desk?kind=a&tab=b", "/home"].map(str::to_owned).into();
    assert_eq!(links(page), wanted);
}
