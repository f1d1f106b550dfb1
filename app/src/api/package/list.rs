//! Packages made and arrived, and whom one can be made for (第十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::Page;
use contract::package::{Offer, PackageLine};
use domain::id::PackageId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {
    /// The packages.
    pub page: Page<PackageLine, PackageId>,
    /// What may be handed over now.
    pub offers: Vec<Offer>,
    /// Whether the actor asks for packages and uploads them.
    pub may_handle: bool,
    /// Whether the actor works in a school.
    pub in_school: bool,
    /// Whether a directory of keys is in force, so that no code of a letter is asked for.
    pub by_directory: bool,
}

/// One page: `received`, or those the own school made; `pupil`: a graduate whose archive is to be handed over.
#[server(name = GetPackages, client = Attended, prefix = "/api", endpoint = "packages")]
pub async fn packages(
    /// `received`, or those the own school made.
    which: String,
    /// A graduate whose archive is to be handed over; empty for none.
    pupil: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Packages, AppError> {
    use domain::access::Role;
    use registry::package::PackageBox;
    let actor = actor()?;
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let may_handle = in_school && actor.role == Role::Registrar;
    let which = if which == "received" { PackageBox::Received } else { PackageBox::Made };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().packages().list_packages(&actor, which, after).await?;
    let offers = match (may_handle, which) {
        (true, PackageBox::Made) => {
            let pupil = if pupil.is_empty() { None } else { Some(id(&pupil)?) };
            registry().packages().package_offers(&actor, pupil).await?
        }
        _ => Vec::new(),
    };
    let by_directory = registry().packages().has_directory().await?;
    Ok(Packages { page, offers, may_handle, in_school, by_directory })
}
