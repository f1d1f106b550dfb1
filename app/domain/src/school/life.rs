//! A change in a school's life: what it is, and its way from the proposal to the end.

use super::Profile;
use crate::codes::{Grade, SchoolSystem, SchoolType, Stage, class_name};
use crate::id::{AccountId, UnitId};
use crate::matter::{Checked, Lifecycle, Party, TwoSteps};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where the pupils of one class go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// 1–12
    pub grade: u8,
    /// 班级 at the school that ends.
    pub class_name: String,
    /// The school that takes them.
    pub to: UnitId,
    /// 班级 there.
    pub new_class: String,
}

impl Placement {
    /// The class there in its canonical form.
    pub fn class_there(&self, system: SchoolSystem) -> String {
        class_name(Grade::new(self.grade, system), &self.new_class).text
    }
}

/// 所在地: the county in whose division a school lies, which for a school run directly (第十八条) is not its competent authority, and the
/// township (第二十二条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// 所在县（区）; a city without counties answers for itself.
    pub county: UnitId,
    /// 所在乡镇, where one is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<UnitId>,
}

impl Site {
    /// As a form sends it: `320102` or `320102/320102001`.
    pub fn parse(text: &str) -> Option<Self> {
        let (county, township) = match text.split_once('/') {
            Some((county, township)) => (county, Some(township.parse().ok()?)),
            None => (text, None),
        };
        Some(Self { county: county.parse().ok()?, township })
    }
}

impl std::fmt::Display for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.township {
            Some(township) => write!(f, "{}/{township}", self.county),
            None => write!(f, "{}", self.county),
        }
    }
}

/// What is to happen to a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// 新设: a new code is issued.
    Found {
        /// 名称
        name: String,
        /// 办学类型
        school_type: SchoolType,
        /// 学段, in order; none for those the kind usually has.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stages: Vec<Stage>,
        /// 学制
        system: SchoolSystem,
        /// 所在地; none for the county that founds it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<Site>,
    },
    /// 变更所在地: the code stays; notices, reports and numbers follow where it stands now.
    Relocate {
        /// 新所在地
        site: Site,
    },
    /// 更名: the code stays, the old name is kept.
    Rename {
        /// 新名称
        name: String,
    },
    /// 变更学校类别: a new code; everything is carried over, the old code is void.
    Reclass {
        /// 新名称
        name: String,
        /// 新办学类型
        school_type: SchoolType,
        /// 学段, in order; none for those the new kind usually has.
        #[serde(default)]
        stages: Vec<Stage>,
        /// 学制; none when it stays what it is.
        #[serde(default)]
        system: Option<SchoolSystem>,
        /// Where the classes go whose stage ends.
        #[serde(default)]
        placements: Vec<Placement>,
    },
    /// 变更办学类型、学段、学制: within the class (学校类别), so the code stays.
    Convert {
        /// 名称, the new one where it changes with the kind.
        name: String,
        /// What the school is from now on.
        to: Profile,
        /// Where the classes go whose stage ends.
        placements: Vec<Placement>,
    },
    /// 合并: pupils, archives and copies go to the school that stays.
    Merge {
        /// The school that stays.
        into: UnitId,
        /// Classes that get another name there; the others keep theirs.
        placements: Vec<Placement>,
    },
    /// 撤销: each class is placed, archives go where the authority says.
    Close {
        /// The school that keeps the archives of those who have left; none for the authority itself.
        archives: Option<UnitId>,
        /// Where each class that is still there goes.
        placements: Vec<Placement>,
    },
    /// 变更学籍主管部门 (划转): the school answers to another authority; code, pupils and archives stay what they are.
    Reassign {
        /// The authority to which it answers from then on.
        to: UnitId,
    },
    /// 划转一批学校: schools of one authority answer to another one, all by one act; each goes over as by [`Change::Reassign`].
    HandOver {
        /// The authority to which they answer.
        from: UnitId,
        /// The one to which they answer from then on.
        to: UnitId,
        /// The schools, in the order in which they go over.
        schools: Vec<UnitId>,
        /// 生效日期
        on: NaiveDate,
    },
    /// 恢复: the old code is in use again.
    Revive,
    /// 设立: a city, a county or a township comes to be, under the code that was announced for it.
    FoundUnit {
        /// 区划代码
        code: UnitId,
        /// 名称
        name: String,
        /// 生效日期
        on: NaiveDate,
    },
    /// 机构更名: the code stays, the old name is kept.
    RenameUnit {
        /// 新名称
        name: String,
        /// 生效日期
        on: NaiveDate,
    },
    /// 撤销机构: nothing lies below it any more; its code is never given to another.
    EndUnit {
        /// 生效日期
        on: NaiveDate,
    },
}

