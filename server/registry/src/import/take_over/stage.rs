//! Putting the rows of the files down, sealed, some thousand in a transaction: what is checked, released and taken over later is what was read
//! here, whatever becomes of the files.

use super::super::refusal;
use super::entries_table::{EntryTable, Scans};
use super::folder::hex;
use super::model::{
    Act, ActKind, AskedTakeOver, FileLine, Filing, FolderLine, TakeContent, TakeOverRow, TakeRow,
    row_context, row_key,
};
use super::source::{rows_of, sha256_of};
use super::table::{ReadRow, Table};
use crate::error::{Error, Result};
use crate::jobs::{Call, Kind};
use crate::services::TakeOvers;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::archive::Column;
use domain::form::import::RowState;
use domain::id::{TakeOverId, UnitId};
use domain::refusal::RefusalCode;
use domain::take_over::{Cell, MOST_ROWS, Profile, Special, TakeOverState, may_begin};
use sha2::Digest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Rows that are put down in one transaction.
const KEPT_TOGETHER: usize = 1000;
/// Parts of a file that were read and are not put down yet.
const AHEAD: usize = 2;
/// Longest name of a source.
const LONGEST_SOURCE: usize = 60;

impl TakeOvers<'_> {
    /// Reads the files of an existing register and has every row checked in the background. Nobody is taken over yet.
    ///
    /// # Errors
    /// Refusals about who asks, the source's name, or a file; then nothing of any file stays.
    pub async fn begin_take_over(&self, actor: &Actor, asked: AskedTakeOver) -> Result<TakeOverId> {
        self.begin(actor, asked, None).await
    }

    /// The same, where the only file is called otherwise than where it lies.
    pub(super) async fn begin(
        &self,
        actor: &Actor,
        asked: AskedTakeOver,
        named: Option<&str>,
    ) -> Result<TakeOverId> {
        may_begin(actor)?;
        let unit = actor.unit.clone().ok_or(Error::NotFound("unit"))?;
        let source = domain::text::line(&asked.source).text;
        if !(2..=LONGEST_SOURCE).contains(&source.chars().count()) {
            let remedy = "例如：江苏省中小学学籍管理系统（2026 年 8 月导出）。";
            return Err(refusal(RefusalCode::Source, "没有写明数据来自哪个系统，或名称太长。", remedy).into());
        }
        if asked.files.is_empty() {
            return Err(refusal(RefusalCode::File, "没有指定文件。", "请写明要接管的文件。").into());
        }
        let papers = match &asked.folder {
            // Where archive contents name what lies in it, nothing of it has to be called by a number.
            Some(folder) => self.papers_in(folder.clone(), asked.archives.is_empty()).await?,
            None => None,
        };
        let now = self.store.clock.now();
        let begun = Act {
            what: ActKind::Begun,
            by: actor.account,
            name: actor.name.clone(),
            at: now,
            words: String::new(),
        };
        let mut take_over = TakeOverRow {
            uid: TakeOverId::new(self.store.new_id()),
            version: 1,
            state: TakeOverState::Reading,
            source,
            profile: asked.profile,
            by: actor.account,
            unit,
            created_at: now,
            files: Vec::new(),
            papers,
            scans: None,
            counts: BTreeMap::new(),
            totals: asked.totals.unwrap_or_default().into_iter().collect(),
            acts: vec![begun],
            counted: None,
        };
        let id = take_over.uid;
        self.create(&take_over).await?;
        let read = (asked.files.as_slice(), asked.archives.as_slice(), asked.folder);
        if let Err(error) = self.read_files(&mut take_over, read, named).await {
            if let Err(left) = self.forget(id).await {
                tracing::warn!(take_over = %id, error = %left, "what is left of the files is taken away by undoing it");
            }
            return Err(error);
        }
        Ok(id)
    }

    async fn create(&self, take_over: &TakeOverRow) -> Result<()> {
        self.store
            .transact(&take_over.uid.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.create("take_over", &take_over.uid.to_string(), take_over);
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn read_files(
        &self,
        take_over: &mut TakeOverRow,
        (files, archives, folder): (&[PathBuf], &[PathBuf], Option<PathBuf>),
        named: Option<&str>,
    ) -> Result<()> {
        let mut scans = Scans::default();
        let pupils = files.iter().map(|path| (path, false));
        // What archives hold is read behind the pupils whose they are.
        for (path, of_archives) in pupils.chain(archives.iter().map(|path| (path, true))) {
            if of_archives && take_over.total() == 0 {
                break;
            }
            let lies = || path.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = named.map(str::to_owned).or_else(lies).unwrap_or_default();
            let hashed = path.clone();
            let sha256 = blocking(move || sha256_of(&hashed)).await?;
            if take_over.files.iter().any(|file| file.sha256 == sha256) {
                let what = format!("文件「{name}」与前面的一个文件完全相同。");
                return Err(refusal(RefusalCode::File, &what, "请去掉重复的文件。").into());
            }
            let line = FileLine { name, sha256, rows: 0, ignored: Vec::new(), archives: of_archives };
            take_over.files.push(line);
            let (sender, mut receiver) = mpsc::channel::<Vec<ReadRow>>(AHEAD);
            let (path, profile, folder) = (path.clone(), take_over.profile.clone(), folder.clone());
            let extras = self.rules().rules_for(&take_over.unit.path).extra_columns();
            let reading = tokio::task::spawn_blocking(move || {
                let ignored = if of_archives {
                    read_archives(&path, &profile, folder.as_deref(), (&mut scans, &sender))?
                } else {
                    read_file(&path, &profile, &extras, &sender)?
                };
                Ok::<_, Error>((ignored, scans))
            });
            while let Some(rows) = receiver.recv().await {
                *take_over = self.put_down(take_over, rows).await?;
            }
            let (ignored, read) = reading.await.map_err(|error| Error::Store(error.to_string()))??;
            scans = read;
            if let Some(file) = take_over.files.last_mut() {
                file.ignored = ignored;
            }
        }
        if take_over.total() == 0 {
            return Err(refusal(RefusalCode::Empty, "文件里没有学生信息。", "请核对文件。").into());
        }
        let Scans { files, digest } = scans;
        take_over.scans = (files > 0).then(|| FolderLine { files, sha256: hex(&digest.finalize()) });
        self.read_to_the_end(take_over).await
    }

    /// Puts some rows of the last file down. Gives the take-over as it is then.
    async fn put_down(&self, take_over: &TakeOverRow, rows: Vec<ReadRow>) -> Result<TakeOverRow> {
        let before = u32::try_from(take_over.total()).unwrap_or(u32::MAX);
        let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        if before.saturating_add(read) > MOST_ROWS {
            let what = format!("文件多于 {MOST_ROWS} 行。");
            return Err(refusal(RefusalCode::TooManyRows, &what, "请分几次接管，例如按市分开。").into());
        }
        let file = take_over.files.len().saturating_sub(1);
        let mut next = TakeOverRow { version: take_over.version + 1, ..take_over.clone() };
        *next.counts.entry(RowState::Waiting).or_default() += u64::from(read);
        if let Some(last) = next.files.last_mut() {
            last.rows += u64::from(read);
        }
        let new = (before + 1..)
            .zip(rows)
            .map(|(seq, (row, content))| self.new_row(take_over, (seq, file, row), &content));
        let new: Vec<TakeRow> = new.collect();
        let (saved, new) = (&next, &new);
        self.store
            .transact(&take_over.uid.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.replace("take_over", &saved.uid.to_string(), take_over.version, saved);
                    for row in new {
                        work.create("take_over_row", &row_key(row.take_over, row.seq), row);
                    }
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(next)
    }

    fn new_row(
        &self,
        take_over: &TakeOverRow,
        (seq, file, row): (u32, usize, u32),
        content: &TakeContent,
    ) -> TakeRow {
        let said = |column: Special| content.special.get(&column).map(|text| text.trim().to_owned());
        let status = said(Special::Status).and_then(|word| take_over.profile.status(&word));
        TakeRow {
            take_over: take_over.uid,
            seq,
            version: 1,
            file,
            row,
            state: RowState::Waiting,
            person: take_over.person(seq),
            cell: Cell {
                school: said(Special::School).and_then(|text| school_code(&text)).unwrap_or_default(),
                grade: 0,
                status: status.map(|status| status.code().to_owned()).unwrap_or_default(),
            },
            document_mark: None,
            person_mark: None,
            form_mark: None,
            number_marks: Vec::new(),
            told: 0,
            filed: Vec::new(),
            filing: content.archive.as_ref().map(|_| Filing::default()),
            unmatched: false,
            sealed: self.vault.seal_value(content, &row_context(take_over.uid, seq)),
        }
    }

    /// Every file was read: the check begins.
    async fn read_to_the_end(&self, take_over: &TakeOverRow) -> Result<()> {
        let next = TakeOverRow {
            version: take_over.version + 1,
            state: TakeOverState::Checking,
            ..take_over.clone()
        };
        let next = &next;
        self.store
            .transact(&take_over.uid.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.replace("take_over", &next.uid.to_string(), take_over.version, next);
                    self.call(&mut work, next).await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Has the job of a take-over begun, or go on.
    pub(super) async fn call(&self, work: &mut UnitOfWork, take_over: &TakeOverRow) -> Result<()> {
        let call = Call {
            kind: Kind::TakeOver,
            subject: &take_over.uid.to_string(),
            path: Some(&take_over.unit.path),
            cursor: serde_json::Value::Null,
            total: take_over.total(),
        };
        self.jobs().call_job(work, call).await
    }

    /// Takes away the rows of a take-over of which nobody was taken over, and the take-over with them.
    pub(super) async fn forget(&self, id: TakeOverId) -> Result<()> {
        let lane = id.to_string();
        loop {
            let rows = &self.rows_after(id, 0, KEPT_TOGETHER).await?;
            let last = rows.is_empty();
            self.store
                .transact(&lane, || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        for row in rows {
                            work.remove("take_over_row", &row_key(row.take_over, row.seq));
                        }
                        if last {
                            work.remove("take_over", &id.to_string());
                        }
                        Ok((work, ()))
                    })
                })
                .await?;
            if last {
                return Ok(());
            }
        }
    }
}

/// The code of a school, where it is one: what else stands in that cell may be anything of a child.
fn school_code(text: &str) -> Option<String> {
    text.parse::<UnitId>().ok().filter(UnitId::is_school).map(|school| school.to_string())
}

/// Reads a file to its end and hands its rows on, some at a time. Gives the headings that were not read.
fn read_file(
    path: &Path,
    profile: &Profile,
    extras: &[Column],
    sender: &mpsc::Sender<Vec<ReadRow>>,
) -> Result<Vec<String>> {
    let mut table = Table::new(profile, extras);
    let mut read: Vec<ReadRow> = Vec::with_capacity(KEPT_TOGETHER);
    rows_of(path, &mut |number, cells| {
        read.extend(table.take(number, cells)?);
        if read.len() < KEPT_TOGETHER { Ok(()) } else { hand_on(sender, &mut read) }
    })?;
    let (rest, ignored) = table.finish()?;
    read.extend(rest);
    if !read.is_empty() {
        hand_on(sender, &mut read)?;
    }
    Ok(ignored)
}

/// The same of a file with archive contents.
fn read_archives(
    path: &Path,
    profile: &Profile,
    folder: Option<&Path>,
    (scans, sender): (&mut Scans, &mpsc::Sender<Vec<ReadRow>>),
) -> Result<Vec<String>> {
    let mut table = EntryTable::new(profile, folder, scans);
    let mut read: Vec<ReadRow> = Vec::with_capacity(KEPT_TOGETHER);
    rows_of(path, &mut |number, cells| {
        read.extend(table.take((number, cells))?);
        if read.len() < KEPT_TOGETHER { Ok(()) } else { hand_on(sender, &mut read) }
    })?;
    if !read.is_empty() {
        hand_on(sender, &mut read)?;
    }
    table.finish()
}

fn hand_on(sender: &mpsc::Sender<Vec<ReadRow>>, read: &mut Vec<ReadRow>) -> Result<()> {
    sender.blocking_send(std::mem::take(read)).map_err(|_| Error::Store("nobody puts the rows down".into()))
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Store(error.to_string()))?
}
