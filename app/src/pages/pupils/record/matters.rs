//! 事项 of a pupil: everything that is or was to be done about the child, with its state and its day.

use super::{Tab, tabs};
use crate::api::day;
use crate::api::pupil::record::record_matters;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param};
use crate::text::t::record as w;
use crate::ui::{Cell, DataTable, DeadlineTag, Empty, PageTitle, Row, RowHeader, Section, columns, keyed};
use contract::desk::MatterLine;
use contract::record::RecordMatters;
use leptos::prelude::*;

/// 事项
#[component]
pub fn RecordMattersPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let data =
        Resource::new_blocking(move || (person.get(), live.version()), |(person, _)| record_matters(person));
    view! {
        <Load data view=|detail: RecordMatters| {
            let RecordMatters { head, open, closed } = detail;
            let still = match open.is_empty() {
                true => view! { <p>{w::OPEN_NONE}</p> }.into_any(),
                false => table(w::OPEN, open).into_any(),
            };
            let over = match closed.is_empty() {
                true => view! { <Empty title=w::CLOSED_NONE><p>{w::CLOSED_NONE_NEXT}</p></Empty> }.into_any(),
                false => table(w::CLOSED, closed).into_any(),
            };
            view! {
                <PageTitle title=head.name caption=Some(w::MATTERS.to_owned())/>
                {tabs(head.id, head.may_see_looks, Tab::Matters)}
                <p class="lead">{w::MATTERS_LEAD}</p>
                <Section id="open" title=w::OPEN>{still}</Section>
                <Section id="closed" title=w::CLOSED>{over}</Section>
            }
        }/>
    }
}

/// Matters with where they stand and by when.
pub(super) fn table(caption: &'static str, lines: Vec<MatterLine>) -> impl IntoView {
    let rows = keyed(
        lines,
        |line| line.id.clone(),
        |line| {
            let kind = match line.href.is_empty() {
                true => line.kind.label().into_any(),
                false => view! { <a href=line.href>{line.kind.label()}</a> }.into_any(),
            };
            let due = match (line.open, line.due_on) {
                (true, Some(due)) => day(due),
                (true, None) => w::NO_DUE.to_owned(),
                (false, _) => String::new(),
            };
            let left =
                line.days_left.map(|days| view! { " "<DeadlineTag days_left=days working_days=true/> });
            view! {
                <Row highlight=line.overdue>
                    <RowHeader>{kind}</RowHeader>
                    <Cell label=w::STATE>{line.state}</Cell>
                    <Cell label=w::SINCE>{day(line.since)}</Cell>
                    <Cell label=w::DUE>{due}{left}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::KIND, w::STATE, w::SINCE, w::DUE]);
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
}
