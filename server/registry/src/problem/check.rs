//! What the check looks at in one record: its number, the records of its blocks, and the open problems it has. Records are compared
//! only inside a block: those whose keyed hashes agree. Whatever it finds twice is the same problem.

use super::ProblemRow;
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::keyset::in_parts;
use crate::letter::addressed;
use crate::person::{PersonRow, Standing};
use crate::services::Problems;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use domain::form::{BasicInfo, Field};
use domain::id::{PersonId, ProblemId};
use domain::ident::{Document, DocumentKind};
use domain::journal::{ProblemDetail, ProblemName};
use domain::org::OrgPath;
use domain::problem::score::{Facts, Kin, Score};
use domain::problem::{Command, Context, Finding, Office, Problem, ProblemKind, settling_unit};
use serde_json::json;
use std::collections::BTreeSet;

/// Records of one block that are compared. Blocks are names and birthdays; a larger one is not of one child.
const BLOCK: usize = 100;
/// The open problems that have one of these records as their first, and as their second.
const OPEN_OF: [&str; 2] = [
    "SELECT uid, one AS person FROM problem WITH INDEX problem_one WHERE one IN $persons AND open = true",
    "SELECT uid, two AS person FROM problem WITH INDEX problem_two WHERE two IN $persons AND open = true",
];

/// What the score looks at.
fn facts(info: &BasicInfo, pinyin: &str) -> Facts {
    // An institution has the care of many children: that it is the same says nothing of theirs.
    let people = info.guardians().into_iter().filter(|guardian| guardian.institution.is_none());
    let guardians = people.map(|guardian| Kin {
        name: guardian.name.to_owned(),
        number: guardian.number.map(str::to_owned),
        phone: guardian.phone.to_owned(),
    });
    Facts {
        name: info.name().to_owned(),
        pinyin: pinyin.to_owned(),
        sex: info.sex(),
        birth_date: info.birth_date(),
        document: info.document().number().map(str::to_owned),
        guardians: guardians.collect(),
        hukou: info.value(Field::HukouPlace).to_owned(),
    }
}

/// What is wrong with the document number of a record, in words.
fn fault(row: &PersonRow, info: &BasicInfo) -> Option<String> {
    let number = info.get(Field::IdNumber)?;
    let kind = DocumentKind::from_code(info.value(Field::IdKind)).unwrap_or(DocumentKind::None);
    match Document::parse(kind, number) {
        Err(error) => Some(error.message().to_owned()),
        Ok(_) if row.mismatched => Some("与人口基础信息核验不一致".to_owned()),
        Ok(_) => None,
    }
}

fn has_record(row: &PersonRow) -> bool {
    matches!(row.standing, Standing::Pupil(_)) && row.merged_into.is_none()
}

pub(super) fn office_of(row: &PersonRow) -> Office {
    Office { unit: row.school.clone(), name: row.school_name.clone() }
}

fn once_of(finding: &Finding) -> String {
    let ids: Vec<String> = finding.sides.iter().map(|(person, _)| person.to_string()).collect();
    ids.join("/")
}

