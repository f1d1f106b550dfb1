//! 学生卡 (第五条): the face says who the pupil is, the symbol says the same signed, so that it is checked without a network.

use super::{CardDraft, Draft, fact, public};
use crate::error::Result;
use crate::person::PersonRow;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::calendar::term;
use domain::form::chinese_date;
use domain::ident::OwnName;
use domain::print::{CardError, CardFacts, Document, FactGroup, Photo, PrintKind, SignedCard, masked_name};
use domain::refusal::{Basis, Refusal, RefusalCode};
use ed25519_dalek::{Signature, Signer, Verifier, VerifyingKey};

/// What the key signs, and nothing else.
const PURPOSE: &str = "student card";

/// A student card is good until the end of the school year: then class and perhaps school are others.
pub(in crate::printout) fn valid_until(issued_on: NaiveDate) -> NaiveDate {
    term(issued_on).year.last_day()
}

/// The latest photograph of the archive stands on the face; where there is none, its place is left.
pub(super) fn compose(
    row: &PersonRow,
    own_name: Option<OwnName>,
    today: NaiveDate,
    photo: Option<Photo>,
) -> Draft {
    let until = chinese_date(&valid_until(today).to_string());
    let own_name = own_name.map(|own| fact("民族文字姓名", own.text));
    let mut facts = vec![fact("姓名", &row.name)];
    facts.extend(own_name);
    facts.extend([
        fact("性别", row.sex.label()),
        fact("学籍号", &row.number_mask),
        fact("年级班级", format!("{}{}", row.grade_label(), row.class_name)),
        fact("有效期至", &until),
    ]);
    let mut public = public(row);
    public.push(fact("有效期至", until));
    let document = Document {
        title: PrintKind::StudentCard.label().to_owned(),
        unit: row.school_name.clone(),
        groups: vec![FactGroup { heading: String::new(), facts }],
        paragraphs: vec![
            "本卡仅证明学生身份，逾期或离校后失效；卡上不载完整学籍号和证件号码。扫描正面二维码可以核验，二维码带有签名，不联网也能核对真伪。"
                .to_owned(),
        ],
        signatures: vec!["学校（盖章）".to_owned()],
        photo,
        ..Document::default()
    };
    let card = CardDraft { name: masked_name(&row.name), school: row.school_name.clone() };
    Draft { public, card: Some(card), ..Draft::of(row, PrintKind::StudentCard, document) }
}

/// The text of a card's symbol.
///
/// # Errors
/// A refusal when the school's name is too long for a symbol.
pub(in crate::printout) fn sign_card(
    vault: &dyn Cipher,
    card: &CardDraft,
    number: &str,
    today: NaiveDate,
) -> Result<String> {
    let facts = CardFacts {
        number: number.to_owned(),
        name: card.name.clone(),
        school: card.school.clone(),
        issued_on: today,
        valid_until: valid_until(today),
    };
    let long = |error: CardError| {
        Refusal::new(RefusalCode::Card, Basis::Article(5), error.message(), "请向学籍主管部门核对学校名称。")
    };
    let message = facts.message().map_err(long)?;
    let signature = vault.signing_key(PURPOSE).sign(&message).to_bytes();
    Ok(facts.signed(signature).map_err(long)?.to_text())
}

/// The public key with which cards are checked, hex.
pub fn card_key(vault: &dyn Cipher) -> String {
    let key = vault.signing_key(PURPOSE).verifying_key();
    key.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks what a reader read from a card's symbol with the public key alone: no store, no network.
///
/// # Errors
/// [`CardError`] when it is no card, was altered, or was signed with another key; also when `key` is no key.
pub fn verify_card(key: &str, text: &str) -> std::result::Result<CardFacts, CardError> {
    let mut bytes = [0_u8; 32];
    let digits = key.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return Err(CardError::Signature);
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).map_err(|_| CardError::Signature)?;
    }
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| CardError::Signature)?;
    SignedCard::parse(SignedCard::text_in(text).ok_or(CardError::Form)?)?
        .verify(|message, signature| key.verify(message, &Signature::from_bytes(signature)).is_ok())
}
