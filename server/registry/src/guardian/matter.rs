//! What the child's school has to do about guardians as matters: bonds that rest or are called in question, codes to be released.

use super::bond::{BondRow, bond_key};
use super::code::BindingRow;
use crate::case::queue_key;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words, put, remove};
use crate::services::Guardians;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::guardian::{BondState, CODE_HOLDS};
use domain::id::UnitId;
use domain::org::OrgPath;

/// Both the registrar and the leader of a school keep bonds and release codes.
fn both(school: &UnitId) -> Vec<String> {
    [Role::Registrar, Role::Leader].map(|role| queue_key(school, role)).to_vec()
}

impl BindingRow {
    /// What the table of matters says of it, while it waits to be released.
    pub(super) fn matter(&self, path: &OrgPath) -> Matter {
        Matter {
            table: "binding",
            key: self.key.clone(),
            kind: MatterKind::BindingCode,
            state: "待核发",
            open: self.waits,
            subject: Subject::Person(self.person),
            persons: vec![self.person],
            path: path.clone(),
            waiting: both(&self.school),
            opener: Some(self.printed_by.account),
            opener_unit: Some(self.school.clone()),
            opened_on: shanghai_day(self.made_at),
            due_on: Some(shanghai_day(self.made_at + CODE_HOLDS)),
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: self.version,
            href: format!("/pupils/{}/binding", self.person),
            words: Words { pupil: None, about: String::new(), from: self.printed_by.name.clone() },
        }
    }

    /// A code that waits no more, or is no more, stands on no desk.
    pub(super) fn waits_no_more(&self, work: &mut UnitOfWork) {
        remove(work, "binding", &self.key);
    }
}

impl Guardians<'_> {
    /// What the table of matters says of a bond.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn bond_matter(&self, bond: &BondRow) -> Result<Matter> {
        let path = match &bond.waits_at {
            Some(school) => self.units().unit(school).await?.path,
            None => OrgPath::root(),
        };
        let about =
            if bond.state == BondState::Resting { "绑定已暂停" } else { "其他监护人提出异议" };
        Ok(Matter {
            table: "bond",
            key: bond_key(bond.account, bond.person),
            kind: MatterKind::Bond,
            // The account still sees the child while an objection is looked into: what waits is the look, not the bond.
            state: if bond.state == BondState::Resting { bond.state.label() } else { "待核实" },
            open: bond.waits_at.is_some(),
            subject: Subject::Person(bond.person),
            persons: vec![bond.person],
            path,
            waiting: bond.waits_at.as_ref().map(both).unwrap_or_default(),
            opener: None,
            opener_unit: bond.waits_at.clone(),
            opened_on: shanghai_day(bond.since),
            due_on: None,
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: bond.version,
            href: format!("/pupils/{}/binding", bond.person),
            words: Words { pupil: None, about: about.to_owned(), from: Role::Guardian.label().to_owned() },
        })
    }

    /// Writes the matter of a bond beside the bond itself; one that waits for nobody stands on no desk.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn put_bond(&self, work: &mut UnitOfWork, bond: &BondRow) -> Result<()> {
        if bond.waits_at.is_some() {
            put(work, &*self.vault, &self.bond_matter(bond).await?);
        } else {
            remove(work, "bond", &bond_key(bond.account, bond.person));
        }
        Ok(())
    }
}

impl Guardians<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_guardian_matters(&self) -> Result<Vec<Matter>> {
        let mut bonds: Vec<BondRow> = Vec::new();
        let each = |bond| {
            bonds.push(bond);
            Ok(())
        };
        self.matters().each_row("bond", "id", "waits_at > ''", each).await?;
        let mut codes: Vec<BindingRow> = Vec::new();
        let each = |code| {
            codes.push(code);
            Ok(())
        };
        self.matters().each_row("binding", "id", "waits = true", each).await?;
        let mut all = Vec::new();
        for bond in bonds {
            all.push(self.bond_matter(&bond).await?);
        }
        for code in codes {
            all.push(code.matter(&self.units().unit(&code.school).await?.path));
        }
        Ok(all)
    }
}
