//! 监护人注册, one question a page. What was answered goes from page to page sealed, as every form does before sign-in (`form_state`): in a
//! cookie of this browser, ten minutes from the last answer on, so that nobody fills the store who has no account. The password is asked
//! for last and never kept, and nothing of it stands in an address.

#[cfg(feature = "ssr")]
use crate::api::context::registry;
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep};
#[cfg(feature = "ssr")]
use crate::api::guardian_sign_up::{is_about_phone_code, repeated};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::guardian as w;
use domain::guardian::{ClaimWay, SignUpStep};
#[cfg(feature = "ssr")]
use domain::refusal::{Refusal, RefusalCode};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use registry::guardian::{Asking, Claim};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Name of the form all of whose pages share what was answered.
pub const FORM: &str = "guardian_sign_up";
/// Where signing up begins: the page of the binding code.
pub const FIRST: &str = "/guardian/sign-up";

/// Name under which it is kept which way was begun.
const HOW: &str = "how";
/// Characters that are kept of an answer: more than the longest of them has, and all of them fit into the cookie.
#[cfg(feature = "ssr")]
const MOST: usize = 60;

/// The page of a step.
pub fn step_page(step: SignUpStep) -> String {
    match step {
        SignUpStep::Code => FIRST.to_owned(),
        other => format!("{FIRST}/{}", other.key()),
    }
}

/// The way that was begun.
pub fn way_of(state: &FormState) -> ClaimWay {
    ClaimWay::from_key(&state.value(HOW)).unwrap_or_default()
}

/// The steps of which this is one, in the order in which they are asked.
pub fn steps_with(step: SignUpStep, state: &FormState, sms: bool) -> Vec<SignUpStep> {
    SignUpStep::of(step.way().unwrap_or_else(|| way_of(state)), sms)
}

/// Where one comes to once this step is answered.
pub fn step_after(step: SignUpStep, state: &FormState, sms: bool) -> SignUpStep {
    let way = step.way().unwrap_or_else(|| way_of(state));
    SignUpStep::next(way, sms, |one| one == step || !state.value(one.key()).is_empty())
}

/// Answers one question of a sign-up. Once claim, telephone and name are there, the code goes to the telephone on record where short
/// messages are connected.
#[server(client = Attended, prefix = "/api", endpoint = "answer_sign_up")]
pub async fn answer_sign_up(
    /// Key of the step.
    step: String,
    /// The binding code, as typed.
    #[server(default)]
    code: String,
    /// The child's 学籍号 or document number, as typed.
    #[server(default)]
    child_number: String,
    /// The guardian's document number, as typed.
    #[server(default)]
    guardian_number: String,
    /// The mobile number, as typed.
    #[server(default)]
    phone: String,
    /// The guardian's name, as typed.
    #[server(default)]
    name: String,
    /// The code that was sent to the telephone, as typed; empty to have another one sent.
    #[server(default)]
    phone_code: String,
) -> Result<(), AppError> {
    let step = SignUpStep::from_key(&step).ok_or(AppError::NotFound)?;
    let answer = match step {
        SignUpStep::Code => code,
        SignUpStep::ChildNumber => child_number,
        SignUpStep::GuardianNumber => guardian_number,
        SignUpStep::Phone => phone,
        SignUpStep::Name => name,
        SignUpStep::PhoneCode => phone_code,
        SignUpStep::Password => return Err(AppError::NotFound),
    };
    let before = keep::load(FORM).await?;
    let values = answered(before.values, step, cut_to(&answer, MOST));
    if let Some(wrong) = registry::guardian::problem_of_sign_up(step, &answer) {
        return keep::finish(FORM, &step_page(step), values, Err(AppError::Refused(vec![wrong]))).await;
    }
    let state = FormState { values, ..FormState::default() };
    let next = step_after(step, &state, registry().messages().channels().sms);
    // Whoever leaves the code of the telephone empty has not got it.
    let missing = step == SignUpStep::PhoneCode && answer.trim().is_empty();
    if missing || next == SignUpStep::PhoneCode {
        return send_code(state).await;
    }
    if next < step {
        // The browser has forgotten what was answered before: ten minutes are over.
        return keep::ask_on(FORM, &step_page(next), state.values, w::SIGN_UP_LAPSED.said()).await;
    }
    keep::put(FORM, &state).await?;
    crate::api::address::lead_to(&step_page(next));
    Ok(())
}

