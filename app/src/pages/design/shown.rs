//! What is read and pressed.

use crate::text::t::design as w;
use crate::ui::{
    Actions, BackLink, Badge, BarChart, Breadcrumbs, Button, ButtonKind, Cell, ChartRow, Column, ColumnChart,
    Columns, Compare, CompareRow, DataTable, DeadlineTag, Details, Empty, Figure, LineChart, LinePoint,
    LinkButton, Nav, NavItem, Notice, NoticeKind, Pager, Progress, Row, RowHeader, StackedBar, Stat, StatRow,
    Status, StatusTag, Step, StepState, StepTrack, SummaryList, SummaryRow, Timeline, TimelineItem, Tone,
};
use leptos::prelude::*;

const TONES: [Tone; 5] = [Tone::Neutral, Tone::Info, Tone::Success, Tone::Warn, Tone::Danger];

pub(super) fn words() -> impl IntoView {
    view! {
        <p class="lead">{w::SENTENCE}</p>
        <p>{w::SENTENCE}<a href="/design">{w::LINK}</a></p>
        <p class="muted">{w::QUIET}</p>
        <h3>{w::SAMPLE}</h3>
        <ul><li>{w::TABS[0]}</li><li>{w::TABS[1]}</li></ul>
        <p class="code-display">{w::NUMBER}</p>
    }
}

pub(super) fn buttons() -> impl IntoView {
    view! {
        <Actions>
            <Button button_type="button">{w::PRIMARY}</Button>
            <Button kind=ButtonKind::Secondary button_type="button">{w::SECONDARY}</Button>
            <Button kind=ButtonKind::Warning button_type="button">{w::WARNING}</Button>
            <Button kind=ButtonKind::Link button_type="button">{w::AS_LINK}</Button>
            <Button button_type="button" disabled=Signal::stored(true)>{w::DISABLED}</Button>
            <LinkButton href="/design">{w::GO}</LinkButton>
        </Actions>
    }
}

pub(super) fn navigation() -> impl IntoView {
    let items = vec![
        NavItem::new("/design", w::TABS[0]),
        NavItem::new("/design/2", w::TABS[1]).with_count(Signal::stored(3_u64)),
        NavItem::new("/design/3", w::TABS[2]),
    ];
    view! {
        <Breadcrumbs items=vec![("/design".to_owned(), w::TABS[0].to_owned())] current=w::TABS[1]/>
        <BackLink href="/design"/>
        <Nav items path=Signal::stored("/design".to_owned()) secondary=true/>
        <Pager prev=Some("/design?page=1".to_owned()) next=Some("/design?page=3".to_owned()) summary=Some(w::PAGES.to_owned())/>
    }
}

pub(super) fn notices() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info><p>{w::SENTENCE}<a href="/design">{w::LINK}</a></p></Notice>
        <Notice kind=NoticeKind::Success><p>{w::SENTENCE}<a href="/design">{w::LINK}</a></p></Notice>
        <Notice kind=NoticeKind::Warn><p>{w::SENTENCE}<a href="/design">{w::LINK}</a></p></Notice>
        <Notice kind=NoticeKind::Error><p>{w::SENTENCE}<a href="/design">{w::LINK}</a></p></Notice>
        // What says that something is done bears a page's only heading, so it is drawn here without one.
        <div class="panel">
            <p class="panel-title">{w::DONE}</p>
            <p class="panel-reference">{w::SAMPLE}<strong class="panel-number">{w::NUMBER}</strong></p>
        </div>
        <Empty title=w::NOTHING><Actions><LinkButton href="/design">{w::GO}</LinkButton></Actions></Empty>
        <Details summary=w::MORE open=true><p>{w::SENTENCE}</p></Details>
        <Details summary=w::MORE><p>{w::SENTENCE}</p></Details>
        <Progress id="part" label=w::UNDER_WAY done=Signal::stored(3_u64) total=Signal::stored(8_u64)/>
        <Progress id="unknown" label=w::UNKNOWN done=Signal::stored(0_u64) total=Signal::stored(0_u64)/>
    }
}

pub(super) fn labels() -> impl IntoView {
    let badges = TONES
        .into_iter()
        .zip(w::TONES)
        .map(|(tone, words)| view! { <Badge tone>{words}</Badge>" " })
        .collect_view();
    let states = [
        Status::Draft,
        Status::Waiting,
        Status::InProgress,
        Status::Returned,
        Status::Done,
        Status::Refused,
        Status::Withdrawn,
    ];
    let states = states.into_iter().map(|status| view! { <StatusTag status/>" " }).collect_view();
    let days =
        [-2, 0, 3, 30].into_iter().map(|days| view! { <DeadlineTag days_left=days/>" " }).collect_view();
    view! { <p>{badges}</p><p>{states}</p><p>{days}</p> }
}

