//! 监护人注册, one question after the other: what can be said of an answer by itself, everything that is wrong with all of them, and the code
//! that goes to the telephone before a password is chosen.

use super::code::{LENGTH, as_printed};
use super::second::Purpose;
use super::{Asking, Claim, GuardianSignUp, refusal};
use crate::error::{Error, Result};
use crate::services::Guardians;
use domain::guardian::{SignUpStep, mobile};
use domain::ident::PersonName;
use domain::message::Channel;
use domain::refusal::{Refusal, RefusalCode};
use domain::text::identifier;

/// Characters that the shortest number of a document has.
const NUMBER_MIN: usize = 8;

/// What is wrong with the answer to one question, as far as it can be said without looking at any record.
pub fn problem_of_sign_up(step: SignUpStep, answer: &str) -> Option<Refusal> {
    let (code, what, remedy) = match step {
        SignUpStep::Code if as_printed(answer).chars().count() != LENGTH => {
            (RefusalCode::Claim, "绑定码应为 10 位字母和数字。", "请照学校给您的那张纸填写。")
        }
        SignUpStep::ChildNumber if is_short(answer) => {
            (RefusalCode::Claim, "孩子的学籍号或身份证件号没有填写完整。", "请照孩子的身份证或户口簿填写。")
        }
        SignUpStep::GuardianNumber if is_short(answer) => {
            (RefusalCode::Claim, "您的身份证件号没有填写完整。", "请照您的身份证件填写。")
        }
        SignUpStep::Phone if mobile(answer).is_none() => {
            (RefusalCode::Phone, "手机号应为 11 位数字。", "请填写您本人的手机号。")
        }
        SignUpStep::Name if PersonName::parse(answer).is_err() => {
            (RefusalCode::Name, "姓名没有填写或含有不应出现的字符。", "请按身份证填写您本人的姓名。")
        }
        _ => return None,
    };
    Some(refusal(code, what, remedy).beside(step.key()))
}

/// The same of a claim: of a code, or of both numbers.
pub fn problems_of_claim(claim: &Claim) -> Vec<Refusal> {
    let wrong = match claim {
        Claim::Code(code) => vec![problem_of_sign_up(SignUpStep::Code, code)],
        Claim::Numbers { guardian, child } => vec![
            problem_of_sign_up(SignUpStep::ChildNumber, child),
            problem_of_sign_up(SignUpStep::GuardianNumber, guardian),
        ],
    };
    wrong.into_iter().flatten().collect()
}

fn is_short(number: &str) -> bool {
    identifier(number).text.len() < NUMBER_MIN
}

impl Guardians<'_> {
    /// Everything that is wrong with a sign-up before its claim is judged, each beside its field: the claim as it is written, telephone,
    /// name, password. Nothing is looked up and no guess is counted.
    ///
    /// # Errors
    /// When a password cannot be measured.
    pub async fn faults_of_sign_up(&self, new: &GuardianSignUp) -> Result<Vec<Refusal>> {
        let mut wrong = problems_of_claim(&new.claim);
        wrong.extend(problem_of_sign_up(SignUpStep::Phone, &new.phone));
        wrong.extend(problem_of_sign_up(SignUpStep::Name, &new.name));
        let login = mobile(&new.phone).unwrap_or_default();
        wrong.extend(self.faults_of_password(&login, &new.name, &new.password).await?);
        Ok(wrong)
    }

    /// The same of a forgotten password: telephone, code, the new password.
    ///
    /// # Errors
    /// When a password cannot be measured.
    pub async fn faults_of_recovery(&self, phone: &str, code: &str, new: &str) -> Result<Vec<Refusal>> {
        let mut wrong: Vec<Refusal> = problem_of_sign_up(SignUpStep::Phone, phone).into_iter().collect();
        wrong.extend(problem_of_sign_up(SignUpStep::Code, code));
        let login = mobile(phone).unwrap_or_default();
        wrong.extend(self.faults_of_password(&login, "", new).await?);
        Ok(wrong)
    }

    async fn faults_of_password(&self, login: &str, name: &str, new: &str) -> Result<Vec<Refusal>> {
        match self.accounts().check_guessable(login, name, new).await {
            Ok(()) => Ok(Vec::new()),
            Err(Error::Refused(refusals)) => {
                Ok(refusals.into_iter().map(|one| one.beside(SignUpStep::Password.key())).collect())
            }
            Err(error) => Err(error),
        }
    }

    /// Sends the code of a sign-up to the telephone on record, once the claim, the name and the number are those that the school has. Where
    /// no gateway for short messages is set, nothing is looked up and nothing is told.
    ///
    /// # Errors
    /// `code_sent` when it was sent; what is wrong as it is written; a refusal `claim` when something does not match, counted like a guess;
    /// `telephone_changed`, `too_many`.
    pub async fn send_sign_up_code(
        &self,
        phone: &str,
        name: &str,
        claim: &Claim,
        address: &str,
    ) -> Result<()> {
        if !self.messages().channels().has(Channel::Sms) {
            return Ok(());
        }
        let mut wrong = problems_of_claim(claim);
        wrong.extend(problem_of_sign_up(SignUpStep::Phone, phone));
        wrong.extend(problem_of_sign_up(SignUpStep::Name, name));
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let reserved = self.reserve_claim(claim, None, address).await?;
        let sent = self.prove_and_send(phone, name, claim, address).await;
        self.accounts().judged(&reserved, sent, RefusalCode::Claim, "claim_failed", address).await
    }

    async fn prove_and_send(&self, phone: &str, name: &str, claim: &Claim, address: &str) -> Result<()> {
        let proven = self.prove(name, phone, claim).await?;
        self.second_factor(&proven, Purpose::SignUp, Asking::from(address)).await?;
        Ok(())
    }
}
