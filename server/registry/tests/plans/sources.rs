//! The queries that are written in the sources, read from them: every text with `SELECT … FROM` and a table. What a text leaves open is
//! filled with what the code may put there.

use std::path::{Path, PathBuf};

/// A query, and where it is written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) file: String,
    pub(super) text: String,
}

/// What stands in place of a name in braces: file, name, and what the code puts there. An empty file means every file.
const FILLED: &[(&str, &str, &[&str])] = &[
    ("sweep.rs", "table", &["attempt", "message_code"]),
    ("person/duplicates.rs", "column", &["document_hash", "match_hash", "kin_hash"]),
    ("person/search.rs", "", &["string::starts_with(path, $path)"]),
    ("person/search.rs", "column", &["number_tail =", "phone_hash ="]),
    (
        "person/listing.rs",
        "within",
        &[
            "school = $scope",
            "area = $scope",
            "province = $scope",
            "school = $scope AND grade = 1 AND class_name = $class",
        ],
    ),
    ("person/listing.rs", "by", &["by_pinyin", "by_name", "by_initials"]),
    ("person/listing.rs", "COLUMNS", &["uid, path, by_pinyin, by_name, by_initials, find"]),
    ("person/hosted.rs", "COLUMNS", &["uid, path, by_pinyin, by_name, by_initials, find"]),
    ("import/list.rs", "", &["good"]),
    (
        "import/take_over/page.rs",
        "within",
        &["", "WHERE uid < $after", "WHERE unit.id = $unit", "WHERE unit.id = $unit AND uid < $after"],
    ),
    ("import/take_over/marks.rs", "column", &["document_mark", "person_mark", "form_mark"]),
    ("jobs/runner.rs", "when", &["next_try <= $now"]),
    ("certificate/list.rs", "condition", &["unit = $unit AND year = $year"]),
    ("school/register.rs", "parts", &["AND part_of = $part"]),
    ("school/divisions.rs", "narrowed", &["kind = 'county'"]),
    ("review/owed.rs", "TABLE", &["review_owed"]),
    ("absence/duty.rs", "TABLE", &["follow_up_duty"]),
    (
        "printout/view.rs",
        "condition",
        &["unit = $unit", "unit = $unit AND about = $about", "unit = $unit AND number = $number"],
    ),
    ("printout/verify.rs", "column", &["code", "number"]),
    ("case/teaching.rs", "matches", &["string::contains(name, $text)"]),
    ("", "alive", &["class != 'a'"]),
    ("", "beyond", &["", "AND uid < $after"]),
    ("matter/desk.rs", "condition", &["AND class != 'a'"]),
    ("matter/desk.rs", "OF_CASES", &["AND string::starts_with(uid, 'case/')"]),
    (
        "access_log/view.rs",
        "condition",
        &["unit = $unit AND day >= $since", "day >= $since AND string::starts_with(path, $path)"],
    ),
    ("letter/notice.rs", "column", &["from_on", "to_on"]),
    ("letter/view.rs", "part", &["to_unit = $unit AND sent = true", "from_unit = $unit"]),
    ("import/mod.rs", "telling", &["", "AND state = 'wrong'"]),
    ("import/owner.rs", "waits", &["state = 'checked'", "state = 'entering' AND aside = true"]),
    (
        "import/owner.rs",
        "WAITS",
        &["state = 'checked' OR (aside = true AND state IN ['checking', 'entering'])"],
    ),
    ("problem/mod.rs", "column", &["one", "two"]),
    ("problem/merge.rs", "column", &["one", "two"]),
    ("problem/handed.rs", "column", &["one_path", "two_path"]),
    ("problem/check.rs", "column", &["block_hash", "kin_hash"]),
    ("upkeep/mod.rs", "of_class", &["", "AND class_name = $class"]),
    (
        "dashboard/verify.rs",
        "table",
        &["person", "case", "review_school", "review_pupil", "problem", "violation", "rating"],
    ),
    (
        "disclosure/view.rs",
        "condition",
        &["given = true AND handler = $unit", "given = true AND asker = $unit", "asker = $unit"],
    ),
    ("disclosure/file.rs", "condition", &["school = $school"]),
    ("review/view.rs", "index", &["review_uid", "review_place"]),
    ("review/view.rs", "seen", &["unit = $unit ORDER BY uid DESC"]),
    ("school/reassign.rs", "name", &["spell"]),
    ("school/reassign.rs", "column", &["path"]),
];

