//! A line over days: small beside a number, or large with its axis. What is not known is no point of it, and below it stands the same as a
//! table.

use super::{drawing, length};
use crate::text::t;
use crate::ui::{Cell, Column, DataTable, Details, Row, RowHeader};
use leptos::prelude::*;

/// A day of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePoint {
    /// Where it stands: the number of the day.
    pub at: i64,
    /// The day in words.
    pub label: String,
    /// What it belongs to, in words (学期); empty where nothing is said of it.
    pub group: String,
    /// How many; none where the number is not told.
    pub value: Option<u64>,
    /// The number, or why there is none, in words.
    pub words: String,
}

/// Between which days and numbers a line is drawn.
struct Scale {
    days: (i64, i64),
    values: (u64, u64),
}

/// The whole of a side, in hundredths of a percent.
const WHOLE: u64 = 10_000;

impl Scale {
    /// None where no number is known. A line that hardly moves has no room left for it when it begins at nothing: then the axis
    /// begins below the lowest number, and says so.
    fn of(points: &[LinePoint]) -> Option<Self> {
        let values = || points.iter().filter_map(|point| point.value);
        let (low, high) = (values().min()?, values().max()?);
        let room = ((high - low) / 4).max(1);
        let bottom = if low > (high - low).saturating_mul(2) { low.saturating_sub(room) } else { 0 };
        let days = (points.first()?.at, points.last()?.at);
        Some(Self { days, values: (bottom, high.saturating_add(room)) })
    }

    /// From the left; a day by itself stands in the middle.
    fn x(&self, at: i64) -> u64 {
        let (first, last) = self.days;
        match u64::try_from(last - first).unwrap_or_default() {
            0 => WHOLE / 2,
            wide => u64::try_from(at - first).unwrap_or_default().min(wide) * WHOLE / wide,
        }
    }

    /// From the top.
    fn y(&self, value: u64) -> u64 {
        let (low, high) = self.values;
        let (high_above, below_high) = (high.saturating_sub(low).max(1), high.saturating_sub(value));
        u64::try_from(u128::from(below_high) * u128::from(WHOLE) / u128::from(high_above))
            .unwrap_or(WHOLE)
            .min(WHOLE)
    }
}

/// The stretches of days whose number is known, each as the corners of its line: a day whose number is not told parts two of them.
fn stretches(points: &[LinePoint], scale: &Scale) -> Vec<String> {
    let runs = points.split(|point| point.value.is_none());
    let corner = |point: &LinePoint| {
        let value = point.value.unwrap_or_default();
        format!("{},{}", scale.x(point.at), scale.y(value))
    };
    runs.filter(|run| run.len() > 1).map(|run| run.iter().map(corner).collect::<Vec<_>>().join(" ")).collect()
}

/// The numbers of every day, the newest first.
fn table(title: String, unit: &str, points: &[LinePoint], open: bool) -> impl IntoView + use<> {
    let count = format!("{}（{unit}）", t::chart::COUNT);
    let grouped = points.iter().any(|point| !point.group.is_empty());
    let mut head = vec![Column::new(t::chart::DAY), Column::new(count.clone()).numeric()];
    if grouped {
        head.push(Column::new(t::chart::TERM));
    }
    let lines = points
        .iter()
        .rev()
        .map(|point| {
            let LinePoint { label, group, words, .. } = point.clone();
            let count = count.clone();
            let group = grouped.then(|| view! { <Cell label=t::chart::TERM>{group}</Cell> });
            view! {
                <Row>
                    <RowHeader>{label}</RowHeader>
                    <Cell label=count numeric=true>{words}</Cell>
                    {group}
                </Row>
            }
        })
        .collect_view();
    view! {
        <Details summary=t::chart::SHOW_TABLE open>
            <DataTable caption=title caption_hidden=true columns=head dense=true>{lines}</DataTable>
        </Details>
    }
}

/// Days in their order, joined by a line.
#[component]
pub fn LineChart(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// What is drawn; a heading of the large one, heard with the small one.
    #[prop(into)]
    title: String,
    /// 人, 件: said after each number.
    #[prop(into)]
    unit: String,
    /// The days, the earliest first.
    points: Vec<LinePoint>,
    /// Beside a number: low, without an axis and with the table closed.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    // In hundredths of an em: room above and below, and the plot between.
    let (edge, plot) = if small { (40, 240) } else { (150, 1200) };
    let scale = Scale::of(&points);
    let drawn = scale.map(|scale| {
        let lines = stretches(&points, &scale)
            .into_iter()
            .map(|corners| view! { <polyline class="chart-line" points=corners/> })
            .collect_view();
        // A year of days side by side: smaller marks, so that the line is seen.
        let r = if points.len() > 60 { "0.15em" } else { "0.3em" };
        let marks = points
            .iter()
            .filter_map(|point| point.value.map(|value| (point, value)))
            .map(|(point, value)| {
                let told = format!("{}：{}{unit}", point.label, point.words);
                let y = edge + scale.y(value) * plot / WHOLE;
                view! {
                    <circle class="chart-point" cx=length(scale.x(point.at), "%") cy=length(y, "em") r=r>
                        <title>{told}</title>
                    </circle>
                }
            })
            .collect_view();
        let axis = (!small).then(|| axis(&scale, &points, &unit, edge, plot));
        view! {
            {axis}
            <svg
                x="0"
                y=length(edge, "em")
                width="100%"
                height=length(plot, "em")
                class="chart-plot"
                viewBox="0 0 10000 10000"
                preserveAspectRatio="none"
            >
                {lines}
            </svg>
            {marks}
        }
    });
    let told = (title.as_str(), described(&points, &unit));
    let drawing = drawing(&id, "chart-svg", length(plot + 2 * edge, "em"), told, drawn.into_any());
    let below = table(title.clone(), &unit, &points, !small);
    if small {
        view! { <div class="trend">{drawing}{below}</div> }.into_any()
    } else {
        view! {
            <figure class="chart">
                <figcaption class="chart-title">{title}</figcaption>
                {drawing}
                {below}
            </figure>
        }
        .into_any()
    }
}

