//! 监护人重设密码

use super::claim::PhoneCodeField;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian_sign_up::GuardianRecover;
use crate::api::message::channels;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::{guardian as w, session};
use crate::ui::{ActionForm, Actions, BackLink, Button, FieldWidth, PageTitle, PasswordField, TextField};
use contract::message::Channels;
use domain::guide::Task;
use leptos::prelude::*;

/// 监护人重设密码
#[component]
pub fn GuardianRecoverPage() -> impl IntoView {
    let action = ServerAction::<GuardianRecover>::new();
    let state = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((form_state("guardian_recover".into()).await?, channels().await?)) },
    );
    view! {
        <Load data=state view=move |(state, channels): (FormState, Channels)| view! {
            <BackLink href="/sign-in"/>
            <PageTitle title=w::RECOVER_TITLE has_errors=state.has_errors()>
                <GuideLink task=Task::Recover/>
            </PageTitle>
            <p class="lead">{w::RECOVER_LEAD}</p>
            <p class="hint">{w::RECOVER_AFTER}</p>
            <FormMessages state=state.clone()/>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <TextField
                    name="phone"
                    label=w::PHONE
                    value=state.value("phone")
                    error=state.error("phone")
                    input_type="tel"
                    inputmode="numeric"
                    autocomplete="tel"
                    width=FieldWidth::W20
                    required=true
                />
                <TextField
                    name="code"
                    label=w::CODE
                    value=state.value("code")
                    error=state.error("code")
                    autocomplete="off"
                    width=FieldWidth::W20
                    required=true
                />
                <PhoneCodeField state=state.clone() channels/>
                <PasswordField
                    name="password"
                    label=session::NEW_PASSWORD
                    hint=session::PASSWORD_RULES
                    error=state.error("password")
                    autocomplete="new-password"
                    required=true
                />
                <PasswordField
                    name="repeat"
                    label=session::REPEAT
                    error=state.error("repeat")
                    autocomplete="new-password"
                    required=true
                />
                <Actions><Button>{w::RECOVER}</Button></Actions>
            </ActionForm>
        }/>
    }
}
