//! What was asked for: the number to keep, each step, who holds it and until when, and what was decided.

use super::call::call;
use super::voice::{Voice, voice};
use crate::api::case::{Withdraw, case_detail};
use crate::api::complaint::{Complain, RateCase, WithdrawComplaint, voice_of_case};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::talk::{AskOnCase, ask_form};
use crate::language::{self, Language, colon, in_chinese, mixed, name, plainly};
use crate::live::{Topic, use_live};
use crate::pages::cases::{proofs, track};
use crate::pages::changes::lines;
use crate::pages::matter::{StepAct, StepForm, StepWords, talk};
use crate::pages::parts::{FormMessages, Load, param, query, status_of};
use crate::text::t::{guardian as w, portal as p};
use crate::ui::{
    Actions, BackLink, Compare, CompareRow, DocumentTitle, LinkButton, Notice, NoticeKind, PageTitle, Panel,
    Section, StatusTag, SummaryList, quoted,
};
use contract::case::CaseView;
use domain::case::{CaseKind, CaseState};
use domain::guide::plain;
use leptos::prelude::*;

/// 申请进度
#[component]
pub fn MyCasePage() -> impl IntoView {
    let (id, sent) = (param("id"), query("sent"));
    let live = use_live(move || Topic::matter(&id.get()));
    let (action, ask) = (ServerAction::<Withdraw>::new(), ServerAction::<AskOnCase>::new());
    let (rate, complain) = (ServerAction::<RateCase>::new(), ServerAction::<Complain>::new());
    let acted = move || (action.version().get(), ask.version().get());
    let back = ServerAction::<WithdrawComplaint>::new();
    let said = move || (rate.version().get(), complain.version().get(), back.version().get());
    let data = Resource::new_blocking(
        move || (id.get(), live.version(), acted(), said()),
        |(id, ..)| async move {
            let detail = case_detail(id.clone()).await?;
            let withdraw = form_state(format!("withdraw/{id}")).await?;
            let asking = form_state(ask_form(detail.line.id)).await?;
            // Of a matter that is the school's own nothing is to be said.
            let voice = match voice_of_case(id.clone()).await {
                Ok(voice) => {
                    let rating = form_state(format!("rating/{id}")).await?;
                    Some((voice, rating, form_state(format!("complain/{id}")).await?))
                }
                Err(_) => None,
            };
            Ok((detail, withdraw, asking, voice))
        },
    );
    view! {
        <BackLink href="/my"/>
        <Load data view=move |(detail, state, asking, voiced): (CaseView, FormState, FormState, Option<Voice>)| {
            let wrong = state.has_errors()
                || asking.has_errors()
                || voiced.as_ref().is_some_and(|(_, rating, complaint)| rating.has_errors() || complaint.has_errors());
            let voice = voiced.as_ref().and_then(|said| voice(&detail.line.id.to_string(), said, rate, complain, back));
            let messages = view! { <FormMessages state=asking.clone()/> };
            let title = match detail.line.kind {
                CaseKind::Correction => w::CASE_TITLE.to_owned(),
                kind => name(&kind).to_owned(),
            };
            let just_sent = !sent.get_untracked().is_empty() && detail.line.state == CaseState::InProgress;
            let head = if just_sent {
                view! {
                    <DocumentTitle title=w::SENT_TITLE/>
                    <Panel title=w::SENT_TITLE reference_label=p::NUMBER reference=Some(detail.line.number.clone())/>
                }.into_any()
            } else {
                view! {
                    <PageTitle title caption=Some(detail.line.number.clone()) has_errors=wrong>
                        <StatusTag status=status_of(detail.line.state) label=Some(plainly(&detail.line.state))/>
                    </PageTitle>
                }.into_any()
            };
            let (news, steps, talk) = (news(&detail), track(&detail), talk::asked(&detail, &asking, ask));
            let stands = match language::here() {
                Language::Chinese => detail.line.told.clone(),
                Language::English => detail.line.told_in_english.clone(),
            };
            let sent = just_sent.then(|| view! { <p>{w::SENT_TEXT}</p> });
            let changes = (!detail.changes.is_empty()).then(|| changes(&detail));
            let proofs = (!detail.proofs.is_empty()).then(|| proofs(&detail));
            let change = detail.change.as_ref().map(|change| lines(change, detail.papers_checked, true)).map(|lines| view! {
                <Section id="change" title=p::CONTENT><SummaryList>{lines}</SummaryList></Section>
            });

            let intake = (!detail.intake.is_empty()).then(|| {
                let words = plain(&detail.intake);
                view! { <Notice title=Some(p::TAKEN_IN.to_owned())><p>{in_chinese(words)}</p><p>{p::TAKEN_IN_TEXT}</p></Notice> }
            });
            let withdrawal = detail.may_withdraw.then(|| withdrawal(&detail, &state, action));
            let office = detail.office.as_ref().map(|office| call(&office.unit, &office.phone));
            view! {
                {head}
                <p id="stands" class="lead">{mixed(stands)}</p>
                {sent}
                <FormMessages state=state.clone()/>
                {messages}
                {intake}
                {news}
                <Section id="steps" title=p::STEPS>{steps}</Section>
                {change}
                {changes}
                {proofs}
                {talk}
                {office}
                {voice}
                {withdrawal}
            }
        }/>
    }
}

