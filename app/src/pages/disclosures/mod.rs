//! 对外提供: what waits, what the own unit asked for and decided; the register of recipients (第二十五条).

mod forms;
pub mod new;
pub mod register;
pub mod sheet;

pub use new::DisclosureNewPage;
pub use register::DisclosureRegisterPage;
pub use sheet::DisclosurePage;

use crate::api::day;
use crate::api::disclosure::{Disclosures, disclosures};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::disclosure as w;
use crate::ui::{
    Badge, Cell, DataTable, Empty, LinkButton, Nav, NavItem, PageTitle, Pager, Row, RowHeader, Status,
    StatusTag, Tone, columns, keyed,
};
use contract::disclosure::DisclosureLine;
use domain::disclosure::DisclosureState;
use domain::id::DisclosureId;
use leptos::prelude::*;

/// 对外提供
#[component]
pub fn DisclosuresPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, after) = (query("box"), query("after"));
    let data = Resource::new_blocking(
        move || (which.get(), after.get(), live.version()),
        |(which, after, _)| async move {
            let found = disclosures(which.clone(), after.clone()).await?;
            Ok((which, after.is_empty(), found))
        },
    );
    view! {
        <Load data view=move |(which, first, found): (String, bool, Disclosures)| {
            let ask = found.may_ask.then(|| view! { <LinkButton href="/disclosures/new">{w::NEW}</LinkButton> });
            let boxes = vec![
                NavItem::new("/disclosures", w::WAITING),
                NavItem::new("/disclosures?box=asked", w::ASKED),
                NavItem::new("/disclosures?box=handled", w::HANDLED),
                NavItem::new("/disclosures/register", w::REGISTER),
            ];
            let (here, caption) = match which.as_str() {
                "asked" => ("/disclosures?box=asked", w::ASKED),
                "handled" => ("/disclosures?box=handled", w::HANDLED),
                _ => ("/disclosures", w::WAITING),
            };
            let link = |after: DisclosureId| match which.as_str() {
                "" => format!("/disclosures?after={after}"),
                which => format!("/disclosures?box={which}&after={after}"),
            };
            let next = found.page.next.map(link);
            let prev = (!first).then(|| here.to_owned());
            view! {
                <PageTitle title=w::TITLE>{ask}</PageTitle>
                <p class="lead">{w::LEAD}</p>
                <Nav items=boxes path=Signal::stored(here.to_owned()) secondary=true/>
                <Rows caption rows=found.page.rows/>
                <Pager prev next/>
            }
        }/>
    }
}

/// The tag of a request's state.
pub(crate) fn status_of(state: DisclosureState) -> Status {
    match state {
        DisclosureState::Asked => Status::Waiting,
        DisclosureState::Examined => Status::InProgress,
        DisclosureState::Approved | DisclosureState::Settled => Status::Done,
        DisclosureState::Refused => Status::Refused,
        DisclosureState::Withdrawn | DisclosureState::Revoked => Status::Withdrawn,
    }
}

#[component]
fn Rows(caption: &'static str, rows: Vec<DisclosureLine>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let late = row.late.then(|| view! { " "<Badge tone=Tone::Danger>{w::LATE}</Badge> });
            view! {
                <Row highlight=row.late>
                    <RowHeader><a href=format!("/disclosures/{}", row.id)>{row.number}</a></RowHeader>
                    <Cell label=w::RECIPIENT>{row.recipient}</Cell>
                    <Cell label=w::SCHOOL>{row.school}</Cell>
                    <Cell label=w::ASKER>{row.asker}</Cell>
                    <Cell label=w::STATE>
                        <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                        {late}
                    </Cell>
                    <Cell label=w::ASKED_ON>{day(row.asked_on)}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NUMBER, w::RECIPIENT, w::SCHOOL, w::ASKER, w::STATE, w::ASKED_ON]);
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}
