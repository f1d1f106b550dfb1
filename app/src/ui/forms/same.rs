//! 与…相同: a field with a box that says that another field says the same.
use super::CheckboxField;
use leptos::prelude::*;

/// A field under a box. Ticked, the box is the entry, whatever stands in the field, and the field is put away (by the style alone, unless
/// something is wrong with it).
#[component]
pub fn SameAs(
    /// Name of the box in the form; `1` is sent when it is ticked.
    #[prop(into)]
    name: String,
    /// The words beside it.
    #[prop(into)]
    label: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// The field.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="same-as">
            <CheckboxField name label value="1" checked/>
            <div class="same-as-field">{children()}</div>
        </div>
    }
}
