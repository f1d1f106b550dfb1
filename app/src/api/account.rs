//! Accounts of units, for their administrators.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
#[cfg(feature = "ssr")]
use crate::api::moment;
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
    /// Where it stands, and until when, in words.
    pub state: (StateKind, String),
    /// Whether the reader made it, and so does not certify its training.
    pub own_making: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StateKind {
    /// 待确认
    Waiting,
    /// 不予确认
    Refused,
    /// 已封存
    Sealed,
    /// Sealed because nobody used it.
    Dormant,
    /// 重置待确认
    Resetting,
    /// The slip is printed, nobody has signed in.
    SlipOut,
    /// 使用中
    Active,
}

/// One line of what waits for a second administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The account.
    pub account: String,
    /// 账号名
    pub login: String,
    /// 姓名
    pub name: String,
    /// 岗位
    pub role: Role,
    /// 单位
    pub unit: String,
    /// When a reset takes effect by itself, in words; none for a new account.
    pub reset: Option<String>,
    /// Who made it or asked for it.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// Why a reset was asked for.
    pub reason: String,
    /// Whether the unit has another account under the same name.
    pub namesake: bool,
    /// Why the actor may not confirm it, in words; none when he may.
    pub not_mine: Option<String>,
}

/// What is printed on a slip, kept for a few minutes in the confirmer's session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipText {
    /// 单位
    pub unit: String,
    /// 姓名
    pub name: String,
    /// 岗位
    pub role: String,
    /// 账号名
    pub login: String,
    /// The one-time secret.
    pub secret: String,
    /// Until when it is good, in words.
    pub until: String,
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
    /// What waits for a second administrator of the actor's unit.
    pub waiting: Vec<WaitingRow>,
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
    let waiting = registry().waiting_accounts(&actor).await?.into_iter().map(waiting_row).collect();
    let unit = registry().unit(&unit).await?;
    let mut units = vec![(own.id.to_string(), own.name, own.kind)];
    let mut below = registry().working_units_below(&own.id).await?;
    if actor.role == domain::access::Role::SystemAdmin && unit.id != own.id {
        // Training is certified further down, by somebody else than the maker of the account.
        let deeper = registry().working_units_below(&unit.id).await?;
        let known = below.iter().any(|one| one.id == unit.id);
        below.extend((!known).then(|| unit.clone()).into_iter().chain(deeper));
    }
    units.extend(
        below
            .into_iter()
            .filter(|unit| unit.kind != UnitKind::Township)
            .map(|unit| (unit.id.to_string(), unit.name, unit.kind)),
    );
    let may_make = unit.id == own.id || unit.parent.as_ref() == Some(&own.id);
    let roles = Role::ALL.into_iter().filter(|role| may_make && role.exists_in(unit.kind));
    Ok(Accounts {
        unit: unit.id.to_string(),
        unit_name: unit.name,
        roles: roles.collect(),
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
                state: state_in_words(row.state),
                own_making: row.own_making,
                second_factor: row.second_factor,
            })
            .collect(),
        waiting,
        units,
        me: actor.role,
    })
}

#[cfg(feature = "ssr")]
fn state_in_words(state: registry::account::AccountState) -> (StateKind, String) {
    use registry::account::AccountState as State;
    match state {
        State::Waiting => (StateKind::Waiting, String::new()),
        State::Refused => (StateKind::Refused, String::new()),
        State::Sealed => (StateKind::Sealed, String::new()),
        State::Dormant => (StateKind::Dormant, String::new()),
        State::Resetting(at) => (StateKind::Resetting, moment(at)),
        State::SlipOut(until) => (StateKind::SlipOut, moment(until)),
        State::Active => (StateKind::Active, String::new()),
    }
}

#[cfg(feature = "ssr")]
fn waiting_row(line: registry::account::WaitLine) -> WaitingRow {
    WaitingRow {
        account: line.account.to_string(),
        login: line.login,
        name: line.name,
        role: line.role,
        unit: line.unit,
        reset: match line.waits {
            registry::account::Waits::Account => None,
            registry::account::Waits::Reset(at) => Some(moment(at)),
        },
        by: line.by,
        at: moment(line.at),
        reason: line.reason,
        namesake: line.namesake,
        not_mine: line.not_mine.map(|refusal| format!("{}{}", refusal.what, refusal.remedy)),
    }
}

