//! What makes a letter owed: an approved transfer (第十五条), a drop-out (第二十二条). Other services call these inside their own
//! transaction, so that the duty is there with what caused it, or neither is.

use super::{LetterRow, addressed, office};
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::seed;
use crate::services::Letters;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::{Days, NaiveDate};
use domain::form::Field;
use domain::id::{LetterId, PersonId, UnitId};
use domain::journal::{LetterDetail, LetterTold};
use domain::letter::{
    ArchiveHandOver, Content, DropOut, Enclosures, Letter, LetterKind, LetterState, PupilFacts,
};
use domain::org::{OrgPath, Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::RuleKey;
use std::collections::BTreeSet;

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
            kept_by: None,
            closed: false,
            enclosures: Enclosures::default(),
        });
        let letter = self.owed(from, to, Some(person.uid), content, on);
        self.create_owed(tx, &letter, letter.id.to_string(), from, to).await?;
        Ok(letter.id)
    }

    /// A child who had dropped out is taken in by a school: the county of household registration that kept the archive owes it to that
    /// school, as the old school would (第十五条); or to the last school where the record was `closed` because the compulsory years are over
    /// (第九条). `before` is the record as it stood.
    pub(super) async fn kept_archive_due(
        &self,
        tx: &mut Transaction<'_>,
        before: &PersonRow,
        (county, to): (&Unit, &Unit),
        closed: bool,
    ) -> Result<()> {
        let on = tx.today();
        let content = Content::ArchiveHandOver(ArchiveHandOver {
            pupil: pupil_facts(before),
            approved_on: on,
            kept_by: Some(addressed(county)),
            closed,
            enclosures: Enclosures::default(),
        });
        let letter = self.owed(county, to, Some(before.uid), content, on);
        self.create_owed(tx, &letter, letter.id.to_string(), county, to).await
    }

    /// The day of a drop-out: the absence has lasted as long as the province's rule says.
    pub(crate) fn dropped_out_by_rule(&self, path: &OrgPath, since: NaiveDate) -> NaiveDate {
        let days = self.rules().rules_for(path).number(RuleKey::DropoutConfirmDays);
        since + Days::new(u64::from(days))
    }

    /// A drop-out that was not confirmed: its reports that are not sent are not to be. What was sent is with its receiver, who gives a
    /// receipt for it.
    pub(crate) async fn dropout_reports_off(&self, tx: &mut Transaction<'_>, person: PersonId) -> Result<()> {
        let (kinds, why) = ([LetterKind::DropOutReport], "辍学认定未通过或已撤回，不再报告。");
        self.call_off(tx, person, (&kinds, |state| !state.is_sent()), why).await?;
        Ok(())
    }

    /// Whether a drop-out with this first day of absence is reported, or a report of it is under way.
    pub(crate) async fn is_dropout_reported(&self, person: PersonId, since: NaiveDate) -> Result<bool> {
        let reports = self.dropout_reports_of(person, since).await?;
        Ok(reports.iter().any(|report| report.state != LetterState::Cancelled))
    }

    /// The reports of a drop-out with this first day of absence, cancelled ones among them.
    async fn dropout_reports_of(&self, person: PersonId, since: NaiveDate) -> Result<Vec<Letter>> {
        let text = "SELECT * FROM letter WHERE about = $person AND kind = 'drop_out_report'";
        let rows: Vec<LetterRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let letters = rows.iter().map(|row| row.letter(&*self.vault)).collect::<Result<Vec<_>>>()?;
        let of_that_day = |letter: &Letter| matches!(&letter.content, Content::DropOut(report) if report.since == since && report.closed_on.is_none());
        Ok(letters.into_iter().filter(of_that_day).collect())
    }

    /// When a pupil of compulsory education has dropped out, staying away since that day, the school owes a report to the
    /// township, the county and the competent authority (第二十二条). It is owed from the drop-out itself, which the school reports when it
    /// asks for it to be confirmed, not from the authority's approval. Asked again, nothing is owed twice; after a refusal it is owed
    /// again to those to whom it had not been sent. Where the last two are one unit it is told once; where no township is on record the
    /// report says so.
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
        let reports = self.dropout_reports_of(person.uid, since).await?;
        let (off, told): (Vec<_>, Vec<_>) =
            reports.into_iter().partition(|report| report.state == LetterState::Cancelled);
        if off.is_empty() && !told.is_empty() {
            return Ok(());
        }
        let told: BTreeSet<UnitId> = told.into_iter().map(|report| report.to.unit).collect();
        let owed_on = self.dropped_out_by_rule(&school.path, since).min(tx.today());
        let (receivers, report) = self.dropout_report(person, school, since).await?;
        for to in receivers.iter().filter(|unit| !told.contains(&unit.id)) {
            let content = Content::DropOut(report.clone());
            let letter = self.owed(school, to, Some(person.uid), content, owed_on);
            self.create_owed(tx, &letter, letter.id.to_string(), school, to).await?;
        }
        Ok(())
    }

    /// When the record of a child who dropped out was closed because the compulsory years are over, the school owes the same units a last
    /// report (第二十二条), and the county of household registration that followed the child. `before` is the record as it stood.
    ///
    /// # Errors
    /// As [`Letters::dropout_reports`](crate::services::Letters::dropout_reports).
    pub(crate) async fn dropout_closed_reports(
        &self,
        tx: &mut Transaction<'_>,
        before: &PersonRow,
        school: &Unit,
    ) -> Result<()> {
        let on = tx.today();
        let since = before.absent_since.unwrap_or(before.entry_date);
        let (mut receivers, mut report) = self.dropout_report(before, school, since).await?;
        if let Some(by) =
            before.followed.as_ref().filter(|by| receivers.iter().all(|unit| unit.id != by.unit))
        {
            receivers.push(self.units().unit(&by.unit).await?);
            report.receivers.push(by.name.clone());
        }
        report.closed_on = Some(on);
        for to in &receivers {
            let letter = self.owed(school, to, Some(before.uid), Content::DropOut(report.clone()), on);
            self.create_owed(tx, &letter, letter.id.to_string(), school, to).await?;
        }
        Ok(())
    }

    /// What a report of a drop-out says, and the units that get it.
    async fn dropout_report(
        &self,
        person: &PersonRow,
        school: &Unit,
        since: NaiveDate,
    ) -> Result<(Vec<Unit>, DropOut)> {
        let hukou = person.info(&*self.vault)?.value(Field::HukouPlace).to_owned();
        let township = self.township_of(&hukou, school).await?;
        let county = self.county_around(school, 22).await?;
        let township_missing = township.is_none();
        let mut receivers: Vec<Unit> = township.into_iter().chain([county]).collect();
        let authority = school.competent().ok_or(Error::NotFound("competent authority"))?;
        if receivers.iter().all(|unit| unit.id != *authority) {
            receivers.push(self.units().unit(authority).await?);
        }
        let report = DropOut {
            pupil: PupilFacts { school: school.name.clone(), ..pupil_facts(person) },
            since,
            hukou: place(&hukou),
            receivers: receivers.iter().map(addressed).collect(),
            township_missing,
            closed_on: None,
            circumstances: String::new(),
        };
        Ok((receivers, report))
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
        self.at_work(county).await?.ok_or_else(|| {
            let what = match division {
                "" => "没有登记区划代码，无法确定接收的县级教育行政部门。".to_owned(),
                code => format!("区划代码 {code} 没有对应的县级教育行政部门。"),
            };
            let remedy = "请核对区划代码；代码无误的，请上级系统管理员登记该单位。";
            Refusal::new(RefusalCode::NoCounty, Basis::Article(article), what, remedy).into()
        })
    }

    /// A unit that was not ended: nobody would receive what is sent to the others.
    async fn at_work(&self, unit: Option<Unit>) -> Result<Option<Unit>> {
        match unit {
            Some(unit) if self.schools().school_is_closed(&unit.id).await? => Ok(None),
            unit => Ok(unit),
        }
    }

    /// The county in which a school stands. A school that has only its authority's own division stands nowhere yet.
    ///
    /// # Errors
    /// A refusal on that article when the county is not on record; store failures.
    pub(super) async fn county_around(&self, school: &Unit, article: u8) -> Result<Unit> {
        if self.schools().stands_nowhere(school).await? {
            let what = format!("{}还没有登记所在县（区），不能确定送达的县级教育行政部门。", school.name);
            let remedy = "请学籍主管部门在“学校与档案保管”中提出“变更所在地”。";
            return Err(Refusal::new(RefusalCode::NoCounty, Basis::Article(article), what, remedy).into());
        }
        self.county_of(&school.division, article).await
    }

    /// The township (乡镇人民政府) to which the child belongs: the first nine digits of the 户口所在地, where they name a township of
    /// the county in which the school stands; otherwise the school's own, or that county's if it has exactly one on record.
    async fn township_of(&self, hukou: &str, school: &Unit) -> Result<Option<Unit>> {
        let named = match hukou.get(..9).and_then(|code| code.parse::<UnitId>().ok()) {
            Some(code) => self.store.get::<Unit>("unit", code.as_str()).await?,
            None => None,
        };
        let here = |unit: &Unit| unit.kind == UnitKind::Township && unit.division == school.division;
        if let Some(unit) = self.at_work(named.filter(here)).await? {
            return Ok(Some(unit));
        }
        if let Some(township) = school.school.as_ref().and_then(|school| school.township.as_ref()) {
            return self.store.get("unit", township.as_str()).await;
        }
        let Ok(county) = school.division.parse::<UnitId>() else { return Ok(None) };
        let mut townships = self.units().townships_of(&county).await?;
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
