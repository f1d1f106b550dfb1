//! Batch imports: the list, one import with its report, uploading, confirming, giving up.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// Where an import stands, as far as its page differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Rows are being checked or entered.
    Working,
    /// Waits for a person to confirm.
    Waiting,
    /// Its turns failed again and again: an operator looks at it.
    Stuck,
    /// Over, one way or another.
    Over,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The import.
    pub id: String,
    /// File name.
    pub file: String,
    /// State in words.
    pub state: String,
    /// What its page offers.
    pub phase: Phase,
    /// Whether its rows have been entered (or are just being).
    pub entering: bool,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: String,
    /// 入学日期
    pub entry_date: String,
    /// All rows.
    pub total: u64,
    /// Rows that went through the present stage.
    pub done: u64,
    /// Rows of the present stage.
    pub of: u64,
    /// Rows that would be entered.
    pub enterable: u64,
    /// Rows entered.
    pub entered: u64,
    /// State and number of rows, those that are there.
    pub counts: Vec<(String, u64)>,
    /// Headings the template does not have.
    pub ignored_columns: Vec<String>,
    /// How often its turns have failed one after the other.
    pub failures: u32,
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Row of the sheet.
    pub row: u32,
    /// 姓名 as typed.
    pub name: String,
    /// Outcome in words.
    pub state: String,
    /// Item, what was typed, reason, remedy.
    pub remarks: Vec<(String, String, String, String)>,
}

/// One import with its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDetail {
    /// The import.
    pub import: ImportRow,
    /// Rows something is to be said about, at most 100.
    pub rows: Vec<ReportRow>,
    /// Row after which the next page starts.
    pub next: Option<u32>,
}

#[cfg(feature = "ssr")]
fn row(line: &registry::import::ImportLine) -> ImportRow {
    use registry::import::{ImportState, RowState};
    let (phase, entering) = match line.state {
        ImportState::Checking => (Phase::Working, false),
        ImportState::Entering => (Phase::Working, true),
        ImportState::Checked => (Phase::Waiting, false),
        ImportState::Done => (Phase::Over, true),
        ImportState::Cancelled => (Phase::Over, false),
        ImportState::PutAside => (Phase::Stuck, false),
    };
    let entered = line.count(RowState::Entered);
    let (done, of) = if entering {
        let done = entered + line.count(RowState::Refused);
        (done, done + line.enterable())
    } else {
        (line.total() - line.count(RowState::Waiting), line.total())
    };
    let counts = RowState::ALL.into_iter().map(|state| (state.label().to_owned(), line.count(state)));
    ImportRow {
        id: line.id.to_string(),
        file: line.file.clone(),
        state: line.state.label().to_owned(),
        phase,
        entering,
        by: line.by.clone(),
        at: moment(line.created_at),
        entry_date: day(line.entry_date),
        total: line.total(),
        done,
        of,
        enterable: line.enterable(),
        entered,
        counts: counts.filter(|(_, count)| *count > 0).collect(),
        ignored_columns: line.ignored_columns.clone(),
        failures: line.failures,
    }
}

/// The school's imports, newest first.
#[server(client = Attended, prefix = "/api", endpoint = "imports")]
pub async fn imports() -> Result<Vec<ImportRow>, AppError> {
    let lines = registry().imports(&actor()?).await?;
    Ok(lines.iter().map(row).collect())
}

/// One import and a page of its report.
#[server(name = GetImportDetail, client = Attended, prefix = "/api", endpoint = "import_detail")]
pub async fn import_detail(import: String, after: u32) -> Result<ImportDetail, AppError> {
    let actor = actor()?;
    let id = id(&import)?;
    let line = registry().import(&actor, id).await?;
    let report = registry().import_report(&actor, id, false, after).await?;
    let next = (report.len() == 100).then(|| report.last().map_or(0, |last| last.row));
    let rows = report.into_iter().map(|line| ReportRow {
        row: line.row,
        name: line.name,
        state: line.state.label().to_owned(),
        remarks: line
            .remarks
            .into_iter()
            .map(|remark| {
                let item = remark.field.map_or_else(String::new, |field| field.label().to_owned());
                (item, remark.value, remark.reason, remark.remedy)
            })
            .collect(),
    });
    Ok(ImportDetail { import: row(&line), rows: rows.collect(), next })
}

/// Takes a filled template in.
#[server(client = Attended, prefix = "/api", endpoint = "start_import", input = MultipartFormData)]
pub async fn start_import(data: MultipartData) -> Result<(), AppError> {
    let actor = actor()?;
    let parts = crate::api::upload::parts(data).await?;
    let entry_date = parts.text("entry_date");
    let kept = typed([("entry_date", entry_date.as_str())]);
    let result = match (domain::form::parse_date(&entry_date), parts.file) {
        (None, file) => {
            let mut wrong =
                vec![refused("entry_date", "入学日期不是有效的日期。", "请按 2026-09-01 的样式填写。")];
            wrong.extend(file.is_none().then(no_file));
            Err(AppError::Refused(wrong))
        }
        (_, None) => Err(AppError::Refused(vec![no_file()])),
        (Some(entry_date), Some((file, bytes))) => {
            let started =
                registry().start_import(&actor, registry::import::Upload { file, bytes, entry_date }).await;
            started.map(|id| format!("/imports/{id}")).map_err(|error| match AppError::from(error) {
                AppError::Refused(refusals) => AppError::Refused(
                    refusals
                        .into_iter()
                        .map(|refusal| match refusal.code.as_str() {
                            "entry_date" => refusal,
                            _ => domain::refusal::Refusal { code: "file".into(), ..refusal },
                        })
                        .collect(),
                ),
                other => other,
            })
        }
    };
    keep::finish("import", "/imports/new", kept, result).await
}

#[cfg(feature = "ssr")]
fn refused(code: &str, what: &str, remedy: &str) -> domain::refusal::Refusal {
    domain::refusal::Refusal::new(code, domain::refusal::Basis::Procedure, what, remedy)
}

#[cfg(feature = "ssr")]
fn no_file() -> domain::refusal::Refusal {
    refused("file", "还没有选择文件。", "请选择填写好的导入模板。")
}

/// Enters the good rows.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_import")]
pub async fn confirm_import(import: String) -> Result<(), AppError> {
    let result = registry().confirm_import(&actor()?, id(&import)?).await;
    let to = format!("/imports/{import}");
    keep::finish(&format!("import/{import}"), &to, typed([]), result.map(|()| to.clone()).map_err(Into::into))
        .await
}

/// Gives an import up.
#[server(client = Attended, prefix = "/api", endpoint = "cancel_import")]
pub async fn cancel_import(import: String) -> Result<(), AppError> {
    let result = registry().cancel_import(&actor()?, id(&import)?).await;
    let to = format!("/imports/{import}");
    keep::finish(&format!("import/{import}"), &to, typed([]), result.map(|()| to.clone()).map_err(Into::into))
        .await
}
