//! Charts that the server draws: SVG without inline style, sized in percent and `em`, so that they fit a phone,
//! grow with the type, print, and need no JavaScript. Under each the same numbers as a table. A line over days is in `line.rs`.

pub mod line;

pub use line::{LineChart, LinePoint};

use super::table::Column;
use super::{Cell, DataTable, Details, Row, RowHeader, Tone};
use crate::text::t;
use leptos::prelude::*;

/// One bar, column or segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartRow {
    /// What is counted.
    pub label: String,
    /// What stands below a column, where there is little room.
    pub short: String,
    /// How many.
    pub value: u64,
    /// [`Tone::Neutral`] takes the chart's own colour.
    pub tone: Tone,
}

impl ChartRow {
    /// In the chart's own colour, with the same words below a column.
    pub fn new(label: impl Into<String>, value: u64) -> Self {
        let label = label.into();
        Self { short: label.clone(), label, value, tone: Tone::Neutral }
    }

    /// With shorter words below a column.
    pub fn short(mut self, short: impl Into<String>) -> Self {
        self.short = short.into();
        self
    }

    /// In a colour of its own.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// `part` of `whole` in hundredths of a percent (0–10000); 0 of 0 is 0.
fn basis_points(part: u64, whole: u64) -> u64 {
    if whole == 0 { 0 } else { (u128::from(part) * 10_000 / u128::from(whole)).min(10_000) as u64 }
}

/// An SVG length from hundredths: `(6350, "%")` → `63.50%`. Whole numbers, so both sides write the same.
fn length(hundredths: u64, unit: &str) -> String {
    format!("{}.{:02}{unit}", hundredths / 100, hundredths % 100)
}

/// A round number not below `max` for the top of an axis: a small number times a power of ten.
fn axis_top(max: u64) -> u64 {
    let mut step = 1_u64;
    while step < max {
        for factor in [2, 3, 4, 5, 6, 8, 10] {
            let top = step.saturating_mul(factor);
            if top >= max {
                return top;
            }
        }
        step = step.saturating_mul(10);
    }
    step
}

/// Title, drawing and table of a chart: `<figure class="chart">` › `figcaption`, `svg[role=img]`, `details`.
fn frame(title: String, unit: &str, rows: &[ChartRow], drawing: AnyView) -> AnyView {
    if rows.is_empty() {
        return view! {
            <figure class="chart">
                <figcaption class="chart-title">{title}</figcaption>
                <p class="muted">{t::chart::NO_DATA}</p>
            </figure>
        }
        .into_any();
    }
    let total: u64 = rows.iter().map(|row| row.value).sum();
    let count =
        if unit.is_empty() { t::chart::COUNT.to_owned() } else { format!("{}（{unit}）", t::chart::COUNT) };
    let head = vec![
        Column::new(t::chart::ITEM),
        Column::new(count.clone()).numeric(),
        Column::new(t::chart::SHARE).numeric(),
    ];
    let lines = rows
        .iter()
        .map(|row| {
            let (label, count) = (row.label.clone(), count.clone());
            let value = t::common::number(row.value);
            let share = t::common::per_mille(basis_points(row.value, total) / 10);
            view! {
                <Row>
                    <RowHeader>{label}</RowHeader>
                    <Cell label=count numeric=true>{value}</Cell>
                    <Cell label=t::chart::SHARE numeric=true>{share}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <figure class="chart">
            <figcaption class="chart-title">{title.clone()}</figcaption>
            {drawing}
            <Details summary=t::chart::SHOW_TABLE>
                <DataTable caption=title caption_hidden=true columns=head dense=true>{lines}</DataTable>
            </Details>
        </figure>
    }
    .into_any()
}

/// The drawing of every chart: an image, of which title and description are heard.
fn drawing(
    id: &str,
    class: &'static str,
    height: String,
    (title, described): (&str, String),
    inside: AnyView,
) -> AnyView {
    let (title_id, desc_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labelled = format!("{title_id} {desc_id}");
    let title = title.to_owned();
    view! {
        <svg class=class role="img" aria-labelledby=labelled width="100%" height=height>
            <title id=title_id>{title}</title>
            <desc id=desc_id>{described}</desc>
            {inside}
        </svg>
    }
    .into_any()
}

fn description(rows: &[ChartRow], unit: &str) -> String {
    t::chart::describe(rows.iter().map(|row| (row.label.as_str(), row.value)), unit)
}

/// What is said of one bar, column or segment: the whole number.
fn said(row: &ChartRow, unit: &str) -> String {
    format!("{}：{}{unit}", row.label, t::common::number(row.value))
}

fn bar_class(row: &ChartRow) -> String {
    format!("chart-bar {}", row.tone.class())
}

/// Horizontal bars, the label and the value above each.
#[component]
pub fn BarChart(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// 人, 件: said after each number.
    #[prop(optional, into)]
    unit: String,
    /// What is drawn, in this order.
    rows: Vec<ChartRow>,
) -> impl IntoView {
    // One row is 2.75em high: a line of text, then the bar.
    const ROW: u64 = 275;
    let max = rows.iter().map(|row| row.value).max().unwrap_or(0);
    let bars = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let top = index as u64 * ROW;
            let (class, said) = (bar_class(row), said(row, &unit));
            view! {
                <g>
                    <title>{said}</title>
                    <text class="chart-label" x="0" y=length(top + 110, "em")>{row.label.clone()}</text>
                    <text class="chart-value" x="100%" y=length(top + 110, "em") text-anchor="end">
                        {format!("{}{unit}", t::common::compact(row.value))}
                    </text>
                    <rect class="chart-track" x="0" y=length(top + 160, "em") width="100%" height="0.65em" rx="3"/>
                    <rect
                        class=class
                        x="0"
                        y=length(top + 160, "em")
                        width=length(basis_points(row.value, max), "%")
                        height="0.65em"
                        rx="3"
                    />
                </g>
            }
        })
        .collect_view();
    let height = length(rows.len() as u64 * ROW, "em");
    let told = (title.as_str(), description(&rows, &unit));
    let drawn = drawing(&id, "chart-svg", height, told, bars.into_any());
    frame(title, &unit, &rows, drawn)
}

/// Columns side by side, for things in order: grades 1–12, months. On a phone the numbers above them give way
/// to the axis and the table.
#[component]
pub fn ColumnChart(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// 人, 件: said after each number.
    #[prop(optional, into)]
    unit: String,
    /// What is drawn, in this order.
    rows: Vec<ChartRow>,
) -> impl IntoView {
    // In hundredths of an em: room for a number above, the plot, room for the label below.
    const HEAD: u64 = 200;
    const PLOT: u64 = 1000;
    let top = axis_top(rows.iter().map(|row| row.value).max().unwrap_or(0));
    let slot = 10_000 / (rows.len() as u64).max(1);
    let lines = (0..=4_u64)
        .map(|i| {
            let y = length(HEAD + PLOT * i / 4, "em");
            view! { <line class="chart-grid" x1="0" x2="100%" y1=y.clone() y2=y/> }
        })
        .collect_view();
    let bars = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let left = index as u64 * slot;
            let middle = length(left + slot / 2, "%");
            let height = basis_points(row.value, top) * PLOT / 10_000;
            let (class, said) = (bar_class(row), said(row, &unit));
            view! {
                <g>
                    <title>{said}</title>
                    // A low column is easily missed: the whole place it stands in says its number.
                    <rect class="chart-place" x=length(left, "%") y="0" width=length(slot, "%") height=length(HEAD + PLOT, "em")/>
                    <rect
                        class=class
                        x=length(left + slot / 5, "%")
                        y=length(HEAD + PLOT - height, "em")
                        width=length(slot * 3 / 5, "%")
                        height=length(height, "em")
                        rx="2"
                    />
                    <text
                        class="chart-value chart-value-column"
                        x=middle.clone()
                        y=length(HEAD + PLOT - height - 40, "em")
                        text-anchor="middle"
                    >
                        {t::common::compact(row.value)}
                    </text>
                    <text class="chart-label" x=middle y=length(HEAD + PLOT + 150, "em") text-anchor="middle">
                        {row.short.clone()}
                    </text>
                </g>
            }
        })
        .collect_view();
    let inside = view! {
        {lines}
        {bars}
        <text class="chart-axis" x="0" y="1.6em">{format!("{}{unit}", t::common::compact(top))}</text>
    };
    let told = (title.as_str(), description(&rows, &unit));
    let drawn = drawing(&id, "chart-svg", length(1400, "em"), told, inside.into_any());
    frame(title, &unit, &rows, drawn)
}

