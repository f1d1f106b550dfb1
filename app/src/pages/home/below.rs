//! 所属单位: the units below, as bars and as a table.

use crate::pages::warnings::level_tags;
use crate::text::t::{self, home as w};
use crate::ui::{BarChart, Cell, ChartRow, Column, DataTable, Figure, Row, RowHeader, Section, keyed};
use contract::dashboard::UnitFigures;
use domain::figure::{Figure as Counted, Told};
use domain::id::UnitId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The units below; their names are links for who may open their pages.
pub(super) fn units(
    below: Vec<UnitFigures>,
    warned: &BTreeMap<UnitId, [u64; 3]>,
    opens: bool,
) -> impl IntoView + use<> {
    let chart: Vec<ChartRow> = below
        .iter()
        .filter_map(|unit| Some((unit, unit.told.get(&Counted::OnRoll)?.number()?)))
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
            let late = told.get(&Counted::Overdue).and_then(|told| told.rank()).is_some_and(|n| n > 0);
            let columns = [
                Counted::OnRoll,
                Counted::OpenRegistrations,
                Counted::OpenCorrections,
                Counted::Overdue,
                Counted::ArchivesLate,
            ];
            let [on_roll, registrations, corrections, overdue, archives_late] =
                columns.map(|figure| figure_of(told.get(&figure).copied()));
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

/// A figure of a cell, in few characters; one that is not there is not known.
fn figure_of(told: Option<Told>) -> AnyView {
    match told {
        Some(Told::Exact(n)) => view! { <Figure n/> }.into_any(),
        Some(told) => told.words().into_any(),
        None => w::UNKNOWN.into_any(),
    }
}
