//! The modules of `store` and of `blob` build on each other in one direction, and nobody but `registry` reads and writes a store.

#[path = "../../../app/domain/tests/layers/modules.rs"]
mod modules;

use modules::{circle, code, edges, sources};
use std::path::{Path, PathBuf};

fn server() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of all").to_owned()
}

#[test]
fn no_module_of_the_store_or_of_the_files_builds_on_itself() {
    for (name, from, to) in [("store", "commit", "unit_of_work"), ("blob", "inspect", "picture")] {
        let edges = edges(&server().join(name).join("src"));
        assert!(edges.len() > 10 && edges[from].contains(to), "the sources of {name} are read: {edges:?}");
        if let Some(round) = circle(&edges) {
            panic!("a circle of modules of {name}: {}", round.join(" → "));
        }
    }
}

/// The methods that read and write are open to every crate that holds a store, but the services authorise, and write the access log.
#[test]
fn nobody_but_the_registry_reads_and_writes_a_store() {
    const READS_AND_WRITES: [&str; 13] = [
        "store.rows(",
        "store.get(",
        "store.get_many(",
        "store.count(",
        "store.transact(",
        "store.transact_in_turn(",
        "store.execute(",
        "store.inspect(",
        "store.view(",
        "store.load(",
        "store.replay(",
        "UnitOfWork",
        "surrealdb::",
    ];
    let root = server().parent().expect("the workspace").to_owned();
    let mut read = 0;
    for folder in ["app/src", "server/src"] {
        for path in sources(&root.join(folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let squeezed: String = code(&text).split_whitespace().collect();
            read += 1;
            for call in READS_AND_WRITES {
                assert!(!squeezed.contains(call), "{} says {call}: that is a service's", path.display());
            }
        }
    }
    assert!(read > 100, "{read} sources");
    let manifests =
        ["app", "server", "server/registry", "server/blob"].map(|part| root.join(part).join("Cargo.toml"));
    for manifest in manifests {
        let text = std::fs::read_to_string(&manifest).unwrap();
        let uses = text.split("[dev-dependencies]").next().unwrap_or_default();
        assert!(!uses.contains("\nsurrealdb"), "{}: only `store` names the database", manifest.display());
    }
}
