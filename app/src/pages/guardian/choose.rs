//! The first question: which items are to be corrected.

use super::whole::Whole;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::correct::{ChooseItems, DiscardCorrection, first_page, preparation};
use crate::api::guardian::whole;
use crate::language::{Language, colon, here, mixed, name, plainly};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common, guardian as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, DocumentTitle, Fieldset, LinkButton, Notice,
    NoticeKind, TickBox, field_id, keyed, quoted,
};
use contract::portal::Preparation;
use domain::case::CaseKind;
use domain::form::{Block, Field, GUARDIAN_WHY, Guardianship};
use domain::guide::Task;
use leptos::prelude::*;

/// 要更正哪些信息？
#[component]
pub fn ChoosePage() -> impl IntoView {
    let person = param("id");
    let action = ServerAction::<ChooseItems>::new();
    let discard = ServerAction::<DiscardCorrection>::new();
    let show = ServerAction::<whole::ShowChild>::new();
    let data = Resource::new_blocking(
        move || (person.get(), action.version().get(), show.version().get()),
        |(person, ..)| async move {
            let found = preparation(person.clone()).await?;
            let state = form_state(format!("correct/{person}")).await?;
            let shown = form_state(whole::form(&person)).await?;
            Ok((person, found, state, shown))
        },
    );
    view! {
        <Load data view=move |(person, found, state, shown): (String, Preparation, FormState, FormState)| {
            let back = if found.applicants.is_some() { first_page(&found, &person) } else { "/my".to_owned() };
            if let Some(case) = found.busy {
                return view! {
                    <BackLink href=back.clone()/>
                    <DocumentTitle title=w::CORRECT/>
                    <Notice kind=NoticeKind::Warn>
                        <p>{w::BUSY}</p>
                        <p>{name(&case.kind)}" "{case.number}" "{plainly(&case.state)}</p>
                    </Notice>
                    <LinkButton href=back kind=ButtonKind::Secondary>{common::CANCEL}</LinkButton>
                }.into_any();
            }
            let returned = found.returned.clone().map(|why| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::RETURNED_TITLE.to_owned())><p>{quoted(&why)}</p></Notice>
            });
            let of = person.clone();
            let discarding = (!found.draft.fields.is_empty()).then(|| view! {
                <ActionForm action=discard>
                    <input type="hidden" name="person" value=of/>
                    <Button kind=ButtonKind::Link>{w::DISCARD}</Button>
                </ActionForm>
            });
            let (boxes, caption) = (boxes(&found), w::correct_of(&found.name));
            view! {
                <BackLink href=back/>
                <DocumentTitle title=w::CHOOSE_TITLE has_errors=state.has_errors()/>
                <p><GuideLink task=Task::Case(CaseKind::Correction)/></p>
                {returned}
                <FormMessages state=state.clone()/>
                <p class="caption">{mixed(caption)}</p>
                {found.applicants.is_none().then(|| view! { <Whole person=person.clone() page="correct" state=shown action=show/> })}
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="person" value=person/>
                    <Fieldset
                        name="items"
                        legend=w::CHOOSE_TITLE
                        hint=Some(w::CHOOSE_HINT.to_owned())
                        error=state.error("items")
                        heading=true
                    >
                        {boxes}
                    </Fieldset>
                    <p class="hint">{w::SAVED}</p>
                    <Actions><Button>{common::CONTINUE}</Button></Actions>
                </ActionForm>
                {discarding}
            }.into_any()
        }/>
    }
}

/// The items block by block; the first block and those with a choice are open.
fn boxes(found: &Preparation) -> impl IntoView + use<> {
    let blocks = Block::ALL.into_iter().filter_map(|block| {
        let items: Vec<_> = found.open_fields.iter().filter(|(field, _)| field.block() == block).collect();
        if items.is_empty() {
            return None;
        }
        let chosen = items.iter().any(|(field, _)| found.draft.fields.contains(field));
        let items = keyed(
            items,
            |(field, _)| field.key(),
            |(field, current)| tick_box(*field, current, &found.draft.fields),
        );
        let open = chosen || block == Block::Identity;
        let told = (block == Block::Member1).then(guardians);
        let details =
            view! { <Details summary=name(&block) open>{told}<div class="choices">{items}</div></Details> };
        Some((block, details))
    });
    keyed(blocks, |(block, _)| format!("{block:?}"), |(_, details)| details)
}

/// Why guardians are asked for, and which items belong together when another one has the care of the child.
fn guardians() -> impl IntoView {
    let why = match here() {
        Language::Chinese => GUARDIAN_WHY,
        Language::English => w::GUARDIANS_WHY,
    };
    let cases = keyed(
        Guardianship::ALL,
        |case| case.key(),
        |case| view! { <li>{name(&case)}{colon()}{told(case)}</li> },
    );
    view! {
        <p class="hint">{why}</p>
        <ul class="hint">{cases}</ul>
    }
}

/// What is filled in for such a guardian.
fn told(case: Guardianship) -> &'static str {
    match here() {
        Language::Chinese => case.told(),
        Language::English => domain::english::guardianship_told(case),
    }
}

fn tick_box(field: Field, current: &str, chosen: &[Field]) -> impl IntoView + use<> {
    // The first has the group's own id, so that an error's link lands on it.
    let id =
        if field == Field::Name { "items".to_owned() } else { field_id(&format!("item-{}", field.key())) };
    let hint = format!("{id}-now");
    let checked = chosen.contains(&field);
    let now = if current.is_empty() { common::NOT_FILLED.to_owned() } else { current.to_owned() };
    view! {
        <div class="choice">
            <TickBox id=id.clone() name="items[]" value=field.key() checked described=Some(hint.clone())/>
            <label class="choice-label" for=id>{name(&field)}</label>
            <p id=hint class="hint choice-hint">{mixed(now)}</p>
        </div>
    }
}
