//! Every page, file and server function × everybody who has no business with a record (第二十五条): nothing is told, nothing is
//! changed, nothing breaks. The doors come from the source and their examples from what insiders see when they follow every link,
//! so a new one is tried without being written down here; one for which there is no example fails until there is.

mod crawl;
mod open;
pub(crate) mod source;

use crate::support::*;
use crawl::{Seen, TOGETHER, crawl};
use futures::{StreamExt, stream};
use open::{FOR_ALL, PUBLIC};
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use source::Function;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Who works with the records of two schools and their county, with the schools of another county, and a family.
const INSIDERS: [&str; 8] = [
    "2132000101.registrar",
    "2132000101.leader",
    "2132000201.registrar",
    "320102.registrar",
    "320102.leader",
    "510703.registrar",
    "510703.leader",
    "13900000001",
];

/// Who must not touch them: other schools, counties and provinces, another family, and those of the same county whose office is
/// another. What the second list may call by their office is left out for them.
const OUTSIDERS: [(&str, &[&str]); 12] = [
    ("2132000104.registrar", &[]),
    ("2132000104.leader", &[]),
    ("3151000202.registrar", &[]),
    ("510104.registrar", &[]),
    ("510104.leader", &[]),
    ("510000.registrar", &["start_check"]),
    ("13900000002", &[]),
    ("320100.official", &[]),
    ("320102.official", &[]),
    ("320102.audit_admin", &["make_audit_report"]),
    ("320102.security_admin", &["secure_account", "confirm_account", "refuse_account"]),
    ("320102.system_admin", &["create_account", "file_training", "confirm_account", "refuse_account"]),
];

/// Records of the callers themselves: sessions, what was typed, tried and looked at; and the server's own look at its clock now and then.
const OWN_TABLES: [&str; 12] = [
    "session",
    "draft",
    "table_choice",
    "attempt",
    "account_log",
    "login",
    "last_sign_in",
    "access_look",
    "access_head",
    "access_day",
    "access_alarm",
    "clock_look",
];

#[tokio::test(flavor = "multi_thread")]
async fn article_25_no_door_opens_to_an_outsider() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let outsiders = OUTSIDERS.map(|(login, _)| login);
    let (inside, outside) = tokio::join!(crawl(&server, &INSIDERS), crawl(&server, &outsiders));
    let examples = examples(&inside);
    let patterns: BTreeSet<String> = source::pages().union(&source::files()).cloned().collect();
    assert!(patterns.len() > 60, "the source is read: {}", patterns.len());
    let guessed = patterns.iter().map(|pattern| guess(pattern, &examples));
    let addresses: BTreeSet<String> = inside.some.iter().cloned().chain(guessed).collect();
    settled(&server, dir.path()).await;
    server.kill();

    let before = digest(dir.path());
    assert!(before["job"].starts_with("0 "), "nothing is under way: {}", before["job"]);
    let server = Server::start(dir.path());
    let functions = source::functions();
    assert!(functions.len() > 100, "the source is read: {}", functions.len());
    let what = Tried { server: &server, addresses, functions, examples, names: &inside.names };
    let outsiders = OUTSIDERS.map(|(login, office)| what.outsider(login, office, &outside.by_login[login]));
    let outsiders = stream::iter(outsiders).buffer_unordered(TOGETHER).collect::<Vec<_>>();
    let (outsiders, nobody) = tokio::join!(outsiders, what.nobody());
    let mut wrong: Vec<String> = outsiders.into_iter().flatten().chain(nobody).collect();
    server.kill();
    let after = digest(dir.path());
    let changed = before.iter().filter(|(table, was)| after.get(*table) != Some(*was));
    wrong.extend(changed.map(|(table, was)| format!("changed {table}: {was} → {:?}", after.get(table))));
    let log = std::fs::read_to_string(dir.path().join("log")).unwrap();
    wrong.extend(
        inside.names.iter().filter(|name| log.contains(name.as_str())).map(|name| format!("logged {name}")),
    );
    let long = |word: &&str| word.len() >= 11 && word.bytes().all(|byte| byte.is_ascii_digit());
    wrong.extend(
        log.split(|c: char| !c.is_ascii_alphanumeric()).filter(long).map(|number| format!("logged {number}")),
    );
    assert!(log.contains("what is due by itself is done"), "the log was read: {}", log.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Within this time what the server does by itself is done, on a machine that has other work.
const REST: Duration = Duration::from_secs(600);

/// Waits until what the server does by itself after its start is done, so that it is not taken for a change by an outsider.
async fn settled(server: &Server, data: &std::path::Path) {
    let log = || std::fs::read_to_string(data.join("log")).unwrap();
    let from = log().len();
    let visitor = Visitor::new(server);
    let start = std::time::Instant::now();
    while start.elapsed() < REST {
        let log = log();
        // At rest after the round, which leaves messages: not before it.
        let round = log.rfind("what is due by itself is done");
        if round.is_some_and(|round| log[round.max(from)..].contains("nothing left to do")) {
            return;
        }
        // The service's own answer sets the pace: that it lives, not that it is ready, for it has much to do now and the machine may too.
        assert_eq!(visitor.get("/healthz").await.status(), StatusCode::OK);
    }
    panic!("never at rest: {}", log());
}

/// What is tried, whoever tries it.
struct Tried<'a> {
    server: &'a Server,
    addresses: BTreeSet<String>,
    functions: Vec<Function>,
    examples: BTreeMap<&'static str, String>,
    /// Names of children that insiders saw.
    names: &'a BTreeSet<String>,
}

