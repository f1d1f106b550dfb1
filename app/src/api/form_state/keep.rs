//! What is kept of forms: loaded for the page, kept when something is wrong, and ended in one commit.

use super::FormState;
use super::read::{self, Name};
use crate::api::AppError;
use crate::api::context::registry;
use crate::api::session::{SessionContext, session_context};
use chrono::DateTime;
use http::header::SET_COOKIE;
use leptos::prelude::use_context;
use std::collections::BTreeMap;

/// Name of the cookie of forms before sign-in.
const COOKIE: &str = "__Host-form";
/// More does not fit into a cookie.
const MOST: usize = 3000;

/// How long good news is told, in seconds.
const TOLD: i64 = 30;
/// How long what is wanted next is: as long as a code that was sent holds.
const WANTED: i64 = 600;

fn now() -> i64 {
    registry().store.clock.now().timestamp()
}

fn owner() -> Option<String> {
    session_context().and_then(|context: SessionContext| context.session.map(|session| session.key))
}

pub(crate) async fn load(form: &str) -> Result<FormState, AppError> {
    load_about(form, None).await
}

/// The same for a page whose path does not say what it is about: what a session took with it when it ended counts only where this
/// field of it said the same.
pub(crate) async fn load_of(form: &str, field: &str, said: &str) -> Result<FormState, AppError> {
    load_about(form, Some((field, said))).await
}

async fn load_about(form: &str, about: Option<(&str, &str)>) -> Result<FormState, AppError> {
    let Some(owner) = owner() else { return Ok(from_cookie(form)) };
    if registry().store.halted().is_some() {
        return Ok(from_cookie(form));
    }
    let sent = Some((owner, form.to_owned()));
    let [sent, before, typing] = read::read([sent, ended_here(), typed_as(form)]).await?;
    let now = now();
    // Words that were said, and what was wanted next, end by themselves: the hourly sweep takes them away.
    let ended = |state: &FormState| (state.done.is_some() || state.until != 0) && state.until < now;
    let sent = sent.filter(|state| !ended(state));
    let before = before.filter(|before| sent.is_none() && before.until >= now);
    let before = before.filter(|before| about.is_none_or(|(field, said)| before.value(field) == said));
    let mut state = sent.unwrap_or_default();
    // What was typed since it was sent is younger, and what a session that ended took with it is younger still.
    let typing = typing.filter(|typing| typing.until >= now);
    state.values.extend(typing.map(|typing| typing.values).unwrap_or_default());
    state.values.extend(before.map(|before| before.values).unwrap_or_default());
    Ok(state)
}

/// Reads what a page will ask for of these forms, in one read.
pub(crate) async fn read_ahead(forms: &[&str]) -> Result<(), AppError> {
    let Some(owner) = owner() else { return Ok(()) };
    if registry().store.halted().is_some() {
        return Ok(());
    }
    let of_form = |form: &&str| [Some((owner.clone(), (*form).to_owned())), typed_as(form)];
    let names = forms.iter().flat_map(of_form).chain([ended_here()]).flatten();
    read::all(names.collect()).await?;
    Ok(())
}

/// What the same account typed on this page before its session ended.
pub(crate) async fn typed_before() -> Result<Option<FormState>, AppError> {
    let [kept] = read::read([ended_here()]).await?;
    let now = now();
    Ok(kept.filter(|state| state.until >= now))
}

fn again_owner() -> Option<String> {
    let actor = session_context().and_then(|context| context.full_actor())?;
    Some(registry::account::ended_owner(actor.account))
}

/// What was typed on this page before a session ended.
fn ended_here() -> Option<Name> {
    Some((again_owner()?, page()?))
}

/// What is kept of a form while it is typed; nothing of one that is not followed.
fn typed_as(form: &str) -> Option<Name> {
    if !crate::api::typed::is_followed(form) {
        return None;
    }
    let actor = session_context().and_then(|context| context.full_actor())?;
    Some((registry::account::typed_owner(actor.account), form.to_owned()))
}

/// All that is kept of a form, and what was typed on this page before a session ended.
fn kept_of(owner: String, form: &str) -> Vec<Name> {
    [Some((owner, form.to_owned())), typed_as(form), ended_here()].into_iter().flatten().collect()
}

