//! The one check of what was typed about a pupil, for the preview and for the writing alike.

use super::{TypedRow, shown_of};
use crate::error::Result;
use crate::person::{PersonRow, Standing};
use crate::services::Upkeeps;
use domain::access::{Actor, Shown};
use domain::case::{CaseState, Payload};
use domain::codes::{AttendanceMode, PupilStatus};
use domain::form::{BasicInfo, Field, FieldProblem, FormContext, Problem, upkeep};
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeSet;

/// Shortest reason, in characters.
const REASON: usize = 2;
/// Longest reason that is kept.
const REASON_MOST: usize = 200;

/// What is the same for every row.
pub(super) struct Around {
    pub(super) context: FormContext,
    /// Grade and class of every class in which somebody is.
    pub(super) classes: BTreeSet<(u8, String)>,
    pub(super) reason: String,
    pub(super) new_classes: bool,
}

/// What comes of a row.
pub(super) struct Judged {
    pub(super) current: BasicInfo,
    pub(super) next: BasicInfo,
    /// The items that are told and journalled, in form order: those that are others then, and of those that the writer is not shown whole
    /// every one that was typed, whatever stood there before.
    pub(super) changed: Vec<Field>,
    /// Why nothing is written.
    pub(super) refused: Vec<Refusal>,
}

impl Upkeeps<'_> {
    /// What is the same for every row of a school.
    pub(super) async fn around(&self, school: &Unit, reason: &str, new_classes: bool) -> Result<Around> {
        let classes = self.archives().classes_at(&school.id).await?;
        Ok(Around {
            context: self.pupils().form_context(school)?,
            classes: classes.into_iter().map(|(grade, _, name)| (grade, name)).collect(),
            reason: domain::text::cut(reason, REASON_MOST),
            new_classes,
        })
    }

    /// Judges what was typed about one pupil.
    pub(super) async fn judge(
        &self,
        actor: &Actor,
        row: &PersonRow,
        typed: &TypedRow,
        around: &Around,
    ) -> Result<Judged> {
        let current = row.info(&*self.vault)?;
        let mut refused = Vec::new();
        for (field, sentence) in &typed.unread {
            let code = RefusalCode::named(field.key());
            let remedy = "请把这一格改成文本，填好后再上传。";
            refused.push(Refusal::new(code, Basis::Procedure, sentence.clone(), remedy));
        }
        let is_shown = |field: Field| shown_of(actor, row, field) == Shown::Whole;
        let mut changes = upkeep::typed_changes(&current, &typed.values, is_shown);
        if changes.is_empty() {
            return Ok(Judged { next: current.clone(), current, changed: Vec::new(), refused });
        }
        if let Err(refusal) = refuse_standing(row) {
            refused.push(refusal);
        }
        if typed.stamp != self.stamp(row, &current) {
            let what = format!("{}的记录在您填写期间已被改动，没有覆盖。", row.name);
            refused.push(Refusal::of(RefusalCode::ChangedSinceShown, what));
        }
        let asked_for = self.being_corrected(row).await?;
        // What may not be kept here goes no further: whether it fits the rest of the record would tell what stands there.
        changes.retain(|field, _| match refuse_item(row, *field, &asked_for) {
            Some(refusal) => {
                refused.push(refusal);
                false
            }
            None => true,
        });
        let (next, others) = match upkeep::changed(&current, &changes, &around.context) {
            Ok(changed) => changed,
            Err(problems) => {
                refused.extend(problems.iter().map(in_words));
                return Ok(Judged { next: current.clone(), current, changed: Vec::new(), refused });
            }
        };
        let unseen = |field: &Field| changes.contains_key(field) && !is_shown(*field);
        let told = |field: &Field| others.contains(field) || unseen(field);
        let changed: Vec<Field> = Field::ALL.iter().copied().filter(told).collect();
        refused.extend(placed(row, &current, &next, &changed));
        // What follows from a move is asked for by nobody, and waits for the correction all the same.
        let follows = changed.iter().filter(|field| !changes.contains_key(field));
        refused.extend(follows.filter_map(|field| refuse_item(row, *field, &asked_for)));
        let class = next.value(Field::ClassName);
        let is_new = !around.classes.contains(&(row.grade, class.to_owned()));
        if changed.contains(&Field::ClassName) && is_new && !around.new_classes {
            refused.push(Refusal::new(
                RefusalCode::ClassName,
                Basis::Procedure,
                format!("{}现在没有{class}。", row.grade_label()),
                "请核对班级名称；确要新设班级的，请勾选“可以新设班级”。",
            ));
        }
        let needs = changed.iter().any(|field| {
            // An emptied 班内学号 follows from the move.
            changes.contains_key(field) && upkeep::upkeep_of(*field).needs_reason()
        });
        if needs && domain::text::length(&around.reason) < REASON {
            refused.push(Refusal::new(
                RefusalCode::Reason,
                Basis::Article(13),
                "没有写明来源或原因。",
                "请写明从哪里得知、为何变动，例如“家长来校告知”；会记入信息变动情况，监护人可以看到。",
            ));
        }
        Ok(Judged { current, next, changed, refused })
    }

    /// The items that a guardian is asking to correct: what is decided there is what was shown there.
    async fn being_corrected(&self, row: &PersonRow) -> Result<BTreeSet<Field>> {
        let Some(open) = row.open_case else { return Ok(BTreeSet::new()) };
        let case = self.cases().case_row(open).await?.case(&*self.vault)?;
        Ok(match case.payload {
            Payload::Correction(correction)
                if matches!(case.state, CaseState::InProgress | CaseState::Returned) =>
            {
                correction.accepted().map(|change| change.field).collect()
            }
            _ => BTreeSet::new(),
        })
    }
}

