//! Rows that are remembered for a while only (counts of guesses, codes that were sent) are taken away when that is over.

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    key: String,
    version: u64,
}

impl Registry {
    /// Takes away the rows of a table that were written last before a moment. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn sweep(&self, table: &'static str, before: DateTime<Utc>) -> Result<usize> {
        let text = format!("SELECT key, version FROM {table} WHERE at < $before LIMIT 500");
        let mut gone = 0;
        loop {
            let lines: Vec<Line> = self.store.rows(&text, Vars::new().with("before", before)).await?;
            if lines.is_empty() {
                return Ok(gone);
            }
            gone += lines.len();
            let lines = &lines;
            let swept = self
                .store
                .transact(table, || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        lines.iter().for_each(|line| work.take_away(table, &line.key, line.version));
                        Ok((work, ()))
                    })
                })
                .await;
            match swept {
                // One of them was written again meanwhile: the next look finds the others.
                Err(Error::Busy) => return Ok(gone),
                other => other?,
            }
        }
    }
}
