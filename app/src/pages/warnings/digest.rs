//! 每周监测简报: a sheet of figures for one authority and week, as it was made; prints as it stands.

use crate::api::day;
use crate::api::warning::warning_digest;
use crate::pages::parts::{Load, query};
use crate::text::t::{common::number, warning as w};
use crate::ui::{
    BackLink, Cell, Column, DataTable, Empty, PageTitle, Row, RowHeader, Section, SummaryList, SummaryRow,
};
use domain::warning::{Digest, Indicator, Level, Week};
use leptos::prelude::*;

/// 每周监测简报
#[component]
pub fn DigestPage() -> impl IntoView {
    let week = query("week");
    let data = Resource::new_blocking(move || week.get(), warning_digest);
    view! {
        <Load data view=|(digest, weeks): (Option<Digest>, Vec<Week>)| {
            let sheet = match digest {
                Some(digest) => sheet(digest),
                None => view! {
                    <PageTitle title=w::DIGEST/>
                    <Empty title=w::NO_DIGEST><p>{w::NO_DIGEST_NEXT}</p></Empty>
                }
                .into_any(),
            };
            view! {
                <BackLink href="/warnings"/>
                {sheet}
                {others(weeks)}
            }
        }/>
    }
}

/// A week by its first and last day.
fn words_of(week: Week) -> String {
    w::week(&day(week.first_day()), &day(week.last_day()))
}

fn sheet(digest: Digest) -> AnyView {
    let pieces = |n: u64| format!("{} {}", number(n), w::PIECES);
    let levels = Level::ALL
        .into_iter()
        .rev()
        .map(|level| {
            let n = pieces(digest.of_level(level));
            view! { <SummaryRow term=level.label()>{n}</SummaryRow> }
        })
        .collect_view();
    let indicators = Indicator::ALL
        .into_iter()
        .map(|one| (one.label().to_owned(), digest.open.get(&one).copied().unwrap_or_default()))
        .collect();
    let units: Vec<(String, [u64; 3])> =
        digest.units.iter().map(|line| (line.name.clone(), line.open)).collect();
    let units = if units.is_empty() {
        view! { <p>{w::NO_UNITS}</p> }.into_any()
    } else {
        table(w::BY_UNIT, w::UNIT, units)
    };
    let on_roll = format!("{} {}", number(digest.on_roll), w::PEOPLE);
    let (opened, closed) = (pieces(digest.opened), pieces(digest.closed));
    let (authority, week, made_on) =
        (digest.authority.clone(), words_of(digest.week), w::made_on(&day(digest.made_on)));
    view! {
        <PageTitle title=w::DIGEST caption=Some(authority)><p>{week}</p></PageTitle>
        <p class="muted">{made_on}</p>
        <Section id="summary" title=w::SUMMARY>
            <SummaryList>
                <SummaryRow term=w::ON_ROLL>{on_roll}</SummaryRow>
                {levels}
                <SummaryRow term=w::OPENED_IN>{opened}</SummaryRow>
                <SummaryRow term=w::CLOSED_IN>{closed}</SummaryRow>
            </SummaryList>
        </Section>
        <Section id="indicators" title=w::BY_INDICATOR>{table(w::BY_INDICATOR, w::INDICATOR, indicators)}</Section>
        <Section id="units" title=w::BY_UNIT>{units}</Section>
        <p class="hint no-print">{w::PRINT}</p>
    }
    .into_any()
}

fn table(caption: &'static str, first: &'static str, lines: Vec<(String, [u64; 3])>) -> AnyView {
    let rows = lines
        .into_iter()
        .map(|(name, open)| {
            let cells = Level::ALL
                .into_iter()
                .zip(open)
                .rev()
                .map(|(level, n)| view! { <Cell label=level.label() numeric=true>{number(n)}</Cell> })
                .collect_view();
            let total = number(open.iter().sum());
            view! { <Row><RowHeader>{name}</RowHeader>{cells}<Cell label=w::TOTAL numeric=true>{total}</Cell></Row> }
        })
        .collect_view();
    let levels = Level::ALL.into_iter().rev().map(|level| Column::new(level.label()).numeric());
    let headings: Vec<Column> =
        [Column::new(first)].into_iter().chain(levels).chain([Column::new(w::TOTAL).numeric()]).collect();
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable> }.into_any()
}

fn others(weeks: Vec<Week>) -> Option<AnyView> {
    if weeks.len() < 2 {
        return None;
    }
    let links = weeks
        .into_iter()
        .map(|week| {
            view! { <li><a href=format!("/warnings/digest?week={week}")>{words_of(week)}</a></li> }
        })
        .collect_view();
    Some(
        view! { <div class="no-print"><Section id="weeks" title=w::WEEKS><ul>{links}</ul></Section></div> }
            .into_any(),
    )
}
