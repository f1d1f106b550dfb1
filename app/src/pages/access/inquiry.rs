//! 查阅异常核查: one alarm that is looked into, what was found, and the form of whoever's turn it is.

use crate::api::access::{DecideInquiry, alarm_inquiry};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::access as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, Notice, NoticeKind, PageTitle, RadioField,
    Section, SummaryList, SummaryRow, TextAreaField, choices,
};
use contract::access::InquiryView;
use domain::inquiry::AlarmFinding;
use leptos::prelude::*;

type Decide = ServerAction<DecideInquiry>;

/// 查阅异常核查
#[component]
pub fn InquiryPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let act = Decide::new();
    let data = Resource::new_blocking(
        move || (id.get(), act.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = alarm_inquiry(id.clone()).await?;
            Ok((detail, form_state(format!("alarm_inquiry/{id}")).await?))
        },
    );
    view! {
        <BackLink href="/home"/>
        <Load data view=move |(detail, state): (InquiryView, FormState)| {
            let facts = facts(&detail);
            let find = detail.may_find.then(|| find(&detail, &state, act));
            let confirm = detail.may_confirm.then(|| confirm(&detail, &state, act));
            view! {
                <PageTitle title=w::INQUIRY caption=Some(detail.state.label().to_owned()) has_errors=state.has_errors()/>
                <p class="lead">{w::INQUIRY_LEAD}</p>
                <FormMessages state=state/>
                {facts}
                {find}
                {confirm}
            }
        }/>
    }
}

fn facts(detail: &InquiryView) -> impl IntoView + use<> {
    let returned = detail.returned.clone().map(|said| {
        let title = Some(format!("{}：{}", w::RETURNED, w::by_on(&said.by, &day(said.on))));
        view! { <Notice kind=NoticeKind::Warn title><p>{said.words}</p></Notice> }
    });
    let due = detail.due_on.map(|due| view! { <SummaryRow term=w::DUE>{day(due)}</SummaryRow> });
    let found = detail.found.clone().map(|(finding, said)| {
        let by = w::by_on(&said.by, &day(said.on));
        view! {
            <SummaryRow term=w::FINDING>{finding.label()}</SummaryRow>
            <SummaryRow term=w::WORDS>{said.words}</SummaryRow>
            <SummaryRow term=w::FOUND_BY>{by}</SummaryRow>
        }
    });
    let confirmed = detail.confirmed.as_ref().map(|act| {
        let by = w::by_on(&act.by, &day(act.on));
        view! { <SummaryRow term=w::CONFIRMED_BY>{by}</SummaryRow> }
    });
    let (unit, who, auditor) = (detail.unit.clone(), detail.who.clone(), detail.auditor.clone());
    let looked = w::looked(&day(detail.day), detail.looks);
    view! {
        {returned}
        <Section id="facts" title=w::INQUIRY_FACTS>
            <SummaryList>
                <SummaryRow term=w::WHERE>{unit}</SummaryRow>
                <SummaryRow term=w::WHO>{who}</SummaryRow>
                <SummaryRow term=w::ALARM_KIND>{looked}</SummaryRow>
                <SummaryRow term=w::AUDITOR>{auditor}</SummaryRow>
                {due}
                {found}
                {confirmed}
            </SummaryList>
        </Section>
    }
}

fn find(detail: &InquiryView, state: &FormState, act: Decide) -> impl IntoView + use<> {
    let id = detail.shown().to_string();
    let options = choices(AlarmFinding::ALL.map(|finding| (finding.key(), finding.label())));
    let (value, error) = (state.value("finding"), state.error("finding"));
    let (words, no_words) = (state.value("words"), state.error("words"));
    view! {
        <Section id="find" title=w::FIND>
            <ActionForm action=act attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="inquiry" value=id/>
                <RadioField name="finding" label=w::FINDING options value error required=true/>
                <TextAreaField name="words" label=w::WORDS hint=w::WORDS_HINT value=words error=no_words maxlength=500 rows=3 required=true/>
                <Actions><Button name="act" value="find">{w::FIND}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

fn confirm(detail: &InquiryView, state: &FormState, act: Decide) -> impl IntoView + use<> {
    let (id, again) = (detail.shown().to_string(), detail.shown().to_string());
    let (reason, error) = (state.value("reason"), state.error("reason"));
    let open = error.is_some();
    view! {
        <Section id="confirm" title=w::CONFIRM>
            <p>{w::CONFIRM_HINT}</p>
            <ActionForm action=act>
                <input type="hidden" name="inquiry" value=id/>
                <Actions><Button name="act" value="confirm">{w::CONFIRM_DO}</Button></Actions>
            </ActionForm>
            <Details summary=w::RETURN open>
                <ActionForm action=act attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="inquiry" value=again/>
                    <TextAreaField name="reason" label=w::RETURN_REASON value=reason error maxlength=500 rows=2 required=true/>
                    <Actions><Button kind=ButtonKind::Secondary name="act" value="return">{w::RETURN}</Button></Actions>
                </ActionForm>
            </Details>
        </Section>
    }
}
