//! Landing pages of staff: a registrar's school, a county, a city, a province, the nation (第三条). One page, drawn from what the
//! unit is; officials walk down the tree with `?unit=`.

mod audit;
mod backup;
pub mod figure;

use crate::api::dashboard::{Dashboard, PutStepsAway, dashboard};
use crate::api::desk::DeskAsk;
use crate::api::moment;
use crate::live::{Topic, use_live};
use crate::pages::access::alarm_notice;
use crate::pages::compare::ways_in;
use crate::pages::desk::tell_count;
use crate::pages::first_steps::first_steps;
use crate::pages::parts::{Load, barred_notice, query};
use crate::pages::warnings::level_tags;
use crate::text::t::{self, home as w};
use crate::ui::{
    BarChart, Breadcrumbs, Cell, ChartRow, Column, ColumnChart, Columns, DataTable, Empty, PageTitle, Row,
    RowHeader, Section, StackedBar, Stat, StatRow, Tone, keyed,
};
use contract::dashboard::{Figures, Overview, UnitFigures};
use domain::case::{CaseKind, CaseState};
use domain::codes::{CodeList, PupilStatus, Sex, Stage, label_of};
use domain::figure::Figure;
use domain::id::UnitId;
use domain::matter::MatterKind;
use domain::org::UnitKind;
use figure::Lines;
use leptos::prelude::*;
use std::collections::BTreeMap;
use t::common::number;

/// 首页
#[component]
pub fn HomePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let unit = query("unit");
    let figures = use_live(move || Topic::figures(&unit.get()));
    let away = ServerAction::<PutStepsAway>::new();
    let data = Resource::new_blocking(
        move || (unit.get(), live.version(), figures.version(), away.version().get()),
        |(unit, ..)| dashboard(Some(unit)),
    );
    view! { <Load data=data view=move |dash: Dashboard| home(dash, away)/> }
}

fn home(dash: Dashboard, away: ServerAction<PutStepsAway>) -> impl IntoView {
    let Dashboard {
        overview,
        lines,
        warnings,
        warned: warned_below,
        waiting,
        barred,
        alarms,
        audit,
        backup,
        first_steps: steps,
    } = dash;
    let Overview { unit: UnitFigures { id, name, kind, figures }, above, below, opens_below, at } = overview;
    let crumbs: Vec<(String, String)> =
        above.into_iter().map(|(id, name)| (format!("/home?unit={id}"), name)).collect();
    let trail = (!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs current=name.clone()/> });
    let school = kind == UnitKind::School;
    let lines = Lines { unit: id.clone(), lines };
    let ways = (!below.is_empty()).then(|| ways_in(&id));
    view! {
        {barred.map(barred_notice)}
        {backup::backup_notice(backup)}
        {alarm_notice(alarms)}
        {trail}
        <PageTitle title=name caption=Some(w::caption(kind.label()))>
            {at.map(|at| view! { <p class="muted"><span class="live-dot"></span>{w::summed_at(&moment(at))}</p> })}
        </PageTitle>
        {first_steps(steps, away)}
        {waiting.map(waits)}
        {audit.map(audit::figures)}
        <Headline figures=figures.clone() lines=lines.clone()/>
        {holdings(&figures, &lines, school)}
        {warned(warnings, id.as_str())}
        {ways}
        {(!below.is_empty()).then(|| units(below, &warned_below, opens_below))}
        {look_after(&figures, &lines, school)}
        <Charts figures=figures.clone() school/>
        <Progress figures/>
    }
}

/// A figure as it is drawn: a counter that is being set right may be below nothing for a moment.
fn n(figure: i64) -> u64 {
    u64::try_from(figure).unwrap_or_default()
}

