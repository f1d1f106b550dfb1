//! Forms that act: what is pressed while the first press is under way does nothing.
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::{form, html};
use serde::de::DeserializeOwned;
use server_fn::client::Client;
use server_fn::codec::PostUrl;
use server_fn::request::ClientReq;
use server_fn::{Http, ServerFn};

/// Says of a form, and of every button in it, whoever wrote it, whether it is being sent.
pub(super) fn mark(form: &web_sys::HtmlFormElement, sending: bool) {
    let said = match sending {
        true => form.set_attribute("aria-busy", "true"),
        false => form.remove_attribute("aria-busy"),
    };
    // Each pass takes one of those that say otherwise; an element refuses only a name that is none.
    let otherwise = if sending { "button:not([aria-disabled])" } else { "button[aria-disabled]" };
    while let (Ok(()), Ok(Some(button))) = (&said, form.query_selector(otherwise)) {
        let done = match sending {
            true => button.set_attribute("aria-disabled", "true"),
            false => button.remove_attribute("aria-disabled"),
        };
        if done.is_err() {
            return;
        }
    }
}

/// A form that asks first whether it is being sent. Taken off the element when it is dropped: the element may be drawn again and stay.
struct Guard {
    form: web_sys::HtmlFormElement,
    once: Closure<dyn Fn(web_sys::Event)>,
}

impl Guard {
    /// Put on the element itself and asked before its other handlers: a handler that is given to the inner component does not reach
    /// the element when the page was drawn by the server.
    fn new(form: web_sys::HtmlFormElement, sending: impl Fn() -> bool + 'static) -> Self {
        let once = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            if sending() {
                event.prevent_default();
                event.stop_immediate_propagation();
            }
        });
        // Refused only for a kind of event that is none.
        let asked =
            form.add_event_listener_with_callback_and_bool("submit", once.as_ref().unchecked_ref(), true);
        debug_assert!(asked.is_ok());
        Self { form, once }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let once = self.once.as_ref().unchecked_ref();
        let gone = self.form.remove_event_listener_with_callback_and_bool("submit", once, true);
        debug_assert!(gone.is_ok());
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
    let sending = move || pending.try_get_untracked().unwrap_or_default();
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            StoredValue::new_local(Guard::new(form, sending));
        }
    });
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            mark(&form, pending.get());
        }
    });
    view! { <form::ActionForm action node_ref=node>{children()}</form::ActionForm> }
}
