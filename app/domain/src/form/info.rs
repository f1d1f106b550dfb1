//! Validated, canonical values of the form.

use super::check::{FormContext, asked, canonical_all, problems_of, said};
use super::guardianship::{Guardianship, kinship_label};
use super::{Block, Field, FieldKind, FieldProblem, Places};
use crate::codes::{Grade, SchoolSystem, SchoolType, Sex};
use crate::ident::{Document, DocumentKind, NativeName, OwnName, PersonName, mask};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The filled items of one pupil, canonical: codes as wire codes, days as `YYYY-MM-DD`, divisions of twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicInfo {
    values: BTreeMap<Field, String>,
    system: SchoolSystem,
}

impl BasicInfo {
    pub(super) fn new(values: BTreeMap<Field, String>, system: SchoolSystem) -> Self {
        Self { values, system }
    }

    /// The kept value of an item, none when it is empty.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.values.get(&field).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The kept value of an item, empty when there is none.
    pub fn value(&self, field: Field) -> &str {
        self.get(field).unwrap_or_default()
    }

    /// The filled items.
    pub fn filled(&self) -> impl Iterator<Item = (Field, &str)> {
        self.values.iter().map(|(field, value)| (*field, value.as_str()))
    }

    /// The items that have to be filled for this child.
    pub fn required(&self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(|field| asked(*field, &self.values))
    }

    /// Those of them that are not filled.
    pub fn lacking(&self) -> impl Iterator<Item = Field> {
        self.required().filter(|field| self.get(*field).is_none())
    }

    /// The same without some items: what is shown when a consent was withdrawn.
    #[must_use]
    pub fn without(mut self, leave_out: impl Fn(Field) -> bool) -> Self {
        self.values.retain(|field, _| !leave_out(*field));
        self
    }

    /// 姓名
    pub fn name(&self) -> &str {
        self.value(Field::Name)
    }

    /// 民族文字姓名, with its language.
    pub fn own_name(&self) -> Option<OwnName> {
        super::own_name::of(&self.values)
    }

    /// 性别
    pub fn sex(&self) -> Sex {
        Sex::from_code(self.value(Field::Sex)).unwrap_or(Sex::Male)
    }

    /// 出生日期
    pub fn birth_date(&self) -> NaiveDate {
        self.value(Field::BirthDate).parse().unwrap_or_default()
    }

    /// The identity document.
    pub fn document(&self) -> Document {
        self.document_of(Field::IdKind, Field::IdNumber)
    }

    /// What tells the identity document from every other; none without a number.
    pub fn document_key(&self) -> Option<String> {
        self.document().key(self.value(Field::Nationality))
    }

    fn document_of(&self, kind: Field, number: Field) -> Document {
        let kind = DocumentKind::from_code(self.value(kind)).unwrap_or(DocumentKind::None);
        let number = self.value(number);
        Document::parse(kind, number).unwrap_or_else(|_| Document::kept(kind, number))
    }

    /// 年级
    pub fn grade(&self) -> Grade {
        let absolute = self.value(Field::Grade).parse().unwrap_or(1);
        Grade::new(absolute, self.system).unwrap_or_else(|| Grade::first(self.system))
    }

