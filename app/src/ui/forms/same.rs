//! 与…相同: a field with a box that says that another field says the same.
use super::CheckboxField;
use leptos::prelude::*;

/// A field over a box. Ticked, the box is the entry, whatever stands in the field; what is typed into is then put away (by the style alone,
/// unless something is wrong with it), and its name stays.
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
            <div class="same-as-field">{children()}</div>
            <CheckboxField name label value="1" checked/>
        </div>
    }
}
