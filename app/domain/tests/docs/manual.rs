//! The manuals call links and buttons what the pages call them.

use super::{files, read};

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
