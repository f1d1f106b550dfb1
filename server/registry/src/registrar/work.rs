//! The open work of a unit's registrars. Queues are the unit's and its role's, so whoever is at the desk has them; imports carry the
//! account that last touched them, and go to somebody by name. Those of who is not able to any more are the desk's like everything else.

use super::RegistrarRow;
use crate::account::AccountRow;
use crate::case::queue_key;
use crate::error::Result;
use crate::import::ImportState;
use crate::services::Registrars;
use crate::store::Vars;
use domain::access::Role;
use domain::id::{AccountId, ImportId, UnitId};
use domain::registrar::{Desk, Found, ItemKind, RegistrarState};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Imports of one account that are listed.
const IMPORTS: usize = 200;

/// Open work and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedWork {
    /// What it is.
    pub found: Found,
    /// The registrars in post who have it; nobody when it is orphaned.
    pub owners: Vec<AccountId>,
}

impl Registrars<'_> {
    /// The open work somebody of a unit has: the unit's queues, and the imports of the account itself.
    pub(super) async fn open_work(&self, unit: &UnitId, account: AccountId) -> Result<Vec<Found>> {
        let mut found = self.open_queues(unit).await?;
        for (id, by, words) in self.open_imports(unit).await? {
            if by == account {
                found.push(Found { key: format!("import/{id}"), kind: ItemKind::Import, words, count: 1 });
            }
        }
        Ok(found)
    }

    /// What waits for the unit's registrar, of every kind of matter, one line a sort.
    async fn open_queues(&self, unit: &UnitId) -> Result<Vec<Found>> {
        let waiting = self.matters().waiting_by_kind(&queue_key(unit, Role::Registrar)).await?;
        let mut counts: BTreeMap<ItemKind, u64> = BTreeMap::new();
        for (kind, count) in waiting {
            *counts.entry(ItemKind::of(kind)).or_default() += count;
        }
        let line = |(kind, count): (ItemKind, u64)| Found {
            key: key_of(kind).into(),
            kind,
            words: kind.label().into(),
            count,
        };
        Ok(counts.into_iter().map(line).collect())
    }

    /// The imports on their way that carry an account: being checked, waiting to be entered, put aside on the way. Those that stand in
    /// the unit's queue already are counted there.
    async fn open_imports(&self, unit: &UnitId) -> Result<Vec<(ImportId, AccountId, String)>> {
        #[derive(Deserialize)]
        struct Line {
            uid: ImportId,
            by: AccountId,
            created_at: chrono::DateTime<chrono::Utc>,
            state: ImportState,
            aside: Option<bool>,
            left: Option<bool>,
        }
        let text = format!(
            "SELECT uid, `by`, created_at, state, aside, left FROM `import` WHERE school = $unit \
             AND (state IN ['checking', 'checked'] OR (aside = true AND state = 'entering')) LIMIT {IMPORTS}"
        );
        let lines: Vec<Line> = self.store.rows(&text, Vars::new().with("unit", unit)).await?;
        let words = |line: &Line| {
            let day = domain::form::chinese_date(&crate::clock::shanghai_day(line.created_at).to_string());
            let state = if line.aside == Some(true) { ImportState::PutAside } else { line.state };
            format!("{day}上传的名单（{}）", state.label())
        };
        let waits = |line: &Line| line.aside == Some(true) || line.state == ImportState::Checked;
        let in_queue = |line: &Line| line.left == Some(true) && waits(line);
        let named = lines.into_iter().filter(|line| !in_queue(line));
        Ok(named.map(|line| (line.uid, line.by, words(&line))).collect())
    }

    /// Everything open of a unit with its owners, for whoever proves that nothing is orphaned.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn owned_work(&self, unit: &UnitId) -> Result<Vec<OwnedWork>> {
        let able = self.able_registrars(unit).await?;
        let at_desk: Vec<AccountId> = able.iter().map(|desk| desk.account).collect();
        let queues = self.open_queues(unit).await?;
        let mut all: Vec<OwnedWork> =
            queues.into_iter().map(|found| OwnedWork { found, owners: at_desk.clone() }).collect();
        for (id, by, words) in self.open_imports(unit).await? {
            let found = Found { key: format!("import/{id}"), kind: ItemKind::Import, words, count: 1 };
            // A colleague at the desk may do it as well, and has to when who sent it in is not there.
            let own: Vec<AccountId> = at_desk.iter().copied().filter(|account| *account == by).collect();
            let owners = if own.is_empty() { at_desk.clone() } else { own };
            all.push(OwnedWork { found, owners });
        }
        Ok(all)
    }

    /// Registrars of a unit in post, trained, with an open account.
    pub(super) async fn able_registrars(&self, unit: &UnitId) -> Result<Vec<Desk>> {
        let all = self.registrars_of(unit).await?;
        Ok(all.iter().filter(|(account, row)| self.is_able(account, row)).map(desk).collect())
    }

    /// Whether an account is one of them.
    pub(crate) async fn is_able_registrar(&self, unit: &UnitId, account: AccountId) -> Result<bool> {
        Ok(self.able_registrars(unit).await?.iter().any(|desk| desk.account == account))
    }

    fn is_able(&self, account: &AccountRow, row: &RegistrarRow) -> bool {
        let today = self.store.clock.today();
        row.state == RegistrarState::Serving && !account.sealed_off && account.is_trained_on(today)
    }
}

/// The key of its line, the same every time it is looked for.
fn key_of(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Cases => "cases",
        ItemKind::Letters => "letters",
        ItemKind::Problems => "problems",
        ItemKind::Violations => "violations",
        ItemKind::Disclosures => "disclosures",
        ItemKind::Packages => "packages",
        ItemKind::Reviews => "reviews",
        ItemKind::Papers => "papers",
        ItemKind::Guardians => "guardians",
        ItemKind::Reports => "reports",
        ItemKind::Warnings => "warnings",
        ItemKind::Loans => "loans",
        ItemKind::Accounts => "accounts",
        ItemKind::Import => "import",
        ItemKind::Other => "other",
    }
}

pub(super) fn desk((account, _): &(AccountRow, RegistrarRow)) -> Desk {
    Desk { account: account.uid, name: account.name.clone() }
}
