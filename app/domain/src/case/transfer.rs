//! 转学 (第十四条 to 第十六条): the receiving school opens it; the releasing school and both authorities handle it, each party
//! within ten working days; then the schooling at one school ends and at the other begins.

use super::change::{Facts, Paper, Pupil, facts_refusals, frozen, wrong_status};
use super::{Context, Link};
use crate::access::Role;
use crate::calendar::{leavers_frozen, transfers_frozen};
use crate::case::registration::{authority_follows, link};
use crate::codes::PupilStatus;
use crate::id::UnitId;
use crate::org::Unit;
use crate::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};

/// Why somebody moves (转学原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferGround {
    /// 户籍迁移
    Household,
    /// 家庭住址变动
    Home,
    /// 父母工作调动或务工
    Employment,
    /// 返回户籍地就读
    Return,
    /// 其他
    Other,
}

impl TransferGround {
    /// Every ground.
    pub const ALL: [Self; 5] = [Self::Household, Self::Home, Self::Employment, Self::Return, Self::Other];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Household => "户籍迁移",
            Self::Home => "家庭住址变动",
            Self::Employment => "父母工作调动或务工",
            Self::Return => "返回户籍地就读",
            Self::Other => "其他原因",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Home => "home",
            Self::Employment => "employment",
            Self::Return => "return",
            Self::Other => "other",
        }
    }

    /// The ground with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.key() == key)
    }
}

/// The content of a transfer. `facts.on` is the first day at the receiving school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// First day, documents, note.
    pub facts: Facts,
    /// Why.
    pub ground: TransferGround,
    /// 转出学校
    pub from: UnitId,
    /// Its name.
    pub from_name: String,
    /// 转入学校
    pub to: UnitId,
    /// Its name.
    pub to_name: String,
    /// 班级 at the receiving school.
    pub class_name: String,
}

const NEEDED: &[&[Paper]] =
    &[&[Paper::Application], &[Paper::HouseholdRegister, Paper::Residence, Paper::Employment, Paper::Other]];

/// The documents of which each group must have been sighted.
pub fn needed() -> &'static [&'static [Paper]] {
    NEEDED
}

impl Transfer {
    /// Whether the receiving school may open it.
    ///
    /// # Errors
    /// Everything that is wrong at once; a refusal's code is the name of the field it is about.
    pub fn check(&self, pupil: &Pupil, to: &Unit, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        let mut wrong = facts_refusals(&self.facts, pupil.since, 60, context, NEEDED, 14);
        if transfers_frozen(context.today) {
            wrong.push(frozen("每年7月15日至8月14日不受理新的转学申请。"));
        } else if pupil.leaves_this_year() && leavers_frozen(context.today) {
            wrong.push(frozen("每年7月1日至8月14日不受理毕业年级学生的新业务。"));
        }
        if self.from == self.to {
            let what = "学生已经在本校就读。";
            wrong.push(Refusal::new("number", Basis::Article(14), what, "无需办理转学。"));
        } else if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(Refusal {
                code: "number".into(), ..wrong_status(pupil, 14, "只有在读学生可以转学")
            });
        }
        let offered = to.school.as_ref().is_some_and(|school| school.stages.contains(&pupil.grade.stage()));
        if !offered {
            let what = format!("{}不设{}。", to.name, pupil.grade.label());
            wrong.push(Refusal::new("number", Basis::Article(14), what, "请核对学生的年级和转入学校。"));
        }
        if !(1..=20).contains(&self.class_name.trim().chars().count()) {
            let what = "还没有填写班级，或超过20个字。";
            wrong.push(Refusal::new("class_name", Basis::Article(14), what, "请填写学生转入后的班级。"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Who handles it, in order. Under one competent authority: receiving school, releasing school, authority. Otherwise:
/// receiving school and its authority, releasing school and its authority.
///
/// # Errors
/// When one of the schools has no competent authority.
pub fn chain(
    to: &Unit,
    to_authority: &Unit,
    from: &Unit,
    from_authority: &Unit,
) -> Result<Vec<Link>, Refusal> {
    authority_follows(to, to_authority)?;
    authority_follows(from, from_authority)?;
    let both = |unit: &Unit| [link(unit, Role::Registrar), link(unit, Role::Leader)];
    let mut chain = vec![link(to, Role::Leader)];
    if to_authority.id != from_authority.id {
        chain.extend(both(to_authority));
    }
    chain.extend(both(from));
    chain.extend(both(from_authority));
    Ok(chain)
}
