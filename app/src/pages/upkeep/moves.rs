//! 调班: pupils of a class, ticked by id, come into another class of their grade.

use crate::api::form_state::FormState;
use crate::api::upkeep::moves::{MoveDetail, MovePupils, move_list};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::upkeep as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, CheckboxField, Empty, FieldWidth, Fieldset, PageTitle,
    Section, SelectField, TextField, TickBox, choices, keyed,
};
use contract::upkeep::UpkeepSheet;
use leptos::prelude::*;

/// 调班
#[component]
pub fn MovePage() -> impl IntoView {
    let class = query("class");
    let action = ServerAction::<MovePupils>::new();
    let data = Resource::new_blocking(
        move || (class.get(), action.version().get()),
        |(class, _)| async move { Ok((move_list(class.clone()).await?, class)) },
    );
    view! {
        <Load data view=move |((classes, sheet, state), class): (MoveDetail, String)| {
            let has_errors = state.has_errors();
            let list = sheet.map(|sheet| list(&sheet, &state, &class, action));
            let options = choices(classes);
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::MOVE has_errors/>
                <p class="lead">{w::MOVE_MANY_LEAD}</p>
                <FormMessages state=state.clone()/>
                <form method="get" action="/upkeep/move" class="filter">
                    <SelectField name="class" label=w::CLASS options value=class/>
                    <Actions><Button kind=ButtonKind::Secondary>{w::CHOOSE}</Button></Actions>
                </form>
                {list}
            }
        }/>
    }
}

fn list(
    sheet: &UpkeepSheet,
    state: &FormState,
    class: &str,
    action: ServerAction<MovePupils>,
) -> impl IntoView + use<> {
    if sheet.rows.is_empty() {
        return view! { <Empty title=w::EMPTY><a href="/pupils">{w::EMPTY_NEXT}</a></Empty> }.into_any();
    }
    let boxes = keyed(
        sheet.rows.iter(),
        |row| row.id,
        |row| {
            let id = format!("people-{}", row.id);
            let words = w::pupil(&row.name, &row.class_name, &row.standing);
            let checked = state.values.contains_key(&format!("ticked/{}", row.id));
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name="people[]" value=format!("{}/{}", row.id, row.stamp) checked/>
                    <label class="choice-label" for=id>{words}</label>
                </div>
            }
        },
    );
    let (class, error) = (class.to_owned(), state.error("people"));
    let (there, state) = (w::there_are(&sheet.classes), state.clone());
    view! {
        <Section id="list" title=w::GRID>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="class" value=class/>
                <Fieldset legend=w::PUPILS name="people" error><div id="people" class="choices">{boxes}</div></Fieldset>
                <TextField
                    name="class_name"
                    label=w::TO_CLASS
                    hint=there
                    value=state.value("class_name")
                    error=state.error("class_name")
                    required=true
                    width=FieldWidth::W10
                    maxlength=20
                    autocomplete="off"
                />
                <TextField
                    name="reason"
                    label=w::MOVE_REASON
                    hint=w::MOVE_REASON_HINT
                    value=state.value("reason")
                    error=state.error("reason")
                    required=true
                    maxlength=200
                    autocomplete="off"
                />
                <CheckboxField name="new_classes" label=w::NEW_CLASSES hint=w::NEW_CLASSES_HINT/>
                <Actions sticky=true><Button>{w::MOVE_SAVE}</Button></Actions>
            </ActionForm>
        </Section>
    }
    .into_any()
}
