//! Headers for every answer, and the same-origin check for every change.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

/// Headers that every answer carries. Pages bring their own content security policy with a nonce; everything else gets one
/// that allows nothing. The front page may be listed by search engines, and nothing else.
pub(crate) async fn headers(State(address): State<String>, request: Request, next: Next) -> Response {
    let is_file = request.uri().path().starts_with("/pkg/") || request.uri().path().contains('.');
    let front = request.uri().path() == "/";
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if !front {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    }
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

/// Answers only under the name people use: a page of another site whose name was made to lead here (DNS rebinding) would be of the
/// same origin as what it finds. Somebody at this machine who typed another of its names is led to the right one.
pub(crate) async fn our_name(State(address): State<String>, request: Request, next: Next) -> Response {
    let host = asked_host(&request);
    if host.as_deref().is_some_and(|host| same_host(host, &address)) {
        return next.run(request).await;
    }
    let here = host.as_deref().is_some_and(is_loopback) && host_of(&address).is_some_and(is_loopback);
    if here && matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        return Redirect::temporary(&format!("{address}{path}")).into_response();
    }
    let words = format!("请使用本系统的正式网址访问：{address}\n");
    (StatusCode::MISDIRECTED_REQUEST, words).into_response()
}

/// The name a request was sent to.
fn asked_host(request: &Request) -> Option<String> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let (host, second) = (named.next().and_then(|value| value.to_str().ok()), named.next());
    match (request.uri().authority(), host, second) {
        (None, Some(host), None) => Some(host.to_ascii_lowercase()),
        // A proxy's way of asking names it twice.
        (Some(authority), Some(host), None) if authority.as_str() == host => Some(host.to_ascii_lowercase()),
        _ => None,
    }
}

/// Name and port of an address.
fn host_of(address: &str) -> Option<&str> {
    address.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest))
}

/// Whether a `Host` is the one of this address; the port that goes without saying may be said.
fn same_host(host: &str, address: &str) -> bool {
    let port = if address.starts_with("https://") { ":443" } else { ":80" };
    let plain = |name: &str| name.strip_suffix(port).unwrap_or(name).to_ascii_lowercase();
    host_of(address).is_some_and(|ours| plain(ours) == plain(host))
}

/// Whether a name, with or without a port, is this machine's for itself.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
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

/// Whether a page of the configured address sent it. What the request says of itself (`Host`) proves nothing.
fn is_ours(request: &Request, address: &str) -> bool {
    let text = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let origin = text(header::ORIGIN);
    let site_fits = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin_fits =
        origin.is_none_or(|origin| origin.trim_end_matches('/') == address.trim_end_matches('/'));
    (site.is_some() || origin.is_some()) && site_fits && origin_fits
}

/// A page that another site asked for is sent as it is. Where what that site may choose (an address) stands in one answer with what it may not
/// know, how small the two become together tells of the second (BREACH). A browser says where a request comes from.
pub(crate) async fn plain_to_others(mut request: Request, next: Next) -> Response {
    if is_of_another_site(request.headers()) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}

fn is_of_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get(HeaderName::from_static("sec-fetch-site"));
    site.is_some_and(|site| site != "same-origin" && site != "none")
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
    fn another_site_gets_pages_as_they_are() {
        let others = |headers: &[(&str, &str)]| is_of_another_site(post(headers).headers());
        for site in ["cross-site", "same-site", "", "anything"] {
            assert!(others(&[("sec-fetch-site", site)]), "{site}");
        }
        assert!(!others(&[("sec-fetch-site", "same-origin")]));
        assert!(!others(&[("sec-fetch-site", "none")]), "typed, or from a bookmark");
        assert!(!others(&[]), "a browser of some years ago does not say");
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let ours = |headers: &[(&str, &str)]| is_ours(&post(headers), "https://xueji.example");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://xueji.example")]));
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "https://xueji.example")]));
        assert!(!ours(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "evil.example")]), "DNS rebinding");
        assert!(!ours(&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site"), ("origin", "https://xueji.example")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]), "a sister site is another site");
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "xueji.example")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[]), "a change must say where it comes from");
    }

    #[test]
    fn a_host_is_ours_or_this_machine_or_neither() {
        assert!(same_host("xueji.example", "https://xueji.example"));
        assert!(same_host("Xueji.example:443", "https://xueji.example"));
        assert!(same_host("localhost:3000", "http://localhost:3000"));
        assert!(!same_host("localhost:3001", "http://localhost:3000"));
        assert!(!same_host("xueji.example:80", "https://xueji.example"));
        assert!(!same_host("xueji.example.evil", "https://xueji.example"));
        for here in ["localhost", "127.0.0.1:3000", "[::1]:3000", "127.8.8.8"] {
            assert!(is_loopback(here), "{here}");
        }
        assert!(!is_loopback("localhost.evil:3000") && !is_loopback("192.168.1.1"));
        assert_eq!(asked_host(&post(&[("host", "a"), ("host", "b")])), None, "two names are none");
    }
}
