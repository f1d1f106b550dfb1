//! Listening: the router, the background workers, and an end that loses nothing.

use crate::address::TrustedProxies;
use crate::connections::{self, Bounds};
use crate::ready::Ready;
use crate::router;
use crate::workers::{Team, Workers};
use registry::Registry;
use registry::account::SecondFactor;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a worker that looks every few seconds may be silent. Its longest turns wait for the store, and that wakes it.
const SOON: Duration = Duration::from_secs(300);
/// The same for what looks every hour.
const HOURLY: Duration = Duration::from_secs(2 * 3600);

/// The same for what may have nothing to do until somebody asks.
const ASKED: Duration = Duration::from_secs(u64::MAX / 2);

/// How to serve.
pub(crate) struct Options {
    pub(crate) addr: SocketAddr,
    pub(crate) origin: Option<String>,
    pub(crate) site: PathBuf,
    pub(crate) second_factor: SecondFactor,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) announce: Option<String>,
    pub(crate) bounds: Bounds,
    /// The master key's file and the directory of everything that is kept, for who asks whether the server is ready.
    pub(crate) key: PathBuf,
    pub(crate) data: PathBuf,
    /// Bytes that must be free there; none for the default.
    pub(crate) disk_floor: Option<u64>,
    pub(crate) backup: crate::backup::Plan,
}

/// The address people use.
pub(crate) fn address(listener: &TcpListener, origin: Option<&str>) -> anyhow::Result<String> {
    let port = listener.local_addr()?.port();
    Ok(origin.map_or_else(|| format!("http://localhost:{port}"), str::to_owned))
}

pub(crate) async fn run(registry: Registry, listener: TcpListener, options: Options) -> anyhow::Result<()> {
    let address = address(&listener, options.origin.as_deref())?;
    registry.address.get_or_init(|| address.clone());
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let workers = Workers::default();
    let ready = Ready {
        registry: registry.clone(),
        workers: workers.clone(),
        key: options.key.clone(),
        data: options.data.clone(),
        floor: options.disk_floor,
        last: tokio::sync::Mutex::default(),
    };
    let program = app::program::Program::read(&options.site)?;
    let app = router::build(&registry, &options, &address, stopping, Arc::new(ready), program);
    let mut team = Team::new(workers);
    team.start("jobs", SOON, {
        let registry = registry.clone();
        move || {
            let registry = registry.clone();
            async move { registry.jobs().run_jobs().await }
        }
    });
    team.start("watch", HOURLY, {
        let registry = registry.clone();
        move || {
            let registry = registry.clone();
            async move { work_by_itself(&registry).await }
        }
    });

    team.start("marks", SOON, {
        let registry = registry.clone();
        move || {
            let registry = registry.clone();
            async move { keep_mark(&registry).await }
        }
    });
    let backups = crate::backup::Serving::new(&registry, &options.data, &options.backup)?;
    team.start("backup", ASKED, {
        let backups = backups.clone();
        move || backups.clone().run()
    });

    if matches!(registry.scanner, registry::blob::Scanner::Off) {
        tracing::info!(
            "no virus scanner is set (--clamd): uploads are made anew from what they show, not scanned"
        );
    }
    crate::messages::announce(&registry);
    println!("listening on {address}");
    if let Some(notice) = &options.announce {
        println!("{notice}");
    }
    connections::serve(listener, app, options.bounds, async move {
        stop_signal().await;
        // Feeds never end by themselves, and the server waits for every answer.
        stop.send_replace(true);
    })
    .await;
    team.stop().await;
    if let Some(why) = registry.store.halted() {
        // Not an orderly end: the engine would write what it could not write before, and nobody was told that it was saved.
        tracing::error!(
            why,
            "ended while nothing could be written; the files are looked at before the next start"
        );
        std::process::exit(1);
    }
    backups.ship_the_rest().await;
    Ok(registry.soundness().renew_mark().await?)
}

/// Writes the mark twice a minute, and reads all files once a day: damage there is told, and stops the writing.
async fn keep_mark(registry: &Registry) {
    let mut turns = tokio::time::interval(Duration::from_secs(30));
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for turn in 0_u64.. {
        turns.tick().await;
        if let Err(error) = registry.soundness().renew_mark().await {
            tracing::warn!(%error, "the mark could not be written, will be tried again");
        }
        if turn % (2 * 60 * 24) == 0 {
            match registry.soundness().check_files().await {
                Ok(found) if found.wrong.is_empty() => tracing::info!("the store's files are whole"),
                Ok(found) => registry.store.stop_writing(&found.wrong.join("；")),
                Err(error) => tracing::warn!(%error, "the store's files could not be read"),
            }
        }
    }
}

/// What the system does by itself: every minute a look at the clock, every hour what is due. Every round finds what is still to be
/// done, so one that is missed is made up.
async fn work_by_itself(registry: &Registry) {
    let began = std::time::Instant::now();
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        match registry.jobs().automatic(began.elapsed()).await {
            Ok(None) => {}
            Ok(Some(done)) => tracing::info!(
                reminded = done.watched.reminded,
                escalated = done.watched.escalated,
                cleared = done.watched.cleared,
                rested = done.watched.rested,
                moved = done.moved,
                promoted = done.promoted,
                "what is due by itself is done"
            ),
            Err(error) => tracing::warn!(%error, "could not do all that is due by itself, will go on"),
        }
    }
}

/// Waits until somebody tells the process to end.
pub(crate) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
