//! The documents name files that exist.

use super::{files, read, root};
use domain::refusal::Basis;
use std::collections::BTreeSet;

/// `a/{b,c}.rs` means two paths.
fn expanded(text: &str) -> Vec<String> {
    let Some((head, rest)) = text.split_once('{') else { return vec![text.to_owned()] };
    let (middle, tail) = rest.split_once('}').unwrap_or_else(|| panic!("a brace is not closed: {text}"));
    middle.split(',').flat_map(|part| expanded(&format!("{head}{}{tail}", part.trim()))).collect()
}

/// What stands between backticks and looks like a path.
pub(super) fn paths(document: &str) -> BTreeSet<String> {
    let quoted = document.split('`').skip(1).step_by(2);
    quoted
        .filter(|text| text.contains('/') && (!text.contains(' ') || text.contains('{')))
        .flat_map(expanded)
        .collect()
}

#[test]
fn every_path_that_the_tables_name_exists() {
    for document in [
        "ARCHITECTURE.md",
        "docs/articles.md",
        "docs/glossary.md",
        "docs/security/threat-model.md",
        "docs/security/walk-through.md",
        "docs/security/asvs.md",
    ] {
        let named = paths(&read(document));
        assert!(named.len() > 5, "{document} names paths: {named:?}");
        let missing: Vec<&String> = named.iter().filter(|path| !root().join(path).exists()).collect();
        assert!(missing.is_empty(), "{document}: not there: {missing:#?}");
    }
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let documents =
        ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.zh.md"].map(str::to_owned).into_iter();
    let mut broken = Vec::new();
    let mut links = 0;
    for document in documents.chain(files("docs", ".md")) {
        let folder = root().join(&document).parent().unwrap().to_owned();
        let text = read(&document);
        let targets =
            text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in targets.filter(|target| !target.contains("://") && !target.starts_with('#')) {
            links += 1;
            let file = target.split('#').next().unwrap_or_default();
            if !folder.join(file).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(links > 30, "{links} links");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The rows of the article table: number and cells.
fn articles() -> Vec<(u8, Vec<String>)> {
    let document = read("docs/articles.md");
    let rows = document.lines().filter_map(|line| {
        let cells: Vec<String> = line
            .strip_prefix('|')?
            .trim_end_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        Some((cells.first()?.parse().ok()?, cells))
    });
    rows.collect()
}

#[test]
fn the_article_table_has_a_row_for_each_of_the_thirty_articles() {
    let rows: Vec<u8> = articles().into_iter().map(|(number, _)| number).collect();
    assert_eq!(rows, (1..=30).collect::<Vec<u8>>());
}

/// Whether a test file says which article it is about: in a test's name (`article_14_…`, `articles_14_and_15_…`), or 第十四条 in words.
fn names_article(text: &str, number: u8) -> bool {
    let printed = Basis::Article(number).to_string();
    let in_words = printed.split_once('》').is_some_and(|(_, words)| text.contains(words));
    let in_names = text.split("fn article").skip(1).any(|rest| {
        let name = rest.split('(').next().unwrap_or_default().trim_start_matches('s');
        let mut numbers =
            name.split('_').take_while(|part| matches!(*part, "" | "and") || part.parse::<u8>().is_ok());
        numbers.any(|part| part.parse() == Ok(number))
    });
    in_words || in_names
}

#[test]
fn one_test_of_each_article_names_it_and_no_path_stands_twice_in_a_cell() {
    // 1 and 30 say why the regulation exists and since when it holds.
    for (number, cells) in articles().into_iter().filter(|(number, _)| (2..30).contains(number)) {
        assert_eq!(cells.len(), 6, "article {number}");
        for cell in &cells {
            let quoted = cell.split('`').skip(1).step_by(2).flat_map(expanded);
            let mut seen = BTreeSet::new();
            let twice: Vec<String> = quoted.filter(|path| !seen.insert(path.clone())).collect();
            assert!(twice.is_empty(), "article {number}: {twice:?}");
        }
        let tests = paths(&cells[4]);
        assert!(tests.iter().any(|test| names_article(&read(test), number)), "article {number}: {tests:?}");
    }
}

#[test]
fn braces_and_backticks_are_read_as_meant() {
    let found = paths("see `a/b.rs`, `c/{d,e}.rs`, `not a path` and `word`");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a/b.rs", "c/d.rs", "c/e.rs"]);
}
