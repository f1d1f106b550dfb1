//! One history from its first command to its last: done, crashed, opened again, looked at.

use crate::act::{by_itself, perform};
use crate::command::{Command, History, Kind};
use crate::invariant;
use crate::model::{Model, Outcome, Seen, Violation, violated};
use crate::society::World;
use chrono::{TimeZone, Utc};
use futures::FutureExt;
use registry::store::faults::Fault;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

/// Commands between two looks at the whole register.
const WHOLE_EVERY: usize = 60;
/// A command that takes longer than this in this build hangs.
const HANGS: Duration = Duration::from_secs(60);

/// Of one kind: tried on something, accepted, refused with which codes.
#[derive(Debug, Clone, Default)]
pub struct Count {
    pub tried: u64,
    pub accepted: u64,
    pub refused: BTreeMap<String, u64>,
    pub skipped: u64,
    pub crashed: u64,
    pub took: Duration,
}

#[derive(Debug, Default)]
pub struct Tally {
    pub steps: u64,
    pub kinds: BTreeMap<Kind, Count>,
    pub crashes: u64,
    pub restarts: u64,
    /// Starts after the engine had failed.
    pub halts: u64,
    pub wholes: u64,
    /// Time for looking, after each command and at the whole register.
    pub looking: Duration,
    pub whole_took: Duration,
    /// When a run is over, in the middle of a history, too.
    pub until: Option<Instant>,
    /// What happened, a line a command; only of the last history.
    pub lines: Vec<String>,
}

impl Tally {
    fn count(&mut self, command: &Command, outcome: &Outcome, note: &str, day: chrono::NaiveDate) {
        self.steps += 1;
        let count = self.kinds.entry(command.kind).or_default();
        let word = match outcome {
            Outcome::Skipped => {
                count.skipped += 1;
                "nothing to do it to".to_owned()
            }
            Outcome::Accepted => {
                count.tried += 1;
                count.accepted += 1;
                "accepted".to_owned()
            }
            Outcome::Refused(code) => {
                count.tried += 1;
                *count.refused.entry(code.clone()).or_default() += 1;
                format!("refused: {code}")
            }
            Outcome::Crashed => {
                count.tried += 1;
                count.crashed += 1;
                "the process died".to_owned()
            }
        };
        self.lines.push(format!("{day} {command}: {note}: {word}"));
    }
}

/// Runs a history. What does not hold ends it.
pub async fn run(history: &History, tally: &mut Tally) -> Result<(), Violation> {
    tally.lines.clear();
    let mut world = World::set_up(history.seed, history.disk).await;
    let (year, month, day) = history.begins();
    world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
    let mut model = Model::default();
    by_itself(&world, false, true).await?;
    let mut before = Seen::now(&world).await?;
    let (mut full_for, mut wrong_for) = (0_u32, 0_u32);
    for (n, command) in history.commands.iter().enumerate() {
        if tally.until.is_some_and(|until| Instant::now() > until) {
            break;
        }
        let began = Instant::now();
        let halted_at = world.registry().store.halted().map(|_| world.registry().store.reached().seq);
        let outcome = match command.kind {
            Kind::Restart if model.broken => Outcome::Accepted,
            Kind::Restart => {
                world.restart().await;
                tally.restarts += 1;
                Outcome::Accepted
            }
            Kind::CrashBefore | Kind::CrashAfter => {
                let fault =
                    if command.kind == Kind::CrashBefore { Fault::LostBefore } else { Fault::LostAfter };
                world.registry().store.faults.arm(fault, u32::try_from(command.seed % 7).unwrap_or(0));
                Outcome::Accepted
            }
            // What lies in memory only cannot be started again, and a store that failed has to be.
            Kind::DiskFull if !world.disk => Outcome::Skipped,
            Kind::DiskFull => {
                // The engine may have written what it failed at, or nothing of it.
                let fault = if command.seed % 2 == 0 { Fault::DiskFull } else { Fault::DiskFullAfter };
                world.registry().store.faults.arm(fault, u32::try_from(command.seed / 2 % 3).unwrap_or(0));
                model.broken = true;
                full_for = 5;
                Outcome::Accepted
            }
            // One clock at a time is wrong.
            Kind::ClockBack | Kind::ClockAhead if !world.skew.get().is_zero() => Outcome::Skipped,
            Kind::ClockBack | Kind::ClockAhead => {
                let far = i64::try_from(command.seed % 3).unwrap_or(0);
                let days = if command.kind == Kind::ClockBack { [-1, -3, -40] } else { [2, 40, 1200] };
                world.set_clock_by(chrono::Duration::days(days[usize::try_from(far).unwrap_or(0)]));
                model.note = format!("the clock jumps to {}", world.today());
                wrong_for = 4;
                // A crash that was armed before may strike here too.
                match until_it_dies(&world, command, by_itself(&world, model.broken, true)).await? {
                    Some(done) => done.map(|_| Outcome::Accepted)?,
                    None => Outcome::Crashed,
                }
            }
            _ => one(&world, &mut model, &before, command).await?,
        };
        let note = model.note.clone();
        tally.count(command, &outcome, &note, world.today());
        tally.kinds.entry(command.kind).or_default().took += began.elapsed();
        let reached = world.registry().store.reached().seq;
        if halted_at.is_some_and(|at| at != reached && command.kind != Kind::Restart) {
            return violated("nothing is written after the store failed", command.to_string());
        }
        wrong_for = wrong_for.saturating_sub(1);
        if wrong_for == 0 && !world.skew.get().is_zero() {
            // Somebody has set it right.
            world.set_clock_by(-world.skew.get());
        }
        if outcome == Outcome::Crashed {
            tally.crashes += 1;
            started_again(&mut world, &mut model).await?;
            whole(&world, &mut model, tally).await?;
            by_itself(&world, false, false).await?;
            whole(&world, &mut model, tally).await?;
        }
        full_for = full_for.saturating_sub(1);
        if model.broken && (full_for == 0 || command.kind == Kind::Restart) {
            // There is room again; a process that no longer writes is started again.
            if world.registry().store.halted().is_some() {
                tally.halts += 1;
            }
            started_again(&mut world, &mut model).await?;
            by_itself(&world, false, false).await?;
            whole(&world, &mut model, tally).await?;
        }
        if world.registry().store.halted().is_some() {
            // What the engine shows of a commit it failed at is gone with the next start.
            continue;
        }
        let began = Instant::now();
        let now = Seen::now(&world).await?;
        invariant::every_step(&world, &mut model, &before, &now).await?;
        tally.looking += began.elapsed();
        if n % WHOLE_EVERY == WHOLE_EVERY - 1 {
            whole(&world, &mut model, tally).await?;
        }
        before = now;
    }
    world.set_clock_by(-world.skew.get());
    started_again(&mut world, &mut model).await?;
    by_itself(&world, false, true).await?;
    whole(&world, &mut model, tally).await
}

