//! A guardian's children and cases, and what happened to another guardian's account.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use contract::archive::ArchiveContents;
use contract::portal::MyPage;
use leptos::prelude::*;

/// The guardian's children and cases.
#[server(name = GetMyPage, client = Attended, prefix = "/api", endpoint = "my_page")]
pub async fn my_page() -> Result<MyPage, AppError> {
    Ok(registry().guardians().my_page(&actor()?).await?)
}

/// Puts a notice away.
#[server(client = Attended, prefix = "/api", endpoint = "read_notice")]
pub async fn read_notice(
    /// Id of the notice.
    notice: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let read = registry().guardians().read_notice(&actor, id(&notice)?).await;
    keep::finish("my", "/my", typed([]), read.map(|()| "/my".to_owned()).map_err(Into::into)).await
}

/// «This is nobody of my family»: asks the child's school to look at the account.
#[server(client = Attended, prefix = "/api", endpoint = "report_bond")]
pub async fn report_bond(
    /// Id of the notice about the account.
    notice: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let told = registry().guardians().report_bond(&actor, id(&notice)?).await;
    let told = told.map(|()| "/my".to_owned()).map_err(AppError::from);
    keep::finish_saying("my", "my", "/my", typed([]), told, crate::text::t::guardian::REPORTED.said()).await
}

/// What the archive of the own child holds.
#[server(name = GetMyArchive, client = Attended, prefix = "/api", endpoint = "my_archive")]
pub async fn my_archive(
    /// The child.
    person: String,
) -> Result<ArchiveContents, AppError> {
    Ok(registry().archives().archive_contents(&actor()?, id(&person)?).await?)
}
