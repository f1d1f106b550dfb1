//! Whether the store is whole, for who is responsible for the machine.

use crate::error::Result;
use crate::services::StoreChecks;
use crate::store::{Logged, Soundness, TableDigest};

impl StoreChecks<'_> {
    /// Writes the mark (水位) anew: how far the store has come, outside it. To be done every minute and before the end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn renew_mark(&self) -> Result<()> {
        self.store.renew_mark(self.vault.as_ref()).await
    }

    /// Reads the store's tables and values in full and compares their checksums. Nothing found means nothing wrong.
    ///
    /// # Errors
    /// When the files cannot be listed.
    pub async fn check_files(&self) -> Result<Soundness> {
        self.store.check_files().await
    }

    /// What was ever done to the store's files, oldest first: for whoever is responsible for the machine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn store_log(&self) -> Result<Vec<Logged>> {
        self.store.store_log().await
    }

    /// The fingerprint of every table as it is at this moment, read page by page. The store's own bookkeeping (which schema files
    /// it has, its last commits) is not part of it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn digest(&self) -> Result<Vec<TableDigest>> {
        self.store.digest().await
    }

    /// Counts persons, journal entries and looks in full and compares with what was carried along since the store was made. For a
    /// store nobody is working in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_totals(&self) -> Result<Soundness> {
        let carried = self.store.reached().totals;
        let counted = self.store.count_again().await?;
        let mut wrong = Vec::new();
        for (what, carried, counted) in [
            ("学生", carried.persons, counted.persons),
            ("信息变动记录", carried.entries, counted.entries),
            ("访问日志", carried.looks, counted.looks),
        ] {
            if carried != counted {
                wrong.push(format!("{what}应有 {carried} 条，库中有 {counted} 条"));
            }
        }
        if wrong.is_empty() && carried.digest != counted.digest {
            wrong.push("信息变动记录或访问日志的内容与水位不符".to_owned());
        }
        Ok(Soundness { wrong })
    }
}
