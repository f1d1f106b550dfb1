//! Giving data to outsiders (对外提供, 第二十五条) in the store: asked, examined, approved; fetched as a marked file, counted; the recipients' register.
//! There is no other way in which data of many pupils leaves the system.

mod act;
mod file;
mod handed;
mod matter;
mod view;

pub use act::AskedDisclosure;
pub use view::DisclosureBox;

use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::matter::Matter;
use crate::services::Disclosures;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::disclosure::{Disclosure, DisclosureState};
use domain::id::{DisclosureId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};

/// A request as stored: sealed, with plain columns for queues and the register.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct DisclosureRow {
    uid: DisclosureId,
    version: u64,
    sealed: String,
    number: String,
    state: DisclosureState,
    asker: UnitId,
    /// Where it stands: with the unit that asks.
    path: OrgPath,
    /// Whose pupils are meant, whoever asks.
    school: UnitId,
    handler: UnitId,
    handler_path: OrgPath,
    /// `unit/role` of who has to act.
    waiting: Option<String>,
    /// Whether anything was fetched.
    given: bool,
    asked_on: NaiveDate,
}

impl DisclosureRow {
    fn set(&mut self, vault: &dyn Cipher, disclosure: &Disclosure) {
        self.sealed = vault.seal_value(disclosure, &context_of(self.uid));
        self.state = disclosure.state;
        self.handler = disclosure.handler.unit.clone();
        self.waiting = disclosure.waiting().map(|(office, role)| queue_key(&office.unit, role));
        self.given = disclosure.is_given();
    }

    fn disclosure(&self, vault: &dyn Cipher) -> Result<Disclosure> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// Writes it again. What it is as a matter is to be told in the unit's journal.
    #[must_use]
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, disclosure: &Disclosure) -> Matter {
        let mut next = self.clone();
        next.set(vault, disclosure);
        next.version = self.version + 1;
        work.replace("disclosure", &self.uid.to_string(), self.version, &next);
        self.waiting.iter().for_each(|desk| work.desk(desk));
        let matter = next.as_matter(disclosure);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.handler_path);
        matter
    }
}

fn context_of(id: DisclosureId) -> String {
    format!("disclosure/{id}")
}

impl Disclosures<'_> {
    async fn disclosure_row(&self, id: DisclosureId) -> Result<DisclosureRow> {
        self.store.get("disclosure", &id.to_string()).await?.ok_or(Error::NotFound("disclosure"))
    }

    /// A request the actor may see: asked by the own unit, or decided by it.
    async fn disclosure_in_sight(&self, actor: &Actor, id: DisclosureId) -> Result<DisclosureRow> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("disclosure"))?;
        authorise(actor, Action::ReadDisclosures, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("disclosure") }
        })?;
        let row = self.disclosure_row(id).await?;
        if row.asker == own.id || row.handler == own.id {
            Ok(row)
        } else {
            Err(Error::NotFound("disclosure"))
        }
    }
}
