//! The directory of the systems' keys (系统公钥目录): looked at, taken in, accepted.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, package as w};
use contract::package::DirectoryView;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// Where the forms are.
#[cfg(feature = "ssr")]
const PAGE: &str = "/packages/directory";

/// The directory, for the administrators who look after it.
#[server(name = GetDirectory, client = Attended, prefix = "/api", endpoint = "key_directory")]
pub async fn key_directory() -> Result<DirectoryView, AppError> {
    Ok(registry().packages().directory_view(&actor()?).await?)
}

/// Takes a list in.
#[server(client = Attended, prefix = "/api", endpoint = "import_directory", input = MultipartFormData)]
pub async fn import_directory(
    /// The form: the file.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let result = async {
        let (_, bytes) = parts.wanted_file(answer::no_directory_file(), answer::choose_directory_file())?;
        registry().packages().import_directory(&actor, &bytes).await?;
        Ok(PAGE.to_owned())
    };
    let result = result.await;
    keep::finish_saying(
        "key_directory",
        "key_directory",
        PAGE,
        typed([("file", "")]),
        result,
        w::KEYS_IMPORTED,
    )
    .await
}

/// Accepts the list that waits, or sends it back: `accept` or `return`.
#[server(client = Attended, prefix = "/api", endpoint = "decide_directory")]
pub async fn decide_directory(
    /// Number of the list as it was shown.
    serial: String,
    /// `accept` or `return`.
    act: String,
    /// Why it is sent back, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let agree = match act.as_str() {
            "accept" => true,
            "return" => false,
            _ => return Err(AppError::NotFound),
        };
        registry().packages().decide_directory(&actor, id(&serial)?, agree, &reason).await?;
        Ok(PAGE.to_owned())
    };
    let kept = typed([("reason", cut(&reason))]);
    let result = result.await;
    keep::finish_saying("key_directory", "key_directory", PAGE, kept, result, w::DONE).await
}