/// The numbers one looks at first.
#[component]
fn Headline(figures: Figures, lines: Lines) -> impl IntoView {
    let late = n(figures.late());
    let (open, soon, archives_late) =
        (n(figures.archives_open), n(figures.archives_soon), n(figures.archives_late));
    let tone = |n: u64, tone: Tone| if n > 0 { tone } else { Tone::Neutral };
    let shown = |n: u64| Signal::stored(number(n));
    let (registrations, corrections) =
        (n(figures.open_cases("registration")), n(figures.open_cases("correction")));
    let line = |figure| lines.line_of(figure);
    let [on_roll, registered, corrected, overdue] =
        [Figure::OnRoll, Figure::OpenRegistrations, Figure::OpenCorrections, Figure::Overdue].map(line);
    let [to_build, due_soon, past_due] =
        [Figure::ArchivesOpen, Figure::ArchivesSoon, Figure::ArchivesLate].map(line);
    view! {
        <StatRow>
            <Stat label=w::ON_ROLL value=shown(n(figures.on_roll)) unit=w::PEOPLE trend=on_roll/>
            <Stat label=w::OPEN_REGISTRATIONS value=shown(registrations) unit=w::CASES trend=registered/>
            <Stat label=w::OPEN_CORRECTIONS value=shown(corrections) unit=w::CASES trend=corrected/>
            <Stat label=w::OVERDUE value=shown(late) unit=w::CASES tone=tone(late, Tone::Danger) trend=overdue/>
        </StatRow>
        <Section id="archives" title=w::ARCHIVES>
            <StatRow>
                <Stat label=w::ARCHIVES_OPEN value=shown(open) unit=w::PEOPLE trend=to_build/>
                <Stat label=w::ARCHIVES_SOON value=shown(soon) unit=w::PEOPLE tone=tone(soon, Tone::Warn) trend=due_soon/>
                <Stat label=w::ARCHIVES_LATE value=shown(archives_late) unit=w::PEOPLE tone=tone(archives_late, Tone::Danger) trend=past_due/>
            </StatRow>
        </Section>
    }
}

/// What archives should hold besides the form and lack (第七条), once it was counted; the school finds class and pupil.
fn holdings(figures: &Figures, lines: &Lines, school: bool) -> impl IntoView + use<> {
    let held = figures.holdings.clone();
    let shown = |figure: i64| Signal::stored(number(n(figure)));
    let tone = if held.late > 0 { Tone::Danger } else { Tone::Neutral };
    let stats = (held.all.pupils > 0).then(|| {
        let (lacking, late) = (lines.line_of(Figure::HoldingsLacking), lines.line_of(Figure::HoldingsLate));
        view! {
            <StatRow>
                <Stat label=t::archive::HOLDINGS_PERCENT value=Signal::stored(t::archive::percent(held.all.percent()))/>
                <Stat label=t::archive::HOLDINGS_LACKING value=shown(held.all.lacking) unit=t::archive::ITEMS trend=lacking/>
                <Stat label=t::archive::HOLDINGS_LATE value=shown(held.late) unit=t::archive::ITEMS tone trend=late/>
            </StatRow>
        }
    });
    let link = school.then(|| view! { <p><a href="/archive/filled">{t::archive::FILLED_TITLE}</a></p> });
    let any = school || stats.is_some();
    any.then(|| view! { <Section id="holdings" title=t::archive::HOLDINGS>{stats}{link}</Section> })
}

