//! The modules of this crate build on each other in one direction: none of them, by whatever way round, on itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Circles that are still there, each as the one edge that would have to go, with the reason. Empty, and meant to stay so.
const KNOWN: &[(&str, &str, &str)] = &[];

/// A kind of matter that may look at another one, with the reason. Everything else they share lies in `matter`.
const BETWEEN_KINDS: &[(&str, &str, &str)] = &[
    ("case", "certificate", "a completion asks whether what was typed can be the number of a certificate"),
    ("package", "case", "a package rests on a decided case, and carries the open and closed ones"),
];

const KINDS: [&str; 12] = [
    "case",
    "certificate",
    "disclosure",
    "letter",
    "package",
    "paper",
    "problem",
    "registrar",
    "review",
    "school",
    "violation",
    "warning",
];

type Edges = BTreeMap<String, BTreeSet<String>>;

/// Every file below a folder, tests left out.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            files(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" && !name.ends_with("_tests.rs") {
            found.push(path);
        }
    }
}

/// What a source says outside comments and outside its own tests.
fn code(source: &str) -> String {
    let own = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = own.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules a source names after `crate::`, alone or in braces.
fn named(source: &str) -> BTreeSet<String> {
    let code = code(source);
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            text.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
        };
        match after.strip_prefix('{') {
            None => _ = found.insert(word(after)),
            Some(list) => {
                let (mut depth, mut start) = (0, 0);
                for (at, character) in list.char_indices() {
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            found.insert(word(&list[start..at]));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            found.insert(word(&list[start..at]));
                            start = at + 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found.remove("");
    found
}

fn edges() -> Edges {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    let mut edges = Edges::new();
    for path in all {
        let inside = path.strip_prefix(&root).unwrap();
        let module =
            inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let targets = named(&std::fs::read_to_string(&path).unwrap());
        edges.entry(module.to_owned()).or_default().extend(targets.into_iter().filter(|to| to != module));
    }
    edges
}

/// One way round from a module to itself, if there is one.
fn circle(edges: &Edges) -> Option<Vec<String>> {
    fn walk(
        at: &str,
        edges: &Edges,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|before| before == at) {
            let mut round = way[start..].to_vec();
            round.push(at.to_owned());
            return Some(round);
        }
        if !done.insert(at.to_owned()) {
            return None;
        }
        way.push(at.to_owned());
        let found = edges.get(at).into_iter().flatten().find_map(|to| walk(to, edges, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    edges.keys().find_map(|module| walk(module, edges, &mut Vec::new(), &mut done))
}

#[test]
fn no_module_of_the_domain_builds_on_itself() {
    let mut edges = edges();
    assert!(edges.len() > 30 && edges["case"].contains("matter"), "the sources are read: {edges:?}");
    for (from, to, why) in KNOWN {
        let there = edges.get_mut(*from).is_some_and(|targets| targets.remove(*to));
        assert!(there, "{from} no longer builds on {to} ({why}): take it off the list");
    }
    if let Some(round) = circle(&edges) {
        panic!("a circle of modules: {}", round.join(" → "));
    }
}

#[test]
fn kinds_of_matters_build_on_what_they_share_and_not_on_each_other() {
    let edges = edges();
    let mut found = BTreeSet::new();
    for from in KINDS {
        found.extend(
            edges[from].iter().filter(|to| KINDS.contains(&to.as_str())).map(|to| (from, to.as_str())),
        );
    }
    let allowed: BTreeSet<(&str, &str)> = BETWEEN_KINDS.iter().map(|(from, to, _)| (*from, *to)).collect();
    assert_eq!(found, allowed);
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let source =
        "use crate::{a, b::{C, D}, e::f};\n//! see [`crate::g`]\nfn x() { crate::h::i() } // crate::j\n";
    let modules: Vec<_> = named(source).into_iter().collect();
    assert_eq!(modules, ["a", "b", "e", "h"]);
    let edge = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let round = circle(&Edges::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", &["b", "d"])]));
    assert_eq!(round.unwrap(), ["b", "c", "b"]);
    assert_eq!(circle(&Edges::from([edge("a", &["b", "c"]), edge("b", &["c"])])), None);
}
