//! 我的孩子

use super::review::said_of;
use super::waiting::{is_closed, number, standing, waiting_beside, without_record};
use crate::api::dashboard::PutStepsAway;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::my::{ReadNotice, ReportBond, TakeReportBack, my_page};
use crate::api::review::child::child_reviews;
use crate::api::{day, moment};
use crate::language::{Language, here, in_chinese, mixed, plainly};
use crate::live::{Topic, use_live};
use crate::pages::first_steps::first_steps;
use crate::pages::parts::{FormMessages, Load, status_of};
use crate::text::t::{self, guardian as w, guide, own, portal as p};
use crate::text::words::Words;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, DataTable, Empty, LinkButton, Notice, NoticeKind,
    PageTitle, Row, RowHeader, Section, StatusTag, SummaryList, SummaryRow, columns, keyed,
};
use chrono::{DateTime, Utc};
use contract::case::QueueLine;
use contract::portal::{BondReport, Child, GuardianNotice, MyPage};
use contract::review::GuardianReview;
use domain::case::CaseKind;
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
            let next = how_to_apply(&page.children);
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
                <Cases rows=page.cases next/>
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
    match &review.said {
        Some(said) => {
            let words = said_of(said);
            view! { <p><a href=href>{mixed(words)}</a></p> }.into_any()
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
    let Child { id, name, school, class_label, standing: stands, number: numbered, in_the_way, has_draft } =
        child;
    let waits = in_the_way.as_ref().and_then(waiting_beside);
    let next = (in_the_way.is_none() && !is_closed(stands)).then(|| {
        let href = format!("/my/{id}/correct");
        let words = if has_draft { w::CONTINUE_DRAFT } else { w::CORRECT };
        view! { <LinkButton href>{words}</LinkButton> }
    });
    view! {
        <Section id=format!("child-{id}") title=name>
            {review.map(review_words)}
            <SummaryList>
                <SummaryRow term=w::SCHOOL>{in_chinese(school)}</SummaryRow>
                <SummaryRow term=w::CLASS>{in_chinese(class_label)}</SummaryRow>
                <SummaryRow term=w::STANDING>{standing(stands)}</SummaryRow>
                <SummaryRow term=w::NUMBER>{mixed(number(&numbered, stands))}</SummaryRow>
            </SummaryList>
            {waits}
            {without_record(stands)}
            <Actions>
                {next}
                <LinkButton href=format!("/my/{id}") kind=ButtonKind::Secondary>{w::VIEW_CHILD}</LinkButton>
            </Actions>
        </Section>
    }
}

/// What helps who has applied for nothing: the buttons are named that are there.
fn how_to_apply(children: &[Child]) -> Words {
    let says_why = |child: &Child| {
        let waits = child.in_the_way.as_ref().is_some_and(|way| way.case.kind != CaseKind::Death);
        waits || child.standing == Standing::NotRegistered
    };
    let may_begin = |child: &Child| child.in_the_way.is_none() && !is_closed(child.standing);
    match children {
        [] => t::waiting::NO_CASES_NO_CHILD,
        some if some.iter().any(may_begin) => w::NO_CASES_NEXT,
        some if some.iter().any(says_why) => t::waiting::NO_CASES_WAIT,
        _ => t::waiting::NOT_NOW_ASK,
    }
}

#[component]
fn Cases(
    /// What was applied for.
    rows: Vec<QueueLine>,
    /// What helps where nothing was.
    next: Words,
) -> impl IntoView {
    let body = if rows.is_empty() {
        view! { <Empty title=w::NO_CASES><p>{next}</p></Empty> }.into_any()
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
