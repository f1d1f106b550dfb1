//! One record (学籍档案): standing, the form, schooling, numbers, the timeline (第七条第一项).

use crate::api::form_state::{FormState, form_state};
use crate::api::prints::{PrintPupil, PupilPrints, pupil_prints};
use crate::api::pupil::read::{Reveal, pupil};
use crate::api::{day, machine_moment, moment};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{counter, privacy, pupil as w};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, DeadlineTag, Details, Empty, LinkButton,
    Notice, NoticeKind, PageTitle, Row, RowHeader, Section, SelectField, SummaryList, SummaryRow, TextField,
    Timeline, TimelineItem, Tone, choices, columns, item_value, keyed, language_of,
};
use contract::pupil::{NumberLine, PupilView, SpellLine, TimelineLine};
use domain::codes::{CodeList, label_of};
use domain::form::{Block, Field};
use leptos::prelude::*;

/// What may be printed and the state of that form.
type Prints = (PupilPrints, FormState);

/// 学籍档案
#[component]
pub fn PupilPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let reveal = ServerAction::<Reveal>::new();
    let print = ServerAction::<PrintPupil>::new();
    let (note, follow, end) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
    let data = Resource::new_blocking(
        move || {
            let done = (note.version().get(), follow.version().get(), end.version().get());
            (person.get(), live.version(), (reveal.version().get(), print.version().get()), done)
        },
        |(person, ..)| async move {
            let detail = pupil(person.clone()).await?;
            let absence = form_state(crate::api::absence::form(&person)).await?;
            let prints = (pupil_prints(person.clone()).await?, form_state(format!("print/{person}")).await?);
            Ok((detail, form_state(format!("reveal/{person}")).await?, absence, prints))
        },
    );
    view! {
        <Load data view=move |(detail, state, absent, (prints, printing)): (PupilView, FormState, FormState, Prints)| {
            let id = detail.id.to_string();
            let binding = detail.may_bind.then(|| {
                let href = format!("/pupils/{id}/binding");
                view! { <LinkButton href kind=ButtonKind::Secondary>{crate::text::t::bond::TITLE}</LinkButton> }
            });
            let revealed = state.done.clone().map(|words| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::REVEALED.to_owned())><p>{words}</p></Notice>
            });
            view! {
                <PageTitle title=detail.name.clone() caption=Some(w::RECORD.to_owned()) has_errors={[&state, &absent, &printing].iter().any(|state| state.has_errors())}>
                    {binding}
                </PageTitle>
                {super::problems::marks(&detail)}
                {revealed}
                <FormMessages state=FormState { done: None, ..state.clone() }/>
                <FormMessages state=absent.clone()/>
                <FormMessages state=printing.clone()/>
                <Standing detail=detail.clone()/>
                {elsewhere(&detail)}
                {form(&detail)}
                {changes(&detail)}
                {super::prints::section(&id, &prints, &printing, print)}
                {super::absence::absence(&detail, &absent, (note, follow, end))}
                <Schooling detail=detail.clone()/>
                {detail.may_reveal.then(|| reveal_form(&detail, &state, reveal))}
                <History rows=detail.timeline.clone() holds=detail.chain_holds/>
            }
        }/>
    }
}

/// The pages beside this one: upkeep, the archive's contents, and who looked.
fn elsewhere(detail: &PupilView) -> impl IntoView + use<> {
    let archive = format!("/pupils/{}/archive", detail.id);
    let looks = detail.may_see_looks.then(|| {
        let href = format!("/pupils/{}/access", detail.id);
        view! { <LinkButton href kind=ButtonKind::Secondary>{crate::text::t::access::OF_PUPIL}</LinkButton> }
    });
    let upkeep = detail.may_keep.then(|| {
        let href = format!("/pupils/{}/upkeep", detail.id);
        view! { <LinkButton href kind=ButtonKind::Secondary>{crate::text::t::upkeep::TITLE}</LinkButton> }
    });
    view! {
        <Actions>
            {upkeep}
            <LinkButton href=archive kind=ButtonKind::Secondary>{crate::text::t::archive::LINK}</LinkButton>
            {looks}
        </Actions>
    }
}

