//! Read from the source: what people read stands in one place (ADR 37). No page, no part of one and no endpoint has a word of its own, and
//! of the other crates it is known which files hold Chinese, and why it stands there and not with the pages' texts. What guardians are refused
//! has its English.

mod english;
mod literals;
mod rooms;

use literals::{literals, without_tests};
use rooms::{ROOMS, Why};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where Chinese has to say why it is there.
const ELSEWHERE: [&str; 6] = [
    "app/domain/src",
    "app/contract/src",
    "server/registry/src",
    "server/store/src",
    "server/blob/src",
    "server/src",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// The sources below a folder that are not tests, by their path from the root.
fn sources(folder: &str) -> BTreeMap<String, String> {
    fn read(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                read(&path, found);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                let place = path.strip_prefix(root()).unwrap().display().to_string();
                found.insert(place, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    read(&root().join(folder), &mut found);
    let of_tests: BTreeSet<String> =
        found.iter().flat_map(|(place, source)| for_tests(place, source)).collect();
    found.retain(|place, _| !of_tests.contains(place));
    found
}

/// The files that a source has for its tests alone (`#[cfg(test)] mod name;`).
fn for_tests(place: &str, source: &str) -> Vec<String> {
    let folder = ["/mod.rs", "/lib.rs", "/main.rs"].into_iter().find_map(|end| place.strip_suffix(end));
    let folder = folder.unwrap_or(place.trim_end_matches(".rs"));
    let lines: Vec<&str> = source.lines().collect();
    let declared = lines.windows(2).filter(|pair| pair[0].starts_with("#[cfg(test)]"));
    let names = declared.filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'));
    names.map(|name| format!("{folder}/{name}.rs")).collect()
}

/// The texts of a source that hold Chinese.
fn chinese(source: &str) -> Vec<(usize, String)> {
    literals(&without_tests(source)).into_iter().filter(|(_, text)| text.chars().any(is_han)).collect()
}

/// The files that say why they hold Chinese, each with its reason.
fn told() -> Vec<(String, Why)> {
    let files = ROOMS.iter().flat_map(|(why, folder, names)| {
        names.split_whitespace().map(move |name| (format!("{folder}/{name}.rs"), *why))
    });
    files.collect()
}

#[test]
fn no_page_and_no_endpoint_has_words_of_its_own() {
    let files = sources("app/src");
    assert!(files.len() > 300, "the sources are read: {}", files.len());
    let own = files.iter().filter(|(place, _)| !place.starts_with("app/src/text/"));
    let wrong: Vec<String> = own
        .flat_map(|(place, source)| {
            chinese(source).into_iter().map(move |(line, text)| format!("{place}:{line}: {text}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "put these into app/src/text: both languages where guardians or visitors read it, else zh:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn chinese_elsewhere_says_why_it_stands_there() {
    let files: BTreeMap<String, String> = ELSEWHERE.into_iter().flat_map(sources).collect();
    assert!(files.len() > 500, "the sources are read: {}", files.len());
    let told = told();
    let named: BTreeSet<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(named.len(), told.len(), "a file is named once");
    let found: BTreeMap<&str, Vec<(usize, String)>> =
        files.iter().map(|(place, source)| (place.as_str(), chinese(source))).collect();
    let holding: BTreeSet<&str> =
        found.iter().filter(|(_, texts)| !texts.is_empty()).map(|(place, _)| *place).collect();
    let first = |place: &str| found[place].first().map(|(line, text)| format!("{place}:{line}: {text}"));
    let untold: Vec<String> = holding.difference(&named).copied().filter_map(first).collect();
    assert!(
        untold.is_empty(),
        "words that a page shows belong into app/src/text; what may stand here is named in app/tests/words/rooms.rs with its \
         reason:\n{}",
        untold.join("\n")
    );
    let gone: Vec<&str> = named.difference(&holding).copied().collect();
    assert!(
        gone.is_empty(),
        "these hold no Chinese any more; take them off app/tests/words/rooms.rs: {gone:#?}"
    );
}

/// Of the law, of papers, of the journal and so on there are files; a reason that none has says nothing.
#[test]
fn every_reason_is_one_of_some_file_and_stands_in_the_decision() {
    let told = told();
    let decision = fs::read_to_string(root().join("docs/adr/0037-two-languages.md")).unwrap();
    for why in Why::ALL {
        assert!(told.iter().any(|(_, one)| *one == why), "{why:?}");
        assert!(decision.contains(why.heading()), "{}", why.heading());
    }
}
