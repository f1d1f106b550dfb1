//! Batch imports (批量导入): a job that is parsed, checked row by row, looked at, and only then entered. Every stage is kept in
//! the store, so a process that dies goes on where it was; running a file again adds nothing.

mod check;
mod job;
mod model;
mod read;
mod report;
mod template;
pub(crate) mod workbook;

pub use model::{ImportLine, ImportState, Remark, ReportLine, RowState, Upload};
pub use read::MOST_ROWS;

use model::{ImportRow, RowContent, RowRow, line};

use crate::Registry;
use crate::background::Retry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::form::Field;
use domain::id::{ImportId, PersonId};
use domain::refusal::{Basis, Refusal};
use std::collections::BTreeSet;

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
        let school = self.entering_school(actor).await?;
        template::build(&school, self.store.clock.today(), &self.rules_for(&school.path).extra_columns())
    }

    /// Takes a file in: it is read at once, so that a wrong file is told at once; its rows are checked in the background.
    ///
    /// # Errors
    /// Refusals about the file or the date; store failures.
    pub async fn start_import(&self, actor: &Actor, upload: Upload) -> Result<ImportId> {
        let school = self.entering_school(actor).await?;
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
        let columns = self.rules_for(&school.path).extra_columns();
        let sheet = workbook::in_turn(&self.budget, bytes, move |bytes| read::read(bytes, &columns)).await?;
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
            turned_at: self.store.clock.now(),
            retry: Retry::default(),
            one_by_one: 0,
            was: None,
        };
        let rows: Vec<RowRow> = sheet
            .rows
            .into_iter()
            .map(|filled| {
                let read::FilledRow { number: row, values, extras, note } = filled;
                let info = domain::form::validate(&values, &context).ok();
                let content = RowContent { values, extras, note, remarks: Vec::new() };
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
        let school = self.entering_school(actor).await?;
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
        self.saw(actor, Function::ImportReport, &[]).await?;
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
        self.saw(actor, Function::ImportReportFile, &[]).await?;
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
                            matches!(
                                import.state,
                                ImportState::Checking | ImportState::Checked | ImportState::PutAside
                            )
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
                    work.remove("put_aside", &id.to_string());
                    work.touch(&import.path);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Gives an import that was not confirmed yet to another registrar of the school (工作交接, 第二十三条).
    pub(crate) async fn give_import(
        &self,
        work: &mut UnitOfWork,
        id: ImportId,
        to: domain::id::AccountId,
        name: &str,
    ) -> Result<()> {
        let import = self.import_row(id).await?;
        let next =
            ImportRow { version: import.version + 1, by: to, by_name: name.to_owned(), ..import.clone() };
        work.replace("import", &id.to_string(), import.version, &next);
        Ok(())
    }

    /// The school the actor enters pupils for.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils, or not yet (第二十三条).
    pub async fn entering_school(&self, actor: &Actor) -> Result<domain::org::Unit> {
        let path = crate::person::own_path(actor)?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&path))?;
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        self.unit(&unit.id).await
    }

    async fn own_import(&self, actor: &Actor, id: ImportId) -> Result<ImportRow> {
        let school = self.entering_school(actor).await?;
        let import = self.import_row(id).await?;
        if import.school == school.id { Ok(import) } else { Err(Error::NotFound("import")) }
    }

    async fn import_row(&self, id: ImportId) -> Result<ImportRow> {
        self.store.get("import", &id.to_string()).await?.ok_or(Error::NotFound("import"))
    }

    /// Takes the optional items out of the rows from which a record was entered. Gives those that had a value.
    pub(crate) async fn erase_from_imports(
        &self,
        person: PersonId,
        work: &mut UnitOfWork,
    ) -> Result<BTreeSet<domain::form::Field>> {
        let text = "SELECT * FROM import_row WHERE person = $person";
        let rows: Vec<RowRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let mut erased = BTreeSet::new();
        for row in rows {
            let mut content = self.content(&row)?;
            let before = content.values.len();
            content.values.retain(|field, value| {
                let optional = domain::privacy::is_optional(*field);
                if optional && !value.trim().is_empty() {
                    erased.insert(*field);
                }
                !optional
            });
            if content.values.len() == before {
                continue;
            }
            let sealed = self.vault.seal_value(&content, &row_context(row.import, row.row));
            let next = RowRow { version: row.version + 1, sealed, ..row.clone() };
            work.replace("import_row", &row_key(row.import, row.row), row.version, &next);
        }
        Ok(erased)
    }

    fn content(&self, row: &RowRow) -> Result<RowContent> {
        self.vault.open_value(&row.sealed, &row_context(row.import, row.row))
    }
}

fn refusal(code: &str, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
