//! 学籍复核 (第二十四条): campaigns, progress, a school's part, sheets, the report.

pub mod anomalies;
pub mod campaign;
mod parts;
pub mod pupil;
pub mod report;
pub mod school;
pub mod sheet;

pub use anomalies::ReviewAnomaliesPage;
pub use campaign::ReviewPage;
pub use pupil::ReviewPupilPage;
pub use report::ReviewReportPage;
pub use school::ReviewSchoolPage;
pub use sheet::ReviewSheetPage;

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::ProposeReview;
use crate::api::review::{Reviews, reviews};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::common::number;
use crate::text::t::review as w;
use crate::ui::{
    ActionForm, Actions, Button, Cell, Column, DataTable, DateField, Details, Empty, Notice, NoticeKind,
    PageTitle, Row, RowHeader, Section, Status, StatusTag, columns, keyed,
};
use chrono::NaiveDate;
use contract::review::{CampaignLine, OwedLine};
use domain::id::UnitId;
use domain::review::{Dates, OwedState};
use leptos::prelude::*;

/// 学籍复核
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let unit = query("unit");
    let propose = ServerAction::<ProposeReview>::new();
    let data = Resource::new_blocking(
        move || (unit.get(), propose.version().get(), live.version()),
        |(unit, ..)| async move { Ok((reviews(unit).await?, form_state("reviews".into()).await?)) },
    );
    view! {
        <Load data view=move |(data, state): (Reviews, FormState)| {
            let has_errors = state.has_errors();
            let open = data.list.may_open.then(|| open_form(&state, propose));
            let term = data.list.term;
            let owed = owed(data.list.owed, data.list.may_open);
            let list = list(data.list.lines, data.school.as_ref());
            let progress = data.progress.map(|progress| {
                let title = format!("{}（{term}）", w::PROGRESS);
                view! {
                    {parts::trail(&progress, "/reviews")}
                    <Section id="progress" title=title>{parts::progress(progress, "/reviews")}</Section>
                }
            });
            view! {
                <PageTitle title=w::TITLE has_errors/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {owed}
                <Section id="campaigns" title=w::CAMPAIGNS>{list}</Section>
                {open}
                {progress}
            }
        }/>
    }
}

/// The campaigns; a school goes straight to its own part.
fn list(rows: Vec<CampaignLine>, school: Option<&UnitId>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let href = match school {
                Some(school) => format!("/reviews/{}/schools/{school}", row.id),
                None => format!("/reviews/{}", row.id),
            };
            let [start, school_due, county, end] = days_of(&row.dates).map(day);
            view! {
                <Row highlight=row.my_turn>
                    <RowHeader><a href=href>{row.term.to_string()}</a></RowHeader>
                    <Cell label=w::UNIT>{row.unit}</Cell>
                    <Cell label=w::STATE>
                        <StatusTag status=parts::status_of(row.state) label=Some(row.state.label().to_owned())/>
                    </Cell>
                    <Cell label=w::START>{start}</Cell>
                    <Cell label=w::SCHOOL_DUE>{school_due}</Cell>
                    <Cell label=w::COUNTY_DUE>{county}</Cell>
                    <Cell label=w::END>{end}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::TERM, w::UNIT, w::STATE, w::START, w::SCHOOL_DUE, w::COUNTY_DUE, w::END]);
    view! { <DataTable caption=w::CAMPAIGNS caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}

/// What is owed and not opened: the own first of all, with the way to open it, then who below is late (第二十四条).
fn owed(rows: Vec<OwedLine>, may_open: bool) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let own = rows.iter().find(|row| row.own && row.state == OwedState::Owed).map(|row| {
        let words = w::owed_by_you(&row.term.to_string(), &day(row.due_on), row.schools);
        let next = may_open.then(|| view! { <p>{w::OWED_NEXT}</p> });
        view! { <Notice kind=NoticeKind::Warn title=Some(w::OWED_TITLE.to_owned())><p>{words}</p>{next}</Notice> }
    });
    let lines = keyed(
        rows,
        |row| format!("{}/{}", row.unit, row.term.key()),
        |row| {
            let state = if row.overdue { w::OWED_LATE } else { row.state.label() };
            let status = if row.overdue || row.state == OwedState::Missed {
                Status::Returned
            } else {
                Status::Waiting
            };
            view! {
                <Row highlight=row.own>
                    <RowHeader>{row.name}</RowHeader>
                    <Cell label=w::TERM>{row.term.to_string()}</Cell>
                    <Cell label=w::OWED_SCHOOLS numeric=true>{number(row.schools)}</Cell>
                    <Cell label=w::OWED_DUE>{day(row.due_on)}</Cell>
                    <Cell label=w::STATE><StatusTag status label=Some(state.to_owned())/></Cell>
                </Row>
            }
        },
    );
    let mut headings = columns([w::NAME_OF_UNIT, w::TERM]);
    headings.push(Column::new(w::OWED_SCHOOLS).numeric());
    headings.extend(columns([w::OWED_DUE, w::STATE]));
    Some(view! {
        {own}
        <Section id="owed" title=w::OWED_TITLE>
            <DataTable caption=w::OWED_TITLE caption_hidden=true columns=headings dense=true>{lines}</DataTable>
        </Section>
    })
}

fn open_form(state: &FormState, action: ServerAction<ProposeReview>) -> impl IntoView + use<> {
    let fields = day_fields(state, &Default::default());
    view! {
        <Details summary=w::OPEN open=state.has_errors()>
            <p class="hint">{w::OPEN_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                {fields}
                <Actions><Button>{w::OPEN_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

/// The four days of a campaign, in the order of its forms.
fn days_of(dates: &Dates) -> [NaiveDate; 4] {
    [dates.start, dates.school, dates.county, dates.province]
}

/// The four days of a campaign, as typed or as they are.
fn day_fields(state: &FormState, held: &[String; 4]) -> impl IntoView + use<> {
    let names =
        [("start", w::START), ("school", w::SCHOOL_DUE), ("county", w::COUNTY_DUE), ("province", w::END)];
    keyed(
        names.into_iter().zip(held),
        |((name, _), _)| *name,
        |((name, label), held)| {
            let (value, error) = (state.value_or(name, held), state.error(name));
            view! { <DateField name label value error required=true/> }
        },
    )
}
