//! Messages outside the system (短信和邮件通知): what is connected, and what an account chose.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::message::{Channels, MessageSetting};
#[cfg(feature = "ssr")]
use domain::message::Channel;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;

/// Name of the form on the account page.
pub const FORM: &str = "messages";

/// By which ways messages go out of this system.
#[server(name = GetChannels, client = Attended, prefix = "/api", endpoint = "channels")]
pub async fn channels() -> Result<Channels, AppError> {
    Ok(registry().messages().channels())
}

/// What the own account chose.
#[server(name = GetMessageSetting, client = Attended, prefix = "/api", endpoint = "message_setting")]
pub async fn message_setting() -> Result<MessageSetting, AppError> {
    Ok(registry().messages().message_setting(&actor()?).await?)
}

/// Chooses not to be told outside the system, or has a code sent to the address that was typed.
#[server(client = Attended, prefix = "/api", endpoint = "choose_messages")]
pub async fn choose_messages(
    /// Key of the way, or `none`.
    #[server(default)]
    notify_by: String,
    /// Mobile number or mail address, as typed.
    #[server(default)]
    notify_at: String,
    /// The account's password, once more.
    #[server(default)]
    old_password: String,
) -> Result<(), AppError> {
    use crate::text::t::message as w;
    let actor = actor()?;
    let address = crate::api::session::session_context().map(|context| context.address).unwrap_or_default();
    let way = Channel::from_key(&notify_by);
    let kept = typed([("notify_by", notify_by.as_str()), ("notify_at", cut(&notify_at))]);
    let words = if way.is_some() { w::CODE_SENT.said() } else { w::NONE_CHOSEN.said() };
    let result = if way.is_some() || notify_by == "none" {
        registry()
            .messages()
            .choose_messages(&actor, way, cut(&notify_at), &old_password, &address)
            .await
            .map_err(AppError::from)
    } else {
        let (what, remedy) = (answer::no_way_to_tell(), answer::choose());
        let missing = Refusal::new(RefusalCode::NotifyBy, Basis::Procedure, what, remedy);
        Err(AppError::Refused(vec![missing]))
    };
    let result = result.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(refusals.into_iter().map(beside).collect()),
        error => error,
    });
    keep::finish_saying(FORM, FORM, "/account", kept, result.map(|()| "/account".to_owned()), words).await
}

/// Takes the address whose code is typed.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_messages")]
pub async fn confirm_messages(
    /// The six figures, as typed.
    phone_code: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().messages().confirm_messages(&actor, cut(&phone_code)).await;
    let result = result.map(|()| "/account".to_owned()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => {
            AppError::Refused(refusals.into_iter().map(|refusal| refusal.beside("phone_code")).collect())
        }
        error => error,
    });
    let words = crate::text::t::message::CONFIRMED.said();
    keep::finish_saying(FORM, FORM, "/account", typed([]), result, words).await
}

/// What is not connected is told beside the way, what is asked for too often beside the address, a lock beside the password.
#[cfg(feature = "ssr")]
fn beside(refusal: Refusal) -> Refusal {
    match refusal.code {
        RefusalCode::NoChannel => refusal.beside("notify_by"),
        RefusalCode::TooMany => refusal.beside("notify_at"),
        RefusalCode::Locked => refusal.beside("old_password"),
        _ => refusal,
    }
}
