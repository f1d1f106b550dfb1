//! What may be done with a problem: evidence, settlement, decision, taking a merge back.

use super::sheet::{Acts, States};
use crate::text::t::problem as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Choice, Details, FileField, FileForm, LinkButton, RadioField,
    Section, SelectField, TextAreaField, choices, keyed,
};
use contract::problem::{ProblemView, SideView};
use domain::case::correction::ProofKind;
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
        let id = detail.line.shown().to_string();
        view! {
            <ActionForm action=acts.recheck>
                <input type="hidden" name="problem" value=id/>
                <Actions><Button kind=ButtonKind::Secondary>{w::RECHECK}</Button></Actions>
            </ActionForm>
        }
    });
    let settle = detail.may_propose.then(|| settle(detail, states, acts));
    let decide = detail.may_decide.then(|| decide(detail, states, acts));
    let undo = undo(detail, states, acts);
    view! { {answers}{settle}{decide}{undo}{recheck} }
}

fn answer(n: usize, detail: &ProblemView, side: &SideView, states: &States) -> impl IntoView + use<> {
    let (problem, person, state) =
        (detail.line.shown().to_string(), side.person.to_string(), states.answer.clone());
    // Two records of one school have a form each, and the ids of fields come from their names.
    let second = n > 0 && detail.sides.iter().take(n).any(|side| side.may_answer);
    let suffix = if second { "_2" } else { "" };
    let named = move |field: &str| format!("{field}{suffix}");
    let options: Vec<Choice> =
        choices(detail.line.kind.remedies().iter().map(|one| (one.key(), one.label())));
    let kinds = choices(ProofKind::ALL.map(|kind| (kind.key(), kind.label())));
    let before = side.answer.as_ref();
    let remedy = state.value_or(&named("remedy"), before.map_or("", |answer| answer.remedy.key()));
    let statement = state.value_or(&named("statement"), before.map_or("", |answer| &answer.statement));
    let title = match (before.is_some(), detail.sides.len() > 1) {
        (false, false) => w::ANSWER.to_owned(),
        (false, true) => format!("{}：{}", w::ANSWER, w::column(n, &side.school)),
        (true, false) => w::ANSWER_AGAIN.to_owned(),
        (true, true) => format!("{}：{}", w::ANSWER_AGAIN, w::column(n, &side.school)),
    };
    let form = view! {
        <FileForm action="/api/answer_problem">
            <input type="hidden" name="problem" value=problem/>
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="suffix" value=suffix/>
            <RadioField name=named("remedy") label=w::REMEDY options value=remedy hint=w::CORRECT_HINT error=state.error(&named("remedy")) required=true/>
            <TextAreaField
                name=named("statement")
                label=w::STATEMENT
                hint=w::STATEMENT_HINT
                value=statement
                error=state.error(&named("statement"))
                maxlength=500
                rows=3
                required=true
            />
            <SelectField name=named("kind") label=w::SCAN_KIND options=kinds value=state.value(&named("kind")) error=state.error(&named("kind"))/>
            <FileField
                name=named("file")
                label=w::SCAN
                hint=w::SCAN_HINT
                error=state.error(&named("file"))
                accept="image/jpeg,image/png,application/pdf"
            />
            <Actions><Button>{w::ANSWER_DO}</Button></Actions>
        </FileForm>
    };
    let id = format!("answer-{}", n + 1);
    // What was answered already is seldom changed.
    if before.is_some() {
        view! { <Details summary=title open=states.answer.has_errors()>{form}</Details> }.into_any()
    } else {
        view! { <Section id title>{form}</Section> }.into_any()
    }
}

fn settle(detail: &ProblemView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (id, state) = (detail.line.shown().to_string(), states.settle.clone());
    let distinct = (detail.line.kind == ProblemKind::Suspected).then(|| {
        view! {
            <Details summary=w::DISTINCT open=state.has_errors()>
                <p>{w::DISTINCT_HINT}</p>
                <ActionForm action=acts.distinct attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="problem" value=id/>
                    <TextAreaField
                        name="reason"
                        label=w::REASON_WORDS
                        hint=w::REASON_HINT
                        value=state.value("reason")
                        error=state.error("reason")
                        maxlength=500
                        rows=3
                        required=true
                    />
                    <Actions><Button>{w::PROPOSE}</Button></Actions>
                </ActionForm>
            </Details>
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
    let (id, again, state) =
        (detail.line.shown().to_string(), detail.line.shown().to_string(), states.settle.clone());
    view! {
        <Section id="decide" title=w::DECIDE>
            <p>{w::DECIDE_HINT}</p>
            <ActionForm action=acts.decide>
                <input type="hidden" name="problem" value=id/>
                <Actions><Button>{w::DECIDE_DO}</Button></Actions>
            </ActionForm>
            <Details summary=w::RETURN open=state.has_errors()>
                <ActionForm action=acts.send_back attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="problem" value=again/>
                    <TextAreaField
                        name="reason"
                        label=w::RETURN_REASON
                        value=state.value("reason")
                        error=state.error("reason")
                        maxlength=500
                        rows=3
                        required=true
                    />
                    <Actions><Button kind=ButtonKind::Secondary>{w::RETURN}</Button></Actions>
                </ActionForm>
            </Details>
        </Section>
    }
}

fn undo(detail: &ProblemView, states: &States, acts: Acts) -> Option<AnyView> {
    let (id, state) = (detail.line.shown().to_string(), states.settle.clone());
    if detail.may_undo {
        return Some(
            view! {
                <Section id="undo" title=w::UNDO>
                    <p>{w::UNDO_HINT}</p>
                    <ActionForm action=acts.undo>
                        <input type="hidden" name="problem" value=id/>
                        <Actions><Button kind=ButtonKind::Warning>{w::UNDO_DO}</Button></Actions>
                    </ActionForm>
                </Section>
            }
            .into_any(),
        );
    }
    detail.may_ask_undo.then(|| {
        view! {
            <Details summary=w::UNDO open=state.has_errors()>
                <p>{w::UNDO_HINT}</p>
                <ActionForm action=acts.ask_undo attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="problem" value=id/>
                    <TextAreaField
                        name="undo_reason"
                        label=w::UNDO_REASON
                        value=state.value("undo_reason")
                        error=state.error("undo_reason")
                        maxlength=500
                        rows=3
                        required=true
                    />
                    <Actions><Button kind=ButtonKind::Secondary>{w::UNDO_ASK}</Button></Actions>
                </ActionForm>
            </Details>
        }
        .into_any()
    })
}
