//! Which module of a crate builds on which, read from the sources. The tests of the layers of `store` and `blob` take this file in, too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which module builds on which.
pub(crate) type Edges = BTreeMap<String, BTreeSet<String>>;

/// Every source below a folder, tests left out.
pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && !is_test(name) {
            found.push(path);
        }
    }
    found
}

fn is_test(name: &str) -> bool {
    ["tests.rs", "testing.rs"].contains(&name) || name.ends_with("_tests.rs")
}

/// What a source says outside comments and outside its own tests.
pub(crate) fn code(source: &str) -> String {
    let own = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = own.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths that begin a text: one, or those of a list in braces.
fn paths(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let Some(list) = rest.strip_prefix('{').filter(|_| head.is_empty() || head.ends_with("::")) else {
        return vec![head.to_owned()];
    };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.extend(paths(&list[start..at]).into_iter().map(|path| format!("{head}{path}")));
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// The paths a module names, from the crate on: `crate::a::B` as `a::B`, `super::c` of `a::b` as `a::c`.
fn named(module: &str, source: &str) -> BTreeSet<String> {
    let code = code(source);
    let parent = module.rsplit_once("::").map_or(String::new(), |(parent, _)| format!("{parent}::"));
    let own = |start: &'static str, before: String| {
        code.split(start)
            .skip(1)
            .flat_map(paths)
            .map(move |path| format!("{before}{path}"))
            .collect::<Vec<_>>()
    };
    own("crate::", String::new()).into_iter().chain(own("super::", parent)).collect()
}

/// The module of a path: the longest beginning of it that is one.
fn module_of<'a>(path: &'a str, modules: &BTreeSet<String>) -> Option<&'a str> {
    let mut beginning = path;
    loop {
        if modules.contains(beginning) {
            return Some(beginning);
        }
        beginning = beginning.rsplit_once("::")?.0;
    }
}

/// Which module builds on which. One that has modules of its own builds on them.
pub(crate) fn edges(source: &Path) -> Edges {
    let mut texts = BTreeMap::new();
    for path in sources(source) {
        let inside = path.strip_prefix(source).unwrap().with_extension("");
        let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        let name = parts.join("::");
        let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
        if name != "lib" {
            texts.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    let modules: BTreeSet<String> = texts.keys().cloned().collect();
    let mut edges = Edges::new();
    for (module, text) in &texts {
        let targets = edges.entry(module.clone()).or_default();
        for path in named(module, text) {
            let target = module_of(&path, &modules);
            let target =
                target.unwrap_or_else(|| panic!("{module} names {path} and not the module it is in"));
            targets.insert(target.to_owned());
        }
        let within = format!("{module}::");
        targets.extend(modules.iter().filter(|other| other.starts_with(&within)).cloned());
        targets.remove(module);
    }
    edges
}

/// One way round from a module to itself, if there is one.
pub(crate) fn circle(edges: &Edges) -> Option<Vec<String>> {
    fn walk(
        at: &str,
        edges: &Edges,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|before| before == at) {
            return Some(way[start..].iter().cloned().chain([at.to_owned()]).collect());
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
fn paths_and_circles_are_found_however_they_are_written() {
    let source = "use crate::{a, b::{C, D}};\nuse super::e::f;\n//! see [`crate::g`]\nfn x() { crate::h::i() } // crate::j\n";
    let found: Vec<_> = named("k::l", source).into_iter().collect();
    assert_eq!(found, ["a", "b::C", "b::D", "h::i", "k::e::f"]);
    let modules = BTreeSet::from(["b".to_owned(), "k::e".to_owned()]);
    let of = |path: &'static str| module_of(path, &modules);
    assert_eq!([of("b::C"), of("k::e::f"), of("k::m")], [Some("b"), Some("k::e"), None]);
    let edge = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let round = circle(&Edges::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", &["b", "d"])]));
    assert_eq!(round.unwrap(), ["b", "c", "b"]);
    assert_eq!(circle(&Edges::from([edge("a", &["b", "c"]), edge("b", &["c"])])), None);
}
