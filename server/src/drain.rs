//! Reading on when nobody wants the rest. A request that is refused before its body was read (the session has ended, the file is
//! too large) would have its connection closed under it, and a browser in the middle of sending shows a broken connection instead
//! of the page that says why. So what is left is read and thrown away, within bounds.

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures::{StreamExt, stream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Bytes that are read on at most: somewhat more than the largest form with a file.
const MOST: usize = 128 << 20;
/// How long at most: a telephone sends five megabytes in this time.
const LONGEST: Duration = Duration::from_secs(30);

pub(crate) async fn rest(request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        let (parts, body) = request.into_parts();
        let kept = Arc::new(Mutex::new(body.into_data_stream()));
        let lent = lend(kept.clone());
        let response = next.run(Request::from_parts(parts, lent)).await;
        // What was read to its end gives nothing more at once.
        let _ = tokio::time::timeout(LONGEST, throw_away(kept)).await;
        return response;
    }
    next.run(request).await
}

/// The body, for whoever handles the request; what is not read of it stays behind.
fn lend(kept: Arc<Mutex<BodyDataStream>>) -> Body {
    Body::from_stream(read(kept))
}

fn read(
    kept: Arc<Mutex<BodyDataStream>>,
) -> impl futures::Stream<Item = Result<axum::body::Bytes, axum::Error>> + Send {
    stream::poll_fn(move |context| {
        kept.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    })
}

async fn throw_away(kept: Arc<Mutex<BodyDataStream>>) {
    let mut rest = Box::pin(read(kept));
    let mut seen = 0;
    while let Some(Ok(chunk)) = rest.next().await {
        seen += chunk.len();
        if seen > MOST {
            return;
        }
    }
}
