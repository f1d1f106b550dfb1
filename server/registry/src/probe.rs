//! Whether the store takes a write: a tiny record of its own, for whoever asks whether the system is ready.

use crate::Registry;
use crate::error::Result;
use crate::store::UnitOfWork;
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct ProbeRow {
    at: DateTime<Utc>,
}

impl Registry {
    /// Writes the record anew.
    ///
    /// # Errors
    /// When the store does not take it.
    pub async fn probe(&self) -> Result<()> {
        let row = &ProbeRow { at: self.store.clock.now() };
        self.store
            .transact("probe", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("probe", "write", row);
                    Ok((work, ()))
                })
            })
            .await
    }
}
