//! One violation: the facts, the order as a letter that prints, the answers, what may be done.

use super::{forms, status_of};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::violation::{DecideViolation, violation};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::violation as w;
use crate::ui::{BackLink, DeadlineTag, PageTitle, Section, StatusTag, SummaryList, SummaryRow};
use contract::Said;
use contract::violation::{Order, Reply, ViolationView};
use domain::id::ProofId;
use leptos::prelude::*;

/// What the steps' forms send.
pub(super) type Step = ServerAction<DecideViolation>;

/// 一件责令改正事项
#[component]
pub fn ViolationPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let step = Step::new();
    let data = Resource::new_blocking(
        move || (id.get(), step.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = violation(id.clone()).await?;
            let done = form_state(format!("violation/{id}")).await?;
            Ok((detail, done, form_state(format!("violation_step/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, done, state): (ViolationView, FormState, FormState)| {
            let row = detail.line.clone();
            let (facts, order, replies) = (facts(&detail), order(&detail), replies(&detail));
            let forms = forms::forms(&detail, &state, step);
            view! {
                <BackLink href="/violations"/>
                <PageTitle title=row.kind.label() caption=Some(row.subject.clone()) has_errors=state.has_errors()>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state=done/>
                <FormMessages state/>
                {facts}
                {order}
                {replies}
                {forms}
            }
        }/>
    }
}

fn said(term: &'static str, said: &Said) -> impl IntoView + use<> {
    let (words, by) = (said.words.clone(), w::by_on(&said.by, &day(said.on)));
    view! { <SummaryRow term>{words}"（"{by}"）"</SummaryRow> }
}

fn files(violation: &str, files: &[ProofId]) -> impl IntoView + use<> {
    let links = files
        .iter()
        .enumerate()
        .map(|(n, file)| {
            let href = format!("/files/violations/{violation}/proofs/{file}");
            view! { <a href=href rel="external" target="_blank">{w::OPEN_FILE}" "{n + 1}</a>" " }
        })
        .collect_view();
    view! { {links} }
}

fn facts(detail: &ViolationView) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let found = match &detail.entered {
        Some(signed) => w::by_on(&signed.by, &day(signed.on)),
        None => w::by_on(w::BY_SYSTEM, &day(row.found_on)),
    };
    let evidence = (!detail.evidence.is_empty()).then(|| {
        let files = files(&row.id.to_string(), &detail.evidence);
        view! { <SummaryRow term=w::EVIDENCE>{files}</SummaryRow> }
    });
    let due = row.due_on.map(day).map(|due| {
        view! {
            <SummaryRow term=w::DUE>
                {due}" "
                {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
            </SummaryRow>
        }
    });
    let escalations = detail
        .escalations
        .iter()
        .map(|one| said(if one.serious { w::SERIOUS } else { w::ESCALATED }, &one.said))
        .collect_view();
    let examined = detail.examined.as_ref().map(|one| said(w::EXAMINED, one));
    let blame = detail.accountability.as_ref().map(|one| said(w::RECOMMENDED, one));
    let ended = detail.ended.as_ref().map(|one| said(w::ENDED, one));
    let fact = detail.fact.clone();
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::FACT>{fact}</SummaryRow>
                <SummaryRow term=w::BASIS>{w::basis(row.kind.article(), row.kind.item())}</SummaryRow>
                <SummaryRow term=w::HANDLER>{row.handler}</SummaryRow>
                <SummaryRow term=w::ENTERED>{found}</SummaryRow>
                {evidence}
                {examined}
                {due}
                {escalations}
                {blame}
                {ended}
            </SummaryList>
        </Section>
    }
}

/// 责令改正通知书, laid out as an official letter.
fn order(detail: &ViolationView) -> Option<AnyView> {
    let Order { said: signed, authority: by, due_on } = detail.order.clone()?;
    let row = &detail.line;
    let basis = w::basis(row.kind.article(), row.kind.item());
    let text = w::order(&row.subject, &detail.fact, &basis, &signed.words, &day(due_on));
    let body =
        text.into_iter().map(|text| view! { <p class="official-letter-text">{text}</p> }).collect_view();
    let to = row.subject.clone();
    Some(
        view! {
            <article class="official-letter sheet" aria-labelledby="order-title">
                <p class="official-letter-from">{by.clone()}</p>
                <h2 id="order-title" class="official-letter-title">{w::ORDER_TITLE}</h2>
                <p class="official-letter-to">{to}"："</p>
                {body}
                <div class="official-letter-signature">
                    <p>{by}</p>
                    <p>{signed.by}</p>
                    <p>{day(signed.on)}</p>
                </div>
            </article>
            <p class="hint official-letter-hint">{w::PRINT}</p>
        }
        .into_any(),
    )
}

fn replies(detail: &ViolationView) -> Option<AnyView> {
    if detail.replies.is_empty() {
        return None;
    }
    let id = detail.line.id.to_string();
    let rows = detail
        .replies
        .iter()
        .map(|Reply { said: answer, files: scans, rejected }| {
            let answer = said(w::REPLIES, answer);
            let scans = files(&id, scans);
            let rejected = rejected.as_ref().map(|one| said(w::REJECTED, one));
            view! { {answer}<SummaryRow term=w::EVIDENCE>{scans}</SummaryRow>{rejected} }
        })
        .collect_view();
    Some(
        view! { <Section id="replies" title=w::REPLIES><SummaryList>{rows}</SummaryList></Section> }
            .into_any(),
    )
}
