//! 学制衔接 (第十四条, 第十六条): which grade goes on with a pupil's schooling at another school, when the one counts six and three years
//! (六三制) and the other five and four (五四制). Years are counted through: the sixth year is the last of primary school in the one
//! and the first of junior school in the other. Nobody gets into a grade that the school does not teach; nobody is in a grade twice
//! or leaves one out unless the receiving school says why, and what it says stays in the case.

use super::Context;
use super::change::{Pupil, by_rule};
use crate::codes::{Grade, PupilStatus, SchoolSystem};
use crate::org::Unit;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use serde::{Deserialize, Serialize};

/// Why a school puts a pupil into another grade than the one that goes on with the schooling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeReason {
    /// 学校不设应接续的年级
    NotTaught,
    /// 两校课程进度不同
    Courses,
    /// 经学业评估
    Assessed,
}

impl GradeReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::NotTaught, Self::Courses, Self::Assessed];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotTaught => "学校不设应接续的年级",
            Self::Courses => "两校课程进度不同",
            Self::Assessed => "经学业评估",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotTaught => "not_taught",
            Self::Courses => "courses",
            Self::Assessed => "assessed",
        }
    }

    /// The reason with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// A grade that the receiving school has chosen itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeChoice {
    /// 编入的年级, absolute, counted in the receiving school's system.
    pub grade: u8,
    /// The pupil's grade when it was chosen: who is promoted before the case ends is one grade further, and so is what was chosen.
    pub counted_from: u8,
    /// Why it is not the grade that goes on with the schooling.
    pub why: Option<GradeReason>,
}

/// What a school asks for: a grade as typed, empty for the one that goes on with the schooling, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedGrade {
    /// 编入的年级, as typed.
    pub grade: String,
    /// Why it is another one.
    pub why: Option<GradeReason>,
}

impl AskedGrade {
    /// The choice for a pupil who comes to a school.
    ///
    /// # Errors
    /// A refusal when what was typed is no grade of the school's system.
    pub fn choice(&self, pupil: &Pupil, to: &Unit) -> Result<Option<GradeChoice>, Refusal> {
        if self.grade.trim().is_empty() {
            return Ok(None);
        }
        let system = to.school.as_ref().map_or(pupil.grade.system(), |school| school.system);
        let read = Grade::parse_cell(&self.grade, system).ok_or_else(|| {
            let what = format!("“{}”不是{}的年级。", crate::text::cut(&self.grade, 20), system.label());
            Refusal::new(RefusalCode::Grade, Basis::Procedure, what, "请写作“初中一年级”或“6”。")
        })?;
        let counted_from = pupil.grade.absolute();
        Ok(Some(GradeChoice { grade: read.absolute(), counted_from, why: self.why }))
    }
}

/// The grade that goes on with the schooling at a school of a system: the same year, or the next one after what was finished. None
/// after senior high.
pub fn continued(grade: Grade, finished: bool, system: SchoolSystem) -> Option<Grade> {
    Grade::new(grade.absolute() + u8::from(finished), system)
}

/// The way of a pupil into a school.
#[derive(Debug, Clone, Copy)]
pub struct Way<'a> {
    /// Who comes.
    pub pupil: &'a Pupil,
    /// Whether the grade on record was finished (毕业, 结业).
    pub finished: bool,
    /// Where to.
    pub to: &'a Unit,
}