/// The process is ended and started again, with room on the disk: what was refused because the engine failed is not there.
async fn started_again(world: &mut World, model: &mut Model) -> Result<(), Violation> {
    let registry = world.registry();
    registry.store.faults.disarm();
    let acknowledged = registry.store.halted().map(|_| registry.store.reached().seq);
    let lines = own_lines(world).await?;
    world.restart().await;
    model.broken = false;
    // What a start does to the files it writes down in one commit of its own.
    let own = u64::from(own_lines(world).await? > lines);
    let reached = world.registry().store.reached().seq;
    match acknowledged {
        Some(last) if reached != last + own => {
            violated("nothing refused comes back", format!("commit {last} was the last, {reached} is there"))
        }
        _ => Ok(()),
    }
}

/// Lines about what was done to the store's files.
async fn own_lines(world: &World) -> Result<usize, Violation> {
    match world.registry().soundness().store_log().await {
        Ok(lines) => Ok(lines.len()),
        Err(error) => violated("the store reads", format!("{error:?}")),
    }
}

/// Does a few commands, then something behind the services' back, and gives every rule that breaks.
pub async fn tampered(history: &History, statement: &str) -> Vec<Violation> {
    let world = World::set_up(history.seed, false).await;
    let mut model = Model::default();
    for command in &history.commands {
        let before = Seen::now(&world).await.expect("reads");
        perform(&world, &mut model, &before, command).await.expect("nothing is broken yet");
    }
    let before = Seen::now(&world).await.expect("reads");
    invariant::every_step(&world, &mut model, &before, &before).await.expect("nothing is broken yet");
    invariant::whole(&world, &mut model, &before).await.expect("nothing is broken yet");
    let store = &world.registry().store;
    store.execute(statement).await.expect("done");
    model.versions.clear();
    let now = match Seen::now(&world).await {
        Ok(now) => now,
        Err(violation) => return vec![violation],
    };
    let step = invariant::every_step(&world, &mut model, &before, &now).await;
    let whole = invariant::whole(&world, &mut model, &now).await;
    [step, whole].into_iter().filter_map(Result::err).collect()
}

async fn whole(world: &World, model: &mut Model, tally: &mut Tally) -> Result<(), Violation> {
    let began = Instant::now();
    let now = Seen::now(world).await?;
    invariant::whole(world, model, &now).await?;
    tally.wholes += 1;
    tally.whole_took += began.elapsed();
    Ok(())
}

/// What comes of something; nothing when the process dies under it, as then nobody answers any more.
async fn until_it_dies<T>(
    world: &World,
    command: &Command,
    doing: impl Future<Output = T>,
) -> Result<Option<T>, Violation> {
    tokio::select! {
        biased;
        done = doing => Ok(Some(done)),
        () = world.registry().store.faults.struck() => Ok(None),
        () = tokio::time::sleep(HANGS) => {
            Err(Violation { rule: "every command is answered", told: command.to_string() })
        }
    }
}

/// One command, until it is answered or the process dies under it.
async fn one(world: &World, model: &mut Model, seen: &Seen, command: &Command) -> Result<Outcome, Violation> {
    let doing = AssertUnwindSafe(perform(world, model, seen, command)).catch_unwind();
    match until_it_dies(world, command, doing).await? {
        None => Ok(Outcome::Crashed),
        Some(Ok(done)) => done,
        Some(Err(fallen)) => {
            let words = fallen
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| fallen.downcast_ref::<&str>().map(ToString::to_string))
                .unwrap_or_default();
            Err(Violation { rule: "nothing falls", told: format!("{command}: {words}") })
        }
    }
}
