//! 下级单位对比, 各岗位逾期事项, 转学流向, and what an audit administrator sees first.

use contract::compare::Measure;
use domain::calendar::{Half, Term};
use std::cmp::Ordering;

pub const TITLE: &str = "下级单位对比";
pub const LEAD: &str =
    "各单位的数字取自最近一次汇总。点列名可以换一个排序，再点一次倒过来；各列统计什么，列在表下。";
pub const MEANINGS: &str = "各列统计什么";
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

pub const LINES_LEAD: &str = "每天夜里保存的数字，最多的单位在前；各单位的线用同一个刻度。排序换成“在读学生”“正在建立学籍”或“尚缺的材料和记录”，这里也换成该项；\
其他各项没有逐夜保存，列“学籍事项逾期”。";
pub const LINE: &str = "变化";
pub const CHANGE: &str = "增减";

pub const LATE: &str = "各岗位逾期事项";
pub const LATE_LEAD: &str = "直接下级单位自己的岗位上，已过办理期限的待办事项：除学籍业务外，还有公文、预警说明、问题学籍等，最早到期的在前。\
计在办理的岗位，不计在学生所在的学校；更下级单位的岗位不在这里，点开该单位再看。因此与上表的“逾期未办”不是同一个数。";
pub const NOBODY_LATE: &str = "直接下级单位的岗位没有逾期事项";
pub const NOBODY_LATE_NEXT: &str = "现在不用办什么。有事项过了办理期限，会列在这里，并提醒办理的岗位。";
pub const ROLE: &str = "由谁办理";
pub const LATE_N: &str = "件数";
pub const SINCE: &str = "最早的到期日";
pub const OLDEST: &str = "最早的一件";

pub const FLOWS: &str = "转学流向";
pub const FLOWS_LEAD: &str = "已办结的转学，按学年列出。同一单位内部的转学不计入。";
pub const FLOWS_TABLE: &str = "横行是转出单位，竖列是转入单位，“外地”是本表以外的单位；没有转学的留空。";
pub const FLOWS_UNTOLD: &str = "不足5人的只写“少于5”，为免推算而未列出的写“不列出”。";
pub const LARGEST_DRAWN: &str = "图中只画出人数最多的40条，其余的见下表。";
pub const UNTOLD_NOT_DRAWN: &str = "“少于5”和“不列出”的没有画出。";
pub const FROM: &str = "转出单位";
pub const OUTSIDE: &str = "外地";
pub const SUM: &str = "合计";
pub const NO_FLOWS: &str = "这一学年没有办结的转学";
pub const NO_FLOWS_NEXT: &str =
    "转学办结后，下一次汇总会列在这里。正在办的，请到“下级单位对比”看“在办学籍业务”。";
pub const FEW_MOVED: &str = "这一学年转学的合计少于5人，分单位列出会推算出个别学生的去向，因此不列出。";
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

/// The name of a column.
pub fn measure(one: Measure) -> &'static str {
    match one {
        Measure::OnRoll => "在读学生",
        Measure::Registering => "正在建立学籍",
        Measure::Waiting => "在办学籍业务",
        Measure::Overdue => "其中逾期未办",
        Measure::OnTime => "在办未逾期比例",
        Measure::Decided => "本学期办结",
        Measure::DaysHeld => "中位办理天数",
        Measure::Filled => super::archive::FILLED,
        Measure::Missing => super::archive::FORM_LACKING,
        Measure::Archived => "材料和记录归档率",
        Measure::ArchiveLacking => super::archive::HOLDINGS_LACKING,
        Measure::Warnings => "监测预警（三级合计）",
        Measure::Problems => "问题学籍",
        Measure::DroppedOut => "本学期辍学",
        Measure::Returned => "本学期返校",
        Measure::Rated => "本学期家长评价",
        Measure::RatedBad => "其中差评",
        Measure::Satisfied => "家长满意率",
        Measure::Classes => "班级数",
        Measure::LargeClasses => "其中大班额",
        Measure::VeryLargeClasses => "其中超大班额",
    }
}

