//! Forms that act: what is pressed while the first press is under way does nothing.
use leptos::prelude::*;
use leptos::{ev, form, html};
use serde::de::DeserializeOwned;
use server_fn::client::Client;
use server_fn::codec::PostUrl;
use server_fn::request::ClientReq;
use server_fn::{Http, ServerFn};

/// Says of every button of a form, whoever wrote it, whether it is of use now.
fn mark(form: &web_sys::HtmlFormElement, sending: bool) {
    // Each pass takes one of those that say otherwise; an element refuses only a name that is none.
    let otherwise = if sending { "button:not([aria-disabled])" } else { "button[aria-disabled]" };
    while let Ok(Some(button)) = form.query_selector(otherwise) {
        let done = match sending {
            true => button.set_attribute("aria-disabled", "true"),
            false => button.remove_attribute("aria-disabled"),
        };
        if done.is_err() {
            return;
        }
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
    let node = NodeRef::<html::Form>::new();
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            mark(&form, pending.get());
        }
    });
    // Before the form's own handler: an event that is stopped here is not sent.
    let once = move |event: ev::SubmitEvent| {
        if pending.try_get_untracked().unwrap_or_default() {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    };
    view! {
        <form::ActionForm action node_ref=node on:submit:capture=once attr:aria-busy=move || pending.try_get().unwrap_or_default().then_some("true")>
            {children()}
        </form::ActionForm>
    }
}
