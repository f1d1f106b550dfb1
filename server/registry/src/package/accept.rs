//! Continuing an archive (第五条, 第十六条): a child who is new here gets a record with the number the child has; one who is known gets what is
//! lacking. The imported chain stays in the package, and the journal here begins with, or goes on with, a link to its head.

use super::receive::AskedContinuation;
use super::{Content, Opened, PackageRow};
use crate::archive::Adopted;
use crate::case::{EnrolmentRow, party};
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::proof::ProofRow;
use crate::services::Packages;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::calendar::{entry_year, grade_year};
use domain::case::change::Pupil;
use domain::case::progression::next_grade as goes_on_in;
use domain::codes::{Grade, PupilStatus};
use domain::form::{Field, Teaching};
use domain::id::{PackageId, PersonId, SpellId, UnitId};
use domain::ident::StudentNumber;
use domain::journal::{Continuation, ItemChange, PackageDetail};
use domain::org::{OrgPath, Unit};
use domain::package::{Found, Incoming, IncomingCommand, Proposal, Record, Schooling};
use domain::refusal::{Refusal, RefusalCode};
use domain::shown::Shown;
use std::collections::BTreeMap;

impl Packages<'_> {
    /// Accepts a proposed package: from now on the archive goes on here. Gives whose it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals `four_eyes`, `state`, and those of proposing when things have changed since.
    pub async fn accept_package(&self, actor: &Actor, id: impl Into<Shown<PackageId>>) -> Result<PersonId> {
        let shown = id.into();
        let id = shown.id;
        let row = self.package_for(actor, id, Action::AcceptPackages).await?;
        // Nothing is put away of what was not shown so; looked at again where it is accepted.
        shown.check(row.version)?;
        let opened = self.open_kept(&row).await?;
        self.believed(&opened.manifest, None).await?;
        let incoming = row.incoming(&*self.vault)?;
        let (found, person) = self.find_child(&row, &opened.record).await?;
        let person = person.map_or_else(|| PersonId::new(self.store.new_id()), |person| person.uid);
        incoming.decide(
            IncomingCommand::Accept(person),
            &found,
            &self.package_context(actor, &self.working_days().calendar_at(&row.path)),
        )?;
        let files = self.store_files(actor, person, &opened).await?;
        let (opened, kept) = (&opened, &files);
        let accepted = self
            .store
            .transact(row.unit.as_str(), || {
                Box::pin(async move {
                    let row = self.package_row(id).await?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context = self.package_context(actor, &calendar);
                    shown.check(row.version)?;
                    let incoming = row.incoming(&*self.vault)?;
                    let (found, here) = self.find_child(&row, &opened.record).await?;
                    let event = incoming.decide(IncomingCommand::Accept(person), &found, &context)?;
                    let proposal = incoming.proposal.clone().ok_or(Error::NotFound("proposal"))?;
                    let mut tx = self.transaction(party(actor));
                    let told = match (&found, here) {
                        (Found::Own(_), Some(here)) if here.uid == person => {
                            self.go_on(&mut tx, &here, &opened.record, &proposal).await?
                        }
                        (Found::Nobody, _) => {
                            self.begin_here(&mut tx, &row, opened, &proposal, person).await?
                        }
                        // The child came or went while the files were put away.
                        _ => return Err(Error::Busy),
                    };
                    for file in kept {
                        self.proofs().adopt_file(&mut tx.work, file);
                    }
                    self.link_chain(&mut tx, &incoming, person, told).await?;
                    row.save(&*self.vault, &mut tx.work, &Content::Received(incoming.apply(&event)));
                    Ok((tx.finish(), ()))
                })
            })
            .await;
        if let Err(error) = accepted {
            for file in &files {
                self.proofs().forget_arrived(file).await?;
            }
            return Err(error);
        }
        Ok(person)
    }

    /// Puts the files that are not here yet into the blob store.
    async fn store_files(&self, actor: &Actor, person: PersonId, opened: &Opened) -> Result<Vec<ProofRow>> {
        let here: Vec<(String, String)> = self
            .proofs()
            .proof_rows(person)
            .await?
            .iter()
            .map(|row| Ok((row.proof.sha256.clone(), self.proofs().title_of(row)?)))
            .collect::<Result<_>>()?;
        let mut kept = Vec::new();
        for file in &opened.record.files {
            if here.contains(&(file.sha256.clone(), file.title.clone())) {
                continue;
            }
            let bytes = opened.files.get(&file.name()).ok_or(Error::NotFound("file"))?;
            kept.push(self.proofs().store_arrived(actor, person, file, bytes).await?);
        }
        Ok(kept)
    }

    /// What stands in the way of a child who is new here: an unexplained likeness, a stage the school does not have.
    pub(super) async fn check_newcomer(
        &self,
        row: &PackageRow,
        opened: &Opened,
        asked: &AskedContinuation,
    ) -> Result<()> {
        let school = self.units().unit(&row.unit).await?;
        next_grade(&opened.record, &school)?;
        let wrong = self.pupils().check_duplicates(&opened.record.info, &asked.note, None).await?;
        let beside = |one: Refusal| match one.code {
            RefusalCode::DuplicatePossible => Refusal { code: RefusalCode::Note, ..one },
            _ => one,
        };
        if wrong.is_empty() { Ok(()) } else { Err(wrong.into_iter().map(beside).collect::<Vec<_>>().into()) }
    }

    /// Makes the record of a child who is new here.
    async fn begin_here(
        &self,
        tx: &mut Transaction<'_>,
        package: &PackageRow,
        opened: &Opened,
        proposal: &Proposal,
        person: PersonId,
    ) -> Result<Continuation> {
        let record = &opened.record;
        let school = self.units().unit(&package.unit).await?;
        let asked = AskedContinuation {
            on: proposal.on,
            class_name: proposal.class_name.clone(),
            take: proposal.take.clone(),
            note: proposal.note.clone(),
        };
        self.check_newcomer(package, opened, &asked).await?;
        let (grade, new_stage) = next_grade(record, &school)?;
        let system = school.school.as_ref().map(|profile| profile.system).ok_or(Error::NotFound("school"))?;
        let today = self.store.clock.today();
        let mut row = PersonRow::candidate(
            &*self.vault,
            person,
            &school,
            system,
            &record.info,
            record.entry_date,
            record.archive_due,
        );
        row.set_standing(Standing::Pupil(PupilStatus::InSchool));
        row.archive_built = Some(record.archive_built.unwrap_or(today));
        if !new_stage {
            (row.repeats, row.repeats_in, row.skips) = (record.repeats, record.repeats_in, record.skips);
        }
        row.placement = record.placement.clone();
        row.abroad = record.abroad.clone();
        row.grade_of = Some(if new_stage { entry_year(proposal.on) } else { grade_year(proposal.on) });
        let moved = (row.grade != grade.absolute()).then_some(grade);
        let class = (row.class_name != proposal.class_name).then_some(proposal.class_name.as_str());
        self.cases().move_class(&mut row, &school, moved, class, new_stage.then_some(proposal.on))?;
        let (info, context) = (row.info(&*self.vault)?, self.pupils().form_context(&school)?);
        if let Ok(next) = info.moved(&info.taught(Teaching::default(), &context), &context) {
            row.set_info(&*self.vault, &next, self.store.clock.now());
        }
        tx.claim_document(&row).await?;
        for issued in &record.numbers {
            let number = read_number(&issued.number)?;
            tx.adopt_number(person, &number, issued.issued_on, issued.retired_on);
            if issued.number == record.number {
                row.set_number(&*self.vault, &number);
            }
        }
        self.adopt_spells(&mut tx.work, &row, &school, opened, proposal.on).await?;
        for filed in &record.entries {
            self.archives().adopt_entry(&mut tx.work, &row, filed).await?;
        }
        row.count(&mut tx.work, 1);
        tx.work.create("person", &person.to_string(), &row);
        Ok(Continuation::New { grade: row.grade, class_name: row.class_name })
    }

    /// The schooling before, and the stretch that begins here when the package does not hold it yet.
    async fn adopt_spells(
        &self,
        work: &mut UnitOfWork,
        row: &PersonRow,
        school: &Unit,
        opened: &Opened,
        on: NaiveDate,
    ) -> Result<()> {
        let mut spells = opened.record.spells.clone();
        let begun = spells.last().is_some_and(|last| last.school == school.id && last.to_on.is_none());
        if !begun {
            for open in spells.iter_mut().filter(|spell| spell.to_on.is_none()) {
                open.to_on = Some(on.max(open.from_on));
            }
            spells.push(Schooling {
                school: school.id.clone(),
                school_name: school.name.clone(),
                grade: row.grade,
                class_name: row.class_name.clone(),
                from_on: on,
                to_on: None,
            });
        }
        let mut previous = None;
        for spell in &spells {
            let path = self.path_of(&spell.school).await;
            let next = spell_row(self.store.new_id(), row.uid, spell, path, opened, previous);
            previous = Some(next.uid);
            work.create("spell", &next.uid.to_string(), &next);
        }
        Ok(())
    }

    /// Where a school stands; one of another system stands below the nation and in nobody's scope.
    async fn path_of(&self, school: &UnitId) -> OrgPath {
        self.units().unit(school).await.map_or_else(|_| OrgPath::root().child(school), |unit| unit.path)
    }

    /// Adds to the record of a child who is here what the package has more.
    async fn go_on(
        &self,
        tx: &mut Transaction<'_>,
        loaded: &PersonRow,
        record: &Record,
        proposal: &Proposal,
    ) -> Result<Continuation> {
        let mut person = loaded.clone();
        let before = loaded.info(&*self.vault)?;
        let taken: BTreeMap<Field, String> =
            proposal.take.iter().map(|field| (*field, record.info.value(*field).to_owned())).collect();
        let changes = taken.keys().map(|field| ItemChange::between(*field, &before, &record.info)).collect();
        if !taken.is_empty() {
            let school = self.units().unit(&loaded.school).await?;
            let info =
                before.with_changes(&taken, &self.pupils().form_context(&school)?).map_err(|problems| {
                    let told = problems.iter().map(|problem| {
                        Refusal::new(RefusalCode::Take, problem.basis(), problem.message(), problem.remedy())
                    });
                    Error::from(told.collect::<Vec<_>>())
                })?;
            person.set_info(&*self.vault, &info, self.store.clock.now());
        }
        let known = self.pupils().issued_numbers(loaded.uid).await?;
        for issued in record.numbers.iter().filter(|one| known.iter().all(|had| had.number != one.number)) {
            // The number the child has here stays; another one is history.
            let retired = issued.retired_on.unwrap_or(self.store.clock.today());
            let number = read_number(&issued.number)?;
            tx.adopt_number(loaded.uid, &number, issued.issued_on, Some(retired));
        }
        let (mut filed, mut ours) = (0, 0);
        for one in &record.entries {
            match self.archives().adopt_entry(&mut tx.work, loaded, one).await? {
                Adopted::New => filed += 1,
                Adopted::Ours => ours += 1,
                Adopted::Same => {}
            }
        }
        person.save(&mut tx.work, loaded);
        Ok(Continuation::Known { changes, filed, ours })
    }

    /// The link from the journal here to the chain that came with the package.
    async fn link_chain(
        &self,
        tx: &mut Transaction<'_>,
        incoming: &Incoming,
        person: PersonId,
        continued: Continuation,
    ) -> Result<()> {
        let detail = PackageDetail::Continued {
            number: incoming.number.clone(),
            from: incoming.from.name.clone(),
            case: incoming.basis.case_number.clone(),
            fingerprint: incoming.fingerprint.clone(),
            entries: incoming.entries,
            head: incoming.head.clone(),
            continued,
        };
        tx.tell(person, detail).await
    }
}

