//! Queues and cases, for the people who decide them (第四条, 第十条): four eyes at each unit.

mod content;
pub mod decide;
pub mod print;
mod scans;
mod steps;

use content::content;
pub(crate) use content::proofs;
pub(crate) use steps::track;

use crate::api::case::{DecideAll, case_detail, queue};
use crate::api::day;
use crate::api::desk::desk_picked;
use crate::api::form_state::{FormState, form_state};
use crate::live::{Topic, use_live};
use crate::pages::desk::matter_of;
use crate::pages::matter::talk::{answer_state, answers};
use crate::pages::parts::{FormMessages, Load, param, query, status_of};
use crate::pages::print_of::{self, Offered};
use crate::text::t::{self, case as w, desk};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, Column, DataTable, DeadlineTag, Empty, LinkButton, Notice,
    NoticeKind, PageTitle, Pager, RadioField, Row, RowHeader, Section, StatusTag, SummaryList, SummaryRow,
    TextField, TickBox, choices, keyed,
};
use contract::case::{CaseView, QueueLine, QueuePage as Queue};
use leptos::prelude::*;

/// 待办事项
#[component]
pub fn QueuePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let agree = ServerAction::<DecideAll>::new();
    let after = query("after");
    let data = Resource::new_blocking(
        move || (after.get(), live.version(), agree.version().get()),
        |(after, _, _)| async move {
            let page = queue(Some(after)).await?;
            let picked = if page.batch { desk_picked().await? } else { Vec::new() };
            Ok((page, form_state("queue".into()).await?, picked))
        },
    );
    view! {
        <Load data view=move |(page, state, picked): (Queue, FormState, Vec<String>)| {
            let next = page.next.map(|(due, case)| format!("{due}.{case}"));
            let first = !after.get_untracked().is_empty();
            let total = page.total;
            let print = (!page.lines.is_empty()).then(|| {
                let href = format!("/cases/print?after={}", after.get_untracked());
                view! { <LinkButton href kind=ButtonKind::Secondary>{w::PRINT_PAGE}</LinkButton> }
            });
            let (together, turning) = (batch(&state), turning(&page, &picked, first, next.clone()));
            let ticked = [state.value("cases"), picked.join(",")].join(",");
            let pager = (!page.batch || page.lines.is_empty()).then(|| {
                let prev = first.then(|| "/cases".to_owned());
                let next = next.map(|next| format!("/cases?after={next}"));
                view! { <Pager prev next summary=Some(w::total(total))/> }
            });
            let body = if page.lines.is_empty() {
                view! { <Empty title=w::QUEUE_EMPTY><p>{w::QUEUE_EMPTY_NEXT}</p></Empty> }.into_any()
            } else if page.batch {
                view! {
                    <ActionForm action=agree>
                        <QueueTable rows=page.lines caption=w::QUEUE_TITLE caption_hidden=true selectable=true ticked/>
                        {together}
                        {turning}
                    </ActionForm>
                }.into_any()
            } else {
                view! { <QueueTable rows=page.lines caption=w::QUEUE_TITLE caption_hidden=true/> }.into_any()
            };
            view! {
                <PageTitle title=w::QUEUE_TITLE has_errors=state.has_errors()>{print}</PageTitle>
                <FormMessages state/>
                {body}
                {pager}
            }
        }/>
    }
}

/// What the form of many says besides: what the page shows, how much is ticked on others, and the way to them with what is ticked here.
fn turning(page: &Queue, picked: &[String], first: bool, next: Option<String>) -> impl IntoView + use<> {
    let shown: Vec<String> = page.lines.iter().map(|line| line.shown().to_string()).collect();
    let here: Vec<String> = shown.iter().map(|one| matter_of(one)).collect();
    let elsewhere = picked.iter().filter(|one| !here.contains(&matter_of(one))).count();
    let fields = keyed(shown, String::clone, |one| view! { <input type="hidden" name="here[]" value=one/> });
    let kept = (elsewhere > 0).then(|| {
        view! {
            <div class="desk-tools">
                <p class="desk-selected">{w::picked_elsewhere(elsewhere)}</p>
                <button class="button-link" type="submit" name="go" value="none">{desk::SELECT_NONE}</button>
            </div>
        }
    });
    let total = w::total(page.total);
    let next = next.map(|next| {
        view! {
            <input type="hidden" name="next" value=next/>
            <button class="pager-link pager-next" type="submit" name="go" value="next">{t::data::NEXT}</button>
        }
    });
    view! {
        {fields}
        {kept}
        <nav class="pager" aria-label=t::data::PAGER>
            {first.then(|| view! {
                <button class="pager-link pager-prev" type="submit" name="go" value="first">{desk::FIRST_PAGE}</button>
            })}
            <p class="pager-summary">{total}</p>
            {next}
        </nav>
    }
}

