//! Making and looking after accounts: each unit makes those of the units directly below (三员分立: the system administrator makes,
//! the security administrator unlocks, seals and resets, the audit administrator reads).

use crate::Registry;
use crate::account::{AccountRow, Training, hash_password};
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::id::{AccountId, UnitId};
use domain::refusal::{Basis, Refusal};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The unit.
    pub unit: UnitId,
    /// What it is for.
    pub role: Role,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
}

/// One account in a list.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// The account.
    pub id: AccountId,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// 培训证书
    pub training: Option<Training>,
    /// 封存
    pub sealed_off: bool,
    /// Whether it was sealed because nobody used it for ninety days.
    pub dormant: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
}

impl Registry {
    /// Makes an account with a random first password, which is told once and must be changed at the first sign-in.
    ///
    /// # Errors
    /// Refusals by field: `login`, `name`, `role`; or that the unit is not the actor's to make accounts for.
    pub async fn create_account(&self, actor: &Actor, new: &NewAccount) -> Result<(AccountId, String)> {
        let unit = self.unit(&new.unit).await?;
        authorise(actor, Action::ManageAccounts, &Target::Unit(&unit.path))?;
        let mut wrong = Vec::new();
        if self.school_is_closed(&unit.id).await? {
            wrong.push(refusal("role", "这所学校已经撤销，不能建立账号。", "请在接收学校建立账号。"));
        }
        if !new.role.exists_in(unit.kind) {
            wrong.push(refusal("role", "这类单位没有这一岗位。", "请选择其他岗位。"));
        }
        let own = actor.unit.as_ref().is_some_and(|own| own.id == unit.id);
        if own && new.role == Role::SystemAdmin {
            wrong.push(refusal("role", "本单位的系统管理员由上级单位建立。", "请联系上级单位。"));
        }
        let login = new.login.trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !(4..=40).contains(&login.len()) || !login.chars().all(fits) {
            wrong.push(refusal("login", "账号名应为 4 至 40 个字母、数字、点或横线。", "请重新填写账号名。"));
        } else if self.login_is_taken(login).await? {
            wrong.push(refusal("login", "这个账号名已被使用。", "请换一个账号名。"));
        }
        if domain::ident::PersonName::parse(&new.name).is_err() {
            wrong.push(refusal("name", "姓名没有填写或含有不应出现的字符。", "请填写真实姓名。"));
        }
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let password = self.first_password();
        let row = self
            .new_account(
                login,
                new.name.trim(),
                new.role,
                Some(new.unit.clone()),
                &password,
                Some(actor.account),
            )
            .await?;
        let row = &row;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.login_is_taken(&row.login).await? {
                        return Err(refusal("login", "这个账号名已被使用。", "请换一个账号名。").into());
                    }
                    self.create_account_row(&mut work, row);
                    self.log_account(&mut work, Some(row.uid), "created", row.created_by, "");
                    Ok((work, ()))
                })
            })
            .await?;
        Ok((row.uid, password))
    }

    pub(crate) async fn new_account(
        &self,
        login: &str,
        name: &str,
        role: Role,
        unit: Option<UnitId>,
        password: &str,
        created_by: Option<AccountId>,
    ) -> Result<AccountRow> {
        let now = self.store.clock.now();
        Ok(AccountRow {
            uid: AccountId::new(self.store.new_id()),
            version: 1,
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            unit,
            password_hash: hash_password(self, password).await?,
            earlier: Vec::new(),
            password_changed_at: now,
            must_change_password: role != Role::Guardian,
            totp_sealed: None,
            totp_step: 0,
            sealed_off: false,
            dormant: false,
            training: None,
            created_by,
            created_at: now,
        })
    }

    fn first_password(&self) -> String {
        // Sixteen random characters and one of each class, so that it passes the rules whatever was drawn.
        format!("{}-Aa1", URL_SAFE_NO_PAD.encode(self.store.entropy.bytes::<12>()))
    }

    /// Files a training record (先培训后上岗, 第二十三条): in the account, which the policy looks at, and in the registrar's file.
    ///
    /// # Errors
    /// Refusals by field, or that the account is not the actor's to look after.
    pub async fn file_training(&self, actor: &Actor, id: AccountId, training: Training) -> Result<()> {
        self.may_look_after(actor, id, Action::ManageAccounts).await?;
        let training = &training;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    let today = self.store.clock.today();
                    let mut work = UnitOfWork::new();
                    let file = self.certify_registrar(&mut work, actor, &row, training).await?;
                    row.training = file.certificate_on(today).cloned().or_else(|| Some(training.clone()));
                    self.replace_account(&mut work, row);
                    self.log_account(&mut work, Some(id), "training_filed", Some(actor.account), "");
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Seals an account off (封存) or opens it again; its sessions end.
    ///
    /// # Errors
    /// A refusal when it is not the actor's to secure.
    pub async fn seal_account(&self, actor: &Actor, id: AccountId, sealed: bool) -> Result<()> {
        self.may_look_after(actor, id, Action::SecureAccounts).await?;
        if let Some(unit) = self.account(id).await?.unit.filter(|_| !sealed)
            && self.school_is_closed(&unit).await?
        {
            return Err(
                refusal("sealed", "这所学校已经撤销，账号不能启用。", "请在接收学校另建账号。").into()
            );
        }
        if !sealed && self.has_left(id).await? {
            let what = "这名学籍管理员已经离岗，账号不能启用。";
            return Err(refusal("sealed", what, "如重新任用，请先由其单位主管领导办理任用。").into());
        }
        let role = self.account(id).await?.role;
        let event = if sealed { "sealed" } else { "unsealed" };
        self.change_account(id, event, Some(actor.account), move |row| {
            row.sealed_off = sealed;
            row.dormant = false;
        })
        .await?;
        self.store
            .transact("sessions", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.end_sessions(&mut work, id).await?;
                    if !sealed {
                        // From today it has ninety days again.
                        self.note_use(&mut work, id, role);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Gives an account a new first password and takes its second factor and locks away.
    ///
    /// # Errors
    /// A refusal when it is not the actor's to secure.
    pub async fn reset_account(&self, actor: &Actor, id: AccountId) -> Result<String> {
        self.may_look_after(actor, id, Action::SecureAccounts).await?;
        let password = self.first_password();
        let hash = hash_password(self, &password).await?;
        self.change_account(id, "reset", Some(actor.account), move |row| {
            row.earlier.insert(0, std::mem::replace(&mut row.password_hash, hash.clone()));
            row.must_change_password = true;
            row.totp_sealed = None;
        })
        .await?;
        let row = &self.account(id).await?;
        self.store
            .transact("attempts", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.forget_guesses(&mut work, row);
                    self.end_sessions(&mut work, id).await?;
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(password)
    }

    /// Whether there is any account yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_accounts(&self) -> Result<bool> {
        let rows: Vec<AccountRow> = self.store.rows("SELECT * FROM account LIMIT 1", Vars::new()).await?;
        Ok(!rows.is_empty())
    }

    /// Exchanges a first password for one's own, as at a first sign-in. Gives the account.
    ///
    /// # Errors
    /// As [`Registry::change_password`]; [`Error::NotFound`] when there is no such login.
    pub async fn take_over(&self, login: &str, first: &str, own: &str) -> Result<AccountId> {
        let account = self.account_by_login(login).await?.ok_or(Error::NotFound("account"))?.uid;
        self.change_password(account, first, own).await?;
        Ok(account)
    }

    /// Login name of an account the actor looks after.
    ///
    /// # Errors
    /// As [`Registry::reset_account`].
    pub async fn login_of(&self, actor: &Actor, id: AccountId) -> Result<String> {
        self.may_look_after(actor, id, Action::SecureAccounts).await?;
        Ok(self.account(id).await?.login)
    }

    pub(super) async fn may_look_after(&self, actor: &Actor, id: AccountId, action: Action) -> Result<()> {
        let account = self.account(id).await?;
        let unit = self.unit(account.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
        if account.uid == actor.account {
            return Err(refusal("own_account", "不能办理自己的账号。", "请由另一名管理员办理。").into());
        }
        authorise(actor, action, &Target::Unit(&unit.path)).map_err(|refusal| {
            match refusal.code.as_str() {
                "not_permitted" => Error::NotFound("account"),
                _ => refusal.into(),
            }
        })?;
        Ok(())
    }

    /// The accounts of a unit, for its administrators and those of the unit above.
    ///
    /// # Errors
    /// A refusal when the actor looks after no accounts there.
    pub async fn accounts_of(&self, actor: &Actor, unit: &UnitId) -> Result<Vec<AccountLine>> {
        let unit = self.unit(unit).await?;
        let action = match actor.role {
            Role::SecurityAdmin => Action::SecureAccounts,
            Role::AuditAdmin => Action::ReadAudit,
            _ => Action::ManageAccounts,
        };
        authorise(actor, action, &Target::Unit(&unit.path))?;
        let text = "SELECT * FROM account WHERE unit = $unit LIMIT 200";
        let mut rows: Vec<AccountRow> = self.store.rows(text, Vars::new().with("unit", &unit.id)).await?;
        rows.sort_by_key(|row| (row.role, row.uid));
        Ok(rows
            .into_iter()
            .map(|row| AccountLine {
                id: row.uid,
                login: row.login,
                name: row.name,
                role: row.role,
                unit: row.unit,
                training: row.training,
                sealed_off: row.sealed_off,
                dormant: row.dormant,
                second_factor: row.totp_sealed.is_some(),
            })
            .collect())
    }

    /// The first three administrators of the nation, with their passwords; none when there are accounts already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bootstrap_admins(&self) -> Result<Vec<(String, String)>> {
        self.seed_units().await?;
        let mut made = Vec::new();
        for (role, login, name) in [
            (Role::SystemAdmin, "nation.system", "国家系统管理员"),
            (Role::SecurityAdmin, "nation.security", "国家安全管理员"),
            (Role::AuditAdmin, "nation.audit", "国家审计管理员"),
        ] {
            if self.login_is_taken(login).await? {
                continue;
            }
            let password = self.first_password();
            let row = self.new_account(login, name, role, Some(UnitId::nation()), &password, None).await?;
            let row = &row;
            self.store
                .transact("accounts", || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        self.create_account_row(&mut work, row);
                        self.log_account(&mut work, Some(row.uid), "bootstrapped", None, "");
                        Ok((work, ()))
                    })
                })
                .await?;
            made.push((login.to_owned(), password));
        }
        Ok(made)
    }
}

fn refusal(code: &str, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
