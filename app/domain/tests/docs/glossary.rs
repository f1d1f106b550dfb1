//! `docs/glossary.md` names every term with Chinese labels, where it is declared, and by its article.

use super::{files, read, root};
use domain::case::CaseKind;
use domain::letter::LetterKind;
use domain::violation::ViolationKind;

/// A kind with more values than this is named with its file only.
const LISTED: usize = 12;

struct Row {
    term: String,
    identifier: String,
    articles: String,
    file: String,
    what: String,
}

fn rows() -> Vec<Row> {
    let document = read("docs/glossary.md");
    let cells = document.lines().filter(|line| line.starts_with("| ")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 5, "five cells: {line}");
        let bare = |cell: &str| cell.trim_matches('`').to_owned();
        Row {
            term: cells[0].to_owned(),
            identifier: bare(cells[1]),
            articles: cells[2].to_owned(),
            file: bare(cells[3]),
            what: cells[4].to_owned(),
        }
    });
    cells.filter(|row| row.identifier != "Identifier").collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// Whether `word` follows `before` somewhere and ends there.
fn has_word(source: &str, before: &str, word: &str) -> bool {
    let wanted = format!("{before}{word}");
    source.match_indices(&wanted).any(|(at, _)| {
        let (left, right) = (source[..at].chars().next_back(), source[at + wanted.len()..].chars().next());
        let part = |character: Option<char>| character.is_some_and(|one| one.is_alphanumeric() || one == '_');
        !part(left) && !part(right)
    })
}

/// Whether a file declares a name: an item, a table of the store, or a line of one of the list macros. `Type::name` is a variant or
/// method in a file that declares or implements the type.
pub(super) fn declares(source: &str, identifier: &str) -> bool {
    if let Some((of, name)) = identifier.split_once("::") {
        let there = declares(source, of) || has_word(source, "impl ", of) || has_word(source, " for ", of);
        return there && has_word(source, "", name);
    }
    let items = ["enum ", "struct ", "trait ", "fn ", "type ", "const ", "mod "];
    items.iter().any(|item| has_word(source, item, identifier))
        || source.contains(&format!("TABLE IF NOT EXISTS `{identifier}`"))
        || source.contains(&format!("    {identifier};\n"))
        || list_heads(source).any(|head| head == identifier)
}

/// The names that stand first in the braces of a macro: the enums of the list macros.
fn list_heads(source: &str) -> impl Iterator<Item = &str> {
    source.split("! {\n").skip(1).filter_map(|body| {
        let mut lines = body.lines().map(str::trim);
        lines.find(|line| !line.starts_with("//") && !line.starts_with('#'))?.strip_suffix(" {")
    })
}

