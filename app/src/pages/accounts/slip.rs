//! 登录凭条: what the confirmer prints and hands to the person.

use crate::api::account::slip::{PutSlipAway, SlipText, account_slip};
use crate::pages::parts::Load;
use crate::text::t::account as w;
use crate::ui::{ActionForm, Actions, Button, Empty, PageTitle};
use leptos::prelude::*;

/// 登录凭条
#[component]
pub fn SlipPage() -> impl IntoView {
    let away = ServerAction::<PutSlipAway>::new();
    let data = Resource::new_blocking(move || away.version().get(), |_| account_slip());
    let view = move |slip: Option<SlipText>| {
        let sheet = match slip {
            Some(slip) => view! {
                <article class="letter sheet">
                    <h2>{w::SLIP_TITLE}</h2>
                    <p>{slip.unit}" "{slip.role}" "{slip.name}</p>
                    <p>{w::SLIP_ADDRESSEE}</p>
                    <p>{w::LOGIN}"："<strong>{slip.login}</strong></p>
                    <p>{w::SLIP_SECRET}"："</p>
                    <p class="code-display">{slip.secret}</p>
                    <p>{w::SLIP_UNTIL}" "{slip.until}</p>
                    <p>{w::SLIP_RULE}</p>
                </article>
                <p class="hint no-print">{w::SLIP_HANDLE}</p>
                <ActionForm action=away attr:class="no-print">
                    <Actions><Button>{w::SLIP_DONE}</Button></Actions>
                </ActionForm>
            }
            .into_any(),
            None => view! {
                <Empty title=w::SLIP_GONE><p>{w::SLIP_GONE_TEXT}</p><a href="/accounts">{w::TITLE}</a></Empty>
            }
            .into_any(),
        };
        view! { <PageTitle title=w::SLIP_TITLE/> {sheet} }
    };
    view! { <Load data view/> }
}