/// What is kept once a step was answered: nothing of the other way, and no code of the telephone that was sent for other answers.
#[cfg(feature = "ssr")]
fn answered(
    mut values: BTreeMap<String, String>,
    step: SignUpStep,
    answer: &str,
) -> BTreeMap<String, String> {
    values.remove(SignUpStep::PhoneCode.key());
    if let Some(way) = step.way() {
        values.insert(HOW.to_owned(), way.key().to_owned());
        for other in SignUpStep::ALL.into_iter().filter(|one| one.way().is_some_and(|of| of != way)) {
            values.remove(other.key());
        }
    }
    values.insert(step.key().to_owned(), answer.trim().to_owned());
    values
}

/// Has the code sent; what does not hold is told where everything is seen at a glance.
#[cfg(feature = "ssr")]
async fn send_code(state: FormState) -> Result<(), AppError> {
    let context = crate::api::session::session_context().ok_or(AppError::SignedOut)?;
    let (way, claim) = (way_of(&state), claim_of(&state));
    let (phone, name) = (state.value(SignUpStep::Phone.key()), state.value(SignUpStep::Name.key()));
    let sent = registry().guardians().send_sign_up_code(&phone, &name, &claim, &context.address).await;
    match sent {
        Ok(()) => {
            keep::put(FORM, &state).await?;
            crate::api::address::lead_to(&step_page(SignUpStep::Password));
            Ok(())
        }
        Err(error) => turned_back(state, way, AppError::from(error)).await,
    }
}

/// Signs a guardian up with all that was answered, and a password.
#[server(client = Attended, prefix = "/api", endpoint = "guardian_sign_up")]
pub async fn guardian_sign_up(
    /// The new password.
    #[server(default)]
    password: String,
    /// The new password once more.
    #[server(default)]
    repeat: String,
) -> Result<(), AppError> {
    let context = crate::api::session::session_context().ok_or(AppError::SignedOut)?;
    let before = keep::load(FORM).await?;
    let state = FormState { values: before.values, ..FormState::default() };
    let way = way_of(&state);
    match signed_up(&state, password, &repeat, &context.address).await {
        Ok(()) => keep::finish(FORM, FIRST, state.values, Ok("/sign-in?new=1".to_owned())).await,
        Err(error) => turned_back(state, way, error).await,
    }
}

/// Everything that is wrong at once; the claim is judged only when nothing is.
#[cfg(feature = "ssr")]
async fn signed_up(state: &FormState, password: String, repeat: &str, address: &str) -> Result<(), AppError> {
    let differs = repeated(&password, repeat);
    let new = registry::guardian::GuardianSignUp {
        phone: state.value(SignUpStep::Phone.key()),
        name: state.value(SignUpStep::Name.key()),
        password,
        claim: claim_of(state),
    };
    let mut wrong = registry().guardians().faults_of_sign_up(&new).await?;
    wrong.extend(differs);
    if !wrong.is_empty() {
        return Err(AppError::Refused(wrong));
    }
    let phone_code = state.value(SignUpStep::PhoneCode.key());
    let asking = Asking { address, phone_code: &phone_code };
    registry().guardians().guardian_sign_up(&new, asking).await?;
    Ok(())
}

#[cfg(feature = "ssr")]
fn claim_of(state: &FormState) -> Claim {
    match way_of(state) {
        ClaimWay::Code => Claim::Code(state.value(SignUpStep::Code.key())),
        ClaimWay::Numbers => Claim::Numbers {
            guardian: state.value(SignUpStep::GuardianNumber.key()),
            child: state.value(SignUpStep::ChildNumber.key()),
        },
    }
}

