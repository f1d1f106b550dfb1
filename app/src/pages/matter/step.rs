//! The form of one step of a matter: whose matter it is, the words, the proof, and the buttons that say what is to become of it. The kind
//! supplies what is asked for and which steps there are; the domain judges it.

use crate::api::form_state::FormState;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Details, DraftState, FileField, FileForm, Section, SelectField,
    TextAreaField, TextField, choices, keyed,
};
use domain::case::correction::ProofKind;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use server_fn::client::Client;
use server_fn::codec::PostUrl;
use server_fn::request::ClientReq;
use server_fn::{Http, ServerFn};

/// Files that a proof may be.
const FILES: &str = "image/jpeg,image/png,application/pdf";

/// A button: what it sends as `act`, and its words. The only step of a form sends nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepAct {
    key: &'static str,
    words: &'static str,
    kind: ButtonKind,
}

impl StepAct {
    /// What the page is for.
    pub const fn new(key: &'static str, words: &'static str) -> Self {
        Self { key, words, kind: ButtonKind::Primary }
    }

    /// The only step of a form.
    pub const fn only(words: &'static str) -> Self {
        Self::new("", words)
    }

    /// Something else one may do.
    pub const fn secondary(self) -> Self {
        Self { kind: ButtonKind::Secondary, ..self }
    }

    /// What cannot be taken back easily.
    pub const fn warning(self) -> Self {
        Self { kind: ButtonKind::Warning, ..self }
    }
}

/// The words that go with a step, and how they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepWords {
    name: String,
    label: &'static str,
    hint: &'static str,
    value: Option<String>,
    rows: u32,
    most: u32,
    required: bool,
}

impl StepWords {
    /// Some lines of them, without which the step is not taken.
    pub fn new(name: impl Into<String>, label: &'static str) -> Self {
        Self { name: name.into(), label, hint: "", value: None, rows: 3, most: 500, required: true }
    }

    /// How they are to be filled in.
    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// What was said before, where nothing was typed since.
    pub fn said(self, before: &str) -> Self {
        Self { value: Some(before.to_owned()), ..self }
    }

    /// How many lines are seen; of none it is one line that ends with Enter.
    pub fn rows(self, rows: u32) -> Self {
        Self { rows, ..self }
    }

    /// The most characters.
    pub fn most(self, most: u32) -> Self {
        Self { most, ..self }
    }

    /// The step can be taken without any.
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    fn field(self, state: &FormState) -> AnyView {
        let Self { name, label, hint, value, rows, most, required } = self;
        let error = state.error(&name);
        let value = value.map_or_else(|| state.value(&name), |before| state.value_or(&name, &before));
        if rows == 0 {
            return view! { <TextField name label hint value error maxlength=most required autocomplete="off"/> }
                .into_any();
        }
        view! { <TextAreaField name label hint value error maxlength=most rows required/> }.into_any()
    }
}

/// The kind of a proof and its scan, for a form with a file. `suffix` keeps the names of two forms of one page apart.
#[component]
pub fn ProofFields(
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// The words above the kind.
    kind: &'static str,
    /// The words above the file.
    file: &'static str,
    /// How the file is to be.
    hint: &'static str,
    /// Behind the names of both fields.
    #[prop(optional)]
    suffix: &'static str,
) -> impl IntoView {
    let (kind_name, file_name) = (format!("kind{suffix}"), format!("file{suffix}"));
    let options = choices(ProofKind::ALL.map(|kind| (kind.key(), kind.label())));
    let (value, error, wrong) = (state.value(&kind_name), state.error(&kind_name), state.error(&file_name));
    view! {
        <SelectField name=kind_name label=kind options value error/>
        <FileField name=file_name label=file hint error=wrong accept=FILES/>
    }
}