/// One bar cut into shares, and a legend with the numbers.
#[component]
pub fn StackedBar(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// 人, 件: said after each number.
    #[prop(optional, into)]
    unit: String,
    /// What is drawn, in this order.
    rows: Vec<ChartRow>,
) -> impl IntoView {
    let total: u64 = rows.iter().map(|row| row.value).sum();
    let mut before = 0_u64;
    let segments = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let x = basis_points(before, total);
            before += row.value;
            let (class, said) = (segment_class(index, row), said(row, &unit));
            view! {
                <rect
                    class=class
                    x=length(x, "%")
                    y="0"
                    width=length(basis_points(before, total) - x, "%")
                    height="1.5em"
                >
                    <title>{said}</title>
                </rect>
            }
        })
        .collect_view();
    let legend = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let class = segment_class(index, row);
            let share = t::common::per_mille(basis_points(row.value, total) / 10);
            let said = said(row, &unit);
            view! {
                <li class="legend-item" title=said>
                    <svg class="legend-swatch" aria-hidden="true" width="0.8em" height="0.8em">
                        <rect class=class width="100%" height="100%" rx="2"/>
                    </svg>
                    <span>{row.label.clone()}</span>
                    <span class="legend-number">{format!("{}{unit}", t::common::compact(row.value))}</span>
                    <span class="legend-share">{share}</span>
                </li>
            }
        })
        .collect_view();
    let told = (title.as_str(), description(&rows, &unit));
    let bar = drawing(&id, "chart-svg chart-stack", length(150, "em"), told, segments.into_any());
    let drawn = view! {
        {bar}
        <ul class="legend-list" aria-hidden="true">{legend}</ul>
    };
    frame(title, &unit, &rows, drawn.into_any())
}

