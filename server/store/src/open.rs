//! The open store: what it is made of, how it is opened, and plain reads.

use crate::asked;
use crate::bells::Bells;
use crate::clock::{Clock, Entropy};
use crate::connection::Connection;
use crate::contents::Contents;
use crate::disk::{Allow, Place};
use crate::engine::{self, Memory};
use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::feed::Feed;
use crate::files::Files;
use crate::halt::Halt;
use crate::lanes::Lanes;
use crate::log::Log;
use crate::schema;
use crate::sequence::{Reached, Sequence};
use crate::totals::Totals;
use crate::values::Vars;
use crate::written::Written;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::sync::Arc;
use surrealdb_core::kvs::Datastore;

/// The open store.
pub struct Store {
    pub(crate) connection: Connection,
    /// What the connection leads to.
    engine: Arc<Datastore>,
    /// Where writers of one school wait for each other.
    pub(crate) lanes: Lanes,
    /// Numbers the commits.
    pub(crate) sequence: Arc<Sequence>,
    /// How often each table was written.
    pub(crate) written: Arc<Written>,
    /// Whether the engine failed at one.
    pub(crate) halt: Arc<Halt>,
    /// Where the files are; none in memory.
    pub(crate) files: Option<Files>,
    /// What it is told of its contents.
    pub(crate) contents: Contents,
    /// What is kept of the commits, and from where on it is needed.
    pub log: Log,
    /// Tells who listens what was committed.
    pub feed: Arc<Feed>,
    /// Rung when there is background work.
    pub bells: Bells,
    /// Where now comes from.
    pub clock: Clock,
    /// Where ids come from.
    pub entropy: Entropy,
    /// Commits that go wrong on purpose.
    #[doc(hidden)]
    pub faults: Faults,
}

impl Store {
    /// Opens `address` (`surrealkv://directory`, `mem://`, …) and brings its schema up to date. Its files are looked at first.
    /// `memory` is what the engine may take.
    ///
    /// # Errors
    /// [`Error::Unsound`] when its log does not read; else when the store cannot be opened (another process holds it) or the
    /// schema cannot be applied.
    pub async fn open(
        address: &str,
        contents: Contents,
        memory: Memory,
        allow: &Allow,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self> {
        let files = match Place::of(address) {
            Some(place) => Some(Files::looked_at(place, allow, clock.now()).await?),
            None => None,
        };
        let (db, engine) = engine::open(&pinned(address), memory).await?;
        let connection = Connection::to(db).await?;
        schema::apply(&connection, contents.schema, &clock).await?;
        let seq = connection.last_commit().await?.map_or(0, |last| last.seq);
        let halt = match &files {
            Some(files) => {
                files.holds_what_was_acknowledged(seq, allow)?;
                files.halt()?
            }
            None => Halt::unnoted(),
        };
        Ok(Self {
            connection,
            engine,
            lanes: Lanes::empty(),
            sequence: Arc::new(Sequence::after(Reached { seq, totals: Totals::default() })),
            written: Arc::default(),
            halt: Arc::new(halt),
            files,
            contents,
            log: Log::default(),
            feed: Arc::new(Feed::after(seq)),
            bells: Bells::default(),
            clock,
            entropy,
            faults: Faults::default(),
        })
    }

    /// Closes it with an empty log, so that whoever opens it next has nothing to read again. Nothing can be read or written afterwards.
    ///
    /// # Errors
    /// When the engine cannot write its files.
    pub async fn close(&self) -> Result<()> {
        engine::close(&self.engine).await
    }

    /// When the last commit was, by the clock of its time; none in an empty store.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_commit_at(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(self.connection.last_commit().await?.map(|last| last.at))
    }

    /// Why nothing is written any more, since the engine failed at a commit. Reads go on; a restart on a store that was looked at
    /// begins anew.
    pub fn halted(&self) -> Option<String> {
        self.halt.why()
    }

    /// How often a table was written since the store was opened; nothing while a write of it is under way. What was read of it is as it is
    /// in the store as long as the number stays.
    pub fn times_written(&self, table: &str) -> Option<u64> {
        self.written.times(table)
    }

    /// Up to which number every commit is through: in the store, or refused for good.
    pub fn settled(&self) -> u64 {
        self.sequence.settled()
    }

    /// Stops writing for another reason than a failed commit: its files were found damaged.
    pub fn stop_writing(&self, why: &str) {
        self.halt.because(why);
    }

