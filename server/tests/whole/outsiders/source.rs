//! Every door there is, read from the source: a new page, file or server function is in the list by being written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One server function.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    /// Its address.
    pub path: String,
    /// Whether it takes a form with a file.
    pub multipart: bool,
    /// Name and type of what it takes.
    pub takes: Vec<(String, String)>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

fn sources(directory: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            // Without what is said about it: commas and brackets in a sentence are none of the source's.
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("///"));
            found.push(code.collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The text between `from` and its closing partner; `text` begins just after the opening one.
fn enclosed(text: &str, open: char, close: char) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return &text[..at];
            }
        }
    }
    panic!("not closed: {}", &text[..text.len().min(80)]);
}

/// Splits at commas that stand outside of `<…>` and `(…)`.
fn parts(text: &str) -> Vec<String> {
    let mut depth = 0;
    let mut found = vec![String::new()];
    for c in text.chars() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().unwrap().push(c);
    }
    found.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Every server function of the application.
pub(crate) fn functions() -> Vec<Function> {
    let mut texts = Vec::new();
    sources(&root().join("app/src"), &mut texts);
    let mut found = Vec::new();
    for text in texts {
        let mut rest = text.as_str();
        while let Some(at) = rest.find("#[server(") {
            rest = &rest[at + "#[server(".len()..];
            let attributes = enclosed(rest, '(', ')');
            if attributes == "default" {
                continue;
            }
            rest = &rest[attributes.len()..];
            let function = rest.find("pub async fn ").expect("an attribute stands before a function");
            rest = &rest[function + "pub async fn ".len()..];
            let (name, after) = rest.split_once('(').unwrap();
            let takes = enclosed(after, '(', ')');
            let takes = parts(takes).into_iter().map(|one| {
                let one = one.rsplit_once(']').map_or(one.as_str(), |(_, plain)| plain).trim().to_owned();
                let (name, kind) = one.split_once(':').expect("a name and a type");
                (name.trim().to_owned(), kind.trim().to_owned())
            });
            let endpoint = attributes
                .split_once("endpoint = \"")
                .and_then(|(_, rest)| rest.split('"').next())
                .unwrap_or(name);
            found.push(Function {
                path: format!("/api/{endpoint}"),
                multipart: attributes.contains("Multipart"),
                takes: takes.collect(),
            });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    // Of two functions at one address only one is ever called.
    let twice = found.windows(2).find(|pair| pair[0].path == pair[1].path);
    assert!(twice.is_none(), "one address twice: {twice:?}");
    found
}

/// The address of every page, with `:id` and the like where it has parameters.
pub(crate) fn pages() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("app/src/lib.rs")).unwrap();
    let mut parent = String::new();
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let Some(path) = line.split_once("path!(\"").and_then(|(_, rest)| rest.split('"').next()) else {
            continue;
        };
        if line.contains("<ParentRoute") {
            parent = path.to_owned();
        } else {
            found.insert(format!("{parent}{path}"));
        }
    }
    found
}

/// The name of everything a page reads from its address.
pub(crate) fn queries() -> BTreeSet<String> {
    let mut texts = Vec::new();
    sources(&root().join("app/src"), &mut texts);
    let mut found = BTreeSet::new();
    for text in texts {
        for piece in text.split("query(\"").skip(1) {
            found.extend(piece.split('"').next().map(str::to_owned));
        }
    }
    found
}

/// The address of every file and feed that is no page.
pub(crate) fn files() -> BTreeSet<String> {
    let mut texts = Vec::new();
    sources(&root().join("server/src"), &mut texts);
    let mut found = BTreeSet::from(["/feed".to_owned()]);
    for text in texts {
        for piece in text.split('"').filter(|piece| piece.starts_with("/files/")) {
            found.insert(piece.replace('{', ":").replace('}', ""));
        }
    }
    found
}

/// Whether an address is one of this pattern. `:id` stands for one piece, and a pattern's ending for itself (`:id.pdf`).
pub(crate) fn fits(pattern: &str, address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (pattern, address): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), address.split('/').collect());
    pattern.len() == address.len()
        && pattern.iter().zip(&address).all(|(piece, real)| match piece.strip_prefix(':') {
            Some(name) => {
                let ending = name.split_once('.').map(|(_, ending)| format!(".{ending}")).unwrap_or_default();
                !real.is_empty() && real.ends_with(&ending)
            }
            None => piece == real,
        })
}
