//! 评价和投诉 on the page of a guardian's matter: what was said and answered, and the forms for what may still be said.

use crate::api::complaint::{Complain, RateCase, WithdrawComplaint};
use crate::api::day;
use crate::api::form_state::FormState;
use crate::language::{Language, colon, here, mixed, name};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::FormMessages;
use crate::text::t::own as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, DraftState, RadioField, Section, TextAreaField, anew_for,
    choices, keyed, quoted,
};
use contract::complaint::{OwnComplaint, VoiceView};
use domain::complaint::{ComplaintState, Rating};
use domain::guide::plain;
use domain::id::ComplaintId;
use leptos::prelude::*;

/// What the guardian said of the matter and may still say, and the states of the two forms.
pub(super) type Voice = (VoiceView, FormState, FormState);

/// What was said of the matter, and the forms; nothing where there is neither.
pub(super) fn voice(
    case: &str,
    (voice, rating, complaint): &Voice,
    rate: ServerAction<RateCase>,
    complain: ServerAction<Complain>,
    withdraw: ServerAction<WithdrawComplaint>,
) -> Option<AnyView> {
    let said = voice.rated.is_some() || !voice.complaints.is_empty();
    if !said && !voice.may_rate && !voice.may_complain {
        return None;
    }
    let rated = voice.rated.as_ref().map(|rated| {
        let words = (!rated.words.is_empty()).then(|| view! { <p>{quoted(&rated.words)}</p> });
        view! { <p>{w::MY_RATING}{colon()}{name(&rated.rating)}</p>{words} }
    });
    let complaints = complaints(case, &voice.complaints, withdraw);
    let rate = voice.may_rate.then(|| {
        let form = rate_form(case, rating, voice.may_complain, rate);
        anew_for(format!("{case}/rate"), form)
    });
    let complain = voice.may_complain.then(|| {
        let lead = w::answers(&called(&voice.above));
        let folded = complaint.has_errors() || !complaint.value("complaint_words").is_empty();
        let form = view! {
            <StepForm
                action=complain
                about=vec![("case", case.to_owned())]
                state=complaint.clone()
                words=StepWords::new("complaint_words", w::COMPLAIN_WORDS.said()).hint(w::COMPLAIN_HINT.said())
                acts=vec![StepAct::only(w::COMPLAIN_SEND.said()).secondary()]
                title=w::COMPLAIN
                folded
                draft=format!("complain/{case}")
            >
                <p class="hint">{mixed(lead)}</p>
            </StepForm>
        };
        anew_for(format!("{case}/complain/{}", voice.complaints.len()), form)
    });
    let messages = (rating.clone(), complaint.clone());
    Some(
        view! {
            <Section id="voice" title=w::VOICE>
                <FormMessages state=messages.0/>
                <FormMessages state=messages.1/>
                {rated}
                {complaints}
                {rate}
                {complain}
            </Section>
        }
        .into_any(),
    )
}

/// The authority's name, to who reads Chinese in plain words.
fn called(above: &str) -> String {
    match here() {
        Language::Chinese => plain(above),
        Language::English => above.to_owned(),
    }
}

/// Five steps of which none is chosen, and words. The words are kept while they are typed; a step is chosen anew each time, so that nobody finds
/// one chosen. `answered`: whether a bad rating becomes a complaint, which has to say why.
fn rate_form(
    case: &str,
    state: &FormState,
    answered: bool,
    action: ServerAction<RateCase>,
) -> impl IntoView + use<> {
    let (case, draft) = (case.to_owned(), format!("rating/{case}"));
    let options = choices(Rating::ALL.map(|rating| (rating.key(), name(&rating))));
    let (error, wrong) = (state.error("rating"), state.error("rating_words"));
    let words = state.value("rating_words");
    let hint = if answered { w::RATE_WORDS_HINT } else { w::RATE_WORDS_ALONE };
    view! {
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="case" value=case/>
            <div data-unkept="">
                <RadioField name="rating" label=w::RATE options error required=true/>
            </div>
            <TextAreaField
                name="rating_words"
                label=w::RATE_WORDS
                hint
                value=words
                error=wrong
                maxlength=500
                rows=3
            />
            <DraftState form=draft/>
            <Actions><Button kind=ButtonKind::Secondary>{w::RATE_SEND}</Button></Actions>
        </ActionForm>
    }
}

fn complaints(
    case: &str,
    all: &[OwnComplaint],
    withdraw: ServerAction<WithdrawComplaint>,
) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let case = case.to_owned();
    let items = keyed(
        all.iter().cloned(),
        |one| one.id,
        move |one| {
            let above = called(&one.above);
            let answer = match (&one.answer, one.due_on) {
                (Some((on, words)), _) => {
                    let by = w::answered(&above, &day(*on));
                    view! { <p class="hint">{mixed(by)}</p><p>{quoted(words)}</p> }.into_any()
                }
                (None, Some(due)) => {
                    let by_when = w::due(&above, &day(due));
                    view! { <p class="hint">{mixed(by_when)}</p> }.into_any()
                }
                (None, None) if one.state == ComplaintState::Withdrawn => {
                    view! { <p class="hint">{w::WAS_WITHDRAWN}</p> }.into_any()
                }
                (None, None) => ().into_any(),
            };
            let back = (one.state == ComplaintState::Open).then(|| take_back(&case, one.id, withdraw));
            let made = w::made(&day(one.on));
            view! { <li><p class="hint">{made}</p><p>{quoted(&one.words)}</p>{answer}{back}</li> }
        },
    );
    Some(view! { <ul class="talk">{items}</ul> }.into_any())
}

/// The button that takes a complaint back.
fn take_back(
    case: &str,
    complaint: ComplaintId,
    action: ServerAction<WithdrawComplaint>,
) -> impl IntoView + use<> {
    let (case, complaint) = (case.to_owned(), complaint.to_string());
    view! {
        <ActionForm action>
            <input type="hidden" name="case" value=case/>
            <input type="hidden" name="complaint" value=complaint/>
            <Actions><Button kind=ButtonKind::Secondary>{w::WITHDRAW}</Button></Actions>
        </ActionForm>
    }
}
