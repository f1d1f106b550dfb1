//! The checks of the form: every item by its kind, then what items say of each other.

use super::{BasicInfo, Field, FieldKind, FieldProblem, Problem, Severity, parse_date};
use crate::codes::{self, Grade, SchoolSystem, SchoolType, Stage};
use crate::ident::{DivisionCode, Document, DocumentKind, IdentError, PersonName, tidy};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What the checks need to know besides the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormContext {
    /// The day.
    pub today: NaiveDate,
    /// 办学类型 of the school.
    pub school_type: SchoolType,
    /// 学段 the school offers.
    pub stages: Vec<Stage>,
    /// 学制 of the school.
    pub system: SchoolSystem,
}

/// Checks what was typed and makes it canonical.
///
/// # Errors
/// Every problem that stops the record. Warnings do not; ask [`warnings`] for them.
pub fn validate(
    raw: &BTreeMap<Field, String>,
    context: &FormContext,
) -> Result<BasicInfo, Vec<FieldProblem>> {
    let problems = problems_of(raw, context);
    if problems.is_empty() {
        Ok(BasicInfo::new(canonical_all(raw, context), context.system))
    } else {
        Err(problems)
    }
}

/// What is unusual about a valid record.
pub fn warnings(info: &BasicInfo, context: &FormContext) -> Vec<FieldProblem> {
    let values: BTreeMap<Field, String> =
        info.filled().map(|(field, value)| (field, value.to_owned())).collect();
    let mut problems = cross_checks(&values, context);
    problems.retain(|problem| problem.severity() == Severity::Warning);
    problems
}

/// Every error of what was typed, in form order.
pub(super) fn problems_of(raw: &BTreeMap<Field, String>, context: &FormContext) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for field in Field::ALL.iter().copied().filter(|field| field.is_importable()) {
        match raw.get(&field).map(|text| text.trim()).filter(|text| !text.is_empty()) {
            None if field.mandatory() => problems.push(FieldProblem::new(field, Problem::Missing)),
            None => {}
            Some(text) => {
                if let Err(problem) = canonical(field, text, raw, context) {
                    problems.push(FieldProblem::new(field, problem));
                }
            }
        }
    }
    let values = canonical_all(raw, context);
    for problem in cross_checks(&values, context) {
        let known = problems.iter().any(|other| other.field == problem.field);
        if problem.severity() == Severity::Error && !known {
            problems.push(problem);
        }
    }
    problems.sort_by_key(|problem| problem.field);
    problems
}

/// The items that hold by themselves, canonical.
pub(super) fn canonical_all(raw: &BTreeMap<Field, String>, context: &FormContext) -> BTreeMap<Field, String> {
    raw.iter()
        .filter(|(field, text)| field.is_importable() && !text.trim().is_empty())
        .filter_map(|(field, text)| Some((*field, canonical(*field, text.trim(), raw, context).ok()?)))
        .collect()
}

fn canonical(
    field: Field,
    text: &str,
    raw: &BTreeMap<Field, String>,
    context: &FormContext,
) -> Result<String, Problem> {
    match field.kind() {
        FieldKind::Name => {
            PersonName::parse(text).map(|name| name.as_str().to_owned()).map_err(Problem::Ident)
        }
        FieldKind::Text(most) if text.chars().count() > most => Err(Problem::TooLong(most)),
        FieldKind::Text(_) if text.chars().any(char::is_control) => {
            Err(Problem::Ident(IdentError::Characters))
        }
        FieldKind::Text(_) => Ok(text.to_owned()),
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
        FieldKind::Division => {
            DivisionCode::parse(text).map(|code| code.as_str().to_owned()).map_err(Problem::Ident)
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
            let code = tidy(text);
            let fits = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
            if fits { Ok(code) } else { Err(Problem::NotAPostcode) }
        }
        FieldKind::Integer(most) => tidy(text)
            .parse::<u32>()
            .ok()
            .filter(|n| *n <= most)
            .map(|n| n.to_string())
            .ok_or(Problem::NotANumber),
        FieldKind::Pinyin => {
            let fits = text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '\'' | '-'));
            if fits && text.len() <= 100 { Ok(text.to_uppercase()) } else { Err(Problem::NotPinyin) }
        }
        FieldKind::Validity => validity(text).ok_or(Problem::NotAValidity),
        FieldKind::Photo => Ok(String::new()),
    }
}

