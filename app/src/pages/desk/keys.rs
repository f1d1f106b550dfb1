//! Keys of the desk (键盘快捷键). They do what the pointer can do too and never send anything; how keys are listened to: [`crate::ui::keys`].

use crate::text::t::{desk as w, palette};
use crate::ui::keys::{listen, show_dialog};
use crate::ui::palette::KEYS;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Listens to the keys while the page is there.
pub(super) fn listen_on_desk() {
    listen(&w::KEY_LIST, |key| match key {
        "j" => step(1),
        "k" => step(-1),
        "x" => tick(),
        "a" => choose("agree"),
        "r" => choose("return"),
        _ => false,
    });
}

/// What opens the list of the keys; it appears once the page's program runs, for without it no key does anything.
#[component]
pub fn Keys() -> impl IntoView {
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let show = move |_| {
        show_dialog(KEYS);
    };
    view! {
        <button class="keys no-print" type="button" hidden=move || !live.get() on:click=show>
            {palette::KEYS}" "<kbd aria-hidden="true">"?"</kbd>
        </button>
    }
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
