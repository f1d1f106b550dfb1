//! A guardian's children and the correction he prepares (第十条). What he has typed is kept with his account, so he can stop
//! and go on later, on another phone.

pub mod correct;
pub mod my;

#[cfg(feature = "ssr")]
use crate::api::AppError;
#[cfg(feature = "ssr")]
use crate::api::context::registry;
#[cfg(feature = "ssr")]
use domain::access::Actor;
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::id::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What has been prepared so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The items to be corrected, in form order.
    pub fields: Vec<Field>,
    /// New values as typed.
    pub values: BTreeMap<Field, String>,
    /// What the guardian says about it.
    pub statement: String,
}

#[cfg(feature = "ssr")]
fn draft_name(person: PersonId) -> String {
    format!("correction/{person}")
}

#[cfg(feature = "ssr")]
async fn draft(actor: &Actor, person: PersonId) -> Result<Draft, AppError> {
    Ok(registry()
        .accounts()
        .draft(&actor.account.to_string(), &draft_name(person))
        .await?
        .unwrap_or_default())
}

#[cfg(feature = "ssr")]
async fn put_draft(actor: &Actor, person: PersonId, draft: &Draft) -> Result<(), AppError> {
    Ok(registry().accounts().put_draft(&actor.account.to_string(), &draft_name(person), draft).await?)
}
