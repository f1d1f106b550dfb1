//! The store: the connection, the schema, plain reads, and the one way to write ([`unit_of_work`]).

mod copy;
mod digest;
mod disk;
mod engine;
#[doc(hidden)]
pub mod faults;
mod halt;
pub(crate) mod log;
mod mark;
pub mod schema;
mod sequence;
mod soundness;
mod totals;
mod unit_of_work;

pub(crate) use copy::{Fingerprint, Place, Row, View};
pub use digest::TableDigest;
pub use disk::{Allow, Done};
pub use engine::default_cache;
pub use mark::Mark;
pub use sequence::Reached;
pub use soundness::{Logged, Soundness};
pub(crate) use soundness::{holds_a_store, private};
pub use totals::{Fold, Totals};
pub use unit_of_work::UnitOfWork;

use crate::clock::{Clock, Entropy};
use crate::error::{Error, Result};
use crate::feed::Feed;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb::types::{RecordId, SurrealValue, Value, Variables};

/// Writers of one school queue here before they meet in the store, so that conflicts stay rare.
const LANES: usize = 64;
/// How often a transaction that met another is tried before it is given up.
const TRIES: u32 = 12;

/// The open store.
pub struct Store {
    db: Surreal<Db>,
    lanes: Vec<tokio::sync::Mutex<()>>,
    /// Numbers the commits.
    sequence: Arc<sequence::Sequence>,
    /// Whether the engine failed at one.
    halt: Arc<halt::Halt>,
    /// Where the files are; none in memory.
    files: Option<soundness::Files>,
    /// What is kept of the commits, and from where on it is needed.
    pub(crate) log: log::Log,
    /// Tells who listens what was committed.
    pub feed: Arc<Feed>,
    /// Woken when the outbox has something.
    pub(crate) outbox: tokio::sync::Notify,
    /// Woken when an import has something to do.
    pub(crate) imports: tokio::sync::Notify,
    /// Where now comes from.
    pub clock: Clock,
    /// Where ids come from.
    pub entropy: Entropy,
    /// Commits that go wrong on purpose.
    #[doc(hidden)]
    pub faults: faults::Faults,
}

impl Store {
    /// Opens `address` (`surrealkv://directory`, `mem://`, …) and brings its schema up to date. Its files are looked at first.
    /// `cache` is the bytes that the engine may keep of what it read.
    ///
    /// # Errors
    /// [`Error::Unsound`] when its log does not read; else when the store cannot be opened (another process holds it) or the
    /// schema cannot be applied.
    pub async fn open(
        address: &str,
        cache: u64,
        allow: &Allow,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self> {
        let files = match disk::Place::of(address) {
            Some(place) => Some(soundness::Files::looked_at(place, allow, clock.now()).await?),
            None => None,
        };
        let db = engine::open(&pinned(address), cache).await?;
        db.use_ns("xueji").use_db("xueji").await?;
        let lanes = (0..LANES).map(|_| tokio::sync::Mutex::new(())).collect();
        let mut store = Self {
            db,
            lanes,
            sequence: Arc::default(),
            halt: Arc::new(halt::Halt::unnoted()),
            files,
            log: log::Log::default(),
            feed: Arc::new(Feed::after(0)),
            outbox: tokio::sync::Notify::new(),
            imports: tokio::sync::Notify::new(),
            clock,
            entropy,
            faults: faults::Faults::default(),
        };
        schema::apply(&store).await?;
        let seq = store.last_commit().await?;
        store.sequence = Arc::new(sequence::Sequence::after(Reached { seq, totals: Totals::default() }));
        store.feed = Arc::new(Feed::after(seq));
        if let Some(files) = &store.files {
            files.holds_what_was_acknowledged(seq, allow)?;
            store.halt = Arc::new(files.halt()?);
        }
        Ok(store)
    }

    /// The number of the last commit in the store; 0 in an empty one.
    async fn last_commit(&self) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Last {
            seq: u64,
        }
        let text = "SELECT seq, id FROM `commit` ORDER BY id DESC LIMIT 1";
        Ok(self.rows::<Last>(text, Vars::new()).await?.first().map_or(0, |last| last.seq))
    }

    /// When the last commit was, by the clock of its time; none in an empty store.
    pub(crate) async fn last_commit_at(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
        #[derive(serde::Deserialize)]
        struct Last {
            at: chrono::DateTime<chrono::Utc>,
        }
        let text = "SELECT at, id FROM `commit` ORDER BY id DESC LIMIT 1";
        Ok(self.rows::<Last>(text, Vars::new()).await?.first().map(|last| last.at))
    }

