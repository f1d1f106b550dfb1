//! A guardian who forgot the password sets a new one, or adds another child. Signing up is in `sign_up`.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use registry::guardian::Claim;

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
    let kept = typed([("phone", phone.as_str()), ("code", code.as_str())]);
    let asking = registry::guardian::Asking { address: &context.address, phone_code: &phone_code };
    let result = recovered(&phone, &code, &password, &repeat, asking).await;
    end("guardian_recover", "/guardian/recover", kept, result).await
}

/// Everything that is wrong at once; number and code are judged only when nothing is.
#[cfg(feature = "ssr")]
async fn recovered(
    phone: &str,
    code: &str,
    password: &str,
    repeat: &str,
    asking: registry::guardian::Asking<'_>,
) -> Result<String, AppError> {
    let mut wrong = registry().guardians().faults_of_recovery(phone, code, password).await?;
    wrong.extend(repeated(password, repeat));
    if !wrong.is_empty() {
        return Err(AppError::Refused(wrong));
    }
    let done = registry().guardians().guardian_recover(phone, code, password, asking).await;
    done.map(|()| "/sign-in?changed=1".to_owned())
        .map_err(|error| beside_each(AppError::from(error), "code", Some("password")))
}

/// Adds another child to the account that is signed in.
#[server(client = Attended, prefix = "/api", endpoint = "add_child")]
pub async fn add_child(
    /// `numbers` for the numbers, a binding code otherwise: each way has a page of its own.
    #[server(default)]
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
    let (claim, form, back, field) = match how.as_str() {
        "numbers" => (
            Claim::Numbers { guardian: guardian_number.clone(), child: child_number.clone() },
            "add_child_numbers",
            "/my/add/numbers",
            "child_number",
        ),
        _ => (Claim::Code(code.clone()), "add_child", "/my/add", "code"),
    };
    let kept = typed([
        ("code", code.as_str()),
        ("guardian_number", guardian_number.as_str()),
        ("child_number", child_number.as_str()),
    ]);
    let wrong = registry::guardian::problems_of_claim(&claim);
    let result = if wrong.is_empty() {
        let asking = registry::guardian::Asking { address: &address, phone_code: &phone_code };
        let bound = registry().guardians().add_child(&actor, &claim, asking).await;
        bound.map(|_| "/my".to_owned()).map_err(|error| beside_each(AppError::from(error), field, None))
    } else {
        Err(AppError::Refused(wrong))
    };
    end(form, back, kept, result).await
}

/// What does not match is told beside one field, what is about the code of the telephone beside that, and the rest beside another one if that
/// is said.
#[cfg(feature = "ssr")]
fn beside_each(error: AppError, claim: &str, rest: Option<&str>) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let beside = |refusal: Refusal| {
        let field = match refusal.code {
            _ if refusal.control.is_some() => None,
            RefusalCode::Claim | RefusalCode::TelephoneChanged => Some(claim),
            code if is_about_phone_code(code) => Some("phone_code"),
            _ => rest,
        };
        match field {
            Some(field) => refusal.beside(field),
            None => refusal,
        }
    };
    AppError::Refused(refusals.into_iter().map(beside).collect())
}

/// What is wrong when a new password was not typed the same way twice.
#[cfg(feature = "ssr")]
pub(crate) fn repeated(password: &str, repeat: &str) -> Option<Refusal> {
    let differs = || {
        Refusal::new(
            RefusalCode::Password,
            Basis::Procedure,
            answer::passwords_unlike(),
            answer::type_again(),
        )
        .beside("repeat")
    };
    (password != repeat).then(differs)
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
