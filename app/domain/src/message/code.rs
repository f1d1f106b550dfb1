//! 校验码: six figures that were sent to a telephone or a mail address, good for ten minutes and five tries. Pure: what was typed is
//! compared by who keeps the code, and this says what that means.

use crate::account::guess::Moment;
use crate::refusal::{Refusal, RefusalCode};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long a code is good for.
pub const CODE_VALID: Duration = Duration::minutes(10);
/// So many may be typed against it.
pub const CODE_TRIES: u8 = 5;
/// One of so many.
const CODES: u64 = 1_000_000;

/// The figures of a code. They show in no log: [`fmt::Debug`] leaves them out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code(String);

impl Code {
    /// How many there are.
    pub const COUNT: u64 = CODES;

    /// The code with this number, below [`Code::COUNT`].
    pub fn numbered(number: u64) -> Self {
        Self(format!("{:06}", number % CODES))
    }

    /// A code as somebody typed it, full width and spaces too; none when it is not six figures.
    pub fn parse(text: &str) -> Option<Self> {
        let figures: Option<String> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c {
                '0'..='9' => Some(c),
                '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
                _ => None,
            })
            .collect();
        figures.filter(|figures| figures.len() == 6).map(Self)
    }

    /// The six figures.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// A code that was sent, without its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCode {
    /// When.
    pub at: Moment,
    /// How many wrong ones were typed against it.
    pub wrong: u8,
}

/// What became of a code that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It is the one.
    Right,
    /// It is another; so many tries are left.
    Wrong(u8),
    /// The one that was sent is too old.
    Expired,
    /// Too many wrong ones were typed: it holds no more, whatever is typed.
    Spent,
}

impl SentCode {
    /// A code that is sent now.
    pub fn at(at: Moment) -> Self {
        Self { at, wrong: 0 }
    }

    /// Judges what was typed; `same` is whether it equals. Gives what is to be kept when it was wrong.
    pub fn judge(&self, now: &Moment, same: bool) -> (Judged, Self) {
        let mut next = self.clone();
        if self.wrong >= CODE_TRIES {
            return (Judged::Spent, next);
        }
        if now.since(&self.at) >= CODE_VALID {
            return (Judged::Expired, next);
        }
        if same {
            return (Judged::Right, next);
        }
        next.wrong += 1;
        let left = CODE_TRIES - next.wrong;
        (if left == 0 { Judged::Spent } else { Judged::Wrong(left) }, next)
    }
}

impl Judged {
    /// What is said of it; nothing of one that is right.
    ///
    /// # Errors
    /// `code_wrong`, `code_expired` or `code_spent`.
    pub fn check(self) -> Result<(), Refusal> {
        match self {
            Self::Right => Ok(()),
            Self::Wrong(left) => {
                Err(Refusal::of(RefusalCode::CodeWrong, format!("校验码不对，还可以再试 {left} 次。")))
            }
            Self::Expired => Err(Refusal::of(RefusalCode::CodeExpired, "校验码已过期，或还没有发送。")),
            Self::Spent => {
                Err(Refusal::of(RefusalCode::CodeSpent, format!("校验码输错满 {CODE_TRIES} 次，已经作废。")))
            }
        }
    }
}
