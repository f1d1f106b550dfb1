//! One matter as stored. Each engine says of its own row what it is as a matter; nobody else writes one.

use crate::error::Result;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{AccountId, PersonId, UnitId};
use domain::matter::{LAST_DAY, MatterKind, Subject};
use domain::org::OrgPath;
use domain::problem::ProblemState;
use serde::{Deserialize, Serialize};

/// The words of a line. Names of pupils on record are not among them: a list asks the records for them, as they are now, and masks
/// them as the reader's mask says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Words {
    /// Name of a pupil who is on no record here yet, masked as the others are.
    pub(crate) pupil: Option<String>,
    /// What it is about besides: a class, a title, a number.
    pub(crate) about: String,
    /// The person or unit it comes from.
    pub(crate) from: String,
}

/// A matter before it is sealed: what an engine says of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matter {
    /// Table of the engine and key of its row.
    pub(crate) table: &'static str,
    /// See above.
    pub(crate) key: String,
    /// Which engine.
    pub(crate) kind: MatterKind,
    /// Where it stands, in Chinese.
    pub(crate) state: &'static str,
    /// Whether somebody still has something to do.
    pub(crate) open: bool,
    /// Whom it is about.
    pub(crate) subject: Subject,
    /// Pupils whose names stand in the line: for the access log.
    pub(crate) persons: Vec<PersonId>,
    /// The unit whose matter it is.
    pub(crate) path: OrgPath,
    /// `unit/role` or `account/…` of everybody who has to act.
    pub(crate) waiting: Vec<String>,
    /// Who opened it; none when the system did.
    pub(crate) opener: Option<AccountId>,
    /// The unit that opened it.
    pub(crate) opener_unit: Option<UnitId>,
    /// The day it was opened.
    pub(crate) opened_on: NaiveDate,
    /// By when.
    pub(crate) due_on: Option<NaiveDate>,
    /// Whether the due day was counted over days that no announcement covers yet.
    pub(crate) provisional: bool,
    /// Whether it came back to be mended.
    pub(crate) sent_back: bool,
    /// 年级 and 班级, where it is about a pupil.
    pub(crate) class: String,
    /// Version of the engine's row.
    pub(crate) version: u64,
    /// Its page.
    pub(crate) href: String,
    /// Its words.
    pub(crate) words: Words,
}

/// A matter as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MatterRow {
    pub(crate) uid: String,
    pub(crate) version: u64,
    sealed: String,
    pub(crate) kind: MatterKind,
    pub(crate) state: String,
    pub(crate) open: bool,
    pub(crate) subject: Subject,
    pub(crate) persons: Vec<PersonId>,
    pub(crate) path: OrgPath,
    pub(crate) waiting: Vec<String>,
    pub(crate) opener: Option<AccountId>,
    pub(crate) opener_unit: Option<UnitId>,
    pub(crate) opened_on: NaiveDate,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) sort_on: NaiveDate,
    pub(crate) provisional: bool,
    pub(crate) sent_back: bool,
    pub(crate) class: String,
    pub(crate) href: String,
}

impl Matter {
    /// Its key in the table.
    pub(crate) fn uid(&self) -> String {
        format!("{}/{}", self.table, self.key)
    }

    fn sealed(&self, vault: &dyn Cipher) -> MatterRow {
        let uid = self.uid();
        MatterRow {
            sealed: vault.seal_value(&self.words, &context_of(&uid)),
            uid,
            version: self.version,
            kind: self.kind,
            state: self.state.to_owned(),
            open: self.open,
            subject: self.subject.clone(),
            persons: self.persons.clone(),
            path: self.path.clone(),
            waiting: if self.open { self.waiting.clone() } else { Vec::new() },
            opener: self.opener,
            opener_unit: self.opener_unit.clone(),
            opened_on: self.opened_on,
            due_on: self.due_on.filter(|_| self.open),
            sort_on: self.due_on.filter(|_| self.open).unwrap_or(LAST_DAY),
            provisional: self.provisional && self.open,
            sent_back: self.sent_back && self.open,
            class: self.class.clone(),
            href: self.href.clone(),
        }
    }

    /// Whether the stored row says the same.
    pub(crate) fn equals(&self, vault: &dyn Cipher, row: &MatterRow) -> Result<bool> {
        let mine = self.sealed(vault);
        let plain = |row: &MatterRow| MatterRow { sealed: String::new(), ..row.clone() };
        let same = serde_json::to_value(plain(&mine)).ok() == serde_json::to_value(plain(row)).ok();
        Ok(same && row.words(vault)? == self.words)
    }
}

impl MatterRow {
    /// Whether it can be acted on until its day only, and is over by itself then: a code that waits to be released, and a merge that is
    /// asked to be taken back (第六条).
    pub(super) fn runs_out(&self) -> bool {
        match self.kind {
            MatterKind::BindingCode => true,
            MatterKind::Problem => self.state == ProblemState::Merged.label(),
            _ => false,
        }
    }

    /// The words of its line.
    pub(crate) fn words(&self, vault: &dyn Cipher) -> Result<Words> {
        vault.open_value(&self.sealed, &context_of(&self.uid))
    }
}

/// Rows in the order of their days, each once.
pub(super) fn in_order(mut rows: Vec<MatterRow>) -> Vec<MatterRow> {
    rows.sort_by(|a, b| (a.sort_on, &a.uid).cmp(&(b.sort_on, &b.uid)));
    rows.dedup_by(|a, b| a.uid == b.uid);
    rows
}

fn context_of(uid: &str) -> String {
    format!("matter/{uid}")
}

/// Writes a matter in the transaction of the engine's own row.
pub(crate) fn put(work: &mut UnitOfWork, vault: &dyn Cipher, matter: &Matter) {
    let row = matter.sealed(vault);
    work.put("matter", &row.uid, &row);
}

/// Takes a matter away whose engine keeps nothing of it, or that waits for nobody and need not be remembered.
pub(crate) fn remove(work: &mut UnitOfWork, table: &str, key: &str) {
    work.remove("matter", &format!("{table}/{key}"));
}
