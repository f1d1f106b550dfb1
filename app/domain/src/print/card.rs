//! What the QR symbol of a student card (学生卡, 第五条) holds: a few facts and a signature, so that a reader without a network can
//! check it with the published key.

use super::base32;
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// Bytes of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

/// The longest text on a card, in bytes of UTF-8.
pub const CARD_TEXT_MAX: usize = 120;

/// Marks the text in the symbol, and its version.
const MARK: &str = "XJ1";

/// Stands before what is signed, so that no signature made for something else fits a card.
const CONTEXT: &[u8] = b"xueji student card 1\0";

/// The facts on a card. Neither 学籍号 nor identity document: a lost card tells a finder no more than its face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// 卡号: the number of the printout.
    pub number: String,
    /// 姓名, masked ([`super::masked_name`]).
    pub name: String,
    /// 学校
    pub school: String,
    /// 发卡日期
    pub issued_on: NaiveDate,
    /// 有效期至, that day included.
    pub valid_until: NaiveDate,
}

/// Why a card is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardError {
    /// It is not the text of a card.
    Form,
    /// A fact is longer than [`CARD_TEXT_MAX`].
    TooLong,
    /// The signature does not fit: forged, altered, or signed with another key.
    Signature,
}

impl CardError {
    /// What is wrong, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Form => "二维码内容不是学生卡。",
            Self::TooLong => "学生卡上的文字过长。",
            Self::Signature => "签名不符：学生卡内容被改动，或不是由本系统签发。",
        }
    }
}

impl fmt::Display for CardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for CardError {}

impl CardFacts {
    /// The bytes that are signed.
    ///
    /// # Errors
    /// [`CardError::TooLong`] for a text above [`CARD_TEXT_MAX`].
    pub fn message(&self) -> Result<Vec<u8>, CardError> {
        Ok(message_of(&self.payload()?))
    }

    /// The card with its signature over [`Self::message`].
    ///
    /// # Errors
    /// [`CardError::TooLong`] for a text above [`CARD_TEXT_MAX`].
    pub fn signed(&self, signature: [u8; SIGNATURE_BYTES]) -> Result<SignedCard, CardError> {
        Ok(SignedCard { payload: self.payload()?, signature })
    }

    fn payload(&self) -> Result<Vec<u8>, CardError> {
        let mut bytes = Vec::new();
        for date in [self.issued_on, self.valid_until] {
            bytes.extend(date.num_days_from_ce().to_be_bytes());
        }
        for text in [&self.number, &self.name, &self.school] {
            if text.len() > CARD_TEXT_MAX {
                return Err(CardError::TooLong);
            }
            bytes.push(u8::try_from(text.len()).map_err(|_| CardError::TooLong)?);
            bytes.extend(text.as_bytes());
        }
        Ok(bytes)
    }

    fn read(payload: &[u8]) -> Option<Self> {
        let mut rest = payload;
        let issued_on = take_date(&mut rest)?;
        let valid_until = take_date(&mut rest)?;
        let number = take_text(&mut rest)?;
        let name = take_text(&mut rest)?;
        let school = take_text(&mut rest)?;
        rest.is_empty().then_some(Self { number, name, school, issued_on, valid_until })
    }
}

/// A card as the symbol holds it. Its facts come out only through [`Self::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCard {
    payload: Vec<u8>,
    signature: [u8; SIGNATURE_BYTES],
}

impl SignedCard {
    /// The text that the symbol ends with: `XJ1.<facts>.<signature>`, of a QR symbol's alphanumeric characters.
    pub fn to_text(&self) -> String {
        format!("{MARK}.{}.{}", base32::encode(&self.payload), base32::encode(&self.signature))
    }

    /// The card's own text in what a reader has read: the symbol says it behind the address of the public page, so that any
    /// telephone finds its way there. `None` when there is none.
    pub fn text_in(read: &str) -> Option<&str> {
        let at = read.find(MARK).filter(|at| read[at + MARK.len()..].starts_with('.'))?;
        Some(read[at..].trim_end())
    }

    /// Reads the text of a card. Says nothing yet about whether it is genuine.
    ///
    /// # Errors
    /// [`CardError::Form`] for anything [`Self::to_text`] would not have written.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let mut parts = text.split('.');
        let (Some(MARK), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(CardError::Form);
        };
        let payload = base32::decode(payload).ok_or(CardError::Form)?;
        let signature = base32::decode(signature).ok_or(CardError::Form)?;
        let signature = signature.try_into().map_err(|_| CardError::Form)?;
        Ok(Self { payload, signature })
    }

    /// The facts, when `genuine(message, signature)` says that the signature fits the message.
    ///
    /// # Errors
    /// [`CardError::Signature`] when it does not fit, [`CardError::Form`] when what was signed is no card.
    pub fn verify(
        &self,
        genuine: impl FnOnce(&[u8], &[u8; SIGNATURE_BYTES]) -> bool,
    ) -> Result<CardFacts, CardError> {
        if !genuine(&message_of(&self.payload), &self.signature) {
            return Err(CardError::Signature);
        }
        CardFacts::read(&self.payload).ok_or(CardError::Form)
    }
}

fn message_of(payload: &[u8]) -> Vec<u8> {
    [CONTEXT, payload].concat()
}

fn take_date(rest: &mut &[u8]) -> Option<NaiveDate> {
    let (days, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(*days))
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let (&length, after) = rest.split_first()?;
    let (text, after) = after.split_at_checked(usize::from(length))?;
    *rest = after;
    String::from_utf8(text.to_vec()).ok()
}
