//! Guesses (尝试): whatever is answered with right or wrong can be tried until it is right, so each kind has its limits. A guess is
//! taken from them before it is judged; the rule here is pure, the registry writes it down in one transaction.

use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr};

/// What is being guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guess {
    /// The password at sign-in.
    Password,
    /// The code of the second factor (动态验证码) at sign-in.
    SecondFactor,
    /// The first code when a second factor is set up.
    Enrolment,
    /// The present password when it is changed.
    OwnPassword,
    /// A binding code (绑定码) that a school printed.
    BindingCode,
    /// Whose guardian somebody is, by numbers that are on record.
    ChildData,
    /// A code and a telephone number that let a new password be set.
    Recovery,
    /// The code of a printed sheet or card (验证码).
    SheetCode,
    /// The passphrase of an archive package (档案包口令).
    Passphrase,
    /// A pupil's name and number, by a member of staff of another school.
    PupilNumber,
    /// A code that is sent to a telephone or mail address (校验码): not a guess, but what is asked for too often in an hour is a burden
    /// for who gets it.
    SentInHour,
    /// The same in a day.
    SentInDay,
}

/// What the guesses are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The account or the login name, whether there is such an account or not.
    Account,
    /// The child they are about, by the number that was typed, whether there is such a child or not.
    Child,
    /// The network address they come from.
    Address,
    /// Who gets a code, where the telephone number or mail address is known to be that of who it is for: on record, or the account's own.
    Recipient,
    /// Who would get a code, where the number or address was only typed: it may be anybody's.
    Typed,
}

impl By {
    /// How many codes: from one network address, to or by somebody known, to who was only typed.
    fn codes(self, address: usize, known: usize, typed: usize) -> usize {
        match self {
            Self::Address => address,
            Self::Account | Self::Child | Self::Recipient => known,
            Self::Typed => typed,
        }
    }
}

/// How many within which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// So many.
    pub most: usize,
    /// Within so long; and so long there is to wait once that many were made.
    pub within: Duration,
}

const QUARTER: Duration = super::LOCK_FOR;

impl Guess {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Password,
        Self::SecondFactor,
        Self::Enrolment,
        Self::OwnPassword,
        Self::BindingCode,
        Self::ChildData,
        Self::Recovery,
        Self::SheetCode,
        Self::Passphrase,
        Self::PupilNumber,
        Self::SentInHour,
        Self::SentInDay,
    ];

    /// The limit of a kind by a key; none where it is not counted by that.
    pub fn limit(self, by: By) -> Option<Limit> {
        let quarter = |most| Some(Limit { most, within: QUARTER });
        match (by, self) {
            (By::Address, Self::OwnPassword | Self::Passphrase | Self::PupilNumber) => None,
            (By::Child, Self::SentInHour | Self::SentInDay) => None,
            (_, Self::SentInHour) => Some(Limit { most: by.codes(20, 5, 3), within: Duration::hours(1) }),
            (_, Self::SentInDay) => Some(Limit { most: by.codes(50, 10, 5), within: Duration::hours(24) }),
            (By::Recipient | By::Typed, _) => None,
            (By::Address, _) => quarter(20),
            // Of a document number little is unknown to who knows the birthday: only days make guessing too slow.
            (By::Child, Self::ChildData) => Some(Limit { most: 5, within: Duration::hours(24) }),
            (By::Child, _) | (By::Account, Self::SheetCode) => None,
            (
                By::Account,
                Self::Password | Self::SecondFactor | Self::Enrolment | Self::OwnPassword | Self::Recovery,
            ) => quarter(super::LOCK_AFTER),
            (By::Account, Self::Passphrase) => quarter(10),
            (By::Account, Self::BindingCode | Self::ChildData) => quarter(20),
            // A list of a whole class may have a column of typing mistakes.
            (By::Account, Self::PupilNumber) => quarter(50),
        }
    }

    /// Which kinds share one count of an address: all that lead to an account or a child do. Who looks printed sheets up does
    /// not lose the sign-in over it.
    pub fn at_address(self) -> &'static str {
        match self {
            Self::SheetCode => "sheet",
            // Counted by the hour and by the day, each by itself; who has asked for many codes may still sign in.
            Self::SentInHour => "sent_in_hour",
            Self::SentInDay => "sent_in_day",
            _ => "account",
        }
    }

    /// Whether the right answer forgets the wrong ones before it, of the account. Where somebody could bring a right answer of
    /// his own (another child, another sheet) to go on guessing, it only takes itself off the count.
    pub fn forgets(self) -> bool {
        matches!(self, Self::Password | Self::SecondFactor | Self::Enrolment | Self::OwnPassword)
    }

    /// Its name in keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactor => "factor",
            Self::Enrolment => "enrolment",
            Self::OwnPassword => "own_password",
            Self::BindingCode => "binding",
            Self::ChildData => "child_data",
            Self::Recovery => "recovery",
            Self::SheetCode => "sheet",
            Self::Passphrase => "passphrase",
            Self::PupilNumber => "pupil_number",
            Self::SentInHour => "sent_in_hour",
            Self::SentInDay => "sent_in_day",
        }
    }

    /// What is said when a limit is reached: the same words whether what was guessed at is there or not.
    pub fn refusal(self, limit: Limit) -> Refusal {
        let wait = match limit.within.num_hours() {
            0 => format!("请 {} 分钟后再试", limit.within.num_minutes()),
            hours => format!("请 {hours} 小时后再试"),
        };
        let (code, what, or) = match self {
            Self::Password | Self::SecondFactor | Self::Enrolment => {
                (RefusalCode::Locked, "失败次数过多，暂时不能登录。", "或联系安全管理员解锁。")
            }
            Self::OwnPassword => (
                RefusalCode::Locked,
                "原密码输错次数过多，暂时不能修改密码和通知方式。",
                "或联系安全管理员重置。",
            ),
            Self::BindingCode | Self::ChildData => {
                (RefusalCode::Locked, "尝试次数过多，暂时不能绑定。", "或请学校核对学籍记录并打印绑定码。")
            }
            Self::Recovery => {
                (RefusalCode::Locked, "尝试次数过多，暂时不能重设密码。", "或请学校重新打印绑定码。")
            }
            Self::SheetCode => {
                (RefusalCode::TooMany, "查询不存在的验证码次数过多，暂时不能查询。", "或向打印单位核实。")
            }
            Self::Passphrase => (
                RefusalCode::TooMany,
                "档案包口令输错次数过多，暂时不能接收档案包。",
                "或向转出学校核实口令。",
            ),
            Self::PupilNumber => (
                RefusalCode::TooMany,
                "姓名与号码不符的次数过多，暂时不能查询。",
                "或向学生的原学校核实学籍号。",
            ),
            Self::SentInHour | Self::SentInDay => {
                (RefusalCode::TooMany, "获取校验码的次数过多，暂时不再发送。", "或到孩子的学校、本单位办理。")
            }
        };
        Refusal::new(code, Basis::Procedure, what, format!("{wait}，{or}"))
    }
}

