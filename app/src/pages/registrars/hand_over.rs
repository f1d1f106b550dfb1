//! One hand-over: the list, who takes what, signatures, the leader's confirmation. Every button posts one form.

use super::status_of_hand_over;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::registrar::hand_over::{StepHandOver, hand_over};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common::number, registrar as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, Column, DataTable, Details, Empty,
    PageTitle, Row, RowHeader, Section, SelectField, StatusTag, SummaryList, SummaryRow, TextField, TickBox,
    Tone, choices, keyed,
};
use contract::Signed;
use contract::registrar::{HandOverItem, HandOverView};
use leptos::prelude::*;

type Step = ServerAction<StepHandOver>;

/// 工作交接
#[component]
pub fn HandOverPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let step = Step::new();
    let data = Resource::new_blocking(
        move || (id.get(), step.version().get(), live.version()),
        |(id, ..)| async move { Ok((hand_over(id.clone()).await?, form_state(format!("hand_over/{id}")).await?)) },
    );
    view! {
        <Load data view=move |(detail, state): (HandOverView, FormState)| {
            let row = detail.line.clone();
            let (items, note) = (items(&detail, &state, step), detail.may_give.then(|| note(&detail, &state, step)));
            let (signatures, sign) = (signatures(&detail), detail.may_sign.then(|| sign(&detail, step)));
            let lead = detail.leads.then(|| lead(&detail, &state, step));
            view! {
                <BackLink href="/registrars"/>
                <PageTitle title=w::HAND_OVERS caption=Some(row.from.clone()) has_errors=state.has_errors()>
                    <StatusTag status=status_of_hand_over(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state/>
                <SummaryList>
                    <SummaryRow term=w::FROM>{row.from}</SummaryRow>
                    <SummaryRow term=w::TO>{row.to}</SummaryRow>
                    <SummaryRow term=w::LAST_DAY>{day(row.last_day)}</SummaryRow>
                    <SummaryRow term=w::REASON>{detail.reason}</SummaryRow>
                </SummaryList>
                {items}
                {note}
                {signatures}
                {sign}
                {lead}
            }
        }/>
    }
}

fn items(detail: &HandOverView, state: &FormState, step: Step) -> AnyView {
    if detail.items.is_empty() {
        return view! { <Empty title=w::NOTHING/> }.into_any();
    }
    let gives = detail.may_give;
    let lines = keyed(
        detail.items.iter().cloned().enumerate(),
        |(_, item)| item.key.clone(),
        |(n, HandOverItem { key, words, count, owner, finished })| {
            let id = format!("item-{n}");
            let tick = (gives && !finished).then(|| {
                let label = words.clone();
                view! {
                    <span class="choice">
                        <TickBox id=id.clone() name="items[]" value=key checked={owner.is_none()} label=Some(label)/>
                        <label class="choice-label" for=id></label>
                    </span>
                }
            });
            let owner = match (owner, finished) {
                (Some(name), _) => name.into_any(),
                (None, true) => view! { <Badge tone=Tone::Success>{w::FINISHED}</Badge> }.into_any(),
                (None, false) => view! { <Badge tone=Tone::Warn>{w::OPEN}</Badge> }.into_any(),
            };
            view! {
                <Row>
                    {gives.then(|| view! { <Cell>{tick}</Cell> })}
                    <RowHeader>{words}</RowHeader>
                    <Cell label=w::COUNT numeric=true>{number(count)}</Cell>
                    <Cell label=w::OWNER>{owner}</Cell>
                </Row>
            }
        },
    );
    let mut headings = vec![Column::new(w::ITEM), Column::new(w::COUNT).numeric(), Column::new(w::OWNER)];
    if gives {
        headings.insert(0, Column::new(w::GIVE).hidden());
    }
    let table = view! { <DataTable caption=w::ITEMS caption_hidden=true columns=headings dense=true>{lines}</DataTable> };
    if !gives {
        return view! { <Section id="items" title=w::ITEMS>{table}</Section> }.into_any();
    }
    let (id, options) = (
        detail.shown().to_string(),
        choices(detail.able.iter().map(|desk| (desk.account.to_string(), desk.name.clone()))),
    );
    let (value, error) = (state.value("to"), state.error("to"));
    view! {
        <Section id="items" title=w::ITEMS>
            <ActionForm action=step attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="hand_over" value=id/>
                {table}
                <SelectField name="to" label=w::GIVE_TO options value error required=true/>
                <Actions><Button kind=ButtonKind::Secondary name="act" value="give">{w::GIVE}</Button></Actions>
            </ActionForm>
        </Section>
    }
    .into_any()
}

fn note(detail: &HandOverView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let id = detail.shown().to_string();
    let (value, error) = (state.value("note"), state.error("note"));
    let open = error.is_some();
    view! {
        <Details summary=w::NOTE open>
            <ActionForm action=step attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="hand_over" value=id/>
                <TextField name="note" label=w::NOTE hint=w::NOTE_HINT value error required=true/>
                <Actions><Button kind=ButtonKind::Secondary name="act" value="note">{w::NOTE_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn signatures(detail: &HandOverView) -> impl IntoView + use<> {
    let missing = || w::NOT_SIGNED.to_owned();
    let words = |signed: &Signed| w::by_on(&signed.by, &day(signed.on));
    let from = match (&detail.signed_from, &detail.in_place) {
        (Some(signed), None) => words(signed),
        (Some(signed), Some(why)) => format!("{}（{}：{why}）", words(signed), w::SIGN_IN_PLACE),
        (None, _) => missing(),
    };
    let to = detail.signed_to.as_ref().map_or_else(missing, words);
    let ended = detail.ended.as_ref().map(words);
    view! {
        <Section id="signatures" title=w::SIGNATURES>
            <SummaryList>
                <SummaryRow term=w::FROM>{from}</SummaryRow>
                <SummaryRow term=w::TO>{to}</SummaryRow>
                {ended.map(|ended| view! { <SummaryRow term=w::CONFIRMED_BY>{ended}</SummaryRow> })}
            </SummaryList>
        </Section>
    }
}

fn sign(detail: &HandOverView, step: Step) -> impl IntoView + use<> {
    let id = detail.shown().to_string();
    view! {
        <ActionForm action=step attr:class="stack">
            <input type="hidden" name="hand_over" value=id/>
            <p class="hint">{w::SIGN_LEAD}</p>
            <Actions><Button name="act" value="sign">{w::SIGN}</Button></Actions>
        </ActionForm>
    }
}

/// What the leader does: confirm, sign in place of who cannot, withdraw.
fn lead(detail: &HandOverView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let (id, unsigned) = (detail.shown().to_string(), detail.signed_from.is_none());
    let (value, error) = (state.value("in_place"), state.error("in_place"));
    let open = error.is_some();
    let in_place = unsigned.then(|| {
        let id = id.clone();
        view! {
            <Details summary=w::SIGN_IN_PLACE open>
                <ActionForm action=step attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="hand_over" value=id/>
                    <TextField name="in_place" label=w::IN_PLACE value error required=true/>
                    <Actions><Button kind=ButtonKind::Secondary name="act" value="in_place">{w::SIGN_IN_PLACE}</Button></Actions>
                </ActionForm>
            </Details>
        }
    });
    view! {
        {in_place}
        <ActionForm action=step attr:class="stack">
            <input type="hidden" name="hand_over" value=id/>
            <Actions>
                <Button name="act" value="confirm">{w::CONFIRM}</Button>
                <Button kind=ButtonKind::Warning name="act" value="withdraw">{w::WITHDRAW}</Button>
            </Actions>
        </ActionForm>
    }
}
