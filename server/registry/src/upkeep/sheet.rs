//! The grid of a class, or of all classes of a grade.

use super::{AskedUpkeep, TypedRow, held};
use crate::error::Result;
use crate::services::Upkeeps;
use contract::upkeep::{UpkeepRow, UpkeepSheet};
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::Field;
use domain::form::upkeep::upkeep_of;
use domain::id::PersonId;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

/// Columns at most: more do not fit on a page.
const COLUMNS: usize = 6;
/// Pupils on one page.
const ROWS: usize = 300;

/// Which grid: the pupils, and the items beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedColumns {
    /// 1–12
    pub grade: u8,
    /// 班级; none for every class of the grade.
    pub class_name: Option<String>,
    /// The items, at most six.
    pub fields: Vec<Field>,
}

impl Upkeeps<'_> {
    /// The grid with what is on record. Without items it is the list of the pupils.
    ///
    /// # Errors
    /// A refusal for who keeps no records, and for items that are not the school's to keep; store failures.
    pub async fn upkeep_sheet(&self, actor: &Actor, asked: &AskedColumns) -> Result<UpkeepSheet> {
        let school = self.own_school(actor).await?;
        let closed: Vec<Refusal> = asked
            .fields
            .iter()
            .filter(|field| !upkeep_of(**field).is_open())
            .map(|field| {
                let what = format!("「{}」不由学校直接维护。", field.label());
                let way = upkeep_of(*field);
                Refusal::new(RefusalCode::Items, Basis::Article(way.article()), what, way.other_way())
            })
            .collect();
        if !closed.is_empty() {
            return Err(closed.into());
        }
        if asked.fields.len() > COLUMNS {
            let what = format!("一次最多维护 {COLUMNS} 个项目。");
            return Err(Refusal::new(RefusalCode::Items, Basis::Procedure, what, "请分几次维护。").into());
        }
        let mut people = self.on_roll(&school, asked.grade, asked.class_name.as_deref(), ROWS + 1).await?;
        let more = people.len() > ROWS;
        people.truncate(ROWS);
        let mut rows = Vec::with_capacity(people.len());
        for row in &people {
            let info = row.info(&*self.vault)?;
            let cells = asked.fields.iter().map(|field| held(actor, row, &info, *field));
            rows.push(UpkeepRow {
                id: row.uid,
                name: row.name.clone(),
                class_name: row.class_name.clone(),
                standing: row.standing.label().to_owned(),
                stamp: self.stamp(row, &info),
                cells: cells.collect(),
            });
        }
        let seen: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
        self.access_log().saw(actor, Function::UpkeepSheet, &seen).await?;
        let classes = self.classes_of(&school, asked.grade).await?;
        Ok(UpkeepSheet { columns: asked.fields.clone(), rows, classes, more })
    }
}

impl AskedUpkeep {
    /// The same pupils moved to one class (调班): each by id and the mark of what was shown.
    pub fn moves(people: &[(PersonId, String)], class_name: &str, reason: &str, new_classes: bool) -> Self {
        let typed = |stamp: &String| TypedRow {
            stamp: stamp.clone(),
            values: BTreeMap::from([(Field::ClassName, class_name.to_owned())]),
            unread: BTreeMap::new(),
        };
        let rows = people.iter().map(|(id, stamp)| (*id, typed(stamp))).collect();
        Self { rows, reason: reason.to_owned(), new_classes }
    }
}
