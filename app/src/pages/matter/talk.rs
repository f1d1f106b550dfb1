//! 留言 on the page of a matter: what was asked and answered, and the form of whoever may ask or answer next.

use super::{StepAct, StepForm, StepWords};
use crate::api::form_state::{FormState, form_state};
use crate::api::talk::{AnswerOnCase, AskOnCase, answer_form, ask_form, told_form};
use crate::api::{AppError, moment};
use crate::language::mixed;
use crate::text::t::talk as w;
use crate::ui::{Section, anew_for, keyed, quoted};
use contract::case::{CaseView, TalkView};
use leptos::prelude::*;

/// A guardian's questions, each with its answer, and the form for the next one; nothing where there is neither.
pub(crate) fn asked(
    detail: &CaseView,
    state: &FormState,
    action: ServerAction<AskOnCase>,
) -> impl IntoView + use<> {
    let form = detail.may_ask.then(|| {
        // What was typed is never found in the form of the next question.
        let form = view! {
            <StepForm
                action
                about=vec![("case", detail.line.id.to_string())]
                state=state.clone()
                words=StepWords::new("words", w::ASK.said()).hint(w::ASK_HINT.said())
                acts=vec![StepAct::only(w::SEND.said()).secondary()]
                draft=ask_form(detail.line.id)
            />
        };
        anew_for(format!("{}/{}", detail.line.id, detail.talk.len()), form)
    });
    let list = list(&detail.talk, true);
    (form.is_some() || !detail.talk.is_empty()).then(|| {
        view! { <Section id="talk" title=w::TITLE>{list}{form}</Section> }
    })
}

/// The oldest question without an answer.
fn next(detail: &CaseView) -> Option<&TalkView> {
    detail.talk.iter().find(|question| question.answer.is_none())
}

/// What was typed for the oldest question without an answer, and what is to be told of the one that was answered last.
pub(crate) async fn answer_state(detail: &CaseView) -> Result<FormState, AppError> {
    let case = detail.line.id;
    let told = form_state(told_form(case)).await?;
    let Some(question) = next(detail) else { return Ok(told) };
    let mut state = form_state(answer_form(case, question.n)).await?;
    state.errors.extend(told.errors);
    state.done = state.done.or(told.done);
    Ok(state)
}

/// What guardians asked, for those who work with the matter, and the form of the desk that answers the oldest question without an answer.
pub(crate) fn answers(
    detail: &CaseView,
    state: &FormState,
    action: ServerAction<AnswerOnCase>,
) -> impl IntoView + use<> {
    let form = next(detail).filter(|_| detail.may_answer).map(|question| {
        let lead = w::answering(&question.words);
        let form = view! {
            <p>{lead}</p>
            <StepForm
                action
                about=vec![("case", detail.line.id.to_string()), ("n", question.n.to_string())]
                state=state.clone()
                words=StepWords::new("words", w::ANSWER.said()).hint(w::ANSWER_HINT.said())
                acts=vec![StepAct::only(w::ANSWER_SEND.said()).secondary()]
                draft=answer_form(detail.line.id, question.n)
            />
        };
        anew_for(format!("{}/{}", detail.line.id, question.n), form)
    });
    let list = list(&detail.talk, false);
    (!detail.talk.is_empty()).then(|| {
        view! { <Section id="talk" title=w::FROM_GUARDIANS>{list}{form}</Section> }
    })
}

fn list(talk: &[TalkView], mine: bool) -> Option<AnyView> {
    if talk.is_empty() {
        return None;
    }
    let items = keyed(
        talk.iter().cloned(),
        |question| question.n,
        move |question| {
            let who = if mine { w::MINE.said() } else { question.who.as_str() };
            let asked = w::asked(who, &moment(question.at));
            let answer = match &question.answer {
                Some(answer) => {
                    let by = w::answered(&answer.unit, &moment(answer.at));
                    view! { <p class="hint">{mixed(by)}</p><p>{quoted(&answer.words)}</p> }.into_any()
                }
                None => view! { <p class="hint">{w::WAITS}</p> }.into_any(),
            };
            view! { <li><p class="hint">{mixed(asked)}</p><p>{quoted(&question.words)}</p>{answer}</li> }
        },
    );
    Some(view! { <ul class="talk">{items}</ul> }.into_any())
}
