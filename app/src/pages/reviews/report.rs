//! 复核结果报告: the figures of a campaign in a unit, to be printed.

use super::parts::Shown;
use crate::api::moment;
use crate::api::review::{ReviewDetail, review};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param, query};
use crate::text::t::review as w;
use crate::ui::{
    BackLink, Cell, Column, DataTable, Empty, PageTitle, Row, RowHeader, SummaryList, SummaryRow,
};
use contract::review::{ReviewProgress, UnitProgress};
use domain::review::{AnomalyKind, Figures, Finding, Outcome};
use leptos::prelude::*;

/// 复核结果报告
#[component]
pub fn ReviewReportPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, unit) = (param("id"), query("unit"));
    let data = Resource::new_blocking(
        move || (id.get(), unit.get(), live.version()),
        |(id, unit, _)| review(id, unit),
    );
    view! {
        <Load data view=|detail: ReviewDetail| {
            let back = format!("/reviews/{}", detail.view.line.id);
            let body = match detail.progress {
                Some(progress) => report(progress, &detail.view.line.term.to_string()).into_any(),
                None => view! { <Empty title=w::NO_PROGRESS><p>{w::NO_PROGRESS_NEXT}</p></Empty> }.into_any(),
            };
            view! {
                <BackLink href=back/>
                {body}
            }
        }/>
    }
}

fn report(progress: ReviewProgress, term: &str) -> impl IntoView + use<> {
    let ReviewProgress { own, below, at, .. } = progress;
    let at = at.map(moment).unwrap_or_default();
    let (title, lead) = (w::report_title(&own.name, term), w::report_lead(&own.name, term, &at));
    let (done, all) = own.through();
    let figures = own.figures;
    let shown = Shown::from(&figures);
    let complete = w::of_all(figures.complete, figures.pupils);
    let objected = w::count(figures.guardians_object);
    let (results, kinds) = (results(&figures), kinds(&figures));
    let online = figures.guardians - figures.on_paper;
    let guardians = w::guardians(online, figures.on_paper);
    let units = (!below.is_empty()).then(|| units(below));
    view! {
        <PageTitle title=title/>
        <p class="hint no-print">{w::REPORT_PRINT}</p>
        <article class="sheet stack">
            <p>{lead}</p>
            <SummaryList>
                <SummaryRow term=w::SCHOOLS_DONE>{w::schools_done(done, all)}</SummaryRow>
                <SummaryRow term=w::CONFIRMED>{shown.confirmed}</SummaryRow>
                <SummaryRow term=w::COMPLETE>{complete}</SummaryRow>
                <SummaryRow term=w::GUARDIANS>{shown.guardians}"（"{guardians}"）"</SummaryRow>
                <SummaryRow term=w::OBJECTED>{objected}</SummaryRow>
            </SummaryList>
            {results}
            {kinds}
            {units}
        </article>
    }
}

/// 核对结果
fn results(figures: &Figures) -> impl IntoView + use<> {
    let mut lines: Vec<(&str, i64)> = Finding::ALL
        .into_iter()
        .map(|finding| (finding.label(), figures.findings.get(&finding).copied().unwrap_or_default()))
        .collect();
    lines.push((w::NOT_YET, figures.pupils - figures.confirmed()));
    let rows = lines
        .into_iter()
        .map(|(label, n)| {
            view! {
                <Row><RowHeader>{label}</RowHeader><Cell label=w::PUPILS numeric=true>{w::count(n)}</Cell></Row>
            }
        })
        .collect_view();
    let headings = vec![Column::new(w::RESULTS), Column::new(w::PUPILS).numeric()];
    view! { <DataTable caption=w::RESULTS columns=headings dense=true>{rows}</DataTable> }
}

/// 疑点及处理, by kind.
fn kinds(figures: &Figures) -> impl IntoView + use<> {
    let line = |label: &'static str, found: i64, outcomes: [i64; 3]| {
        let open = found - outcomes.iter().sum::<i64>();
        let cells = Outcome::ALL
            .into_iter()
            .zip(outcomes)
            .map(|(outcome, n)| view! { <Cell label=outcome.label() numeric=true>{w::count(n)}</Cell> })
            .collect_view();
        view! {
            <Row highlight={open > 0}>
                <RowHeader>{label}</RowHeader>
                <Cell label=w::FOUND numeric=true>{w::count(found)}</Cell>
                {cells}
                <Cell label=w::NOT_ANSWERED numeric=true>{w::count(open)}</Cell>
            </Row>
        }
    };
    let of = |kind: AnomalyKind, outcome: Outcome| {
        figures.outcomes.get(&kind).and_then(|all| all.get(&outcome)).copied().unwrap_or_default()
    };
    let mut rows: Vec<_> = AnomalyKind::ALL
        .into_iter()
        .map(|kind| {
            let found = figures.anomalies.get(&kind).copied().unwrap_or_default();
            line(kind.label(), found, Outcome::ALL.map(|outcome| of(kind, outcome)))
        })
        .collect();
    let found = figures.anomalies.values().sum();
    rows.push(line(w::TOTAL, found, Outcome::ALL.map(|outcome| figures.answered(outcome))));
    let headings: Vec<Column> = [Column::new(w::KIND), Column::new(w::FOUND).numeric()]
        .into_iter()
        .chain(Outcome::ALL.map(|outcome| Column::new(outcome.label()).numeric()))
        .chain([Column::new(w::NOT_ANSWERED).numeric()])
        .collect();
    view! { <DataTable caption=w::BY_KIND columns=headings dense=true>{rows}</DataTable> }
}

/// 下级单位
fn units(below: Vec<UnitProgress>) -> impl IntoView {
    let rows = below
        .into_iter()
        .map(|unit| {
            let (done, all) = unit.through();
            let UnitProgress { name, figures, .. } = unit;
            let shown = Shown::from(&figures);
            view! {
                <Row>
                    <RowHeader>{name}</RowHeader>
                    <Cell label=w::SCHOOLS_DONE numeric=true>{w::schools_done(done, all)}</Cell>
                    <Cell label=w::CONFIRMED numeric=true>{shown.confirmed}</Cell>
                    <Cell label=w::FOUND numeric=true>{shown.found}</Cell>
                    <Cell label=w::DEALT numeric=true>{shown.dealt}</Cell>
                    <Cell label=w::OPEN_ANOMALIES numeric=true>{shown.open}</Cell>
                </Row>
            }
        })
        .collect_view();
    let numbers = [w::SCHOOLS_DONE, w::CONFIRMED, w::FOUND, w::DEALT, w::OPEN_ANOMALIES];
    let headings: Vec<Column> = [Column::new(w::NAME_OF_UNIT)]
        .into_iter()
        .chain(numbers.map(|label| Column::new(label).numeric()))
        .collect();
    view! { <DataTable caption=w::BELOW columns=headings dense=true>{rows}</DataTable> }
}
