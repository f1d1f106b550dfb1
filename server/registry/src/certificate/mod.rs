//! The register of certificates (证书登记簿, 第十三条) in the store: issued once for a completion, replaced when lost, revoked with a
//! reason; a number stays taken for good. Each act stands in the pupil's journal.

mod issue;
mod list;

pub use issue::Numbering;

use crate::error::{Error, Result};
use crate::services::Certificates;
use crate::store::Vars;
use crate::vault::Cipher;
use domain::certificate::{Certificate, CertificateState};
use domain::id::{CaseId, CertificateId, PersonId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};

const TABLE: &str = "certificate";

/// A line of the register as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CertificateRow {
    pub(crate) uid: CertificateId,
    version: u64,
    sealed: String,
    /// What it was issued for; one that was revoked gives it free.
    once: String,
    /// Keyed hash of school and number.
    number: String,
    state: CertificateState,
    pub(crate) person: PersonId,
    completion: CaseId,
    pub(crate) unit: UnitId,
    path: OrgPath,
    /// The calendar year of the completion.
    year: i32,
    /// The school whose numbers it bears, where another unit issued it in that school's place.
    #[serde(default)]
    numbered_by: Option<UnitId>,
}

impl CertificateRow {
    pub(crate) fn certificate(&self, vault: &dyn Cipher) -> Result<Certificate> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// The same line with what became of the certificate.
    fn with(&self, vault: &dyn Cipher, certificate: &Certificate) -> Self {
        let once = match certificate.state {
            CertificateState::Revoked => format!("revoked/{}", self.uid),
            _ => self.once.clone(),
        };
        Self {
            version: self.version + 1,
            sealed: vault.seal_value(certificate, &context_of(self.uid)),
            state: certificate.state,
            once,
            ..self.clone()
        }
    }
}

fn context_of(id: CertificateId) -> String {
    format!("certificate/{id}")
}

/// What keeps a completion from having two certificates.
fn once_for(completion: CaseId) -> String {
    format!("completion/{completion}")
}

/// What keeps a lost certificate from being replaced twice.
fn once_instead_of(lost: CertificateId) -> String {
    format!("instead/{lost}")
}

impl CertificateRow {
    /// The school whose numbers it bears.
    fn school(&self) -> &UnitId {
        self.numbered_by.as_ref().unwrap_or(&self.unit)
    }
}

impl Certificates<'_> {
    /// Whether a unit answers for the school that issued a certificate, because that is no more (补办).
    async fn answers_for(&self, unit: &UnitId, row: &CertificateRow) -> Result<bool> {
        Ok(row.unit != *unit && self.schools().follows(&row.unit).await?.as_ref() == Some(unit))
    }

    /// Two schools that number by themselves may meet at the same number; within a school nobody does.
    fn certificate_hash(&self, school: &UnitId, number: &str) -> String {
        self.vault.keyed_hash("certificate", &format!("{school}|{number}"))
    }

    pub(crate) async fn certificate_row(&self, id: CertificateId) -> Result<CertificateRow> {
        self.store.get(TABLE, &id.to_string()).await?.ok_or(Error::NotFound("certificate"))
    }

    async fn certificate_once(&self, once: &str) -> Result<Option<CertificateRow>> {
        let text = "SELECT * FROM certificate WHERE once = $once";
        Ok(self.store.rows(text, Vars::new().with("once", once)).await?.into_iter().next())
    }
}
