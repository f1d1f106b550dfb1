//! What a school may become (办学类型、学段、学制): whether it keeps its code, and the classes whose stage ends with it.

use super::keeps_code;
use crate::codes::{Grade, SchoolSystem, SchoolType, Stage};
use crate::org::School;
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// What a school is to be: kind, stages and system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// 办学类型
    pub school_type: SchoolType,
    /// 学段, in order
    pub stages: Vec<Stage>,
    /// 学制
    pub system: SchoolSystem,
}

/// Kinds between which no school changes as a whole: its pupils were admitted by other rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// 普通中小学
    Ordinary,
    /// 特殊教育学校
    Special,
    /// 专门学校
    Reform,
}

impl Sort {
    fn of(kind: SchoolType) -> Self {
        match kind {
            _ if kind.is_special() => Self::Special,
            SchoolType::ReformSchool => Self::Reform,
            _ => Self::Ordinary,
        }
    }
}

/// What becomes of the code (学校标识码) of a school that becomes another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The class stays, and so does the code.
    Kept,
    /// Another class: a new code, the old one is void.
    New,
}

/// Whether a school of one kind may become one of another, and what becomes of its code.
///
/// # Errors
/// `school_type`: a school does not become an attached class, and an ordinary school no special or reform school or the reverse.
pub fn turns_into(from: SchoolType, to: SchoolType) -> Result<Code, Refusal> {
    let refuse = |what: String, remedy: &str| {
        Err(Refusal::new(RefusalCode::SchoolType, Basis::Article(9), what, remedy))
    };
    if to.is_attached() && from != to {
        let what = format!("{}由学校附设，不是独立的学校，{}不能变更为{0}。", to.label(), from.label());
        return refuse(what, "请改为合并，并入附设该班的学校。");
    }
    if Sort::of(from) != Sort::of(to) {
        let what = format!("{}不能变更为{}：两类学校的学生入学条件不同。", from.label(), to.label());
        return refuse(what, "请新设学校，原学校逐班安置学生后撤销。");
    }
    Ok(if keeps_code(from, to) { Code::Kept } else { Code::New })
}

impl Profile {
    /// What a school is now.
    pub fn of(school: &School) -> Self {
        let School { school_type, stages, system, .. } = school.clone();
        Self { school_type, stages, system }
    }

    /// What a kind usually is in a system.
    pub fn usual(school_type: SchoolType, system: SchoolSystem) -> Self {
        Self { school_type, stages: school_type.stages().to_vec(), system }
    }

    /// A kind with the stages that were chosen; with the usual ones where none were.
    pub fn with(school_type: SchoolType, stages: &[Stage], system: SchoolSystem) -> Self {
        let usual = Self::usual(school_type, system);
        if stages.is_empty() { usual } else { Self { stages: stages.to_vec(), ..usual } }
    }

    /// Whether a grade, counted through from one, is taught there.
    pub fn teaches(&self, grade: u8) -> bool {
        Grade::new(grade, self.system).is_some_and(|grade| self.stages.contains(&grade.stage()))
    }

    /// What is wrong with it as what a school is to be.
    pub fn refusals(&self, now: &Self) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> =
            turns_into(now.school_type, self.school_type).err().into_iter().collect();
        refusals.extend(self.wrong_stages(9));
        refusals
    }

    /// What is wrong with its stages: a special or a reform school has one or more of those it may have, of other kinds the kind says them
    /// (第二条). `article`: what is being done to the school rests on it.
    pub fn wrong_stages(&self, article: u8) -> Option<Refusal> {
        if self.school_type.may_have(&self.stages) {
            return None;
        }
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.label()).collect();
        let what = match stages.is_empty() {
            true => format!("没有选择{}的学段。", self.school_type.label()),
            false => {
                format!("{}不能只设或加设这些学段：{}。", self.school_type.label(), stages.join("、"))
            }
        };
        let possible: Vec<&str> =
            self.school_type.possible_stages().iter().map(|stage| stage.label()).collect();
        let remedy = format!("{}的学段为{}。", self.school_type.label(), possible.join("、"));
        Some(Refusal::new(RefusalCode::SchoolType, Basis::Article(article), what, &remedy))
    }
}

/// A class of a stage that ends, whose pupils have nowhere to go: told by name.
pub fn without_stage(class: &str, pupils: usize, to: &Profile) -> Refusal {
    let stages: Vec<&str> = to.stages.iter().map(|stage| stage.label()).collect();
    let what = format!(
        "{class}还有{pupils}名学生，变更后的{}（{}，{}）没有这个年级。",
        to.school_type.label(),
        stages.join("、"),
        to.system.label()
    );
    Refusal::new(RefusalCode::SchoolType, Basis::Article(9), what, "请先为这个班指定接收学校。")
}
