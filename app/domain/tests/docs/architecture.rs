//! `ARCHITECTURE.md`: the walk-throughs name functions that are where they say, the table of places has one row for one place.

use super::glossary::declares;
use super::paths::paths;
use super::read;
use std::collections::BTreeMap;

/// The lines of a section that are rows of its table, without the head.
fn rows(document: &str, heading: &str) -> Vec<String> {
    let mut lines = document.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    let section = lines.by_ref().take_while(|line| !line.starts_with("## "));
    section.filter(|line| line.starts_with("| ")).skip(1).map(str::to_owned).collect()
}

/// Each `name` in `path` of a row, also where several names stand before one path: `a` and `b` in `path`.
fn named(row: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = row.split('`').collect();
    let mut found = Vec::new();
    for path in (1..parts.len()).step_by(2).filter(|at| parts[*at].contains('/')) {
        let (mut at, mut between) = (path, " in ");
        while at >= 2 && parts[at - 1] == between {
            at -= 2;
            found.push((parts[at].to_owned(), parts[path].to_owned()));
            between = " and ";
        }
    }
    found
}

#[test]
fn every_step_of_a_walk_through_names_functions_that_are_there() {
    let document = read("ARCHITECTURE.md");
    for heading in ["## A correction", "## An import"] {
        let steps = rows(&document, heading);
        assert!(steps.len() >= 8, "{heading}: {} steps", steps.len());
        for step in steps {
            let named = named(&step);
            assert!(!named.is_empty(), "{heading}: a step names a function and its file: {step}");
            for (name, path) in named {
                assert!(declares(&read(&path), &name), "{heading}: {path} does not declare {name}");
            }
        }
    }
}

#[test]
fn one_place_has_one_row() {
    let document = read("ARCHITECTURE.md");
    let mut first: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let places = rows(&document, "## Where things are");
    assert!(places.len() > 30, "{} places", places.len());
    for row in places {
        let what = row.split('|').nth(1).unwrap_or_default().trim().to_owned();
        let place = row.split('`').nth(1).unwrap_or_else(|| panic!("no place: {row}")).to_owned();
        first.entry(place).or_default().push(what);
    }
    let twice: Vec<_> = first.iter().filter(|(_, rows)| rows.len() > 1).collect();
    assert!(twice.is_empty(), "rows that begin with the same place: {twice:#?}");
}

#[test]
fn names_and_paths_are_read_as_meant() {
    let pair = |name: &str, path: &str| (name.to_owned(), path.to_owned());
    let found = named("| step | `b` and `a` in `x/y.rs`, see `x/z.rs` and `c` | `d` in `z/w.rs` |");
    assert_eq!(found, [pair("a", "x/y.rs"), pair("b", "x/y.rs"), pair("d", "z/w.rs")]);
    assert_eq!(paths("`x/y.rs`").len(), 1);
}
