//! One hand-over: the list, who takes what, signatures, the leader's confirmation. Every button posts one form.

use super::status_of_hand_over;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::registrar::hand_over::{StepHandOver, hand_over};
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common::number, registrar as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, Column, DataTable, Empty, PageTitle, Row,
    RowHeader, Section, SelectField, StatusTag, SummaryList, SummaryRow, TickBox, Tone, choices, keyed,
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
            let (signatures, sign) = (signatures(&detail), detail.may_sign.then(|| sign(&detail, &state, step)));
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
        return view! { <Empty title=w::NOTHING><p>{w::NOTHING_NEXT}</p></Empty> }.into_any();
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
    let words = StepWords::new("note", w::NOTE).hint(w::NOTE_HINT).rows(0);
    let (acts, folded) = (vec![StepAct::new("note", w::NOTE_DO).secondary()], state.error("note").is_some());
    view! { <StepForm action=step about=about(detail) state=state.clone() words acts title=w::NOTE folded/> }
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

/// The hand-over as the forms send it.
fn about(detail: &HandOverView) -> Vec<(&'static str, String)> {
    vec![("hand_over", detail.shown().to_string())]
}

fn sign(detail: &HandOverView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let acts = vec![StepAct::new("sign", w::SIGN)];
    view! { <StepForm action=step about=about(detail) state=state.clone() acts lead=w::SIGN_LEAD/> }
}

/// What the leader does: confirm, sign in place of who cannot, withdraw.
fn lead(detail: &HandOverView, state: &FormState, step: Step) -> impl IntoView + use<> {
    let in_place = detail.signed_from.is_none().then(|| {
        let words = StepWords::new("in_place", w::IN_PLACE).rows(0);
        let acts = vec![StepAct::new("in_place", w::SIGN_IN_PLACE).secondary()];
        let folded = state.error("in_place").is_some();
        view! {
            <StepForm action=step about=about(detail) state=state.clone() words acts title=w::SIGN_IN_PLACE folded/>
        }
    });
    let acts = vec![StepAct::new("confirm", w::CONFIRM), StepAct::new("withdraw", w::WITHDRAW).warning()];
    view! {
        {in_place}
        <StepForm action=step about=about(detail) state=state.clone() acts/>
    }
}
