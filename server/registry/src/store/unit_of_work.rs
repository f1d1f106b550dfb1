//! The one commit point: state, journal, tallies and outbox go into the store in a single transaction, or not at all.

use super::faults::{FULL, Fault};
use super::log::Logged;
use super::sequence::{Sequence, Ticket};
use super::totals::Totals;
use super::{Store, schema, to_value};
use crate::error::{Error, Result};
use crate::feed::Change;
use domain::org::OrgPath;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb::types::{Object, RecordId, Value, Variables};
use uuid::Uuid;

/// What one transaction will write. Nothing is written before [`Store::transact`] commits it.
#[derive(Default)]
pub struct UnitOfWork {
    writes: Vec<Write>,
    tallies: BTreeMap<(String, String), i64>,
    change: Change,
    has_messages: bool,
}

/// One statement of a unit of work.
pub(super) struct Write {
    kind: Kind,
    table: &'static str,
    key: String,
    content: Value,
}

enum Kind {
    Create,
    Replace(u64),
    Put,
    Remove,
    TakeAway(u64),
    Add,
}

impl Write {
    /// What the log of commits keeps of it.
    fn logged(&self) -> Value {
        let mut kept = Object::new();
        let kind = match self.kind {
            Kind::Create => "create",
            Kind::Replace(_) => "replace",
            Kind::Put => "put",
            Kind::Remove => "remove",
            Kind::TakeAway(_) => "take_away",
            Kind::Add => "add",
        };
        kept.insert("kind", kind.to_owned());
        kept.insert("table", self.table.to_owned());
        kept.insert("key", self.key.clone());
        if let Kind::Replace(version) | Kind::TakeAway(version) = self.kind {
            kept.insert("version", to_value(&version));
        }
        if !matches!(self.content, Value::None) {
            kept.insert("content", self.content.clone());
        }
        Value::Object(kept)
    }

    /// The write a log keeps, to be done again. None when it is none of this program's.
    pub(super) fn again(kept: Logged) -> Option<Self> {
        let table = schema::tables().find(|table| *table == kept.table)?;
        let kind = match kept.kind.as_str() {
            "create" => Kind::Create,
            "replace" => Kind::Replace(kept.version?),
            "put" => Kind::Put,
            "remove" => Kind::Remove,
            "take_away" => Kind::TakeAway(kept.version?),
            "add" => Kind::Add,
            _ => return None,
        };
        let content = kept.content.map_or(Value::None, |content| to_value(&content));
        Some(Self { kind, table, key: kept.key, content })
    }
}

/// The text of writes and what stands for their values. Records of one table that are new, and that nothing else in the work
/// touches, go in as a set: one statement for a hundred costs a third of a hundred statements. The others keep their order.
pub(super) fn statements(writes: Vec<Write>) -> (String, Variables) {
    let mut touched: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for write in &writes {
        *touched.entry((write.table, write.key.clone())).or_default() += 1;
    }
    let mut sets: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut rest = Vec::new();
    for write in writes {
        let alone = touched[&(write.table, write.key.clone())] == 1;
        match write {
            Write { kind: Kind::Create, table, key, content: Value::Object(mut row) } if alone => {
                row.insert("id", Value::RecordId(RecordId::new(table, key)));
                sets.entry(table).or_default().push(Value::Object(row));
            }
            other => rest.push(other),
        }
    }
    let mut text = String::new();
    let mut vars = Variables::new();
    for (n, write) in rest.into_iter().enumerate() {
        let table = write.table;
        text.push_str(&match write.kind {
            Kind::Create => format!("CREATE $r{n} CONTENT $v{n} RETURN NONE;\n"),
            Kind::Put => format!("UPSERT $r{n} CONTENT $v{n} RETURN NONE;\n"),
            Kind::Remove => format!("DELETE $r{n} RETURN NONE;\n"),
            Kind::Replace(version) => format!(
                "IF array::is_empty((UPDATE $r{n} CONTENT $v{n} WHERE version = {version} RETURN VALUE version)) \
                 {{ THROW 'stale {table}' }};\n"
            ),
            Kind::TakeAway(version) => format!(
                "IF array::is_empty((DELETE $r{n} WHERE version = {version} RETURN BEFORE)) \
                 {{ THROW 'stale {table}' }};\n"
            ),
            Kind::Add => format!(
                "UPSERT $r{n} SET school = $v{n}.school, counter = $v{n}.counter, n = (n ?? 0) + $v{n}.by \
                 RETURN NONE;\n"
            ),
        });
        vars.insert(format!("r{n}"), Value::RecordId(RecordId::new(table, write.key)));
        vars.insert(format!("v{n}"), write.content);
    }
    // Last: what a record gives up (a removed one, a changed one) may be another's then.
    for (table, rows) in sets {
        text.push_str(&format!("INSERT INTO `{table}` $new_{table} RETURN NONE;\n"));
        vars.insert(format!("new_{table}"), Value::Array(rows.into()));
    }
    (text, vars)
}

