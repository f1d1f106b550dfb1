//! Fields that are chosen from.
use super::kept::{list_option, radio};
use super::{FieldFrame, Fieldset, described_by, error_view, field_class, field_id, hint_view, label_class};
use crate::language::mixed;
use crate::text::t;
use crate::ui::keyed::keyed;
use leptos::prelude::*;

/// One thing to choose: what is sent, what is read, and a hint below it (radios only).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent when it is chosen.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What choosing it means, below the words.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// With what choosing it means.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A list of choices from pairs (value, words).
pub fn choices<V: Into<String>, L: Into<String>>(pairs: impl IntoIterator<Item = (V, L)>) -> Vec<Choice> {
    pairs.into_iter().map(|(value, label)| Choice::new(value, label)).collect()
}

/// One of many, from a list: `select`, first an empty "请选择" unless `placeholder` is empty.
#[component]
pub fn SelectField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What can be chosen, in this order.
    options: Vec<Choice>,
    /// The chosen value; empty for none yet.
    #[prop(optional, into)]
    value: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether one has to be chosen.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// What stands where nothing is chosen.
    #[prop(default = t::forms::SELECT_PLACEHOLDER.to_owned(), into)]
    placeholder: String,
    /// What a browser may fill in, as in HTML.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let first = (!placeholder.is_empty()).then(|| view! { <option value="">{placeholder}</option> });
    let rest = keyed(
        options,
        |choice| choice.value.clone(),
        |choice| {
            let selected = choice.value == value;
            list_option(choice.value, choice.label, selected)
        },
    );
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required heading=heading>
            <select
                id=id
                class="input select"
                name=name
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-invalid=invalid
                aria-describedby=described
            >
                {first}
                {rest}
            </select>
        </FieldFrame>
    }
}

/// One of few, all in sight: `<fieldset>` › `legend`, `div.choice` › `input[type=radio]`, `label`.
/// The first radio has the field's own id, so that an error's link lands on it.
#[component]
pub fn RadioField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What can be chosen, in this order.
    options: Vec<Choice>,
    /// The value that is chosen at first; empty for none.
    #[prop(optional, into)]
    value: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether one has to be chosen.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// Side by side, for two or three short choices (男 / 女).
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let items = keyed(
        options.into_iter().enumerate(),
        |(_, choice)| choice.value.clone(),
        |(index, choice)| {
            let own = if index == 0 { id.clone() } else { format!("{id}-{}", index + 1) };
            let hint_id = format!("{own}-choice-hint");
            let described = choice.hint.is_some().then(|| hint_id.clone());
            let checked = choice.value == value;
            view! {
                <div class="choice">
                    {radio(own.clone(), name.clone(), choice.value, checked, described)}
                    <label class="choice-label" for=own>{mixed(choice.label)}</label>
                    {choice.hint.map(|hint| view! { <p id=hint_id class="hint choice-hint">{hint}</p> })}
                </div>
            }
        },
    );
    let class = if inline { "choices choices-inline" } else { "choices" };
    view! {
        <Fieldset legend=label name=name hint=hint error=error required=required heading=heading>
            <div class=class>{items}</div>
        </Fieldset>
    }
}

/// Yes or nothing: one `input[type=checkbox]` with its label at the right. Unchecked, nothing is sent.
#[component]
pub fn CheckboxField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words beside it.
    #[prop(into)]
    label: String,
    /// What is sent when it is checked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be ticked.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let class = field_class(error.is_some());
    view! {
        <div class=class>
            {error_view(&id, error)}
            <div class="choice">
                <super::TickBox id=id.clone() name value checked required invalid described/>
                <label class=format!("choice-label {}", label_class(required)) for=id.clone()>{label}</label>
                {hint_view(&id, hint)}
            </div>
        </div>
    }
}
