//! 班级信息维护: choose a class or a grade and up to six items, then change cells or a file of them.

use crate::api::archive::class::SheetChoice;
use crate::api::batch::map_key;
use crate::api::form_state::FormState;
use crate::api::upkeep::ITEM;
use crate::api::upkeep::class::{GridDetail, KeepClass, upkeep_grid};
use crate::api::upkeep::file::{ApplyUpkeep, DropUpkeep};
use crate::pages::parts::{FormMessages, Load, whole_query};
use crate::text::t::upkeep as w;
use crate::ui::forms::kept::list_option;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Cell, CheckboxField, DataTable, Empty, Fieldset,
    LinkButton, Notice, NoticeKind, PageTitle, Row, RowHeader, Section, SelectField, TextField, TickBox,
    choices, cited, columns, field_id, keyed,
};
use contract::upkeep::{Held, UpkeepRow, UpkeepSheet};
use domain::form::{Field, FieldKind, upkeep};
use leptos::prelude::*;

/// 班级信息维护
#[component]
pub fn ClassUpkeepPage() -> impl IntoView {
    let choice = whole_query();
    let action = ServerAction::<KeepClass>::new();
    let (apply, give_up) = (ServerAction::<ApplyUpkeep>::new(), ServerAction::<DropUpkeep>::new());
    let data = Resource::new_blocking(
        move || {
            let done = (action.version().get(), apply.version().get(), give_up.version().get());
            (choice.get(), done)
        },
        |(choice, _)| async move { Ok((upkeep_grid(choice.clone()).await?, choice)) },
    );
    view! {
        <Load data view=move |(detail, choice): (GridDetail, SheetChoice)| {
            let has_errors = detail.state.has_errors() || detail.file_state.has_errors();
            let of = address(&choice);
            let wrong = detail.wrong.clone().map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> });
            let grid = detail.sheet.clone().map(|sheet| grid(&sheet, &detail.state, &choice, action));
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::CLASS_TITLE has_errors/>
                <p class="lead">{cited(w::CLASS_LEAD)}</p>
                <FormMessages state=detail.state.clone()/>
                <FormMessages state=detail.file_state.clone()/>
                {super::file::preview(&detail, &of, (apply, give_up))}
                {what(&detail, &choice)}
                {wrong}
                {grid}
                {super::file::upload(&detail.file_state, &of)}
            }
        }/>
    }
}

/// Which class and which items.
fn what(detail: &GridDetail, choice: &SheetChoice) -> impl IntoView + use<> {
    let class = choice.get("class").cloned().unwrap_or_default();
    let boxes = keyed(
        upkeep::open_items(),
        |item| item.key(),
        |item| {
            let name = format!("{ITEM}{}", item.key());
            let checked = choice.contains_key(&name);
            view! {
                <div class="choice">
                    <TickBox id=name.clone() name=name.clone() value="1" checked/>
                    <label class="choice-label" for=name>{item.label()}</label>
                </div>
            }
        },
    );
    let classes = choices(detail.classes.clone());
    view! {
        <form method="get" action="/upkeep" class="stack">
            <SelectField name="class" label=w::CLASS options=classes value=class/>
            <Fieldset legend=w::CHOOSE_ITEMS name="items"><div class="choices choices-inline">{boxes}</div></Fieldset>
            <Actions><Button kind=ButtonKind::Secondary>{w::CHOOSE}</Button></Actions>
        </form>
    }
}

