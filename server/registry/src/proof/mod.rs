//! Proof documents (证明材料, 第七条第二项, 第十条): cleaned, sealed, kept outside the web root, read back only through a case or
//! by whoever filed them.

use crate::blob::{self, Limits};
use crate::error::{Error, Result};
use crate::services::Proofs;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::Actor;
use domain::archive::Category;
use domain::case::CaseKind;
use domain::case::asking::ASKED;
use domain::case::correction::{Proof, ProofKind};
use domain::id::{AccountId, PersonId, ProofId};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod carry;
mod filings;
mod owner;
mod unsent;

pub(crate) use filings::Filings;
pub(crate) use owner::Owner;

/// Files one correction may carry.
const MOST: usize = 6;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProofRow {
    // Nested, not flattened: in a store `id` at the top is the record's own address.
    pub(crate) proof: Proof,
    pub(crate) owner: Owner,
    pub(crate) by: AccountId,
    pub(crate) at: DateTime<Utc>,
    /// Whether a case or the archive carries it; until then whoever filed it may take it away again.
    pub(crate) used: bool,
    /// Where it was filed in the archive, sealed; none for what came with a case.
    #[serde(default)]
    pub(crate) filing: Option<String>,
    /// Its small picture in the blob store, when there is one.
    #[serde(default)]
    pub(crate) thumbnail: Option<Uuid>,
    /// Withdrawn from the archive: kept, and shown no more.
    #[serde(default)]
    pub(crate) withdrawn: bool,
    /// The application (申请休学 and the like) for which it was filed and which is not sent yet; none for a correction's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asks: Option<CaseKind>,
}

/// What a file is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeptFor {
    /// A correction, or evidence, that is being prepared.
    Draft,
    /// An application for a change that is being prepared, and how many files it carries already where it came back.
    Asking(CaseKind, usize),
    /// A case that carries it from the start, so that it is nobody's draft.
    Case,
}

impl KeptFor {
    fn asks(self) -> Option<CaseKind> {
        match self {
            Self::Asking(kind, _) => Some(kind),
            Self::Draft | Self::Case => None,
        }
    }

    /// Files that count together with what is not sent yet.
    fn carried(self) -> usize {
        match self {
            Self::Asking(_, carried) => carried,
            Self::Draft | Self::Case => 0,
        }
    }
}

/// Where a file was filed in the archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Filing {
    /// Under which category.
    pub(crate) category: Category,
    /// What it is called.
    pub(crate) title: String,
    /// Who filed it.
    pub(crate) by: String,
}

