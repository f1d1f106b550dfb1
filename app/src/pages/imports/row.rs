//! 改正一行: what is wrong with a row of a checked file is put right here, without the file being sent again.

use crate::api::form_state::FormState;
use crate::api::import::{MendRow, import_row};
use crate::api::moment;
use crate::pages::archive::control::control;
use crate::pages::parts::{FormMessages, ItemField, Load, name_of, param, renamed};
use crate::text::t::{common, forms, import as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, Cell, DataTable, Details, Notice, NoticeKind, PageTitle,
    Row, RowHeader, Section, TextField, columns, keyed,
};
use contract::import::{MendLine, RowSheet};
use domain::form::{Block, Field};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// 改正一行
#[component]
pub fn ImportRowPage() -> impl IntoView {
    let (id, row) = (param("id"), param("row"));
    let action = ServerAction::<MendRow>::new();
    let data = Resource::new_blocking(
        move || (id.get(), row.get(), action.version().get()),
        |(id, row, _)| import_row(id, row),
    );
    view! {
        <Load data view=move |(sheet, state): (RowSheet, FormState)| {
            let title = w::row_title(sheet.row, &sheet.name);
            let (has_errors, back) = (state.has_errors(), format!("/imports/{}", sheet.import));
            let body = if sheet.open { form(&sheet, &state, action).into_any() } else { closed().into_any() };
            let (stands, state) = (sheet.state.label(), renamed(&state));
            let (caption, history) = (Some(sheet.file), history(sheet.mends));
            view! {
                <BackLink href=back/>
                <PageTitle title caption has_errors><Badge>{stands}</Badge></PageTitle>
                <FormMessages state/>
                {body}
                {history}
            }
        }/>
    }
}

fn closed() -> impl IntoView {
    view! { <Notice kind=NoticeKind::Info><p>{w::MEND_CLOSED}</p></Notice> }
}

/// The items that something is said about come first. Where it is said of the whole row, those that tell who the child is.
fn first_items(sheet: &RowSheet) -> BTreeSet<Field> {
    let mut first: BTreeSet<Field> = sheet.remarks.iter().filter_map(|remark| remark.field).collect();
    if first.is_empty() || sheet.remarks.iter().any(|remark| remark.field.is_none()) {
        first.extend(Field::ALL.iter().copied().filter(|field| field.block() == Block::Identity));
    }
    first
}

fn form(sheet: &RowSheet, state: &FormState, action: ServerAction<MendRow>) -> impl IntoView + use<> {
    let first = first_items(sheet);
    let shown = |wanted: bool| {
        let items = Field::ALL.iter().copied().filter(|field| field.is_importable());
        let items = items.filter(|field| first.contains(field) == wanted);
        keyed(items, |field| field.key(), |field| item(field, state))
    };
    let (wrong, others) = (shown(true), shown(false));
    let extras = (!sheet.columns.is_empty()).then(|| {
        let items = keyed(
            sheet.columns.iter(),
            |column| column.key.clone(),
            |column| {
                let key = format!("extra_{}", column.key);
                control(column, name_of(&key), state.value(&key), state.error(&key))
            },
        );
        view! { <Section id="extras" title=w::MEND_EXTRAS><div class="form-grid">{items}</div></Section> }
    });
    let note = "duplicate_note";
    let (import, row, version) = (sheet.import.to_string(), sheet.key.to_string(), sheet.version.to_string());
    let (value, error) = (state.value(note), state.error(note));
    view! {
        <p class="lead">{w::MEND_LEAD}</p>
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="import" value=import/>
            <input type="hidden" name="row" value=row/>
            <input type="hidden" name="version" value=version/>
            <Section id="wrong" title=w::MEND_FIRST>
                <p class="hint">{forms::REQUIRED_NOTE}</p>
                <div class="form-grid">{wrong}</div>
                <TextField
                    name=name_of(note)
                    label=format!("{}（{}）", w::NOTE, common::OPTIONAL)
                    hint=w::NOTE_HINT
                    value
                    error
                    maxlength=200
                />
            </Section>
            {extras}
            <Details summary=w::MEND_OTHER><div class="form-grid">{others}</div></Details>
            <Actions sticky=true><Button>{w::MEND_SUBMIT}</Button></Actions>
        </ActionForm>
    }
}

fn item(field: Field, state: &FormState) -> impl IntoView + use<> {
    let key = field.key();
    view! {
        <ItemField
            item=field
            name=name_of(key)
            label=format!("{}. {}", field.number(), field.label())
            value=state.value(key)
            error=state.error(key)
            places=state.places(key)
            today=state.today
        />
    }
}

/// What was put right, first to last: what the file said stays to be seen.
fn history(mends: Vec<MendLine>) -> AnyView {
    if mends.is_empty() {
        return ().into_any();
    }
    let or_empty = |text: String| if text.is_empty() { w::EMPTY.to_owned() } else { text };
    let lines = keyed(
        mends.into_iter().enumerate(),
        |(n, _)| *n,
        move |(_, one)| {
            let (item, by, at) = (one.item, one.by, moment(one.at));
            let (from, to) = (or_empty(one.from), or_empty(one.to));
            view! {
                <Row>
                    <RowHeader>{item}</RowHeader>
                    <Cell label=w::STOOD>{from}</Cell>
                    <Cell label=w::NOW>{to}</Cell>
                    <Cell label=w::MENDED_BY>{by}</Cell>
                    <Cell label=w::MENDED_AT>{at}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::ITEM, w::STOOD, w::NOW, w::MENDED_BY, w::MENDED_AT]);
    view! {
        <Section id="history" title=w::HISTORY>
            <DataTable caption=w::HISTORY caption_hidden=true columns=headings dense=true>{lines}</DataTable>
        </Section>
    }
    .into_any()
}
