//! A matter beside the list: its own page, inside another one.

use crate::pages::parts::Within;
use crate::pages::{
    BindingPage, CasePage, DeskPage as PiecesPage, DisclosurePage, HandOverPage, LetterPage, PackagePage,
    ProblemPage, RegistrarPage, ReviewPage, ReviewSchoolPage, SchoolChangePage, ViolationPage, WarningPage,
};
use crate::text::t::desk as w;
use crate::ui::{Actions, BackLink, InPane, LinkButton};
use leptos::context::Provider;
use leptos::prelude::*;

/// The page at an address of ours, with the parts of the address it asks for.
fn page_at(address: &str) -> Option<(Within, fn() -> AnyView)> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let one = |id: &str| Within::new([("id", id)]);
    let found: (Within, fn() -> AnyView) = match parts.as_slice() {
        ["cases", id] => (one(id), || view! { <CasePage/> }.into_any()),
        ["letters", id] => (one(id), || view! { <LetterPage/> }.into_any()),
        ["letters", id, "pieces"] => (one(id), || view! { <PiecesPage/> }.into_any()),
        ["problems", id] => (one(id), || view! { <ProblemPage/> }.into_any()),
        ["violations", id] => (one(id), || view! { <ViolationPage/> }.into_any()),
        ["disclosures", id] => (one(id), || view! { <DisclosurePage/> }.into_any()),
        ["packages", id] => (one(id), || view! { <PackagePage/> }.into_any()),
        ["registrars", "hand-over", id] => (one(id), || view! { <HandOverPage/> }.into_any()),
        ["registrars", id] => (one(id), || view! { <RegistrarPage/> }.into_any()),
        ["pupils", id, "binding"] => (one(id), || view! { <BindingPage/> }.into_any()),
        ["schools", "changes", id] => (one(id), || view! { <SchoolChangePage/> }.into_any()),
        ["warnings", id] => (one(id), || view! { <WarningPage/> }.into_any()),
        ["reviews", id] => (one(id), || view! { <ReviewPage/> }.into_any()),
        ["reviews", id, "schools", school] => {
            (Within::new([("id", id), ("school", school)]), || view! { <ReviewSchoolPage/> }.into_any())
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
            <Provider value=InPane><Provider value=within>{page()}</Provider></Provider>
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

    #[test]
    fn a_matter_opens_by_its_own_address_and_nothing_else_does() {
        for own in [
            "/cases/7",
            "/letters/7",
            "/reviews/7/schools/2132000101",
            "/registrars/hand-over/7",
            "/warnings/7",
            "/pupils/7/binding",
        ] {
            assert!(page_at(own).is_some(), "{own}");
        }
        for other in
            ["/cases", "/pupils/7", "/accounts", "https://elsewhere.example/cases/7", "//x/cases/7", ""]
        {
            assert!(page_at(other).is_none(), "{other}");
        }
    }
}
