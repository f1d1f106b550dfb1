//! Another telephone, the file of one's own data, and the end of the account. Each asks for the password again.

use super::claim::SentCodeField;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::own::{
    AskOwnData, CLOSE, CloseAccount, DATA, MoveTelephone, TELEPHONE, my_account,
};
use crate::api::message::channels;
use crate::language::name;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::own as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, FieldWidth, LinkButton, Notice, NoticeKind, PageTitle,
    PasswordField, Section, TextField, keyed,
};
use contract::message::Channels;
use contract::portal::{MyAccount, OpenAsk};
use leptos::prelude::*;

/// 换手机号
#[component]
pub fn MoveTelephonePage() -> impl IntoView {
    let action = ServerAction::<MoveTelephone>::new();
    // What is shown stays while the form is sent: the session is over then.
    let account = Resource::new_blocking(|| (), |()| my_account());
    let data = Resource::new_blocking(
        move || action.version().get(),
        move |_| async move { Ok((account.await?, channels().await?, form_state(TELEPHONE.into()).await?)) },
    );
    view! {
        <BackLink href="/my/account"/>
        <Load data view=move |(account, channels, state): (MyAccount, Channels, FormState)| {
            let letter = (!channels.sms).then(|| view! { <p>{w::PHONE_LETTER}</p> });
            let code = if channels.sms { phone_code(&state) } else { letter_code(&state) };
            view! {
                <PageTitle title=w::PHONE_TITLE caption=Some(account.phone) has_errors=state.has_errors()/>
                <FormMessages state=state.clone()/>
                <p class="lead">{w::PHONE_LEAD}</p>
                {letter}
                <p class="hint">{w::PHONE_RECORD}</p>
                <p class="hint">{w::PHONE_QUIET}</p>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <TextField
                        name="phone"
                        label=w::NEW_PHONE
                        hint=w::NEW_PHONE_HINT
                        value=state.value("phone")
                        error=state.error("phone")
                        input_type="tel"
                        inputmode="numeric"
                        autocomplete="tel"
                        width=FieldWidth::W20
                        required=true
                    />
                    {code}
                    <Password state=state.clone()/>
                    <Actions><Button>{w::PHONE_DO}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

fn phone_code(state: &FormState) -> AnyView {
    view! { <SentCodeField label=w::CODE hint=w::CODE_HINT error=state.error("phone_code")/> }.into_any()
}

fn letter_code(state: &FormState) -> AnyView {
    view! {
        <TextField
            name="code"
            label=w::LETTER
            hint=w::LETTER_HINT
            value=state.value("code")
            error=state.error("code")
            autocomplete="off"
            width=FieldWidth::W20
            required=true
        />
    }
    .into_any()
}

/// The account's password, once more.
#[component]
fn Password(
    /// What is wrong with it.
    state: FormState,
) -> impl IntoView {
    view! {
        <PasswordField
            name="old_password"
            label=w::PASSWORD
            hint=w::PASSWORD_HINT
            error=state.error("old_password")
            required=true
        />
    }
}

/// 下载我和孩子的信息
#[component]
pub fn OwnDataPage() -> impl IntoView {
    let action = ServerAction::<AskOwnData>::new();
    let data = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((my_account().await?, form_state(DATA.into()).await?)) },
    );
    view! {
        <BackLink href="/my/account"/>
        <Load data view=move |(_, state): (MyAccount, FormState)| {
            let ready = state.done.is_some();
            let (typed, has_errors) = (state.clone(), state.has_errors());
            let next = if ready {
                view! {
                    <Actions><LinkButton href="/files/my/account.json" external=true>{w::DATA_DO}</LinkButton></Actions>
                }
                .into_any()
            } else {
                view! {
                    <ActionForm action attr:class="stack" attr:novalidate=true>
                        <Password state=typed.clone()/>
                        <Actions><Button>{w::DATA_ASK}</Button></Actions>
                    </ActionForm>
                }
                .into_any()
            };
            view! {
                <PageTitle title=w::DATA_TITLE has_errors/>
                <FormMessages state/>
                <p class="lead">{w::DATA_LEAD}</p>
                <p>{w::DATA_CARE}</p>
                {next}
                <p class="hint">{w::DATA_LAW}</p>
            }
        }/>
    }
}

/// 注销账号: what is lost and what stays is said first; what was asked for has to have a result or be taken back.
#[component]
pub fn CloseAccountPage() -> impl IntoView {
    let action = ServerAction::<CloseAccount>::new();
    // What is shown stays while the form is sent: the session is over then.
    let account = Resource::new_blocking(|| (), |()| my_account());
    let data = Resource::new_blocking(
        move || action.version().get(),
        move |_| async move { Ok((account.await?, form_state(CLOSE.into()).await?)) },
    );
    view! {
        <BackLink href="/my/account"/>
        <Load data view=move |(account, state): (MyAccount, FormState)| {
            let lost = w::CLOSE_LOST.map(|words| view! { <li>{words}</li> }).collect_view();
            let stays = w::CLOSE_STAYING.map(|words| view! { <li>{words}</li> }).collect_view();
            let (typed, has_errors) = (state.clone(), state.has_errors());
            let next = if account.open.is_empty() {
                view! {
                    <ActionForm action attr:class="stack" attr:novalidate=true>
                        <Password state=typed.clone()/>
                        <Actions><Button kind=ButtonKind::Warning>{w::CLOSE_DO}</Button></Actions>
                    </ActionForm>
                }
                .into_any()
            } else {
                first(account.open)
            };
            view! {
                <PageTitle title=w::CLOSE_TITLE has_errors/>
                <FormMessages state/>
                <Section id="lost" title=w::CLOSE_LOSES><ul>{lost}</ul></Section>
                <Section id="stays" title=w::CLOSE_STAYS><ul>{stays}</ul></Section>
                <p><a href="/my/account/data">{w::CLOSE_DATA}</a></p>
                {next}
            }
        }/>
    }
}

/// What has to have a result, or be taken back, before the account can be closed.
fn first(open: Vec<OpenAsk>) -> AnyView {
    let each = |ask: OpenAsk| {
        let href = format!("/my/case/{}", ask.case);
        view! { <li><a href=href>{name(&ask.kind)}</a></li> }
    };
    view! {
        <Notice kind=NoticeKind::Warn title=Some(w::CLOSE_FIRST.to_owned())>
            <p>{w::CLOSE_FIRST_WHY}</p>
            <ul>{keyed(open, |ask| ask.case, each)}</ul>
        </Notice>
    }
    .into_any()
}
