//! 草稿状态: beside a form, whether what is being typed has been kept.
use crate::text::t::offline as w;
use leptos::prelude::*;

/// Where a form that is followed says how it stands: `<div class="draft-state" role="status">`, empty until somebody types. A form is
/// followed by having it inside (`public/offline.js`, which takes the words from here). Without JavaScript it stays empty: nothing is kept
/// before the form is sent.
#[component]
pub fn DraftState(
    /// Name of the form: the one its state is asked for by.
    #[prop(into)]
    form: String,
    /// Of a form that begins empty every field is kept, not only those that were touched: what is asked for depends on what was chosen.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    debug_assert!(
        crate::api::typed::is_followed(&form),
        "{form} is followed and not kept (`api::typed::FOLLOWED`)"
    );
    view! {
        <div
            class="draft-state no-print"
            role="status"
            aria-live="polite"
            data-draft=form
            data-whole=whole.then_some("")
            data-saved=w::SAVED.said()
            data-lost=w::LOST.said()
            data-later=w::LATER.said()
            data-ended=w::ENDED.said()
            data-refused=w::REFUSED.said()
            data-leave=w::LEAVE.said()
        ></div>
    }
}
