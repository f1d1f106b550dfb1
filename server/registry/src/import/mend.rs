//! A row put right on the page (改正一行): between check and entry what stands in a row is typed anew, and the row is checked again by what
//! checks every row. What the file said stays beside it, with who typed what instead and when. Other rows of the file that were, or now
//! are, the same as this one are checked again with it.

use super::check::{Above, Alike, SameAs};
use super::job::Outcome;
use super::model::{Mend, RowRow};
use super::{ImportRow, Remark, RowContent, RowState};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Imports;
use crate::store::Vars;
use contract::import::{MendLine, RowSheet};
use domain::access::Actor;
use domain::access_log::Function;
use domain::archive::Column;
use domain::codes::{Grade, SchoolSystem, parse_cell};
use domain::form::{Field, FieldKind};
use domain::id::{ImportId, PersonId, UnitId};
use domain::import::ImportAct;
use domain::refusal::RefusalCode;
use domain::shown::Shown;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows that are read in one turn.
const PAGE: usize = 500;
/// Other rows that are checked again with one.
const MOST_TOUCHED: usize = 200;
/// Items of one row that are put right in all: the history of each stays with it.
const MOST_MENDED: usize = 200;
/// Memory that a row of the file takes while one of them is checked again.
const ROW_TAKES: u64 = 1 << 10;
/// What is called so in the template, and kept beside the items.
const NOTE: &str = super::read::NOTE;

/// What was typed into the form of a row: what is not named in it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mending {
    /// The version of the row that was shown.
    pub version: u64,
    /// The items.
    pub values: BTreeMap<Field, String>,
    /// The province's own items, by the keys of their columns.
    pub extras: BTreeMap<String, String>,
    /// 查重说明
    pub note: Option<String>,
}

/// The schools of which a row is being put right at this moment.
#[derive(Clone, Default)]
pub(crate) struct Mends(Arc<Mutex<BTreeSet<UnitId>>>);

/// A school's turn, given back when it is dropped.
struct Turn {
    mends: Mends,
    school: UnitId,
}

impl Mends {
    fn begin(&self, school: &UnitId) -> Result<Turn> {
        let mut schools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if schools.insert(school.clone()) {
            return Ok(Turn { mends: self.clone(), school: school.clone() });
        }
        let what = "本校的另一行正在检查，这一行还没有保存。";
        Err(super::refusal(RefusalCode::File, what, "请稍候再按一次保存。").into())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.mends.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.school);
    }
}

/// Rows of a file that are checked again, each with what is in it.
type Touched = Vec<(RowRow, RowContent)>;

