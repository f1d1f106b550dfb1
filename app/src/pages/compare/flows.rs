//! 转学流向: a table of who left whom for whom, the outside last. On a phone each unit is a card with where its pupils went: a cell in which
//! nobody moved is empty, and an empty cell is no line of a card.

use super::{PATH as COMPARE, address_of, trail};
use crate::api::compare::flows;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{compare as w, home};
use crate::ui::{
    Cell, Column, DataTable, Empty, Figure, PageTitle, PrintButton, Row, RowHeader, Section, keyed,
};
use contract::flow::{FlowTable, FlowUnit, FlowsView};
use domain::figure::{FEW_WORDS, LEFT_OUT_WORDS};
use domain::flow::{self, ToldFlows};
use leptos::prelude::*;

pub(super) const PATH: &str = "/compare/flows";

/// 转学流向
#[component]
pub fn FlowsPage() -> impl IntoView {
    let unit = query("unit");
    let figures = use_live(move || Topic::figures(&unit.get()));
    let data = Resource::new_blocking(move || (unit.get(), figures.version()), |(unit, _)| flows(unit));
    view! { <Load data view=page/> }
}

fn page(found: FlowsView) -> impl IntoView {
    let trail = trail(&found.above, PATH, &found.name);
    let caption = w::caption(found.kind.label(), &found.name);
    let compare = address_of(COMPARE, &found.id);
    let opens = found.opens;
    let years = keyed(
        found.years,
        |table| table.year.start_year(),
        move |table| {
            let (id, title) = (format!("flows-{}", table.year.start_year()), table.year.to_string());
            view! { <Section id title>{year(table, opens)}</Section> }
        },
    );
    view! {
        {trail}
        <PageTitle title=w::FLOWS caption=Some(caption)><PrintButton>{home::PRINT}</PrintButton></PageTitle>
        <p class="lead">{w::FLOWS_LEAD}</p>
        <p class="no-print"><a href=compare>{w::TITLE}</a></p>
        {years}
    }
}

fn year(table: FlowTable, opens: bool) -> AnyView {
    if table.empty {
        return view! { <Empty title=w::NO_FLOWS><p>{w::NO_FLOWS_NEXT}</p></Empty> }.into_any();
    }
    match table.told {
        Some(told) => matrix(table.units, told, &table.year.to_string(), opens),
        None => view! { <p>{w::ALL_LEFT_OUT}</p> }.into_any(),
    }
}

/// A figure as it is told; nothing where nobody moved.
fn figure(told: flow::Cell) -> Option<AnyView> {
    match told {
        flow::Cell::Number(0) => None,
        flow::Cell::Number(n) => Some(view! { <Figure n/> }.into_any()),
        flow::Cell::Few => Some(FEW_WORDS.into_any()),
        flow::Cell::LeftOut => Some(view! { <span class="muted">{LEFT_OUT_WORDS}</span> }.into_any()),
    }
}

/// The table of one year: from whom, to whom, with the sums.
pub(crate) fn matrix(units: Vec<FlowUnit>, told: ToldFlows, year: &str, opens: bool) -> AnyView {
    let names: Vec<String> = units
        .iter()
        .map(|unit| unit.name.clone())
        .chain([w::OUTSIDE.to_owned(), w::SUM.to_owned()])
        .collect();
    let headings = names.iter().map(|name| Column::new(name.clone()).numeric());
    let columns: Vec<Column> = [Column::new(w::FROM)].into_iter().chain(headings).collect();
    let ToldFlows { cells, rows, columns: sums, total } = told;
    // Each unit, the outside, and the sums: who, where its name leads to, and the figures of the row.
    let whole = |mut cells: Vec<flow::Cell>, sum: flow::Cell| {
        cells.push(sum);
        cells
    };
    let who = units.into_iter().map(Some).chain([None]);
    let mut lines: Vec<(String, String, Option<String>, Vec<flow::Cell>)> = who
        .zip(cells.into_iter().zip(rows))
        .map(|(unit, (cells, sum))| match unit {
            Some(unit) => {
                let href = (opens && unit.here).then(|| way_down(&unit));
                (unit.id.to_string(), unit.name, href, whole(cells, sum))
            }
            None => ("outside".to_owned(), w::OUTSIDE.to_owned(), None, whole(cells, sum)),
        })
        .collect();
    lines.push(("sum".to_owned(), w::SUM.to_owned(), None, whole(sums, total)));
    let rows = keyed(
        lines,
        |(key, ..)| key.clone(),
        move |(_, name, href, figures)| {
            let cells = names
                .iter()
                .zip(figures)
                .map(|(to, told)| view! { <Cell label=to.clone() numeric=true>{figure(told)}</Cell> })
                .collect_view();
            let name = match href {
                Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                None => name.into_any(),
            };
            view! { <Row><RowHeader>{name}</RowHeader>{cells}</Row> }
        },
    );
    let caption = format!("{}，{year}", w::FLOWS);
    view! {
        <div class="print-wide">
            <DataTable caption caption_hidden=true columns dense=true>{rows}</DataTable>
        </div>
    }
    .into_any()
}

/// One click down: an authority's own flows, a school's landing page.
fn way_down(unit: &FlowUnit) -> String {
    address_of(if unit.id.is_school() { "/home" } else { PATH }, &unit.id)
}
