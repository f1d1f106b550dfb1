//! Forms with a file. Without the page's program the browser sends them as they are. With it they are sent with a bar that shows how far the
//! file is, once, and not at all where the file is larger than what is taken; a line that breaks leaves form and file as they are.
use super::post::mark;
use crate::api::AppError;
use crate::text::t;
use crate::ui::{Notice, NoticeKind, Progress};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;

/// Bytes of the largest file: today's telephones take photographs of up to some fifteen megabytes.
pub const FILE_MOST: usize = 20 << 20;

/// Hundredths when all is sent: the last one is the answer's.
const ALMOST: u8 = 99;

/// Where a sending stands.
#[derive(Clone, Debug, PartialEq)]
enum Sending {
    /// Nothing is sent.
    No,
    /// So many hundredths are sent.
    Under(u8),
    /// It was not sent, or not taken.
    Wrong(String),
}

/// A form with a file for a server function that reads one.
#[component]
pub fn FileForm(
    /// Address of the server function.
    action: &'static str,
    /// Bytes of the largest file.
    #[prop(default = FILE_MOST)]
    most: usize,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    let state = RwSignal::new(Sending::No);
    // Effects run in the browser only.
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            StoredValue::new_local(Sender::new(form, action, most, state));
        }
    });
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            mark(&form, matches!(state.get(), Sending::Under(_)));
        }
    });
    let told = move || match state.get() {
        Sending::No => None,
        Sending::Under(percent) => {
            let id = format!("upload{}", action.replace('/', "-"));
            let label = if percent < ALMOST { t::upload::UNDER_WAY } else { t::upload::ARRIVED };
            let done = Signal::stored(u64::from(percent));
            Some(view! { <Progress id label done total=Signal::stored(100)/> }.into_any())
        }
        Sending::Wrong(words) => {
            Some(view! { <Notice kind=NoticeKind::Error><p>{words}</p></Notice> }.into_any())
        }
    };
    view! {
        <form
            class="stack"
            method="post"
            action=action
            enctype="multipart/form-data"
            novalidate=true
            node_ref=node
        >
            {children()}
            {told}
        </form>
    }
}

/// Sends the form in the browser's place. Taken off the element when it is dropped.
struct Sender {
    form: web_sys::HtmlFormElement,
    submit: Closure<dyn Fn(web_sys::Event)>,
}

impl Sender {
    fn new(
        form: web_sys::HtmlFormElement,
        action: &'static str,
        most: usize,
        state: RwSignal<Sending>,
    ) -> Self {
        let sent = form.clone();
        let submit = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            if matches!(state.get_untracked(), Sending::Under(_)) {
                return;
            }
            match too_large(&sent, most) {
                Some(words) => state.set(Sending::Wrong(words)),
                None => send(&sent, action, state),
            }
        });
        // Refused only for a kind of event that is none.
        let asked = form.add_event_listener_with_callback("submit", submit.as_ref().unchecked_ref());
        debug_assert!(asked.is_ok());
        Self { form, submit }
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        let gone =
            self.form.remove_event_listener_with_callback("submit", self.submit.as_ref().unchecked_ref());
        debug_assert!(gone.is_ok());
    }
}

/// What is said of a chosen file that is larger than what is taken.
fn too_large(form: &web_sys::HtmlFormElement, most: usize) -> Option<String> {
    let chosen = form.query_selector("input[type=file]").ok()??;
    let file = chosen.dyn_into::<web_sys::HtmlInputElement>().ok()?.files()?.get(0)?;
    (file.size() > most as f64).then(|| t::upload::too_large(&file.name(), most >> 20))
}

/// Sends it. The answer names the page to go to, as it does for a browser without a program.
fn send(form: &web_sys::HtmlFormElement, action: &str, state: RwSignal<Sending>) {
    let begun = || -> Result<web_sys::XmlHttpRequest, leptos::wasm_bindgen::JsValue> {
        let request = web_sys::XmlHttpRequest::new()?;
        request.open("POST", action)?;
        request.set_request_header("Accept", "application/json")?;
        let progress =
            Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
                if event.length_computable() && event.total() > 0.0 {
                    let percent = (event.loaded() / event.total() * f64::from(ALMOST)).clamp(0.0, 99.0) as u8;
                    state.set(Sending::Under(percent));
                }
            });
        request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        let answered = request.clone();
        let done = Closure::once_into_js(move || {
            drop(progress);
            state.set(match went(&answered) {
                Ok(()) => return,
                Err(words) => Sending::Wrong(words),
            });
        });
        request.set_onloadend(Some(done.unchecked_ref()));
        request.send_with_opt_form_data(Some(&web_sys::FormData::new_with_form(form)?))?;
        Ok(request)
    };
    state.set(match begun() {
        Ok(_) => Sending::Under(0),
        Err(_) => Sending::Wrong(t::upload::BROKEN.to_owned()),
    });
}

/// Goes where the answer leads; in words why it leads nowhere.
fn went(answer: &web_sys::XmlHttpRequest) -> Result<(), String> {
    if let Ok(Some(to)) = answer.get_response_header("location") {
        let location = window().location();
        let here = [location.pathname(), location.search()].map(Result::unwrap_or_default).concat();
        // To the page itself it is gone without the place in it: for another place alone the browser would not ask for the page.
        let page = to.split('#').next().filter(|page| *page == here);
        let gone = location.set_href(page.unwrap_or(&to));
        return gone.map_err(|_| t::upload::BROKEN.to_owned());
    }
    let text = answer.response_text().ok().flatten().unwrap_or_default();
    match answer.status() {
        Ok(0) | Err(_) => Err(t::upload::BROKEN.to_owned()),
        Ok(413) => Err(t::upload::TOO_LARGE.to_owned()),
        Ok(_) => Err(serde_json::from_str::<AppError>(&text).map_or_else(
            |_| {
                if text.is_empty() || text.starts_with('<') {
                    t::upload::BROKEN.to_owned()
                } else {
                    text.clone()
                }
            },
            |error| error.message(),
        )),
    }
}