impl Tried<'_> {
    /// Somebody who is signed in and has no business here, but for the functions of the own office. Gives what was wrong.
    async fn outsider(&self, login: &str, office: &[&str], own: &Seen) -> Vec<String> {
        let mut wrong = Vec::new();
        let visitor = Visitor::signed_in(self.server, login).await;
        let secrets = self.names.difference(&own.names).collect::<Vec<_>>();
        assert!(!secrets.is_empty(), "{login} has everything");
        // Whoever may open the feed hears that something changed, and nothing else; it never ends.
        for address in self.addresses.difference(&own.addresses).filter(|address| *address != "/feed") {
            let answer = visitor.get(address).await;
            let (status, text) = (answer.status(), answer.text().await.unwrap());
            if status == StatusCode::INTERNAL_SERVER_ERROR {
                wrong.push(format!("{login} {address}: {status}"));
            }
            wrong.extend(told(login, address, &text, &secrets));
        }
        for function in self.functions.iter().filter(|function| !is_open(function, office)) {
            let (status, text) = call(&visitor, function, &self.examples).await;
            if text.contains("{\"broken\"") {
                wrong.push(format!("{login} {}: {status} {text}", function.path));
            }
            wrong.extend(told(login, &function.path, &text, &secrets));
        }
        wrong
    }

    /// Without signing in every door but the public ones leads to the sign-in.
    async fn nobody(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let visitor = Visitor::new(self.server);
        for address in &self.addresses {
            let path = address.split(['?', '#']).next().unwrap();
            let open_below = ["/guide/", "/guardian/sign-up/"];
            if PUBLIC.contains(&path) || open_below.iter().any(|below| path.starts_with(below)) {
                continue;
            }
            let answer = visitor.get(address).await;
            let (status, to) = (answer.status(), location(&answer));
            let turned_away = to.starts_with("/sign-in") || !status.is_success() && !status.is_server_error();
            if !turned_away {
                wrong.push(format!("nobody {address}: {status}"));
            }
        }
        for function in self.functions.iter().filter(|function| !is_open(function, &[])) {
            let (status, text) = call(&visitor, function, &self.examples).await;
            // Some read what they are asked for before they ask who asks, and find nothing by what was made up.
            let turned_away =
                text.contains("signed_out") || text.starts_with("/sign-in") || text == "\"not_found\"";
            if !turned_away {
                wrong.push(format!("nobody {}: {status} {text}", function.path));
            }
        }
        wrong
    }
}

fn is_open(function: &Function, office: &[&str]) -> bool {
    let name = function.path.trim_start_matches("/api/");
    FOR_ALL.contains(&name) || office.contains(&name)
}

fn told(login: &str, door: &str, text: &str, secrets: &[&String]) -> Option<String> {
    let name = secrets.iter().find(|name| text.contains(name.as_str()))?;
    Some(format!("{login} {door} tells {name}"))
}

/// Calls a function with real ids where it wants ids. Gives the status, and the answer or where a form would lead.
async fn call(
    visitor: &Visitor,
    function: &Function,
    examples: &BTreeMap<&str, String>,
) -> (StatusCode, String) {
    let value = |name: &str| examples.get(name).cloned().unwrap_or_else(|| typed(name).to_owned());
    let answer = if function.multipart {
        let mut form = Form::new().part("file", Part::bytes(b"%PDF-1.4".to_vec()).file_name("a.pdf"));
        for name in
            examples.keys().copied().chain(["kind", "words", "reason", "on", "year", "item", "entry_date"])
        {
            form = form.text(name.to_owned(), value(name));
        }
        visitor.call_form(&function.path, form).await
    } else {
        let mut fields: Vec<(String, String)> = Vec::new();
        for (name, kind) in &function.takes {
            match kind.as_str() {
                "String" | "Option<String>" => fields.push((name.clone(), value(name))),
                "bool" => fields.push((name.clone(), "true".into())),
                "u32" | "usize" | "u64" | "i64" | "i32" => fields.push((name.clone(), "0".into())),
                "Vec<String>" => {
                    // `cases` is several of what `case` is one.
                    fields.push((format!("{name}[]"), value(name.strip_suffix('s').unwrap_or(name))));
                }
                kind if kind.starts_with("BTreeMap<String, BTreeMap") => {
                    fields.push((format!("{name}[name][score]"), "1".into()));
                }
                kind if kind.starts_with("BTreeMap<String, Vec") => {
                    fields.push((format!("{name}[name][]"), "1".into()));
                }
                kind if kind.starts_with("BTreeMap") => {
                    fields.push((format!("{name}[name]"), value("person")));
                }
                // What a page chooses from; left out, the function takes its default.
                "SheetChoice" => {}
                "DeskAsk" => fields.push((format!("{name}[open]"), format!("/cases/{}", value("case")))),
                "WarningQuery" | "CompareQuery" => fields.push((format!("{name}[unit]"), value("unit"))),
                "AccessQuery" => {
                    let parts = ["unit", "from", "to", "kind", "login", "after"];
                    let values = parts.map(|part| if part == "unit" { value(part) } else { String::new() });
                    fields.extend(
                        parts.iter().zip(values).map(|(part, value)| (format!("{name}[{part}]"), value)),
                    );
                }
                other => panic!("{}: how is a {other} filled in?", function.path),
            }
        }
        visitor.call(&function.path, &fields).await
    };
    let (status, to) = (answer.status(), location(&answer));
    let text = answer.text().await.unwrap();
    (status, if to.is_empty() { text } else { to })
}

