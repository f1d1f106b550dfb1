//! Where a message goes: a mobile number or a mail address, in the one form in which it is kept and compared.

use super::Channel;
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest address that mail servers take.
const LONGEST: usize = 254;

/// A mail address: what nearly everybody has, not all that the standard allows. Nothing in it can end a line or begin another header.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads one as it was typed; none when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let half = text.trim().chars().map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            other => other,
        });
        let text: String = half.collect::<String>().to_ascii_lowercase();
        let (local, domain) = text.split_once('@')?;
        let local_fits = (1..=64).contains(&local.len())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b))
            && local.split('.').all(|part| !part.is_empty());
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let labels: Vec<&str> = domain.split('.').collect();
        let top = labels.last().is_some_and(|top| top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()));
        let fits = local_fits && labels.len() >= 2 && top && labels.into_iter().all(label);
        (fits && text.len() <= LONGEST).then_some(Self(text))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress(…)")
    }
}

/// Where a message goes. It shows in no log: [`fmt::Debug`] says the way only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A mobile number of eleven figures.
    Telephone(String),
    /// A mail address.
    Mail(MailAddress),
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.channel().key())
    }
}

impl Recipient {
    /// A mobile number in the form in which records keep it; none when it is not one.
    pub fn telephone(text: &str) -> Option<Self> {
        crate::guardian::mobile(text).map(Self::Telephone)
    }

    /// Reads what was typed for a channel.
    ///
    /// # Errors
    /// A refusal `notify_at`.
    pub fn parse(channel: Channel, text: &str) -> Result<Self, Refusal> {
        let found = match channel {
            Channel::Sms => Self::telephone(text),
            Channel::Mail => MailAddress::parse(text).map(Self::Mail),
        };
        let (what, remedy) = match channel {
            Channel::Sms => ("手机号应为 11 位数字。", "请填写您本人的手机号。"),
            Channel::Mail => ("邮箱地址不完整。", "请填写您本人的邮箱地址，例如 name@example.cn。"),
        };
        found.ok_or_else(|| Refusal::new(RefusalCode::NotifyAt, Basis::Procedure, what, remedy))
    }

    /// By what way.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Telephone(_) => Channel::Sms,
            Self::Mail(_) => Channel::Mail,
        }
    }

    /// As it is written to.
    pub fn address(&self) -> &str {
        match self {
            Self::Telephone(number) => number,
            Self::Mail(address) => address.as_str(),
        }
    }

    /// As its owner reads it on a page: enough to know it again.
    pub fn masked(&self) -> String {
        match self {
            Self::Telephone(number) => {
                let (head, tail) = (number.get(..3).unwrap_or_default(), number.get(7..).unwrap_or_default());
                format!("{head}****{tail}")
            }
            Self::Mail(address) => {
                let (local, domain) = address.as_str().split_once('@').unwrap_or_default();
                format!("{}***@{domain}", local.get(..1).unwrap_or_default())
            }
        }
    }
}
