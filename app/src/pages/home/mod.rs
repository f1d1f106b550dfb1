//! Landing pages of staff: a registrar's school, a county, a city, a province, the nation (第三条). One page, drawn from what the
//! unit is; officials walk down the tree with `?unit=`.

mod audit;
mod backup;
pub mod figure;
mod rated;

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
use figure::{Lines, Shown, words};
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
        ratings,
        backup,
        first_steps: steps,
    } = dash;
    let Overview {
        unit: UnitFigures { id, name, kind, figures, told, masked },
        above,
        below,
        opens_below,
        at,
    } = overview;
    let crumbs: Vec<(String, String)> =
        above.into_iter().map(|(id, name)| (format!("/home?unit={id}"), name)).collect();
    let trail = (!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs current=name.clone()/> });
    let school = kind == UnitKind::School;
    // Who handles the own school's matters finds by name what its figures count.
    let own_school = school && waiting.is_some();
    let shown = Shown { told, masked, lines: Lines { unit: id.clone(), lines } };
    let withheld =
        (masked || below.iter().any(|unit| unit.masked)).then(|| view! { <p class="hint">{w::WITHHELD}</p> });
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
        {withheld}
        {headline(&shown, own_school)}
        {holdings(&figures, &shown, school)}
        {ratings.and_then(rated::ratings)}
        {warned(warnings, id.as_str())}
        {ways}
        {(!below.is_empty()).then(|| units(below, &warned_below, opens_below))}
        {look_after(&shown, school)}
        {charts(&figures, &shown, school)}
        {progress(&figures, masked)}
    }
}

/// A figure as it is drawn: a counter that is being set right may be below nothing for a moment.
fn n(figure: i64) -> u64 {
    u64::try_from(figure).unwrap_or_default()
}

/// The numbers one looks at first.
fn headline(shown: &Shown, own_school: bool) -> impl IntoView + use<> {
    let (pupils, archives) = (own_school.then_some("/pupils"), own_school.then_some("/archive/filled"));
    let first = [
        shown.stat_to(Figure::OnRoll, w::ON_ROLL, Tone::Neutral, pupils),
        shown.stat(Figure::OpenRegistrations, w::OPEN_REGISTRATIONS, Tone::Neutral),
        shown.stat(Figure::OpenCorrections, w::OPEN_CORRECTIONS, Tone::Neutral),
        shown.stat(Figure::Overdue, w::OVERDUE, Tone::Danger),
    ];
    let archives = [
        shown.stat_to(Figure::ArchivesOpen, w::ARCHIVES_OPEN, Tone::Neutral, archives),
        shown.stat_to(Figure::ArchivesSoon, w::ARCHIVES_SOON, Tone::Warn, archives),
        shown.stat_to(Figure::ArchivesLate, w::ARCHIVES_LATE, Tone::Danger, archives),
    ];
    view! {
        <StatRow>{first.collect_view()}</StatRow>
        <Section id="archives" title=w::ARCHIVES><StatRow>{archives.collect_view()}</StatRow></Section>
    }
}

/// What archives should hold besides the form and lack (第七条), once it was counted; the school finds class and pupil.
fn holdings(figures: &Figures, shown: &Shown, school: bool) -> impl IntoView + use<> {
    let all = figures.holdings.all;
    let stats = (all.pupils > 0).then(|| {
        let (lacking, late) = (
            shown.stat(Figure::HoldingsLacking, t::archive::HOLDINGS_LACKING, Tone::Neutral),
            shown.stat(Figure::HoldingsLate, t::archive::HOLDINGS_LATE, Tone::Danger),
        );
        view! {
            <StatRow>
                <Stat label=t::archive::HOLDINGS_PERCENT value=Signal::stored(t::archive::percent(all.percent()))/>
                {lacking}
                {late}
            </StatRow>
        }
    });
    let link = school.then(|| view! { <p><a href="/archive/filled">{t::archive::FILLED_TITLE}</a></p> });
    let any = school || stats.is_some();
    any.then(|| view! { <Section id="holdings" title=t::archive::HOLDINGS>{stats}{link}</Section> })
}

