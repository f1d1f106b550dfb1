//! 责令改正: what waits, the ledger of the units below, what the own unit was ordered; entering (第二十六条, 第二十七条).

mod forms;
pub mod sheet;

pub use sheet::ViolationPage;

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::violation::{Violations, violations};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::{common::number, violation as w};
use crate::ui::{
    Cell, DataTable, DeadlineTag, Empty, FilterBar, Nav, NavItem, PageTitle, Pager, Row, RowHeader, Section,
    SelectField, Stat, StatRow, Status, StatusTag, Tone, choices, columns, keyed, with_query,
};
use contract::Page;
use contract::violation::{ViolationCount, ViolationLine};
use domain::id::ViolationId;
use domain::violation::{ViolationKind, ViolationState};
use leptos::prelude::*;

/// 责令改正
#[component]
pub fn ViolationsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, kind, after) = (query("box"), query("kind"), query("after"));
    let data = Resource::new_blocking(
        move || (which.get(), kind.get(), after.get(), live.version()),
        |(which, kind, after, _)| async move {
            let found = violations(which.clone(), kind.clone(), after.clone()).await?;
            Ok((which, kind, after.is_empty(), found, form_state("violations".into()).await?))
        },
    );
    view! {
        <Load data view=move |(which, kind, first, found, state): (String, String, bool, Violations, FormState)| {
            let counts = counts(&found.counts);
            let enter = (!found.below.is_empty()).then(|| forms::enter(&found.below, &state));
            let list = found.by_name.then(|| list(which, kind, first, found.page));
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {counts}
                {list}
                {enter}
            }
        }/>
    }
}

/// The tag of a violation's state.
pub(crate) fn status_of(state: ViolationState) -> Status {
    match state {
        ViolationState::Suspected => Status::Waiting,
        ViolationState::Examined | ViolationState::Ordered | ViolationState::Replied => Status::InProgress,
        ViolationState::Closed => Status::Done,
        ViolationState::Dismissed | ViolationState::Withdrawn => Status::Withdrawn,
    }
}

fn counts(counts: &[ViolationCount]) -> Option<AnyView> {
    if counts.is_empty() {
        return None;
    }
    let stats = counts
        .iter()
        .map(|ViolationCount { kind, suspected, ordered }| {
            let note = Some(format!("{} {suspected}", ViolationState::Suspected.label()));
            let tone = if *ordered > 0 { Tone::Warn } else { Tone::Neutral };
            let value = Signal::stored(number(suspected + ordered));
            view! { <Stat label=kind.label() value unit=w::UNIT_OF tone note/> }
        })
        .collect_view();
    Some(view! { <Section id="counts" title=w::COUNTS><StatRow>{stats}</StatRow></Section> }.into_any())
}

fn address(which: &str, kind: &str, after: Option<&str>) -> String {
    with_query("/violations", [("box", which), ("kind", kind), ("after", after.unwrap_or_default())])
}

fn list(which: String, kind: String, first: bool, page: Page<ViolationLine, ViolationId>) -> impl IntoView {
    let boxes = vec![
        NavItem::new("/violations", w::WAITING),
        NavItem::new("/violations?box=below", w::BELOW),
        NavItem::new("/violations?box=own", w::OWN),
    ];
    let here = address(&which, "", None);
    let prev = (!first).then(|| address(&which, &kind, None));
    let next = page.next.map(|after| address(&which, &kind, Some(&after.to_string())));
    let caption = match which.as_str() {
        "below" => w::BELOW,
        "own" => w::OWN,
        _ => w::WAITING,
    };
    let options = choices(ViolationKind::ALL.map(|kind| (kind.key(), kind.label())));
    view! {
        <Nav items=boxes path=Signal::stored(here) secondary=true/>
        <FilterBar action="/violations">
            <input type="hidden" name="box" value=which/>
            <SelectField name="kind" label=w::KIND options value=kind placeholder=w::ALL_KINDS/>
        </FilterBar>
        <Rows caption rows=page.rows/>
        <Pager prev next/>
    }
}

#[component]
fn Rows(caption: &'static str, rows: Vec<ViolationLine>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let late = row.days_left.is_some_and(|days| days < 0);
            view! {
                <Row highlight=late>
                    <RowHeader><a href=format!("/violations/{}", row.id)>{row.kind.label()}</a></RowHeader>
                    <Cell label=w::SUBJECT>{row.subject}</Cell>
                    <Cell label=w::HANDLER>{row.handler}</Cell>
                    <Cell label=w::STATE>
                        <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                    </Cell>
                    <Cell label=w::FOUND_ON>{day(row.found_on)}</Cell>
                    <Cell label=w::DUE>
                        {row.due_on.map(day)}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::KIND, w::SUBJECT, w::HANDLER, w::STATE, w::FOUND_ON, w::DUE]);
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}
