//! 下级单位对比 and 各岗位逾期事项: what an authority decides by, unit by unit; beside it 转学流向. Every link is a plain one.

pub mod flows;

pub use flows::FlowsPage;

use crate::api::compare::{CompareQuery, compared, late_desks};
use crate::api::{day, moment};
use crate::live::{Live, Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{self, common::number, common::per_mille, compare as w};
use crate::ui::{
    Breadcrumbs, Cell, Column, DataTable, Empty, Figure, FilterBar, PageTitle, PrintButton, Row, RowHeader,
    Section, SelectField, choices, keyed, with_query,
};
use chrono::Datelike;
use contract::compare::{CompareView, ComparedUnit, LateDesk, Measure};
use domain::calendar::Term;
use domain::figure::Told;
use domain::id::UnitId;
use leptos::prelude::*;
use std::time::Duration;

const PATH: &str = "/compare";
const LOWEST: &str = "lowest";

/// 下级单位对比
#[component]
pub fn ComparePage() -> impl IntoView {
    let [unit, by, order] = ["unit", "by", "order"].map(query);
    let figures = use_live(move || Topic::figures(&unit.get()));
    let asked = move || CompareQuery { unit: unit.get(), by: by.get(), order: order.get() };
    let data = Resource::new_blocking(move || (asked(), figures.version()), |(asked, _)| compared(asked));
    view! {
        <Load data view=page/>
        <Late unit figures/>
    }
}

/// How long figures may have changed before it is asked again who is late: every desk below is asked for it.
const QUIET: Duration = Duration::from_secs(30);

/// 逾期未办. Read when the page is opened, and some time after figures have changed, however often they did.
#[component]
fn Late(
    /// Code of the authority; empty for the reader's own.
    unit: Signal<String>,
    /// The changes of its figures.
    figures: Live,
) -> impl IntoView {
    let (again, waits) = (RwSignal::new(0_u64), StoredValue::new(false));
    // Effects run in the browser only.
    Effect::new(move |before: Option<u64>| {
        let now = figures.version();
        if before.is_some_and(|before| before != now) && !waits.get_value() {
            waits.set_value(true);
            set_timeout(
                move || {
                    // The page may have gone meanwhile, and its signals with it.
                    let _ = waits.try_set_value(false);
                    let _ = again.try_update(|again| *again += 1);
                },
                QUIET,
            );
        }
        now
    });
    let data = Resource::new_blocking(move || (unit.get(), again.get()), |(unit, _)| late_desks(unit));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Why there is nothing to see the page itself says.
                data.await.ok().map(|late| view! {
                    <Section id="late" title=w::LATE>
                        <p class="hint">{w::LATE_LEAD}</p>
                        {desks(late)}
                    </Section>
                })
            })}
        </Transition>
    }
}

/// The ways from a landing page to what is said of the units below it.
pub(crate) fn ways_in(unit: &UnitId) -> impl IntoView + use<> {
    let (compare, flows) = (address_of(PATH, unit), address_of(flows::PATH, unit));
    view! { <p><a href=compare>{w::TITLE}</a>" "<a href=flows>{w::FLOWS}</a></p> }
}

/// The units below an authority in the order of a figure, the highest first.
pub(crate) fn compared_by(unit: &UnitId, by: Measure) -> String {
    with_query(PATH, [("unit", unit.as_str()), ("by", by.key())])
}

fn address_of(path: &str, unit: &UnitId) -> String {
    with_query(path, [("unit", unit.as_str())])
}

/// The units above, down to the one whose page it is.
fn trail(above: &[(UnitId, String)], path: &str, name: &str) -> Option<impl IntoView + use<>> {
    let items: Vec<(String, String)> =
        above.iter().map(|(id, name)| (address_of(path, id), name.clone())).collect();
    (!items.is_empty()).then(|| view! { <Breadcrumbs items current=name.to_owned()/> })
}

