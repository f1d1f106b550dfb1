//! 账号管理: the system administrator makes accounts and files training, the security administrator seals and resets, the audit
//! administrator looks (三员分立).

pub mod slip;
mod waiting;

pub use slip::SlipPage;

use crate::api::account::act::{ConfirmAccount, CreateAccount, FileTraining, RefuseAccount, SecureAccount};
use crate::api::account::list::{Accounts, accounts};
use crate::api::form_state::{FormState, form_state};
use crate::api::tables::{ListTools, shown_by};
use crate::api::{day, moment};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::account as w;
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, DateField, Empty, FieldWidth, FilterBar,
    PageTitle, Pager, Row, RowHeader, Section, SelectField, TextField, Tone, choices, keyed, shown_columns,
};
use contract::account::{AccountLine, AccountState};
use domain::access::Role;
use domain::tables::List;
use leptos::prelude::*;

/// 账号管理
#[component]
pub fn AccountsPage() -> impl IntoView {
    let (unit, after) = (query("unit"), query("after"));
    let create = ServerAction::<CreateAccount>::new();
    let train = ServerAction::<FileTraining>::new();
    let secure = ServerAction::<SecureAccount>::new();
    let confirm = ServerAction::<ConfirmAccount>::new();
    let refuse = ServerAction::<RefuseAccount>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || {
            let decided = (confirm.version().get(), refuse.version().get(), actions.version());
            let made = (create.version().get(), train.version().get(), secure.version().get());
            (unit.get(), after.get(), made, decided)
        },
        |(unit, after, ..)| async move {
            let all = accounts(Some(unit), after).await?;
            let state = form_state(format!("accounts/{}", all.unit)).await?;
            let training = form_state("training".into()).await?;
            let deciding = form_state("accounts-waiting".into()).await?;
            Ok((all, shown_by(List::Accounts, []).await?, [state, training, deciding]))
        },
    );
    view! {
        <Load data view=move |(all, tools, [state, training, deciding]): (Accounts, ListTools, [FormState; 3])| {
            let units = choices(all.units.iter().map(|(id, name, _)| (id.clone(), name.clone())));
            let errors = [&state, &training, &deciding].iter().any(|form| form.has_errors());
            let forms = (all.me == Role::SystemAdmin).then(|| view! {
                {(!all.roles.is_empty()).then(|| new_account(&all, &state, create))}
                {new_training(&all, &training, train)}
            });
            let resetting = (all.me == Role::SecurityAdmin).then(|| new_reset(&all, &state, secure));
            let waiting = waiting::section(&all, &deciding, confirm, refuse);
            let (table, unit) = (list(&all, secure, tools, actions), all.unit.clone());
            let first = (!after.get_untracked().is_empty()).then(|| format!("/accounts?unit={unit}"));
            let next = all.next.map(|next| format!("/accounts?unit={unit}&after={next}"));
            view! {
                <PageTitle title=w::TITLE caption=Some(all.unit_name.clone()) has_errors=errors/>
                <FormMessages state=state.clone()/>
                <FormMessages state=training.clone()/>
                <FormMessages state=deciding.clone()/>
                {waiting}
                <FilterBar action="/accounts" submit=w::SHOW>
                    <SelectField name="unit" label=w::UNITS options=units value=unit placeholder=""/>
                </FilterBar>
                {table}
                <Pager prev=first next/>
                {forms}
                {resetting}
            }
        }/>
    }
}

