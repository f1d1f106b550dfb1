//! Batch imports (批量导入): a job that is parsed, checked row by row, looked at, and only then entered. Every stage is kept in
//! the store, so a process that dies goes on where it was; running a file again adds nothing.

mod check;
mod job;
mod read;
mod report;
mod template;

pub use read::MOST_ROWS;

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::form::Field;
use domain::id::{AccountId, CaseId, ImportId, PersonId, UnitId};
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// 检查中
    Checking,
    /// 待确认: the dry run is done, nothing has been entered yet
    Checked,
    /// 录入中
    Entering,
    /// 已完成
    Done,
    /// 已取消
    Cancelled,
}

impl ImportState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Checking => "正在检查",
            Self::Checked => "待确认",
            Self::Entering => "正在录入",
            Self::Done => "已完成",
            Self::Cancelled => "已取消",
        }
    }
}

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not looked at yet.
    Waiting,
    /// 可录入
    Good,
    /// 可录入，请留意: something unusual
    Noted,
    /// 有错误
    Wrong,
    /// 疑似重复: another child until the 查重说明 says otherwise
    Possible,
    /// 重复: the same document is in the file, the school or the register already
    Duplicate,
    /// 已录入
    Entered,
    /// 未录入: it was good when checked, but not when it was to be entered
    Refused,
}

impl RowState {
    /// Every state, in the order of a report.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Good,
        Self::Noted,
        Self::Wrong,
        Self::Possible,
        Self::Duplicate,
        Self::Entered,
        Self::Refused,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待检查",
            Self::Good => "可录入",
            Self::Noted => "可录入，请留意",
            Self::Wrong => "有错误",
            Self::Possible => "疑似重复",
            Self::Duplicate => "重复",
            Self::Entered => "已录入",
            Self::Refused => "未录入",
        }
    }

    /// Whether a row of this state is entered when the import is confirmed.
    pub fn is_enterable(self) -> bool {
        matches!(self, Self::Good | Self::Noted)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Noted => "noted",
            Self::Wrong => "wrong",
            Self::Possible => "possible",
            Self::Duplicate => "duplicate",
            Self::Entered => "entered",
            Self::Refused => "refused",
        }
    }
}

/// What is to be said about a row: which column, what stands there, why it does not hold, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Item of the form, none when it is about the whole row.
    pub field: Option<Field>,
    /// What was typed.
    pub value: String,
    /// Why it does not hold, with the article it rests on.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ImportRow {
    uid: ImportId,
    version: u64,
    state: ImportState,
    school: UnitId,
    path: OrgPath,
    file: String,
    sha256: String,
    entry_date: NaiveDate,
    by: AccountId,
    /// Who confirmed entry, as entry is done in that person's name.
    unit: ActorUnit,
    by_name: String,
    created_at: DateTime<Utc>,
    counts: BTreeMap<RowState, u64>,
    ignored_columns: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RowRow {
    import: ImportId,
    row: u32,
    version: u64,
    state: RowState,
    /// Minted when the file arrived: entering the same row again enters nothing.
    person: PersonId,
    case: Option<CaseId>,
    /// Keyed hashes of a valid row, for finding it twice in the file.
    document_hash: Option<String>,
    match_hash: Option<String>,
    sealed: String,
}

/// What is sealed in a row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct RowContent {
    values: BTreeMap<Field, String>,
    /// 查重说明
    note: String,
    remarks: Vec<Remark>,
}

/// An import in a list.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// The import.
    pub id: ImportId,
    /// Name of the file.
    pub file: String,
    /// Where it stands.
    pub state: ImportState,
    /// Who brought it.
    pub by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// 入学日期 of its children.
    pub entry_date: NaiveDate,
    /// Rows by state.
    pub counts: BTreeMap<RowState, u64>,
    /// Headings the template does not have.
    pub ignored_columns: Vec<String>,
}

impl ImportLine {
    /// All rows.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Rows in this state.
    pub fn count(&self, state: RowState) -> u64 {
        self.counts.get(&state).copied().unwrap_or_default()
    }

    /// Rows that are or would be entered.
    pub fn enterable(&self) -> u64 {
        self.count(RowState::Good) + self.count(RowState::Noted)
    }
}

