//! What the main tasks cost stands in the page as it was counted: `end2end/tasks.json` is written by who walks them, the page from it.

use super::read;
use serde_json::Value;

/// The tasks that were counted, in their order.
fn tasks() -> Vec<Value> {
    let counted: Value = serde_json::from_str(&read("end2end/tasks.json")).unwrap();
    counted["tasks"].as_array().unwrap().clone()
}

/// A count as the page tells it: with thousands separators, none as a dash.
fn cell(row: &Value, key: &str) -> String {
    let Some(n) = row[key].as_u64() else { return "—".to_owned() };
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}

/// The line of a task in the page.
fn line(row: &Value) -> String {
    let words = |key: &str| row[key].as_str().unwrap().to_owned();
    let mut cells = vec![cell(row, "task"), words("name"), words("who")];
    let counts = ["before", "presses", "bound", "fields", "keys", "pages"];
    cells.extend(counts.into_iter().map(|key| cell(row, key)));
    format!("| {} |", cells.join(" | "))
}

#[test]
fn the_page_tells_each_task_as_it_was_counted() {
    let page = read("docs/usability.md");
    let (_, rest) = page.split_once("<!-- counted: make usability -->").unwrap();
    let (table, _) = rest.split_once("<!-- counted: end -->").unwrap();
    // The heading and the line below it.
    let told: Vec<&str> = table.trim().lines().skip(2).collect();
    let counted: Vec<String> = tasks().iter().map(line).collect();
    assert_eq!(told, counted, "make usability");
}

#[test]
fn the_ten_tasks_were_counted_and_none_takes_more_presses_than_its_bound() {
    let tasks = tasks();
    let mut numbers: Vec<u64> = tasks.iter().filter_map(|row| row["task"].as_u64()).collect();
    numbers.dedup();
    assert_eq!(numbers, (1..=10).collect::<Vec<u64>>());
    for row in &tasks {
        let (key, bound) = (&row["key"], row["bound"].as_u64().unwrap());
        for count in ["presses", "fields", "keys", "pages"] {
            assert!(row[count].is_u64(), "{key} was never counted: make usability");
        }
        let presses = row["presses"].as_u64().unwrap();
        assert!(presses <= bound, "{key}: {presses} presses, {bound} at most");
        let before = row["before"].as_u64().unwrap_or(u64::MAX);
        assert!(presses <= before, "{key}: {before} presses before, {presses} now");
    }
    let many: Vec<&Value> = tasks.iter().filter(|row| row["task"] == 4).collect();
    assert_eq!(many.len(), 2, "a school's leader and a county's registrar");
    assert!(many.iter().all(|row| row["bound"].as_u64().unwrap() <= 5), "whatever their number");
}

#[test]
fn counts_are_told_as_people_write_them() {
    let row = serde_json::json!({ "before": null, "keys": 1234, "pages": 0 });
    assert_eq!(["before", "keys", "pages"].map(|key| cell(&row, key)), ["—", "1,234", "0"]);
}