/// 送教上门, and 随班就读 of a pupil who is placed, go with the placement, which the authority decides (第六条、第十七条).
fn placed(row: &PersonRow, current: &BasicInfo, next: &BasicInfo, changed: &[Field]) -> Vec<Refusal> {
    let at_home = |info: &BasicInfo| info.value(Field::Attendance) == AttendanceMode::Home.code();
    let remedy = "请在学生的学籍档案页办理特殊安置，由学籍主管部门核准。";
    let mut refused = Vec::new();
    if at_home(current) != at_home(next) {
        let code = RefusalCode::named(Field::Attendance.key());
        let what = "送教上门随安置开始和结束，不在维护信息中改动。";
        refused.push(Refusal::new(code, Basis::Article(6), what, remedy));
    }
    if row.placement.is_some() && changed.contains(&Field::Inclusive) {
        let code = RefusalCode::named(Field::Inclusive.key());
        let what = format!("{}已办理安置，随班就读随安置变动。", row.name);
        refused.push(Refusal::new(code, Basis::Article(17), what, remedy));
    }
    refused
}

/// A record is kept while the pupil is on roll and stays here.
pub(crate) fn refuse_standing(row: &PersonRow) -> std::result::Result<(), Refusal> {
    use PupilStatus::{Abroad, InSchool, Lost, Suspended};
    if let Some(leaving) = &row.leaving {
        let what = format!("这名学生已准予转往{}，正等待对方接收。", leaving.to_name);
        return Err(Refusal::of(RefusalCode::Leaving, what));
    }
    let remedy = match row.standing {
        Standing::Pupil(InSchool | Suspended | Lost | Abroad) => return Ok(()),
        Standing::Candidate => "请等待建籍核准；有误的，请在退回补正时更正。",
        Standing::Merged => "请在保留的学籍中维护。",
        Standing::NotRegistered | Standing::Pupil(_) => "离校学生的信息有误的，请由监护人申请更正。",
    };
    let what = format!("这名学生的学籍状态是「{}」，不能维护信息。", row.standing.label());
    Err(Refusal::new(RefusalCode::Status, Basis::Article(13), what, remedy))
}

fn refuse_item(row: &PersonRow, field: Field, asked_for: &BTreeSet<Field>) -> Option<Refusal> {
    let code = RefusalCode::named(field.key());
    let way = upkeep::upkeep_of(field);
    if !way.is_open() {
        let what = format!("「{}」不由学校直接维护。", field.label());
        return Some(Refusal::new(code, Basis::Article(way.article()), what, way.other_way()));
    }
    if !row.shows(field) {
        let what = format!("监护人已撤回对选填信息的同意，「{}」不再收集。", field.label());
        return Some(Refusal::new(code, Basis::Article(25), what, "请去掉这一项，或请监护人重新同意。"));
    }
    asked_for.contains(&field).then(|| {
        let what = format!("监护人正在申请更正「{}」。", field.label());
        Refusal::new(code, Basis::Article(10), what, "请先办结这项申请。")
    })
}

/// What is wrong, beside the item it was typed into: an item that is not on the form contradicts one that is.
fn in_words(problem: &FieldProblem) -> Refusal {
    match problem.problem {
        Problem::DisabilityContradicts | Problem::SpecialSchool => Refusal::new(
            RefusalCode::named(Field::Inclusive.key()),
            problem.basis(),
            problem.message(),
            "随班就读须与残疾类型一致；残疾类型有误的，请由监护人申请更正（第十条）。",
        ),
        _ => Refusal::new(
            RefusalCode::named(problem.field.key()),
            problem.basis(),
            problem.message(),
            problem.remedy(),
        ),
    }
}
