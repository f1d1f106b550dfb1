//! 添加孩子

use super::claim::{ClaimFields, PhoneCodeField};
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian_sign_up::AddChild;
use crate::api::message::channels;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::guardian as w;
use crate::ui::{ActionForm, Actions, BackLink, Button, PageTitle};
use contract::message::Channels;
use leptos::prelude::*;

/// 添加孩子
#[component]
pub fn AddChildPage() -> impl IntoView {
    let action = ServerAction::<AddChild>::new();
    let state = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((form_state("add_child".into()).await?, channels().await?)) },
    );
    view! {
        <BackLink href="/my"/>
        <Load data=state view=move |(state, channels): (FormState, Channels)| view! {
            <PageTitle title=w::ADD_TITLE has_errors=state.has_errors()/>
            <FormMessages state=state.clone()/>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <ClaimFields state=state.clone()/>
                <PhoneCodeField state=state.clone() channels/>
                <Actions><Button>{w::ADD}</Button></Actions>
            </ActionForm>
        }/>
    }
}
