//! What changes the record of a person, with the plain columns that are kept in step.

use super::{PersonRow, Standing, duplicates, search};
use crate::error::Result;
use crate::vault::Cipher;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::archive::filled::Items;
use domain::calendar::{entry_year, grade_year};
use domain::case::abroad::Period;
use domain::codes::PupilStatus;
use domain::form::{BasicInfo, Field};
use domain::privacy::{is_optional, optional_items};
use std::collections::BTreeSet;

impl PersonRow {
    /// By what a pupil stands in lists of several classes: the grade, the number of the class, the sound of the name.
    pub(crate) fn class_place(&self) -> (u8, String, String) {
        (self.grade, domain::text::class_place(&self.class_name), self.listed.by_pinyin.clone())
    }

    /// Takes the optional items out of the record for good. Gives those that had a value.
    pub(crate) fn erase_optional(&mut self, vault: &dyn Cipher) -> Result<BTreeSet<Field>> {
        let info = self.info(vault)?;
        let filled: BTreeSet<Field> = optional_items().filter(|field| info.get(*field).is_some()).collect();
        if !filled.is_empty() {
            // No telephone is among them.
            self.write_info(vault, &info.without(is_optional), None);
        }
        Ok(filled)
    }

    /// Writes information that changes at this moment. A guardian's telephone that was not in the record before is known to be new
    /// (第十条: no code is sent to it for a while).
    pub(crate) fn set_info(&mut self, vault: &dyn Cipher, info: &BasicInfo, now: DateTime<Utc>) {
        self.write_info(vault, info, Some(now));
    }

    /// Seals new information and keeps the plain columns in step with it.
    pub(super) fn write_info(&mut self, vault: &dyn Cipher, info: &BasicInfo, now: Option<DateTime<Utc>>) {
        self.keep_telephones(vault, info, now);
        self.sealed = vault.seal_value(info, &format!("person/{}", self.uid));
        self.name = info.name().to_owned();
        (self.pinyin, self.initials) = domain::text::sounds(&self.name);
        self.listed = domain::text::listed_as(&self.name, &self.uid.to_string());
        self.find = domain::text::find_words(&self.name);
        self.lookup = search::lookup(vault, info);
        self.sex = info.sex();
        self.birth_year = info.birth_date().year();
        self.grade = info.grade().absolute();
        self.class_name = info.get(Field::ClassName).unwrap_or_default().to_owned();
        self.document_mask = info.document().masked();
        self.document_hash = duplicates::document_hash(vault, info);
        self.match_hash = duplicates::match_hash(vault, info);
        self.phone_hash = duplicates::phone_hash(vault, info);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.items =
            Some(Items { required: count(info.required().count()), lacking: count(info.lacking().count()) });
        self.set_blocks(vault, info);
    }

    /// Keeps the keys of the check for problem records in step with the information.
    pub(crate) fn set_blocks(&mut self, vault: &dyn Cipher, info: &BasicInfo) {
        self.block_hash = Some(duplicates::block_hash(vault, info, &self.pinyin));
        self.kin_hash = duplicates::kin_hash(vault, info, &self.pinyin);
    }

    /// Puts a pupil into another standing. An absence lasts while the pupil should be at this school, and through a drop-out that
    /// was confirmed; with anything else it ends.
    pub(crate) fn set_standing(&mut self, standing: Standing) {
        if !matches!(standing, Standing::Pupil(PupilStatus::InSchool | PupilStatus::Lost)) {
            self.end_absence();
        }
        // Whoever is in school again, or gone, is nobody's drop-out.
        if standing != Standing::Pupil(PupilStatus::Lost) {
            self.followed = None;
        }
        self.standing = standing;
        self.status = standing.key().to_owned();
    }

    /// The absence is over: another one begins with its own first day.
    pub(crate) fn end_absence(&mut self) {
        self.absent_since = None;
        self.follow_ups = 0;
    }

    pub(crate) fn set_number(&mut self, vault: &dyn Cipher, number: &domain::ident::StudentNumber) {
        self.number_sealed = Some(vault.seal_value(&number.as_str(), &format!("number/{}", self.uid)));
        self.number_mask = number.masked();
        self.number_tail = search::tail_hash(vault, number.as_str());
    }

    /// Takes the number off a record whose take-over was undone: nothing was ever done under it here.
    pub(crate) fn without_number(&mut self) {
        self.number_sealed = None;
        self.number_mask = String::new();
        self.number_tail = None;
    }

    /// Puts down for which school year a child who is registered has the grade on the form: who enters a stage in summer is
    /// registered with the grade of the year to come.
    pub(crate) fn registered_with_grade(&mut self, info: &BasicInfo, today: NaiveDate) {
        let entered = info.get(Field::EntryMonth).and_then(|month| {
            Some(entry_year(NaiveDate::parse_from_str(&format!("{month}01"), "%Y%m%d").ok()?))
        });
        self.grade_of = Some(grade_year(today)).max(entered);
    }

    /// Who leaves for a school outside the country.
    pub(crate) fn leaves_for(&mut self, country: &str, on: NaiveDate) {
        self.abroad.push(Period { country: country.to_owned(), from: on, until: None });
    }

    /// The time abroad that lasts is over.
    pub(crate) fn back_from_abroad(&mut self, on: NaiveDate) {
        for period in self.abroad.iter_mut().filter(|period| period.until.is_none()) {
            period.until = Some(on);
        }
    }
}
