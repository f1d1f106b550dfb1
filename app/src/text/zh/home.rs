//! Landing pages of staff.

use domain::figure::Figure;
use std::cmp::Ordering;

pub const WAITING: &str = "等我办理";
pub const WAITING_NONE: &str = "没有等您办理的事项";
pub const WAITING_NONE_NEXT: &str =
    "有新的事项时，本页会自动更新；已经提交给别人的，请到待办台的“我发起的”里看。";
pub const ALL_WAITING: &str = "查看全部";
pub const REGISTRATIONS: &str = "学籍建立";
pub const CORRECTIONS: &str = "基础信息变更";
pub const ON_ROLL: &str = "在读学生";
pub const OPEN_REGISTRATIONS: &str = "正在建立学籍";
pub const OPEN_CORRECTIONS: &str = "正在变更信息";
pub const OVERDUE: &str = "逾期未办";
pub const ARCHIVES: &str = "一个月建档期限（第七条）";
pub const ARCHIVES_OPEN: &str = "待建档案";
pub const ARCHIVES_SOON: &str = "七日内到期";
pub const ARCHIVES_LATE: &str = "超过一个月";
pub const PEOPLE: &str = "人";
pub const SUSPENSIONS_ENDING: &str = "休学30天内期满";
pub const SUSPENSIONS_OVER: &str = "休学期满未复学";
pub const LONG_ABSENT: &str = "缺课一周以上";
pub const OTHER_CHANGES: &str = "其他变动";
pub const CASES: &str = "件";
pub const FIGURES: &str = "学生情况";
pub const BY_STAGE: &str = "各学段在读人数";
pub const BY_GRADE: &str = "各年级在读人数";
pub const BY_STANDING: &str = "学生状态";
pub const BY_SEX: &str = "性别";
pub const IN_PROGRESS: &str = "办理中的事项";
pub const UNITS: &str = "所属单位";
pub const UNIT: &str = "单位";
pub const LATE: &str = "逾期";
pub const NOBODY: &str = "还没有学生";
pub const NOBODY_SCHOOL: &str = "请学籍管理员从“批量导入”或“单个录入”开始，核准以后这里显示人数。";
pub const NOBODY_BELOW: &str = "所属学校录入学生以后，这里显示人数。";
/// Standings that are no code of JY/T 1001.
pub const CANDIDATE: &str = "待核准";
pub const NOT_REGISTERED: &str = "未予建籍";
pub const BARRED_TITLE: &str = "还不能办理业务";
pub const OWN: &str = "本单位";

pub const RATINGS: &str = "家长评价";
pub const THIS_TERM: &str = "本学期";
pub const LAST_TERM: &str = "上学期";
/// What stands below the ratings.
pub const RATINGS_HINT: &str = "计入本校最后办理的事项。为不透露是哪位家长评价的，不足5件的只写“少于5”，满意率（非常满意、满意和基本满意所占的比例）在学期结束后列出。";
pub const PRINT: &str = "打印本页";

pub const TREND: &str = "变化情况";
pub const SPAN: &str = "时间范围";
pub const COMPARED: &str = "同期比较";
pub const TERM_BEFORE: &str = "与上学期同期相比";
pub const YEAR_BEFORE: &str = "与去年同期相比";
pub const NOTHING_BEFORE: &str = "尚无往期数据";
pub const NOTHING_KEPT: &str = "这段时间没有保存数据。";
pub const NOT_KEPT_YET: &str = "还没有保存过数据。每天夜里保存一次，从明天起可以查看。";
/// In place of a figure that is not there.
pub const UNKNOWN: &str = "—";
/// Why some numbers are words, for who may not list the pupils of these schools.
pub const WITHHELD: &str = "您的岗位不能按姓名查看这些学校的学生：单个学校不足5人（件）的数字写“少于5”，为免由合计推算，\
另有数字写“不列出”；单个学校各类业务的办理情况和含不足5人的分项不列出。";

/// Since when there is a history, and what of it.
pub fn kept_since(day: &str) -> String {
    format!("历史数据自{day}起保存：每天夜里一次，保留400天；更早的每月保留最后一天。")
}

/// Up to which day a figure is told.
pub fn on(day: &str) -> String {
    format!("截至{day}")
}

/// A number and what is counted.
pub fn counted(n: &str, unit: &str) -> String {
    format!("{n}{unit}")
}

/// How many rated.
pub fn rated(n: &str) -> String {
    format!("{n}件")
}

/// The same, and how satisfied they were.
pub fn rated_and_satisfied(n: &str, share: &str) -> String {
    format!("{n}件，满意率{share}")
}

/// A figure against an earlier one.
pub fn changed(change: i64, by: &str, on: &str, before: &str) -> String {
    match change {
        0 => format!("持平（{on}：{before}）"),
        1.. => format!("增加{by}（{on}：{before}）"),
        _ => format!("减少{by}（{on}：{before}）"),
    }
}

/// A number against the one of an earlier night.
pub fn since(on: &str, now: Ordering, by: &str) -> String {
    match now {
        Ordering::Greater => format!("较{on}增加{by}"),
        Ordering::Less => format!("较{on}减少{by}"),
        Ordering::Equal => format!("与{on}持平"),
    }
}

/// Who has to act on what a figure counts; on some nobody has to.
pub fn who_acts(figure: Figure) -> Option<&'static str> {
    match figure {
        Figure::OnRoll => None,
        Figure::OpenRegistrations | Figure::OpenCorrections => Some("由学校、主管部门依次审核"),
        Figure::Overdue => Some("由事项所在岗位办理"),
        Figure::ArchivesOpen
        | Figure::ArchivesSoon
        | Figure::ArchivesLate
        | Figure::HoldingsLacking
        | Figure::HoldingsLate
        | Figure::SuspensionsEnding
        | Figure::SuspensionsOver => Some("由学校学籍管理员办理"),
        Figure::LongAbsent => Some("由学校劝返"),
    }
}

/// The kinds of which there is no case.
pub fn no_cases(kinds: &[&str]) -> String {
    format!("以下各类没有办理过：{}。", kinds.join("、"))
}

/// One of the two is not told.
pub fn untold(on: &str) -> String {
    format!("有一天的数字不列出，不作比较（{on}）")
}

/// What a small line shows.
pub fn last_weeks(figure: &str) -> String {
    format!("{figure}：最近12周")
}

/// Said after a link whose words are the same for every figure.
pub fn of_figure(figure: &str) -> String {
    format!("：{figure}")
}

pub fn summed_at(at: &str) -> String {
    format!("汇总时间：{at}")
}

pub fn caption(kind: &str) -> String {
    format!("{kind}首页")
}

pub fn stage_of(kind: &str) -> String {
    format!("{kind}：办理情况")
}

/// A grade where there is little room: `小学一年级` → `小一`.
pub fn short_grade(label: &str) -> String {
    let stages = [("小学", "小"), ("初中", "初"), ("高中", "高")];
    stages.iter().fold(label.replace("年级", ""), |text, (long, short)| text.replace(long, short))
}
