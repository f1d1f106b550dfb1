//! Read from the source: every form whose name the server keeps while it is typed is one of ours. That a form which says how its draft
//! stands is kept is held where it is drawn (`DraftState`).

use app::api::typed::FOLLOWED;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(directory: &Path, found: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whose turn it is says it anew each time: what is signed, confirmed, received or sent is under no such name.
#[test]
fn no_signature_and_no_receipt_is_followed() {
    for name in ["letter_sign", "letter_receive", "problem_check", "problem_merge", "withdraw", "hand_over"] {
        assert!(!FOLLOWED.contains(&name), "{name}");
    }
    for typed in ["decide", "letter_draft", "problem_answer", "violation_step", "disclosure_new", "school"] {
        assert!(FOLLOWED.contains(&typed), "{typed}");
    }
}

#[test]
fn no_form_is_kept_that_there_is_not() {
    let mut sources = String::new();
    for folder in ["src/pages", "src/api"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut sources);
    }
    let names: BTreeSet<&str> = FOLLOWED.into_iter().collect();
    assert_eq!(names.len(), FOLLOWED.len());
    for name in names {
        let named = sources.contains(&format!("\"{name}/")) || sources.contains(&format!("\"{name}\""));
        assert!(named, "{name} is no form's name");
    }
}
