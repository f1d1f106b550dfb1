//! The front page, signing in, the second factor, passwords.

pub mod messages;
pub mod settings;

use crate::api::form_state::{FormState, form_state};
use crate::api::session::{
    ChangePassword, SecondFactor, SignIn, TotpConfirm, TotpProposal, landing, totp_proposal,
};
use crate::language::colon;
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::{self, session as w};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, DocumentTitle, FieldWidth, LinkButton, Notice, NoticeKind,
    PageTitle, PasswordField, TextField, cited,
};
use leptos::prelude::*;

/// 首页
#[component]
pub fn LandingPage() -> impl IntoView {
    let next = Resource::new_blocking(|| (), |()| landing());
    view! {
        <DocumentTitle title=t::layout::HOME/>
        <Load data=next view=|next| {
            let own = next.map(|href| view! { <LinkButton href>{t::layout::HOME}</LinkButton> });
            view! {
                <div class="hero">
                    <h1>{w::LANDING_TITLE}</h1>
                    <p class="lead">{w::LANDING_LEAD}</p>
                    {own}
                </div>
                <div class="cards">
                    <section class="card">
                        <h2 class="card-title">{w::GUARDIAN_TITLE}</h2>
                        <p class="card-text">{w::GUARDIAN_TEXT}</p>
                        <Actions>
                            <LinkButton href="/sign-in">{w::GUARDIAN_SIGN_IN}</LinkButton>
                            <LinkButton href="/guardian/sign-up" kind=ButtonKind::Secondary>
                                {w::GUARDIAN_SIGN_UP}
                            </LinkButton>
                        </Actions>
                    </section>
                    <section class="card">
                        <h2 class="card-title">{w::STAFF_TITLE}</h2>
                        <p class="card-text">{w::STAFF_TEXT}</p>
                        <Actions>
                            <LinkButton href="/sign-in" kind=ButtonKind::Secondary>{w::STAFF_LINK}</LinkButton>
                        </Actions>
                    </section>
                </div>
                <p><a href="/guide">{t::guide::TITLE}</a></p>
                <p><a href="/verify">{t::verify::VERIFY_LINK}</a></p>
                <p class="muted">{cited(&w::BASIS)}</p>
            }
        }/>
    }
}

/// 登录
#[component]
pub fn SignInPage() -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let state = Resource::new_blocking(move || action.version().get(), |_| form_state("sign_in".into()));
    let (changed, new, ended) = (query("changed"), query("new"), query("ended"));
    let (moved, closed) = (query("moved"), query("closed"));
    view! {
        <Load data=state view=move |state| {
            let note = if !changed.get_untracked().is_empty() {
                Some(w::CHANGED)
            } else if !new.get_untracked().is_empty() {
                Some(w::SIGNED_UP)
            } else if !moved.get_untracked().is_empty() {
                Some(t::own::MOVED)
            } else if !closed.get_untracked().is_empty() {
                Some(t::own::CLOSED)
            } else {
                None
            };
            let again = match ended.get_untracked().as_str() {
                "" => None,
                "kept" => Some(w::ENDED_KEPT),
                _ => Some(w::ENDED),
            };
            view! {
                <PageTitle title=w::SIGN_IN_TITLE has_errors=state.has_errors()/>
                {note.map(|words| view! { <Notice kind=NoticeKind::Success><p>{words}</p></Notice> })}
                {again.map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> })}
                <FormMessages state=state.clone()/>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <TextField
                        name="login"
                        label=w::LOGIN
                        hint=w::LOGIN_HINT
                        value=state.value("login")
                        error=state.error("login")
                        autocomplete="username"
                        width=FieldWidth::W20
                        required=true
                    />
                    <PasswordField name="password" label=w::PASSWORD error=state.error("password") required=true/>
                    <Actions><Button>{w::SIGN_IN}</Button></Actions>
                </ActionForm>
                <p>{w::NO_ACCOUNT}" "<a href="/guardian/sign-up">{w::GUARDIAN_SIGN_UP}</a></p>
                <p>{w::FORGOTTEN}" "<a href="/guardian/recover">{w::RECOVER}</a></p>
            }
        }/>
    }
}

/// 输入动态验证码
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let action = ServerAction::<SecondFactor>::new();
    let state =
        Resource::new_blocking(move || action.version().get(), |_| form_state("second_factor".into()));
    view! {
        <Load data=state view=move |state| view! {
            <PageTitle title=w::SECOND_FACTOR_TITLE has_errors=state.has_errors()/>
            <FormMessages state=state.clone()/>
            <p>{w::SECOND_FACTOR_TEXT}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <CodeField error=state.error("code")/>
                <Actions><Button>{t::common::CONTINUE}</Button></Actions>
            </ActionForm>
        }/>
    }
}

#[component]
fn CodeField(#[prop(optional_no_strip)] error: Option<String>) -> impl IntoView {
    view! {
        <TextField
            name="code"
            label=w::CODE
            error
            inputmode="numeric"
            autocomplete="one-time-code"
            width=FieldWidth::W10
            required=true
        />
    }
}

/// 修改密码
#[component]
pub fn PasswordPage() -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let state = Resource::new_blocking(move || action.version().get(), |_| form_state("password".into()));
    view! {
        <Load data=state view=move |state| view! {
            <PageTitle title=w::PASSWORD_TITLE has_errors=state.has_errors()/>
            <FormMessages state=state.clone()/>
            <p>{w::PASSWORD_WHY}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <PasswordField
                    name="old_password"
                    label=w::OLD_PASSWORD
                    error=state.error("old_password")
                    required=true
                />
                <PasswordField
                    name="new_password"
                    label=w::NEW_PASSWORD
                    hint=w::PASSWORD_RULES
                    error=state.error("new_password")
                    autocomplete="new-password"
                    required=true
                />
                <PasswordField name="repeat" label=w::REPEAT autocomplete="new-password" required=true/>
                <Actions><Button>{w::PASSWORD_SUBMIT}</Button></Actions>
            </ActionForm>
        }/>
    }
}

/// 设置动态验证码
#[component]
pub fn TotpEnrolPage() -> impl IntoView {
    let action = ServerAction::<TotpConfirm>::new();
    // The secret stays while codes are tried; only what was wrong with a code is asked for again.
    let proposal = Resource::new_blocking(|| (), |()| totp_proposal());
    let data = Resource::new_blocking(
        move || action.version().get(),
        move |_| async move { Ok((proposal.await?, form_state("totp".into()).await?)) },
    );
    view! {
        <Load data view=move |(proposal, state): (TotpProposal, FormState)| {
            let (secret, qr) = (proposal.secret, proposal.qr_svg);
            view! {
                <PageTitle title=w::TOTP_TITLE has_errors=state.has_errors()/>
                <FormMessages state=state.clone()/>
                <p>{w::TOTP_TEXT}</p>
                <div class="qr" role="img" aria-label=w::TOTP_QR inner_html=qr></div>
                <p>{w::TOTP_SECRET}{colon()}<code class="secret">{secret}</code></p>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <CodeField error=state.error("code")/>
                    <Actions><Button>{w::TOTP_SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}