impl Imports<'_> {
    /// A row of an import by itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's.
    pub async fn import_row_sheet(&self, actor: &Actor, id: ImportId, key: PersonId) -> Result<RowSheet> {
        let import = self.own_import(actor, id).await?;
        let school = self.units().unit(&import.school).await?;
        let row = self.row_by_key(id, key).await?;
        let content = self.content(&row)?;
        self.saw_met(actor, Function::ImportReport, content.met.iter().copied().collect()).await?;
        let system = self.pupils().form_context(&school)?.system;
        let items = Field::ALL.iter().copied().filter(|field| field.is_importable());
        let line = |one: &Mend| MendLine {
            item: one.label.clone(),
            from: one.from.clone(),
            to: one.to.clone(),
            by: one.by_name.clone(),
            at: one.at,
        };
        Ok(RowSheet {
            import: id,
            file: import.file.clone(),
            key,
            row: row.row,
            version: row.version,
            name: content.shown(Field::Name),
            state: row.state,
            values: items.map(|field| (field, in_form(field, &content, system))).collect(),
            extras: content.extras.clone(),
            columns: self.rules().rules_for(&school.path).extra_columns(),
            note: content.note.clone(),
            mends: content.mended.iter().map(line).collect(),
            open: import.as_domain().decide(ImportAct::Mend, &party(actor)).is_ok(),
            remarks: content.remarks,
        })
    }

    /// Puts a row right and checks it again. What is typed is kept whether it holds or not; nothing is entered. Gives what is known of the
    /// row now.
    ///
    /// # Errors
    /// Refusals: the import is not between check and entry, or the row is not what was shown; [`Error::NotFound`] when it is not the
    /// actor's school's.
    pub async fn mend_row(
        &self,
        actor: &Actor,
        id: ImportId,
        key: PersonId,
        mending: &Mending,
    ) -> Result<RowState> {
        let import = &self.own_import(actor, id).await?;
        self.pupils().may_enter_at(actor, &import.school).await?;
        import.as_domain().decide(ImportAct::Mend, &party(actor))?;
        // Every row of the file is gone through: one after the other at a school, and within the memory there is for such work.
        let _turn = self.mends.begin(&import.school)?;
        let _share = self.budget.share(import.counts.values().sum::<u64>() * ROW_TAKES).await?;
        let row = &self.row_by_key(id, key).await?;
        let school = self.units().unit(&import.school).await?;
        let columns = self.rules().rules_for(&school.path).extra_columns();
        let system = self.pupils().form_context(&school)?.system;
        let mut content = self.content(row)?;
        if !self.put_right(actor, &mut content, mending, (&columns, system)) {
            return Ok(row.state);
        }
        if content.mended.len() > MOST_MENDED {
            let what = format!("这一行在页面上改正过的项目已经超过 {MOST_MENDED} 项次。");
            return Err(in_the_file(&what));
        }
        Shown::new(key, mending.version).check(row.version)?;
        let outcomes = &self.checked_again(import, row, &content).await?;
        let state = outcomes.iter().find(|one| one.row.row == row.row).map_or(row.state, |one| one.state);
        // Whose child attends where is told by what a row is refused for: it is put down before anything of it is answered or kept.
        let read = outcomes.iter().filter_map(|one| one.content.as_ref());
        let met = read.flat_map(|content| content.met.iter().copied()).collect();
        self.saw_met(actor, Function::ImportReport, met).await?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let current = self.import_row(id).await?;
                    // Every change of a row is one of its import.
                    Shown::new(id, import.version).check(current.version)?;
                    let mut tx = self.transaction(party(actor));
                    let mut next = ImportRow { version: current.version + 1, ..current.clone() };
                    for outcome in outcomes {
                        self.put_row(&mut tx.work, &mut next, outcome);
                    }
                    tx.work.replace("import", &id.to_string(), current.version, &next);
                    self.put_mended(&mut tx, &next, row.row).await?;
                    tx.work.touch(&current.path);
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        Ok(state)
    }

    async fn row_by_key(&self, import: ImportId, key: PersonId) -> Result<RowRow> {
        let text = "SELECT * FROM import_row WHERE person = $person";
        let rows: Vec<RowRow> = self.store.rows(text, Vars::new().with("person", key)).await?;
        rows.into_iter().find(|row| row.import == import).ok_or(Error::NotFound("row"))
    }

    /// Writes into a row what was typed otherwise than it stands there. Gives whether anything was.
    fn put_right(
        &self,
        actor: &Actor,
        content: &mut RowContent,
        mending: &Mending,
        (columns, system): (&[Column], SchoolSystem),
    ) -> bool {
        let before = content.mended.len();
        let at = self.store.clock.now();
        let mend = |field, label: &str, from: String, to: &str| Mend {
            field,
            label: label.to_owned(),
            from,
            to: to.to_owned(),
            by: actor.account,
            by_name: actor.name.clone(),
            at,
        };
        for (field, typed) in mending.values.iter().filter(|(field, _)| field.is_importable()) {
            let typed = domain::text::line(typed).text;
            let from = content.shown(*field);
            // What is no value of a list or no day is not shown in the form; left so, it is taken out.
            let taken_out = typed.is_empty() && !from.is_empty();
            if typed == domain::text::line(&in_form(*field, content, system)).text && !taken_out {
                continue;
            }
            content.mended.push(mend(Some(*field), field.label(), from, &typed));
            content.unread.remove(field);
            put(&mut content.values, *field, typed);
        }
        for column in columns {
            let Some(typed) = mending.extras.get(&column.key) else { continue };
            let typed = domain::text::words(typed).text;
            let stood = content.extras.get(&column.key).cloned().unwrap_or_default();
            if typed == domain::text::words(&stood).text {
                continue;
            }
            let unread = content.unread_extras.remove(&column.heading()).map(|unread| unread.shown);
            let from = unread.filter(|_| stood.is_empty()).unwrap_or(stood);
            content.mended.push(mend(None, &column.heading(), from, &typed));
            put(&mut content.extras, column.key.clone(), typed);
        }
        if let Some(typed) = &mending.note {
            let typed = domain::text::words(typed).text;
            if typed != domain::text::words(&content.note).text {
                let from = std::mem::replace(&mut content.note, typed.clone());
                content.mended.push(mend(None, NOTE, from, &typed));
            }
        }
        content.mended.len() > before
    }

    /// What becomes of a row with this in it, and of those rows of the file whose first equal above is another one now.
    async fn checked_again(
        &self,
        import: &ImportRow,
        mended: &RowRow,
        content: &RowContent,
    ) -> Result<Vec<Outcome>> {
        let against = self.against(import).await?;
        let touched = self.touched(import, mended, content).await?;
        let mut read = Vec::with_capacity(touched.len());
        for (row, content) in touched {
            let info = self.items_of(&content, &against).map(|(info, _)| info);
            read.push((row, content, info));
        }
        let likely = self.pupils().likely(read.iter().filter_map(|(_, _, info)| info.as_ref().ok())).await?;
        let mut outcomes = Vec::with_capacity(read.len());
        for (row, mut content, info) in read {
            let (same, held) = (SameAs::from(&row), info.as_ref().ok().cloned());
            let (state, remarks) = self.check_row(&same, &content, info, (&against, &likely))?;
            content.met = match &held {
                Some(info) => self.met(&same, info, (state, &likely))?,
                None => Vec::new(),
            };
            outcomes.push(Outcome { row, content: Some(content), state, remarks, case: None });
        }
        Ok(outcomes)
    }

    /// The mended row and those whose first equal above it changes: the whole file is gone through as it was when it was read.
    async fn touched(&self, import: &ImportRow, mended: &RowRow, content: &RowContent) -> Result<Touched> {
        let school = self.units().unit(&import.school).await?;
        let context = self.pupils().form_context(&school)?;
        let mut above = Above::default();
        let mut touched = Touched::new();
        let mut after = 0;
        loop {
            let rows = self.rows_of(import.uid, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.row) else { return Ok(touched) };
            after = last;
            for row in rows {
                let own = row.row == mended.row;
                // What does not open is the same as nothing; it was put aside when it was checked.
                let opened = if own { Ok(content.clone()) } else { self.content(&row) };
                let Ok(content) = opened else { continue };
                let info = content.validate(&context).ok();
                let alike =
                    info.as_ref().map(|info| above.of(&*self.vault, row.row, info)).unwrap_or_default();
                let Alike { document, person, form } = alike;
                let same = (document, person, form) == (row.same_document, row.same_person, row.same_form);
                if own || !same {
                    let next =
                        RowRow { same_document: document, same_person: person, same_form: form, ..row };
                    touched.push((next, content));
                }
                if touched.len() > MOST_TOUCHED {
                    let what = format!("改这一行会影响本文件 {MOST_TOUCHED} 行以上的查重结果。");
                    return Err(in_the_file(&what));
                }
            }
            tokio::task::yield_now().await;
        }
    }
}

