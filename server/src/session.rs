//! Puts who is asking into every request. The cookie holds a random secret, the store what it stands for.

use app::api::BY_ITSELF;
use app::api::session::{COOKIE, SessionContext};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header;
use registry::Registry;
use registry::account::{SecondFactor, Token};
use std::net::SocketAddr;

/// Loads the session of the cookie. A store that does not answer means: nobody.
pub(crate) async fn load(
    State((registry, policy)): State<(Registry, SecondFactor)>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = cookie(&request, COOKIE).map(|text| Token::from_cookie(&text));
    let session = match &token {
        Some(token) => registry.session(token, policy, attended(&request)).await.unwrap_or_else(|error| {
            tracing::error!(%error, "session");
            None
        }),
        None => None,
    };
    let address = address(&request);
    let (token, ended) = if session.is_some() { (token, None) } else { (None, token) };
    request.extensions_mut().insert(SessionContext { session, token, ended, address, policy });
    next.run(request).await
}

/// Whether somebody asked, and not a page that follows its feed or the feed that connects again.
fn attended(request: &Request) -> bool {
    !request.headers().contains_key(BY_ITSELF) && request.uri().path() != "/feed"
}

fn cookie(request: &Request, name: &str) -> Option<String> {
    let all = request.headers().get_all(header::COOKIE);
    all.iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && (20..200).contains(&value.len())).then(|| value.to_owned())
    })
}

/// The network address limits count by. A proxy on this machine is believed about whom it speaks for; nobody else is.
fn address(request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let Some(peer) = peer else { return "unknown".into() };
    if peer.is_loopback() {
        let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
        if let Some(ip) = last.and_then(|text| text.parse::<std::net::IpAddr>().ok()) {
            return ip.to_string();
        }
    }
    peer.to_string()
}
