//! What desks and lists are made of: rows, tools, a table of flows, what one types into and what is said of it meanwhile.

use crate::api::desk::DeskAsk;
use crate::api::form_state::FormState;
use crate::api::tables::ListTools;
use crate::pages::compare::flows::matrix;
use crate::pages::desk::matter_row;
use crate::pages::tools::{ListToolbar, ToolActions};
use crate::text::t::{design as w, offline, palette};
use crate::ui::palette::key_list;
use crate::ui::{Actions, Button, Fieldset, Nav, NavEntry, NavItem, PrintButton, SameAs, TextField, TickBox};
use chrono::NaiveDate;
use contract::desk::MatterLine;
use contract::flow::FlowUnit;
use domain::flow::{Cell, ToldFlows};
use domain::matter::MatterKind;
use domain::tables::{List, SavedFilter, TableChoice};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Fields that belong together, and boxes. Nothing reads what is sent.
pub(super) fn choices() -> impl IntoView {
    let (hint, error) = (Some(w::HINT.to_owned()), Some(w::WRONG.to_owned()));
    view! {
        <form method="get" action="/design" class="stack" novalidate=true>
            <Fieldset legend=w::TOGETHER name="together" hint>
                <TextField name="together_first" label=w::LINE/>
                <TextField name="together_second" label=w::LINE/>
            </Fieldset>
            <Fieldset legend=w::TOGETHER name="together_wrong" error required=true>
                <TextField name="together_third" label=w::LINE/>
            </Fieldset>
            <SameAs name="same_not" label=w::SAME>
                <TextField name="same_not_line" label=w::LINE/>
            </SameAs>
            <SameAs name="same_ticked" label=w::SAME checked=true>
                <TextField name="same_ticked_line" label=w::LINE/>
            </SameAs>
            <p>
                <TickBox id="tick_alone" name="tick_alone" value="1" label=Some(w::TICK.to_owned())/>
                " "
                <TickBox id="tick_alone_on" name="tick_alone_on" value="1" checked=true label=Some(w::TICK.to_owned())/>
            </p>
            <Actions>
                <Button>{w::SEND}</Button>
                <PrintButton>{w::PRINT}</PrintButton>
            </Actions>
        </form>
    }
}

/// What stands beside a form while it is typed: drawn here by itself, for what is typed on this page is not kept.
pub(super) fn drafts() -> impl IntoView {
    let saved = offline::SAVED.said().replace("{}", w::TIME);
    view! {
        <div class="draft-state" data-state="saved">{saved}</div>
        <div class="draft-state" data-state="lost">{offline::LOST.said()}</div>
        <div class="draft-state" data-state="later">{offline::LATER.said()}</div>
        <div class="draft-state" data-state="ended">{offline::ENDED.said()}</div>
        <div class="draft-state" data-state="refused">{offline::REFUSED.said()}</div>
    }
}

/// Tabs with a menu among them.
pub(super) fn menus() -> impl IntoView {
    let menu = vec![NavItem::new("/design/5", w::TABS[1]), NavItem::new("/design/6", w::TABS[2])];
    let first = NavEntry::from(NavItem::new("/design/4", w::TABS[0]).with_count(Signal::stored(12_u64)));
    let items: Vec<NavEntry> = std::iter::once(first).chain(NavEntry::menu(w::MORE, menu)).collect();
    view! { <Nav items path=Signal::stored("/design/4".to_owned()) secondary=true label=w::MENUS/> }
}

/// The list of the command palette, and that of the keys. Both open by a key on every page of the staff.
pub(super) fn palettes() -> impl IntoView {
    view! {
        <ul class="palette-options" role="listbox" aria-label=palette::TITLE>
            <li class="palette-option" role="option" aria-selected="true">
                {w::TABS[0]} " " <span class="palette-of">{palette::OF_PAGES}</span>
            </li>
            <li class="palette-option" role="option" aria-selected="false">
                {w::TABS[1]} " " <span class="palette-of">{palette::OF_RECENT}</span>
            </li>
            <li class="palette-option" role="option" aria-selected="false">
                {palette::find(w::SAMPLE)} " " <span class="palette-of">{palette::OF_PUPILS}</span>
            </li>
        </ul>
        <p class="hint">{palette::NOTHING}</p>
        <div class="keys-body">{key_list(&palette::EVERYWHERE_LIST)}</div>
    }
}