fn list(
    all: &Accounts,
    secure: ServerAction<SecureAccount>,
    tools: ListTools,
    actions: ToolActions,
) -> AnyView {
    if all.rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let may_secure = all.me == Role::SecurityAdmin;
    let (choice, others) = (tools.choice.clone(), columns_of(List::Accounts));
    let rows = keyed(
        all.rows.iter().cloned(),
        |row| row.login.clone(),
        |row| {
            let buttons = may_secure.then(|| securing(&all.unit, &row, secure));
            let training = match &row.training {
                Some(one) => format!("{}（{}，{}）", one.course, one.certificate, day(one.on)),
                None => w::NO_TRAINING.to_owned(),
            };
            let (words, tone) = match row.state {
                AccountState::Waiting => (w::STATE_WAITING, Tone::Warn),
                AccountState::Refused => (w::STATE_REFUSED, Tone::Danger),
                AccountState::Dormant => (w::DORMANT, Tone::Warn),
                AccountState::Sealed => (w::SEALED, Tone::Danger),
                AccountState::Resetting(_) => (w::STATE_RESETTING, Tone::Warn),
                AccountState::SlipOut(_) => (w::STATE_SLIP, Tone::Warn),
                AccountState::Active => (w::ACTIVE, Tone::Success),
            };
            let mut until = match row.state {
                AccountState::Resetting(at) => Some(w::takes_effect(&moment(at))),
                AccountState::SlipOut(until) => Some(w::good_until(&moment(until))),
                _ => None,
            }
            .map(|until| view! { <p class="hint">{until}</p> }.into_any());
            let cell = |(column, label): &(&'static str, &'static str)| {
                let words = match *column {
                    "name" => row.name.clone().into_any(),
                    "role" => row.role.label().into_any(),
                    "training" => training.clone().into_any(),
                    "second_factor" => (if row.second_factor { w::SET } else { w::NOT_SET }).into_any(),
                    _ => view! { <Badge tone>{words}</Badge>{until.take()} }.into_any(),
                };
                choice.shows(column).then(|| view! { <Cell label=*label>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader>{row.login.clone()}</RowHeader>
                    {cells}
                    {buttons.map(|buttons| view! { <Cell>{buttons}</Cell> })}
                </Row>
            }
        },
    );
    let mut headings = shown_columns(w::LOGIN, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let back = format!("/accounts?unit={}", all.unit);
    if may_secure {
        headings.push(crate::ui::Column::new(w::ACTIONS).hidden());
    }
    view! {
        <ListToolbar tools back actions/>
        <DataTable caption=w::CAPTION caption_hidden=true columns=headings dense>{rows}</DataTable>
    }
    .into_any()
}

fn securing(unit: &str, row: &AccountLine, action: ServerAction<SecureAccount>) -> impl IntoView + use<> {
    let (what, words) = if row.sealed_off { ("open", w::UNSEAL) } else { ("seal", w::SEAL) };
    let (unit, account) = (unit.to_owned(), row.id.to_string());
    view! {
        <ActionForm action>
            <input type="hidden" name="unit" value=unit/>
            <input type="hidden" name="account" value=account/>
            <Button kind=ButtonKind::Secondary name="what" value=what>{words}</Button>
        </ActionForm>
    }
}

fn new_reset(
    all: &Accounts,
    state: &FormState,
    action: ServerAction<SecureAccount>,
) -> impl IntoView + use<> {
    let (unit, state) = (all.unit.clone(), state.clone());
    let usable =
        all.rows.iter().filter(|row| matches!(row.state, AccountState::Active | AccountState::SlipOut(_)));
    let accounts = choices(usable.map(|row| (row.id.to_string(), format!("{} {}", row.login, row.name))));
    (!accounts.is_empty()).then(|| {
        view! {
            <Section id="reset" title=w::RESET_TITLE>
                <p class="hint">{w::RESET_LEAD}</p>
                <ActionForm action attr:novalidate=true>
                    <input type="hidden" name="unit" value=unit/>
                    <div class="form-grid">
                        <SelectField
                            name="account"
                            label=w::ACCOUNT
                            options=accounts
                            value=state.value("account")
                            error=state.error("account")
                            required=true
                        />
                        <TextField
                            name="reason"
                            label=w::RESET_REASON
                            value=state.value("reason")
                            error=state.error("reason")
                            required=true
                        />
                    </div>
                    <Actions><Button name="what" value="reset">{w::RESET}</Button></Actions>
                </ActionForm>
            </Section>
        }
    })
}

fn new_account(
    all: &Accounts,
    state: &FormState,
    action: ServerAction<CreateAccount>,
) -> impl IntoView + use<> {
    let (unit, state) = (all.unit.clone(), state.clone());
    let roles = choices(all.roles.iter().map(|role| (role.key(), role.label())));
    view! {
        <Section id="new" title=w::NEW>
            <p class="hint">{w::NEW_LEAD}</p>
            <ActionForm action attr:novalidate=true>
                <input type="hidden" name="unit" value=unit/>
                <div class="form-grid">
                    <SelectField
                        name="role"
                        label=w::ROLE
                        options=roles
                        value=state.value("role")
                        error=state.error("role")
                        required=true
                    />
                    <TextField
                        name="login"
                        label=w::LOGIN
                        value=state.value("login")
                        error=state.error("login")
                        autocomplete="off"
                        width=FieldWidth::W20
                        required=true
                    />
                    <TextField
                        name="name"
                        label=w::NAME
                        value=state.value("name")
                        error=state.error("name")
                        autocomplete="off"
                        width=FieldWidth::W20
                        required=true
                    />
                    <TextField
                        name="identity"
                        label=w::IDENTITY
                        hint=w::IDENTITY_HINT
                        value=state.value("identity")
                        error=state.error("identity")
                        autocomplete="off"
                        width=FieldWidth::W20
                        required=true
                    />
                </div>
                <Actions><Button>{w::CREATE}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

fn new_training(
    all: &Accounts,
    state: &FormState,
    action: ServerAction<FileTraining>,
) -> impl IntoView + use<> {
    let (unit, state) = (all.unit.clone(), state.clone());
    let registrars = all.rows.iter().filter(|row| row.role == Role::Registrar && !row.own_making);
    let accounts = choices(registrars.map(|row| (row.id.to_string(), format!("{} {}", row.login, row.name))));
    (!accounts.is_empty()).then(|| {
        view! {
            <Section id="training" title=w::FILE_TRAINING>
                <p class="hint">{w::TRAINING_LEAD}</p>
                <ActionForm action attr:novalidate=true>
                    <input type="hidden" name="unit" value=unit/>
                    <div class="form-grid">
                        <SelectField
                            name="account"
                            label=w::ACCOUNT
                            options=accounts
                            value=state.value("account")
                            error=state.error("account")
                            required=true
                        />
                        <TextField
                            name="course"
                            label=w::COURSE
                            value=state.value("course")
                            error=state.error("course")
                            required=true
                        />
                        <TextField
                            name="certificate"
                            label=w::CERTIFICATE
                            value=state.value("certificate")
                            error=state.error("certificate")
                            required=true
                        />
                        <TextField
                            name="hours"
                            label=w::HOURS
                            value=state.value("hours")
                            error=state.error("hours")
                            inputmode="numeric"
                            width=FieldWidth::W10
                            required=true
                        />
                        <DateField name="on" label=w::ISSUED value=state.value("on") error=state.error("on") required=true/>
                        <DateField
                            name="valid_until"
                            label=w::VALID_UNTIL
                            hint=w::VALID_UNTIL_HINT
                            value=state.value("valid_until")
                            error=state.error("valid_until")
                        />
                    </div>
                    <Actions><Button>{w::FILE_TRAINING}</Button></Actions>
                </ActionForm>
            </Section>
        }
    })
}
