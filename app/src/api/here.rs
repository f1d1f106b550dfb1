//! 就地登录: signing in again over a page whose session has ended (`resume`). Nothing leads away from the page by itself: the answer says what
//! is next, and the page keeps what was typed.

#[cfg(feature = "ssr")]
use crate::api::context::registry;
#[cfg(feature = "ssr")]
use crate::api::session::{begin, next_page, raise};
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is next over the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The page's own account is signed in: the page goes on.
    GoOn,
    /// The second factor is asked for.
    Code,
    /// What was begun is over: from the beginning.
    Anew,
    /// Not here: a new password is owed, or it is another account, to which the page is nothing.
    Away(String),
}

/// Signs in over a page.
#[server(client = Attended, prefix = "/api", endpoint = "sign_in_here")]
pub async fn sign_in_here(
    /// Login name, or a guardian's mobile number, as typed.
    login: String,
    /// The password, as typed.
    password: String,
    /// Whose page it is, as the page says.
    whose: String,
) -> Result<Next, AppError> {
    Ok(next(&begin(&login, &password).await?, &whose))
}

/// Passes the second factor (动态验证码) over a page.
#[server(client = Attended, prefix = "/api", endpoint = "second_factor_here")]
pub async fn second_factor_here(
    /// The code of the second factor (动态验证码), as typed.
    code: String,
    /// Whose page it is, as the page says.
    whose: String,
) -> Result<Next, AppError> {
    match raise(&code).await {
        Ok(session) => Ok(next(&session, &whose)),
        Err(AppError::SignedOut) => Ok(Next::Anew),
        Err(error) => Err(error),
    }
}

/// What is next for a session that was begun over somebody's page.
#[cfg(feature = "ssr")]
fn next(session: &registry::account::Session, whose: &str) -> Next {
    use registry::account::Stage;
    let own = registry().accounts().whose(session.actor.account) == whose;
    match session.stage {
        Stage::Full if own => Next::GoOn,
        Stage::SecondFactor if own => Next::Code,
        _ => Next::Away(next_page(session).to_owned()),
    }
}
