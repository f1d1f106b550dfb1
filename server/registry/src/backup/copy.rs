//! A whole copy, taken while people work: one view of the store, table by table, page by page; then the proof files that are not at
//! the target yet.

use super::manifest::{Blobs, Manifest, Signed, Table, key_check, place, sha256};
use super::problem::Outcome;
use super::ship::Chain;
use super::standing::Good;
use super::target::Written;
use super::{Backups, sealed};
use crate::error::Error;
use crate::schema::{data_tables, version};
use crate::store::{Place, View};
use std::collections::BTreeMap;

impl Backups {
    /// Makes a copy and takes away those that are no longer kept. One at a time.
    ///
    /// # Errors
    /// When the store or the target fails; what was written until then is taken away by the next one.
    pub async fn back_up(&self) -> Outcome<Good> {
        let _one = self.copying.lock().await;
        let begun = std::time::Instant::now();
        let (line, at) = (self.line()?, self.registry.store.clock.now());
        let view = self.registry.store.view().await?;
        let random = u32::from_be_bytes(self.registry.store.entropy.bytes());
        let name = format!("{}-{:020}-{random:08x}", at.format("%Y%m%dT%H%M%SZ"), view.seq);
        let made = self.write_copy(&view, &line, &name).await;
        let (seq, last_commit) = (view.seq, view.at);
        view.close().await;
        let (tables, blobs, mut bytes) = made?;
        let manifest = Manifest {
            format: 1,
            name: name.clone(),
            line: line.clone(),
            seq,
            at,
            last_commit,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: version(),
            key_check: key_check(&*self.registry.vault),
            recipient: self.recipient.to_string(),
            tables,
            blobs,
            signature: String::new(),
        };
        let manifest = manifest.signed(&*self.registry.vault);
        bytes += manifest.len() as u64;
        self.target.put_new(&place::manifest(&line, &name), manifest).await?;
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let good = Good { to: self.target.address.clone(), at, seq, bytes, millis, name };
        self.remember(&good)?;
        {
            let mut chain = self.chain.lock().await;
            // Another line may have been begun meanwhile: then another copy must come.
            if matches!(*chain, Chain::Broken) && self.line()? == line {
                *chain = Chain::After { line: line.clone(), seq, digest: String::new() };
                self.registry.store.log.needed_from(seq);
            }
        }
        self.tidy(&line).await?;
        Ok(good)
    }

    async fn write_copy(&self, view: &View, line: &str, name: &str) -> Outcome<(Vec<Table>, Blobs, u64)> {
        let (mut tables, mut bytes) = (Vec::new(), 0);
        for table in data_tables() {
            let one = self.write_table(view, line, name, table).await?;
            bytes += one.file.as_ref().map_or(0, |(bytes, _)| *bytes);
            tables.push(one);
        }
        let mut list = String::new();
        let (mut count, mut copied) = (0, (0, 0));
        for folder in 0..=u8::MAX {
            for (id, sha256, written) in self.bring_folder(folder).await? {
                list.push_str(&format!("{id} {sha256}\n"));
                count += 1;
                copied.0 += u64::from(written > 0);
                copied.1 += written;
            }
        }
        bytes += copied.1 + list.len() as u64;
        let list_sha256 = sha256(list.as_bytes());
        self.target.put_new(&place::blob_list(line, name), list.into_bytes()).await?;
        Ok((tables, Blobs { count, list_sha256, copied }, bytes))
    }

    async fn write_table(&self, view: &View, line: &str, name: &str, table: &str) -> Outcome<Table> {
        let (mut sum, mut read) = (crate::store::Fingerprint::default(), Place::default());
        let mut rows = view.page(table, &mut read).await?;
        if rows.is_empty() {
            let (records, digest) = sum.finish();
            return Ok(Table { table: table.to_owned(), records, digest, file: None });
        }
        let mut upload = self.target.write(&place::part(line, name, table));
        let mut sealer = sealed::Sealer::new(&self.recipient)?;
        while !rows.is_empty() {
            for row in &rows {
                sum.add(row);
                let mut text = serde_json::to_vec(row).expect("plain data");
                text.push(b'\n');
                sealer.write(&text)?;
            }
            upload.write(sealer.ready()).await?;
            rows = view.page(table, &mut read).await?;
        }
        upload.write(sealer.finish()?).await?;
        let Written { bytes, sha256 } = upload.finish().await?;
        let (records, digest) = sum.finish();
        Ok(Table { table: table.to_owned(), records, digest, file: Some((bytes, sha256)) })
    }

    /// Brings what the target does not have of one folder of proof files. Gives all of them: id, SHA-256, bytes written now.
    pub(super) async fn bring_folder(&self, folder: u8) -> Outcome<Vec<(String, String, u64)>> {
        let here = self.registry.blobs.ids(folder).await?;
        if here.is_empty() {
            return Ok(Vec::new());
        }
        let there = self.target.list(&format!("blobs/{folder:02x}")).await?;
        let there: BTreeMap<&str, &str> = there.iter().filter_map(|(path, _)| named(path)).collect();
        let mut all = Vec::new();
        for id in here {
            if let Some(sha256) = there.get(id.as_str()) {
                all.push((id, (*sha256).to_owned(), 0));
            } else if let Some((sha256, bytes)) = self.bring(&id).await? {
                all.push((id, sha256, bytes));
            }
        }
        Ok(all)
    }

    /// Brings one proof file; none when it has been removed meanwhile.
    pub(super) async fn bring(&self, id: &str) -> Outcome<Option<(String, u64)>> {
        let bytes = match self.registry.blobs.get(id).await {
            Ok(bytes) => bytes,
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let sha256 = sha256(&bytes);
        let sealed = sealed::seal(&self.recipient, &bytes)?;
        let size = sealed.len() as u64;
        self.target.put(&place::blob(id, &sha256), sealed).await?;
        Ok(Some((sha256, size)))
    }
}

/// Id and SHA-256 in the name of a proof file at the target.
fn named(path: &str) -> Option<(&str, &str)> {
    path.rsplit('/').next()?.strip_suffix(".age")?.split_once('-')
}
