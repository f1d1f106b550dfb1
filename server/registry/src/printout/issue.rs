//! Printing a sheet, once; taking one back.

use super::forms::Draft;
use super::{PrintRow, Sheet, about_hash, code_hash, context_of, forms, pdf};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Prints;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::Datelike;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::{CaseId, CertificateId, LetterId, PersonId, PrintId, ProblemId, SchoolChangeId};
use domain::journal::PrintDetail;
use domain::print::{CODE_BYTES, PrintCode, PrintKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What somebody wants printed.
#[derive(Debug, Clone, Serialize)]
pub enum AskedPrint {
    /// A sheet about one pupil.
    Pupil {
        /// One of [`super::OF_PUPIL`].
        kind: PrintKind,
        /// The pupil.
        person: PersonId,
        /// What it is for: needed where full values stand on the sheet.
        reason: String,
    },
    /// 班级花名册
    Class {
        /// 1–12
        grade: u8,
        /// 班级
        class_name: String,
    },
    /// The sheets of pupils of a class in one file, behind a list of them.
    ClassSheets {
        /// One of [`super::OF_CLASS`].
        kind: PrintKind,
        /// 1–12
        grade: u8,
        /// 班级
        class_name: String,
        /// Whose.
        people: Vec<PersonId>,
        /// What it is for: needed where full values stand on the sheets.
        reason: String,
    },
    /// A sheet of a case: an application, or the 转学联系函.
    Case {
        /// One of [`PrintKind::of_case`].
        kind: PrintKind,
        /// The case.
        case: CaseId,
    },
    /// A signed letter, or of a letter that hands an archive over the list and the slip for the bag.
    Letter {
        /// The letter.
        letter: LetterId,
    },
    /// The archives that the end of a school moved.
    SchoolArchives {
        /// The change.
        change: SchoolChangeId,
    },
    /// Who finished at the own school in a calendar year.
    Graduates {
        /// The year.
        year: i32,
    },
    /// The certificates in force of a class, or of all who finished in a calendar year, in one file.
    Certificates {
        /// The year.
        year: i32,
        /// 年级 and 班级 as the register has it; none for all.
        class_label: Option<String>,
    },
    /// 核查单 of a problem between two provinces.
    CheckSheet {
        /// The problem.
        problem: ProblemId,
    },
    /// A certificate of the own school's register.
    Certificate {
        /// Its line.
        certificate: CertificateId,
    },
}

/// Whether it is said what a sheet with full values is for.
pub(super) fn reasoned(kind: PrintKind, reason: &str) -> Result<()> {
    if kind.needs_reason() && domain::text::length(reason) < 4 {
        return Err(Refusal::new(
            RefusalCode::ReasonNeeded,
            Basis::Article(25),
            "这张表印有完整的证件号码和联系方式，打印须写明用途。",
            "请用至少四个字说明办理什么业务，该说明会记入学生档案。",
        )
        .into());
    }
    Ok(())
}

/// Names the one sheet of a certificate.
pub(crate) fn once_of_certificate(id: CertificateId) -> String {
    format!("certificate/{id}")
}

impl Prints<'_> {
    /// Prints a sheet. The same content asked for again by the same school on the same day opens the first sheet.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school; a refusal for who may not print, for a missing reason (第二十五条), or
    /// when the sheet does not fit where the pupil stands or a character on it has no font.
    pub async fn print_form(&self, actor: &Actor, asked: &AskedPrint) -> Result<PrintId> {
        let draft = self.compose(actor, asked).await?;
        pdf::check_fonts(&draft.document)?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let reason = match asked {
            AskedPrint::Pupil { reason, .. } | AskedPrint::ClassSheets { reason, .. } => reason.trim(),
            _ => "",
        };
        let (kind, person) = (draft.kind, draft.person);
        // Each is printed as it is alone: its one sheet, its line in the pupil's journal and in the access log.
        let mut parts = Vec::with_capacity(draft.parts.len());
        for one in &draft.parts {
            parts.push(Box::pin(self.print_form(actor, one)).await?);
        }
        let parts = &parts;
        if let Some(person) = person {
            self.access_log().saw_why(actor, Function::PrintForm, &[person], reason, "").await?;
        }
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        let content = serde_json::to_vec(&draft.document).expect("plain data");
        let digest: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        // A list is the same only with the same sheets behind it.
        let behind: Vec<String> = parts.iter().map(ToString::to_string).collect();
        let behind = behind.join(",");
        let same = format!("{}|{}|{person:?}|{today}|{digest}|{reason}|{behind}", own.id, kind.key());
        let once = &self.vault.keyed_hash("print once", draft.once.as_ref().unwrap_or(&same));
        let (draft, digest) = (&draft, &digest);
        self.store
            .transact(&format!("print/{}", own.id), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let text = "SELECT * FROM printout WHERE once = $once";
                    let earlier: Vec<PrintRow> =
                        self.store.rows(text, Vars::new().with("once", once)).await?;
                    if let Some(earlier) = earlier.first() {
                        return Ok((tx.finish(), earlier.uid));
                    }
                    if let AskedPrint::Certificate { certificate } = asked {
                        self.certificates().hold_certificate(&mut tx.work, *certificate).await?;
                    }
                    let counter = format!("print/{}/{}", own.id, today.year());
                    let serial = tx.next_serial(counter).await?;
                    let number = format!("{}-{}-{serial:05}", own.id, today.year());
                    let code = PrintCode::new(self.store.entropy.bytes::<CODE_BYTES>());
                    let uid = PrintId::new(self.store.new_id());
                    let card = match &draft.card {
                        Some(card) => forms::sign_card(&*self.vault, card, &number, today)?,
                        None => String::new(),
                    };
                    let sheet = Sheet {
                        document: draft.document.clone(),
                        digest: digest.clone(),
                        code: code.to_string(),
                        about: draft.about.clone(),
                        by: actor.name.clone(),
                        reason: reason.to_owned(),
                        public: draft.public.clone(),
                        card,
                        parts: parts.clone(),
                        revoked_because: String::new(),
                    };
                    let row = PrintRow {
                        uid,
                        version: 1,
                        sealed: self.vault.seal_value(&sheet, &context_of(uid)),
                        once: once.clone(),
                        code: code_hash(&*self.vault, &code),
                        number: number.clone(),
                        about: about_hash(&*self.vault, &own.id, &draft.about),
                        kind,
                        unit: own.id.clone(),
                        path: own.path.clone(),
                        person,
                        on: today,
                        at,
                        revoked: None,
                    };
                    tx.work.create("printout", &uid.to_string(), &row);
                    if person.is_some() {
                        let printed = PrintDetail::Printed {
                            print: uid,
                            kind,
                            number: number.clone(),
                            reason: reason.to_owned(),
                            sha256: digest.clone(),
                        };
                        self.tell_print(&mut tx, &row, printed).await?;
                    }
                    tx.work.touch(&own.path);
                    Ok((tx.finish(), uid))
                })
            })
            .await
    }

    /// Whether the actor could print this now: for a page that offers it.
    pub async fn can_print(&self, actor: &Actor, asked: &AskedPrint) -> bool {
        self.compose(actor, asked).await.is_ok()
    }

    async fn compose(&self, actor: &Actor, asked: &AskedPrint) -> Result<Draft> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        match asked {
            AskedPrint::Pupil { kind, person, reason } => {
                reasoned(*kind, reason)?;
                self.compose_of_pupil(actor, *kind, *person).await
            }
            AskedPrint::Class { grade, class_name } => self.compose_roster(actor, *grade, class_name).await,
            AskedPrint::ClassSheets { kind, grade, class_name, people, reason } => {
                let (sheets, class) = ((*kind, reason.as_str()), (*grade, class_name.as_str()));
                self.compose_class_sheets(actor, sheets, class, people).await
            }
            AskedPrint::Case { kind, case } => self.compose_of_case(actor, *kind, *case).await,
            AskedPrint::Letter { letter } => self.compose_of_letter(actor, *letter).await,
            AskedPrint::CheckSheet { problem } => self.compose_check_sheet(actor, *problem).await,
            AskedPrint::SchoolArchives { change } => self.compose_school_archives(actor, *change).await,
            AskedPrint::Graduates { year } => self.compose_graduates(actor, *year).await,
            AskedPrint::Certificates { year, class_label } => {
                self.compose_certificates(actor, *year, class_label.as_deref()).await
            }
            AskedPrint::Certificate { certificate } => self.compose_certificate(actor, *certificate).await,
        }
    }

    /// Takes a sheet back: its code answers from now on that it no longer holds. Taken back again, nothing changes.
    ///
    /// # Errors
    /// [`Error::NotFound`] when another unit printed it; a refusal without a reason.
    pub async fn revoke_print(&self, actor: &Actor, id: PrintId, reason: &str) -> Result<()> {
        self.print_row_for(actor, id).await?;
        let reason = &domain::text::words(reason).text;
        if reason.chars().count() < 4 {
            return Err(Refusal::new(
                RefusalCode::ReasonNeeded,
                Basis::Article(7),
                "没有写明作废的原因。",
                "请用至少四个字说明，例如「姓名有误重新打印」。",
            )
            .into());
        }
        self.store
            .transact(&format!("print/{id}"), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let row = self.print_row(id).await?;
                    if row.revoked.is_some() {
                        return Ok((tx.finish(), ()));
                    }
                    self.void(&mut tx.work, &row, reason)?;
                    if row.person.is_some() {
                        let revoked = PrintDetail::Revoked {
                            print: id,
                            kind: row.kind,
                            number: row.number.clone(),
                            reason: reason.clone(),
                        };
                        self.tell_print(&mut tx, &row, revoked).await?;
                    }
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    fn void(&self, work: &mut UnitOfWork, row: &PrintRow, reason: &str) -> Result<()> {
        let mut sheet = row.sheet(&*self.vault)?;
        reason.clone_into(&mut sheet.revoked_because);
        let next = PrintRow {
            version: row.version + 1,
            sealed: self.vault.seal_value(&sheet, &context_of(row.uid)),
            once: format!("revoked/{}", row.uid),
            revoked: Some(self.store.clock.today()),
            ..row.clone()
        };
        work.replace("printout", &row.uid.to_string(), row.version, &next);
        Ok(())
    }

    /// Takes back the one sheet of something, if it was printed. Whoever does this tells it in the pupil's journal.
    pub(crate) async fn void_print(&self, work: &mut UnitOfWork, once: &str, reason: &str) -> Result<()> {
        let text = "SELECT * FROM printout WHERE once = $once";
        let vars = Vars::new().with("once", self.vault.keyed_hash("print once", once));
        let printed: Vec<PrintRow> = self.store.rows(text, vars).await?;
        printed.iter().try_for_each(|row| self.void(work, row, reason))
    }

    async fn tell_print(&self, tx: &mut Transaction<'_>, row: &PrintRow, detail: PrintDetail) -> Result<()> {
        let Some(person) = row.person else { return Ok(()) };
        tx.tell(person, detail).await
    }
}
