//! A guardian's own child in full: one press, which is logged, for five minutes and in this session only. Nothing of it is in an address.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use leptos::prelude::*;

/// The name under which it is kept that a child is shown in full.
pub fn form(person: &str) -> String {
    format!("whole/{person}")
}

/// Where one presses, by the key that the form sends.
#[cfg(feature = "ssr")]
fn place(person: &str, page: &str) -> String {
    match page {
        "review" => format!("/my/{person}/review"),
        "correct" => format!("/my/{person}/correct"),
        "check" => format!("/my/{person}/correct/check"),
        _ => format!("/my/{person}"),
    }
}

/// Shows the own child in full on the pages about it, or masked again where `show` is anything but `1`.
#[server(client = Attended, prefix = "/api", endpoint = "show_child")]
pub async fn show_child(
    /// The child.
    person: String,
    /// The page it was pressed on: `child`, `review`, `correct` or `check`.
    #[server(default)]
    page: String,
    /// `1` to show it in full.
    #[server(default)]
    show: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let (form, to) = (form(&person), place(&person, &page));
    let shows = show == "1";
    let result = match shows {
        true => registry().pupils().own_child(&actor, child).await.map(drop).map_err(AppError::from),
        false => Ok(()),
    };
    let shown = shows && result.is_ok();
    keep::finish(&form, &to, typed([]), result.map(|()| to.clone())).await?;
    if shown {
        let seconds = domain::access_log::SAME_LOOK.num_seconds();
        keep::say_for(&form, crate::text::t::guardian::WHOLE.said(), seconds).await?;
    }
    Ok(())
}

/// The record of the own child in full, while somebody who asked for it by a press looks; none otherwise, and for everybody but guardians.
#[cfg(feature = "ssr")]
pub(crate) async fn shown(
    actor: &domain::access::Actor,
    child: domain::id::PersonId,
) -> Result<Option<contract::pupil::PupilView>, AppError> {
    let guardian = actor.role == domain::access::Role::Guardian;
    if !guardian || keep::load(&form(&child.to_string())).await?.done.is_none() {
        return Ok(None);
    }
    Ok(Some(registry().pupils().own_child(actor, child).await?))
}