    /// The members who are guardians.
    pub fn guardians(&self) -> Vec<GuardianLine<'_>> {
        let line = |slot: GuardianSlot| {
            let [name, kinship, guardian, number, phone, note] = slot.fields();
            let institution = self.guardianship(slot) == Guardianship::Institution;
            (self.get(guardian) == Some("1")).then(|| GuardianLine {
                slot,
                name: self.value(name),
                kinship: self.value(kinship),
                institution: self.get(note).filter(|_| institution),
                number: self.get(number),
                phone: self.value(phone),
            })
        };
        GuardianSlot::ALL.into_iter().filter_map(line).collect()
    }

    /// What one of the two entries holds.
    pub fn guardianship(&self, slot: GuardianSlot) -> Guardianship {
        Guardianship::of(slot.block(), &self.values)
    }

    /// Telephone of the first guardian, by which records of one child are found: none where that is an institution, which has many.
    pub fn guardian_phone(&self) -> Option<&str> {
        let first = self.guardians().into_iter().next()?;
        Some(first.phone).filter(|phone| !phone.is_empty() && first.institution.is_none())
    }

    /// The item as people read it.
    pub fn display(&self, field: Field) -> String {
        field.display_value(self.value(field))
    }

    /// The item as it is shown to those who need not know it whole.
    pub fn masked(&self, field: Field) -> String {
        self.mask_value(field, self.value(field))
    }

    /// Another value of an item under the same mask: old and new in the timeline.
    pub fn mask_value(&self, field: Field, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        match field.kind() {
            FieldKind::Name => PersonName::parse(value).map_or_else(|_| "*".into(), |name| name.masked()),
            FieldKind::NativeName => {
                NativeName::parse(value).map_or_else(|_| "*".into(), |name| name.masked())
            }
            _ if !field.is_sensitive() => field.display_value(value),
            FieldKind::Document => mask(value, 3, 2),
            FieldKind::Phone => mask(value, 3, 2),
            FieldKind::Date => format!("{}年", value.get(..4).unwrap_or("****")),
            FieldKind::Text(_) => {
                let head: String = value.chars().take(6).collect();
                if value.chars().count() > 6 { format!("{head}****") } else { "****".into() }
            }
            _ => "已登记".into(),
        }
    }

    /// The items whose kept value is none that this form would keep: for a record that comes from elsewhere. An item that is
    /// lacking is not strange.
    pub fn strange(&self, today: NaiveDate) -> Vec<Field> {
        let context = FormContext {
            today,
            school_type: SchoolType::Primary,
            stages: Vec::new(),
            system: self.system,
            places: Places::default(),
        };
        let kept = canonical_all(&self.values, &context);
        let strange = |field: &Field, value: &str| match field.is_importable() {
            true => !value.is_empty() && kept.get(field).map(String::as_str) != Some(value),
            false => value.chars().count() > 200 || value.chars().any(char::is_control),
        };
        self.values.iter().filter(|(field, value)| strange(field, value)).map(|(field, _)| *field).collect()
    }

    /// This record with other values for some items. Problems of items that are not asked about and were there before do not
    /// count: an old record may have its own.
    ///
    /// # Errors
    /// Every problem that the change has or brings.
    pub fn with_changes(
        &self,
        changes: &BTreeMap<Field, String>,
        context: &FormContext,
    ) -> Result<Self, Vec<FieldProblem>> {
        let before = problems_of(&self.values, context);
        self.changed(changes, context, |problem| {
            changes.contains_key(&problem.field) || !before.contains(problem)
        })
    }

    /// The information after a move to another grade or class that was decided by itself: only what is wrong with the moved
    /// items counts. Who repeats, skips or is promoted in August is a year off the usual age and month of entry.
    ///
    /// # Errors
    /// Everything that is wrong with the moved items.
    pub fn moved(
        &self,
        changes: &BTreeMap<Field, String>,
        context: &FormContext,
    ) -> Result<Self, Vec<FieldProblem>> {
        self.changed(changes, context, |problem| {
            changes.contains_key(&problem.field) && problem.field != Field::EntryMonth
        })
    }

    fn changed(
        &self,
        changes: &BTreeMap<Field, String>,
        context: &FormContext,
        counts: impl Fn(&FieldProblem) -> bool,
    ) -> Result<Self, Vec<FieldProblem>> {
        let mut raw = self.values.clone();
        raw.extend(changes.iter().map(|(field, value)| (*field, value.clone())));
        let mut problems = problems_of(&raw, context);
        problems.retain(counts);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut values = self.values.clone();
        for (field, value) in canonical_all(&raw, context) {
            if changes.contains_key(&field) {
                values.insert(field, value);
            }
        }
        for field in changes.keys() {
            if said(*field, &raw).is_none() {
                values.remove(field);
            }
        }
        Ok(Self { values, system: self.system })
    }
}

/// Which of the two members of the family on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardianSlot {
    /// 成员一
    First,
    /// 成员二
    Second,
}

impl GuardianSlot {
    /// Both.
    pub const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.key() == key)
    }

    /// The block of the form.
    pub fn block(self) -> Block {
        match self {
            Self::First => Block::Member1,
            Self::Second => Block::Member2,
        }
    }

    /// Name, kinship, whether a guardian, document number, telephone, what is said of the kinship.
    pub fn fields(self) -> [Field; 6] {
        match self {
            Self::First => [
                Field::Member1Name,
                Field::Member1Kinship,
                Field::Member1Guardian,
                Field::Member1IdNumber,
                Field::Member1Phone,
                Field::Member1KinshipNote,
            ],
            Self::Second => [
                Field::Member2Name,
                Field::Member2Kinship,
                Field::Member2Guardian,
                Field::Member2IdNumber,
                Field::Member2Phone,
                Field::Member2KinshipNote,
            ],
        }
    }
}

/// A guardian on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardianLine<'a> {
    /// Which entry.
    pub slot: GuardianSlot,
    /// Name.
    pub name: &'a str,
    /// 与学生的关系, its code.
    pub kinship: &'a str,
    /// The name of the institution that has the care of the child; the name is then that of who answers for it, the number its own.
    pub institution: Option<&'a str>,
    /// Document number, none when it is not on record.
    pub number: Option<&'a str>,
    /// Telephone.
    pub phone: &'a str,
}

impl GuardianLine<'_> {
    /// 与学生的关系 in words.
    pub fn kinship_label(&self) -> String {
        kinship_label(self.kinship, self.institution)
    }
}
