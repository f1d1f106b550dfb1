//! Connections: how many there are, how long one may be silent, and how they end. Whatever a client does or does not send, it holds a
//! bounded share for a bounded time, and the process ends when it is told to.

use crate::address::TrustedProxies;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// How long a request's head may take, the wait for it on a connection that is kept open included. A page's files come within a
/// second; a telephone on a bad line sends two kilobytes in this time.
const HEAD_TIME: Duration = Duration::from_secs(20);
/// How long requests that are being answered when the server is told to stop may go on. Together with what follows (connections,
/// workers, the store) the process ends within ten seconds.
const LAST_ANSWERS: Duration = Duration::from_secs(6);
/// How long a connection without a request may go on then: enough to send what is in its buffer.
const LAST_BYTES: Duration = Duration::from_millis(500);
/// Waited when no connection can be taken, because the process has no file left for it.
const NO_FILE: Duration = Duration::from_millis(50);
/// Told to whoever is one too many.
const FULL: &str = "连接的人太多，请稍后再试。";

/// How many connections there may be.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// In all.
    pub(crate) all: usize,
    /// From one address. A proxy, on this machine or a trusted one, speaks for everybody and has no such bound.
    pub(crate) each: usize,
    /// The proxies that are trusted.
    pub(crate) proxies: TrustedProxies,
}

/// Serves until `stop`, then ends every connection: who is being answered gets his answer if it comes soon.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let table = Arc::new(Table { bounds, held: Mutex::default() });
    let (ending, ends) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let (app, ends) = (app.clone(), ends.clone());
                    match table.enter(peer.ip()) {
                        Some(place) => tasks.spawn(connection(stream, peer, app, place, ends)),
                        None => tasks.spawn(turn_away(stream)),
                    };
                }
                Err(error) => {
                    tracing::warn!(%error, "no connection taken");
                    tokio::time::sleep(NO_FILE).await;
                }
            },
        }
    }
    drop(listener);
    ending.send_replace(true);
    let all_ended = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_ANSWERS, all_ended).await.is_err() {
        tracing::info!(connections = tasks.len(), "cut off at the end");
        tasks.shutdown().await;
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    place: Place,
    mut ends: watch::Receiver<bool>,
) {
    // Without this, pages sent in several pieces wait 40 ms for an acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let busy = place.busy.clone();
    let answers = service_fn(move |request: hyper::Request<Incoming>| {
        let (app, at_work) = (app.clone(), AtWork::new(&busy));
        async move {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let Ok(response) = app.oneshot(request).await;
            Ok::<_, Infallible>(response.map(|body| Sent { body, _at_work: at_work }))
        }
    });
    let io = TokioIo::new(crate::slow::Patient::new(stream));
    let mut serving = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .serve_connection(io, answers)
    );
    tokio::select! {
        ended = serving.as_mut() => {
            if let Err(error) = ended {
                tracing::debug!(%error, "connection");
            }
            return;
        }
        () = place.given_up.notified() => return,
        _ = ends.wait_for(|ends| *ends) => {}
    }
    serving.as_mut().graceful_shutdown();
    // A head that is half here would be waited for. Nobody is owed an answer to it.
    let most = if place.busy.load(Ordering::Acquire) > 0 { LAST_ANSWERS } else { LAST_BYTES };
    let _ = tokio::time::timeout(most, serving).await;
}

/// Says that there is no room, without reading a request.
async fn turn_away(mut stream: TcpStream) {
    // Which language is liked was not read.
    let language = app::language::Language::Chinese;
    let page = crate::answers::page(http::StatusCode::SERVICE_UNAVAILABLE, FULL, None, language);
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html; charset=utf-8\r\nretry-after: 10\r\n\
         x-robots-tag: noindex\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{page}",
        page.len()
    );
    let _ = tokio::time::timeout(LAST_BYTES, stream.write_all(answer.as_bytes())).await;
}

/// Who is connected.
struct Table {
    bounds: Bounds,
    held: Mutex<(u64, BTreeMap<u64, Held>)>,
}

struct Held {
    peer: IpAddr,
    busy: Arc<AtomicUsize>,
    given_up: Arc<Notify>,
}

impl Table {
    /// A place, when there is one. When all are taken, the connection that has been open longest without a request gives its up: so
    /// those who send nothing, or slowly, cannot hold them all.
    fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, places) = &mut *held;
        let speaks_for_many = peer.is_loopback() || self.bounds.proxies.holds(peer);
        if !speaks_for_many && places.values().filter(|one| one.peer == peer).count() >= self.bounds.each {
            return None;
        }
        if places.len() >= self.bounds.all {
            let idle = places.iter().find(|(_, one)| one.busy.load(Ordering::Acquire) == 0);
            let oldest = idle.map(|(number, _)| *number)?;
            if let Some(gone) = places.remove(&oldest) {
                gone.given_up.notify_one();
            }
        }
        *next += 1;
        let (busy, given_up) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        places.insert(*next, Held { peer, busy: busy.clone(), given_up: given_up.clone() });
        Some(Place { table: self.clone(), number: *next, busy, given_up })
    }
}

/// A place in the table, free again when it is dropped.
struct Place {
    table: Arc<Table>,
    number: u64,
    busy: Arc<AtomicUsize>,
    given_up: Arc<Notify>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.table.held.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&self.number);
    }
}

/// A request that is being answered, until the last piece of its answer was taken.
struct AtWork(Arc<AtomicUsize>);

impl AtWork {
    fn new(busy: &Arc<AtomicUsize>) -> Self {
        busy.fetch_add(1, Ordering::AcqRel);
        Self(busy.clone())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// An answer's body, which is work until it was sent.
struct Sent {
    body: Body,
    _at_work: AtWork,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(all: usize, each: usize) -> Arc<Table> {
        let proxies = TrustedProxies::new(&["10.1.0.0/16".parse().unwrap()]);
        Arc::new(Table { bounds: Bounds { all, each, proxies }, held: Mutex::default() })
    }

    #[test]
    fn one_address_cannot_take_every_place_and_a_proxy_can() {
        let table = table(10, 2);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let first = table.enter(one).unwrap();
        let _second = table.enter(one).unwrap();
        assert!(table.enter(one).is_none(), "a third from the same address");
        assert!(table.enter(other).is_some());
        drop(first);
        assert!(table.enter(one).is_some(), "a place is free again when its connection has ended");
        let many = |peer: [u8; 4]| (0..3).filter_map(|_| table.enter(peer.into())).collect::<Vec<_>>();
        let kept = [many([127, 0, 0, 1]), many([10, 1, 2, 3]), many([10, 2, 2, 3])];
        assert_eq!(kept.map(|kept| kept.len()), [3, 3, 2], "here, a trusted proxy, a stranger");
    }

    #[tokio::test]
    async fn who_sends_nothing_makes_room_and_who_is_answered_stays() {
        let table = table(2, 2);
        let peers: Vec<_> = (1..5).map(|n| IpAddr::from([192, 0, 2, n])).collect();
        let busy = table.enter(peers[0]).unwrap();
        let work = AtWork::new(&busy.busy);
        let idle = table.enter(peers[1]).unwrap();
        let third = table.enter(peers[2]).unwrap();
        idle.given_up.notified().await;
        let _more = AtWork::new(&third.busy);
        assert!(table.enter(peers[3]).is_none(), "everybody is being answered");
        drop(work);
        assert!(table.enter(peers[3]).is_some());
        busy.given_up.notified().await;
    }
}
