//! A simulation that hunts for the next fault: a random society does right, wrong and malicious things to the real registry, days pass,
//! schools are merged, processes die between any two commits, and after every command what must hold is held against what is there.
//! See `docs/security/simulation.md`.

#![allow(unreachable_pub, reason = "the rooms of one program")]

mod act;
mod command;
mod dice;
mod invariant;
mod model;
mod plans;
mod run;
mod shrink;
mod society;

use command::{Expect, History, Kind};
use model::Violation;
use registry::clock::Clock;
use run::Tally;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Commands of one history, unless `XUEJI_SIMULATE_STEPS` says otherwise: enough for most of a school year.
const STEPS: usize = 400;
/// Commands after which every kind must have been accepted.
const LONG: u64 = 6000;
/// Tries after which a kind that was never accepted is a defect of the simulation.
const OFTEN: u64 = 12;
/// Histories that once broke a rule, one a line.
const CORPUS: &str = include_str!("corpus.txt");

fn given(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Prints what broke, what happened, and the shortest history that breaks it.
fn tell(history: &History, violation: &Violation, tally: &Tally) -> ! {
    println!(
        "\nrule broken: {}\n  {}\nseed {}, the last of what happened:",
        violation.rule, violation.told, history.seed
    );
    for line in tally.lines.iter().rev().take(12).rev() {
        println!("  {line}");
    }
    let time = Duration::from_secs(given("XUEJI_SIMULATE_SHRINK").unwrap_or(240));
    let done = History {
        commands: history.commands[..(tally.lines.len() + 1).min(history.commands.len())].to_vec(),
        ..history.clone()
    };
    let short = shrink::shortest(&done, violation.rule, time);
    let mut again = Tally::default();
    let outcome = shrink::alone(&short, &mut again);
    println!(
        "\nthe shortest history found ({} commands), as a line for corpus.txt:\n{short}\nwhat happens in it:",
        short.commands.len()
    );
    for line in &again.lines {
        println!("  {line}");
    }
    println!("  then: {outcome:?}");
    panic!("simulation, seed {}: {}: {}", history.seed, violation.rule, violation.told);
}

fn table(tally: &Tally, seconds: f64, seed: u64) {
    println!(
        "simulation from seed {seed}: {} commands in {seconds:.1} s ({:.1} a second), {} crashes, {} restarts, {} starts after a full disk, {} looks at the whole register",
        tally.steps,
        tally.steps as f64 / seconds.max(0.001),
        tally.crashes,
        tally.restarts,
        tally.halts,
        tally.wholes,
    );
    println!(
        "looks after each command {:.1} s, at the whole register {:.1} s",
        tally.looking.as_secs_f64(),
        tally.whole_took.as_secs_f64()
    );
    println!(
        "{:<24}{:>8}{:>10}{:>9}{:>9}{:>9}{:>7}  refused with",
        "command", "tried", "accepted", "refused", "crashed", "nothing", "ms"
    );
    for (kind, name, ..) in Kind::ALL {
        let count = tally.kinds.get(kind).cloned().unwrap_or_default();
        let refused: u64 = count.refused.values().sum();
        let mut codes: Vec<_> = count.refused.iter().collect();
        codes.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        let codes: Vec<String> = codes.iter().take(4).map(|(code, n)| format!("{code} {n}")).collect();
        println!(
            "{name:<24}{:>8}{:>10}{refused:>9}{:>9}{:>9}{:>7}  {}",
            count.tried,
            count.accepted,
            count.crashed,
            count.skipped,
            count.took.as_millis() / u128::from(count.tried.max(1)),
            codes.join(", ")
        );
    }
}

#[test]
fn the_register_bears_what_a_society_does_to_it() {
    let mut tally = Tally::default();
    for line in CORPUS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let history: History = line.parse().expect("a history");
        if let Err(violation) = shrink::alone(&history, &mut tally) {
            tell(&history, &violation, &tally);
        }
    }
    if let Ok(line) = std::env::var("XUEJI_SIMULATE_HISTORY") {
        let history: History = line.parse().expect("a history");
        match shrink::alone(&history, &mut tally) {
            Ok(()) => println!("no rule breaks"),
            Err(violation) => tell(&history, &violation, &tally),
        }
        return;
    }
    // Every day another society, the same on every machine: what fails there fails here. `make simulate` goes on for as long as it is asked.
    let today = Clock::system().now().timestamp().unsigned_abs() / 86_400;
    let seed = given("XUEJI_SIMULATE_SEED").unwrap_or(today * 1000);
    let steps = given("XUEJI_SIMULATE_STEPS").and_then(|steps| usize::try_from(steps).ok()).unwrap_or(STEPS);
    // One history when one is named, otherwise as many as fit.
    let one = given("XUEJI_SIMULATE_SEED").is_some() && given("XUEJI_SIMULATE_SECONDS").is_none();
    let lasts = Duration::from_secs(given("XUEJI_SIMULATE_SECONDS").unwrap_or(60));
    let began = Instant::now();
    tally.until = (!one).then_some(began + lasts);
    let mut next = seed;
    loop {
        let history = History::drawn(next, steps);
        if let Err(violation) = shrink::alone(&history, &mut tally) {
            table(&tally, began.elapsed().as_secs_f64(), seed);
            tell(&history, &violation, &tally);
        }
        println!("seed {next}: {} commands after {:.0} s", tally.steps, began.elapsed().as_secs_f64());
        next += 1;
        if one || began.elapsed() > lasts {
            break;
        }
    }
    table(&tally, began.elapsed().as_secs_f64(), seed);
    if !one {
        let never = never_accepted(&tally);
        assert!(never.is_empty(), "never accepted, so the simulation does not reach it: {never:?}");
    }
}

