//! 档案备份: what the own school keeps of pupils who have left (第九条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::{AppError, Attended};
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyList {
    /// Id, name, last day.
    pub rows: Vec<(String, String, String)>,
    /// Where the next page starts.
    pub next: Option<String>,
}

/// One copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyDetail {
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级 at the end.
    pub class_label: String,
    /// First and last day at the school.
    pub stay: (String, String),
    /// Where the pupil went.
    pub moved_to: String,
    /// The items, sensitive ones masked.
    pub info: Vec<(Field, String)>,
    /// 学籍变动 up to that day.
    pub changes: Vec<(String, String)>,
    /// What was filed in the archive: kind and words.
    pub entries: Vec<(String, String)>,
}

/// The copies of the actor's school, newest first.
#[server(name = GetCopies, client = Attended, prefix = "/api", endpoint = "copies")]
pub async fn copies(after: String) -> Result<CopyList, AppError> {
    let actor = actor()?;
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let (lines, next) = registry().copies(&actor, after).await?;
    let rows = lines.into_iter().map(|line| (line.id.to_string(), line.name, day(line.left_on)));
    Ok(CopyList { rows: rows.collect(), next: next.map(|next| next.to_string()) })
}

/// One copy.
#[server(name = GetCopy, client = Attended, prefix = "/api", endpoint = "copy")]
pub async fn copy(copy: String) -> Result<CopyDetail, AppError> {
    let actor = actor()?;
    let view = registry().copy(&actor, id(&copy)?).await?;
    Ok(CopyDetail {
        name: view.name,
        number: view.number_mask,
        class_label: view.class_label,
        stay: (day(view.from_on), day(view.left_on)),
        moved_to: view.moved_to,
        info: view.info,
        changes: view.changes.into_iter().map(|(on, what)| (day(on), what)).collect(),
        entries: view.entries.into_iter().map(|(kind, words)| (kind.to_owned(), words)).collect(),
    })
}
