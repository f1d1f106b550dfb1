//! 绑定: which account may see which child, and what the child's school does about it.

use crate::case::party;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Guardians;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use contract::guardian::{BondLine, BondsView, GuardianEntry};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::form::{Field, GuardianSlot};
use domain::guardian::{Bond, BondAct, BondState, Standing, mobile};
use domain::id::{AccountId, PersonId, UnitId};
use domain::ident::PersonName;
use domain::journal::{GuardianDetail, GuardianName};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Most bonds of one account or one child that are looked at.
const MOST: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BondRow {
    pub(crate) account: AccountId,
    pub(crate) person: PersonId,
    pub(crate) since: DateTime<Utc>,
    /// How it stands.
    pub(crate) state: BondState,
    /// Whether another guardian has called it in question.
    pub(crate) reported: bool,
    /// Who did, until the school has answered.
    #[serde(default)]
    pub(crate) reporter: Option<AccountId>,
    /// Whether its guardian ended it, and not the school.
    #[serde(default)]
    pub(crate) left: bool,
    /// The school that has something to do about it.
    pub(crate) waits_at: Option<UnitId>,
    /// Which entry of the child's record the account is.
    pub(crate) slot: GuardianSlot,
    pub(crate) version: u64,
}

/// The record id of a bond.
pub(crate) fn bond_key(account: AccountId, person: PersonId) -> String {
    format!("{account}-{person}")
}

/// A name as others than the own school read it.
pub(super) fn masked(name: &str) -> String {
    PersonName::parse(name).map_or_else(|_| "*".into(), |name| name.masked())
}

impl BondRow {
    /// A bond that begins.
    pub(crate) fn begin(
        account: AccountId,
        person: PersonId,
        slot: GuardianSlot,
        since: DateTime<Utc>,
    ) -> Self {
        let state = BondState::Active;
        Self {
            account,
            person,
            since,
            state,
            reported: false,
            reporter: None,
            left: false,
            waits_at: None,
            slot,
            version: 1,
        }
    }

    pub(super) fn standing(&self) -> Standing {
        Standing { state: self.state, reported: self.reported, left: self.left }
    }

    /// The bond as the matter of the child's school.
    pub(super) fn at(&self, school: &UnitId) -> Bond {
        Bond { person: self.person, school: school.clone(), standing: self.standing() }
    }

    /// The same while it waits for a school.
    pub(super) fn waits(&self) -> Option<Bond> {
        self.waits_at.as_ref().map(|school| self.at(school))
    }

    /// The bond after an act; `school` is the child's.
    pub(super) fn after(&self, act: BondAct, school: &UnitId) -> Result<Self> {
        Ok(self.with(self.standing().after(act)?, school))
    }

    /// The bond as it stands now.
    fn with(&self, next: Standing, school: &UnitId) -> Self {
        Self {
            state: next.state,
            reported: next.reported,
            reporter: self.reporter.filter(|_| next.reported),
            left: next.left,
            waits_at: next.waits_for_school().then(|| school.clone()),
            version: self.version + 1,
            ..self.clone()
        }
    }

    pub(super) fn save(&self, work: &mut UnitOfWork, loaded: &Self) {
        work.replace("bond", &bond_key(self.account, self.person), loaded.version, self);
    }
}

