//! Fields that are typed into.
use super::{FieldFrame, described_by, error_view, field_class, field_id, hint_view, label_class};
use crate::text::t;
use leptos::prelude::*;

/// How much is expected in a field; its width says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// As wide as the column.
    #[default]
    Full,
    /// About 4 digits: a code, a year.
    W4,
    /// About 10 characters: a date, a name.
    W10,
    /// About 20 characters: a document number, a telephone.
    W20,
}

impl FieldWidth {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::W4 => "input input-w4",
            Self::W10 => "input input-w10",
            Self::W20 => "input input-w20",
        }
    }
}

/// One line of text: `<div class="field">` › `label[for]`, `p.hint`, `p.field-error`, `input`.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// `text`, `tel`, `email`, `search`.
    #[prop(default = "text")]
    input_type: &'static str,
    /// `numeric` for digits only, so that a phone shows the digit pad.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] width: FieldWidth,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required heading=heading>
            <input
                id=id
                class=width.class()
                type=input_type
                name=name
                value=value
                inputmode=inputmode
                autocomplete=autocomplete
                maxlength=maxlength.map(|n| n.to_string())
                spellcheck="false"
                aria-required=required.then_some("true")
                aria-invalid=invalid
                aria-describedby=described
            />
        </FieldFrame>
    }
}

/// A date as one text: 2019-09-01, 20190901 or 2019年9月1日 (the server reads all three). A text, not a date
/// picker: birth dates are typed faster than they are picked, and old phones have no good picker.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(default = t::forms::DATE_HINT.to_owned(), into)] hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] heading: bool,
    #[prop(default = "off")] autocomplete: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            name=name
            label=label
            value=value
            hint=hint
            error=error
            required=required
            heading=heading
            autocomplete=autocomplete
            width=FieldWidth::W10
        />
    }
}

/// A password, never sent back to the page. The button that shows it appears once the page is live.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let live = RwSignal::new(false);
    let shown = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let words = move || if shown.get() { t::forms::HIDE_PASSWORD } else { t::forms::SHOW_PASSWORD };
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required heading=false>
            <div class="password">
                <input
                    id=id.clone()
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    name=name
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-required=required.then_some("true")
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <button
                    class="button button-secondary"
                    type="button"
                    aria-controls=id
                    hidden=move || !live.get()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {words}
                </button>
            </div>
        </FieldFrame>
    }
}

/// Several lines of text: the reason of a refusal, an explanation.
#[component]
pub fn TextAreaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] heading: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required heading=heading>
            <textarea
                id=id
                class="input textarea"
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|n| n.to_string())
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-invalid=invalid
                aria-describedby=described
            >
                {value}
            </textarea>
        </FieldFrame>
    }
}

/// A file to send. The form needs `enctype="multipart/form-data"`; a chosen file cannot be put back by the server,
/// so a page shows by other means what has arrived already.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] heading: bool,
    /// As in HTML: `.xlsx` or `image/jpeg,image/png,application/pdf`.
    #[prop(optional, into)]
    accept: Option<String>,
    #[prop(optional)] multiple: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let class = field_class(error.is_some());
    let label = view! {
        <label class=label_class(required) for=id.clone()>
            {label}
            {required.then(|| view! { <span class="visually-hidden">{t::forms::REQUIRED}</span> })}
        </label>
    };
    let label =
        if heading { view! { <h1 class="question">{label}</h1> }.into_any() } else { label.into_any() };
    view! {
        <div class=class>
            {label}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <input
                id=id
                class="input input-file"
                type="file"
                name=name
                accept=accept
                multiple=multiple
                aria-invalid=invalid
                aria-describedby=described
            />
        </div>
    }
}
