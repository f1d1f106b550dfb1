//! 我的账号: a guardian's own account, bonds, telephone, data and its end. All of it is about the caller alone.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::guardian_sign_up::{end, is_about_phone_code};
#[cfg(feature = "ssr")]
use crate::api::session::{session_context, set_session_cookie};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::own as w;
use contract::portal::MyAccount;
#[cfg(feature = "ssr")]
use domain::refusal::{Refusal, RefusalCode};
use leptos::prelude::*;

/// Name of the form that ends a bond.
pub const LEAVE: &str = "leave";
/// Name of the form of another telephone.
pub const TELEPHONE: &str = "move_telephone";
/// Name of the form that asks for the file of one's data.
pub const DATA: &str = "own_data";
/// Name of the form that closes the account.
pub const CLOSE: &str = "close_account";
/// Name under which the page of the account is told what went well.
pub const OWN: &str = "own";

/// What a guardian sees of the own account.
#[server(name = GetMyAccount, client = Attended, prefix = "/api", endpoint = "my_account")]
pub async fn my_account() -> Result<MyAccount, AppError> {
    Ok(registry().guardians().my_account(&actor()?).await?)
}

/// Ends the own bond to a child.
#[server(client = Attended, prefix = "/api", endpoint = "leave_child")]
pub async fn leave_child(
    /// The child.
    child: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = format!("/my/account/child/{child}");
    let left = registry().guardians().leave_child(&actor, id(&child)?).await;
    let left = left.map(|()| "/my/account".to_owned()).map_err(AppError::from);
    keep::finish_saying(LEAVE, OWN, &back, typed([]), left, w::LEFT.said()).await
}

/// Signs in with another telephone from now on. Without the code of the telephone one is sent, where short messages are connected.
#[server(client = Attended, prefix = "/api", endpoint = "move_telephone")]
pub async fn move_telephone(
    /// The new mobile number, as typed.
    #[server(default)]
    phone: String,
    /// The account's password, once more.
    #[server(default)]
    old_password: String,
    /// The binding code, as typed; empty where the telephone gets one.
    #[server(default)]
    code: String,
    /// The code that was sent to the telephone, as typed; empty to have one sent.
    #[server(default)]
    phone_code: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let address = address();
    let kept = typed([("phone", cut(&phone)), ("code", cut(&code))]);
    let new = registry::guardian::NewTelephone { phone, password: old_password, code };
    let asking = registry::guardian::Asking { address: &address, phone_code: &phone_code };
    let result = match registry().guardians().move_telephone(&actor, &new, asking).await {
        Ok(()) => {
            // Every session has ended, this one too.
            set_session_cookie(None);
            Ok("/sign-in?moved=1".to_owned())
        }
        Err(error) => Err(each_beside(error.into(), |code| match code {
            RefusalCode::Claim | RefusalCode::TelephoneChanged => Some("code"),
            RefusalCode::Locked => Some("old_password"),
            code if is_about_phone_code(code) => Some("phone_code"),
            _ => None,
        })),
    };
    end(TELEPHONE, "/my/account/phone", kept, result).await
}

/// Lets the file of one's own data be fetched in this session for ten minutes.
#[server(client = Attended, prefix = "/api", endpoint = "ask_own_data")]
pub async fn ask_own_data(
    /// The account's password, once more.
    #[server(default)]
    old_password: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let session = session_context().and_then(|context| context.session).ok_or(AppError::SignedOut)?;
    let address = address();
    let allowed = registry().guardians().allow_own_data(&actor, &session.key, &old_password, &address).await;
    let allowed = allowed.map(|()| "/my/account/data".to_owned());
    let allowed = allowed.map_err(|error| each_beside(error.into(), password_field));
    let went_well = allowed.is_ok();
    keep::finish(DATA, "/my/account/data", typed([]), allowed).await?;
    if went_well {
        keep::say_for(DATA, w::DATA_READY.said(), 600).await?;
    }
    Ok(())
}

/// Closes the own account.
#[server(client = Attended, prefix = "/api", endpoint = "close_account")]
pub async fn close_account(
    /// The account's password, once more.
    #[server(default)]
    old_password: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let address = address();
    let result = match registry().guardians().close_account(&actor, &old_password, &address).await {
        Ok(()) => {
            set_session_cookie(None);
            Ok("/sign-in?closed=1".to_owned())
        }
        Err(error) => Err(each_beside(error.into(), password_field)),
    };
    keep::finish(CLOSE, "/my/account/close", typed([]), result).await
}

#[cfg(feature = "ssr")]
fn address() -> String {
    session_context().map(|context| context.address).unwrap_or_default()
}

/// A lock is told beside the password.
#[cfg(feature = "ssr")]
fn password_field(code: RefusalCode) -> Option<&'static str> {
    (code == RefusalCode::Locked).then_some("old_password")
}

/// Each refusal beside the field that belongs to its code, where one does.
#[cfg(feature = "ssr")]
fn each_beside(error: AppError, field: impl Fn(RefusalCode) -> Option<&'static str>) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let beside = |refusal: Refusal| match field(refusal.code) {
        Some(field) => refusal.beside(field),
        None => refusal,
    };
    AppError::Refused(refusals.into_iter().map(beside).collect())
}
