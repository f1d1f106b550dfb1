//! Identity documents (身份证件, 第二十八条): every kind the national form knows, each with its own form of number.

use super::{IdentError, ResidentId, mask};
use crate::codes::{CodeList, DocumentKind, options};
use crate::text::identifier;

/// A kind with its number, checked against each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Document {
    kind: DocumentKind,
    number: Option<String>,
    resident: Option<ResidentId>,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// What is wrong with the number for this kind. Kind Z takes an empty number; every other kind needs one.
    pub fn parse(kind: DocumentKind, number: &str) -> Result<Self, IdentError> {
        let number = identifier(number).text;
        if number.is_empty() {
            return match kind {
                DocumentKind::None => Ok(Self { kind, number: None, resident: None }),
                _ => Err(IdentError::Empty),
            };
        }
        if !number.is_ascii() {
            return Err(IdentError::Characters);
        }
        let resident = match kind {
            DocumentKind::ResidentCard => {
                let id = ResidentId::parse(&number)?;
                if id.is_hmt_permit() || id.is_foreign_card() {
                    return Err(IdentError::Form);
                }
                Some(id)
            }
            DocumentKind::HmtResidence => {
                let id = ResidentId::parse(&number)?;
                if !id.is_hmt_permit() {
                    return Err(IdentError::Form);
                }
                Some(id)
            }
            DocumentKind::ForeignPermanent if number.len() == 18 => {
                let id = ResidentId::parse(&number)?;
                if !id.is_foreign_card() {
                    return Err(IdentError::Form);
                }
                // The inner layout of the 2023 card is not that of a citizen's number: sex and birth date are not read.
                None
            }
            _ => {
                if !form_fits(kind, &number) {
                    return Err(IdentError::Form);
                }
                None
            }
        };
        Ok(Self { kind, number: Some(number), resident })
    }

    /// The kind.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The number, none for kind Z without one.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// The number as one of a resident's, from which sex and birth date can be read.
    pub fn resident_id(&self) -> Option<&ResidentId> {
        self.resident.as_ref()
    }

    /// Masked; empty when there is no number.
    pub fn masked(&self) -> String {
        self.number.as_deref().map(|number| mask(number, 3, 2)).unwrap_or_default()
    }
}

fn form_fits(kind: DocumentKind, number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let alphanumeric = number.bytes().all(|b| b.is_ascii_alphanumeric());
    let permit = |letter: char| {
        number.strip_prefix(letter).is_some_and(|rest| digits(rest) && matches!(rest.len(), 8 | 10))
    };
    let passport = alphanumeric && (5..=20).contains(&number.len());
    match kind {
        // 回乡证 (H or M and digits), a passport of the region, or an identity certificate such as A123456(7).
        // The brackets of the last are not kept: the number is the same without them.
        DocumentKind::HongKong | DocumentKind::Macao => permit('H') || permit('M') || passport,
        DocumentKind::Taiwan => {
            (digits(number) && number.len() == 8)
                || (number.len() == 11
                    && digits(&number[..10])
                    && number.as_bytes()[10].is_ascii_alphabetic())
        }
        // 2017: three letters of the country and twelve digits.
        DocumentKind::ForeignPermanent => {
            number.len() == 15
                && alphanumeric
                && number[..3].bytes().all(|b| b.is_ascii_uppercase())
                && digits(&number[3..])
        }
        DocumentKind::Passport => passport,
        DocumentKind::None => alphanumeric && number.len() <= 20,
        DocumentKind::ResidentCard | DocumentKind::HmtResidence => false,
    }
}

impl Document {
    /// What tells this document from every other: two documents with one key are one document. The numbers of residents, of Hong Kong,
    /// Macao and Taiwan people living here and of foreigners' eighteen-digit cards are of one national series; the others are numbered
    /// by kind, passports by each country for itself. None without a number.
    pub fn key(&self, country: &str) -> Option<String> {
        let number = self.number.as_deref()?;
        Some(match self.kind {
            _ if self.is_of_national_series() => number.to_owned(),
            DocumentKind::Passport => format!("{}|{country}|{number}", self.kind.code()),
            kind => format!("{}|{number}", kind.code()),
        })
    }

    fn is_of_national_series(&self) -> bool {
        let eighteen = self.number.as_ref().is_some_and(|number| number.len() == 18);
        self.resident.is_some() || (self.kind == DocumentKind::ForeignPermanent && eighteen)
    }

    /// Every key a number may have, when neither its kind nor its country is known: for looking it up.
    pub fn keys_of(number: &str) -> Vec<String> {
        let kinds = DocumentKind::ALL.iter().filter(|kind| **kind != DocumentKind::Passport);
        let countries = options(CodeList::Nationality).iter();
        let passport = DocumentKind::Passport.code();
        [number.to_owned()]
            .into_iter()
            .chain(kinds.map(|kind| format!("{}|{number}", kind.code())))
            .chain(countries.map(|(country, _)| format!("{passport}|{country}|{number}")))
            .collect()
    }

    /// No document.
    pub fn none() -> Self {
        Self { kind: DocumentKind::None, number: None, resident: None }
    }
}
