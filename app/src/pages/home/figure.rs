//! 变化情况: one figure of a unit over the days of which it is kept, and against earlier days; and the numbers of the landing page, with the
//! small lines that lead here.

use crate::api::dashboard::trend;
use crate::api::day;
use crate::pages::parts::{Load, query};
use crate::text::t::{self, home as w};
use crate::ui::{
    Breadcrumbs, LineChart, LinePoint, Notice, NoticeKind, PageTitle, Section, Stat, SummaryList, SummaryRow,
    Tone,
};
use chrono::{Datelike, NaiveDate};
use contract::dashboard::{Trend, TrendLines, TrendPoint};
use domain::figure::{Against, Figure, Span, Told};
use domain::id::UnitId;
use leptos::prelude::*;
use std::collections::BTreeMap;
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
        <PageTitle title=label caption=Some(name)/>
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
fn told(value: Told) -> String {
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

/// What is kept of the figures of a unit, for the small lines beside them.
#[derive(Clone)]
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
}

/// The figures that stand first, as they are told, with their lines.
pub(super) struct Shown {
    pub(super) told: BTreeMap<Figure, Told>,
    pub(super) masked: bool,
    pub(super) lines: Lines,
}

impl Shown {
    /// A figure with its line. Any number but none of it stands in its tone.
    pub(super) fn stat(&self, figure: Figure, label: &'static str, tone: Tone) -> AnyView {
        self.stat_to(figure, label, tone, None)
    }

    /// The same, leading to what it counts where the reader may open that.
    pub(super) fn stat_to(
        &self,
        figure: Figure,
        label: &'static str,
        tone: Tone,
        to: Option<&'static str>,
    ) -> AnyView {
        let told = self.told.get(&figure).copied();
        let tone = match told {
            Some(Told::Exact(0) | Told::LeftOut) | None => Tone::Neutral,
            Some(_) => tone,
        };
        let unit = if matches!(told, Some(Told::LeftOut) | None) { "" } else { figure.unit() };
        let trend = self.lines.line_of(figure);
        let href = to.map(str::to_owned);
        view! { <Stat label value=Signal::stored(words(told)) unit tone trend href/> }.into_any()
    }

    /// Whether a figure is known to be none.
    pub(super) fn is_none(&self, figure: Figure) -> bool {
        self.told.get(&figure).is_none_or(|told| *told == Told::Exact(0))
    }
}

/// A figure in words; one that is not there is not known.
pub(super) fn words(of: Option<Told>) -> String {
    of.map_or_else(|| w::UNKNOWN.to_owned(), told)
}
