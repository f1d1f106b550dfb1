//! 转学申请表、休学申请表、复学申请表 (第十四条, 第十九条) and the 转学联系函: filled from a case, or before there is one with lines to be written on.
//! Address, telephone and guardian are written by hand: the sheet goes through many hands.

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::letter::authority_name;
use crate::person::{PersonRow, Standing};
use crate::services::Prints;
use contract::case::{CaseView, StepView};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::{CaseState, Payload};
use domain::codes::PupilStatus;
use domain::form::chinese_date;
use domain::id::CaseId;
use domain::print::{Document, FactGroup, HandBox, PrintKind, Slip, Style};
use domain::refusal::{Basis, Refusal, RefusalCode};

const SIGNED_AND_SEALED: &str = "负责人（签名）：　　　　　　（盖章）　　　　年　　月　　日";
const GUARDIAN_SIGNS: &str = "父母或其他监护人（签名）：　　　　　　　　年　　月　　日";

impl Prints<'_> {
    pub(in crate::printout) async fn compose_of_case(
        &self,
        actor: &Actor,
        kind: PrintKind,
        case: CaseId,
    ) -> Result<Draft> {
        let view = self.cases().case_view(actor, case).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let row = self.pupils().person(view.person).await?;
        let payload = view.change.clone().ok_or(Error::NotFound("case"))?;
        // One of the two schools of a transfer; of everything else the pupil's own.
        let its_school = match &payload {
            Payload::Transfer(transfer) => own.id == transfer.from || own.id == transfer.to,
            _ => own.path == self.cases().case_row(case).await?.path,
        };
        if !PrintKind::of_case(view.line.kind).contains(&kind) || !its_school {
            return Err(Error::NotFound("case"));
        }
        let unit = self.printing_unit(actor).await?;
        match (kind, &payload) {
            (PrintKind::TransferLetter, Payload::Transfer(transfer)) => {
                if own.id != transfer.to {
                    return Err(Error::NotFound("case"));
                }
                if !view.line.state.is_open() && view.line.state != CaseState::Approved {
                    return Err(Refusal::new(
                        RefusalCode::State,
                        Basis::Article(14),
                        "转学没有办成，不能再打印联系函。",
                        "需要转学的，请重新办理。",
                    )
                    .into());
                }
                Ok(contact_letter(&row, &view, transfer))
            }
            _ => Ok(filled(kind, &row, &view, &payload, &unit)),
        }
    }
}

/// Whether where a pupil stands leaves something to apply for.
///
/// # Errors
/// A refusal that says why not.
pub(in crate::printout) fn may_be_asked_for(kind: PrintKind, standing: Standing) -> Result<()> {
    let (wanted, article, what): (&[PupilStatus], u8, &str) = match kind {
        PrintKind::ResumptionApplication => {
            (&[PupilStatus::Suspended], 19, "该生目前不在休学，没有复学可申请。")
        }
        PrintKind::SuspensionApplication => (&[PupilStatus::InSchool], 19, "该生目前不在读，不能申请休学。"),
        _ => (&[PupilStatus::InSchool, PupilStatus::Abroad], 14, "该生目前不在读，不能申请转学。"),
    };
    if !matches!(standing, Standing::Pupil(status) if wanted.contains(&status)) {
        return Err(Refusal::new(
            RefusalCode::Status,
            Basis::Article(article),
            what,
            "请核对学生的学籍状态。",
        )
        .into());
    }
    Ok(())
}

