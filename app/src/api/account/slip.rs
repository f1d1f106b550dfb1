//! The slip with a first password: shown once, for a short time.

#[cfg(feature = "ssr")]
use crate::api::context::actor;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is printed on a slip, kept for a few minutes in the confirmer's session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipText {
    /// 单位
    pub unit: String,
    /// 姓名
    pub name: String,
    /// 岗位
    pub role: String,
    /// 账号名
    pub login: String,
    /// The one-time secret.
    pub secret: String,
    /// Until when it is good, in words.
    pub until: String,
}

/// Name of the form that keeps the slip.
#[cfg(feature = "ssr")]
pub(super) const SLIP: &str = "account-slip";

/// How long a slip is shown for printing, in seconds.
#[cfg(feature = "ssr")]
pub(super) const SLIP_SHOWN: i64 = 180;

/// The slip the actor has just been given, for a few minutes; none later, and none for anybody else.
#[server(name = GetSlip, client = Attended, prefix = "/api", endpoint = "account_slip")]
pub async fn account_slip() -> Result<Option<SlipText>, AppError> {
    actor()?;
    let kept = keep::load(SLIP).await?.done;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Takes the slip off the page once it is printed.
#[server(client = Attended, prefix = "/api", endpoint = "put_slip_away")]
pub async fn put_slip_away() -> Result<(), AppError> {
    actor()?;
    keep::clear(SLIP).await?;
    crate::api::address::lead_to("/accounts");
    Ok(())
}
