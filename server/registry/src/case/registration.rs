//! What follows when a registration (学籍建立) ends: the pupil, the number, the spell; then the identity match.

use crate::Registry;
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::journal::{Chain, NewEntry};
use crate::person::{Numbers, PersonRow, Standing};
use crate::population_match::{Answer, Question};
use crate::store::UnitOfWork;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::access_log::Function;
use domain::archive::{Column, Entry};
use domain::case::registration::Registration;
use domain::case::{Case, CaseState, Command, Context, Party, Payload};
use domain::codes::PupilStatus;
use domain::form::{BasicInfo, Field};
use domain::id::{AccountId, CaseId, PersonId, SpellId, UnitId};
use domain::ident::{NumberKind, StudentNumber};
use domain::journal::Event;
use domain::org::OrgPath;
use domain::rules::RuleKey;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// A stretch of schooling (就读经历) as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EnrolmentRow {
    pub(crate) uid: SpellId,
    pub(crate) version: u64,
    pub(crate) person: PersonId,
    pub(crate) school: UnitId,
    pub(crate) school_name: String,
    pub(crate) path: OrgPath,
    pub(crate) grade: u8,
    pub(crate) class_name: String,
    pub(crate) from_on: NaiveDate,
    pub(crate) to_on: Option<NaiveDate>,
    pub(crate) opened_by: CaseId,
    pub(crate) closed_by: Option<CaseId>,
    pub(crate) previous: Option<SpellId>,
}

