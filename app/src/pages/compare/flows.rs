//! 转学流向: a drawing and a table of who left whom for whom, the outside last. On a phone each unit is a card with where its pupils went: a cell in which
//! nobody moved is empty, and an empty cell is no line of a card.

use super::{PATH as COMPARE, address_of, trail};
use crate::api::compare::flows;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{compare as w, home};
use crate::ui::{
    Cell, ChartFlow, Column, DataTable, Empty, FLOWS_MOST, Figure, FlowChart, PageTitle, PrintButton, Row,
    RowHeader, Section, keyed,
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
        Some(told) => {
            let (id, year) = (format!("flow-{}", table.year.start_year()), table.year.to_string());
            let drawn = drawn(id, &table.units, &told, &year);
            let untold = !is_whole(&told);
            let untold = untold.then_some(w::FLOWS_UNTOLD);
            let matrix = matrix(table.units, told, &year, opens);
            view! { {drawn}<p class="hint">{w::FLOWS_TABLE}{untold}</p>{matrix} }.into_any()
        }
        None if table.few => view! { <p>{w::FEW_MOVED}</p> }.into_any(),
        None => view! { <p>{w::ALL_LEFT_OUT}</p> }.into_any(),
    }
}

/// Whether every figure of a table is told.
fn is_whole(told: &ToldFlows) -> bool {
    let ToldFlows { cells, rows, columns, total } = told;
    let mut all = cells.iter().flatten().chain(rows).chain(columns).chain([total]);
    all.all(|cell| matches!(cell, flow::Cell::Number(_)))
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

/// The names of a table: its units, and the outside.
fn names_of(units: &[FlowUnit]) -> Vec<String> {
    units.iter().map(|unit| unit.name.clone()).chain([w::OUTSIDE.to_owned()]).collect()
}

/// The numbers of a table, and whether others of it are not told.
fn numbers(told: &ToldFlows) -> (Vec<ChartFlow>, bool) {
    let cells = || {
        let rows = told.cells.iter().enumerate();
        rows.flat_map(|(from, cells)| cells.iter().enumerate().map(move |(to, cell)| (from, to, *cell)))
    };
    let flows = cells().filter_map(|(from, to, cell)| match cell {
        flow::Cell::Number(value) if value > 0 => Some(ChartFlow { from, to, value }),
        _ => None,
    });
    let untold = cells().any(|(.., cell)| !matches!(cell, flow::Cell::Number(_)));
    (flows.collect(), untold)
}

/// The table as bands. Nothing is drawn of what the table does not tell, nor of its sums: a band that is left out cannot be measured at the others.
fn drawn(id: String, units: &[FlowUnit], told: &ToldFlows, year: &str) -> Option<AnyView> {
    let (flows, untold) = numbers(told);
    if flows.is_empty() {
        return None;
    }
    let largest = (flows.len() > FLOWS_MOST).then_some(w::LARGEST_DRAWN);
    let untold = untold.then_some(w::UNTOLD_NOT_DRAWN);
    let hints: Vec<&str> = largest.into_iter().chain(untold).collect();
    let hint = (!hints.is_empty()).then(|| view! { <p class="hint">{hints.concat()}</p> });
    let title = w::drawn(year);
    let names = names_of(units);
    Some(view! { <FlowChart id title unit=home::PEOPLE names flows/>{hint} }.into_any())
}

/// The table of one year: from whom, to whom, with the sums.
pub(crate) fn matrix(units: Vec<FlowUnit>, told: ToldFlows, year: &str, opens: bool) -> AnyView {
    let mut names = names_of(&units);
    names.push(w::SUM.to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;
    use flow::Cell::{Few, LeftOut, Number};

    fn units() -> Vec<FlowUnit> {
        let unit = |(id, name): (&str, &str)| FlowUnit {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            here: true,
        };
        [("320102", "玄武区"), ("320104", "秦淮区")].map(unit).into()
    }

    fn told(cells: [[flow::Cell; 3]; 3]) -> ToldFlows {
        let cells: Vec<Vec<flow::Cell>> = cells.iter().map(|row| row.to_vec()).collect();
        ToldFlows { cells, rows: vec![LeftOut; 3], columns: vec![LeftOut; 3], total: Number(90) }
    }

    #[test]
    fn article_25_only_numbers_that_are_told_are_drawn() {
        let told = told([
            [Number(0), Number(12), Few],
            [Few, Number(0), LeftOut],
            [Number(30), Number(0), Number(0)],
        ]);
        let (flows, untold) = numbers(&told);
        let flows: Vec<_> = flows.iter().map(|flow| (flow.from, flow.to, flow.value)).collect();
        assert_eq!((flows, untold), (vec![(0, 1, 12), (2, 0, 30)], true));
        let page = Owner::new().with(|| drawn("a".to_owned(), &units(), &told, "").unwrap().to_html());
        assert!(page.contains("玄武区到秦淮区：12人") && page.contains("外地到玄武区：30人"), "{page}");
        assert_eq!(page.matches("<path").count(), 2, "{page}");
        assert!(page.contains(w::UNTOLD_NOT_DRAWN) && !page.contains(w::LARGEST_DRAWN), "{page}");
        assert!(!page.contains("90人"), "no sum is drawn");
    }

    #[test]
    fn where_there_is_no_table_none_is_explained() {
        let of = |told: Option<ToldFlows>, few: bool| {
            let year = domain::calendar::SchoolYear::starting_in(2026);
            let table = FlowTable { year, units: units(), told, empty: false, few };
            Owner::new().with(|| super::year(table, false).to_html())
        };
        assert!(of(None, true).contains(w::FEW_MOVED) && of(None, false).contains(w::ALL_LEFT_OUT));
        assert!(!of(None, true).contains(w::FLOWS_TABLE));
        let whole = flow::whole(&[vec![0, 2, 0], vec![0, 0, 1], vec![0, 0, 0]]);
        let page = of(Some(whole), false);
        assert!(page.contains(w::FLOWS_TABLE) && !page.contains(w::FLOWS_UNTOLD), "{page}");
    }

    #[test]
    fn a_table_of_which_no_number_is_told_is_not_drawn() {
        let told = told([[Number(0), Few, Few], [Few, Number(0), Few], [LeftOut, Few, Number(0)]]);
        assert!(Owner::new().with(|| drawn("a".to_owned(), &units(), &told, "").is_none()));
    }
}
