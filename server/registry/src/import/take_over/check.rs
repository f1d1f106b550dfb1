//! Checking a row: what the import checks of a child (`items_of`, `check_row`: one truth), and what a register that already decided has to
//! say besides: the number, the status, the school, the schools before; each against the other rows and against this register.

use super::super::check::{Against, SameAs, about_row, form_hash};
use super::super::{Remark, RowState};
use super::model::{TakeContent, TakeOverRow, TakeRow, row_context};
use crate::error::{Error, Result};
use crate::person::{Likely, NumberRow, document_hash, match_hash};
use crate::services::TakeOvers;
use crate::store::Vars;
use domain::archive::Entry;
use domain::form::BasicInfo;
use domain::id::{PersonId, TakeOverId, UnitId};
use domain::ident::{NumberKind, StudentNumber};
use domain::org::Unit;
use domain::take_over::{Claims, Special, Wrong, agree};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Values of one lookup: more of them the engine does not look up in the index.
const TOGETHER: usize = 32;

/// A school with what its rows are checked against, or what is wrong with its code.
pub(super) type At = std::result::Result<(Unit, Against), Remark>;

/// The schools of a slice, each asked for once.
pub(super) type Schools = BTreeMap<String, At>;

/// What a row says, when every part of it holds by itself.
pub(super) struct Judged {
    pub(super) school: Unit,
    pub(super) info: BasicInfo,
    pub(super) extras: Option<Entry>,
    pub(super) claims: Claims,
}

/// What became of a row in a slice.
pub(super) struct Outcome {
    /// As it was.
    pub(super) before: TakeRow,
    /// As it is then, its version not yet counted on.
    pub(super) row: TakeRow,
}

/// Where a row stands, for words about it.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Place {
    seq: u32,
    file: usize,
    row: u32,
}

/// The columns with marks.
const MARKS: [&str; 4] = ["document_mark", "person_mark", "form_mark", "number_mark"];

/// Marks that are looked for, by column.
type Marks = BTreeMap<&'static str, Vec<String>>;

