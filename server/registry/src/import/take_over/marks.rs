//! By what the rows of a take-over are told to be of one child: the marks of a row, and the rows above it that have one of them.

use super::super::check::{SameAs, form_hash};
use super::check::Judged;
use super::model::{TakeOverRow, TakeRow};
use crate::error::Result;
use crate::keyset::TOGETHER;
use crate::person::{NumberRow, document_hash, match_hash};
use crate::services::TakeOvers;
use crate::store::Vars;
use domain::id::PersonId;
use domain::ident::{NumberKind, StudentNumber};
use domain::take_over::Claims;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The column with a mark of each number, those before as well: one number is one pupil's, whichever row calls it former.
const NUMBERS: &str = "number_marks";

/// Where a row stands, for words about it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Place {
    seq: u32,
    file: usize,
    row: u32,
}

/// Marks that are looked for, by column.
#[derive(Default)]
pub(super) struct Marks(BTreeMap<&'static str, BTreeSet<String>>);

/// The first row of each mark, among the rows that were checked.
pub(super) type First = BTreeMap<(&'static str, String), Place>;

impl Marks {
    /// Looks for those of a row as well.
    pub(super) fn ask(&mut self, row: &TakeRow) {
        for (column, mark) in single(row) {
            self.0.entry(column).or_default().extend(mark.cloned());
        }
        self.0.entry(NUMBERS).or_default().extend(row.number_marks.iter().cloned());
    }
}

/// The marks of a row of which it has one at most.
fn single(row: &TakeRow) -> [(&'static str, Option<&String>); 3] {
    [
        ("document_mark", row.document_mark.as_ref()),
        ("person_mark", row.person_mark.as_ref()),
        ("form_mark", row.form_mark.as_ref()),
    ]
}

impl TakeOvers<'_> {
    /// The row with its marks, and where it counts.
    pub(super) fn marked(&self, row: &TakeRow, judged: Option<&Judged>) -> TakeRow {
        let Some(Judged { school, info, claims, .. }) = judged else { return row.clone() };
        let mark = |hash: String| format!("{}|{hash}", row.take_over);
        let mut next = row.clone();
        next.document_mark = document_hash(&*self.vault, info).map(mark);
        next.person_mark = Some(mark(match_hash(&*self.vault, info)));
        next.form_mark = Some(mark(form_hash(&*self.vault, info)));
        let numbers = numbers_of(claims).map(|number| mark(self.pupils().number_hash(number.as_str())));
        // A number that is named twice in one row is one number.
        next.number_marks = numbers.collect::<BTreeSet<String>>().into_iter().collect();
        next.unmatched = claims.number.kind() != NumberKind::Formal;
        next.cell.school = school.id.to_string();
        next.cell.grade = info.grade().absolute();
        claims.status.code().clone_into(&mut next.cell.status);
        next
    }

    /// The rows that were checked already and have these marks.
    pub(super) async fn first_of(&self, asked: Marks) -> Result<First> {
        #[derive(Deserialize)]
        struct Marked {
            mark: String,
            #[serde(flatten)]
            place: Place,
        }
        let mut first = First::new();
        for (column, marks) in asked.0 {
            let marks: Vec<String> = marks.into_iter().collect();
            if column == NUMBERS {
                for mark in marks {
                    let text = "SELECT seq, file, row FROM take_over_row WHERE number_marks CONTAINS $mark";
                    let vars = Vars::new().with("mark", &mark);
                    let places: Vec<Place> = self.store.rows(text, vars).await?;
                    if let Some(place) = places.into_iter().min_by_key(|place| place.seq) {
                        first.insert((column, mark), place);
                    }
                }
                continue;
            }
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

    /// The rows above this one that may be of the same child, in words, and one with a number of this one; this one is remembered.
    pub(super) fn same_as(
        &self,
        take_over: &TakeOverRow,
        row: &TakeRow,
        first: &mut First,
    ) -> (SameAs, Option<String>) {
        let here = Place { seq: row.seq, file: row.file, row: row.row };
        let mut above = |column: &'static str, mark: Option<&String>| {
            let place = *first.entry((column, mark?.clone())).or_insert(here);
            let file = take_over.files.get(place.file).map_or("", |file| file.name.as_str());
            (place.seq < row.seq).then(|| format!("文件「{file}」第 {} 行", place.row))
        };
        let [document, person, form] = single(row).map(|(column, mark)| above(column, mark));
        // Each of them is remembered, also behind the first that is found.
        let numbers: Vec<String> =
            row.number_marks.iter().filter_map(|mark| above(NUMBERS, Some(mark))).collect();
        (SameAs { document, person, form }, numbers.into_iter().next())
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
}

/// Every number a row brings, the one in force first.
pub(super) fn numbers_of(claims: &Claims) -> impl Iterator<Item = &StudentNumber> {
    std::iter::once(&claims.number).chain(&claims.former)
}