/// Before there is a case.
///
/// # Errors
/// A refusal when the pupil stands where it cannot be asked for.
pub(super) fn blank(kind: PrintKind, row: &PersonRow) -> Result<Draft> {
    may_be_asked_for(kind, row.standing)?;
    let suspended = row.suspended.map(|(from, until)| format!("{} 至 {}", day(from), day(until)));
    let (heading, facts, units): (&str, Vec<(&str, String)>, &[&str]) = match kind {
        PrintKind::TransferApplication => (
            "转学",
            vec![
                ("转出学校", row.school_name.clone()),
                ("转入学校", String::new()),
                ("转入年级班级", String::new()),
                ("转学原因", String::new()),
                ("到校就读日期", String::new()),
            ],
            &["转入学校", "转入学校学籍主管部门", "转出学校", "转出学校学籍主管部门"],
        ),
        PrintKind::SuspensionApplication => (
            "休学",
            vec![("休学原因", String::new()), ("休学起止", String::new())],
            &["学校", "学籍主管部门"],
        ),
        _ => (
            "复学",
            vec![
                ("休学起止", suspended.unwrap_or_default()),
                ("复学日期", String::new()),
                ("编入年级班级", String::new()),
            ],
            &["学校", "学籍主管部门"],
        ),
    };
    let class = format!("{}{}", row.grade_label(), row.class_name);
    let boxes = units.iter().map(|unit| opinion(unit, String::new(), units.len())).collect();
    let facts = facts.into_iter().map(|(label, value)| fact(label, value)).collect();
    let group = FactGroup { heading: heading.to_owned(), facts };
    Ok(sheet(kind, row, (&row.school_name, &class, &row.school_name), group, boxes, ""))
}

fn filled(kind: PrintKind, row: &PersonRow, view: &CaseView, payload: &Payload, unit: &str) -> Draft {
    let (heading, school, facts): (&str, &str, Vec<(&str, String)>) = match payload {
        Payload::Transfer(change) => (
            "转学",
            &change.from_name,
            vec![
                ("转出学校", change.from_name.clone()),
                ("转入学校", change.to_name.clone()),
                ("转入班级", change.class_name.clone()),
                ("转学原因", change.ground.label().to_owned()),
                ("到校就读日期", day(change.facts.on)),
            ],
        ),
        Payload::Suspension(change) => (
            "休学",
            &view.line.school,
            vec![
                ("休学原因", change.ground.label().to_owned()),
                ("休学起止", format!("{} 至 {}", day(change.facts.on), day(change.until))),
            ],
        ),
        Payload::Resumption(change) => {
            let grade = if change.next_grade { "下一年级" } else { "原年级" };
            (
                "复学",
                &view.line.school,
                vec![
                    ("复学日期", day(change.facts.on)),
                    ("编入年级班级", format!("{grade}{}", change.class_name)),
                ],
            )
        }
        _ => ("", &view.line.school, Vec::new()),
    };
    let mut units: Vec<(&str, bool)> = Vec::new();
    for step in &view.steps {
        if !units.iter().any(|(unit, _)| *unit == step.unit) {
            units.push((&step.unit, step.in_school));
        }
    }
    let boxes = units
        .iter()
        .map(|(unit, school)| {
            let name = if *school { (*unit).to_owned() } else { authority_name(unit) };
            opinion(&name, said_by(view, unit), units.len())
        })
        .collect();
    let facts = facts.into_iter().map(|(label, value)| fact(label, value)).collect();
    let group = FactGroup { heading: heading.to_owned(), facts };
    let about = (school, view.line.class_label.as_str(), unit);
    sheet(kind, row, about, group, boxes, &view.line.number)
}

