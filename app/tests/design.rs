//! Read from the source: every component of the interface stands on `/design`, where its colours, sizes and pictures are looked at, or it is
//! said here why it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Components that are not drawn on `/design`, with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("ActionForm", "sends to a server function; nothing on that page is read"),
    ("FileForm", "sends to a server function; its bar and its words are Progress and Notice"),
    ("DraftState", "keeps what is typed in the form around it; its states are drawn by themselves"),
    ("Header", "a page has one: it stands around every page, that one too"),
    ("Main", "a page has one: it stands around every page, that one too"),
    ("Footer", "a page has one: it stands around every page, that one too"),
    ("SkipLink", "a page has one: it stands around every page, that one too"),
    ("AppearanceSwitch", "stands in the header of every page, that one too"),
    ("Palette", "stands in the frame of every page of the staff; its lists are drawn by themselves"),
    ("Panel", "bears a page's only first heading; it is drawn without one"),
    ("DocumentTitle", "stands in the tab"),
    ("LiveRegion", "is heard and not seen"),
];

fn sources(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    while let Some(path) = folders.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.insert(path.display().to_string(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The names of the public components of a text.
fn components(text: &str) -> BTreeSet<String> {
    let parts = text.split("#[component]\npub fn ").skip(1);
    parts.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect()).collect()
}

/// Whether a text draws a component.
fn draws(text: &str, component: &str) -> bool {
    let tag = format!("<{component}");
    text.match_indices(&tag)
        .any(|(at, _)| !text[at + tag.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn every_component_stands_on_the_page_of_the_design_or_has_a_reason() {
    let all: BTreeSet<String> = sources("ui").values().flat_map(|text| components(text)).collect();
    assert!(all.len() > 50, "the components are read: {}", all.len());
    let shown: String = sources("pages/design").into_values().collect();
    let reasons: BTreeMap<&str, &str> = ELSEWHERE.iter().copied().collect();
    assert_eq!(reasons.len(), ELSEWHERE.len());
    assert!(reasons.values().all(|reason| !reason.is_empty()));
    let missing: Vec<&String> =
        all.iter().filter(|name| !draws(&shown, name) && !reasons.contains_key(name.as_str())).collect();
    assert!(missing.is_empty(), "draw them in app/src/pages/design in every state: {missing:?}");
    let idle: Vec<&&str> =
        reasons.keys().filter(|name| !all.contains(**name) || draws(&shown, name)).collect();
    assert!(idle.is_empty(), "no such component any more, or it is drawn: {idle:?}");
}

#[test]
fn components_are_found_by_what_stands_above_them() {
    let text = "#[component]\npub fn One(\n) {}\n#[component]\nfn Own() {}\npub fn plain() {}\n#[component]\npub fn Two<E>(";
    let wanted: BTreeSet<String> = ["One", "Two"].map(str::to_owned).into();
    assert_eq!(components(text), wanted);
    assert!(draws("view! { <Row/> }", "Row") && !draws("<RowHeader>", "Row") && draws("<Row>", "Row"));
}
