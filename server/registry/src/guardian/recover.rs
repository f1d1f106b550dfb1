//! A guardian who forgot the password: the school prints and releases a new code for that guardian, and the code together with the
//! telephone number lets a new password be set. Nobody at the school ever sees it. Only the bond to the code's child goes on; the
//! bonds to other children rest until their schools confirm them, and for three days nothing can be asked for.

use super::second::Purpose;
use super::{Asking, Claim, refusal};
use crate::account::attempt::Whose;
use crate::account::hash_password;
use crate::error::{Error, Result};
use crate::services::Guardians;
use crate::transaction::Transaction;
use chrono::{DateTime, Utc};
use domain::access::{Actor, Role};
use domain::account::guess::Guess;
use domain::case::Party;
use domain::guardian::{BondAct, BondState, NoticeKind, check_quiet, mobile, quiet_until};
use domain::id::{AccountId, PersonId};
use domain::journal::{GuardianDetail, GuardianName};
use domain::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RecoveryRow {
    account: AccountId,
    /// The child whose code was used; none where the telephone was changed.
    #[serde(default)]
    person: Option<PersonId>,
    at: DateTime<Utc>,
}

impl Guardians<'_> {
    /// Sets a new password for the guardian with this telephone number. The code is used up; all sessions end and a lock is
    /// lifted.
    ///
    /// # Errors
    /// Refusals beside their fields, all at once ([`Guardians::faults_of_recovery`]); where there are none, a refusal `claim` when number and
    /// code do not belong together, whatever of it is wrong. Where a gateway for short messages is set, `code_sent` first, and what may be
    /// wrong with the code.
    pub async fn guardian_recover<'a>(
        &self,
        phone: &str,
        code: &str,
        new: &str,
        asking: impl Into<Asking<'a>>,
    ) -> Result<()> {
        let asking = asking.into();
        let address = asking.address;
        // Rules of the password come first, so that they say nothing of whether the number is known.
        let wrong = self.faults_of_recovery(phone, code, new).await?;
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let login = mobile(phone).unwrap_or_else(|| phone.trim().to_owned());
        let whose = [Whose::Login(&login), Whose::Address(address)];
        let reserved = self.accounts().reserve(Guess::Recovery, &whose).await?;
        let done = self.recover(phone, code, new, asking).await;
        self.accounts().judged(&reserved, done, RefusalCode::Claim, "claim_failed", address).await
    }

    async fn recover(&self, phone: &str, code: &str, new: &str, asking: Asking<'_>) -> Result<()> {
        let phone = mobile(phone).unwrap_or_default();
        let account =
            self.accounts().account_by_login(&phone).await?.filter(|row| row.role == Role::Guardian);
        let name = account.as_ref().map(|row| row.name.as_str()).unwrap_or_default();
        let claim = &Claim::Code(code.to_owned());
        let proven = self.prove(name, &phone, claim).await;
        let own = match (&proven, &account) {
            (Ok(proven), Some(account)) => self.bond(account.uid, proven.person.uid).await?,
            _ => None,
        };
        let (Some(account), Ok(found), Some(_)) =
            (account, &proven, own.filter(|bond| bond.state != BondState::Ended))
        else {
            // As much work as setting it would be.
            hash_password(self, new).await?;
            return Err(match proven {
                Err(Error::Refused(refusals)) if !self.is_released_or_none(code).await? => refusals.into(),
                Err(error) if !matches!(error, Error::Refused(_)) => error,
                _ => no_match().into(),
            });
        };
        let right = &self.second_factor(found, Purpose::Recovery, asking).await?;
        let address = asking.address;
        let me = &Party {
            account: account.uid,
            name: account.name.clone(),
            role: Role::Guardian,
            unit: None,
            unit_name: String::new(),
            ties: domain::access::Ties::none(),
        };
        let phone = &phone;
        let hash = &self.accounts().new_password_hash(&account, new).await?;
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut tx = self.transaction(me.clone());
                    let proven = self.prove(&me.name, phone, claim).await?;
                    let code = proven.code.as_ref().ok_or_else(no_match)?;
                    code.spend(&mut tx.work, me.account);
                    if let Some(right) = right {
                        self.messages().use_code(&mut tx.work, right).await?;
                    }
                    self.accounts()
                        .replace_password(&mut tx.work, me.account, hash, "password_recovered", address)
                        .await?;
                    self.accounts().forget_typed(&mut tx.work, me.account).await?;
                    self.begin_quiet(&mut tx, me.account, Some(proven.person.uid));
                    let school = proven.person.school_name.as_str();
                    for bond in self.bonds_of_account(me.account).await? {
                        if bond.state == BondState::Ended {
                            continue;
                        }
                        let here = bond.person == proven.person.uid;
                        let act = if here { BondAct::RecoverHere } else { BondAct::RecoverElsewhere };
                        let child = self.pupils().person(bond.person).await?;
                        let next = bond.after(act, &child.school)?;
                        next.save(&mut tx.work, &bond);
                        self.put_bond(&mut tx.work, &next).await?;
                        tx.work.touch(&child.path);
                        let guardian = GuardianName {
                            name: super::bond::masked(&me.name),
                            kinship: self.kinship_of(&child, &bond)?,
                        };
                        let recovered =
                            GuardianDetail::Recovered { guardian, school: school.to_owned(), here };
                        tx.tell(child.uid, recovered).await?;
                        let told = (me.name.as_str(), school);
                        self.tell_others(&mut tx.work, NoticeKind::Recovered, &child, &bond, told).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Begins the days in which nothing is asked for (ADR 22).
    pub(super) fn begin_quiet(&self, tx: &mut Transaction<'_>, account: AccountId, person: Option<PersonId>) {
        let row = RecoveryRow { account, person, at: tx.at() };
        tx.work.put("recovery", &account.to_string(), &row);
    }

    /// Whether a code is none at all, or one that works: only of one that waits for its release that is told.
    async fn is_released_or_none(&self, code: &str) -> Result<bool> {
        Ok(self.living_code(code).await?.is_none_or(|row| row.rules().may_use().is_ok()))
    }

    /// Refuses what a guardian asks for within three days after a recovery or a change of the telephone. Staff are not meant.
    pub(crate) async fn check_quiet(&self, actor: &Actor) -> Result<()> {
        let at = self.recovered_at(actor).await?;
        check_quiet(at, self.store.clock.now())?;
        Ok(())
    }

    /// Until when a guardian cannot ask for anything, none mostly.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn guardian_quiet_until(&self, actor: &Actor) -> Result<Option<DateTime<Utc>>> {
        Ok(quiet_until(self.recovered_at(actor).await?, self.store.clock.now()))
    }

    async fn recovered_at(&self, actor: &Actor) -> Result<Option<DateTime<Utc>>> {
        if actor.role != Role::Guardian {
            return Ok(None);
        }
        let row: Option<RecoveryRow> = self.store.get("recovery", &actor.account.to_string()).await?;
        Ok(row.map(|row| row.at))
    }
}

fn no_match() -> Refusal {
    refusal(
        RefusalCode::Claim,
        "绑定码无效，或手机号与注册时用的、学校登记的不一致。",
        "请核对后重试；还没有注册过的，请先注册；手机号换了的，请带户口簿和身份证到孩子的学校书面申请更正，由学校柜台受理。",
    )
}
