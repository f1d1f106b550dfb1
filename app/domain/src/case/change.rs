//! What the changes of a pupil's status (学籍异动) have in common: who is meant, what was sighted, what follows. The kinds
//! themselves stand in files of their own.

mod paper;

pub use paper::Paper;

use super::{Context, Link};
use crate::account::Role;
use crate::calendar::{Due, WorkCalendar, grade_year};
use crate::case::registration::{authority_follows, link};
use crate::codes::{self, Grade, PupilStatus, Stage};
use crate::form::{Teaching, class_name_problem};
use crate::numbering::NumberedAt;
use crate::org::Unit;
use crate::question::Question;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::{RuleKey, Rules};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day so far back that entering it now needs a reason.
const BACK_DATED_DAYS: u64 = 30;

/// What a decision has to know of the pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pupil {
    /// 学生当前状态; none before the registration is approved.
    pub status: Option<PupilStatus>,
    /// 年级
    pub grade: Grade,
    /// 入学日期 at the present school.
    pub since: NaiveDate,
    /// What else the record says.
    pub record: Record,
}

/// What the record says of a pupil besides status and grade. All of it is looked up, none of it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// 学段 of the present school.
    pub stages: Vec<Stage>,
    /// Whether the form names a disability (残疾类型).
    pub disabled: bool,
    /// Whether the identity match found other data than ours (问题学籍).
    pub mismatched: bool,
    /// First and last day of the suspension that lasts.
    pub suspended: Option<(NaiveDate, NaiveDate)>,
    /// School years that begin between the one for which the grade on record is the pupil's and the day of the change.
    pub years_away: u8,
    /// First day of an unexplained absence (缺课) on record.
    pub absent_since: Option<NaiveDate>,
    /// How many follow-ups (劝返) of it are on record.
    pub follow_ups: usize,
    /// The last day of the compulsory years of a child who has dropped out (义务教育年限); none for everybody else.
    pub compulsory_until: Option<NaiveDate>,
    /// How often this pupil has repeated a grade of this stage.
    pub repeats: usize,
    /// How often this pupil has skipped a grade of this stage.
    pub skips: usize,
    /// Pupils on roll in the grade that a repeater would join.
    pub grade_size: usize,
    /// How many of them repeat it already.
    pub repeaters: usize,
    /// What the numbers of the school's certificates may hold; none for a record that is not at a school.
    pub numbered: Option<NumberedAt>,
}

impl Pupil {
    /// Whether the grade is the last of its stage (毕业年级).
    pub fn leaves_this_year(&self) -> bool {
        self.grade.is_last_of_stage()
    }

    /// The grade that a pupil in school has on a day to come: between now and then there may be the promotion (第十二条). Of whoever
    /// leaves the stage then it is the last one.
    pub fn grade_on(&self, day: NaiveDate, today: NaiveDate) -> Grade {
        let years = grade_year(day).start_year() - grade_year(today).start_year();
        let grade = i32::from(self.grade.absolute()) + years;
        let grade = u8::try_from(grade).ok().and_then(|n| Grade::new(n, self.grade.system()));
        grade.filter(|grade| grade.stage() == self.grade.stage()).unwrap_or(self.grade)
    }

    /// Whether the pupil is in compulsory education (义务教育阶段).
    pub fn is_compulsory(&self) -> bool {
        self.grade.stage() != Stage::Senior
    }
}

/// What is said of every change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// 发生日期
    pub on: NaiveDate,
    /// What was sighted.
    pub papers: Vec<Paper>,
    /// 说明; a day long past is entered with a reason only.
    pub note: String,
}

/// What a change does to the record when it is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The new status.
    pub status: PupilStatus,
    /// The grade, when it changes.
    pub grade: Option<Grade>,
    /// 班级, when it changes.
    pub class_name: Option<String>,
    /// Whether the stretch of schooling (就读经历) ends.
    pub ends_spell: bool,
    /// The last day of a suspension, when it is one.
    pub suspended_until: Option<NaiveDate>,
    /// 特殊安置, when it changes; the inner value is none when it ends.
    pub placement: Option<Option<String>>,
    /// How the child is taught, when that changes: 残疾类型, 随班就读, 送教上门.
    pub teaching: Option<Teaching>,
}

