//! A source that is about one thing is short: its name says where a change belongs.

use super::{files, read};

const LINES: usize = 400;

#[test]
fn no_rust_file_is_longer_than_four_hundred_lines() {
    let sources = [files("app", ".rs"), files("server", ".rs")].concat();
    assert!(sources.len() > 500, "the sources are read: {}", sources.len());
    let long: Vec<(String, usize)> = sources
        .into_iter()
        .map(|file| (read(&file).lines().count(), file))
        .filter(|(lines, _)| *lines > LINES)
        .map(|(lines, file)| (file, lines))
        .collect();
    assert!(long.is_empty(), "to be split by what they are about: {long:#?}");
}
