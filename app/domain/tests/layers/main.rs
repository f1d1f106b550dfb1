//! The modules of this crate build on each other in one direction: none of them, by whatever way round, on itself.

mod modules;

use modules::{Edges, circle, edges};
use std::collections::BTreeSet;
use std::path::Path;

/// Circles that are still there, each as the one edge that would have to go, with the reason. Empty, and meant to stay so.
const KNOWN: &[(&str, &str, &str)] = &[];

/// A kind of matter that may look at another one, with the reason. Everything else they share lies in `matter`.
const BETWEEN_KINDS: &[(&str, &str, &str)] = &[
    ("case", "certificate", "a completion asks whether what was typed can be the number of a certificate"),
    ("package", "case", "a package rests on a decided case, and carries the open and closed ones"),
];

const KINDS: [&str; 17] = [
    "case",
    "certificate",
    "complaint",
    "confirmation",
    "disclosure",
    "follow_up",
    "inquiry",
    "import",
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

/// What the folders and files of the crate build on, each taken as one module: those within one may lean on each other.
fn layers() -> Edges {
    let top = |module: &str| module.split("::").next().unwrap_or(module).to_owned();
    let mut layers = Edges::new();
    for (module, targets) in edges(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let own = top(&module);
        let targets = targets.iter().map(|target| top(target)).filter(|target| *target != own);
        layers.entry(own.clone()).or_default().extend(targets);
    }
    layers
}

#[test]
fn no_module_of_the_domain_builds_on_itself() {
    let mut edges = layers();
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
    let edges = layers();
    let mut found = BTreeSet::new();
    for from in KINDS {
        found.extend(
            edges[from].iter().filter(|to| KINDS.contains(&to.as_str())).map(|to| (from, to.as_str())),
        );
    }
    let allowed: BTreeSet<(&str, &str)> = BETWEEN_KINDS.iter().map(|(from, to, _)| (*from, *to)).collect();
    assert_eq!(found, allowed);
}
