//! Making and looking after accounts: each unit makes those of the units directly below (三员分立: the system administrator makes,
//! a second administrator confirms, the
//! security administrator unlocks, seals and asks for resets, the audit administrator reads).

use crate::account::{AccountRow, Administered, Standing, Training, hash_password};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::{UnitOfWork, Vars};
use contract::Page;
use contract::account::{AccountLine, AccountState};
use domain::access::{Action, Actor, Role, Target, authorise, overseers, possible_overseers};
use domain::id::{AccountId, UnitId};
use domain::ident::ResidentId;
use domain::org::UnitKind;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// Accounts on one page.
const PAGE: usize = 200;

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
    /// 公民身份号码 of the person; only its keyed hash is kept, to tell whether two accounts are one person.
    pub identity: String,
}

impl Accounts<'_> {
    /// Makes an account. It takes effect when somebody else confirms it ([`Accounts::confirm_account`](crate::services::Accounts::confirm_account)), who prints the slip with
    /// the one-time secret: the maker never sees one.
    ///
    /// # Errors
    /// Refusals by field: `login`, `name`, `role`, `identity`; or that the unit is not the actor's to make accounts for.
    pub async fn create_account(&self, actor: &Actor, new: &NewAccount) -> Result<AccountId> {
        let unit = self.units().unit(&new.unit).await?;
        authorise(actor, Action::ManageAccounts, &Target::Unit(&unit.path))?;
        let mut wrong = Vec::new();
        if self.schools().school_is_closed(&unit.id).await? {
            wrong.push(refusal(
                RefusalCode::Role,
                "这所学校已经撤销，不能建立账号。",
                "请在接收学校建立账号。",
            ));
        }
        if !new.role.exists_in(unit.kind) {
            wrong.push(refusal(RefusalCode::Role, "这类单位没有这一岗位。", "请选择其他岗位。"));
        }
        let own = actor.unit.as_ref().is_some_and(|own| own.id == unit.id);
        // The nation has nobody above it: its second system administrator is made there, and confirmed like any other.
        if own && new.role == Role::SystemAdmin && unit.kind != UnitKind::Nation {
            wrong.push(refusal(RefusalCode::Role, "本单位的系统管理员由上级单位建立。", "请联系上级单位。"));
        }
        let login = new.login.trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !(4..=40).contains(&login.len()) || !login.chars().all(fits) {
            wrong.push(refusal(
                RefusalCode::Login,
                "账号名应为 4 至 40 个字母、数字、点或横线。",
                "请重新填写账号名。",
            ));
        } else if self.login_is_taken(login).await? {
            wrong.push(refusal(RefusalCode::Login, "这个账号名已被使用。", "请换一个账号名。"));
        }
        if domain::ident::PersonName::parse(&new.name).is_err() {
            wrong.push(refusal(RefusalCode::Name, "姓名没有填写或含有不应出现的字符。", "请填写真实姓名。"));
        }
        let person = match ResidentId::parse(&new.identity) {
            Ok(number) => Some(self.vault.keyed_hash("staff", number.as_str())),
            Err(error) => {
                let what = format!("身份证号码：{}", error.message());
                wrong.push(refusal(RefusalCode::Identity, &what, "请按本人身份证件填写。"));
                None
            }
        };
        wrong.extend(self.forbidden_for(person.as_deref(), new.role, &unit.id, None).await?);
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let maker = self.units().unit(&actor.unit.as_ref().ok_or(Error::NotFound("unit"))?.id).await?;
        // A password nobody has, until the account is confirmed.
        let password = self.first_password();
        let mut row = self
            .new_account(
                login,
                &domain::text::name(&new.name).text,
                new.role,
                Some(new.unit.clone()),
                &password,
                Some(actor.account),
            )
            .await?;
        row.person = person;
        row.standing = Standing::Waiting;
        row.overseers = overseers(&unit.path, &maker.path);
        row.administered = vec![Administered::new(actor, row.created_at)];
        let row = &row;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    if self.login_is_taken(&row.login).await? {
                        return Err(
                            refusal(RefusalCode::Login, "这个账号名已被使用。", "请换一个账号名。").into()
                        );
                    }
                    self.create_account_row(&mut tx.work, row);
                    self.wait_for(&mut tx, row).await?;
                    self.log_account(&mut tx.work, Some(row.uid), "created", row.created_by, "");
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        Ok(row.uid)
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
            person: None,
            standing: Standing::Confirmed,
            overseers: Vec::new(),
            administered: Vec::new(),
            slip: None,
            reset: None,
            steps_away: false,
            closed_at: None,
        })
    }

    pub(super) fn first_password(&self) -> String {
        // Eighty bits, no character that looks like another.
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        self.store.entropy.in_fours::<16>(LETTERS)
    }

    /// Files a training record (先培训后上岗, 第二十三条): in the account, which the policy looks at, and in the registrar's file.
    ///
    /// # Errors
    /// Refusals by field; `own_making` for who made the account; that it is not the actor's to look after.
    pub async fn file_training(&self, actor: &Actor, id: AccountId, training: Training) -> Result<()> {
        self.may_look_after(actor, id, Action::CertifyTraining).await?;
        self.oversees_training(actor, id).await?;
        let training = &training;
        self.store
            .transact("accounts", || {
                Box::pin(async move {
                    let mut row = self.account(id).await?;
                    let today = self.store.clock.today();
                    let mut tx = self.transaction(party(actor));
                    let file = self.registrars().certify_registrar(&mut tx, &row, training).await?;
                    row.training = file.certificate_on(today).cloned().or_else(|| Some(training.clone()));
                    self.replace_account(&mut tx.work, row);
                    self.log_account(&mut tx.work, Some(id), "training_filed", Some(actor.account), "");
                    Ok((tx.finish(), ()))
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
            && self.schools().school_is_closed(&unit).await?
        {
            return Err(refusal(
                RefusalCode::Sealed,
                "这所学校已经撤销，账号不能启用。",
                "请在接收学校另建账号。",
            )
            .into());
        }
        if !sealed {
            self.may_open_again(id).await?;
        }
        if !sealed && self.registrars().has_left(id).await? {
            let what = "这名学籍管理员已经离岗，账号不能启用。";
            return Err(
                refusal(RefusalCode::Sealed, what, "如重新任用，请先由其单位主管领导办理任用。").into()
            );
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
                    if sealed {
                        self.forget_tables(&mut work, id);
                    } else {
                        // From today it has ninety days again.
                        self.note_use(&mut work, id, role);
                    }
                    Ok((work, ()))
                })
            })
            .await?;
        self.imports().settle_imports_of(id).await
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
    /// As [`Accounts::change_password`](crate::services::Accounts::change_password); [`Error::NotFound`] when there is no such login.
    pub async fn take_over(&self, login: &str, first: &str, own: &str) -> Result<AccountId> {
        let account = self.account_by_login(login).await?.ok_or(Error::NotFound("account"))?.uid;
        self.change_password(account, first, own).await?;
        Ok(account)
    }

    pub(super) async fn may_look_after(&self, actor: &Actor, id: AccountId, action: Action) -> Result<()> {
        let account = self.account(id).await?;
        let unit = self.units().unit(account.unit.as_ref().ok_or(Error::NotFound("account"))?).await?;
        if account.uid == actor.account {
            return Err(Refusal::of(RefusalCode::OwnAccount, "不能办理自己的账号。").into());
        }
        authorise(actor, action, &Target::Unit(&unit.path)).map_err(|refusal| match refusal.code {
            RefusalCode::NotPermitted => Error::NotFound("account"),
            _ => refusal.into(),
        })?;
        Ok(())
    }

    /// The accounts of a unit, for its administrators and those of the unit above: the first page of them.
    ///
    /// # Errors
    /// A refusal when the actor looks after no accounts there.
    pub async fn accounts_of(&self, actor: &Actor, unit: &UnitId) -> Result<Vec<AccountLine>> {
        Ok(self.accounts_page(actor, unit, None).await?.rows)
    }

    /// One page of the same, in the order in which they were made: sealed ones stay, and in a large unit they become many. Those of one page
    /// stand by their roles.
    ///
    /// # Errors
    /// As above.
    pub async fn accounts_page(
        &self,
        actor: &Actor,
        unit: &UnitId,
        after: Option<AccountId>,
    ) -> Result<Page<AccountLine, AccountId>> {
        let unit = self.units().unit(unit).await?;
        let action = match actor.role {
            Role::SecurityAdmin => Action::SecureAccounts,
            Role::AuditAdmin => Action::ReadAudit,
            _ => Action::ManageAccounts,
        };
        let target = Target::Unit(&unit.path);
        // Who certifies training looks one unit further down than who makes accounts: it is somebody else than the maker.
        let near = possible_overseers(&unit.path);
        let oversees = actor.unit.as_ref().is_some_and(|own| near.contains(&own.id));
        authorise(actor, action, &target).or_else(|refusal| {
            if oversees { authorise(actor, Action::CertifyTraining, &target) } else { Err(refusal) }
        })?;
        let text = format!(
            "SELECT * FROM account WHERE unit = $unit AND uid > $after ORDER BY uid LIMIT {}",
            PAGE + 1
        );
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let vars = Vars::new().with("unit", &unit.id).with("after", after);
        let mut rows: Vec<AccountRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        rows.sort_by_key(|row| (row.role, row.uid));
        let rows = rows
            .into_iter()
            .map(|row| AccountLine {
                id: row.uid,
                state: state_of(&row),
                own_making: row.created_by == Some(actor.account),
                login: row.login,
                name: row.name,
                role: row.role,
                unit: row.unit,
                training: row.training,
                sealed_off: row.sealed_off,
                dormant: row.dormant,
                second_factor: row.totp_sealed.is_some(),
            })
            .collect();
        Ok(Page { rows, next })
    }
}

fn state_of(row: &AccountRow) -> AccountState {
    match (row.standing, &row.reset, row.slip) {
        (Standing::Waiting, ..) => AccountState::Waiting,
        (Standing::Refused, ..) => AccountState::Refused,
        _ if row.sealed_off && row.dormant => AccountState::Dormant,
        _ if row.sealed_off => AccountState::Sealed,
        (_, Some(reset), _) => AccountState::Resetting(reset.effective_at),
        (.., Some(slip)) => AccountState::SlipOut(slip.until),
        _ => AccountState::Active,
    }
}

pub(super) fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
