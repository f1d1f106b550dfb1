//! Puts who is asking into every request. The cookie holds a random secret, the store what it stands for.

use crate::address::TrustedProxies;
use app::api::BY_ITSELF;
use app::api::form_state::ReadDrafts;
use app::api::session::{COOKIE, SessionContext, Waiting};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header;
use registry::Registry;
use registry::account::{SecondFactor, Token};

/// Loads the session of the cookie. A store that does not answer means: nobody.
pub(crate) async fn load(
    State((registry, policy, proxies)): State<(Registry, SecondFactor, TrustedProxies)>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = cookie(&request, COOKIE).map(|text| Token::from_cookie(&text));
    let session = match &token {
        Some(token) => {
            registry.accounts().session(token, policy, attended(&request)).await.unwrap_or_else(|error| {
                tracing::error!(%error, "session");
                None
            })
        }
        None => None,
    };
    let address = proxies.address(&request);
    let (token, ended) = if session.is_some() { (token, None) } else { (None, token) };
    let (waiting, drafts) = (Waiting::default(), ReadDrafts::default());
    let context = SessionContext { session, token, ended, address, policy, waiting, drafts };
    request.extensions_mut().insert(context);
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