impl UnitOfWork {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A record that must not be there yet. This is how the store keeps a number from being given twice.
    pub(crate) fn create(&mut self, table: &'static str, key: &str, content: &impl Serialize) {
        self.write(Kind::Create, table, key, to_value(content));
    }

    /// A record that must still have the version it was loaded with; `content` carries the next one.
    pub(crate) fn replace(
        &mut self,
        table: &'static str,
        key: &str,
        loaded_version: u64,
        content: &impl Serialize,
    ) {
        self.write(Kind::Replace(loaded_version), table, key, to_value(content));
    }

    /// A record that is written whatever was there: for what nobody else writes (drafts, sessions, roll-ups).
    pub(crate) fn put(&mut self, table: &'static str, key: &str, content: &impl Serialize) {
        self.write(Kind::Put, table, key, to_value(content));
    }

    /// Removes a record that may be removed at all: drafts, sessions, sent messages, claims of a document that is
    /// no longer on record. Never a person's data.
    pub(crate) fn remove(&mut self, table: &'static str, key: &str) {
        self.write(Kind::Remove, table, key, Value::None);
    }

    /// Removes a record that must still have the version it was loaded with.
    pub(crate) fn take_away(&mut self, table: &'static str, key: &str, loaded_version: u64) {
        self.write(Kind::TakeAway(loaded_version), table, key, Value::None);
    }

    /// Adds to a counter of a school.
    pub(crate) fn tally(&mut self, school: &str, counter: impl Into<String>, delta: i64) {
        *self.tallies.entry((school.to_owned(), counter.into())).or_default() += delta;
    }

    /// Says that something of the unit at this path changed: pages that show a record written here are told after the commit, and
    /// so are the lists of this unit and of those above it.
    pub(crate) fn touch(&mut self, path: &OrgPath) {
        self.change.touched.insert(path.clone());
    }

    /// The same for the records alone: no list is concerned but those of the desks that are named.
    pub(crate) fn place(&mut self, path: &OrgPath) {
        self.change.places.insert(path.clone());
    }

    /// Says that something waits, or waited, for the desk `unit/role`.
    pub(crate) fn desk(&mut self, desk: &str) {
        self.change.desks.insert(desk.to_owned());
    }

    /// Says that the figures of the unit at this path were summed; `upper` when they are an authority's.
    pub(crate) fn figures(&mut self, path: &OrgPath, upper: bool) {
        self.change.figures.insert(path.clone(), upper);
    }

    /// Leaves a message for the background worker, delivered at least once after the commit.
    pub(crate) fn message(&mut self, id: uuid::Uuid, topic: &str, subject: &str) {
        let key = id.to_string();
        let content = serde_json::json!({ "uid": key, "topic": topic, "subject": subject, "done": false });
        self.create("outbox", &key, &content);
        self.has_messages = true;
    }

