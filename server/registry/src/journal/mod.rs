//! The journal (信息变动情况, 第七条第一项) in the store: appended to in the transaction of the change, read as the timeline.

use crate::error::{Error, Result};
use crate::keyset::in_parts;
use crate::services::Journals;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::{DateTime, NaiveDate, Utc};
use domain::chain::GENESIS;
use domain::id::{CaseId, PersonId};
use domain::journal::{Broken, Detail, Entry, Event};
use domain::matter::{Party, Subject};
use serde::{Deserialize, Serialize};

/// The head of one pupil's or one unit's chain, loaded for a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Chain {
    subject: Subject,
    seq: u64,
    hash: String,
    version: u64,
    #[serde(skip)]
    loaded: Option<u64>,
}

/// What is to be written about one event.
pub(crate) struct NewEntry {
    detail: Detail,
    case: Option<CaseId>,
    occurred_on: Option<NaiveDate>,
    by: Option<Party>,
}

impl NewEntry {
    /// An entry of no case, of the day and in the name of the transaction. The detail says which event it is.
    pub(crate) fn of(detail: impl Into<Detail>) -> Self {
        Self { detail: detail.into(), case: None, occurred_on: None, by: None }
    }

    /// The same, of a case.
    pub(crate) fn in_case(self, case: CaseId) -> Self {
        Self { case: Some(case), ..self }
    }

    /// The same, of something that happened on that day.
    pub(crate) fn on(self, day: NaiveDate) -> Self {
        Self { occurred_on: Some(day), ..self }
    }

    /// The same, done by somebody else than whoever the transaction is in the name of.
    pub(crate) fn by(self, party: Party) -> Self {
        Self { by: Some(party), ..self }
    }
}

/// The stored form: the entry plus what an index needs.
#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(flatten)]
    entry: Entry,
    case_id: Option<CaseId>,
}

impl Chain {
    /// A chain that begins: for a person who is just being made.
    pub(crate) fn begin(subject: impl Into<Subject>) -> Self {
        Self { subject: subject.into(), seq: 0, hash: GENESIS.into(), version: 0, loaded: None }
    }

    /// Appends an entry to the work. The detail is sealed: it may hold old and new values of anything.
    pub(crate) fn append(
        &mut self,
        work: &mut UnitOfWork,
        vault: &dyn Cipher,
        (by, at): (&Party, DateTime<Utc>),
        new: NewEntry,
    ) {
        self.seq += 1;
        let today = crate::clock::shanghai_day(at);
        let entry = Entry {
            subject: self.subject.clone(),
            seq: self.seq,
            event: new.detail.event(),
            detail: vault.seal_value(&new.detail, &detail_context(&self.subject, self.seq)),
            digest: None,
            erased: false,
            actor: new.by.unwrap_or_else(|| by.clone()),
            case: new.case,
            occurred_on: new.occurred_on.unwrap_or(today),
            recorded_at: at,
            effective_on: today,
            previous: self.hash.clone(),
            hash: String::new(),
        }
        .sealed();
        self.hash.clone_from(&entry.hash);
        let key = key_of(&self.subject, self.seq);
        work.create("journal", &key, &Row { case_id: entry.case, entry });
    }

    /// Whose chain it is.
    pub(crate) fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Where the chain ends: entries, and the hash of the last one.
    pub(crate) fn head(&self) -> (u64, &str) {
        (self.seq, &self.hash)
    }

    /// Writes the new head. Whoever appended to the same chain in between makes this a conflict.
    pub(crate) fn save(mut self, work: &mut UnitOfWork) {
        let key = self.subject.to_string();
        let loaded = self.loaded;
        self.version = loaded.map_or(1, |version| version + 1);
        match loaded {
            None => work.create("chain", &key, &self),
            Some(version) => work.replace("chain", &key, version, &self),
        }
    }
}

/// Writes an entry again whose detail lost values: the only change an entry ever sees. Its digest and hash stay.
pub(crate) fn rewrite(work: &mut UnitOfWork, vault: &dyn Cipher, told: JournalEntry) {
    let JournalEntry { entry, detail } = told;
    let detail = vault.seal_value(&detail, &detail_context(&entry.subject, entry.seq));
    let key = key_of(&entry.subject, entry.seq);
    work.put("journal", &key, &Row { case_id: entry.case, entry: Entry { detail, erased: true, ..entry } });
}

/// Key of an entry: the entries of one chain stand together, in their order.
fn key_of(subject: &Subject, seq: u64) -> String {
    format!("{subject}/{seq:08}")
}

fn detail_context(subject: &Subject, seq: u64) -> String {
    format!("journal/{subject}/{seq}")
}

/// One entry for reading, its detail opened.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// The entry as stored.
    pub entry: Entry,
    /// Its detail, of the entry's event.
    pub detail: Detail,
}

/// What of an entry says who did something, and when.
#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    pub(crate) subject: Subject,
    pub(crate) event: Event,
    pub(crate) actor: Party,
    pub(crate) recorded_at: DateTime<Utc>,
}

