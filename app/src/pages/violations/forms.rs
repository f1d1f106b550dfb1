//! What may be done with a violation: the step of whoever's turn it is, what the handling leader may do besides, entering one.

use super::sheet::Step;
use crate::api::form_state::FormState;
use crate::text::t::violation as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, CheckboxField, Details, FieldWidth, FileField, FileForm,
    Section, SelectField, TextAreaField, TextField, choices, keyed,
};
use contract::violation::ViolationView;
use domain::case::correction::ProofKind;
use domain::violation::{CORRECTION_WORKING_DAYS, ViolationKind, ViolationState};
use leptos::prelude::*;

const FILES: &str = "image/jpeg,image/png,application/pdf";

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(detail: &ViolationView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let id = detail.line.shown().to_string();
    let turn = detail.my_turn.then(|| match detail.line.state {
        ViolationState::Suspected => words(
            id.clone(),
            state,
            step,
            w::WORDS,
            false,
            &[("examine", w::EXAMINE), ("dismiss", w::DISMISS)],
        ),
        ViolationState::Examined => {
            words(id.clone(), state, step, w::DEMAND, true, &[("sign", w::SIGN), ("dismiss", w::DISMISS)])
        }
        ViolationState::Replied => {
            words(id.clone(), state, step, w::WORDS, true, &[("accept", w::ACCEPT), ("reject", w::REJECT)])
        }
        _ => reply(id.clone(), state),
    });
    let steer = detail.may_steer.then(|| steer(id, detail, state, step));
    view! { {turn}{steer} }
}

fn words(
    id: String,
    state: &FormState,
    step: Step,
    label: &'static str,
    days: bool,
    buttons: &'static [(&'static str, &'static str)],
) -> AnyView {
    let days = days.then(|| {
        let value = state.value_or("days", &CORRECTION_WORKING_DAYS.to_string());
        view! {
            <TextField name="days" label=w::DAYS value error=state.error("days") width=FieldWidth::W10 inputmode="numeric" autocomplete="off"/>
        }
    });
    let buttons = keyed(
        buttons.iter().enumerate(),
        |(_, (act, _))| *act,
        |(n, (act, words))| {
            let kind = if n == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
            view! { <Button kind name="act" value=*act>{*words}</Button> }
        },
    );
    let (value, error) = (state.value("words"), state.error("words"));
    view! {
        <Section id="do" title=w::DO>
            <ActionForm action=step attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="violation" value=id/>
                <TextAreaField name="words" label value error maxlength=500 rows=3 required=true/>
                {days}
                <Actions>{buttons}</Actions>
            </ActionForm>
        </Section>
    }
    .into_any()
}

fn reply(id: String, state: &FormState) -> AnyView {
    let state = state.clone();
    let kinds = choices(ProofKind::ALL.map(|kind| (kind.key(), kind.label())));
    view! {
        <Section id="do" title=w::REPLY>
            <FileForm action="/api/reply_violation">
                <input type="hidden" name="violation" value=id/>
                <TextAreaField
                    name="statement"
                    label=w::STATEMENT
                    value=state.value("statement")
                    error=state.error("statement")
                    maxlength=500
                    rows=3
                    required=true
                />
                <SelectField name="kind" label=w::SCAN_KIND options=kinds value=state.value("kind") error=state.error("kind")/>
                <FileField name="file" label=w::SCAN hint=w::SCAN_HINT error=state.error("file") accept=FILES/>
                <Actions><Button>{w::REPLY}</Button></Actions>
            </FileForm>
        </Section>
    }
    .into_any()
}

fn steer(id: String, detail: &ViolationView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let serious = detail.escalations.iter().any(|one| one.serious);
    let recommend = serious.then(|| {
        view! { <Button kind=ButtonKind::Secondary name="act" value="recommend">{w::RECOMMEND}</Button> }
    });
    let (value, error) = (state.value("steer_words"), state.error("steer_words"));
    let wrong = error.is_some();
    view! {
        <Details summary=w::STEER open=wrong>
            <ActionForm action=step attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="violation" value=id/>
                <TextAreaField name="steer_words" label=w::WORDS value error maxlength=500 rows=3 required=true/>
                <CheckboxField name="serious" label=w::IS_SERIOUS/>
                <Actions>
                    <Button kind=ButtonKind::Secondary name="act" value="escalate">{w::ESCALATE}</Button>
                    {recommend}
                    <Button kind=ButtonKind::Warning name="act" value="withdraw">{w::WITHDRAW}</Button>
                </Actions>
            </ActionForm>
        </Details>
    }
}

/// Entering a violation of a unit directly below.
pub(super) fn enter(below: &[(String, String, bool)], state: &FormState) -> impl IntoView + use<> {
    let units = choices(below.iter().map(|(code, name, _)| (code.clone(), name.clone())));
    // A county has schools below it, a nation authorities; a city may have both.
    let fits = |kind: &ViolationKind| below.iter().any(|(_, _, school)| *school == kind.item().is_some());
    let cases = choices(ViolationKind::ALL.into_iter().filter(fits).map(|kind| (kind.key(), kind.label())));
    let state = state.clone();
    let kinds = choices(ProofKind::ALL.map(|kind| (kind.key(), kind.label())));
    view! {
        <Details summary=w::ENTER open=state.has_errors()>
            <p class="hint">{w::ENTER_LEAD}</p>
            <FileForm action="/api/enter_violation">
                <SelectField name="subject" label=w::SUBJECT options=units value=state.value("subject") error=state.error("subject") required=true/>
                <SelectField name="case" label=w::KIND options=cases value=state.value("case") error=state.error("case") required=true/>
                <TextAreaField name="fact" label=w::FACT value=state.value("fact") error=state.error("fact") maxlength=500 rows=3 required=true/>
                <SelectField name="kind" label=w::SCAN_KIND options=kinds value=state.value("kind") error=state.error("kind")/>
                <FileField name="file" label=w::SCAN hint=w::SCAN_HINT error=state.error("file") accept=FILES/>
                <Actions><Button>{w::ENTER_DO}</Button></Actions>
            </FileForm>
        </Details>
    }
}
