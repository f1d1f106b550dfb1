//! 档案材料: files in an archive. Those that came with a case lie under 证明材料; a registrar files others under the category they
//! belong to.

use super::people_of;
use crate::case::party;
use crate::error::{Error, Result};
use crate::import::take_over::FiledWith;
use crate::person::PersonRow;
use crate::proof::{Filing, Owner, ProofRow};
use crate::services::Archives;
use chrono::NaiveDate;
use domain::access::{Actor, FieldClass, Ground, Shown};
use domain::access_log::Function;
use domain::archive::Category;
use domain::case::correction::{Proof, ProofKind};
use domain::id::{PersonId, ProofId};
use domain::journal::ArchiveDetail;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// Characters of a title.
const TITLE: usize = 60;

/// A file in an archive.
#[derive(Debug, Clone)]
pub(crate) struct ArchiveFile {
    /// The file.
    pub(crate) id: ProofId,
    /// Under which category it lies.
    pub(crate) category: Category,
    /// What it is called.
    pub(crate) title: String,
    /// `jpg`, `png` or `pdf`.
    pub(crate) format: String,
    /// Bytes.
    pub(crate) size: u64,
    /// SHA-256 of the file, hex.
    pub(crate) sha256: String,
    /// The day it was filed.
    pub(crate) on: NaiveDate,
    /// Whether there is a small picture of it.
    pub(crate) has_thumbnail: bool,
    /// Whether it was filed here and not with a case: only then it can be withdrawn.
    pub(crate) filed_here: bool,
}

/// What is to be filed.
#[derive(Debug, Clone)]
pub struct AskedFile {
    /// Under which category.
    pub category: Category,
    /// What it proves, under [`Category::Proofs`].
    pub kind: ProofKind,
    /// What it is called.
    pub title: String,
    /// Name of the file as uploaded.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// On what ground a file is filed: it is asked again in the transaction.
#[derive(Clone, Copy)]
enum By<'a> {
    School,
    TakeOver(FiledWith<'a>),
}

impl ArchiveFile {
    /// Whether it is the pupil's photograph (照片), wherever it was filed.
    pub(crate) fn is_photo(&self) -> bool {
        domain::archive::photo::is_photo(self.category, &self.title, &self.format)
    }
}

impl Archives<'_> {
    /// Files a scan, a photograph or a PDF in an archive.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals `title`, `file`.
    pub async fn add_archive_file(&self, actor: &Actor, person: PersonId, asked: AskedFile) -> Result<()> {
        let row = self.pupils().person(person).await?;
        self.may_file(actor, &row)?;
        self.add_file(actor, person, asked, By::School).await
    }

    /// The same for a pupil who was taken over, out of the folder that was released with the take-over.
    ///
    /// # Errors
    /// Refusals `title`, `file`; `out_of_state` where the child or the take-over is another by now, or the archive has a photograph.
    pub(crate) async fn add_taken_over_file(
        &self,
        actor: &Actor,
        person: PersonId,
        asked: AskedFile,
        with: FiledWith<'_>,
    ) -> Result<()> {
        self.add_file(actor, person, asked, By::TakeOver(with)).await
    }

