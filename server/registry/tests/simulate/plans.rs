//! What a society asks of the store, judged as it was asked: with the values of its first time and every condition the code put together.

#[path = "../plans/allowed.rs"]
mod allowed;
#[path = "../plans/judge.rs"]
mod judge;

use crate::command::History;
use crate::run::Tally;
use crate::shrink;
use registry::clock::{Clock, Entropy};
use registry::store::asked;
use registry::{Location, Registry};

/// Commands of the history: enough for most services and some nights.
const STEPS: usize = 300;

#[test]
fn every_query_of_a_society_is_read_from_an_index() {
    asked::begin();
    let history = History { disk: false, ..History::drawn(12, STEPS) };
    if let Err(violation) = shrink::alone(&history, &mut Tally::default()) {
        panic!("{violation:?}");
    }
    let questions: Vec<asked::Question> = asked::so_far()
        .into_iter()
        .filter(|one| one.text.starts_with("SELECT ") || one.text.starts_with("DELETE "))
        .collect();
    let wrong = shrink::with(|| judged(&questions));
    println!("{} queries were judged", questions.len());
    assert!(questions.len() > 100, "{} queries", questions.len());
    assert!(wrong.is_empty(), "{} queries\n{}", wrong.len(), wrong.join("\n"));
}

/// What is too much in what was asked. A store of its own explains it: no society is needed for that.
async fn judged(questions: &[asked::Question]) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let location = Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.expect("a register");
    let indexes = judge::indexes();
    let mut wrong = Vec::new();
    for asked::Question { text, vars, times } in questions {
        match judge::plan(&registry, text, vars.clone()).await {
            Err(error) => wrong.push(format!("{text}\n    has no plan: {error}")),
            Ok(plan) if judge::reason(text).is_none() => {
                let faults = judge::faults(&plan, &indexes);
                wrong.extend(faults.iter().map(|fault| format!("{text}\n    {fault}, asked {times} times")));
            }
            Ok(_) => {}
        }
    }
    wrong
}
