//! What may be done with a violation: the step of whoever's turn it is, what the handling leader may do besides, entering one.

use super::sheet::Step;
use crate::api::form_state::FormState;
use crate::pages::matter::{ProofFields, StepAct, StepFileForm, StepForm, StepWords};
use crate::text::t::violation as w;
use crate::ui::{CheckboxField, FieldWidth, SelectField, TextField, choices};
use contract::violation::ViolationView;
use domain::violation::{CORRECTION_WORKING_DAYS, ViolationKind, ViolationState};
use leptos::prelude::*;

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(detail: &ViolationView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let id = detail.line.shown().to_string();
    let dismiss = StepAct::new("dismiss", w::DISMISS).secondary();
    let turn = detail.my_turn.then(|| {
        let (label, days, acts) = match detail.line.state {
            ViolationState::Suspected => {
                (w::WORDS, false, vec![StepAct::new("examine", w::EXAMINE), dismiss])
            }
            ViolationState::Examined => (w::DEMAND, true, vec![StepAct::new("sign", w::SIGN), dismiss]),
            ViolationState::Replied => {
                let reject = StepAct::new("reject", w::REJECT).secondary();
                (w::WORDS, true, vec![StepAct::new("accept", w::ACCEPT), reject])
            }
            _ => return reply(id.clone(), kept(detail), state),
        };
        words((id.clone(), kept(detail)), state, step, label, days, acts)
    });
    let steer = detail.may_steer.then(|| steer(id, detail, state, step));
    view! { {turn}{steer} }
}

/// Under which name what is typed at a step is kept.
fn kept(detail: &ViolationView) -> String {
    format!("violation_step/{}", detail.line.id)
}

fn words(
    (id, draft): (String, String),
    state: &FormState,
    step: Step,
    label: &'static str,
    days: bool,
    acts: Vec<StepAct>,
) -> AnyView {
    let days = days.then(|| {
        let value = state.value_or("days", &CORRECTION_WORKING_DAYS.to_string());
        view! {
            <TextField name="days" label=w::DAYS value error=state.error("days") width=FieldWidth::W10 inputmode="numeric" autocomplete="off"/>
        }
        .into_any()
    });
    let words = StepWords::new("words", label);
    view! {
        <StepForm action=step about=vec![("violation", id)] state=state.clone() words after=days acts title=w::DO draft/>
    }
    .into_any()
}

/// The proof of a step, as this kind asks for it.
fn proof(state: &FormState) -> Option<AnyView> {
    let fields =
        view! { <ProofFields state=state.clone() kind=w::SCAN_KIND file=w::SCAN hint=w::SCAN_HINT/> };
    Some(fields.into_any())
}

fn reply(id: String, draft: String, state: &FormState) -> AnyView {
    let (words, proof) = (StepWords::new("statement", w::STATEMENT), proof(state));
    view! {
        <StepFileForm
            action="/api/reply_violation"
            about=vec![("violation", id)]
            state=state.clone()
            words
            after=proof
            acts=vec![StepAct::only(w::REPLY)]
            title=w::REPLY
            draft
        />
    }
    .into_any()
}

fn steer(id: String, detail: &ViolationView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let serious = detail.escalations.iter().any(|one| one.serious);
    let mut acts = vec![
        StepAct::new("escalate", w::ESCALATE).secondary(),
        StepAct::new("withdraw", w::WITHDRAW).warning(),
    ];
    if serious {
        acts.insert(1, StepAct::new("recommend", w::RECOMMEND).secondary());
    }
    let words = StepWords::new("steer_words", w::WORDS);
    let folded = state.error("steer_words").is_some();
    let after = Some(view! { <CheckboxField name="serious" label=w::IS_SERIOUS/> }.into_any());
    view! {
        <StepForm action=step about=vec![("violation", id)] state=state.clone() words after acts title=w::STEER folded/>
    }
}

/// Entering a violation of a unit directly below.
pub(super) fn enter(below: &[(String, String, bool)], state: &FormState) -> impl IntoView + use<> {
    let units = choices(below.iter().map(|(code, name, _)| (code.clone(), name.clone())));
    // A county has schools below it, a nation authorities; a city may have both.
    let fits = |kind: &ViolationKind| below.iter().any(|(_, _, school)| *school == kind.item().is_some());
    let cases = choices(ViolationKind::ALL.into_iter().filter(fits).map(|kind| (kind.key(), kind.label())));
    let (words, proof, folded) = (StepWords::new("fact", w::FACT), proof(state), state.has_errors());
    let (unit, kind) = (state.value("subject"), state.value("case"));
    let (no_unit, no_kind) = (state.error("subject"), state.error("case"));
    view! {
        <StepFileForm
            action="/api/enter_violation"
            about=Vec::new()
            state=state.clone()
            words
            after=proof
            acts=vec![StepAct::only(w::ENTER_DO)]
            title=w::ENTER
            lead=w::ENTER_LEAD
            folded
            draft="violations"
        >
            <SelectField name="subject" label=w::SUBJECT options=units value=unit error=no_unit required=true/>
            <SelectField name="case" label=w::KIND options=cases value=kind error=no_kind required=true/>
        </StepFileForm>
    }
}