/// The highest and the lowest number of the axis, and the first and the last day below it.
fn axis(scale: &Scale, points: &[LinePoint], unit: &str, edge: u64, plot: u64) -> impl IntoView + use<> {
    let (low, high) = scale.values;
    let [low, high] = bounds(low, high).map(|bound| format!("{bound}{unit}"));
    let day = |point: Option<&LinePoint>| point.map(|point| point.label.clone()).unwrap_or_default();
    let (first, last) = (day(points.first()), day(points.last().filter(|_| points.len() > 1)));
    let (top, bottom) = (length(edge, "em"), length(edge + plot, "em"));
    let (over, under) = (length(edge - 40, "em"), length(edge + plot - 40, "em"));
    let days = length(edge + plot + 120, "em");
    view! {
        <line class="chart-grid" x1="0" x2="100%" y1=top.clone() y2=top/>
        <line class="chart-grid" x1="0" x2="100%" y1=bottom.clone() y2=bottom/>
        <text class="chart-bound" x="0" y=over>{high}</text>
        <text class="chart-bound" x="0" y=under>{low}</text>
        <text class="chart-label" x="0" y=days.clone()>{first}</text>
        <text class="chart-label" x="100%" y=days text-anchor="end">{last}</text>
    }
}

/// The ends of an axis in few characters, unless that makes them look like one number.
fn bounds(low: u64, high: u64) -> [String; 2] {
    let [short_low, short_high] = [low, high].map(t::common::compact);
    if low != high && short_low == short_high {
        [low, high].map(t::common::number)
    } else {
        [short_low, short_high]
    }
}

/// What a line says to somebody who cannot see it: where it begins and ends.
fn described(points: &[LinePoint], unit: &str) -> String {
    let told = |point: &LinePoint| match point.value {
        Some(_) => format!("{} {}{unit}", point.label, point.words),
        None => format!("{} {}", point.label, point.words),
    };
    match points {
        [] => t::chart::NO_DATA.to_owned(),
        [only] => format!("{}。", told(only)),
        [first, .., last] => t::chart::from_to(&told(first), &told(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: i64, value: Option<u64>) -> LinePoint {
        let words = value.map_or_else(|| "少于5".to_owned(), |value| value.to_string());
        LinePoint { at, label: format!("第{at}天"), group: String::new(), value, words }
    }

    #[test]
    fn a_line_lies_within_its_frame_and_a_day_alone_in_the_middle() {
        let points = [point(10, Some(800)), point(15, Some(812)), point(20, Some(806))];
        let scale = Scale::of(&points).unwrap();
        assert_eq!((scale.x(10), scale.x(15), scale.x(20)), (0, 5_000, WHOLE));
        assert_eq!(scale.values, (797, 815), "it hardly moves: the axis begins below it");
        assert!(scale.y(812) < scale.y(806) && scale.y(806) < scale.y(800) && scale.y(800) <= WHOLE);
        let alone = Scale::of(&[point(10, Some(0))]).unwrap();
        assert_eq!((alone.x(10), alone.values, alone.y(0)), (WHOLE / 2, (0, 1), WHOLE));
        let steep = Scale::of(&[point(1, Some(2)), point(2, Some(40))]).unwrap();
        assert_eq!(steep.values.0, 0);
        assert!(Scale::of(&[point(1, None)]).is_none() && Scale::of(&[]).is_none());
    }

    #[test]
    fn a_number_that_is_not_told_parts_the_line() {
        let points =
            [point(0, Some(5)), point(1, Some(6)), point(2, None), point(3, Some(7)), point(4, Some(8))];
        let scale = Scale::of(&points).unwrap();
        let lines = stretches(&points, &scale);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.split(' ').count() == 2), "{lines:?}");
        assert_eq!(stretches(&points[1..4], &scale), Vec::<String>::new(), "a day alone is a mark, no line");
    }

    #[test]
    fn a_line_is_described_by_its_ends() {
        let points = [point(1, Some(5)), point(2, Some(6)), point(3, None)];
        assert_eq!(described(&points, "人"), "从第1天 5人，到第3天 少于5。");
        assert_eq!(described(&points[..1], "人"), "第1天 5人。");
        assert_eq!(described(&[], "人"), t::chart::NO_DATA);
    }

    #[test]
    fn the_ends_of_an_axis_are_short_unless_they_would_look_the_same() {
        assert_eq!(bounds(124_300, 235_000), ["12.4万", "23.5万"]);
        assert_eq!(bounds(124_310, 124_390), ["124,310", "124,390"]);
        assert_eq!(bounds(0, 9), ["0", "9"]);
    }
}
