//! Where a child comes from (第二十八条): what 国籍/地区, identity document, 港澳台侨外, 户口 and the script of the name say of each other.

use super::problem::own_status;
use super::{Field, FieldProblem, Problem};
use crate::codes::{CodeList, Country, Sex, parse_cell};
use crate::ident::{Document, DocumentKind, Inscribed};
use crate::text::is_han;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whether a child has a 户口, as far as nationality and document tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hukou {
    /// A citizen with a 居民身份证 or its number has one.
    Here,
    /// A citizen without a document may not be registered yet; one with a passport may live abroad (华侨).
    Perhaps,
    /// Foreigners, stateless children and those of Hong Kong, Macao and Taiwan have none.
    Nowhere,
}

/// Reads it from what was typed or is kept.
pub(super) fn hukou(raw: &BTreeMap<Field, String>) -> Hukou {
    let kind = raw.get(&Field::IdKind).and_then(|text| parse_cell(CodeList::DocumentKind, text));
    match kind.and_then(DocumentKind::from_code) {
        _ if !is_of_china(raw) => Hukou::Nowhere,
        Some(
            DocumentKind::HongKong
            | DocumentKind::Macao
            | DocumentKind::Taiwan
            | DocumentKind::HmtResidence
            | DocumentKind::ForeignPermanent,
        ) => Hukou::Nowhere,
        Some(DocumentKind::Passport | DocumentKind::None) => Hukou::Perhaps,
        Some(DocumentKind::ResidentCard) | None => Hukou::Here,
    }
}

/// Whether the child is of Chinese nationality, as far as that is said.
pub(super) fn is_of_china(raw: &BTreeMap<Field, String>) -> bool {
    let country = raw.get(&Field::Nationality).map(String::as_str).unwrap_or_default();
    parse_cell(CodeList::Nationality, country).is_none_or(|code| code == Country::Chn.code())
}

/// What these items say against each other. Items that do not hold by themselves are not in `values`.
pub(super) fn contradictions(values: &BTreeMap<Field, String>) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let get = |field: Field| values.get(&field).map(String::as_str);
    let mut add = |field, problem| problems.push(FieldProblem::new(field, problem));
    for (name, kind) in [
        (Field::Name, Field::IdKind),
        (Field::Member1Name, Field::Member1IdKind),
        (Field::Member2Name, Field::Member2IdKind),
    ] {
        let citizen = get(kind) == Some(DocumentKind::ResidentCard.code());
        if citizen && get(name).is_some_and(|name| !name.chars().all(|c| is_han(c) || c == '·')) {
            add(name, Problem::NotHan);
        }
    }
    let Some(kind) = get(Field::IdKind).and_then(DocumentKind::from_code) else { return problems };
    let document = Document::parse(kind, get(Field::IdNumber).unwrap_or_default()).ok();
    let said = document.as_ref().and_then(Document::inscribed);
    if let Some(said) = &said {
        if get(Field::BirthDate)
            .and_then(|birth| birth.parse().ok())
            .is_some_and(|birth: NaiveDate| !said.fits_birth(birth))
        {
            add(Field::BirthDate, Problem::BirthDiffers);
        }
        if get(Field::Sex).and_then(Sex::from_code).is_some_and(|sex| sex != said.sex()) {
            let old = said.is_of_old_card();
            add(Field::Sex, if old { Problem::OldCardSexDiffers } else { Problem::SexDiffers });
        }
    }
    if let (Some(country), Some(status)) = (get(Field::Nationality), get(Field::HmtStatus)) {
        if contradicts(kind, said.as_ref(), country, status) {
            add(Field::HmtStatus, Problem::OriginContradicts);
        } else if let Some(problem) = misnamed(country, status) {
            add(Field::HmtStatus, problem);
        } else if kind == DocumentKind::ForeignPermanent
            && said.and_then(|said| said.country()).is_some_and(|said| said.code() != country)
        {
            add(Field::Nationality, Problem::CountryDiffers);
        }
    }
    problems
}

/// What 国籍/地区 and 港澳台侨外 say against each other, whatever the document: 华侨 (11), 归侨 (13) and 非华裔中国人 (31) are citizens, 外籍华裔人
/// (41) and 外国人 (51) are none, and who is of a region is its 同胞. Kin (亲属, 侨眷, 归侨子女), 归国留学人员 and 其他 may be of any nationality.
fn misnamed(country: &str, status: &str) -> Option<Problem> {
    let country = Country::from_code(country);
    let region = country.filter(|one| matches!(one, Country::Hkg | Country::Mac | Country::Twn));
    match status {
        "41" | "51" if country == Some(Country::Chn) => Some(Problem::CitizenAsForeigner),
        // Who has no nationality is no citizen either.
        "11" | "13" | "31" if !country.is_some_and(Country::is_of_china) => Some(Problem::ForeignerAsCitizen),
        _ => region.filter(|one| own_status(*one).code() != status).map(Problem::OfRegion),
    }
}

/// Whether 国籍/地区, 身份证件类型 and 港澳台侨外 cannot be true together.
fn contradicts(kind: DocumentKind, said: Option<&Inscribed>, country: &str, status: &str) -> bool {
    let foreign = !Country::from_code(country).is_some_and(Country::is_of_china);
    let alien = matches!(status, "31" | "41" | "51" | "99");
    // Who is of a region says so, by the region or by China.
    let of = |region: Country| {
        status == own_status(region).code() && (country == region.code() || country == Country::Chn.code())
    };
    match kind {
        DocumentKind::ResidentCard => country != "CHN" || status == "51" || status == "41",
        // Since July 2024 permanent residents of the two regions who are no Chinese have the permit, too.
        DocumentKind::HongKong => !(of(Country::Hkg) || (foreign && alien)),
        DocumentKind::Macao => !(of(Country::Mac) || (foreign && alien)),
        DocumentKind::Taiwan => !of(Country::Twn),
        DocumentKind::HmtResidence => match said.and_then(Inscribed::country) {
            Some(region) => !of(region),
            None => ![Country::Hkg, Country::Mac, Country::Twn].into_iter().any(of),
        },
        DocumentKind::ForeignPermanent => !foreign || !alien,
        DocumentKind::Passport | DocumentKind::None => foreign && matches!(status, "00" | "01" | "03" | "05"),
    }
}

#[cfg(test)]
mod tests;
