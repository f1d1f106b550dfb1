//! 监护人注册, one question a page: what is answered stays in this browser for ten minutes, and the password comes last, below all answers.

use crate::api::form_state::{FormState, form_state};
use crate::api::message::channels;
use crate::api::sign_up::{
    AnswerSignUp, FIRST, FORM, GuardianSignUp, step_after, step_page, steps_with, way_of,
};
use crate::language::mixed;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param, wrong};
use crate::text::t::{common, guardian as w, message, session};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Details, DocumentTitle, FieldWidth, PageTitle, PasswordField,
    SummaryList, SummaryRow, TextField, field_id,
};
use contract::message::Channels;
use domain::guardian::{ClaimWay, SignUpStep};
use domain::guide::Task;
use leptos::prelude::*;

/// 监护人注册
#[component]
pub fn GuardianSignUpPage() -> impl IntoView {
    let step = param("step");
    let (answer, send) = (ServerAction::<AnswerSignUp>::new(), ServerAction::<GuardianSignUp>::new());
    let data = Resource::new_blocking(
        move || (step.get(), answer.version().get(), send.version().get()),
        |(step, ..)| async move { Ok((step, form_state(FORM.into()).await?, channels().await?)) },
    );
    view! {
        <Load data view=move |(step, state, channels): (String, FormState, Channels)| {
            let step = if step.is_empty() { Some(SignUpStep::Code) } else { SignUpStep::from_key(&step) };
            match step.filter(|one| *one != SignUpStep::PhoneCode || channels.sms) {
                None => wrong(&crate::api::AppError::NotFound).into_any(),
                Some(SignUpStep::Password) => last(&state, channels.sms, send).into_any(),
                Some(step) => question(step, &state, channels.sms, answer).into_any(),
            }
        }/>
    }
}

/// Which step of how many this is.
fn place(step: SignUpStep, state: &FormState, sms: bool) -> String {
    let steps = steps_with(step, state, sms);
    let n = steps.iter().position(|one| *one == step).map_or(1, |n| n + 1);
    w::sign_up_step(n, steps.len())
}

/// The step before, or the front page.
fn before(step: SignUpStep, state: &FormState, sms: bool) -> String {
    let steps = steps_with(step, state, sms);
    let n = steps.iter().position(|one| *one == step).unwrap_or_default();
    match n.checked_sub(1).and_then(|before| steps.get(before)) {
        Some(before) => step_page(*before),
        None if step == SignUpStep::Code => "/".to_owned(),
        None => FIRST.to_owned(),
    }
}

/// One question.
fn question(
    step: SignUpStep,
    state: &FormState,
    sms: bool,
    answer: ServerAction<AnswerSignUp>,
) -> impl IntoView + use<> {
    // What is wrong with other answers is told on the last page.
    let errors = state.errors.iter().filter(|(field, _)| field.is_empty() || field == step.key());
    let own = FormState { errors: errors.cloned().collect(), ..state.clone() };
    let begins = SignUpStep::first(step.way().unwrap_or_default()) == step;
    let next = w::sign_up_next(w::sign_up_item(step_after(step, state, sms)));
    view! {
        <BackLink href=before(step, state, sms)/>
        {heading(step, begins, &own, place(step, state, sms))}
        <FormMessages state=own.clone()/>
        <ActionForm action=answer attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="step" value=step.key()/>
            {control(step, !begins, &own)}
            {(step == SignUpStep::Phone && !sms).then(|| view! { <p class="hint">{message::NO_SMS}</p> })}
            <Actions><Button>{common::CONTINUE}</Button></Actions>
        </ActionForm>
        <p class="hint">{next}</p>
        <p class="hint">{w::SIGN_UP_KEPT}</p>
        {begins.then(|| other_way(step))}
    }
}

