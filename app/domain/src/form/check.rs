//! The checks of the form: every item by its kind, then what items say of each other.

use super::canonical::canonical;
use super::cell::CellProblem;
use super::guardianship::{self, Asked, Guardianship};
use super::origin::{self, Hukou, hukou, is_of_china};
use super::own_name;
use super::places::Places;
use super::written::{written, written_alone};
use super::{BasicInfo, Block, Field, FieldProblem, Problem, Severity, parse_date, schooling};
use crate::codes::{AttendanceMode, Grade, SchoolSystem, SchoolType, Stage};
use crate::ident::{DocumentKind, IdentError};
use chrono::NaiveDate;
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
pub(super) fn lacking(field: Field) -> Problem {
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