    /// Takes over what another one would write.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.writes.extend(other.writes);
        for (counter, delta) in other.tallies {
            *self.tallies.entry(counter).or_default() += delta;
        }
        self.change.touched.extend(other.change.touched);
        self.change.places.extend(other.change.places);
        self.change.desks.extend(other.change.desks);
        self.change.figures.extend(other.change.figures);
        self.has_messages |= other.has_messages;
    }

    /// The counters, for counting again without writing.
    pub(crate) fn into_tallies(self) -> BTreeMap<(String, String), i64> {
        self.tallies
    }

    /// What is told of it: the records are those that are written, and those that these name.
    fn change(&mut self) -> Option<Change> {
        let mut change = std::mem::take(&mut self.change);
        if change.is_empty() {
            return None;
        }
        for write in &self.writes {
            ids_in(&write.key, &mut change.records);
            if let Value::Object(content) = &write.content {
                content.values().for_each(|value| named(value, &mut change.records));
                for waiting in ["waiting", "waits_at"].iter().filter_map(|field| content.get(*field)) {
                    desks(waiting, &mut change.desks);
                }
            }
        }
        Some(change)
    }

    fn write(&mut self, kind: Kind, table: &'static str, key: &str, content: Value) {
        self.writes.push(Write { kind, table, key: key.to_owned(), content });
    }

    /// Turns the counters into writes, and tells the roll-up which schools to sum again.
    fn write_tallies(&mut self, store: &Store) {
        let tallies: Vec<_> =
            std::mem::take(&mut self.tallies).into_iter().filter(|(_, delta)| *delta != 0).collect();
        let schools: BTreeSet<String> = tallies.iter().map(|((school, _), _)| school.clone()).collect();
        for ((school, counter), delta) in tallies {
            let content = serde_json::json!({ "school": school, "counter": counter, "by": delta });
            self.write(Kind::Add, "tally", &format!("{school}|{counter}"), to_value(&content));
        }
        for school in schools {
            self.message(store.new_id(), "rollup", &school);
        }
    }

    pub(super) async fn commit(mut self, store: &Store) -> Result<()> {
        self.write_tallies(store);
        if self.writes.is_empty() {
            return Ok(());
        }
        let change = self.change();
        let mut added = Totals::default();
        for write in self.writes.iter().filter(|write| matches!(write.kind, Kind::Create)) {
            added.created(write.table, hash_in(&write.content));
        }
        let kept = store.log.keeps().then(|| self.writes.iter().map(Write::logged).collect::<Vec<_>>());
        let (mut text, mut vars) = statements(self.writes);
        let fault = store.faults.before().await;
        // A task of its own: whoever asked may be gone before it is through (a browser that closes), the commit is not.
        let (db, sequence, halt) = (store.db.clone(), store.sequence.clone(), store.halt.clone());
        let feed = store.feed.clone();
        let at = store.clock.now();
        let committed = tokio::spawn(async move {
            let (ticket, transaction) = begin(db, &sequence).await?;
            text.push_str("CREATE $sequence CONTENT $ticket RETURN NONE;\n");
            vars.insert("sequence".to_owned(), Value::RecordId(RecordId::new("commit", ticket.key())));
            vars.insert("ticket".to_owned(), super::log::record(ticket.number(), at, &added, kept));
            let mut response = match transaction.query(text).bind(vars).await {
                Ok(response) => response,
                Err(error) => {
                    drop(transaction.cancel().await);
                    return Err(classify(&error.to_string()));
                }
            };
            let errors = response.take_errors();
            if errors.is_empty() {
                // Whoever came here before another one failed must not write after it: the log may not read beyond that place.
                if halt.why().is_some() {
                    drop(transaction.cancel().await);
                    return Err(Error::Halted);
                }
                return match commit(transaction, fault).await {
                    Ok(()) => {
                        ticket.through(added);
                        halt.acknowledged(ticket.number());
                        if let Some(change) = change {
                            feed.tell(Change { seq: ticket.number(), ..change });
                        }
                        Ok(())
                    }
                    Err(error) if is_conflict(&error) => Err(Error::Conflict(error)),
                    Err(error) => {
                        halt.failed(ticket.number(), &crate::error::redacted(&error));
                        Err(Error::Halted)
                    }
                };
            }
            drop(transaction.cancel().await);
            // The first error is only «not executed because of another»; the reason is one of the later ones.
            let texts: Vec<String> = errors.values().map(ToString::to_string).collect();
            let telling = texts.iter().find(|text| is_conflict(text)).or_else(|| {
                texts
                    .iter()
                    .find(|text| !text.contains("not executed") && !text.contains("failed transaction"))
            });
            Err(classify(telling.or(texts.first()).map_or("", String::as_str)))
        });
        committed
            .await
            .unwrap_or_else(|error| Err(Error::Store(format!("the commit was cut off: {error}"))))?;
        store.faults.after(fault).await;
        if self.has_messages {
            store.outbox.notify_one();
        }
        Ok(())
    }
}

/// The longest text in which ids are looked for: what is sealed is longer, and names nobody.
const LONGEST: usize = 128;

/// The ids in a text: a key may hold several, parted by `|` or `/`.
fn ids_in(text: &str, found: &mut BTreeSet<Uuid>) {
    if text.len() <= LONGEST {
        found.extend(
            text.split(['|', '/', '@'])
                .filter(|part| part.len() == 36)
                .filter_map(|part| part.parse::<Uuid>().ok()),
        );
    }
}

/// The ids a field holds.
fn named(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => ids_in(text, found),
        Value::Array(list) => list.iter().for_each(|value| named(value, found)),
        _ => {}
    }
}

/// The desks a field of what waits holds.
fn desks(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(desk) => {
            found.insert(desk.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| desks(value, found)),
        _ => {}
    }
}

fn hash_in(content: &Value) -> Option<&str> {
    match content {
        Value::Object(object) => match object.get("hash") {
            Some(Value::String(hash)) => Some(hash),
            _ => None,
        },
        _ => None,
    }
}

/// Begins a transaction and takes the next number of the sequence in one step: two transactions that write the same record are
/// then numbered in the order in which they came to be.
async fn begin(
    db: Surreal<Db>,
    sequence: &Arc<Sequence>,
) -> Result<(Ticket, surrealdb::method::Transaction<Db>)> {
    let _order = sequence.order().await;
    let ticket = sequence.take();
    let transaction = db.begin().await.map_err(|error| classify(&error.to_string()))?;
    Ok((ticket, transaction))
}

/// Commits, or fails as a fault that is armed says.
async fn commit(
    transaction: surrealdb::method::Transaction<Db>,
    fault: Option<Fault>,
) -> std::result::Result<(), String> {
    if fault == Some(Fault::DiskFull) {
        drop(transaction.cancel().await);
        return Err(FULL.into());
    }
    transaction.commit().await.map_err(|error| error.to_string())?;
    if fault == Some(Fault::DiskFullAfter) { Err(FULL.into()) } else { Ok(()) }
}

fn is_conflict(text: &str) -> bool {
    ["onflict", "can be retried", "already exists", "already contains", "stale "]
        .iter()
        .any(|sign| text.contains(sign))
}

fn classify(text: &str) -> Error {
    if is_conflict(text) { Error::Conflict(text.to_owned()) } else { Error::Store(text.to_owned()) }
}
