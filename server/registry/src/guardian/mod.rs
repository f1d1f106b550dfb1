//! Guardians (父母或其他监护人): one-time binding codes, signing up, and which children an account may see (第十条).

mod recover;

use crate::Registry;
use crate::account::BondRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::access_log::Function;
use domain::account::check_password;
use domain::case::Party;
use domain::id::{AccountId, PersonId};
use domain::ident::PersonName;
use domain::journal::Event;
use domain::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Letters and digits that nobody confuses on paper.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 10;
/// How long a printed code holds.
const HOLDS: Duration = Duration::days(30);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct BindingRow {
    key: String,
    person: PersonId,
    made_at: DateTime<Utc>,
    used_by: Option<AccountId>,
    version: u64,
}

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

impl Registry {
    /// Makes a binding code for a child. It is told once and kept as a keyed hash; an earlier unused one no longer holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school; a refusal when the actor may not.
    pub async fn print_binding(&self, actor: &Actor, person: PersonId) -> Result<String> {
        let row = self.person(person).await?;
        authorise(actor, Action::PrintBinding, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code == "not_trained" { refusal.into() } else { Error::NotFound("person") }
        })?;
        if row.merged_into.is_some() {
            return Err(Error::NotFound("person"));
        }
        let pick = |_| {
            char::from(
                ALPHABET[usize::try_from(self.store.entropy.below(ALPHABET.len() as u64)).unwrap_or(0)],
            )
        };
        let code: String = (0..LENGTH).map(pick).collect();
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        let code_ref = &code;
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let text = "SELECT * FROM binding WHERE person = $person";
                    let earlier: Vec<BindingRow> =
                        self.store.rows(text, Vars::new().with("person", person)).await?;
                    for old in earlier.into_iter().filter(|old| old.used_by.is_none()) {
                        work.remove("binding", &old.key);
                    }
                    let key = self.vault.keyed_hash("binding", code_ref);
                    let binding =
                        BindingRow { key: key.clone(), person, made_at: at, used_by: None, version: 1 };
                    work.create("binding", &key, &binding);
                    let mut journal = self.chain(person).await?;
                    let entry = NewEntry {
                        event: Event::BindingPrinted,
                        detail: json!({}),
                        case: None,
                        occurred_on: today,
                    };
                    journal.append(&mut work, &*self.vault, &party(actor), at, entry);
                    journal.save(&mut work);
                    Ok((work, ()))
                })
            })
            .await?;
        self.saw(actor, Function::Binding, &[person]).await?;
        Ok(code)
    }

    /// Name of the first guardian on a child's record, for addressing the letter with the code.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's school or when no guardian is on record.
    pub async fn guardian_name_of(&self, actor: &Actor, person: PersonId) -> Result<String> {
        let row = self.person(person).await?;
        authorise(actor, Action::PrintBinding, &Target::Unit(&row.path))
            .map_err(|_| Error::NotFound("person"))?;
        self.saw(actor, Function::GuardianName, &[person]).await?;
        let info = row.info(&*self.vault)?;
        info.guardians().first().map(|guardian| guardian.name.to_owned()).ok_or(Error::NotFound("guardian"))
    }

    /// Signs a guardian up and binds the child, in one transaction: a code binds once, whoever comes at the same moment.
    ///
    /// # Errors
    /// Refusals by field (`phone`, `name`, `password`, `claim`). What exactly does not match is never told.
    pub async fn guardian_sign_up(&self, new: &GuardianSignUp, address: &str) -> Result<AccountId> {
        let phone = new.phone.trim();
        let mut wrong = Vec::new();
        if phone.len() != 11 || !phone.starts_with('1') || !phone.bytes().all(|b| b.is_ascii_digit()) {
            wrong.push(refusal("phone", "手机号应为 11 位数字。", "请填写您本人的手机号。"));
        } else if self.login_is_taken(phone).await? {
            wrong.push(phone_taken());
        }
        if PersonName::parse(&new.name).is_err() {
            wrong.push(refusal("name", "姓名没有填写或含有不应出现的字符。", "请按身份证填写您本人的姓名。"));
        }
        if let Err(refusals) = check_password(&new.password, phone) {
            let told: Vec<String> = refusals.into_iter().map(|refusal| refusal.what).collect();
            wrong.push(refusal("password", &told.join(""), "请重新设置密码。"));
        }
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        self.check_address(address).await?;
        let account =
            self.new_account(phone, new.name.trim(), Role::Guardian, None, &new.password, None).await?;
        let me = Party {
            account: account.uid,
            name: account.name.clone(),
            role: Role::Guardian,
            unit: None,
            unit_name: String::new(),
            ties: domain::access::Ties::none(),
        };
        let (account, me) = (&account, &me);
        let done = self
            .store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.login_is_taken(phone).await? {
                        return Err(phone_taken().into());
                    }
                    self.bind(&mut work, me, &new.claim).await?;
                    self.create_account_row(&mut work, account);
                    self.log_account(&mut work, Some(account.uid), "signed_up", None, address);
                    Ok((work, account.uid))
                })
            })
            .await;
        self.count_wrong_claim(done, address).await
    }

    /// Binds another child to a guardian's account.
    ///
    /// # Errors
    /// A refusal when the claim does not hold or too many failed before.
    pub async fn add_child(&self, actor: &Actor, claim: &Claim, address: &str) -> Result<PersonId> {
        if actor.role != Role::Guardian {
            return Err(Error::NotFound("guardian"));
        }
        self.check_address(address).await?;
        let me = &party(actor);
        let done = self
            .store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let person = self.bind(&mut work, me, claim).await?;
                    Ok((work, person))
                })
            })
            .await;
        self.count_wrong_claim(done, address).await
    }

    /// Whoever guesses codes or numbers is stopped like whoever guesses passwords.
    async fn count_wrong_claim<T>(&self, done: Result<T>, address: &str) -> Result<T> {
        if matches!(&done, Err(Error::Refused(refusals)) if refusals.iter().any(|refusal| refusal.code == "claim"))
        {
            let key = self.address_key(address);
            self.count_failures(&[&key], |work| self.log_account(work, None, "claim_failed", None, address))
                .await?;
        }
        done
    }

    /// The record id of a code as somebody typed it.
    fn binding_key(&self, code: &str) -> String {
        let code: String = code.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
        self.vault.keyed_hash("binding", &code)
    }

    async fn bind(&self, work: &mut UnitOfWork, me: &Party, claim: &Claim) -> Result<PersonId> {
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        let person = match claim {
            Claim::Code(code) => {
                let key = self.binding_key(code);
                let row: Option<BindingRow> = self.store.get("binding", &key).await?;
                let row = row
                    .filter(|row| row.used_by.is_none() && at - row.made_at < HOLDS)
                    .ok_or_else(no_match)?;
                let used = BindingRow { used_by: Some(me.account), version: row.version + 1, ..row.clone() };
                work.replace("binding", &key, row.version, &used);
                // A code may have been printed for a record that was merged into another since.
                self.person(row.person).await?.merged_into.unwrap_or(row.person)
            }
            Claim::Numbers { guardian, child } => self.child_of(guardian, child, &me.name).await?,
        };
        if self.children_of(me.account).await?.contains(&person) {
            return Err(refusal("claim", "这个孩子已经在您的账号下。", "无需重复添加。").into());
        }
        let bond = BondRow { account: me.account, person, since: at };
        work.create("bond", &format!("{}-{person}", me.account), &bond);
        let mut journal = self.chain(person).await?;
        let entry =
            NewEntry { event: Event::GuardianBound, detail: json!({}), case: None, occurred_on: today };
        journal.append(work, &*self.vault, me, at, entry);
        journal.save(work);
        Ok(person)
    }

    /// The child whose record names this guardian, by name and document number.
    async fn child_of(&self, guardian: &str, child: &str, name: &str) -> Result<PersonId> {
        let tidy = |text: &str| text.trim().to_uppercase();
        let (guardian, child) = (tidy(guardian), tidy(child));
        if guardian.len() < 8 || child.len() < 8 {
            return Err(no_match().into());
        }
        let found = match self.person_by_number(&child).await? {
            Some(person) => Some(person),
            None => self.person_by_document(&child).await?,
        };
        let row = self.person(found.ok_or_else(no_match)?).await?;
        let info = row.info(&*self.vault)?;
        let named = PersonName::parse(name).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let matches = info
            .guardians()
            .iter()
            .any(|known| known.number == Some(guardian.as_str()) && known.name == named);
        if matches { Ok(row.uid) } else { Err(no_match().into()) }
    }
}

fn phone_taken() -> Refusal {
    refusal("phone", "这个手机号已经注册。", "请直接登录，登录后可以添加孩子。")
}

fn no_match() -> Refusal {
    refusal(
        "claim",
        "绑定码无效，或填写的信息与学籍记录不一致。",
        "请核对后重试；绑定码只能使用一次，可请学校重新打印。",
    )
}

fn refusal(code: &str, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
