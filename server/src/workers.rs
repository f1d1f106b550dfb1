//! The background workers (后台任务): each is started, watched, and started again when it falls. What they do stands in the registry;
//! here is only that they do it.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Waited before a worker that fell is started again: doubled each time, so that one that cannot run does not fill the log.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A worker that ran so long before it fell is started again after the first pause.
const RECOVERED: Duration = Duration::from_secs(300);

/// What is known of one worker.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    /// When it last did something, or looked whether there was something to do.
    pub(crate) last_turn: Instant,
    /// How often it was started again.
    pub(crate) restarts: u32,
    /// When it last fell.
    pub(crate) last_failure: Option<Instant>,
    /// Whether it runs, and does not wait to be started again.
    pub(crate) running: bool,
    /// How long it may be silent: longer than the longest wait between two of its looks.
    quiet: Duration,
}

impl Worker {
    /// Whether it works: it runs, and has shown it not long ago.
    pub(crate) fn is_alive(&self) -> bool {
        self.running && self.last_turn.elapsed() <= self.quiet
    }
}

/// The table of workers. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Workers {
    table: Arc<Mutex<BTreeMap<&'static str, Worker>>>,
}

/// The running workers; they end when this does.
pub(crate) struct Team {
    workers: Workers,
    tasks: JoinSet<()>,
}

impl Workers {
    /// Every worker as it is now.
    pub(crate) fn all(&self) -> BTreeMap<&'static str, Worker> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether every worker works.
    pub(crate) fn are_alive(&self) -> bool {
        self.all().values().all(Worker::is_alive)
    }

    fn change(&self, name: &'static str, change: impl FnOnce(&mut Worker)) {
        if let Some(worker) = self.table.lock().unwrap_or_else(PoisonError::into_inner).get_mut(name) {
            change(worker);
        }
    }
}

impl Team {
    pub(crate) fn new(workers: Workers) -> Self {
        Self { workers, tasks: JoinSet::new() }
    }

    /// Starts a worker: `work` makes the future that never ends by itself, anew each time it fell. `quiet` is how long it may be
    /// silent before it counts as stuck.
    pub(crate) fn start<F>(
        &mut self,
        name: &'static str,
        quiet: Duration,
        work: impl Fn() -> F + Send + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        self.start_with(name, quiet, FIRST_PAUSE, work);
    }

    fn start_with<F>(
        &mut self,
        name: &'static str,
        quiet: Duration,
        first_pause: Duration,
        work: impl Fn() -> F + Send + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let started =
            Worker { last_turn: Instant::now(), restarts: 0, last_failure: None, running: true, quiet };
        self.workers.table.lock().unwrap_or_else(PoisonError::into_inner).insert(name, started);
        let workers = self.workers.clone();
        self.tasks.spawn(async move {
            let mut pause = first_pause;
            loop {
                let since = Instant::now();
                let ended = run(&workers, name, work()).await;
                // What it said when it fell may quote data; the panic's place is in the log of panics.
                tracing::error!(
                    worker = name,
                    panicked = ended.is_err(),
                    "a worker fell, it is started again"
                );
                workers.change(name, |worker| {
                    worker.running = false;
                    worker.restarts += 1;
                    worker.last_failure = Some(Instant::now());
                });
                if since.elapsed() >= RECOVERED {
                    pause = first_pause;
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                workers.change(name, |worker| {
                    worker.running = true;
                    worker.last_turn = Instant::now();
                });
            }
        });
    }

    /// Ends them all. A turn that is under way is done again at the next start.
    pub(crate) async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Runs a worker. Each time it is woken counts as a turn: it then works, or looks whether there is something to do.
async fn run(
    workers: &Workers,
    name: &'static str,
    work: impl Future<Output = ()> + Send,
) -> std::thread::Result<()> {
    let mut work: Pin<Box<_>> = Box::pin(AssertUnwindSafe(work).catch_unwind());
    std::future::poll_fn(move |context| {
        workers.change(name, |worker| worker.last_turn = Instant::now());
        work.as_mut().poll(context)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_worker_that_falls_is_started_again_and_counted() {
        let workers = Workers::default();
        let mut team = Team::new(workers.clone());
        let (told, mut tells) = mpsc::unbounded_channel();
        let starts = Arc::new(AtomicU32::new(0));
        team.start_with("falls", Duration::from_secs(60), Duration::from_millis(1), {
            let starts = starts.clone();
            move || {
                let (told, start) = (told.clone(), starts.fetch_add(1, Ordering::SeqCst));
                async move {
                    told.send(start).unwrap();
                    assert!(start >= 2, "falls twice");
                    std::future::pending::<()>().await;
                }
            }
        });
        team.start("stands", Duration::from_secs(60), std::future::pending);
        for start in 0..3 {
            assert_eq!(tells.recv().await, Some(start));
        }
        let all = workers.all();
        assert_eq!((all["falls"].restarts, all["stands"].restarts), (2, 0));
        assert!(all["falls"].last_failure.is_some() && workers.are_alive());
        team.stop().await;
    }

    #[tokio::test]
    async fn one_that_lies_or_is_silent_too_long_is_not_alive() {
        let workers = Workers::default();
        let mut team = Team::new(workers.clone());
        let (told, mut tells) = mpsc::unbounded_channel();
        team.start_with("lies", Duration::from_secs(60), Duration::from_secs(3600), move || {
            let told = told.clone();
            async move { told.send(()).unwrap() }
        });
        tells.recv().await.unwrap();
        while workers.all()["lies"].restarts == 0 {
            tokio::task::yield_now().await;
        }
        assert!(!workers.are_alive(), "it waits to be started again");
        team.stop().await;

        let workers = Workers::default();
        let mut team = Team::new(workers.clone());
        team.start("silent", Duration::ZERO, std::future::pending);
        tokio::task::yield_now().await;
        assert!(!workers.are_alive(), "silent for longer than it may be");
        team.stop().await;
    }
}