impl Change {
    /// The Chinese term.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Found { .. } => "新设",
            Self::Relocate { .. } => "变更所在地",
            Self::Rename { .. } => "更名",
            Self::Reclass { .. } => "变更学校类别",
            Self::Convert { .. } => "变更办学类型、学段或学制",
            Self::Merge { .. } => "合并",
            Self::Close { .. } => "撤销",
            Self::Reassign { .. } => "变更学籍主管部门",
            Self::HandOver { .. } => "划转一批学校",
            Self::Revive => "恢复",
            Self::FoundUnit { .. } => "设立机构",
            Self::RenameUnit { .. } => "机构更名",
            Self::EndUnit { .. } => "撤销机构",
        }
    }

    /// Whether the school's code becomes void.
    pub fn ends_school(&self) -> bool {
        matches!(self, Self::Reclass { .. } | Self::Merge { .. } | Self::Close { .. })
    }

    /// Whether it is about a city, a county or a township and not about a school: the province's to decide.
    pub fn of_unit(&self) -> bool {
        matches!(self, Self::FoundUnit { .. } | Self::RenameUnit { .. } | Self::EndUnit { .. })
    }

    /// The day from which it holds, where the act names one; otherwise the day of approval.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::FoundUnit { on, .. }
            | Self::RenameUnit { on, .. }
            | Self::EndUnit { on }
            | Self::HandOver { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// Whether archives go to another keeper with it: of a school that ends, or of classes whose stage ends.
    pub fn moves_archives(&self) -> bool {
        self.ends_school() || !self.placements().is_empty()
    }

    /// The schools that are handed over together; none by every other change.
    pub fn schools(&self) -> &[UnitId] {
        match self {
            Self::HandOver { schools, .. } => schools,
            _ => &[],
        }
    }

    /// Where classes go that do not stay with their school.
    pub fn placements(&self) -> &[Placement] {
        match self {
            Self::Merge { placements, .. }
            | Self::Close { placements, .. }
            | Self::Reclass { placements, .. }
            | Self::Convert { placements, .. } => placements,
            _ => &[],
        }
    }

    /// The placement of a class, where one is named.
    pub fn placement(&self, grade: u8, class_name: &str) -> Option<&Placement> {
        self.placements().iter().find(|one| one.grade == grade && one.class_name == class_name)
    }

    /// What the school is to be that was this before; none where it stays what it is.
    pub fn profile(&self, now: &Profile) -> Option<Profile> {
        match self {
            Self::Convert { to, .. } => Some(to.clone()),
            Self::Reclass { school_type, stages, system, .. } => {
                Some(Profile::with(*school_type, stages, system.unwrap_or(now.system)))
            }
            _ => None,
        }
    }

    /// What a school is that is founded; none for every other change.
    pub fn founded(&self) -> Option<Profile> {
        match self {
            Self::Found { school_type, stages, system, .. } => {
                Some(Profile::with(*school_type, stages, *system))
            }
            _ => None,
        }
    }
}

/// How far a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待审批
    Proposed,
    /// 待接收方审批: approved by its own authority; the one that takes pupils in has not decided.
    Consulting,
    /// 已退回
    Rejected,
    /// 办理中: approved, records are being moved
    Running,
    /// 已完成
    Done,
}

impl State {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "待审批",
            Self::Consulting => "待接收方审批",
            Self::Rejected => "已退回",
            Self::Running => "办理中",
            Self::Done => "已完成",
        }
    }

    /// After a turn of moving: done when nothing is left. Any other state stays what it is, so that a turn may be repeated.
    #[must_use]
    pub fn after_turn(self, left: usize) -> Self {
        if self == Self::Running && left == 0 { Self::Done } else { self }
    }
}

/// Who proposes a change does not approve it.
const DECIDED: TwoSteps =
    TwoSteps { first: "提出", second: "审批", other: "本单位另一名主管领导" };

/// The leader's decision on a proposal. Agreed, it runs; a change that another authority has to decide, too, waits for its word.
///
/// # Errors
/// When it was decided before, or by who proposed it (four eyes).
pub fn decide(state: State, proposed_by: AccountId, decided_by: &Party, agree: bool) -> Checked<State> {
    let life = Lifecycle::by_procedure("这项变动").state_code(RefusalCode::State);
    life.in_state(state, State::label, &[State::Proposed])?;
    DECIDED.apart(decided_by, [proposed_by])?;
    Ok(if agree { State::Running } else { State::Rejected })
}

/// What stands in the way of ending a school, as refusals: heading and names, at most five of which are told.
pub fn blockers_refused(blockers: &[(String, Vec<String>)]) -> Vec<Refusal> {
    let told = blockers.iter().filter(|(_, names)| !names.is_empty()).map(|(heading, names)| {
        let some: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
        let more = if names.len() > some.len() { "等" } else { "" };
        let what = format!("{heading}{}项：{}{more}。", names.len(), some.join("、"));
        Refusal::of(RefusalCode::Blocked, what)
    });
    told.collect()
}
