//! 维护信息 of one pupil: the items the school keeps by itself, and a move to another class.

pub mod class;
mod file;
pub mod moves;

use crate::api::form_state::FormState;
use crate::api::upkeep::one::{KeepRecord, upkeep_form};
use crate::api::upkeep::{CLASS_REASON, NEW_CLASSES, REASON};
use crate::pages::parts::{FormMessages, ItemField, Load, name_of, param, renamed};
use crate::text::t::upkeep as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, CheckboxField, DraftState, FieldWidth, PageTitle,
    Section, SelectField, TextField, choices, cited, field_id, keyed,
};
use contract::upkeep::{Held, UpkeepForm};
use domain::form::{Block, Field};
use leptos::prelude::*;

/// 维护信息
#[component]
pub fn UpkeepPage() -> impl IntoView {
    let person = param("id");
    let action = ServerAction::<KeepRecord>::new();
    let data = Resource::new_blocking(
        move || (person.get(), action.version().get()),
        |(person, _)| upkeep_form(person),
    );
    view! {
        <Load data view=move |(record, state): (UpkeepForm, FormState)| {
            let back = format!("/pupils/{}", record.id);
            let archive = format!("/pupils/{}/archive", record.id);
            let caption = format!("{}{}", record.grade, record.class_name);
            let has_errors = state.has_errors();
            view! {
                <BackLink href=back/>
                <PageTitle title=format!("{}：{}", w::TITLE, record.name) caption=Some(caption) has_errors/>
                <p class="lead">{cited(w::LEAD)}</p>
                <p class="hint"><a href=archive>{w::PROOFS}</a></p>
                <FormMessages state=renamed(&state)/>
                {items(&record, &state, action)}
                {class(&record, &state, action)}
            }
        }/>
    }
}

/// Which pupil, as it was shown.
fn shown(record: &UpkeepForm) -> impl IntoView + use<> {
    let (id, stamp) = (record.id.to_string(), record.stamp.clone());
    view! {
        <input type="hidden" name="person" value=id/>
        <input type="hidden" name="stamp" value=stamp/>
    }
}

fn items(record: &UpkeepForm, state: &FormState, action: ServerAction<KeepRecord>) -> impl IntoView + use<> {
    let filled =
        Block::ALL.into_iter().filter(|block| record.items.iter().any(|held| held.field.block() == *block));
    let blocks = keyed(
        filled,
        |block| format!("{block:?}"),
        |block| {
            let of_block = record.items.iter().filter(|held| held.field.block() == block);
            let fields = keyed(of_block, |held| held.field.key(), |held| item(held, state));
            let id = field_id(&format!("block-{}", block as u8));
            view! { <Section id title=block.label()><div class="form-grid">{fields}</div></Section> }
        },
    );
    let (pupil, state) = (shown(record), state.clone());
    let draft = view! { <DraftState form=format!("upkeep/{}", record.id)/> };
    view! {
        <ActionForm action attr:class="stack" attr:novalidate=true>
            {pupil}
            {blocks}
            <TextField
                name=name_of(REASON)
                label=w::REASON
                hint=w::REASON_HINT
                value=state.value(REASON)
                error=state.error(REASON)
                maxlength=200
                autocomplete="off"
            />
            {draft}
            <Actions sticky=true><Button>{w::SAVE}</Button></Actions>
        </ActionForm>
    }
}

/// One item. What is not shown whole begins empty, and stays as it is when nothing is typed.
fn item(held: &Held, state: &FormState) -> impl IntoView + use<> {
    let (field, key) = (held.field, held.field.key());
    let (name, label) = (name_of(key), format!("{}. {}", field.number(), field.label()));
    let (value, error) = (state.value_or(key, &held.value), state.error(key));
    if held.whole {
        return view! { <ItemField item=field name label value error/> }.into_any();
    }
    if field.options().is_empty() {
        let hint = w::held(&held.words);
        return view! { <TextField name label hint value error width=FieldWidth::Full autocomplete="off"/> }
            .into_any();
    }
    let (options, hint) = (choices(field.options().iter().copied()), w::chosen(&held.words));
    view! { <SelectField name label options hint value error placeholder=w::UNCHANGED/> }.into_any()
}

fn class(record: &UpkeepForm, state: &FormState, action: ServerAction<KeepRecord>) -> impl IntoView + use<> {
    let key = Field::ClassName.key();
    let ticked = state.value(NEW_CLASSES) == "true";
    let (record, state) = (record.clone(), state.clone());
    view! {
        <Section id="move" title=w::MOVE>
            <p class="hint">{w::MOVE_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                {shown(&record)}
                <TextField
                    name=name_of(key)
                    label=w::TO_CLASS
                    hint=w::there_are(&record.classes)
                    value=state.value_or(key, &record.class_name)
                    error=state.error(key)
                    width=FieldWidth::W10
                    maxlength=20
                    autocomplete="off"
                />
                <TextField
                    name=name_of(CLASS_REASON)
                    label=w::MOVE_REASON
                    hint=w::MOVE_REASON_HINT
                    value=state.value(CLASS_REASON)
                    error=state.error(CLASS_REASON)
                    required=true
                    maxlength=200
                    autocomplete="off"
                />
                <CheckboxField name=name_of(NEW_CLASSES) label=w::NEW_CLASSES hint=w::NEW_CLASSES_HINT checked=ticked/>
                <Actions><Button kind=ButtonKind::Secondary>{w::MOVE_SAVE}</Button></Actions>
            </ActionForm>
        </Section>
    }
}
