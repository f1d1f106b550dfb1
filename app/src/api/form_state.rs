//! What was typed and what is wrong with it, kept between a form and the page it comes back to. A server function never
//! answers with an error page: it keeps the state, sends the browser back, and the page shows both. So a form works the same
//! with and without JavaScript, and nothing that was typed is lost.
//!
//! Signed in, the state is a sealed draft in the store. Before that it is a sealed cookie of ten minutes, so that nobody
//! can fill the store without an account.

use crate::api::AppError;
use crate::api::Attended;
use crate::ui::{FieldError, error_for};
use chrono::NaiveDate;
use domain::ident::Place;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// What was typed, by field. Never a password.
    pub values: BTreeMap<String, String>,
    /// What is wrong: field (empty for the whole form) and words.
    pub errors: Vec<(String, String)>,
    /// What went well the last time, in words.
    pub done: Option<String>,
    /// Until when (Unix seconds) that is told: long enough for a page that draws itself again to say it again. 0 where the state stands until
    /// the form is sent again.
    pub until: i64,
    /// The divisions that places of the form can mean, by field: found when the form is shown, never kept.
    #[serde(default)]
    pub places: BTreeMap<String, Vec<Place>>,
    /// The day, when the form is shown.
    #[serde(default)]
    pub today: Option<NaiveDate>,
}

impl FormState {
    /// What was typed into a field.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What was typed into a field, or something else when nothing was typed yet.
    pub fn value_or(&self, field: &str, otherwise: &str) -> String {
        self.values.get(field).cloned().unwrap_or_else(|| otherwise.to_owned())
    }

    /// The divisions that what was typed into a field can mean.
    pub fn places(&self, field: &str) -> Vec<Place> {
        self.places.get(field).cloned().unwrap_or_default()
    }