/// Makes an account, which waits for somebody else's confirmation.
#[server(client = Attended, prefix = "/api", endpoint = "create_account")]
pub async fn create_account(
    unit: String,
    role: String,
    login: String,
    name: String,
    #[server(default)] identity: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("accounts/{unit}");
    let back = format!("/accounts?unit={unit}");
    let kept = typed([
        ("role", role.as_str()),
        ("login", login.as_str()),
        ("name", name.as_str()),
        ("identity", identity.as_str()),
    ]);
    let Some(role) = Role::from_key(&role) else {
        let missing = domain::refusal::Refusal::new(
            "role",
            domain::refusal::Basis::Procedure,
            "还没有选择岗位。",
            "请选择。",
        );
        return keep::finish(&form, &back, kept, Err(AppError::Refused(vec![missing]))).await;
    };
    let new = registry::account::NewAccount {
        unit: id(&unit)?,
        role,
        login: login.trim().to_owned(),
        name,
        identity,
    };
    match registry().create_account(&actor, &new).await {
        Ok(_) => {
            let words = format!("账号 {} 已建立，等待另一名管理员确认。确认前不能登录。", new.login);
            keep::say(&form, &words).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => keep::finish(&form, &back, kept, Err(error.into())).await,
    }
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

/// Seals an account off (`what` is `seal`), opens it again (`open`) or asks for its reset (`reset`, with a reason).
#[server(client = Attended, prefix = "/api", endpoint = "secure_account")]
pub async fn secure_account(
    unit: String,
    account: String,
    what: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("accounts/{unit}");
    let back = format!("/accounts?unit={unit}");
    let kept = typed([("account", account.as_str()), ("reason", reason.as_str())]);
    if account.is_empty() {
        let missing = domain::refusal::Refusal::new(
            "account",
            domain::refusal::Basis::Procedure,
            "还没有选择账号。",
            "请选择。",
        );
        return keep::finish(&form, &back, kept, Err(AppError::Refused(vec![missing]))).await;
    }
    let account = id(&account)?;
    let result = match what.as_str() {
        "seal" => registry().seal_account(&actor, account, true).await,
        "open" => registry().seal_account(&actor, account, false).await,
        "reset" => registry().reset_account(&actor, account, &reason).await,
        _ => Err(registry::error::Error::NotFound("action")),
    };
    keep::finish(&form, &back, kept, result.map(|()| back.clone()).map_err(AppError::from)).await
}

/// Name of the form that keeps the slip.
#[cfg(feature = "ssr")]
const SLIP: &str = "account-slip";
/// How long a slip is shown for printing, in seconds.
#[cfg(feature = "ssr")]
const SLIP_SHOWN: i64 = 180;

/// Confirms an account or a reset that somebody else made or asked for, and leads on to the slip.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_account")]
pub async fn confirm_account(account: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = match registry().confirm_account(&actor, id(&account)?).await {
        Ok(slip) => {
            let text = SlipText {
                unit: slip.unit,
                name: slip.name,
                role: slip.role.label().to_owned(),
                login: slip.login,
                secret: slip.secret,
                until: moment(slip.until),
            };
            let text = serde_json::to_string(&text).map_err(|error| AppError::Broken(error.to_string()))?;
            keep::say_for(SLIP, &text, SLIP_SHOWN).await?;
            crate::api::address::lead_to("/accounts/slip");
            return Ok(());
        }
        Err(error) => Err(AppError::from(error)),
    };
    keep::finish("accounts-waiting", "/accounts", typed([]), result).await
}

/// Refuses one, with a reason.
#[server(client = Attended, prefix = "/api", endpoint = "refuse_account")]
pub async fn refuse_account(waiting: String, #[server(default)] refusal: String) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("waiting", waiting.as_str()), ("refusal", refusal.as_str())]);
    let result = match id(&waiting) {
        Ok(account) => registry().refuse_account(&actor, account, &refusal).await.map_err(AppError::from),
        Err(_) => Err(AppError::Refused(vec![domain::refusal::Refusal::new(
            "waiting",
            domain::refusal::Basis::Procedure,
            "还没有选择账号。",
            "请选择。",
        )])),
    };
    // The page has another field of the same name: the words stand at this form's own.
    let result = result.map(|()| "/accounts".to_owned()).map_err(|error| match error {
        AppError::Refused(mut refusals) => {
            for one in refusals.iter_mut().filter(|one| one.code == "reason") {
                one.code = "refusal".into();
            }
            AppError::Refused(refusals)
        }
        error => error,
    });
    keep::finish("accounts-waiting", "/accounts", kept, result).await
}

/// The slip the actor has just been given, for a few minutes; none later, and none for anybody else.
#[server(name = GetSlip, client = Attended, prefix = "/api", endpoint = "account_slip")]
pub async fn account_slip() -> Result<Option<SlipText>, AppError> {
    actor()?;
    let kept = keep::load(SLIP).await?.done;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Takes the slip off the page once it is printed.
#[server(client = Attended, prefix = "/api", endpoint = "put_slip_away")]
pub async fn put_slip_away() -> Result<(), AppError> {
    actor()?;
    keep::clear(SLIP).await?;
    crate::api::address::lead_to("/accounts");
    Ok(())
}

/// Objects to a reset of the own account that somebody has asked for.
#[server(client = Attended, prefix = "/api", endpoint = "object_to_reset")]
pub async fn object_to_reset() -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().object_to_reset(&actor).await;
    keep::finish(
        "reset",
        "/account",
        typed([]),
        result.map(|()| "/account".to_owned()).map_err(AppError::from),
    )
    .await
}