/// Result of verifying every chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Chains looked at.
    pub chains: usize,
    /// Entries looked at.
    pub entries: usize,
    /// Whose chain does not hold, and where.
    pub broken: Vec<(Subject, u64)>,
}

impl Journals<'_> {
    pub(crate) async fn chain_of(&self, subject: impl Into<Subject>) -> Result<Chain> {
        let subject = subject.into();
        let chain: Option<Chain> = self.store.get("chain", &subject.to_string()).await?;
        Ok(match chain {
            Some(chain) => Chain { loaded: Some(chain.version), ..chain },
            None => Chain::begin(subject),
        })
    }

    /// Those of these chains that have begun.
    pub(crate) async fn chains_of(&self, subjects: &[Subject]) -> Result<Vec<Chain>> {
        let keys: Vec<String> = subjects.iter().map(ToString::to_string).collect();
        let chains: Vec<Chain> = self.store.get_many("chain", &keys).await?;
        Ok(chains.into_iter().map(|chain| Chain { loaded: Some(chain.version), ..chain }).collect())
    }

    /// The entries of one chain, oldest first. The caller has authorised the view.
    pub(crate) async fn entries(&self, subject: impl Into<Subject>) -> Result<Vec<JournalEntry>> {
        self.rows_of(&subject.into()).await?.into_iter().map(|entry| self.tell(entry)).collect()
    }

    fn tell(&self, entry: Entry) -> Result<JournalEntry> {
        let context = detail_context(&entry.subject, entry.seq);
        let detail: Detail = self.vault.open_value(&entry.detail, &context)?;
        if detail.event() != entry.event {
            return Err(Error::Sealed);
        }
        Ok(JournalEntry { entry, detail })
    }

    /// The entries of one chain as stored, their details unopened: who did what when.
    pub(crate) async fn rows_of(&self, subject: &Subject) -> Result<Vec<Entry>> {
        let text = "SELECT * FROM journal WHERE subject = $subject ORDER BY seq";
        let rows: Vec<Row> = self.store.rows(text, Vars::new().with("subject", subject)).await?;
        Ok(rows.into_iter().map(|row| row.entry).collect())
    }

    /// Who told what when in the journals of these pupils, without the details.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn acts_of(&self, pupils: &[PersonId]) -> Result<Vec<Act>> {
        let text = "SELECT subject, event, actor, recorded_at FROM journal WITH INDEX journal_subject WHERE subject IN $subjects";
        let subjects: Vec<Subject> = pupils.iter().map(|pupil| Subject::from(*pupil)).collect();
        in_parts(&self.store, text, ("subjects", &subjects)).await
    }

    /// The entries of one event on one day, of whomever. The caller has authorised the count.
    pub(crate) async fn entries_on(&self, event: Event, on: NaiveDate) -> Result<Vec<JournalEntry>> {
        let text = "SELECT * FROM journal WHERE event = $event AND effective_on = $on";
        let rows: Vec<Row> = self.store.rows(text, Vars::new().with("event", event).with("on", on)).await?;
        rows.into_iter().map(|row| self.tell(row.entry)).collect()
    }

    /// Verifies one pupil's chain against its entries and its head.
    ///
    /// # Errors
    /// When the store fails; a broken chain is the inner result.
    pub async fn verify_person(&self, person: PersonId) -> Result<std::result::Result<usize, Broken>> {
        self.verify_chain(person.into()).await
    }

    pub(crate) async fn verify_chain(&self, subject: Subject) -> Result<std::result::Result<usize, Broken>> {
        let entries = self.rows_of(&subject).await?;
        let head = self.chain_of(subject).await?;
        let detail = |entry: &Entry| Some(self.tell(entry.clone()).ok()?.detail);
        if let Err(broken) = domain::journal::verify(&entries, detail) {
            return Ok(Err(broken));
        }
        let last = entries.last().map_or((0, GENESIS), |entry| (entry.seq, entry.hash.as_str()));
        // Entries cut off the end leave a chain that holds, but not one that reaches its head.
        Ok(if last == (head.seq, head.hash.as_str()) {
            Ok(entries.len())
        } else {
            Err(Broken { seq: last.0 + 1 })
        })
    }

    /// Verifies every chain, of pupils and of units.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_journal(&self) -> Result<Verification> {
        #[derive(Deserialize)]
        struct Head {
            subject: Subject,
        }
        let mut result = Verification::default();
        let mut after = String::new();
        loop {
            let text = "SELECT subject FROM chain WHERE subject > $after ORDER BY subject LIMIT 500";
            let heads: Vec<Head> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = heads.last() else { return Ok(result) };
            after = last.subject.to_string();
            for head in &heads {
                result.chains += 1;
                match self.verify_chain(head.subject.clone()).await? {
                    Ok(entries) => result.entries += entries,
                    Err(broken) => result.broken.push((head.subject.clone(), broken.seq)),
                }
            }
        }
    }
}
