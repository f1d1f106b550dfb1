//! 学校与档案保管 (第九条): an authority's schools with what became of them, and the changes of them, proposed or decided.

pub mod change;
pub mod divisions;
mod hand_over;
pub mod parts;
pub mod propose;
mod withdraw;

use crate::api::school::list::{SchoolList, schools};
use crate::api::tables::ListTools;
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{Load, query};
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::school as w;
use crate::ui::{
    Cell, DataTable, Empty, LinkButton, PageTitle, Pager, Row, RowHeader, Section, Status, StatusTag, cited,
    shown_columns,
};
use contract::school::{ChangeLine, Register, SchoolLine};
use domain::matter::MatterKind;
use domain::school::State;
use domain::tables::List;
use leptos::prelude::*;

/// 学校与档案保管
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let actions = ToolActions::new();
    let after = query("after");
    let data = Resource::new_blocking(
        move || (after.get(), live.version(), actions.version()),
        |(after, ..)| schools(after),
    );
    view! {
        <Load data view=move |found: SchoolList| {
            let SchoolList { register, next, in_school, tools } = found;
            let Register { schools, changes, may_propose, may_see_divisions, .. } = register;
            let first = (!after.get_untracked().is_empty()).then(|| "/schools#schools".to_owned());
            let next = next.map(|next| format!("/schools?after={next}#schools"));
            if in_school {
                return view! {
                    <PageTitle title=w::TITLE/>
                    <p class="lead">{cited(w::LEAD_SCHOOL)}</p>
                    {change_rows(w::NO_CHANGES_SCHOOL, changes)}
                }
                .into_any();
            }
            let propose =
                may_propose.then(|| view! { <LinkButton href="/schools/propose">{w::PROPOSE}</LinkButton> });
            let divisions = may_see_divisions.then(|| view! { <p><a href="/divisions">{w::DIVISIONS}</a></p> });
            view! {
                <PageTitle title=w::TITLE>{propose}</PageTitle>
                <p class="lead">{cited(w::LEAD)}</p>
                {divisions}
                <Section id="changes" title=w::CHANGES>{change_rows(w::NO_CHANGES, changes)}</Section>
                <Section id="schools" title=w::SCHOOLS>
                    {school_rows(schools, tools, actions)}
                    <Pager prev=first next/>
                </Section>
            }
            .into_any()
        }/>
    }
}

/// The tag of a change's state.
pub(crate) fn status_of(state: State) -> Status {
    match state {
        State::Proposed | State::Consulting => Status::Waiting,
        State::Rejected => Status::Returned,
        State::Running => Status::InProgress,
        State::Done => Status::Done,
    }
}

impl Listed for ChangeLine {
    fn href(&self) -> String {
        format!("/schools/changes/{}", self.id)
    }
}

fn change_rows(none: &'static str, rows: Vec<ChangeLine>) -> impl IntoView {
    let columns: Vec<MatterColumn<ChangeLine>> = vec![
        MatterColumn::new(w::WHAT, |row| format!("{}：{}", row.school, row.change.label()).into_any()),
        MatterColumn::new(w::ACT, |row| row.act.clone().into_any()),
        MatterColumn::new(w::PROPOSED_BY, |row| {
            w::by_at(&row.proposed_by, &moment(row.proposed_at)).into_any()
        }),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            view! { <StatusTag status=status_of(row.state) label/> }.into_any()
        }),
    ];
    view! {
        <MatterList
            caption=w::CHANGES
            columns
            rows
            none
            none_next=w::NO_CHANGES_NEXT
            kind=MatterKind::SchoolChange
        />
    }
}

fn school_rows(schools: Vec<SchoolLine>, tools: ListTools, actions: ToolActions) -> AnyView {
    if schools.is_empty() {
        return view! { <Empty title=w::NO_SCHOOLS><p>{w::NO_SCHOOLS_NEXT}</p></Empty> }.into_any();
    }
    let (choice, others) = (tools.choice.clone(), columns_of(List::Schools));
    let headings = shown_columns(w::SCHOOL, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let rows = schools
        .into_iter()
        .map(|one| {
            let (status, label) = match one.closed_on {
                Some(on) => (Status::Withdrawn, w::closed(&day(on))),
                None if one.nowhere => (Status::Waiting, w::NOWHERE.to_owned()),
                None => (Status::Done, w::OPEN.to_owned()),
            };
            let names: Vec<String> =
                one.names.iter().map(|(name, until)| w::former(name, &day(*until))).collect();
            let names = if names.is_empty() { w::NOTHING.to_owned() } else { names.join("；") };
            let school_type = one.school_type.map(|school_type| school_type.label()).unwrap_or_default();
            let successor = one.successor.unwrap_or_else(|| w::NOTHING.to_owned());
            let code = one.id.to_string();
            let cell = |(column, label_of): &(&'static str, &'static str)| {
                let words = match *column {
                    "code" => code.clone().into_any(),
                    "type" => school_type.into_any(),
                    "state" => view! { <StatusTag status label=Some(label.clone())/> }.into_any(),
                    "former" => names.clone().into_any(),
                    _ => successor.clone().into_any(),
                };
                choice.shows(column).then(|| view! { <Cell label=*label_of>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader>{one.name}</RowHeader>
                    {cells}
                </Row>
            }
        })
        .collect_view();
    view! {
        <ListToolbar tools back="/schools" actions/>
        <DataTable caption=w::SCHOOLS caption_hidden=true columns=headings dense long=true>{rows}</DataTable>
    }
    .into_any()
}
