//! How the browser's half asks: as server functions do, but saying when nobody was there to ask. A page that follows its feed
//! would otherwise keep the session of an unattended desk alive for ever.

use super::{AppError, BY_ITSELF};
use futures::{Sink, Stream};
use server_fn::Bytes;
use server_fn::client::Client;
use server_fn::client::browser::BrowserClient;
use std::cell::Cell;
use web_sys::js_sys::Date;

/// Whoever neither pointed nor typed for so long (milliseconds) did not ask for this.
const UNATTENDED: f64 = 60_000.0;

thread_local! {
    static TOUCHED: Cell<f64> = Cell::new(Date::now());
}

/// Somebody pointed or typed.
pub fn touched() {
    TOUCHED.set(Date::now());
}

/// The client of every server function.
pub struct Attended;

impl Client<AppError> for Attended {
    type Request = <BrowserClient as Client<AppError>>::Request;
    type Response = <BrowserClient as Client<AppError>>::Response;

    fn send(request: Self::Request) -> impl Future<Output = Result<Self::Response, AppError>> + Send {
        if Date::now() - TOUCHED.get() > UNATTENDED {
            request.headers().set(BY_ITSELF, "1");
        }
        <BrowserClient as Client<AppError>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            AppError,
        >,
    > + Send {
        <BrowserClient as Client<AppError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<AppError>>::spawn(future);
    }
}
