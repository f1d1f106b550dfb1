//! Who goes from where to where, as bands between two sides (Sankey). It is drawn of numbers only: what is not told is no band, and the table that
//! stands beside the drawing says so.

use super::{drawing, length};
use crate::text::t;
use leptos::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many from one to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartFlow {
    /// Which of the names is left.
    pub from: usize,
    /// Which of the names is come to.
    pub to: usize,
    /// How many.
    pub value: u64,
}

/// Bands of one drawing: more are no drawing any more. The largest are drawn.
pub const FLOWS_MOST: usize = 40;
/// Room above each bar for its name, in hundredths of an em as all lengths here.
const LABEL: u64 = 170;
/// Room below it.
const GAP: u64 = 40;
/// What all bands of one side are thick together.
const BODY: u64 = 1_400;
/// What the thinnest band is.
const THIN: u64 = 8;
/// How wide the drawing is, in units of its own: it is stretched to its place.
const WIDE: u64 = 1_000;

/// A bar of one side.
#[derive(Debug, PartialEq, Eq)]
struct Bar {
    name: usize,
    top: u64,
    thick: u64,
}

/// A band, with the upper edge of both its ends.
#[derive(Debug, PartialEq, Eq)]
struct Band {
    flow: ChartFlow,
    left: u64,
    right: u64,
    thick: u64,
}

#[derive(Debug, PartialEq, Eq)]
struct Layout {
    left: Vec<Bar>,
    right: Vec<Bar>,
    bands: Vec<Band>,
    height: u64,
}

impl Layout {
    fn of(flows: &[ChartFlow]) -> Self {
        let mut most: Vec<ChartFlow> = flows.iter().filter(|flow| flow.value > 0).cloned().collect();
        most.sort_by_key(|flow| (Reverse(flow.value), flow.from, flow.to));
        most.truncate(FLOWS_MOST);
        most.sort_by_key(|flow| (flow.from, flow.to));
        let all: u128 = most.iter().map(|flow| u128::from(flow.value)).sum();
        let thick = |flow: &ChartFlow| {
            let share = u128::from(flow.value) * u128::from(BODY) / all.max(1);
            u64::try_from(share).unwrap_or(BODY).max(THIN)
        };
        let (left, left_height) = bars(most.iter().map(|flow| (flow.from, thick(flow))));
        let (right, right_height) = bars(most.iter().map(|flow| (flow.to, thick(flow))));
        let (mut left_free, mut right_free) = (tops(&left), tops(&right));
        let bands = most.into_iter().map(|flow| {
            let thick = thick(&flow);
            let left = take(&mut left_free, flow.from, thick);
            let right = take(&mut right_free, flow.to, thick);
            Band { flow, left, right, thick }
        });
        let bands = bands.collect();
        Self { left, right, bands, height: left_height.max(right_height) }
    }
}

/// The bars of one side from above, in the order of the names, and how high they are together.
fn bars(ends: impl Iterator<Item = (usize, u64)>) -> (Vec<Bar>, u64) {
    let mut thick: BTreeMap<usize, u64> = BTreeMap::new();
    for (name, of) in ends {
        *thick.entry(name).or_default() += of;
    }
    let mut below = 0;
    let mut bars = Vec::with_capacity(thick.len());
    for (name, thick) in thick {
        bars.push(Bar { name, top: below + LABEL, thick });
        below += LABEL + thick + GAP;
    }
    (bars, below)
}

/// Where the first band of each bar begins.
fn tops(bars: &[Bar]) -> BTreeMap<usize, u64> {
    bars.iter().map(|bar| (bar.name, bar.top)).collect()
}

/// The place of the next band of a bar.
fn take(free: &mut BTreeMap<usize, u64>, name: usize, thick: u64) -> u64 {
    let place = free.entry(name).or_default();
    let top = *place;
    *place += thick;
    top
}

/// The edge of a band: over to the right, down, and back.
fn path(band: &Band) -> String {
    let Band { left, right, thick, .. } = band;
    let (middle, left_end, right_end) = (WIDE / 2, left + thick, right + thick);
    format!(
        "M0,{left} C{middle},{left} {middle},{right} {WIDE},{right} V{right_end} \
         C{middle},{right_end} {middle},{left_end} 0,{left_end} Z"
    )
}

fn name_of(names: &[String], at: usize) -> String {
    names.get(at).cloned().unwrap_or_default()
}

