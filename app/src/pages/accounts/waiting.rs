//! 待确认: accounts that somebody else made and resets that somebody else asked for. The audit administrator reads the same list.

use crate::api::account::act::{ConfirmAccount, RefuseAccount};
use crate::api::account::list::Accounts;
use crate::api::form_state::FormState;
use crate::api::moment;
use crate::text::t::account as w;
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, Column, DataTable, Row, RowHeader, Section,
    SelectField, TextField, Tone, choices, columns, keyed,
};
use contract::account::{WaitLine, Waits};
use domain::access::Role;
use leptos::prelude::*;

pub(super) fn section(
    all: &Accounts,
    state: &FormState,
    confirm: ServerAction<ConfirmAccount>,
    refuse: ServerAction<RefuseAccount>,
) -> impl IntoView + use<> {
    let mine = all.waiting.iter().any(|row| row.not_mine.is_none());
    let rows = keyed(all.waiting.iter().cloned(), |row| row.account, |row| line(row, all.me, confirm));
    let refusing = mine.then(|| refusing(&all.waiting, state, refuse));
    let mut headings = columns([w::LOGIN, w::NAME, w::ROLE, w::UNIT, w::WHAT, w::MADE_BY, w::AT]);
    headings.push(Column::new(w::ACTIONS).hidden());
    let body = if all.waiting.is_empty() {
        view! { <p class="hint">{w::WAITING_NONE}</p> }.into_any()
    } else {
        view! {
            <p class="hint">{w::WAITING_LEAD}</p>
            <DataTable caption=w::WAITING caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            {refusing}
        }
        .into_any()
    };
    view! { <Section id="waiting" title=w::WAITING>{body}</Section> }
}

fn line(row: WaitLine, me: Role, confirm: ServerAction<ConfirmAccount>) -> impl IntoView {
    let what = match row.waits {
        Waits::Reset(at) => format!("{}（{}）：{}", w::STATE_RESETTING, moment(at), row.reason),
        Waits::Account => w::NEW_ACCOUNT.to_owned(),
    };
    let namesake = (row.namesake && row.waits == Waits::Account)
        .then(|| view! { <Badge tone=Tone::Warn>{w::NAMESAKE}</Badge> });
    let decide = match row.not_mine {
        None => view! {
            <ActionForm action=confirm>
                <input type="hidden" name="account" value=row.account.to_string()/>
                <Button kind=ButtonKind::Secondary>{w::CONFIRM}</Button>
            </ActionForm>
        }
        .into_any(),
        // The audit administrator watches; why others may not is worth saying.
        Some(why) => {
            let why = format!("{}{}", why.what, why.remedy);
            (me != Role::AuditAdmin).then(|| view! { <p class="hint">{why}</p> }).into_any()
        }
    };
    view! {
        <Row>
            <RowHeader>{row.login}</RowHeader>
            <Cell label=w::NAME>{row.name}" "{namesake}</Cell>
            <Cell label=w::ROLE>{row.role.label()}</Cell>
            <Cell label=w::UNIT>{row.unit}</Cell>
            <Cell label=w::WHAT>{what}</Cell>
            <Cell label=w::MADE_BY>{row.by}</Cell>
            <Cell label=w::AT>{moment(row.at)}</Cell>
            <Cell>{decide}</Cell>
        </Row>
    }
}

fn refusing(
    rows: &[WaitLine],
    state: &FormState,
    refuse: ServerAction<RefuseAccount>,
) -> impl IntoView + use<> {
    let mine = rows.iter().filter(|row| row.not_mine.is_none());
    let accounts = choices(mine.map(|row| (row.account.to_string(), format!("{} {}", row.login, row.name))));
    let (account, missing) = (state.value("waiting"), state.error("waiting"));
    let (reason, error) = (state.value("refusal"), state.error("refusal"));
    let open = error.is_some() || missing.is_some();
    view! {
        <details open=open>
            <summary>{w::REFUSE_TITLE}</summary>
            <ActionForm action=refuse attr:novalidate=true>
                <div class="form-grid">
                    <SelectField
                        name="waiting"
                        label=w::ACCOUNT
                        options=accounts
                        value=account
                        error=missing
                        required=true
                    />
                    <TextField name="refusal" label=w::REFUSE_REASON value=reason error=error required=true/>
                </div>
                <Actions><Button kind=ButtonKind::Secondary>{w::REFUSE}</Button></Actions>
            </ActionForm>
        </details>
    }
}
