//! How the store carries a query out, read from its plan (`EXPLAIN`), and what of it is too much: to read a table that grows, to read an
//! index without knowing where it ends, to sort more than somebody's own rows.
//!
//! The plan depends on the query and the schema, not on what the store holds. What an index begins with decides: of a column with few
//! different values (a state, a kind) many rows are the same, so that an equality of it bounds nothing; of a person, a school, a number
//! it does.

use super::allowed::{ALLOWED, SMALL};
use registry::Registry;
use registry::store::Vars;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns with few different values, and days: an equality of them alone is no bound.
const FEW_VALUES: &[&str] = &[
    "daily",
    "ended",
    "event",
    "given",
    "direction",
    "day",
    "kind",
    "open",
    "outcome",
    "provisional",
    "sent",
    "sheet_late",
    "staff",
    "state",
    "status",
    "term",
    "year",
];

/// The columns of every index by its name, with its table.
pub(super) type Indexes = BTreeMap<String, (String, Vec<String>)>;

/// The indexes of the schema's files.
pub(super) fn indexes() -> Indexes {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Indexes::new();
    let folders = [own.join("schema"), own.join("../store/schema")];
    for file in folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a schema")) {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a file of the schema");
        for line in text.lines().filter_map(|line| line.strip_prefix("DEFINE INDEX IF NOT EXISTS ")) {
            let (name, rest) = line.split_once(" ON ").expect("ON");
            let (table, fields) = rest.split_once(" FIELDS ").expect("FIELDS");
            let fields = fields.trim_end_matches(';').trim_end_matches(" UNIQUE");
            let bare = |part: &str| part.trim().trim_matches('`').to_owned();
            found.insert(name.to_owned(), (bare(table), fields.split(',').map(bare).collect()));
        }
    }
    assert!(found.len() > 100, "{} indexes are read", found.len());
    found
}

/// The plan of a query; what is wrong with the query where it has none.
pub(super) async fn plan(registry: &Registry, text: &str, vars: Vars) -> Result<Json, String> {
    let asked = match text.strip_prefix("DELETE ") {
        // What is taken away is looked for in the same way.
        Some(rest) => format!("SELECT * FROM {}", rest.trim_end_matches("RETURN NONE")),
        None => text.to_owned(),
    };
    let rows: Vec<Json> = registry
        .store
        .rows(&format!("EXPLAIN FORMAT JSON {asked}"), vars)
        .await
        .map_err(|error| format!("{error:?}"))?;
    rows.into_iter().next().ok_or_else(|| "no plan".to_owned())
}

/// What is too much in a plan, in words.
pub(super) fn faults(plan: &Json, indexes: &Indexes) -> Vec<String> {
    let mut found = Vec::new();
    look(plan, Above::default(), indexes, &mut found);
    found
}

/// Why a query may do what it does.
pub(super) fn reason(text: &str) -> Option<&'static str> {
    ALLOWED.iter().find(|(part, _)| text.contains(part)).map(|(_, reason)| *reason)
}

/// What stands above a part of a plan.
#[derive(Clone, Copy, Default)]
struct Above {
    /// A number of rows after which nothing more is read.
    limited: bool,
    /// Everything that is read is put in order.
    sorted: bool,
}