fn in_the_file(what: &str) -> Error {
    super::refusal(RefusalCode::File, what, "请在文件里改好以后重新上传。").into()
}

/// Keeps what was typed; nothing where nothing was.
fn put<K: Ord>(values: &mut BTreeMap<K, String>, key: K, typed: String) {
    if typed.is_empty() {
        values.remove(&key);
    } else {
        values.insert(key, typed);
    }
}

/// What a form shows for an item: a value of a list by its code and a day as a day, where they are ones; what was typed otherwise.
fn in_form(field: Field, content: &RowContent, system: SchoolSystem) -> String {
    let shown = content.shown(field);
    match field.kind() {
        FieldKind::Code(list) => parse_cell(list, &shown).map(str::to_owned).unwrap_or_default(),
        FieldKind::Grade => {
            Grade::parse_cell(&shown, system).map(|grade| grade.absolute().to_string()).unwrap_or_default()
        }
        FieldKind::Date => domain::form::parse_date(&shown).map(|day| day.to_string()).unwrap_or_default(),
        _ => shown,
    }
}

/// What was put right in a row, as its report tells it: beside what the file said, item by item, the last of each.
pub(super) fn told(content: &RowContent) -> Vec<Remark> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut last: BTreeMap<&str, &Mend> = BTreeMap::new();
    for one in &content.mended {
        first.entry(&one.label).or_insert(&one.from);
        last.insert(&one.label, one);
    }
    let line = |(label, one): (&str, &Mend)| {
        let stood = first.get(label).filter(|text| !text.is_empty());
        let stood = stood.map_or_else(|| "没有填写".to_owned(), |text| format!("填的是“{text}”"));
        let on = crate::clock::shanghai_day(one.at);
        Remark {
            field: one.field,
            value: one.to.clone(),
            reason: format!("{label}已在页面上改正，原文件{stood}（{}，{on}）", one.by_name),
            remedy: "无需处理；改错了的请再改。".to_owned(),
        }
    };
    last.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_of_a_school_is_put_right_at_a_time() {
        let (mends, school, other): (_, UnitId, UnitId) =
            (Mends::default(), "3132010001".parse().unwrap(), "3132010002".parse().unwrap());
        let turn = mends.begin(&school).ok();
        assert!(turn.is_some() && mends.begin(&school).is_err());
        assert!(mends.begin(&other).is_ok(), "another school waits for nobody");
        drop(turn);
        assert!(mends.begin(&school).is_ok());
    }
}
