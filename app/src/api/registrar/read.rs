//! One registrar's file.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::registrar::RegistrarView;
use leptos::prelude::*;

/// One file of the own unit.
#[server(name = GetRegistrar, client = Attended, prefix = "/api", endpoint = "registrar")]
pub async fn registrar(
    /// The registrar's account.
    registrar: String,
) -> Result<RegistrarView, AppError> {
    Ok(registry().registrars().registrar_view(&actor()?, id(&registrar)?).await?)
}
