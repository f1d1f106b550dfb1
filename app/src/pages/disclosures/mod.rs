//! 对外提供: what the own unit asked for and decided; the register of recipients (第二十五条).

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
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{Load, query};
use crate::text::t::disclosure as w;
use crate::ui::{Badge, LinkButton, NavItem, PageTitle, Status, StatusTag, Tone, cited};
use contract::disclosure::DisclosureLine;
use domain::disclosure::DisclosureState;
use domain::id::DisclosureId;
use domain::matter::MatterKind;
use leptos::prelude::*;

/// 对外提供
#[component]
pub fn DisclosuresPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, after) = (query("box"), query("after"));
    let data = Resource::new_blocking(
        move || (which.get(), after.get(), live.version()),
        |(which, after, _)| async move {
            let found = disclosures(which, after.clone()).await?;
            Ok((after.is_empty(), found))
        },
    );
    view! {
        <Load data view=move |(first, found): (bool, Disclosures)| {
            let ask = found.may_ask.then(|| view! { <LinkButton href="/disclosures/new">{w::NEW}</LinkButton> });
            let boxes = vec![
                NavItem::new("/disclosures?box=asked", w::ASKED),
                NavItem::new("/disclosures?box=handled", w::HANDLED),
                NavItem::new("/disclosures/register", w::REGISTER),
            ];
            let (here, caption) = match found.asked {
                true => ("/disclosures?box=asked", w::ASKED),
                false => ("/disclosures?box=handled", w::HANDLED),
            };
            let next = found.page.next.map(|after: DisclosureId| format!("{here}&after={after}"));
            let prev = (!first).then(|| here.to_owned());
            view! {
                <PageTitle title=w::TITLE>{ask}</PageTitle>
                <p class="lead">{cited(w::LEAD)}</p>
                <MatterList
                    caption
                    columns=columns()
                    rows=found.page.rows
                    none=w::NONE
                    none_next=w::NONE_NEXT
                    kind=MatterKind::Disclosure
                    boxes
                    here
                    prev
                    next
                />
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

impl Listed for DisclosureLine {
    fn href(&self) -> String {
        format!("/disclosures/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.late
    }
}

fn columns() -> Vec<MatterColumn<DisclosureLine>> {
    vec![
        MatterColumn::new(w::NUMBER, |row| row.number.clone().into_any()),
        MatterColumn::new(w::RECIPIENT, |row| row.recipient.clone().into_any()),
        MatterColumn::new(w::SCHOOL, |row| row.school.clone().into_any()),
        MatterColumn::new(w::ASKER, |row| row.asker.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            let late = row.late.then(|| view! { " "<Badge tone=Tone::Danger>{w::LATE}</Badge> });
            view! { <StatusTag status=status_of(row.state) label/>{late} }.into_any()
        }),
        MatterColumn::new(w::ASKED_ON, |row| day(row.asked_on).into_any()),
    ]
}
