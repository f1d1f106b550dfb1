//! Following every link, as people do, and keeping a few addresses of each kind.

use super::source::{self, fits};
use crate::support::*;
use futures::{StreamExt, stream};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Addresses of one kind that are opened: more would only be more of the same.
const EACH: usize = 3;

/// What somebody, or several, came to see.
#[derive(Debug, Default, Clone)]
pub(super) struct Seen {
    /// Where links led.
    pub addresses: BTreeSet<String>,
    /// A few of them of each kind: what somebody else is to try.
    pub some: BTreeSet<String>,
    /// Names of children.
    pub names: BTreeSet<String>,
    /// The same by whom.
    pub by_login: BTreeMap<String, Self>,
}

/// People at the same time: enough that no core of the server waits for one of them to read.
pub(super) const TOGETHER: usize = 6;

/// Signs in as each and follows every link from the first page on; several at the same time, as accounts do.
pub(super) async fn crawl(server: &Server, logins: &[&str]) -> Seen {
    let patterns: Vec<String> = source::pages().union(&source::files()).cloned().collect();
    let patterns = &patterns;
    let walks = logins.iter().map(|login| async move { (*login, walk(server, login, patterns).await) });
    let mut walks = stream::iter(walks).buffer_unordered(TOGETHER);
    let mut all = Seen::default();
    while let Some((login, seen)) = walks.next().await {
        all.addresses.extend(seen.addresses.iter().cloned());
        all.some.extend(seen.some.iter().cloned());
        all.names.extend(seen.names.iter().cloned());
        all.by_login.insert(login.to_owned(), seen);
    }
    all
}

async fn walk(server: &Server, login: &str, patterns: &[String]) -> Seen {
    let visitor = Visitor::signed_in(server, login).await;
    let mut seen = Seen::default();
    let mut opened: BTreeMap<&str, usize> = BTreeMap::new();
    let mut waiting = VecDeque::from([
        "/".to_owned(),
        "/desk".to_owned(),
        "/home".to_owned(),
        "/my".to_owned(),
        "/pupils".to_owned(),
    ]);
    while let Some(address) = waiting.pop_front() {
        // A word of its own (`/my/add`) is not one of many (`/my/:id`).
        let fitting = patterns.iter().filter(|pattern| fits(pattern, &address));
        let Some(pattern) = fitting.min_by_key(|pattern| pattern.matches(':').count()) else { continue };
        if !seen.addresses.insert(address.clone()) {
            continue;
        }
        let count = opened.entry(pattern).or_default();
        if *count == EACH {
            continue;
        }
        *count += 1;
        seen.some.insert(address.clone());
        // A feed has no end, and a file no links.
        if address.starts_with("/feed") || address.starts_with("/files/") {
            continue;
        }
        let answer = visitor.get(&address).await;
        if !answer.status().is_success() {
            seen.addresses.remove(&address);
            seen.some.remove(&address);
            continue;
        }
        let text = answer.text().await.unwrap();
        if pattern == "/pupils/:id" || pattern == "/my/:id" {
            seen.names.extend(heading(&text));
        }
        for attribute in ["href=\"/", "src=\"/"] {
            for link in text.split(attribute).skip(1) {
                let link = link.split('"').next().unwrap_or_default().replace("&amp;", "&");
                waiting.push_back(format!("/{link}"));
            }
        }
    }
    seen
}

/// The words of the first heading: on a child's page, the child's name.
fn heading(text: &str) -> Option<String> {
    let rest = text.split_once("<h1")?.1.split_once('>')?.1;
    let inside = rest.split_once("</h1>")?.0;
    let mut words = String::new();
    let mut tag = false;
    for c in inside.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => words.push(c),
            _ => {}
        }
    }
    let name: String = words.split_whitespace().next()?.chars().filter(|c| !c.is_ascii()).collect();
    (name.chars().count() >= 2 && name.chars().count() <= 6).then_some(name)
}
