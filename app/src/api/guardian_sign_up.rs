//! A guardian signs up, or adds another child.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;

/// Signs a guardian up with the code the school printed (`how` is `code`) or with numbers that match the record.
#[server(client = Attended, prefix = "/api", endpoint = "guardian_sign_up")]
pub async fn guardian_sign_up(
    /// The mobile number, as typed.
    phone: String,
    /// The guardian's name, as typed.
    name: String,
    /// The new password.
    password: String,
    /// The new password once more.
    repeat: String,
    /// `code` for a binding code, or the numbers.
    how: String,
    /// The binding code, as typed.
    #[server(default)]
    code: String,
    /// The guardian's document number, as typed.
    #[server(default)]
    guardian_number: String,
    /// The child's document number, as typed.
    #[server(default)]
    child_number: String,
    /// The code that was sent to the telephone, as typed; empty to have one sent.
    #[server(default)]
    phone_code: String,
) -> Result<(), AppError> {
    let context = crate::api::session::session_context().ok_or(AppError::SignedOut)?;
    let kept = typed([
        ("phone", phone.as_str()),
        ("name", name.as_str()),
        ("how", how.as_str()),
        ("code", code.as_str()),
        ("guardian_number", guardian_number.as_str()),
        ("child_number", child_number.as_str()),
    ]);
    let claim = claim(&how, code, guardian_number, child_number);
    let result = match claim {
        _ if password != repeat => {
            Err(refused(RefusalCode::Password, "两次输入的密码不一致。", "请重新输入。"))
        }
        Err(error) => Err(error),
        Ok(claim) => {
            let new = registry::guardian::GuardianSignUp { phone, name, password, claim };
            let asking = registry::guardian::Asking { address: &context.address, phone_code: &phone_code };
            let made = registry().guardians().guardian_sign_up(&new, asking).await;
            made.map(|_| "/sign-in?new=1".to_owned())
                .map_err(|error| claim_field(AppError::from(error), &how))
        }
    };
    end("guardian_sign_up", "/guardian/sign-up", kept, result).await
}

/// Sets a new password for a guardian who forgot it, with a new code of a child that is already the guardian's.
#[server(client = Attended, prefix = "/api", endpoint = "guardian_recover")]
pub async fn guardian_recover(
    /// The mobile number, as typed.
    phone: String,
    /// The binding code, as typed.
    code: String,
    /// The new password.
    password: String,
    /// The new password once more.
    repeat: String,
    /// The code that was sent to the telephone, as typed; empty to have one sent.
    #[server(default)]
    phone_code: String,
) -> Result<(), AppError> {
    let context = crate::api::session::session_context().ok_or(AppError::SignedOut)?;
    let asking = registry::guardian::Asking { address: &context.address, phone_code: &phone_code };
    let kept = typed([("phone", phone.as_str()), ("code", code.as_str())]);
    let result = if password == repeat {
        let done = registry().guardians().guardian_recover(&phone, &code, &password, asking).await;
        done.map(|()| "/sign-in?changed=1".to_owned()).map_err(|error| match AppError::from(error) {
            AppError::Refused(refusals) => AppError::Refused(
                refusals
                    .into_iter()
                    .map(|refusal| {
                        let field = match refusal.code {
                            RefusalCode::Claim | RefusalCode::TelephoneChanged => "code",
                            code if is_about_phone_code(code) => "phone_code",
                            _ => "password",
                        };
                        refusal.beside(field)
                    })
                    .collect(),
            ),
            error => error,
        })
    } else {
        Err(refused(RefusalCode::Password, "两次输入的密码不一致。", "请重新输入。"))
    };
    end("guardian_recover", "/guardian/recover", kept, result).await
}

/// Adds another child to the account that is signed in.
#[server(client = Attended, prefix = "/api", endpoint = "add_child")]
pub async fn add_child(
    /// `code` for a binding code, or the numbers.
    how: String,
    /// The binding code, as typed.
    #[server(default)]
    code: String,
    /// The guardian's document number, as typed.
    #[server(default)]
    guardian_number: String,
    /// The child's document number, as typed.
    #[server(default)]
    child_number: String,
    /// The code that was sent to the telephone, as typed; empty to have one sent.
    #[server(default)]
    phone_code: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let address = crate::api::session::session_context().map(|context| context.address).unwrap_or_default();
    let kept = typed([
        ("how", how.as_str()),
        ("code", code.as_str()),
        ("guardian_number", guardian_number.as_str()),
        ("child_number", child_number.as_str()),
    ]);
    let result = match claim(&how, code, guardian_number, child_number) {
        Err(error) => Err(error),
        Ok(claim) => {
            let asking = registry::guardian::Asking { address: &address, phone_code: &phone_code };
            let bound = registry().guardians().add_child(&actor, &claim, asking).await;
            bound.map(|_| "/my".to_owned()).map_err(|error| claim_field(AppError::from(error), &how))
        }
    };
    end("add_child", "/my/add", kept, result).await
}

#[cfg(feature = "ssr")]
fn claim(
    how: &str,
    code: String,
    guardian: String,
    child: String,
) -> Result<registry::guardian::Claim, AppError> {
    use registry::guardian::Claim;
    match how {
        "code" => Ok(Claim::Code(code)),
        "numbers" => Ok(Claim::Numbers { guardian, child }),
        _ => Err(refused(RefusalCode::How, "还没有选择验证方式。", "请选择用绑定码，或用证件号与学籍号。")),
    }
}

/// What does not match is told beside the first field of the way that was chosen.
#[cfg(feature = "ssr")]
fn claim_field(error: AppError, how: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let field = if how == "code" { "code" } else { "guardian_number" };
    AppError::Refused(
        refusals
            .into_iter()
            .map(|refusal| match refusal.code {
                RefusalCode::Claim | RefusalCode::TelephoneChanged => refusal.beside(field),
                code if is_about_phone_code(code) => refusal.beside("phone_code"),
                _ => refusal,
            })
            .collect(),
    )
}

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![domain::refusal::Refusal::new(
        code,
        domain::refusal::Basis::Procedure,
        what,
        remedy,
    )])
}

/// What is told beside the field of the code that was sent to the telephone.
#[cfg(feature = "ssr")]
pub(crate) fn is_about_phone_code(code: RefusalCode) -> bool {
    use RefusalCode::{CodeExpired, CodeSpent, CodeWrong, TooMany};
    matches!(code, CodeExpired | CodeSpent | CodeWrong | TooMany)
}

/// Ends a form. One for which a code was just sent comes back as it was, to be completed with it.
#[cfg(feature = "ssr")]
pub(crate) async fn end(
    form: &str,
    back: &str,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<String, AppError>,
) -> Result<(), AppError> {
    if let Err(AppError::Refused(refusals)) = &result
        && let Some(sent) = refusals.iter().find(|refusal| refusal.code == RefusalCode::CodeSent)
    {
        return keep::ask_on(form, back, kept, &crate::language::refused(sent)).await;
    }
    keep::finish(form, back, kept, result).await
}
