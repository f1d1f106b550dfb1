//! 学校与档案保管 (第九条): an authority's schools with what became of them, and the changes proposed and approved.

pub mod change;
pub mod divisions;
mod hand_over;
pub mod parts;
pub mod propose;

use crate::api::school::list::schools;
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::parts::Load;
use crate::text::t::school as w;
use crate::ui::{
    Cell, DataTable, Empty, LinkButton, PageTitle, Row, RowHeader, Section, Status, StatusTag, columns, keyed,
};
use contract::school::{ChangeLine, Register, SchoolLine};
use domain::school::State;
use leptos::prelude::*;

/// 学校与档案保管
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let data = Resource::new_blocking(move || live.version(), |_| schools());
    view! {
        <Load data view=move |(found, in_school): (Register, bool)| {
            let Register { schools, changes, may_propose, may_see_divisions, .. } = found;
            if in_school {
                return view! {
                    <PageTitle title=w::TITLE/>
                    <p class="lead">{w::LEAD_SCHOOL}</p>
                    {change_rows(w::CHANGES, w::NO_CHANGES_SCHOOL, changes)}
                }
                .into_any();
            }
            let (waiting, decided): (Vec<_>, Vec<_>) =
                changes.into_iter().partition(|one| matches!(one.state, State::Proposed | State::Consulting));
            let propose =
                may_propose.then(|| view! { <LinkButton href="/schools/propose">{w::PROPOSE}</LinkButton> });
            let divisions = may_see_divisions.then(|| view! { <p><a href="/divisions">{w::DIVISIONS}</a></p> });
            view! {
                <PageTitle title=w::TITLE>{propose}</PageTitle>
                <p class="lead">{w::LEAD}</p>
                {divisions}
                <Section id="waiting" title=w::WAITING>
                    {change_rows(w::WAITING, w::NONE_WAITING, waiting)}
                </Section>
                <Section id="schools" title=w::SCHOOLS>{school_rows(schools)}</Section>
                <Section id="decided" title=w::CHANGES>
                    {change_rows(w::CHANGES, w::NO_CHANGES, decided)}
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

fn change_rows(caption: &'static str, none: &'static str, changes: Vec<ChangeLine>) -> AnyView {
    if changes.is_empty() {
        return view! { <Empty title=none/> }.into_any();
    }
    let rows = keyed(
        changes,
        |one| one.id,
        |one| {
            let href = format!("/schools/changes/{}", one.id);
            let label = Some(one.state.label().to_owned());
            let proposed = w::by_at(&one.proposed_by, &moment(one.proposed_at));
            view! {
                <Row>
                    <RowHeader><a href=href>{one.school}"："{one.change.label()}</a></RowHeader>
                    <Cell label=w::ACT>{one.act}</Cell>
                    <Cell label=w::PROPOSED_BY>{proposed}</Cell>
                    <Cell label=w::STATE><StatusTag status=status_of(one.state) label/></Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::WHAT, w::ACT, w::PROPOSED_BY, w::STATE]);
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable> }.into_any()
}

fn school_rows(schools: Vec<SchoolLine>) -> AnyView {
    if schools.is_empty() {
        return view! { <Empty title=w::NO_SCHOOLS/> }.into_any();
    }
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
            view! {
                <Row>
                    <RowHeader>{one.name}</RowHeader>
                    <Cell label=w::CODE>{one.id.to_string()}</Cell>
                    <Cell label=w::TYPE>{school_type}</Cell>
                    <Cell label=w::STATE><StatusTag status label=Some(label)/></Cell>
                    <Cell label=w::FORMER>{names}</Cell>
                    <Cell label=w::SUCCESSOR>{successor}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::SCHOOL, w::CODE, w::TYPE, w::STATE, w::FORMER, w::SUCCESSOR]);
    view! {
        <DataTable caption=w::SCHOOLS caption_hidden=true columns=headings dense=true>{rows}</DataTable>
    }
    .into_any()
}