impl Effect {
    /// A new status and nothing else.
    pub fn status(status: PupilStatus) -> Self {
        Self {
            status,
            grade: None,
            class_name: None,
            ends_spell: false,
            suspended_until: None,
            placement: None,
            teaching: None,
        }
    }
}

/// A change of status that the pupil's school opens and its competent authority registers.
pub trait StatusChange: Sync {
    /// Day, documents, note.
    fn facts(&self) -> &Facts;

    /// The article it rests on.
    fn article(&self) -> u8;

    /// Of each group at least one document must have been sighted.
    fn needed(&self) -> &'static [&'static [Paper]];

    /// What is wrong with it besides what is wrong with every change. Codes are names of fields.
    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal>;

    /// What follows when it is approved.
    fn effect(&self, pupil: &Pupil) -> Effect;

    /// The earliest day it may have: not before the pupil came to this school.
    fn earliest(&self, pupil: &Pupil) -> NaiveDate {
        pupil.since
    }

    /// What is unusual about it: who decides it is told (需要确认的情况).
    fn questions(&self, _pupil: &Pupil) -> Vec<Question> {
        Vec::new()
    }

    /// By when the first step is due, when not by the usual clock.
    fn first_due(&self, _calendar: &WorkCalendar) -> Option<Due> {
        None
    }

    /// How many days ahead its day may lie: what is planned is entered before it happens.
    fn days_ahead(&self) -> u64 {
        0
    }

    /// Whether it may be opened while the business of leavers is frozen (1 July to 14 August).
    fn goes_on_in_the_freeze(&self) -> bool {
        false
    }

    /// Whether it may be opened.
    ///
    /// # Errors
    /// Everything that is wrong at once; a refusal's code is the name of the field it is about.
    fn check(&self, pupil: &Pupil, context: &Context) -> Result<(), Vec<Refusal>> {
        settle(self.wrong(pupil, context), &self.facts().note)
    }

    /// What the province does not allow in principle, in words: whoever decides passes it with a reason.
    fn exceptions(&self, pupil: &Pupil, context: &Context) -> Vec<String> {
        in_principle(&self.wrong(pupil, context))
    }

    /// Everything that speaks against it, in principle or for good.
    fn wrong(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let context = &context.of_stage(pupil.grade.stage());
        let mut wrong = facts_refusals(
            self.facts(),
            self.earliest(pupil),
            self.days_ahead(),
            context,
            self.needed(),
            self.article(),
        );
        if !self.goes_on_in_the_freeze() {
            wrong.extend(leaver_freeze(pupil, context));
        }
        wrong.extend(self.own_refusals(pupil, context));
        wrong
    }
}

/// Whether a note says enough of why something should be done that a rule does not allow in principle.
pub fn is_explained(note: &str) -> bool {
    crate::text::length(note) >= 4
}

/// What stands in the way. A rule that holds in principle only (原则上) does not where the school says why: that is for whoever decides.
pub(super) fn settle(mut wrong: Vec<Refusal>, note: &str) -> Result<(), Vec<Refusal>> {
    if wrong.iter().any(|one| !matches!(one.basis, Basis::InPrinciple(_))) {
        return Err(wrong);
    }
    if wrong.is_empty() || is_explained(note) {
        return Ok(());
    }
    let what = "属于原则上不办理的情形。";
    let remedy = "确有特殊情况的，请在说明中写明，由审批人决定。";
    wrong.push(Refusal::new(RefusalCode::Note, Basis::Procedure, what, remedy));
    Err(wrong)
}

