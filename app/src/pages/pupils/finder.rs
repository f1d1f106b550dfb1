//! The search of the header: on every page, for who may list pupils. What is looked for is posted as on the list's own page, and never
//! stands in an address.

use crate::api::pupil::list::SearchPupils;
use crate::text::t::palette as w;
use crate::ui::ActionForm;
use leptos::prelude::*;

/// Id of its field.
pub const FIELD: &str = "find-pupil";

/// The search of the header, which the list of pupils follows where it is the page in sight.
#[derive(Clone, Copy)]
pub struct Finder(ServerAction<SearchPupils>);

impl Finder {
    /// One that nobody used yet.
    pub fn new() -> Self {
        Self(ServerAction::new())
    }

    /// Changes with every search.
    pub fn version(self) -> usize {
        self.0.version().get()
    }
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

/// The form: of any grade.
pub(crate) fn form(finder: Finder) -> impl IntoView {
    let action = finder.0;
    view! {
        <div class="finder no-print" role="search" aria-label=w::FINDER>
            <ActionForm action>
                <input type="hidden" name="grade" value=""/>
                <input
                    id=FIELD
                    class="finder-field"
                    type="search"
                    name="text"
                    aria-label=w::FIND_WHAT
                    placeholder=w::FIND_WHAT
                    maxlength="60"
                    autocomplete="off"
                />
                <button class="finder-button" type="submit">{w::FIND}</button>
            </ActionForm>
        </div>
    }
}
