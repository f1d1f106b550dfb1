//! What makes a letter owed: an approved transfer (第十五条), a drop-out (第二十二条). Other services call these inside their own
//! transaction, so that the duty is there with what caused it, or neither is.

use super::{LetterRow, addressed, office};
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::seed;
use crate::services::Letters;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::form::Field;
use domain::id::{LetterId, PersonId, UnitId};
use domain::journal::{LetterDetail, LetterTold};
use domain::letter::{ArchiveHandOver, Content, DropOut, Enclosures, Letter, PupilFacts};
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Letters<'_> {
    /// After a transfer was approved, today, the old school owes the receiving school the archive (第十五条).
    pub(crate) async fn archive_handover_due(
        &self,
        tx: &mut Transaction<'_>,
        person: &PersonRow,
        from: &Unit,
        to: &Unit,
    ) -> Result<LetterId> {
        let on = tx.today();
        // The record has moved already; the class it now names is not the one it left.
        let pupil = PupilFacts {
            school: from.name.clone(),
            class_label: person.grade_label(),
            ..pupil_facts(person)
        };
        let content = Content::ArchiveHandOver(ArchiveHandOver {
            pupil,
            approved_on: on,
            enclosures: Enclosures::default(),
        });
        let letter = self.owed(from, to, Some(person.uid), content, on);
        self.create_owed(tx, &letter, letter.id.to_string(), from, to).await?;
        Ok(letter.id)
    }

    /// When a pupil of compulsory education has dropped out, staying away since that day, the school owes a report to the
    /// township, the county and the competent authority (第二十二条). Where the last two are one unit it is told once; where no
    /// township is on record the report says so.
    ///
    /// # Errors
    /// A refusal when the division in which the school stands has no education authority on record; store failures.
    pub(crate) async fn dropout_reports(
        &self,
        tx: &mut Transaction<'_>,
        person: &PersonRow,
        school: &Unit,
        since: NaiveDate,
    ) -> Result<()> {
        let hukou = person.info(&*self.vault)?.value(Field::HukouPlace).to_owned();
        let township = self.township_of(&hukou, school).await?;
        let county = self.county_of(&school.division, 22).await?;
        let township_missing = township.is_none();
        let mut receivers: Vec<Unit> = township.into_iter().chain([county]).collect();
        let authority = school.competent().ok_or(Error::NotFound("competent authority"))?;
        if receivers.iter().all(|unit| unit.id != *authority) {
            receivers.push(self.units().unit(authority).await?);
        }
        let names: Vec<String> = receivers.iter().map(addressed).collect();
        let today = tx.today();
        for to in &receivers {
            let content = Content::DropOut(DropOut {
                pupil: PupilFacts { school: school.name.clone(), ..pupil_facts(person) },
                since,
                hukou: place(&hukou),
                receivers: names.clone(),
                township_missing,
                circumstances: String::new(),
            });
            let letter = self.owed(school, to, Some(person.uid), content, today);
            self.create_owed(tx, &letter, letter.id.to_string(), school, to).await?;
        }
        Ok(())
    }

    pub(super) fn owed(
        &self,
        from: &Unit,
        to: &Unit,
        about: Option<PersonId>,
        content: Content,
        on: NaiveDate,
    ) -> Letter {
        let id = LetterId::new(self.store.new_id());
        let calendar = self.working_days().calendar_at(&from.path);
        Letter::owe(id, office(from), office(to), about, content, on, &calendar)
    }

    /// Puts a letter that is owed into the transaction, and into the journal of the pupil it is about.
    pub(super) async fn create_owed(
        &self,
        tx: &mut Transaction<'_>,
        letter: &Letter,
        once: String,
        from: &Unit,
        to: &Unit,
    ) -> Result<()> {
        LetterRow::new(&*self.vault, letter, once, from, to).create(&*self.vault, &mut tx.work, letter);
        let Some(person) = letter.about else { return Ok(()) };
        let owed = NewEntry::of(LetterDetail::Owed(LetterTold::from(letter))).by(the_system());
        tx.tell_entry(person, owed).await
    }

    /// The education authority of a division: its first six digits. Cities without counties (不设区的市) answer for themselves.
    ///
    /// # Errors
    /// A refusal on that article when the division has none on record.
    pub(super) async fn county_of(&self, division: &str, article: u8) -> Result<Unit> {
        let found = match division.get(..6).and_then(|code| code.parse::<UnitId>().ok()) {
            Some(code) => self.store.get::<Unit>("unit", code.as_str()).await?,
            None => None,
        };
        let county = found.filter(|unit| matches!(unit.kind, UnitKind::County | UnitKind::City));
        county.ok_or_else(|| {
            let what = match division {
                "" => "没有登记区划代码，无法确定接收的县级教育行政部门。".to_owned(),
                code => format!("区划代码 {code} 没有对应的县级教育行政部门。"),
            };
            let remedy = "请核对区划代码；代码无误的，请上级系统管理员登记该单位。";
            Refusal::new(RefusalCode::NoCounty, Basis::Article(article), what, remedy).into()
        })
    }

    /// The township (乡镇人民政府) to which the child belongs: the first nine digits of the 户口所在地, where they name a township of
    /// the county in which the school stands; otherwise the school's own, or that county's if it has exactly one on record.
    async fn township_of(&self, hukou: &str, school: &Unit) -> Result<Option<Unit>> {
        let named = match hukou.get(..9).and_then(|code| code.parse::<UnitId>().ok()) {
            Some(code) => self.store.get::<Unit>("unit", code.as_str()).await?,
            None => None,
        };
        let here = |unit: &Unit| unit.kind == UnitKind::Township && unit.division == school.division;
        if let Some(unit) = named.filter(here) {
            return Ok(Some(unit));
        }
        if let Some(township) = school.school.as_ref().and_then(|school| school.township.as_ref()) {
            return self.store.get("unit", township.as_str()).await;
        }
        let Ok(county) = school.division.parse::<UnitId>() else { return Ok(None) };
        let mut townships = self.units().units_below(&county).await?;
        townships.retain(here);
        Ok(if townships.len() == 1 { townships.pop() } else { None })
    }
}

pub(super) fn pupil_facts(person: &PersonRow) -> PupilFacts {
    PupilFacts {
        name: person.name.clone(),
        sex: person.sex,
        number: person.number_mask.clone(),
        school: person.school_name.clone(),
        class_label: format!("{}{}", person.grade_label(), person.class_name),
    }
}

/// A division in words.
pub(super) fn place(code: &str) -> String {
    seed::place_name(code).unwrap_or_else(|| code.to_owned())
}