fn matter(id: &str) -> MatterLine {
    let day = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default();
    MatterLine {
        id: format!("letter/{id}"),
        kind: MatterKind::Letter,
        state: w::TONES[1].to_owned(),
        open: true,
        about: w::SAMPLE.to_owned(),
        class: w::TABS[0].to_owned(),
        from: w::UNIT.to_owned(),
        since: day,
        due_on: Some(day),
        days_left: Some(3),
        provisional: false,
        overdue: false,
        reminded_on: None,
        also_with: Vec::new(),
        sent_back: false,
        asked: false,
        href: format!("/design/{id}"),
        version: 1,
    }
}

/// The rows of a desk: the one that is open beside the list, one that is late and came back, one without a day, one that is done.
pub(super) fn desk() -> impl IntoView {
    let ask = DeskAsk { open: "/design/1".to_owned(), ..DeskAsk::default() };
    let choice = TableChoice::usual(List::Desk);
    let tick =
        view! { <TickBox id="tick_matter" name="tick_matter" value="1" label=Some(w::TICK.to_owned())/> };
    let late = MatterLine {
        days_left: Some(-2),
        overdue: true,
        sent_back: true,
        asked: true,
        also_with: vec![w::UNIT.to_owned()],
        ..matter("2")
    };
    let free = MatterLine { due_on: None, days_left: None, ..matter("3") };
    let provisional = MatterLine { provisional: true, days_left: Some(30), ..matter("4") };
    let done = MatterLine { open: false, due_on: None, days_left: None, ..matter("5") };
    view! {
        <div class="desk-side">
            <ul class="matters" aria-label=w::MATTERS>
                {matter_row(matter("1"), &ask, Some(tick.into_any()), &choice)}
                {matter_row(late, &ask, None, &choice)}
                {matter_row(free, &ask, None, &choice)}
                {matter_row(provisional, &ask, None, &choice)}
                {matter_row(done, &ask, None, &choice)}
            </ul>
        </div>
    }
}

/// What stands above a list. Nothing of it can be sent from here: it would be this account's own choice.
pub(super) fn tools() -> impl IntoView {
    let parts = BTreeMap::from([("grade".to_owned(), "1".to_owned())]);
    let filter = SavedFilter {
        id: "sample".to_owned(),
        list: "pupils".to_owned(),
        name: w::SAMPLE.to_owned(),
        parts: parts.clone(),
    };
    let tools = ListTools {
        list: List::Pupils,
        choice: TableChoice::usual(List::Pupils),
        filters: vec![filter],
        parts,
        state: FormState::default(),
    };
    view! {
        <fieldset class="fieldset" disabled=true aria-label=w::TOOLS>
            <ListToolbar tools back="/design" actions=ToolActions::new()/>
        </fieldset>
    }
}

/// A table of flows with every kind of figure: many, few, left out, none.
pub(super) fn flows() -> impl IntoView {
    let unit = |(code, name): (&str, &str)| {
        Some(FlowUnit { id: code.parse().ok()?, name: name.to_owned(), here: false })
    };
    let units: Vec<FlowUnit> =
        [("110101", w::TABS[0]), ("110102", w::TABS[1])].into_iter().filter_map(unit).collect();
    let told = ToldFlows {
        cells: vec![
            vec![Cell::Number(0), Cell::Number(124_300), Cell::Few],
            vec![Cell::Number(12), Cell::Number(0), Cell::LeftOut],
            vec![Cell::Few, Cell::LeftOut, Cell::Number(0)],
        ],
        rows: vec![Cell::Number(124_303), Cell::LeftOut, Cell::LeftOut],
        columns: vec![Cell::LeftOut, Cell::LeftOut, Cell::LeftOut],
        total: Cell::Number(124_330),
    };
    matrix(units, told, w::SAMPLE, false)
}
