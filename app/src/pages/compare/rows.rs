//! The rows of the comparison: which are set apart, which units have none, and what the columns count.

use super::linked;
use crate::text::t::{common::number, compare as w};
use crate::ui::{Details, SummaryList, SummaryRow};
use contract::compare::{ComparedUnit, Measure};
use domain::calendar::Term;
use domain::figure::Told;
use leptos::prelude::*;

/// Whether a unit has anything overdue.
pub(super) fn is_late(unit: &ComparedUnit) -> bool {
    unit.figures.get(&Measure::Overdue).and_then(|told| told.rank()).is_some_and(|n| n > 0)
}

/// The units with figures, and those of which every one is nought; where that is all of them, they stay rows.
pub(super) fn told_apart(units: Vec<ComparedUnit>) -> (Vec<ComparedUnit>, Vec<ComparedUnit>) {
    let is_zero = |unit: &ComparedUnit| {
        !unit.figures.is_empty() && unit.figures.values().all(|told| *told == Told::Exact(0))
    };
    if units.iter().all(is_zero) {
        return (units, Vec::new());
    }
    units.into_iter().partition(|unit| !is_zero(unit))
}

/// Units of which every figure is nought, by name.
pub(super) fn all_zero(units: Vec<ComparedUnit>, opens: bool) -> AnyView {
    let words = w::all_zero_units(&number(units.len() as u64));
    let names = units
        .into_iter()
        .enumerate()
        .map(|(n, unit)| {
            let between = (n > 0).then_some("、");
            view! { {between}{linked(&unit.id, unit.name, opens)} }
        })
        .collect_view();
    view! { <p class="muted">{words}{names}</p> }.into_any()
}

/// What each column counts, once for the page: a title is not seen on a phone nor on paper.
pub(super) fn meanings(shown: &[(Measure, u64)], term: Term) -> impl IntoView + use<> {
    let rows = shown
        .iter()
        .map(|(measure, _)| {
            view! { <SummaryRow term=w::measure(*measure)>{w::meaning(*measure, term)}</SummaryRow> }
        })
        .collect_view();
    view! { <Details summary=w::MEANINGS><SummaryList>{rows}</SummaryList></Details> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_which_every_figure_is_nought_are_named_and_have_no_row() {
        let unit = |id: &str, on_roll: Told| ComparedUnit {
            id: id.parse().unwrap(),
            name: id.to_owned(),
            figures: [(Measure::OnRoll, on_roll), (Measure::Overdue, Told::Exact(0))].into(),
        };
        let all = || {
            vec![unit("320102", Told::Exact(3)), unit("320104", Told::Exact(0)), unit("320105", Told::Few)]
        };
        let ids = |units: &[ComparedUnit]| units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>();
        let (rows, nobody) = told_apart(all());
        assert_eq!(
            (ids(&rows), ids(&nobody)),
            (vec!["320102".into(), "320105".into()], vec!["320104".into()])
        );
        let page = Owner::new().with(|| all_zero(nobody, true).to_html());
        assert!(page.contains("href=\"/home?unit=320104\""), "{page}");
        let (rows, nobody) = told_apart(vec![unit("320104", Told::Exact(0))]);
        assert_eq!((rows.len(), nobody.len()), (1, 0), "a table of nobody is still one");
    }
}