/// One row of the report.
#[derive(Debug, Clone)]
pub struct ReportLine {
    /// Number of the row in the sheet.
    pub row: u32,
    /// 姓名 as typed.
    pub name: String,
    /// What is known of it.
    pub state: RowState,
    /// What is to be said.
    pub remarks: Vec<Remark>,
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the file, for people.
    pub file: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// 入学日期 of its children; the one-month clock (第七条) runs from it.
    pub entry_date: NaiveDate,
}

fn row_key(import: ImportId, row: u32) -> String {
    format!("{import}-{row:06}")
}

fn row_context(import: ImportId, row: u32) -> String {
    format!("import/{import}/{row}")
}

impl Registry {
    /// The Excel template (导入模板) of the national form for the actor's school.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils.
    pub async fn import_template(&self, actor: &Actor) -> Result<Vec<u8>> {
        let school = self.importing_school(actor).await?;
        template::build(&school, self.store.clock.today())
    }

    /// Takes a file in: it is read at once, so that a wrong file is told at once; its rows are checked in the background.
    ///
    /// # Errors
    /// Refusals about the file or the date; store failures.
    pub async fn start_import(&self, actor: &Actor, upload: Upload) -> Result<ImportId> {
        let school = self.importing_school(actor).await?;
        let today = self.store.clock.today();
        if upload.entry_date > today || upload.entry_date < today - chrono::Days::new(400) {
            return Err(refusal(
                "entry_date",
                "入学日期应在最近一年之内，且不晚于今天。",
                "请填写这批学生实际入学的日期。",
            )
            .into());
        }
        let Upload { file, bytes, entry_date } = upload;
        let sha256 = crate::blob::sha256_hex(&bytes);
        let sheet = tokio::task::spawn_blocking(move || read::read(&bytes))
            .await
            .map_err(|error| Error::Store(error.to_string()))??;
        let id = ImportId::new(self.store.new_id());
        let unit = actor.unit.clone().ok_or(Error::NotFound("unit"))?;
        let context = self.form_context(&school)?;
        let total = sheet.rows.len() as u64;
        let import = ImportRow {
            uid: id,
            version: 1,
            state: ImportState::Checking,
            school: school.id.clone(),
            path: school.path.clone(),
            file: file.chars().take(120).collect(),
            sha256,
            entry_date,
            by: actor.account,
            unit,
            by_name: actor.name.clone(),
            created_at: self.store.clock.now(),
            counts: [(RowState::Waiting, total)].into(),
            ignored_columns: sheet.ignored_columns,
        };
        let rows: Vec<RowRow> = sheet
            .rows
            .into_iter()
            .map(|(row, values, note)| {
                let info = domain::form::validate(&values, &context).ok();
                let content = RowContent { values, note, remarks: Vec::new() };
                RowRow {
                    import: id,
                    row,
                    version: 1,
                    state: RowState::Waiting,
                    person: PersonId::new(self.store.new_id()),
                    case: None,
                    document_hash: info
                        .as_ref()
                        .and_then(|info| crate::person::document_hash(&*self.vault, info)),
                    match_hash: info.as_ref().map(|info| crate::person::match_hash(&*self.vault, info)),
                    sealed: self.vault.seal_value(&content, &row_context(id, row)),
                }
            })
            .collect();
        let (import, rows) = (&import, &rows);
        // All rows and the job in one transaction: a crash leaves a whole import or none.
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.create("import", &id.to_string(), import);
                    for row in rows {
                        work.create("import_row", &row_key(id, row.row), row);
                    }
                    Ok((work, ()))
                })
            })
            .await?;
        self.store.imports.notify_one();
        Ok(id)
    }

    /// The actor's school's imports, newest first.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils.
    pub async fn imports(&self, actor: &Actor) -> Result<Vec<ImportLine>> {
        let school = self.importing_school(actor).await?;
        let text = "SELECT * FROM `import` WHERE school = $school ORDER BY created_at DESC LIMIT 50";
        let rows: Vec<ImportRow> = self.store.rows(text, Vars::new().with("school", &school.id)).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// One import.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Result<ImportLine> {
        Ok(line(self.own_import(actor, id).await?))
    }

    /// Rows of an import that something is to be said about (or all of them), in order, after row `after`, at most 100.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's.
    pub async fn import_report(
        &self,
        actor: &Actor,
        id: ImportId,
        all: bool,
        after: u32,
    ) -> Result<Vec<ReportLine>> {
        self.own_import(actor, id).await?;
        self.report_lines(id, all, after, 100).await
    }

    async fn report_lines(&self, id: ImportId, all: bool, after: u32, most: u32) -> Result<Vec<ReportLine>> {
        let telling =
            if all { "" } else { "AND state IN ['wrong', 'possible', 'duplicate', 'noted', 'refused']" };
        let text = format!(
            "SELECT * FROM import_row WHERE import = $import AND row > $after {telling} ORDER BY row LIMIT {most}"
        );
        let vars = Vars::new().with("import", id).with("after", after);
        let rows: Vec<RowRow> = self.store.rows(&text, vars).await?;
        rows.into_iter()
            .map(|row| {
                let content = self.content(&row)?;
                Ok(ReportLine {
                    row: row.row,
                    name: content.values.get(&Field::Name).cloned().unwrap_or_default(),
                    state: row.state,
                    remarks: content.remarks,
                })
            })
            .collect()
    }

    /// The report as an Excel file: every row with its outcome, field, reason and remedy.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's.
    pub async fn import_report_xlsx(&self, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
        let import = line(self.own_import(actor, id).await?);
        let lines = self.report_lines(id, true, 0, MOST_ROWS).await?;
        report::build(&import, &lines)
    }

    /// Enters the good rows of a checked import, in the background.
    ///
    /// # Errors
    /// A refusal when it is not waiting for that; [`Error::NotFound`] when it is not the actor's school's.
    pub async fn confirm_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        self.move_import(actor, id, ImportState::Entering).await?;
        self.store.imports.notify_one();
        Ok(())
    }

    /// Gives an import up before anything is entered.
    ///
    /// # Errors
    /// As above.
    pub async fn cancel_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        self.move_import(actor, id, ImportState::Cancelled).await
    }

    async fn move_import(&self, actor: &Actor, id: ImportId, to: ImportState) -> Result<()> {
        self.own_import(actor, id).await?;
        let unit = &actor.unit.clone().ok_or(Error::NotFound("unit"))?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let import = self.import_row(id).await?;
                    let may = match to {
                        ImportState::Cancelled => {
                            matches!(import.state, ImportState::Checking | ImportState::Checked)
                        }
                        _ => import.state == ImportState::Checked,
                    };
                    if !may {
                        let what = format!("这次导入现为「{}」，不能再办理这一步。", import.state.label());
                        return Err(refusal("import_state", &what, "请刷新页面查看最新进度。").into());
                    }
                    let mut work = UnitOfWork::new();
                    let next = ImportRow {
                        version: import.version + 1,
                        state: to,
                        by: actor.account,
                        by_name: actor.name.clone(),
                        unit: unit.clone(),
                        ..import.clone()
                    };
                    work.replace("import", &id.to_string(), import.version, &next);
                    work.touch(&import.path);
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn importing_school(&self, actor: &Actor) -> Result<domain::org::Unit> {
        let path = crate::person::own_path(actor)?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&path))?;
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        self.unit(&unit.id).await
    }

    async fn own_import(&self, actor: &Actor, id: ImportId) -> Result<ImportRow> {
        let school = self.importing_school(actor).await?;
        let import = self.import_row(id).await?;
        if import.school == school.id { Ok(import) } else { Err(Error::NotFound("import")) }
    }

    async fn import_row(&self, id: ImportId) -> Result<ImportRow> {
        self.store.get("import", &id.to_string()).await?.ok_or(Error::NotFound("import"))
    }

    fn content(&self, row: &RowRow) -> Result<RowContent> {
        self.vault.open_value(&row.sealed, &row_context(row.import, row.row))
    }
}

fn line(row: ImportRow) -> ImportLine {
    ImportLine {
        id: row.uid,
        file: row.file,
        state: row.state,
        by: row.by_name,
        created_at: row.created_at,
        entry_date: row.entry_date,
        counts: row.counts,
        ignored_columns: row.ignored_columns,
    }
}

fn refusal(code: &str, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
