//! Printed forms (打印件, 第五条, 第七条): every sheet has a number and a code, is kept as it was printed, can be opened again, checked by
//! a stranger on the public page, and taken back.
//!
//! A sheet about one pupil is told in that pupil's journal. A list is kept here only: it holds nothing that the pages of its unit
//! do not show, and one line in each of fifty archives says less than the register of what was printed.

mod archive;
mod forms;
mod issue;
mod offer;
mod pdf;
mod verify;
mod view;

pub(crate) use archive::archive_pdf;
pub use forms::{OF_CLASS, OF_PUPIL, card_key, verify_card};
pub use issue::AskedPrint;
pub(crate) use issue::once_of_certificate;
pub use pdf::fonts_in;
pub use view::PrintSearch;

use crate::error::{Error, Result};
use crate::services::Prints;
use crate::vault::Cipher;
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{PersonId, PrintId, UnitId};
use domain::org::OrgPath;
use domain::print::{Document, PrintCode, PrintKind};
use serde::{Deserialize, Serialize};

/// A printed sheet as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PrintRow {
    uid: PrintId,
    version: u64,
    sealed: String,
    /// What was asked, by keyed hash; a sheet that was taken back gives it free.
    once: String,
    /// Keyed hash of the code.
    code: String,
    number: String,
    /// Keyed hash of whom or what it is about, so that it is found by the whole name.
    about: String,
    kind: PrintKind,
    unit: UnitId,
    path: OrgPath,
    person: Option<PersonId>,
    on: NaiveDate,
    at: DateTime<Utc>,
    revoked: Option<NaiveDate>,
}

/// What is sealed.
#[derive(Clone, Serialize, Deserialize)]
struct Sheet {
    document: Document,
    /// SHA-256 of the document, hex.
    digest: String,
    code: String,
    /// Whom or what it is about.
    about: String,
    by: String,
    reason: String,
    /// What the public page tells: label and masked value.
    public: Vec<(String, String)>,
    /// What the symbol on a student card holds; empty on other sheets, whose symbol leads to the public page.
    card: String,
    /// The sheets that follow this one in its file.
    #[serde(default)]
    parts: Vec<PrintId>,
    revoked_because: String,
}

impl PrintRow {
    fn sheet(&self, vault: &dyn Cipher) -> Result<Sheet> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }
}

fn context_of(id: PrintId) -> String {
    format!("printout/{id}")
}

fn about_hash(vault: &dyn Cipher, unit: &UnitId, about: &str) -> String {
    vault.keyed_hash("print about", &format!("{unit}|{}", domain::text::name_key(about)))
}

fn code_hash(vault: &dyn Cipher, code: &PrintCode) -> String {
    vault.keyed_hash("print code", &code.to_string())
}

impl Prints<'_> {
    async fn print_row(&self, id: PrintId) -> Result<PrintRow> {
        self.store.get("printout", &id.to_string()).await?.ok_or(Error::NotFound("printout"))
    }
}