impl Problems<'_> {
    /// Looks at one record: its open problems again, its number, and the records of its blocks. Found anew, and gone.
    pub(super) async fn check_person(&self, row: &PersonRow) -> Result<(u64, u64)> {
        let row = &self.with_blocks(row).await?;
        let cleared = self.recheck(row.uid).await?;
        let mut found = 0;
        if has_record(row) {
            for finding in self.findings(row).await? {
                found += u64::from(self.put_down(finding).await?);
            }
        }
        Ok((found, cleared))
    }

    /// A row from before the check existed gets its keys. Its version stays: nothing about the child has changed.
    async fn with_blocks(&self, row: &PersonRow) -> Result<PersonRow> {
        if row.block_hash.is_some() {
            return Ok(row.clone());
        }
        let id = row.uid;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let mut row = self.pupils().person(id).await?;
                    let info = row.info(&*self.vault)?;
                    row.set_blocks(&*self.vault, &info);
                    work.replace("person", &id.to_string(), row.version, &row);
                    Ok((work, row))
                })
            })
            .await
    }

    /// What is wrong with a record, alone and beside others.
    async fn findings(&self, row: &PersonRow) -> Result<Vec<Finding>> {
        let info = row.info(&*self.vault)?;
        let mut findings: Vec<Finding> = self.wrong_number(row, &info).into_iter().collect();
        let mut compared = vec![row.uid];
        let blocks = [
            ("document_hash", row.document_hash.as_ref()),
            ("match_hash", Some(&row.match_hash)),
            ("phone_hash", row.phone_hash.as_ref()),
            ("block_hash", row.block_hash.as_ref()),
            ("kin_hash", row.kin_hash.as_ref()),
        ];
        for (column, hash) in blocks {
            let Some(hash) = hash else { continue };
            let text = format!("SELECT * FROM person WHERE {column} = $hash LIMIT {BLOCK}");
            let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("hash", hash)).await?;
            for other in rows {
                if !compared.contains(&other.uid) && has_record(&other) {
                    compared.push(other.uid);
                    findings.extend(self.pair(row, &other).await?);
                }
            }
        }
        Ok(findings)
    }

    fn wrong_number(&self, row: &PersonRow, info: &BasicInfo) -> Option<Finding> {
        let fault = fault(row, info)?;
        let facts = facts(info, &row.pinyin);
        let number = info.value(Field::IdNumber);
        Some(Finding {
            kind: ProblemKind::WrongDocument,
            sides: vec![(row.uid, office_of(row))],
            settled_by: office_of(row),
            score: None,
            fingerprint: self.vault.keyed_hash("problem", &json!([facts, number, fault]).to_string()),
            fault,
        })
    }

    /// What two records give; none when they are not alike. The same whichever comes first.
    async fn pair(&self, one: &PersonRow, other: &PersonRow) -> Result<Option<Finding>> {
        let (one, other) = if one.uid < other.uid { (one, other) } else { (other, one) };
        let sides =
            [facts(&one.info(&*self.vault)?, &one.pinyin), facts(&other.info(&*self.vault)?, &other.pinyin)];
        let score = Score::between(&sides[0], &sides[1]);
        if !score.is_suspected() {
            return Ok(None);
        }
        let settles = self.units().unit(&settling_unit(&one.path, &other.path)).await?;
        let kind = match score.is_same_document() {
            true => ProblemKind::SameDocument,
            false => ProblemKind::Suspected,
        };
        Ok(Some(Finding {
            kind,
            sides: vec![(one.uid, office_of(one)), (other.uid, office_of(other))],
            settled_by: Office { name: addressed(&settles), unit: settles.id },
            score: Some(score),
            fault: String::new(),
            fingerprint: self.vault.keyed_hash("problem", &json!(sides).to_string()),
        }))
    }

    /// Puts a finding down: a new problem, or the one that is there already. Gives whether it is open now and was not before.
    async fn put_down(&self, finding: Finding) -> Result<bool> {
        let once = once_of(&finding);
        let (finding, once) = (&finding, &once);
        self.store
            .transact(once, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    if let Some(row) = self.problem_once(once).await? {
                        let command = Command::Find(Box::new(finding.clone()));
                        let before = row.problem(&*self.vault)?;
                        let was_open = before.state.is_open();
                        let problem = self.by_itself(&mut tx, &row, before, command).await?;
                        let anew = problem.state.is_open() && !was_open;
                        if anew {
                            self.persons_of(&row).await?.iter().for_each(|person| person.hold(&mut tx.work));
                        }
                        return Ok((tx.finish(), anew));
                    }
                    let mut persons = Vec::new();
                    for (person, _) in &finding.sides {
                        persons.push(self.pupils().person(*person).await?);
                    }
                    let id = ProblemId::new(self.store.new_id());
                    let today = self.store.clock.today();
                    let path = persons.first().map_or_else(OrgPath::root, |person| person.path.clone());
                    let calendar = self.working_days().calendar_at(&path);
                    let problem = Problem::found(id, finding.clone(), today, &calendar);
                    let row = ProblemRow::new(&*self.vault, &problem, once.clone(), &persons);
                    row.ok_or(Error::NotFound("person"))?.create(&*self.vault, &mut tx.work, &problem);
                    let found = ProblemDetail::Found(ProblemName::from(&problem));
                    for person in &persons {
                        // A record that moves takes its open problems with it: this one stands where the record does when it is written.
                        person.hold(&mut tx.work);
                        tx.tell(person.uid, found.clone()).await?;
                    }
                    Ok((tx.finish(), true))
                })
            })
            .await
    }

    /// What the system does with a problem, written only when it does something.
    async fn by_itself(
        &self,
        tx: &mut Transaction<'_>,
        row: &ProblemRow,
        before: Problem,
        command: Command,
    ) -> Result<Problem> {
        let calendar = self.working_days().calendar_at(&row.one_path);
        let context = Context { today: self.store.clock.today(), actor: the_system(), calendar: &calendar };
        let events = before.decide(command, &context)?;
        if events.is_empty() {
            return Ok(before);
        }
        self.follow_problem(tx, row, before, &events).await
    }

    /// Looks at the open problems of these records again: after a correction, and after a match.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn recheck_persons(&self, persons: &BTreeSet<PersonId>) -> Result<()> {
        let persons: Vec<PersonId> = persons.iter().copied().collect();
        let found = self.open_problems(&persons).await?;
        for id in found.into_iter().map(|(_, id)| id).collect::<BTreeSet<_>>() {
            crate::outbox::needed(self.recheck_problem_row(id).await.map(drop))?;
        }
        Ok(())
    }

    /// The open problems that any of these records has, each with the record: one of two of them is there twice.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn open_problems(&self, persons: &[PersonId]) -> Result<Vec<(PersonId, ProblemId)>> {
        #[derive(serde::Deserialize)]
        struct Found {
            uid: ProblemId,
            person: PersonId,
        }
        let mut found: Vec<Found> = Vec::new();
        for text in OPEN_OF {
            found.extend(in_parts::<Found, _>(&self.store, text, ("persons", persons)).await?);
        }
        Ok(found.into_iter().map(|found| (found.person, found.uid)).collect())
    }

    async fn recheck(&self, person: PersonId) -> Result<u64> {
        let mut cleared = 0;
        for row in self.open_problems_of(person).await? {
            cleared += u64::from(self.recheck_problem_row(row.uid).await?);
        }
        Ok(cleared)
    }

    /// Whether an open problem is still there; the time for answers may be over too. Gives whether it is gone.
    pub(super) async fn recheck_problem_row(&self, id: ProblemId) -> Result<bool> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let row = self.problem_row(id).await?;
                    let persons = self.persons_of(&row).await?;
                    let finding = match &persons[..] {
                        [one] if has_record(one) => self.wrong_number(one, &one.info(&*self.vault)?),
                        [one, two] if has_record(one) && has_record(two) => self.pair(one, two).await?,
                        _ => None,
                    };
                    let command = match finding {
                        None => Command::Clear,
                        Some(finding) => Command::Find(Box::new(finding)),
                    };
                    let before = row.problem(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.one_path);
                    let today = self.store.clock.today();
                    let context = Context { today, actor: the_system(), calendar: &calendar };
                    let mut problem = before.clone();
                    let mut events = problem.decide(command, &context)?;
                    for event in &events {
                        problem = problem.apply(event);
                    }
                    events.extend(problem.decide(Command::Lapse, &context)?);
                    if events.is_empty() {
                        return Ok((tx.finish(), false));
                    }
                    let after = self.follow_problem(&mut tx, &row, before, &events).await?;
                    Ok((tx.finish(), !after.state.is_open()))
                })
            })
            .await
    }
}
