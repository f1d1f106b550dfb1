//! 我的孩子

use crate::api::dashboard::PutStepsAway;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::my::{ReadNotice, ReportBond, TakeReportBack, my_page};
use crate::api::review::child::child_reviews;
use crate::api::{day, moment};
use crate::language::{Language, here, in_chinese, mixed, plainly};
use crate::live::{Topic, use_live};
use crate::pages::first_steps::first_steps;
use crate::pages::parts::{FormMessages, Load, status_of};
use crate::text::t::{guardian as w, guide, own, portal as p};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, DataTable, Empty, LinkButton, Notice, NoticeKind,
    PageTitle, Row, RowHeader, Section, StatusTag, SummaryList, SummaryRow, columns, keyed,
};
use chrono::{DateTime, Utc};
use contract::case::QueueLine;
use contract::portal::{BondReport, Child, GuardianNotice, MyPage};
use contract::review::GuardianReview;
use domain::case::CaseKind;
use domain::codes::PupilStatus;
use domain::guardian::{NoticeKind as Told, moment_in_words};
use domain::guide::plain;
use domain::standing::Standing;
use leptos::prelude::*;

/// 我的孩子
#[component]
pub fn MyChildrenPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (read, report) = (ServerAction::<ReadNotice>::new(), ServerAction::<ReportBond>::new());
    let (back, away) = (ServerAction::<TakeReportBack>::new(), ServerAction::<PutStepsAway>::new());
    let acts = move || (read.version().get(), report.version().get(), back.version().get());
    let data = Resource::new_blocking(
        move || (live.version(), acts(), away.version().get()),
        |_| async move { Ok((my_page().await?, child_reviews().await?, form_state("my".into()).await?)) },
    );
    view! {
        <Load data view=move |(page, reviews, state): (MyPage, Vec<GuardianReview>, FormState)| {
            let notices = keyed(page.notices, |notice| notice.id, |notice| told(notice, read, report));
            let reports = keyed(
                page.reports,
                |report| format!("{}/{}", report.person, report.account),
                |report| reported(report, back),
            );
            let quiet = page.quiet_until.map(|until| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::QUIET_TITLE.to_owned())><p>{w::quiet(&until_when(until))}</p></Notice>
            });
            let resting = (page.resting > 0).then(|| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::resting(page.resting))><p>{w::RESTING_TEXT}</p></Notice>
            });
            let children = if page.children.is_empty() && page.resting > 0 {
                ().into_any()
            } else if page.children.is_empty() {
                view! {
                    <Empty title=w::NO_CHILD><p>{w::NO_CHILD_NEXT}</p><a href="/my/add">{w::ADD_TITLE}</a></Empty>
                }.into_any()
            } else {
                let card = |child: Child| {
                    let review = reviews.iter().find(|review| review.person == child.id).cloned();
                    card(child, review)
                };
                keyed(page.children, |child| child.id, card).into_any()
            };
            view! {
                <PageTitle title=w::MY_TITLE>
                    <a href="/my/account">{own::TITLE}</a>
                    <a href="/guide">{guide::TITLE}</a>
                </PageTitle>
                <FormMessages state/>
                {notices}
                {reports}
                {quiet}
                {resting}
                {first_steps(page.first_steps, away)}
                {children}
                <p class="hint">{w::MASKED}</p>
                <Cases rows=page.cases/>
            }
        }/>
    }
}

/// From which moment on, in words.
fn until_when(until: DateTime<Utc>) -> String {
    match here() {
        Language::Chinese => moment_in_words(until),
        Language::English => moment(until),
    }
}

/// What happened to another guardian's account, until it was read.
fn told(notice: GuardianNotice, read: ServerAction<ReadNotice>, report: ServerAction<ReportBond>) -> AnyView {
    let who = w::guardian(&notice.who, &notice.kinship);
    let at = moment(notice.at);
    let words = match notice.kind {
        Told::Bound => w::told_bound(&at, &who, &notice.child, &notice.school),
        Told::Recovered => w::told_recovered(&at, &who, &notice.child, &notice.school),
        Told::Correction => w::told_taken_in(&at, &notice.child, &notice.school),
        Told::Left => own::told_left(&at, &who, &notice.child),
        Told::Moved => own::told_moved(&at, &who, &notice.child),
        Told::Answered => own::told_answered(&at, &plain(&notice.school)),
        Told::Written => own::told_written(&at, &plain(&notice.school)),
    };
    if let (Told::Answered | Told::Written, Some(case)) = (notice.kind, notice.case) {
        // The page shows what it is about, and with it this is read.
        let href = format!("/my/case/{case}");
        let title = if notice.kind == Told::Written { own::WRITTEN } else { own::ANSWERED };
        return view! {
            <Notice title=Some(title.to_owned())>
                <p>{mixed(words)}</p>
                <Actions><LinkButton href>{w::VIEW_CASE}</LinkButton></Actions>
            </Notice>
        }
        .into_any();
    }
    if let Some(case) = notice.case {
        let (id, href) = (notice.id.to_string(), format!("/my/case/{case}"));
        return view! {
            <Notice title=Some(p::TAKEN_IN.to_owned())>
                <p>{mixed(words)}</p>
                <p>{p::TAKEN_IN_TEXT}</p>
                <Actions>
                    <LinkButton href>{w::VIEW_CASE}</LinkButton>
                    <ActionForm action=read>
                        <input type="hidden" name="notice" value=id/>
                        <Button kind=ButtonKind::Secondary>{w::TOLD_READ}</Button>
                    </ActionForm>
                </Actions>
            </Notice>
        }
        .into_any();
    }
    let id = notice.id.to_string();
    let same = id.clone();
    let what = if notice.kind == Told::Left { own::TOLD_LEFT_WHAT } else { w::TOLD_WHAT };
    view! {
        <Notice kind=NoticeKind::Warn title=Some(w::TOLD_TITLE.to_owned())>
            <p>{mixed(words)}</p>
            <p>{what}</p>
            <Actions>
                <ActionForm action=read>
                    <input type="hidden" name="notice" value=same/>
                    <Button kind=ButtonKind::Secondary>{w::TOLD_READ}</Button>
                </ActionForm>
                <ActionForm action=report>
                    <input type="hidden" name="notice" value=id/>
                    <Button kind=ButtonKind::Secondary>{w::TOLD_REPORT}</Button>
                </ActionForm>
            </Actions>
        </Notice>
    }
    .into_any()
}

