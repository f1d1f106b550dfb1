//! One campaign: its dates, the leader's decision, the progress below.

use super::{day_fields, days_of, parts};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::{AmendReview, DecideReview};
use crate::api::review::{ReviewDetail, review};
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::review as w;
use crate::ui::{
    Actions, BackLink, ButtonKind, LinkButton, Notice, NoticeKind, PageTitle, Progress, Section, StatusTag,
    SummaryList, SummaryRow,
};
use contract::Signed;
use leptos::prelude::*;

/// 一次复核任务
#[component]
pub fn ReviewPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, unit) = (param("id"), query("unit"));
    let decide = ServerAction::<DecideReview>::new();
    let amend = ServerAction::<AmendReview>::new();
    let data = Resource::new_blocking(
        move || (id.get(), unit.get(), decide.version().get(), amend.version().get(), live.version()),
        |(id, unit, ..)| async move {
            let detail = review(id.clone(), unit).await?;
            Ok((detail, form_state(format!("review/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (ReviewDetail, FormState)| {
            let has_errors = state.has_errors();
            let (facts, forms) = (facts(&detail), forms(&detail, &state, decide, amend));
            let row = detail.view.line;
            let page = format!("/reviews/{}", row.id);
            let looking = detail.view.looking.map(|so_far| looking(so_far, page.clone()));
            let own = detail.school.map(|school| {
                let href = format!("/reviews/{}/schools/{school}", row.id);
                view! { <Actions><LinkButton href>{w::TO_SCHOOL}</LinkButton></Actions> }
            });
            let progress = detail.progress.map(|progress| {
                let report = format!("{page}/report?unit={}", progress.own.unit);
                let title = format!("{}：{}", w::PROGRESS, progress.own.name);
                let trail = parts::trail(&progress, &page);
                let body = parts::progress(progress, &page);
                view! {
                    {trail}
                    <Section id="progress" title=title more=(report, w::REPORT.to_owned())>{body}</Section>
                }
            });
            view! {
                <BackLink href="/reviews"/>
                <PageTitle title=format!("{}{}", row.term, w::TITLE) caption=Some(row.unit) has_errors>
                    <StatusTag status=parts::status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state/>
                {own}
                {looking}
                {facts}
                {forms}
                {progress}
            }
        }/>
    }
}

/// How far the look at the records is, school by school.
fn looking((done, of): (u64, u64), href: String) -> impl IntoView {
    view! {
        <Progress id="looking" label=w::LOOKING_AT done=Signal::stored(done) total=Signal::stored(of)/>
        <Actions>
            <LinkButton href kind=ButtonKind::Secondary external=true>{w::LOOKING_RELOAD}</LinkButton>
        </Actions>
    }
}

/// Who did something, and when.
fn by(act: &Signed) -> String {
    w::by_on(&act.by, &day(act.on))
}

fn facts(detail: &ReviewDetail) -> impl IntoView + use<> {
    let [start, school, county, end] = days_of(&detail.view.line.dates).map(day);
    let proposed = by(&detail.view.proposed);
    let approved = detail.view.approved.as_ref().map(by);
    let approved = approved.map(|text| view! { <SummaryRow term=w::APPROVED_BY>{text}</SummaryRow> });
    let closed =
        detail.view.closed_on.map(|on| view! { <SummaryRow term=w::CLOSED_ON>{day(on)}</SummaryRow> });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::START>{start}</SummaryRow>
                <SummaryRow term=w::SCHOOL_DUE>{school}</SummaryRow>
                <SummaryRow term=w::COUNTY_DUE>{county}</SummaryRow>
                <SummaryRow term=w::END>{end}</SummaryRow>
                <SummaryRow term=w::PROPOSED_BY>{proposed}</SummaryRow>
                {approved}
                {closed}
            </SummaryList>
        </Section>
    }
}

fn forms(
    detail: &ReviewDetail,
    state: &FormState,
    decide: ServerAction<DecideReview>,
    amend: ServerAction<AmendReview>,
) -> impl IntoView + use<> {
    let id = detail.view.line.shown().to_string();
    let returned = detail.view.returned.clone().map(|why| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::RETURNED.to_owned())><p>{why}</p></Notice> }
    });
    let deciding = detail.view.may_decide.then(|| {
        let words = StepWords::new("reason", w::RETURN_REASON).rows(2).optional();
        let acts = vec![StepAct::new("approve", w::APPROVE), StepAct::new("return", w::RETURN).secondary()];
        let about = vec![("review", id.clone())];
        view! { <StepForm action=decide about state=state.clone() words acts id="decide" title=w::DECIDE/> }
    });
    let amending = detail.view.may_amend.then(|| {
        let fields = day_fields(state, &days_of(&detail.view.line.dates).map(|day| day.to_string()));
        let (about, acts) = (vec![("review", id.clone())], vec![StepAct::only(w::OPEN_DO)]);
        let folded = state.has_errors() || detail.view.returned.is_some();
        view! {
            <StepForm action=amend about state=state.clone() acts title=w::AMEND folded>{fields}</StepForm>
        }
    });
    let closing = detail.view.may_close.then(|| {
        let (about, acts) = (vec![("review", id)], vec![StepAct::new("close", w::CLOSE).warning()]);
        let folded = state.has_errors();
        view! {
            <StepForm action=decide about state=state.clone() acts title=w::CLOSE lead=w::CLOSE_LEAD folded/>
        }
    });
    view! { {returned}{deciding}{amending}{closing} }
}
