//! 学籍信息: the 72 items in their blocks, the schooling, the numbers, and the look at a full number.

use super::{Tab, tabs};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::read::Reveal;
use crate::api::pupil::record::record_info;
use crate::language::name;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{portal as p, pupil as w, record};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, DataTable, Details, Empty, Notice, NoticeKind, PageTitle,
    Row, RowHeader, Section, SelectField, SummaryList, SummaryRow, TextField, choices, columns, item_value,
    keyed, language_of,
};
use contract::pupil::{NumberLine, SpellLine};
use contract::record::RecordInfo;
use domain::codes::{CodeList, label_of};
use domain::form::{Block, Field};
use leptos::prelude::*;

/// 学籍信息
#[component]
pub fn RecordInfoPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let reveal = ServerAction::<Reveal>::new();
    let data = Resource::new_blocking(
        move || (person.get(), live.version(), reveal.version().get()),
        |(person, ..)| async move {
            let found = record_info(person.clone()).await?;
            Ok((found, form_state(format!("reveal/{person}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (RecordInfo, FormState)| {
            let revealed = state.done.clone().map(|words| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::REVEALED.to_owned())><p>{words}</p></Notice>
            });
            let title = detail.head.name.clone();
            view! {
                <PageTitle title caption=Some(record::INFO.to_owned()) has_errors=state.has_errors()/>
                {tabs(detail.head.id, detail.head.may_see_looks, Tab::Info)}
                {revealed}
                <FormMessages state=FormState { done: None, ..state.clone() }/>
                {detail.may_reveal.then(|| reveal_form(&detail, &state, reveal))}
                {form(&detail.info)}
                {schooling(detail.spells.clone(), detail.numbers.clone())}
            }
        }/>
    }
}

/// The filled items, block by block.
pub(crate) fn form(info: &[(Field, String)]) -> impl IntoView + use<> {
    let blocks = blocks(info);
    view! { <Section id="info" title=p::INFO>{blocks}</Section> }
}

/// The blocks of the national form that have filled items; the first is open.
pub(crate) fn blocks(info: &[(Field, String)]) -> impl IntoView + use<> {
    let language = language_of(info);
    let blocks = Block::ALL.into_iter().filter_map(|block| {
        let rows: Vec<_> = info
            .iter()
            .filter(|(field, _)| field.block() == block)
            .map(|(field, value)| (name(field), item_value(*field, value.clone(), language)))
            .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
            .collect();
        (!rows.is_empty()).then(|| {
            let details = view! {
                <Details summary=name(&block) open={block == Block::Identity}>
                    <SummaryList>{rows}</SummaryList>
                </Details>
            };
            (block, details)
        })
    });
    keyed(blocks, |(block, _)| format!("{block:?}"), |(_, details)| details)
}

/// 就读经历 and every 学籍号.
fn schooling(spells: Vec<SpellLine>, numbers: Vec<NumberLine>) -> impl IntoView {
    let spells = if spells.is_empty() {
        view! { <Empty title=w::SPELLS_NONE><p>{w::SPELLS_NONE_NEXT}</p></Empty> }.into_any()
    } else {
        let rows = spells
            .into_iter()
            .map(|SpellLine { school, grade, class_name, from_on, to_on }| {
                let grade = label_of(CodeList::Grade, &grade.to_string()).unwrap_or_default();
                let to = to_on.map_or_else(|| w::STILL.to_owned(), day);
                view! {
                    <Row>
                        <RowHeader>{school}</RowHeader>
                        <Cell label=w::CLASS>{format!("{grade}{class_name}")}</Cell>
                        <Cell label=w::FROM>{day(from_on)}</Cell>
                        <Cell label=w::TO>{to}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([w::SCHOOL, w::CLASS, w::FROM, w::TO]);
        view! { <DataTable caption=w::SPELLS caption_hidden=true columns=headings>{rows}</DataTable> }
            .into_any()
    };
    let numbers = (!numbers.is_empty()).then(|| {
        let rows = numbers
            .into_iter()
            .map(|NumberLine { kind, mask, issued_on, retired_on }| {
                view! {
                    <Row>
                        <RowHeader>{mask}</RowHeader>
                        <Cell label=w::NUMBER_KIND>{kind.label()}</Cell>
                        <Cell label=w::ISSUED>{day(issued_on)}</Cell>
                        <Cell label=w::RETIRED>{retired_on.map(day).unwrap_or_default()}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([w::NUMBER, w::NUMBER_KIND, w::ISSUED, w::RETIRED]);
        view! {
            <Section id="numbers" title=w::NUMBERS>
                <DataTable caption=w::NUMBERS caption_hidden=true columns=headings>{rows}</DataTable>
            </Section>
        }
    });
    view! { <Section id="spells" title=w::SPELLS>{spells}</Section> {numbers} }
}

fn reveal_form(
    detail: &RecordInfo,
    state: &FormState,
    action: ServerAction<Reveal>,
) -> impl IntoView + use<> {
    let mut items = vec![("number", w::NUMBER)];
    items.extend(
        detail
            .info
            .iter()
            .filter(|(field, _)| field.is_sensitive())
            .map(|(field, _)| (field.key(), field.label())),
    );
    let (person, state) = (detail.head.id.to_string(), state.clone());
    view! {
        <Details summary=w::REVEAL open=state.has_errors()>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <SelectField
                    name="item"
                    label=w::REVEAL_WHAT
                    options=choices(items)
                    value=state.value_or("item", "number")
                    placeholder=""
                />
                <TextField
                    name="reason"
                    label=w::REVEAL_REASON
                    hint=w::REVEAL_HINT
                    value=state.value("reason")
                    error=state.error("reason")
                    required=true
                    maxlength=200
                />
                <Actions><Button kind=ButtonKind::Secondary>{w::REVEAL_SUBMIT}</Button></Actions>
            </ActionForm>
        </Details>
    }
}
