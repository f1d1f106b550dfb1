//! What several pages share: waiting for data, telling what went wrong, the words of a form, one item of the national form.

use crate::api::AppError;
use crate::api::confirm::{ASKED, CONFIRMED};
use crate::api::division::CHOOSE;
use crate::api::form_state::FormState;
use crate::language::{Language, here, mixed};
use crate::text::t;
use crate::ui::{
    BackLink, CheckboxField, Choice, DateField, DivisionField, ErrorSummary, FieldWidth, Footer, Header,
    Main, MainKind, Notice, NoticeKind, PageTitle, SelectField, SkipLink, Status, TextField, anew_for,
};
use chrono::NaiveDate;
use domain::case::CaseState;
use domain::form::{Field, FieldKind};
use domain::ident::Place;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use std::collections::BTreeMap;

/// Shows `view` of what `data` gives; what went wrong otherwise. While new data comes the old stays in sight.
#[component]
pub fn Load<T, V>(
    /// What is waited for.
    data: Resource<Result<T, AppError>>,
    /// The page made of it.
    view: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let place = pathname();
    let seen = StoredValue::new(None::<(String, T)>);
    let ended = RwSignal::new(false);
    view! {
        {move || ended.get().then(session_ended)}
        <Transition>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    let place = place.get_untracked();
                    match data.await {
                        Ok(found) => {
                            seen.set_value(Some((place.clone(), found.clone())));
                            ended.set(false);
                            // Another child's page starts with empty forms, though the router keeps the page.
                            anew_for(place, view(found)).into_any()
                        }
                        Err(error) => {
                            // The page asked again and the session had ended: what stands here, and what was typed into it, stays.
                            let before = seen.get_value().filter(|(shown, _)| *shown == place);
                            match before {
                                Some((_, found)) if error == AppError::SignedOut => {
                                    ended.set(true);
                                    anew_for(place, view(found)).into_any()
                                }
                                _ => wrong(&error).into_any(),
                            }
                        }
                    }
                })
            }}
        </Transition>
    }
}

/// What is said over a page whose session has ended.
fn session_ended() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warn>
            <p>{t::errors::ENDED}</p>
            <p><a href="/sign-in?ended=1">{t::nav::SIGN_IN}</a></p>
        </Notice>
    }
}

/// What a registrar lacks before any business can be done, and who puts it on record (第二十三条).
pub(crate) fn barred_notice((what, remedy): (String, String)) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warn title=Some(t::home::BARRED_TITLE.to_owned())>
            <p>{what}</p>
            <p>{remedy}</p>
        </Notice>
    }
}

/// What went wrong, in the page's place; the response carries the status that belongs to it.
pub(crate) fn wrong(error: &AppError) -> impl IntoView + use<> {
    #[cfg(feature = "ssr")]
    {
        let status = (*error != AppError::SignedOut).then(|| error.status());
        match (status, use_context::<leptos_axum::ResponseOptions>()) {
            (Some(status), Some(response)) => response.set_status(status),
            _ => crate::api::address::lead_to(crate::api::session::proper_place()),
        }
    }
    let words = error.message();
    let sign_in = matches!(error, AppError::SignedOut);
    view! {
        <PageTitle title=t::errors::TITLE/>
        <Notice kind=NoticeKind::Error>
            <p>{mixed(words)}</p>
            {sign_in.then(|| view! { <p><a href="/sign-in">{t::nav::SIGN_IN}</a></p> })}
        </Notice>
        {(!sign_in).then(|| view! { <BackLink href="/" label=t::errors::HOME/> })}
    }
}

/// What was wrong with a form, or what went well, above it.
#[component]
pub fn FormMessages(
    /// What was typed, and what is wrong with it.
    state: FormState,
) -> impl IntoView {
    let done = state.done.clone();
    view! {
        <ErrorSummary errors=state.field_errors()/>
        {done.map(|words| view! { <Notice kind=NoticeKind::Success><p>{mixed(words)}</p></Notice> })}
    }
}

/// The box that confirms what the form asked about; nothing while it asked nothing.
#[component]
pub fn Confirm(
    /// What was typed, and what is asked about it.
    state: FormState,
    /// Name of the control in the form.
    #[prop(default = CONFIRMED.to_owned())]
    name: String,
) -> impl IntoView {
    let asked = state.value(ASKED);
    (!asked.is_empty()).then(|| {
        view! { <CheckboxField name label=t::forms::CONFIRM value=asked error=state.error(CONFIRMED)/> }
    })
}

