//! The check of the register for problem records (查重): a job in slices, each page of records in order of their ids. Records are
//! compared only inside a block: those whose keyed hashes agree. Whatever it finds twice is the same problem, so a run that was cut
//! off goes on where its last finished page was.

use super::ProblemRow;
use crate::Registry;
use crate::case::{party, the_system};
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Party;
use domain::form::{BasicInfo, Field};
use domain::id::{PersonId, ProblemId, UnitId};
use domain::ident::{Document, DocumentKind};
use domain::journal::Event;
use domain::org::OrgPath;
use domain::problem::score::{Facts, Kin, Score};
use domain::problem::{Command, Context, Finding, Office, Problem, ProblemKind, settling_unit};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Records looked at in one page.
pub(super) const PAGE: usize = 100;
/// Pages in one turn of the background worker, so that others get theirs.
const SLICE: usize = 10;
/// Records of one block that are compared. Blocks are names and birthdays; a larger one is not of one child.
const BLOCK: usize = 100;

/// A check: how far it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct CheckRow {
    unit: UnitId,
    version: u64,
    path: OrgPath,
    by: Party,
    started_at: DateTime<Utc>,
    /// The last record of the last finished page.
    after: String,
    seen: u64,
    total: u64,
    found: u64,
    cleared: u64,
    finished_at: Option<DateTime<Utc>>,
}

/// A check as people see it.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// Who started it.
    pub by: String,
    /// When.
    pub started_at: DateTime<Utc>,
    /// Records looked at.
    pub seen: u64,
    /// Records there were when it began.
    pub total: u64,
    /// Problems found, the known ones not counted.
    pub found: u64,
    /// Problems that are no more.
    pub cleared: u64,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What the score looks at.
