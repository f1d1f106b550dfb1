//! Checking a row: the form's rules, then de-duplication inside the file, the school and the whole register (第六条).

use super::{Remark, RowContent, RowRow, RowState};
use crate::Registry;
use crate::error::Result;
use crate::store::Vars;
use domain::archive::Column;
use domain::form::{Field, FieldProblem, FormContext, validate, warnings};
use domain::id::ImportId;
use domain::refusal::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// First row of each child of the file, by the keyed hashes that tell children apart.
#[derive(Default)]
pub(super) struct Seen {
    documents: BTreeMap<String, u32>,
    persons: BTreeMap<String, u32>,
}

/// What is remembered of a row.
#[derive(Deserialize)]
struct Hashes {
    row: u32,
    document_hash: Option<String>,
    match_hash: Option<String>,
}

impl Seen {
    /// The first row with the same document, when that is above this one.
    fn document_above(&self, row: &RowRow) -> Option<u32> {
        let first = self.documents.get(row.document_hash.as_ref()?)?;
        (*first < row.row).then_some(*first)
    }

    fn person_above(&self, row: &RowRow) -> Option<u32> {
        let first = self.persons.get(row.match_hash.as_ref()?)?;
        (*first < row.row).then_some(*first)
    }
}

impl Registry {
    /// Reads which children a file holds where.
    pub(super) async fn seen_in(&self, import: ImportId) -> Result<Seen> {
        let text =
            "SELECT row, document_hash, match_hash FROM import_row WHERE import = $import ORDER BY row";
        let rows: Vec<Hashes> = self.store.rows(text, Vars::new().with("import", import)).await?;
        let mut seen = Seen::default();
        for row in rows {
            if let Some(hash) = row.document_hash {
                seen.documents.entry(hash).or_insert(row.row);
            }
            if let Some(hash) = row.match_hash {
                seen.persons.entry(hash).or_insert(row.row);
            }
        }
        Ok(seen)
    }

    /// The outcome of a row and what is to be said about it.
    pub(super) async fn check_row(
        &self,
        row: &RowRow,
        content: &RowContent,
        (context, columns): (&FormContext, &[Column]),
        seen: &Seen,
    ) -> Result<(RowState, Vec<Remark>)> {
        let info = validate(&content.values, context);
        let extras = self.read_extras(columns, &content.extras);
        let mut wrong: Vec<Remark> = Vec::new();
        if let Err(problems) = &info {
            wrong.extend(problems.iter().map(|problem| about_field(problem, content)));
        }
        if let Err(problems) = &extras {
            wrong.extend(
                problems.iter().map(|problem| about_row(&problem.message, "请按省级规定的要求填写。")),
            );
        }
        let info = match info {
            Ok(info) if wrong.is_empty() => info,
            _ => return Ok((RowState::Wrong, wrong)),
        };
        if let Some(first) = seen.document_above(row) {
            let reason = format!("与本文件第 {first} 行的身份证件号相同。");
            return Ok((RowState::Duplicate, vec![about_row(&reason, "请删除重复的一行，或更正证件号。")]));
        }
        let explained = content.note.trim().chars().count() >= 4;
        if let Some(first) = seen.person_above(row).filter(|_| !explained) {
            let reason = format!("与本文件第 {first} 行的姓名、性别、出生日期相同。");
            let remedy = "请核对；确实不是同一人的，请在「查重说明」列写明依据。";
            return Ok((RowState::Possible, vec![about_row(&reason, remedy)]));
        }
        let refusals = self.check_duplicates(&info, &content.note, None).await?;
        if !refusals.is_empty() {
            let definite = refusals.iter().any(|refusal| refusal.code == "duplicate_definite");
            let state = if definite { RowState::Duplicate } else { RowState::Possible };
            return Ok((state, refusals.iter().map(told).collect()));
        }
        let unusual = warnings(&info, context);
        let state = if unusual.is_empty() { RowState::Good } else { RowState::Noted };
        Ok((state, unusual.iter().map(|problem| about_field(problem, content)).collect()))
    }
}

pub(super) fn about_field(problem: &FieldProblem, content: &RowContent) -> Remark {
    let field: Field = problem.field;
    Remark {
        field: Some(field),
        value: content.values.get(&field).cloned().unwrap_or_default(),
        reason: format!("{}（{}）", problem.message().trim_end_matches('。'), problem.basis()),
        remedy: problem.remedy(),
    }
}

fn about_row(reason: &str, remedy: &str) -> Remark {
    Remark { field: None, value: String::new(), reason: reason.to_owned(), remedy: remedy.to_owned() }
}

pub(super) fn told(refusal: &Refusal) -> Remark {
    about_row(&format!("{}（{}）", refusal.what.trim_end_matches('。'), refusal.basis), &refusal.remedy)
}