    /// The last commit that is in the store below everything that is under way, and what the store holds with it.
    pub fn reached(&self) -> Reached {
        self.sequence.reached()
    }

    /// Takes away what the store keeps of the commits below `number`; the last one always stays, so that the sequence goes on, and
    /// so does what a backup still needs ([`Log::needed_from`]).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_commits(&self, below: u64) -> Result<()> {
        if self.halted().is_some() {
            return Err(Error::Halted);
        }
        let below = below.min(self.reached().seq).min(self.log.needed());
        let vars = Vars::new().with("below", below);
        self.rows::<Json>("DELETE `commit` WHERE seq < $below RETURN NONE", vars).await?;
        Ok(())
    }

    /// Runs one read and gives its rows. Values go in as variables, never into the text.
    ///
    /// # Errors
    /// When the store fails, or [`Error::Decode`] when a row is not one of `T`.
    pub async fn rows<T: DeserializeOwned>(&self, text: &str, vars: Vars) -> Result<Vec<T>> {
        asked::put_down(text, &vars);
        self.connection.rows(text, vars).await
    }

    /// One record by table and key; none where there is none.
    ///
    /// # Errors
    /// When the store fails, or [`Error::Decode`] when the record is not a `T`.
    pub async fn get<T: DeserializeOwned>(&self, table: &'static str, key: &str) -> Result<Option<T>> {
        let vars = Vars::new().record("record", table, key);
        Ok(self.rows("SELECT * FROM $record", vars).await?.into_iter().next())
    }

    /// Many records by key, in the order the store gives them; keys that are not there are left out.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub async fn get_many<T: DeserializeOwned>(
        &self,
        table: &'static str,
        keys: &[String],
    ) -> Result<Vec<T>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.rows("SELECT * FROM $records", Vars::new().records("records", table, keys)).await
    }

    /// Counts index entries. `condition` must be text the program itself wrote: a count by a variable reads every record.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count(&self, table: &str, condition: &str) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Count {
            count: u64,
        }
        let text = format!("SELECT count() FROM {table} WHERE {condition} GROUP ALL");
        Ok(self.rows::<Count>(&text, Vars::new()).await?.first().map_or(0, |row| row.count))
    }

    /// Runs statements outside a transaction and outside the sequence of commits: for tests that damage a store.
    ///
    /// # Errors
    /// When the store refuses them.
    #[doc(hidden)]
    pub async fn execute(&self, text: &str) -> Result<()> {
        let _writing = self.written.begin_any();
        self.connection.execute(text).await
    }

    /// Reads rows as they lie in the store, without a right and without a line in the access log: for the simulation.
    /// It is no query of a service, and not put down among them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn inspect<T: DeserializeOwned>(&self, text: &str) -> Result<Vec<T>> {
        self.connection.rows(text, Vars::new()).await
    }

    /// A new id for now.
    pub fn new_id(&self) -> uuid::Uuid {
        self.entropy.uuid(self.clock.now())
    }
}

/// The address with the only durability the store works with: a commit is answered when it is on the disk. Whatever the
/// address says of it is left out.
fn pinned(address: &str) -> String {
    if Place::of(address).is_none() {
        return address.to_owned();
    }
    let (path, settings) = address.split_once('?').unwrap_or((address, ""));
    let others = settings.split('&').filter(|setting| {
        let name = setting.split('=').next().unwrap_or_default();
        !name.is_empty() && !name.to_ascii_lowercase().contains("sync")
    });
    format!("{path}?{}", others.chain(["sync=every"]).collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_in_the_address_weakens_durability() {
        let weak = [
            "",
            "?sync=never",
            "?sync=1s&retention=30d",
            "?sync_data=false",
            "?SYNC=never",
            "?retention=30d&&sync=every",
        ];
        for settings in weak {
            let address = pinned(&format!("surrealkv:///data/store{settings}"));
            let (path, left) = address.split_once('?').unwrap();
            assert_eq!(path, "surrealkv:///data/store");
            let sync: Vec<_> =
                left.split('&').filter(|one| one.to_ascii_lowercase().contains("sync")).collect();
            assert_eq!(sync, ["sync=every"], "{settings}");
            assert_eq!(left.contains("retention=30d"), settings.contains("retention"));
        }
        assert_eq!(pinned("mem://"), "mem://");
    }
}
