//! 显示完整信息: the one press that shows the own child in full, and the one that masks it again.

use crate::api::form_state::FormState;
use crate::api::guardian::whole::ShowChild;
use crate::pages::parts::FormMessages;
use crate::text::t::guardian as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind};
use leptos::prelude::*;

/// Whether the child is masked, and the press that changes it. A plain form: it works without scripts, and leaves no trace in the address.
#[component]
pub fn Whole(
    /// The child.
    person: String,
    /// Key of the page.
    page: &'static str,
    /// Whether it is shown in full, and what was wrong with asking for it.
    state: FormState,
    /// Shows and masks.
    action: ServerAction<ShowChild>,
) -> impl IntoView {
    let shown = state.done.clone();
    let (value, words) = match shown {
        Some(_) => ("0", w::HIDE_WHOLE),
        None => ("1", w::SHOW_WHOLE),
    };
    let hint = if shown.is_some() { w::WHOLE.to_owned() } else { w::masked_and_shown() };
    view! {
        <FormMessages state=FormState { done: None, ..state }/>
        <ActionForm action attr:class="stack">
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="page" value=page/>
            <p class="hint">{hint}</p>
            <Actions><Button kind=ButtonKind::Secondary name="show" value=value>{words}</Button></Actions>
        </ActionForm>
    }
}
