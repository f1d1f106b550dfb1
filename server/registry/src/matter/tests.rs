//! The lists that are asked for all day are read from an index, in its order, and no further than their page; and what was said of a
//! matter holds as long as the same desk holds it for the same day.

use super::{Matter, MatterKind, Subject, Words, put};
use crate::Registry;
use crate::clock::{Clock, Entropy};
use crate::store::{UnitOfWork, Vars};
use domain::id::UnitId;
use domain::org::OrgPath;
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

async fn write(registry: &Registry, matter: &Matter) {
    let attempt = || {
        Box::pin(async move {
            let mut work = UnitOfWork::new();
            put(&mut work, &*registry.vault, matter);
            Ok((work, ()))
        }) as futures::future::BoxFuture<'_, _>
    };
    registry.store.transact("matter", attempt).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_is_written_anew_is_not_reminded_anew_before_another_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let location = crate::Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    let school: UnitId = "2132000001".parse().unwrap();
    let today = registry.store.clock.today();
    let mut matter = Matter {
        table: "letter",
        key: "one".into(),
        kind: MatterKind::Letter,
        state: "待起草",
        open: true,
        subject: Subject::Unit(school.clone()),
        persons: Vec::new(),
        path: OrgPath::root(),
        waiting: vec!["2132000001/registrar".into()],
        opener: None,
        opener_unit: None,
        opened_on: today,
        due_on: Some(today),
        provisional: false,
        sent_back: false,
        class: String::new(),
        version: 1,
        href: "/letters/one".into(),
        words: Words::default(),
    };
    write(&registry, &matter).await;
    assert_eq!(registry.watch_matters().await.unwrap(), (1, 0));
    (matter.version, matter.state) = (2, "待补正");
    write(&registry, &matter).await;
    assert_eq!(registry.watch_matters().await.unwrap(), (0, 0), "the same desk, the same day");
    matter.waiting = vec!["2132000001/leader".into()];
    write(&registry, &matter).await;
    assert_eq!(registry.watch_matters().await.unwrap(), (1, 0), "another desk");
    assert_eq!(registry.store.count("matter_reminder", "uid != ''").await.unwrap(), 1);
    matter.open = false;
    write(&registry, &matter).await;
    assert_eq!(registry.watch_matters().await.unwrap(), (0, 0));
    assert_eq!(registry.store.count("matter_reminder", "uid != ''").await.unwrap(), 0, "closed is forgotten");
}
