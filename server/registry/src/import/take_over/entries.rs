//! 档案内容: what the archives of a take-over's pupils hold, checked row by row against its own pupils, filed in the slices that take them
//! over, and gone with them when it is undone. A row is refused for what the page of the archive would refuse it for.

use super::super::{Remark, RowState};
use super::check::Outcome;
use super::entries_table::plain;
use super::folder::Found;
use super::marks::First;
use super::model::{ArchiveContent, Filing, TakeContent, TakeOverRow, TakeRow, row_key};
use super::papers::Attached;
use crate::error::Result;
use crate::person::{PersonRow, Standing};
use crate::services::TakeOvers;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::access::Actor;
use domain::id::{PersonId, TakeOverId};
use domain::take_over::{EntryClaims, Paper};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rows read at once.
const PAGE: usize = 1000;

/// The row of a pupil whose an entry may be.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Pupil {
    seq: u32,
    person: PersonId,
}

impl TakeOvers<'_> {
    /// Checks some rows of archive contents, in their order: the pupils' rows were checked before.
    pub(super) async fn check_entries(
        &self,
        take_over: &TakeOverRow,
        rows: Vec<TakeRow>,
    ) -> Result<Vec<Outcome>> {
        let mut read = Vec::with_capacity(rows.len());
        let mut pupils: BTreeMap<String, Option<Pupil>> = BTreeMap::new();
        let mut asked = super::marks::Marks::default();
        for row in rows {
            let content = self.content(&row)?;
            let judged = match self.claims_of(take_over, &content) {
                Err(remarks) => Err(remarks),
                Ok(claims) => {
                    let number = claims.number.as_str().to_owned();
                    if !pupils.contains_key(&number) {
                        let pupil = self.pupil_of(take_over.uid, &number).await?;
                        pupils.insert(number.clone(), pupil);
                    }
                    match pupils.get(&number).copied().flatten() {
                        Some(pupil) => Ok((claims, pupil)),
                        None => Err(vec![remark(
                            &claims.number.masked(),
                            "名册里没有这个学籍号，或那一行有错误",
                            "请核对学籍号；名册里那一行有错误的，改正后重新检查。",
                        )]),
                    }
                }
            };
            let marked = match &judged {
                Ok((claims, pupil)) => self.filing_of(&row, claims, *pupil),
                Err(_) => row.clone(),
            };
            asked.ask(&marked);
            read.push((row, marked, content, judged.err()));
        }
        let mut first = self.first_of(asked).await?;
        let mut outcomes = Vec::with_capacity(read.len());
        for (before, mut row, content, wrong) in read {
            let (state, remarks) = match wrong {
                Some(remarks) => (RowState::Wrong, remarks),
                None => self.entry_state(take_over, &row, &mut first),
            };
            row.state = state;
            if !remarks.is_empty() {
                row.sealed = self.sealed(&row, content, remarks, Vec::new());
            }
            outcomes.push(Outcome { before, row });
        }
        Ok(outcomes)
    }

    /// What a row says, by the rules of the archive; or everything that is wrong with it.
    fn claims_of(
        &self,
        take_over: &TakeOverRow,
        content: &TakeContent,
    ) -> std::result::Result<EntryClaims, Vec<Remark>> {
        let ArchiveContent { cells, unread, scan } =
            content.archive.as_ref().ok_or_else(|| vec![remark("", "不是档案内容", "请重新检查。")])?;
        let mut wrong: Vec<Remark> = Vec::new();
        for (column, unread) in unread {
            let problem = unread.problem.message().trim_end_matches('。');
            let reason = format!("{column}{problem}（单元格 {}）", unread.at);
            wrong.push(remark(&unread.shown, &reason, unread.problem.remedy()));
        }
        let claims = EntryClaims::read(cells, &take_over.profile, self.store.clock.today());
        if let Err(problems) = &claims {
            // What a cell is that cannot be read was said.
            let unsaid = problems.iter().filter(|problem| !unread.contains_key(&problem.column));
            wrong.extend(unsaid.map(|problem| {
                let reason = format!("{}：{}", problem.column, problem.reason.trim_end_matches('。'));
                remark(&problem.value, &reason, &problem.remedy)
            }));
        }
        if let (Some(name), None) = (cells.scan(), scan) {
            let remedy = "请把文件直接放在附件文件夹里，检查时用 --folder 写明文件夹。";
            wrong.push(remark(name, "材料文件：附件文件夹里没有这个文件，或文件太大", remedy));
        }
        match claims {
            Ok(claims) if wrong.is_empty() => Ok(claims),
            _ => Err(wrong),
        }
    }

    /// The pupil of a take-over who has this number, of those whose rows hold by themselves.
    async fn pupil_of(&self, take_over: TakeOverId, number: &str) -> Result<Option<Pupil>> {
        let mark = format!("{take_over}|{}", self.pupils().number_hash(number));
        let text = "SELECT seq, person FROM take_over_row WHERE number_marks CONTAINS $mark";
        let found: Vec<Pupil> = self.store.rows(text, Vars::new().with("mark", mark)).await?;
        Ok(found.into_iter().min_by_key(|pupil| pupil.seq))
    }

    /// The row with where it belongs, and with marks by which the same entry and the same paper are found a second time.
    fn filing_of(&self, row: &TakeRow, claims: &EntryClaims, pupil: Pupil) -> TakeRow {
        let mut next = row.clone();
        let key = claims.entry.as_ref().map(|entry| self.archives().entry_key(pupil.person, entry));
        next.form_mark = key.as_ref().map(|key| format!("{}|{key}", row.take_over));
        next.document_mark = claims.title.as_ref().map(|title| {
            let what = format!("{}|{}|{title}", pupil.person, claims.filed.category().key());
            format!("{}|{}", row.take_over, self.vault.keyed_hash("archive", &what))
        });
        next.person = pupil.person;
        next.filing = Some(Filing { pupil: Some(pupil.seq), key });
        next
    }

    fn entry_state(
        &self,
        take_over: &TakeOverRow,
        row: &TakeRow,
        first: &mut First,
    ) -> (RowState, Vec<Remark>) {
        let (same, _) = self.same_as(take_over, row, first);
        let twice = match (same.form, same.document) {
            (Some(above), _) => format!("与{above}是同一名学生的同一条记录（第七条）"),
            (None, Some(above)) => format!("与{above}是同一名学生的同名材料（第七条）"),
            (None, None) => return (RowState::Good, Vec::new()),
        };
        let remedy = "请只保留正确的一行；确是两份材料的，请在「材料名称」里写明区别。";
        (RowState::Duplicate, vec![remark("", &twice, remedy)])
    }

    /// Files the entries of a slice, each in the journal of its pupil. Gives what became of their rows.
    pub(super) async fn file_entries(
        &self,
        tx: &mut Transaction<'_>,
        take_over: &TakeOverRow,
        rows: &[TakeRow],
    ) -> Result<Vec<Outcome>> {
        let filings = || rows.iter().filter_map(|row| row.filing.as_ref());
        let seqs: BTreeSet<u32> = filings().filter_map(|filing| filing.pupil).collect();
        let keys: Vec<String> = seqs.iter().map(|seq| row_key(take_over.uid, *seq)).collect();
        let pupils: Vec<TakeRow> = self.store.get_many("take_over_row", &keys).await?;
        let pupils: BTreeMap<u32, TakeRow> = pupils.into_iter().map(|row| (row.seq, row)).collect();
        let people: Vec<String> = pupils.values().map(|row| row.person.to_string()).collect();
        let people: Vec<PersonRow> = self.store.get_many("person", &people).await?;
        let people: BTreeMap<PersonId, PersonRow> = people.into_iter().map(|row| (row.uid, row)).collect();
        let there = self.on_file(filings().filter_map(|filing| filing.key.clone()).collect()).await?;
        let by = tx.by().name.clone();
        let mut told: BTreeMap<u32, u64> = BTreeMap::new();
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in rows {
            let content = self.content(row)?;
            let seq = row.filing.as_ref().and_then(|filing| filing.pupil);
            let child = seq.and_then(|seq| {
                let pupil = pupils.get(&seq)?;
                let child = people.get(&pupil.person)?;
                stays(pupil, child).then_some((seq, child))
            });
            let key = row.filing.as_ref().and_then(|filing| filing.key.as_ref());
            let refused = match (self.claims_of(take_over, &content), child) {
                (Err(remarks), _) => remarks,
                (Ok(_), None) => vec![remark(
                    "",
                    "这名学生没有接管，或已经不在接管时的学校",
                    "请由学生现在的学校归入档案。",
                )],
                (Ok(_), Some(_)) if key.is_some_and(|key| there.contains(key)) => {
                    vec![remark("", "档案里已有这条记录", "请由学校核对。")]
                }
                (Ok(claims), Some((seq, child))) => {
                    if let Some(entry) = &claims.entry {
                        let filed = self.archives().file_at_entry(&mut tx.work, child, entry, &by);
                        tx.tell(child.uid, filed).await?;
                        *told.entry(seq).or_default() += 1;
                    }
                    outcomes.push(filed(row, claims.title.is_some()));
                    continue;
                }
            };
            let sealed = self.sealed(row, content, refused, Vec::new());
            let next = TakeRow { state: RowState::Refused, sealed, ..row.clone() };
            outcomes.push(Outcome { before: row.clone(), row: next });
        }
        // What was told by it is the take-over's own, so that it can be undone.
        for (seq, entries) in told {
            let Some(loaded) = pupils.get(&seq) else { continue };
            let (version, told) = (loaded.version + 1, loaded.told + entries);
            let next = TakeRow { version, told, ..loaded.clone() };
            tx.work.replace("take_over_row", &row_key(take_over.uid, seq), loaded.version, &next);
        }
        Ok(outcomes)
    }

    /// Which of these entries lie in an archive.
    pub(super) async fn on_file(&self, keys: Vec<String>) -> Result<BTreeSet<String>> {
        #[derive(Deserialize)]
        struct Filed {
            key: String,
        }
        let found: Vec<Filed> = self.store.get_many("archive_entry", &keys).await?;
        Ok(found.into_iter().map(|filed| filed.key).collect())
    }

    /// Files the scans that rows of archive contents name, out of the folder. Gives their names.
    pub(super) async fn attach_scans(
        &self,
        actor: &Actor,
        take_over: &TakeOverRow,
        folder: &Path,
        attached: &mut Attached,
    ) -> Result<BTreeSet<String>> {
        let (mut names, mut after) = (BTreeSet::new(), 0);
        if take_over.scans.is_none() {
            return Ok(names);
        }
        loop {
            let rows = self.rows_after(take_over.uid, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(names) };
            after = last;
            let entered = rows.into_iter().filter(|row| row.state == RowState::Entered);
            for row in entered.filter(|row| row.filing.is_some() && !row.sealed.is_empty()) {
                let content = self.content(&row)?;
                let Ok(EntryClaims { number, filed, title: Some(title), .. }) =
                    self.claims_of(take_over, &content)
                else {
                    continue;
                };
                let archive = content.archive.unwrap_or_default();
                let (Some(name), Some(sha256)) = (archive.cells.scan(), archive.scan.clone()) else {
                    continue;
                };
                let pupil = row.filing.as_ref().and_then(|filing| filing.pupil);
                let (Some(seq), Some(path)) = (pupil, plain(folder, name)) else { continue };
                names.insert(name.to_owned());
                let paper = Paper { number, category: filed.category(), title };
                let found = Found { path, name: name.to_owned(), paper, sha256 };
                self.attach_one(actor, take_over.uid, (row.person, seq), &found, attached).await?;
            }
        }
    }
}

/// Whether a pupil is where the take-over entered the child.
fn stays(pupil: &TakeRow, child: &PersonRow) -> bool {
    pupil.state == RowState::Entered
        && pupil.cell.school == child.school.as_str()
        && matches!(child.standing, Standing::Pupil(_))
}

/// The row of an entry that is in the archive now: what it said is there and gone from the row, but where its scan is still to be filed.
fn filed(row: &TakeRow, has_scan: bool) -> Outcome {
    let sealed = if has_scan { row.sealed.clone() } else { String::new() };
    Outcome { before: row.clone(), row: TakeRow { state: RowState::Entered, sealed, ..row.clone() } }
}

fn remark(value: &str, reason: &str, remedy: &str) -> Remark {
    Remark {
        field: None,
        value: value.chars().take(200).collect(),
        reason: reason.to_owned(),
        remedy: remedy.to_owned(),
    }
}
