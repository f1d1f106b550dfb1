//! One dossier: its pieces, its loans, where it lies.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::paper::DossierView;
use leptos::prelude::*;

/// The dossier of a pupil at the actor's school.
#[server(name = GetDossier, client = Attended, prefix = "/api", endpoint = "dossier")]
pub async fn dossier(
    /// The pupil.
    person: String,
) -> Result<DossierView, AppError> {
    Ok(registry().papers().dossier(&actor()?, id(&person)?).await?)
}