    /// Everything wrong, for the summary.
    pub fn field_errors(&self) -> Vec<FieldError> {
        self.errors.iter().map(|(field, message)| FieldError::new(field.clone(), message.clone())).collect()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<String> {
        error_for(&self.field_errors(), field)
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// The state a form was left in; empty when it is new.
#[server(name = GetFormState, client = Attended, prefix = "/api", endpoint = "form_state")]
pub async fn form_state(
    /// Name of the form.
    form: String,
) -> Result<FormState, AppError> {
    let mut state = keep::load(&form).await?;
    // A form of one question is called by its item.
    let item = form.rsplit('/').next().and_then(domain::form::Field::from_key);
    state.places = crate::api::division::meant(&state.values, item);
    state.today = Some(crate::api::context::registry().store.clock.today());
    Ok(state)
}

#[cfg(feature = "ssr")]
pub(crate) mod keep {
    use super::FormState;
    use crate::api::AppError;
    use crate::api::context::registry;
    use crate::api::session::{SessionContext, session_context};
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
        let mut sent: Option<FormState> = registry().accounts().draft(&owner, form).await?;
        let ends = |state: &FormState| state.done.is_some() || state.until != 0;
        if sent.as_ref().is_some_and(|state| ends(state) && state.until < now()) {
            registry().accounts().remove_draft(&owner, form).await?;
            sent = Some(FormState::default());
        }
        let before = if sent.is_none() { typed_before().await? } else { None };
        let before = before.filter(|before| about.is_none_or(|(field, said)| before.value(field) == said));
        let mut state = sent.unwrap_or_default();
        // What was typed since it was sent is younger, and what a session that ended took with it is younger still.
        if let Some(actor) = session_context().and_then(|context| context.full_actor()) {
            let now = registry().store.clock.now();
            state.values.extend(crate::api::typed::kept::found(actor.account, form, now).await?);
        }
        state.values.extend(before.map(|before| before.values).unwrap_or_default());
        Ok(state)
    }

    /// What the same account typed on this page before its session ended.
    pub(crate) async fn typed_before() -> Result<Option<FormState>, AppError> {
        let (Some(owner), Some(page)) = (again_owner(), page()) else { return Ok(None) };
        let kept: Option<FormState> = registry().accounts().draft(&owner, &page).await?;
        Ok(kept.filter(|state| state.until >= now()))
    }

    fn again_owner() -> Option<String> {
        let actor = session_context().and_then(|context| context.full_actor())?;
        Some(registry::account::ended_owner(actor.account))
    }

    /// The path of the page that asks: the address itself, or where a server function was called from.
    fn page() -> Option<String> {
        let parts = use_context::<http::request::Parts>()?;
        if !parts.uri.path().starts_with("/api/") {
            return crate::api::again::path_of(&parts.uri.to_string());
        }
        crate::api::again::path_of(parts.headers.get(http::header::REFERER)?.to_str().ok()?)
    }

    pub(crate) async fn put(form: &str, state: &FormState) -> Result<(), AppError> {
        match owner() {
            Some(owner) => match registry().accounts().put_draft(&owner, form, state).await {
                // The store does not write; the browser keeps it meanwhile.
                Err(registry::error::Error::Halted) => set_cookie(Some((form, state))),
                other => {
                    other?;
                    forget_typed(form).await?;
                }
            },
            None => set_cookie(Some((form, state))),
        }
        Ok(())
    }

    /// Forgets what was kept while it was typed: what was sent is younger.
    async fn forget_typed(form: &str) -> Result<(), AppError> {
        match session_context().and_then(|context| context.full_actor()) {
            Some(actor) => crate::api::typed::kept::forget(actor.account, form).await,
            None => Ok(()),
        }
    }

    /// Forgets what was typed on this page before a session ended.
    pub(crate) async fn forget_before() -> Result<(), AppError> {
        match page() {
            Some(page) => forget_before_on(&page).await,
            None => Ok(()),
        }
    }

    /// The same of another page.
    pub(crate) async fn forget_before_on(page: &str) -> Result<(), AppError> {
        if let Some(owner) = again_owner()
            && registry().accounts().draft::<FormState>(&owner, page).await?.is_some()
        {
            registry().accounts().remove_draft(&owner, page).await?;
        }
        Ok(())
    }

    /// Forgets what was kept of a form.
    pub(crate) async fn clear(form: &str) -> Result<(), AppError> {
        match owner() {
            Some(owner) => {
                registry().accounts().remove_draft(&owner, form).await?;
                forget_typed(form).await?;
                forget_before().await?;
            }
            None => set_cookie(None),
        }
        Ok(())
    }

    /// Keeps words to show on the page that asks for `form`, for half a minute.
    pub(crate) async fn say(form: &str, words: &str) -> Result<(), AppError> {
        say_for(form, words, TOLD).await
    }

    /// The same for so many seconds: what has to be written down.
    pub(crate) async fn say_for(form: &str, words: &str, seconds: i64) -> Result<(), AppError> {
        let state =
            FormState { done: Some(words.to_owned()), until: now() + seconds, ..FormState::default() };
        put(form, &state).await
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
        // A matter that is open on the desk stays there, or the next one follows it.
        let desk = crate::api::desk::onward::opened();
        let to = match result {
            // The answer's status says so, and where to go: see the server's `answers`.
            Err(AppError::SignedOut) => return Err(AppError::SignedOut),
            Ok(to) => {
                clear(form).await?;
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

    /// The same; where it went well, `words` are said on the page that asks for `on_page`.
    pub(crate) async fn finish_saying(
        form: &str,
        on_page: &str,
        back: &str,
        typed: BTreeMap<String, String>,
        result: Result<String, AppError>,
        words: &str,
    ) -> Result<(), AppError> {
        let went_well = result.is_ok();
        finish(form, back, typed, result).await?;
        if went_well {
            let desk = crate::api::desk::onward::opened();
            say(if desk.is_some() { "desk" } else { on_page }, words).await?;
        }
        Ok(())
    }

    /// Ends a form that is not on the page any more, since what it was about is over: nothing of it is kept, and why it came to nothing is said
    /// for half a minute on the page that asks for `on_page`.
    pub(crate) async fn gone(
        form: &str,
        on_page: &str,
        back: &str,
        error: &AppError,
    ) -> Result<(), AppError> {
        clear(form).await?;
        let (errors, until) = (told(error, &BTreeMap::new()), now() + TOLD);
        put(on_page, &FormState { errors, until, ..FormState::default() }).await?;
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
    const SECRET: [&str; 7] =
        ["password", "old_password", "new_password", "code", "phone_code", "claim", "file"];

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
}

/// As much of a text as is kept of what was typed: five hundred characters.
#[cfg(feature = "ssr")]
pub(crate) fn cut(text: &str) -> &str {
    cut_to(text, 500)
}

/// The same where a field takes more than that.
#[cfg(feature = "ssr")]
pub(crate) fn cut_to(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// A map from pairs, for what was typed.
#[cfg(feature = "ssr")]
pub(crate) fn typed<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::keep::told;
    use super::typed;
    use crate::api::AppError;
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use std::collections::BTreeMap;

    #[test]
    fn a_fault_names_its_control_sent_or_not() {
        let new = |code| Refusal::new(code, Basis::Procedure, "还没有选择。", "请选择一项。");
        let error = AppError::Refused(vec![
            new(RefusalCode::Manner),
            new(RefusalCode::named("sex")),
            new(RefusalCode::TooMany),
            new(RefusalCode::TooMany).beside("notify_at"),
        ]);
        let names = |typed: &BTreeMap<String, String>| {
            told(&error, typed).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(names(&typed([("on", "")])), ["manner", "sex", "", "notify_at"]);
        assert_eq!(names(&typed([])), ["", "", "", "notify_at"], "a button alone has no controls");
    }
}
