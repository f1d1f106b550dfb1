//! 账号设置: what one can change about one's own account.

use super::messages::MessageChoice;
use crate::api::form_state::{FormState, form_state};
use crate::api::message::{ChooseMessages, ConfirmMessages, FORM, message_setting};
use crate::api::session::{Whoami, whoami};
use crate::language::{in_chinese, name};
use crate::pages::parts::Load;
use crate::text::t::session as w;
use crate::ui::{Actions, BackLink, ButtonKind, LinkButton, PageTitle, SummaryList, SummaryRow};
use contract::message::MessageSetting;
use domain::access::Role;
use leptos::prelude::*;

/// 账号设置
#[component]
pub fn SettingsPage() -> impl IntoView {
    let choose = ServerAction::<ChooseMessages>::new();
    let confirm = ServerAction::<ConfirmMessages>::new();
    let me = Resource::new_blocking(
        move || (choose.version().get(), confirm.version().get()),
        |_| async move { Ok((whoami().await?, message_setting().await?, form_state(FORM.into()).await?)) },
    );
    view! {
        <Load data=me view=move |(me, setting, state): (Whoami, MessageSetting, FormState)| {
            let errors = state.has_errors();
            let staff = me.role != Role::Guardian;
            let home = if staff { "/home" } else { "/my" };
            view! {
                <BackLink href=home/>
                <PageTitle title=w::SETTINGS_TITLE has_errors=errors/>
                <SummaryList>
                    <SummaryRow term=w::SETTINGS_NAME>{in_chinese(me.name)}</SummaryRow>
                    <SummaryRow term=w::SETTINGS_ROLE>{name(&me.role)}</SummaryRow>
                    {me.unit.map(|unit| view! { <SummaryRow term=w::SETTINGS_UNIT>{in_chinese(unit)}</SummaryRow> })}
                </SummaryList>
                <Actions>
                    <LinkButton href="/password" kind=ButtonKind::Secondary>{w::PASSWORD_TITLE}</LinkButton>
                    {staff.then(|| view! {
                        <LinkButton href="/totp" kind=ButtonKind::Secondary>{w::TOTP_TITLE}</LinkButton>
                    })}
                </Actions>
                <MessageChoice setting state choose confirm/>
            }
        }/>
    }
}
