//! 请核对后提交: everything at a glance, each line with a way back to its question.

use super::whole::Whole;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::correct::{SendCorrection, first_page, preparation};
use crate::api::guardian::whole;
use crate::language::{listed, mixed, name};
use crate::pages::parts::{Confirm, FormMessages, Load, param};
use crate::text::t::{common, counter, data, guardian as w, portal as p};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, CheckboxField, Compare, CompareRow, DraftState, Notice,
    NoticeKind, PageTitle, Section, SummaryList, SummaryRow, TextAreaField, field_id, keyed,
};
use contract::portal::Preparation;
use leptos::prelude::*;

/// 请核对后提交
#[component]
pub fn CheckPage() -> impl IntoView {
    let person = param("id");
    let action = ServerAction::<SendCorrection>::new();
    let show = ServerAction::<whole::ShowChild>::new();
    let data = Resource::new_blocking(
        move || (person.get(), action.version().get(), show.version().get()),
        |(person, ..)| async move {
            let found = preparation(person.clone()).await?;
            let state = form_state(format!("check/{person}")).await?;
            let shown = form_state(whole::form(&person)).await?;
            Ok((person, found, state, shown))
        },
    );
    view! {
        <Load data view=move |(person, found, state, shown): (String, Preparation, FormState, FormState)| {
            let own = found.applicants.is_none();
            let declare = if own { w::DECLARE.said() } else { counter::DECLARE };
            let statement = state.value_or("statement", &found.draft.statement);
            view! {
                <BackLink href=format!("{}/proof", first_page(&found, &person))/>
                <PageTitle title=w::CHECK_TITLE caption=Some(w::correct_of(&found.name)) has_errors=state.has_errors()/>
                <FormMessages state=state.clone()/>
                {own.then(|| view! { <Whole person=person.clone() page="check" state=shown action=show/> })}
                {intake(&person, &found)}
                {unusual(&found)}
                {changes(&person, &found)}
                {proofs(&person, &found)}
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="person" value=person.clone()/>
                    <TextAreaField
                        name="statement"
                        label=w::STATEMENT
                        hint=w::STATEMENT_HINT
                        value=statement
                        maxlength=500
                        rows=3
                    />
                    <Confirm state=state.clone()/>
                    <CheckboxField
                        name="declared"
                        label=declare
                        error=state.error("declared")
                        required=true
                    />
                    <DraftState form=format!("check/{person}")/>
                    <Actions><Button>{w::SEND}</Button></Actions>
                </ActionForm>
                <p class="hint">{w::SAVED}</p>
            }
        }/>
    }
}

/// How it came to the school; nothing where a guardian sends it.
fn intake(person: &str, found: &Preparation) -> Option<impl IntoView + use<>> {
    let words = found.draft.intake.as_ref()?.told_whole();
    let change = Some(first_page(found, person));
    Some(view! { <SummaryList><SummaryRow term=counter::MANNER change>{words}</SummaryRow></SummaryList> })
}

/// What is unusual and may be sent all the same.
fn unusual(found: &Preparation) -> impl IntoView + use<> {
    let lines = keyed(
        found.warnings.iter().cloned(),
        |(field, _)| field.key(),
        |(_, told)| view! { <p>{mixed(told)}</p> },
    );
    (!found.warnings.is_empty())
        .then(|| view! { <Notice kind=NoticeKind::Warn title=Some(w::UNUSUAL.to_owned())>{lines}</Notice> })
}

fn changes(person: &str, found: &Preparation) -> impl IntoView + use<> {
    let rows = found
        .draft
        .fields
        .iter()
        .map(|field| {
            let new =
                found.draft.values.get(field).map(|value| field.display_value(value)).unwrap_or_default();
            let href = format!("{}/item/{}", first_page(found, person), field.key());
            let (field, old) = (*field, found.current(*field));
            view! {
                <CompareRow field=name(&field) old new=new>
                    <a id=field_id(field.key()) href=href>
                        {common::CHANGE}<span class="visually-hidden">{name(&field)}</span>
                    </a>
                </CompareRow>
            }
        })
        .collect_view();
    view! {
        <Section id="changes" title=w::CHECK_CHANGES>
            <Compare caption=w::CHECK_CHANGES caption_hidden=true decision=data::CHANGE_COLUMN>{rows}</Compare>
        </Section>
    }
}

fn proofs(person: &str, found: &Preparation) -> impl IntoView + use<> {
    let words: Vec<String> =
        found.proofs.iter().map(|proof| p::proof(name(&proof.kind), &proof.format, proof.kib())).collect();
    let change = Some(format!("{}/proof", first_page(found, person)));
    view! {
        <SummaryList>
            <SummaryRow term=w::PROOF_LIST change>
                {listed(&words)}
            </SummaryRow>
        </SummaryList>
    }
}
