//! Slow clients: a body that does not come is given up (408), and so is an answer that is not taken. A slow line is none of these:
//! what counts is that something moves.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

/// How long nothing may come of a body. Telephones lose the line for some seconds in a lift.
const SILENCE: Duration = Duration::from_secs(10);
/// How long may be waited for a body in all before its speed counts.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes a second that are expected after that: a quarter of what the slowest telephone network gives. A proof of five megabytes
/// may take twenty minutes; a byte every few seconds may not.
const SPEED: f64 = 4096.0;
/// How long nothing may be taken of an answer.
const UNREAD: Duration = Duration::from_secs(30);

/// Gives up a body that comes too slowly.
pub(crate) async fn body(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let language = app::language::of_request(request.uri().path(), request.headers());
    let late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| Body::new(Paced::new(body, late.clone())));
    let response = next.run(request).await;
    if late.load(Ordering::Acquire) {
        let close = (header::CONNECTION, HeaderValue::from_static("close"));
        let told = app::text::t::errors::TOO_SLOW.say(language);
        return (StatusCode::REQUEST_TIMEOUT, [close], told).into_response();
    }
    response
}

/// A body whose sender is timed. Only waiting counts: what the handler does between two pieces is not the sender's time.
struct Paced {
    body: Body,
    late: Arc<AtomicBool>,
    received: usize,
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    fn new(body: Body, late: Arc<AtomicBool>) -> Self {
        Self { body, late, received: 0, waited: Duration::ZERO, waiting: None }
    }

    fn is_late(&self) -> bool {
        let due = self.waited.saturating_sub(PATIENCE).as_secs_f64() * SPEED;
        due > f64::from(u32::try_from(self.received).unwrap_or(u32::MAX))
    }

    fn give_up(&mut self) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.late.store(true, Ordering::Release);
        self.waiting = None;
        Poll::Ready(Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))))
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.late.load(Ordering::Acquire) {
            return Poll::Ready(None);
        }
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(piece) => {
                if let Some((since, _)) = self.waiting.take() {
                    self.waited += since.elapsed();
                }
                if let Some(Ok(frame)) = &piece {
                    self.received += frame.data_ref().map_or(0, Bytes::len);
                    if self.is_late() {
                        return self.give_up();
                    }
                }
                Poll::Ready(piece)
            }
            Poll::Pending => {
                let (_, silence) = self
                    .waiting
                    .get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(SILENCE))));
                ready!(silence.as_mut().poll(context));
                self.give_up()
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection that is given up when the other side takes nothing of what is sent to it.
pub(crate) struct Patient {
    stream: TcpStream,
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, stuck: None }
    }

    fn within<T>(&mut self, context: &mut Context<'_>, sent: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.stuck = None;
            return sent;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(UNREAD)));
        ready!(stuck.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, sent)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.within(context, sent)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paced(received: usize, waited: u64) -> Paced {
        let late = Arc::new(AtomicBool::new(false));
        Paced { received, waited: Duration::from_secs(waited), ..Paced::new(Body::empty(), late) }
    }

    #[test]
    fn a_slow_line_is_waited_for_and_a_dribble_is_not() {
        assert!(!paced(3, 19).is_late(), "the first seconds are free");
        assert!(paced(30, 30).is_late(), "a byte a second");
        assert!(!paced(5 << 20, 20 * 60).is_late(), "five megabytes over a slow telephone");
    }
}
