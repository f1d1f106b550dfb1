//! Forms that act: what is pressed while the first press is under way does nothing.
use leptos::prelude::*;
use leptos::{ev, form};
use serde::de::DeserializeOwned;
use server_fn::client::Client;
use server_fn::codec::PostUrl;
use server_fn::request::ClientReq;
use server_fn::{Http, ServerFn};

/// Whether the form around a button is being sent.
#[derive(Clone, Copy)]
pub(crate) struct Sending(Signal<bool>);

impl Sending {
    /// Of the form around; a button outside of any waits for nothing. While a page draws itself anew its old elements are still there
    /// for a moment, and what they ask for is not.
    pub(crate) fn here() -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let sending = use_context::<Self>();
        move || sending.and_then(|sending| sending.0.try_get()).unwrap_or_default().then_some("true")
    }
}

/// Leptos' form of a server function, sent once: until the answer is there its buttons say that they are not to be pressed, and what is
/// pressed nevertheless is not sent. They keep the focus; a disabled button would lose it.
#[component]
pub fn ActionForm<ServFn, OutputProtocol>(
    /// What it does.
    action: ServerAction<ServFn>,
    children: Children,
) -> impl IntoView
where
    ServFn:
        DeserializeOwned + ServerFn<Protocol = Http<PostUrl, OutputProtocol>> + Clone + Send + Sync + 'static,
    <<ServFn::Client as Client<ServFn::Error>>::Request as ClientReq<ServFn::Error>>::FormData:
        From<web_sys::FormData>,
    ServFn::Output: Send + Sync + 'static,
    ServFn::Error: Send + Sync + 'static,
    <ServFn as ServerFn>::Client: Client<<ServFn as ServerFn>::Error>,
    OutputProtocol: 'static,
{
    let pending = action.pending();
    provide_context(Sending(pending.into()));
    // Before the form's own handler: an event that is stopped here is not sent.
    let once = move |event: ev::SubmitEvent| {
        if pending.try_get_untracked().unwrap_or_default() {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    };
    view! {
        <form::ActionForm action on:submit:capture=once attr:aria-busy=move || pending.try_get().unwrap_or_default().then_some("true")>
            {children()}
        </form::ActionForm>
    }
}
