//! Fields that are typed into.
use super::{FieldFrame, described_by, error_view, field_class, field_id, hint_view, label_class};
use crate::text::t;
use crate::ui::keyed::still;
use chrono::NaiveDate;
use domain::form::parse_date;
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
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// `text`, `tel`, `email`, `search`.
    #[prop(default = "text")]
    input_type: &'static str,
    /// `numeric` for digits only, so that a phone shows the digit pad.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What a browser may fill in, as in HTML.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// How much is expected in it.
    #[prop(optional)]
    width: FieldWidth,
    /// `auto` where what is typed may be written from the right.
    #[prop(optional)]
    dir: Option<&'static str>,
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
                dir=dir
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

/// A day: the browser's own field for it. Where a browser has none it is a line of text, and the server reads what people write:
/// 2019-09-01, 20190901 or 2019年9月1日. First and last day are the picker's; the check is the server's.
#[component]
pub fn DateField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first, as it was typed.
    #[prop(optional, into)]
    value: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(default = t::forms::DATE_HINT.to_owned(), into)]
    hint: String,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// What a browser may fill in, as in HTML.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The first day that can be right.
    #[prop(optional_no_strip)]
    min: Option<NaiveDate>,
    /// The last one.
    #[prop(optional_no_strip)]
    max: Option<NaiveDate>,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = Some(hint).filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // A field for days shows nothing but this form; what is no day is left for a line of text to show.
    let value = parse_date(&value).map_or(value, |day| day.to_string());
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required heading=heading>
            <input
                id=id
                class=FieldWidth::W10.class()
                type="date"
                name=name
                value=value
                min=min.map(|day| day.to_string())
                max=max.map(|day| day.to_string())
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-invalid=invalid
                aria-describedby=described
            />
        </FieldFrame>
    }
}

/// A password, never sent back to the page. The button that shows it appears once the page is live.
#[component]
pub fn PasswordField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
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
    let (hide, show) = (t::forms::HIDE_PASSWORD.said(), t::forms::SHOW_PASSWORD.said());
    let words = move || if shown.get() { hide } else { show };
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
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// How many lines are seen.
    #[prop(default = 4)]
    rows: u32,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// What a browser may fill in, as in HTML.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
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
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// Which files are taken and how large; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
    /// As in HTML: `.xlsx` or `image/jpeg,image/png,application/pdf`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Whether several files may be chosen at once.
    #[prop(optional)]
    multiple: bool,
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
    // What is chosen goes when the attributes are set once more, as they are when views are erased and drawn again; so they stay as they
    // were, also when what was wrong before is told no more.
    let shows = format!("{id}|{accept:?}|{multiple}");
    let control = still(
        shows,
        view! {
            <input
                id=id.clone()
                class="input input-file"
                type="file"
                name=name
                accept=accept
                multiple=multiple
                aria-invalid=invalid
                aria-describedby=described
            />
        },
    );
    view! {
        <div class=class>
            {label}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            {control}
        </div>
    }
}
