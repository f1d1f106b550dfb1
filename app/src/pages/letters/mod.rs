//! 公文往来: what waits, what came and what was sent, and what is told once a term (第十五条, 第十八条, 第二十二条).

pub mod forms;
pub mod sheet;

pub use sheet::LetterPage;

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::letter::{DraftTermNotice, HandOverHukou, Letters, letters};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::letter as w;
use crate::ui::{
    ActionForm, Button, ButtonKind, Cell, Choice, DataTable, DeadlineTag, Empty, Nav, NavItem, PageTitle,
    Pager, Row, RowHeader, Section, SelectField, Status, StatusTag, columns, keyed,
};
use contract::letter::LetterLine;
use domain::letter::LetterState;
use leptos::prelude::*;

/// 公文往来
#[component]
pub fn LettersPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, after) = (query("box"), query("after"));
    let notice = ServerAction::<DraftTermNotice>::new();
    let hand_over = ServerAction::<HandOverHukou>::new();
    let data = Resource::new_blocking(
        move || (which.get(), after.get(), live.version(), notice.version().get(), hand_over.version().get()),
        |(which, after, ..)| async move {
            let found = letters(which.clone(), after.clone()).await?;
            Ok((which, after.is_empty(), found, form_state("letters".into()).await?))
        },
    );
    view! {
        <Load data view=move |(which, first, found, state): (String, bool, Letters, FormState)| {
            let here = match which.as_str() {
                "inbox" => "/letters?box=inbox",
                "outbox" => "/letters?box=outbox",
                _ => "/letters",
            };
            let prev = (!first).then(|| here.to_owned());
            let next = found.page.next.as_ref().map(|after| {
                let mark = if here.contains('?') { '&' } else { '?' };
                format!("{here}{mark}after={after}")
            });
            let duties = duties(&found, &state, notice, hand_over);
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <p><a href="/schools">{crate::text::t::school::LETTERS_LINK}</a></p>
                <FormMessages state/>
                <Nav items=boxes() path=Signal::stored(here.to_owned()) secondary=true/>
                <Rows which rows=found.page.rows/>
                <Pager prev next/>
                {duties}
            }
        }/>
    }
}

fn boxes() -> Vec<NavItem> {
    vec![
        NavItem::new("/letters", w::WAITING),
        NavItem::new("/letters?box=inbox", w::INBOX),
        NavItem::new("/letters?box=outbox", w::OUTBOX),
    ]
}

/// The tag of a letter's state.
pub(crate) fn status_of(state: LetterState) -> Status {
    match state {
        LetterState::Owed => Status::Waiting,
        LetterState::Drafted | LetterState::Signed => Status::InProgress,
        LetterState::Received => Status::Done,
        LetterState::Cancelled => Status::Withdrawn,
    }
}

#[component]
fn Rows(which: String, rows: Vec<LetterLine>) -> impl IntoView {
    let (caption, none) = match which.as_str() {
        "inbox" => (w::INBOX, w::NONE_IN),
        "outbox" => (w::OUTBOX, w::NONE_OUT),
        _ => (w::WAITING, w::NONE_WAITING),
    };
    if rows.is_empty() {
        return view! { <Empty title=none><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let late = row.days_left.is_some_and(|days| days < 0);
            view! {
                <Row highlight=late>
                    <RowHeader><a href=format!("/letters/{}", row.id)>{row.kind.label()}</a></RowHeader>
                    <Cell label=w::ABOUT>{row.about}</Cell>
                    <Cell label=w::FROM>{row.from}</Cell>
                    <Cell label=w::TO>{row.to}</Cell>
                    <Cell label=w::STATE>
                        <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                    </Cell>
                    <Cell label=w::DUE>
                        {row.due_on.map(day)}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::KIND, w::ABOUT, w::FROM, w::TO, w::STATE, w::DUE]);
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}

/// What the unit has to tell once a term.
fn duties(
    found: &Letters,
    state: &FormState,
    notice: ServerAction<DraftTermNotice>,
    hand_over: ServerAction<HandOverHukou>,
) -> impl IntoView + use<> {
    let terms = || {
        let options = found.terms.iter().map(|(key, words)| Choice::new(key.clone(), words.clone()));
        let first = found.terms.first().map(|(key, _)| key.clone()).unwrap_or_default();
        let value = state.value_or("term", &first);
        view! {
            <SelectField name="term" label=w::TERM options=options.collect() value error=state.error("term")/>
        }
    };
    let notice = found.notice.then(|| {
        let fields = terms();
        view! {
            <Section id="notice" title=w::NOTICE>
                <p>{w::NOTICE_LEAD}</p>
                <ActionForm action=notice attr:class="filters">
                    {fields}
                    <Button kind=ButtonKind::Secondary>{w::NOTICE_MAKE}</Button>
                </ActionForm>
            </Section>
        }
    });
    let hand_overs = found.hand_overs.then(|| {
        let fields = terms();
        view! {
            <Section id="hand-overs" title=w::HAND_OVERS>
                <p>{w::HAND_OVERS_LEAD}</p>
                <p><a href="/archives/permanent#followed">{crate::text::t::paper::FOLLOWED}</a></p>
                <ActionForm action=hand_over attr:class="filters">
                    {fields}
                    <Button kind=ButtonKind::Secondary>{w::HAND_OVERS_MAKE}</Button>
                </ActionForm>
            </Section>
        }
    });
    view! { {notice}{hand_overs} }
}