/// Whom somebody should look after, once there is anybody (第十九条, 第二十二条); the school finds them by name.
fn look_after(shown: &Shown, school: bool) -> Option<impl IntoView + use<>> {
    let all = [Figure::SuspensionsEnding, Figure::SuspensionsOver, Figure::LongAbsent];
    if all.into_iter().all(|figure| shown.is_none(figure)) {
        return None;
    }
    let stats = [
        shown.stat(Figure::SuspensionsEnding, w::SUSPENSIONS_ENDING, Tone::Warn),
        shown.stat(Figure::SuspensionsOver, w::SUSPENSIONS_OVER, Tone::Danger),
        shown.stat(Figure::LongAbsent, w::LONG_ABSENT, Tone::Danger),
    ];
    let stats = view! { <StatRow>{stats.collect_view()}</StatRow> };
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
        .filter_map(|unit| Some((unit, unit.told.get(&Figure::OnRoll)?.number()?)))
        .filter(|(_, on_roll)| *on_roll > 0)
        .take(12)
        .map(|(unit, on_roll)| ChartRow::new(unit.name.clone(), on_roll))
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
            let filled = unit.filled().map_or_else(|| w::UNKNOWN.to_owned(), t::archive::percent);
            let UnitFigures { id, name, told, .. } = unit;
            let tags = level_tags(warned.get(&id).copied().unwrap_or_default(), id.as_str());
            let late = told.get(&Figure::Overdue).and_then(|told| told.rank()).is_some_and(|n| n > 0);
            let columns = [
                Figure::OnRoll,
                Figure::OpenRegistrations,
                Figure::OpenCorrections,
                Figure::Overdue,
                Figure::ArchivesLate,
            ];
            let [on_roll, registrations, corrections, overdue, archives_late] =
                columns.map(|figure| words(told.get(&figure).copied()));
            let name = match opens {
                true => view! { <a href=format!("/home?unit={id}")>{name}</a> }.into_any(),
                false => name.into_any(),
            };
            view! {
                <Row highlight=late>
                    <RowHeader>{name}</RowHeader>
                    <Cell label=w::ON_ROLL numeric=true>{on_roll}</Cell>
                    <Cell label=w::OPEN_REGISTRATIONS numeric=true>{registrations}</Cell>
                    <Cell label=w::OPEN_CORRECTIONS numeric=true>{corrections}</Cell>
                    <Cell label=w::LATE numeric=true>{overdue}</Cell>
                    <Cell label=w::ARCHIVES_LATE numeric=true>{archives_late}</Cell>
                    <Cell label=t::archive::FILLED numeric=true>{filled}</Cell>
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

/// Who there is, by stage, grade, standing and sex. What of one school is left out is no empty chart.
fn charts(figures: &Figures, shown: &Shown, school: bool) -> AnyView {
    if shown.is_none(Figure::OnRoll) && figures.by_standing.is_empty() {
        let next = if school { w::NOBODY_SCHOOL } else { w::NOBODY_BELOW };
        return view! {
            <Section id="figures" title=w::FIGURES><Empty title=w::NOBODY><p>{next}</p></Empty></Section>
        }
        .into_any();
    }
    let is_drawn = |parts: usize| parts > 0 || !shown.masked;
    if ![figures.by_grade.len(), figures.by_standing.len(), figures.by_sex.len()].into_iter().any(is_drawn) {
        return ().into_any();
    }
    let stages = (!school && is_drawn(figures.by_stage.len())).then(|| {
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
    let grades = is_drawn(grades.len()).then(|| {
        view! { <ColumnChart id="grades" title=w::BY_GRADE unit=w::PEOPLE rows=grades/> }
    });
    let standings = is_drawn(standings.len()).then(|| {
        view! { <BarChart id="standing" title=w::BY_STANDING unit=w::PEOPLE rows=standings/> }
    });
    let sexes = is_drawn(sexes.len()).then(|| {
        view! { <BarChart id="sexes" title=w::BY_SEX unit=w::PEOPLE rows=sexes/> }
    });
    view! {
        <Section id="figures" title=w::FIGURES>
            {stages}
            {grades}
            <Columns>{standings}{sexes}</Columns>
        </Section>
    }
    .into_any()
}

/// Cases by kind and state: a chart for what there is most of, a table for the rest once there was any of it; nothing where they are not told.
fn progress(figures: &Figures, masked: bool) -> Option<impl IntoView + use<>> {
    const CHARTED: [CaseKind; 3] = [CaseKind::Registration, CaseKind::Correction, CaseKind::Transfer];
    if masked && figures.cases.is_empty() {
        return None;
    }
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
    Some(view! { <Section id="progress" title=w::IN_PROGRESS><Columns>{charts}</Columns>{others}</Section> })
}