fn page(view: CompareView) -> impl IntoView {
    let trail = trail(&view.above, PATH, &view.name);
    let caption = w::caption(view.kind.label(), &view.name);
    let at = view.at.map(|at| view! { <p class="muted summed-at">{t::home::summed_at(&moment(at))}</p> });
    let flows = address_of(flows::PATH, &view.id);
    view! {
        {trail}
        <PageTitle title=w::TITLE caption=Some(caption)>
            {at}
            <PrintButton>{t::home::PRINT}</PrintButton>
        </PageTitle>
        <p class="lead">{w::LEAD}</p>
        <p class="no-print"><a href=flows>{w::FLOWS}</a></p>
        <Section id="units" title=w::UNITS>{units(view)}</Section>
    }
}

/// What is the whole of a figure that is a share; none of a count.
fn whole_of(measure: Measure) -> Option<u64> {
    match measure {
        Measure::OnTime | Measure::Satisfied => Some(1000),
        Measure::Filled => Some(100),
        _ => None,
    }
}

/// The columns that are shown, each with its highest figure, and the words of those in which nobody has anything.
fn columns_of(units: &[ComparedUnit], term: Term) -> (Vec<(Measure, u64)>, Vec<&'static str>) {
    let (mut shown, mut zero) = (Vec::new(), Vec::new());
    for measure in Measure::ALL {
        let told: Vec<Told> = units.iter().filter_map(|unit| unit.figures.get(&measure)).copied().collect();
        let most = told.iter().map(|told| told.number().unwrap_or_default()).max();
        let is_zero = told.iter().all(|told| *told == Told::Exact(0));
        match most {
            None => {}
            // A share of nothing says nothing.
            Some(_) if is_zero && whole_of(measure).is_none() => zero.push(w::measure(measure, term)),
            // A share stands on the scale of the whole.
            Some(most) => shown.push((measure, whole_of(measure).unwrap_or(most))),
        }
    }
    (shown, zero)
}

fn units(view: CompareView) -> AnyView {
    if view.units.is_empty() {
        return view! { <Empty title=w::NO_UNITS><p>{w::NO_UNITS_NEXT}</p></Empty> }.into_any();
    }
    let CompareView { id, opens, by, lowest_first, term, units, more, .. } = view;
    let more = more.then(|| view! { <p>{w::more(&number(units.len() as u64))}</p> });
    let (shown, zero) = columns_of(&units, term);
    let untold = units.iter().flat_map(|unit| unit.figures.values()).any(|told| told.words().is_some());
    let withheld = untold.then(|| view! { <p class="hint">{t::home::WITHHELD}</p> });
    let order = |lowest: bool| if lowest { LOWEST } else { "" };
    let headings = shown.iter().map(|(measure, _)| {
        let here = *measure == by;
        let lowest = here && !lowest_first;
        let pairs = [("unit", id.as_str()), ("by", measure.key()), ("order", order(lowest))];
        let now = here.then_some(if lowest_first { "ascending" } else { "descending" });
        Column::new(w::measure(*measure, term)).numeric().sorted_at(with_query(PATH, pairs), now)
    });
    let columns: Vec<Column> = [Column::new(w::UNIT)].into_iter().chain(headings).collect();
    let options = choices(shown.iter().map(|(measure, _)| (measure.key(), w::measure(*measure, term))));
    let orders = choices([("", w::HIGHEST), (LOWEST, w::LOWEST)]);
    let rows = keyed(
        units,
        |unit| unit.id.clone(),
        move |unit| {
            let ComparedUnit { id, name, figures } = unit;
            let late = figures.get(&Measure::Overdue).and_then(|told| told.rank()).is_some_and(|n| n > 0);
            let cells = shown
                .iter()
                .map(|(measure, most)| {
                    let figure = match figures.get(measure) {
                        Some(Told::Exact(n)) => {
                            let words = whole_of(*measure).map(|whole| per_mille(n * 1000 / whole));
                            view! { <Figure n=*n most=Some(*most) words/> }.into_any()
                        }
                        Some(told) => told.words().into_any(),
                        None => w::UNKNOWN.into_any(),
                    };
                    view! { <Cell label=w::measure(*measure, term) numeric=true>{figure}</Cell> }
                })
                .collect_view();
            let name = linked(&id, name, opens);
            view! { <Row highlight=late><RowHeader>{name}</RowHeader>{cells}</Row> }
        },
    );
    let zero = (!zero.is_empty()).then(|| view! { <p class="muted">{w::all_zero(&zero)}</p> });
    view! {
        <FilterBar action=PATH submit=w::SHOW>
            <input type="hidden" name="unit" value=id.to_string()/>
            <SelectField name="by" label=w::SORT options value=by.key() placeholder=""/>
            <SelectField name="order" label=w::ORDER options=orders value=order(lowest_first) placeholder=""/>
        </FilterBar>
        {more}
        {withheld}
        <div class="print-wide">
            <DataTable caption=w::UNITS caption_hidden=true columns dense=true>{rows}</DataTable>
        </div>
        {zero}
    }
    .into_any()
}

