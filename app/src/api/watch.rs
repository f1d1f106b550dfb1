//! Whom a school looks after, and which late cases an authority was told of.

use crate::api::case::QueueRow;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::desk::DeskLine;
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A suspended pupil: id, name, class, last day, days left.
pub type SuspendedRow = (String, String, String, String, i64);

/// A pupil who is absent or has dropped out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentRow {
    /// The person.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// First day.
    pub since: String,
    /// Days so far.
    pub days: i64,
    /// Follow-ups on record.
    pub follow_ups: usize,
    /// 疑似辍学
    pub suspected: bool,
    /// 已认定辍学
    pub confirmed: bool,
}

/// The pupils of the actor's school who are suspended or absent.
#[server(name = GetLookAfter, client = Attended, prefix = "/api", endpoint = "look_after")]
pub async fn look_after() -> Result<(Vec<SuspendedRow>, Vec<AbsentRow>), AppError> {
    let actor = actor()?;
    let (suspended, absent) = registry().to_look_after(&actor).await?;
    let suspended = suspended
        .into_iter()
        .map(|one| (one.id.to_string(), one.name, one.class_label, day(one.until), one.days_left));
    let absent = absent.into_iter().map(|one| AbsentRow {
        id: one.id.to_string(),
        name: one.name,
        class_label: one.class_label,
        since: day(one.since),
        days: one.days,
        follow_ups: one.follow_ups,
        suspected: one.suspected,
        confirmed: one.confirmed,
    });
    Ok((suspended.collect(), absent.collect()))
}

/// The late cases of which the actor's authority was told.
#[server(name = GetLate, client = Attended, prefix = "/api", endpoint = "late_cases")]
pub async fn late_cases() -> Result<Vec<QueueRow>, AppError> {
    let actor = actor()?;
    let lines = registry().late_cases(&actor).await?;
    Ok(lines.iter().map(QueueRow::from).collect())
}

/// The late matters of other kinds of which the actor's authority was told; reviews of schools have a table of their own.
#[server(name = GetLateMatters, client = Attended, prefix = "/api", endpoint = "late_matters")]
pub async fn late_matters() -> Result<Vec<DeskLine>, AppError> {
    use domain::matter::MatterKind;
    let actor = actor()?;
    let lines = registry().late_matters(&actor).await?.into_iter();
    let lines = lines.filter(|line| line.kind != MatterKind::ReviewSchool);
    Ok(lines.map(|line| crate::api::desk::onward::line(line, false)).collect())
}
