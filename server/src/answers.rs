//! What a server function's error is as an answer: the status that belongs to it, and for a form without JavaScript a page that says what
//! is wrong. Whoever has to sign in again is led there; what he had typed is kept for him.

use app::api::session::SessionContext;
use app::api::{AppError, BY_FORM, again};
use app::language::{Language, of_request};
use app::text::t::errors;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERER,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use registry::Registry;

/// The header by which the framework marks an error.
const ERROR: &str = "serverfnerror";
/// The header by which it tells the page's program to go elsewhere.
const REDIRECT: &str = "serverfnredirect";
/// Longest error text: a list of refusals.
const MOST: usize = 1 << 20;
/// What a page of words may load: less than the pages' own policy allows.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'; \
                           base-uri 'none'";
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
    let (html, language) = reader(&request);
    let answer = next.run(request).await;
    if answer.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return answer;
    }
    let said = app::text::t::upload::TOO_LARGE.say(language);
    match html {
        true => of_words(StatusCode::PAYLOAD_TOO_LARGE, said, Some(errors::GO_BACK.say(language)), language),
        false => (StatusCode::PAYLOAD_TOO_LARGE, said).into_response(),
    }
}

/// An error that reached a browser without a page gets one: a file that is not there or not for this account, a change of another
/// site's, a handler that fell. What speaks for itself (a page, the answer of a check) stays.
pub(crate) async fn in_words(request: Request, next: Next) -> Response {
    let (html, language) = reader(&request);
    let answer = next.run(request).await;
    let said = match answer.status() {
        _ if !html => None,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(errors::MALFORMED.say(language))
        }
        StatusCode::UNAUTHORIZED => Some(errors::SIGNED_OUT.say(language)),
        StatusCode::FORBIDDEN => Some(errors::FORBIDDEN.say(language)),
        StatusCode::NOT_FOUND => Some(errors::NOT_FOUND.say(language)),
        StatusCode::METHOD_NOT_ALLOWED => Some(errors::METHOD.say(language)),
        StatusCode::REQUEST_TIMEOUT => Some(errors::TOO_SLOW.say(language)),
        StatusCode::INTERNAL_SERVER_ERROR => Some(errors::FELL.say(language)),
        StatusCode::SERVICE_UNAVAILABLE => Some(errors::BUSY.say(language)),
        _ => None,
    };
    let kind = text(answer.headers(), CONTENT_TYPE);
    let bare = kind.is_none_or(|kind| kind.starts_with("text/plain"));
    let Some(said) = said.filter(|_| bare) else { return answer };
    let (mut parts, _) = answer.into_parts();
    let (told, body) = of_words(parts.status, said, None, language).into_parts();
    // The words are of another length and kind than what stood there; what else was said (cookies, whether to close) stays said.
    for name in [CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_TYPE, CONTENT_SECURITY_POLICY] {
        parts.headers.remove(name);
    }
    parts.headers.extend(told.headers);
    Response::from_parts(parts, body)
}

/// Whether somebody will read the answer in a browser, and in which language.
fn reader(request: &Request) -> (bool, Language) {
    (is_for_reading(request.headers()), of_request(request.uri().path(), request.headers()))
}

/// Whether somebody will read the answer in a browser.
fn is_for_reading(headers: &HeaderMap) -> bool {
    text(headers, ACCEPT).is_some_and(|value| value.contains("text/html"))
}

