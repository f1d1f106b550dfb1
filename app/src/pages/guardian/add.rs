//! 添加孩子: with a binding code, or on a page of its own with two numbers.

use super::claim::{CodeField, NumbersFields, PhoneCodeField};
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian_sign_up::AddChild;
use crate::api::message::channels;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::guardian as w;
use crate::ui::{ActionForm, Actions, BackLink, Button, PageTitle};
use contract::message::Channels;
use domain::guardian::ClaimWay;
use leptos::prelude::*;

/// 添加孩子
#[component]
pub fn AddChildPage() -> impl IntoView {
    adding(ClaimWay::Code)
}

/// 添加孩子, 用证件号和学籍号核对
#[component]
pub fn AddChildByNumbersPage() -> impl IntoView {
    adding(ClaimWay::Numbers)
}

fn adding(way: ClaimWay) -> impl IntoView {
    let action = ServerAction::<AddChild>::new();
    // What is wrong on one page is not told on the other.
    let (form, back, lead) = match way {
        ClaimWay::Code => ("add_child", "/my", w::ADD_LEAD),
        ClaimWay::Numbers => ("add_child_numbers", "/my/add", w::ADD_NUMBERS_LEAD),
    };
    let state = Resource::new_blocking(
        move || action.version().get(),
        move |_| async move { Ok((form_state(form.into()).await?, channels().await?)) },
    );
    view! {
        <BackLink href=back/>
        <Load data=state view=move |(state, channels): (FormState, Channels)| view! {
            <PageTitle title=w::ADD_TITLE has_errors=state.has_errors()/>
            <p class="lead">{lead}</p>
            <FormMessages state=state.clone()/>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="how" value=way.key()/>
                {match way {
                    ClaimWay::Code => view! { <CodeField state=state.clone()/> }.into_any(),
                    ClaimWay::Numbers => view! { <NumbersFields state=state.clone()/> }.into_any(),
                }}
                <PhoneCodeField state=state.clone() channels/>
                <Actions><Button>{w::ADD}</Button></Actions>
            </ActionForm>
            {(way == ClaimWay::Code)
                .then(|| view! { <p>{w::NO_CODE}" "<a href="/my/add/numbers">{w::HOW_NUMBERS}</a></p> })}
        }/>
    }
}
