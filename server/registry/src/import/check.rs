//! Checking a row: the form's rules, what entering will ask of it, then de-duplication inside the file, the school and the whole
//! register (第六条).

use super::{ImportRow, Remark, RowContent, RowRow, RowState};
use crate::error::Result;
use crate::person::{Likely, document_hash, match_hash};
use crate::services::Imports;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::archive::{Column, Entry};
use domain::form::{BasicInfo, Field, FieldProblem, FormContext, Rewritten, rewritten, warnings};
use domain::id::PersonId;
use domain::org::Unit;
use domain::refusal::{Refusal, RefusalCode};
use domain::rules::Rules;
use std::collections::BTreeMap;

/// The first row of each child of a file, by the keyed hashes that tell children apart: what stands above a row is known when the file
/// is read.
#[derive(Default)]
pub(super) struct Above {
    documents: BTreeMap<String, u32>,
    persons: BTreeMap<String, u32>,
    forms: BTreeMap<String, u32>,
}

/// The rows above one that may be of the same child.
#[derive(Default)]
pub(super) struct Alike {
    /// The first with the same document.
    pub(super) document: Option<u32>,
    /// The first with the same name, sex and birth date.
    pub(super) person: Option<u32>,
    /// The first with the same whole form: the same row come again, whatever is explained.
    pub(super) form: Option<u32>,
}

impl Above {
    /// The rows above this one that may be of the same child; this one is remembered.
    pub(super) fn of(&mut self, vault: &dyn Cipher, row: u32, info: &BasicInfo) -> Alike {
        let first = |seen: &mut BTreeMap<String, u32>, hash: String| {
            let first = *seen.entry(hash).or_insert(row);
            (first < row).then_some(first)
        };
        Alike {
            document: document_hash(vault, info).and_then(|hash| first(&mut self.documents, hash)),
            person: first(&mut self.persons, match_hash(vault, info)),
            form: first(&mut self.forms, form_hash(vault, info)),
        }
    }
}

/// What a row is the same as, in words that say where: in the same file, or in another of a take-over.
#[derive(Default)]
pub(super) struct SameAs {
    /// The first row with the same document.
    pub(super) document: Option<String>,
    /// The first row with the same name, sex and birth date.
    pub(super) person: Option<String>,
    /// The first row with the same whole form.
    pub(super) form: Option<String>,
}

impl From<&RowRow> for SameAs {
    fn from(row: &RowRow) -> Self {
        let here = |first: Option<u32>| first.map(|first| format!("本文件第 {first} 行"));
        Self { document: here(row.same_document), person: here(row.same_person), form: here(row.same_form) }
    }
}

/// Keyed hash of the whole form.
pub(super) fn form_hash(vault: &dyn Cipher, info: &BasicInfo) -> String {
    vault.keyed_hash("form", &serde_json::to_string(info).expect("plain data"))
}

/// What the rows of a file are checked against: the same for the check and for entering.
pub(super) struct Against {
    pub(super) context: FormContext,
    pub(super) columns: Vec<Column>,
    pub(super) rules: std::sync::Arc<Rules>,
    pub(super) entry_date: NaiveDate,
}

