//! How the browser's half asks: as server functions do, but saying when nobody was there to ask. A page that follows its feed
//! would otherwise keep the session of an unattended desk alive for ever.

use super::{AppError, BY_FORM, BY_ITSELF, MADE_AT};
use crate::live;
use futures::{Sink, Stream};
use server_fn::Bytes;
use server_fn::client::Client;
use server_fn::client::browser::BrowserClient;
use server_fn::redirect::call_redirect_hook;
use server_fn::response::ClientRes;
use std::cell::Cell;
use web_sys::js_sys::Date;

/// Whoever neither pointed nor typed for so long (milliseconds) did not ask for this.
const UNATTENDED: f64 = 60_000.0;

/// The status of an answer to whoever is signed in no more.
const SIGNED_OUT: u16 = 401;
/// A form's request begins within so long (milliseconds) of its sending.
const SENDING: f64 = 500.0;

thread_local! {
    static TOUCHED: Cell<f64> = Cell::new(Date::now());
    static SUBMITTED: Cell<f64> = const { Cell::new(0.0) };
}

/// Somebody sent a form.
pub fn submitted() {
    SUBMITTED.set(Date::now());
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
        let by_form = Date::now() - SUBMITTED.get() < SENDING;
        if by_form {
            request.headers().set(BY_FORM, "1");
        }
        let asked_for = live::asking();
        let sent = <BrowserClient as Client<AppError>>::send(request);
        async move {
            let response = sent.await?;
            let seq =
                response.generate_headers().get(MADE_AT).and_then(|seq| seq.to_str().ok()?.parse().ok());
            if let Some(seq) = seq {
                live::answered(asked_for, seq);
            }
            // Whoever sent a form after his session had ended is led to the sign-in, and what he typed waits behind it. A page that
            // only asks again stays as it is: somebody may be typing in it.
            if by_form && ClientRes::<AppError>::status(&response) == SIGNED_OUT {
                call_redirect_hook(&ClientRes::<AppError>::location(&response));
            }
            Ok(response)
        }
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
