//! One item of the form made canonical, by its kind.

use super::check::{FormContext, lacking};
use super::guardianship::Guardianship;
use super::{Field, FieldKind, FieldProblem, Problem, parse_date};
use crate::codes::{self, Grade};
use crate::ident::{CreditCode, DivisionCode, Document, DocumentKind, IdentError, NativeName, PersonName};
use crate::text::{self, compact};
use chrono::Datelike;
use std::collections::BTreeMap;

pub(super) fn canonical(
    field: Field,
    text: &str,
    raw: &BTreeMap<Field, String>,
    context: &FormContext,
) -> Result<String, Problem> {
    match field.kind() {
        FieldKind::Name => {
            let name = PersonName::parse(text).map_err(|error| match error {
                IdentError::Nobody => Problem::NotAName,
                other => Problem::Ident(other),
            })?;
            drawn(name.as_str())
        }
        // What these fonts have is known by the script, not by the list of what else is drawn.
        FieldKind::NativeName => {
            NativeName::parse(text).map(|name| name.as_str().to_owned()).map_err(Problem::Ident)
        }
        FieldKind::Text(most) => line(text, most),
        FieldKind::Date => {
            let date = parse_date(text).filter(|date| date.year() >= 1900).ok_or(Problem::NotADate)?;
            if date > context.today { Err(Problem::InFuture) } else { Ok(date.to_string()) }
        }
        FieldKind::YearMonth => year_month(text).ok_or(Problem::NotAMonth),
        FieldKind::Code(list) => codes::parse_cell(list, text).map(str::to_owned).ok_or(Problem::NotInList),
        FieldKind::Grade => {
            let grade = Grade::parse_cell(text, context.system).ok_or(Problem::NotInList)?;
            Ok(grade.absolute().to_string())
        }
        FieldKind::Division if !text.chars().any(|c| c.is_ascii_digit()) => context.places.named(field, text),
        FieldKind::Division => {
            DivisionCode::parse(text).map(|code| code.as_str().to_owned()).map_err(Problem::Ident)
        }
        FieldKind::Document if Guardianship::of(field.block(), raw).is_institution_of(field) => {
            CreditCode::parse(text).map(|code| code.as_str().to_owned()).map_err(Problem::CreditCode)
        }
        FieldKind::Document => {
            let kind_field = field.document_kind().unwrap_or(Field::IdKind);
            let list = codes::CodeList::DocumentKind;
            let kind = raw.get(&kind_field).and_then(|text| codes::parse_cell(list, text));
            let kind = kind.and_then(DocumentKind::from_code).ok_or(Problem::KindNeeded)?;
            let document = Document::parse(kind, text).map_err(Problem::Ident)?;
            Ok(document.number().unwrap_or_default().to_owned())
        }
        FieldKind::Phone => phone(text).ok_or(Problem::NotAPhone),
        FieldKind::Postcode => {
            let fits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
            if fits { Ok(text.to_owned()) } else { Err(Problem::NotAPostcode) }
        }
        FieldKind::Integer(most) => {
            text.parse::<u32>().ok().filter(|n| *n <= most).map(|n| n.to_string()).ok_or(Problem::NotANumber)
        }
        FieldKind::Pinyin => {
            let fits = text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '\'' | '-'));
            if fits && text.len() <= 100 { Ok(text.to_uppercase()) } else { Err(Problem::NotPinyin) }
        }
        FieldKind::Validity => validity(text).ok_or(Problem::NotAValidity),
        FieldKind::Photo => Ok(String::new()),
    }
}

/// A line of at most so many characters.
fn line(text: &str, most: usize) -> Result<String, Problem> {
    match () {
        () if text.chars().count() > most => Err(Problem::TooLong(most)),
        () if text.chars().any(char::is_control) => Err(Problem::Ident(IdentError::Characters)),
        () => drawn(text),
    }
}

/// What the form has against the name of a class, in its canonical form: asked wherever pupils are moved to a class, so that none is
/// promised that the form refuses when they are.
pub fn class_name_problem(name: &str) -> Option<FieldProblem> {
    let field = Field::ClassName;
    let FieldKind::Text(most) = field.kind() else { return None };
    let problem = match name {
        "" => Some(lacking(field)),
        name => line(name, most).err(),
    };
    problem.map(|problem| FieldProblem::new(field, problem))
}

/// A text that can be shown and printed.
fn drawn(text: &str) -> Result<String, Problem> {
    text::not_drawn(text).map_or_else(|| Ok(text.to_owned()), |one| Err(Problem::NotDrawn(one)))
}

fn year_month(text: &str) -> Option<String> {
    // A whole day tells its month.
    if let Some(day) = parse_date(text).filter(|day| (1950..2200).contains(&day.year())) {
        return Some(format!("{:04}{:02}", day.year(), day.month()));
    }
    let text = compact(text).text;
    let digits: String = match text.len() {
        6 if text.bytes().all(|b| b.is_ascii_digit()) => text,
        _ => {
            let parts: Vec<&str> =
                text.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
            let [year, month] = parts.as_slice() else { return None };
            format!("{year:0>4}{month:0>2}")
        }
    };
    let (year, month) = (digits.get(..4)?.parse::<i32>().ok()?, digits.get(4..)?.parse::<u32>().ok()?);
    ((1950..2200).contains(&year) && (1..=12).contains(&month)).then_some(digits)
}

/// A telephone number in the form in which it is kept: a mobile one of eleven digits, a landline with its area code (`025-83111111`), or
/// one abroad (`+85291234567`).
pub fn phone(text: &str) -> Option<String> {
    let number = text::telephone(text).text;
    text::is_telephone(&number).then_some(number)
}

fn validity(text: &str) -> Option<String> {
    let text = compact(text).text;
    let (from, to) = text.split_once('-')?;
    let day = |text: &str| parse_date(text).map(|date| date.format("%Y.%m.%d").to_string());
    let from = day(from)?;
    let to = if to == "长期" { "长期".to_owned() } else { day(to).filter(|to| *to > from)? };
    Some(format!("{from}-{to}"))
}