    /// Why nothing is written any more, since the engine failed at a commit. Reads go on; a restart on a store that was looked at
    /// begins anew.
    pub fn halted(&self) -> Option<String> {
        self.halt.why()
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
    /// so does what a backup still needs ([`log::Log::needed_from`]).
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
    pub(crate) async fn rows<T: DeserializeOwned>(&self, text: &str, vars: Vars) -> Result<Vec<T>> {
        let mut response = self.db.query(text).bind(vars.0).await?.check()?;
        let rows: Vec<Json> = response.take(0)?;
        rows.into_iter().map(decode).collect()
    }

    /// One record by table and key.
    pub(crate) async fn get<T: DeserializeOwned>(&self, table: &'static str, key: &str) -> Result<Option<T>> {
        let vars = Vars::new().record("record", table, key);
        Ok(self.rows("SELECT * FROM $record", vars).await?.into_iter().next())
    }

    /// Many records by key, in the order the store gives them; keys that are not there are left out.
    pub(crate) async fn get_many<T: DeserializeOwned>(
        &self,
        table: &'static str,
        keys: &[String],
    ) -> Result<Vec<T>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.rows("SELECT * FROM $records", Vars::new().records("records", table, keys)).await
    }

    /// Counts index entries. `condition` must be text the registry itself wrote: see reference on literal counts.
    pub(crate) async fn count(&self, table: &str, condition: &str) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Count {
            count: u64,
        }
        let text = format!("SELECT count() FROM {table} WHERE {condition} GROUP ALL");
        Ok(self.rows::<Count>(&text, Vars::new()).await?.first().map_or(0, |row| row.count))
    }

    /// Runs statements outside a transaction: only for the schema.
    pub(crate) async fn execute(&self, text: &str) -> Result<()> {
        self.db.query(text).await?.check()?;
        Ok(())
    }

    /// Loads, decides and commits as one: `attempt` reads what it needs and gives back what is to be written. When
    /// another transaction came first it runs again from its reads, so it must not do anything else than read.
    ///
    /// # Errors
    /// What `attempt` refuses, [`Error::Busy`] when others kept coming first, or [`Error::Halted`] after the engine failed.
    pub async fn transact<'a, T, F>(&self, lane: &str, attempt: F) -> Result<T>
    where
        F: Fn() -> BoxFuture<'a, Result<(UnitOfWork, T)>>,
    {
        let mut hasher = DefaultHasher::new();
        lane.hash(&mut hasher);
        let slot = usize::try_from(hasher.finish() % LANES as u64).expect("below LANES");
        let _queue = self.lanes[slot].lock().await;
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
            match work.commit(self).await {
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

    /// A new id for now.
    pub fn new_id(&self) -> uuid::Uuid {
        self.entropy.uuid(self.clock.now())
    }
}

/// The address with the only durability the register works with: a commit is answered when it is on the disk. Whatever the
/// address says of it is left out.
fn pinned(address: &str) -> String {
    if disk::Place::of(address).is_none() {
        return address.to_owned();
    }
    let (path, settings) = address.split_once('?').unwrap_or((address, ""));
    let others = settings.split('&').filter(|setting| {
        let name = setting.split('=').next().unwrap_or_default();
        !name.is_empty() && !name.to_ascii_lowercase().contains("sync")
    });
    format!("{path}?{}", others.chain(["sync=every"]).collect::<Vec<_>>().join("&"))
}

fn decode<T: DeserializeOwned>(row: Json) -> Result<T> {
    serde_json::from_value(row).map_err(|error| Error::Decode(std::any::type_name::<T>(), error.to_string()))
}

/// Variables of a query.
#[derive(Default, Clone)]
pub(crate) struct Vars(Variables);

impl Vars {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A plain value.
    pub(crate) fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.insert(name.to_owned(), to_value(&value));
        self
    }

    /// A record id.
    pub(crate) fn record(mut self, name: &str, table: &str, key: &str) -> Self {
        self.0.insert(name.to_owned(), Value::RecordId(RecordId::new(table, key)));
        self
    }

    /// Several record ids of one table.
    pub(crate) fn records(mut self, name: &str, table: &str, keys: &[String]) -> Self {
        let ids: Vec<Value> =
            keys.iter().map(|key| Value::RecordId(RecordId::new(table, key.as_str()))).collect();
        self.0.insert(name.to_owned(), ids.into_value());
        self
    }
}

pub(crate) fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain data").into_value()
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
