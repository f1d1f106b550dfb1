//! What may be done with a request: the step of whoever's turn it is, taking back, registering the return.

use super::new::SCANS;
use super::sheet::Step;
use crate::api::form_state::FormState;
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::text::t::disclosure as w;
use crate::ui::{
    Actions, Button, ButtonKind, FieldWidth, FileField, FileForm, Section, SelectField, TextField, choices,
};
use contract::disclosure::DisclosureView;
use domain::disclosure::{DisclosureState, Ending};
use leptos::prelude::*;

/// The forms of whoever may do something; nothing for others.
pub(super) fn forms(detail: &DisclosureView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let turn = detail.my_turn.then(|| turn(detail, state, step));
    let fetch = (detail.may_fetch > 0).then(|| fetch(detail));
    let settle = detail.may_settle.then(|| settle(detail, state));
    let steer = (detail.may_withdraw || detail.may_revoke).then(|| steer(detail, state, step));
    view! { {fetch}{turn}{settle}{steer} }
}

fn turn(detail: &DisclosureView, state: &FormState, step: Step) -> AnyView {
    let id = detail.line.shown().to_string();
    let approving = detail.line.state == DisclosureState::Examined;
    let limits = approving.then(|| {
        let (days, times) = (state.value_or("days", "7"), state.value_or("downloads", "1"));
        let (wrong_days, wrong_times) = (state.error("days"), state.error("downloads"));
        view! {
            <div class="form-grid">
                <TextField name="days" label=w::DAYS value=days error=wrong_days width=FieldWidth::W10 inputmode="numeric" autocomplete="off"/>
                <TextField name="downloads" label=w::TIMES value=times error=wrong_times width=FieldWidth::W10 inputmode="numeric" autocomplete="off"/>
            </div>
        }
        .into_any()
    });
    let first =
        if approving { StepAct::new("approve", w::APPROVE) } else { StepAct::new("examine", w::EXAMINE) };
    let acts = vec![first, StepAct::new("refuse", w::REFUSE).warning()];
    let words = StepWords::new("words", w::WORDS);
    let draft = format!("disclosure_step/{}", detail.line.id);
    view! {
        <StepForm action=step about=vec![("disclosure", id)] state=state.clone() words after=limits acts title=w::DO draft/>
    }
    .into_any()
}

fn fetch(detail: &DisclosureView) -> AnyView {
    let href = format!("/files/disclosures/{}", detail.line.id);
    let used = u32::try_from(detail.downloads.len()).unwrap_or(u32::MAX);
    let left = w::times(used, detail.may_fetch);
    view! {
        <Section id="fetch" title=w::DOWNLOAD>
            <p class="hint">{w::DOWNLOAD_HINT}</p>
            <p><a href=href rel="external" download="">{w::DOWNLOAD}</a>"（"{left}"）"</p>
        </Section>
    }
    .into_any()
}

fn settle(detail: &DisclosureView, state: &FormState) -> AnyView {
    let id = detail.line.shown().to_string();
    let endings = choices(Ending::ALL.iter().map(|ending| (ending.key(), ending.label())));
    let ending = state.value_or("ending", Ending::Destroyed.key());
    let (value, error) = (state.value("settle_words"), state.error("settle_words"));
    let no_scan = state.error("file");
    view! {
        <Section id="settle" title=w::SETTLE>
            <FileForm action="/api/settle_disclosure">
                <input type="hidden" name="disclosure" value=id/>
                <SelectField name="ending" label=w::ENDING options=endings value=ending placeholder=""/>
                <TextField name="settle_words" label=w::ENDING_WORDS hint=w::ENDING_HINT value error required=true autocomplete="off" maxlength=200/>
                <FileField name="file" label=w::ENDING_SCAN hint=w::SCAN_HINT error=no_scan accept=SCANS/>
                <Actions><Button kind=ButtonKind::Secondary>{w::SETTLE}</Button></Actions>
            </FileForm>
        </Section>
    }
    .into_any()
}

fn steer(detail: &DisclosureView, state: &FormState, step: Step) -> AnyView {
    let id = detail.line.shown().to_string();
    let (act, label) = if detail.may_revoke { ("revoke", w::REVOKE) } else { ("withdraw", w::WITHDRAW) };
    let words = StepWords::new("steer_words", w::WORDS).rows(2);
    let (acts, folded) = (vec![StepAct::new(act, label).warning()], state.error("steer_words").is_some());
    view! {
        <StepForm action=step about=vec![("disclosure", id)] state=state.clone() words acts title=w::STEER folded/>
    }
    .into_any()
}
