//! 打印: what a page offers to print, as buttons. The sheet opens on its own page.

use crate::api::AppError;
use crate::api::form_state::{FormState, form_state};
use crate::api::print_of::{PrintOf, PrintOffer, print_offers};
use crate::pages::parts::FormMessages;
use crate::text::t::print_of as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind, Section, keyed};
use leptos::prelude::*;

/// What is offered, and what was wrong the last time.
pub(crate) type Offered = (Vec<PrintOffer>, FormState);

/// Asks what may be printed of one thing.
///
/// # Errors
/// As the page of the thing itself.
pub(crate) async fn load(what: &str, id: String) -> Result<Offered, AppError> {
    let state = form_state(format!("print/{what}/{id}")).await?;
    Ok((print_offers(what.to_owned(), id).await?, state))
}

/// The section with the buttons; nothing where nothing is offered and nothing went wrong.
pub(crate) fn section(
    (offers, state): &Offered,
    action: ServerAction<PrintOf>,
) -> Option<impl IntoView + use<>> {
    if offers.is_empty() && !state.has_errors() {
        return None;
    }
    let (buttons, state) = (buttons(offers, action), state.clone());
    Some(view! {
        <Section id="print" title=w::TITLE>
            <FormMessages state/>
            <p class="hint">{w::HINT}</p>
            {buttons}
        </Section>
    })
}

/// The buttons alone.
pub(crate) fn buttons(offers: &[PrintOffer], action: ServerAction<PrintOf>) -> impl IntoView + use<> {
    let forms = keyed(
        offers.iter().cloned(),
        |offer| format!("{}/{}/{}", offer.what, offer.id, offer.kind.key()),
        |offer| {
            view! {
                <ActionForm action>
                    <input type="hidden" name="what" value=offer.what/>
                    <input type="hidden" name="id" value=offer.id/>
                    <input type="hidden" name="kind" value=offer.kind.key()/>
                    <Button kind=ButtonKind::Secondary>{w::print(offer.kind.label())}</Button>
                </ActionForm>
            }
        },
    );
    view! { <Actions>{forms}</Actions> }
}
