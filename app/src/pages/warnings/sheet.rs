//! One warning: its figures day by day, the thresholds and where they come from, what to do, what the unit says it does.

use super::tone;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::warning::{AcknowledgeWarning, warning};
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common::number, warning as w};
use crate::ui::{
    BackLink, Badge, Cell, DataTable, Details, PageTitle, Row, RowHeader, Section, Status, StatusTag,
    SummaryList, SummaryRow, columns, keyed,
};
use contract::warning::{UnitSaid, WarningView};
use domain::warning::Measure;
use leptos::prelude::*;

/// 一项预警
#[component]
pub fn WarningPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let step = ServerAction::<AcknowledgeWarning>::new();
    let data = Resource::new_blocking(
        move || (id.get(), step.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = warning(id.clone()).await?;
            let done = form_state(format!("warning/{id}")).await?;
            Ok((detail, done, form_state(format!("warning_step/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, done, state): (WarningView, FormState, FormState)| {
            let row = detail.line.clone();
            let state_tag = match &row.closed_on {
                Some(_) => view! { <StatusTag status=Status::Done label=Some(w::CLOSED.to_owned())/> }.into_any(),
                None => view! { <Badge tone=tone(row.level)>{row.level.label()}</Badge> }.into_any(),
            };
            let has_errors = state.has_errors();
            let form = detail.may_acknowledge.then(|| form(row.shown().to_string(), &state, step));
            let (facts, said, cases, readings) = (facts(&detail), said(&detail), cases(&detail), readings(&detail));
            view! {
                <BackLink href="/warnings"/>
                <PageTitle title=row.indicator.label() caption=Some(row.unit.clone()) has_errors>{state_tag}</PageTitle>
                <FormMessages state=done/>
                <FormMessages state/>
                {facts}
                <Section id="advice" title=w::ADVICE><p>{row.indicator.advice()}</p></Section>
                {said}
                {form}
                {cases}
                {readings}
            }
        }/>
    }
}

fn facts(detail: &WarningView) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let newest = detail.readings.first().cloned();
    let share = row.indicator.measure() == Measure::Share;
    let base = newest.as_ref().filter(|_| share).map(|reading| {
        let base = number(reading.base);
        view! { <SummaryRow term=w::BASE>{base}" "{w::PEOPLE}</SummaryRow> }
    });
    let thresholds = newest.map(|reading| {
        let words = w::thresholds(row.indicator, reading.thresholds);
        view! { <SummaryRow term=w::THRESHOLDS>{words}</SummaryRow> }
    });
    let source = detail.source.clone();
    let figure = w::figure(row.indicator, row.figure(), row.per_mille());
    let closed =
        row.closed_on.map(|closed_on| view! { <SummaryRow term=w::CLOSED_ON>{day(closed_on)}</SummaryRow> });
    let answer_by =
        row.answer_by.map(|answer_by| view! { <SummaryRow term=w::ANSWER_BY>{day(answer_by)}</SummaryRow> });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::COUNTS>{row.indicator.counts()}</SummaryRow>
                <SummaryRow term=w::FIGURE>{figure}</SummaryRow>
                {base}
                {thresholds}
                <SummaryRow term=w::BASIS>{source}</SummaryRow>
                <SummaryRow term=w::OPENED>{day(row.opened_on)}</SummaryRow>
                {closed}
                {answer_by}
            </SummaryList>
        </Section>
    }
}

fn said(detail: &WarningView) -> AnyView {
    if !detail.in_words {
        let words = super::answer(&detail.line);
        return view! { <Section id="said" title=w::SAID><p>{words}</p></Section> }.into_any();
    }
    if detail.said.is_empty() {
        return view! { <Section id="said" title=w::SAID><p class="muted">{w::NOTHING_SAID}</p></Section> }
            .into_any();
    }
    let rows = detail
        .said
        .iter()
        .map(|UnitSaid { unit, said }| {
            let (term, words) = (w::by_on(&said.by, unit, &day(said.on)), said.words.clone());
            view! { <SummaryRow term>{words}</SummaryRow> }
        })
        .collect_view();
    view! { <Section id="said" title=w::SAID><SummaryList>{rows}</SummaryList></Section> }.into_any()
}

fn form(id: String, state: &FormState, step: ServerAction<AcknowledgeWarning>) -> impl IntoView + use<> {
    let (words, acts) =
        (StepWords::new("words", w::WORDS).hint(w::WORDS_HINT), vec![StepAct::only(w::SUBMIT)]);
    view! {
        <StepForm action=step about=vec![("warning", id)] state=state.clone() words acts title=w::ACKNOWLEDGE/>
    }
}

fn cases(detail: &WarningView) -> Option<AnyView> {
    if detail.cases.is_empty() {
        return None;
    }
    let rows = keyed(
        detail.cases.iter().cloned(),
        |case| case.number.clone(),
        |case| {
            let number = match case.id {
                Some(id) => view! { <a href=format!("/cases/{id}")>{case.number}</a> }.into_any(),
                None => case.number.into_any(),
            };
            view! { <Row><RowHeader>{number}</RowHeader><Cell label=w::KIND>{case.kind.label()}</Cell></Row> }
        },
    );
    let headings = columns([w::NUMBER, w::KIND]);
    Some(
        view! {
            <Section id="cases" title=w::CASES>
                <p class="hint">{w::CASES_FIRST}</p>
                <DataTable caption=w::CASES caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            </Section>
        }
        .into_any(),
    )
}

fn readings(detail: &WarningView) -> impl IntoView + use<> {
    let indicator = detail.line.indicator;
    let rows = detail
        .readings
        .iter()
        .cloned()
        .map(|reading| {
            let figure = w::figure(indicator, reading.figure, reading.per_mille());
            let level = match reading.level {
                Some(level) => view! { <Badge tone=tone(level)>{level.label()}</Badge> }.into_any(),
                None => w::BELOW.into_any(),
            };
            view! {
                <Row>
                    <RowHeader>{day(reading.day)}</RowHeader>
                    <Cell label=w::FIGURE>{figure}</Cell>
                    <Cell label=w::LEVEL>{level}</Cell>
                    <Cell label=w::THRESHOLDS>{w::thresholds(indicator, reading.thresholds)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::DAY, w::FIGURE, w::LEVEL, w::THRESHOLDS]);
    view! {
        <Details summary=w::READINGS>
            <DataTable caption=w::READINGS caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Details>
    }
}