/// What the guardian has to know or do now.
fn news(detail: &CaseView) -> AnyView {
    let reason = (!detail.last_reason.is_empty()).then(|| quoted(&detail.last_reason));
    match detail.line.state {
        // What the school took in is mended by the school.
        CaseState::Returned if !detail.may_mend => view! {
            <Notice kind=NoticeKind::Info title=Some(w::RETURNED_TO_SCHOOL.to_owned())>
                <p>{w::RETURNED_TO_SCHOOL_NEXT}</p>
                <p>{reason}</p>
            </Notice>
        }
        .into_any(),
        CaseState::Returned => {
            let href = match detail.line.kind {
                CaseKind::Correction => format!("/my/{}/correct", detail.person),
                kind => format!("/my/{}/ask/{}", detail.person, kind.key()),
            };
            let due = detail.line.due_on.map(day).map(|due| view! { <p>{w::DUE_UNTIL}{colon()}{due}</p> });
            view! {
                <Notice kind=NoticeKind::Warn title=Some(w::RETURNED_TITLE.to_owned())>
                    <p>{reason}</p>
                    {due}
                </Notice>
                <Actions><LinkButton href>{w::MEND}</LinkButton></Actions>
            }
            .into_any()
        }
        CaseState::Refused => view! {
            <Notice kind=NoticeKind::Error title=Some(plainly(&CaseState::Refused))><p>{reason}</p></Notice>
        }
        .into_any(),
        _ if !detail.result.is_empty() => {
            let result = detail.result.clone();
            view! { <Notice kind=NoticeKind::Success title=Some(p::RESULT.to_owned())><p>{in_chinese(result)}</p></Notice> }
                .into_any()
        }
        _ => ().into_any(),
    }
}

fn changes(detail: &CaseView) -> impl IntoView + use<> {
    let rows = detail
        .changes
        .iter()
        .map(|change| {
            let refused = change.refused.clone().map(|why| mixed(format!("{}{}{why}", p::NOT_ACCEPTED, colon())));
            view! {
                <CompareRow field=name(&change.field) old=change.old.clone() new=change.new.clone()>{refused}</CompareRow>
            }
        })
        .collect_view();
    view! {
        <Section id="changes" title=p::CHANGES>
            <Compare caption=p::CHANGES caption_hidden=true decision=p::STATE>{rows}</Compare>
        </Section>
    }
}

fn withdrawal(detail: &CaseView, state: &FormState, action: ServerAction<Withdraw>) -> impl IntoView + use<> {
    let words =
        StepWords::new("reason", p::WITHDRAW_REASON.said()).hint(w::WITHDRAW_HINT.said()).rows(2).most(200);
    let (about, folded) = (vec![("case", detail.line.shown().to_string())], state.has_errors());
    let acts = vec![StepAct::only(w::WITHDRAW.said()).secondary()];
    view! { <StepForm action about state=state.clone() words acts title=w::WITHDRAW folded/> }
}
