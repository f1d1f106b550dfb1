//! What lists show of a person and find it by, read without the rest of the record: neither the sealed items nor what business needs.

use crate::error::Result;
use crate::services::Pupils;
use crate::store::Vars;
use contract::pupil::PupilLine;
use domain::access::Mask;
use domain::codes::{Grade, SchoolSystem, Sex};
use domain::id::{PersonId, UnitId};
use domain::org::OrgPath;
use domain::standing::Standing;
use domain::text::{Kept, ListedAs};
use serde::Deserialize;

/// The columns of [`ListedRow`]: every query that gives it reads these, and an order is by one of them.
pub(super) const COLUMNS: &str = "uid, name, sex, birth_year, school, school_name, path, grade, system, class_name, \
     standing, number_mask, by_pinyin, by_name, by_initials, find, placement";

/// A person as lists need it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ListedRow {
    pub(super) uid: PersonId,
    name: String,
    sex: Sex,
    birth_year: i32,
    pub(super) school: UnitId,
    school_name: String,
    pub(super) path: OrgPath,
    pub(super) grade: u8,
    system: SchoolSystem,
    pub(super) class_name: String,
    pub(super) standing: Standing,
    number_mask: String,
    #[serde(flatten)]
    pub(super) listed: ListedAs,
    /// A column that is not there is read as nothing.
    find: Option<Vec<String>>,
    pub(super) placement: Option<String>,
}

impl ListedRow {
    /// What is kept with the name.
    pub(super) fn kept(&self) -> Kept<'_> {
        Kept {
            by_pinyin: &self.listed.by_pinyin,
            by_name: &self.listed.by_name,
            by_initials: &self.listed.by_initials,
            words: self.find.as_deref().unwrap_or_default(),
        }
    }

    /// Whether a scope holds this person: a school its own, an authority those of the schools below it.
    pub(super) fn is_within(&self, path: &OrgPath) -> bool {
        match path.units().last() {
            Some(unit) if unit.is_school() => self.school == *unit,
            _ => path.covers(&self.path),
        }
    }

    /// The row of a list under a mask.
    pub(super) fn line(&self, mask: Mask) -> PupilLine {
        PupilLine {
            id: self.uid,
            name: mask.name(&self.name),
            sex: self.sex,
            birth_year: self.birth_year,
            school: self.school_name.clone(),
            grade: Grade::new(self.grade, self.system).map(Grade::label).unwrap_or_default(),
            class_name: self.class_name.clone(),
            standing: self.standing.label().to_owned(),
            number: self.number_mask.clone(),
        }
    }
}

impl Pupils<'_> {
    /// These persons as lists need them, in the order the store gives them; who is not there is left out.
    pub(super) async fn listed(&self, people: &[PersonId]) -> Result<Vec<ListedRow>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = people.iter().map(PersonId::to_string).collect();
        let text = format!("SELECT {COLUMNS} FROM $records");
        self.store.rows(&text, Vars::new().records("records", "person", &keys)).await
    }
}