fn look(node: &Json, above: Above, indexes: &Indexes, found: &mut Vec<String>) {
    let operator = node["operator"].as_str().unwrap_or_default();
    let attribute = |name: &str| node["attributes"][name].as_str().unwrap_or_default();
    let below = match operator {
        "Limit" => Above { limited: true, ..above },
        _ if operator.contains("Sort") => Above { limited: false, sorted: true },
        "Aggregate" | "BitmapResolve" => Above { limited: false, ..above },
        _ => above,
    };
    match operator {
        "TableScan" => {
            let table = attribute("table");
            let page = !attribute("limit").is_empty() && attribute("predicate").is_empty();
            if !is_small(table) && !page {
                found.push(format!("reads all of {table}"));
            }
        }
        "CountScan" => {
            let table = attribute("source").trim_matches('`');
            if !is_small(table) {
                found.push(format!("counts all of {table}"));
            }
        }
        "IndexScan" | "BitmapIndexScan" => {
            let (index, access) = (attribute("index"), attribute("access"));
            let (table, columns) =
                indexes.get(index).unwrap_or_else(|| panic!("an index of no file: {index}"));
            let page = above.limited || (!attribute("limit").is_empty() && !above.sorted);
            if !is_small(table) && !page && !is_bounded(columns, access, above.sorted) {
                let sorted = if above.sorted { ", and sorts it" } else { "" };
                found.push(format!("reads {index} where {access}{sorted}"));
            }
        }
        "DynamicScan" => {
            let source = attribute("source");
            if !source.starts_with('$') && !source.starts_with("array::") {
                found.push(format!("reads {source} in a way only the run decides"));
            }
        }
        _ => {}
    }
    let list = |of: &Json| of.as_array().cloned().unwrap_or_default();
    for child in list(&node["children"]) {
        look(&child, below, indexes, found);
    }
    for expression in list(&node["expressions"]) {
        for embedded in list(&expression["embedded_operators"]) {
            look(&embedded["plan"], Above::default(), indexes, found);
        }
    }
}

fn is_small(table: &str) -> bool {
    SMALL.iter().any(|(small, _)| *small == table)
}

/// Whether what is read of an index is somebody's own, or lies between two days.
fn is_bounded(columns: &[String], access: &str, sorted: bool) -> bool {
    let pinned = match access.strip_prefix('[') {
        Some(list) => values(list),
        None => usize::from(access.starts_with("= ")),
    };
    let mut own = columns.iter().take(pinned).filter(|column| !FEW_VALUES.contains(&column.as_str()));
    // A stretch of paths is a subtree: of the nation, everything.
    let between = pinned == 0 && access.starts_with('>') && access.contains(" <");
    own.next().is_some() || (between && !sorted && !columns[0].ends_with("path"))
}

/// How many values a list has, from behind its bracket on.
fn values(list: &str) -> usize {
    let (mut depth, mut quote, mut commas, mut escaped) = (1, None, 0, false);
    for character in list.chars() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '[' | '{' | '(') => depth += 1,
            (None, ']' | '}' | ')') => depth -= 1,
            (None, ',') if depth == 1 => commas += 1,
            (None, _) => {}
        }
        if depth == 0 {
            break;
        }
    }
    commas + 1
}

#[test]
fn the_judge_sees_what_a_plan_says() {
    let indexes = indexes();
    let scan = |index: &str, access: &str| serde_json::json!({ "operator": "IndexScan", "attributes": { "index": index, "access": access } });
    let under =
        |operator: &str, child: Json| serde_json::json!({ "operator": operator, "children": [child] });
    let table = |name: &str| serde_json::json!({ "operator": "TableScan", "attributes": { "table": name } });
    let bad = [
        table("person"),
        under("Limit", under("SortTopKByKey", table("letter"))),
        scan("case_state_uid", "['approved'] MoreThan ''"),
        under("Limit", under("SortTopKByKey", scan("case_state_uid", "['approved']"))),
        under("Aggregate", scan("person_status", ">='/000000/' <'/000000/~'")),
    ];
    for plan in bad {
        assert_eq!(faults(&plan, &indexes).len(), 1, "{plan}");
    }
    let good = [
        table("unit"),
        under("Limit", scan("case_state_uid", "['approved'] MoreThan ''")),
        under("SortByKey", scan("case_person", "['0190, with a comma']")),
        scan("certificate_unit", "['2132000001', 2026]"),
        scan("spell_closed", ">='2026-01-01' <='2026-02-01'"),
    ];
    for plan in good {
        assert_eq!(faults(&plan, &indexes), Vec::<String>::new(), "{plan}");
    }
    assert_eq!(values("'a, b', ['c', 'd'], 2] MoreThan 'e, f'"), 3);
}
