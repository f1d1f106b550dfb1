//! Entering one child by form, and mending a returned entry: the 72 items, block by block.

use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::{EnterPupil, MendPupil, entering_school, returned_pupil};
use crate::pages::archive::control::control;
use crate::pages::parts::{FormMessages, ItemField, Load, name_of, param, renamed};
use crate::text::t::{case, common, forms, pupil as w};
use crate::ui::{
    ActionForm, Actions, Button, DateField, Notice, NoticeKind, PageTitle, Section, TextField, field_id,
    keyed,
};
use domain::archive::Column;
use domain::form::{Block, Field};
use leptos::prelude::*;

/// 录入一名学生
#[component]
pub fn EntryPage() -> impl IntoView {
    let action = ServerAction::<EnterPupil>::new();
    let data = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((entering_school().await?, form_state("enter".into()).await?)) },
    );
    view! {
        <Load data view=move |((school, extras), state): ((String, Vec<Column>), FormState)| {
            let has_errors = state.has_errors();
            let extras = (!extras.is_empty()).then(|| own_items(&extras, &state));
            view! {
                <PageTitle title=w::ENTER_TITLE caption=Some(school) has_errors/>
                <p class="lead">{w::ENTER_LEAD}</p>
                <FormMessages state=renamed(&state)/>
                <ActionForm action attr:novalidate=true>
                    <Fields state/>
                    {extras}
                    <Actions><Button>{w::ENTER_SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

/// 补正学籍信息
#[component]
pub fn MendEntryPage() -> impl IntoView {
    let action = ServerAction::<MendPupil>::new();
    let id = param("id");
    let data = Resource::new_blocking(
        move || (id.get(), action.version().get()),
        |(id, _)| async move {
            let returned = returned_pupil(id.clone()).await?;
            Ok((id.clone(), returned, form_state(format!("mend/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(id, (on_record, reason, extras), state)| {
            // What was typed a moment ago goes before what is on record.
            let values = if state.values.is_empty() { on_record } else { state.values.clone() };
            let state = FormState { values, ..state };
            let has_errors = state.has_errors();
            let extras = (!extras.is_empty()).then(|| own_items(&extras, &state));
            view! {
                <PageTitle title=w::MEND_TITLE has_errors/>
                <Notice kind=NoticeKind::Warn title=Some(case::RETURNED_BECAUSE.to_owned())><p>{reason}</p></Notice>
                <FormMessages state=renamed(&state)/>
                <ActionForm action attr:novalidate=true>
                    <input type="hidden" name="case" value=id/>
                    <Fields state/>
                    {extras}
                    <Actions><Button>{w::MEND_SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

/// What the province adds to the form (第七条第七项).
fn own_items(columns: &[Column], state: &FormState) -> impl IntoView + use<> {
    let items = keyed(
        columns.iter(),
        |column| column.key.clone(),
        |column| {
            let key = format!("extra_{}", column.key);
            control(column, name_of(&key), state.value(&key), state.error(&key))
        },
    );
    view! { <Section id="extras" title=w::EXTRAS><div class="form-grid">{items}</div></Section> }
}

#[component]
fn Fields(state: FormState) -> impl IntoView {
    let blocks = keyed(
        Block::ALL,
        |block| format!("{block:?}"),
        |block| {
            let of_block =
                Field::ALL.iter().copied().filter(|field| field.block() == block && field.is_importable());
            let items = keyed(
                of_block,
                |item| item.key(),
                |item| {
                    let key = item.key();
                    view! {
                        <ItemField
                            item
                            name=name_of(key)
                            label=format!("{}. {}", item.number(), item.label())
                            value=state.value(key)
                            error=state.error(key)
                        />
                    }
                },
            );
            let id = field_id(&format!("block-{}", block as u8));
            view! { <Section id title=block.label()><div class="form-grid">{items}</div></Section> }
        },
    );
    view! {
        <p class="hint">{forms::REQUIRED_NOTE}</p>
        <Section id="entry" title=w::ENTRY_BLOCK>
            <div class="form-grid">
                <DateField
                    name=name_of("entry_date")
                    label=w::ENTRY_DATE
                    hint=w::ENTRY_DATE_HINT
                    value=state.value("entry_date")
                    error=state.error("entry_date")
                    required=true
                />
                <TextField
                    name=name_of("duplicate_note")
                    label=format!("{}（{}）", w::DUPLICATE_NOTE, common::OPTIONAL)
                    hint=w::DUPLICATE_NOTE_HINT
                    value=state.value("duplicate_note")
                    error=state.error("duplicate_note")
                    maxlength=200
                />
            </div>
        </Section>
        {blocks}
    }
}