/// Stands around a page that is shown inside another one, in the place of its own address.
#[derive(Clone)]
pub(crate) struct Within(Vec<(&'static str, String)>);

impl Within {
    /// The parts of the address it asks for.
    pub(crate) fn new<const N: usize>(parts: [(&'static str, &str); N]) -> Self {
        Self(parts.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
    }

    fn part(&self, name: &str) -> Signal<String> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        Signal::stored(found.map(|(_, value)| value.clone()).unwrap_or_default())
    }
}

/// The memo, worked out now. On the server a page's data is asked for on another thread than the one that draws, and of two
/// threads that read a memo for the first time one can find it empty (a panic of reactive_graph 0.2.16). Reading it before
/// anything is asked for leaves both with a value that stays.
pub(crate) fn settled<T: Send + Sync + 'static>(memo: Memo<T>) -> Memo<T> {
    memo.with_untracked(|_| ());
    memo
}

/// The path of the page's address.
pub(crate) fn pathname() -> Memo<String> {
    settled(use_location().pathname)
}

/// A part of the page's address.
pub(crate) fn param(name: &'static str) -> Signal<String> {
    if let Some(within) = use_context::<Within>() {
        return within.part(name);
    }
    let params = settled(use_params_map());
    Signal::derive(move || params.with(|params| params.get(name).unwrap_or_default()))
}

/// A part of the page's query; the query of a page around it is not its own.
pub(crate) fn query(name: &'static str) -> Signal<String> {
    if use_context::<Within>().is_some() {
        return Signal::stored(String::new());
    }
    let query = settled(use_query_map());
    Signal::derive(move || query.with(|query| query.get(name).unwrap_or_default()))
}

/// The page's query as a whole, the last of each key.
pub(crate) fn whole_query() -> Memo<BTreeMap<String, String>> {
    let query = settled(use_query_map());
    settled(Memo::new(move |_| {
        query.with(|query| {
            query.latest_values().map(|(key, value)| (key.to_string(), value.to_owned())).collect()
        })
    }))
}

/// Name of a control whose value goes into the map `values` of a server function.
pub(crate) fn name_of(key: &str) -> String {
    format!("values[{key}]")
}

/// Name of the control by which one of several divisions of a name is chosen, for the control in which the name is typed.
pub(crate) fn choice_of(name: &str) -> String {
    match name.strip_prefix("values[").and_then(|rest| rest.strip_suffix(']')) {
        Some(key) => name_of(&format!("{CHOOSE}{key}")),
        None => format!("{CHOOSE}{name}"),
    }
}

/// The state with the fields' names as they stand in the form, so that the summary's links find them.
pub(crate) fn renamed(state: &FormState) -> FormState {
    let rename = |field: &String| match field.as_str() {
        "" | "papers" => field.clone(),
        _ => name_of(field),
    };
    FormState {
        errors: state.errors.iter().map(|(field, words)| (rename(field), words.clone())).collect(),
        ..state.clone()
    }
}

/// The tag of a case's state.
pub(crate) fn status_of(state: CaseState) -> Status {
    match state {
        CaseState::InProgress => Status::InProgress,
        CaseState::Returned => Status::Returned,
        CaseState::Approved => Status::Done,
        CaseState::Refused => Status::Refused,
        CaseState::Withdrawn | CaseState::Cleared => Status::Withdrawn,
    }
}

/// One item of the national form as a field, with the control that suits its kind.
#[component]
pub fn ItemField(
    /// Which item: it says which control is drawn and what can be chosen.
    item: Field,
    /// Name of the control.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(into)]
    value: String,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// The label is the page's `<h1>`.
    #[prop(optional)]
    heading: bool,
    /// Whether it has to be filled, where that depends on other items.
    #[prop(optional_no_strip)]
    required: Option<bool>,
    /// Of a place: the divisions that the value can mean.
    #[prop(optional)]
    places: Vec<Place>,
    /// The day, where it is known: no day of a record is later.
    #[prop(optional_no_strip)]
    today: Option<NaiveDate>,
) -> impl IntoView {
    let required = required.unwrap_or_else(|| item.mandatory());
    let hint = match here() {
        Language::Chinese => item.hint(),
        Language::English => domain::english::hint(item),
    };
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    let options = item.options();
    if !options.is_empty() {
        let options = options.iter().map(|(code, label)| Choice::new(*code, *label)).collect();
        return view! {
            <SelectField name label options value hint=hint.unwrap_or_default() error required heading/>
        }
        .into_any();
    }
    let (width, inputmode) = match item.kind() {
        FieldKind::Date => {
            let min = NaiveDate::from_ymd_opt(1900, 1, 1);
            return view! { <DateField name label value error required heading min max=today/> }.into_any();
        }
        FieldKind::Division => {
            let (hint, choose) = (hint.unwrap_or_default(), choice_of(&name));
            return view! { <DivisionField name choose label value places hint error required heading/> }
                .into_any();
        }
        // It may be written from the right.
        FieldKind::NativeName => {
            let hint = hint.unwrap_or_default();
            return view! {
                <TextField name label value hint error required heading width=FieldWidth::Full autocomplete="off" dir="auto"/>
            }
            .into_any();
        }
        FieldKind::Phone => (FieldWidth::W20, Some("tel")),
        FieldKind::Postcode | FieldKind::YearMonth | FieldKind::Integer(_) => {
            (FieldWidth::W10, Some("numeric"))
        }
        FieldKind::Document | FieldKind::Validity => (FieldWidth::W20, None),
        FieldKind::Name => (FieldWidth::W20, None),
        _ => (FieldWidth::Full, None),
    };
    let hint = hint.unwrap_or_default();
    match inputmode {
        Some(inputmode) => {
            view! { <TextField name label value hint error required heading width inputmode autocomplete="off"/> }
                .into_any()
        }
        None => view! { <TextField name label value hint error required heading width autocomplete="off"/> }.into_any(),
    }
}

/// No such page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <SkipLink/>
        <Header both=true/>
        <Main kind=MainKind::Narrow>
            <PageTitle title=t::errors::NOT_FOUND_TITLE/>
            <p>{t::errors::NOT_FOUND_NEXT}</p>
            <BackLink href="/" label=t::layout::HOME/>
        </Main>
        <Footer/>
    }
}
