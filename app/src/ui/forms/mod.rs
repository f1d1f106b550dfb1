//! Form fields. Each shows, in this order: label, hint, error, control; and keeps what was typed (`value`).
//!
//! Checking is the server's, so that the words are ours: controls carry `aria-required`, not `required`, and a
//! form should be `novalidate`. Fields are not reactive: a page with new errors draws the form again with the
//! values that came back.
pub mod choice;
pub mod division;
pub mod file;
pub mod input;
pub(crate) mod kept;
pub mod post;
pub mod same;
pub mod tick;
pub mod typed;

pub use choice::{CheckboxField, Choice, RadioField, SelectField, choices};
pub use division::DivisionField;
pub use file::{FILE_MOST, FileForm};
pub use input::{DateField, FieldWidth, FileField, PasswordField, TextAreaField, TextField};
pub use post::ActionForm;
pub use same::SameAs;
pub use tick::TickBox;
pub use typed::DraftState;

use crate::language::mixed;
use crate::text::t;
use leptos::prelude::*;

/// The id of the field called `name`: the name itself where it is plain, `-` for everything else
/// (`child[name]` → `child-name`).
pub fn field_id(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    plain.trim_matches('-').to_owned()
}

fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// `aria-describedby`: the hint, then the error, as far as there are any.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(hint_id(id)),
        (false, true) => Some(error_id(id)),
        (true, true) => Some(format!("{} {}", hint_id(id), error_id(id))),
    }
}

fn hint_view(id: &str, hint: Option<String>) -> impl IntoView + use<> {
    let id = hint_id(id);
    hint.map(|hint| view! { <p id=id class="hint">{hint}</p> })
}

fn error_view(id: &str, error: Option<String>) -> impl IntoView + use<> {
    let id = error_id(id);
    error.map(|error| {
        view! {
            <p id=id class="field-error">
                <span class="visually-hidden">{t::common::ERROR_PREFIX}</span>
                {mixed(error)}
            </p>
        }
    })
}

fn field_class(error: bool) -> &'static str {
    if error { "field field-invalid" } else { "field" }
}

fn label_class(required: bool) -> &'static str {
    if required { "label label-required" } else { "label" }
}

/// Label, hint and error around one control.
#[component]
fn FieldFrame(
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    heading: bool,
    children: Children,
) -> impl IntoView {
    let class = field_class(error.is_some());
    let label = view! { <label class=label_class(required) for=id.clone()>{label}</label> };
    let label =
        if heading { view! { <h1 class="question">{label}</h1> }.into_any() } else { label.into_any() };
    view! {
        <div class=class>
            {label}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            {children()}
        </div>
    }
}

/// A group of fields under one name: `<fieldset class="fieldset" aria-describedby>` › `legend`.
#[component]
pub fn Fieldset(
    /// What the fields in it are together.
    #[prop(into)]
    legend: String,
    /// From which the ids of hint and error are made; needed when either is given.
    #[prop(optional, into)]
    name: String,
    /// How they are to be filled in.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// What is wrong with them together.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether one of them has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The legend is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    children: Children,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let class = if error.is_some() { "fieldset field-invalid" } else { "fieldset" };
    let described = described_by(&id, hint.is_some(), error.is_some());
    let mark = required.then(|| view! { <span class="visually-hidden">{t::forms::REQUIRED}</span> });
    let legend = view! { <span class=label_class(required)>{legend}</span>{mark} };
    let legend =
        if heading { view! { <h1 class="question">{legend}</h1> }.into_any() } else { legend.into_any() };
    view! {
        <fieldset class=class aria-describedby=described>
            <legend class="legend">{legend}</legend>
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            {children()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        assert_eq!(field_id("birth_date"), "birth_date");
        assert_eq!(field_id("child[name]"), "child-name");
        assert_eq!(field_id("family[0][phone]"), "family-0--phone");
    }

    #[test]
    fn a_field_is_described_by_what_it_shows() {
        assert_eq!(described_by("a", false, false), None);
        assert_eq!(described_by("a", true, true).as_deref(), Some("a-hint a-error"));
        assert_eq!(described_by("a", false, true).as_deref(), Some("a-error"));
    }
}