/// How the pupil stands: number, school, class, archive.
#[component]
pub fn Standing(
    /// The record.
    detail: PupilView,
) -> impl IntoView {
    let number = if detail.number.is_empty() { w::NO_NUMBER.to_owned() } else { detail.number };
    let archive = match (detail.archive_built, detail.archive_days_left) {
        (Some(built), _) => view! { <SummaryRow term=w::ARCHIVE_BUILT>{day(built)}</SummaryRow> }.into_any(),
        (None, Some(days)) => view! {
            <SummaryRow term=w::ARCHIVE>{w::due_in(&day(detail.archive_due))}" "<DeadlineTag days_left=days/></SummaryRow>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    let open = detail.open_case.map(|case| {
        let href = format!("/cases/{}", case.id);
        view! { <SummaryRow term=w::OPEN_CASE><a href=href>{case.kind.label()}" "{case.number}</a></SummaryRow> }
    });
    let consent = detail.may_consent.then(|| {
        let href = format!("/pupils/{}/consent", detail.id);
        let filled = (detail.optional_filled > 0).then(|| privacy::optional(detail.optional_filled));
        view! {
            <SummaryRow term=privacy::CONSENT>
                <a href=href>{detail.consent.label()}</a>{filled}
            </SummaryRow>
        }
    });
    let leaving = detail.leaving.map(|leaving| {
        let words = w::leaving(&leaving.to_name, &day(leaving.since));
        let href = format!("/letters/{}", leaving.letter);
        view! {
            <SummaryRow term=w::LEAVING>
                <p>{words}</p>
                <p><a href=href>{w::LEAVING_LINK}</a></p>
            </SummaryRow>
        }
    });
    let abroad = (!detail.abroad.is_empty()).then(|| {
        let periods: Vec<String> = detail
            .abroad
            .iter()
            .map(|period| {
                let country = label_of(CodeList::Country, &period.country).unwrap_or_default();
                let until = period.until.map_or_else(|| w::STILL.to_owned(), day);
                format!("{}至{until}（{country}）", day(period.from))
            })
            .collect();
        view! { <SummaryRow term=w::ABROAD>{periods.join("；")}</SummaryRow> }
    });
    let suspended = detail.suspended.map(|(from, until)| {
        let words = format!("{}至{}", day(from), day(until));
        view! { <SummaryRow term=w::SUSPENDED>{words}</SummaryRow> }
    });
    view! {
        <Section id="standing" title=w::STANDING_TITLE>
            <SummaryList>
                <SummaryRow term=w::NUMBER>{number}</SummaryRow>
                {detail.verification.map(|state| view! { <SummaryRow term=w::VERIFICATION>{state.label()}</SummaryRow> })}
                <SummaryRow term=w::STANDING><Badge tone=Tone::Info>{detail.standing.label()}</Badge></SummaryRow>
                <SummaryRow term=w::SCHOOL>{detail.school}</SummaryRow>
                <SummaryRow term=w::CLASS>{format!("{}{}", detail.grade, detail.class_name)}</SummaryRow>
                <SummaryRow term=w::ENTRY_DATE>{day(detail.entry_date)}</SummaryRow>
                {archive}
                {suspended}
                {abroad}
                {(!detail.placement.is_empty()).then(|| view! { <SummaryRow term=w::PLACEMENT>{detail.placement}</SummaryRow> })}
                {consent}
                {leaving}
                {open}
            </SummaryList>
        </Section>
    }
}

/// What may be opened for the pupil now.
fn changes(detail: &PupilView) -> impl IntoView + use<> {
    let person = detail.id;
    let links = detail
        .may_change
        .iter()
        .copied()
        .map(|kind| {
            let href = format!("/pupils/{person}/change/{}", kind.key());
            view! { <LinkButton href kind=ButtonKind::Secondary>{kind.label()}</LinkButton> }
        })
        .collect_view();
    let correct = detail.may_correct.then(|| {
        let href = format!("/pupils/{person}/correct");
        view! { <LinkButton href kind=ButtonKind::Secondary>{counter::TITLE}</LinkButton> }
    });
    let any = correct.is_some() || !detail.may_change.is_empty();
    any.then(|| {
        view! { <Section id="changes" title=w::CHANGES><Actions>{links}{correct}</Actions></Section> }
    })
}

/// The filled items, block by block.
pub(crate) fn form(detail: &PupilView) -> impl IntoView + use<> {
    let blocks = blocks(&detail.info);
    view! { <Section id="info" title=w::INFO>{blocks}</Section> }
}

/// The blocks of the national form that have filled items; the first is open.
pub(crate) fn blocks(info: &[(Field, String)]) -> impl IntoView + use<> {
    let language = language_of(info);
    let blocks = Block::ALL.into_iter().filter_map(|block| {
        let rows: Vec<_> = info
            .iter()
            .filter(|(field, _)| field.block() == block)
            .map(|(field, value)| (field.label(), item_value(*field, value.clone(), language)))
            .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
            .collect();
        (!rows.is_empty()).then(|| {
            let details = view! {
                <Details summary=block.label() open={block == Block::Identity}>
                    <SummaryList>{rows}</SummaryList>
                </Details>
            };
            (block, details)
        })
    });
    keyed(blocks, |(block, _)| format!("{block:?}"), |(_, details)| details)
}

#[component]
fn Schooling(detail: PupilView) -> impl IntoView {
    let spells = if detail.spells.is_empty() {
        view! { <Empty title=w::SPELLS_NONE/> }.into_any()
    } else {
        let rows = detail
            .spells
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
    let numbers = (!detail.numbers.is_empty()).then(|| {
        let rows = detail
            .numbers
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

fn reveal_form(detail: &PupilView, state: &FormState, action: ServerAction<Reveal>) -> impl IntoView + use<> {
    let mut items = vec![("number", w::NUMBER)];
    items.extend(
        detail
            .info
            .iter()
            .filter(|(field, _)| field.is_sensitive())
            .map(|(field, _)| (field.key(), field.label())),
    );
    let (person, state) = (detail.id.to_string(), state.clone());
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

/// 信息变动情况, newest first, and whether its chain of hashes holds.
#[component]
pub fn History(
    /// What happened, newest first.
    rows: Vec<TimelineLine>,
    /// Whether the chain of the journal holds.
    holds: bool,
) -> impl IntoView {
    let items = rows
        .into_iter()
        .map(|row| {
            let TimelineLine { event, words, who, at } = row;
            let (title, machine_at, at) = (event.label(), machine_moment(at), moment(at));
            if words.is_empty() {
                view! { <TimelineItem date=at datetime=machine_at title who/> }.into_any()
            } else {
                view! { <TimelineItem date=at datetime=machine_at title who><p>{words}</p></TimelineItem> }
                    .into_any()
            }
        })
        .collect_view();
    let verdict = if holds {
        view! { <p class="hint">{w::CHAIN_HOLDS}</p> }.into_any()
    } else {
        view! { <Notice kind=NoticeKind::Error><p>{w::CHAIN_BROKEN}</p></Notice> }.into_any()
    };
    view! { <Section id="timeline" title=w::TIMELINE>{verdict}<Timeline>{items}</Timeline></Section> }
}
