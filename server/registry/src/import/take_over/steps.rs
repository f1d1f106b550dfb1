//! The steps somebody takes: looking, the report, the second person's release, the beginning.

use super::super::report::{LineOf, ROW_TAKES, build_titled};
use super::super::workbook::written;
use super::super::{Remark, RowState};
use super::model::{Act, ActKind, ArchiveContent, FileLine, TakeContent, TakeOverRow, TakeRow};
use crate::error::{Error, Result};
use crate::services::TakeOvers;
use crate::store::{UnitOfWork, Vars};
use contract::import::ReportLine;
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::Field;
use domain::id::{PersonId, TakeOverId};
use domain::refusal::RefusalCode;
use domain::take_over::{EntryPart, TakeOverState, may_begin, may_release};
use std::collections::BTreeSet;

/// Lines of a report: a source of which more is to be said is to be mended by its first lines first.
const MOST_LINES: usize = 100_000;
/// Rows read at once.
const PAGE: usize = 1000;
/// Take-overs told.
const LISTED: usize = 100;
/// Pupils of one look.
const LOOK: usize = 200;
/// Pupils of this register in one report: it is some looks, and an hour has only so many.
const MOST_MET: usize = 10 * LOOK;

/// What a report tells.
#[derive(Default)]
struct Told {
    lines: Vec<(usize, ReportLine)>,
    /// The pupils of this register whom the lines are about.
    met: BTreeSet<PersonId>,
    /// Rows that are not told, because they are about more pupils of this register than one report is.
    left: u64,
}

impl TakeOvers<'_> {
    pub(super) async fn take_over_row(&self, id: TakeOverId) -> Result<TakeOverRow> {
        self.store.get("take_over", &id.to_string()).await?.ok_or(Error::NotFound("take-over"))
    }

    /// A take-over.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such one.
    pub async fn take_over(&self, id: TakeOverId) -> Result<TakeOverRow> {
        self.take_over_row(id).await
    }

    /// The newest take-overs of everybody, for the prompt: the page has a list for each reader (`page.rs`).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_take_overs(&self) -> Result<Vec<TakeOverRow>> {
        let text = format!("SELECT * FROM take_over ORDER BY created_at DESC LIMIT {LISTED}");
        self.store.rows(&text, Vars::new()).await
    }

    /// The rows of which something is to be said, as an Excel file: file, row, column, what is wrong and what to do. What it says of pupils of
    /// this register is put down as seen by who asks for it.
    ///
    /// # Errors
    /// A refusal for who may not; [`Error::NotFound`] when it is none of the actor's affair; when the store fails or a row does not open.
    pub async fn take_over_report(&self, actor: &Actor, id: TakeOverId) -> Result<Vec<u8>> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        let told = RowState::ALL.into_iter().filter(|state| !is_taken(*state) || *state == RowState::Noted);
        let lines: u64 = told.map(|state| take_over.count(state)).sum();
        let share = self.budget.share(lines.min(MOST_LINES as u64) * ROW_TAKES).await?;
        // What stops the take-over first; what is only to be noted in the room that is left.
        let mut told = Told::default();
        self.tell(id, &mut told, |state| !is_taken(state)).await?;
        self.tell(id, &mut told, |state| state == RowState::Noted).await?;
        let Told { mut lines, met, left } = told;
        let met: Vec<PersonId> = met.into_iter().collect();
        // A report that is about nobody of this register is one look all the same.
        let nobody: &[PersonId] = &[];
        let looks: Vec<&[PersonId]> = if met.is_empty() { vec![nobody] } else { met.chunks(LOOK).collect() };
        for people in looks {
            self.access_log().saw_why(actor, Function::TakeOverReport, people, "", "").await?;
        }
        lines.extend((0..).zip(&take_over.files).filter(|(_, file)| !file.ignored.is_empty()).map(not_read));
        lines.sort_by_key(|(file, line)| (*file, line.row));
        let mut title = format!(
            "接管批次：{id}　数据来源：{}　状态：{}　共 {} 行，可接管 {} 行",
            take_over.source,
            take_over.state.label(),
            take_over.total(),
            take_over.good()
        );
        if left > 0 {
            title.push_str("　另有与本系统学生有关的 ");
            title.push_str(&left.to_string());
            title.push_str(" 行没有列出，请先改正以下各行");
        }
        written(share, move || {
            let name = |file: usize| take_over.files.get(file).map_or("", |file| file.name.as_str());
            let lines: Vec<LineOf<'_>> = lines.iter().map(|(file, line)| (Some(name(*file)), line)).collect();
            build_titled(&title, &lines)
        })
        .await
    }

    /// Tells the rows in some states, as long as there is room.
    async fn tell(
        &self,
        id: TakeOverId,
        told: &mut Told,
        of: impl Fn(RowState) -> bool + Send + Sync,
    ) -> Result<()> {
        let mut after = 0;
        while told.lines.len() < MOST_LINES {
            let rows = self.rows_after(id, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(()) };
            after = last;
            for row in rows.into_iter().filter(|row| of(row.state)) {
                if told.lines.len() >= MOST_LINES {
                    return Ok(());
                }
                let content =
                    if row.sealed.is_empty() { TakeContent::default() } else { self.content(&row)? };
                let new = content.met.iter().filter(|person| !told.met.contains(*person)).count();
                if told.met.len() + new > MOST_MET {
                    told.left += 1;
                    continue;
                }
                told.met.extend(&content.met);
                told.lines.push((row.file, line(&row, content)));
            }
        }
        Ok(())
    }

    /// The second person agrees that what was checked is taken over: what that was is said by [`TakeOverRow::shown`].
    ///
    /// # Errors
    /// Refusals: who may not, who began it, what is not checked or is not what was looked at, and as long as a single row is not good.
    pub async fn release_take_over(&self, actor: &Actor, id: TakeOverId, shown: &str) -> Result<()> {
        self.step(id, |take_over| {
            may_release(actor, take_over.by)?;
            within(actor, take_over)?;
            if take_over.state != TakeOverState::Checked {
                return Err(state(take_over, "检查完、还没有放行的接管才能放行。"));
            }
            let wrong = take_over.total() - take_over.good();
            if wrong > 0 {
                let what = format!("检查报告里还有 {wrong} 行有错误、重复或疑似重复，一行也不接管。");
                let remedy = "请在原系统改正后重新导出、重新检查。";
                return Err(super::super::refusal(RefusalCode::OutOfState, &what, remedy).into());
            }
            if take_over.shown() != shown.trim() {
                let what = "核对码与这一批现在的文件和行数不符，没有放行。";
                let remedy = "请重新查看检查报告，核对文件和各类行数以后再放行。";
                return Err(super::super::refusal(RefusalCode::OutOfState, what, remedy).into());
            }
            Ok((self.acted(take_over, ActKind::Released, actor, ""), TakeOverState::Released))
        })
        .await
    }

    /// Begins what was released, or has it go on where it was cut off. The slices are the background work's.
    ///
    /// # Errors
    /// Refusals: who may not, and what was not released.
    pub async fn run_take_over(&self, actor: &Actor, id: TakeOverId) -> Result<()> {
        self.step(id, |take_over| {
            may_begin(actor)?;
            within(actor, take_over)?;
            match take_over.state {
                TakeOverState::Released => {
                    Ok((self.acted(take_over, ActKind::Run, actor, ""), TakeOverState::Entering))
                }
                // Its job may have been put aside: it is called again.
                going if going.is_worked_on() => Ok((take_over.clone(), going)),
                _ => Err(state(take_over, "放行以后才能接管。")),
            }
        })
        .await
    }

    /// Takes a step in one transaction: `decide` gives the take-over as it is then and its state; its job is called where there is work.
    pub(super) async fn step(
        &self,
        id: TakeOverId,
        decide: impl Fn(&TakeOverRow) -> Result<(TakeOverRow, TakeOverState)> + Send + Sync,
    ) -> Result<()> {
        let decide = &decide;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let current = self.take_over_row(id).await?;
                    let (acted, state) = decide(&current)?;
                    let next = TakeOverRow { version: current.version + 1, state, ..acted };
                    let mut work = UnitOfWork::new();
                    work.replace("take_over", &id.to_string(), current.version, &next);
                    if state.is_worked_on() {
                        self.call(&mut work, &next).await?;
                    }
                    work.touch(&next.unit.path);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// The take-over with what somebody did.
    pub(super) fn acted(
        &self,
        take_over: &TakeOverRow,
        what: ActKind,
        actor: &Actor,
        words: &str,
    ) -> TakeOverRow {
        let act = Act {
            what,
            by: actor.account,
            name: actor.name.clone(),
            at: self.store.clock.now(),
            words: domain::text::words(words).text,
        };
        let mut next = take_over.clone();
        next.acts.push(act);
        next
    }
}

