//! 监测预警: the list with its filters; one warning and the weekly digest beside it (第二十四条).

pub mod digest;
pub mod sheet;

pub use digest::DigestPage;
pub use sheet::WarningPage;

use crate::api::day;
use crate::api::tables::{ListTools, shown_by};
use crate::api::warning::{WarningQuery, Warnings, warnings};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{Load, query};
use crate::pages::tools::{ToolActions, Toolbar};
use crate::text::t::warning as w;
use crate::ui::{Badge, DeadlineTag, FilterBar, NavItem, PageTitle, Section, SelectField, Tone, choices};
use contract::warning::WarningLine;
use domain::matter::MatterKind;
use domain::tables::List;
use domain::warning::{Indicator, Level};
use leptos::prelude::*;

/// The colour of a level; its word stands beside it.
pub(crate) fn tone(level: Level) -> Tone {
    match level {
        Level::Hint => Tone::Info,
        Level::Watch => Tone::Warn,
        Level::Alarm => Tone::Danger,
    }
}

/// Tags of what stands open, the loudest first, each a way to its list; nothing where nothing does.
pub(crate) fn level_tags(open: [u64; 3], unit: &str) -> impl IntoView + use<> {
    let tags = Level::ALL.into_iter().zip(open).rev().filter(|(_, n)| *n > 0);
    let unit = unit.to_owned();
    tags.map(|(level, n)| {
        let asked = WarningQuery { level: level.key().into(), unit: unit.clone(), ..WarningQuery::default() };
        view! {
            <a href=address(&asked)><Badge tone=tone(level)>{w::level_count(level, n)}</Badge></a>" "
        }
    })
    .collect_view()
}

/// Whether the unit has said what it does about its warning, for the list and for who does not read its words.
fn answer(row: &WarningLine) -> &'static str {
    match (row.answer_by, row.acknowledged) {
        (None, true) => w::ANSWERED,
        (None, false) if row.closed_on.is_none() => w::NOT_ASKED,
        _ => w::NOT_ANSWERED,
    }
}

/// 监测预警
#[component]
pub fn WarningsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (state, indicator, level) = (query("state"), query("indicator"), query("level"));
    let (unit, after) = (query("unit"), query("after"));
    let asked = move || WarningQuery {
        state: state.get(),
        indicator: indicator.get(),
        level: level.get(),
        unit: unit.get(),
        after: after.get(),
    };
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (asked(), live.version(), actions.version()),
        |(asked, ..)| async move {
            let parts =
                [("state", &*asked.state), ("indicator", &*asked.indicator), ("level", &*asked.level)];
            let tools = shown_by(List::Warnings, parts).await?;
            Ok((warnings(asked).await?, tools))
        },
    );
    view! { <Load data view=move |(found, tools): (Warnings, ListTools)| page(found, tools, actions)/> }
}

fn address(asked: &WarningQuery) -> String {
    let pairs = [
        ("state", &asked.state),
        ("indicator", &asked.indicator),
        ("level", &asked.level),
        ("unit", &asked.unit),
        ("after", &asked.after),
    ];
    let parts: Vec<String> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if parts.is_empty() { "/warnings".to_owned() } else { format!("/warnings?{}", parts.join("&")) }
}

fn page(found: Warnings, tools: ListTools, actions: ToolActions) -> impl IntoView {
    let asked = found.query.clone();
    let in_unit = |state: &str| {
        address(&WarningQuery { state: state.into(), unit: asked.unit.clone(), ..WarningQuery::default() })
    };
    let mut boxes = vec![NavItem::new(in_unit(""), w::OPEN), NavItem::new(in_unit("closed"), w::CLOSED)];
    if found.has_digest {
        boxes.push(NavItem::new("/warnings/digest", w::DIGEST));
    }
    let here = in_unit(&asked.state);
    let only = (!asked.unit.is_empty()).then(|| {
        let unit = found.unit.clone();
        view! { <p>{w::ONLY}{unit}" "<a href="/warnings">{w::SHOW_ALL}</a></p> }
    });
    let open = (found.open != [0; 3]).then(|| {
        let tags = level_tags(found.open, &asked.unit);
        view! { <Section id="open-now" title=w::OPEN_NOW><p>{tags}</p></Section> }
    });
    let prev =
        (!asked.after.is_empty()).then(|| address(&WarningQuery { after: String::new(), ..asked.clone() }));
    let next =
        found.page.next.map(|after| address(&WarningQuery { after: after.to_string(), ..asked.clone() }));
    let closed = asked.state == "closed";
    // Where every row is of a unit directly below, or the unit's own, that says nothing.
    let deeper = |row: &WarningLine| row.within.as_ref().is_some_and(|within| *within != row.unit);
    let columns = columns(closed, found.page.rows.iter().any(deeper));
    let back = address(&WarningQuery { after: String::new(), ..asked.clone() });
    let toolbar = Some(Toolbar { tools, back, actions });
    view! {
        <PageTitle title=w::TITLE/>
        <p class="lead">{w::LEAD}</p>
        {only}
        {open}
        <MatterList
            caption=if closed { w::CLOSED } else { w::OPEN }
            columns
            rows=found.page.rows
            none=w::NONE
            none_next=w::NONE_NEXT
            kind=MatterKind::Warning
            boxes
            here
            filter=Some(filters(asked).into_any())
            prev
            next
            toolbar
        />
    }
}

