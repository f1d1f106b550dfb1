//! Read from the source: a list in which a reader can leave a tick, a text, a choice or an opened detail is listed by key
//! (`ui::keyed`). An unkeyed one is drawn again by position, and what was ticked for one child then stands on another. So is a
//! table whose rows lead somewhere: a press meant for one child's name opens the record of whoever stands there now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a reader can leave a trace in.
const CONTROLS: [&str; 18] = [
    "<input",
    "<select",
    "<textarea",
    "<form",
    "<details",
    "<ActionForm",
    "<Details",
    "<Button",
    "<TickBox",
    "<TextField",
    "<TextAreaField",
    "<DateField",
    "<DivisionField",
    "<SameAs",
    "<SelectField",
    "<RadioField",
    "<CheckboxField",
    "list_option(",
];

/// These draw whatever they are given; what they are given is looked at where it is written.
const FRAMES: [&str; 4] = ["Load", "DataTable", "Section", "FilterBar"];

fn read(directory: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(path.display().to_string(), fs::read_to_string(&path).unwrap());
        }
    }
}

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    read(&root.join("pages"), &mut found);
    read(&root.join("ui"), &mut found);
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The functions of a text with their bodies.
fn functions(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("fn ") {
        let rest = &text[at + 3..];
        let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
        let Some(open) = rest.find('{').filter(|_| !name.is_empty()) else { continue };
        let mut depth = 0;
        let end = rest[open..].char_indices().find_map(|(at, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            (depth == 0).then_some(open + at)
        });
        found.push((name, rest[open..end.unwrap_or(rest.len())].to_owned()));
    }
    found
}

/// Whether a text calls a function by this name, hands it on (`map(name)`), or draws it as a component.
fn uses(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        match (before, after) {
            (Some('<'), Some(c)) => !is_name(c),
            (Some('('), Some(')')) => true,
            (Some(c), Some('(')) => !is_name(c) && c != '.' && c != ':',
            _ => false,
        }
    })
}

fn has_control(text: &str) -> bool {
    CONTROLS.iter().any(|control| {
        text.match_indices(control).any(|(at, _)| {
            control.ends_with('(') || !text[at + control.len()..].chars().next().is_some_and(is_name)
        })
    })
}

/// Of each file the functions that draw controls, by themselves or through others of the file; components count everywhere.
fn drawing(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let all: BTreeMap<&String, Vec<(String, String)>> =
        files.iter().map(|(path, text)| (path, functions(text))).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> =
        files.keys().map(|path| (path.clone(), BTreeSet::new())).collect();
    loop {
        let components = components(&found);
        let mut more = false;
        for (path, functions) in &all {
            let known = found.get_mut(*path).unwrap();
            for (name, body) in functions {
                if !known.contains(name)
                    && (has_control(body) || known.iter().chain(&components).any(|other| uses(body, other)))
                {
                    more |= known.insert(name.clone());
                }
            }
        }
        if !more {
            return found;
        }
    }
}

fn components(drawing: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let named = drawing.values().flatten().filter(|name| name.starts_with(char::is_uppercase));
    named.filter(|name| !FRAMES.contains(&name.as_str())).cloned().collect()
}

/// The expression that ends at `end`: back to where its statement or the bracket around it begins.
fn expression(text: &str, end: usize) -> &str {
    let mut depth = 0;
    for (at, c) in text[..end].char_indices().rev() {
        match c {
            ')' | '}' | ']' => depth += 1,
            '(' | '{' | '[' if depth == 0 => return &text[at + 1..end],
            '(' | '{' | '[' => depth -= 1,
            ';' if depth == 0 => return &text[at + 1..end],
            _ => {}
        }
    }
    &text[..end]
}

/// The lists of a text that are drawn by position though a reader can leave a trace in them.
fn unkeyed(text: &str, own: &BTreeSet<String>, components: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for end in [".collect_view()", ".collect::<Vec<_>>()", ".collect()"] {
        for (at, _) in text.match_indices(end) {
            let list = expression(text, at);
            // What is collected without being drawn is data.
            let drawn = end == ".collect_view()"
                || list.contains("view! {")
                || own.iter().any(|name| list.contains(&format!("map({name})")));
            let leaves = has_control(list) || own.iter().chain(components).any(|name| uses(list, name));
            let leads = list.contains("<Row") && list.contains("<a ");
            if drawn && (leaves || leads) {
                let line = text[..at].matches('\n').count() + 1;
                found.push(format!("{line}: {}", list.trim().lines().next().unwrap_or_default()));
            }
        }
    }
    found
}

#[test]
fn lists_with_controls_or_links_are_kept_by_key() {
    let files = sources();
    assert!(files.len() > 80, "the source is read: {}", files.len());
    let drawing = drawing(&files);
    let components = components(&drawing);
    let mut wrong = Vec::new();
    for (path, text) in &files {
        // The navigation is the same whatever is shown, and nothing is filled in on a printed form.
        if path.ends_with("/ui/nav.rs") || path.ends_with("/pages/prints/paper.rs") {
            continue;
        }
        let here = unkeyed(text, &drawing[path], &components);
        wrong.extend(here.into_iter().map(|one| format!("{path}:{one}")));
    }
    assert!(wrong.is_empty(), "use ui::keyed for these lists:\n{}", wrong.join("\n"));
}

#[test]
fn boxes_to_tick_are_made_in_one_place() {
    let made = sources()
        .into_iter()
        .filter(|(path, text)| !path.ends_with("/ui/forms/tick.rs") && text.contains("type=\"checkbox\""));
    let wrong: Vec<String> = made.map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "use ui::TickBox: {wrong:?}");
}

#[test]
fn forms_that_act_are_sent_once() {
    let twice = sources()
        .into_iter()
        .filter(|(path, text)| !path.ends_with("/ui/forms/post.rs") && text.contains("form::ActionForm"));
    let wrong: Vec<String> = twice.map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "use ui::ActionForm: {wrong:?}");
}

#[test]
fn an_unkeyed_list_with_a_box_or_a_link_is_found() {
    let none = BTreeSet::new();
    let text = "fn a() { let rows = rows.into_iter().map(|row| view! { <Row><TickBox id/></Row> }).collect_view(); }";
    assert_eq!(unkeyed(text, &none, &none).len(), 1);
    let text = "fn a() { let rows = rows.into_iter().map(line).collect_view(); }";
    assert_eq!(unkeyed(text, &["line".to_owned()].into(), &none).len(), 1);
    let text = "fn a() { let rows = rows.into_iter().map(|row| view! { <Line row/> }).collect_view(); }";
    assert_eq!(unkeyed(text, &none, &["Line".to_owned()].into()).len(), 1);
    let text = "fn a() { let rows = rows.into_iter().map(|row| view! { <Row><a href=row.href/></Row> }).collect_view(); }";
    assert_eq!(unkeyed(text, &none, &none).len(), 1);
    let text = "fn a() { let rows = keyed(rows, |row| row.id, |row| view! { <input/> }); }";
    assert!(unkeyed(text, &none, &none).is_empty());
}