/// A page of words as an answer.
fn of_words(status: StatusCode, said: &str, next: Option<&str>, language: Language) -> Response {
    (status, [(CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(page(status, said, next, language)))
        .into_response()
}

/// A form of whoever is signed in no more, before the server function consumes it.
struct Typed {
    /// Whether a browser without a program sent it.
    html: bool,
    /// In which language the page speaks from which it was sent.
    language: Language,
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
    let language = of_request(request.uri().path(), headers);
    let by_form = html || headers.contains_key(BY_FORM);
    let small = text(headers, CONTENT_LENGTH)
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length <= MOST_TYPED);
    let session = request.extensions().get::<SessionContext>().filter(|one| one.session.is_none());
    let page = text(headers, REFERER).and_then(again::path_of);
    let (Some(session), Some(page)) = (session.cloned(), page) else {
        return (Typed { html, language, kept: None }, request);
    };
    if !(by_form && small && says(CONTENT_TYPE, "application/x-www-form-urlencoded")) {
        return (Typed { html, language, kept: None }, request);
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MOST_TYPED).await.unwrap_or_default().to_vec();
    let request = Request::from_parts(parts, Body::from(body.clone()));
    (Typed { html, language, kept: Some(Kept { session, page, body }) }, request)
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
    let mut page = Html(told(parts.status, &error, typed.language)).into_response();
    let kind = page.headers_mut().remove(CONTENT_TYPE);
    parts.headers.extend(kind.map(|kind| (CONTENT_TYPE, kind)));
    Response::from_parts(parts, page.into_body())
}

/// Keeps what was typed under the account whose session it was, for the page it was typed on.
async fn keep(registry: &Registry, kept: &Kept) -> bool {
    let Some(token) = &kept.session.ended else { return false };
    let values = again::of_form(&kept.body);
    match registry.accounts().account_of_ended(token).await {
        Ok(Some(account)) if !values.is_empty() => {
            let state_of_form = again::state(values, registry.store.clock.now());
            let owner = registry::account::ended_owner(account);
            let put = registry.accounts().put_draft(&owner, &kept.page, &state_of_form).await;
            put.inspect_err(|error| tracing::warn!(%error, "what was typed could not be kept")).is_ok()
        }
        _ => false,
    }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The page that tells an error.
fn told(status: StatusCode, error: &AppError, language: Language) -> String {
    page(status, &error.message_in(language), Some(errors::GO_BACK.say(language)), language)
}

/// A page of words, for a browser that only sends forms: it needs no program and looks like the others where the style sheet comes.
/// `next` says what to do besides going back to the front page.
pub(crate) fn page(status: StatusCode, said: &str, next: Option<&str>, language: Language) -> String {
    let title = match status {
        StatusCode::NOT_FOUND => errors::NOT_FOUND_TITLE,
        StatusCode::FORBIDDEN => errors::FORBIDDEN_TITLE,
        StatusCode::INTERNAL_SERVER_ERROR => errors::FELL_TITLE,
        StatusCode::SERVICE_UNAVAILABLE => errors::UNAVAILABLE_TITLE,
        _ => errors::TITLE,
    };
    let (title, home) = (title.say(language), errors::HOME.say(language));
    let said = escaped(said).replace('\n', "<br>");
    let next = next.map(|next| format!("<p>{next}</p>")).unwrap_or_default();
    let back = format!("<p><a class=\"back-link\" href=\"/\">{home}</a></p>");
    document(title, "", &format!("<h1>{title}</h1><p>{said}</p>{next}{back}"), language)
}

/// A page that no program draws, for nobody in particular: `head` and `main` are markup of ours.
pub(crate) fn document(title: &str, head: &str, main: &str, language: Language) -> String {
    use app::text::t::{common, layout};
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{full}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/pkg/xueji.css\">{head}</head>\
         <body><header class=\"site-header\"><div class=\"container site-header-row\">\
         <a class=\"brand\" href=\"/\"><span class=\"brand-name\">{product}</span></a></div></header>\
         <main id=\"main\" class=\"container main main-narrow\">{main}</main></body></html>",
        lang = language.tag(),
        full = layout::title_of(title, common::PRODUCT.say(language)),
        product = common::PRODUCT.say(language),
    )
}

/// Text as it stands between tags and in attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use http::header::SET_COOKIE;
    use tower::ServiceExt;

    #[test]
    fn a_page_of_words_has_one_heading_and_a_way_back_and_is_no_markup_of_anybody_else() {
        for status in [403, 404, 413, 500, 503] {
            let status = StatusCode::from_u16(status).unwrap();
            let page = page(status, "<script>x</script>\n第二行", None, Language::Chinese);
            assert_eq!(page.matches("<h1>").count(), 1, "{status}");
            assert!(page.contains("href=\"/\"") && page.contains("lang=\"zh-CN\""), "{status}");
            assert!(page.contains("&lt;script&gt;x&lt;/script&gt;<br>第二行"), "{page}");
            assert!(!page.contains("<script") && !page.contains(" style="), "{page}");
        }
    }

    async fn inside(request: Request) -> Response {
        match request.uri().path() {
            "/fell" => {
                (StatusCode::INTERNAL_SERVER_ERROR, [(SET_COOKIE, "a=b")], "the inside").into_response()
            }
            "/check" => (StatusCode::SERVICE_UNAVAILABLE, axum::Json("checks")).into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    async fn asked(accept: &str, path: &str) -> (StatusCode, HeaderMap, String) {
        let router = Router::new().fallback(inside).layer(axum::middleware::from_fn(in_words));
        let request = Request::builder().uri(path).header(ACCEPT, accept).body(Body::empty()).unwrap();
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, MOST).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_fell_is_said_in_words_and_what_speaks_for_itself_stays() {
        let (status, headers, page) = asked("text/html,*/*", "/fell").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains(errors::FELL.say(Language::Chinese)) && !page.contains("the inside"), "{page}");
        assert_eq!(headers.get_all(CONTENT_TYPE).iter().count(), 1);
        assert!(text(&headers, CONTENT_TYPE).unwrap().starts_with("text/html"));
        assert_eq!(headers.get(SET_COOKIE).unwrap(), "a=b", "a cookie stays");
        let (status, _, page) = asked("text/html", "/nowhere").await;
        assert!(status == StatusCode::NOT_FOUND && page.contains("<h1>"), "{page}");
        let (status, _, said) = asked("text/html", "/check").await;
        assert_eq!((status, said.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "\"checks\""));
        let (_, _, said) = asked("application/json", "/fell").await;
        assert_eq!(said, "the inside", "a program reads no page");
    }
}
