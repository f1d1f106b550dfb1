//! The papers of those who are no citizens or live in Hong Kong, Macao or Taiwan (第二十八条): the forms of their numbers, and what is
//! written inside them.

use super::{IdentError, ResidentId};
use crate::codes::{Country, DocumentKind, Sex};
use chrono::NaiveDate;

/// What a number says of who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inscribed {
    born: Born,
    sex: Sex,
    country: Option<Country>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Born {
    On(NaiveDate),
    /// Year without its century, month and day in one number: `550415`.
    Short(u32),
}

impl Inscribed {
    /// What the number of this kind says, whose form holds; none where it says nothing.
    pub(super) fn of(kind: DocumentKind, number: &str, resident: Option<&ResidentId>) -> Option<Self> {
        if let Some(id) = resident {
            return Some(Self { born: Born::On(id.birth_date()), sex: id.sex(), country: id.hmt_region() });
        }
        match (kind, number.len()) {
            (DocumentKind::ForeignPermanent, 18) => {
                let id = ResidentId::parse(number).ok()?;
                let country = number.get(3..6).and_then(Country::from_numeric);
                Some(Self { born: Born::On(id.birth_date()), sex: id.sex(), country })
            }
            // Country, four digits of where it was issued, birth date, a digit of the sex, a check digit.
            (DocumentKind::ForeignPermanent, 15) => {
                let day = number.get(7..13)?;
                // The century is not said: every day that was in one is a day of the other.
                NaiveDate::parse_from_str(&format!("20{day}"), "%Y%m%d").ok()?;
                let odd = number.as_bytes().get(13)? % 2 == 1;
                Some(Self {
                    born: Born::Short(day.parse().ok()?),
                    sex: if odd { Sex::Male } else { Sex::Female },
                    country: number.get(..3).and_then(Country::from_code),
                })
            }
            _ => None,
        }
    }

    /// Whether it is the number of who was born on this day.
    pub fn fits_birth(&self, day: NaiveDate) -> bool {
        match self.born {
            Born::On(born) => born == day,
            Born::Short(born) => day.format("%y%m%d").to_string().parse() == Ok(born),
        }
    }

    /// The sex it says.
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The country or region it says; none of citizens.
    pub fn country(&self) -> Option<Country> {
        self.country
    }

    /// Whether it is one of the old fifteen characters, of which no published rule says what the digits before the last mean.
    pub fn is_of_old_card(&self) -> bool {
        matches!(self.born, Born::Short(_))
    }
}

/// Whether a number has the form of its kind; for kinds that are no eighteen digits by the rule of a resident's.
pub(super) fn check_form(kind: DocumentKind, number: &str) -> Result<(), IdentError> {
    let alphanumeric = number.bytes().all(|b| b.is_ascii_alphanumeric());
    let passport = alphanumeric && (5..=20).contains(&number.len());
    let fits = match kind {
        // 回乡证 (a letter and digits), a passport of the region, or an identity certificate such as A123456(7).
        // The brackets of the last are not kept: the number is the same without them.
        DocumentKind::HongKong | DocumentKind::Macao => {
            let other = if kind == DocumentKind::HongKong { 'M' } else { 'H' };
            if is_home_return_permit(number, other) {
                return Err(IdentError::OtherRegion);
            }
            passport
        }
        DocumentKind::Taiwan => {
            (digits(number) && number.len() == 8)
                || (number.len() == 11
                    && digits(&number[..10])
                    && number.as_bytes()[10].is_ascii_alphabetic())
        }
        // Until 2023: three letters of the country and twelve digits.
        DocumentKind::ForeignPermanent => {
            number.len() == 15
                && alphanumeric
                && number[..3].bytes().all(|b| b.is_ascii_uppercase())
                && digits(&number[3..])
        }
        DocumentKind::Passport => passport,
        DocumentKind::None => alphanumeric && number.len() <= 20,
        DocumentKind::ResidentCard | DocumentKind::HmtResidence => false,
    };
    if fits { Ok(()) } else { Err(IdentError::Form) }
}

/// 来往内地通行证: H and digits of Hong Kong people, M and digits of those of Macao; older ones have two more.
fn is_home_return_permit(number: &str, letter: char) -> bool {
    number.strip_prefix(letter).is_some_and(|rest| digits(rest) && matches!(rest.len(), 8 | 10))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
