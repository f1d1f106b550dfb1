//! 监护人注册

use super::claim::{ClaimFields, PhoneCodeField};
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian_sign_up::GuardianSignUp;
use crate::api::message::channels;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::{guardian as w, session};
use crate::ui::{ActionForm, Actions, Button, Details, FieldWidth, PageTitle, PasswordField, TextField};
use contract::message::Channels;
use domain::guide::Task;
use leptos::prelude::*;

/// 监护人注册
#[component]
pub fn GuardianSignUpPage() -> impl IntoView {
    let action = ServerAction::<GuardianSignUp>::new();
    let state = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((form_state("guardian_sign_up".into()).await?, channels().await?)) },
    );
    view! {
        <Load data=state view=move |(state, channels): (FormState, Channels)| view! {
            <PageTitle title=w::SIGN_UP_TITLE has_errors=state.has_errors()>
                <GuideLink task=Task::Bind/>
            </PageTitle>
            <p class="lead">{w::SIGN_UP_LEAD}</p>
            <FormMessages state=state.clone()/>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <TextField
                    name="phone"
                    label=w::PHONE
                    hint=w::PHONE_HINT
                    value=state.value("phone")
                    error=state.error("phone")
                    input_type="tel"
                    inputmode="numeric"
                    autocomplete="tel"
                    width=FieldWidth::W20
                    required=true
                />
                <TextField
                    name="name"
                    label=w::NAME
                    hint=w::NAME_HINT
                    value=state.value("name")
                    error=state.error("name")
                    autocomplete="name"
                    width=FieldWidth::W20
                    required=true
                />
                <PasswordField
                    name="password"
                    label=w::PASSWORD
                    hint=session::PASSWORD_RULES
                    error=state.error("password")
                    autocomplete="new-password"
                    required=true
                />
                <PasswordField name="repeat" label=w::REPEAT autocomplete="new-password" required=true/>
                <ClaimFields state=state.clone()/>
                <PhoneCodeField state=state.clone() channels/>
                <Details summary=w::NOTICE_TITLE><p>{w::NOTICE}</p></Details>
                <Actions><Button>{w::SIGN_UP}</Button></Actions>
            </ActionForm>
        }/>
    }
}
