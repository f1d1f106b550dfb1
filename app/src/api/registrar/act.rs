//! The steps about registrars: appointed, a report acknowledged.

#[cfg(feature = "ssr")]
use super::{date, end, missing};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
#[cfg(feature = "ssr")]
use domain::registrar::{Employment, Post};
use leptos::prelude::*;

/// Acknowledges a report.
#[server(client = Attended, prefix = "/api", endpoint = "acknowledge_registrar")]
pub async fn acknowledge_registrar(
    /// The report.
    report: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().registrars().acknowledge_registrar(&actor, id(&report)?).await?) }.await;
    end("registrars", "/registrars".to_owned(), typed([]), result).await
}

/// Puts the own unit's telephone down.
#[server(client = Attended, prefix = "/api", endpoint = "set_office_phone")]
pub async fn set_office_phone(
    /// The unit as it was shown (`code@version`).
    unit: String,
    /// The number, as typed; empty where there is none any more.
    #[server(default)]
    phone: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let shown = shown(&unit)?;
    let result = registry().units().set_office_phone(&actor, &shown, &phone).await.map_err(AppError::from);
    end("registrars", "/registrars".to_owned(), typed([("phone", cut(&phone))]), result).await
}

/// Appoints, or changes the post of who is in one.
#[server(client = Attended, prefix = "/api", endpoint = "appoint_registrar")]
pub async fn appoint_registrar(
    /// The registrar's account.
    registrar: String,
    /// What the post is called, as typed.
    title: String,
    /// Key of 专职 or 兼职.
    #[server(default)]
    employment: String,
    /// First day in the post, as typed.
    since: String,
    /// Number of the document of appointment, as typed.
    document: String,
    /// Whether the post of somebody in office is changed.
    #[server(default)]
    change: bool,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([
        ("title", cut(&title)),
        ("employment", &employment),
        ("since", &since),
        ("document", cut(&document)),
    ]);
    let result = async {
        let post = Post {
            title,
            employment: Employment::from_key(&employment).ok_or_else(|| {
                missing(RefusalCode::Employment, answer::no_employment(), answer::choose_one())
            })?,
            since: date(&since, RefusalCode::Since)?,
            document,
        };
        let account = id(&registrar)?;
        if change {
            registry().registrars().change_registrar(&actor, account, post).await?;
        } else {
            registry().registrars().appoint_registrar(&actor, account, post).await?;
        }
        Ok(())
    };
    let result = result.await;
    end(&format!("registrar/{registrar}"), format!("/registrars/{registrar}"), kept, result).await
}