/// Ends a step that came to nothing. What is about the code of the telephone is told where that is typed, everything else where all answers
/// stand, each with a way back to its question.
#[cfg(feature = "ssr")]
async fn turned_back(mut state: FormState, way: ClaimWay, error: AppError) -> Result<(), AppError> {
    let AppError::Refused(refusals) = error else {
        return keep::finish(FORM, &step_page(SignUpStep::Password), state.values, Err(error)).await;
    };
    if let Some(sent) = refusals.iter().find(|refusal| refusal.code == RefusalCode::CodeSent) {
        let words = crate::language::refused(sent);
        return keep::ask_on(FORM, &step_page(SignUpStep::PhoneCode), state.values, &words).await;
    }
    let of_code = refusals.iter().any(|refusal| is_about_phone_code(refusal.code));
    if of_code {
        state.values.remove(SignUpStep::PhoneCode.key());
    }
    let to = if of_code { SignUpStep::PhoneCode } else { SignUpStep::Password };
    let beside = refusals.into_iter().map(|refusal| beside_step(refusal, way)).collect();
    keep::finish(FORM, &step_page(to), state.values, Err(AppError::Refused(beside))).await
}

/// What does not match is told beside the first question of the way that was begun.
#[cfg(feature = "ssr")]
fn beside_step(refusal: Refusal, way: ClaimWay) -> Refusal {
    let step = match refusal.code {
        _ if refusal.control.is_some() => return refusal,
        RefusalCode::Claim | RefusalCode::TelephoneChanged => SignUpStep::first(way),
        code if is_about_phone_code(code) => SignUpStep::PhoneCode,
        _ => return refusal,
    };
    refusal.beside(step.key())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::api::form_state::typed;
    use domain::refusal::Basis;

    fn state<const N: usize>(pairs: [(&str, &str); N]) -> FormState {
        FormState { values: typed(pairs), ..FormState::default() }
    }

    #[test]
    fn an_answer_stays_and_what_belongs_to_the_other_way_goes() {
        let begun = typed([("code", "2345678923"), ("phone", "13900000001"), ("phone_code", "123456")]);
        let numbers = answered(begun.clone(), SignUpStep::ChildNumber, " G320102201801010012 ");
        let kept = [("child_number", "G320102201801010012"), ("how", "numbers"), ("phone", "13900000001")];
        assert_eq!(numbers, typed(kept), "neither the code nor what was sent for it");
        let back = answered(numbers, SignUpStep::Code, "2345678923");
        assert_eq!(back, typed([("code", "2345678923"), ("how", "code"), ("phone", "13900000001")]));
        let named = answered(begun, SignUpStep::Name, "李秀英");
        assert_eq!(named.get("name").map(String::as_str), Some("李秀英"));
        assert!(!named.contains_key("phone_code") && !named.contains_key("how"));
    }

    #[test]
    fn a_step_knows_what_comes_next_and_how_many_there_are() {
        let empty = state([]);
        assert_eq!(step_after(SignUpStep::Code, &empty, false), SignUpStep::Phone);
        assert_eq!(step_after(SignUpStep::ChildNumber, &empty, false), SignUpStep::GuardianNumber);
        assert_eq!(steps_with(SignUpStep::Code, &empty, false).len(), 4);
        assert_eq!(steps_with(SignUpStep::ChildNumber, &empty, true).len(), 6);
        let all = state([("how", "code"), ("code", "x"), ("phone", "x"), ("name", "x")]);
        assert_eq!(step_after(SignUpStep::Phone, &all, false), SignUpStep::Password, "one that is changed");
        assert_eq!(step_after(SignUpStep::Phone, &all, true), SignUpStep::PhoneCode);
        assert_eq!(step_page(SignUpStep::Code), FIRST);
        assert_eq!(step_page(SignUpStep::PhoneCode), "/guardian/sign-up/phone_code");
    }

    #[test]
    fn what_does_not_match_stands_by_the_first_question_of_its_way() {
        let refusal = |code| Refusal::new(code, Basis::Procedure, "不对。", "请核对。");
        let by = |code, way| beside_step(refusal(code), way).control().to_owned();
        assert_eq!(by(RefusalCode::Claim, ClaimWay::Code), "code");
        assert_eq!(by(RefusalCode::TelephoneChanged, ClaimWay::Numbers), "child_number");
        assert_eq!(by(RefusalCode::CodeWrong, ClaimWay::Code), "phone_code");
        assert_eq!(by(RefusalCode::Locked, ClaimWay::Code), "locked", "of the whole form");
        let own = beside_step(refusal(RefusalCode::Claim).beside("guardian_number"), ClaimWay::Numbers);
        assert_eq!(own.control(), "guardian_number");
    }
}
