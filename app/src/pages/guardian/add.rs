//! 添加孩子

use super::claim::ClaimFields;
use crate::api::form_state::form_state;
use crate::api::guardian_sign_up::AddChild;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::guardian as w;
use crate::ui::{ActionForm, Actions, BackLink, Button, PageTitle};
use leptos::prelude::*;

/// 添加孩子
#[component]
pub fn AddChildPage() -> impl IntoView {
    let action = ServerAction::<AddChild>::new();
    let state = Resource::new_blocking(move || action.version().get(), |_| form_state("add_child".into()));
    view! {
        <BackLink href="/my"/>
        <Load data=state view=move |state| view! {
            <PageTitle title=w::ADD_TITLE has_errors=state.has_errors()/>
            <FormMessages state=state.clone()/>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <ClaimFields state=state.clone()/>
                <Actions><Button>{w::ADD}</Button></Actions>
            </ActionForm>
        }/>
    }
}
