//! Batch imports (批量导入): a file that is parsed, checked row by row, looked at, and only then entered. Checking and entering are
//! background work in slices ([`crate::jobs`]), so a process that dies goes on where it was; running a file again adds nothing.

#[cfg(test)]
mod cases;
mod check;
mod columns;
mod formats;
mod job;
mod keep;
mod layout;
mod list;
mod matter;
mod mend;
mod model;
mod owner;
mod read;
mod report;
pub mod take_over;
mod template;
pub(crate) mod workbook;

pub use domain::form::import::{ImportState, Remark, RowState};
pub(crate) use job::Import;
pub use mend::Mending;
pub(crate) use mend::Mends;
pub use model::Upload;
pub use read::MOST_ROWS;

use model::{ImportRow, RowContent, RowRow};

use crate::case::party;
use crate::error::{Error, Result};
use crate::jobs::{Call, Kind};
use crate::services::Imports;
use crate::store::UnitOfWork;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::{ImportId, PersonId, UnitId};
use domain::import::ImportAct;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::shown::Shown;
use std::collections::BTreeMap;

/// Rows that are made ready before others have their turn on the same thread.
const READY_TOGETHER: usize = 100;

fn row_key(import: ImportId, row: u32) -> String {
    format!("{import}-{row:06}")
}

fn row_context(import: ImportId, row: u32) -> String {
    format!("import/{import}/{row}")
}