/// Bands from the left side to the right, as thick as they are many. The numbers stand in a table beside it.
#[component]
pub fn FlowChart(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// 人: said after each number.
    #[prop(into)]
    unit: String,
    /// Who is left and come to.
    names: Vec<String>,
    /// What is drawn; of very many the largest.
    flows: Vec<ChartFlow>,
) -> impl IntoView {
    let layout = Layout::of(&flows);
    if layout.bands.is_empty() {
        return view! {
            <figure class="chart">
                <figcaption class="chart-title">{title}</figcaption>
                <p class="muted">{t::chart::NO_DATA}</p>
            </figure>
        }
        .into_any();
    }
    let said = |flow: &ChartFlow| t::chart::flow(&name_of(&names, flow.from), &name_of(&names, flow.to));
    let bands = layout
        .bands
        .iter()
        .map(|band| {
            let class = format!("chart-flow series-{}", band.flow.from % 6 + 1);
            let told = format!("{}：{}{unit}", said(&band.flow), t::common::number(band.flow.value));
            view! { <path class=class d=path(band)><title>{told}</title></path> }
        })
        .collect_view();
    let left = layout.left.iter().map(|bar| side(bar, &names, false)).collect_view();
    let right = layout.right.iter().map(|bar| side(bar, &names, true)).collect_view();
    let lines: Vec<(String, u64)> =
        layout.bands.iter().map(|band| (said(&band.flow), band.flow.value)).collect();
    let described = t::chart::describe(lines.iter().map(|(said, n)| (said.as_str(), *n)), &unit);
    let frame = format!("0 0 {WIDE} {}", layout.height);
    let height = length(layout.height, "em");
    let inside = view! {
        <svg x="0" y="0" width="100%" height=height.clone() class="chart-plot" viewBox=frame preserveAspectRatio="none">
            {bands}
        </svg>
        {left}
        {right}
    };
    let drawn = drawing(&id, "chart-svg", height, (title.as_str(), described), inside.into_any());
    view! {
        <figure class="chart">
            <figcaption class="chart-title">{title}</figcaption>
            {drawn}
        </figure>
    }
    .into_any()
}

/// A bar with its name above.
fn side(bar: &Bar, names: &[String], right: bool) -> impl IntoView + use<> {
    let class = format!("chart-bar series-{}", bar.name % 6 + 1);
    let (x, anchor, edge) = if right { ("100%", "end", "99%") } else { ("0", "start", "0") };
    let name = name_of(names, bar.name);
    view! {
        <rect class=class x=edge y=length(bar.top, "em") width="1%" height=length(bar.thick, "em")/>
        <text class="chart-label" x=x y=length(bar.top - 50, "em") text-anchor=anchor>{name}</text>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(from: usize, to: usize, value: u64) -> ChartFlow {
        ChartFlow { from, to, value }
    }

    #[test]
    fn bands_are_as_thick_as_they_are_many_and_lie_in_their_bars() {
        let layout = Layout::of(&[flow(1, 0, 25), flow(0, 2, 50), flow(0, 1, 25), flow(2, 0, 0)]);
        let bands: Vec<_> =
            layout.bands.iter().map(|band| (band.flow.from, band.flow.to, band.thick)).collect();
        assert_eq!(bands, [(0, 1, BODY / 4), (0, 2, BODY / 2), (1, 0, BODY / 4)], "nobody is no band");
        assert_eq!(layout.left.iter().map(|bar| bar.name).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(layout.right.iter().map(|bar| bar.name).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(layout.bands[1].left, LABEL + BODY / 4, "below the one before it");
        assert_eq!(layout.height, BODY + 3 * (LABEL + GAP), "the side with more bars");
    }

    #[test]
    fn of_very_many_the_largest_are_drawn() {
        let flows: Vec<ChartFlow> = (0..100).map(|n| flow(n, n + 1, n as u64 + 1)).collect();
        let layout = Layout::of(&flows);
        assert_eq!(layout.bands.len(), FLOWS_MOST);
        assert!(layout.bands.iter().all(|band| band.flow.value > 60));
    }

    #[test]
    fn each_band_says_from_where_to_where_and_how_many() {
        let names = || vec!["玄武区".to_owned(), "秦淮区".to_owned()];
        let drawn = Owner::new().with(|| {
            view! { <FlowChart id="a" title="b" unit="人" names=names() flows=vec![flow(0, 1, 1_200)]/> }
                .to_html()
        });
        let drawn = drawn.replace("<!>", "");
        assert!(drawn.contains("<title>玄武区到秦淮区：1,200人</title>"), "{drawn}");
        assert!(drawn.contains("id=\"a-desc\"") && drawn.contains("role=\"img\""), "{drawn}");
        let none = Owner::new().with(|| {
            view! { <FlowChart id="a" title="b" unit="人" names=names() flows=Vec::new()/> }.to_html()
        });
        assert!(none.contains(t::chart::NO_DATA) && !none.contains("<svg"), "{none}");
    }

    #[test]
    fn no_band_leaves_its_bar_and_no_two_bars_of_a_side_touch() {
        // As unlike each other as numbers can be, and each pair of nine once.
        let pairs = (0..9_usize).flat_map(|from| (0..9_usize).map(move |to| (from, to)));
        let flows: Vec<ChartFlow> =
            pairs.map(|(from, to)| flow(from, to, 1_u64 << ((from * 31 + to * 17) % 60))).collect();
        let layout = Layout::of(&flows);
        assert_eq!(layout.bands.len(), FLOWS_MOST);
        for bars in [&layout.left, &layout.right] {
            for two in bars.windows(2) {
                assert!(two[0].top + two[0].thick + GAP + LABEL <= two[1].top, "{two:?}");
            }
            assert!(bars.iter().all(|bar| bar.top + bar.thick <= layout.height));
        }
        for band in &layout.bands {
            let left = layout.left.iter().find(|bar| bar.name == band.flow.from).unwrap();
            let right = layout.right.iter().find(|bar| bar.name == band.flow.to).unwrap();
            assert!(band.thick >= THIN, "{band:?}");
            assert!(band.left >= left.top && band.left + band.thick <= left.top + left.thick, "{band:?}");
            assert!(
                band.right >= right.top && band.right + band.thick <= right.top + right.thick,
                "{band:?}"
            );
        }
    }
}