fn grid(
    sheet: &UpkeepSheet,
    state: &FormState,
    choice: &SheetChoice,
    action: ServerAction<KeepClass>,
) -> impl IntoView + use<> {
    if sheet.rows.is_empty() {
        return view! { <Empty title=w::EMPTY><a href="/pupils">{w::EMPTY_NEXT}</a></Empty> }.into_any();
    }
    let hidden = keyed(
        choice.iter(),
        |(key, _)| (*key).clone(),
        |(key, value)| {
            let name = format!("choice[{key}]");
            view! { <input type="hidden" name=name value=value.clone()/> }
        },
    );
    let mut headings = vec![w::NAME.to_owned(), w::NOW_IN.to_owned()];
    headings.extend(sheet.columns.iter().map(|field| field.label().to_owned()));
    let rows = keyed(sheet.rows.iter(), |row| row.id, |row| line(row, &sheet.columns, state));
    let more = sheet.more.then(|| view! { <Notice kind=NoticeKind::Warn><p>{w::MORE}</p></Notice> });
    let needs = sheet.columns.iter().any(|field| upkeep::upkeep_of(*field).needs_reason());
    let classes = sheet.columns.contains(&Field::ClassName).then(|| {
        let hint = format!("{}；{}", w::NEW_CLASSES_HINT, w::there_are(&sheet.classes));
        view! { <CheckboxField name="new_classes" label=w::NEW_CLASSES hint/> }
    });
    let download = format!("/files/class-info.xlsx?{}", address(choice));
    let (reason, error) = (state.value("reason"), state.error("reason"));
    view! {
        <Section id="grid" title=w::GRID>
            {more}
            <Actions>
                <LinkButton href=download kind=ButtonKind::Secondary external=true>{w::DOWNLOAD}</LinkButton>
            </Actions>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                {hidden}
                <DataTable caption=w::GRID caption_hidden=true columns=columns(headings) dense=true>{rows}</DataTable>
                {classes}
                <TextField
                    name="reason"
                    label=w::REASON
                    hint=w::REASON_HINT
                    value=reason
                    error
                    required=needs
                    maxlength=200
                    autocomplete="off"
                />
                <Actions sticky=true><Button>{w::SAVE_CLASS}</Button></Actions>
            </ActionForm>
        </Section>
    }
    .into_any()
}

fn line(row: &UpkeepRow, fields: &[Field], state: &FormState) -> impl IntoView + use<> {
    let key = map_key(&row.id.to_string());
    let cells = keyed(
        fields.iter().zip(&row.cells),
        |(field, _)| field.key(),
        |(field, held)| {
            let name = format!("cells[{key}][{}]", field.key());
            let label = field.label();
            let control = held.as_ref().map(|held| control(held, &name, &row.name, state));
            view! { <Cell label>{control}</Cell> }
        },
    );
    let (name, stamp) = (format!("stamps[{key}]"), row.stamp.clone());
    let (pupil, class) = (row.name.clone(), row.class_name.clone());
    view! {
        <Row>
            <RowHeader>{pupil}<input type="hidden" name=name value=stamp/></RowHeader>
            <Cell label=w::NOW_IN>{class}</Cell>
            {cells}
        </Row>
    }
}

/// A bare control for a cell, labelled for who cannot see the column.
fn control(held: &Held, name: &str, pupil: &str, state: &FormState) -> impl IntoView + use<> {
    let (id, name) = (field_id(name), name.to_owned());
    let value = state.value_or(&name, &held.value);
    let invalid = state.error(&name).is_some().then_some("true");
    let label = w::of(held.field.label(), pupil);
    let options = held.field.options();
    if !options.is_empty() {
        let options = keyed(
            options.iter().copied(),
            |(code, _)| *code,
            |(code, words)| list_option(code.to_owned(), words.to_owned(), code == value),
        );
        let first = if held.whole { String::new() } else { format!("{}（{}）", w::UNCHANGED, held.words) };
        return view! {
            <select class="input select" id=id name=name aria-label=label aria-invalid=invalid>
                <option value="">{first}</option>
                {options}
            </select>
        }
        .into_any();
    }
    let most = match held.field.kind() {
        FieldKind::Text(most) => most.to_string(),
        _ => "40".to_owned(),
    };
    let placeholder = (!held.whole).then(|| held.words.clone());
    view! {
        <input
            class="input"
            id=id
            name=name
            value=value
            maxlength=most
            placeholder=placeholder
            autocomplete="off"
            aria-label=label
            aria-invalid=invalid
        />
    }
    .into_any()
}

/// The choice as the query of an address.
fn address(choice: &SheetChoice) -> String {
    let escape = leptos_router::location::Url::escape;
    let known = choice.iter().filter(|(key, _)| *key == "class" || key.starts_with(ITEM));
    known.map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect::<Vec<_>>().join("&")
}
