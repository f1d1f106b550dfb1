//! The code (校验码) that a guardian gets on the telephone which the school has on record, besides what a claim asks for anyway. It is never
//! sent to a number that only the applicant names, nor to one that came into the record a short while ago, unless two people of the
//! school have stood for it since (ADR 22). Where no gateway is set, nothing is asked.

use super::claim::Proven;
use crate::account::attempt::Known;
use crate::error::Result;
use crate::message::RightCode;
use crate::services::Guardians;
use domain::guardian::check_telephone;
use domain::message::Channel;
use domain::refusal::{Refusal, RefusalCode};

/// What is besides a claim: from which address it is made, and the code that was sent to the telephone, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asking<'a> {
    /// Network address.
    pub address: &'a str,
    /// The code, as typed; empty before one was sent.
    pub phone_code: &'a str,
}

impl<'a> From<&'a str> for Asking<'a> {
    fn from(address: &'a str) -> Self {
        Self { address, phone_code: "" }
    }
}

impl<'a> From<&'a String> for Asking<'a> {
    fn from(address: &'a String) -> Self {
        Self::from(address.as_str())
    }
}

/// What a code is asked for. One that was sent for one of them is of no use for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    SignUp,
    AddChild,
    Recovery,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::SignUp => "sign up",
            Self::AddChild => "add child",
            Self::Recovery => "recovery",
        }
    }
}

impl Guardians<'_> {
    /// Asks for the code of the telephone on record, once everything else of a claim holds: sends one when none was typed, judges the one
    /// that was. None where no gateway is set.
    ///
    /// # Errors
    /// `code_sent` when it was sent; `telephone_changed`; `too_many`; `code_wrong`, `code_expired`, `code_spent`.
    pub(super) async fn second_factor(
        &self,
        proven: &Proven,
        purpose: Purpose,
        asking: Asking<'_>,
    ) -> Result<Option<RightCode>> {
        if !self.messages().channels().has(Channel::Sms) {
            return Ok(None);
        }
        let released_at = proven.code.as_ref().and_then(|code| code.released_at);
        check_telephone(proven.telephone_since, released_at, self.store.clock.now())?;
        let to = &proven.telephone;
        let about = format!("{}|{}|{:?}|{}", purpose.key(), proven.person.uid, proven.slot, to.address());
        if asking.phone_code.trim().is_empty() {
            self.messages().send_code(&about, (to, Known::Record), None, asking.address).await?;
            let what = "校验码已发送到学校登记的您的手机号，10 分钟内有效。";
            return Err(Refusal::of(RefusalCode::CodeSent, what).into());
        }
        self.messages().judge_code(&about, asking.phone_code).await.map(Some)
    }
}
