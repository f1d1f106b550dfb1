//! 需要跟进的学生 of a school (第十九条, 第二十二条), and 督办事项 of an authority (第十四条).

use crate::api::day;
use crate::api::review::late_reviews;
use crate::api::watch::{late_cases, late_matters, look_after};
use crate::live::{Topic, use_live};
use crate::pages::cases::QueueTable;
use crate::pages::parts::Load;
use crate::text::t::{batch as w, case, desk, review};
use crate::ui::{
    BackLink, Badge, Cell, DataTable, DeadlineTag, Empty, PageTitle, Row, RowHeader, Section, Tone, columns,
    keyed,
};
use contract::case::QueueLine;
use contract::desk::MatterLine;
use contract::review::LateSchool;
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
        return view! { <Empty title=w::SUSPENDED_NONE/> }.into_any();
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
        return view! { <Empty title=w::ABSENT_NONE/> }.into_any();
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

/// What an authority was told is late: cases, matters of other kinds, schools with the term review.
type Late = (Vec<QueueLine>, Vec<MatterLine>, Vec<LateSchool>);

/// 督办事项
#[component]
pub fn LatePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let data = Resource::new_blocking(
        move || live.version(),
        |_| async move { Ok((late_cases().await?, late_matters().await?, late_reviews().await?)) },
    );
    view! { <Load data view=|(cases, matters, schools): Late| late(cases, matters, schools)/> }
}

/// The schools that are late with the term review (第二十四条), and whom they wait for.
fn late_schools(rows: Vec<LateSchool>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <Empty title=review::LATE_NONE/> }.into_any();
    }
    let lines = keyed(
        rows,
        |late| late.school.clone(),
        |late| {
            let LateSchool { school, name, holder, line: row } = late;
            let holder = holder.map(|(unit, role)| format!("{unit}{}", role.label())).unwrap_or_default();
            let href = format!("/reviews/{}/schools/{school}", row.campaign);
            view! {
                <Row highlight=true>
                    <RowHeader><a href=href>{name}</a></RowHeader>
                    <Cell label=review::STATE>{row.state.label()}</Cell>
                    <Cell label=review::HOLDER>{holder}</Cell>
                    <Cell label=review::DUE>
                        {row.due_on.map(day)}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    let headings = columns([review::SCHOOLS, review::STATE, review::HOLDER, review::DUE]);
    view! { <DataTable caption=review::LATE caption_hidden=true columns=headings>{lines}</DataTable> }
        .into_any()
}

/// Letters, problem records, orders and the like that are late, and who holds them.
fn other_matters(lines: Vec<MatterLine>) -> impl IntoView {
    let rows = keyed(
        lines,
        |line| line.href.clone(),
        |line| {
            view! {
                <Row highlight=true>
                    <RowHeader><a href=line.href>{line.kind.label()}</a></RowHeader>
                    <Cell label=desk::ABOUT>{line.about}</Cell>
                    <Cell label=desk::STATE>{line.state}</Cell>
                    <Cell label=desk::HOLDER>{line.also_with.join("、")}</Cell>
                    <Cell label=desk::DUE>
                        {line.due_on.map(day)}" "
                        {line.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    let headings = columns([desk::KIND, desk::ABOUT, desk::STATE, desk::HOLDER, desk::DUE]);
    view! { <DataTable caption=desk::LATE caption_hidden=true columns=headings>{rows}</DataTable> }
}

fn late(rows: Vec<QueueLine>, matters: Vec<MatterLine>, schools: Vec<LateSchool>) -> impl IntoView {
    let matters = (!matters.is_empty())
        .then(|| view! { <Section id="matters" title=desk::LATE>{other_matters(matters)}</Section> });
    let body = if rows.is_empty() {
        view! { <Empty title=case::URGED_NONE/> }.into_any()
    } else {
        view! { <QueueTable rows caption=case::URGED caption_hidden=true/> }.into_any()
    };
    view! {
        <BackLink href="/changes"/>
        <PageTitle title=case::URGED/>
        <p class="lead">{case::URGED_LEAD}</p>
        {body}
        {matters}
        <Section id="reviews" title=review::LATE>{late_schools(schools)}</Section>
    }
}
