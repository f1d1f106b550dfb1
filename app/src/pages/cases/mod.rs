//! Queues and cases, for the people who decide them (第四条, 第十条): four eyes at each unit.

mod content;
pub mod decide;
pub mod facts;
pub mod print;
mod scans;
mod steps;

use content::content;
pub(crate) use content::proofs;
use facts::Facts;
pub(crate) use steps::track;

use crate::api::case::{DecideAll, case_detail, queue};
use crate::api::day;
use crate::api::desk::desk_picked;
use crate::api::form_state::{FormState, form_state};
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::desk::matter_of;
use crate::pages::matter::deadline;
use crate::pages::matter::talk::{answer_state, answers};
use crate::pages::parts::{FormMessages, Load, param, query, status_of};
use crate::pages::print_of::{self, Offered};
use crate::pages::tools::{ListToolbar, ToolActions};
use crate::text::t::{self, case as w, desk};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, Column, DataTable, Empty, LinkButton, PageTitle, Pager,
    RadioField, Row, RowHeader, Section, StatusTag, TextField, TickBox, choices, keyed,
};
use contract::case::{CaseView, QueueLine, QueuePage as Queue};
use domain::tables::{List, TableChoice};
use leptos::prelude::*;

/// 待办事项
#[component]
pub fn QueuePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let agree = ServerAction::<DecideAll>::new();
    let after = query("after");
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (after.get(), live.version(), agree.version().get(), actions.version()),
        |(after, ..)| async move {
            let page = queue(Some(after)).await?;
            let picked = if page.batch { desk_picked().await? } else { Vec::new() };
            let tools = shown_by(List::Cases, []).await?;
            Ok((page, form_state("queue".into()).await?, picked, tools))
        },
    );
    view! {
        <Load data view=move |(page, state, picked, tools): (Queue, FormState, Vec<String>, ListTools)| {
            let choice = tools.choice.clone();
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
                        <QueueTable rows=page.lines caption=w::QUEUE_TITLE caption_hidden=true selectable=true ticked choice/>
                        {together}
                        {turning}
                    </ActionForm>
                }.into_any()
            } else {
                view! { <QueueTable rows=page.lines caption=w::QUEUE_TITLE caption_hidden=true choice/> }.into_any()
            };
            view! {
                <PageTitle title=w::QUEUE_TITLE has_errors=state.has_errors()>{print}</PageTitle>
                <FormMessages state/>
                <ListToolbar tools back="/cases" actions/>
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
    /// Which columns are shown, besides the number and the pupil, and how close the rows stand.
    choice: TableChoice,
) -> impl IntoView {
    let mut columns = Vec::new();
    if selectable {
        columns.push(Column::new(w::SELECT).hidden());
    }
    let dense = choice.is_compact();
    // Whom it is about stands where it did, behind the kind.
    let kind = choice.shows("kind").then_some(w::KIND);
    let others = [("class", w::CLASS), ("school", w::SCHOOL), ("opened", w::OPENED), ("due", w::DUE)];
    let others = others.into_iter().filter(|(key, _)| choice.shows(key)).map(|(_, label)| label);
    let headings = std::iter::once(w::NUMBER).chain(kind).chain(std::iter::once(w::PUPIL)).chain(others);
    columns.extend(headings.map(Column::new));
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
            let QueueLine { kind, class_label, school, opened_on, due_on, days_left, .. } = row;
            let shown = |key: &str, label: &'static str, words: AnyView| {
                choice.shows(key).then(|| view! { <Cell label=label>{words}</Cell> })
            };
            let kind = shown("kind", w::KIND, kind.label().into_any());
            let class = shown("class", w::CLASS, class_label.into_any());
            let school = shown("school", w::SCHOOL, school.into_any());
            let opened = shown("opened", w::OPENED, day(opened_on).into_any());
            let due = shown("due", w::DUE, deadline(due_on, days_left));
            view! {
                <Row highlight=late>
                    {tick}
                    <RowHeader><a href=format!("/cases/{}", row.id)>{row.number}</a></RowHeader>
                    {kind}
                    <Cell label=w::PUPIL>{row.person}</Cell>
                    {class}
                    {school}
                    {opened}
                    {due}
                </Row>
            }
        },
    );
    view! { <DataTable caption caption_hidden columns dense>{lines}</DataTable> }
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
            // The opinion stands below everything it rests on: beside a list that is far away.
            let to_decision = detail.my_turn.then(|| {
                view! { <LinkButton href="#decide" kind=ButtonKind::Secondary>{w::TO_DECISION}</LinkButton> }
            });
            let asked = scans::asked(&detail);
            // On the desk the next matter opens by itself, and what was done is told there.
            let next = decide.done.is_some().then(|| view! { <NextLink href="/desk" words=w::NEXT_MATTER/> });
            let scans = detail.may_add_scans.then(|| scans::form(&detail, &scan));
            let (row, steps, body) = (detail.line.clone(), track(&detail), content(&detail, detail.my_turn));
            view! {
                <PageTitle title caption=Some(row.school.clone()) has_errors=errors>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                    {to_decision}
                </PageTitle>
                <FormMessages state=decide.clone()/>
                {next}
                <FormMessages state=withdraw.clone()/>
                {asked}
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