impl Way<'_> {
    fn system(&self) -> Option<SchoolSystem> {
        self.to.school.as_ref().map(|school| school.system)
    }

    /// From the grade that goes on to the highest one that the years at schools elsewhere account for.
    fn usual(&self) -> Option<(Grade, u8)> {
        let first = continued(self.pupil.grade, self.finished, self.system()?)?;
        Some((first, (first.absolute() + self.pupil.years_elsewhere()).min(12)))
    }

    /// The grade into which the pupil comes; none where there is no such grade. Who comes back from elsewhere goes on in the grade of
    /// those who stayed, in a later stage when they are in one.
    pub fn grade(&self, choice: Option<&GradeChoice>) -> Option<Grade> {
        let (first, last) = self.usual()?;
        let Some(choice) = choice else { return Grade::new(last, first.system()) };
        let promoted = i16::from(self.pupil.grade.absolute()) - i16::from(choice.counted_from);
        Grade::new(u8::try_from(i16::from(choice.grade) + promoted).ok()?, first.system())
    }

    fn is_taught(&self, grade: Grade) -> bool {
        self.to.school.as_ref().is_some_and(|school| school.stages.contains(&grade.stage()))
    }

    /// What is wrong with the grade. `beside` is the field that says who comes.
    pub fn refusals(
        &self,
        choice: Option<&GradeChoice>,
        note: &str,
        beside: RefusalCode,
        context: &Context,
    ) -> Vec<Refusal> {
        let abroad = self.pupil.status == Some(PupilStatus::Abroad);
        let basis = || Basis::Article(if abroad { 20 } else { 14 });
        let refuse = |code, what: String, remedy| Refusal::new(code, basis(), what, remedy);
        let Some((first, last)) = self.usual() else {
            let what = format!("{}没有学生以后的年级。", self.to.name);
            return vec![refuse(beside, what, "请核对学生的年级和接收学校。")];
        };
        let code = if choice.is_some() { RefusalCode::Grade } else { beside };
        let Some(grade) = self.grade(choice) else {
            return vec![refuse(code, "没有这个年级。".to_owned(), "请重新选择年级。")];
        };
        let mut wrong = Vec::new();
        if !self.is_taught(grade) {
            let what = format!("{}不设{}。", self.to.name, told(grade));
            wrong.push(refuse(
                code,
                what,
                "请核对学生的年级和接收学校；学制不同的，请说明编入其他年级的原因。",
            ));
        }
        if (first.absolute()..=last).contains(&grade.absolute()) {
            return wrong;
        }
        let kept = |what: String, remedy| refuse(RefusalCode::Grade, what, remedy);
        let straight = self.pupil.years_elsewhere() == 0;
        let near = grade.absolute() + 1 >= first.absolute() && grade.absolute() <= last + 1;
        let counted_alike =
            first.system() == self.pupil.grade.system() || first.absolute().max(grade.absolute()) > 9;
        if straight && counted_alike {
            let what = format!("应编入{}。", told(first));
            wrong.push(kept(what, "年级编排相同，不能借转学、升学留级或跳级。"));
        } else if !near {
            let what = format!("应编入{}，最多相差一个年级。", told(first));
            wrong.push(kept(what, "请重新选择年级。"));
        } else if straight && context.rules.yes(RuleKey::TransferGradeKept) {
            let what = format!("应编入{}。", told(first));
            let remedy = "请按一至九年级对应编入。";
            wrong.push(by_rule(
                RefusalCode::Grade,
                &context.rules,
                RuleKey::TransferGradeKept,
                &what,
                remedy,
            ));
        } else {
            let why = choice.and_then(|choice| choice.why);
            wrong.extend(unexplained(why, note, grade.absolute() < first.absolute()));
        }
        wrong
    }
}

/// What is missing where a grade is repeated or left out: a reason, and what was found, in words.
pub(super) fn unexplained(why: Option<GradeReason>, note: &str, again: bool) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if why.is_none() {
        let what = if again { "学生将重读一个年级。" } else { "学生将越过一个年级。" };
        let remedy = "请选择原因，或编入应接续的年级。";
        wrong.push(Refusal::new(RefusalCode::GradeReason, Basis::Article(14), what, remedy));
    }
    if crate::text::length(note) < 4 {
        let what = "还没有写明编入其他年级的情况。";
        wrong.push(Refusal::new(
            RefusalCode::Note,
            Basis::Article(14),
            what,
            "请在说明中写明评估或商定的结果。",
        ));
    }
    wrong
}

/// A grade with its system, which decides what it is called: 初中一年级（五四制第6年）.
fn told(grade: Grade) -> String {
    format!("{}（{}第{}年）", grade.label(), grade.system().label(), grade.absolute())
}

impl Pupil {
    /// Whether the pupil is at a school outside this register.
    pub fn is_elsewhere(&self) -> bool {
        matches!(self.status, Some(PupilStatus::Abroad | PupilStatus::TransferredOut))
    }

    /// School years that the pupil has been at schools outside this register, which may account for as many grades. Who had dropped
    /// out or was suspended has learned nothing meanwhile.
    pub fn years_elsewhere(&self) -> u8 {
        if self.is_elsewhere() { self.record.years_away } else { 0 }
    }
}
