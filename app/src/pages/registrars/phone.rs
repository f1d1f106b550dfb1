//! 学籍管理联系电话 of the own unit: what letters and the pages of guardians say, and the form that changes it.

use crate::api::form_state::FormState;
use crate::api::moment;
use crate::api::registrar::act::SetOfficePhone;
use crate::text::t::registrar as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind, Section, TextField};
use contract::office::OfficeView;
use leptos::prelude::*;

/// The number with who put it down, and the form.
pub(super) fn section(
    office: &OfficeView,
    state: &FormState,
    action: ServerAction<SetOfficePhone>,
) -> impl IntoView + use<> {
    let known = office.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    let (value, error) = (state.value_or("phone", &known), state.error("phone"));
    let unit = office.shown().to_string();
    let set = office.set.as_ref().map(|(by, at)| {
        let words = w::phone_set(by, &moment(*at));
        view! { <p class="hint">{words}</p> }
    });
    view! {
        <Section id="office-phone" title=w::PHONE_TITLE>
            <p class="hint">{w::PHONE_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="unit" value=unit/>
                <TextField name="phone" label=w::PHONE hint=w::PHONE_HINT value error input_type="tel" maxlength=60/>
                <Actions><Button kind=ButtonKind::Secondary>{w::PHONE_SAVE}</Button></Actions>
            </ActionForm>
            {set}
        </Section>
    }
}
