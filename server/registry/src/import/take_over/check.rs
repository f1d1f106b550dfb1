//! Checking a row: what the import checks of a child (`items_of`, `check_row`: one truth), and what a register that already decided has to
//! say besides: the number, the status, the school, the schools before; each against the other rows and against this register.

use super::super::check::{Against, SameAs, about_row};
use super::super::{Remark, RowState};
use super::marks::{Marks, numbers_of};
use super::model::{TakeContent, TakeOverRow, TakeRow, row_context};
use crate::error::{Error, Result};
use crate::person::Likely;
use crate::services::TakeOvers;
use crate::store::Vars;
use domain::archive::Entry;
use domain::form::BasicInfo;
use domain::id::{PersonId, TakeOverId, UnitId};
use domain::ident::StudentNumber;
use domain::org::Unit;
use domain::take_over::{Claims, Special, Wrong, agree, other_document};
use std::collections::BTreeMap;

/// Longest note (查重说明): it stays in the pupil's journal.
const LONGEST_NOTE: usize = 500;

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

/// What is known of a row that could be read.
struct Known {
    state: RowState,
    remarks: Vec<Remark>,
    /// The pupils of this register whom it is about: who reads the report sees them.
    met: Vec<PersonId>,
}

/// What the rows of a slice are held against.
struct Beside<'a> {
    schools: &'a mut Schools,
    likely: &'a Likely,
    taken: &'a BTreeMap<String, PersonId>,
}

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
        let likely = self.pupils().likely(infos).await?.told_within(&take_over.unit.path);
        let taken = self.taken(&numbers).await?;
        let mut asked = Marks::default();
        for (_, marked, ..) in &read {
            asked.ask(marked);
        }
        let mut first = self.first_of(asked).await?;
        let mut outcomes = Vec::with_capacity(read.len());
        for (before, mut row, content, judged) in read {
            let Known { state, remarks, met } = match judged {
                Err(remarks) => Known { state: RowState::Wrong, remarks, met: Vec::new() },
                Ok(judged) => {
                    let same = self.same_as(take_over, &row, &mut first);
                    let beside = Beside { schools: &mut schools, likely: &likely, taken: &taken };
                    self.known(&content, judged, same, beside)?
                }
            };
            row.state = state;
            if !remarks.is_empty() {
                row.sealed = self.sealed(&row, content, remarks, met);
            }
            outcomes.push(Outcome { before, row });
        }
        Ok(outcomes)
    }

    /// The row with remarks about it, and the pupils of this register they are about.
    pub(super) fn sealed(
        &self,
        row: &TakeRow,
        mut content: TakeContent,
        remarks: Vec<Remark>,
        met: Vec<PersonId>,
    ) -> String {
        content.form.remarks = remarks;
        content.met = met;
        self.vault.seal_value(&content, &row_context(row.take_over, row.seq))
    }

    /// What is known of a row whose parts hold by themselves.
    fn known(
        &self,
        content: &TakeContent,
        judged: Judged,
        (same, same_number): (SameAs, Option<String>),
        Beside { schools, likely, taken }: Beside<'_>,
    ) -> Result<Known> {
        let Judged { school, info, claims, .. } = judged;
        let duplicate = |reason: &str, remedy: &str, met: Vec<PersonId>| Known {
            state: RowState::Duplicate,
            remarks: vec![about_row(reason, remedy)],
            met,
        };
        if let Some(first) = same_number {
            let remedy = "一个学籍号（历史学籍号也是）只属于一名学生；请在原系统核实后删除或更正其中一行。";
            let reason = format!("{}：与{first}的学籍号相同（第五条）", Special::Number.label());
            return Ok(duplicate(&reason, remedy, Vec::new()));
        }
        if let Some((number, person)) =
            numbers_of(&claims).find_map(|number| Some((number, *taken.get(number.as_str())?)))
        {
            let reason = format!("学籍号 {} 在本系统已经属于一名学生（第五条）", number.masked());
            let remedy =
                "这名学生如已在本系统建立学籍，请从文件里删除这一行；不是同一人的，请在原系统核实号码。";
            return Ok(duplicate(&reason, remedy, vec![person]));
        }
        let Some(Ok((_, against))) = schools.get_mut(school.id.as_str()) else {
            return Err(Error::NotFound("school"));
        };
        self.as_of(against, &claims);
        let met = likely.met(&*self.vault, &info)?;
        let note = domain::text::words(&content.form.note).text;
        // What the note is about: nothing that only the note lets through goes in without a word.
        let mut overridden: Vec<String> = Vec::new();
        overridden.extend(other_document(&claims, &info).map(|why| why.trim_end_matches('。').to_owned()));
        overridden.extend(
            same.person.as_ref().map(|first| format!("与{first}的姓名、性别、出生日期相同（第六条）")),
        );
        overridden.extend(
            met.iter().map(|(row, why)| format!("与「{}」的一名学生{why}（第六条）", likely.school_of(row))),
        );
        let (mut state, mut remarks) =
            self.imports().check_row(&same, &content.form, Ok(info), (&*against, likely))?;
        if state.is_enterable() && !overridden.is_empty() {
            state = RowState::Noted;
            remarks.extend(overridden.iter().map(|what| about_note(what, &note)));
        }
        Ok(Known { state, remarks, met: met.iter().map(|(row, _)| row.uid).collect() })
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
        if domain::text::length(&content.form.note) > LONGEST_NOTE {
            let what = format!("查重说明多于 {LONGEST_NOTE} 字");
            wrong.push(about_row(&what, "请只写认定的依据；它会记入学生的信息变动记录。"));
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

/// What only the note lets through.
fn about_note(what: &str, note: &str) -> Remark {
    Remark {
        field: None,
        value: note.to_owned(),
        reason: format!("{what}，按查重说明接管"),
        remedy: "请在放行前核实查重说明；它会记入学生的信息变动记录。".to_owned(),
    }
}

fn about_claim(wrong: &Wrong) -> Remark {
    Remark {
        field: None,
        value: wrong.value.clone(),
        reason: format!("{}：{}", wrong.column.label(), wrong.reason.trim_end_matches('。')),
        remedy: wrong.remedy.clone(),
    }
}
