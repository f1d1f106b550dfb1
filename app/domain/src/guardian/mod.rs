//! Guardians' accounts (监护人账号, 第十条, 第二十五条): which entry of a child's record a binding code is for, who releases it, how a
//! bond between an account and a child stands, which questions signing up asks, and how long nothing is asked after a password was set anew
//! or the telephone changed.

mod bond;
mod code;
mod release;
mod sign_up;

pub use bond::{Bond, BondAct, BondState, Standing};
pub use code::{CODE_HOLDS, Code};
pub use release::PrintedCode;
pub use sign_up::{ClaimWay, SignUpStep};

use crate::form::{GuardianLine, phone};
use crate::ident::PersonName;
use crate::refusal::{Refusal, RefusalCode};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What guardians are told (告知): of the account of another one of the child, and of what is their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Another account was bound to the child.
    Bound,
    /// Another guardian's password was set anew with a code.
    Recovered,
    /// The child's school took a correction in, on paper at its counter or because it found an error (第十条, 第十三条).
    Correction,
    /// Another guardian ended the bond, or closed the account.
    Left,
    /// Another guardian signs in with another telephone from now on.
    Moved,
    /// The guardian's own complaint was answered (投诉).
    Answered,
    /// The desk that holds a matter of the guardian's wrote about it (给监护人留言).
    Written,
}

/// How long nothing is asked for or consented to after a guardian's password was set anew with a code, or another telephone took the
/// place of the one to sign in with. Whoever took an account
/// over in this way can do no harm before the other guardians and the real owner had three days to notice: a weekend and a day.
pub const QUIET_AFTER_RECOVERY: Duration = Duration::hours(72);

/// The mobile number by which a guardian signs in, in the form in which records keep it. None when it is not one.
pub fn mobile(text: &str) -> Option<String> {
    phone(text).filter(|phone| phone.len() == 11 && phone.starts_with('1'))
}

/// Whether name and telephone are those of this entry, all of them in their one canonical form.
pub fn is_entry(entry: &GuardianLine<'_>, name: &str, telephone: &str) -> bool {
    let name_of = |text: &str| PersonName::parse(text).ok();
    let (known, said) = (name_of(entry.name), name_of(name));
    let (known_phone, said_phone) = (mobile(entry.phone), mobile(telephone));
    known.is_some() && known == said && known_phone.is_some() && known_phone == said_phone
}

/// How long a telephone number that was changed in the record proves nothing: whoever had it changed wrongly is noticed meanwhile, by the
/// other guardians and at the school.
pub const TELEPHONE_RESTS: Duration = Duration::days(7);

/// Refuses to send a code (校验码) to a number that came into the record a short while ago. A code that a second person of the school
/// released after the change stands for that number: two people have looked at it since.
///
/// # Errors
/// A refusal `telephone_changed`.
pub fn check_telephone(
    changed_at: Option<DateTime<Utc>>,
    released_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let Some(changed) = changed_at.filter(|changed| now - *changed < TELEPHONE_RESTS) else { return Ok(()) };
    if released_at.is_some_and(|released| released > changed) {
        return Ok(());
    }
    let what = format!("学校登记的手机号在 {} 天内变更过，不能凭它发送校验码。", TELEPHONE_RESTS.num_days());
    Err(Refusal::of(RefusalCode::TelephoneChanged, what))
}

/// Until when nothing is asked for; none when it is over or was never so.
pub fn quiet_until(recovered_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let until = recovered_at? + QUIET_AFTER_RECOVERY;
    (now < until).then_some(until)
}

/// The moment from which it is possible again, as people read it: China's time, no earlier than it is.
pub fn moment_in_words(until: DateTime<Utc>) -> String {
    let up = if until.timestamp() % 60 == 0 { Duration::zero() } else { Duration::minutes(1) };
    (until + up + Duration::hours(8)).format("%Y年%-m月%-d日%H:%M").to_string()
}

/// Refuses what a guardian asks for while nothing may be asked.
///
/// # Errors
/// A refusal `quiet` that names the moment from which it is possible.
pub fn check_quiet(recovered_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let Some(until) = quiet_until(recovered_at, now) else { return Ok(()) };
    let hours = QUIET_AFTER_RECOVERY.num_hours();
    let what = format!(
        "您的密码刚刚用绑定码重设过，或者登录手机号刚刚换过。为保护孩子，之后 {hours} 小时内不能提交、撤回申请，不能查看完整信息，不能改通知方式，也不能表示同意，{}起可以办理。",
        moment_in_words(until)
    );
    Err(Refusal::of(RefusalCode::Quiet, what))
}

#[cfg(test)]
mod tests;
