//! What the child's school has to do about guardians as matters: bonds that rest or are called in question, codes to be released.

use super::bond::{BondRow, bond_key};
use super::code::BindingRow;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::matter::{Line, Matter, Words, put, remove};
use crate::services::Guardians;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::guardian::{Bond, BondState, PrintedCode};
use domain::org::OrgPath;

impl BindingRow {
    /// The code as the domain decides about it.
    pub(super) fn printed(&self) -> PrintedCode {
        PrintedCode { person: self.person, school: self.school.clone(), code: self.rules() }
    }

    /// What the table of matters says of it, while it waits to be released.
    pub(super) fn matter(&self, path: &OrgPath) -> Matter {
        Matter::of(
            &self.printed(),
            Line {
                table: "binding",
                key: self.key.clone(),
                state: "待核发",
                persons: vec![self.person],
                path: path.clone(),
                opener: Some(self.printed_by.account),
                opener_unit: Some(self.school.clone()),
                opened_on: shanghai_day(self.made_at),
                class: String::new(),
                version: self.version,
                href: format!("/pupils/{}/binding", self.person),
                words: Words { pupil: None, about: String::new(), from: self.printed_by.name.clone() },
            },
        )
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
    async fn bond_matter(&self, bond: &BondRow, one: &Bond) -> Result<Matter> {
        let path = self.units().unit(&one.school).await?.path;
        let about =
            if bond.state == BondState::Resting { "绑定已暂停" } else { "其他监护人提出异议" };
        Ok(Matter::of(
            one,
            Line {
                table: "bond",
                key: bond_key(bond.account, bond.person),
                state: one.label(),
                persons: vec![bond.person],
                path,
                opener: None,
                opener_unit: Some(one.school.clone()),
                opened_on: shanghai_day(bond.since),
                class: String::new(),
                version: bond.version,
                href: format!("/pupils/{}/binding", bond.person),
                words: Words {
                    pupil: None,
                    about: about.to_owned(),
                    from: Role::Guardian.label().to_owned(),
                },
            },
        ))
    }

    /// Writes the matter of a bond beside the bond itself; one that waits for nobody stands on no desk.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn put_bond(&self, work: &mut UnitOfWork, bond: &BondRow) -> Result<()> {
        match bond.waits() {
            Some(one) => put(work, &*self.vault, &self.bond_matter(bond, &one).await?),
            None => remove(work, "bond", &bond_key(bond.account, bond.person)),
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
            if let Some(one) = bond.waits() {
                all.push(self.bond_matter(&bond, &one).await?);
            }
        }
        for code in codes {
            all.push(code.matter(&self.units().unit(&code.school).await?.path));
        }
        Ok(all)
    }
}
