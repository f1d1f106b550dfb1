//! 行政区划: provinces, cities, counties and townships as they are and were, level by level or searched.

use crate::api::day;
use crate::api::school::divisions::divisions;
use crate::pages::parts::{Load, query};
use crate::text::t::school as w;
use crate::ui::{
    BackLink, Breadcrumbs, Cell, DataTable, Empty, FilterBar, PageTitle, Pager, Row, RowHeader, Status,
    StatusTag, TextField, columns, with_query,
};
use contract::division::{DivisionLine, Divisions};
use domain::org::UnitKind;
use leptos::prelude::*;

/// Letters and digits of what was typed: names of divisions have nothing else, and it stands in addresses.
fn cleaned(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(40).collect()
}

/// 行政区划
#[component]
pub fn DivisionsPage() -> impl IntoView {
    let (below, text, after) = (query("below"), query("text"), query("after"));
    let data = Resource::new_blocking(
        move || (below.get(), cleaned(&text.get()), after.get()),
        |(below, text, after)| async move {
            let first = after.is_empty();
            let found = divisions(below.clone(), text.clone(), after).await?;
            Ok((below, text, first, found))
        },
    );
    view! { <Load data view=page/> }
}

fn page((below, text, first, found): (String, String, bool, Divisions)) -> impl IntoView {
    let here = |after: &str| {
        with_query("/divisions", [("below", below.as_str()), ("text", text.as_str()), ("after", after)])
    };
    let next = found.page.next.as_ref().map(|after| here(after.as_str()));
    let prev = (!first).then(|| here(""));
    let mut above = found.above;
    let current = above.pop().map(|(_, name)| name).unwrap_or_default();
    let way = (!above.is_empty()).then(|| {
        let items: Vec<(String, String)> =
            above.into_iter().map(|(id, name)| (format!("/divisions?below={id}"), name)).collect();
        view! { <Breadcrumbs items current=current.clone()/> }
    });
    let caption = Some(current).filter(|name| !name.is_empty());
    view! {
        <BackLink href="/schools"/>
        <PageTitle title=w::DIVISIONS caption/>
        <p class="lead">{w::DIVISIONS_LEAD}</p>
        {way}
        <FilterBar action="/divisions">
            <TextField name="text" label=w::DIVISION_FIND hint=w::DIVISION_FIND_HINT value=text input_type="search"/>
        </FilterBar>
        {rows(found.page.rows)}
        <Pager prev next/>
    }
}

fn rows(lines: Vec<DivisionLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <Empty title=w::DIVISION_NONE><p>{w::DIVISION_NONE_NEXT}</p></Empty> }.into_any();
    }
    let rows = lines.into_iter().map(row).collect_view();
    let headings = columns([
        w::UNIT_NAME,
        w::UNIT_CODE,
        w::DIVISION_LEVEL,
        w::DIVISION_ABOVE,
        w::DIVISION_TIME,
        w::FORMER,
        w::DIVISION_ACTS,
    ]);
    view! { <DataTable caption=w::DIVISIONS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}

fn row(one: DivisionLine) -> impl IntoView {
    let (status, label) = match one.until {
        Some(until) => (Status::Withdrawn, w::closed(&day(until))),
        None => (Status::Done, w::DIVISION_NOW.to_owned()),
    };
    let (from, until) = (one.from.map(day), one.until.map(day));
    let time = w::held_from(from.as_deref(), until.as_deref());
    let names: Vec<String> = one.names.iter().map(|(name, until)| w::former(name, &day(*until))).collect();
    let names = if names.is_empty() { w::NOTHING.to_owned() } else { names.join("；") };
    let told = one.acts.iter().map(|act| {
        let by = (act.proposed_by.as_str(), act.decided_by.as_str());
        view! { <p>{w::division_act(&day(act.on), &act.what, &act.name, &act.act, by)}</p> }
    });
    let acts = match one.acts.is_empty() {
        true => w::NOTHING.into_any(),
        false => told.collect_view().into_any(),
    };
    // Below a township nothing is kept.
    let name = match one.kind {
        UnitKind::Township => one.name.into_any(),
        _ => view! { <a href=format!("/divisions?below={}", one.id)>{one.name}</a> }.into_any(),
    };
    view! {
        <Row>
            <RowHeader>{name}</RowHeader>
            <Cell label=w::UNIT_CODE>{one.id.to_string()}</Cell>
            <Cell label=w::DIVISION_LEVEL>{one.kind.label()}</Cell>
            <Cell label=w::DIVISION_ABOVE>{one.above}</Cell>
            <Cell label=w::DIVISION_TIME>{time}" "<StatusTag status label=Some(label)/></Cell>
            <Cell label=w::FORMER>{names}</Cell>
            <Cell label=w::DIVISION_ACTS>{acts}</Cell>
        </Row>
    }
}