/// A unit's name, leading to its own landing page for who may open it.
fn linked(id: &UnitId, name: String, opens: bool) -> AnyView {
    if opens { view! { <a href=address_of("/home", id)>{name}</a> }.into_any() } else { name.into_any() }
}

/// The desks that are late.
fn desks(late: Vec<LateDesk>) -> AnyView {
    if late.is_empty() {
        return view! { <Empty title=w::NOBODY_LATE><p>{w::NOBODY_LATE_NEXT}</p></Empty> }.into_any();
    }
    let columns = vec![
        Column::new(w::UNIT),
        Column::new(w::ROLE),
        Column::new(w::LATE_N).numeric(),
        Column::new(w::SINCE),
    ];
    let rows = keyed(
        late,
        |desk| format!("{}/{}", desk.unit, desk.role.key()),
        |desk| {
            let n = match desk.n {
                Told::Exact(n) if desk.or_more => w::or_more(&number(n)),
                Told::Exact(n) => number(n),
                told => told.words().unwrap_or_default().to_owned(),
            };
            let since = match desk.n {
                Told::Exact(_) => day(desk.since),
                _ => w::month(desk.since.year(), desk.since.month()),
            };
            view! {
                <Row>
                    <RowHeader>{linked(&desk.unit, desk.name, desk.opens)}</RowHeader>
                    <Cell label=w::ROLE>{desk.role.label()}</Cell>
                    <Cell label=w::LATE_N numeric=true>{n}</Cell>
                    <Cell label=w::SINCE>{since}</Cell>
                </Row>
            }
        },
    );
    view! { <DataTable caption=w::LATE caption_hidden=true columns dense=true>{rows}</DataTable> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_which_nobody_has_anything_is_a_word_and_no_column() {
        let told = |figures: &[(Measure, Told)]| ComparedUnit {
            id: "320102".parse().unwrap(),
            name: String::new(),
            figures: figures.iter().copied().collect(),
        };
        let exact = |(measure, n): &(Measure, u64)| (*measure, Told::Exact(*n));
        let unit = |figures: &[(Measure, u64)]| told(&figures.iter().map(exact).collect::<Vec<_>>());
        let term = domain::calendar::term("2026-09-11".parse().unwrap());
        let units = [
            unit(&[(Measure::OnRoll, 20), (Measure::Overdue, 0), (Measure::OnTime, 0)]),
            unit(&[(Measure::OnRoll, 50), (Measure::Overdue, 0)]),
        ];
        let (shown, zero) = columns_of(&units, term);
        assert_eq!(shown, [(Measure::OnRoll, 50), (Measure::OnTime, 1000)], "nothing in time is something");
        assert_eq!(zero, ["其中已逾期"], "what is not known is not said to be nothing");
        let few = [told(&[(Measure::DroppedOut, Told::Few)]), told(&[(Measure::DroppedOut, Told::Exact(0))])];
        let (shown, zero) = columns_of(&few, term);
        assert_eq!((shown, zero.len()), (vec![(Measure::DroppedOut, 0)], 0), "a few are not nobody");
        assert_eq!(w::measure(Measure::DroppedOut, term), "本学期（9月至次年1月）辍学");
    }
}
