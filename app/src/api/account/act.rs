//! What is done to an account: made, confirmed or refused, trained, locked, reset.

#[cfg(feature = "ssr")]
use super::slip::{SLIP, SLIP_SHOWN, SlipText};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
#[cfg(feature = "ssr")]
use crate::api::moment;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{account as w, answer};
#[cfg(feature = "ssr")]
use domain::access::Role;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;

/// Makes an account, which waits for somebody else's confirmation.
#[server(client = Attended, prefix = "/api", endpoint = "create_account")]
pub async fn create_account(
    /// Code of the unit.
    unit: String,
    /// Key of the role (岗位).
    role: String,
    /// The login name (账号名), as typed.
    login: String,
    /// The owner's name (姓名), as typed.
    name: String,
    /// The owner's document number, as typed.
    #[server(default)]
    identity: String,
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
            RefusalCode::Role,
            domain::refusal::Basis::Procedure,
            answer::no_role(),
            answer::choose(),
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
    match registry().accounts().create_account(&actor, &new).await {
        Ok(_) => {
            keep::say(&form, &answer::account_made(&new.login)).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => keep::finish(&form, &back, kept, Err(error.into())).await,
    }
}

/// Files a training record (第二十三条).
#[server(client = Attended, prefix = "/api", endpoint = "file_training")]
pub async fn file_training(
    /// Code of the unit.
    unit: String,
    /// The account.
    account: String,
    /// Name of the course, as typed.
    course: String,
    /// Number of the training certificate, as typed.
    certificate: String,
    /// Last day of the course, as typed.
    on: String,
    /// Hours of the course, as typed.
    #[server(default)]
    hours: String,
    /// Last day on which it counts, as typed; empty when it has no end.
    #[server(default)]
    valid_until: String,
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
            RefusalCode::Account,
            domain::refusal::Basis::Procedure,
            answer::no_account(),
            answer::choose(),
        )])),
        None => Err(AppError::Refused(vec![domain::refusal::Refusal::new(
            RefusalCode::On,
            domain::refusal::Basis::Procedure,
            answer::not_a_date(w::ISSUED),
            answer::date_like(),
        )])),
        Some(_) if !valid_until.trim().is_empty() && domain::form::parse_date(&valid_until).is_none() => {
            Err(AppError::Refused(vec![domain::refusal::Refusal::new(
                RefusalCode::ValidUntil,
                domain::refusal::Basis::Procedure,
                answer::not_a_date(w::VALIDITY),
                answer::date_like_or_leave(),
            )]))
        }
        Some(on) => {
            let (hours, valid_until) =
                (domain::text::compact(&hours).text.parse().ok(), domain::form::parse_date(&valid_until));
            let training = registry::account::Training { course, hours, certificate, on, valid_until };
            registry().accounts().file_training(&actor, id(&account)?, training).await.map_err(AppError::from)
        }
    };
    keep::finish(form, &back, kept, result.map(|()| back.clone())).await
}

/// Seals an account off (`what` is `seal`), opens it again (`open`) or asks for its reset (`reset`, with a reason).
#[server(client = Attended, prefix = "/api", endpoint = "secure_account")]
pub async fn secure_account(
    /// Code of the unit.
    unit: String,
    /// The account.
    account: String,
    /// `seal`, `open` or `reset`.
    what: String,
    /// Why a reset is asked for, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("accounts/{unit}");
    let back = format!("/accounts?unit={unit}");
    let kept = typed([("account", account.as_str()), ("reason", reason.as_str())]);
    if account.is_empty() {
        let missing = domain::refusal::Refusal::new(
            RefusalCode::Account,
            domain::refusal::Basis::Procedure,
            answer::no_account(),
            answer::choose(),
        );
        return keep::finish(&form, &back, kept, Err(AppError::Refused(vec![missing]))).await;
    }
    let account = id(&account)?;
    let result = match what.as_str() {
        "seal" => registry().accounts().seal_account(&actor, account, true).await,
        "open" => registry().accounts().seal_account(&actor, account, false).await,
        "reset" => registry().accounts().reset_account(&actor, account, &reason).await,
        _ => Err(registry::error::Error::NotFound("action")),
    };
    keep::finish(&form, &back, kept, result.map(|()| back.clone()).map_err(AppError::from)).await
}

/// Confirms an account or a reset that somebody else made or asked for, and leads on to the slip.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_account")]
pub async fn confirm_account(
    /// The account.
    account: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = match registry().accounts().confirm_account(&actor, id(&account)?).await {
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
pub async fn refuse_account(
    /// The account whose making or reset waits; empty when none is chosen.
    waiting: String,
    /// Why it is refused, as typed.
    #[server(default)]
    refusal: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("waiting", waiting.as_str()), ("refusal", refusal.as_str())]);
    let result = match id(&waiting) {
        Ok(account) => {
            registry().accounts().refuse_account(&actor, account, &refusal).await.map_err(AppError::from)
        }
        Err(_) => Err(AppError::Refused(vec![domain::refusal::Refusal::new(
            RefusalCode::Waiting,
            domain::refusal::Basis::Procedure,
            answer::no_account(),
            answer::choose(),
        )])),
    };
    // The page has another field of the same name: the words stand at this form's own.
    let result = result.map(|()| "/accounts".to_owned()).map_err(|error| match error {
        AppError::Refused(mut refusals) => {
            for one in refusals.iter_mut().filter(|one| one.code == RefusalCode::Reason) {
                one.control = Some("refusal".into());
            }
            AppError::Refused(refusals)
        }
        error => error,
    });
    keep::finish("accounts-waiting", "/accounts", kept, result).await
}

/// Objects to a reset of the own account that somebody has asked for.
#[server(client = Attended, prefix = "/api", endpoint = "object_to_reset")]
pub async fn object_to_reset() -> Result<(), AppError> {
    let actor = actor()?;
    let result = registry().accounts().object_to_reset(&actor).await;
    keep::finish(
        "reset",
        "/account",
        typed([]),
        result.map(|()| "/account".to_owned()).map_err(AppError::from),
    )
    .await
}