impl Registry {
    pub(super) async fn registration_closed(
        &self,
        case: &Case,
        registration: &Registration,
        person: &mut PersonRow,
        journal: &mut Chain,
        context: &Context,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            person.set_standing(Standing::NotRegistered);
            return Ok(());
        }
        let info = self.registered(case, registration, person, journal, context, work, numbers).await?;
        if info.document().resident_id().is_some() {
            work.message(self.store.new_id(), "identity", &person.uid.to_string());
        }
        Ok(())
    }

    /// A registration was approved: the document is the child's, the first number is issued, the archive is built and a stretch of
    /// schooling begins. Gives the child's items: the identity match, which follows, asks with them.
    pub(crate) async fn registered(
        &self,
        case: &Case,
        registration: &Registration,
        person: &mut PersonRow,
        journal: &mut Chain,
        context: &Context,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<BasicInfo> {
        let info = person.info(&*self.vault)?;
        numbers.claim_document(self, work, person, context.today).await?;
        let number = numbers.first(self, work, person, &info, context.today).await?;
        person.set_number(&*self.vault, &number);
        person.set_standing(Standing::Pupil(PupilStatus::InSchool));
        person.archive_built = Some(context.today);
        let spell = EnrolmentRow {
            uid: SpellId::new(self.store.new_id()),
            version: 1,
            person: person.uid,
            school: person.school.clone(),
            school_name: person.school_name.clone(),
            path: person.path.clone(),
            grade: person.grade,
            class_name: person.class_name.clone(),
            from_on: registration.entry_date,
            to_on: None,
            opened_by: case.id,
            closed_by: None,
            previous: None,
        };
        work.create("spell", &spell.uid.to_string(), &spell);
        let entries = [
            (
                Event::PupilRegistered,
                json!({ "school": person.school_name, "entry_date": registration.entry_date }),
            ),
            (Event::NumberIssued, json!({ "kind": number.kind(), "number": number.as_str() })),
            (Event::ArchiveBuilt, json!({ "due": person.archive_due })),
        ];
        for (event, detail) in entries {
            let entry = NewEntry { event, detail, case: Some(case.id), occurred_on: context.today };
            journal.append(work, &*self.vault, &context.actor, context.at, entry);
        }
        Ok(info)
    }

    /// Mends a returned registration (补正): new information, the province's own items with it (第七条第七项), the same case, a new
    /// round.
    ///
    /// # Errors
    /// Refusals when it is not returned, not the actor's school's, or a duplicate; store failures.
    pub async fn mend_registration(
        &self,
        actor: &Actor,
        id: CaseId,
        info: &BasicInfo,
        entry_date: NaiveDate,
        duplicate_note: &str,
        extras: Option<&Entry>,
    ) -> Result<CaseState> {
        let row = self.case_row(id).await?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&row.path))
            .map_err(|_| Error::NotFound("case"))?;
        self.store
            .transact(row.school.as_str(), || Box::pin(async {
                let row = self.case_row(id).await?;
                let before = row.case(&*self.vault)?;
                let Payload::Registration(old) = &before.payload else { return Err(Error::NotFound("case")) };
                let refusals = self.check_duplicates(info, duplicate_note, Some(row.person)).await?;
                if !refusals.is_empty() {
                    return Err(refusals.into());
                }
                let context = self.context(actor, &row.path);
                let payload = Payload::Registration(Registration {
                    entry_date,
                    import: old.import,
                    duplicate_note: duplicate_note.trim().to_owned(),
                });
                let events = before.decide(Command::Resubmit { payload: Box::new(payload) }, &context)?;
                let case = events.iter().fold(before, |case, event| case.apply(event));
                let loaded = self.person(row.person).await?;
                let current = loaded.info(&*self.vault)?;
                let mut person = loaded.clone();
                person.set_info(&*self.vault, info);
                person.entry_date = entry_date;
                person.archive_due = self.calendar().add_months(entry_date, context.rules.number(RuleKey::FileDeadlineMonths)).date;
                let mut work = UnitOfWork::new();
                let mut journal = self.chain(row.person).await?;
                let changed: Vec<_> = Field::ALL
                    .iter()
                    .filter(|field| current.get(**field) != info.get(**field))
                    .map(|field| json!({ "field": field, "old": current.get(*field), "new": info.get(*field) }))
                    .collect();
                let entries = [
                    (Event::InfoMended, json!({ "changes": changed })),
                    (Event::CaseResubmitted, json!({ "case": case.number })),
                ];
                for (event, detail) in entries {
                    let entry = NewEntry { event, detail, case: Some(id), occurred_on: context.today };
                    journal.append(&mut work, &*self.vault, &context.actor, context.at, entry);
                }
                let filed = self.mend_at_entry(&mut work, &loaded, extras, &actor.name).await?;
                if let Some((event, detail)) = filed {
                    let entry = NewEntry { event, detail, case: Some(id), occurred_on: context.today };
                    journal.append(&mut work, &*self.vault, &context.actor, context.at, entry);
                }
                journal.save(&mut work);
                row.save(&*self.vault, &mut work, &case);
                person.save(&mut work, &loaded);
                Ok((work, case.state))
            }))
            .await
    }

    /// What is on record of a returned registration, for mending it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's school's or not waiting to be mended.
    pub async fn returned_registration(
        &self,
        actor: &Actor,
        id: CaseId,
    ) -> Result<(BasicInfo, Registration, String)> {
        let row = self.case_row(id).await?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&row.path))
            .map_err(|_| Error::NotFound("case"))?;
        let case = row.case(&*self.vault)?;
        let (Payload::Registration(registration), CaseState::Returned) = (&case.payload, case.state) else {
            return Err(Error::NotFound("case"));
        };
        let reason =
            case.steps.iter().rev().find_map(|step| step.decision.as_ref()).map(|last| last.reason.clone());
        let info = self.person(row.person).await?.shown_info(&*self.vault)?;
        self.saw(actor, Function::CaseMending, &[row.person]).await?;
        Ok((info, registration.clone(), reason.unwrap_or_default()))
    }

    /// What the province adds to the form of a returned registration, and what was typed for it.
    ///
    /// # Errors
    /// As [`Registry::returned_registration`].
    pub async fn returned_extras(
        &self,
        actor: &Actor,
        id: CaseId,
    ) -> Result<(Vec<Column>, BTreeMap<String, String>)> {
        let row = self.case_row(id).await?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&row.path))
            .map_err(|_| Error::NotFound("case"))?;
        self.saw(actor, Function::CaseMending, &[row.person]).await?;
        self.extras_on_file(&self.person(row.person).await?).await
    }

    /// The identity match (国家人口基础信息库) and, when it agrees, the formal number in place of the temporary one. Safe to
    /// run again: a child who has a formal number keeps it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn match_identity(&self, id: PersonId) -> Result<()> {
        let lane = id.to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    let loaded = self.person(id).await?;
                    let info = loaded.info(&*self.vault)?;
                    let mut person = loaded.clone();
                    let mut numbers = Numbers::default();
                    let mut journal = self.chain(id).await?;
                    let at = self.store.clock.now();
                    let found =
                        self.matched(&info, &mut person, &mut journal, at, &mut work, &mut numbers).await?;
                    if found {
                        numbers.save(&mut work);
                        journal.save(&mut work);
                        person.save(&mut work, &loaded);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Asks about a child and changes the record as the answer says, in memory. Gives whether there was an answer to a question that
    /// was open.
    pub(crate) async fn matched(
        &self,
        info: &BasicInfo,
        person: &mut PersonRow,
        journal: &mut Chain,
        at: DateTime<Utc>,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<bool> {
        let current = person.number(&*self.vault)?.and_then(|text| text.parse::<StudentNumber>().ok());
        let document = info.document();
        let (Some(current), Some(resident)) = (current, document.resident_id()) else { return Ok(false) };
        if current.kind() == NumberKind::Formal || person.merged_into.is_some() {
            return Ok(false);
        }
        let today = shanghai_day(at);
        let answer = self.register.check(&Question {
            name: info.name().to_owned(),
            number: resident.clone(),
            sex: info.sex(),
            birth_date: info.birth_date(),
        });
        let mut entries = Vec::new();
        match answer {
            Answer::Unavailable => return Ok(false),
            Answer::Mismatch(differences) => {
                person.mismatched = true;
                let detail = json!({ "match": false, "differences": differences });
                entries.push((Event::IdentityChecked, detail));
            }
            Answer::Match { compared } => {
                person.mismatched = false;
                let formal = numbers.formal(self, work, person, resident, today);
                numbers.retire(self, work, current.as_str(), today).await?;
                person.set_number(&*self.vault, &formal);
                entries.push((Event::IdentityChecked, json!({ "match": true, "compared": compared })));
                for (event, number) in [(Event::NumberRetired, &current), (Event::NumberIssued, &formal)] {
                    entries.push((event, json!({ "kind": number.kind(), "number": number.as_str() })));
                }
            }
        }
        for (event, detail) in entries {
            let entry = NewEntry { event, detail, case: None, occurred_on: today };
            journal.append(work, &*self.vault, &the_system(), at, entry);
        }
        Ok(true)
    }
}

/// Who acts when nobody does: the system itself.
pub(crate) fn the_system() -> Party {
    Party {
        account: AccountId::new(uuid::Uuid::nil()),
        name: "系统".into(),
        role: Role::SystemAdmin,
        unit: None,
        unit_name: "学籍系统".into(),
        ties: domain::access::Ties::none(),
    }
}
