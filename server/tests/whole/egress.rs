//! Without an approval no way of taking data out exists (第二十五条): every way out of the table is tried as every role, on things that are there and
//! belong to somebody else, with a request that is not approved; then once it is.

#[path = "../../src/egress.rs"]
mod table;

use crate::support::*;
use reqwest::{Response, StatusCode};
use table::{Class, EgressPoint};

/// One of each role, none of them of the school 2132000101.
const STRANGERS: [&str; 9] = [
    "2132000104.registrar",
    "2132000104.leader",
    "320104.registrar",
    "320104.leader",
    "320104.official",
    "510000.system_admin",
    "510000.security_admin",
    "510000.audit_admin",
    "13900000002",
];

const TABLES: [&str; 4] = ["spreadsheet", "ms-excel", "text/csv", "application/zip"];

fn is_table(answer: &Response) -> bool {
    let kind = header(answer, "content-type");
    TABLES.iter().any(|table| kind.contains(table))
}

/// The first address in a page that begins so.
fn address(page: &str, begins: &str) -> Option<String> {
    let at = page.find(&format!("\"{begins}"))? + 1;
    page[at..].split('"').next().map(str::to_owned)
}

fn last(address: &str) -> String {
    address.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What the addresses are filled with: things of the school 2132000101.
struct Known {
    pupil: String,
    case: String,
    import: String,
    waiting: String,
    approved: String,
}

impl Known {
    async fn look(server: &Server) -> Self {
        let nothing = || "01900000-0000-7000-8000-000000000000".to_owned();
        let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
        let pupils = registrar.get("/pupils").await.text().await.unwrap();
        let imports = registrar.get("/imports").await.text().await.unwrap();
        let asked = registrar.get("/disclosures?box=asked").await.text().await.unwrap();
        let leader = Visitor::signed_in(server, "2132000101.leader").await;
        let cases = leader.get("/cases").await.text().await.unwrap();
        let of_state = |state: &str| {
            let row = asked.split("<tr").find(|row| row.contains(state)).expect("in the demo");
            last(&address(row, "/disclosures/0").expect("a link"))
        };
        Self {
            pupil: last(&address(&pupils, "/pupils/0").expect("a pupil")),
            case: address(&cases, "/cases/0").map_or_else(nothing, |case| last(&case)),
            import: address(&imports, "/imports/0").map_or_else(nothing, |import| last(&import)),
            waiting: of_state("待审查"),
            approved: of_state("已批准"),
        }
    }

    fn fill(&self, point: EgressPoint, disclosure: &str) -> String {
        let nothing = "01900000-0000-7000-8000-000000000000";
        let path = point.path();
        let id = if path.contains("/imports/") { &self.import } else { disclosure };
        path.replace("{*name}", "pupils")
            .replace("{person}", &self.pupil)
            .replace("{child}", &self.pupil)
            .replace("{case}", &self.case)
            .replace("{id}", id)
            .replace("{problem}", nothing)
            .replace("{violation}", nothing)
            .replace("{proof}", nothing)
            .replace("{file}", nothing)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_no_door_lets_data_out_without_an_approval() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let known = Known::look(&server).await;

    let nobody = Visitor::new(&server);
    for point in EgressPoint::ALL {
        let answer = nobody.get(&known.fill(*point, &known.approved)).await;
        assert!(!is_table(&answer), "{point:?} for who is not signed in");
        use Class::{Disclosure, EntryBack, OneChild, OwnData, OwnPrint, Papers};
        if matches!(point.class(), OneChild | OwnPrint(_) | OwnData | EntryBack(_) | Papers | Disclosure) {
            assert_eq!(location(&answer), "/sign-in", "{point:?}");
        }
    }
    for login in STRANGERS {
        let visitor = Visitor::signed_in(&server, login).await;
        for point in EgressPoint::ALL {
            // What follows changes never ends by itself.
            if *point == EgressPoint::Feed {
                continue;
            }
            let answer = visitor.get(&known.fill(*point, &known.approved)).await;
            let (status, table) = (answer.status(), is_table(&answer));
            match point.class() {
                Class::NoPupil => {}
                Class::Pages => assert!(!table, "{point:?} for {login}"),
                Class::Disclosure => assert_eq!(status, StatusCode::NOT_FOUND, "{point:?} for {login}"),
                Class::OneChild | Class::OwnData | Class::Papers => {
                    assert!(status.is_client_error(), "{point:?} for {login}: {status}")
                }
                Class::OwnPrint(why) => {
                    assert!(why.len() > 40, "{point:?} says why");
                    assert!(status.is_client_error(), "{point:?} for {login}: {status}");
                }
                Class::EntryBack(why) => {
                    assert!(why.len() > 40, "{point:?} says why");
                    assert!(status.is_client_error() && !table, "{point:?} for {login}: {status}");
                }
            }
        }
    }

    // The school's own people: what is not approved stays, also for who asked; what is approved leaves as often as was said.
    let asker = Visitor::signed_in(&server, "2132000101.registrar").await;
    let fetch =
        async |visitor: &Visitor, id: &str| visitor.get(&known.fill(EgressPoint::Disclosure, id)).await;
    assert_eq!(fetch(&asker, &known.waiting).await.status(), StatusCode::FORBIDDEN, "waiting");
    for login in
        ["2132000101.leader", "320102.registrar", "320102.leader", "320102.audit_admin", "320100.official"]
    {
        let visitor = Visitor::signed_in(&server, login).await;
        let answer = fetch(&visitor, &known.approved).await;
        assert!(answer.status().is_client_error() && !is_table(&answer), "{login}");
    }
    for time in 1..=2 {
        let answer = fetch(&asker, &known.approved).await;
        assert_eq!(answer.status(), StatusCode::OK, "download {time}");
        assert!(is_table(&answer) && header(&answer, "cache-control").contains("no-store"));
    }
    assert_eq!(fetch(&asker, &known.approved).await.status(), StatusCode::FORBIDDEN, "the count is used up");
    drop(server);
    assert!(run(dir.path(), &["verify"]).contains("全部完整"), "chains and days hold");
}

/// A route made anywhere else would have no class.
#[test]
fn article_25_routes_are_made_from_the_table_only() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let makes = [".route(", ".route_service(", ".nest(", ".nest_service(", ".merge("];
        for line in text.lines().filter(|line| makes.iter().any(|call| line.contains(call))) {
            // The table, whether the server lives, the pages' own files (the program, the mark, robots.txt, what is shown without a
            // connection), and the server functions that take files, and so have a limit of their own.
            let known = [
                "router.route(point.path(), ",
                ".route(\"/healthz\", ",
                ".route(\"/readyz\", ",
                ".route(\"/health\", ",
                ".nest(\"/pkg\", ",
                ".merge(files_beside(",
                ".merge(offline::routes(",
                ".route(\"/offline\", ",
                ".route(\"/sw.js\", ",
                ".merge(with_file)",
                "router.route_service(&format!(\"/{name}\"), ServeFile",
                "router.route_service(&format!(\"/api/{name}\"), within(FILE_LIMIT)",
            ];
            let known = known.iter().any(|call| line.contains(call));
            assert!(known, "{}: give it a line in egress.rs instead: {line}", path.display());
        }
    }
}

/// What the system sends by itself is in the table, with the setting that turns it on and why nothing of a pupil is in it.
#[test]
fn article_25_what_leaves_the_house_by_itself_says_why_it_holds_nothing_of_a_pupil() {
    let settings = include_str!("../../src/messages.rs");
    for sent in table::SENT {
        let field = sent.setting.trim_start_matches("--").replace('-', "_");
        assert!(settings.contains(&format!("    {field}: String")), "{}: no such setting", sent.setting);
        assert!(sent.holds.contains("stands in the system alone"), "{} says why", sent.way);
    }
}