/// The path of the page that asks: the address itself, or where a server function was called from.
fn page() -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    if !parts.uri.path().starts_with("/api/") {
        return crate::api::again::path_of(&parts.uri.to_string());
    }
    crate::api::again::path_of(parts.headers.get(http::header::REFERER)?.to_str().ok()?)
}

/// Keeps the state of a form. What was kept while it was typed goes: what was sent is younger.
pub(crate) async fn put(form: &str, state: &FormState) -> Result<(), AppError> {
    put_instead(form, state, Vec::new()).await
}

/// The same in the place of these others: one commit.
async fn put_instead(form: &str, state: &FormState, mut gone: Vec<Name>) -> Result<(), AppError> {
    let Some(owner) = owner() else {
        set_cookie(Some((form, state)));
        return Ok(());
    };
    gone.extend(typed_as(form));
    // Without a moment: as long as any draft.
    let until = if state.until == 0 { None } else { DateTime::from_timestamp(state.until, 0) };
    let place = (owner.as_str(), form);
    let put = registry().accounts().put_draft_instead(place, state, until, &read::borrowed(&gone)).await;
    read::forget().await;
    match put {
        // The store does not write; the browser keeps it meanwhile.
        Err(registry::error::Error::Halted) => set_cookie(Some((form, state))),
        other => other?,
    }
    Ok(())
}

async fn remove(gone: &[Name]) -> Result<(), AppError> {
    registry().accounts().remove_drafts(&read::borrowed(gone)).await?;
    read::forget().await;
    Ok(())
}

/// Forgets what was kept of forms while they were typed: it was done elsewhere.
pub(crate) async fn forget_typed(forms: &[String]) -> Result<(), AppError> {
    let gone: Vec<Name> = forms.iter().filter_map(|form| typed_as(form)).collect();
    remove(&gone).await
}

/// Forgets what was typed on this page before a session ended.
pub(crate) async fn forget_before() -> Result<(), AppError> {
    let gone: Vec<Name> = ended_here().into_iter().collect();
    remove(&gone).await
}

/// The same of another page.
pub(crate) async fn forget_before_on(page: &str) -> Result<(), AppError> {
    let gone: Vec<Name> = again_owner().map(|owner| (owner, page.to_owned())).into_iter().collect();
    remove(&gone).await
}

/// Forgets what was kept of a form.
pub(crate) async fn clear(form: &str) -> Result<(), AppError> {
    match owner() {
        Some(owner) => remove(&kept_of(owner, form)).await,
        None => {
            set_cookie(None);
            Ok(())
        }
    }
}

/// Forgets what was kept of a form and keeps this on another page, or on the same.
async fn clear_and_put(form: &str, on_page: &str, state: &FormState) -> Result<(), AppError> {
    let gone = owner().map(|owner| kept_of(owner, form)).unwrap_or_default();
    put_instead(on_page, state, gone).await
}

/// Keeps words to show on the page that asks for `form`, for half a minute.
pub(crate) async fn say(form: &str, words: &str) -> Result<(), AppError> {
    say_for(form, words, TOLD).await
}

/// The same for so many seconds: what has to be written down.
pub(crate) async fn say_for(form: &str, words: &str, seconds: i64) -> Result<(), AppError> {
    put(form, &said(words, seconds)).await
}

/// Words that are told for so many seconds.
fn said(words: &str, seconds: i64) -> FormState {
    FormState { done: Some(words.to_owned()), until: now() + seconds, ..FormState::default() }
}

/// Ends a form of several rows: what was done is told, and stands as long as what is wrong with the rest.
pub(crate) async fn done_in_part(form: &str, state: FormState, words: &str) -> Result<(), AppError> {
    if state.errors.is_empty() {
        return say(form, words).await;
    }
    put(form, &FormState { done: Some(words.to_owned()), until: i64::MAX, ..state }).await
}

/// Ends a form: where it went well, on to the page given by `result`; otherwise back with everything kept.
pub(crate) async fn finish(
    form: &str,
    back: &str,
    typed: BTreeMap<String, String>,
    result: Result<String, AppError>,
) -> Result<(), AppError> {
    end(form, back, typed, result, None).await
}

