//! 账号设置: what one can change about one's own account.

use crate::api::session::{Whoami, whoami};
use crate::pages::parts::Load;
use crate::text::t::session as w;
use crate::ui::{Actions, BackLink, ButtonKind, LinkButton, PageTitle, SummaryList, SummaryRow};
use domain::access::Role;
use leptos::prelude::*;

/// 账号设置
#[component]
pub fn SettingsPage() -> impl IntoView {
    let me = Resource::new_blocking(|| (), |()| whoami());
    view! {
        <Load data=me view=move |me: Whoami| {
            let staff = me.role != Role::Guardian;
            let home = if staff { "/home" } else { "/my" };
            view! {
                <BackLink href=home/>
                <PageTitle title=w::SETTINGS_TITLE/>
                <SummaryList>
                    <SummaryRow term=w::SETTINGS_NAME>{me.name}</SummaryRow>
                    <SummaryRow term=w::SETTINGS_ROLE>{me.role.label()}</SummaryRow>
                    {me.unit.map(|unit| view! { <SummaryRow term=w::SETTINGS_UNIT>{unit}</SummaryRow> })}
                </SummaryList>
                <Actions>
                    <LinkButton href="/password" kind=ButtonKind::Secondary>{w::PASSWORD_TITLE}</LinkButton>
                    {staff.then(|| view! {
                        <LinkButton href="/totp" kind=ButtonKind::Secondary>{w::TOTP_TITLE}</LinkButton>
                    })}
                </Actions>
            }
        }/>
    }
}
