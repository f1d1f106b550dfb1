//! The records of a problem side by side, and why they are thought alike.

use crate::api::day;
use crate::text::t::problem as w;
use crate::ui::{
    Badge, ButtonKind, Cell, Column, DataTable, LinkButton, Row, RowHeader, Section, SummaryList, SummaryRow,
    Tone, columns,
};
use contract::problem::{ProblemView, SideView};
use domain::problem::score::Score;
use leptos::prelude::*;

/// Each record: whose, where, and what its school says.
pub(super) fn sides(detail: &ProblemView) -> impl IntoView + use<> {
    let problem = detail.line.id.to_string();
    let pair = detail.sides.len() > 1;
    let cards = detail
        .sides
        .iter()
        .enumerate()
        .map(|(n, one)| {
            let title = if pair { w::column(n, &one.school) } else { one.school.clone() };
            side(n, title, one, &problem)
        })
        .collect_view();
    view! { <div class="columns">{cards}</div> }
}

fn side(n: usize, title: String, side: &SideView, problem: &str) -> impl IntoView + use<> {
    let id = format!("side-{}", n + 1);
    let number = if side.number.is_empty() { w::NO_NUMBER.to_owned() } else { side.number.clone() };
    let (name, standing) = (side.name.clone(), side.standing.label());
    let answer = match &side.answer {
        None => view! { <SummaryRow term=w::ANSWER_OF>{w::NO_ANSWER}</SummaryRow> }.into_any(),
        Some(answer) => {
            let hidden =
                (answer.proofs.is_empty() && answer.scans > 0).then(|| w::scans_hidden(answer.scans));
            let links = answer
                .proofs
                .iter()
                .enumerate()
                .map(|(n, proof)| {
                    let href = format!("/files/problems/{problem}/proofs/{}", proof.id);
                    let words = w::scan(n + 1, proof.kind.label());
                    view! { <p><a href=href rel="external">{words}</a></p> }
                })
                .collect_view();
            let scans = (answer.scans > 0).then(|| {
                view! { <SummaryRow term=w::SCANS>{hidden}{links}</SummaryRow> }
            });
            let (by, statement) = (w::by_on(&answer.by, &day(answer.on)), answer.statement.clone());
            let remedy = answer.remedy.label();
            view! {
                <SummaryRow term=w::REMEDY>{remedy}</SummaryRow>
                <SummaryRow term=w::STATEMENT>{statement}</SummaryRow>
                <SummaryRow term=w::ANSWER_OF>{by}</SummaryRow>
                {scans}
            }
            .into_any()
        }
    };
    let open = side.may_open.then(|| {
        let href = format!("/pupils/{}", side.person);
        view! { <p><LinkButton href kind=ButtonKind::Secondary>{w::OPEN_RECORD}</LinkButton></p> }
    });
    view! {
        <Section id title>
            <SummaryList>
                <SummaryRow term=w::NAMES>{name}</SummaryRow>
                <SummaryRow term=w::NUMBER>{number}</SummaryRow>
                <SummaryRow term=w::STANDING>{standing}</SummaryRow>
                {answer}
            </SummaryList>
            {open}
        </Section>
    }
}

/// The compared items. What differs is said in words and marked.
pub(super) fn items(detail: &ProblemView) -> impl IntoView + use<> {
    let pair = detail.sides.len() > 1;
    let mut headings = vec![Column::new(w::FIELD)];
    let titles: Vec<String> =
        detail.sides.iter().enumerate().map(|(n, side)| w::column(n, &side.school)).collect();
    headings.extend(titles.iter().map(Column::new));
    if pair {
        headings.push(Column::new(w::COMPARED));
    }
    let rows = detail
        .items
        .iter()
        .map(|item| {
            let cells = item
                .values
                .iter()
                .zip(&titles)
                .map(|(value, title)| {
                    let value = if value.is_empty() { w::EMPTY_VALUE.to_owned() } else { value.clone() };
                    view! { <Cell label=title.clone()>{value}</Cell> }
                })
                .collect_view();
            let (tone, words) = if item.same { (Tone::Neutral, w::SAME) } else { (Tone::Warn, w::DIFFERENT) };
            let mark = pair.then(|| view! { <Cell label=w::COMPARED><Badge tone>{words}</Badge></Cell> });
            let (highlight, label) = (pair && !item.same, item.field.label());
            view! { <Row highlight><RowHeader>{label}</RowHeader>{cells}{mark}</Row> }
        })
        .collect_view();
    view! {
        <Section id="compare" title=w::COMPARE>
            <p class="hint">{w::COMPARE_HINT}</p>
            <DataTable caption=w::COMPARE caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    }
}

/// The score as the sum of its reasons.
pub(super) fn score(score: &Score) -> impl IntoView + use<> {
    let words = w::score(score.points, score.label());
    let rows = score
        .evidence
        .iter()
        .map(|piece| {
            let (label, points) = (piece.label(), w::points(piece.points()));
            view! {
                <Row>
                    <RowHeader>{label}</RowHeader>
                    <Cell label=w::POINTS numeric=true>{points}</Cell>
                </Row>
            }
        })
        .collect_view();
    let mut headings = columns([w::REASON]);
    headings.push(Column::new(w::POINTS).numeric());
    view! {
        <Section id="score" title=w::REASONS>
            <p>{words}</p>
            <DataTable caption=w::REASONS caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    }
}
