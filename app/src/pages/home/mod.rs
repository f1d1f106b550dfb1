//! Landing pages of staff: a registrar's school, a county, a city, a province, the nation (第三条). One page, drawn from what the
//! unit is; officials walk down the tree with `?unit=`.

mod backup;

use crate::api::dashboard::{Dashboard, FiguresView, UnitLine, dashboard};
use crate::api::desk::{DeskAsk, KindCount};
use crate::live::use_live;
use crate::pages::access::alarm_notice;
use crate::pages::desk::tell_count;
use crate::pages::parts::{Load, query};
use crate::pages::warnings::level_tags;
use crate::text::t::{self, home as w};
use crate::ui::{
    BarChart, Breadcrumbs, Cell, ChartRow, Column, ColumnChart, Columns, DataTable, Empty, Notice,
    NoticeKind, PageTitle, Row, RowHeader, Section, StackedBar, Stat, StatRow, Tone, keyed,
};
use domain::case::{CaseKind, CaseState};
use domain::org::UnitKind;
use leptos::prelude::*;
use t::common::number;

/// 首页
#[component]
pub fn HomePage() -> impl IntoView {
    let live = use_live();
    let unit = query("unit");
    let data =
        Resource::new_blocking(move || (unit.get(), live.version()), |(unit, _)| dashboard(Some(unit)));
    view! { <Load data view=|dash: Dashboard| home(dash)/> }
}

fn home(dash: Dashboard) -> impl IntoView {
    let Dashboard { id, name, kind, above, figures, warnings, below, waiting, untrained, alarms, backup, at } =
        dash;
    let crumbs: Vec<(String, String)> =
        above.into_iter().map(|(id, name)| (format!("/home?unit={id}"), name)).collect();
    let trail = (!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs current=name.clone()/> });
    let school = kind == UnitKind::School;
    let untrained = untrained.then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::UNTRAINED_TITLE.to_owned())><p>{w::UNTRAINED}</p></Notice>
        }
    });
    view! {
        {untrained}
        {backup::backup_notice(backup)}
        {alarm_notice(alarms)}
        {trail}
        <PageTitle title=name caption=Some(w::caption(kind.label()))>
            {at.map(|at| view! { <p class="muted"><span class="live-dot"></span>{w::summed_at(&at)}</p> })}
        </PageTitle>
        {waiting.map(waits)}
        <Headline figures=figures.clone()/>
        {warned(warnings, &id)}
        {(!below.is_empty()).then(|| units(below))}
        {look_after(&figures, school)}
        <Figures figures=figures.clone() school/>
        <Progress figures/>
    }
}

/// The numbers one looks at first.
#[component]
fn Headline(figures: FiguresView) -> impl IntoView {
    let late = figures.late();
    let (open, soon, archives_late) = figures.archives;
    let tone = |n: u64, tone: Tone| if n > 0 { tone } else { Tone::Neutral };
    let shown = |n: u64| Signal::stored(number(n));
    view! {
        <StatRow>
            <Stat label=w::ON_ROLL value=shown(figures.on_roll) unit=w::PEOPLE/>
            <Stat label=w::OPEN_REGISTRATIONS value=shown(figures.open("registration")) unit=w::CASES/>
            <Stat label=w::OPEN_CORRECTIONS value=shown(figures.open("correction")) unit=w::CASES/>
            <Stat label=w::OVERDUE value=shown(late) unit=w::CASES tone=tone(late, Tone::Danger)/>
        </StatRow>
        <Section id="archives" title=w::ARCHIVES>
            <StatRow>
                <Stat label=w::ARCHIVES_OPEN value=shown(open) unit=w::PEOPLE/>
                <Stat label=w::ARCHIVES_SOON value=shown(soon) unit=w::PEOPLE tone=tone(soon, Tone::Warn)/>
                <Stat label=w::ARCHIVES_LATE value=shown(archives_late) unit=w::PEOPLE tone=tone(archives_late, Tone::Danger)/>
            </StatRow>
        </Section>
    }
}

