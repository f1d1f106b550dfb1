//! A figure in a cell of a table, with a bar that shows it beside those of the other rows.
use crate::text::t::common::in_few;
use leptos::prelude::*;

/// `<span class="figure">`: the figure in few characters, whole as its title, and below it a bar. The bar is for the eye alone: it says
/// nothing that the figure does not, and stands on one scale for all rows of the column.
#[component]
pub fn Figure(
    /// How many.
    n: u64,
    /// The highest of the column; none for a figure without a bar.
    #[prop(optional_no_strip)]
    most: Option<u64>,
    /// Ready to read, for what is no count (99.5%).
    #[prop(optional_no_strip, into)]
    words: Option<String>,
) -> impl IntoView {
    let (short, title) = words.map_or_else(|| in_few(n), |words| (words, None));
    let bar = most.filter(|most| *most > 0).map(|most| {
        let width = format!("{}%", u128::from(n.min(most)) * 100 / u128::from(most));
        view! {
            <svg class="figure-bar" aria-hidden="true" width="100%" height="4">
                <rect class="chart-track" x="0" y="0" width="100%" height="4" rx="2"/>
                <rect class="chart-bar" x="0" y="0" width=width height="4" rx="2"/>
            </svg>
        }
    });
    view! { <span class="figure"><span title=title>{short}</span>{bar}</span> }
}
