//! What guardians called in question (不是我家人) and the school has not answered: followed by every guardian of the child but the one it is about,
//! and taken back by who reported it, or by another who is still bound once that one has left.

use super::bond::{BondRow, masked};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Guardians;
use crate::sight::sight;
use contract::portal::BondReport;
use domain::access::{Action, Actor, Role, Target};
use domain::access_log::Function;
use domain::guardian::{BondAct, BondState};
use domain::id::{AccountId, PersonId};
use domain::journal::{GuardianDetail, GuardianName};

/// Whether an account follows what is said of a bond: who is called in question does not.
fn is_followed(bond: &BondRow, by: AccountId) -> bool {
    bond.reported && bond.account != by
}

/// Whether an account may take back what is said of one of the child's bonds: who said it, or in the place of who has left another who is
/// not called in question. Of what was said before it was kept by whom, the school alone says that it is done.
fn may_take_back(bond: &BondRow, bonds: &[BondRow], by: AccountId) -> bool {
    let Some(reporter) = bond.reporter.filter(|_| is_followed(bond, by)) else { return false };
    let stays = |other: &BondRow| other.account == reporter && other.state != BondState::Ended;
    let is_in_question = |own: &BondRow| own.account == by && own.reported;
    reporter == by || (!bonds.iter().any(stays) && !bonds.iter().any(is_in_question))
}

impl Guardians<'_> {
    /// What was called in question about the guardians of the actor's children and waits for the school. The look is put down.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open_reports(&self, actor: &Actor) -> Result<Vec<BondReport>> {
        if actor.role != Role::Guardian {
            return Ok(Vec::new());
        }
        let (mut reports, mut people) = (Vec::new(), Vec::new());
        for child in &actor.children {
            let bonds = self.bonds_of(*child).await?;
            if !bonds.iter().any(|bond| is_followed(bond, actor.account)) {
                continue;
            }
            people.push(*child);
            let person = self.pupils().person(*child).await?;
            for bond in bonds.iter().filter(|bond| is_followed(bond, actor.account)) {
                reports.push(BondReport {
                    person: *child,
                    account: bond.account,
                    child: masked(&person.name),
                    who: masked(&self.accounts().account(bond.account).await?.name),
                    kinship: self.kinship_of(&person, bond)?,
                    is_over: bond.state == BondState::Ended,
                    may_take_back: may_take_back(bond, &bonds, actor.account),
                });
            }
        }
        if !people.is_empty() {
            self.access_log().saw(actor, Function::Bonds, &people).await?;
        }
        Ok(reports)
    }

    /// Takes back that an account was called in question: it leaves the school's desks, unless the bond rests besides. The child's journal
    /// has both.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who may not; `quiet` after a recovery.
    pub async fn take_report_back(&self, actor: &Actor, person: PersonId, account: AccountId) -> Result<()> {
        sight(actor, Action::ViewPupil, &Target::Child(person), "bond")?;
        self.check_quiet(actor).await?;
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let bonds = self.bonds_of(person).await?;
                    let bond = bonds.iter().find(|bond| bond.account == account);
                    let bond = bond.filter(|bond| may_take_back(bond, &bonds, actor.account));
                    let bond = bond.ok_or(Error::NotFound("bond"))?;
                    let child = self.pupils().person(person).await?;
                    let mut tx = self.transaction(party(actor));
                    let next = bond.after(BondAct::TakeBack, &child.school)?;
                    next.save(&mut tx.work, bond);
                    self.put_bond(&mut tx.work, &next).await?;
                    tx.work.touch(&child.path);
                    let name = masked(&self.accounts().account(account).await?.name);
                    let guardian = GuardianName { name, kinship: self.kinship_of(&child, bond)? };
                    tx.tell(person, GuardianDetail::BondReportTakenBack(guardian)).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
