//! 证书编号: by the form that the province prescribes ([`NumberForm`], a rule); where it prescribes none the school's own, or one that this
//! system makes.
//!
//! The regulation does not say how certificates are numbered and the provinces differ, so the form of [`CertificateNumber::system`] is
//! **this system's default**: 学校标识码 (10), year (4), kind (1), serial (4), check digit (1).

use super::CertificateKind;
use crate::id::UnitId;
use crate::numbering::{NumberForm, NumberedAt};
use std::fmt;

/// Fewest and most characters of a number that is typed.
const TYPED: std::ops::RangeInclusive<usize> = 4..=30;
/// Digits of a number that the system makes.
const DIGITS: usize = 20;
/// The last serial number of a school, year and kind.
pub const SERIAL_MAX: u16 = 9999;

/// The number of a certificate, as it is compared and kept: no blanks, no full-width letters or digits, capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateNumber(String);

/// Why what was typed is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberError {
    /// Too short, too long, or of characters that no number has.
    Form,
    /// It looks like one that the system makes, and only the system gives those.
    Systems,
}

impl NumberError {
    /// What is wrong, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Form => "证书编号不是4至30个字母、数字或汉字。",
            Self::Systems => "这个编号是系统编号的样式，只由证书登记簿编发。",
        }
    }
}

impl CertificateNumber {
    /// The system's own number; none for what is no school, a year outside 1900–2999 or a serial outside 1–9999.
    pub fn system(school: &UnitId, year: i32, kind: CertificateKind, serial: u16) -> Option<Self> {
        if !school.is_school() || !(1900..=2999).contains(&year) || !(1..=SERIAL_MAX).contains(&serial) {
            return None;
        }
        let body = format!("{school}{year}{}{serial:04}", kind.digit());
        Some(Self(format!("{body}{}", check_digit(&body))))
    }

    /// A number that a school gave by its own rule.
    ///
    /// # Errors
    /// [`NumberError`] when it cannot be one.
    pub fn typed(text: &str) -> Result<Self, NumberError> {
        let number = crate::text::compact(text).text;
        let allowed = |c: char| c.is_alphanumeric() || "-()[]〔〕".contains(c);
        if !TYPED.contains(&number.chars().count()) || !number.chars().all(allowed) {
            return Err(NumberError::Form);
        }
        if is_systems(&number) {
            return Err(NumberError::Systems);
        }
        Ok(Self(number))
    }

    /// The next number by a province's form; none when its serial numbers are used up, or do not fit the school.
    pub fn formed(form: &NumberForm, at: &NumberedAt, year: i32, serial: u64) -> Option<Self> {
        form.number(at, year, serial).map(Self)
    }

    /// A typed number that is held against its province's form: of this school and this year.
    ///
    /// # Errors
    /// What is wrong with it, with the form and an example.
    pub fn by_form(text: &str, form: &NumberForm, at: &NumberedAt, year: i32) -> Result<Self, String> {
        match form.serial(text, at, year) {
            Some(_) => Ok(Self(crate::text::compact(text).text)),
            None => Err(format!("证书编号不符合本省规定的形式：{}。", form.told(at, year))),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is a number that the system could have made: its check digit fits.
pub fn is_systems(text: &str) -> bool {
    let digits = text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return false;
    }
    let (body, check) = text.split_at(DIGITS - 1);
    let kind = CertificateKind::ALL.iter().any(|kind| body[14..15] == *kind.digit().to_string());
    kind && ["1", "2"].contains(&&body[10..11]) && check_digit(body).to_string() == check
}

/// ISO 7064, MOD 11,10: one wrong digit and nearly every exchange of neighbours show.
fn check_digit(digits: &str) -> u32 {
    let product = digits.chars().filter_map(|digit| digit.to_digit(10)).fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}
