//! Issuing for completions, one or a class of them; replacing a lost certificate; revoking a wrong one.

use super::{CertificateRow, TABLE, context_of, once_for, once_instead_of};
use crate::case::{CaseRow, EnrolmentRow, numbered_at, party};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::printout::once_of_certificate;
use crate::services::Certificates;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::Datelike;
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::case::completion::Completion;
use domain::case::{CaseKind, CaseState, Payload};
use domain::certificate::{
    Certificate, CertificateKind, CertificateNumber, CertificateState, Finished, NumberError,
};
use domain::codes::Grade;
use domain::id::{CaseId, CertificateId, PersonId, UnitId};
use domain::journal::{CertificateTold, PrintDetail};
use domain::letter::Act;
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::RuleKey;

/// Where a certificate's number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// The one that was typed when the completion was opened; the register's where none was.
    AsEntered,
    /// The register's, whatever was typed.
    Register,
}

impl Certificates<'_> {
    /// Issues the certificates of approved completions, each on its own: what is wrong with one does not hold up the others. Issued
    /// before, a completion gives the same certificate again.
    ///
    /// # Errors
    /// A refusal for everybody but the school's registrar; store failures. What is wrong with one stands in its own outcome.
    pub async fn issue_certificates(
        &self,
        actor: &Actor,
        completions: &[CaseId],
        numbering: Numbering,
    ) -> Result<Vec<(CaseId, std::result::Result<CertificateId, Vec<Refusal>>)>> {
        let own = self.certificate_office(actor, Action::IssueCertificates)?;
        // An authority replaces what a school that is no more issued; it issues nothing of its own.
        if !own.id.is_school() {
            return Err(Error::NotFound("school"));
        }
        let mut outcomes = Vec::with_capacity(completions.len());
        for case in completions {
            let outcome = match self.issue_certificate(actor, own, *case, numbering).await {
                Ok(id) => Ok(id),
                Err(Error::Refused(refusals)) => Err(refusals),
                Err(Error::NotFound(_)) => Err(vec![Refusal::of(
                    RefusalCode::Completion,
                    "本校没有这名学生已办结的毕业、结业或肄业事项。",
                )]),
                Err(error) => return Err(error),
            };
            outcomes.push((*case, outcome));
        }
        Ok(outcomes)
    }

    async fn issue_certificate(
        &self,
        actor: &Actor,
        own: &ActorUnit,
        case: CaseId,
        numbering: Numbering,
    ) -> Result<CertificateId> {
        self.store
            .transact(&format!("certificates/{}", own.id), || {
                Box::pin(async move {
                    let (row, completion) = self.finished_case(own, case).await?;
                    let once = once_for(case);
                    if let Some(earlier) = self.certificate_once(&once).await? {
                        return Ok((UnitOfWork::new(), earlier.uid));
                    }
                    let (person, facts) = self.finished(&row, &completion).await?;
                    let kind = CertificateKind::of(completion.outcome);
                    let mut tx = self.transaction(party(actor));
                    let typed = match numbering {
                        Numbering::AsEntered => completion.certificate.trim(),
                        Numbering::Register => "",
                    };
                    let year = facts.on.year();
                    let number = self.certificate_number(&mut tx, &own.id, typed, kind, year).await?;
                    let certificate = Certificate::issue(&number, facts, self.act(actor));
                    let id = CertificateId::new(self.store.new_id());
                    let new = self.new_row(id, &certificate, once, (case, person), (&own.id, &own.path));
                    tx.work.create(TABLE, &id.to_string(), &new);
                    let issued = PrintDetail::CertificateIssued(told(&new, &certificate, ""));
                    self.tell_certificate(&mut tx, &new, issued).await?;
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// Issues a 证明书 for a lost certificate. The lost one and its sheet are no longer good. For a school that is no more the unit does so
    /// that answers for it, under the school's numbers.
    ///
    /// # Errors
    /// [`Error::NotFound`] for other schools; refusals `reason`, `state`, `number`.
    pub async fn replace_certificate(
        &self,
        actor: &Actor,
        id: CertificateId,
        reason: &str,
        number: &str,
    ) -> Result<CertificateId> {
        let own = self.certificate_office(actor, Action::IssueCertificates)?;
        self.store
            .transact(&format!("certificates/{}", own.id), || {
                Box::pin(async move {
                    let row = self.certificate_row(id).await?;
                    let in_place = self.answers_for(&own.id, &row).await?;
                    if row.unit != own.id && !in_place {
                        return Err(Error::NotFound("certificate"));
                    }
                    let lost = row.certificate(&*self.vault)?;
                    lost.may_replace(reason)?;
                    let once = once_instead_of(id);
                    if self.certificate_once(&once).await?.is_some() {
                        let what = "这份证书已经补办了证明书。";
                        return Err(refusal(
                            RefusalCode::State,
                            what,
                            "证明书也遗失的，请在证明书一行补办。",
                        )
                        .into());
                    }
                    let today = self.store.clock.today();
                    let mut tx = self.transaction(party(actor));
                    let kind = lost.kind.replacement();
                    let school = row.school();
                    let number = self.certificate_number(&mut tx, school, number, kind, today.year()).await?;
                    let (lost, mut next) = lost.replace(&number, reason, &self.act(actor))?;
                    if *school != own.id {
                        next = next.in_place_of_the_school(&own.name);
                    }
                    let new_id = CertificateId::new(self.store.new_id());
                    let of = (row.completion, row.person);
                    let new = CertificateRow {
                        number: self.certificate_hash(school, &next.number),
                        numbered_by: Some(school.clone()).filter(|school| *school != own.id),
                        ..self.new_row(new_id, &next, once, of, (&own.id, &own.path))
                    };
                    tx.work.create(TABLE, &new_id.to_string(), &new);
                    tx.work.replace(TABLE, &id.to_string(), row.version, &row.with(&*self.vault, &lost));
                    let words = format!("证书遗失，已补办{}", next.kind.label());
                    self.prints().void_print(&mut tx.work, &once_of_certificate(id), &words).await?;
                    let replaced = PrintDetail::CertificateReplaced(told(&new, &next, reason));
                    self.tell_certificate(&mut tx, &new, replaced).await?;
                    Ok((tx.finish(), new_id))
                })
            })
            .await
    }

    /// Revokes a certificate; its sheet is no longer good, and the completion may have another.
    ///
    /// # Errors
    /// [`Error::NotFound`] for other schools; refusals `reason`, `state`, `four_eyes`.
    pub async fn revoke_certificate(&self, actor: &Actor, id: CertificateId, reason: &str) -> Result<()> {
        let own = self.certificate_office(actor, Action::RevokeCertificates)?;
        self.store
            .transact(&format!("certificates/{}", own.id), || {
                Box::pin(async move {
                    let row = self.own_certificate(own, id).await?;
                    let revoked = row.certificate(&*self.vault)?.revoke(reason, self.act(actor))?;
                    let mut tx = self.transaction(party(actor));
                    tx.work.replace(TABLE, &id.to_string(), row.version, &row.with(&*self.vault, &revoked));
                    self.prints().void_print(&mut tx.work, &once_of_certificate(id), "证书已撤销").await?;
                    let revoked = PrintDetail::CertificateRevoked(told(&row, &revoked, reason));
                    self.tell_certificate(&mut tx, &row, revoked).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Keeps a certificate as it is until a sheet of it has been written: of a sheet and a revocation at the same moment one comes
    /// first, and a sheet that is good never outlives its certificate.
    pub(crate) async fn hold_certificate(&self, work: &mut UnitOfWork, id: CertificateId) -> Result<()> {
        let row = self.certificate_row(id).await?;
        if row.state != CertificateState::Valid {
            return Err(
                refusal(RefusalCode::State, "证书已经失效，不能打印。", "请刷新页面查看最新状态。").into()
            );
        }
        let next = CertificateRow { version: row.version + 1, ..row.clone() };
        work.replace(TABLE, &id.to_string(), row.version, &next);
        Ok(())
    }

    /// The actor's own school, if it may do this with its register.
    fn certificate_office<'a>(&self, actor: &'a Actor, action: Action) -> Result<&'a ActorUnit> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, action, &Target::Unit(&own.path))?;
        Ok(own)
    }

    async fn own_certificate(&self, own: &ActorUnit, id: CertificateId) -> Result<CertificateRow> {
        let row = self.certificate_row(id).await?;
        if row.unit == own.id { Ok(row) } else { Err(Error::NotFound("certificate")) }
    }

    async fn finished_case(&self, own: &ActorUnit, case: CaseId) -> Result<(CaseRow, Completion)> {
        let row = self.cases().case_row(case).await?;
        let done = row.kind == CaseKind::Completion && row.state == CaseState::Approved;
        match row.case(&*self.vault)?.payload {
            Payload::Completion(completion) if done && row.path == own.path => Ok((row, completion)),
            _ => Err(Error::NotFound("case")),
        }
    }

    /// Whose it is and what it says: the record as it stands, after a merge the one that stayed, and the stretch of schooling that
    /// the completion ended.
    async fn finished(&self, row: &CaseRow, completion: &Completion) -> Result<(PersonId, Finished)> {
        let mut person = self.pupils().person(row.person).await?;
        if let Some(into) = person.merged_into {
            person = self.pupils().person(into).await?;
        }
        let info = person.info(&*self.vault)?;
        let unit = self.units().unit(&row.school).await?;
        let text = "SELECT * FROM spell WHERE person = $person ORDER BY from_on DESC";
        let spells: Vec<EnrolmentRow> = self.store.rows(text, Vars::new().with("person", person.uid)).await?;
        let spell = spells.into_iter().find(|spell| spell.closed_by == Some(row.uid));
        let spell = spell.ok_or(Error::NotFound("spell"))?;
        let system = unit.school.as_ref().map_or(person.system, |school| school.system);
        let grade = Grade::new(spell.grade, system).ok_or(Error::NotFound("grade"))?;
        let (first, last) = system.grades(grade.stage());
        let facts = Finished {
            name: person.name.clone(),
            // It is there with the guardian's consent; what was printed with it stays what it was.
            own_name: person.shown_info(&*self.vault)?.own_name(),
            sex: person.sex,
            born_on: info.birth_date(),
            class_label: row.class_label.clone(),
            stage: grade.stage(),
            years: last + 1 - first,
            school: spell.school_name,
            from_on: spell.from_on,
            on: completion.facts.on,
            outcome: completion.outcome,
        };
        Ok((person.uid, facts))
    }

    /// The typed number when one was typed, it is of the province's form (第十三条) and free; else the next of the register's, by the
    /// province's form where it prescribes one.
    pub(super) async fn certificate_number(
        &self,
        tx: &mut Transaction<'_>,
        school: &UnitId,
        typed: &str,
        kind: CertificateKind,
        year: i32,
    ) -> Result<CertificateNumber> {
        let unit = self.units().unit(school).await?;
        let rules = self.rules().rules_for(&unit.path);
        let (form, at) = (rules.certificate_form(), numbered_at(&unit));
        if domain::text::length(typed) > 0 {
            let remedy = "请核对编号；不填写的，由证书登记簿编号。";
            let wrong = |error: NumberError| refusal(RefusalCode::Number, error.message(), remedy);
            let number = match &form {
                Some(form) => CertificateNumber::by_form(typed, form, &at, year).map_err(|what| {
                    let basis = rules.basis(RuleKey::CertificateNumber);
                    Refusal::new(RefusalCode::Number, basis, what, remedy)
                })?,
                None => CertificateNumber::typed(typed).map_err(wrong)?,
            };
            if self.certificate_number_is_taken(school, &number).await? {
                let what = format!("编号 {number} 已经登记在本校另一份证书上。");
                return Err(refusal(RefusalCode::Number, &what, "请核对；也可以改由证书登记簿编号。").into());
            }
            return Ok(number);
        }
        // What a school numbers in one row is counted together, whatever the kinds, as their numbers do not tell them apart.
        let row = form.as_ref().and_then(|form| form.row(&at, year));
        loop {
            let counter = match &row {
                Some(row) => format!("certificate|{school}|{row}"),
                None => format!("certificate|{school}|{year}|{}", kind.digit()),
            };
            let serial = tx.next_serial(counter).await?;
            let number = match &form {
                Some(form) => CertificateNumber::formed(form, &at, year, serial),
                None => u16::try_from(serial)
                    .ok()
                    .and_then(|serial| CertificateNumber::system(school, year, kind, serial)),
            };
            let number = number.ok_or_else(|| {
                refusal(RefusalCode::Number, "本校这一年度的证书编号已经用完。", "请按学校自己的编号填写。")
            })?;
            if !self.certificate_number_is_taken(school, &number).await? {
                return Ok(number);
            }
        }
    }

    /// The form that the province prescribes, in words, and the next number by it; none where it prescribes none.
    pub(super) async fn certificate_numbering(
        &self,
        actor: &Actor,
        school: &UnitId,
        year: i32,
    ) -> Result<Option<(String, String)>> {
        let unit = self.units().unit(school).await?;
        let Some(form) = self.rules().rules_for(&unit.path).certificate_form() else { return Ok(None) };
        // Asked as an issue asks, in a transaction that is not committed.
        let mut tx = self.transaction(party(actor));
        let kind = CertificateKind::Graduation;
        let next = match self.certificate_number(&mut tx, school, "", kind, year).await {
            Ok(number) => number.to_string(),
            Err(Error::Refused(_)) => String::new(),
            Err(error) => return Err(error),
        };
        Ok(Some((form.words(), next)))
    }

    async fn certificate_number_is_taken(&self, school: &UnitId, number: &CertificateNumber) -> Result<bool> {
        let text = "SELECT * FROM certificate WHERE number = $number";
        let hash = self.certificate_hash(school, number.as_str());
        let rows: Vec<CertificateRow> = self.store.rows(text, Vars::new().with("number", hash)).await?;
        Ok(!rows.is_empty())
    }

    fn new_row(
        &self,
        id: CertificateId,
        certificate: &Certificate,
        once: String,
        (completion, person): (CaseId, PersonId),
        (unit, path): (&UnitId, &OrgPath),
    ) -> CertificateRow {
        CertificateRow {
            uid: id,
            version: 1,
            sealed: self.vault.seal_value(certificate, &context_of(id)),
            once,
            number: self.certificate_hash(unit, &certificate.number),
            state: CertificateState::Valid,
            person,
            completion,
            unit: unit.clone(),
            path: path.clone(),
            year: certificate.facts.on.year(),
            numbered_by: None,
        }
    }

    fn act(&self, actor: &Actor) -> Act {
        Act { by: party(actor), on: self.store.clock.today() }
    }

    async fn tell_certificate(
        &self,
        tx: &mut Transaction<'_>,
        row: &CertificateRow,
        detail: PrintDetail,
    ) -> Result<()> {
        tx.tell_entry(row.person, NewEntry::of(detail).in_case(row.completion)).await?;
        tx.work.touch(&row.path);
        Ok(())
    }
}

fn told(row: &CertificateRow, certificate: &Certificate, reason: &str) -> CertificateTold {
    CertificateTold {
        certificate: row.uid,
        kind: certificate.kind,
        number: certificate.number.clone(),
        replaces: certificate.replaces.clone(),
        reason: domain::text::words(reason).text,
    }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(13), what, remedy)
}