impl Guardians<'_> {
    /// The children a guardian's account sees: those whose bonds neither rest nor are over.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn children_of(&self, account: AccountId) -> Result<Vec<PersonId>> {
        let bonds = self.bonds_of_account(account).await?;
        Ok(bonds.into_iter().filter(|bond| bond.standing().sees()).map(|bond| bond.person).collect())
    }

    /// How many of an account's bonds rest. Of which children is not told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn resting_bonds(&self, actor: &Actor) -> Result<u64> {
        let bonds = self.bonds_of_account(actor.account).await?;
        Ok(bonds.iter().filter(|bond| bond.state == BondState::Resting).count() as u64)
    }

    pub(super) async fn bonds_of_account(&self, account: AccountId) -> Result<Vec<BondRow>> {
        let text = format!("SELECT * FROM bond WHERE account = $account LIMIT {MOST}");
        self.store.rows(&text, Vars::new().with("account", account)).await
    }

    pub(crate) async fn bonds_of(&self, person: PersonId) -> Result<Vec<BondRow>> {
        let text = "SELECT * FROM bond WHERE person = $person";
        self.store.rows(text, Vars::new().with("person", person)).await
    }

    pub(super) async fn bond(&self, account: AccountId, person: PersonId) -> Result<Option<BondRow>> {
        self.store.get("bond", &bond_key(account, person)).await
    }

    /// 与学生的关系 of a bond's guardian, as the record has it now.
    pub(super) fn kinship_of(&self, person: &PersonRow, bond: &BondRow) -> Result<String> {
        let info = person.info(&*self.vault)?;
        let entry = info.guardians().into_iter().find(|entry| entry.slot == bond.slot);
        Ok(entry.map(|entry| entry.kinship_label()).unwrap_or_default())
    }

    /// The guardians on a child's record, the codes printed for them and the accounts that are bound.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school.
    pub async fn bonds_view(&self, actor: &Actor, person: PersonId) -> Result<BondsView> {
        let row = self.pupils().person(person).await?;
        self.may_with_codes(actor, Action::KeepBonds, &row)?;
        self.access_log().saw(actor, Function::Bonds, &[person]).await?;
        let info = row.info(&*self.vault)?;
        let entries = info.guardians().into_iter().map(|entry| GuardianEntry {
            slot: entry.slot,
            name: entry.name.to_owned(),
            kinship: entry.kinship_label(),
            phone: info.mask_value(Field::Member1Phone, entry.phone),
            is_mobile: mobile(entry.phone).is_some(),
        });
        let entries = entries.collect();
        let now = self.store.clock.now();
        let mut codes = self.codes_of(person).await?;
        codes.retain(|code| code.rules().holds(now));
        codes.sort_by_key(|code| std::cmp::Reverse(code.made_at));
        let mut bonds = Vec::new();
        for bond in self.bonds_of(person).await? {
            bonds.push(self.bond_line(&bond, &row).await?);
        }
        bonds.sort_by_key(|bond| (bond.state, bond.since));
        Ok(BondsView {
            name: row.name.clone(),
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            may_print: authorise(actor, Action::PrintBinding, &Target::Unit(&row.path)).is_ok(),
            phone: self.units().office_phone(&row.school).await?,
            entries,
            codes: codes.iter().map(|code| self.code_line(actor, code, &row)).collect::<Result<_>>()?,
            bonds,
        })
    }

    async fn bond_line(&self, bond: &BondRow, person: &PersonRow) -> Result<BondLine> {
        let account = self.accounts().account(bond.account).await?;
        let (info, standing) = (person.info(&*self.vault)?, bond.standing());
        Ok(BondLine {
            person: person.uid,
            pupil: person.name.clone(),
            class_label: format!("{}{}", person.grade_label(), person.class_name),
            account: bond.account,
            name: account.name,
            phone: info.mask_value(Field::Member1Phone, &account.login),
            kinship: self.kinship_of(person, bond)?,
            since: bond.since,
            state: standing.state,
            reported: standing.reported,
        })
    }

    /// The child's school confirms a bond, lets it rest or ends it.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school; refusals `reason` and `out_of_state`.
    pub async fn act_on_bond(
        &self,
        actor: &Actor,
        person: PersonId,
        account: AccountId,
        act: BondAct,
        reason: &str,
    ) -> Result<()> {
        let told: fn(GuardianName, String) -> GuardianDetail = match act {
            BondAct::Confirm => |guardian, reason| GuardianDetail::BondConfirmed { guardian, reason },
            BondAct::Rest => |guardian, reason| GuardianDetail::BondRested { guardian, reason },
            BondAct::End => |guardian, reason| GuardianDetail::BondEnded { guardian, reason },
            _ => return Err(Error::NotFound("bond")),
        };
        let reason = &domain::text::words(reason).text;
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let row = self.pupils().person(person).await?;
                    self.may_with_codes(actor, Action::KeepBonds, &row)?;
                    let bond = self.bond(account, person).await?.ok_or(Error::NotFound("bond"))?;
                    if reason.chars().count() < 4 {
                        return Err(Refusal::new(
                            RefusalCode::Reason,
                            Basis::Procedure,
                            "没有写明核实的情况。",
                            "请用至少四个字写明怎样核实的，例如：已当面核对户口簿和身份证。",
                        )
                        .into());
                    }
                    let by = party(actor);
                    let decided = bond.at(&row.school).decide(act, &by)?;
                    let next = bond.with(decided.standing, &row.school);
                    let mut tx = self.transaction(by);
                    next.save(&mut tx.work, &bond);
                    self.put_bond(&mut tx.work, &next).await?;
                    tx.work.touch(&row.path);
                    let name = masked(&self.accounts().account(account).await?.name);
                    let guardian = GuardianName { name, kinship: self.kinship_of(&row, &bond)? };
                    tx.tell(person, told(guardian, reason.clone())).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