/// What of it stands in principle only, in words.
pub(super) fn in_principle(wrong: &[Refusal]) -> Vec<String> {
    let only = wrong.iter().filter(|one| matches!(one.basis, Basis::InPrinciple(_)));
    only.map(|one| format!("{}（{}）", one.what, one.basis)).collect()
}

/// Nothing new is opened for a pupil of a leaving year while graduation is worked on.
pub(super) fn leaver_freeze(pupil: &Pupil, context: &Context) -> Option<Refusal> {
    let frozen = pupil.leaves_this_year() && context.rules.within(RuleKey::LeaverFreeze, context.today);
    frozen.then(|| {
        let what = "现在不受理毕业年级学生的新业务。";
        by_rule(RefusalCode::On, &context.rules, RuleKey::LeaverFreeze, what, "请在上述时段之后办理。")
    })
}

/// A refusal that rests on a rule in force, and shows it with its source.
pub(super) fn by_rule(code: RefusalCode, rules: &Rules, key: RuleKey, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, rules.basis(key), what, remedy)
}

/// What is wrong with a class that was typed.
pub(super) fn class_refusal(class_name: &str) -> Option<Refusal> {
    let name = codes::class_name(None, class_name).text;
    if !(1..=20).contains(&name.chars().count()) {
        let what = "还没有填写班级，或超过20个字。";
        return Some(Refusal::new(RefusalCode::ClassName, Basis::Procedure, what, "请填写学生所在的班级。"));
    }
    class_name_problem(&name).map(|problem| {
        Refusal::new(RefusalCode::ClassName, Basis::Procedure, problem.message(), problem.remedy())
    })
}

/// What can be wrong with day, documents and note.
pub(super) fn facts_refusals(
    facts: &Facts,
    since: NaiveDate,
    days_ahead: u64,
    context: &Context,
    needed: &[&[Paper]],
    article: u8,
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let basis = || Basis::Article(article);
    if facts.on > context.today + Days::new(days_ahead) {
        let what = match days_ahead {
            0 => "日期不能晚于今天。".to_owned(),
            days => format!("日期不能晚于今天以后{days}天。"),
        };
        wrong.push(Refusal::new(RefusalCode::On, Basis::Procedure, what, "请核对日期。"));
    } else if facts.on < since {
        wrong.push(Refusal::new(
            RefusalCode::On,
            Basis::Procedure,
            "日期早于学生到本校就读的日期。",
            "请核对后填写实际发生的日期。",
        ));
    } else if facts.on < context.today - Days::new(BACK_DATED_DAYS) && crate::text::length(&facts.note) < 2 {
        wrong.push(Refusal::new(
            RefusalCode::Note,
            Basis::Procedure,
            "日期在30天以前，属于补录。",
            "请在说明中写明补录的原因。",
        ));
    }
    for group in needed {
        if !group.iter().any(|paper| facts.papers.contains(paper)) {
            let names: Vec<&str> = group.iter().map(|paper| paper.label()).collect();
            wrong.push(Refusal::new(
                RefusalCode::Papers,
                basis(),
                format!("还没有查验{}。", names.join("或")),
                "请查验并留存材料后勾选。",
            ));
        }
    }
    wrong
}

/// Who registers it: the school's leader, then both people of the competent authority (学校审核同意后报学籍主管部门).
///
/// # Errors
/// When the school has no competent authority.
pub fn chain(school: &Unit, authority: &Unit) -> Result<Vec<Link>, Refusal> {
    authority_follows(school, authority)?;
    Ok(vec![link(school, Role::Leader), link(authority, Role::Registrar), link(authority, Role::Leader)])
}

pub(super) fn wrong_status(pupil: &Pupil, article: u8, wanted: &str) -> Refusal {
    let now = pupil.status.map_or("待核准", PupilStatus::label);
    Refusal::new(
        RefusalCode::Status,
        Basis::Article(article),
        format!("学生现在的状态是「{now}」，{wanted}。"),
        "请核对学生的学籍档案。",
    )
}
