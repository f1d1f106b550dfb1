//! The file of a grid: sent, looked at, and written.

use crate::api::form_state::FormState;
use crate::api::upkeep::class::GridDetail;
use crate::api::upkeep::file::{ApplyUpkeep, DropUpkeep};
use crate::text::t::upkeep as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, CheckboxField, DataTable, Details, FileField, FileForm,
    Row, RowHeader, Section, TextField, columns, keyed,
};
use contract::upkeep::KeptRow;
use leptos::prelude::*;

/// Where a changed file is sent.
pub(super) fn upload(state: &FormState, of: &str) -> impl IntoView + use<> {
    let (error, of) = (state.error("file"), of.to_owned());
    view! {
        <Details summary=w::UPLOAD open=error.is_some()>
            <FileForm action="/api/read_upkeep">
                <input type="hidden" name="of" value=of/>
                <FileField name="file" label=w::FILE hint=w::UPLOAD_HINT error accept=".xlsx,.xls,.ods" required=true/>
                <Actions><Button kind=ButtonKind::Secondary>{w::READ}</Button></Actions>
            </FileForm>
        </Details>
    }
}

/// What a file would change, pupil by pupil, with the button that writes it.
pub(super) fn preview(
    detail: &GridDetail,
    of: &str,
    (apply, give_up): (ServerAction<ApplyUpkeep>, ServerAction<DropUpkeep>),
) -> Option<impl IntoView + use<>> {
    let rows = detail.file.clone()?;
    let state = &detail.file_state;
    let lines = keyed(
        rows.iter().flat_map(lines),
        |line| line.key.clone(),
        |line| {
            view! {
                <Row highlight=line.wrong>
                    <RowHeader>{line.name}</RowHeader>
                    <Cell label=w::CLASS>{line.class}</Cell>
                    <Cell label=w::ITEM>{line.item}</Cell>
                    <Cell label=w::OLD>{line.old}</Cell>
                    <Cell label=w::NEW>{line.new}</Cell>
                    <Cell label=w::OUTCOME>{line.outcome}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::CLASS, w::ITEM, w::OLD, w::NEW, w::OUTCOME]);
    let (reason, error) = (state.value("file_reason"), state.error("file_reason"));
    let (of, other, mark) = (of.to_owned(), of.to_owned(), state.value("mark"));
    Some(view! {
        <Section id="file-preview" title=w::PREVIEW>
            <p class="hint">{w::PREVIEW_LEAD}</p>
            <DataTable caption=w::PREVIEW caption_hidden=true columns=headings dense=true>{lines}</DataTable>
            <ActionForm action=apply attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="of" value=of/>
                <input type="hidden" name="mark" value=mark/>
                <TextField
                    name="file_reason"
                    label=w::REASON
                    hint=w::REASON_HINT
                    value=reason
                    error
                    maxlength=200
                    autocomplete="off"
                />
                <CheckboxField name="file_new_classes" label=w::NEW_CLASSES hint=w::NEW_CLASSES_HINT/>
                <Actions><Button>{w::APPLY}</Button></Actions>
            </ActionForm>
            <ActionForm action=give_up>
                <input type="hidden" name="of" value=other/>
                <Actions><Button kind=ButtonKind::Secondary>{w::DROP}</Button></Actions>
            </ActionForm>
        </Section>
    })
}

/// A line of the preview: an item of a pupil, or why nothing of the pupil is written.
struct Line {
    key: String,
    name: String,
    class: String,
    item: &'static str,
    old: String,
    new: String,
    outcome: String,
    wrong: bool,
}

fn lines(row: &KeptRow) -> Vec<Line> {
    let line = |key: String| Line {
        key: format!("{}/{key}", row.id),
        name: row.name.clone(),
        class: row.class_label.clone(),
        item: "",
        old: String::new(),
        new: String::new(),
        outcome: w::GOOD.to_owned(),
        wrong: false,
    };
    if row.refused.is_empty() {
        let words = |text: &str| if text.is_empty() { w::NONE_YET.to_owned() } else { text.to_owned() };
        let items = row.items.iter().map(|item| Line {
            item: item.field.label(),
            old: words(&item.old),
            new: words(&item.new),
            ..line(item.field.key().to_owned())
        });
        return items.collect();
    }
    let wrong = row.refused.iter().enumerate().map(|(n, refusal)| {
        let field = domain::form::Field::from_key(refusal.control());
        Line {
            item: field.map(domain::form::Field::label).unwrap_or_default(),
            outcome: refusal.to_string(),
            wrong: true,
            ..line(format!("wrong-{n}"))
        }
    });
    wrong.collect()
}
