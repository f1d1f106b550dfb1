//! A matter beside the list: its own page, inside another one.

use crate::pages::parts::Within;
use crate::rooms::{Desk, Inside, Oversight, Paper, Pupils, Room, Units, now};
use crate::text::t::desk as w;
use crate::ui::{Actions, BackLink, InPane, LinkButton};
use leptos::context::Provider;
use leptos::prelude::*;

/// The page at an address of ours, with the parts of the address it asks for.
fn page_at(address: &str) -> Option<(Within, Inside)> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let one = |id: &str| Within::new([("id", id)]);
    let found: (Within, Inside) = match parts.as_slice() {
        ["cases", id] => (one(id), Inside::new(Room::Desk, || now(Desk::CasePage))),
        ["letters", id] => (one(id), Inside::new(Room::Paper, || now(Paper::LetterPage))),
        ["letters", id, "pieces"] => (one(id), Inside::new(Room::Paper, || now(Paper::DeskPage))),
        ["problems", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::ProblemPage))),
        ["violations", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::ViolationPage))),
        ["complaints", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::ComplaintPage))),
        ["disclosures", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::DisclosurePage))),
        ["packages", id] => (one(id), Inside::new(Room::Paper, || now(Paper::PackagePage))),
        ["registrars", "hand-over", id] => (one(id), Inside::new(Room::Units, || now(Units::HandOverPage))),
        ["registrars", id] => (one(id), Inside::new(Room::Units, || now(Units::RegistrarPage))),
        ["pupils", id, "binding"] => (one(id), Inside::new(Room::Pupils, || now(Pupils::BindingPage))),
        ["schools", "changes", id] => (one(id), Inside::new(Room::Units, || now(Units::SchoolChangePage))),
        ["warnings", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::WarningPage))),
        ["reviews", id] => (one(id), Inside::new(Room::Oversight, || now(Oversight::ReviewPage))),
        ["reviews", id, "schools", school] => {
            let within = Within::new([("id", id), ("school", school)]);
            (within, Inside::new(Room::Oversight, || now(Oversight::ReviewSchoolPage)))
        }
        _ => return None,
    };
    Some(found)
}

/// The opened matter, with the way back to the list.
#[component]
pub fn Opened(
    /// Its own page.
    address: String,
    /// The list it was opened from.
    list: String,
) -> impl IntoView {
    let inside = match page_at(&address) {
        // For this page alone: the list beside it has the address for itself.
        Some((within, page)) => view! {
            <Provider value=InPane><Provider value=within>{page.show()}</Provider></Provider>
        }
        .into_any(),
        // A list or a page that stands for itself: one goes there.
        None if address.starts_with('/') && !address.starts_with("//") => {
            let href = address.clone();
            view! {
                <p>{w::OWN_PAGE_WHY}</p>
                <Actions><LinkButton href>{w::OWN_PAGE}</LinkButton></Actions>
            }
            .into_any()
        }
        None => ().into_any(),
    };
    let alone = page_at(&address).map(|_| view! { <a href=address>{w::WHOLE_PAGE}</a> });
    view! {
        <div class="desk-pane-bar no-print"><BackLink href=list label=w::BACK_TO_LIST/>{alone}</div>
        {inside}
    }
}

#[cfg(test)]
mod tests {
    use super::page_at;
    use crate::rooms::Room;

    #[test]
    fn a_matter_opens_by_its_own_address_and_nothing_else_does() {
        for own in [
            "/cases/7",
            "/letters/7",
            "/letters/7/pieces",
            "/problems/7",
            "/violations/7",
            "/complaints/7",
            "/disclosures/7",
            "/packages/7",
            "/registrars/hand-over/7",
            "/registrars/7",
            "/pupils/7/binding",
            "/schools/changes/7",
            "/warnings/7",
            "/reviews/7",
            "/reviews/7/schools/2132000101",
        ] {
            let page = page_at(own).map(|(_, page)| page.room());
            assert!(page.is_some(), "{own}");
            assert_eq!(page, Room::of_path(own), "{own} is fetched with the list it is opened beside");
        }
        for other in
            ["/cases", "/pupils/7", "/accounts", "https://elsewhere.example/cases/7", "//x/cases/7", ""]
        {
            assert!(page_at(other).is_none(), "{other}");
        }
    }
}
