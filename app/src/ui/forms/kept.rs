//! Controls whose choice stays when a page that follows its feed draws itself again.
//!
//! Erased views (`erase_components`) take every attribute off an element and put it on again when they are drawn anew. For `selected` and
//! `checked` that undoes what the reader has chosen in the meantime, without a sign. So these two are written by the server, and in
//! the browser touched only when they change.

use crate::language::zh_of;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
#[cfg(feature = "ssr")]
use leptos::tachys::html::attribute::custom::custom_attribute;
#[cfg(not(feature = "ssr"))]
use leptos::tachys::html::directive::directive;

/// Puts a boolean attribute on or takes it off, where it is otherwise.
#[cfg(not(feature = "ssr"))]
fn mark(element: web_sys::Element, (name, there): (&'static str, bool)) {
    if element.has_attribute(name) != there {
        // An element refuses only a name that is none.
        let _ = if there { element.set_attribute(name, "") } else { element.remove_attribute(name) };
    }
}

/// The attribute that says what is chosen at first: written by the server, and in the browser touched only when it changes.
pub(super) fn at_first(name: &'static str, there: bool) -> AnyAttribute {
    #[cfg(feature = "ssr")]
    let attribute = custom_attribute(name, there);
    #[cfg(not(feature = "ssr"))]
    let attribute = directive(mark, (name, there));
    attribute.into_any_attr()
}

/// One line of a list that is chosen from.
pub(crate) fn list_option(value: String, words: String, selected: bool) -> AnyView {
    let lang = zh_of(&words);
    view! { <option {..at_first("selected", selected)} value=value lang=lang>{words}</option> }.into_any()
}

/// One of few.
pub(crate) fn radio(
    id: String,
    name: String,
    value: String,
    checked: bool,
    described: Option<String>,
) -> AnyView {
    view! {
        <input
            id=id
            class="choice-input"
            type="radio"
            {..at_first("checked", checked)}
            name=name
            value=value
            aria-describedby=described
        />
    }
    .into_any()
}