/// What somebody who tries would write.
fn typed(name: &str) -> &'static str {
    match name {
        "after" | "own" => "",
        "verdict" => "agree",
        "decision" => "approve",
        "act" => "confirm",
        "which" => "below",
        "kind" => "suspension",
        "item" => "name",
        "question" => "on",
        "on" | "since" | "entry_date" | "valid_from" => "2026-09-01",
        "role" => "registrar",
        "what" => "unlock",
        "days" | "pieces" => "10",
        "declared" => "on",
        "step" => "undo",
        "term" => "2026-1",
        "year" => "2026",
        _ => "测试",
    }
}

/// What functions and addresses call the things of which lists of the application lead to one: name, and where it lies.
const THINGS: [(&str, &str); 20] = [
    ("person", "/pupils/"),
    ("child", "/my/"),
    ("case", "/cases/"),
    ("letter", "/letters/"),
    ("problem", "/problems/"),
    ("change", "/schools/changes/"),
    ("import", "/imports/"),
    ("copy", "/copies/"),
    ("violation", "/violations/"),
    ("account", "/accounts/"),
    ("proof", "/files/cases/"),
    ("print", "/prints/"),
    ("certificate", "/certificates/"),
    ("review", "/reviews/"),
    ("package", "/packages/"),
    ("disclosure", "/disclosures/"),
    ("registrar", "/registrars/"),
    ("hand_over", "/registrars/hand-over/"),
    ("complaint", "/complaints/"),
    ("batch", "/take-over/"),
];

/// Things the demo always has, so that what is tried with them is tried with real ones.
const ALWAYS: [&str; 6] = ["person", "child", "case", "letter", "problem", "change"];

/// One real thing for each name under which functions ask for one, taken from where the insiders saw it. Where the demo has
/// none, somebody tries with the id of something else.
fn examples(inside: &Seen) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::from([
        ("unit", "2132000101".to_owned()),
        ("school", "2132000101".to_owned()),
        ("authority", "320102".to_owned()),
        ("subject", "2132000101".to_owned()),
    ]);
    for (name, prefix) in THINGS {
        let mut ids = inside.addresses.iter().filter_map(|address| {
            let id = address.strip_prefix(prefix)?.split(['/', '?', '#']).next()?;
            // Ids are time-ordered UUIDs; words are pages of their own.
            id.starts_with('0').then(|| id.to_owned())
        });
        let id = ids.next_back();
        assert!(id.is_some() || !ALWAYS.contains(&name), "the insiders see nothing below {prefix}");
        let id = id.unwrap_or_else(|| found["case"].clone());
        found.insert(name, id);
    }
    found
}

/// An address of this pattern, of things that are there.
fn guess(pattern: &str, examples: &BTreeMap<&str, String>) -> String {
    let mut address = String::new();
    for piece in pattern.split('/').skip(1) {
        let real = match piece.strip_prefix(':').map(|name| name.split_once('.').unwrap_or((name, ""))) {
            None => piece.to_owned(),
            Some(("id", ending)) => {
                let place = format!("{address}/");
                let name =
                    THINGS.iter().find(|(_, prefix)| *prefix == place).map_or("case", |(name, _)| name);
                format!("{}{}{ending}", examples[name], if ending.is_empty() { "" } else { "." })
            }
            Some(("file", _)) => examples["proof"].clone(),
            Some((name, _)) => examples.get(name).cloned().unwrap_or_else(|| typed(name).to_owned()),
        };
        address.push('/');
        address.push_str(&real);
    }
    address
}

/// Number of records and fingerprint, by table; without those that are the callers' own.
fn digest(data: &std::path::Path) -> BTreeMap<String, String> {
    let said = run(data, &["digest"]);
    let lines = said.lines().filter_map(|line| line.split_once(char::is_whitespace));
    let all: BTreeMap<String, String> =
        lines.map(|(table, rest)| (table.to_owned(), rest.trim().to_owned())).collect();
    assert!(all.contains_key("person") && all.contains_key("journal"), "{said}");
    all.into_iter().filter(|(table, _)| !OWN_TABLES.contains(&table.as_str())).collect()
}
