//! One package: what it says of itself, its steps, what is inside.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::package::PackageView;
use leptos::prelude::*;

/// One package as the actor may see it.
#[server(name = GetPackage, client = Attended, prefix = "/api", endpoint = "package")]
pub async fn package(
    /// The package.
    package: String,
) -> Result<PackageView, AppError> {
    Ok(registry().packages().package(&actor()?, id(&package)?).await?)
}
