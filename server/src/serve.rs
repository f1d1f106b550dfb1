//! Listening: the router, the background workers, and an end that loses nothing.

use crate::address::TrustedProxies;
use crate::router;
use axum::serve::ListenerExt;
use registry::Registry;
use registry::account::SecondFactor;
use std::net::SocketAddr;
use std::path::PathBuf;

/// How to serve.
pub(crate) struct Options {
    pub(crate) addr: SocketAddr,
    pub(crate) origin: Option<String>,
    pub(crate) site: PathBuf,
    pub(crate) second_factor: SecondFactor,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) announce: Option<String>,
}

pub(crate) async fn run(registry: Registry, options: Options) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(options.addr).await?;
    let port = listener.local_addr()?.port();
    let address = options.origin.clone().unwrap_or_else(|| format!("http://localhost:{port}"));
    registry.address.get_or_init(|| address.clone());
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let app = router::build(&registry, &options, &address, stopping);

    let outbox = tokio::spawn({
        let registry = registry.clone();
        async move { registry.run_outbox().await }
    });
    let imports = tokio::spawn({
        let registry = registry.clone();
        async move { registry.run_imports().await }
    });

    let watch = tokio::spawn({
        let registry = registry.clone();
        async move { look_every_hour(&registry).await }
    });

    // Without this, pages sent in several pieces wait 40 ms for an acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
    });
    if matches!(registry.scanner, registry::blob::Scanner::Off) {
        tracing::info!(
            "no virus scanner is set (--clamd): uploads are made anew from what they show, not scanned"
        );
    }
    println!("listening on {address}");
    if let Some(notice) = &options.announce {
        println!("{notice}");
    }
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            stop_signal().await;
            // Feeds never end by themselves, and the server waits for every connection.
            stop.send_replace(true);
        })
        .await?;
    outbox.abort();
    imports.abort();
    watch.abort();
    Ok(())
}

/// What the system does by itself each day. Every look finds what is still to be done, so an hour that is missed is made up.
async fn look_every_hour(registry: &Registry) {
    let mut hours = tokio::time::interval(std::time::Duration::from_secs(3600));
    loop {
        hours.tick().await;
        match registry.watch().await {
            Ok(done) => tracing::info!(
                reminded = done.reminded,
                escalated = done.escalated,
                cleared = done.cleared,
                rested = done.rested,
                "looked at the open cases"
            ),
            Err(error) => tracing::warn!(%error, "could not look at the open cases, will look again"),
        }
        match registry.resume_school_changes().await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "archives of schools that end"),
            Err(error) => tracing::warn!(%error, "could not finish a change of a school, will go on"),
        }
        match registry.promote_all().await {
            Ok(schools) if schools.is_empty() => {}
            Ok(schools) => {
                let promoted: usize = schools.iter().map(|(_, ran)| ran.promoted).sum();
                tracing::info!(schools = schools.len(), promoted, "promotion of the year");
            }
            Err(error) => tracing::warn!(%error, "could not finish the promotion, will go on"),
        }
    }
}

async fn stop_signal() {
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
