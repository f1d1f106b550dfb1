//! Identity documents (身份证件, 第二十八条): every kind the national form knows, each with its own form of number.

use super::permit::{Inscribed, check_form};
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
                if id.hmt_region().is_none() {
                    return Err(IdentError::Form);
                }
                Some(id)
            }
            DocumentKind::ForeignPermanent if number.len() == 18 => {
                let id = ResidentId::parse(&number)?;
                if !id.is_foreign_card() {
                    return Err(IdentError::Form);
                }
                // It is matched by another register than a citizen's number: what it says is read by [`Document::inscribed`].
                None
            }
            _ => {
                check_form(kind, &number)?;
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

    /// What the number says of who bears it: birth date, sex, country.
    pub fn inscribed(&self) -> Option<Inscribed> {
        Inscribed::of(self.kind, self.number()?, self.resident_id())
    }

    /// The number as one of a resident's, which can be matched in the population register.
    pub fn resident_id(&self) -> Option<&ResidentId> {
        self.resident.as_ref()
    }

    /// Masked; empty when there is no number.
    pub fn masked(&self) -> String {
        self.number.as_deref().map(|number| mask(number, 3, 2)).unwrap_or_default()
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
        let kinds = [DocumentKind::ResidentCard, DocumentKind::HmtResidence, DocumentKind::ForeignPermanent];
        self.number.as_ref().is_some_and(|number| number.len() == 18) && kinds.contains(&self.kind)
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

    /// A number that is on record and would not be taken today, for the rules of its kind have become stricter: it still is what tells its
    /// bearer from everybody else.
    pub fn kept(kind: DocumentKind, number: &str) -> Self {
        let number = identifier(number).text;
        Self { kind, number: Some(number).filter(|number| !number.is_empty()), resident: None }
    }

    /// No document.
    pub fn none() -> Self {
        Self { kind: DocumentKind::None, number: None, resident: None }
    }
}
