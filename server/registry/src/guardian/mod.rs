//! Guardians (父母或其他监护人): one-time binding codes, signing up, and which children an account may see (第十条).

mod bond;
mod claim;
mod code;
mod copy;
mod matter;
mod my;
mod notice;
mod own;
mod recover;
mod report;
mod second;
mod sign_up;

pub(crate) use bond::{BondRow, bond_key};
pub use own::NewTelephone;
pub use second::Asking;
pub use sign_up::{problem_of_sign_up, problems_of_claim};

use crate::account::attempt::{Reservation, Whose};
use crate::case::party;
use crate::error::{Error, Result};
use crate::message::RightCode;
use crate::services::Guardians;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::access::{Actor, Role};
use domain::account::guess::Guess;
use domain::case::Party;
use domain::guardian::{BondAct, NoticeKind, mobile};
use domain::id::{AccountId, PersonId};
use domain::ident::PersonName;
use domain::journal::{BindingCode, GuardianDetail, GuardianName};
use domain::refusal::{Basis, Refusal, RefusalCode};
use second::Purpose;

/// How a guardian shows whose guardian it is.
#[derive(Clone)]
pub enum Claim {
    /// The one-time code that the school printed for the child.
    Code(String),
    /// The guardian's own document number and the child's 学籍号 or document number, matched against the record.
    Numbers {
        /// The guardian's document number.
        guardian: String,
        /// The child's 学籍号 or document number.
        child: String,
    },
}

/// A guardian who signs up.
#[derive(Clone)]
pub struct GuardianSignUp {
    /// Mobile number: the login name.
    pub phone: String,
    /// 姓名
    pub name: String,
    /// Password.
    pub password: String,
    /// Whose guardian.
    pub claim: Claim,
}

/// What became of a sign-up. Whoever signs up is told the same in both cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedUp {
    /// The account was made and the child is bound.
    Made(AccountId),
    /// The telephone has an account already: nothing was changed, and a code was not used up. It binds the child once its owner has
    /// signed in.
    Known,
}