/// A moment by two clocks: the wall's, which can be set, and one that only goes on but begins anew with each run of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// By the wall's clock.
    pub at: DateTime<Utc>,
    /// Which run of the program.
    pub run: u32,
    /// Milliseconds since that run began.
    pub steady: i64,
}

impl Moment {
    /// How long ago an earlier moment is: by the clock nobody sets where both are of one run. Never less than nothing.
    pub fn since(&self, earlier: &Self) -> Duration {
        let passed = if self.run == earlier.run {
            Duration::milliseconds(self.steady - earlier.steady)
        } else {
            self.at - earlier.at
        };
        passed.max(Duration::zero())
    }

    /// The same moment as this run's clocks have it.
    fn seen_from(&self, now: &Self) -> Self {
        if self.run == now.run {
            return self.clone();
        }
        let ago = now.since(self);
        Self { at: now.at - ago, run: now.run, steady: now.steady - ago.num_milliseconds() }
    }
}

/// The guesses taken under one key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    taken: Vec<Moment>,
    /// Since when there are none left.
    #[serde(default)]
    full: Option<Moment>,
}

impl Tries {
    /// What of them still counts now.
    pub fn as_of(&self, now: &Moment, limit: Limit) -> Self {
        let counts = |moment: &Moment| now.since(moment) < limit.within;
        match &self.full {
            Some(full) if counts(full) => Self {
                taken: self.taken.iter().map(|one| one.seen_from(now)).collect(),
                full: Some(full.seen_from(now)),
            },
            Some(_) => Self::default(),
            None => {
                let living = self.taken.iter().filter(|one| counts(one));
                Self { taken: living.map(|one| one.seen_from(now)).collect(), full: None }
            }
        }
    }

    /// Whether they are noted by the clock of another run, which may have been wrong: they are written again by this one's, so
    /// that a clock set back does not lock for longer than the limit says.
    pub fn of_another_run(&self, now: &Moment) -> bool {
        self.taken.iter().chain(&self.full).any(|one| one.run != now.run)
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Whether no guess is left.
    pub fn is_full(&self, limit: Limit) -> bool {
        self.full.is_some() || self.taken.len() >= limit.most
    }

    /// Takes one; false when none is left. Call it on what [`Tries::as_of`] gave.
    #[must_use]
    pub fn take(&mut self, now: &Moment, limit: Limit) -> bool {
        if self.is_full(limit) {
            return false;
        }
        self.taken.push(now.clone());
        if self.taken.len() >= limit.most {
            self.full = Some(now.clone());
        }
        true
    }

    /// Takes one off the count again that was taken at that moment.
    pub fn give_back(&mut self, taken: &Moment) {
        if let Some(at) = self.taken.iter().position(|one| one == taken) {
            self.taken.remove(at);
            self.full = None;
        }
    }
}

/// What an address is counted by: an IPv6 address by its /64, which one household or one office has to itself; an IPv4 address
/// that is written as IPv6 by what it is.
pub fn network_of(address: &str) -> String {
    match address.trim().parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Err(_) => address.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests;