/// One decision for all that are ticked.
fn batch(state: &FormState) -> impl IntoView + use<> {
    let options = choices([("agree", w::AGREE), ("return", w::RETURN), ("refuse", w::REFUSE)]);
    let (value, error) = (state.value("verdict"), state.error("reason"));
    let verdict_error = state.error("verdict");
    view! {
        <div class="stack batch">
            <p class="hint">{w::DECIDE_SELECTED_HINT}</p>
            <RadioField name="verdict" label=w::VERDICT options value error=verdict_error inline=true/>
            <TextField name="reason" label=w::REASON hint=w::REASON_HINT value=state.value("reason") error maxlength=500/>
            <Actions><Button>{w::DECIDE_SELECTED}</Button></Actions>
        </div>
    }
}

/// The rows of a queue.
#[component]
pub fn QueueTable(
    /// The cases, in this order.
    rows: Vec<QueueLine>,
    /// What the table is about.
    #[prop(into)]
    caption: String,
    /// The caption is heard, not seen (a heading above says the same).
    #[prop(optional)]
    caption_hidden: bool,
    /// With a box to tick before each.
    #[prop(optional)]
    selectable: bool,
    /// What was ticked when something was wrong: cases as they were shown, with commas between.
    #[prop(optional, into)]
    ticked: String,
) -> impl IntoView {
    let mut columns = Vec::new();
    if selectable {
        columns.push(Column::new(w::SELECT).hidden());
    }
    columns.extend(
        [w::NUMBER, w::KIND, w::PUPIL, w::CLASS, w::SCHOOL, w::OPENED, w::DUE].into_iter().map(Column::new),
    );
    let lines = keyed(
        rows.into_iter().enumerate(),
        |(_, row)| row.id,
        |(n, row)| {
            let late = row.days_left.is_some_and(|days| days < 0);
            let tick = selectable.then(|| {
                // The first has the group's own id, so that an error's link lands on it.
                let tick_id = if n == 0 { "cases".to_owned() } else { format!("cases-{}", row.id) };
                let (label, shown) = (w::select(&row.number), row.shown().to_string());
                let checked = ticked.split(',').any(|one| one == shown);
                view! {
                    <Cell label=w::SELECT>
                        <TickBox id=tick_id name="cases[]" value=shown checked label=Some(label)/>
                    </Cell>
                }
            });
            view! {
                <Row highlight=late>
                    {tick}
                    <RowHeader><a href=format!("/cases/{}", row.id)>{row.number}</a></RowHeader>
                    <Cell label=w::KIND>{row.kind.label()}</Cell>
                    <Cell label=w::PUPIL>{row.person}</Cell>
                    <Cell label=w::CLASS>{row.class_label}</Cell>
                    <Cell label=w::SCHOOL>{row.school}</Cell>
                    <Cell label=w::OPENED>{day(row.opened_on)}</Cell>
                    <Cell label=w::DUE>
                        {row.due_on.map(day)}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    view! { <DataTable caption caption_hidden columns dense=true>{lines}</DataTable> }
}

/// A case with what was typed into its forms.
type Opened = (CaseView, (FormState, FormState), (FormState, FormState), Offered);

/// One case, with the decision of whoever holds it.
#[component]
pub fn CasePage() -> impl IntoView {
    let case = param("id");
    let live = use_live(move || Topic::matter(&case.get()));
    let decision = ServerAction::<crate::api::case::Decide>::new();
    let withdrawal = ServerAction::<crate::api::case::Withdraw>::new();
    let printing = ServerAction::<crate::api::print_of::PrintOf>::new();
    let answering = ServerAction::<crate::api::talk::AnswerOnCase>::new();
    let writing = ServerAction::<crate::api::talk::WriteOnCase>::new();
    let data = Resource::new_blocking(
        move || {
            let sent = (decision.version().get(), withdrawal.version().get(), printing.version().get());
            (case.get(), live.version(), sent, (answering.version().get(), writing.version().get()))
        },
        |(case, ..)| async move {
            let detail = case_detail(case.clone()).await?;
            let decide = form_state(format!("decide/{case}")).await?;
            let withdraw = form_state(format!("withdraw/{case}")).await?;
            let scan = form_state(format!("scan/{case}")).await?;
            let talk = answer_state(&detail).await?;
            Ok((detail, (decide, withdraw), (scan, talk), print_of::load("case", case).await?))
        },
    );
    view! {
        <Load data view=move |(detail, (decide, withdraw), (scan, talk), print): Opened| {
            let title = format!("{} {}", detail.line.kind.label(), detail.line.number);
            let errors = [&decide, &withdraw, &scan, &talk].into_iter().any(|form| form.has_errors());
            let answers = answers(&detail, &talk, answering, writing);
            let scans = detail.may_add_scans.then(|| scans::form(&detail, &scan));
            let (row, steps, body) = (detail.line.clone(), track(&detail), content(&detail, detail.my_turn));
            view! {
                <PageTitle title caption=Some(row.school.clone()) has_errors=errors>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state=decide.clone()/>
                <FormMessages state=withdraw.clone()/>
                <Facts detail=detail.clone()/>
                <Section id="steps" title=w::STEPS>{steps}</Section>
                {body}
                <FormMessages state=talk/>
                {answers}
                <FormMessages state=scan/>
                {scans}
                {print_of::section(&print, printing)}
                <decide::Decision detail=detail.clone() state=decide action=decision/>
                <decide::Mending detail state=withdraw action=withdrawal/>
            }
        }/>
    }
}

#[component]
fn Facts(detail: CaseView) -> impl IntoView {
    let CaseView {
        line: row,
        person,
        last_reason,
        duplicate_note,
        statement,
        intake,
        entry_date,
        may_open_pupil,
        result,
        warnings,
        exceptions,
        ..
    } = detail;
    // The other school of a transfer sees the case, not yet or no longer the record.
    let pupil = match may_open_pupil {
        true => view! { <a href=format!("/pupils/{person}")>{row.person.clone()}</a> }.into_any(),
        false => row.person.clone().into_any(),
    };
    let returned = (row.state == domain::case::CaseState::Returned && !last_reason.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::RETURNED_BECAUSE.to_owned())><p>{last_reason}</p></Notice>
        }
    });
    let maybe = |term: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <SummaryRow term>{value}</SummaryRow> })
    };
    let noted = |title: &str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <Notice kind=NoticeKind::Warn title=Some(title.to_owned())><ul>{lines}</ul></Notice> }
        })
    };
    let (excepted, warned) = (noted(w::EXCEPTIONS, exceptions), noted(w::UNUSUAL, warnings));
    view! {
        {returned}
        {excepted}
        {warned}
        <Section id="facts" title=t::data::FIELD>
            <SummaryList>
                <SummaryRow term=w::PUPIL>{pupil}</SummaryRow>
                <SummaryRow term=w::CLASS>{row.class_label}</SummaryRow>
                <SummaryRow term=w::OPENED>{day(row.opened_on)}</SummaryRow>
                {entry_date.map(|date| view! { <SummaryRow term=w::ENTRY_DATE>{day(date)}</SummaryRow> })}
                {row.due_on.map(day).map(|due| view! {
                    <SummaryRow term=w::DUE>
                        {due}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </SummaryRow>
                })}
                {maybe(w::RESULT, result)}
                {maybe(t::counter::MANNER, intake)}
                {maybe(w::STATEMENT, statement)}
                {maybe(w::DUPLICATE, duplicate_note)}
            </SummaryList>
        </Section>
    }
}

/// A link that looks like the next thing to do.
#[component]
pub fn NextLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words of the link.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <Actions><LinkButton href kind=ButtonKind::Secondary>{words}</LinkButton></Actions> }
}
