//! Headers for every answer, and the same-origin check for every change.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

/// Headers that every answer carries. Pages bring their own content security policy with a nonce; everything else gets one
/// that allows nothing.
pub(crate) async fn headers(State(address): State<String>, request: Request, next: Next) -> Response {
    let is_file = request.uri().path().starts_with("/pkg/") || request.uri().path().contains('.');
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if address.starts_with("https://") {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
    if !is_file {
        // Personal data: never in a shared or a browser's cache.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses a change that another site's page has sent. Browsers say where a request comes from; one that says nothing and
/// carries no cookie can do no harm, one that carries a cookie must say.
pub(crate) async fn same_origin(State(address): State<String>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_ours(&request, &address) {
        return (StatusCode::FORBIDDEN, "cross-origin request").into_response();
    }
    next.run(request).await
}

fn is_ours(request: &Request, address: &str) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        // The address people use, or (same port, another name for this machine) the one they typed.
        Some(origin) => {
            origin == address || text(header::HOST).is_some_and(|host| origin_host(origin) == Some(host))
        }
        None => false,
    }
}

fn origin_host(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn post(headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().method(Method::POST).uri("/api/decide");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let ours = |headers: &[(&str, &str)]| is_ours(&post(headers), "https://xueji.example");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://xueji.example")]));
        assert!(ours(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site"), ("origin", "https://xueji.example")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]), "a sister site is another site");
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "xueji.example")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[]), "a change must say where it comes from");
    }
}