    async fn add_file(&self, actor: &Actor, person: PersonId, asked: AskedFile, by: By<'_>) -> Result<()> {
        let row = self.pupils().person(person).await?;
        let title = domain::text::line(&asked.title).text;
        let title = if title.is_empty() { asked.kind.label().to_owned() } else { title };
        if title.chars().count() > TITLE {
            return Err(wrong(RefusalCode::Title, &format!("名称不能超过{TITLE}个字。"), "请写得短一些。"));
        }
        let filing = Filing { category: asked.category, title, by: actor.name.clone() };
        let kept =
            self.proofs().keep_file(actor, person, asked.kind, &asked.name, asked.bytes, Some(filing)).await;
        let proof = kept.map_err(beside_file)?;
        let added = ArchiveDetail::FileAdded {
            category: asked.category,
            file: proof.id,
            sha256: proof.sha256.clone(),
        };
        let told = self
            .store
            .transact(row.school.as_str(), || {
                let added = added.clone();
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let row = self.pupils().person(person).await?;
                    match by {
                        By::School => {
                            self.may_file(actor, &row)?;
                            self.hold_again(&mut tx.work, person);
                        }
                        // What the archive holds is counted when the take-over is finished.
                        By::TakeOver(with) => {
                            self.take_overs().file_paper(&mut tx.work, actor, &row, with).await?;
                        }
                    }
                    self.proofs().file_filed(&mut tx.work, proof.id).await?;
                    tx.tell(person, added).await?;
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), ()))
                })
            })
            .await;
        if told.is_err() {
            // Not filed: nothing may stay behind that no journal knows.
            self.proofs().drop_file(proof.id).await?;
        }
        told
    }

    /// Withdraws a file that was filed by mistake. It stays where it lies, sealed, and is shown no more.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope, or when it came with a case; a refusal without a reason.
    pub async fn withdraw_archive_file(
        &self,
        actor: &Actor,
        person: PersonId,
        file: ProofId,
        reason: &str,
    ) -> Result<()> {
        let row = self.pupils().person(person).await?;
        self.may_file(actor, &row)?;
        let reason = &domain::text::words(reason).text;
        if reason.chars().count() < 2 {
            return Err(wrong(
                RefusalCode::Reason,
                "没有填写撤销的原因。",
                "请写明为何撤销，会记入信息变动情况。",
            ));
        }
        let path = &row.path;
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async move {
                    let loaded = self.proofs().proof_row(file).await?;
                    if loaded.owner != Owner::Person(person) || loaded.withdrawn || loaded.filing.is_none() {
                        return Err(Error::NotFound("file"));
                    }
                    let withdrawn = ArchiveDetail::FileWithdrawn { file, reason: reason.clone() };
                    let mut tx = self.transaction(party(actor));
                    tx.work.put("proof", &file.to_string(), &ProofRow { withdrawn: true, ..loaded });
                    tx.tell(person, withdrawn).await?;
                    self.hold_again(&mut tx.work, person);
                    tx.work.touch(path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The files of an archive, newest first; the caller has authorised.
    pub(crate) async fn archive_files(&self, person: &PersonRow) -> Result<Vec<ArchiveFile>> {
        let mut files = Vec::new();
        for one in people_of(person) {
            for row in self.proofs().proof_rows(one).await? {
                let file = self.archive_file_of(row)?;
                files.push(ArchiveFile { filed_here: file.filed_here && one == person.uid, ..file });
            }
        }
        files.sort_by_key(|file| std::cmp::Reverse((file.on, file.id)));
        Ok(files)
    }

    fn archive_file_of(&self, row: ProofRow) -> Result<ArchiveFile> {
        let filing = self.proofs().filing_of(&row)?;
        Ok(ArchiveFile {
            id: row.proof.id,
            category: filing.as_ref().map_or(Category::Proofs, |filing| filing.category),
            title: filing
                .as_ref()
                .map_or_else(|| row.proof.kind.label().to_owned(), |filing| filing.title.clone()),
            format: row.proof.format.clone(),
            size: row.proof.size,
            sha256: row.proof.sha256.clone(),
            on: crate::clock::shanghai_day(row.at),
            has_thumbnail: row.thumbnail.is_some(),
            filed_here: filing.is_some(),
        })
    }

    /// The bytes of a file in an archive, or of its small picture.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope, for who does not work with the record, or when it is not there.
    pub async fn archive_file(
        &self,
        actor: &Actor,
        person: PersonId,
        file: ProofId,
        thumbnail: bool,
    ) -> Result<(Proof, Vec<u8>)> {
        let row = self.pupils().person(person).await?;
        let mask = self.archive_mask(actor, &row)?;
        if row.reader(actor, Ground::Look(mask)).class(FieldClass::Filed) != Shown::Whole {
            return Err(Error::NotFound("file"));
        }
        let found = self.proofs().proof_row(file).await?;
        if !people_of(&row).iter().any(|one| found.owner == Owner::Person(*one))
            || !found.used
            || found.withdrawn
        {
            return Err(Error::NotFound("file"));
        }
        self.access_log().saw(actor, Function::ArchiveFile, &[person]).await?;
        let bytes = if thumbnail {
            self.proofs().read_thumbnail(&found).await?
        } else {
            self.proofs().read_proof(&found.proof).await?
        };
        Ok((found.proof, bytes))
    }
}

/// What is wrong with a file stands beside its control.
fn beside_file(error: Error) -> Error {
    match error {
        Error::Refused(refusals) => Error::Refused(
            refusals.into_iter().map(|one| Refusal { code: RefusalCode::File, ..one }).collect(),
        ),
        other => other,
    }
}

fn wrong(code: RefusalCode, what: &str, remedy: &str) -> Error {
    Refusal::new(code, Basis::Article(7), what, remedy).into()
}
