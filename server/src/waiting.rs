//! While the demo is built: every address answers a page that says so and how far it is, and asks again by itself. Then the listening goes
//! on with the register's own pages.

use crate::connections::{self, Bounds};
use crate::demo::Progress;
use crate::{answers, drain, ready, security, serve};
use app::language::Language;
use app::text::t::preparing as w;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, RETRY_AFTER};
use serde_json::json;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::services::ServeDir;

/// Seconds until the page asks again.
const AGAIN: u32 = 3;

/// What answers meanwhile.
pub(crate) fn router(progress: &Progress, site: &Path, address: &str) -> Router {
    let progress = progress.clone();
    Router::new()
        .route("/healthz", get(ready::lives))
        .route("/readyz", get(not_ready))
        .route("/health", get(not_ready))
        .nest("/pkg", Router::new().fallback_service(ServeDir::new(site.join("pkg"))))
        .fallback(move || {
            let page = page(&progress.done());
            async move { wait(page) }
        })
        .layer(middleware::from_fn(drain::rest))
        .layer(middleware::from_fn_with_state(address.to_owned(), security::headers))
}

/// Answers with the page for as long as the work takes. Gives the listener back with what came of the work; nothing came of it where the
/// process was told to end.
pub(crate) async fn until<T>(
    listener: TcpListener,
    page: Router,
    bounds: Bounds,
    work: impl Future<Output = T>,
) -> anyhow::Result<(TcpListener, Option<T>)> {
    // The same socket twice: who calls while one hands over to the other is not turned away.
    let listener = listener.into_std()?;
    let meanwhile = TcpListener::from_std(listener.try_clone()?)?;
    let (over, is_over) = oneshot::channel::<()>();
    let answering = tokio::spawn(connections::serve(meanwhile, page, bounds, async move {
        // A sender that is gone says the same.
        let _ = is_over.await;
    }));
    let done = tokio::select! {
        done = work => Some(done),
        () = serve::stop_signal() => None,
    };
    let _ = over.send(());
    answering.await?;
    Ok((TcpListener::from_std(listener)?, done))
}

async fn not_ready() -> Response {
    let said = Json(json!({ "ready": false, "checks": { "demo": "failed" } }));
    (StatusCode::SERVICE_UNAVAILABLE, said).into_response()
}

fn wait(page: String) -> Response {
    let headers =
        [(RETRY_AFTER, AGAIN.to_string()), (CONTENT_SECURITY_POLICY, answers::PAGE_POLICY.to_owned())];
    (StatusCode::SERVICE_UNAVAILABLE, headers, Html(page)).into_response()
}

/// The page: what is going on, in both languages, and what is done so far.
fn page(done: &[(String, u64)]) -> String {
    let zh = Language::Chinese;
    let steps = match done {
        [] => format!("<p>{}</p>", w::BEGUN.say(zh)),
        done => {
            let line = |(what, seconds): &(String, u64)| {
                format!("<li>{}</li>", answers::escaped(&w::after(what, *seconds)))
            };
            format!("<ol>{}</ol>", done.iter().map(line).collect::<String>())
        }
    };
    let main = format!(
        "<h1>{title}</h1><p>{what}</p><p lang=\"en\">{english}</p><h2>{so_far}</h2>{steps}",
        title = w::TITLE.say(zh),
        what = w::WHAT.say(zh),
        english = w::WHAT.say(Language::English),
        so_far = w::SO_FAR.say(zh),
    );
    let head = format!("<meta http-equiv=\"refresh\" content=\"{AGAIN}\">");
    answers::document(w::TITLE.say(zh), &head, &main, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::TrustedProxies;
    use axum::body::Body;
    use http::Request;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tower::ServiceExt;

    fn waiting(progress: &Progress) -> Router {
        router(progress, Path::new("/nowhere"), "http://localhost:3000")
    }

    async fn asked(progress: &Progress, method: &str, path: &str) -> (StatusCode, http::HeaderMap, String) {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let (parts, body) = waiting(progress).oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn every_address_says_how_far_it_is_and_asks_again_without_a_script() {
        let progress = Progress::begin();
        let (status, headers, page) = asked(&progress, "GET", "/").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(headers.get(RETRY_AFTER).unwrap(), "3");
        assert!(page.contains("<meta http-equiv=\"refresh\" content=\"3\">"), "{page}");
        assert!(page.contains(w::TITLE.say(Language::Chinese)) && page.contains("lang=\"en\""), "{page}");
        assert!(page.contains(w::BEGUN.say(Language::Chinese)), "nothing is done yet");
        assert!(!page.contains("<script") && !page.contains(" style="), "{page}");
        progress.told("单位<x>");
        for (method, path) in [("GET", "/desk"), ("POST", "/api/sign_in"), ("GET", "/files/template.xlsx")] {
            let (status, headers, page) = asked(&progress, method, path).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(headers.get("x-robots-tag").unwrap(), "noindex", "{path}");
            assert!(page.contains("<li>单位&lt;x&gt;"), "{path}: {page}");
            assert!(!page.contains(w::BEGUN.say(Language::Chinese)), "{path}");
        }
    }

    #[tokio::test]
    async fn it_lives_and_is_not_ready() {
        let progress = Progress::begin();
        let (status, _, said) = asked(&progress, "GET", "/healthz").await;
        assert_eq!((status, said.as_str()), (StatusCode::OK, "ok"));
        for path in ["/readyz", "/health"] {
            let (status, _, said) = asked(&progress, "GET", path).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            let said: serde_json::Value = serde_json::from_str(&said).unwrap();
            assert_eq!(said, json!({ "ready": false, "checks": { "demo": "failed" } }), "{path}");
        }
    }

    /// Asks on a connection of its own and gives the first line of the answer.
    async fn first_line(port: u16) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let question = "GET /home HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(question.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_same_socket_goes_on_with_the_real_pages() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let bounds = Bounds { all: 10, each: 10, proxies: TrustedProxies::new(&[]) };
        let progress = Progress::begin();
        let work = async { first_line(port).await };
        let (listener, seen) = until(listener, waiting(&progress), bounds.clone(), work).await.unwrap();
        assert_eq!(seen.as_deref(), Some("HTTP/1.1 503 Service Unavailable"));
        assert_eq!(listener.local_addr().unwrap().port(), port);
        let real = Router::new().fallback(|| async { "the register" });
        let (over, is_over) = oneshot::channel::<()>();
        let serving = tokio::spawn(connections::serve(listener, real, bounds, async move {
            let _ = is_over.await;
        }));
        assert_eq!(first_line(port).await, "HTTP/1.1 200 OK");
        over.send(()).unwrap();
        serving.await.unwrap();
    }
}
