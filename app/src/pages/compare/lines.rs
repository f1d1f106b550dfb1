//! 近十二周: how a figure of the units below came about, a line for each on one scale. Nights do not change by day, so it is asked for once.

use super::linked;
use crate::api::compare::compared_lines;
use crate::api::day;
use crate::text::t::{common::number, compare as w, home};
use crate::ui::{Cell, Column, DataTable, LinePoint, Row, RowHeader, Section, Sparkline, keyed};
use chrono::{Datelike, NaiveDate};
use contract::compare::{CompareLines, UnitLine};
use domain::figure::{Figure, Told};
use leptos::prelude::*;

/// The lines of the units, once nights are kept.
#[component]
pub fn Lines(
    /// Code of the authority; empty for the reader's own.
    unit: Signal<String>,
    /// Key of the figure by which the units are in order.
    by: Signal<String>,
) -> impl IntoView {
    let data = Resource::new_blocking(move || (unit.get(), by.get()), |(unit, by)| compared_lines(unit, by));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Why there is nothing to see the page itself says.
                data.await.ok().and_then(lines)
            })}
        </Transition>
    }
}

/// Nothing before two nights are kept: a day alone is no line.
fn lines(of: CompareLines) -> Option<AnyView> {
    let CompareLines { figure, days, units } = of;
    let (first, last) = (*days.first()?, *days.last()?);
    if first == last || units.is_empty() {
        return None;
    }
    let told = || units.iter().flat_map(|unit| unit.values.iter().flatten());
    if told().all(|told| *told == Told::Exact(0)) {
        return Some(section(
            figure,
            view! { <p class="muted">{w::never_any(figure.label())}</p> }.into_any(),
        ));
    }
    let most = told().filter_map(|told| told.number()).max().unwrap_or_default();
    let untold = told().any(|told| told.words().is_some());
    let withheld = untold.then(|| view! { <p class="hint">{home::WITHHELD}</p> });
    let columns = vec![
        Column::new(w::UNIT),
        Column::new(w::LINE),
        Column::new(day(first)).numeric(),
        Column::new(day(last)).numeric(),
        Column::new(w::CHANGE).numeric(),
    ];
    let rows = keyed(units, |unit| unit.id.clone(), move |unit| row(unit, figure, &days, most));
    let caption = home::last_weeks(figure.label());
    let table = view! {
        {withheld}
        <div class="print-wide">
            <DataTable caption caption_hidden=true columns dense=true>{rows}</DataTable>
        </div>
    };
    Some(section(figure, table.into_any()))
}

fn section(figure: Figure, inside: AnyView) -> AnyView {
    let title = home::last_weeks(figure.label());
    view! {
        <Section id="lines" title>
            <p class="hint">{w::LINES_LEAD}</p>
            {inside}
        </Section>
    }
    .into_any()
}

fn row(unit: UnitLine, figure: Figure, days: &[NaiveDate], most: u64) -> AnyView {
    let UnitLine { id, name, values } = unit;
    let title = format!("{name}：{}", figure.label());
    let ends = [values.first(), values.last()].map(|told| told.copied().flatten());
    let points: Vec<LinePoint> =
        days.iter().zip(&values).filter_map(|(on, told)| Some(point(*on, (*told)?))).collect();
    let [first, last] = ends.map(words);
    let labels = [days.first(), days.last()].map(|on| on.map(|on| day(*on)).unwrap_or_default());
    let [first_day, last_day] = labels;
    let change = change(ends, figure);
    let line = (points.len() > 1).then(|| {
        view! { <Sparkline id=format!("line-{id}") title unit=figure.unit() points most/> }
    });
    let name = linked(&id, name, true);
    view! {
        <Row>
            <RowHeader>{name}</RowHeader>
            <Cell label=w::LINE>{line}</Cell>
            <Cell label=first_day numeric=true>{first}</Cell>
            <Cell label=last_day numeric=true>{last}</Cell>
            <Cell label=w::CHANGE numeric=true>{change}</Cell>
        </Row>
    }
    .into_any()
}

fn point(on: NaiveDate, told: Told) -> LinePoint {
    let at = i64::from(on.num_days_from_ce());
    LinePoint { at, label: day(on), group: String::new(), value: told.number(), words: words(Some(told)) }
}

/// A figure as it is told; one that is not there is not known.
fn words(told: Option<Told>) -> String {
    match told {
        Some(Told::Exact(n)) => number(n),
        Some(told) => told.words().unwrap_or_default().to_owned(),
        None => w::UNKNOWN.to_owned(),
    }
}

/// How the ends of a line stand to each other; nothing is said of it where one of them is not told.
fn change(ends: [Option<Told>; 2], figure: Figure) -> String {
    let [Some(Told::Exact(first)), Some(Told::Exact(last))] = ends else { return w::UNKNOWN.to_owned() };
    w::change(last.cmp(&first), &home::counted(&number(last.abs_diff(first)), figure.unit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(values: &[(&str, [Option<Told>; 3])]) -> CompareLines {
        let days =
            ["2026-09-01", "2026-09-08", "2026-09-15"].map(|on| on.parse::<NaiveDate>().unwrap()).into();
        let unit = |(id, values): &(&str, [Option<Told>; 3])| UnitLine {
            id: id.parse().unwrap(),
            name: format!("单位{id}"),
            values: values.to_vec(),
        };
        CompareLines { figure: Figure::Overdue, days, units: values.iter().map(unit).collect() }
    }

    fn html(of: CompareLines) -> Option<String> {
        Owner::new().with(|| lines(of).map(|view| view.to_html().replace("<!>", "")))
    }

    #[test]
    fn each_unit_has_a_line_its_ends_and_how_it_changed() {
        let exact = |n| Some(Told::Exact(n));
        let page = html(view(&[
            ("320102", [exact(2), exact(9), exact(12)]),
            ("320104", [exact(7), None, exact(7)]),
        ]));
        let page = page.unwrap();
        assert_eq!(page.matches("class=\"chart-svg sparkline\"").count(), 2, "{page}");
        assert!(page.contains("增加10件") && page.contains("持平"), "{page}");
        assert!(page.contains("href=\"/home?unit=320102\""), "one click leads down");
    }

    #[test]
    fn article_25_of_what_is_not_told_no_change_is_said() {
        let page =
            html(view(&[("2132000001", [Some(Told::Few), Some(Told::Exact(6)), Some(Told::Exact(9))])]));
        let page = page.unwrap();
        assert!(page.contains("少于5") && page.contains(home::WITHHELD), "{page}");
        assert!(!page.contains("增加"), "nine less the difference would be the few");
    }

    #[test]
    fn what_nobody_ever_had_is_a_sentence_and_a_night_alone_is_nothing() {
        let none = html(view(&[("320102", [Some(Told::Exact(0)); 3])])).unwrap();
        assert!(!none.contains("<table") && none.contains(Figure::Overdue.label()), "{none}");
        let alone =
            CompareLines { days: vec!["2026-09-01".parse().unwrap()], ..view(&[("320102", [None; 3])]) };
        assert_eq!(html(alone), None);
    }
}