/// What it is about, as the form sends it: the name and the id as shown.
type About = Vec<(&'static str, String)>;

fn inside(
    about: About,
    state: &FormState,
    words: Option<StepWords>,
    (before, after): (Option<Children>, Option<AnyView>),
    acts: Vec<StepAct>,
) -> AnyView {
    let about = keyed(
        about,
        |(name, _)| *name,
        |(name, value)| view! { <input type="hidden" name=name value=value/> },
    );
    let buttons = keyed(
        acts,
        |act| act.key,
        |StepAct { key, words, kind }| {
            if key.is_empty() {
                return view! { <Button kind>{words}</Button> }.into_any();
            }
            view! { <Button kind name="act" value=key>{words}</Button> }.into_any()
        },
    );
    let words = words.map(|words| words.field(state));
    let before = before.map(|fields| fields());
    view! { {about}{before}{words}{after}<Actions>{buttons}</Actions> }.into_any()
}

/// Where a form stands: in a part of the page of its own, or folded away where it is seldom wanted. It opens by itself where something is
/// wrong in it.
fn placed(
    id: &'static str,
    title: String,
    folded: Option<bool>,
    lead: &'static str,
    form: AnyView,
) -> AnyView {
    let lead = (!lead.is_empty()).then(|| view! { <p class="hint">{lead}</p> });
    match (folded, title.is_empty()) {
        (Some(open), _) => view! { <Details summary=title open>{lead}{form}</Details> }.into_any(),
        (None, true) => view! { {lead}{form} }.into_any(),
        (None, false) => view! { <Section id title>{lead}{form}</Section> }.into_any(),
    }
}

/// The form of a step.
#[component]
pub fn StepForm<ServFn, OutputProtocol>(
    /// What it does.
    action: ServerAction<ServFn>,
    /// What it is about: names and ids as shown.
    about: About,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// The words it asks for.
    #[prop(optional_no_strip, into)]
    words: Option<StepWords>,
    /// Fields after the words: the proof, the days.
    #[prop(optional_no_strip)]
    after: Option<AnyView>,
    /// Its buttons, in this order.
    acts: Vec<StepAct>,
    /// Its place in the page, where it has a heading.
    #[prop(default = "do")]
    id: &'static str,
    /// Its heading; none where it stands in a part that has one.
    #[prop(optional, into)]
    title: String,
    /// What one should know before.
    #[prop(optional)]
    lead: &'static str,
    /// Folded away under its title, and whether it is open at first.
    #[prop(optional_no_strip, into)]
    folded: Option<bool>,
    /// Name of the form, where what is typed into it is kept while it is typed.
    #[prop(optional, into)]
    draft: String,
    /// Fields before the words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView
where
    ServFn:
        DeserializeOwned + ServerFn<Protocol = Http<PostUrl, OutputProtocol>> + Clone + Send + Sync + 'static,
    <<ServFn::Client as Client<ServFn::Error>>::Request as ClientReq<ServFn::Error>>::FormData:
        From<web_sys::FormData>,
    ServFn::Output: Send + Sync + 'static,
    ServFn::Error: Send + Sync + 'static,
    <ServFn as ServerFn>::Client: Client<<ServFn as ServerFn>::Error>,
    OutputProtocol: 'static,
{
    let draft = (!draft.is_empty()).then(|| view! { <DraftState form=draft/> });
    let after = view! { {after}{draft} }.into_any();
    let fields = inside(about, &state, words, (children, Some(after)), acts);
    let form = view! { <ActionForm action attr:class="stack" attr:novalidate=true>{fields}</ActionForm> };
    placed(id, title, folded, lead, form.into_any())
}

/// The form of a step with a proof: a form with a file.
#[component]
pub fn StepFileForm(
    /// Address of the server function.
    action: &'static str,
    /// What it is about: names and ids as shown.
    about: About,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// The words it asks for.
    #[prop(optional_no_strip, into)]
    words: Option<StepWords>,
    /// Fields after the words: the proof, the days.
    #[prop(optional_no_strip)]
    after: Option<AnyView>,
    /// Its buttons, in this order.
    acts: Vec<StepAct>,
    /// Its place in the page, where it has a heading.
    #[prop(default = "do")]
    id: &'static str,
    /// Its heading.
    #[prop(optional, into)]
    title: String,
    /// What one should know before.
    #[prop(optional)]
    lead: &'static str,
    /// Folded away under its title, and whether it is open at first.
    #[prop(optional_no_strip, into)]
    folded: Option<bool>,
    /// Name of the form, where what is typed into it is kept while it is typed; a file never is.
    #[prop(optional, into)]
    draft: String,
    /// Fields before the words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let draft = (!draft.is_empty()).then(|| view! { <DraftState form=draft/> });
    let after = view! { {after}{draft} }.into_any();
    let fields = inside(about, &state, words, (children, Some(after)), acts);
    let form = view! { <FileForm action>{fields}</FileForm> };
    placed(id, title, folded, lead, form.into_any())
}
