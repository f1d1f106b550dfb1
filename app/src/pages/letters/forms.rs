//! What may be done with a letter: drafting, signature or return, receipt.

use super::sheet::{Acts, States};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::text::t::letter as w;
use crate::ui::{DateField, FieldWidth, Section, TextField};
use contract::letter::LetterView;
use domain::letter::{Content, LetterState};
use leptos::prelude::*;

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let draft = detail.may_draft.then(|| draft(detail, states, acts));
    let sign = detail.may_sign.then(|| sign(detail, states, acts));
    let receive = detail.may_receive.then(|| receive(detail, states, acts));
    let cancel = detail.may_cancel.then(|| cancel(detail, states, acts));
    view! { {draft}{sign}{receive}{cancel} }
}

fn cancel(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (id, state) = (detail.line.shown().to_string(), states.cancel.clone());
    let (words, folded) = (StepWords::new("cancel_reason", w::CANCEL_REASON), state.has_errors());
    view! {
        <StepForm
            action=acts.cancel
            about=vec![("letter", id)]
            state
            words
            acts=vec![StepAct::only(w::CANCEL_DO).secondary()]
            title=w::CANCEL
            lead=w::CANCEL_HINT
            folded
        />
    }
}

/// A number of pieces.
fn pieces(label: &'static str, hint: &'static str, value: String, error: Option<String>) -> AnyView {
    view! {
        <TextField
            name="pieces"
            label
            hint
            value
            error
            width=FieldWidth::W10
            inputmode="numeric"
            autocomplete="off"
            required=true
        />
    }
    .into_any()
}

fn draft(detail: &LetterView, states: &States, acts: Acts) -> AnyView {
    let (id, state) = (detail.line.shown().to_string(), states.draft.clone());
    let (words, fields) = match &detail.content {
        Content::ArchiveHandOver(_) | Content::HukouHandOver(_) => {
            let enclosures = detail.content.enclosures().cloned().unwrap_or_default();
            let counted = enclosures.pieces.map(|pieces| pieces.to_string()).unwrap_or_default();
            let value = state.value_or("pieces", &counted);
            let words = StepWords::new("words", w::LIST).hint(w::LIST_HINT).said(&enclosures.list).optional();
            (Some(words), Some(pieces(w::PIECES, w::PIECES_HINT, value, state.error("pieces"))))
        }
        Content::DropOut(report) => {
            let words = StepWords::new("words", w::CIRCUMSTANCES).hint(w::CIRCUMSTANCES_HINT).rows(5);
            (Some(words.said(&report.circumstances)), None)
        }
        Content::TermTransfers(_) => (None, Some(view! { <p>{w::LOOK_AGAIN}</p> }.into_any())),
    };
    let about = vec![("letter", id)];
    let kept = format!("letter_draft/{}", detail.line.id);
    let act = StepAct::only(w::TO_LEADER);
    // What is with the leader already is seldom changed.
    if detail.line.state == LetterState::Drafted {
        let folded = states.draft.has_errors();
        let acts_of = vec![act.secondary()];
        return view! {
            <StepForm action=acts.draft about state words acts=acts_of title=w::DRAFT_AGAIN folded draft=kept>
                {fields}
            </StepForm>
        }
        .into_any();
    }
    view! {
        <StepForm action=acts.draft about state words acts=vec![act] id="draft" title=w::DRAFT draft=kept>
            {fields}
        </StepForm>
    }
    .into_any()
}

fn sign(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let about = vec![("letter", detail.line.shown().to_string())];
    let (again, state) = (about.clone(), states.sign.clone());
    let (words, folded) = (StepWords::new("reason", w::RETURN_REASON), state.has_errors());
    let (signs, returns) = (vec![StepAct::only(w::SIGN_DO)], vec![StepAct::only(w::RETURN).secondary()]);
    view! {
        <Section id="sign" title=w::SIGN>
            <StepForm action=acts.sign about state=state.clone() acts=signs lead=w::SIGN_HINT/>
            <StepForm action=acts.send_back about=again state words acts=returns title=w::RETURN folded/>
        </Section>
    }
}

fn receive(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (id, state, paper) = (detail.line.shown().to_string(), states.receive.clone(), detail.on_paper);
    let (title, button, lead) = match paper {
        true => (w::RECEIVE_PAPER, w::RECEIVE_PAPER_DO, w::RECEIVE_PAPER_HINT),
        false => (w::RECEIVE, w::RECEIVE_DO, ""),
    };
    let who = paper.then(|| {
        let (value, error) = (state.value("received_by"), state.error("received_by"));
        view! {
            <TextField name="received_by" label=w::RECEIVED_BY value error width=FieldWidth::W20 autocomplete="off" required=true/>
        }
    });
    let with_pieces = detail.content.enclosures().is_some();
    let counted =
        with_pieces.then(|| pieces(w::RECEIVED_PIECES, "", state.value("pieces"), state.error("pieces")));
    let (on, wrong_day) = (state.value_or("on", &detail.today.to_string()), state.error("on"));
    let hint = if with_pieces { w::RECEIVE_NOTE_HINT } else { "" };
    let words = StepWords::new("note", w::RECEIVE_NOTE).hint(hint).optional();
    view! {
        <StepForm
            action=acts.receive
            about=vec![("letter", id)]
            state
            words
            acts=vec![StepAct::only(button)]
            id="receive"
            title
            lead
        >
            {who}
            <DateField name="on" label=w::RECEIVED_ON value=on error=wrong_day required=true/>
            {counted}
        </StepForm>
    }
}