fn year_month(text: &str) -> Option<String> {
    let text = tidy(text);
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

/// A mobile number of eleven digits, or a landline with its area code (`025-83111111`), in the form in which it is kept.
pub fn phone(text: &str) -> Option<String> {
    let text: String = tidy(text).chars().filter(|c| !matches!(c, '(' | ')')).collect();
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.len() + 2 < text.len() {
        return None;
    }
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let landline = digits.starts_with('0') && (10..=12).contains(&digits.len());
    if mobile { Some(digits) } else { landline.then_some(text) }
}

fn validity(text: &str) -> Option<String> {
    let text = tidy(text).replace('—', "-");
    let (from, to) = text.split_once('-')?;
    let day = |text: &str| parse_date(text).map(|date| date.format("%Y.%m.%d").to_string());
    let from = day(from)?;
    let to = if to == "长期" { "长期".to_owned() } else { day(to).filter(|to| *to > from)? };
    Some(format!("{from}-{to}"))
}

/// What items say of each other. Items that do not hold by themselves are not in `values`.
fn cross_checks(values: &BTreeMap<Field, String>, context: &FormContext) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let get = |field: Field| values.get(&field).map(String::as_str);
    let mut add = |field, problem| problems.push(FieldProblem::new(field, problem));

    let kind = get(Field::IdKind).and_then(DocumentKind::from_code);
    if let Some(kind) = kind {
        let number = get(Field::IdNumber).unwrap_or_default();
        if number.is_empty() && kind != DocumentKind::None {
            add(Field::IdNumber, Problem::Missing);
        }
        if number.is_empty() && kind == DocumentKind::None && !guardian_has_document(&get) {
            add(Field::Member1IdNumber, Problem::GuardianDocumentNeeded);
        }
        if let Some(id) = Document::parse(kind, number).ok().as_ref().and_then(Document::resident_id) {
            if get(Field::BirthDate).is_some_and(|birth| birth != id.birth_date().to_string()) {
                add(Field::BirthDate, Problem::BirthDiffers);
            }
            if get(Field::Sex).is_some_and(|sex| sex != id.sex().code()) {
                add(Field::Sex, Problem::SexDiffers);
            }
        }
        if let (Some(country), Some(hmt)) = (get(Field::Nationality), get(Field::HmtStatus))
            && origin_contradicts(kind, country, hmt)
        {
            add(Field::HmtStatus, Problem::OriginContradicts);
        }
    }

    let inclusive = get(Field::Inclusive).unwrap_or("0");
    let disability = get(Field::Disability).unwrap_or("0");
    if context.school_type.is_special() {
        if inclusive != "0" || disability == "0" {
            add(Field::Disability, Problem::SpecialSchool);
        }
    } else if !inclusion_fits(inclusive, disability) {
        add(Field::Disability, Problem::DisabilityContradicts);
    }

    let members = [
        (Field::Member1Guardian, Field::Member1Kinship, Field::Member1KinshipNote),
        (Field::Member2Guardian, Field::Member2Kinship, Field::Member2KinshipNote),
    ];
    if members.iter().all(|(guardian, _, _)| get(*guardian) == Some("0")) {
        add(Field::Member1Guardian, Problem::NoGuardian);
    }
    for (_, kinship, note) in members {
        if get(kinship) == Some("99") && get(note).is_none() {
            add(note, Problem::KinshipNoteNeeded);
        }
    }
    for (kind, hukou) in
        [(Field::Member1IdKind, Field::Member1Hukou), (Field::Member2IdKind, Field::Member2Hukou)]
    {
        if get(kind) == Some(DocumentKind::ResidentCard.code()) && get(hukou).is_none() {
            add(hukou, Problem::Missing);
        }
    }

    let grade =
        get(Field::Grade).and_then(|grade| grade.parse().ok()).and_then(|n| Grade::new(n, context.system));
    if let Some(grade) = grade {
        if !context.stages.contains(&grade.stage()) {
            add(Field::Grade, Problem::GradeNotOffered);
        }
        // School years begin on 1 September; a child in the n-th grade of a stage entered it n − 1 years before this one did.
        let year = if context.today.month() >= 9 { context.today.year() } else { context.today.year() - 1 };
        if let Some(entry) = get(Field::EntryMonth).and_then(|month| month.get(..4)?.parse::<i32>().ok()) {
            let expected = year - i32::from(grade.in_stage()) + 1;
            // Whoever skipped or repeated a grade is a year off; before September next year's first grade is entered.
            if !(expected - 2..=expected + 1).contains(&entry) {
                add(Field::EntryMonth, Problem::EntryMonthDiffers);
            }
        }
        if let Some(birth) = get(Field::BirthDate).and_then(|birth| birth.parse::<NaiveDate>().ok()) {
            let usual = 5 + i32::from(grade.absolute());
            if !(usual - 1..=usual + 3).contains(&(year - birth.year())) {
                add(Field::BirthDate, Problem::UnusualAge);
            }
        }
    }
    problems
}

fn guardian_has_document<'a>(get: &impl Fn(Field) -> Option<&'a str>) -> bool {
    let members =
        [(Field::Member1Guardian, Field::Member1IdNumber), (Field::Member2Guardian, Field::Member2IdNumber)];
    members.into_iter().any(|(guardian, number)| get(guardian) == Some("1") && get(number).is_some())
}

/// Whether 国籍/地区, 身份证件类型 and 港澳台侨外 cannot be true together (第二十八条).
fn origin_contradicts(kind: DocumentKind, country: &str, hmt: &str) -> bool {
    let chinese = matches!(country, "CHN" | "HKG" | "MAC" | "TWN");
    match kind {
        DocumentKind::ResidentCard => country != "CHN" || hmt == "51" || hmt == "41",
        DocumentKind::HongKong => hmt != "01",
        DocumentKind::Macao => hmt != "03",
        DocumentKind::Taiwan => hmt != "05",
        DocumentKind::HmtResidence => !matches!(hmt, "01" | "03" | "05"),
        DocumentKind::ForeignPermanent => chinese || !matches!(hmt, "31" | "41" | "51" | "99"),
        DocumentKind::Passport | DocumentKind::None => !chinese && matches!(hmt, "00" | "01" | "03" | "05"),
    }
}

/// 非随班就读 → 无残疾; 视力, 听力, 智力 → the same; 其他 → the others.
fn inclusion_fits(inclusive: &str, disability: &str) -> bool {
    match inclusive {
        "0" => disability == "0",
        "1" => disability == "1",
        "2" => disability == "2",
        "3" => disability == "5",
        _ => matches!(disability, "3" | "4" | "6" | "7" | "9"),
    }
}
