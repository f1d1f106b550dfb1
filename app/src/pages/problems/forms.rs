//! What may be done with a problem: evidence, settlement, decision, taking a merge back.

use super::sheet::{Acts, States};
use crate::pages::matter::{ProofFields, StepAct, StepFileForm, StepForm, StepWords};
use crate::text::t::problem as w;
use crate::ui::{Actions, ButtonKind, Choice, Details, LinkButton, RadioField, Section, choices, keyed};
use contract::problem::{ProblemView, SideView};
use domain::problem::{ProblemKind, ProblemState};
use leptos::prelude::*;

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(detail: &ProblemView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let answers = keyed(
        detail.sides.iter().enumerate().filter(|(_, side)| side.may_answer),
        |(_, side)| side.person,
        |(n, side)| answer(n, detail, side, states),
    );
    let recheck = detail.may_recheck.then(|| {
        let again = vec![StepAct::only(w::RECHECK).secondary()];
        view! { <StepForm action=acts.recheck about=about(detail) state=states.settle.clone() acts=again/> }
    });
    let settle = detail.may_propose.then(|| settle(detail, states, acts));
    let decide = detail.may_decide.then(|| decide(detail, states, acts));
    let undo = undo(detail, states, acts);
    view! { {answers}{settle}{decide}{undo}{recheck} }
}

/// The problem as the forms send it.
fn about(detail: &ProblemView) -> Vec<(&'static str, String)> {
    vec![("problem", detail.line.shown().to_string())]
}

fn answer(n: usize, detail: &ProblemView, side: &SideView, states: &States) -> impl IntoView + use<> {
    let state = states.answer.clone();
    // Two records of one school have a form each, and the ids of fields come from their names.
    let second = n > 0 && detail.sides.iter().take(n).any(|side| side.may_answer);
    let suffix = if second { "_2" } else { "" };
    let named = move |field: &str| format!("{field}{suffix}");
    let options: Vec<Choice> =
        choices(detail.line.kind.remedies().iter().map(|one| (one.key(), one.label())));
    let before = side.answer.as_ref();
    let remedy = state.value_or(&named("remedy"), before.map_or("", |answer| answer.remedy.key()));
    let wrong = state.error(&named("remedy"));
    let said = before.map_or("", |answer| &answer.statement);
    let words = StepWords::new(named("statement"), w::STATEMENT).hint(w::STATEMENT_HINT).said(said);
    let title = match (before.is_some(), detail.sides.len() > 1) {
        (false, false) => w::ANSWER.to_owned(),
        (false, true) => format!("{}：{}", w::ANSWER, w::column(n, &side.school)),
        (true, false) => w::ANSWER_AGAIN.to_owned(),
        (true, true) => format!("{}：{}", w::ANSWER_AGAIN, w::column(n, &side.school)),
    };
    // What was answered already is seldom changed.
    let folded = before.is_some().then(|| state.has_errors());
    let mut about = about(detail);
    about.extend([("person", side.person.to_string()), ("suffix", suffix.to_owned())]);
    let id = if n == 0 { "answer-1" } else { "answer-2" };
    let proof = view! {
        <ProofFields state=state.clone() kind=w::SCAN_KIND file=w::SCAN hint=w::SCAN_HINT suffix/>
    };
    view! {
        <StepFileForm
            action="/api/answer_problem"
            about
            state
            words
            after=Some(proof.into_any())
            acts=vec![StepAct::only(w::ANSWER_DO)]
            id
            title
            folded
            draft=format!("problem_answer/{}", detail.line.id)
        >
            <RadioField name=named("remedy") label=w::REMEDY options value=remedy hint=w::CORRECT_HINT error=wrong required=true/>
        </StepFileForm>
    }
}

fn settle(detail: &ProblemView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let state = states.settle.clone();
    let distinct = (detail.line.kind == ProblemKind::Suspected).then(|| {
        let (words, folded) =
            (StepWords::new("reason", w::REASON_WORDS).hint(w::REASON_HINT), state.has_errors());
        view! {
            <StepForm
                action=acts.distinct
                about=about(detail)
                state
                words
                acts=vec![StepAct::only(w::PROPOSE)]
                title=w::DISTINCT
                lead=w::DISTINCT_HINT
                folded
                draft=format!("problem_settle/{}", detail.line.id)
            />
        }
    });
    let links = detail
        .sides
        .iter()
        .map(|side| {
            let href = format!("/problems/{}/merge?keep={}", detail.line.id, side.person);
            let words = w::keep(&side.school, &side.number);
            view! { <LinkButton href kind=ButtonKind::Secondary>{words}</LinkButton> }
        })
        .collect_view();
    let title = if detail.line.state == ProblemState::Proposed { w::SETTLE_AGAIN } else { w::SETTLE };
    view! {
        <Section id="settle" title>
            {distinct}
            <Details summary=w::MERGE>
                <p>{w::MERGE_HINT}</p>
                <Actions>{links}</Actions>
            </Details>
        </Section>
    }
}

fn decide(detail: &ProblemView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (about, again, state) = (about(detail), about(detail), states.settle.clone());
    let (words, folded) = (StepWords::new("reason", w::RETURN_REASON), state.has_errors());
    let (decides, returns) = (vec![StepAct::only(w::DECIDE_DO)], vec![StepAct::only(w::RETURN).secondary()]);
    view! {
        <Section id="decide" title=w::DECIDE>
            <StepForm action=acts.decide about state=state.clone() acts=decides lead=w::DECIDE_HINT/>
            <StepForm action=acts.send_back about=again state words acts=returns title=w::RETURN folded/>
        </Section>
    }
}

fn undo(detail: &ProblemView, states: &States, acts: Acts) -> Option<AnyView> {
    let (about, state) = (about(detail), states.settle.clone());
    if detail.may_undo {
        let undoes = vec![StepAct::only(w::UNDO_DO).warning()];
        return Some(
            view! {
                <StepForm action=acts.undo about state acts=undoes id="undo" title=w::UNDO lead=w::UNDO_HINT/>
            }
            .into_any(),
        );
    }
    detail.may_ask_undo.then(|| {
        let (words, folded) = (StepWords::new("undo_reason", w::UNDO_REASON), state.has_errors());
        let asks = vec![StepAct::only(w::UNDO_ASK).secondary()];
        view! {
            <StepForm action=acts.ask_undo about state words acts=asks title=w::UNDO lead=w::UNDO_HINT folded/>
        }
        .into_any()
    })
}
