//! The journal (信息变动情况, 第七条第一项) in the store: appended to in the transaction of the change, read as the timeline.

use crate::Registry;
use crate::error::Result;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::{DateTime, NaiveDate, Utc};
use domain::case::Party;
use domain::id::{CaseId, PersonId};
use domain::journal::{Broken, Entry, Event, GENESIS};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The head of one person's chain, loaded for a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Chain {
    person: PersonId,
    seq: u64,
    hash: String,
    version: u64,
    #[serde(skip)]
    loaded: Option<u64>,
}

/// What is to be written about one event.
pub(crate) struct NewEntry {
    pub(crate) event: Event,
    pub(crate) detail: Json,
    pub(crate) case: Option<CaseId>,
    pub(crate) occurred_on: NaiveDate,
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
    pub(crate) fn begin(person: PersonId) -> Self {
        Self { person, seq: 0, hash: GENESIS.into(), version: 0, loaded: None }
    }

    /// Appends an entry to the work. The detail is sealed: it may hold old and new values of anything.
    pub(crate) fn append(
        &mut self,
        work: &mut UnitOfWork,
        vault: &dyn Cipher,
        actor: &Party,
        at: DateTime<Utc>,
        new: NewEntry,
    ) {
        self.seq += 1;
        let entry = Entry {
            person: self.person,
            seq: self.seq,
            event: new.event,
            detail: vault.seal_value(&new.detail, &detail_context(self.person, self.seq)),
            digest: None,
            erased: false,
            actor: actor.clone(),
            case: new.case,
            occurred_on: new.occurred_on,
            recorded_at: at,
            effective_on: crate::clock::shanghai_day(at),
            previous: self.hash.clone(),
            hash: String::new(),
        }
        .sealed();
        self.hash.clone_from(&entry.hash);
        let key = format!("{}-{:08}", self.person, self.seq);
        work.create("journal", &key, &Row { case_id: entry.case, entry });
    }

    /// Where the chain ends: entries, and the hash of the last one.
    pub(crate) fn head(&self) -> (u64, &str) {
        (self.seq, &self.hash)
    }

    /// Writes the new head. Whoever appended to the same chain in between makes this a conflict.
    pub(crate) fn save(mut self, work: &mut UnitOfWork) {
        let key = self.person.to_string();
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
    let detail = vault.seal_value(&detail, &detail_context(entry.person, entry.seq));
    let key = format!("{}-{:08}", entry.person, entry.seq);
    work.put("journal", &key, &Row { case_id: entry.case, entry: Entry { detail, erased: true, ..entry } });
}

fn detail_context(person: PersonId, seq: u64) -> String {
    format!("journal/{person}/{seq}")
}

/// One entry for reading, its detail opened.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// The entry as stored.
    pub entry: Entry,
    /// Its detail.
    pub detail: Json,
}

/// Result of verifying every chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Chains looked at.
    pub chains: usize,
    /// Entries looked at.
    pub entries: usize,
    /// Persons whose chain does not hold, and where.
    pub broken: Vec<(PersonId, u64)>,
}

impl Registry {
    pub(crate) async fn chain(&self, person: PersonId) -> Result<Chain> {
        let chain: Option<Chain> = self.store.get("chain", &person.to_string()).await?;
        Ok(match chain {
            Some(chain) => Chain { loaded: Some(chain.version), ..chain },
            None => Chain::begin(person),
        })
    }

    /// One person's entries, oldest first. The caller has authorised the view.
    pub(crate) async fn entries(&self, person: PersonId) -> Result<Vec<JournalEntry>> {
        self.rows_of(person).await?.into_iter().map(|entry| self.tell(entry)).collect()
    }

    fn tell(&self, entry: Entry) -> Result<JournalEntry> {
        let detail = self.vault.open_value(&entry.detail, &detail_context(entry.person, entry.seq))?;
        Ok(JournalEntry { entry, detail })
    }

    /// One person's entries as stored, their details unopened: who did what when.
    pub(crate) async fn rows_of(&self, person: PersonId) -> Result<Vec<Entry>> {
        let text = "SELECT * FROM journal WHERE person = $person ORDER BY seq";
        let rows: Vec<Row> = self.store.rows(text, Vars::new().with("person", person)).await?;
        Ok(rows.into_iter().map(|row| row.entry).collect())
    }

    /// The entries of one event on one day, of whomever. The caller has authorised the count.
    pub(crate) async fn entries_on(&self, event: Event, on: NaiveDate) -> Result<Vec<JournalEntry>> {
        let text = "SELECT * FROM journal WHERE event = $event AND effective_on = $on";
        let rows: Vec<Row> = self.store.rows(text, Vars::new().with("event", event).with("on", on)).await?;
        rows.into_iter().map(|row| self.tell(row.entry)).collect()
    }

    /// Verifies one person's chain against its entries and its head.
    ///
    /// # Errors
    /// When the store fails; a broken chain is the inner result.
    pub async fn verify_person(&self, person: PersonId) -> Result<std::result::Result<usize, Broken>> {
        let entries = self.rows_of(person).await?;
        let head = self.chain(person).await?;
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

    /// Verifies every chain, in pages of persons.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_journal(&self) -> Result<Verification> {
        #[derive(Deserialize)]
        struct Head {
            person: PersonId,
        }
        let mut result = Verification::default();
        let mut after = String::new();
        loop {
            let text = "SELECT person FROM chain WHERE person > $after ORDER BY person LIMIT 500";
            let heads: Vec<Head> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = heads.last() else { return Ok(result) };
            after = last.person.to_string();
            for head in &heads {
                result.chains += 1;
                match self.verify_person(head.person).await? {
                    Ok(entries) => result.entries += entries,
                    Err(broken) => result.broken.push((head.person, broken.seq)),
                }
            }
        }
    }
}