/// Kinds that are accepted sometimes and were not in this run: of a short run those that were refused again and again, of a long one
/// those that were never reached, too.
fn never_accepted(tally: &Tally) -> BTreeSet<&'static str> {
    let long = tally.steps > LONG;
    Kind::ALL
        .iter()
        .filter(|(kind, _, weight, expect)| {
            *expect == Expect::Sometimes
                && *weight > 0
                && tally
                    .kinds
                    .get(kind)
                    .map_or(long, |count| count.accepted == 0 && (long || count.tried >= OFTEN))
        })
        .map(|(_, name, ..)| *name)
        .collect()
}

/// The same history happens the same way twice: otherwise a seed would not show a fault again.
#[test]
fn a_history_repeats_itself() {
    let history = History { disk: false, ..History::drawn(7, 120) };
    let [first, second] = [(); 2].map(|()| {
        let mut tally = Tally::default();
        let outcome = shrink::alone(&history, &mut tally);
        (outcome, tally.lines)
    });
    assert_eq!(first, second);
}

/// A simulation that finds nothing must be one that would: each thing broken in the store behind the services' back breaks its rule.
#[test]
fn what_is_broken_on_purpose_is_found() {
    let broken = [
        ("UPDATE tally SET n = n + 1", "the tallies equal a recount"),
        ("DELETE number", "nothing acknowledged is gone"),
        ("DELETE person", "nothing acknowledged is gone"),
        ("UPDATE person SET document_hash = 'same'", "identity documents are unique"),
        (
            "UPDATE case SET due_on = NONE WHERE state = 'in_progress'",
            "an open matter has a holder and a due day",
        ),
        (
            "UPDATE case SET due_on = '2026-09-08' WHERE state = 'in_progress'",
            "no deadline that was shown gets shorter",
        ),
        ("UPDATE person SET open_case = NONE", "one pupil has one open case"),
        ("DELETE unit WHERE kind = 'school'", "every record has one custodian"),
        ("DELETE journal WHERE seq < 2", "every journal is whole"),
    ];
    for (statement, rule) in broken {
        let found = shrink::with(|| async {
            let enrol = "9 memory Enrol:1:1 Enrol:1:2 Enrol:1:3 Enter:1:4";
            let history: History = enrol.parse().expect("a history");
            run::tampered(&history, statement).await
        });
        let rules: Vec<&str> = found.iter().map(|violation| violation.rule).collect();
        assert!(rules.contains(&rule), "{statement}: {found:?}");
    }
}