/// Which months a term has here. Terms are counted by their months, whatever the calendar of a province says.
fn months(term: Term) -> &'static str {
    match term.half {
        Half::First => "9月至次年1月",
        Half::Second => "2月至8月",
    }
}

/// What a column counts.
pub fn meaning(one: Measure, term: Term) -> String {
    let months = months(term);
    let words = match one {
        Measure::OnRoll => "状态为“在读”的学生。",
        Measure::Registering => "正在办理的学籍建立。",
        Measure::Waiting => "正在办理和退回补正的学籍业务；不论现由哪个单位办理，都计入学生所在的学校。",
        Measure::Overdue => {
            "在办学籍业务中，当前环节已过办理期限的；也计入学生所在的学校。不包括公文、预警说明等其他事项，也不包括应归档的材料。"
        }
        Measure::OnTime => "在办学籍业务中没有过办理期限的所占的比例。",
        Measure::Decided => return format!("本学期（{months}）办结的学籍业务，包括核准和不予核准。"),
        Measure::DaysHeld => {
            "把办结的业务按从提出到办结的自然日数排列，居中一件的天数；补正的时间也计算在内。"
        }
        Measure::Filled => "在读学生基础信息表的必填项中，已经填写的所占的比例。",
        Measure::Missing => "在读学生基础信息表的必填项中，还没有填写的；不包括应归档的材料和记录。",
        Measure::Archived => "基础信息表以外，学籍档案应归档的材料和记录（第七条）中，已经归档的所占的比例。",
        Measure::ArchiveLacking => "应归档的材料和记录中还没有归档的，其中有的还没到期限。",
        Measure::Warnings => "本单位及其下级没有解除的监测预警，提示、关注、预警三级合在一起。",
        Measure::Problems => "没有处理完的问题学籍。",
        Measure::DroppedOut => return format!("本学期（{months}）核准的辍学。"),
        Measure::Returned => return format!("本学期（{months}）核准的辍学返校。"),
        Measure::Rated => {
            return format!("本学期（{months}）家长对办理情况的评价，计入最后办理的单位及其上级。");
        }
        Measure::RatedBad => "家长评价中不满意和非常不满意的。",
        Measure::Satisfied => "家长评价中非常满意、满意和基本满意的所占的比例。",
        Measure::Classes => "有在读学生的班级。",
        Measure::LargeClasses => "56人以上的班级。",
        Measure::VeryLargeClasses => "66人以上的班级。",
    };
    words.to_owned()
}

/// The columns in which nobody has anything.
pub fn all_zero(columns: &[&str]) -> String {
    format!("以下各项均为0：{}。", columns.join("、"))
}

/// The units of which every figure is nought, named below the table instead of in rows of it.
pub fn all_zero_units(n: &str) -> String {
    format!("另有{n}个单位各项均为0：")
}

pub const LATE_ROWS: &str = "底色标出的，是有逾期未办业务的单位。";
pub const WIDE: &str = "表格比屏幕宽时可以左右移动，单位名称始终可见。";

/// What is said where a list holds a part of the units.
pub fn more(n: &str) -> String {
    format!("下级单位超过{n}个，本页按名称只列出前{n}个，其余的没有列出，也不在“各岗位逾期事项”之内。")
}

/// The heading of the drawing of a school year.
pub fn drawn(year: &str) -> String {
    format!("{year}转学流向图：左侧转出，右侧转入")
}

/// How the newest night stands to the first.
pub fn change(to_first: Ordering, by: &str) -> String {
    match to_first {
        Ordering::Greater => format!("增加{by}"),
        Ordering::Less => format!("减少{by}"),
        Ordering::Equal => "持平".to_owned(),
    }
}

/// What no unit had on any of the nights.
pub fn never_any(figure: &str) -> String {
    format!("这段时间各单位的“{figure}”均为0。")
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
