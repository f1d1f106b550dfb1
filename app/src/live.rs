//! Pages that change by themselves: the server says that something changed (SSE), the page asks again for what it shows.
//! Without JavaScript nothing listens, and a page shows what was true when it was asked for.

use crate::api::{submitted, touched};
use crate::text::t;
use crate::ui::LiveRegion;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Counts the changes this browser was told of.
#[derive(Clone, Copy)]
pub struct Live {
    version: RwSignal<u64>,
    words: RwSignal<String>,
}

impl Live {
    /// Changes with every change: what a page shows depends on it.
    pub fn version(self) -> u64 {
        self.version.get()
    }
}

/// The changes around here.
pub fn use_live() -> Live {
    use_context::<Live>()
        .unwrap_or_else(|| Live { version: RwSignal::new(0), words: RwSignal::new(String::new()) })
}

/// Listens while it is in the page, and says to a screen reader that something changed.
#[component]
pub fn FeedProvider(children: Children) -> impl IntoView {
    let live = Live { version: RwSignal::new(0), words: RwSignal::new(String::new()) };
    provide_context(live);
    // Effects run in the browser only.
    Effect::new(move |_| {
        listen(live);
        let (pointer, key) = (
            window_event_listener(ev::pointerdown, |_| touched()),
            window_event_listener(ev::keydown, |_| touched()),
        );
        on_cleanup(move || {
            pointer.remove();
            key.remove();
        });
    });
    view! {
        <LiveRegion message=Signal::derive(move || live.words.get())/>
        {children()}
    }
}

fn listen(live: Live) {
    let Ok(source) = web_sys::EventSource::new("/feed") else { return };
    // What changed between the page's making and this moment, or while the connection was lost, nobody told us: ask again.
    let opened = Closure::<dyn FnMut()>::new(move || {
        if !file_chosen() {
            live.version.update(|version| *version += 1);
        }
    });
    let told = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |_| {
        if file_chosen() {
            return;
        }
        live.version.update(|version| *version += 1);
        live.words.update(|words| *words = said_again(words));
    });
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onmessage(Some(told.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((source, opened, told));
    on_cleanup(move || {
        kept.with_value(|(source, _, _)| source.close());
    });
}

/// Controls for files that are looked at: more than any page has.
const FILE_CONTROLS: usize = 8;

/// Whether a file has been chosen and not been sent yet. A control that is drawn again forgets its file, and no program can put
/// it back: such a page waits, and shows what has changed when the form is sent.
fn file_chosen() -> bool {
    let mut selector = "input[type=file]".to_owned();
    for _ in 0..FILE_CONTROLS {
        let control = document().query_selector(&selector).ok().flatten();
        let Some(control) = control.and_then(|control| control.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return false;
        };
        if !control.value().is_empty() {
            return true;
        }
        selector.push_str(&format!(":not([id=\"{}\"])", control.id()));
    }
    false
}

/// The same words twice are not read out twice; a space makes them others.
fn said_again(words: &str) -> String {
    if words == t::live::CHANGED { format!("{} ", t::live::CHANGED) } else { t::live::CHANGED.to_owned() }
}

/// Notes each form that is sent, before the form's own handler sends it.
pub(crate) fn follow_forms() {
    thread_local! {
        static FOLLOWED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if FOLLOWED.replace(true) {
        return;
    }
    let note = Closure::<dyn Fn()>::new(submitted);
    let capture = true;
    let _ =
        window().add_event_listener_with_callback_and_bool("submit", note.as_ref().unchecked_ref(), capture);
    // For as long as the page lives.
    note.forget();
}
