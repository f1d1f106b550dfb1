//! Reading the log of commits, and doing it again on another machine.

use crate::error::{Error, Result};
use crate::log::{Committed, record};
use crate::open::Store;
use crate::range::{first_of_range, key_of, range};
use crate::totals::Totals;
use crate::write::{Write, statements};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use surrealdb::types::{RecordId, Value};

impl Store {
    /// The first commits after `after` up to `upto` as the log has them, in the order of their numbers; `most` of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn commits(&self, after: u64, upto: u64, most: usize) -> Result<Vec<Committed>> {
        let range = range("commit", Some(&key_of(after)), Some(&key_of(upto)));
        self.rows(&first_of_range(most), range).await
    }

    /// When the commit of this number was, if the store still has its record.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn commit_at(&self, number: u64) -> Result<Option<DateTime<Utc>>> {
        #[derive(Deserialize)]
        struct When {
            at: DateTime<Utc>,
        }
        Ok(self.get::<When>("commit", &key_of(number)).await?.map(|found| found.at))
    }

    /// Does commits of a log again, all in one transaction, and puts down the number of the last one.
    ///
    /// # Errors
    /// When a write is of no table or kind that this program knows, or the store fails; nothing was done then.
    pub async fn replay(&self, commits: Vec<Committed>) -> Result<()> {
        let Some((seq, at)) = commits.last().map(|last| (last.seq, last.at)) else { return Ok(()) };
        let unknown = || Error::Store("the log holds a write this program does not know".into());
        let logged = commits.into_iter().flat_map(|one| one.writes.unwrap_or_default());
        let writes: Option<Vec<_>> = logged.map(|one| Write::again(one, self.contents.schema)).collect();
        let (mut text, mut vars) = statements(writes.ok_or_else(unknown)?);
        text.push_str("UPSERT $sequence CONTENT $ticket RETURN NONE;\n");
        vars.insert("sequence".to_owned(), Value::RecordId(RecordId::new("commit", key_of(seq))));
        vars.insert("ticket".to_owned(), record(seq, at, &Totals::default(), None));
        let _writing = self.written.begin_any();
        self.all_or_nothing(text, vars).await
    }

    /// Puts down which number a loaded copy stands at.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stand_at(&self, seq: u64, at: DateTime<Utc>) -> Result<()> {
        self.replay(vec![Committed { seq, at, writes: None }]).await
    }
}
