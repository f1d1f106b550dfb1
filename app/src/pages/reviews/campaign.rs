//! One campaign: its dates, the leader's decision, the progress below.

use super::{day_fields, days_of, parts};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::{AmendReview, DecideReview};
use crate::api::review::{ReviewDetail, review};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::review as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, LinkButton, Notice, NoticeKind, PageTitle,
    Section, StatusTag, SummaryList, SummaryRow, TextAreaField,
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
                {facts}
                {forms}
                {progress}
            }
        }/>
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
        let (id, value, error) = (id.clone(), state.value("reason"), state.error("reason"));
        view! {
            <Section id="decide" title=w::DECIDE>
                <ActionForm action=decide attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="review" value=id/>
                    <TextAreaField name="reason" label=w::RETURN_REASON value error maxlength=500 rows=2/>
                    <Actions>
                        <Button name="act" value="approve">{w::APPROVE}</Button>
                        <Button kind=ButtonKind::Secondary name="act" value="return">{w::RETURN}</Button>
                    </Actions>
                </ActionForm>
            </Section>
        }
    });
    let amending = detail.view.may_amend.then(|| {
        let (id, fields) =
            (id.clone(), day_fields(state, &days_of(&detail.view.line.dates).map(|day| day.to_string())));
        view! {
            <Details summary=w::AMEND open={state.has_errors() || detail.view.returned.is_some()}>
                <ActionForm action=amend attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="review" value=id/>
                    {fields}
                    <Actions><Button>{w::OPEN_DO}</Button></Actions>
                </ActionForm>
            </Details>
        }
    });
    let closing = detail.view.may_close.then(|| {
        view! {
            <Details summary=w::CLOSE open=state.has_errors()>
                <p class="hint">{w::CLOSE_LEAD}</p>
                <ActionForm action=decide>
                    <input type="hidden" name="review" value=id/>
                    <Actions>
                        <Button kind=ButtonKind::Warning name="act" value="close">{w::CLOSE}</Button>
                    </Actions>
                </ActionForm>
            </Details>
        }
    });
    view! { {returned}{deciding}{amending}{closing} }
}
