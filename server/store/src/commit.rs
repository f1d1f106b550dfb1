//! The one commit point: state, journal, tallies and jobs go into the store in a single transaction, or not at all.

use crate::error::{Error, Result, redacted};
use crate::faults::{FULL, Fault};
use crate::feed::Change;
use crate::log;
use crate::open::Store;
use crate::sequence::{Sequence, Ticket};
use crate::totals::Totals;
use crate::unit_of_work::UnitOfWork;
use crate::write::{Kind, Write, statements};
use futures::future::BoxFuture;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb::method::Transaction;
use surrealdb::types::{RecordId, Value};

/// How often a transaction that met another is tried before it is given up.
const TRIES: u32 = 12;

impl Store {
    /// Loads, decides and commits as one: `attempt` reads what it needs and gives back what is to be written. When
    /// another transaction came first it runs again from its reads, so it must not do anything else than read.
    ///
    /// # Errors
    /// What `attempt` refuses, [`Error::Busy`] when others kept coming first, or [`Error::Halted`] after the engine failed.
    pub async fn transact<'a, T, F>(&self, lane: &str, attempt: F) -> Result<T>
    where
        F: Fn() -> BoxFuture<'a, Result<(UnitOfWork, T)>>,
    {
        let _queue = self.lanes.turn(lane).await;
        self.transact_in_turn(attempt).await
    }

    /// The same for who keeps a line of his own: he comes one at a time, and waits in nobody else's lane.
    ///
    /// # Errors
    /// As [`Store::transact`].
    pub async fn transact_in_turn<'a, T, F>(&self, attempt: F) -> Result<T>
    where
        F: Fn() -> BoxFuture<'a, Result<(UnitOfWork, T)>>,
    {
        for turn in 0..TRIES {
            if self.halted().is_some() {
                return Err(Error::Halted);
            }
            let (work, value) = match attempt().await {
                Err(Error::Conflict(_)) => {
                    self.back_off(turn).await;
                    continue;
                }
                other => other?,
            };
            match self.commit(work).await {
                Ok(()) => return Ok(value),
                Err(Error::Conflict(why)) => {
                    tracing::debug!(turn, why, "transaction is run again");
                    self.back_off(turn).await;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::Busy)
    }

    async fn back_off(&self, turn: u32) {
        let most = 1_u64 << turn.min(7);
        tokio::time::sleep(Duration::from_millis(1 + self.entropy.below(most * 2))).await;
    }

    async fn commit(&self, mut work: UnitOfWork) -> Result<()> {
        for school in work.write_tallies() {
            (self.contents.recount)(&mut work, &school, self.new_id(), self.clock.now());
        }
        if work.writes.is_empty() {
            return Ok(());
        }
        let change = work.change();
        let mut added = Totals::default();
        for write in work.writes.iter().filter(|write| matches!(write.kind, Kind::Create)) {
            added.created(&self.contents.counted, write.table, write.hash());
        }
        let kept = self.log.keeps().then(|| work.writes.iter().map(Write::logged).collect::<Vec<_>>());
        let tables: BTreeSet<&'static str> = work.writes.iter().map(|write| write.table).collect();
        let (mut text, mut vars) = statements(work.writes);
        let fault = self.faults.before().await;
        // A task of its own: whoever asked may be gone before it is through (a browser that closes), the commit is not.
        let (db, sequence, halt) = (self.connection.engine(), self.sequence.clone(), self.halt.clone());
        let (feed, written) = (self.feed.clone(), self.written.clone());
        let at = self.clock.now();
        let committed = tokio::spawn(async move {
            // Until it is through or refused nobody knows what these tables hold.
            let _writing = written.begin(tables);
            let (ticket, transaction) = begin(db, &sequence).await?;
            text.push_str("CREATE $sequence CONTENT $ticket RETURN NONE;\n");
            vars.insert("sequence".to_owned(), Value::RecordId(RecordId::new("commit", ticket.key())));
            vars.insert("ticket".to_owned(), log::record(ticket.number(), at, &added, kept));
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
                return match through(transaction, fault).await {
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
                        halt.failed(ticket.number(), &redacted(&error));
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
        self.faults.after(fault).await;
        for bell in work.begun {
            self.bells.of(bell).notify_one();
        }
        Ok(())
    }
}

/// Begins a transaction and takes the next number of the sequence in one step: two transactions that write the same record are
/// then numbered in the order in which they came to be.
async fn begin(db: Surreal<Db>, sequence: &Arc<Sequence>) -> Result<(Ticket, Transaction<Db>)> {
    let _order = sequence.order().await;
    let ticket = sequence.take();
    let transaction = db.begin().await.map_err(|error| classify(&error.to_string()))?;
    Ok((ticket, transaction))
}

/// Commits, or fails as a fault that is armed says.
async fn through(transaction: Transaction<Db>, fault: Option<Fault>) -> std::result::Result<(), String> {
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
