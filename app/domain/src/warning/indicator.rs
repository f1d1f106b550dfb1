//! What is measured, how, and what its levels are.

use crate::org::UnitKind;
use crate::rules::{Level, RuleKey};
use serde::{Deserialize, Serialize};

/// How a figure is held against its thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// ‰ of the pupils.
    Share,
    /// As it is.
    Count,
}

impl Measure {
    /// The highest level whose threshold is reached. Without pupils there is no share and no warning of it.
    pub fn level(self, figure: u64, base: u64, thresholds: [u32; 3]) -> Option<Level> {
        let reached = |threshold: u32| match self {
            Self::Share => base > 0 && u128::from(figure) * 1000 >= u128::from(threshold) * u128::from(base),
            Self::Count => figure >= u64::from(threshold),
        };
        let levels = Level::ALL.into_iter().zip(thresholds);
        levels.rev().find(|(_, threshold)| figure > 0 && reached(*threshold)).map(|(level, _)| level)
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// 转出: pupils who moved away in thirty days
    Outflow,
    /// 考前休学: suspensions opened in thirty days, while examinations stand ahead
    Suspensions,
    /// 辍学: dropped out, or absent without a reason for longer than the province's days
    Dropouts,
    /// 问题学籍: problem records that are open
    Problems,
    /// 逾期事项: cases that wait in the unit past their day
    OverdueCases,
    /// 逾期公文: letters the unit owes past their day
    OverdueLetters,
    /// 逾期建档: archives not built in time
    LateArchives,
}

impl Indicator {
    /// Every indicator, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Outflow,
        Self::Suspensions,
        Self::Dropouts,
        Self::Problems,
        Self::OverdueCases,
        Self::OverdueLetters,
        Self::LateArchives,
    ];

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Outflow => "outflow",
            Self::Suspensions => "suspensions",
            Self::Dropouts => "dropouts",
            Self::Problems => "problems",
            Self::OverdueCases => "overdue_cases",
            Self::OverdueLetters => "overdue_letters",
            Self::LateArchives => "late_archives",
        }
    }

    /// The indicator with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Outflow => "转出异常",
            Self::Suspensions => "考前休学异常",
            Self::Dropouts => "辍学",
            Self::Problems => "问题学籍未办结",
            Self::OverdueCases => "事项逾期未办",
            Self::OverdueLetters => "公文逾期未发",
            Self::LateArchives => "逾期未建档案",
        }
    }

    /// What its figure counts.
    pub fn counts(self) -> &'static str {
        match self {
            Self::Outflow => "30天内转出的学生",
            Self::Suspensions => "考试前30天内申请休学的学生",
            Self::Dropouts => "已认定辍学和疑似辍学的学生",
            Self::Problems => "尚未办结的问题学籍",
            Self::OverdueCases => "在本单位逾期未办的事项",
            Self::OverdueLetters => "本单位逾期未发的公文",
            Self::LateArchives => "超过建档期限仍未建立学籍档案的学生",
        }
    }

    /// 单位 of the figure.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Outflow | Self::Suspensions | Self::Dropouts | Self::LateArchives => "人",
            Self::Problems | Self::OverdueCases | Self::OverdueLetters => "件",
        }
    }

    /// What whoever answers for the unit should do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Outflow => "核查转出学生的去向和原因，查看有无违规招生、动员转学；去向不明的逐人核实。",
            Self::Suspensions => "逐件核查休学申请和证明材料，防止以休学规避考试或者变相劝退。",
            Self::Dropouts => "逐人落实劝返和书面报告，情况变化及时登记。",
            Self::Problems => "按期答复核查并提交证明材料，由认定单位尽快作出处理。",
            Self::OverdueCases => "今日办理逾期事项；暂不能办的写明理由退回补正。",
            Self::OverdueLetters => "核对公文往来，立即签发逾期的档案转接和辍学报告等公文。",
            Self::LateArchives => "核对待建档案名单，补齐材料后立即报主管部门核准。",
        }
    }

    /// The rule that gives its thresholds.
    pub fn rule(self) -> RuleKey {
        match self {
            Self::Outflow => RuleKey::WarnOutflow,
            Self::Suspensions => RuleKey::WarnSuspensions,
            Self::Dropouts => RuleKey::WarnDropouts,
            Self::Problems => RuleKey::WarnProblems,
            Self::OverdueCases => RuleKey::WarnOverdueCases,
            Self::OverdueLetters => RuleKey::WarnOverdueLetters,
            Self::LateArchives => RuleKey::WarnLateArchives,
        }
    }

    /// How it is measured.
    pub fn measure(self) -> Measure {
        match self {
            Self::OverdueCases | Self::OverdueLetters => Measure::Count,
            _ => Measure::Share,
        }
    }

    /// Whether a few pupils are no sign of anything, as one of twenty who moves.
    pub fn needs_crowd(self) -> bool {
        matches!(self, Self::Outflow | Self::Suspensions)
    }

    /// Whether it is measured in a unit of this kind: shares of pupils in schools and counties, late business wherever it lies.
    pub fn concerns(self, kind: UnitKind) -> bool {
        match self.measure() {
            Measure::Share => matches!(kind, UnitKind::School | UnitKind::County),
            Measure::Count => kind != UnitKind::Township,
        }
    }
}