fn facts(info: &BasicInfo, pinyin: &str) -> Facts {
    let guardians = info.guardians().into_iter().map(|guardian| Kin {
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

fn office_of(row: &PersonRow) -> Office {
    Office { unit: row.school.clone(), name: row.school_name.clone() }
}

fn once_of(finding: &Finding) -> String {
    let ids: Vec<String> = finding.sides.iter().map(|(person, _)| person.to_string()).collect();
    ids.join("/")
}

impl Registry {
    /// Starts a check of the actor's subtree; the nation's is of the whole register. One that is running is left to run.
    ///
    /// # Errors
    /// A refusal for everybody but registrars and officials of a province or the nation.
    pub async fn start_check(&self, actor: &Actor) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::RunCheck, &Target::Unit(&own.path))?;
        self.begin_check(&own.id, &own.path, &party(actor)).await
    }

    /// Starts the day's check of the whole register, once a day.
    pub(crate) async fn nightly_check(&self) -> Result<bool> {
        let last: Option<CheckRow> = self.store.get("problem_check", UnitId::nation().as_str()).await?;
        let today = self.store.clock.today();
        let due = last.is_none_or(|row| {
            row.finished_at.is_some() && crate::clock::shanghai_day(row.started_at) < today
        });
        if due {
            self.begin_check(&UnitId::nation(), &OrgPath::root(), &the_system()).await?;
        }
        Ok(due)
    }

    async fn begin_check(&self, unit: &UnitId, path: &OrgPath, by: &Party) -> Result<()> {
        #[derive(Deserialize)]
        struct Count {
            count: u64,
        }
        let text = "SELECT count() FROM person WHERE string::starts_with(path, $path) GROUP ALL";
        let counted: Vec<Count> = self.store.rows(text, Vars::new().with("path", path)).await?;
        let total = counted.first().map_or(0, |row| row.count);
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let there: Option<CheckRow> = self.store.get("problem_check", unit.as_str()).await?;
                    if there.as_ref().is_some_and(|row| row.finished_at.is_none()) {
                        return Ok((work, ()));
                    }
                    let mut row = CheckRow {
                        unit: unit.clone(),
                        version: 1,
                        path: path.clone(),
                        by: by.clone(),
                        started_at: self.store.clock.now(),
                        after: String::new(),
                        seen: 0,
                        total,
                        found: 0,
                        cleared: 0,
                        finished_at: None,
                    };
                    match there {
                        None => work.create("problem_check", unit.as_str(), &row),
                        Some(old) => {
                            row.version = old.version + 1;
                            work.replace("problem_check", unit.as_str(), old.version, &row);
                        }
                    }
                    work.message(self.store.new_id(), "problem_check", unit.as_str());
                    Ok((work, ()))
                })
            })
            .await
    }

    /// The check of the actor's unit, the one that runs or the last.
    ///
    /// # Errors
    /// A refusal for who may not start one.
    pub async fn last_check(&self, actor: &Actor) -> Result<Option<CheckView>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::RunCheck, &Target::Unit(&own.path))?;
        let row: Option<CheckRow> = self.store.get("problem_check", own.id.as_str()).await?;
        Ok(row.map(|row| CheckView {
            by: row.by.name,
            started_at: row.started_at,
            seen: row.seen,
            total: row.total.max(row.seen),
            found: row.found,
            cleared: row.cleared,
            finished_at: row.finished_at,
        }))
    }

    /// Goes on with a check: a few pages, then a message for the next turn.
    pub(crate) async fn check_on(&self, unit: &UnitId) -> Result<()> {
        for _ in 0..SLICE {
            if !self.check_page(unit).await? {
                return Ok(());
            }
        }
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    work.message(self.store.new_id(), "problem_check", unit.as_str());
                    Ok((work, ()))
                })
            })
            .await
    }

    /// One page. Gives whether there is more.
    pub(super) async fn check_page(&self, unit: &UnitId) -> Result<bool> {
        let Some(run) = self.store.get::<CheckRow>("problem_check", unit.as_str()).await? else {
            return Ok(false);
        };
        if run.finished_at.is_some() {
            return Ok(false);
        }
        let text = format!(
            "SELECT * FROM person WHERE string::starts_with(path, $path) AND uid > $after ORDER BY uid LIMIT {PAGE}"
        );
        let vars = Vars::new().with("path", &run.path).with("after", &run.after);
        let rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        let (mut found, mut cleared) = (0, 0);
        for row in &rows {
            let (new, gone) = self.check_person(row).await?;
            found += new;
            cleared += gone;
        }
        let more = rows.len() == PAGE;
        let after = rows.last().map_or(run.after.clone(), |row| row.uid.to_string());
        let (run, after) = (&run, &after);
        let seen = run.seen + rows.len() as u64;
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let next = CheckRow {
                        version: run.version + 1,
                        after: after.clone(),
                        seen,
                        found: run.found + found,
                        cleared: run.cleared + cleared,
                        finished_at: (!more).then(|| self.store.clock.now()),
                        ..run.clone()
                    };
                    work.replace("problem_check", unit.as_str(), run.version, &next);
                    work.touch(&run.path);
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(more)
    }

    /// Looks at one record: its open problems again, its number, and the records of its blocks. Found anew, and gone.
    async fn check_person(&self, row: &PersonRow) -> Result<(u64, u64)> {
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
                    let mut row = self.person(id).await?;
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
        let settles = self.unit(&settling_unit(&one.path, &other.path)).await?;
        let kind = match score.is_same_document() {
            true => ProblemKind::SameDocument,
            false => ProblemKind::Suspected,
        };
        Ok(Some(Finding {
            kind,
            sides: vec![(one.uid, office_of(one)), (other.uid, office_of(other))],
            settled_by: Office { unit: settles.id, name: settles.name },
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
                    let mut work = UnitOfWork::new();
                    if let Some(row) = self.problem_once(once).await? {
                        let command = Command::Find(Box::new(finding.clone()));
                        let before = row.problem(&*self.vault)?;
                        let was_open = before.state.is_open();
                        let problem = self.by_itself(&mut work, &row, before, command).await?;
                        return Ok((work, problem.state.is_open() && !was_open));
                    }
                    let mut persons = Vec::new();
                    let mut journals = Vec::new();
                    for (person, _) in &finding.sides {
                        persons.push(self.person(*person).await?);
                        journals.push(self.chain(*person).await?);
                    }
                    let id = ProblemId::new(self.store.new_id());
                    let today = self.store.clock.today();
                    let problem = Problem::found(id, finding.clone(), today, &self.calendar());
                    let row = ProblemRow::new(&*self.vault, &problem, once.clone(), &persons);
                    row.ok_or(Error::NotFound("person"))?.create(&mut work);
                    let detail = json!({ "problem": id, "kind": problem.kind.label() });
                    self.tell_problem(&mut work, &mut journals, &the_system(), Event::ProblemFound, &detail);
                    journals.into_iter().for_each(|journal| journal.save(&mut work));
                    Ok((work, true))
                })
            })
            .await
    }

    /// What the system does with a problem, written only when it does something.
    async fn by_itself(
        &self,
        work: &mut UnitOfWork,
        row: &ProblemRow,
        before: Problem,
        command: Command,
    ) -> Result<Problem> {
        let calendar = self.calendar();
        let context = Context { today: self.store.clock.today(), actor: the_system(), calendar: &calendar };
        let events = before.decide(command, &context)?;
        if events.is_empty() {
            return Ok(before);
        }
        self.follow_problem(work, row, before, &events, &the_system()).await
    }

    /// Looks at the open problems of a record again: after a correction, and with every check.
    pub(crate) async fn recheck_person(&self, person: PersonId) -> Result<()> {
        self.recheck(person).await.map(drop)
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
                    let mut work = UnitOfWork::new();
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
                    let calendar = self.calendar();
                    let today = self.store.clock.today();
                    let context = Context { today, actor: the_system(), calendar: &calendar };
                    let mut problem = before.clone();
                    let mut events = problem.decide(command, &context)?;
                    for event in &events {
                        problem = problem.apply(event);
                    }
                    events.extend(problem.decide(Command::Lapse, &context)?);
                    if events.is_empty() {
                        return Ok((work, false));
                    }
                    let after = self.follow_problem(&mut work, &row, before, &events, &the_system()).await?;
                    Ok((work, !after.state.is_open()))
                })
            })
            .await
    }
}
