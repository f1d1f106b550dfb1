//! What a server function's error is as an answer: the status that belongs to it, and for a form without JavaScript a page that says what
//! is wrong. Whoever has to sign in again is led there; what he had typed is kept for him.

use app::api::session::SessionContext;
use app::api::{AppError, BY_FORM, again};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERER};
use http::{HeaderMap, HeaderValue, StatusCode};
use registry::Registry;
use std::collections::BTreeMap;

/// The header by which the framework marks an error.
const ERROR: &str = "serverfnerror";
/// The header by which it tells the page's program to go elsewhere.
const REDIRECT: &str = "serverfnredirect";
/// Longest error text: a list of refusals.
const MOST: usize = 1 << 20;
/// What a page of words may load: less than the pages' own policy allows.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'";
/// Largest form that is kept for who has to sign in again: the seventy-two items, with room.
const MOST_TYPED: usize = 64 << 10;

/// Every answer of a server function.
pub(crate) async fn of_functions(State(registry): State<Registry>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let (typed, request) = before(request).await;
    let answer = next.run(request).await;
    after(&registry, typed, answer).await
}

/// A body beyond every bound is answered in words, and not with the framework's.
pub(crate) async fn too_large(request: Request, next: Next) -> Response {
    let html = text(request.headers(), ACCEPT).is_some_and(|value| value.contains("text/html"));
    let answer = next.run(request).await;
    if answer.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return answer;
    }
    let said = app::text::t::upload::TOO_LARGE;
    match html {
        true => (StatusCode::PAYLOAD_TOO_LARGE, [(CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(page(said)))
            .into_response(),
        false => (StatusCode::PAYLOAD_TOO_LARGE, said).into_response(),
    }
}

/// A form of whoever is signed in no more, before the server function consumes it.
struct Typed {
    /// Whether a browser without a program sent it.
    html: bool,
    kept: Option<Kept>,
}

struct Kept {
    session: SessionContext,
    page: String,
    body: Vec<u8>,
}

/// Looks at a request on its way to a server function. What was typed is put aside only when the session it was typed in is over.
async fn before(request: Request) -> (Typed, Request) {
    let headers = request.headers();
    let says = |name, what: &str| text(headers, name).is_some_and(|value| value.contains(what));
    let html = says(ACCEPT, "text/html");
    let by_form = html || headers.contains_key(BY_FORM);
    let small = text(headers, CONTENT_LENGTH)
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length <= MOST_TYPED);
    let session = request.extensions().get::<SessionContext>().filter(|one| one.session.is_none());
    let page = text(headers, REFERER).and_then(again::path_of);
    let (Some(session), Some(page)) = (session.cloned(), page) else {
        return (Typed { html, kept: None }, request);
    };
    if !(by_form && small && says(CONTENT_TYPE, "application/x-www-form-urlencoded")) {
        return (Typed { html, kept: None }, request);
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MOST_TYPED).await.unwrap_or_default().to_vec();
    let request = Request::from_parts(parts, Body::from(body.clone()));
    (Typed { html, kept: Some(Kept { session, page, body }) }, request)
}

/// The answer with the status and the words that belong to it.
async fn after(registry: &Registry, typed: Typed, response: Response) -> Response {
    if !response.headers().contains_key(ERROR) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, MOST).await.unwrap_or_default();
    let error: AppError =
        serde_json::from_slice(&bytes).unwrap_or_else(|_| AppError::Broken("answer".into()));
    parts.status = error.status();
    if error == AppError::SignedOut {
        let kept = match &typed.kept {
            Some(kept) => keep(registry, kept).await,
            None => false,
        };
        let to = if kept { again::SIGN_IN_KEPT } else { again::SIGN_IN };
        parts.headers.insert(LOCATION, HeaderValue::from_static(to));
        parts.headers.insert(REDIRECT, HeaderValue::from_static(""));
        if typed.html {
            parts.status = StatusCode::FOUND;
        }
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.headers.remove(LOCATION);
    if !typed.html {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    let mut page = Html(page(&error.message())).into_response();
    let kind = page.headers_mut().remove(CONTENT_TYPE);
    parts.headers.extend(kind.map(|kind| (CONTENT_TYPE, kind)));
    Response::from_parts(parts, page.into_body())
}

/// Keeps what was typed under the account whose session it was, for the page it was typed on.
async fn keep(registry: &Registry, kept: &Kept) -> bool {
    let Some(token) = &kept.session.ended else { return false };
    let pairs: Vec<(String, String)> = again::pairs(&kept.body);
    let values: BTreeMap<String, String> = pairs.into_iter().filter_map(again::kept).collect();
    match registry.accounts().account_of_ended(token).await {
        Ok(Some(account)) if !values.is_empty() => {
            let state_of_form = again::state(values, registry.store.clock.now());
            let owner = again::owner(account);
            let put = registry.accounts().put_draft(&owner, &kept.page, &state_of_form).await;
            put.inspect_err(|error| tracing::warn!(%error, "what was typed could not be kept")).is_ok()
        }
        _ => false,
    }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A page of words, for a browser that only sends forms.
fn page(said: &str) -> String {
    use app::text::t::errors;
    let said = escaped(said).replace('\n', "<br>");
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/pkg/xueji.css\"></head>\
         <body><main class=\"container\"><h1>{title}</h1><p>{said}</p><p>{next}</p><p><a href=\"/\">{home}</a></p></main></body></html>",
        title = errors::TITLE,
        next = errors::GO_BACK,
        home = errors::HOME,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
