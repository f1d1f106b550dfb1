//! The manuals call links and buttons what the pages call them, say of each on which page it stands (`end2end/specs/manual.spec.js` looks there),
//! and have pictures that a slow telephone loads.

use super::{files, read, root};

/// What stands between 「 and 」.
fn named(document: &str) -> Vec<&str> {
    let parts = document.split('「').skip(1);
    parts
        .filter_map(|rest| rest.split_once('」'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_name_in_a_manual_is_one_that_the_pages_write() {
    let pages = [files("app/src/text", ".rs"), files("app/domain/src", ".rs")].concat();
    let words: String = pages.iter().map(|file| read(file)).collect();
    let manuals = files("docs/manual", ".zh.md");
    assert_eq!(manuals.len(), 3, "{manuals:?}");
    let mut unknown = Vec::new();
    for manual in manuals {
        let text = read(&manual);
        let names = named(&text);
        assert!(names.len() >= 10, "{manual} names links and buttons: {names:?}");
        // A name is the whole of a constant, not a part of a sentence.
        unknown.extend(
            names
                .iter()
                .filter(|name| !words.contains(&format!("\"{name}\"")))
                .map(|name| format!("{manual}: {name}")),
        );
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// Whether a line says which page it is about.
fn names_a_page(line: &str) -> bool {
    line.contains("<!-- page: /") && line.contains(" as ")
}

#[test]
fn every_part_of_a_manual_says_on_which_page_its_names_stand() {
    for manual in files("docs/manual", ".zh.md") {
        let text = read(&manual);
        // What stands before the first part says how the manual is read.
        for part in text.split("\n## ").skip(1) {
            let head = part.lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default();
            let whole = head.starts_with("<!-- page: /");
            let untold: Vec<&str> = part
                .lines()
                .filter(|line| !named(line).is_empty() && !whole && !names_a_page(line))
                .collect();
            assert!(untold.is_empty(), "{manual}: no page: {untold:#?}");
        }
    }
}

#[test]
fn every_manual_has_four_to_six_small_pictures_and_none_is_left_over() {
    let mut shown = Vec::new();
    for manual in files("docs/manual", ".zh.md") {
        let text = read(&manual);
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("![")).collect();
        assert!((4..=6).contains(&lines.len()), "{manual}: {} pictures", lines.len());
        for line in lines {
            assert!(names_a_page(line), "{manual}: of which page: {line}");
            let (_, rest) = line.split_once("](").unwrap();
            let path = format!("docs/manual/{}", rest.split(')').next().unwrap());
            let size = std::fs::metadata(root().join(&path)).map(|file| file.len());
            let size = size.unwrap_or_else(|error| panic!("{path}: {error}: make manual"));
            assert!(size <= 60 * 1024, "{path}: {size} bytes");
            shown.push(path);
        }
    }
    shown.sort();
    assert_eq!(files("docs/manual/images", ".jpg"), shown);
}

#[test]
fn names_are_read_as_meant() {
    assert_eq!(named("点「登录」，再点「退出」。「」"), ["登录", "退出"]);
}

#[test]
fn the_chinese_readme_names_the_commands_and_pages_that_are_there() {
    let (chinese, english, routes) = (read("README.zh.md"), read("README.md"), read("app/src/lib.rs"));
    for command in
        ["make serve", "make test", "server bootstrap", "server backup-key", "server restore", "master.key"]
    {
        assert!(chinese.contains(command) && english.contains(command), "{command}");
    }
    for page in ["/guide", "/regulation", "/verify"] {
        assert!(
            chinese.contains(&format!("`{page}`")) && routes.contains(&format!("path!(\"{page}\")")),
            "{page}"
        );
    }
    assert!(english.contains("(README.zh.md)"), "the one leads to the other");
}
