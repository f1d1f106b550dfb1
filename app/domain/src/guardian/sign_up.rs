//! 监护人注册, one question after the other: which questions there are, and in which order.

use serde::{Deserialize, Serialize};

/// How a guardian shows whose guardian it is (验证方式).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimWay {
    /// 绑定码
    #[default]
    Code,
    /// 证件号和学籍号
    Numbers,
}

impl ClaimWay {
    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Numbers => "numbers",
        }
    }

    /// The way with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Code, Self::Numbers].into_iter().find(|way| way.key() == key)
    }
}

/// One question of signing up; the last one asks for the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpStep {
    /// 绑定码
    Code,
    /// 孩子的学籍号或身份证件号
    ChildNumber,
    /// 监护人自己的身份证件号
    GuardianNumber,
    /// 手机号
    Phone,
    /// 姓名
    Name,
    /// 手机校验码
    PhoneCode,
    /// 密码
    Password,
}

impl SignUpStep {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Code,
        Self::ChildNumber,
        Self::GuardianNumber,
        Self::Phone,
        Self::Name,
        Self::PhoneCode,
        Self::Password,
    ];

    /// Those of a way, in the order in which they are asked. The code of the telephone comes after the name: it is sent once all of it is
    /// what the school has on record, and to nobody else. The relation to the child is not asked: the record says it.
    pub fn of(way: ClaimWay, by_telephone: bool) -> Vec<Self> {
        let asked = |step: &Self| match step {
            Self::PhoneCode => by_telephone,
            step => step.way().is_none_or(|of| of == way),
        };
        Self::ALL.into_iter().filter(asked).collect()
    }

    /// Stable name in addresses and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::ChildNumber => "child_number",
            Self::GuardianNumber => "guardian_number",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::PhoneCode => "phone_code",
            Self::Password => "password",
        }
    }

    /// The step with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// The way that alone asks this.
    pub fn way(self) -> Option<ClaimWay> {
        match self {
            Self::Code => Some(ClaimWay::Code),
            Self::ChildNumber | Self::GuardianNumber => Some(ClaimWay::Numbers),
            _ => None,
        }
    }

    /// Where a way begins.
    pub fn first(way: ClaimWay) -> Self {
        match way {
            ClaimWay::Code => Self::Code,
            ClaimWay::Numbers => Self::ChildNumber,
        }
    }

    /// The first step of a way that is not answered yet; the password, which nobody keeps, is asked for last and always.
    pub fn next(way: ClaimWay, by_telephone: bool, is_answered: impl Fn(Self) -> bool) -> Self {
        let open = |step: &Self| *step == Self::Password || !is_answered(*step);
        Self::of(way, by_telephone).into_iter().find(open).unwrap_or(Self::Password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_way_asks_its_own_and_the_password_last() {
        let both = [(ClaimWay::Code, 4), (ClaimWay::Numbers, 5)];
        for (way, many) in both {
            assert_eq!(ClaimWay::from_key(way.key()), Some(way));
            let (bare, sent) = (SignUpStep::of(way, false), SignUpStep::of(way, true));
            assert_eq!((bare.len(), sent.len()), (many, many + 1), "{way:?}");
            assert_eq!(bare.first(), Some(&SignUpStep::first(way)));
            for steps in [&bare, &sent] {
                assert_eq!(steps.last(), Some(&SignUpStep::Password));
                assert!(steps.is_sorted() && steps.iter().all(|step| step.way().is_none_or(|of| of == way)));
            }
            assert!(sent.contains(&SignUpStep::PhoneCode) && !bare.contains(&SignUpStep::PhoneCode));
        }
        assert_eq!(ClaimWay::from_key("other"), None);
        let keys: BTreeSet<&str> = SignUpStep::ALL.into_iter().map(SignUpStep::key).collect();
        assert_eq!(keys.len(), SignUpStep::ALL.len());
        assert!(SignUpStep::ALL.into_iter().all(|step| SignUpStep::from_key(step.key()) == Some(step)));
        assert_eq!(SignUpStep::from_key("how"), None);
    }

    #[test]
    fn one_goes_on_with_what_is_not_answered() {
        use SignUpStep::{ChildNumber, Code, GuardianNumber, Name, Password, Phone, PhoneCode};
        let next =
            |way, sms, answered: &[SignUpStep]| SignUpStep::next(way, sms, |one| answered.contains(&one));
        assert_eq!(next(ClaimWay::Code, false, &[]), Code);
        assert_eq!(next(ClaimWay::Code, false, &[Code]), Phone);
        assert_eq!(next(ClaimWay::Code, false, &[Code, Name]), Phone, "the one that was left out");
        assert_eq!(next(ClaimWay::Code, false, &[Code, Phone, Name]), Password);
        assert_eq!(next(ClaimWay::Code, true, &[Code, Phone, Name]), PhoneCode);
        assert_eq!(next(ClaimWay::Numbers, false, &[Code, ChildNumber]), GuardianNumber);
        assert_eq!(next(ClaimWay::Code, true, &SignUpStep::ALL), Password, "it is always asked for");
    }
}
