//! Keys (键盘快捷键): what listens to them, in one place. A key does what the pointer can do too, sends nothing, and rests while somebody
//! types or a dialog is open.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// A key as it is written on the keyboard, and what it does.
pub type KeyLine = (&'static str, &'static str);

/// The keys of the page in sight, for the list of them.
#[derive(Clone, Copy)]
pub struct PageKeys(RwSignal<&'static [KeyLine]>);

impl PageKeys {
    /// A page without keys of its own.
    pub fn new() -> Self {
        let none: &'static [KeyLine] = &[];
        Self(RwSignal::new(none))
    }

    /// The keys.
    pub fn get(self) -> &'static [KeyLine] {
        self.0.get()
    }
}

impl Default for PageKeys {
    fn default() -> Self {
        Self::new()
    }
}

/// Listens to plain keys while the page is there and names them in the list; `pressed` says whether a key was one of its own. Effects run
/// in the browser only.
pub fn listen(lines: &'static [KeyLine], pressed: impl Fn(&str) -> bool + Copy + 'static) {
    let known = use_context::<PageKeys>();
    Effect::new(move |_| {
        if let Some(known) = known {
            known.0.set(lines);
        }
        let listening = window_event_listener(ev::keydown, move |event| {
            if !rests(&event) && pressed(event.key().as_str()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            listening.remove();
            // The frame may have gone first, and its signals with it.
            if let Some(known) = known {
                let none: &'static [KeyLine] = &[];
                known.0.try_set(none);
            }
        });
    });
}

/// Whether a key belongs to somebody else: to the browser, to a field that is being typed in, to a dialog.
pub fn rests(event: &ev::KeyboardEvent) -> bool {
    let with_others = event.ctrl_key() || event.alt_key() || event.meta_key();
    if with_others || event.is_composing() || event.default_prevented() || open_dialog().is_some() {
        return true;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    match target.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => true,
        "input" => target.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "checkbox" | "radio" | "submit" | "button")
        }),
        _ => target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable),
    }
}

/// The dialog that is open, if one is.
pub fn open_dialog() -> Option<HtmlDialogElement> {
    document().query_selector("dialog[open]").ok().flatten()?.dyn_into().ok()
}

/// Opens the dialog with this id over the page, unless another is open. Says whether it did.
pub fn show_dialog(id: &str) -> bool {
    let found = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlDialogElement>().ok());
    match found.filter(|_| open_dialog().is_none()) {
        Some(dialog) => dialog.show_modal().is_ok(),
        None => false,
    }
}
