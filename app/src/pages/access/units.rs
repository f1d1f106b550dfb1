//! 单位办理记录: what was decided about a unit, read by the audit administrator above it.

use crate::api::access::{UnitJournalView, unit_journal};
use crate::api::{machine_moment, moment};
use crate::pages::parts::{Load, query};
use crate::text::t::access as w;
use crate::ui::{
    BackLink, Cell, DataTable, Empty, FilterBar, Notice, NoticeKind, PageTitle, Pager, Row, RowHeader,
    SelectField, choices, columns,
};
use contract::access::UnitEntry;
use leptos::prelude::*;

/// 单位办理记录
#[component]
pub fn UnitJournalPage() -> impl IntoView {
    let (unit, before) = (query("unit"), query("before"));
    let data = Resource::new_blocking(
        move || (unit.get(), before.get()),
        |(unit, before)| async move {
            let first = before.is_empty();
            Ok((first, unit_journal(unit, before).await?))
        },
    );
    view! { <Load data view=page/> }
}

fn page((first, found): (bool, UnitJournalView)) -> impl IntoView {
    let UnitJournalView { units, journal } = found;
    let unit = journal.as_ref().map(|journal| journal.id.to_string()).unwrap_or_default();
    let caption = journal.as_ref().map(|journal| journal.unit.clone());
    let broken = journal
        .as_ref()
        .is_some_and(|journal| !journal.holds)
        .then(|| view! { <Notice kind=NoticeKind::Error>{w::UNIT_BROKEN}</Notice> });
    let next = journal.as_ref().and_then(|journal| journal.entries.next);
    let next = next.map(|before| format!("/access/units?unit={unit}&before={before}"));
    let prev = (!first && journal.is_some()).then(|| format!("/access/units?unit={unit}"));
    let list = journal.map(|journal| entry_list(journal.entries.rows));
    view! {
        <BackLink href="/access"/>
        <PageTitle title=w::UNIT_JOURNAL caption/>
        <p class="lead">{w::UNIT_JOURNAL_LEAD}</p>
        <FilterBar action="/access/units" submit=w::SHOW>
            <SelectField name="unit" label=w::WHERE options=choices(units) value=unit/>
        </FilterBar>
        {broken}
        {list}
        <Pager prev next/>
    }
}

fn entry_list(rows: Vec<UnitEntry>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::UNIT_NONE><p>{w::UNIT_NONE_WHY}</p></Empty> }.into_any();
    }
    let lines = rows
        .into_iter()
        .map(|row| {
            view! {
                <Row>
                    <RowHeader><time datetime=machine_moment(row.at)>{moment(row.at)}</time></RowHeader>
                    <Cell label=w::UNIT_EVENT>{row.event.label()}</Cell>
                    <Cell label=w::UNIT_MATTER>
                        {row.kind.map(|kind| view! { {kind.label()}<br/> })}
                        <span class="muted">{row.about}</span>
                    </Cell>
                    <Cell label=w::UNIT_STATE>{row.state}</Cell>
                    <Cell label=w::UNIT_BY>{row.by}<br/><span class="muted">{row.by_unit}</span></Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::AT, w::UNIT_EVENT, w::UNIT_MATTER, w::UNIT_STATE, w::UNIT_BY]);
    view! {
        <DataTable caption=w::UNIT_JOURNAL caption_hidden=true columns=headings dense=true>{lines}</DataTable>
    }
    .into_any()
}
