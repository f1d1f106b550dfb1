//! The letter with a one-time binding code, for printing (第十条: who may ask for a correction).

use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::{PrintBinding, PupilDetail, pupil};
use crate::pages::parts::{Load, param};
use crate::text::t::pupil as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind, Empty, PageTitle};
use leptos::prelude::*;

/// 监护人绑定码
#[component]
pub fn BindingPage() -> impl IntoView {
    let person = param("id");
    let action = ServerAction::<PrintBinding>::new();
    let data = Resource::new_blocking(
        move || (person.get(), action.version().get()),
        |(person, _)| async move {
            let detail = pupil(person.clone()).await?;
            Ok((detail, form_state(format!("binding/{person}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (PupilDetail, FormState)| {
            let letter = match state.done {
                Some(code) => view! {
                    <article class="letter sheet">
                        <h2>{w::BINDING_LETTER}</h2>
                        <p>{detail.school.clone()}" "{detail.grade.clone()}{detail.class_name.clone()}" "{detail.name.clone()}</p>
                        <p>{w::BINDING_TEXT}</p>
                        <p class="code-display">{code}</p>
                        <p>{w::BINDING_RULE}</p>
                    </article>
                    <p class="hint no-print">{w::BINDING_PRINT}</p>
                }.into_any(),
                None => view! { <Empty title=w::BINDING_GONE/> }.into_any(),
            };
            view! {
                <PageTitle title=w::BINDING_TITLE caption=Some(detail.name.clone())/>
                {letter}
                <ActionForm action attr:class="no-print">
                    <input type="hidden" name="person" value=detail.id/>
                    <Actions><Button kind=ButtonKind::Secondary>{w::BINDING_MAKE}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}