/// `school` and `class` are the pupil's, `unit` prints.
fn sheet(
    kind: PrintKind,
    row: &PersonRow,
    (school, class, unit): (&str, &str, &str),
    mut group: FactGroup,
    mut boxes: Vec<HandBox>,
    number: &str,
) -> Draft {
    let pupil = vec![
        fact("姓名", &row.name),
        fact("性别", row.sex.label()),
        fact("学籍号", &row.number_mask),
        fact("学校", school),
        fact("年级班级", class),
        fact("监护人姓名", ""),
        fact("与学生关系", ""),
        fact("联系电话", ""),
        // The ninth: it has a row for itself, as an address needs.
        fact("家庭住址", ""),
    ];
    if !number.is_empty() {
        group.facts.insert(0, fact("办件编号", number));
    }
    boxes.insert(
        0,
        HandBox {
            label: "申请理由".to_owned(),
            text: String::new(),
            lines: 3,
            closing: GUARDIAN_SIGNS.to_owned(),
        },
    );
    let note = match kind {
        PrintKind::TransferApplication => {
            "转入学校、转出学校及双方学籍主管部门应当各在十个工作日内办理（第十四条）。"
        }
        _ => "由父母或其他监护人提出书面申请，学校审核同意，学籍主管部门登记（第十九条）。",
    };
    let document = Document {
        title: kind.label().to_owned(),
        unit: unit.to_owned(),
        groups: vec![FactGroup { heading: "学生".to_owned(), facts: pupil }, group],
        boxes,
        paragraphs: vec![note.to_owned()],
        ..Document::default()
    };
    Draft::of(row, kind, document)
}

fn opinion(unit: &str, said: String, of: usize) -> HandBox {
    HandBox {
        label: format!("{unit}意见"),
        lines: if of > 2 { 2 } else { 3 },
        text: said,
        closing: SIGNED_AND_SEALED.to_owned(),
    }
}

/// What a unit said in the system, in the last round.
fn said_by(view: &CaseView, unit: &str) -> String {
    let round = view.steps.iter().map(|step| step.round).max();
    let said = |step: &StepView| {
        let verdict = step.verdict?.label();
        let on = step.at.map(|at| day(crate::clock::shanghai_day(at)))?;
        Some(format!("{}{}：{verdict}（{on}，系统办理）", step.role.label(), step.by))
    };
    let of_unit = view.steps.iter().filter(|step| step.unit == unit && Some(step.round) == round);
    of_unit.filter_map(said).collect::<Vec<_>>().join("；")
}

fn contact_letter(row: &PersonRow, view: &CaseView, transfer: &domain::case::transfer::Transfer) -> Draft {
    let number =
        if row.number_mask.is_empty() { String::new() } else { format!("，学籍号 {}", row.number_mask) };
    let pupil = format!("{}（{}{number}）", row.name, row.sex.label());
    let document = Document {
        title: PrintKind::TransferLetter.label().to_owned(),
        unit: transfer.to_name.clone(),
        style: Style::Letter,
        addressee: transfer.from_name.clone(),
        paragraphs: vec![
            format!(
                "贵校{}学生{pupil}因{}，申请转入我校就读。经审核，我校拟同意接收，编入{}，{}起到校就读。",
                view.line.class_label,
                transfer.ground.label(),
                transfer.class_name,
                day(transfer.facts.on)
            ),
            format!(
                "请贵校依据《中小学生学籍管理办法》第十四条在十个工作日内核办（办件编号 {}）；转学核准后一个月内，依据第十五条将该生学籍档案密封移交我校。",
                view.line.number
            ),
            "专此函达，请予函复。".to_owned(),
        ],
        closing: vec![format!("{}（盖章）", transfer.to_name), "年　　月　　日".to_owned()],
        slip: Some(Slip {
            title: "转学联系函（回执）".to_owned(),
            paragraphs: vec![
                format!("{}：", transfer.to_name),
                format!(
                    "　　贵校关于学生{}转学的联系函（办件编号 {}）收悉，我校意见如下：",
                    row.name, view.line.number
                ),
                "　　□ 同意转出　　　　□ 不同意转出，理由：".to_owned(),
                // A line to write the reason on.
                "　".to_owned(),
                "　　学籍档案拟于　　　　年　　月　　日前密封移交。联系人及电话：".to_owned(),
            ],
            closing: vec![format!("{}（盖章）", transfer.from_name), "年　　月　　日".to_owned()],
            ..Slip::default()
        }),
        ..Document::default()
    };
    Draft::of(row, PrintKind::TransferLetter, document)
}

fn day(date: chrono::NaiveDate) -> String {
    chinese_date(&date.to_string())
}