/// Whom somebody should look after, once there is anybody (第十九条, 第二十二条); the school finds them by name.
fn look_after(figures: &FiguresView, school: bool) -> Option<impl IntoView + use<>> {
    let (ending, over, absent) = figures.look_after;
    if ending + over + absent == 0 {
        return None;
    }
    let shown = |n: u64| Signal::stored(number(n));
    let tone = |n: u64, tone: Tone| if n > 0 { tone } else { Tone::Neutral };
    let stats = view! {
        <StatRow>
            <Stat label=w::SUSPENSIONS_ENDING value=shown(ending) unit=w::PEOPLE tone=tone(ending, Tone::Warn)/>
            <Stat label=w::SUSPENSIONS_OVER value=shown(over) unit=w::PEOPLE tone=tone(over, Tone::Danger)/>
            <Stat label=w::LONG_ABSENT value=shown(absent) unit=w::PEOPLE tone=tone(absent, Tone::Danger)/>
        </StatRow>
    };
    let link = school.then(|| view! { <p><a href="/look-after">{t::batch::LOOK_AFTER}</a></p> });
    Some(view! { <Section id="look-after" title=t::batch::LOOK_AFTER>{stats}{link}</Section> })
}

/// What the watch warns of (第二十四条), once there is anything.
fn warned(open: [u64; 3], unit: &str) -> Option<impl IntoView + use<>> {
    (open != [0; 3]).then(|| {
        let tags = level_tags(open, unit);
        view! { <Section id="warnings" title=t::warning::TITLE><p>{tags}</p></Section> }
    })
}

/// How much waits for the desk, kind by kind, each leading to its part of the list.
fn waits(kinds: Vec<KindCount>) -> impl IntoView {
    let total = kinds.iter().map(|(_, _, n)| n).sum();
    tell_count(total);
    if kinds.is_empty() {
        return view! { <Section id="waiting" title=w::WAITING><Empty title=w::WAITING_NONE/></Section> }
            .into_any();
    }
    let more = ("/desk".to_owned(), format!("{}（{}）", w::ALL_WAITING, number(total)));
    let lines = kinds
        .into_iter()
        .map(|(kind, label, n)| {
            let words = words_of(&kind, &label, n);
            let href = DeskAsk { kind, ..DeskAsk::default() }.address();
            view! { <li><a href=href>{words}</a></li> }
        })
        .collect_view();
    view! { <Section id="waiting" title=w::WAITING more><ul class="waiting-kinds">{lines}</ul></Section> }
        .into_any()
}

/// What waits of a kind, in the words of its own journey.
fn words_of(kind: &str, label: &str, n: u64) -> String {
    match kind {
        "letter" => t::letter::waiting(n),
        "problem" => t::problem::waiting(n),
        "disclosure" => t::disclosure::waiting(n),
        "package" => t::package::waiting(n),
        "review" => t::review::waiting(n),
        _ => t::desk::waiting(n, label),
    }
}

