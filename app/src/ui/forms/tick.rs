//! A box to tick.

use super::kept::at_first;
use crate::ui::keyed::anew_for;
use leptos::prelude::*;

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
) -> impl IntoView {
    let what = format!("{name}={value}");
    let required = required.then_some("true");
    // Ticked at first and never again: drawing the page anew must not undo what the reader did. What is ticked on other pages of a list is
    // kept by the server (`api::desk::many`).
    let input = view! {
        <input
            id=id
            class="choice-input"
            type="checkbox"
            {..at_first("checked", checked)}
            name=name
            value=value
            autocomplete="off"
            aria-label=label
            aria-required=required
            aria-invalid=invalid
            aria-describedby=described
        />
    };
    anew_for(what, input)
}
