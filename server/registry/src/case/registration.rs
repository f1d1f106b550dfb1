//! What follows when a registration (学籍建立) ends: the pupil, the number, the spell; then the identity match.

use crate::case::party;
use crate::error::{Error, Result};
use crate::jobs::LeavesJobs;
use crate::journal::NewEntry;
use crate::person::{PersonRow, Standing};
use crate::population_match::{Answer, Question};
use crate::services::Cases;
use crate::sight::sight;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Role, Target};
use domain::access_log::Function;
use domain::archive::{Column, Entry};
use domain::case::placement::Setting;
use domain::case::registration::Registration;
use domain::case::{Case, CaseState, Command, Party, Payload};
use domain::codes::PupilStatus;
use domain::form::{BasicInfo, Field, is_taught_at_home};
use domain::id::{AccountId, CaseId, PersonId, SpellId, UnitId};
use domain::ident::{NumberKind, StudentNumber};
use domain::journal::{CaseDetail, Detail, IssuedNumber, ItemChange, RecordDetail};
use domain::org::OrgPath;
use domain::rules::RuleKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

impl Cases<'_> {
    pub(super) async fn registration_closed(
        &self,
        case: &Case,
        registration: &Registration,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            person.set_standing(Standing::NotRegistered);
            return Ok(());
        }
        let info = self.registered(case, registration, person, tx).await?;
        if info.document().resident_id().is_some() {
            tx.work.message(&self.store, crate::jobs::Kind::Identity, &person.uid.to_string());
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
        tx: &mut Transaction<'_>,
    ) -> Result<BasicInfo> {
        let info = person.info(&*self.vault)?;
        tx.claim_document(person).await?;
        let number = tx.issue_first(person, &info).await?;
        person.set_number(&*self.vault, &number);
        person.set_standing(Standing::Pupil(PupilStatus::InSchool));
        person.archive_built = Some(tx.today());
        person.registered_with_grade(&info, tx.today());
        if is_taught_at_home(&info) {
            person.placement = Some(Setting::HomeTeaching.label().to_owned());
        }
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
        tx.work.create("spell", &spell.uid.to_string(), &spell);
        let details = [
            RecordDetail::Registered {
                school: person.school_name.clone(),
                entry_date: registration.entry_date,
            },
            RecordDetail::NumberIssued(IssuedNumber::from(&number)),
            RecordDetail::ArchiveBuilt { due: person.archive_due },
        ];
        for detail in details {
            tx.tell_entry(person.uid, NewEntry::of(detail).in_case(case.id)).await?;
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
        sight(actor, Action::EnterPupil, &Target::Unit(&row.path), "case")?;
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async {
                    let row = self.case_row(id).await?;
                    let before = row.case(&*self.vault)?;
                    let Payload::Registration(old) = &before.payload else {
                        return Err(Error::NotFound("case"));
                    };
                    let context = self.context(actor, &row.path);
                    let likely = self.pupils().likely([info]).await?;
                    let among = (&likely, Some(row.person));
                    let refusals =
                        self.pupils().in_the_way(info, entry_date, duplicate_note, &context.rules, among)?;
                    if !refusals.is_empty() {
                        return Err(refusals.into());
                    }
                    let payload = Payload::Registration(Registration {
                        entry_date,
                        import: old.import,
                        duplicate_note: domain::text::words(duplicate_note).text,
                    });
                    let events = before.decide(Command::Resubmit { payload: Box::new(payload) }, &context)?;
                    let case = events.iter().fold(before, |case, event| case.apply(event));
                    let loaded = self.pupils().person(row.person).await?;
                    let current = loaded.info(&*self.vault)?;
                    let mut person = loaded.clone();
                    person.set_info(&*self.vault, info, self.store.clock.now());
                    person.entry_date = entry_date;
                    person.archive_due = self
                        .working_days()
                        .calendar_at(&row.path)
                        .add_months(entry_date, context.rules.number(RuleKey::FileDeadlineMonths))
                        .date;
                    let mut tx = self.transaction(party(actor));
                    let changed = Field::ALL
                        .iter()
                        .filter(|field| current.get(**field) != info.get(**field))
                        .map(|field| ItemChange::between(*field, &current, info))
                        .collect();
                    let mut details: Vec<Detail> = vec![
                        RecordDetail::InfoMended(changed).into(),
                        CaseDetail::Resubmitted { number: case.number.clone() }.into(),
                    ];
                    let filed =
                        self.archives().mend_at_entry(&mut tx.work, &loaded, extras, &actor.name).await?;
                    details.extend(filed.map(Detail::from));
                    for detail in details {
                        tx.tell_entry(row.person, NewEntry::of(detail).in_case(id)).await?;
                    }
                    row.save(&*self.vault, &mut tx.work, &case);
                    person.save(&mut tx.work, &loaded);
                    Ok((tx.finish(), case.state))
                })
            })
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
        sight(actor, Action::EnterPupil, &Target::Unit(&row.path), "case")?;
        let case = row.case(&*self.vault)?;
        let (Payload::Registration(registration), CaseState::Returned) = (&case.payload, case.state) else {
            return Err(Error::NotFound("case"));
        };
        let reason =
            case.steps.iter().rev().find_map(|step| step.decision.as_ref()).map(|last| last.reason.clone());
        let info = self.pupils().person(row.person).await?.shown_info(&*self.vault)?;
        self.access_log().saw(actor, Function::CaseMending, &[row.person]).await?;
        Ok((info, registration.clone(), reason.unwrap_or_default()))
    }

    /// What the province adds to the form of a returned registration, and what was typed for it.
    ///
    /// # Errors
    /// As [`Cases::returned_registration`](crate::services::Cases::returned_registration).
    pub async fn returned_extras(
        &self,
        actor: &Actor,
        id: CaseId,
    ) -> Result<(Vec<Column>, BTreeMap<String, String>)> {
        let row = self.case_row(id).await?;
        sight(actor, Action::EnterPupil, &Target::Unit(&row.path), "case")?;
        self.access_log().saw(actor, Function::CaseMending, &[row.person]).await?;
        self.archives().extras_on_file(&self.pupils().person(row.person).await?).await
    }

    /// The identity match (国家人口基础信息库) and, when it agrees, the formal number in place of the temporary one. Safe to
    /// run again: a child who has a formal number keeps it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn match_identity(&self, id: PersonId) -> Result<()> {
        self.match_identities(&BTreeSet::from([id])).await
    }

    /// The same for many: those of one school in one transaction, on what is read at once. Who is on no record any more is left out.
    ///
    /// # Errors
    /// When the store fails. Schools that were through by then stay matched.
    pub(crate) async fn match_identities(&self, pupils: &BTreeSet<PersonId>) -> Result<()> {
        let schools = self.schools_of(pupils).await?;
        for (school, pupils) in &schools {
            self.store
                .transact(school.as_str(), || {
                    Box::pin(async move {
                        let mut tx = self.transaction(the_system());
                        tx.foresee_persons(pupils).await?;
                        tx.foresee_journals(pupils).await?;
                        let known: Vec<PersonRow> =
                            pupils.iter().filter_map(|id| tx.foreseen_person(*id)).cloned().collect();
                        tx.foresee_numbers(known.iter()).await?;
                        for loaded in &known {
                            let before = tx.set_aside();
                            match self.match_one(loaded, &mut tx).await {
                                Ok(()) => tx.keep(before),
                                // What is wrong with one keeps no other from being matched.
                                failed => {
                                    tx.take_back(before);
                                    crate::outbox::needed(failed)?;
                                }
                            }
                        }
                        Ok((tx.finish(), ()))
                    })
                })
                .await?;
        }
        Ok(())
    }

    async fn match_one(&self, loaded: &PersonRow, tx: &mut Transaction<'_>) -> Result<()> {
        let info = loaded.info(&*self.vault)?;
        let mut person = loaded.clone();
        if self.matched(&info, &mut person, tx).await? {
            person.save(&mut tx.work, loaded);
        }
        Ok(())
    }

    /// Pupils by the school that has their records.
    async fn schools_of(&self, pupils: &BTreeSet<PersonId>) -> Result<BTreeMap<UnitId, BTreeSet<PersonId>>> {
        #[derive(Deserialize)]
        struct Place {
            uid: PersonId,
            school: UnitId,
        }
        let mut schools: BTreeMap<UnitId, BTreeSet<PersonId>> = BTreeMap::new();
        if pupils.is_empty() {
            return Ok(schools);
        }
        let keys: Vec<String> = pupils.iter().map(ToString::to_string).collect();
        let vars = Vars::new().records("records", "person", &keys);
        for place in self.store.rows::<Place>("SELECT uid, school FROM $records", vars).await? {
            schools.entry(place.school).or_default().insert(place.uid);
        }
        Ok(schools)
    }

    /// Asks about a child and changes the record as the answer says, in memory. Gives whether there was an answer to a question that
    /// was open.
    pub(crate) async fn matched(
        &self,
        info: &BasicInfo,
        person: &mut PersonRow,
        tx: &mut Transaction<'_>,
    ) -> Result<bool> {
        let current = person.number(&*self.vault)?.and_then(|text| text.parse::<StudentNumber>().ok());
        let document = info.document();
        let (Some(current), Some(resident)) = (current, document.resident_id()) else { return Ok(false) };
        if current.kind() == NumberKind::Formal || person.merged_into.is_some() {
            return Ok(false);
        }
        let question = Question {
            name: info.name().to_owned(),
            number: resident.clone(),
            sex: info.sex(),
            birth_date: info.birth_date(),
        };
        let answer = match self.register.check(&question) {
            Answer::ByFile => self.population().answer_of(person.uid, &question, tx).await?,
            other => other,
        };
        let mut details = Vec::new();
        match answer {
            Answer::Unavailable | Answer::ByFile => return Ok(false),
            Answer::Mismatch(differences) => {
                person.mismatched = true;
                let differences = differences.into_iter().map(str::to_owned).collect();
                details.push(RecordDetail::IdentityDiffers { differences });
            }
            Answer::Match { compared } => {
                person.mismatched = false;
                let formal = tx.issue_formal(person, resident);
                tx.retire_number(current.as_str()).await?;
                person.set_number(&*self.vault, &formal);
                details.push(RecordDetail::IdentityMatched { compared: compared.to_owned() });
                details.push(RecordDetail::NumberRetired(IssuedNumber::from(&current)));
                details.push(RecordDetail::NumberIssued(IssuedNumber::from(&formal)));
            }
        }
        for detail in details {
            tx.tell_entry(person.uid, NewEntry::of(detail).by(the_system())).await?;
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