/// The grade in which the child goes on, and whether that is the first of a new stage.
fn next_grade(record: &Record, school: &Unit) -> Result<(Grade, bool)> {
    let refused = || Refusal::of(RefusalCode::Stage, format!("{}不设这名学生应读的学段。", school.name));
    let system = school.school.as_ref().map(|profile| profile.system).ok_or(Error::NotFound("school"))?;
    let present = Grade::new(record.grade, system).ok_or_else(refused)?;
    let left = matches!(record.status, PupilStatus::Graduated | PupilStatus::Completed);
    let grade = if left {
        let pupil = Pupil {
            status: Some(record.status),
            grade: present,
            since: record.entry_date,
            record: Default::default(),
        };
        goes_on_in(&pupil, school).ok_or_else(refused)?
    } else {
        present
    };
    let offered = school.school.as_ref().is_some_and(|profile| profile.stages.contains(&grade.stage()));
    if offered { Ok((grade, left)) } else { Err(refused().into()) }
}

fn spell_row(
    uid: uuid::Uuid,
    person: PersonId,
    spell: &Schooling,
    path: OrgPath,
    opened: &Opened,
    previous: Option<SpellId>,
) -> EnrolmentRow {
    let case = opened.manifest.basis.case;
    EnrolmentRow {
        uid: SpellId::new(uid),
        version: 1,
        person,
        school: spell.school.clone(),
        school_name: spell.school_name.clone(),
        path,
        grade: spell.grade,
        class_name: spell.class_name.clone(),
        from_on: spell.from_on,
        to_on: spell.to_on,
        // The cases of another system are in the package; the one it rests on stands for them.
        opened_by: case,
        closed_by: spell.to_on.map(|_| case),
        previous,
    }
}

fn read_number(text: &str) -> Result<StudentNumber> {
    text.parse().map_err(|_| Refusal::from(domain::package::Problem::Record).into())
}
