//! Scans of documents with a change (第七条第二项).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// Adds a scan to a change that the actor's side opened.
#[server(client = Attended, prefix = "/api", endpoint = "add_scan", input = MultipartFormData)]
pub async fn add_scan(
    /// The form: case and scan.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let (case, kind) = (parts.text("case"), parts.text("kind"));
    let back = format!("/cases/{case}");
    let file = parts.wanted_file(answer::no_file(), answer::choose_scan());
    let result = match (ProofKind::from_key(&kind), file) {
        (None, _) => Err(refused(RefusalCode::Kind, answer::no_kind_of_paper(), answer::say_what_paper())),
        (_, Err(wrong)) => Err(wrong),
        (Some(kind), Ok((name, bytes))) => {
            let upload = registry::case::Upload { kind, name, bytes };
            let added = registry().cases().add_scan(&actor, id(&case)?, upload).await;
            added
                .map(|()| back.clone())
                .map_err(|error| crate::api::session::by_field(AppError::from(error), "file"))
        }
    };
    keep::finish(&format!("scan/{case}"), &back, typed([("kind", kind.as_str())]), result).await
}

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    use domain::refusal::{Basis, Refusal};
    AppError::Refused(vec![Refusal::new(code, Basis::Procedure, what, remedy)])
}
