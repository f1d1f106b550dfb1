//! How the store carries out every query that is written in the sources: none reads a table that grows, and none sorts more than a page
//! without a reason. What the code puts together as it runs, the simulation judges as it is asked (`tests/simulate/plans.rs`).

#[path = "../plans/allowed.rs"]
mod allowed;
#[path = "../plans/judge.rs"]
mod judge;
#[path = "../plans/sources.rs"]
mod sources;

use super::support::World;
use registry::store::Vars;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_the_sources_is_read_from_an_index() {
    let world = World::in_memory().await;
    let indexes = judge::indexes();
    let mut wrong = Vec::new();
    for sources::Written { file, text } in sources::written() {
        let mut vars = Vars::new();
        for (name, list) in sources::values(&text) {
            vars = match list {
                true => vars.with(&name, ["a", "b"]),
                false => vars.with(&name, "a"),
            };
        }
        match judge::plan(&world.registry, &text, vars).await {
            Err(error) => wrong.push(format!("{file}: {text}\n    has no plan: {error}")),
            Ok(plan) if judge::reason(&text).is_none() => {
                let faults = judge::faults(&plan, &indexes);
                wrong.extend(faults.iter().map(|fault| format!("{file}: {text}\n    {fault}")));
            }
            Ok(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{} queries\n{}", wrong.len(), wrong.join("\n"));
}

/// A table stands once in the list, is there, and has its reason; so does a query that may do more.
#[test]
fn the_exceptions_have_reasons_and_are_about_something() {
    let tables: BTreeSet<String> = judge::indexes()
        .into_values()
        .map(|(table, _)| table)
        .chain(["automatic", "clock_look"].map(str::to_owned))
        .collect();
    // Tables of the store itself, and tables that are read by key or whole and have no index.
    let others = ["commit", "migration", "store_log", "message"];
    let small: BTreeSet<&str> = allowed::SMALL.iter().map(|(table, _)| *table).collect();
    assert_eq!(small.len(), allowed::SMALL.len());
    for (table, reason) in allowed::SMALL {
        assert!(tables.contains(*table) || others.contains(table), "{table} is no table");
        assert!(!reason.is_empty(), "{table} has no reason");
    }
    for grows in ["person", "case", "matter", "journal", "letter", "spell", "access_look", "import_row"] {
        assert!(!small.contains(grows), "{grows} grows");
    }
    let parts: BTreeSet<&str> = allowed::ALLOWED.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts.len(), allowed::ALLOWED.len());
    assert!(allowed::ALLOWED.iter().all(|(part, reason)| part.len() > 20 && !reason.is_empty()));
}
