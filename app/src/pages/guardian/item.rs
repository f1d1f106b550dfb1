//! One question: the new value of one item, beside what is on record.

use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::correct::{AnswerItem, items_page, preparation};
use crate::language::{Language, here, mixed, name, with_note};
use crate::pages::parts::{Confirm, FormMessages, ItemField, Load, param, wrong};
use crate::text::t::{common, guardian as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, DocumentTitle, DraftState, SameAs, SummaryList, SummaryRow,
    official,
};
use contract::portal::Preparation;
use domain::form::{Field, Guardianship};
use domain::privacy::Item;
use leptos::prelude::*;

/// What is filled in for such a guardian.
fn told(guardian: Guardianship) -> &'static str {
    match here() {
        Language::Chinese => guardian.told(),
        Language::English => domain::english::guardianship_told(guardian),
    }
}

/// What an item is called for such a guardian, where its own name does not say it.
fn calls(guardian: Guardianship, field: Field) -> Option<&'static str> {
    match here() {
        Language::Chinese => guardian.calls(field),
        Language::English => domain::english::guardianship_calls(guardian, field),
    }
}

/// The words of the box that says that an item is the same as another.
fn same_label(field: Field) -> Option<String> {
    match here() {
        Language::Chinese => field.same_label(),
        Language::English => domain::english::same_label(field),
    }
}

fn full_stop() -> &'static str {
    match here() {
        Language::Chinese => "。",
        Language::English => ".",
    }
}

/// One question.
#[component]
pub fn ItemPage() -> impl IntoView {
    let (person, item) = (param("id"), param("item"));
    let action = ServerAction::<AnswerItem>::new();
    let data = Resource::new_blocking(
        move || (person.get(), item.get(), action.version().get()),
        |(person, item, _)| async move {
            let found = preparation(person.clone()).await?;
            let state = form_state(format!("correct/{person}/{item}")).await?;
            Ok((person, item, found, state))
        },
    );
    view! {
        <Load data view=move |(person, item, found, state): (String, String, Preparation, FormState)| {
            let Some(field) = Field::from_key(&item).filter(|field| found.open_fields.iter().any(|(one, _)| one == field)) else {
                return wrong(&crate::api::AppError::NotFound).into_any();
            };
            let current = found.current(field);
            let current = if current.is_empty() { common::NOT_FILLED.to_owned() } else { current };
            let typed = found.draft.values.get(&field).cloned().unwrap_or_default();
            let value = state.value_or("value", &typed);
            let why = Item::Form(field).row().map(|row| (mixed(w::why(row.purpose)), official(row.ground)));
            let guardian = found.guardianship(field);
            let told = guardian.map(|guardian| view! { <p class="hint">{told(guardian)}</p> });
            let required = Some(found.asked.contains(&field));
            // At the counter only what was answered before is known in full.
            let own = found.applicants.is_none();
            let same = field.same_as().filter(|other| own || found.draft.values.contains_key(other));
            let same = same.and_then(|_| same_label(field));
            let before = if found.draft.same.contains(&field) { "1" } else { "" };
            let ticked = state.value_or("same", before) == "1";
            let (error, places, today) = (state.error("value"), state.places("value"), state.today);
            let called = guardian.and_then(|guardian| calls(guardian, field)).unwrap_or(name(&field));
            let question = view! {
                <ItemField
                    item=field
                    name="value"
                    label=w::should_be(called)
                    value
                    error
                    heading=true
                    required
                    places
                    today
                />
            };
            let question = match same {
                Some(label) => view! { <SameAs name="same" label checked=ticked>{question}</SameAs> }.into_any(),
                None => question.into_any(),
            };
            view! {
                <BackLink href=items_page(&found, &person)/>
                <DocumentTitle title=name(&field) has_errors=state.has_errors()/>
                <FormMessages state=state.clone()/>
                <p class="caption">{mixed(w::correct_of(&found.name))}</p>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="person" value=person.clone()/>
                    <input type="hidden" name="item" value=item.clone()/>
                    <SummaryList>
                        <SummaryRow term=with_note(&w::CURRENT, name(&field))>{mixed(current)}</SummaryRow>
                    </SummaryList>
                    {question}
                    {told}
                    <Confirm state=state.clone()/>
                    {why.map(|(why, ground)| view! { <p class="hint">{why}{ground}{full_stop()}</p> })}
                    <DraftState form=format!("correct/{person}/{item}")/>
                    <Actions><Button>{common::CONTINUE}</Button></Actions>
                </ActionForm>
                <p class="hint">{w::SAVED}</p>
            }.into_any()
        }/>
    }
}