/// A row as it is told.
fn line(row: &TakeRow, content: TakeContent) -> ReportLine {
    let number = |archive: ArchiveContent| archive.cells.parts.get(&EntryPart::Number).cloned();
    let of_archives = content.archive.and_then(number);
    let name = of_archives.unwrap_or_else(|| content.form.shown(Field::Name));
    ReportLine { row: row.row, name, state: row.state, key: None, remarks: content.form.remarks }
}

/// The columns of a file that are not read, as a line of its heading: what is not taken over is told.
fn not_read((at, file): (usize, &FileLine)) -> (usize, ReportLine) {
    let remark = |heading: &String| Remark {
        field: None,
        value: heading.clone(),
        reason: "这一列没有读取，其中的内容不随接管带入".to_owned(),
        remedy: "需要带入的，请在接管方案里写明它是哪一项；本系统没有这一项的，接管后由学校归入档案。"
            .to_owned(),
    };
    let remarks = file.ignored.iter().map(remark).collect();
    (at, ReportLine { row: 1, name: String::new(), state: RowState::Noted, key: None, remarks })
}

/// Whether a row is or would be taken over.
fn is_taken(state: RowState) -> bool {
    matches!(state, RowState::Good | RowState::Noted | RowState::Entered)
}

/// Whether who acts is above the schools of a take-over: another province's is nobody else's affair.
pub(super) fn within(actor: &Actor, take_over: &TakeOverRow) -> Result<()> {
    let own = actor.unit.as_ref().map(|unit| &unit.path);
    if own.is_some_and(|path| path.covers(&take_over.unit.path)) {
        Ok(())
    } else {
        Err(Error::NotFound("take-over"))
    }
}

pub(super) fn state(take_over: &TakeOverRow, remedy: &str) -> Error {
    let what = format!("这次接管的状态是「{}」，不能这样办理。", take_over.state.label());
    super::super::refusal(RefusalCode::OutOfState, &what, remedy).into()
}
