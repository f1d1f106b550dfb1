//! Files that leave with an archive package, and those that come with one (第九条, 第十六条).

use super::{Filing, Owner, ProofRow, blob_context, filing_context, thumbnail_context};
use crate::blob::{self, Limits};
use crate::error::Result;
use crate::services::Proofs;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::archive::Category;
use domain::case::correction::Proof;
use domain::id::{PersonId, ProofId};
use domain::package::FiledFile;

impl Proofs<'_> {
    /// The files of a person that a case or the archive carries, each with its bytes; the caller has authorised.
    pub(crate) async fn files_of(&self, person: PersonId) -> Result<Vec<(FiledFile, Vec<u8>)>> {
        let mut files = Vec::new();
        for row in self.proof_rows(person).await? {
            let filing = self.filing_of(&row)?;
            let file = FiledFile {
                sha256: row.proof.sha256.clone(),
                format: row.proof.format.clone(),
                bytes: row.proof.size,
                kind: row.proof.kind,
                category: filing.as_ref().map_or(Category::Proofs, |filing| filing.category),
                title: filing
                    .as_ref()
                    .map_or_else(|| row.proof.kind.label().to_owned(), |filing| filing.title.clone()),
                by: filing.map(|filing| filing.by).unwrap_or_default(),
                at: row.at,
            };
            let bytes = self.read_proof(&row.proof).await?;
            files.push((file, bytes));
        }
        files.sort_by(|(a, _), (b, _)| (a.at, &a.sha256).cmp(&(b.at, &b.sha256)));
        Ok(files)
    }

    /// What a file is called.
    pub(crate) fn title_of(&self, row: &ProofRow) -> Result<String> {
        let filing = self.filing_of(row)?;
        Ok(filing.map_or_else(|| row.proof.kind.label().to_owned(), |filing| filing.title))
    }

    /// Puts a file that arrived into the blob store, its bytes as they are: the package's manifest names their hash. It shows
    /// once [`Proofs::adopt_file`](crate::services::Proofs::adopt_file) has put its row into a transaction.
    pub(crate) async fn store_arrived(
        &self,
        actor: &Actor,
        person: PersonId,
        file: &FiledFile,
        bytes: &[u8],
    ) -> Result<ProofRow> {
        let id = ProofId::new(self.store.new_id());
        self.blobs.put(&id.to_string(), self.vault.seal(bytes, blob_context(id).as_bytes())).await?;
        let (copy, limits) = (bytes.to_vec(), Limits { bytes: bytes.len(), ..Limits::default() });
        let clean = blob::inspect_in_turn(&self.budget, copy, "", limits).await?;
        let mut thumbnail = None;
        if let Some(small) = clean.ok().and_then(|clean| clean.thumbnail) {
            let at = self.store.new_id();
            self.blobs
                .put(&at.to_string(), self.vault.seal(&small, thumbnail_context(id).as_bytes()))
                .await?;
            thumbnail = Some(at);
        }
        let filing = (!file.by.is_empty()).then(|| Filing {
            category: file.category,
            title: file.title.clone(),
            by: file.by.clone(),
        });
        Ok(ProofRow {
            proof: Proof {
                id,
                kind: file.kind,
                sha256: file.sha256.clone(),
                format: file.format.clone(),
                size: file.bytes,
            },
            owner: Owner::Person(person),
            by: actor.account,
            at: file.at,
            used: true,
            filing: filing.map(|filing| self.vault.seal_value(&filing, &filing_context(id))),
            thumbnail,
            withdrawn: false,
            asks: None,
        })
    }

    /// Files it.
    pub(crate) fn adopt_file(&self, work: &mut UnitOfWork, row: &ProofRow) {
        work.create("proof", &row.proof.id.to_string(), row);
    }

    /// Takes away the bytes of a file whose row was never written.
    pub(crate) async fn forget_arrived(&self, row: &ProofRow) -> Result<()> {
        if let Some(at) = row.thumbnail {
            self.blobs.delete(&at.to_string()).await?;
        }
        self.blobs.delete(&row.proof.id.to_string()).await
    }
}
