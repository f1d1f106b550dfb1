//! What the school has to do about guardians' accounts: codes of others to release, bonds to look at.

use super::binding::standing;
use crate::api::bond::{ReleaseBinding, waiting_bonds};
use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::bond as w;
use crate::ui::{
    ActionForm, Button, ButtonKind, Cell, DataTable, Empty, PageTitle, Row, RowHeader, Section, columns,
    keyed,
};
use contract::guardian::{BondLine, CodeLine};
use leptos::prelude::*;

/// 监护人绑定: codes to release, bonds to look at.
#[component]
pub fn BindingsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let release = ServerAction::<ReleaseBinding>::new();
    let data = Resource::new_blocking(
        move || (live.version(), release.version().get()),
        |_| async move { Ok((waiting_bonds().await?, form_state("bindings".into()).await?)) },
    );
    view! {
        <Load data view=move |((waiting, bonds), state): ((Vec<CodeLine>, Vec<BondLine>), FormState)| view! {
            <PageTitle title=w::TITLE has_errors=state.has_errors()/>
            <FormMessages state/>
            <Section id="codes" title=w::CODES_WAITING>
                <p class="hint">{w::LIST_LEAD}</p>
                {codes(waiting, release)}
            </Section>
            <Section id="bonds" title=w::BONDS_WAITING>{questions(bonds)}</Section>
        }/>
    }
}

fn codes(rows: Vec<CodeLine>, action: ServerAction<ReleaseBinding>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <Empty title=w::NO_CODES_WAITING/> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.key.clone(),
        |row| {
            let href = format!("/pupils/{}/binding", row.person);
            let act = if row.may_release {
                view! {
                    <ActionForm action>
                        <input type="hidden" name="binding" value=row.key/>
                        <Button kind=ButtonKind::Secondary>{w::RELEASE}</Button>
                    </ActionForm>
                }
                .into_any()
            } else {
                w::OWN.into_any()
            };
            view! {
                <Row>
                    <RowHeader><a href=href>{row.name}</a></RowHeader>
                    <Cell label=w::CLASS>{row.class_label}</Cell>
                    <Cell label=w::GUARDIAN>{w::guardian(&row.guardian, &row.kinship)}</Cell>
                    <Cell label=w::PHONE>{row.phone}</Cell>
                    <Cell label=w::PRINTED>{w::printed(&row.printed_by, &moment(row.printed_at))}</Cell>
                    <Cell label=w::RELEASE>{act}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::PUPIL, w::CLASS, w::GUARDIAN, w::PHONE, w::PRINTED, w::RELEASE]);
    view! { <DataTable caption=w::CODES_WAITING caption_hidden=true columns=headings>{lines}</DataTable> }
        .into_any()
}

fn questions(rows: Vec<BondLine>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <Empty title=w::NO_BONDS_WAITING/> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| format!("{} {}", row.person, row.phone),
        |row| {
            let (href, standing) = (format!("/pupils/{}/binding", row.person), standing(&row));
            view! {
                <Row>
                    <RowHeader><a href=href>{row.pupil}</a></RowHeader>
                    <Cell label=w::CLASS>{row.class_label}</Cell>
                    <Cell label=w::ACCOUNT_NAME>{w::guardian(&row.name, &row.kinship)}</Cell>
                    <Cell label=w::LOGIN>{row.phone}</Cell>
                    <Cell label=w::STATE>{standing}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::PUPIL, w::CLASS, w::ACCOUNT_NAME, w::LOGIN, w::STATE]);
    view! { <DataTable caption=w::BONDS_WAITING caption_hidden=true columns=headings>{lines}</DataTable> }
        .into_any()
}