pub(super) fn facts() -> impl IntoView {
    let stats = TONES
        .into_iter()
        .zip(w::TONES)
        .map(|(tone, words)| {
            let value = Signal::stored("1,234".to_owned());
            view! { <Stat label=words value unit=w::SAMPLE tone note=Some(w::QUIET.to_owned())/> }
        })
        .collect_view();
    view! {
        <StatRow>
            {stats}
            <Stat label=w::LINK value=Signal::stored("5".to_owned()) href=Some("/design".to_owned())/>
        </StatRow>
        <SummaryList>
            <SummaryRow term=w::TABS[0]>{w::SENTENCE}</SummaryRow>
            <SummaryRow term=w::TABS[1] change=Some("/design".to_owned())>{w::SAMPLE}</SummaryRow>
            <SummaryRow term=w::TABS[2]/>
        </SummaryList>
    }
}

pub(super) fn table() -> impl IntoView {
    let headings = vec![
        Column::new(w::COLUMNS[0]),
        Column::new(w::COLUMNS[1]).sorted_at("/design", None),
        Column::new(w::COLUMNS[2]).numeric().sorted_at("/design", Some("descending")),
    ];
    view! {
        <DataTable caption=w::TABLE columns=headings>
            <Row>
                <RowHeader><a href="/design">{w::TABS[0]}</a></RowHeader>
                <Cell label=w::COLUMNS[1]><StatusTag status=Status::InProgress/></Cell>
                <Cell label=w::COLUMNS[2] numeric=true><Figure n=124_300 most=Some(124_300)/></Cell>
            </Row>
            <Row highlight=true>
                <RowHeader><a href="/design">{w::TABS[1]}</a></RowHeader>
                <Cell label=w::COLUMNS[1]><StatusTag status=Status::Refused/></Cell>
                <Cell label=w::COLUMNS[2] numeric=true><Figure n=9_300 most=Some(124_300)/></Cell>
            </Row>
            <Row>
                <RowHeader>{w::TABS[2]}</RowHeader>
                <Cell label=w::COLUMNS[1]><Button kind=ButtonKind::Secondary button_type="button">{w::SECONDARY}</Button></Cell>
                <Cell label=w::COLUMNS[2] numeric=true><Figure n=0 most=Some(124_300)/></Cell>
            </Row>
        </DataTable>
    }
}

pub(super) fn compare() -> impl IntoView {
    view! {
        <Compare caption=w::COMPARE>
            <CompareRow field=w::TABS[0] old=w::BEFORE new=w::AFTER/>
            <CompareRow field=w::TABS[1] old=w::BEFORE/>
        </Compare>
    }
}

pub(super) fn steps() -> impl IntoView {
    let step = |name: &str, state| Step::new(name, w::UNIT, w::ROLE, state);
    let done = vec![
        step(w::TABS[0], StepState::Done).decided(w::DATE).note(w::SENTENCE),
        step(w::TABS[1], StepState::Current).due(w::DATE, 2, true),
        step(w::TABS[2], StepState::Pending),
    ];
    let refused = vec![
        step(w::TABS[0], StepState::Done).decided(w::DATE),
        step(w::TABS[1], StepState::Refused).decided(w::DATE).note(w::SENTENCE),
    ];
    view! {
        <StepTrack steps=done/>
        <StepTrack steps=refused/>
        <Timeline>
            <TimelineItem date=w::DATE datetime="2026-09-01" title=w::TABS[0] who=w::UNIT><p>{w::SENTENCE}</p></TimelineItem>
            <TimelineItem date=w::DATE datetime="2026-09-01" title=w::TABS[1] who=w::UNIT/>
        </Timeline>
    }
}

pub(super) fn charts() -> impl IntoView {
    let toned = || {
        let rows = TONES.into_iter().zip(w::TONES).zip(1_u64..);
        rows.map(|((tone, words), n)| ChartRow::new(words, n * 7).tone(tone)).collect::<Vec<_>>()
    };
    let days = || {
        let values = [812, 815, 809, 820, 826].into_iter().zip(1_i64..);
        let point = |(value, at): (u64, i64)| LinePoint {
            at,
            label: format!("{} {at}", w::SAMPLE),
            group: w::QUIET.to_owned(),
            // One whose number is not told parts the line.
            value: Some(value).filter(|_| at != 3),
            words: value.to_string(),
        };
        values.map(point).collect::<Vec<_>>()
    };
    let six = (1_u64..=6).map(|n| ChartRow::new(format!("{} {n}", w::SAMPLE), n * 3)).collect::<Vec<_>>();
    view! {
        <Columns>
            <BarChart id="bars" title=w::BARS rows=toned()/>
            <ColumnChart id="columns" title=w::COLUMN_CHART rows=toned()/>
        </Columns>
        <StackedBar id="shares" title=w::SHARES rows=six/>
        <StackedBar id="shares-toned" title=w::SHARES rows=toned()/>
        <BarChart id="no-bars" title=w::BARS rows=Vec::new()/>
        <LineChart id="days" title=w::OVER_DAYS unit=w::SAMPLE points=days()/>
        <LineChart id="days-small" title=w::OVER_DAYS unit=w::SAMPLE points=days() small=true/>
    }
}
