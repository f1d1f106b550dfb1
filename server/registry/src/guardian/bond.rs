//! 绑定: which account may see which child, and what the child's school does about it.

use super::code::CodeLine;
use crate::Registry;
use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::form::{Field, GuardianSlot};
use domain::guardian::{BondAct, BondState, Standing, mobile};
use domain::id::{AccountId, PersonId, UnitId};
use domain::ident::PersonName;
use domain::journal::Event;
use domain::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;

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
        Self { account, person, since, state, reported: false, waits_at: None, slot, version: 1 }
    }

    pub(super) fn standing(&self) -> Standing {
        Standing { state: self.state, reported: self.reported }
    }

    /// The bond after an act; `school` is the child's.
    pub(super) fn after(&self, act: BondAct, school: &UnitId) -> Result<Self> {
        let next = self.standing().after(act)?;
        Ok(Self {
            state: next.state,
            reported: next.reported,
            waits_at: next.waits_for_school().then(|| school.clone()),
            version: self.version + 1,
            ..self.clone()
        })
    }

    pub(super) fn save(&self, work: &mut UnitOfWork, loaded: &Self) {
        work.replace("bond", &bond_key(self.account, self.person), loaded.version, self);
    }
}

/// A guardian as the child's record names one.
#[derive(Debug, Clone)]
pub struct GuardianEntry {
    /// Which entry.
    pub slot: GuardianSlot,
    /// 姓名
    pub name: String,
    /// 与学生的关系
    pub kinship: String,
    /// The telephone on record, masked.
    pub phone: String,
    /// Whether it is a mobile number: without one nobody can sign up.
    pub is_mobile: bool,
}

/// A bond as the child's school sees it.
#[derive(Debug, Clone)]
pub struct BondLine {
    /// The child.
    pub person: PersonId,
    /// 姓名 of the child.
    pub pupil: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The account.
    pub account: AccountId,
    /// Name of the account's owner.
    pub name: String,
    /// The telephone it signs in with, masked.
    pub phone: String,
    /// 与学生的关系
    pub kinship: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How it stands.
    pub standing: Standing,
}

/// The guardians of one child, for its school.
#[derive(Debug, Clone)]
pub struct BondsView {
    /// 姓名
    pub name: String,
    /// School, 年级 and 班级
    pub class_label: String,
    /// Whether the actor may print codes.
    pub may_print: bool,
    /// Who is on record.
    pub entries: Vec<GuardianEntry>,
    /// Codes that hold, or wait.
    pub codes: Vec<CodeLine>,
    /// The accounts.
    pub bonds: Vec<BondLine>,
}

impl Registry {
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
        let row = self.person(person).await?;
        self.may_with_codes(actor, Action::KeepBonds, &row)?;
        self.saw(actor, Function::Bonds, &[person]).await?;
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
        bonds.sort_by_key(|bond| (bond.standing.state, bond.since));
        Ok(BondsView {
            name: row.name.clone(),
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            may_print: authorise(actor, Action::PrintBinding, &Target::Unit(&row.path)).is_ok(),
            entries,
            codes: codes.iter().map(|code| self.code_line(actor, code, &row)).collect::<Result<_>>()?,
            bonds,
        })
    }

    /// The bonds the actor's school has something to do about: those that rest, and those called in question.
    ///
    /// # Errors
    /// A refusal for who keeps none.
    pub async fn bonds_waiting(&self, actor: &Actor) -> Result<Vec<BondLine>> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::KeepBonds, &Target::Unit(&unit.path))?;
        let mut lines = Vec::new();
        for bond in self.waiting_bonds(&unit.id).await? {
            let person = self.person(bond.person).await?;
            if person.path == unit.path && person.merged_into.is_none() {
                lines.push(self.bond_line(&bond, &person).await?);
            }
        }
        let people: Vec<PersonId> = lines.iter().map(|line| line.person).collect();
        self.saw(actor, Function::Bonds, &people).await?;
        Ok(lines)
    }

    /// How many codes the actor may release and how many bonds wait for the actor's school; none for everybody else.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn guardians_waiting(&self, actor: &Actor) -> Result<u64> {
        let Some(unit) = &actor.unit else { return Ok(0) };
        if authorise(actor, Action::KeepBonds, &Target::Unit(&unit.path)).is_err() {
            return Ok(0);
        }
        let now = self.store.clock.now();
        let codes = self.waiting_codes(&unit.id).await?;
        let codes = codes.iter().filter(|code| code.rules().may_release(actor.account, now).is_ok()).count();
        Ok((codes + self.waiting_bonds(&unit.id).await?.len()) as u64)
    }

    async fn waiting_bonds(&self, school: &UnitId) -> Result<Vec<BondRow>> {
        let text = "SELECT * FROM bond WHERE waits_at = $school LIMIT 100";
        self.store.rows(text, Vars::new().with("school", school)).await
    }

    async fn bond_line(&self, bond: &BondRow, person: &PersonRow) -> Result<BondLine> {
        let account = self.account(bond.account).await?;
        let info = person.info(&*self.vault)?;
        Ok(BondLine {
            person: person.uid,
            pupil: person.name.clone(),
            class_label: format!("{}{}", person.grade_label(), person.class_name),
            account: bond.account,
            name: account.name,
            phone: info.mask_value(Field::Member1Phone, &account.login),
            kinship: self.kinship_of(person, bond)?,
            since: bond.since,
            standing: bond.standing(),
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
        let event = match act {
            BondAct::Confirm => Event::BondConfirmed,
            BondAct::Rest => Event::BondRested,
            BondAct::End => Event::BondEnded,
            _ => return Err(Error::NotFound("bond")),
        };
        let reason = reason.trim();
        let by = &party(actor);
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let row = self.person(person).await?;
                    self.may_with_codes(actor, Action::KeepBonds, &row)?;
                    let bond = self.bond(account, person).await?.ok_or(Error::NotFound("bond"))?;
                    if reason.chars().count() < 4 {
                        return Err(Refusal::new(
                            "reason",
                            Basis::Procedure,
                            "没有写明核实的情况。",
                            "请用至少四个字写明怎样核实的，例如：已当面核对户口簿和身份证。",
                        )
                        .into());
                    }
                    let next = bond.after(act, &row.school)?;
                    let mut work = UnitOfWork::new();
                    next.save(&mut work, &bond);
                    self.put_bond(&mut work, &next).await?;
                    work.touch(&row.path);
                    let who = masked(&self.account(account).await?.name);
                    let kinship = self.kinship_of(&row, &bond)?;
                    let (at, today) = (self.store.clock.now(), self.store.clock.today());
                    let mut journal = self.chain(person).await?;
                    let entry = NewEntry {
                        event,
                        detail: json!({ "who": who, "kinship": kinship, "reason": reason }),
                        case: None,
                        occurred_on: today,
                    };
                    journal.append(&mut work, &*self.vault, by, at, entry);
                    journal.save(&mut work);
                    Ok((work, ()))
                })
            })
            .await
    }
}
