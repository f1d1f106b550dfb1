//! 监护人绑定 of one child: the letter with a one-time code, the codes that hold, the accounts (第十条: who may ask for a correction).

use crate::api::bond::{
    ActOnBond, PortalAddress, PrintBinding, ReleaseBinding, bonds_of_pupil, portal_address,
};
use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::bond as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, DataTable, Empty, PageTitle, RadioField,
    Row, RowHeader, Section, TextField, Tone, choices, columns, keyed,
};
use contract::guardian::{BondLine, BondsView, CodeLine};
use domain::guardian::BondState;
use domain::guide::Task;
use leptos::prelude::*;

/// The guardians of a child, with where they find their pages, and what was typed.
type Opened = (String, (BondsView, PortalAddress), FormState, FormState);

/// 监护人绑定
#[component]
pub fn BindingPage() -> impl IntoView {
    let person = param("id");
    let print = ServerAction::<PrintBinding>::new();
    let act = ServerAction::<ActOnBond>::new();
    let release = ServerAction::<ReleaseBinding>::new();
    let data = Resource::new_blocking(
        move || (person.get(), print.version().get(), act.version().get(), release.version().get()),
        |(person, ..)| async move {
            let detail = bonds_of_pupil(person.clone()).await?;
            let printing = form_state(format!("binding/{person}")).await?;
            let acting = form_state(format!("bond/{person}")).await?;
            Ok((person, (detail, portal_address().await?), printing, acting))
        },
    );
    view! {
        <Load data view=move |(person, (detail, portal), printing, acting): Opened| {
            let back = format!("/pupils/{person}");
            let letter = printing.done.as_deref().and_then(|done| done.split_once('|')).map(|(slot, code)| {
                letter(&detail, &portal, slot, code)
            });
            view! {
                <div class="no-print">
                    <BackLink href=back/>
                    <PageTitle title=w::TITLE caption=Some(detail.name.clone()) has_errors={printing.has_errors() || acting.has_errors()}>
                        <GuideLink task=Task::Bind/>
                    </PageTitle>
                    <FormMessages state=FormState { done: None, ..printing.clone() }/>
                    <FormMessages state=acting.clone()/>
                </div>
                {letter}
                <div class="no-print">
                    {detail.may_print.then(|| printer(&person, &detail, &printing, print))}
                    {(!detail.codes.is_empty()).then(|| codes(&detail.codes, release))}
                    {bonds(&person, &detail, &acting, act)}
                </div>
            }
        }/>
    }
}

fn letter(detail: &BondsView, portal: &PortalAddress, slot: &str, code: &str) -> impl IntoView + use<> {
    let guardian = detail.entries.iter().find(|entry| entry.slot.key() == slot);
    let printed = guardian.and_then(|entry| {
        detail.codes.iter().find(|code| code.guardian == entry.name && code.kinship == entry.kinship)
    });
    let until = printed.map(|code| view! { <p>{w::valid_until(&moment(code.until))}</p> });
    let (address, symbol) = (portal.address.clone(), portal.symbol.clone());
    let guardian = guardian.map(|entry| w::guardian(&entry.name, &entry.kinship)).unwrap_or_default();
    let pupil = format!("{} {}", detail.class_label, detail.name);
    let code = code.to_owned();
    let telephone = w::letter_telephone(detail.phone.as_ref().map(ToString::to_string).as_deref());
    view! {
        <article class="letter sheet">
            <h2>{w::LETTER}</h2>
            <p>{pupil}"，"{guardian}</p>
            <p>{w::LETTER_TEXT}</p>
            <p class="code-display">{code}</p>
            {until}
            <p>{w::LETTER_RULE}</p>
            <figure>
                <div class="qr" role="img" aria-label=w::LETTER_SYMBOL inner_html=symbol></div>
                <figcaption>{w::LETTER_SCAN}<br/><span class="letter-address">{address}</span></figcaption>
            </figure>
            <p>{telephone}</p>
        </article>
        <p class="hint no-print">{w::LETTER_PRINT}</p>
    }
}

