//! The pages of one record (学籍档案).

pub const TABS: &str = "学籍档案各页";
pub const OVERVIEW: &str = "概况";
pub const INFO: &str = "学籍信息";
pub const ARCHIVE: &str = "档案内容";
pub const MATTERS: &str = "事项";
pub const TIMELINE: &str = "变动记录";

pub const PHOTO: &str = "学生照片";
pub const GUARDIANS: &str = "监护人";
pub const GUARDIANS_NONE: &str = "未登记";
pub const OPEN: &str = "未办结的事项";
pub const OPEN_NONE: &str = "没有未办结的事项。";
pub const CLOSED: &str = "已办结的事项";
pub const CLOSED_NONE: &str = "还没有已办结的事项";
pub const CLOSED_NONE_NEXT: &str = "正在办理的列在上面，办完以后移到这里。";
pub const MATTERS_LEAD: &str =
    "与这名学生有关、属于您办理范围的事项。没有链接的由其他单位办理，不能在这里打开。";
pub const ALL_MATTERS: &str = "全部事项";
pub const LACKING: &str = "档案还缺";
pub const LACKING_ALL: &str = "查看全部缺项";
pub const NOW: &str = "现在不能办理";

pub const TAKEN_BACK: &str = "接管已撤销";

/// What is said of a child that came with a take-over that was undone.
pub fn taken_back(batch: &str) -> String {
    format!(
        "这名学生由接管批次 {batch} 带入，该批次已整批撤销：没有建立学籍，没有学籍号，不计入任何统计。撤销的理由见变动记录。"
    )
}

pub const KIND: &str = "事项";
pub const STATE: &str = "状态";
pub const SINCE: &str = "开始日期";
pub const DUE: &str = "办理期限";
pub const NO_DUE: &str = "未设期限";

pub const BETWEEN: &str = "其他记录";
pub const CASE: &str = "办件";
pub const OPEN_CASE: &str = "打开办件";

/// Something that is one's office and cannot be done now.
pub fn barred(acts: &[&str], why: &str) -> String {
    format!("{}：{why}", acts.join("、"))
}

pub fn guardian(name: &str, kinship: &str, phone: &str) -> String {
    match (kinship, phone) {
        ("", "") => name.to_owned(),
        ("", phone) => format!("{name} {phone}"),
        (kinship, "") => format!("{name}（{kinship}）"),
        (kinship, phone) => format!("{name}（{kinship}）{phone}"),
    }
}

pub fn lacking(n: usize, percent: &str) -> String {
    if n == 0 {
        format!("完整度 {percent}，应归档的内容已经齐全")
    } else {
        format!("完整度 {percent}，缺 {n} 项")
    }
}

pub fn lacks(what: &str, due: &str) -> String {
    format!("{what}（{due}前）")
}

/// What the system put down by itself, folded.
pub fn machine(n: usize) -> String {
    format!("系统自动记录 {n} 条")
}

pub const RECENT: &str = "最近查看的学生";

/// A pupil in the list of those looked at last.
pub fn recent(name: &str, class: &str, school: &str) -> String {
    format!("{name}，{class}，{school}")
}

/// A time, by its two ends in words.
pub fn from_until(from: &str, until: &str) -> String {
    format!("{from}至{until}")
}
