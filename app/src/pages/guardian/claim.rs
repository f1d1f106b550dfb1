//! What a guardian shows whose guardian he is with, for another child: a binding code, or two numbers, each on a page of its own.

use crate::api::form_state::FormState;
use crate::text::t::{guardian as w, message};
use crate::ui::{FieldWidth, Fieldset, TextField};
use contract::message::Channels;
use leptos::prelude::*;

/// The binding code.
#[component]
pub fn CodeField(
    /// What was typed, and what is wrong with it.
    state: FormState,
) -> impl IntoView {
    view! {
        <TextField
            name="code"
            label=w::CODE
            hint=w::CODE_HINT
            value=state.value("code")
            error=state.error("code")
            autocomplete="off"
            width=FieldWidth::W20
            required=true
        />
    }
}

/// The child's number and the guardian's.
#[component]
pub fn NumbersFields(
    /// What was typed, and what is wrong with it.
    state: FormState,
) -> impl IntoView {
    view! {
        <Fieldset legend=w::HOW_NUMBERS>
            <TextField
                name="child_number"
                label=w::CHILD_NUMBER
                hint=w::CHILD_NUMBER_HINT
                value=state.value("child_number")
                error=state.error("child_number")
                autocomplete="off"
                width=FieldWidth::W20
                required=true
            />
            <TextField
                name="guardian_number"
                label=w::GUARDIAN_NUMBER
                hint=w::GUARDIAN_NUMBER_HINT
                value=state.value("guardian_number")
                error=state.error("guardian_number")
                autocomplete="off"
                width=FieldWidth::W20
                required=true
            />
        </Fieldset>
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
