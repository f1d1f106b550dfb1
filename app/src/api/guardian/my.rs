//! A guardian's children and cases, and what happened to another guardian's account.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::guardian as w;
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

/// «This is nobody of my family»: asks the child's school to look at the account, unless the school has ended its connection already.
#[server(client = Attended, prefix = "/api", endpoint = "report_bond")]
pub async fn report_bond(
    /// Id of the notice about the account.
    notice: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let told = registry().guardians().report_bond(&actor, id(&notice)?).await;
    // Where the school has ended the bond already, it was told nothing.
    let words = if matches!(told, Ok(true)) { w::REPORTED } else { w::REPORT_NEEDLESS };
    let told = told.map(|_| "/my".to_owned()).map_err(AppError::from);
    keep::finish_saying("my", "my", "/my", typed([]), told, words.said()).await
}

/// Takes back that another guardian's account was called in question.
#[server(client = Attended, prefix = "/api", endpoint = "take_report_back")]
pub async fn take_report_back(
    /// The child.
    person: String,
    /// Whose account it is about.
    account: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let done = registry().guardians().take_report_back(&actor, id(&person)?, id(&account)?).await;
    let done = done.map(|()| "/my".to_owned()).map_err(AppError::from);
    keep::finish_saying("my", "my", "/my", typed([]), done, w::REPORT_TAKEN_BACK.said()).await
}

/// What the archive of the own child holds.
#[server(name = GetMyArchive, client = Attended, prefix = "/api", endpoint = "my_archive")]
pub async fn my_archive(
    /// The child.
    person: String,
) -> Result<ArchiveContents, AppError> {
    Ok(registry().archives().archive_contents(&actor()?, id(&person)?).await?)
}
