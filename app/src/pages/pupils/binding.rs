//! 监护人绑定 of one child: the letter with a one-time code, the codes that hold, the accounts (第十条: who may ask for a correction).

use crate::api::bond::{ActOnBond, BondRow, BondsDetail, CodeRow, PrintBinding, bonds_of_pupil};
use crate::api::form_state::{FormState, form_state};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::bond as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, DataTable, Empty, PageTitle, RadioField,
    Row, RowHeader, Section, TextField, Tone, choices, columns,
};
use domain::guardian::BondState;
use leptos::prelude::*;

/// 监护人绑定
#[component]
pub fn BindingPage() -> impl IntoView {
    let person = param("id");
    let print = ServerAction::<PrintBinding>::new();
    let act = ServerAction::<ActOnBond>::new();
    let data = Resource::new_blocking(
        move || (person.get(), print.version().get(), act.version().get()),
        |(person, ..)| async move {
            let detail = bonds_of_pupil(person.clone()).await?;
            let printing = form_state(format!("binding/{person}")).await?;
            Ok((detail, printing, form_state(format!("bond/{person}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, printing, acting): (BondsDetail, FormState, FormState)| {
            let back = format!("/pupils/{}", detail.person);
            let letter = printing.done.as_deref().and_then(|done| done.split_once('|')).map(|(slot, code)| {
                letter(&detail, slot, code)
            });
            view! {
                <div class="no-print">
                    <BackLink href=back/>
                    <PageTitle title=w::TITLE caption=Some(detail.name.clone()) has_errors={printing.has_errors() || acting.has_errors()}/>
                    <FormMessages state=FormState { done: None, ..printing.clone() }/>
                    <FormMessages state=acting.clone()/>
                </div>
                {letter}
                <div class="no-print">
                    {detail.may_print.then(|| printer(&detail, &printing, print))}
                    {(!detail.codes.is_empty()).then(|| codes(&detail.codes))}
                    {bonds(&detail, &acting, act)}
                </div>
            }
        }/>
    }
}

fn letter(detail: &BondsDetail, slot: &str, code: &str) -> impl IntoView + use<> {
    let guardian = detail.entries.iter().find(|entry| entry.slot == slot);
    let guardian = guardian.map(|entry| entry.guardian.clone()).unwrap_or_default();
    let pupil = format!("{} {}", detail.class_label, detail.name);
    let code = code.to_owned();
    view! {
        <article class="letter sheet">
            <h2>{w::LETTER}</h2>
            <p>{pupil}"，"{guardian}</p>
            <p>{w::LETTER_TEXT}</p>
            <p class="code-display">{code}</p>
            <p>{w::LETTER_RULE}</p>
        </article>
        <p class="hint no-print">{w::LETTER_PRINT}</p>
    }
}

fn printer(
    detail: &BondsDetail,
    state: &FormState,
    action: ServerAction<PrintBinding>,
) -> impl IntoView + use<> {
    let body = if detail.entries.is_empty() {
        view! { <Empty title=w::NOBODY/> }.into_any()
    } else {
        let options = detail.entries.iter().map(|entry| {
            let rest = if entry.is_mobile { entry.phone.clone() } else { w::NO_MOBILE.to_owned() };
            (entry.slot.clone(), format!("{} {rest}", entry.guardian))
        });
        let options = choices(options);
        let value = state.value_or("guardian", &detail.entries[0].slot);
        let (person, error) = (detail.person.clone(), state.error("guardian"));
        view! {
            <p class="hint">{w::PRINT_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <RadioField name="guardian" label=w::FOR_WHOM options value error required=true/>
                <Actions><Button>{w::MAKE}</Button></Actions>
            </ActionForm>
        }
        .into_any()
    };
    view! { <Section id="print" title=w::PRINT_TITLE>{body}</Section> }
}

fn codes(rows: &[CodeRow]) -> impl IntoView + use<> {
    let lines = rows
        .iter()
        .cloned()
        .map(|row| {
            let state = match row.released {
                Some(words) => words.into_any(),
                None => {
                    view! { <Badge tone=Tone::Warn>{w::WAITS}</Badge>" "<a href="/bindings">{w::TO_LIST}</a> }
                        .into_any()
                }
            };
            view! {
                <Row>
                    <RowHeader>{row.guardian}</RowHeader>
                    <Cell label=w::PHONE>{row.phone}</Cell>
                    <Cell label=w::PRINTED>{row.printed}</Cell>
                    <Cell label=w::STATE>{state}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::GUARDIAN, w::PHONE, w::PRINTED, w::STATE]);
    view! {
        <Section id="codes" title=w::CODES>
            <DataTable caption=w::CODES caption_hidden=true columns=headings>{lines}</DataTable>
        </Section>
    }
}

/// How a bond stands, as a badge.
pub(super) fn standing(bond: &BondRow) -> impl IntoView + use<> {
    let tone = match bond.state {
        BondState::Active => Tone::Success,
        BondState::Resting => Tone::Warn,
        BondState::Ended => Tone::Info,
    };
    let reported = bond.reported.then(|| view! { " "<Badge tone=Tone::Danger>{w::REPORTED}</Badge> });
    let words = bond.state.label();
    view! { <Badge tone>{words}</Badge>{reported} }
}

fn bonds(detail: &BondsDetail, state: &FormState, action: ServerAction<ActOnBond>) -> impl IntoView + use<> {
    if detail.bonds.is_empty() {
        return view! { <Section id="bonds" title=w::BONDS><Empty title=w::NO_BONDS/></Section> }.into_any();
    }
    let lines = detail
        .bonds
        .iter()
        .map(|bond| {
            let standing = standing(bond);
            let bond = bond.clone();
            view! {
                <Row>
                    <RowHeader>{bond.guardian}</RowHeader>
                    <Cell label=w::LOGIN>{bond.phone}</Cell>
                    <Cell label=w::SINCE>{bond.since}</Cell>
                    <Cell label=w::STATE>{standing}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::ACCOUNT_NAME, w::LOGIN, w::SINCE, w::STATE]);
    let open = detail.bonds.iter().filter(|bond| bond.state != BondState::Ended);
    let options: Vec<(String, String)> =
        open.map(|bond| (bond.account.clone(), format!("{} {}", bond.guardian, bond.phone))).collect();
    let form = (!options.is_empty()).then(|| {
        let first = options[0].0.clone();
        let (person, value) = (detail.person.clone(), state.value_or("account", &first));
        let (reason, error) = (state.value("reason"), state.error("reason"));
        let unchosen = state.error("account");
        view! {
            <h3>{w::ACT_TITLE}</h3>
            <p class="hint">{w::ACT_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <RadioField name="account" label=w::WHICH options=choices(options) value error=unchosen required=true/>
                <TextField name="reason" label=w::REASON hint=w::REASON_HINT value=reason error maxlength=200 required=true/>
                <Actions>
                    <Button kind=ButtonKind::Secondary name="act" value="confirm">{w::CONFIRM}</Button>
                    <Button kind=ButtonKind::Secondary name="act" value="rest">{w::REST}</Button>
                    <Button kind=ButtonKind::Warning name="act" value="end">{w::END}</Button>
                </Actions>
            </ActionForm>
        }
    });
    view! {
        <Section id="bonds" title=w::BONDS>
            <DataTable caption=w::BONDS caption_hidden=true columns=headings>{lines}</DataTable>
            {form}
        </Section>
    }
    .into_any()
}