/// Names that depend on each other: file, a part of the text, the names, and what the code puts there, each time for all of them.
type Together = (&'static str, &'static str, &'static [&'static str], &'static [&'static [&'static str]]);

const TOGETHER: &[Together] = &[
    (
        "letter/late.rs",
        "FROM letter",
        &["index", "which"],
        &[
            &["letter_outbox", "from_unit = $unit"],
            &["letter_inbox", "to_unit = $unit AND sent = true"],
            &[
                "letter_late_of",
                "(string::starts_with(from_path, $path) OR (sent = true AND string::starts_with(to_path, $path)))",
            ],
        ],
    ),
    (
        "access_log/view.rs",
        "FROM access_look",
        &["index", "condition", "order"],
        &[
            &["WITH INDEX access_look_lists", "lists CONTAINS $list AND uid < $before", "uid DESC"],
            &[
                "WITH INDEX access_look_chain",
                "account = $account AND uid < $before AND day >= $from AND lists CONTAINS $list",
                "seq DESC",
            ],
            &["", "people CONTAINS $person", "uid DESC"],
            &["", "people CONTAINS $person AND uid < $after", "uid DESC"],
        ],
    ),
];

/// A text with the names in it that depend on each other filled, each time all of them.
fn together(file: &str, text: &str) -> Vec<String> {
    // Another query of the file may read the same table and leave nothing open.
    let open = |names: &[&str]| names.iter().all(|name| text.contains(&format!("{{{name}}}")));
    let own = |(of, part, names, _): &&Together| file.ends_with(of) && text.contains(part) && open(names);
    let Some((_, _, names, all)) = TOGETHER.iter().find(own) else { return vec![text.to_owned()] };
    let fill = |values: &&[&str]| {
        assert_eq!(names.len(), values.len(), "{file}: {values:?}");
        names
            .iter()
            .zip(*values)
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    all.iter().map(fill).collect()
}

/// Texts with which the code goes on: file, what stands in the text, and how it ends there.
const GOES_ON: &[(&str, &str, &str)] =
    &[("warning/night.rs", "FROM warning WHERE open = true AND uid > $after", " ORDER BY uid LIMIT 50")];

/// The whole of a text with which the code goes on.
fn to_its_end(file: &str, text: String) -> String {
    let goes_on = |(of, part, _): &&(&str, &str, &str)| file.ends_with(of) && text.contains(part);
    match GOES_ON.iter().find(goes_on) {
        Some((.., end)) => text + end,
        None => text,
    }
}

/// Places in the order of an index, written by the one piece of code there is for it.
fn places(text: &str, file: &str) -> String {
    let columns = [
        ("matter/desk.rs", "sort_on", "uid"),
        ("account/dormant.rs", "at", "account"),
        ("privacy/erasure.rs", "erase_on", "uid"),
        ("matter/remind.rs", "due_on", "uid"),
        ("matter/late.rs", "due_on", "uid"),
        ("violation/find.rs", "due_on", "uid"),
        ("paper/list.rs", "place_order", "person"),
        ("problem/list.rs", "due_on", "uid"),
    ];
    match columns.iter().find(|(of, ..)| file.ends_with(of)) {
        // Where the condition may be missing, it brings its own «AND».
        Some((_, column, key))
            if !text.contains(" {beyond} ORDER") || text.contains(" AND {beyond} ORDER") =>
        {
            text.replace(
                "{beyond}",
                &format!("{column} >= $reached AND ({column} > $reached OR {key} > $reached_key)"),
            )
        }
        _ => text.to_owned(),
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            files(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// The texts of a source, outside comments and its own tests, with lines that go on put together.
pub(super) fn texts(source: &str) -> Vec<String> {
    let own = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = own.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            // A quote as a character.
            '\'' if rest.peek() == Some(&'"') => {
                rest.next();
            }
            '"' => {
                let mut text = String::new();
                while let Some(inside) = rest.next() {
                    match inside {
                        '"' => break,
                        '\\' => match rest.next() {
                            Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                            Some(escaped) => text.push(escaped),
                            None => break,
                        },
                        other => text.push(other),
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

/// Whether a text asks for rows of a table by itself: not of records by key, and not a text that others put an end to.
fn is_whole_query(text: &str) -> bool {
    let Some((_, from)) = text.split_once(" FROM ") else { return false };
    let begun = [" WHERE", " AND"].iter().any(|end| text.ends_with(end));
    text.starts_with("SELECT ") && !from.starts_with('$') && !begun
}

/// `LIMIT` with whatever number stands there in the code.
fn with_limits(text: &str) -> String {
    let mut parts = text.split("LIMIT {");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        whole.push_str("LIMIT 50");
        whole.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    whole
}

fn filled(file: &str, text: &str) -> Vec<String> {
    let Some((before, rest)) = text.split_once('{') else { return vec![text.to_owned()] };
    let (name, after) =
        rest.split_once('}').unwrap_or_else(|| panic!("{file}: a brace is not closed: {text}"));
    let known = |of: &str| FILLED.iter().find(|(file, one, _)| *file == of && *one == name);
    let own = FILLED.iter().find(|(of, one, _)| !of.is_empty() && file.ends_with(of) && *one == name);
    let (_, _, all) = own
        .or_else(|| known(""))
        .unwrap_or_else(|| panic!("{file}: what stands for {{{name}}} in «{text}»? Say it in FILLED."));
    all.iter().flat_map(|one| filled(file, &format!("{before}{one}{after}"))).collect()
}

/// Every query of the sources.
pub(super) fn written() -> Vec<Written> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    files(&root, &mut sources);
    sources.sort();
    let mut found = Vec::new();
    for path in sources {
        let file = path.strip_prefix(&root).expect("below the sources").display().to_string();
        // The proof of the table of matters takes tables and conditions from every engine: it is judged as it is asked.
        if file == "matter/sound.rs" {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a source");
        for text in texts(&source).into_iter().filter(|text| is_whole_query(text)) {
            let text = places(&with_limits(&text), &file);
            let all = together(&file, &text).into_iter().flat_map(|text| filled(&file, &text));
            found.extend(all.map(|text| Written { text: to_its_end(&file, text), file: file.clone() }));
        }
    }
    assert!(found.len() > 150, "{} queries are read", found.len());
    found
}

/// The names of the values a query asks for, and whether it asks for a list of them.
pub(super) fn values(text: &str) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('$') {
        let start = at + next;
        let rest = &text[start + 1..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        let list = text[..start].ends_with(" IN ");
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, list));
        }
        at = start + 1 + end;
    }
    found
}

#[test]
fn texts_and_their_values_are_read() {
    let source = "let a = \"SELECT * \\\n             FROM one WHERE x IN $many\"; // \"SELECT * FROM comment\"\nlet b = '\"'; let c = \"b\";";
    assert_eq!(texts(source), ["SELECT * FROM one WHERE x IN $many", "b"]);
    assert_eq!(
        values("x IN $many AND y = $one AND z < $one"),
        [("many".to_owned(), true), ("one".to_owned(), false)]
    );
    assert_eq!(with_limits("a LIMIT {PAGE} b LIMIT {}"), "a LIMIT 50 b LIMIT 50");
    assert!(is_whole_query("SELECT a FROM b WHERE c = 1"));
    assert!(!is_whole_query("SELECT a FROM $records") && !is_whole_query("SELECT a FROM b WHERE"));
}

#[test]
fn names_that_depend_on_each_other_are_filled_together() {
    let text = "SELECT * FROM letter WITH INDEX {index} WHERE {which}";
    let all = together("letter/late.rs", text);
    assert_eq!(all.len(), 3);
    assert_eq!(all[0], "SELECT * FROM letter WITH INDEX letter_outbox WHERE from_unit = $unit");
    assert!(all[2].contains("letter_late_of WHERE (string::starts_with(from_path"));
    assert_eq!(together("letter/other.rs", text), [text]);
    // Each set is about a query that is written somewhere, as it is written there.
    let written = written();
    for (file, _, _, sets) in TOGETHER {
        for values in *sets {
            let found = |one: &&Written| {
                one.file.ends_with(file) && values.iter().all(|value| one.text.contains(value))
            };
            assert!(written.iter().any(|one| found(&one)), "{file}: {values:?}");
        }
    }
    // What is put there stands in the sources, word for word.
    let source = |file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        std::fs::read_to_string(path).expect("a source")
    };
    for (file, part) in
        [("letter/late.rs", "letter_late_of"), ("access_log/view.rs", "WITH INDEX access_look_chain")]
    {
        assert!(source(file).contains(part), "{file}: {part}");
    }
}
