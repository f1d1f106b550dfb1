//! The register read: by school and year, and whose certificate is still to be issued.

use super::{CertificateRow, once_instead_of};
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::printout::AskedPrint;
use crate::services::Certificates;
use crate::store::Vars;
use chrono::{Datelike, NaiveDate};
use contract::Page;
use contract::certificate::{CertificateLine, CertificatePage, CertificatesView, WaitingCertificate};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::case::Payload;
use domain::case::completion::Completion;
use domain::certificate::{Certificate, CertificateState};
use domain::id::{CaseId, CertificateId, PersonId, UnitId};
use domain::org::OrgPath;
use domain::text::{class_place, name_place};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Lines on one page.
const PAGE: usize = 100;
/// Completions read at once.
const CHUNK: usize = 500;

#[derive(Deserialize)]
struct YearRow {
    year: i32,
}

#[derive(Deserialize)]
struct IssuedFor {
    completion: CaseId,
}

impl Certificates<'_> {
    /// The page of a register: of the own school's, or for an authority of the school that was chosen, with those to choose from: by what was
    /// typed to find one. The only one that is found is chosen.
    ///
    /// # Errors
    /// As [`Certificates::list_certificates`](crate::services::Certificates::list_certificates).
    pub async fn certificates_view(
        &self,
        actor: &Actor,
        school: Option<&UnitId>,
        year: Option<i32>,
        after: Option<CertificateId>,
        find: &str,
    ) -> Result<CertificatesView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let in_school = own.id.is_school();
        let find = domain::text::line(find).text;
        let (mut schools, mut more_schools, mut only) = (Vec::new(), false, None);
        if !in_school {
            let choice = self.units().schools_to_choose(&own.id, &find).await?;
            (schools, more_schools) = (choice.schools, choice.more);
            only = match &schools[..] {
                [(school, _)] if !find.is_empty() => Some(school.clone()),
                _ => None,
            };
        } else {
            let followed = self.schools().followed_by(&own.id).await?;
            if !followed.is_empty() {
                schools.push((own.id.clone(), own.name.clone()));
            }
            for school in followed {
                let unit = self.units().unit(&school).await?;
                schools.push((unit.id, unit.name));
            }
        }
        let school = school.or(only.as_ref());
        if !in_school && school.is_none() {
            // Leave is asked of the policy even where there is nothing to show yet.
            authorise(actor, Action::ReadLetters, &Target::Unit(&own.path))?;
            let year = self.store.clock.today().year();
            let page = CertificatePage {
                school: own.id.clone(),
                school_name: own.name.clone(),
                year,
                years: vec![year, year - 1],
                register: Page::empty(),
                waiting: Vec::new(),
            };
            return Ok(CertificatesView {
                page,
                schools,
                more_schools,
                find,
                may_print: false,
                classes: Vec::new(),
                numbering: None,
            });
        }
        let page = self.list_certificates(actor, school, year, after).await?;
        let list = AskedPrint::Graduates { year: page.year };
        let may_print = page.school == own.id && self.prints().can_print(actor, &list).await;
        let classes = if may_print { self.certificate_classes(actor, page.year).await? } else { Vec::new() };
        let numbering = self.certificate_numbering(actor, &page.school, page.year).await?;
        if !in_school && schools.iter().all(|(school, _)| *school != page.school) {
            // What is shown stands among what can be chosen, whatever was looked for.
            schools.push((page.school.clone(), page.school_name.clone()));
        }
        Ok(CertificatesView { page, schools, more_schools, find, may_print, classes, numbering })
    }

    /// A school's register of a year: the own school's, or for its competent authority's people that of a school directly below.
    ///
    /// # Errors
    /// [`Error::NotFound`] for other schools.
    pub async fn list_certificates(
        &self,
        actor: &Actor,
        school: Option<&UnitId>,
        year: Option<i32>,
        after: Option<CertificateId>,
    ) -> Result<CertificatePage> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(school.unwrap_or(&own.id)).await?;
        let follows = unit.id != own.id && self.schools().follows(&unit.id).await?.as_ref() == Some(&own.id);
        let read = if follows { &own.path } else { &unit.path };
        authorise(actor, Action::ReadCertificates, &Target::Unit(read)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("school") }
        })?;
        let this_year = self.store.clock.today().year();
        let year = year.unwrap_or(this_year);
        let text = "SELECT year FROM certificate WHERE unit = $unit GROUP BY year";
        let found: Vec<YearRow> = self.store.rows(text, Vars::new().with("unit", &unit.id)).await?;
        let years: BTreeSet<i32> =
            found.into_iter().map(|row| row.year).chain([this_year, this_year - 1, year]).collect();
        let mut vars = Vars::new().with("unit", &unit.id).with("year", year);
        // What another unit issued in the school's place stands in the school's register, too.
        let mut condition = "(unit = $unit OR numbered_by = $unit) AND year = $year".to_owned();
        if let Some(after) = after {
            condition.push_str(" AND uid > $after");
            vars = vars.with("after", after);
        }
        let text = format!("SELECT * FROM certificate WHERE {condition} ORDER BY uid LIMIT {}", PAGE + 1);
        let mut rows: Vec<CertificateRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(self.certificate_line(actor, row, follows).await?);
        }
        let waiting = if authorise(actor, Action::IssueCertificates, &Target::Unit(&unit.path)).is_ok() {
            self.waiting_certificates(&unit.id, &unit.path, year).await?
        } else {
            Vec::new()
        };
        let shown: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        self.access_log().saw(actor, Function::Certificates, &shown).await?;
        Ok(CertificatePage {
            school: unit.id,
            school_name: unit.name,
            year,
            years: years.into_iter().rev().collect(),
            register: Page { rows: lines, next },
            waiting,
        })
    }

    /// One line of a register that the actor may read.
    ///
    /// # Errors
    /// As [`Certificates::list_certificates`](crate::services::Certificates::list_certificates).
    pub async fn certificate(&self, actor: &Actor, id: CertificateId) -> Result<CertificateLine> {
        let row = self.certificate_row(id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("certificate"))?;
        let follows = self.answers_for(&own.id, &row).await?;
        let read = if follows { &own.path } else { &row.path };
        authorise(actor, Action::ReadCertificates, &Target::Unit(read)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("certificate") }
        })?;
        self.access_log().saw(actor, Function::Certificate, &[row.person]).await?;
        let line = self.certificate_line(actor, &row, follows).await?;
        let year = self.store.clock.today().year();
        let numbering = match line.may_replace {
            true => self.certificate_numbering(actor, row.school(), year).await?,
            false => None,
        };
        Ok(CertificateLine { numbering, ..line })
    }

    /// `follows`: whether the actor's unit answers for the school that issued it.
    async fn certificate_line(
        &self,
        actor: &Actor,
        row: &CertificateRow,
        follows: bool,
    ) -> Result<CertificateLine> {
        let may = |action| authorise(actor, action, &Target::Unit(&row.path)).is_ok();
        let own = actor.unit.as_ref().map(|unit| &unit.path);
        let in_place = follows
            && own.is_some_and(|own| authorise(actor, Action::IssueCertificates, &Target::Unit(own)).is_ok());
        let certificate = row.certificate(&*self.vault)?;
        let valid = row.state == CertificateState::Valid;
        let replaceable = match row.state {
            CertificateState::Valid => true,
            // Its replacement was revoked.
            CertificateState::Replaced => self.certificate_once(&once_instead_of(row.uid)).await?.is_none(),
            CertificateState::Revoked => false,
        };
        Ok(CertificateLine {
            id: row.uid,
            may_print: valid && may(Action::PrintForms),
            may_replace: replaceable && (in_place || may(Action::IssueCertificates)),
            may_revoke: valid
                && may(Action::RevokeCertificates)
                && actor.may_act_with(certificate.issued.by.account),
            number: certificate.number,
            kind: certificate.kind,
            name: certificate.facts.name,
            class_label: certificate.facts.class_label,
            on: certificate.facts.on,
            issued: (certificate.issued.by.name, certificate.issued.on),
            replaces: certificate.replaces,
            in_place: certificate.in_place,
            state: certificate.state,
            numbering: None,
            ended: certificate.ended.map(|(act, reason)| (act.by.name, act.on, reason)),
        })
    }

    async fn waiting_certificates(
        &self,
        school: &UnitId,
        path: &OrgPath,
        year: i32,
    ) -> Result<Vec<WaitingCertificate>> {
        let text =
            "SELECT completion FROM certificate WHERE unit = $unit AND year = $year AND state != 'revoked'";
        let vars = Vars::new().with("unit", school).with("year", year);
        let issued: Vec<IssuedFor> = self.store.rows(text, vars).await?;
        let issued: BTreeSet<CaseId> = issued.into_iter().map(|row| row.completion).collect();
        let mut waiting: Vec<WaitingCertificate> = self
            .completions_of(path, year)
            .await?
            .into_iter()
            .filter(|(row, _)| !issued.contains(&row.uid))
            .map(|(row, completion)| WaitingCertificate {
                case: row.uid,
                name: row.person_name,
                class_label: row.class_label,
                outcome: completion.outcome,
                number: completion.certificate,
                on: completion.facts.on,
            })
            .collect();
        waiting.sort_by_cached_key(|one| (class_place(&one.class_label), name_place(&one.name, one.case)));
        Ok(waiting)
    }

    /// The approved completions of a school in a calendar year.
    pub(crate) async fn completions_of(
        &self,
        path: &OrgPath,
        year: i32,
    ) -> Result<Vec<(CaseRow, Completion)>> {
        // A completion is opened sixty days before its day at the earliest; how long after is not limited.
        let from = NaiveDate::from_ymd_opt(year - 1, 10, 1).ok_or(Error::NotFound("year"))?;
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM case WITH INDEX case_path WHERE path = $path AND kind = 'completion' \
                 AND state = 'approved' AND opened_on >= $from AND uid > $after ORDER BY uid LIMIT {CHUNK}"
            );
            let vars = Vars::new().with("path", path).with("from", from).with("after", &after);
            let rows: Vec<CaseRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.uid.to_string();
            for row in rows {
                if let Payload::Completion(completion) = row.case(&*self.vault)?.payload
                    && completion.facts.on.year() == year
                {
                    found.push((row, completion));
                }
            }
        }
    }

    /// The certificates in force of a school and year, by class, kind and number.
    pub(crate) async fn certificates_in_force(
        &self,
        school: &UnitId,
        year: i32,
    ) -> Result<Vec<(CertificateId, Certificate)>> {
        let text = "SELECT * FROM certificate WHERE unit = $unit AND year = $year AND state = 'valid'";
        let vars = Vars::new().with("unit", school).with("year", year);
        let rows: Vec<CertificateRow> = self.store.rows(text, vars).await?;
        let open = |row: &CertificateRow| Ok((row.uid, row.certificate(&*self.vault)?));
        let mut found = rows.iter().map(open).collect::<Result<Vec<_>>>()?;
        found.sort_by_cached_key(|(_, one)| {
            (class_place(&one.facts.class_label), one.kind, one.number.clone())
        });
        Ok(found)
    }

    /// The classes of the actor's school with certificates in force of a year, and how many each has: for printing them together.
    ///
    /// # Errors
    /// A refusal for who may not print.
    pub async fn certificate_classes(&self, actor: &Actor, year: i32) -> Result<Vec<(String, usize)>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let mut classes: BTreeMap<String, usize> = BTreeMap::new();
        for (_, one) in self.certificates_in_force(&own.id, year).await? {
            *classes.entry(one.facts.class_label).or_default() += 1;
        }
        let mut classes: Vec<(String, usize)> = classes.into_iter().collect();
        classes.sort_by_cached_key(|(class, _)| class_place(class));
        Ok(classes)
    }

    /// The numbers in force by completion, of a school and year.
    pub(crate) async fn certificate_numbers(
        &self,
        school: &UnitId,
        year: i32,
    ) -> Result<BTreeMap<CaseId, String>> {
        let text = "SELECT * FROM certificate WHERE unit = $unit AND year = $year AND state = 'valid'";
        let vars = Vars::new().with("unit", school).with("year", year);
        let rows: Vec<CertificateRow> = self.store.rows(text, vars).await?;
        rows.iter().map(|row| Ok((row.completion, row.certificate(&*self.vault)?.number))).collect()
    }
}
