//! The pages of one record for staff: each asks for what it shows.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::record::{RecordInfo, RecordLooks, RecordMatters, RecordOverview, RecordTimeline};
use leptos::prelude::*;

/// 概况: what one has to know first, and what can be done now.
#[server(name = GetRecordOverview, client = Attended, prefix = "/api", endpoint = "record_overview")]
pub async fn record_overview(
    /// The pupil.
    person: String,
) -> Result<RecordOverview, AppError> {
    Ok(registry().pupils().record_overview(&actor()?, id(&person)?).await?)
}

/// 学籍信息: the items of the form, the schooling, the numbers.
#[server(name = GetRecordInfo, client = Attended, prefix = "/api", endpoint = "record_info")]
pub async fn record_info(
    /// The pupil.
    person: String,
) -> Result<RecordInfo, AppError> {
    Ok(registry().pupils().record_info(&actor()?, id(&person)?).await?)
}

/// 事项: what is or was to be done about the pupil.
#[server(name = GetRecordMatters, client = Attended, prefix = "/api", endpoint = "record_matters")]
pub async fn record_matters(
    /// The pupil.
    person: String,
) -> Result<RecordMatters, AppError> {
    Ok(registry().pupils().record_matters(&actor()?, id(&person)?).await?)
}

/// 信息变动情况 by matter.
#[server(name = GetRecordTimeline, client = Attended, prefix = "/api", endpoint = "record_timeline")]
pub async fn record_timeline(
    /// The pupil.
    person: String,
) -> Result<RecordTimeline, AppError> {
    Ok(registry().pupils().record_timeline(&actor()?, id(&person)?).await?)
}

/// 访问记录 of the pupil.
#[server(name = GetRecordLooks, client = Attended, prefix = "/api", endpoint = "record_looks")]
pub async fn record_looks(
    /// The pupil.
    person: String,
    /// The last look of the page before; empty for the first page.
    after: String,
) -> Result<RecordLooks, AppError> {
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    Ok(registry().pupils().record_looks(&actor()?, id(&person)?, after).await?)
}
