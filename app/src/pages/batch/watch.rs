//! 需要跟进的学生 of a school (第十九条, 第二十二条), and 督办事项 of an authority (第十四条).

use crate::api::day;
use crate::api::watch::{late_matters, look_after};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList, deadline};
use crate::pages::parts::Load;
use crate::text::t::{batch as w, case, desk};
use crate::ui::{
    BackLink, Badge, Cell, DataTable, DeadlineTag, Empty, PageTitle, Row, RowHeader, Section, Tone, cited,
    columns, keyed,
};
use contract::desk::MatterLine;
use contract::watch::{Absent, Suspended};
use leptos::prelude::*;

/// 需要跟进的学生
#[component]
pub fn LookAfterPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let data = Resource::new_blocking(move || live.version(), |_| look_after());
    view! {
        <Load data view=|(suspended, absent): (Vec<Suspended>, Vec<Absent>)| view! {
            <BackLink href="/changes"/>
            <PageTitle title=w::LOOK_AFTER/>
            <Section id="suspended" title=w::SUSPENDED>{suspended_table(suspended)}</Section>
            <Section id="absent" title=w::ABSENT>{absent_table(absent)}</Section>
        }/>
    }
}

fn suspended_table(rows: Vec<Suspended>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::SUSPENDED_NONE><p>{w::SUSPENDED_NONE_NEXT}</p></Empty> }.into_any();
    }
    let rows = keyed(
        rows,
        |one| one.id,
        |Suspended { id, name, class_label, until, days_left }| {
            let href = format!("/pupils/{id}");
            view! {
                <Row highlight={days_left < 0}>
                    <RowHeader><a href=href>{name}</a></RowHeader>
                    <Cell label=w::CLASS>{class_label}</Cell>
                    <Cell label=w::UNTIL>{day(until)}" "<DeadlineTag days_left=days_left/></Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::CLASS, w::UNTIL]);
    view! {
        <p class="hint">{w::SUSPENDED_HINT}</p>
        <DataTable caption=w::SUSPENDED caption_hidden=true columns=headings>{rows}</DataTable>
    }
    .into_any()
}

fn absent_table(rows: Vec<Absent>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::ABSENT_NONE><p>{w::ABSENT_NONE_NEXT}</p></Empty> }.into_any();
    }
    let rows = keyed(
        rows,
        |row| row.id,
        |row| {
            let href = format!("/pupils/{}", row.id);
            let (words, tone) = match (row.confirmed, row.suspected) {
                (true, _) => (w::CONFIRMED, Tone::Danger),
                (_, true) => (w::SUSPECTED, Tone::Warn),
                _ => (w::ABSENT_ONLY, Tone::Info),
            };
            view! {
                <Row highlight=row.suspected>
                    <RowHeader><a href=href>{row.name}</a></RowHeader>
                    <Cell label=w::CLASS>{row.class_label}</Cell>
                    <Cell label=w::SINCE>{day(row.since)}" "<Badge tone>{words}</Badge></Cell>
                    <Cell label=w::DAYS>{row.days}</Cell>
                    <Cell label=w::FOLLOW_UPS>{row.follow_ups}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::CLASS, w::SINCE, w::DAYS, w::FOLLOW_UPS]);
    view! { <DataTable caption=w::ABSENT caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}

/// 督办事项: what an authority was told is late, of every kind.
#[component]
pub fn LatePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let data = Resource::new_blocking(move || live.version(), |_| late_matters());
    view! { <Load data view=late/> }
}

fn late(rows: Vec<MatterLine>) -> impl IntoView {
    view! {
        <BackLink href="/changes"/>
        <PageTitle title=case::URGED/>
        <p class="lead">{cited(case::URGED_LEAD)}</p>
        <MatterList
            caption=case::URGED
            columns=late_columns()
            rows
            none=case::URGED_NONE
            none_next=case::URGED_NONE_NEXT
        />
    }
}

impl Listed for MatterLine {
    fn href(&self) -> String {
        self.href.clone()
    }

    fn highlight(&self) -> bool {
        self.overdue
    }
}

fn late_columns() -> Vec<MatterColumn<MatterLine>> {
    vec![
        MatterColumn::new(desk::ABOUT, |row| row.about.clone().into_any()),
        MatterColumn::new(desk::KIND, |row| row.kind.label().into_any()),
        MatterColumn::new(desk::CLASS, |row| row.class.clone().into_any()),
        MatterColumn::new(desk::STATE, |row| row.state.clone().into_any()),
        MatterColumn::new(desk::HOLDER, |row| row.also_with.join("、").into_any()),
        MatterColumn::new(desk::DUE, |row| deadline(row.due_on, row.days_left)),
    ]
}
