//! `docs/adr`: numbered without holes, each with its status and day, all of them in the index.

use super::{files, read};

/// What a decision may be.
const STATUSES: [&str; 3] = ["accepted", "amended", "superseded"];

fn decisions() -> Vec<(String, String)> {
    let all = files("docs/adr", ".md").into_iter();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    all.map(|path| (name(&path), read(&path))).filter(|(name, _)| name != "README.md").collect()
}

/// `# 7. Title` as 7 and the title.
fn heading(text: &str) -> Option<(usize, &str)> {
    let (number, title) = text.lines().next()?.strip_prefix("# ")?.split_once(". ")?;
    Some((number.parse().ok()?, title))
}

/// The status and the day in the line below the heading: `Status: accepted · 2026-11-02`.
fn status(text: &str) -> Option<(&str, &str)> {
    let line = text.lines().nth(2)?.strip_prefix("Status: ")?;
    let (status, day) = line.split_once(" · ")?;
    Some((status, day.get(..10)?))
}

#[test]
fn decisions_are_numbered_without_holes() {
    let decisions = decisions();
    assert!(decisions.len() > 10);
    for (at, (name, text)) in decisions.iter().enumerate() {
        let number = at + 1;
        assert!(name.starts_with(&format!("{number:04}-")), "number {number} is missing before {name}");
        assert_eq!(heading(text).map(|(number, _)| number), Some(number), "the heading of {name}");
    }
}

#[test]
fn every_decision_says_its_status_and_its_day() {
    for (name, text) in decisions() {
        let (status, day) =
            status(&text).unwrap_or_else(|| panic!("{name} has no line `Status: … · YYYY-MM-DD`"));
        assert!(STATUSES.contains(&status.split(' ').next().unwrap_or_default()), "{name}: {status}");
        let parsed: Result<chrono::NaiveDate, _> = day.parse();
        assert!(parsed.is_ok(), "{name}: {day} is no day");
    }
}

#[test]
fn the_index_lists_every_decision_as_its_file_has_it() {
    let index = read("docs/adr/README.md");
    let lines: Vec<&str> = index.lines().filter(|line| line.starts_with("| [")).collect();
    let wanted: Vec<String> = decisions()
        .iter()
        .map(|(name, text)| {
            let ((number, title), (status, day)) = heading(text).zip(status(text)).unwrap();
            format!("| [{number}]({name}) | {title} | {status} | {day} |")
        })
        .collect();
    assert_eq!(lines, wanted, "docs/adr/README.md");
}
