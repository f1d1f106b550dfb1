//! 文件清点: what the file holds and what was read of it, before anything is confirmed.

use crate::text::t::{common::number, import as w};
use crate::ui::{Cell, DataTable, Notice, NoticeKind, Row, RowHeader, Section, columns};
use domain::form::account::{FileAccount, SheetAccount, SheetRole};
use leptos::prelude::*;

/// Every sheet with its rows, which add up, and everything that is not read or needs a look.
pub(super) fn account(account: &FileAccount) -> AnyView {
    let rows = account.sheets.iter().map(sheet).collect_view();
    let sum = |of: fn(&SheetAccount) -> u32| account.sheets.iter().map(of).sum();
    let all = figures(
        account.filled(),
        account.read(),
        [sum(|one| one.headings), sum(samples), sum(blank), sum(other)],
    );
    let notes = notes(account)
        .into_iter()
        .map(|(kind, text)| view! { <Notice kind><p>{text}</p></Notice> })
        .collect_view();
    let headings =
        columns([w::SHEET, w::FILLED, w::READ, w::HEADINGS, w::SAMPLE_ROWS, w::WITHOUT, w::NOT_READ]);
    view! {
        <Section id="account" title=w::ACCOUNT>
            <DataTable caption=w::ACCOUNT caption_hidden=true columns=headings dense=true>
                {rows}
                <Row>
                    <RowHeader>{w::SUM}</RowHeader>
                    {all}
                </Row>
            </DataTable>
            {notes}
        </Section>
    }
    .into_any()
}

fn sheet(sheet: &SheetAccount) -> AnyView {
    let name = if sheet.hidden { format!("{}{}", sheet.name, w::HIDDEN_SHEET) } else { sheet.name.clone() };
    let cells =
        figures(sheet.filled, sheet.read, [sheet.headings, samples(sheet), blank(sheet), other(sheet)]);
    view! { <Row><RowHeader>{name}</RowHeader>{cells}</Row> }.into_any()
}

fn figures(filled: u32, read: u32, [headings, samples, blank, other]: [u32; 4]) -> AnyView {
    let figure = |n: u32| number(u64::from(n));
    view! {
        <Cell label=w::FILLED numeric=true>{figure(filled)}</Cell>
        <Cell label=w::READ numeric=true>{figure(read)}</Cell>
        <Cell label=w::HEADINGS numeric=true>{figure(headings)}</Cell>
        <Cell label=w::SAMPLE_ROWS numeric=true>{figure(samples)}</Cell>
        <Cell label=w::WITHOUT numeric=true>{figure(blank)}</Cell>
        <Cell label=w::NOT_READ numeric=true>{figure(other)}</Cell>
    }
    .into_any()
}

fn count(rows: &[u32]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

fn samples(sheet: &SheetAccount) -> u32 {
    count(&sheet.sample)
}

fn blank(sheet: &SheetAccount) -> u32 {
    count(&sheet.without)
}

/// Rows of a sheet that is not read at all.
fn other(sheet: &SheetAccount) -> u32 {
    if sheet.role == SheetRole::Pupils { 0 } else { sheet.filled }
}

/// What is to be said, what needs a look first.
fn notes(account: &FileAccount) -> Vec<(NoticeKind, String)> {
    let mut notes = Vec::new();
    let mut say = |kind: NoticeKind, there: bool, text: &dyn Fn() -> String| {
        if there {
            notes.push((kind, text()));
        }
    };
    let (warn, info) = (NoticeKind::Warn, NoticeKind::Info);
    let unread: Vec<String> =
        account.unread().map(|sheet| w::sheet_rows(&sheet.name, sheet.filled)).collect();
    say(warn, !unread.is_empty(), &|| w::unread_sheets(&unread.join("、")));
    let ignored = &account.columns_ignored;
    say(warn, !ignored.is_empty(), &|| w::ignored(&ignored.join("、")));
    if let Some(sheet) = account.pupils() {
        say(warn, !sheet.merged.is_empty(), &|| w::merged(&sheet.merged.join("、")));
        say(warn, !sheet.hidden_rows.is_empty(), &|| w::hidden_rows(&sheet.hidden_rows));
        say(warn, !sheet.over_sample.is_empty(), &|| w::over_sample(&sheet.over_sample));
        say(warn, !sheet.without.is_empty(), &|| w::without(&sheet.without));
        say(info, !sheet.sample.is_empty(), &|| w::sample(&sheet.sample));
    }
    let missing = &account.columns_missing;
    say(info, !missing.is_empty(), &|| w::missing_columns(&missing.join("、")));
    let hidden = &account.columns_hidden;
    say(info, !hidden.is_empty(), &|| w::hidden_columns(&hidden.join("、")));
    notes
}