/// The first row of each mark, among the rows that were checked.
type First = BTreeMap<(&'static str, String), Place>;

impl TakeOvers<'_> {
    /// Checks some rows, in their order.
    pub(super) async fn check_some(
        &self,
        take_over: &TakeOverRow,
        rows: Vec<TakeRow>,
    ) -> Result<Vec<Outcome>> {
        let mut schools = Schools::new();
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            let content = self.content(&row)?;
            let judged = self.judge(take_over, &content, &mut schools).await?;
            let marked = self.marked(&row, judged.as_ref().ok());
            read.push((row, marked, content, judged));
        }
        let good: Vec<&Judged> = read.iter().filter_map(|(.., judged)| judged.as_ref().ok()).collect();
        let infos: Vec<&BasicInfo> = good.iter().map(|judged| &judged.info).collect();
        let numbers: Vec<&StudentNumber> =
            good.iter().flat_map(|judged| numbers_of(&judged.claims)).collect();
        let likely = self.pupils().likely(infos).await?;
        let taken = self.taken(&numbers).await?;
        let mut asked = Marks::new();
        for (_, marked, ..) in &read {
            for column in MARKS {
                asked.entry(column).or_default().extend(mark_of(marked, column).cloned());
            }
        }
        let mut first = self.first_of(asked).await?;
        let mut outcomes = Vec::with_capacity(read.len());
        for (before, mut row, content, judged) in read {
            let (state, remarks) = match judged {
                Err(wrong) => (RowState::Wrong, wrong),
                Ok(judged) => {
                    let same = self.same_as(take_over, &row, &mut first);
                    self.state_of(&content, judged, same, (&mut schools, &likely, &taken))?
                }
            };
            row.state = state;
            if !remarks.is_empty() {
                row.sealed = self.sealed(&row, content, remarks);
            }
            outcomes.push(Outcome { before, row });
        }
        Ok(outcomes)
    }

    /// The row with remarks about it.
    pub(super) fn sealed(&self, row: &TakeRow, mut content: TakeContent, remarks: Vec<Remark>) -> String {
        content.form.remarks = remarks;
        self.vault.seal_value(&content, &row_context(row.take_over, row.seq))
    }

    /// What is known of a row whose parts hold by themselves.
    fn state_of(
        &self,
        content: &TakeContent,
        judged: Judged,
        (same, same_number): (SameAs, Option<String>),
        (schools, likely, taken): (&mut Schools, &Likely, &BTreeMap<String, PersonId>),
    ) -> Result<(RowState, Vec<Remark>)> {
        let Judged { school, info, claims, .. } = judged;
        if let Some(first) = same_number {
            let remedy = "一个学籍号只属于一名学生；请在原系统核实后删除或更正其中一行。";
            let reason = format!("{}：与{first}的学籍号相同（第五条）", Special::Number.label());
            return Ok((RowState::Duplicate, vec![about_row(&reason, remedy)]));
        }
        if let Some(number) = numbers_of(&claims).find(|number| taken.contains_key(number.as_str())) {
            let reason = format!("学籍号 {} 在本系统已经属于一名学生（第五条）", number.masked());
            let remedy =
                "这名学生如已在本系统建立学籍，请从文件里删除这一行；不是同一人的，请在原系统核实号码。";
            return Ok((RowState::Duplicate, vec![about_row(&reason, remedy)]));
        }
        let Some(Ok((_, against))) = schools.get_mut(school.id.as_str()) else {
            return Err(Error::NotFound("school"));
        };
        self.as_of(against, &claims);
        self.imports().check_row(&same, &content.form, Ok(info), (&*against, likely))
    }

    /// Reads a row, each part by itself; or gives everything that is wrong with it.
    pub(super) async fn judge(
        &self,
        take_over: &TakeOverRow,
        content: &TakeContent,
        schools: &mut Schools,
    ) -> Result<std::result::Result<Judged, Vec<Remark>>> {
        let mut wrong: Vec<Remark> = Vec::new();
        for (column, unread) in &content.unread {
            wrong.push(Remark {
                field: None,
                value: unread.shown.clone(),
                reason: format!(
                    "{}{}（单元格 {}）",
                    column.label(),
                    unread.problem.message().trim_end_matches('。'),
                    unread.at
                ),
                remedy: unread.problem.remedy().to_owned(),
            });
        }
        let today = self.store.clock.today();
        let claims = Claims::read(&content.special, &take_over.profile, today);
        if let Err(problems) = &claims {
            let unsaid = problems.iter().filter(|problem| !content.unread.contains_key(&problem.column));
            wrong.extend(unsaid.map(about_claim));
        }
        let code =
            content.special.get(&Special::School).map(|code| code.trim().to_owned()).unwrap_or_default();
        if !schools.contains_key(&code) {
            let at = self.school_at(take_over, &code).await?;
            schools.insert(code.clone(), at);
        }
        let (school, against) = match schools.get_mut(&code) {
            Some(Ok(at)) => at,
            Some(Err(remark)) => {
                wrong.push(remark.clone());
                return Ok(Err(wrong));
            }
            None => return Err(Error::NotFound("school")),
        };
        if let Ok(claims) = &claims {
            self.as_of(against, claims);
        }
        let items = self.imports().items_of(&content.form, against);
        match (items, claims) {
            (Ok((info, extras)), Ok(claims)) => {
                let system = against.context.system;
                wrong.extend(agree(&claims, &info, system, &content.form.note).iter().map(about_claim));
                if !wrong.is_empty() {
                    return Ok(Err(wrong));
                }
                Ok(Ok(Judged { school: school.clone(), info, extras, claims }))
            }
            (items, _) => {
                wrong.extend(items.err().unwrap_or_default());
                Ok(Err(wrong))
            }
        }
    }

    /// A row is checked as of today, the form of who has left as of the day on which that was: grade and month of entry agreed then.
    fn as_of(&self, against: &mut Against, claims: &Claims) {
        let today = self.store.clock.today();
        against.entry_date = claims.entry_date;
        against.context.today = claims.since.filter(|_| claims.has_left()).unwrap_or(today);
    }

    /// A school by its code: there, a school, within the scope of who takes over, and taking pupils in.
    async fn school_at(&self, take_over: &TakeOverRow, code: &str) -> Result<At> {
        let wrong = |reason: &str, remedy: &str| Remark {
            field: None,
            value: code.chars().take(40).collect(),
            reason: format!("{}：{reason}", Special::School.label()),
            remedy: remedy.to_owned(),
        };
        let Some(id) = code.parse::<UnitId>().ok().filter(UnitId::is_school) else {
            return Ok(Err(wrong("不是 10 位的学校标识码", "请填写学生现在所在学校的标识码。")));
        };
        let school = match self.units().unit(&id).await {
            Ok(school) => school,
            Err(Error::NotFound(_)) => {
                return Ok(Err(wrong("本系统没有这所学校", "请先由主管部门登记这所学校，或核对标识码。")));
            }
            Err(error) => return Err(error),
        };
        if !take_over.unit.path.covers(&school.path) {
            return Ok(Err(wrong("不是本级管理的学校", "请由这所学校所在的省接管。")));
        }
        match self.schools().takes_in(&school).await {
            Ok(()) => {}
            Err(Error::Refused(refusals)) => {
                let refusal = refusals.into_iter().next().ok_or(Error::NotFound("refusal"))?;
                return Ok(Err(wrong(refusal.what.trim_end_matches('。'), &refusal.remedy)));
            }
            Err(error) => return Err(error),
        }
        let against = self.imports().against_at(&school, self.store.clock.today())?;
        Ok(Ok((school, against)))
    }

    /// The row with its marks, and where it counts.
    fn marked(&self, row: &TakeRow, judged: Option<&Judged>) -> TakeRow {
        let Some(Judged { school, info, claims, .. }) = judged else { return row.clone() };
        let mark = |hash: String| Some(format!("{}|{hash}", row.take_over));
        let mut next = row.clone();
        next.document_mark = document_hash(&*self.vault, info).and_then(mark);
        next.person_mark = mark(match_hash(&*self.vault, info));
        next.form_mark = mark(form_hash(&*self.vault, info));
        next.number_mark = mark(self.pupils().number_hash(claims.number.as_str()));
        next.unmatched = claims.number.kind() != NumberKind::Formal;
        next.cell.school = school.id.to_string();
        next.cell.grade = info.grade().absolute();
        claims.status.code().clone_into(&mut next.cell.status);
        next
    }

    /// The rows that were checked already and have these marks.
    async fn first_of(&self, asked: Marks) -> Result<First> {
        #[derive(Deserialize)]
        struct Marked {
            mark: String,
            #[serde(flatten)]
            place: Place,
        }
        let mut first = First::new();
        for (column, marks) in asked {
            for some in marks.chunks(TOGETHER) {
                let text = format!(
                    "SELECT {column} AS mark, seq, file, row FROM take_over_row WHERE {column} IN $marks"
                );
                let rows: Vec<Marked> = self.store.rows(&text, Vars::new().with("marks", some)).await?;
                for Marked { mark, place } in rows {
                    let kept = first.entry((column, mark)).or_insert(place);
                    if place.seq < kept.seq {
                        *kept = place;
                    }
                }
            }
        }
        Ok(first)
    }

    /// The rows above this one that may be of the same child, in words; this one is remembered.
    fn same_as(&self, take_over: &TakeOverRow, row: &TakeRow, first: &mut First) -> (SameAs, Option<String>) {
        let here = Place { seq: row.seq, file: row.file, row: row.row };
        let mut above = |column: &'static str| {
            let place = *first.entry((column, mark_of(row, column)?.clone())).or_insert(here);
            let file = take_over.files.get(place.file).map_or("", |file| file.name.as_str());
            (place.seq < row.seq).then(|| format!("文件「{file}」第 {} 行", place.row))
        };
        let [document, person, form, number] = MARKS.map(&mut above);
        (SameAs { document, person, form }, number)
    }

    /// Whose these numbers are in this register, of those that are somebody's.
    pub(super) async fn taken(&self, numbers: &[&StudentNumber]) -> Result<BTreeMap<String, PersonId>> {
        let hash = |number: &&StudentNumber| self.pupils().number_hash(number.as_str());
        let keys: Vec<String> = numbers.iter().map(hash).collect();
        let rows: Vec<NumberRow> = self.store.get_many("number", &keys).await?;
        let mut taken = BTreeMap::new();
        for row in rows {
            let number: String = self.vault.open_value(&row.sealed, &format!("number/{}", row.person))?;
            taken.insert(number, row.person);
        }
        Ok(taken)
    }

    pub(super) fn content(&self, row: &TakeRow) -> Result<TakeContent> {
        self.vault.open_value(&row.sealed, &row_context(row.take_over, row.seq))
    }

    /// Rows of a take-over after one of them, in order.
    pub(super) async fn rows_after(&self, id: TakeOverId, after: u32, most: usize) -> Result<Vec<TakeRow>> {
        let text = format!(
            "SELECT * FROM take_over_row WHERE take_over = $id AND seq > $after ORDER BY seq LIMIT {most}"
        );
        self.store.rows(&text, Vars::new().with("id", id).with("after", after)).await
    }
}

fn mark_of<'r>(row: &'r TakeRow, column: &str) -> Option<&'r String> {
    let mark = match column {
        "document_mark" => &row.document_mark,
        "person_mark" => &row.person_mark,
        "form_mark" => &row.form_mark,
        _ => &row.number_mark,
    };
    mark.as_ref()
}

/// Every number a row brings, the one in force first.
pub(super) fn numbers_of(claims: &Claims) -> impl Iterator<Item = &StudentNumber> {
    std::iter::once(&claims.number).chain(&claims.former)
}

fn about_claim(wrong: &Wrong) -> Remark {
    Remark {
        field: None,
        value: wrong.value.clone(),
        reason: format!("{}：{}", wrong.column.label(), wrong.reason.trim_end_matches('。')),
        remedy: wrong.remedy.clone(),
    }
}
