//! The shortest history found that breaks the same rule: chunks of the commands are left out, smaller and smaller ones, as long as
//! the rule still breaks without them (Zeller's delta debugging).

use crate::command::History;
use crate::run::{Tally, run};
use std::time::{Duration, Instant};

/// Runs the history on a runtime of its own, one thread, so that it repeats.
pub fn alone(history: &History, tally: &mut Tally) -> Result<(), crate::model::Violation> {
    with(|| run(history, tally))
}

/// The stack of the server's own threads: a test's is a fifth of it, and steps that are not optimised need more.
const STACK: usize = 10 << 20;

/// Runs on one thread of its own.
pub fn with<T: Send, F: Future<Output = T>>(begin: impl FnOnce() -> F + Send) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let running = thread.spawn_scoped(scope, || runtime.block_on(begin())).expect("a thread");
        running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A shorter history that breaks `rule`, found within the time.
pub fn shortest(history: &History, rule: &str, time: Duration) -> History {
    let began = Instant::now();
    let breaks = |commands: &[_]| {
        let shorter = History { commands: commands.to_vec(), ..history.clone() };
        matches!(alone(&shorter, &mut Tally::default()), Err(violation) if violation.rule == rule)
    };
    let mut commands = history.commands.clone();
    let mut chunk = commands.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut shorter = false;
        while at < commands.len() && began.elapsed() < time {
            let end = (at + chunk).min(commands.len());
            let without: Vec<_> = commands[..at].iter().chain(&commands[end..]).copied().collect();
            if breaks(&without) {
                commands = without;
                shorter = true;
            } else {
                at = end;
            }
        }
        if began.elapsed() >= time || (chunk == 1 && !shorter) {
            return History { commands, ..history.clone() };
        }
        chunk =
            if shorter && chunk > 1 { chunk.min(commands.len().max(1)) } else { chunk.div_ceil(2).max(1) };
        if chunk > 1 && !shorter {
            continue;
        }
        if chunk == 1 && commands.is_empty() {
            return History { commands, ..history.clone() };
        }
    }
}