/// Another guardian's account that was reported to the school, until it has looked.
fn reported(report: BondReport, back: ServerAction<TakeReportBack>) -> AnyView {
    let BondReport { person, account, child, who, kinship, is_over, may_take_back } = report;
    let words = w::report_open(&w::guardian(&who, &kinship), &child);
    let over = is_over.then(|| view! { <p>{w::REPORT_IS_OVER}</p> });
    let take_back = may_take_back.then(|| {
        view! {
            <Actions>
                <ActionForm action=back>
                    <input type="hidden" name="person" value=person.to_string()/>
                    <input type="hidden" name="account" value=account.to_string()/>
                    <Button kind=ButtonKind::Secondary>{w::REPORT_TAKE_BACK}</Button>
                </ActionForm>
            </Actions>
        }
    });
    view! {
        <Notice title=Some(w::REPORT_OPEN.to_owned())>
            <p>{mixed(words)}</p>
            {over}
            {take_back}
        </Notice>
    }
    .into_any()
}

/// What the guardian is asked for in the term review (第二十四条), or what has been said.
fn review_words(review: GuardianReview) -> impl IntoView {
    let href = format!("/my/{}/review", review.person);
    match review.right {
        Some(right) => {
            let words = if right { p::REVIEW_SAID_RIGHT } else { p::REVIEW_SAID_WRONG };
            view! { <p><a href=href>{words}</a></p> }.into_any()
        }
        None if review.open => {
            let due = p::review_due(&review.term, &day(review.due_on));
            view! {
                <Notice title=Some(p::REVIEW_CHECK.to_owned())>
                    <p>{mixed(due)}</p>
                    <p><a href=href>{p::REVIEW_TITLE}</a></p>
                </Notice>
            }
            .into_any()
        }
        None => ().into_any(),
    }
}

fn card(child: Child, review: Option<GuardianReview>) -> impl IntoView {
    let Child { id, name, school, class_label, standing, number, open_case, has_draft } = child;
    let next = match &open_case {
        // Nobody is led to the case of a death (第二十一条).
        Some(case) if case.kind == CaseKind::Death => ().into_any(),
        Some(case) => {
            let href = format!("/my/case/{}", case.id);
            view! { <LinkButton href>{w::VIEW_CASE}</LinkButton> }.into_any()
        }
        None if standing == Standing::Pupil(PupilStatus::Dead) => ().into_any(),
        None if has_draft => {
            let href = format!("/my/{id}/correct");
            view! { <LinkButton href>{w::CONTINUE_DRAFT}</LinkButton> }.into_any()
        }
        None => {
            let href = format!("/my/{id}/correct");
            view! { <LinkButton href>{w::CORRECT}</LinkButton> }.into_any()
        }
    };
    view! {
        <Section id=format!("child-{id}") title=name>
            {review.map(review_words)}
            <SummaryList>
                <SummaryRow term=w::SCHOOL>{in_chinese(school)}</SummaryRow>
                <SummaryRow term=w::CLASS>{in_chinese(class_label)}</SummaryRow>
                <SummaryRow term=w::STANDING>{plainly(&standing)}</SummaryRow>
                <SummaryRow term=w::NUMBER>{mixed(number)}</SummaryRow>
            </SummaryList>
            <Actions>
                {next}
                <LinkButton href=format!("/my/{id}") kind=ButtonKind::Secondary>{w::VIEW_CHILD}</LinkButton>
            </Actions>
        </Section>
    }
}

#[component]
fn Cases(rows: Vec<QueueLine>) -> impl IntoView {
    let body = if rows.is_empty() {
        view! { <Empty title=w::NO_CASES><p>{w::NO_CASES_NEXT}</p></Empty> }.into_any()
    } else {
        let lines = keyed(
            rows,
            |row| row.id,
            |row| {
                let stands = match here() {
                    Language::Chinese => row.told,
                    Language::English => row.told_in_english,
                };
                let stands = mixed(stands);
                view! {
                    <Row>
                        <RowHeader><a href=format!("/my/case/{}", row.id)>{row.number}</a></RowHeader>
                        <Cell label=p::PUPIL>{in_chinese(row.person)}</Cell>
                        <Cell label=p::STATE>
                            <StatusTag status=status_of(row.state) label=Some(plainly(&row.state))/>
                        </Cell>
                        <Cell label=w::STANDS>{stands}</Cell>
                    </Row>
                }
            },
        );
        let headings = columns([p::NUMBER, p::PUPIL, p::STATE, w::STANDS]);
        view! { <DataTable caption=w::MY_CASES caption_hidden=true columns=headings>{lines}</DataTable> }
            .into_any()
    };
    view! { <Section id="cases" title=w::MY_CASES>{body}</Section> }
}