impl Proofs<'_> {
    /// Files a proof for a correction that is being prepared.
    ///
    /// # Errors
    /// A refusal that says what is wrong with the file; store failures.
    pub async fn file_proof(
        &self,
        actor: &Actor,
        person: PersonId,
        kind: ProofKind,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Proof> {
        self.cases().may_correct(actor, person).await?;
        self.keep_proof(actor, Owner::Person(person), kind, name, bytes, KeptFor::Draft).await
    }

    /// Cleans, seals and keeps a file.
    ///
    /// # Errors
    /// As [`Proofs::file_proof`](crate::services::Proofs::file_proof); the caller has authorised.
    pub(crate) async fn keep_proof(
        &self,
        actor: &Actor,
        owner: Owner,
        kind: ProofKind,
        name: &str,
        bytes: Vec<u8>,
        kept_for: KeptFor,
    ) -> Result<Proof> {
        // The place is taken before the work, so that files sent at the same time cannot all find the last one free; it is given
        // back when this ends, whatever becomes of the file.
        let place = self.filing.take(actor.account, owner);
        let unsent = self.unsent_of(actor, owner, kept_for.asks()).await?.len();
        if kept_for.carried() + unsent + place.taken() > MOST {
            return Err(
                Refusal::of(RefusalCode::TooManyProofs, format!("一次申请最多上传 {MOST} 份材料。")).into()
            );
        }
        let row = self.store_file(actor, owner, kind, name, bytes).await?;
        let row = ProofRow { used: kept_for == KeptFor::Case, asks: kept_for.asks(), ..row };
        self.save_proof(&row).await?;
        drop(place);
        Ok(row.proof)
    }

    /// Keeps a file for the archive. It shows only once [`Proofs::file_filed`](crate::services::Proofs::file_filed) has marked it in a transaction with its
    /// journal entry.
    ///
    /// # Errors
    /// As [`Proofs::file_proof`](crate::services::Proofs::file_proof); the caller has authorised.
    pub(crate) async fn keep_file(
        &self,
        actor: &Actor,
        person: PersonId,
        kind: ProofKind,
        name: &str,
        bytes: Vec<u8>,
        filing: Option<Filing>,
    ) -> Result<Proof> {
        let row = self.store_file(actor, Owner::Person(person), kind, name, bytes).await?;
        let seal = |filing: Filing| self.vault.seal_value(&filing, &filing_context(row.proof.id));
        let row = ProofRow { filing: filing.map(seal), ..row };
        self.save_proof(&row).await?;
        Ok(row.proof)
    }

    /// Checks, cleans and seals a file and puts it into the blob store, its small picture beside it.
    async fn store_file(
        &self,
        actor: &Actor,
        owner: Owner,
        kind: ProofKind,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<ProofRow> {
        self.scanner.check(&bytes, name).await?;
        let clean = blob::inspect_in_turn(&self.budget, bytes, name, Limits::default()).await?.map_err(
            |problem| {
                Refusal::new(RefusalCode::BadFile, Basis::Article(10), problem.message(), problem.remedy())
            },
        )?;
        let id = ProofId::new(self.store.new_id());
        let proof = Proof {
            id,
            kind,
            sha256: clean.sha256.clone(),
            format: clean.kind.extension().into(),
            size: clean.bytes.len() as u64,
        };
        let sealed = self.vault.seal(&clean.bytes, blob_context(id).as_bytes());
        self.blobs.put(&id.to_string(), sealed).await?;
        let mut thumbnail = None;
        if let Some(small) = clean.thumbnail {
            let at = self.store.new_id();
            let sealed = self.vault.seal(&small, thumbnail_context(id).as_bytes());
            self.blobs.put(&at.to_string(), sealed).await?;
            thumbnail = Some(at);
        }
        Ok(ProofRow {
            proof,
            owner,
            by: actor.account,
            at: self.store.clock.now(),
            used: false,
            filing: None,
            thumbnail,
            withdrawn: false,
            asks: None,
        })
    }

    async fn save_proof(&self, row: &ProofRow) -> Result<()> {
        self.store
            .transact("proof", || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    work.create("proof", &row.proof.id.to_string(), row);
                    Ok((work, ()))
                })
            })
            .await
    }

    pub(crate) async fn proof_row(&self, id: ProofId) -> Result<ProofRow> {
        self.store.get("proof", &id.to_string()).await?.ok_or(Error::NotFound("file"))
    }

    /// Every file of a person that a case or the archive carries.
    pub(crate) async fn proof_rows(&self, person: PersonId) -> Result<Vec<ProofRow>> {
        let text = "SELECT * FROM proof WHERE owner = $owner LIMIT 2000";
        let vars = Vars::new().with("owner", Owner::Person(person));
        let mut rows: Vec<ProofRow> = self.store.rows(text, vars).await?;
        rows.retain(|row| row.used && !row.withdrawn);
        Ok(rows)
    }

    pub(crate) fn filing_of(&self, row: &ProofRow) -> Result<Option<Filing>> {
        let open = |sealed: &String| self.vault.open_value(sealed, &filing_context(row.proof.id));
        row.filing.as_ref().map(open).transpose()
    }

    /// Marks a file as part of the archive, in the transaction that tells it.
    pub(crate) async fn file_filed(&self, work: &mut UnitOfWork, id: ProofId) -> Result<()> {
        let row = self.proof_row(id).await?;
        work.put("proof", &id.to_string(), &ProofRow { used: true, ..row });
        Ok(())
    }

    /// Takes away a file that nothing carries yet.
    pub(crate) async fn drop_file(&self, id: ProofId) -> Result<()> {
        let row = self.proof_row(id).await?;
        if row.used {
            return Ok(());
        }
        self.store
            .transact("proof", || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    work.remove("proof", &id.to_string());
                    Ok((work, ()))
                })
            })
            .await?;
        if let Some(at) = row.thumbnail {
            self.blobs.delete(&at.to_string()).await?;
        }
        self.blobs.delete(&id.to_string()).await
    }

    /// The small picture of a file; the caller has authorised.
    pub(crate) async fn read_thumbnail(&self, row: &ProofRow) -> Result<Vec<u8>> {
        let at = row.thumbnail.ok_or(Error::NotFound("file"))?;
        let sealed = self.blobs.get(&at.to_string()).await?;
        self.vault.open(&sealed, thumbnail_context(row.proof.id).as_bytes())
    }

    /// What the actor has filed for this child and not sent yet, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unsent_proofs(&self, actor: &Actor, person: PersonId) -> Result<Vec<Proof>> {
        self.unsent_of(actor, Owner::Person(person), None).await
    }

    /// The same for an application for a change.
    pub(crate) async fn unsent_for(
        &self,
        actor: &Actor,
        person: PersonId,
        kind: CaseKind,
    ) -> Result<Vec<Proof>> {
        self.unsent_of(actor, Owner::Person(person), Some(kind)).await
    }

    async fn unsent_of(&self, actor: &Actor, owner: Owner, asks: Option<CaseKind>) -> Result<Vec<Proof>> {
        let text = "SELECT * FROM proof WHERE owner = $owner";
        let mut rows: Vec<ProofRow> = self.store.rows(text, Vars::new().with("owner", owner)).await?;
        rows.retain(|row| row.by == actor.account && !row.used && row.filing.is_none() && row.asks == asks);
        rows.sort_by_key(|row| row.proof.id);
        Ok(rows.into_iter().map(|row| row.proof).collect())
    }

    /// Takes back a proof that no case carries.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none such.
    pub async fn drop_proof(&self, actor: &Actor, person: PersonId, proof: ProofId) -> Result<()> {
        let mine = self.unsent_proofs(actor, person).await?;
        if !mine.iter().any(|one| one.id == proof) {
            return Err(Error::NotFound("proof"));
        }
        self.drop_file(proof).await
    }

    /// The proofs as they were filed. What a request says of a proof counts for nothing but its id. Those that the mended case `carried`
    /// already may be a colleague's.
    ///
    /// # Errors
    /// A refusal when one is not there, or was filed by somebody else or for another child.
    pub(crate) async fn filed_proofs(
        &self,
        by: AccountId,
        person: PersonId,
        proofs: &[Proof],
        carried: &[Proof],
    ) -> Result<Vec<Proof>> {
        let mut filed: Vec<Proof> = Vec::with_capacity(proofs.len());
        for proof in proofs {
            let row: Option<ProofRow> = self.store.get("proof", &proof.id.to_string()).await?;
            let row = row
                .filter(|row| row.by == by || carried.contains(&row.proof))
                .filter(|row| row.owner == Owner::Person(person))
                .ok_or_else(proof_gone)?;
            if !filed.contains(&row.proof) {
                filed.push(row.proof);
            }
        }
        Ok(filed)
    }

    /// Marks proofs as carried by a case, in the case's own transaction, and gives those that were not before.
    pub(crate) async fn use_proofs(&self, work: &mut UnitOfWork, proofs: &[Proof]) -> Result<Vec<Proof>> {
        let mut new = Vec::new();
        for proof in proofs {
            let key = proof.id.to_string();
            let row: ProofRow = self.store.get("proof", &key).await?.ok_or(Error::NotFound("proof"))?;
            if !row.used {
                work.put("proof", &key, &ProofRow { used: true, ..row });
                new.push(proof.clone());
            }
        }
        Ok(new)
    }

    /// The bytes of a proof; the caller has authorised. The hash is checked again: a file that was exchanged does not open.
    pub(crate) async fn read_proof(&self, proof: &Proof) -> Result<Vec<u8>> {
        let sealed = self.blobs.get(&proof.id.to_string()).await?;
        self.vault.open(&sealed, blob_context(proof.id).as_bytes())
    }

    /// The bytes of a proof the actor has filed and not sent yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's.
    pub async fn unsent_proof(
        &self,
        actor: &Actor,
        person: PersonId,
        proof: ProofId,
    ) -> Result<(Proof, Vec<u8>)> {
        let mut mine = self.unsent_proofs(actor, person).await?;
        for kind in ASKED {
            mine.extend(self.unsent_for(actor, person, kind).await?);
        }
        let found = mine.into_iter().find(|one| one.id == proof).ok_or(Error::NotFound("proof"))?;
        let bytes = self.read_proof(&found).await?;
        Ok((found, bytes))
    }
}

fn proof_gone() -> Refusal {
    Refusal::of(RefusalCode::ProofGone, "有一份证明材料已不在您为这名学生上传的材料中。")
}

fn blob_context(id: ProofId) -> String {
    format!("proof/{id}")
}

fn thumbnail_context(id: ProofId) -> String {
    format!("thumbnail/{id}")
}

fn filing_context(id: ProofId) -> String {
    format!("filing/{id}")
}
