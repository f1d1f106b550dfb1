//! The connection to the database: plain reads and statements. Values go in as variables, never into the text.

use crate::error::Result;
use crate::values::{Vars, decode};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use surrealdb::Surreal;
use surrealdb::engine::local::Db;
use surrealdb::method::Transaction;

/// Reads a [`LastCommit`].
pub(crate) const LAST_COMMIT: &str = "SELECT seq, at, id FROM `commit` ORDER BY id DESC LIMIT 1";

/// The number of a commit, and when it was, by the clock of its time.
#[derive(serde::Deserialize)]
pub(crate) struct LastCommit {
    pub(crate) seq: u64,
    pub(crate) at: DateTime<Utc>,
}

/// The connection to an engine that is open.
pub(crate) struct Connection(Surreal<Db>);

impl Connection {
    /// To this engine, at the one place in it where everything lies.
    pub(crate) async fn to(db: Surreal<Db>) -> Result<Self> {
        db.use_ns("xueji").use_db("xueji").await?;
        Ok(Self(db))
    }

    /// The engine itself, for a task of its own.
    pub(crate) fn engine(&self) -> Surreal<Db> {
        self.0.clone()
    }

    /// Begins a transaction.
    pub(crate) async fn begin(&self) -> Result<Transaction<Db>> {
        Ok(self.0.clone().begin().await?)
    }

    /// Runs one read and gives its rows. Values go in as variables, never into the text.
    pub(crate) async fn rows<T: DeserializeOwned>(&self, text: &str, vars: Vars) -> Result<Vec<T>> {
        let mut response = self.0.query(text).bind(vars.0).await?.check()?;
        let rows: Vec<Json> = response.take(0)?;
        rows.into_iter().map(decode).collect()
    }

    /// The last commit that is in the store; none in an empty one.
    pub(crate) async fn last_commit(&self) -> Result<Option<LastCommit>> {
        Ok(self.rows(LAST_COMMIT, Vars::new()).await?.into_iter().next())
    }

    /// Runs statements outside a transaction: only for the schema.
    pub(crate) async fn execute(&self, text: &str) -> Result<()> {
        self.0.query(text).await?.check()?;
        Ok(())
    }
}