/// Where a way begins the page says what it is for; of the other pages the question itself is the heading.
fn heading(step: SignUpStep, begins: bool, state: &FormState, place: String) -> AnyView {
    let has_errors = state.has_errors();
    if !begins {
        return view! {
            <DocumentTitle title=w::sign_up_item(step) has_errors/>
            <p class="caption">{place}</p>
        }
        .into_any();
    }
    let lead = if step == SignUpStep::Code { w::SIGN_UP_LEAD } else { w::SIGN_UP_NUMBERS_LEAD };
    view! {
        <PageTitle title=w::SIGN_UP_TITLE caption=Some(place) has_errors>
            <GuideLink task=Task::Bind/>
        </PageTitle>
        <p class="lead">{lead}</p>
    }
    .into_any()
}

/// The field of a question.
fn control(step: SignUpStep, heading: bool, state: &FormState) -> impl IntoView + use<> {
    let (input_type, inputmode, autocomplete) = match step {
        SignUpStep::Phone => ("tel", "numeric", "tel"),
        SignUpStep::Name => ("text", "text", "name"),
        SignUpStep::PhoneCode => ("text", "numeric", "one-time-code"),
        _ => ("text", "text", "off"),
    };
    let (name, required) = (step.key(), step != SignUpStep::PhoneCode);
    view! {
        <TextField
            name
            label=w::sign_up_item(step)
            hint=w::sign_up_hint(step)
            value=state.value(name)
            error=state.error(name)
            input_type
            inputmode
            autocomplete
            width=FieldWidth::W20
            required
            heading
        />
    }
}

/// The way without a binding code, or the one with it, and what is done with what is typed.
fn other_way(step: SignUpStep) -> impl IntoView {
    let (asked, words, to) = match step.way() {
        Some(ClaimWay::Numbers) => (w::HAS_CODE, w::HOW_CODE, SignUpStep::Code),
        _ => (w::NO_CODE, w::HOW_NUMBERS, SignUpStep::ChildNumber),
    };
    view! {
        <p>{asked}" "<a href=step_page(to)>{words}</a></p>
        <Details summary=w::NOTICE_TITLE><p>{w::NOTICE}</p></Details>
    }
}

/// All answers, each with a way back to its question, and the password.
fn last(state: &FormState, sms: bool, send: ServerAction<GuardianSignUp>) -> impl IntoView + use<> {
    let step = SignUpStep::Password;
    let steps = SignUpStep::of(way_of(state), sms);
    let rows = steps.into_iter().filter(|one| *one != step).map(|one| row(one, state)).collect_view();
    let (weak, differs) = (state.error("password"), state.error("repeat"));
    view! {
        <BackLink href=before(step, state, sms)/>
        <PageTitle
            title=w::SIGN_UP_LAST
            caption=Some(place(step, state, sms))
            has_errors=state.has_errors()
        />
        <FormMessages state=state.clone()/>
        <SummaryList>{rows}</SummaryList>
        <ActionForm action=send attr:class="stack" attr:novalidate=true>
            <PasswordField
                name="password"
                label=w::PASSWORD
                hint=session::PASSWORD_RULES
                error=weak
                autocomplete="new-password"
                required=true
            />
            <PasswordField
                name="repeat"
                label=w::REPEAT
                error=differs
                autocomplete="new-password"
                required=true
            />
            <Actions><Button>{w::SIGN_UP}</Button></Actions>
        </ActionForm>
        <p class="hint">{w::SIGN_UP_AFTER}</p>
    }
}

/// An answer, and what is wrong with it.
fn row(step: SignUpStep, state: &FormState) -> impl IntoView + use<> {
    let key = step.key();
    let answer = state.value(key);
    let told = if answer.is_empty() { common::NOT_FILLED.to_owned() } else { answer };
    let wrong = state.error(key).map(|error| view! { <p class="field-error">{mixed(error)}</p> });
    view! {
        <SummaryRow term=w::sign_up_item(step) change=Some(step_page(step))>
            <span id=field_id(key) tabindex="-1">{mixed(told)}</span>
            {wrong}
        </SummaryRow>
    }
}
