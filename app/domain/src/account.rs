//! Accounts: passwords, guesses and sessions as pure rules (reference: 等保2.0 三级 身份鉴别).

mod first_steps;
pub mod guess;
mod role;

pub use first_steps::FirstStep;
pub use role::Role;

use crate::refusal::{Refusal, RefusalCode};
use chrono::{DateTime, Duration, Utc};

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password: argon2 takes more, people do not.
pub const PASSWORD_MAX: usize = 128;
/// Days after which staff change their password.
pub const PASSWORD_MAX_AGE_DAYS: i64 = 90;
/// How many earlier passwords may not come back.
pub const PASSWORD_HISTORY: usize = 5;
/// Failed sign-ins after which an account is locked.
pub const LOCK_AFTER: usize = 5;
/// How long it stays locked.
pub const LOCK_FOR: Duration = Duration::minutes(15);
/// A session ends after this long without a request.
pub const SESSION_IDLE: Duration = Duration::minutes(20);
/// The same for a guardian who has something open that is not sent yet: papers are looked for at home in the meantime.
pub const SESSION_IDLE_WITH_DRAFT: Duration = Duration::hours(1);
/// How many devices a guardian is signed in on at once; the one longest unused gives way.
pub const GUARDIAN_DEVICES: usize = 5;
/// A session ends this long after sign-in, whatever happens.
pub const SESSION_ABSOLUTE: Duration = Duration::hours(10);

/// An account of staff that nobody used for so long is sealed (default of this system; 等保 三级 asks that idle accounts be closed).
pub const DORMANT_AFTER: Duration = Duration::days(90);

/// A slip with a one-time secret (登录凭条) is good for so many days; then it takes a reset.
pub const SLIP_VALID_DAYS: i64 = 7;
/// A reset that nobody confirms takes effect after so long, which is the time the account's holder has to object.
pub const RESET_AFTER: Duration = Duration::hours(24);

/// Checks a new password's form: length, three of four classes, not the account's own name.
/// Whether it is guessable or was used before is for the registry, which has the dictionary and the hashes.
///
/// # Errors
/// One refusal for everything that is wrong, so that it is told at once.
pub fn check_password(password: &str, login: &str) -> Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        wrong.push(Refusal::of(
            RefusalCode::PasswordLength,
            format!("密码应为 {PASSWORD_MIN} 至 {PASSWORD_MAX} 个字符。"),
        ));
    }
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    let classes = has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric());
    if classes < 3 {
        wrong.push(Refusal::of(
            RefusalCode::PasswordClasses,
            "密码应含大写字母、小写字母、数字、其他符号中的至少三类。",
        ));
    }
    if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        wrong.push(Refusal::of(RefusalCode::PasswordLogin, "密码不能包含账号名。"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Whether a session that may be idle for so long is over at `now`.
pub fn session_over(
    created: DateTime<Utc>,
    last_seen: DateTime<Utc>,
    idle: Duration,
    now: DateTime<Utc>,
) -> bool {
    now - last_seen >= idle || now - created >= SESSION_ABSOLUTE
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_password_needs_length_and_three_classes_and_not_the_login() {
        assert!(check_password("Xueji-2026", "tushan").is_ok());
        let codes = |p: &str| {
            check_password(p, "tushan")
                .unwrap_err()
                .into_iter()
                .map(|r| r.code.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("Ab1"), ["password_length"]);
        assert_eq!(codes("abcdefgh1"), ["password_classes"]);
        assert_eq!(codes("TuShan-2026"), ["password_login"]);
        assert_eq!(codes("ab"), ["password_length", "password_classes"]);
    }

    #[test]
    fn a_session_ends_when_idle_or_old() {
        let t = Utc.with_ymd_and_hms(2026, 9, 1, 0, 0, 0).unwrap();
        let over = |seen, now| session_over(t, seen, SESSION_IDLE, now);
        assert!(!over(t, t + Duration::minutes(19)));
        assert!(over(t, t + SESSION_IDLE));
        assert!(over(t + Duration::minutes(595), t + SESSION_ABSOLUTE));
        assert!(!session_over(t, t, SESSION_IDLE_WITH_DRAFT, t + Duration::minutes(59)));
        assert!(session_over(t, t, SESSION_IDLE_WITH_DRAFT, t + SESSION_IDLE_WITH_DRAFT));
    }
}