/// Whom somebody should look after, once there is anybody (第十九条, 第二十二条); the school finds them by name.
fn look_after(figures: &Figures, lines: &Lines, school: bool) -> Option<impl IntoView + use<>> {
    let (ending, over, absent) =
        (n(figures.suspensions_ending), n(figures.suspensions_over), n(figures.long_absent));
    if ending + over + absent == 0 {
        return None;
    }
    let shown = |n: u64| Signal::stored(number(n));
    let tone = |n: u64, tone: Tone| if n > 0 { tone } else { Tone::Neutral };
    let line = |figure| lines.line_of(figure);
    let [ends, ended, long] =
        [Figure::SuspensionsEnding, Figure::SuspensionsOver, Figure::LongAbsent].map(line);
    let stats = view! {
        <StatRow>
            <Stat label=w::SUSPENSIONS_ENDING value=shown(ending) unit=w::PEOPLE tone=tone(ending, Tone::Warn) trend=ends/>
            <Stat label=w::SUSPENSIONS_OVER value=shown(over) unit=w::PEOPLE tone=tone(over, Tone::Danger) trend=ended/>
            <Stat label=w::LONG_ABSENT value=shown(absent) unit=w::PEOPLE tone=tone(absent, Tone::Danger) trend=long/>
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
fn waits(kinds: Vec<(MatterKind, u64)>) -> impl IntoView {
    let total = kinds.iter().map(|(_, n)| n).sum();
    tell_count(total);
    if kinds.is_empty() {
        return view! { <Section id="waiting" title=w::WAITING><Empty title=w::WAITING_NONE><p>{w::WAITING_NONE_NEXT}</p></Empty></Section> }
            .into_any();
    }
    let more = ("/desk".to_owned(), format!("{}（{}）", w::ALL_WAITING, number(total)));
    let lines = kinds
        .into_iter()
        .map(|(kind, n)| {
            let words = words_of(kind, n);
            let href = DeskAsk { kind: kind.as_str().to_owned(), ..DeskAsk::default() }.address();
            view! { <li><a href=href>{words}</a></li> }
        })
        .collect_view();
    view! { <Section id="waiting" title=w::WAITING more><ul class="waiting-kinds">{lines}</ul></Section> }
        .into_any()
}

/// What waits of a kind, in the words of its own journey.
fn words_of(kind: MatterKind, n: u64) -> String {
    match kind {
        MatterKind::Letter => t::letter::waiting(n),
        MatterKind::Problem => t::problem::waiting(n),
        MatterKind::Disclosure => t::disclosure::waiting(n),
        MatterKind::Package => t::package::waiting(n),
        MatterKind::Review => t::review::waiting(n),
        _ => t::desk::waiting(n, kind.label()),
    }
}

/// The units below; their names are links for who may open their pages.
fn units(below: Vec<UnitFigures>, warned: &BTreeMap<UnitId, [u64; 3]>, opens: bool) -> impl IntoView + use<> {
    let chart: Vec<ChartRow> = below
        .iter()
        .filter(|unit| unit.figures.on_roll > 0)
        .take(12)
        .map(|unit| ChartRow::new(unit.name.clone(), n(unit.figures.on_roll)))
        .collect();
    let columns = vec![
        Column::new(w::UNIT),
        Column::new(w::ON_ROLL).numeric(),
        Column::new(w::OPEN_REGISTRATIONS).numeric(),
        Column::new(w::OPEN_CORRECTIONS).numeric(),
        Column::new(w::LATE).numeric(),
        Column::new(w::ARCHIVES_LATE).numeric(),
        Column::new(t::archive::FILLED).numeric(),
        Column::new(t::warning::TITLE),
    ];
    let rows = keyed(
        below,
        |unit| unit.id.clone(),
        |unit| {
            let UnitFigures { id, name, figures, .. } = unit;
            let tags = level_tags(warned.get(&id).copied().unwrap_or_default(), id.as_str());
            let late = n(figures.late());
            let name = match opens {
                true => view! { <a href=format!("/home?unit={id}")>{name}</a> }.into_any(),
                false => name.into_any(),
            };
            let (registrations, corrections) =
                (n(figures.open_cases("registration")), n(figures.open_cases("correction")));
            view! {
                <Row highlight={late > 0}>
                    <RowHeader>{name}</RowHeader>
                    <Cell label=w::ON_ROLL numeric=true>{number(n(figures.on_roll))}</Cell>
                    <Cell label=w::OPEN_REGISTRATIONS numeric=true>{number(registrations)}</Cell>
                    <Cell label=w::OPEN_CORRECTIONS numeric=true>{number(corrections)}</Cell>
                    <Cell label=w::LATE numeric=true>{number(late)}</Cell>
                    <Cell label=w::ARCHIVES_LATE numeric=true>{number(n(figures.archives_late))}</Cell>
                    <Cell label=t::archive::FILLED numeric=true>{t::archive::percent(figures.items.percent())}</Cell>
                    <Cell label=t::warning::TITLE>{tags}</Cell>
                </Row>
            }
        },
    );
    view! {
        <Section id="units" title=w::UNITS>
            {(!chart.is_empty()).then(|| view! {
                <BarChart id="units-chart" title=w::ON_ROLL unit=w::PEOPLE rows=chart/>
            })}
            <DataTable caption=w::UNITS caption_hidden=true columns dense=true>{rows}</DataTable>
        </Section>
    }
}

/// Rows of a chart: each key in words.
fn rows<K>(figures: &BTreeMap<K, i64>, words: impl Fn(&K) -> String) -> Vec<ChartRow> {
    figures.iter().map(|(key, figure)| ChartRow::new(words(key), n(*figure))).collect()
}

fn standing(key: &str) -> String {
    match key {
        "candidate" => w::CANDIDATE.to_owned(),
        "none" => w::NOT_REGISTERED.to_owned(),
        code => PupilStatus::from_code(code).map_or_else(String::new, |status| status.label().to_owned()),
    }
}

#[component]
fn Charts(figures: Figures, school: bool) -> impl IntoView {
    if figures.on_roll == 0 && figures.by_standing.is_empty() {
        let next = if school { w::NOBODY_SCHOOL } else { w::NOBODY_BELOW };
        return view! {
            <Section id="figures" title=w::FIGURES><Empty title=w::NOBODY><p>{next}</p></Empty></Section>
        }
        .into_any();
    }
    let stages = (!school).then(|| {
        let words = |code: &String| Stage::from_code(code).map_or("", Stage::label).to_owned();
        view! { <StackedBar id="stages" title=w::BY_STAGE unit=w::PEOPLE rows=rows(&figures.by_stage, words)/> }
    });
    let grade = |grade: &u8| {
        let grade = grade.to_string();
        label_of(CodeList::Grade, &grade).map_or(grade.clone(), str::to_owned)
    };
    let grades = rows(&figures.by_grade, grade)
        .into_iter()
        .map(|row| {
            let short = w::short_grade(&row.label);
            row.short(short)
        })
        .collect::<Vec<_>>();
    let standings = rows(&figures.by_standing, |key| standing(key));
    let sexes = rows(&figures.by_sex, |code| Sex::from_code(code).map_or("", Sex::label).to_owned());
    view! {
        <Section id="figures" title=w::FIGURES>
            {stages}
            <ColumnChart id="grades" title=w::BY_GRADE unit=w::PEOPLE rows=grades/>
            <Columns>
                <BarChart id="standing" title=w::BY_STANDING unit=w::PEOPLE rows=standings/>
                <BarChart id="sexes" title=w::BY_SEX unit=w::PEOPLE rows=sexes/>
            </Columns>
        </Section>
    }
    .into_any()
}

/// Cases by kind and state: a chart for what there is most of, a table for the rest once there was any of it.
#[component]
fn Progress(figures: Figures) -> impl IntoView {
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
                    ChartRow::new(state.label(), n(figures.cases_in(kind.key(), state.key()))).tone(tone)
                })
                .collect();
            view! { <BarChart id=format!("cases-{}", kind.key()) title=w::stage_of(kind.label()) unit=w::CASES rows/> }
        },
    );
    let rows: Vec<_> = CaseKind::ALL
        .into_iter()
        .filter(|kind| !CHARTED.contains(kind))
        .map(|kind| (kind, CaseState::ALL.map(|state| n(figures.cases_in(kind.key(), state.key())))))
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
