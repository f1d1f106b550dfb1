//! Tables, the filter above them and the pager below.
use crate::language::mixed;
use crate::text::t;
use leptos::prelude::*;

/// A column's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its words.
    pub label: String,
    /// Numbers: right-aligned, as its cells should be.
    pub numeric: bool,
    /// Heard but not seen (the column of links).
    pub hidden: bool,
    /// Where the list stands in the order of this column.
    pub href: Option<String>,
    /// `ascending` or `descending`, where it stands in that order now.
    pub order: Option<&'static str>,
}

impl Column {
    /// A seen column of texts.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, hidden: false, href: None, order: None }
    }

    /// Of numbers.
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Heard but not seen.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// A list that can be put in the order of this column: by the address, and how it is now.
    pub fn sorted_at(mut self, href: impl Into<String>, order: Option<&'static str>) -> Self {
        self.href = Some(href.into());
        self.order = order;
        self
    }
}

/// Plain columns with these headings.
pub fn columns<L: Into<String>>(labels: impl IntoIterator<Item = L>) -> Vec<Column> {
    labels.into_iter().map(Column::new).collect()
}

/// The headings of a table that shows some of its columns: what the row is about first, then those of the others that `shows` names. The
/// others are given as key and words.
pub fn shown_columns(
    first: &'static str,
    others: &'static [(&'static str, &'static str)],
    shows: impl Fn(&str) -> bool,
) -> Vec<Column> {
    let shown = others.iter().filter(|(key, _)| shows(key)).map(|(_, label)| Column::new(*label));
    std::iter::once(Column::new(first)).chain(shown).collect()
}

/// A table: `<table>` › `caption`, `thead`, `tbody`. The children are [`Row`]s of one [`RowHeader`] and [`Cell`]s.
///
/// What can be moved sideways is a group with the table's name and no landmark: the section around it often has the same name, and two
/// landmarks of one name say less than one. On a phone every row becomes a card whose lines are labelled from the cells' `data-label`; the roles written
/// out keep it a table for a screen reader when the style sheet takes the table layout away.
#[component]
pub fn DataTable(
    /// What the table is about.
    #[prop(into)]
    caption: String,
    /// The caption is heard, not seen (a heading above says the same).
    #[prop(optional)]
    caption_hidden: bool,
    /// The headings.
    columns: Vec<Column>,
    /// Tight rows, for long lists.
    #[prop(optional)]
    dense: bool,
    /// Longer than a screen: its head stays in sight, and what a row is about beside what is looked at.
    #[prop(optional)]
    long: bool,
    children: Children,
) -> impl IntoView {
    let wrap = if long { "table-wrap table-long" } else { "table-wrap" };
    let class = if dense { "table table-dense" } else { "table" };
    let caption_class = if caption_hidden { "visually-hidden" } else { "table-caption" };
    let headings = columns
        .into_iter()
        .map(|column| {
            let class = column.numeric.then_some("numeric");
            let label = if column.hidden {
                view! { <span class="visually-hidden">{column.label}</span> }.into_any()
            } else if let Some(href) = column.href {
                view! { <a class="sort-link" href=href>{column.label}</a> }.into_any()
            } else {
                column.label.into_any()
            };
            view! { <th role="columnheader" scope="col" class=class aria-sort=column.order>{label}</th> }
        })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class=wrap role="group" aria-label=name tabindex="0">
            <table class=class role="table">
                <caption class=caption_class>{mixed(caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">{headings}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// `<tr role="row">`.
#[component]
pub fn Row(
    /// Set apart: overdue, or the one just changed.
    #[prop(optional)]
    highlight: bool,
    children: Children,
) -> impl IntoView {
    view! { <tr role="row" class=highlight.then_some("row-highlight")>{children()}</tr> }
}

/// What the row is about (a child's name): `<th scope="row">`, the head of the card on a phone.
#[component]
pub fn RowHeader(children: Children) -> impl IntoView {
    view! { <th role="rowheader" scope="row">{children()}</th> }
}

/// One value: `<td data-label="column's heading">`.
#[component]
pub fn Cell(
    /// The column's heading again; empty for a cell that needs none on a card (links).
    #[prop(optional, into)]
    label: String,
    /// A number: right-aligned, as its column's heading.
    #[prop(optional)]
    numeric: bool,
    children: Children,
) -> impl IntoView {
    let label = (!label.is_empty()).then_some(label);
    view! { <td role="cell" data-label=label class=numeric.then_some("numeric")>{children()}</td> }
}

/// The way through a list that is paged by key: `<nav class="pager">` › previous and next, as far as there are any.
#[component]
pub fn Pager(
    /// Address of the page before; none on the first.
    #[prop(optional_no_strip, into)]
    prev: Option<String>,
    /// Address of the next page; none on the last.
    #[prop(optional_no_strip, into)]
    next: Option<String>,
    /// Where one is: 「本页 50 人，共 6,012 人」.
    #[prop(optional_no_strip, into)]
    summary: Option<String>,
) -> impl IntoView {
    (prev.is_some() || next.is_some() || summary.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=t::data::PAGER>
                {prev.map(|href| view! { <a class="pager-link pager-prev" href=href rel="prev">{t::data::PREVIOUS}</a> })}
                {summary.map(|summary| view! { <p class="pager-summary">{summary}</p> })}
                {next.map(|href| view! { <a class="pager-link pager-next" href=href rel="next">{t::data::NEXT}</a> })}
            </nav>
        }
    })
}

/// Fields that narrow a list, in a row, with the button: `<form method="get" role="search" class="filters">`.
#[component]
pub fn FilterBar(
    /// Where the query goes; the list's own page.
    #[prop(into)]
    action: String,
    /// The words of the button.
    #[prop(default = t::common::SEARCH.to_owned(), into)]
    submit: String,
    children: Children,
) -> impl IntoView {
    view! {
        <form class="filters" method="get" action=action role="search">
            {children()}
            <button class="button" type="submit">{submit}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_is_about_is_always_there_and_hidden_columns_are_not() {
        const OTHERS: &[(&str, &str)] = &[("sex", "性别"), ("class", "班级"), ("number", "学籍号")];
        let labels = |shows: fn(&str) -> bool| -> Vec<String> {
            shown_columns("姓名", OTHERS, shows).into_iter().map(|column| column.label).collect()
        };
        assert_eq!(labels(|_| true), ["姓名", "性别", "班级", "学籍号"]);
        assert_eq!(labels(|key| key == "class"), ["姓名", "班级"]);
        assert_eq!(labels(|_| false), ["姓名"]);
    }
}
