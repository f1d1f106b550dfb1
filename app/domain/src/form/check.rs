//! The checks of the form: every item by its kind, then what items say of each other.

use super::cell::CellProblem;
use super::guardianship::{self, Asked, Guardianship};
use super::origin::{self, Hukou, hukou, is_of_china};
use super::own_name;
use super::places::Places;
use super::schooling;
use super::written::{written, written_alone};
use super::{BasicInfo, Block, Field, FieldKind, FieldProblem, Problem, Severity, parse_date};
use crate::codes::{self, AttendanceMode, Grade, SchoolSystem, SchoolType, Stage};
use crate::ident::{CreditCode, DivisionCode, Document, DocumentKind, IdentError, NativeName, PersonName};
use crate::text::{self, compact};
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
    /// The divisions that are known.
    pub places: Places,
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

/// The same for a row of a file, some of whose cells could not be read: those are told by what is wrong with the cell, and that
/// their item is missing is not told besides.
///
/// # Errors
/// As [`validate`].
pub fn validate_read(
    raw: &BTreeMap<Field, String>,
    unread: &BTreeMap<Field, CellProblem>,
    context: &FormContext,
) -> Result<BasicInfo, Vec<FieldProblem>> {
    if unread.is_empty() {
        return validate(raw, context);
    }
    let mut problems = problems_of(raw, context);
    problems.retain(|problem| !unread.contains_key(&problem.field));
    problems.extend(unread.iter().map(|(field, problem)| FieldProblem::new(*field, Problem::Cell(*problem))));
    problems.sort_by_key(|problem| problem.field);
    Err(problems)
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
        match filled(field, raw, context) {
            None if asked(field, raw) => problems.push(FieldProblem::new(field, lacking(field))),
            None => {}
            Some(text) => match canonical(field, &text, raw, context) {
                // It is the kind of the document that is lacking or wrong, not its number; a wrong one is told there.
                Err(Problem::KindNeeded) => {
                    let kind = field.document_kind().unwrap_or(field);
                    if !kind.mandatory() && is_blank(kind, raw) {
                        problems.push(FieldProblem::new(kind, Problem::KindNeeded));
                    }
                }
                Err(problem) => problems.push(FieldProblem::new(field, problem)),
                Ok(_) => {}
            },
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

/// What is said of an item, in its canonical form but for the grade of a class; none when nothing is: that somebody has no 户口 is said
/// by a word for none, too.
pub(super) fn said(field: Field, raw: &BTreeMap<Field, String>) -> Option<String> {
    let text = written_alone(field, raw.get(&field)?).text;
    let is_none = matches!(text.as_str(), "无" | "没有" | "/" | "-" | "—");
    let no_hukou =
        matches!(field, Field::HukouPlace | Field::HukouKind) && is_none && hukou(raw) != Hukou::Here;
    (!text.is_empty() && !no_hukou).then_some(text)
}

fn is_blank(field: Field, raw: &BTreeMap<Field, String>) -> bool {
    said(field, raw).is_none()
}

/// Whether an item that is not filled has to be: of members of the family, as [`Guardianship`] has it; 户口 where there is one. A child of
/// another nationality may be born abroad.
pub fn asked(field: Field, raw: &BTreeMap<Field, String>) -> bool {
    if let Some(asked) = guardianship::asked_of(field, raw) {
        return asked == Asked::Required;
    }
    match field {
        Field::BirthPlace => is_of_china(raw),
        Field::HukouPlace | Field::HukouKind => hukou(raw) == Hukou::Here,
        _ => field.mandatory(),
    }
}

/// When an item has to be filled, in words, for who fills a template.
pub fn asked_when(field: Field) -> &'static str {
    match field {
        Field::BirthPlace => "中国国籍的必填",
        Field::HukouPlace | Field::HukouKind => "有户口的必填",
        _ if !field.mandatory() => "选填",
        _ if field.block() == Block::Member2 => "有成员二时必填",
        _ => "必填",
    }
}

/// What is wrong with an item that is asked for and lacking. The number of a member is asked for of institutions only.
fn lacking(field: Field) -> Problem {
    match field {
        Field::Member1IdNumber | Field::Member2IdNumber => Problem::CreditCode(IdentError::Empty),
        _ => Problem::Missing,
    }
}

/// Whether anything is said of a second member of the family.
fn has_second_member(raw: &BTreeMap<Field, String>) -> bool {
    Field::ALL.iter().any(|field| field.block() == Block::Member2 && !is_blank(*field, raw))
}

/// The items that hold by themselves, canonical.
pub(super) fn canonical_all(raw: &BTreeMap<Field, String>, context: &FormContext) -> BTreeMap<Field, String> {
    raw.keys()
        .filter(|field| field.is_importable())
        .filter_map(|field| {
            Some((*field, canonical(*field, &filled(*field, raw, context)?, raw, context).ok()?))
        })
        .collect()
}

/// What is said of an item, with a class as it is written in its grade.
fn filled(field: Field, raw: &BTreeMap<Field, String>, context: &FormContext) -> Option<String> {
    let text = said(field, raw)?;
    Some(written(field, &text, || grade_of(raw, context)).text)
}

/// The grade that was typed, if it is one: classes are named within it.
pub(super) fn grade_of(raw: &BTreeMap<Field, String>, context: &FormContext) -> Option<Grade> {
    Grade::parse_cell(raw.get(&Field::Grade)?, context.system)
}

fn canonical(
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
        // A child may be born abroad: then the country stands for the place.
        FieldKind::Division if field == Field::BirthPlace && !text.chars().any(|c| c.is_ascii_digit()) => {
            codes::parse_cell(codes::CodeList::Country, text)
                .filter(|code| *code != "CHN")
                .map(str::to_owned)
                .ok_or(Problem::NotAPlace)
        }
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
    }

    let inclusive = get(Field::Inclusive).unwrap_or("0");
    let disability = get(Field::Disability).unwrap_or("0");
    if get(Field::Attendance) == Some(AttendanceMode::Home.code()) {
        if inclusive != "0" || disability == "0" {
            add(Field::Disability, Problem::TaughtAtHome);
        }
    } else if context.school_type.is_special() {
        // Who learns 随班就读 at an ordinary school may have the record here (第十七条).
        if disability == "0" || !(inclusive == "0" || inclusion_fits(inclusive, disability)) {
            add(Field::Disability, Problem::SpecialSchool);
        }
    } else if !inclusion_fits(inclusive, disability) {
        add(Field::Disability, Problem::DisabilityContradicts);
    }

    let members = [
        (Field::Member1Guardian, Field::Member1Kinship, Field::Member1KinshipNote),
        (Field::Member2Guardian, Field::Member2Kinship, Field::Member2KinshipNote),
    ];
    let alone = !has_second_member(values);
    let no_guardian =
        |guardian: Field| get(guardian) == Some("0") || (alone && guardian == Field::Member2Guardian);
    if members.iter().all(|(guardian, _, _)| no_guardian(*guardian)) {
        add(Field::Member1Guardian, Problem::NoGuardian);
    }
    let [first, second] = [Block::Member1, Block::Member2].map(|block| Guardianship::of(block, values));
    if alone && get(Field::Member1Name).is_some() && first != Guardianship::Institution {
        add(Field::Member2Name, Problem::OneMember);
    }
    for (_, kinship, note) in members {
        let asked = guardianship::asked_of(note, values) == Some(Asked::OfStranger);
        if asked && get(kinship) == Some("99") && get(note).is_none() {
            add(note, Problem::KinshipNoteNeeded);
        }
    }
    for (kind, hukou) in
        [(Field::Member1IdKind, Field::Member1Hukou), (Field::Member2IdKind, Field::Member2Hukou)]
    {
        let asked = guardianship::asked_of(hukou, values) == Some(Asked::WithResidentCard);
        if asked && get(kind) == Some(DocumentKind::ResidentCard.code()) && get(hukou).is_none() {
            add(hukou, Problem::Missing);
        }
    }
    if first == Guardianship::Abroad && matches!(second, Guardianship::Abroad | Guardianship::Nobody) {
        add(Field::Member1Phone, Problem::AllAbroad);
    }
    for (phone, address) in
        [(Field::Member1Phone, Field::Member1Address), (Field::Member2Phone, Field::Member2Address)]
    {
        if guardianship::lacks_country(get(phone), get(address)) {
            add(address, Problem::CountryOfAddress);
        }
    }

    for name in [Field::Name, Field::Member1Name, Field::Member2Name] {
        if get(name).is_some_and(|name| name.chars().count() == 1) {
            add(name, Problem::OneCharacter);
        }
    }
    let born = get(Field::BirthDate).and_then(parse_date);
    let valid = get(Field::IdValidity).and_then(|period| parse_date(period.split('-').next()?));
    if valid.zip(born).is_some_and(|(valid, born)| valid < born) {
        add(Field::IdValidity, Problem::ValidBeforeBirth);
    }

    problems.extend(origin::contradictions(values));
    problems.extend(own_name::contradictions(values));
    problems.extend(schooling::contradictions(values, context));
    problems.extend(context.places.unknown(values));
    problems
}

fn guardian_has_document<'a>(get: &impl Fn(Field) -> Option<&'a str>) -> bool {
    let members =
        [(Field::Member1Guardian, Field::Member1IdNumber), (Field::Member2Guardian, Field::Member2IdNumber)];
    members.into_iter().any(|(guardian, number)| get(guardian) == Some("1") && get(number).is_some())
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