fn printer(
    person: &str,
    detail: &BondsView,
    state: &FormState,
    action: ServerAction<PrintBinding>,
) -> impl IntoView + use<> {
    let body = if detail.entries.is_empty() {
        let href = format!("/pupils/{person}/correct");
        view! { <Empty title=w::NOBODY><a href=href>{w::NOBODY_NEXT}</a></Empty> }.into_any()
    } else {
        let options = detail.entries.iter().map(|entry| {
            let rest = if entry.is_mobile { entry.phone.clone() } else { w::NO_MOBILE.to_owned() };
            (entry.slot.key(), format!("{} {rest}", w::guardian(&entry.name, &entry.kinship)))
        });
        let options = choices(options);
        let value = state.value_or("guardian", detail.entries[0].slot.key());
        let (person, error) = (person.to_owned(), state.error("guardian"));
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

fn codes(rows: &[CodeLine], release: ServerAction<ReleaseBinding>) -> impl IntoView + use<> {
    let lines = keyed(
        rows.iter().cloned(),
        |row| row.key.clone(),
        move |row| {
            let state = match &row.released_by {
                Some(by) => w::released(by, &moment(row.until)).into_any(),
                None => view! { <Badge tone=Tone::Warn>{w::WAITS}</Badge> }.into_any(),
            };
            // Whoever printed it does not release it.
            let act = match (&row.released_by, row.may_release) {
                (Some(_), _) => ().into_any(),
                (None, false) => w::OWN.into_any(),
                (None, true) => view! {
                    <ActionForm action=release>
                        <input type="hidden" name="person" value=row.person.to_string()/>
                        <input type="hidden" name="binding" value=row.key/>
                        <Button kind=ButtonKind::Secondary>{w::RELEASE}</Button>
                    </ActionForm>
                }
                .into_any(),
            };
            view! {
                <Row>
                    <RowHeader>{w::guardian(&row.guardian, &row.kinship)}</RowHeader>
                    <Cell label=w::PHONE>{row.phone}</Cell>
                    <Cell label=w::PRINTED>{w::printed(&row.printed_by, &moment(row.printed_at))}</Cell>
                    <Cell label=w::STATE>{state}</Cell>
                    <Cell label=w::RELEASE>{act}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::GUARDIAN, w::PHONE, w::PRINTED, w::STATE, w::RELEASE]);
    view! {
        <Section id="codes" title=w::CODES>
            <p class="hint">{w::LIST_LEAD}</p>
            <DataTable caption=w::CODES caption_hidden=true columns=headings>{lines}</DataTable>
        </Section>
    }
}

/// How a bond stands, as a badge.
fn standing(bond: &BondLine) -> impl IntoView + use<> {
    let tone = match bond.state {
        BondState::Active => Tone::Success,
        BondState::Resting => Tone::Warn,
        BondState::Ended => Tone::Info,
    };
    let reported = bond.reported.then(|| view! { " "<Badge tone=Tone::Danger>{w::REPORTED}</Badge> });
    let words = bond.state.label();
    view! { <Badge tone>{words}</Badge>{reported} }
}

fn bonds(
    person: &str,
    detail: &BondsView,
    state: &FormState,
    action: ServerAction<ActOnBond>,
) -> impl IntoView + use<> {
    if detail.bonds.is_empty() {
        return view! { <Section id="bonds" title=w::BONDS><Empty title=w::NO_BONDS><p>{w::NO_BONDS_NEXT}</p></Empty></Section> }.into_any();
    }
    let lines = detail
        .bonds
        .iter()
        .map(|bond| {
            let standing = standing(bond);
            let bond = bond.clone();
            view! {
                <Row>
                    <RowHeader>{w::guardian(&bond.name, &bond.kinship)}</RowHeader>
                    <Cell label=w::LOGIN>{bond.phone}</Cell>
                    <Cell label=w::SINCE>{moment(bond.since)}</Cell>
                    <Cell label=w::STATE>{standing}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::ACCOUNT_NAME, w::LOGIN, w::SINCE, w::STATE]);
    let open = detail.bonds.iter().filter(|bond| bond.state != BondState::Ended || bond.reported);
    let words = |bond: &BondLine| format!("{} {}", w::guardian(&bond.name, &bond.kinship), bond.phone);
    let options: Vec<(String, String)> = open.map(|bond| (bond.account.to_string(), words(bond))).collect();
    let form = (!options.is_empty()).then(|| {
        let first = options[0].0.clone();
        let (person, value) = (person.to_owned(), state.value_or("account", &first));
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