fn filters(asked: WarningQuery) -> impl IntoView {
    let indicators = choices(Indicator::ALL.map(|one| (one.key(), one.label())));
    let levels = choices(Level::ALL.map(|one| (one.key(), one.label())));
    let WarningQuery { state, indicator, level, unit, .. } = asked;
    view! {
        <FilterBar action="/warnings">
            <input type="hidden" name="state" value=state/>
            <input type="hidden" name="unit" value=unit/>
            <SelectField name="indicator" label=w::INDICATOR options=indicators value=indicator placeholder=w::ALL_INDICATORS/>
            <SelectField name="level" label=w::LEVEL options=levels value=level placeholder=w::ALL_LEVELS/>
        </FilterBar>
    }
}

impl Listed for WarningLine {
    fn href(&self) -> String {
        format!("/warnings/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.level == Level::Alarm && self.closed_on.is_none()
    }
}

fn columns(closed: bool, within: bool) -> Vec<MatterColumn<WarningLine>> {
    let mut columns = vec![
        MatterColumn::new(w::INDICATOR, |row: &WarningLine| row.indicator.label().into_any()),
        MatterColumn::new(w::UNIT, |row: &WarningLine| row.unit.clone().into_any()),
    ];
    if within {
        columns.push(MatterColumn::new(w::WITHIN, |row: &WarningLine| row.within.clone().into_any()));
    }
    columns.extend([
        MatterColumn::new(w::LEVEL, |row: &WarningLine| {
            let label = row.level.label();
            view! { <Badge tone=tone(row.level)>{label}</Badge> }.into_any()
        }),
        MatterColumn::new(w::FIGURE, |row: &WarningLine| {
            w::figure(row.indicator, row.figure(), row.per_mille()).into_any()
        }),
        MatterColumn::new(w::OPENED, |row: &WarningLine| day(row.opened_on).into_any()),
        MatterColumn::new(if closed { w::CLOSED_ON } else { w::ANSWER }, |row: &WarningLine| {
            let words = match (row.closed_on, row.answer_by) {
                (Some(closed_on), _) => day(closed_on),
                (None, Some(answer_by)) => w::answer_by(&day(answer_by)),
                (None, None) => answer(row).to_owned(),
            };
            view! { {words}" "{late_tag(row)} }.into_any()
        }),
    ]);
    columns
}

/// For how long an answer has been owed; nothing while its day has not passed.
pub(super) fn late_tag(row: &WarningLine) -> Option<AnyView> {
    let days_left = row.days_late.filter(|_| row.closed_on.is_none()).map(|days| -days);
    days_left.map(|days_left| view! { <DeadlineTag days_left/> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_whose_day_has_passed_is_said_to_be_late() {
        let row = |days_late, closed: bool| {
            let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
            WarningLine {
                id: "0198c0de-0000-7000-8000-000000000001".parse().unwrap(),
                version: 1,
                unit: String::new(),
                indicator: Indicator::Dropouts,
                level: Level::Alarm,
                newest: None,
                opened_on: day("2026-11-20"),
                closed_on: closed.then(|| day("2026-12-02")),
                acknowledged: false,
                answer_by: Some(day("2026-11-30")),
                days_late,
                within: None,
            }
        };
        let tag = |row: WarningLine| Owner::new().with(|| late_tag(&row).map(|tag| tag.to_html()));
        assert!(tag(row(Some(1), false)).unwrap().contains("已逾期 1 天"));
        assert!(tag(row(None, false)).is_none());
        assert!(tag(row(Some(1), true)).is_none(), "a warning that is closed owes nothing");
    }
}
