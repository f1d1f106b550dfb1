//! What may be done with a letter: drafting, signature or return, receipt.

use super::sheet::{Acts, States};
use crate::text::t::letter as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, DateField, Details, FieldWidth, Section, TextAreaField,
    TextField,
};
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
    view! {
        <Details summary=w::CANCEL open=state.has_errors()>
            <p>{w::CANCEL_HINT}</p>
            <ActionForm action=acts.cancel attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="letter" value=id.clone()/>
                <TextAreaField
                    name="cancel_reason"
                    label=w::CANCEL_REASON
                    value=state.value("cancel_reason")
                    error=state.error("cancel_reason")
                    maxlength=500
                    rows=3
                    required=true
                />
                <Actions><Button kind=ButtonKind::Secondary>{w::CANCEL_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn draft(detail: &LetterView, states: &States, acts: Acts) -> AnyView {
    let (id, state) = (detail.line.shown().to_string(), states.draft.clone());
    let fields = match &detail.content {
        Content::ArchiveHandOver(_) | Content::HukouHandOver(_) => {
            let enclosures = detail.content.enclosures().cloned().unwrap_or_default();
            let pieces = enclosures.pieces.map(|pieces| pieces.to_string()).unwrap_or_default();
            view! {
                <TextField
                    name="pieces"
                    label=w::PIECES
                    hint=w::PIECES_HINT
                    value=state.value_or("pieces", &pieces)
                    error=state.error("pieces")
                    width=FieldWidth::W10
                    inputmode="numeric"
                    autocomplete="off"
                    required=true
                />
                <TextAreaField
                    name="words"
                    label=w::LIST
                    hint=w::LIST_HINT
                    value=state.value_or("words", &enclosures.list)
                    error=state.error("words")
                    maxlength=500
                    rows=3
                />
            }
            .into_any()
        }
        Content::DropOut(report) => view! {
            <TextAreaField
                name="words"
                label=w::CIRCUMSTANCES
                hint=w::CIRCUMSTANCES_HINT
                value=state.value_or("words", &report.circumstances)
                error=state.error("words")
                maxlength=500
                rows=5
                required=true
            />
        }
        .into_any(),
        Content::TermTransfers(_) => view! { <p>{w::LOOK_AGAIN}</p> }.into_any(),
    };
    let again = detail.line.state == LetterState::Drafted;
    let form = view! {
        <ActionForm action=acts.draft attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="letter" value=id/>
            {fields}
            <Actions>
                <Button kind=if again { ButtonKind::Secondary } else { ButtonKind::Primary }>{w::TO_LEADER}</Button>
            </Actions>
        </ActionForm>
    };
    // What is with the leader already is seldom changed.
    if again {
        view! { <Details summary=w::DRAFT_AGAIN open=states.draft.has_errors()>{form}</Details> }.into_any()
    } else {
        view! { <Section id="draft" title=w::DRAFT>{form}</Section> }.into_any()
    }
}

fn sign(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (id, again) = (detail.line.shown().to_string(), detail.line.shown().to_string());
    let state = states.sign.clone();
    view! {
        <Section id="sign" title=w::SIGN>
            <p>{w::SIGN_HINT}</p>
            <ActionForm action=acts.sign>
                <input type="hidden" name="letter" value=id/>
                <Actions><Button>{w::SIGN_DO}</Button></Actions>
            </ActionForm>
            <Details summary=w::RETURN open=state.has_errors()>
                <ActionForm action=acts.send_back attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="letter" value=again/>
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

fn receive(detail: &LetterView, states: &States, acts: Acts) -> impl IntoView + use<> {
    let (id, state, paper) = (detail.line.shown().to_string(), states.receive.clone(), detail.on_paper);
    let (title, button) = match paper {
        true => (w::RECEIVE_PAPER, w::RECEIVE_PAPER_DO),
        false => (w::RECEIVE, w::RECEIVE_DO),
    };
    let who = paper.then(|| {
        view! {
            <p>{w::RECEIVE_PAPER_HINT}</p>
            <TextField
                name="received_by"
                label=w::RECEIVED_BY
                value=state.value("received_by")
                error=state.error("received_by")
                width=FieldWidth::W20
                autocomplete="off"
                required=true
            />
        }
    });
    let pieces = detail.content.enclosures().is_some().then(|| {
        view! {
            <TextField
                name="pieces"
                label=w::RECEIVED_PIECES
                value=state.value("pieces")
                error=state.error("pieces")
                width=FieldWidth::W10
                inputmode="numeric"
                autocomplete="off"
                required=true
            />
        }
    });
    let on = state.value_or("on", &detail.today.to_string());
    let hint = if pieces.is_some() { w::RECEIVE_NOTE_HINT } else { "" };
    view! {
        <Section id="receive" title>
            <ActionForm action=acts.receive attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="letter" value=id/>
                {who}
                <DateField
                    name="on"
                    label=w::RECEIVED_ON
                    value=on
                    error=state.error("on")
                    required=true
                />
                {pieces}
                <TextAreaField
                    name="note"
                    label=w::RECEIVE_NOTE
                    hint
                    value=state.value("note")
                    error=state.error("note")
                    maxlength=500
                    rows=3
                />
                <Actions><Button>{button}</Button></Actions>
            </ActionForm>
        </Section>
    }
}