/// A segment's own tone, or the next colour of the series.
fn segment_class(index: usize, row: &ChartRow) -> String {
    match row.tone {
        Tone::Neutral => format!("chart-bar series-{}", index % 6 + 1),
        tone => format!("chart-bar {}", tone.class()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_never_divide_by_nothing_or_pass_the_whole() {
        assert_eq!(basis_points(0, 0), 0);
        assert_eq!(basis_points(1, 3), 3333);
        assert_eq!(basis_points(9, 3), 10_000);
        assert_eq!(basis_points(u64::MAX, u64::MAX), 10_000);
    }

    #[test]
    fn lengths_are_written_with_two_decimals() {
        assert_eq!(length(6350, "%"), "63.50%");
        assert_eq!(length(5, "em"), "0.05em");
    }

    #[test]
    fn an_axis_ends_on_a_round_number() {
        assert_eq!([0, 1, 3, 7, 10, 11, 230, 501].map(axis_top), [1, 1, 3, 8, 10, 20, 300, 600]);
        assert!(axis_top(u64::MAX) == u64::MAX);
    }

    #[test]
    fn each_mark_says_its_whole_number_and_shows_it_short() {
        let rows = || vec![ChartRow::new("小学", 124_399), ChartRow::new("初中", 7)];
        let bars =
            Owner::new().with(|| view! { <BarChart id="a" title="b" unit="人" rows=rows()/> }.to_html());
        let columns =
            Owner::new().with(|| view! { <ColumnChart id="a" title="b" unit="人" rows=rows()/> }.to_html());
        let shares =
            Owner::new().with(|| view! { <StackedBar id="a" title="b" unit="人" rows=rows()/> }.to_html());
        for drawn in [bars, columns, shares].map(|drawn| drawn.replace("<!>", "")) {
            assert!(drawn.contains("<title>小学：124,399人</title>"), "{drawn}");
            assert!(drawn.contains("<title>初中：7人</title>") && drawn.contains("12.4万"), "{drawn}");
        }
    }
}
