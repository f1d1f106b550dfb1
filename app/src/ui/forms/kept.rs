//! Controls whose choice stays when a page that follows its feed draws itself again.
//!
//! Erased views (`erase_components`) take every attribute off an element and put it on again when they are drawn anew. For `selected` and
//! `checked` that undoes what the reader has chosen in the meantime, without a sign. So these two are written by the server, and in
//! the browser touched only when they change.

use crate::language::zh_of;
use leptos::prelude::*;

/// Puts a boolean attribute on or takes it off, where it is otherwise.
#[cfg(not(feature = "ssr"))]
fn mark(element: web_sys::Element, (name, there): (&'static str, bool)) {
    if element.has_attribute(name) != there {
        // An element refuses only a name that is none.
        let _ = if there { element.set_attribute(name, "") } else { element.remove_attribute(name) };
    }
}

/// One line of a list that is chosen from.
pub(crate) fn list_option(value: String, words: String, selected: bool) -> AnyView {
    let lang = zh_of(&words);
    #[cfg(feature = "ssr")]
    let option = view! { <option value=value lang=lang selected=selected>{words}</option> };
    #[cfg(not(feature = "ssr"))]
    let option = view! { <option value=value lang=lang use:mark=("selected", selected)>{words}</option> };
    option.into_any()
}

/// One of few.
pub(crate) fn radio(
    id: String,
    name: String,
    value: String,
    checked: bool,
    described: Option<String>,
) -> AnyView {
    #[cfg(feature = "ssr")]
    let input = view! {
        <input
            id=id
            class="choice-input"
            type="radio"
            name=name
            value=value
            checked=checked
            aria-describedby=described
        />
    };
    #[cfg(not(feature = "ssr"))]
    let input = view! {
        <input
            id=id
            class="choice-input"
            type="radio"
            name=name
            value=value
            use:mark=("checked", checked)
            aria-describedby=described
        />
    };
    input.into_any()
}
