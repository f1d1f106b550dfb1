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
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::common::number;
use crate::text::t::review as w;
use crate::ui::{
    ActionForm, Actions, Button, Cell, Column, DataTable, DateField, Details, Notice, NoticeKind, PageTitle,
    Row, RowHeader, Section, Status, StatusTag, columns, keyed,
};
use chrono::NaiveDate;
use contract::review::{CampaignLine, OwedLine};
use domain::id::UnitId;
use domain::matter::MatterKind;
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

/// A campaign and where it is opened: a school goes straight to its own part.
#[derive(Clone)]
struct Campaign {
    line: CampaignLine,
    href: String,
}

impl Listed for Campaign {
    fn href(&self) -> String {
        self.href.clone()
    }

    fn highlight(&self) -> bool {
        self.line.my_turn
    }
}

fn list(lines: Vec<CampaignLine>, school: Option<&UnitId>) -> impl IntoView + use<> {
    let rows = lines.into_iter().map(|line| {
        let href = match school {
            Some(school) => format!("/reviews/{}/schools/{school}", line.id),
            None => format!("/reviews/{}", line.id),
        };
        Campaign { line, href }
    });
    let columns: Vec<MatterColumn<Campaign>> = vec![
        MatterColumn::new(w::TERM, |row| row.line.term.to_string().into_any()),
        MatterColumn::new(w::UNIT, |row| row.line.unit.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.line.state.label().to_owned());
            view! { <StatusTag status=parts::status_of(row.line.state) label/> }.into_any()
        }),
        MatterColumn::new(w::START, |row| day(row.line.dates.start).into_any()),
        MatterColumn::new(w::SCHOOL_DUE, |row| day(row.line.dates.school).into_any()),
        MatterColumn::new(w::COUNTY_DUE, |row| day(row.line.dates.county).into_any()),
        MatterColumn::new(w::END, |row| day(row.line.dates.province).into_any()),
    ];
    let kind = if school.is_some() { MatterKind::ReviewSchool } else { MatterKind::Review };
    view! {
        <MatterList caption=w::CAMPAIGNS columns rows=rows.collect() none=w::NONE none_next=w::NONE_NEXT kind/>
    }
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