fn units(below: Vec<UnitLine>) -> impl IntoView {
    let chart: Vec<ChartRow> = below
        .iter()
        .filter(|unit| unit.figures.on_roll > 0)
        .take(12)
        .map(|unit| ChartRow::new(unit.name.clone(), unit.figures.on_roll))
        .collect();
    let columns = vec![
        Column::new(w::UNIT),
        Column::new(w::ON_ROLL).numeric(),
        Column::new(w::OPEN_REGISTRATIONS).numeric(),
        Column::new(w::OPEN_CORRECTIONS).numeric(),
        Column::new(w::LATE).numeric(),
        Column::new(w::ARCHIVES_LATE).numeric(),
        Column::new(t::warning::TITLE),
    ];
    let rows = below
        .into_iter()
        .map(|unit| {
            let UnitLine { id, name, figures, warnings, .. } = unit;
            let tags = level_tags(warnings, &id);
            let late = figures.late();
            let (registrations, corrections) = (figures.open("registration"), figures.open("correction"));
            view! {
                <Row highlight={late > 0}>
                    <RowHeader><a href=format!("/home?unit={id}")>{name}</a></RowHeader>
                    <Cell label=w::ON_ROLL numeric=true>{number(figures.on_roll)}</Cell>
                    <Cell label=w::OPEN_REGISTRATIONS numeric=true>{number(registrations)}</Cell>
                    <Cell label=w::OPEN_CORRECTIONS numeric=true>{number(corrections)}</Cell>
                    <Cell label=w::LATE numeric=true>{number(late)}</Cell>
                    <Cell label=w::ARCHIVES_LATE numeric=true>{number(figures.archives.2)}</Cell>
                    <Cell label=t::warning::TITLE>{tags}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Section id="units" title=w::UNITS>
            {(!chart.is_empty()).then(|| view! {
                <BarChart id="units-chart" title=w::ON_ROLL unit=w::PEOPLE rows=chart/>
            })}
            <DataTable caption=w::UNITS caption_hidden=true columns dense=true>{rows}</DataTable>
        </Section>
    }
}

#[component]
fn Figures(figures: FiguresView, school: bool) -> impl IntoView {
    let rows = |pairs: Vec<(String, u64)>| -> Vec<ChartRow> {
        pairs.into_iter().map(|(label, n)| ChartRow::new(label, n)).collect()
    };
    if figures.on_roll == 0 && figures.by_standing.is_empty() {
        return view! { <Section id="figures" title=w::FIGURES><Empty title=w::NOBODY/></Section> }
            .into_any();
    }
    let stages = (!school).then(|| {
        view! { <StackedBar id="stages" title=w::BY_STAGE unit=w::PEOPLE rows=rows(figures.by_stage.clone())/> }
    });
    let grades = rows(figures.by_grade.clone())
        .into_iter()
        .map(|row| {
            let short = w::short_grade(&row.label);
            row.short(short)
        })
        .collect::<Vec<_>>();
    view! {
        <Section id="figures" title=w::FIGURES>
            {stages}
            <ColumnChart id="grades" title=w::BY_GRADE unit=w::PEOPLE rows=grades/>
            <Columns>
                <BarChart id="standing" title=w::BY_STANDING unit=w::PEOPLE rows=rows(figures.by_standing.clone())/>
                <BarChart id="sexes" title=w::BY_SEX unit=w::PEOPLE rows=rows(figures.by_sex.clone())/>
            </Columns>
        </Section>
    }
    .into_any()
}

/// Cases by kind and state: a chart for what there is most of, a table for the rest once there was any of it.
#[component]
fn Progress(figures: FiguresView) -> impl IntoView {
    const CHARTED: [CaseKind; 3] = [CaseKind::Registration, CaseKind::Correction, CaseKind::Transfer];
    let charts = keyed(
        CHARTED,
        |kind| kind.key(),
        |kind| {
            let rows: Vec<ChartRow> = CaseState::ALL
                .into_iter()
                .map(|state| {
                    let tone = match state {
                        CaseState::InProgress => Tone::Info,
                        CaseState::Returned => Tone::Warn,
                        CaseState::Approved => Tone::Success,
                        CaseState::Refused => Tone::Danger,
                        CaseState::Withdrawn | CaseState::Cleared => Tone::Neutral,
                    };
                    ChartRow::new(state.label(), figures.state(kind.key(), state.key())).tone(tone)
                })
                .collect();
            view! { <BarChart id=format!("cases-{}", kind.key()) title=w::stage_of(kind.label()) unit=w::CASES rows/> }
        },
    );
    let rows: Vec<_> = CaseKind::ALL
        .into_iter()
        .filter(|kind| !CHARTED.contains(kind))
        .map(|kind| (kind, CaseState::ALL.map(|state| figures.state(kind.key(), state.key()))))
        .filter(|(_, counts)| counts.iter().any(|n| *n > 0))
        .map(|(kind, counts)| {
            let cells = CaseState::ALL
                .into_iter()
                .zip(counts)
                .map(|(state, n)| view! { <Cell label=state.label() numeric=true>{number(n)}</Cell> })
                .collect_view();
            view! { <Row><RowHeader>{kind.label()}</RowHeader>{cells}</Row> }
        })
        .collect();
    let others = (!rows.is_empty()).then(|| {
        let states = CaseState::ALL.map(|state| Column::new(state.label()).numeric());
        let columns: Vec<Column> = [Column::new(w::OTHER_CHANGES)].into_iter().chain(states).collect();
        view! { <DataTable caption=w::OTHER_CHANGES columns dense=true>{rows}</DataTable> }
    });
    view! { <Section id="progress" title=w::IN_PROGRESS><Columns>{charts}</Columns>{others}</Section> }
}
