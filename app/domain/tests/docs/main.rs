//! The documents say what is so: the files they name are there, the glossary and the walk-throughs name what the source declares, the
//! decisions are numbered and indexed, no source is longer than one thing takes, the main tasks cost what the page says.

mod architecture;
mod decisions;
mod glossary;
mod length;
mod manual;
mod paths;
mod regulation;
mod usability;

use std::path::{Path, PathBuf};

/// The folder that holds the whole workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the workspace.
fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder of the workspace with this ending, by its path from the workspace on.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}")) {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files(&path, ending));
        } else if path.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
