//! 变化情况: one figure of a unit over the days of which it is kept, and against earlier days; and the small lines of the landing page that lead
//! here.

use crate::api::dashboard::trend;
use crate::api::day;
use crate::pages::parts::{Load, query};
use crate::text::t::{self, home as w};
use crate::ui::{
    Breadcrumbs, LineChart, LinePoint, Notice, NoticeKind, PageTitle, PrintButton, Section, SummaryList,
    SummaryRow,
};
use chrono::{Datelike, Days, NaiveDate};
use contract::dashboard::{Trend, TrendLines, TrendPoint};
use domain::figure::{Against, Figure, Span, Told};
use domain::id::UnitId;
use leptos::prelude::*;
use t::common::number;

/// 变化情况
#[component]
pub fn FigurePage() -> impl IntoView {
    let (unit, figure, span) = (query("unit"), query("figure"), query("span"));
    let data = Resource::new_blocking(
        move || (unit.get(), figure.get(), span.get()),
        |(unit, figure, span)| trend(unit, figure, span),
    );
    view! { <Load data=data view=page/> }
}

fn page(trend: Trend) -> impl IntoView {
    let Trend { unit, name, figure, span, points, since, newest, term_before, year_before, .. } = trend;
    let label = figure.label();
    let crumbs = vec![(format!("/home?unit={unit}"), name.clone())];
    let spans = Span::ALL
        .into_iter()
        .map(|one| {
            let href = format!("{}&span={}", address(&unit, figure), one.key());
            let current = (one == span).then_some("true");
            view! { <li><a class="kind" href=href aria-current=current data-noscroll="">{one.label()}</a></li> }
        })
        .collect_view();
    let compared = newest.map(|newest| {
        let now = match newest.value {
            Told::LeftOut => told(newest.value),
            value => w::counted(&told(value), figure.unit()),
        };
        view! {
            <Section id="compared" title=w::COMPARED>
                <SummaryList>
                    <SummaryRow term=w::on(&day(newest.day))>{now}</SummaryRow>
                    <SummaryRow term=w::TERM_BEFORE>{against(term_before, figure)}</SummaryRow>
                    <SummaryRow term=w::YEAR_BEFORE>{against(year_before, figure)}</SummaryRow>
                </SummaryList>
            </Section>
        }
    });
    let untold = points.iter().chain(newest.as_ref()).any(|point| point.value.words().is_some());
    let uncompared = [term_before, year_before].iter().any(|of| matches!(of, Against::Untold { .. }));
    let withheld = (untold || uncompared).then(|| view! { <p class="hint">{w::WITHHELD}</p> });
    let points: Vec<LinePoint> = points.iter().map(point).collect();
    let chart = if points.is_empty() {
        view! { <Notice kind=NoticeKind::Info><p>{w::NOTHING_KEPT}</p></Notice> }.into_any()
    } else {
        view! { <LineChart id="figure-line" title=label unit=figure.unit() points/> }.into_any()
    };
    let kept = match since {
        Some(since) => w::kept_since(&day(since)),
        None => w::NOT_KEPT_YET.to_owned(),
    };
    view! {
        <Breadcrumbs items=crumbs current=label/>
        <PageTitle title=label caption=Some(name)><PrintButton>{w::PRINT}</PrintButton></PageTitle>
        <p class="muted">{kept}</p>
        {withheld}
        {compared}
        <Section id="trend" title=w::TREND>
            <nav class="kinds" aria-label=w::SPAN><ul>{spans}</ul></nav>
            {chart}
        </Section>
    }
}

/// The page of a figure of a unit.
fn address(unit: &UnitId, figure: Figure) -> String {
    format!("/home/figure?unit={unit}&figure={}", figure.key())
}

/// A figure as it may be told.
pub(super) fn told(value: Told) -> String {
    match value.words() {
        Some(words) => words.to_owned(),
        None => value.number().map(number).unwrap_or_default(),
    }
}

fn on_a_line(on: NaiveDate, value: Told, group: String) -> LinePoint {
    let at = i64::from(on.num_days_from_ce());
    LinePoint { at, label: day(on), group, value: value.number(), words: told(value) }
}

fn point(of: &TrendPoint) -> LinePoint {
    on_a_line(of.day, of.value, of.term.to_string())
}

/// How a figure stands to an earlier one, in words: a sign alone is easily not seen.
fn against(against: Against, figure: Figure) -> String {
    match against {
        Against::Nothing => w::NOTHING_BEFORE.to_owned(),
        Against::Untold { on } => w::untold(&day(on)),
        Against::By { on, before, change } => {
            let before = w::counted(&number(before), figure.unit());
            let by = w::counted(&number(change.unsigned_abs()), figure.unit());
            w::changed(change, &by, &day(on), &before)
        }
    }
}

/// How long before the newest night a number is compared with.
const MONTH: Days = Days::new(30);
/// How many days from that the night may lie: not each is among those of a line.
const NEAR: i64 = 7;

/// What is kept of the figures of a unit, for the small lines beside them.
pub(super) struct Lines {
    pub(super) unit: UnitId,
    pub(super) lines: TrendLines,
}

impl Lines {
    /// The line of a figure, once two days of it are kept, and where more of it is; nothing before the first night.
    pub(super) fn line_of(&self, figure: Figure) -> Option<AnyView> {
        let values = self.lines.values.get(&figure)?;
        let days = self.lines.days.iter().zip(values);
        let points: Vec<LinePoint> = days
            .filter_map(|(day, value)| value.map(|value| on_a_line(*day, value, String::new())))
            .collect();
        let line = (points.len() > 1).then(|| {
            let (id, title) = (format!("trend-{}", figure.key()), w::last_weeks(figure.label()));
            view! { <LineChart id title unit=figure.unit() points small=true/> }
        });
        let href = address(&self.unit, figure);
        let link = view! {
            <a class="trend-link" href=href>
                {w::TREND}<span class="visually-hidden">{w::of_figure(figure.label())}</span>
            </a>
        };
        Some(view! { {line}{link} }.into_any())
    }

    /// A figure as it stood about a month before the newest night, and when that was; none where it was not counted then, or is not told.
    pub(super) fn month_before(&self, figure: Figure) -> Option<(NaiveDate, u64)> {
        let on = self.lines.days.last()?.checked_sub_days(MONTH)?;
        let days = self.lines.days.iter().copied().zip(self.lines.values.get(&figure)?);
        let counted = days.filter_map(|(day, told)| Some((day, (*told)?)));
        let apart = |day: NaiveDate| (day - on).num_days().abs();
        let (day, told) =
            counted.filter(|(day, _)| apart(*day) <= NEAR).min_by_key(|(day, _)| apart(*day))?;
        Some((day, told.number()?))
    }
}