impl Imports<'_> {
    /// What the rows of an import are checked against.
    pub(super) async fn against(&self, import: &ImportRow) -> Result<Against> {
        let school = self.units().unit(&import.school).await?;
        self.against_at(&school, import.entry_date)
    }

    /// What the rows of children at a school since a day are checked against.
    pub(super) fn against_at(&self, school: &Unit, entry_date: NaiveDate) -> Result<Against> {
        let rules = self.rules().rules_for(&school.path);
        let columns = rules.extra_columns();
        Ok(Against { context: self.pupils().form_context(school)?, columns, rules, entry_date })
    }

    /// The items of a row, national and provincial, or everything that is wrong with them: asked by the check and by entering alike.
    pub(super) fn items_of(
        &self,
        content: &RowContent,
        against: &Against,
    ) -> std::result::Result<(BasicInfo, Option<Entry>), Vec<Remark>> {
        let info = content.validate(&against.context);
        let extras = self.archives().read_extras(&against.columns, &content.extras);
        let mut wrong: Vec<Remark> = Vec::new();
        if let Err(problems) = &info {
            wrong.extend(problems.iter().map(|problem| about_field(problem, content)));
        }
        let remedy = "请按省级规定的要求填写。";
        if let Err(problems) = &extras {
            let lacking = problems.iter().filter(|problem| {
                let heading =
                    against.columns.iter().find(|column| column.key == problem.column).map(Column::heading);
                !heading.is_some_and(|heading| content.unread_extras.contains_key(&heading))
            });
            wrong.extend(lacking.map(|problem| about_row(&problem.message, remedy)));
        }
        for (heading, unread) in &content.unread_extras {
            wrong.push(Remark {
                field: None,
                value: unread.shown.clone(),
                reason: format!(
                    "{heading}{}（单元格 {}）",
                    unread.problem.message().trim_end_matches('。'),
                    unread.at
                ),
                remedy: unread.problem.remedy().to_owned(),
            });
        }
        match (info, extras) {
            (Ok(info), Ok(extras)) if wrong.is_empty() => Ok((info, extras)),
            _ => Err(wrong),
        }
    }

    /// The pupils of this register whom what is said of a row is about: who reads it is put down as having seen them. What stands in the
    /// same file is said before any of them is.
    pub(super) fn met(
        &self,
        same: &SameAs,
        info: &BasicInfo,
        (state, likely): (RowState, &Likely),
    ) -> Result<Vec<PersonId>> {
        if state.is_enterable() || same.document.is_some() || same.form.is_some() {
            return Ok(Vec::new());
        }
        Ok(likely.met(&*self.vault, info)?.iter().map(|(row, _)| row.uid).collect())
    }

    /// The outcome of a row and what is to be said about it.
    pub(super) fn check_row(
        &self,
        same: &SameAs,
        content: &RowContent,
        info: std::result::Result<BasicInfo, Vec<Remark>>,
        (against, likely): (&Against, &Likely),
    ) -> Result<(RowState, Vec<Remark>)> {
        let info = match info {
            Ok(info) => info,
            Err(wrong) => return Ok((RowState::Wrong, wrong)),
        };
        if let Some(first) = &same.document {
            let reason = format!("与{first}的身份证件号相同。");
            return Ok((RowState::Duplicate, vec![about_row(&reason, "请删除重复的一行，或更正证件号。")]));
        }
        if let Some(first) = &same.form {
            let reason = format!("与{first}的各项内容完全相同（第六条）。");
            let remedy = "请删除重复的一行；如确为另一名学生，请核对证件和监护人信息。";
            return Ok((RowState::Duplicate, vec![about_row(&reason, remedy)]));
        }
        let among = (likely, None);
        let refusals =
            self.pupils().in_the_way(&info, against.entry_date, &content.note, &against.rules, among)?;
        if !refusals.is_empty() {
            let any = |code: RefusalCode| refusals.iter().any(|refusal| refusal.code == code);
            let only_possible = refusals.iter().all(|refusal| refusal.code == RefusalCode::DuplicatePossible);
            let state = match () {
                () if any(RefusalCode::DuplicateDefinite) => RowState::Duplicate,
                () if only_possible => RowState::Possible,
                () => RowState::Wrong,
            };
            return Ok((state, refusals.iter().map(|refusal| told(refusal, content)).collect()));
        }
        let explained = domain::text::length(&content.note) >= 4;
        if let Some(first) = same.person.as_ref().filter(|_| !explained) {
            let reason = format!("与{first}的姓名、性别、出生日期相同。");
            let remedy = "请核对；确实不是同一人的，请在「查重说明」列写明依据。";
            return Ok((RowState::Possible, vec![about_row(&reason, remedy)]));
        }
        let mut notes: Vec<Remark> =
            warnings(&info, &against.context).iter().map(|problem| about_field(problem, content)).collect();
        if content.hidden {
            notes.push(about_row(
                "这一行在文件里是隐藏的或被筛选掉的，也已读取。",
                "不需要录入的，请在文件里删除这一行后重新上传。",
            ));
        }
        notes.extend(rewritten(&content.values, &against.context).into_iter().map(about_writing));
        // What was put right on the page is shown to who enters it, beside what the file said.
        let quiet = notes.is_empty() && content.mended.is_empty();
        let state = if quiet { RowState::Good } else { RowState::Noted };
        Ok((state, notes))
    }
}

fn about_field(problem: &FieldProblem, content: &RowContent) -> Remark {
    let field: Field = problem.field;
    let at = content.unread.get(&field).map(|unread| format!("单元格 {}，", unread.at)).unwrap_or_default();
    Remark {
        field: Some(field),
        value: content.shown(field),
        reason: format!("{}（{at}{}）", problem.message().trim_end_matches('。'), problem.basis()),
        remedy: problem.remedy(),
    }
}

/// What is kept otherwise than it stands in the file: nothing to be done, but whoever made the file is shown it.
fn about_writing(one: Rewritten) -> Remark {
    Remark {
        field: Some(one.field),
        value: one.typed,
        reason: format!("{}按统一写法保存为“{}”（{}）", one.field.label(), one.kept, one.told),
        remedy: "无需处理；写法有误的请改正后重新上传。".into(),
    }
}

pub(super) fn about_row(reason: &str, remedy: &str) -> Remark {
    Remark { field: None, value: String::new(), reason: reason.to_owned(), remedy: remedy.to_owned() }
}

/// A refusal whose code names an item is about that item.
pub(super) fn told(refusal: &Refusal, content: &RowContent) -> Remark {
    let field = Field::from_key(refusal.code.as_str());
    Remark {
        field,
        value: field.map(|field| content.shown(field)).unwrap_or_default(),
        ..about_row(&format!("{}（{}）", refusal.what.trim_end_matches('。'), refusal.basis), &refusal.remedy)
    }
}
