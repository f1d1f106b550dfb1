//! 短信和邮件通知 on the account page: chosen, and shown to be the own by a code.

use crate::api::form_state::FormState;
use crate::api::message::{ChooseMessages, ConfirmMessages};
use crate::language::name;
use crate::pages::parts::FormMessages;
use crate::text::t::message as w;
use crate::text::t::session::OLD_PASSWORD;
use crate::ui::{
    ActionForm, Actions, Button, FieldWidth, PasswordField, RadioField, Section, SummaryList, SummaryRow,
    TextField, choices,
};
use contract::message::MessageSetting;
use domain::message::Channel;
use leptos::prelude::*;

/// How the account is told outside the system, and the forms to change that.
#[component]
pub fn MessageChoice(
    /// What is connected and chosen.
    setting: MessageSetting,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// Chooses, or has a code sent.
    choose: ServerAction<ChooseMessages>,
    /// Takes the address whose code is typed.
    confirm: ServerAction<ConfirmMessages>,
) -> impl IntoView {
    let MessageSetting { channels, chosen, waiting } = setting;
    let told = |(channel, at): (Channel, String)| format!("{} {at}", name(&channel));
    let value = state.value_or("notify_by", chosen.as_ref().map_or("none", |(channel, _)| channel.key()));
    let now = chosen.map_or_else(|| w::NONE.to_owned(), told);
    let ways = Channel::ALL.into_iter().filter(|channel| channels.has(*channel));
    let ways = ways.map(|channel| (channel.key(), name(&channel)));
    let options = choices([("none", w::NONE.said())].into_iter().chain(ways));
    let any = channels.sms || channels.mail;
    let (error_by, error_at) = (state.error("notify_by"), state.error("notify_at"));
    let (typed_at, error_code) = (state.value("notify_at"), state.error("phone_code"));
    let error_password = state.error("old_password");
    let waits = waiting.map(|waiting| {
        view! {
            <SummaryList><SummaryRow term=w::WAITING>{told(waiting)}</SummaryRow></SummaryList>
            <ActionForm action=confirm attr:class="stack" attr:novalidate=true>
                <TextField
                    name="phone_code"
                    label=w::CODE
                    hint=w::CODE_HINT
                    error=error_code
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    width=FieldWidth::W20
                    required=true
                />
                <Actions><Button>{w::CONFIRM}</Button></Actions>
            </ActionForm>
        }
    });
    let form = any.then(|| {
        view! {
            <ActionForm action=choose attr:class="stack" attr:novalidate=true>
                <RadioField name="notify_by" label=w::WAY options value error=error_by required=true/>
                <TextField
                    name="notify_at"
                    label=w::AT
                    hint=w::AT_HINT
                    value=typed_at
                    error=error_at
                    autocomplete="off"
                    width=FieldWidth::W20
                />
                <PasswordField
                    name="old_password"
                    label=OLD_PASSWORD
                    hint=w::PASSWORD_HINT
                    error=error_password
                    required=true
                />
                <Actions><Button>{w::CHOOSE}</Button></Actions>
            </ActionForm>
        }
    });
    view! {
        <Section id="messages" title=w::TITLE>
            <FormMessages state/>
            <p>{w::LEAD}</p>
            {w::missing(channels.sms, channels.mail).map(|words| view! { <p class="hint">{words}</p> })}
            <SummaryList><SummaryRow term=w::NOW>{now}</SummaryRow></SummaryList>
            {waits}
            {form}
        </Section>
    }
}