/// The same; where it went well, `words` are said on the page that asks for `on_page`.
pub(crate) async fn finish_saying(
    form: &str,
    on_page: &str,
    back: &str,
    typed: BTreeMap<String, String>,
    result: Result<String, AppError>,
    words: &str,
) -> Result<(), AppError> {
    end(form, back, typed, result, Some((on_page, words))).await
}

async fn end(
    form: &str,
    back: &str,
    typed: BTreeMap<String, String>,
    result: Result<String, AppError>,
    saying: Option<(&str, &str)>,
) -> Result<(), AppError> {
    // A matter that is open on the desk stays there, or the next one follows it.
    let desk = crate::api::desk::onward::opened();
    let to = match result {
        // The answer's status says so, and where to go: see the server's `answers`.
        Err(AppError::SignedOut) => return Err(AppError::SignedOut),
        Ok(to) => {
            match saying {
                Some((on_page, words)) => {
                    let on_page = if desk.is_some() { "desk" } else { on_page };
                    clear_and_put(form, on_page, &said(words, TOLD)).await?;
                }
                None => clear(form).await?,
            }
            match &desk {
                Some(desk) => crate::api::desk::onward::after_acting(desk).await?,
                None => to,
            }
        }
        Err(error) => {
            let errors = told(&error, &typed);
            put(form, &FormState { values: typed, errors, ..FormState::default() }).await?;
            desk.map_or_else(|| back.to_owned(), |desk| desk.address())
        }
    };
    crate::api::address::lead_to(&to);
    Ok(())
}

/// Ends a form that is not on the page any more, since what it was about is over: nothing of it is kept, and why it came to nothing is said
/// for half a minute on the page that asks for `on_page`.
pub(crate) async fn gone(form: &str, on_page: &str, back: &str, error: &AppError) -> Result<(), AppError> {
    let (errors, until) = (told(error, &BTreeMap::new()), now() + TOLD);
    clear_and_put(form, on_page, &FormState { errors, until, ..FormState::default() }).await?;
    let desk = crate::api::desk::onward::opened();
    let to = desk.map_or_else(|| back.to_owned(), |desk| desk.address());
    crate::api::address::lead_to(&to);
    Ok(())
}

/// Sends a form back that is right as far as it goes: what was typed stays, and `words` say what is wanted next.
pub(crate) async fn ask_on(
    form: &str,
    back: &str,
    typed: BTreeMap<String, String>,
    words: &str,
) -> Result<(), AppError> {
    let (done, until) = (Some(words.to_owned()), now() + WANTED);
    put(form, &FormState { values: typed, done, until, ..FormState::default() }).await?;
    crate::api::address::lead_to(back);
    Ok(())
}

/// Refusals beside their fields where they name one, the rest for the whole form. A control that a browser did not send, as a group
/// of radios of which none is chosen, is one of the form all the same.
pub(super) fn told(error: &AppError, typed: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let AppError::Refused(refusals) = error else { return vec![(String::new(), error.message())] };
    let one = |refusal: &domain::refusal::Refusal| {
        let control = refusal.control();
        let asked = !typed.is_empty() && refusal.code.field().is_some();
        let sent = typed.contains_key(control) || SECRET.contains(&control);
        let named = sent || asked || refusal.control.is_some();
        let field = if named { control.to_owned() } else { String::new() };
        (field, crate::language::refused(refusal))
    };
    refusals.iter().map(one).collect()
}

/// Fields that are never kept but may be wrong.
const SECRET: [&str; 7] = ["password", "old_password", "new_password", "code", "phone_code", "claim", "file"];

fn from_cookie(form: &str) -> FormState {
    let Some(sealed) = crate::api::session::cookie(COOKIE) else { return FormState::default() };
    let kept: Option<(String, FormState)> = registry().accounts().open_cookie(&sealed);
    match kept {
        Some((name, state)) if name == form => state,
        _ => FormState::default(),
    }
}

fn set_cookie(state: Option<(&str, &FormState)>) {
    let sealed =
        state.map(|kept| registry().accounts().seal_cookie(&kept)).filter(|sealed| sealed.len() <= MOST);
    let text = match sealed {
        Some(sealed) => format!("{COOKIE}={sealed}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"),
        None => format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
    };
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&text))
    {
        response.append_header(SET_COOKIE, value);
    }
}
