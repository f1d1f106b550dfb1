//! A list of matters of one kind: what one may see of it. The kind supplies its columns, its boxes and its filter. What waits for the
//! reader is on the desk alone; the list says where.

use crate::api::day;
use crate::api::desk::DeskAsk;
use crate::pages::tools::{ListToolbar, Toolbar};
use crate::text::t::desk as w;
use crate::ui::{Cell, Column, DataTable, DeadlineTag, Empty, Nav, NavItem, Pager, Row, RowHeader, keyed};
use chrono::NaiveDate;
use domain::matter::MatterKind;
use leptos::prelude::*;

/// A row of such a list.
pub trait Listed: Clone + Send + Sync + 'static {
    /// Its own page.
    fn href(&self) -> String;

    /// Whether it is set apart: late, or waiting for the reader.
    fn highlight(&self) -> bool {
        false
    }
}

/// A column of such a list: its heading, and what a row says under it. That of the first is the row's head and leads to its page.
pub struct MatterColumn<T: 'static> {
    heading: Column,
    cell: fn(&T) -> AnyView,
}

impl<T> MatterColumn<T> {
    /// A column of texts.
    pub fn new(label: impl Into<String>, cell: fn(&T) -> AnyView) -> Self {
        Self { heading: Column::new(label), cell }
    }

    /// Of numbers.
    pub fn numeric(self) -> Self {
        Self { heading: self.heading.numeric(), ..self }
    }
}

/// By when, and how many working days that is away.
pub fn deadline(due_on: Option<NaiveDate>, days_left: Option<i64>) -> AnyView {
    view! {
        {due_on.map(day)}" "
        {days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
    }
    .into_any()
}

/// Where what waits for the reader is found: this kind's part of the desk.
pub fn waits_for_me(kind: MatterKind) -> impl IntoView {
    let href = DeskAsk { kind: kind.as_str().to_owned(), ..DeskAsk::default() }.address();
    view! { <p class="no-print"><a href=href>{w::waits_for_me(kind.label())}</a></p> }
}

/// The list of one kind: its boxes, its filter, its table and the way on.
#[component]
pub fn MatterList<T: Listed>(
    /// What the table is about.
    caption: &'static str,
    /// Its columns; the first leads to the row's page.
    columns: Vec<MatterColumn<T>>,
    /// The rows, in this order.
    rows: Vec<T>,
    /// What is said where there is none.
    none: &'static str,
    /// What comes next where there is none.
    none_next: &'static str,
    /// The kind whose waiting matters are on the desk; none where the list is about what is not the reader's to do.
    #[prop(optional)]
    kind: Option<MatterKind>,
    /// The parts of the list.
    #[prop(optional)]
    boxes: Vec<NavItem>,
    /// The address of the part that is shown.
    #[prop(optional, into)]
    here: String,
    /// Fields that narrow it.
    #[prop(optional_no_strip)]
    filter: Option<AnyView>,
    /// Address of the first page; none on it.
    #[prop(optional_no_strip)]
    prev: Option<String>,
    /// Address of the next page; none on the last.
    #[prop(optional_no_strip)]
    next: Option<String>,
    /// What its reader chose of it; none where nothing can be chosen.
    #[prop(optional_no_strip)]
    toolbar: Option<Toolbar>,
) -> impl IntoView {
    let desk = kind.map(waits_for_me);
    let boxes =
        (!boxes.is_empty()).then(|| view! { <Nav items=boxes path=Signal::stored(here) secondary=true/> });
    let table = if rows.is_empty() {
        view! { <Empty title=none><p>{none_next}</p></Empty> }.into_any()
    } else {
        // What a row is about is always shown.
        let shown = columns.into_iter().enumerate().filter(|(n, column)| {
            *n == 0 || toolbar.as_ref().is_none_or(|bar| bar.shows(&column.heading.label))
        });
        let dense = toolbar.as_ref().is_none_or(|bar| bar.tools.choice.is_compact());
        table(caption, shown.map(|(_, column)| column).collect(), rows, dense)
    };
    let toolbar = toolbar.map(|Toolbar { tools, back, actions }| view! { <ListToolbar tools back actions/> });
    view! {
        {desk}
        {boxes}
        {filter}
        {toolbar}
        {table}
        <Pager prev next/>
    }
}

fn table<T: Listed>(
    caption: &'static str,
    columns: Vec<MatterColumn<T>>,
    rows: Vec<T>,
    dense: bool,
) -> AnyView {
    let headings: Vec<Column> = columns.iter().map(|column| column.heading.clone()).collect();
    let lines = keyed(rows, T::href, move |row: T| {
        let mut cells = columns.iter().map(|MatterColumn { heading, cell }| (heading, cell(&row)));
        let head = cells.next().map(|(_, words)| words);
        let rest = keyed(
            cells,
            |(heading, _)| heading.label.clone(),
            |(heading, words)| view! { <Cell label=heading.label.clone() numeric=heading.numeric>{words}</Cell> },
        );
        view! {
            <Row highlight=row.highlight()>
                <RowHeader><a href=row.href()>{head}</a></RowHeader>
                {rest}
            </Row>
        }
    });
    view! { <DataTable caption caption_hidden=true columns=headings dense>{lines}</DataTable> }.into_any()
}
