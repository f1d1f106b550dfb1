//! 我的账号: what a guardian sees of the own account and does about it: ends a bond, signs in with another telephone, closes the account. What a
//! session alone is not enough for asks for the password again; within three days after a recovery none of it is done (ADR 22).

use super::bond::{BondRow, masked};
use super::{Asking, Claim, no_match, refusal};
use crate::account::attempt::Known;
use crate::case::party;
use crate::error::{Error, Result};
use crate::matter::MatterRow;
use crate::message::RightCode;
use crate::services::Guardians;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::portal::{MyAccount, MyBond, OpenAsk};
use domain::access::{Actor, Role};
use domain::access_log::Function;
use domain::guardian::{BondAct, BondState, NoticeKind, mobile};
use domain::id::{AccountId, PersonId};
use domain::journal::{GuardianDetail, GuardianName};
use domain::matter::MatterKind;
use domain::message::{Channel, Recipient};
use domain::refusal::{Basis, Refusal, RefusalCode};

/// Another telephone to sign in with.
#[derive(Clone)]
pub struct NewTelephone {
    /// The new mobile number.
    pub phone: String,
    /// The account's password, once more.
    pub password: String,
    /// The binding code that the school printed for the new number; empty where the telephone itself gets a code.
    pub code: String,
}

/// By what the new telephone is shown to be the guardian's.
enum ShownBy<'a> {
    /// The code that was sent to it.
    Telephone(&'a RightCode),
    /// A code of a child's school, which has the number on record.
    Letter(&'a Claim),
}

impl Guardians<'_> {
    /// What a guardian sees of the own account.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but guardians.
    pub async fn my_account(&self, actor: &Actor) -> Result<MyAccount> {
        let account = self.accounts().guardians_account(actor.account).await?;
        let mut bonds = Vec::new();
        for bond in self.bonds_of_account(actor.account).await? {
            bonds.push(self.my_bond(&bond).await?);
        }
        bonds.sort_by_key(|bond| (bond.state, bond.since));
        let seen = bonds.iter().filter(|bond| !bond.name.is_empty());
        let people: Vec<PersonId> = seen.map(|bond| bond.child).collect();
        if !people.is_empty() {
            self.access_log().saw(actor, Function::Bonds, &people).await?;
        }
        let sees = |ask: &OpenAsk| people.contains(&ask.child);
        Ok(MyAccount {
            phone: Recipient::telephone(&account.login).map(|to| to.masked()).unwrap_or_default(),
            name: account.name,
            since: account.created_at,
            open: self.open_asks(actor.account).await?.into_iter().filter(sees).collect(),
            bonds,
        })
    }

    /// A bond as its guardian sees it: of a child whose bond rests or is over nothing is told.
    async fn my_bond(&self, bond: &BondRow) -> Result<MyBond> {
        let mut told = MyBond {
            child: bond.person,
            name: String::new(),
            school: String::new(),
            kinship: String::new(),
            since: bond.since,
            state: bond.state,
        };
        if bond.standing().sees() {
            let child = self.pupils().person(bond.person).await?;
            told.name = masked(&child.name);
            told.school.clone_from(&child.school_name);
            told.kinship = self.kinship_of(&child, bond)?;
        }
        Ok(told)
    }

    /// What an account asked for that has no result yet.
    async fn open_asks(&self, account: AccountId) -> Result<Vec<OpenAsk>> {
        let text = "SELECT * FROM matter WITH INDEX matter_opener_open \
                    WHERE opener = $account AND open = true LIMIT 50";
        let rows: Vec<MatterRow> = self.store.rows(text, Vars::new().with("account", account)).await?;
        let ask = |row: &MatterRow| -> Result<Option<OpenAsk>> {
            let (MatterKind::Case(kind), Some(child)) = (row.kind, row.persons.first().copied()) else {
                return Ok(None);
            };
            Ok(Some(OpenAsk { case: row.key()?, child, kind, mine: row.sent_back }))
        };
        rows.iter().filter_map(|row| ask(row).transpose()).collect()
    }

    /// The guardian ends the own bond to a child. What was asked for goes on at the school; only a new code of the school begins it again.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or it is over; `quiet` after a recovery.
    pub async fn leave_child(&self, actor: &Actor, person: PersonId) -> Result<()> {
        if actor.role != Role::Guardian {
            return Err(Error::NotFound("bond"));
        }
        self.check_quiet(actor).await?;
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let bond = self.bond(actor.account, person).await?;
                    let bond = bond.filter(|bond| bond.state != BondState::Ended);
                    let bond = bond.ok_or(Error::NotFound("bond"))?;
                    let mut tx = self.transaction(party(actor));
                    self.leave(&mut tx, &bond, GuardianDetail::BondLeft).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Ends a bond in its guardian's name. The child's journal knows, and so do the other guardians.
    async fn leave(
        &self,
        tx: &mut Transaction<'_>,
        bond: &BondRow,
        told: fn(GuardianName) -> GuardianDetail,
    ) -> Result<()> {
        let child = self.pupils().person(bond.person).await?;
        let next = bond.after(BondAct::Leave, &child.school)?;
        next.save(&mut tx.work, bond);
        self.put_bond(&mut tx.work, &next).await?;
        tx.work.touch(&child.path);
        let mut others: Vec<PersonId> =
            self.bonds_of_account(bond.account).await?.iter().map(|bond| bond.person).collect();
        others.retain(|person| *person != bond.person);
        self.accounts().forget_typed_but(&mut tx.work, bond.account, &others).await?;
        let name = tx.by().name.clone();
        let guardian = GuardianName { name: masked(&name), kinship: self.kinship_of(&child, bond)? };
        tx.tell(child.uid, told(guardian)).await?;
        let words = (name.as_str(), child.school_name.as_str());
        self.tell_others(&mut tx.work, NoticeKind::Left, &child, bond, words).await
    }

    /// The guardian signs in with another telephone from now on: by the code that was sent to it where short messages are connected, else by
    /// a code of the school of one of the children, which has the new number on record. All sessions end.
    ///
    /// # Errors
    /// `phone` where it is none, the present one or somebody's; `old_password`, `locked`; `code_sent` first and what may be wrong with the
    /// code; `claim`; `quiet` after a recovery.
    pub async fn move_telephone<'a>(
        &self,
        actor: &Actor,
        new: &NewTelephone,
        asking: impl Into<Asking<'a>>,
    ) -> Result<()> {
        let asking = asking.into();
        if actor.role != Role::Guardian {
            return Err(Error::NotFound("account"));
        }
        self.check_quiet(actor).await?;
        let Some(phone) = mobile(&new.phone) else {
            let what = "手机号应为 11 位数字。";
            return Err(refusal(RefusalCode::Phone, what, "请填写您本人的新手机号。").into());
        };
        let account = self.accounts().own_password(actor.account, &new.password, asking.address).await?;
        if account.login == phone {
            let what = "这就是您现在登录用的手机号。";
            return Err(refusal(RefusalCode::Phone, what, "请填写新的手机号。").into());
        }
        if self.messages().channels().has(Channel::Sms) {
            let right = self.code_at(actor, &phone, asking).await?;
            return self.moved(actor, &phone, &ShownBy::Telephone(&right), asking.address).await;
        }
        let claim = Claim::Code(new.code.clone());
        let reserved = self.reserve_claim(&claim, Some(actor.account), asking.address).await?;
        let done = self.moved(actor, &phone, &ShownBy::Letter(&claim), asking.address).await;
        self.accounts().judged(&reserved, done, RefusalCode::Claim, "claim_failed", asking.address).await
    }

    /// The code of the new telephone: sent when none was typed, judged when one was. Whether the number has an account is told to nobody
    /// who has not shown to hold it.
    async fn code_at(&self, actor: &Actor, phone: &str, asking: Asking<'_>) -> Result<RightCode> {
        let about = format!("move login|{}|{phone}", actor.account);
        if asking.phone_code.trim().is_empty() {
            let to = Recipient::telephone(phone).ok_or_else(no_match)?;
            let account = Some(actor.account);
            self.messages().send_code(&about, (&to, Known::Typed), account, asking.address).await?;
            let what = "校验码已发送到您的新手机号，10 分钟内有效。";
            return Err(Refusal::of(RefusalCode::CodeSent, what).into());
        }
        self.messages().judge_code(&about, asking.phone_code).await
    }

    async fn moved(&self, actor: &Actor, phone: &str, by: &ShownBy<'_>, address: &str) -> Result<()> {
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    match by {
                        ShownBy::Telephone(right) => {
                            self.messages().use_code(&mut tx.work, right).await?;
                        }
                        ShownBy::Letter(claim) => {
                            let proven = self.prove(&actor.name, phone, claim).await?;
                            let bond = self.bond(actor.account, proven.person.uid).await?;
                            if bond.is_none_or(|bond| bond.state == BondState::Ended) {
                                return Err(no_match().into());
                            }
                            if let Some(code) = &proven.code {
                                code.spend(&mut tx.work, actor.account);
                            }
                        }
                    }
                    self.accounts().move_login(&mut tx.work, actor.account, phone, address).await?;
                    // Whoever moved it may be somebody else: the owner reads it on the old telephone and has time to say so.
                    self.begin_quiet(&mut tx, actor.account, None);
                    for bond in self.bonds_of_account(actor.account).await? {
                        if bond.state == BondState::Ended {
                            continue;
                        }
                        let child = self.pupils().person(bond.person).await?;
                        let kinship = self.kinship_of(&child, &bond)?;
                        let guardian = GuardianName { name: masked(&actor.name), kinship };
                        tx.tell(child.uid, GuardianDetail::TelephoneMoved(guardian)).await?;
                        let words = (actor.name.as_str(), child.school_name.as_str());
                        self.tell_others(&mut tx.work, NoticeKind::Moved, &child, &bond, words).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The guardian closes the own account (注销账号): its bonds and sessions end, nobody signs in with it again.
    ///
    /// # Errors
    /// `open_business` while something that was asked for has no result; `old_password`, `locked`; `quiet` after a recovery;
    /// [`Error::NotFound`] for everybody but guardians.
    pub async fn close_account(&self, actor: &Actor, password: &str, address: &str) -> Result<()> {
        self.accounts().guardians_account(actor.account).await?;
        self.check_quiet(actor).await?;
        self.accounts().own_password(actor.account, password, address).await?;
        let children = self
            .store
            .transact("guardians", || {
                Box::pin(async move {
                    let bonds = self.bonds_of_account(actor.account).await?;
                    // Of a child that the account no longer sees it could take nothing back: that goes on at the school.
                    let sees = |ask: &OpenAsk| {
                        bonds.iter().any(|bond| bond.person == ask.child && bond.standing().sees())
                    };
                    let asks = self.open_asks(actor.account).await?;
                    let open = asks.iter().filter(|ask| sees(ask)).count();
                    if open > 0 {
                        let what = format!("还有 {open} 件申请没有结果，不能注销账号。");
                        let remedy = "请等有了结果，或者先撤回，再注销。";
                        let basis = Basis::Procedure;
                        return Err(Refusal::new(RefusalCode::OpenBusiness, basis, what, remedy).into());
                    }
                    let mut tx = self.transaction(party(actor));
                    for bond in bonds.iter().filter(|bond| bond.state != BondState::Ended) {
                        self.leave(&mut tx, bond, GuardianDetail::AccountClosed).await?;
                    }
                    self.forget_notices(&mut tx.work, actor.account).await?;
                    tx.work.remove("recovery", &actor.account.to_string());
                    self.accounts().close(&mut tx.work, actor.account, address).await?;
                    let children: Vec<PersonId> = bonds.iter().map(|bond| bond.person).collect();
                    Ok((tx.finish(), children))
                })
            })
            .await?;
        // Files lie beside the store: they go when it is certain that the account is closed. What cannot be taken away now goes at night.
        if let Err(error) = self.proofs().forget_unsent(actor.account, &children).await {
            tracing::warn!(%error, "files of a closed account stay until the night");
        }
        Ok(())
    }
}
