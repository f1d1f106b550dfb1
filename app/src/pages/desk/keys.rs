//! Keys of the desk (键盘快捷键). They do what the pointer can do too, never send anything, and rest while somebody types.

use crate::text::t::desk as w;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Listens to the keys while the page is there. Effects run in the browser only.
pub(super) fn listen() {
    Effect::new(move |_| {
        let pressed = window_event_listener(ev::keydown, |event| {
            if resting(&event) {
                return;
            }
            let done = match event.key().as_str() {
                "j" => step(1),
                "k" => step(-1),
                "x" => tick(),
                "a" => choose("agree"),
                "r" => choose("return"),
                "?" => show(),
                _ => false,
            };
            if done {
                event.prevent_default();
            }
        });
        on_cleanup(move || pressed.remove());
    });
}

/// The list of the keys; it appears once the page's program runs, for without it no key does anything.
#[component]
pub fn Keys() -> impl IntoView {
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let lines = w::KEY_LIST
        .map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> })
        .collect_view();
    view! {
        <details class="keys no-print" hidden=move || !live.get()>
            <summary>{w::KEYS}" "<kbd aria-hidden="true">"?"</kbd></summary>
            <div class="keys-body"><dl>{lines}</dl><p class="hint">{w::KEYS_NOTE}</p></div>
        </details>
    }
}

/// Whether a key belongs to somebody else: to the browser, or to a field that is being typed in.
fn resting(event: &ev::KeyboardEvent) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return true;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let typed = match target.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => true,
        "input" => target.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "checkbox" | "radio" | "submit" | "button")
        }),
        _ => target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable),
    };
    typed || target.closest("dialog[open]").ok().flatten().is_some()
}

fn links() -> Vec<HtmlElement> {
    let found = document().get_elements_by_class_name("matter-link");
    (0..found.length()).filter_map(|n| found.item(n)?.dyn_into().ok()).collect()
}

/// The row one is at: the one that holds the focus, else the one that is open.
fn at(links: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element();
    let row = active.and_then(|active| active.closest(".matter").ok().flatten());
    let focused = row.and_then(|row| links.iter().position(|link| row.contains(Some(link.as_ref()))));
    focused.or_else(|| links.iter().position(|link| link.has_attribute("aria-current")))
}

fn step(by: isize) -> bool {
    let links = links();
    let next = match at(&links) {
        Some(now) => now.checked_add_signed(by),
        None => Some(0),
    };
    // At the end of the list one stays where one is.
    match next.and_then(|next| links.get(next)) {
        Some(link) => link.focus().is_ok(),
        None => false,
    }
}

fn tick() -> bool {
    let links = links();
    let here = at(&links).and_then(|now| links.get(now));
    let row = here.and_then(|link| link.closest(".matter").ok().flatten());
    let found = row.and_then(|row| row.query_selector("input[type=checkbox]").ok().flatten());
    match found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        Some(input) => {
            input.click();
            true
        }
        None => false,
    }
}

/// Chooses an opinion in the matter that is open. Whoever means it presses the button.
fn choose(verdict: &str) -> bool {
    let selector = format!(".desk-pane input[name=verdict][value={verdict}]");
    let found = document().query_selector(&selector).ok().flatten();
    match found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        Some(radio) => {
            radio.click();
            radio.focus().is_ok()
        }
        None => false,
    }
}

fn show() -> bool {
    let Ok(Some(list)) = document().query_selector("details.keys") else { return false };
    let done = match list.has_attribute("open") {
        true => list.remove_attribute("open"),
        false => list.set_attribute("open", ""),
    };
    done.is_ok()
}
