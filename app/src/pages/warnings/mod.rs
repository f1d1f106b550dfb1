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
use crate::ui::{Badge, FilterBar, NavItem, PageTitle, Section, SelectField, Tone, choices};
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
    let back = address(&WarningQuery { after: String::new(), ..asked.clone() });
    let toolbar = Some(Toolbar { tools, back, actions });
    view! {
        <PageTitle title=w::TITLE/>
        <p class="lead">{w::LEAD}</p>
        {only}
        {open}
        <MatterList
            caption=if closed { w::CLOSED } else { w::OPEN }
            columns=columns(closed)
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

fn columns(closed: bool) -> Vec<MatterColumn<WarningLine>> {
    vec![
        MatterColumn::new(w::INDICATOR, |row| row.indicator.label().into_any()),
        MatterColumn::new(w::UNIT, |row| row.unit.clone().into_any()),
        MatterColumn::new(w::LEVEL, |row| {
            let label = row.level.label();
            view! { <Badge tone=tone(row.level)>{label}</Badge> }.into_any()
        }),
        MatterColumn::new(w::FIGURE, |row| {
            w::figure(row.indicator, row.figure(), row.per_mille()).into_any()
        }),
        MatterColumn::new(w::OPENED, |row| day(row.opened_on).into_any()),
        MatterColumn::new(if closed { w::CLOSED_ON } else { w::ANSWER }, |row| {
            let words = match (row.closed_on, row.answer_by) {
                (Some(closed_on), _) => day(closed_on),
                (None, Some(answer_by)) => w::answer_by(&day(answer_by)),
                (None, None) => answer(row).to_owned(),
            };
            words.into_any()
        }),
    ]
}
