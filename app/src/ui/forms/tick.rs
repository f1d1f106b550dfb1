//! A box to tick.
use crate::ui::keyed::anew_for;
use leptos::prelude::*;

#[cfg(not(feature = "ssr"))]
mod ticked {
    //! What the reader ticked or unticked in lists that are paged, while the program runs. It is told by what is sent, which names the
    //! matter and the state it was shown in: a matter that comes back in another state is not ticked.
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    thread_local! {
        static TICKED: RefCell<BTreeMap<String, bool>> = const { RefCell::new(BTreeMap::new()) };
    }

    pub(super) fn put(what: &str, ticked: bool) {
        TICKED.with_borrow_mut(|all| all.insert(what.to_owned(), ticked));
    }

    pub(super) fn get(what: &str) -> Option<bool> {
        TICKED.with_borrow(|all| all.get(what).copied())
    }
}

/// Ticks it at first and never again: drawing the page anew must not undo what the reader did. A box that was ticked on another page of
/// its list is ticked again.
#[cfg(not(feature = "ssr"))]
fn hold(element: web_sys::Element, (checked, remembered): (bool, Option<String>)) {
    use wasm_bindgen::JsCast;
    if element.has_attribute("checked") != checked {
        // An element refuses only a name that is none.
        let _ =
            if checked { element.set_attribute("checked", "") } else { element.remove_attribute("checked") };
    }
    if let (Some(ticked), Some(input)) =
        (remembered.as_deref().and_then(ticked::get), element.dyn_ref::<web_sys::HtmlInputElement>())
    {
        input.set_checked(ticked);
    }
}

/// `<input type="checkbox">`: the one way in which a box to tick is made. Its label is written beside it by the caller, or heard (`label`).
#[component]
pub fn TickBox(
    /// Unique in the page: what a label points to.
    #[prop(into)]
    id: String,
    /// Name of the control in the form.
    #[prop(into)]
    name: String,
    /// What is sent when it is ticked. With another value it is another box, and not ticked.
    #[prop(into)]
    value: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// What is heard, where no words stand beside it.
    #[prop(optional_no_strip, into)]
    label: Option<String>,
    /// Ids of what describes it: hint and error.
    #[prop(optional_no_strip, into)]
    described: Option<String>,
    /// `true` when something is wrong with it.
    #[prop(optional_no_strip, into)]
    invalid: Option<&'static str>,
    /// Whether it has to be ticked.
    #[prop(optional)]
    required: bool,
    /// The tick is kept while the reader turns the pages of the list.
    #[prop(optional)]
    remembered: bool,
) -> impl IntoView {
    let what = format!("{name}={value}");
    let required = required.then_some("true");
    #[cfg(feature = "ssr")]
    let input = {
        let _ = remembered;
        view! {
            <input
                id=id
                class="choice-input"
                type="checkbox"
                name=name
                value=value
                checked=checked
                autocomplete="off"
                aria-label=label
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
            />
        }
    };
    #[cfg(not(feature = "ssr"))]
    let input = {
        let kept = remembered.then(|| what.clone());
        let change = kept.clone();
        let changed = move |event: leptos::ev::Event| {
            if let Some(what) = &change {
                ticked::put(what, event_target_checked(&event));
            }
        };
        view! {
            <input
                id=id
                class="choice-input"
                type="checkbox"
                name=name
                value=value
                autocomplete="off"
                aria-label=label
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                use:hold=(checked, kept)
                on:change=changed
            />
        }
    };
    anew_for(what, input)
}
