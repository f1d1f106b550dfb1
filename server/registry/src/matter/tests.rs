//! The lists that are asked for all day are read from an index, in its order, and no further than their page.

use crate::Registry;
use crate::clock::{Clock, Entropy};
use crate::store::Vars;
use serde_json::Value as Json;

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_and_what_is_open_of_a_unit_are_read_from_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let location = crate::Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    let alive = registry.alive();
    let asked = [
        (
            "matter_waiting",
            format!(
                "SELECT * FROM matter WHERE waiting CONTAINS $key AND {alive} ORDER BY sort_on, uid LIMIT 51"
            ),
        ),
        (
            "matter_waiting",
            format!(
                "SELECT * FROM matter WHERE waiting CONTAINS $key AND {alive} \
                 AND (sort_on > '2026-01-01' OR (sort_on = '2026-01-01' AND uid > 'a')) ORDER BY sort_on, uid LIMIT 51"
            ),
        ),
        (
            "matter_path",
            format!("SELECT * FROM matter WHERE path = $key AND open = true AND {alive} LIMIT 200"),
        ),
        (
            "matter_opener",
            "SELECT * FROM matter WHERE opener = $key ORDER BY opened_on DESC, uid DESC LIMIT 51".into(),
        ),
    ];
    for (index, text) in asked {
        let vars = Vars::new().with("key", "2132000001/leader");
        let plan: Vec<Json> =
            registry.store.rows(&format!("EXPLAIN FORMAT JSON {text}"), vars).await.unwrap();
        let plan = serde_json::to_string(&plan).unwrap();
        assert!(plan.contains(index) && !plan.contains("TableScan"), "{text}\n{plan}");
    }
}