impl Guardians<'_> {
    /// Signs a guardian up and binds the child, in one transaction: a code binds once, whoever comes at the same moment. Whether the
    /// telephone has an account already shows neither in what is answered nor in how long it takes.
    ///
    /// # Errors
    /// Refusals beside their fields, all at once ([`Guardians::faults_of_sign_up`]); only where there are none is the claim judged, and what
    /// of it does not match is never told. Where a gateway for short messages is set, `code_sent` first, and what may be wrong with the code.
    pub async fn guardian_sign_up<'a>(
        &self,
        new: &GuardianSignUp,
        asking: impl Into<Asking<'a>>,
    ) -> Result<SignedUp> {
        let asking = asking.into();
        let address = asking.address;
        let wrong = self.faults_of_sign_up(new).await?;
        let (phone, name) = (mobile(&new.phone), PersonName::parse(&new.name));
        let (Some(phone), Ok(name), true) = (&phone, &name, wrong.is_empty()) else {
            return Err(wrong.into());
        };
        let reserved = self.reserve_claim(&new.claim, None, address).await?;
        let done = self.sign_up(new, phone, name, asking).await;
        self.accounts().judged(&reserved, done, RefusalCode::Claim, "claim_failed", address).await
    }

    async fn sign_up(
        &self,
        new: &GuardianSignUp,
        phone: &str,
        name: &PersonName,
        asking: Asking<'_>,
    ) -> Result<SignedUp> {
        let right = &match self.messages().channels().sms {
            true => {
                let proven = self.prove(name.as_str(), phone, &new.claim).await?;
                self.second_factor(&proven, Purpose::SignUp, asking).await?
            }
            false => None,
        };
        let account = self
            .accounts()
            .new_account(phone, name.as_str(), Role::Guardian, None, &new.password, None)
            .await?;
        let me = Party {
            account: account.uid,
            name: account.name.clone(),
            role: Role::Guardian,
            unit: None,
            unit_name: String::new(),
            ties: domain::access::Ties::none(),
        };
        let (account, me, address) = (&account, &me, asking.address);
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut tx = self.transaction(me.clone());
                    self.bind(&mut tx, phone, &new.claim, right.as_ref()).await?;
                    if let Some(known) = self.accounts().account_by_login(phone).await? {
                        let mut work = UnitOfWork::new();
                        // The code of the telephone has done its work; the one on paper has not.
                        if let Some(right) = right {
                            self.messages().use_code(&mut work, right).await?;
                        }
                        self.accounts().log_account(
                            &mut work,
                            Some(known.uid),
                            "signed_up_again",
                            None,
                            address,
                        );
                        return Ok((work, SignedUp::Known));
                    }
                    self.accounts().create_account_row(&mut tx.work, account);
                    let made = Some(account.uid);
                    self.accounts().log_account(&mut tx.work, made, "signed_up", None, address);
                    Ok((tx.finish(), SignedUp::Made(account.uid)))
                })
            })
            .await
    }

    /// Binds another child to a guardian's account.
    ///
    /// # Errors
    /// A refusal when the claim does not hold or too many failed before; those about the code of the telephone, as above.
    pub async fn add_child<'a>(
        &self,
        actor: &Actor,
        claim: &Claim,
        asking: impl Into<Asking<'a>>,
    ) -> Result<PersonId> {
        let asking = asking.into();
        if actor.role != Role::Guardian {
            return Err(Error::NotFound("guardian"));
        }
        let reserved = self.reserve_claim(claim, Some(actor.account), asking.address).await?;
        let phone = &self.accounts().account(actor.account).await?.login;
        let done = self.add(actor, phone, claim, asking).await;
        self.accounts().judged(&reserved, done, RefusalCode::Claim, "claim_failed", asking.address).await
    }

    async fn add(&self, actor: &Actor, phone: &str, claim: &Claim, asking: Asking<'_>) -> Result<PersonId> {
        let right = &match self.messages().channels().sms {
            true => {
                let proven = self.prove(&actor.name, phone, claim).await?;
                self.second_factor(&proven, Purpose::AddChild, asking).await?
            }
            false => None,
        };
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let person = self.bind(&mut tx, phone, claim, right.as_ref()).await?;
                    Ok((tx.finish(), person))
                })
            })
            .await
    }

    /// Whoever guesses codes or numbers is stopped like whoever guesses passwords.
    async fn reserve_claim(
        &self,
        claim: &Claim,
        account: Option<AccountId>,
        address: &str,
    ) -> Result<Reservation> {
        let mut whose = vec![Whose::Address(address)];
        whose.extend(account.map(Whose::Account));
        match claim {
            Claim::Code(_) => self.accounts().reserve(Guess::BindingCode, &whose).await,
            Claim::Numbers { child, .. } => {
                whose.push(Whose::Child(child));
                self.accounts().reserve(Guess::ChildData, &whose).await
            }
        }
    }

    /// Binds the child a claim is about. The record knows by which code, and every other guardian of the child is told.
    async fn bind(
        &self,
        tx: &mut Transaction<'_>,
        phone: &str,
        claim: &Claim,
        right: Option<&RightCode>,
    ) -> Result<PersonId> {
        let me = tx.by().clone();
        let proven = self.prove(&me.name, phone, claim).await?;
        if let Some(right) = right {
            self.messages().use_code(&mut tx.work, right).await?;
        }
        let person = &proven.person;
        let bond = match self.bond(me.account, person.uid).await? {
            Some(before) => {
                let act = match claim {
                    Claim::Code(_) => BondAct::Bind,
                    Claim::Numbers { .. } => BondAct::BindByNumbers,
                };
                let next = BondRow { slot: proven.slot, ..before.after(act, &person.school)? };
                next.save(&mut tx.work, &before);
                self.put_bond(&mut tx.work, &next).await?;
                next
            }
            None => {
                let bond = BondRow::begin(me.account, person.uid, proven.slot, tx.at());
                tx.work.create("bond", &bond_key(me.account, person.uid), &bond);
                bond
            }
        };
        if let Some(code) = &proven.code {
            code.spend(&mut tx.work, me.account);
        }
        let code = proven.code.as_ref().map(|code| BindingCode {
            printed_by: code.printed_by.name.clone(),
            released_by: code.released_by.as_ref().map(|by| by.name.clone()),
        });
        let guardian = GuardianName { name: bond::masked(&me.name), kinship: proven.kinship.clone() };
        let bound = GuardianDetail::Bound { guardian, school: person.school_name.clone(), code };
        tx.tell(person.uid, bound).await?;
        let told = (me.name.as_str(), person.school_name.as_str());
        self.tell_others(&mut tx.work, NoticeKind::Bound, person, &bond, told).await?;
        Ok(person.uid)
    }
}

fn no_match() -> Refusal {
    refusal(
        RefusalCode::Claim,
        "绑定码无效，或填写的信息与学籍记录不一致。",
        "请核对后重试；绑定码只能使用一次，可请学校重新打印。",
    )
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
