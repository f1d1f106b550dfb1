//! One pupil's record, and an item of it shown whole.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::pupil::PupilView;
#[cfg(feature = "ssr")]
use domain::form::Field;
use leptos::prelude::*;

/// The record of the own child, as its guardian may see it. Staff read a record page by page (`record.rs` beside this).
#[server(client = Attended, prefix = "/api", endpoint = "pupil")]
pub async fn pupil(
    /// The pupil.
    person: String,
) -> Result<PupilView, AppError> {
    let (actor, person) = (actor()?, id(&person)?);
    if actor.role != domain::access::Role::Guardian {
        return Err(AppError::NotFound);
    }
    match crate::api::guardian::whole::shown(&actor, person).await? {
        Some(whole) => Ok(whole),
        None => Ok(registry().pupils().pupil(&actor, person).await?),
    }
}

/// Shows a full number once, for a reason that goes into the journal. `item` is the key of an item, or `number`.
#[server(client = Attended, prefix = "/api", endpoint = "reveal")]
pub async fn reveal(
    /// The pupil.
    person: String,
    /// Key of the item.
    item: String,
    /// Why it has to be seen whole, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let field = Field::from_key(&item);
    let form = format!("reveal/{person}");
    let back = format!("/pupils/{person}/info");
    let kept = typed([("reason", reason.as_str()), ("item", item.as_str())]);
    let revealed = registry().pupils().reveal(&actor, id(&person)?, field, &reason).await;
    match revealed {
        Ok(value) => {
            let words = answer::revealed(field.map(Field::label), &value);
            keep::say(&form, &words).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => {
            let error = crate::api::session::by_field(AppError::from(error), "reason");
            keep::finish(&form, &back, kept, Err(error)).await
        }
    }
}
