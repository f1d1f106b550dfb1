//! 留言 on the page of a matter: what was asked, answered and written, and the form of whoever may ask, answer or write next.

use super::{StepAct, StepForm, StepWords};
use crate::api::form_state::{FormState, form_state};
use crate::api::talk::{AnswerOnCase, AskOnCase, WriteOnCase, answer_form, ask_form, told_form, write_form};
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
    detail.talk.iter().find(|said| said.unit.is_none() && said.answer.is_none())
}

/// What was typed for the oldest question without an answer, or to be written where none waits, and what is to be told of what was sent last.
pub(crate) async fn answer_state(detail: &CaseView) -> Result<FormState, AppError> {
    let case = detail.line.id;
    let told = form_state(told_form(case)).await?;
    let form = match next(detail) {
        Some(question) => answer_form(case, question.n),
        None if detail.may_write => write_form(case),
        None => return Ok(told),
    };
    let mut state = form_state(form).await?;
    state.errors.extend(told.errors);
    state.done = state.done.or(told.done);
    Ok(state)
}

/// What was said with guardians, for those who work with the matter, and the form of the desk: it answers the oldest question without an
/// answer, and writes where none waits.
pub(crate) fn answers(
    detail: &CaseView,
    state: &FormState,
    action: ServerAction<AnswerOnCase>,
    write: ServerAction<WriteOnCase>,
) -> impl IntoView + use<> {
    let writing = (detail.may_write && next(detail).is_none()).then(|| {
        // Most matters need none: it opens by itself where something is wrong in it, or was typed.
        let folded = state.has_errors() || !state.value("words").is_empty();
        let form = view! {
            <StepForm
                action=write
                about=vec![("case", detail.line.id.to_string())]
                state=state.clone()
                words=StepWords::new("words", w::WRITE_WORDS.said()).hint(w::WRITE_HINT.said())
                acts=vec![StepAct::only(w::WRITE_SEND.said()).secondary()]
                title=w::WRITE
                folded
                draft=write_form(detail.line.id)
            />
        };
        anew_for(format!("{}/write/{}", detail.line.id, detail.talk.len()), form)
    });
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
    (writing.is_some() || !detail.talk.is_empty()).then(|| {
        view! { <Section id="talk" title=w::WITH_GUARDIANS>{list}{form}{writing}</Section> }
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
            if let Some(unit) = &question.unit {
                let wrote = w::wrote(unit, &question.who, &moment(question.at));
                return view! { <li><p class="hint">{mixed(wrote)}</p><p>{quoted(&question.words)}</p></li> }
                    .into_any();
            }
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
                .into_any()
        },
    );
    Some(view! { <ul class="talk">{items}</ul> }.into_any())
}