impl Imports<'_> {
    /// The Excel template (导入模板) of the national form for the actor's school.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils.
    pub async fn import_template(&self, actor: &Actor) -> Result<Vec<u8>> {
        let school = self.entering_school(actor).await?;
        template::build(
            &school,
            self.store.clock.today(),
            &self.rules().rules_for(&school.path).extra_columns(),
        )
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
                RefusalCode::EntryDate,
                "入学日期应在最近一年之内，且不晚于今天。",
                "请填写这批学生实际入学的日期。",
            )
            .into());
        }
        self.pupils().may_enter_at(actor, &school.id).await?;
        let Upload { file, bytes, entry_date } = upload;
        let sha256 = crate::blob::sha256_hex(&bytes);
        let columns = self.rules().rules_for(&school.path).extra_columns();
        let sheet = workbook::in_turn(&self.budget, bytes, move |bytes| read::read(bytes, &columns)).await?;
        let id = ImportId::new(self.store.new_id());
        let unit = actor.unit.clone().ok_or(Error::NotFound("unit"))?;
        let context = self.pupils().form_context(&school)?;
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
            checked_on: None,
            aside: false,
            aside_on: None,
            left: false,
            counts: [(RowState::Waiting, total)].into(),
            account: sheet.account,
        };
        let mut above = check::Above::default();
        let mut rows = Vec::with_capacity(sheet.rows.len());
        for (n, filled) in sheet.rows.into_iter().enumerate() {
            if n.is_multiple_of(READY_TOGETHER) {
                tokio::task::yield_now().await;
            }
            let row = filled.number;
            let content = RowContent::new(filled);
            let info = content.validate(&context).ok();
            let alike = info.as_ref().map(|info| above.of(&*self.vault, row, info)).unwrap_or_default();
            rows.push(RowRow {
                import: id,
                row,
                version: 1,
                state: RowState::Waiting,
                person: PersonId::new(self.store.new_id()),
                case: None,
                same_document: alike.document,
                same_person: alike.person,
                same_form: alike.form,
                sealed: self.vault.seal_value(&content, &row_context(id, row)),
            });
        }
        if let Err(error) = self.keep_rows(&import, &rows).await {
            // Nobody will work on what was put down of it; what cannot be taken away now, the hourly round takes away.
            if let Err(left) = self.forget_rows(id).await {
                tracing::warn!(import = %id, error = %left, "what is left of a file is taken away later");
            }
            return Err(error);
        }
        Ok(id)
    }

    /// The report as an Excel file: every row with its outcome, field, reason and remedy.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's.
    pub async fn import_report_xlsx(&self, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
        let import = self.import(actor, id).await?;
        let share = self.budget.share(import.total() * report::ROW_TAKES).await?;
        let (lines, met) = self.report_lines(id, true, 0, MOST_ROWS as usize).await?;
        self.saw_met(actor, Function::ImportReportFile, met.into_iter().flatten().collect()).await?;
        workbook::written(share, move || report::build(&import, &lines)).await
    }

    /// The rows that were not taken as a filled template, the cells marked and the reason beside each: mended, only they are sent again.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's, or when all rows were taken.
    pub async fn import_rejected_xlsx(&self, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
        let import = self.own_import(actor, id).await?;
        let school = self.units().unit(&import.school).await?;
        let share = self.budget.share(import.counts.values().sum::<u64>() * report::ROW_TAKES).await?;
        let rows = self.rows_in(id, &list::REJECTED, 0, MOST_ROWS as usize).await?;
        let rows: Vec<RowContent> = rows.iter().map(|row| self.content(row)).collect::<Result<_>>()?;
        if rows.is_empty() {
            return Err(Error::NotFound("rejected rows"));
        }
        let met = rows.iter().flat_map(|row| row.met.iter().copied()).collect();
        self.saw_met(actor, Function::ImportReportFile, met).await?;
        let extras = self.rules().rules_for(&school.path).extra_columns();
        let today = self.store.clock.today();
        workbook::written(share, move || template::with_rejected(&school, today, &extras, &rows)).await
    }

    /// Enters the good rows of a checked import, in the background.
    ///
    /// # Errors
    /// A refusal when it is not waiting for that, or is no longer what was shown: rows may be put right until then; [`Error::NotFound`]
    /// when it is not the actor's school's.
    pub async fn confirm_import(&self, actor: &Actor, import: impl Into<Shown<ImportId>>) -> Result<()> {
        let shown = import.into();
        let school = self.own_import(actor, shown.id).await?.school;
        self.pupils().may_enter_at(actor, &school).await?;
        self.move_import(actor, shown, ImportAct::Enter).await
    }

    /// Gives an import up before anything is entered.
    ///
    /// # Errors
    /// As above.
    pub async fn cancel_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        self.move_import(actor, id.into(), ImportAct::Discard).await
    }

    async fn move_import(&self, actor: &Actor, shown: Shown<ImportId>, act: ImportAct) -> Result<()> {
        let id = shown.id;
        let found = self.own_import(actor, id).await?;
        let unit = &actor.unit.clone().ok_or(Error::NotFound("unit"))?;
        if act == ImportAct::Discard && found.state == ImportState::Reading {
            found.as_domain().decide(act, &party(actor))?;
            self.forget_rows_of_unread(id).await?;
        }
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let import = self.import_row(id).await?;
                    let by = party(actor);
                    let decided = import.as_domain().decide(act, &by)?;
                    shown.check(import.version)?;
                    let unread = import.state == ImportState::Reading;
                    let mut tx = self.transaction(by);
                    let next = ImportRow {
                        version: import.version + 1,
                        state: decided.state,
                        by: decided.by,
                        by_name: actor.name.clone(),
                        unit: unit.clone(),
                        aside: decided.aside_on.is_some(),
                        left: decided.left,
                        // The rows of one whose reading was cut off are gone.
                        counts: if unread { BTreeMap::new() } else { import.counts.clone() },
                        ..import.clone()
                    };
                    tx.work.replace("import", &id.to_string(), import.version, &next);
                    match act {
                        ImportAct::Discard => {
                            self.jobs().cancel_job(&mut tx.work, Kind::Import, &id.to_string());
                        }
                        ImportAct::Enter => self.call_import(&mut tx.work, &next).await?,
                        // One of its rows: see `mend`.
                        ImportAct::Mend => {}
                    }
                    self.put_import_matter(&mut tx, &next).await?;
                    tx.work.touch(&import.path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Has the next stage of an import begun in the background.
    async fn call_import(&self, work: &mut UnitOfWork, import: &ImportRow) -> Result<()> {
        let call = Call {
            kind: Kind::Import,
            subject: &import.uid.to_string(),
            path: Some(&import.path),
            cursor: serde_json::Value::Null,
            total: import.counts.values().sum(),
        };
        self.jobs().call_job(work, call).await
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
        let next = ImportRow {
            version: import.version + 1,
            by: to,
            by_name: name.to_owned(),
            left: false,
            ..import.clone()
        };
        work.replace("import", &id.to_string(), import.version, &next);
        if let Some(matter) = next.matter() {
            crate::matter::put(work, &*self.vault, &matter);
        }
        Ok(())
    }

    /// The school the actor enters pupils for.
    ///
    /// # Errors
    /// A refusal when the actor enters no pupils, or not yet (第二十三条).
    pub async fn entering_school(&self, actor: &Actor) -> Result<domain::org::Unit> {
        self.units().unit(entering_at(actor)?).await
    }

    async fn own_import(&self, actor: &Actor, id: ImportId) -> Result<ImportRow> {
        let school = entering_at(actor)?;
        let import = self.import_row(id).await?;
        if import.school == *school { Ok(import) } else { Err(Error::NotFound("import")) }
    }

    async fn import_row(&self, id: ImportId) -> Result<ImportRow> {
        self.store.get("import", &id.to_string()).await?.ok_or(Error::NotFound("import"))
    }

    fn content(&self, row: &RowRow) -> Result<RowContent> {
        self.vault.open_value(&row.sealed, &row_context(row.import, row.row))
    }
}

/// The code of the school the actor enters pupils for: lists are found by it, and need no more of the school.
fn entering_at(actor: &Actor) -> Result<&UnitId> {
    let path = crate::person::own_path(actor)?;
    authorise(actor, Action::EnterPupil, &Target::Unit(&path))?;
    Ok(&actor.unit.as_ref().ok_or(Error::NotFound("unit"))?.id)
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
