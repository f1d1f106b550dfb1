//! 校验码: made, sent and judged. Of a code only a keyed hash is kept; every try is written down before its answer is given.

use crate::account::attempt::{Known, Whose};
use crate::error::Result;
use crate::services::Messages;
use crate::store::UnitOfWork;
use chrono::{DateTime, Duration, Utc};
use domain::account::guess::Guess;
use domain::id::AccountId;
use domain::message::{CODE_VALID, Code, Judged, Message, Recipient, SentCode};
use domain::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// How long what became of a code is remembered.
const SWEPT: Duration = Duration::days(1);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct CodeRow {
    key: String,
    /// Begins anywhere, so that a code that was replaced is not taken for the one before.
    version: u64,
    /// Keyed hash of the figures, with what they are for.
    hash: String,
    sent: SentCode,
    /// When it was written last, for the sweeping.
    at: DateTime<Utc>,
}

/// A code that was right. It is used up by the transaction that follows from it.
pub(crate) struct RightCode {
    key: String,
    version: u64,
}

impl Messages<'_> {
    /// Sends a new code for something (`about` says what, and to whom it is bound) in place of an earlier one. How many are sent is counted
    /// by who gets them (apart for how it is known who that is), by who asks and by the address they are asked from.
    ///
    /// # Errors
    /// `no_channel` where the way is not connected; `too_many`; store failures.
    pub(crate) async fn send_code(
        &self,
        about: &str,
        (to, known): (&Recipient, Known),
        account: Option<AccountId>,
        address: &str,
    ) -> Result<()> {
        if !self.gateways.has(to.channel()) {
            return Err(no_channel(to.channel()).into());
        }
        let mut whose = vec![Whose::Recipient(to.address(), known), Whose::Address(address)];
        whose.extend(account.map(Whose::Account));
        let in_hour = self.accounts().reserve(Guess::SentInHour, &whose).await?;
        if let Err(error) = self.accounts().reserve(Guess::SentInDay, &whose).await {
            self.accounts().give_back(&in_hour).await?;
            return Err(error);
        }
        let code = Code::numbered(self.store.entropy.below(Code::COUNT));
        let key = &self.code_key(about);
        let now = self.store.clock.now();
        let row = &CodeRow {
            key: key.clone(),
            version: self.store.entropy.below(1 << 40),
            hash: self.code_hash(key, &code),
            sent: SentCode::at(self.store.clock.moment()),
            at: now,
        };
        let message = &Message::Code(code);
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("message_code", key, row);
                    let until = Some(now + CODE_VALID);
                    let uid = self.store.new_id().to_string();
                    let what = self.sealed(&uid, to, message.clone(), until);
                    self.leave(&mut work, uid, what);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Judges a code that was typed. A wrong one is counted in a transaction of its own, whatever follows.
    ///
    /// # Errors
    /// `code_wrong`, `code_expired` (also when none was sent) or `code_spent`.
    pub(crate) async fn judge_code(&self, about: &str, typed: &str) -> Result<RightCode> {
        let key = &self.code_key(about);
        let hash = &Code::parse(typed).map(|code| self.code_hash(key, &code)).unwrap_or_default();
        let (judged, version) = self
            .store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let Some(row) = self.store.get::<CodeRow>("message_code", key).await? else {
                        return Ok((work, (Judged::Expired, 0)));
                    };
                    let now = self.store.clock.moment();
                    let (judged, sent) = row.sent.judge(&now, same(hash, &row.hash));
                    if sent == row.sent {
                        return Ok((work, (judged, row.version)));
                    }
                    let at = self.store.clock.now();
                    let next = CodeRow { version: row.version + 1, sent, at, ..row.clone() };
                    work.replace("message_code", key, row.version, &next);
                    Ok((work, (judged, next.version)))
                })
            })
            .await?;
        judged.check()?;
        Ok(RightCode { key: key.clone(), version })
    }

    /// Uses a right code up in the transaction that follows from it.
    ///
    /// # Errors
    /// `code_expired` when somebody was faster or another code was sent meanwhile.
    pub(crate) async fn use_code(&self, work: &mut UnitOfWork, code: &RightCode) -> Result<()> {
        let row: Option<CodeRow> = self.store.get("message_code", &code.key).await?;
        if row.is_none_or(|row| row.version != code.version) {
            return Err(expired().into());
        }
        work.take_away("message_code", &code.key, code.version);
        Ok(())
    }

    /// Throws away codes that hold no more.
    pub(crate) async fn expire_codes(&self) -> Result<usize> {
        self.sweep("message_code", self.store.clock.now() - SWEPT).await
    }

    fn code_key(&self, about: &str) -> String {
        self.vault.keyed_hash("message code", about)
    }

    fn code_hash(&self, key: &str, code: &Code) -> String {
        self.vault.keyed_hash("message code figures", &format!("{key}|{}", code.digits()))
    }
}

/// Compares two hashes in a time that says nothing of where they differ.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// There is no such code, or no more.
pub(super) fn expired() -> Refusal {
    Judged::Expired.check().expect_err("too old is never right")
}

pub(super) fn no_channel(channel: domain::message::Channel) -> Refusal {
    Refusal::of(RefusalCode::NoChannel, format!("本系统未接通{}。", channel.label()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_compared_whole() {
        assert!(same("ab12", "ab12"));
        for other in ["", "ab1", "ab13", "bb12", "ab123"] {
            assert!(!same("ab12", other), "{other}");
        }
        assert!(!same("", "ab12"));
    }
}
