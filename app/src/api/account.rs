//! Accounts of units, for their administrators.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use domain::access::Role;
use domain::org::UnitKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// The account.
    pub id: String,
    /// 账号名
    pub login: String,
    /// 姓名
    pub name: String,
    /// 岗位
    pub role: Role,
    /// 培训: course, certificate, day.
    pub training: Option<(String, String, String)>,
    /// 封存
    pub sealed_off: bool,
    /// Whether it was sealed because nobody used it.
    pub dormant: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
}

/// What an administrator sees of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// Code of the unit.
    pub unit: String,
    /// 名称
    pub unit_name: String,
    /// Roles that may be made there.
    pub roles: Vec<Role>,
    /// The accounts.
    pub rows: Vec<AccountRow>,
    /// The units whose accounts may be looked after: code, name, kind.
    pub units: Vec<(String, String, UnitKind)>,
    /// What the actor is.
    pub me: Role,
}

/// The accounts of a unit; the actor's own when none is named.
#[server(name = GetAccounts, client = Attended, prefix = "/api", endpoint = "accounts")]
pub async fn accounts(unit: Option<String>) -> Result<Accounts, AppError> {
    let actor = actor()?;
    let own = actor.unit.clone().ok_or(AppError::NotFound)?;
    let unit = match unit.filter(|unit| !unit.is_empty()) {
        Some(unit) => id(&unit)?,
        None => own.id.clone(),
    };
    let rows = registry().accounts_of(&actor, &unit).await?;
    let unit = registry().unit(&unit).await?;
    let mut units = vec![(own.id.to_string(), own.name, own.kind)];
    let below = registry().working_units_below(&own.id).await?;
    units.extend(
        below
            .into_iter()
            .filter(|unit| unit.kind != UnitKind::Township)
            .map(|unit| (unit.id.to_string(), unit.name, unit.kind)),
    );
    Ok(Accounts {
        unit: unit.id.to_string(),
        unit_name: unit.name,
        roles: Role::ALL.into_iter().filter(|role| role.exists_in(unit.kind)).collect(),
        rows: rows
            .into_iter()
            .map(|row| AccountRow {
                id: row.id.to_string(),
                login: row.login,
                name: row.name,
                role: row.role,
                training: row
                    .training
                    .map(|training| (training.course, training.certificate, crate::api::day(training.on))),
                sealed_off: row.sealed_off,
                dormant: row.dormant,
                second_factor: row.second_factor,
            })
            .collect(),
        units,
        me: actor.role,
    })
}

/// Makes an account; its first password is shown once.
#[server(client = Attended, prefix = "/api", endpoint = "create_account")]
pub async fn create_account(unit: String, role: String, login: String, name: String) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("accounts/{unit}");
    let back = format!("/accounts?unit={unit}");
    let kept = typed([("role", role.as_str()), ("login", login.as_str()), ("name", name.as_str())]);
    let Some(role) = Role::from_key(&role) else {
        let missing = domain::refusal::Refusal::new(
            "role",
            domain::refusal::Basis::Procedure,
            "还没有选择岗位。",
            "请选择。",
        );
        return keep::finish(&form, &back, kept, Err(AppError::Refused(vec![missing]))).await;
    };
    let new = registry::account::NewAccount { unit: id(&unit)?, role, login: login.trim().to_owned(), name };
    match registry().create_account(&actor, &new).await {
        Ok((_, password)) => told(&form, &back, &new.login, &password).await,
        Err(error) => keep::finish(&form, &back, kept, Err(error.into())).await,
    }
}

#[cfg(feature = "ssr")]
async fn told(form: &str, back: &str, login: &str, password: &str) -> Result<(), AppError> {
    keep::say(
        form,
        &format!("账号 {login} 的初始密码：{password}（请立即记下，半分钟后不再显示；首次登录须修改）"),
    )
    .await?;
    crate::api::address::lead_to(back);
    Ok(())
}

/// Files a training record (第二十三条).
#[server(client = Attended, prefix = "/api", endpoint = "file_training")]
pub async fn file_training(
    unit: String,
    account: String,
    course: String,
    certificate: String,
    on: String,
    #[server(default)] hours: String,
    #[server(default)] valid_until: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let form = "training";
    let back = format!("/accounts?unit={unit}");
    let kept = typed([
        ("account", account.as_str()),
        ("course", course.as_str()),
        ("certificate", certificate.as_str()),
        ("on", on.as_str()),
        ("hours", hours.as_str()),
        ("valid_until", valid_until.as_str()),
    ]);
    let result = match domain::form::parse_date(&on) {
        _ if account.is_empty() => Err(AppError::Refused(vec![domain::refusal::Refusal::new(
            "account",
            domain::refusal::Basis::Procedure,
            "还没有选择账号。",
            "请选择。",
        )])),
        None => Err(AppError::Refused(vec![domain::refusal::Refusal::new(
            "on",
            domain::refusal::Basis::Procedure,
            "发证日期不是有效的日期。",
            "请按 2026-09-01 的样式填写。",
        )])),
        Some(_) if !valid_until.trim().is_empty() && domain::form::parse_date(&valid_until).is_none() => {
            Err(AppError::Refused(vec![domain::refusal::Refusal::new(
                "valid_until",
                domain::refusal::Basis::Procedure,
                "有效期不是有效的日期。",
                "请按 2026-09-01 的样式填写，证书没有载明的不填。",
            )]))
        }
        Some(on) => {
            let (hours, valid_until) = (hours.trim().parse().ok(), domain::form::parse_date(&valid_until));
            let training = registry::account::Training { course, hours, certificate, on, valid_until };
            registry().file_training(&actor, id(&account)?, training).await.map_err(AppError::from)
        }
    };
    keep::finish(form, &back, kept, result.map(|()| back.clone())).await
}

/// Seals an account off (`what` is `seal`), opens it again (`open`) or resets it (`reset`).
#[server(client = Attended, prefix = "/api", endpoint = "secure_account")]
pub async fn secure_account(unit: String, account: String, what: String) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("accounts/{unit}");
    let back = format!("/accounts?unit={unit}");
    let account = id(&account)?;
    let result = match what.as_str() {
        "seal" => registry().seal_account(&actor, account, true).await,
        "open" => registry().seal_account(&actor, account, false).await,
        "reset" => match registry().reset_account(&actor, account).await {
            Ok(password) => {
                let login = registry().login_of(&actor, account).await?;
                return told(&form, &back, &login, &password).await;
            }
            Err(error) => Err(error),
        },
        _ => Err(registry::error::Error::NotFound("action")),
    };
    keep::finish(&form, &back, typed([]), result.map(|()| back.clone()).map_err(AppError::from)).await
}
