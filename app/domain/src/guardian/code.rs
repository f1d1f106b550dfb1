//! 绑定码: printed by one registrar, released by a second person of the school, used once.

use crate::id::AccountId;
use crate::matter::{Lifecycle, Party, TwoSteps};
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{DateTime, Duration, Utc};

/// How long a printed code holds.
pub const CODE_HOLDS: Duration = Duration::days(30);

/// Who prints a code does not release it.
const RELEASED: TwoSteps =
    TwoSteps {
        first: "打印绑定码", second: "核发", other: "本校主管领导或另一名学籍管理员"
    };

/// What of a code its rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Who printed it.
    pub printed_by: AccountId,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Whether a second person released it.
    pub released: bool,
    /// Whether it was used.
    pub used: bool,
}

impl Code {
    /// Whether it is neither used nor too old.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        !self.used && now - self.printed_at < CODE_HOLDS
    }

    /// Whether this account may release it now.
    ///
    /// # Errors
    /// `four_eyes` for who printed it, `tied` for who is bound to that account; `out_of_state` when there is nothing to release any more.
    pub fn may_release(&self, by: &Party, now: DateTime<Utc>) -> Result<(), Vec<Refusal>> {
        RELEASED.apart(by, [self.printed_by])?;
        if self.released || !self.holds(now) {
            let what = "这张绑定码已经核发过，或已用过、过期。";
            return Lifecycle::by_procedure("绑定码").refuse(
                RefusalCode::OutOfState,
                what,
                "请刷新页面查看最新状态。",
            );
        }
        Ok(())
    }

    /// Whether a guardian may use it now.
    ///
    /// # Errors
    /// A refusal `claim`: it was not released yet. A code that does not hold is for the caller to answer as one that is none.
    pub fn may_use(&self) -> Result<(), Refusal> {
        if self.released {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::Claim,
            Basis::Procedure,
            "这张绑定码还没有经学校第二人核发，暂时不能使用。",
            "请联系孩子的学校，请主管领导或另一名学籍管理员核发后再试。",
        ))
    }
}
