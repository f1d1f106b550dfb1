//! How a guardian shows whose guardian he is: two ways, both on the page, so that it works without JavaScript.

use crate::api::form_state::FormState;
use crate::text::t::{guardian as w, message};
use crate::ui::{FieldWidth, RadioField, TextField, choices};
use contract::message::Channels;
use leptos::prelude::*;

/// The two ways, and the fields of each.
#[component]
pub fn ClaimFields(
    /// What was typed, and what is wrong with it.
    state: FormState,
) -> impl IntoView {
    view! {
        <RadioField
            name="how"
            label=w::HOW
            options=choices([("code", w::HOW_CODE), ("numbers", w::HOW_NUMBERS)])
            value=state.value_or("how", "code")
            error=state.error("how")
            required=true
        />
        <TextField
            name="code"
            label=w::CODE
            hint=w::CODE_HINT
            value=state.value("code")
            error=state.error("code")
            autocomplete="off"
            width=FieldWidth::W20
        />
        <TextField
            name="guardian_number"
            label=w::GUARDIAN_NUMBER
            hint=w::NUMBERS_HINT
            value=state.value("guardian_number")
            error=state.error("guardian_number")
            autocomplete="off"
            width=FieldWidth::W20
        />
        <TextField
            name="child_number"
            label=w::CHILD_NUMBER
            hint=w::NUMBERS_HINT
            value=state.value("child_number")
            error=state.error("child_number")
            autocomplete="off"
            width=FieldWidth::W20
        />
    }
}

/// The code that goes to the telephone on record, besides what is asked for anyway; where nothing can be sent, that is said instead.
#[component]
pub fn PhoneCodeField(
    /// What is wrong with it.
    state: FormState,
    /// What is connected.
    channels: Channels,
) -> impl IntoView {
    if !channels.sms {
        return view! { <p class="hint">{message::NO_SMS}</p> }.into_any();
    }
    view! {
        <SentCodeField
            label=message::PHONE_CODE
            hint=message::PHONE_CODE_HINT
            error=state.error("phone_code")
        />
    }
    .into_any()
}

/// A code of six digits that was sent to a telephone.
#[component]
pub fn SentCodeField(
    /// Whose telephone it was sent to.
    #[prop(into)]
    label: String,
    /// What to do before it is there.
    #[prop(into)]
    hint: String,
    /// What is wrong with it.
    error: Option<String>,
) -> impl IntoView {
    view! {
        <TextField
            name="phone_code"
            label
            hint
            error
            inputmode="numeric"
            autocomplete="one-time-code"
            width=FieldWidth::W20
        />
    }
}