/// The source without the tests at a file's end.
fn source_of(file: &str) -> String {
    let source = read(file);
    source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

fn domain_files() -> Vec<String> {
    let all = files("app/domain/src", ".rs").into_iter();
    all.filter(|file| !file.contains("tests")).collect()
}

/// The text from an opening brace to the one that closes it.
fn braced(text: &str) -> &str {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return &text[..=at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    text
}

/// The Chinese texts in quotes.
fn texts(block: &str) -> Vec<String> {
    let code =
        block.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split('"').skip(1).step_by(2).filter(|text| is_chinese(text)).map(str::to_owned).collect()
}

fn name_at(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The enums of a file that have Chinese labels of their own, each with what its `label()` can say.
fn labelled(source: &str, list_macros: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("\nimpl ") {
        let rest = &source[at + 6..];
        let name = name_at(rest);
        let body = braced(rest);
        let label = body.find("fn label(").map(|start| braced(&body[start..]));
        if let Some(label) = label.filter(|_| has_word(source, "pub enum ", name)) {
            found.push((name.to_owned(), texts(label)));
        }
    }
    for (at, _) in source.match_indices("! {\n") {
        let before = &source[..at];
        let called = before.rsplit(|character: char| !character.is_alphanumeric() && character != '_').next();
        if !list_macros.iter().any(|one| Some(one.as_str()) == called) {
            continue;
        }
        let body = braced(&source[at + 2..]);
        let code = body.lines().skip(1).map(str::trim);
        let head = code.into_iter().find(|line| !line.starts_with("//") && !line.starts_with('#'));
        if let Some(name) = head.and_then(|line| line.strip_suffix(" {")) {
            found.push((name.to_owned(), texts(body)));
        }
    }
    found
}

/// The macros of the domain that make an enum with labels: those that take the enum's name, and the enums of those that bear it.
fn macros() -> (Vec<String>, Vec<(String, String)>) {
    let (mut takes, mut bears) = (Vec::new(), Vec::new());
    for file in domain_files() {
        let source = source_of(&file);
        for (at, _) in source.match_indices("macro_rules! ") {
            let rest = &source[at + 13..];
            let body = braced(rest);
            if !body.contains("fn label(") {
                continue;
            }
            match body.split_once("pub enum ").map(|(_, after)| after) {
                Some(after) if after.starts_with('$') => takes.push(name_at(rest).to_owned()),
                Some(after) => bears.push((file.clone(), name_at(after).to_owned())),
                None => {}
            }
        }
    }
    (takes, bears)
}

#[test]
fn every_identifier_of_the_glossary_is_declared_in_the_file_beside_it() {
    let mut wrong = Vec::new();
    let all = [files("app", ".rs"), files("server", ".rs"), files("server", ".surql")].concat();
    let all = all.into_iter().filter(|file| !file.contains("tests"));
    let sources: Vec<(String, String)> = all.map(|file| (file.clone(), read(&file))).collect();
    for row in rows() {
        if root().join(&row.file).is_file() && declares(&read(&row.file), &row.identifier) {
            continue;
        }
        let now = sources.iter().filter(|(_, source)| declares(source, &row.identifier));
        let now: Vec<&String> = now.map(|(file, _)| file).collect();
        wrong.push(format!("{} is not declared in {}; it is in {now:?}", row.identifier, row.file));
    }
    assert!(wrong.is_empty(), "docs/glossary.md: {wrong:#?}");
}

#[test]
fn every_chinese_term_of_the_glossary_stands_in_the_source() {
    let sources = [files("app", ".rs"), files("server", ".rs"), files("server", ".surql")];
    let text: String = sources.concat().iter().map(|file| read(file)).collect();
    let rows = rows();
    let terms = rows.iter().map(|row| row.term.as_str()).filter(|term| is_chinese(term));
    let unknown: Vec<&str> = terms.filter(|term| !text.contains(term)).collect();
    assert!(unknown.is_empty(), "docs/glossary.md: no page, no comment and no refusal says {unknown:?}");
}

#[test]
fn every_article_of_the_glossary_is_one_of_thirty() {
    for row in rows() {
        let articles = row.articles.split([',', '–']).map(str::trim).filter(|part| !part.is_empty());
        for article in articles {
            let number: u8 =
                article.parse().unwrap_or_else(|_| panic!("{}: article {article}", row.identifier));
            assert!((1..=30).contains(&number), "{}: article {number}", row.identifier);
        }
    }
}

#[test]
fn every_enum_of_the_domain_with_chinese_labels_is_in_the_glossary_with_its_values() {
    let rows = rows();
    let (list_macros, borne) = macros();
    assert!(list_macros.len() >= 2 && borne.len() >= 4, "{list_macros:?} {borne:?}");
    let mut wanted: Vec<(String, String, Vec<String>)> =
        borne.into_iter().map(|(file, name)| (file, name, Vec::new())).collect();
    for file in domain_files() {
        for (name, values) in labelled(&source_of(&file), &list_macros) {
            wanted.push((file.clone(), name, values));
        }
    }
    assert!(wanted.len() > 80, "{} enums with labels", wanted.len());
    let mut wrong = Vec::new();
    for (file, name, values) in wanted {
        // Every value of a kind of case has a row of its own instead.
        let here = || rows.iter().filter(|row| row.file == file);
        let value = format!("{name}::");
        let own = here().find(|row| row.identifier == name);
        let Some(row) = own.or_else(|| here().find(|row| row.identifier.starts_with(&value))) else {
            wrong.push(format!("{name} of {file} has no row; its values are {}", values.join("、")));
            continue;
        };
        if values.len() <= LISTED {
            wrong.extend(
                values
                    .iter()
                    .filter(|value| !row.what.contains(value.as_str()))
                    .map(|value| format!("the row of {name} ({file}) leaves out {value}")),
            );
        }
    }
    assert!(wrong.is_empty(), "docs/glossary.md: {wrong:#?}");
}

#[test]
fn the_kinds_have_the_titles_and_articles_of_the_code() {
    let rows = rows();
    let row = |identifier: String| {
        let found = rows.iter().find(|row| row.identifier == identifier);
        found.unwrap_or_else(|| panic!("docs/glossary.md has no row {identifier}"))
    };
    for kind in CaseKind::ALL {
        let row = row(format!("CaseKind::{kind:?}"));
        assert_eq!((row.term.as_str(), row.articles.as_str()), (kind.label(), &*kind.article().to_string()));
    }
    for kind in LetterKind::ALL {
        let row = row(format!("LetterKind::{kind:?}"));
        assert_eq!((row.term.as_str(), row.articles.as_str()), (kind.label(), &*kind.article().to_string()));
    }
    let violations = row("ViolationKind".into());
    for kind in ViolationKind::ALL {
        assert!(
            violations.articles.split(", ").any(|article| article == kind.article().to_string()),
            "{kind:?}"
        );
    }
}

#[test]
fn the_reader_of_source_finds_what_has_labels() {
    let source = "\npub enum One { A }\n\nimpl One {\n    pub fn label(self) -> &'static str {\n        match self { Self::A => \"甲\" }\n    \
                  }\n    pub fn key(self) -> &'static str { \"乙\" }\n}\n\npub enum Two {}\n\nimpl Two {}\n\nlist! {\n    /// 丙\n    Three {\n        \
                  B \"b\" \"丁\",\n    }\n}\n";
    let found = labelled(source, &["list".to_owned()]);
    assert_eq!(
        found,
        [("One".to_owned(), vec!["甲".to_owned()]), ("Three".to_owned(), vec!["丁".to_owned()])]
    );
    assert!(declares(source, "One") && declares(source, "Three") && declares(source, "One::label"));
    assert!(!declares(source, "On") && !declares(source, "Four") && !declares(source, "Two::nothing"));
}
