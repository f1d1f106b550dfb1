//! 下级单位对比, 各岗位逾期事项, 转学流向, and what an audit administrator sees first.

use contract::compare::Measure;
use domain::calendar::{Half, Term};

pub const TITLE: &str = "下级单位对比";
pub const LEAD: &str = "各单位的数字取自最近一次汇总。学籍业务不论现由哪个单位办理，都计入学生所在的学校。\
家长评价计入最后办理的单位及其上级；满意率是非常满意、满意和基本满意的评价所占的比例。点列名可以换一个排序，再点一次倒过来。";
pub const UNITS: &str = "各单位";
pub const UNIT: &str = "单位";
pub const NO_UNITS: &str = "没有下级单位";
pub const NO_UNITS_NEXT: &str = "设立学校或下级单位，由主管部门的学籍管理员在“学校与档案保管”里提出，主管领导批准；办好以后，各单位的数字会列在这里。";
pub const SORT: &str = "排序";
pub const ORDER: &str = "次序";
pub const HIGHEST: &str = "从高到低";
pub const LOWEST: &str = "从低到高";
pub const SHOW: &str = "显示";
pub const UNKNOWN: &str = "—";

pub const LATE: &str = "各岗位逾期事项";
pub const LATE_LEAD: &str = "下级单位的待办事项中已过办理期限的，各岗位分别列出；最早到期的在前。";
pub const NOBODY_LATE: &str = "下级单位没有逾期未办的事项";
pub const NOBODY_LATE_NEXT: &str = "现在不用办什么。有事项过了办理期限，会列在这里，并提醒办理的岗位。";
pub const ROLE: &str = "由谁办理";
pub const LATE_N: &str = "件数";
pub const SINCE: &str = "最早的到期日";

pub const FLOWS: &str = "转学流向";
pub const FLOWS_LEAD: &str = "已办结的转学，横行是转出单位，竖列是转入单位。同一单位内部的转学不计入；\
不足5人的只写“少于5”，为免推算而未列出的写“不列出”，没有转学的留空。";
pub const FROM: &str = "转出单位";
pub const OUTSIDE: &str = "外地";
pub const SUM: &str = "合计";
pub const NO_FLOWS: &str = "这一学年没有办结的转学";
pub const NO_FLOWS_NEXT: &str =
    "转学办结后，下一次汇总会列在这里。正在办的，请到“下级单位对比”看“在办学籍业务”。";
pub const ALL_LEFT_OUT: &str = "人数很少，分单位列出会推算出个别学生的去向，因此不列出。";

pub const AUDIT: &str = "审计";
pub const OPEN_ALARMS: &str = "待核查的查阅异常";
pub const DISCLOSURES: &str = "本月申请并已对外提供";
pub const DISCLOSURES_NOTE: &str = "由本单位审批的";
pub const ACCOUNTS_WAITING: &str = "待确认的账号和重置";
pub const ACCOUNTS_WAITING_NOTE: &str = "由系统管理员或安全管理员确认";
pub const ACCOUNTS_RESTING: &str = "长期未登录已封存";
pub const ACCOUNTS_RESTING_NOTE: &str = "本单位的账号；由安全管理员启封";
pub const ACCOUNTS_NO_FACTOR: &str = "未设二次验证的账号";
pub const ACCOUNTS_NO_FACTOR_NOTE: &str = "本单位的账号；由本人设置";
pub const ACCOUNTS: &str = "个";
pub const CASES: &str = "件";

/// The name of a column. Terms are counted by their months, whatever the calendar of a province says.
pub fn measure(one: Measure, term: Term) -> &'static str {
    match one {
        Measure::OnRoll => "在读学生",
        Measure::Registering => "正在建立学籍",
        Measure::Waiting => "在办学籍业务",
        Measure::Overdue => "其中已逾期",
        Measure::OnTime => "在办未逾期比例",
        Measure::Filled => "信息完整率",
        Measure::Missing => "缺项",
        Measure::Warnings => "预警",
        Measure::Problems => "问题学籍",
        Measure::DroppedOut => match term.half {
            Half::First => "本学期（9月至次年1月）辍学",
            Half::Second => "本学期（2月至8月）辍学",
        },
        Measure::Returned => match term.half {
            Half::First => "本学期（9月至次年1月）返校",
            Half::Second => "本学期（2月至8月）返校",
        },
        Measure::Rated => match term.half {
            Half::First => "本学期（9月至次年1月）家长评价",
            Half::Second => "本学期（2月至8月）家长评价",
        },
        Measure::RatedBad => "其中差评",
        Measure::Satisfied => "家长满意率",
    }
}

/// The columns in which nobody has anything.
pub fn all_zero(columns: &[&str]) -> String {
    format!("以下各项均为0：{}。", columns.join("、"))
}

/// What is said where a list holds a part of the units.
pub fn more(n: &str) -> String {
    format!("下级单位超过{n}个，本页按名称只列出前{n}个，其余的没有列出，也不在“逾期未办”之内。")
}

pub fn or_more(n: &str) -> String {
    format!("{n}件以上")
}

pub fn caption(kind: &str, unit: &str) -> String {
    format!("{unit}（{kind}）")
}

/// A month, where the day is not told.
pub fn month(year: i32, month: u32) -> String {
    format!("{year}年{month}月")
}
