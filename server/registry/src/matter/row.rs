//! One matter as stored. Each engine says of its own row what it is as a matter; nobody else writes one. Which kind it is, whom it is about,
//! who holds it and by when is what the domain answers ([`domain::matter::Matter`]): there is no other way to make one.

use super::desk::account_key;
use crate::case::queue_key;
use crate::error::Result;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{AccountId, PersonId, UnitId};
use domain::matter::{Holder, LAST_DAY, MatterKind, Subject};
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

/// What an engine says of its row beside what the domain answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Table of the engine and key of its row.
    pub(crate) table: &'static str,
    /// See above.
    pub(crate) key: String,
    /// Where it stands, in Chinese.
    pub(crate) state: &'static str,
    /// Pupils whose names stand in the line: for the access log.
    pub(crate) persons: Vec<PersonId>,
    /// The unit whose matter it is.
    pub(crate) path: OrgPath,
    /// Who opened it; none when the system did.
    pub(crate) opener: Option<AccountId>,
    /// The unit that opened it.
    pub(crate) opener_unit: Option<UnitId>,
    /// The day it was opened.
    pub(crate) opened_on: NaiveDate,
    /// 年级 and 班级, where it is about a pupil.
    pub(crate) class: String,
    /// Version of the engine's row.
    pub(crate) version: u64,
    /// Its page.
    pub(crate) href: String,
    /// Its words.
    pub(crate) words: Words,
}

/// A matter before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matter {
    kind: MatterKind,
    subject: Subject,
    open: bool,
    /// Under which keys it waits.
    waiting: Vec<String>,
    due_on: Option<NaiveDate>,
    /// Whether the due day was counted over days that no announcement covers yet.
    provisional: bool,
    sent_back: bool,
    /// Whether a question of a guardian waits for an answer.
    asked: bool,
    line: Line,
}

/// The key under which a matter waits for somebody: the queue of a role in a unit, an account alone, a guardian.
fn key_of(holder: &Holder) -> Option<String> {
    match (&holder.unit, holder.account) {
        (None, Some(guardian)) => Some(format!("guardian/{guardian}")),
        (Some(_), Some(account)) => Some(account_key(account)),
        (Some(unit), None) => Some(queue_key(unit, holder.role)),
        (None, None) => None,
    }
}

/// The keys under which it waits, for the engine's own columns.
pub(crate) fn waiting_keys(one: &dyn domain::matter::Matter) -> Vec<String> {
    one.holders().iter().filter_map(key_of).collect()
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
    /// 留言 that waits for an answer.
    #[serde(default)]
    pub(crate) asked: bool,
    pub(crate) class: String,
    pub(crate) href: String,
}

impl Matter {
    /// What the table says of a matter of the domain.
    pub(crate) fn of(one: &dyn domain::matter::Matter, line: Line) -> Self {
        let open = one.is_open();
        let due = one.due().filter(|_| open);
        Self {
            kind: one.kind(),
            subject: one.subject(),
            open,
            waiting: if open { waiting_keys(one) } else { Vec::new() },
            due_on: due.map(|due| due.date),
            provisional: due.is_some_and(|due| due.provisional),
            sent_back: open && one.sent_back(),
            asked: open && one.is_asked(),
            line,
        }
    }

    /// Its key in the table.
    pub(crate) fn uid(&self) -> String {
        format!("{}/{}", self.line.table, self.line.key)
    }

    /// Which kind it is.
    pub(crate) fn kind(&self) -> MatterKind {
        self.kind
    }

    /// Whom or what it is about.
    pub(crate) fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Whether somebody still has something to do.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// What its engine says of it.
    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    pub(super) fn sealed(&self, vault: &dyn Cipher) -> MatterRow {
        let (uid, line) = (self.uid(), &self.line);
        MatterRow {
            sealed: vault.seal_value(&line.words, &context_of(&uid)),
            uid,
            version: line.version,
            kind: self.kind,
            state: line.state.to_owned(),
            open: self.open,
            subject: self.subject.clone(),
            persons: line.persons.clone(),
            path: line.path.clone(),
            waiting: self.waiting.clone(),
            opener: line.opener,
            opener_unit: line.opener_unit.clone(),
            opened_on: line.opened_on,
            due_on: self.due_on,
            sort_on: self.due_on.unwrap_or(LAST_DAY),
            provisional: self.provisional,
            sent_back: self.sent_back,
            asked: self.asked,
            class: line.class.clone(),
            href: line.href.clone(),
        }
    }

    /// Whether the stored row says the same.
    pub(crate) fn equals(&self, vault: &dyn Cipher, row: &MatterRow) -> Result<bool> {
        let mine = self.sealed(vault);
        let plain = |row: &MatterRow| MatterRow { sealed: String::new(), ..row.clone() };
        let same = serde_json::to_value(plain(&mine)).ok() == serde_json::to_value(plain(row)).ok();
        Ok(same && row.words(vault)? == self.line.words)
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

    /// Whether a guardian holds it.
    pub(super) fn waits_for_guardian(&self) -> bool {
        self.waiting.iter().any(|key| key.starts_with("guardian/"))
    }

    /// Whether the passing of its day is told by a sign of its own: who is silent on a check sheet (核查单, 第六条) is named when its window
    /// closes.
    pub(super) fn has_its_own_sign(&self) -> bool {
        self.kind == MatterKind::Problem && self.state == ProblemState::Checking.label()
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
