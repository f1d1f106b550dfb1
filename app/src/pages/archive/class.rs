//! 按班级归档: choose a class and what is filed, then fill a grid or read an Excel sheet into it.

use super::control::{cell, control};
use super::period_control;
use crate::api::archive::class::{FileClass, SheetChoice, SheetDetail, class_sheet};
use crate::api::batch::map_key;
use crate::api::form_state::FormState;
use crate::pages::parts::{FormMessages, Load, whole_query};
use crate::text::t::archive as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Cell, DataTable, Details, Empty, FileField, FileForm,
    LinkButton, PageTitle, Row, RowHeader, Section, SelectField, choices, columns, keyed,
};
use contract::archive::ClassSheet;
use domain::archive::EntryKind;
use leptos::prelude::*;

/// 按班级归档
#[component]
pub fn ClassArchivePage() -> impl IntoView {
    let choice = whole_query();
    let action = ServerAction::<FileClass>::new();
    let data = Resource::new_blocking(
        move || (choice.get(), action.version().get()),
        |(choice, _)| async move { Ok((class_sheet(choice.clone()).await?, choice)) },
    );
    view! {
        <Load data view=move |(detail, choice): (SheetDetail, SheetChoice)| {
            let state = detail.state.clone();
            let kind = choice.get("kind").and_then(|key| EntryKind::from_key(key));
            let chosen = detail.sheet.clone().filter(|_| kind.is_some());
            let ready = chosen.as_ref().is_some_and(|sheet| sheet.wrong.is_empty());
            // Nothing is wrong with what nobody has been asked yet.
            let wrong = match &chosen {
                Some(sheet) if choice.contains_key("period") => sheet.wrong.clone(),
                _ => Vec::new(),
            };
            let errors = state.has_errors() || !wrong.is_empty();
            let second = kind
                .filter(|_| choice.contains_key("class"))
                .map(|kind| about(kind, &detail, &wrong, &choice));
            let sheet = chosen.filter(|_| ready).map(|chosen| sheet(&chosen, &detail.state, &choice, action));
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::CLASS_TITLE has_errors=errors/>
                <p class="lead">{w::CLASS_LEAD}</p>
                <FormMessages state/>
                {what(&detail, &choice)}
                {second}
                {sheet}
            }
        }/>
    }
}

/// Which class and which kind.
fn what(detail: &SheetDetail, choice: &SheetChoice) -> impl IntoView + use<> {
    let value = |key: &str| choice.get(key).cloned().unwrap_or_default();
    let classes = choices(detail.classes.clone());
    let kinds = choices(EntryKind::ALL.iter().map(|kind| (kind.key(), kind.label())));
    let (class, kind) = (value("class"), value("kind"));
    view! {
        <form method="get" action="/archive/class" class="filter">
            <SelectField name="class" label=w::CLASS options=classes value=class/>
            <SelectField name="kind" label=w::KIND options=kinds value=kind/>
            <Actions><Button kind=ButtonKind::Secondary>{w::CHOOSE}</Button></Actions>
        </form>
    }
}

/// What is the same for the whole class.
fn about(
    kind: EntryKind,
    detail: &SheetDetail,
    wrong: &[(String, String)],
    choice: &SheetChoice,
) -> impl IntoView + use<> {
    let value = |key: &str| choice.get(key).cloned().unwrap_or_default();
    let error = |key: &str| wrong.iter().find(|(wrong, _)| wrong == key).map(|(_, message)| message.clone());
    let period =
        period_control(kind, "period".into(), detail.periods.clone(), value("period"), error("period"));
    let common = keyed(
        detail.sheet.iter().flat_map(|sheet| &sheet.common),
        |column| column.key.clone(),
        |column| {
            let name = format!("c_{}", column.key);
            let typed = value(&name);
            control(column, name, typed, error(&column.key))
        },
    );
    let class = value("class");
    view! {
        <Section id="about" title=kind.label()>
            <form method="get" action="/archive/class" class="stack">
                <input type="hidden" name="class" value=class/>
                <input type="hidden" name="kind" value=kind.key()/>
                {period}
                {common}
                <Actions><Button kind=ButtonKind::Secondary>{w::SHOW}</Button></Actions>
            </form>
        </Section>
    }
}

/// The grid, and its way through Excel.
fn sheet(
    sheet: &ClassSheet,
    state: &FormState,
    choice: &SheetChoice,
    action: ServerAction<FileClass>,
) -> impl IntoView + use<> {
    if sheet.rows.is_empty() {
        return view! { <Empty title=w::EMPTY_CLASS><a href="/imports/new">{w::EMPTY_CLASS_NEXT}</a></Empty> }.into_any();
    }
    if sheet.columns.is_empty() {
        return view! { <Empty title=w::NO_EXTRAS><p>{w::NO_EXTRAS_NEXT}</p></Empty> }.into_any();
    }
    let hidden = keyed(
        choice.iter(),
        |(key, _)| (*key).clone(),
        |(key, value)| {
            let name = format!("choice[{key}]");
            view! { <input type="hidden" name=name value=value.clone()/> }
        },
    );
    let mut headings = vec![w::NAME.to_owned()];
    headings.extend(sheet.columns.iter().map(domain::archive::Column::heading));
    let typed = !state.values.is_empty();
    let rows = keyed(
        sheet.rows.iter(),
        |row| row.id,
        |row| {
            let key = map_key(&row.id.to_string());
            let cells = keyed(
                sheet.columns.iter(),
                |column| column.key.clone(),
                |column| {
                    let name = format!("cells[{key}][{}]", column.key);
                    let held = row.filed.get(&column.key).cloned().unwrap_or_default();
                    let value = if typed { state.value_or(&name, &held) } else { held };
                    let wrong = state.error(&name).is_some();
                    let heading = column.heading();
                    let control = cell(column, name, w::of(&heading, &row.name), value, wrong);
                    view! { <Cell label=heading>{control}</Cell> }
                },
            );
            let name = row.name.clone();
            view! { <Row><RowHeader>{name}</RowHeader>{cells}</Row> }
        },
    );
    let query = address(choice);
    let download = format!("/files/class-sheet.xlsx?{query}");
    let (file_error, of) = (state.error("file"), query);
    view! {
        <Section id="sheet" title=w::CLASS_TITLE>
            <Actions>
                <LinkButton href=download kind=ButtonKind::Secondary external=true>{w::DOWNLOAD}</LinkButton>
            </Actions>
            <Details summary=w::UPLOAD open=file_error.is_some()>
                <FileForm action="/api/read_class">
                    <input type="hidden" name="of" value=of/>
                    <FileField name="file" label=w::FILE hint=w::UPLOAD_HINT error=file_error accept=".xlsx,.xls,.ods,.csv" required=true/>
                    <Actions><Button kind=ButtonKind::Secondary>{w::READ}</Button></Actions>
                </FileForm>
            </Details>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                {hidden}
                <DataTable caption=w::CLASS_TITLE caption_hidden=true columns=columns(headings) dense=true>{rows}</DataTable>
                <Actions sticky=true><Button>{w::SAVE_CLASS}</Button></Actions>
            </ActionForm>
        </Section>
    }
    .into_any()
}

/// The choice as the query of an address.
fn address(choice: &SheetChoice) -> String {
    let escape = leptos_router::location::Url::escape;
    choice
        .iter()
        .map(|(key, value)| format!("{}={}", escape(key), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
