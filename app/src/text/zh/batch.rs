//! Many at once; the page from which the school's business with the record starts; copies.

pub const HUB: &str = "学籍变动";
pub const HUB_LEAD: &str = "本校学籍变动的办理入口。单个学生的休学、复学、出境、安置等，在学生档案里办理。";
pub const HUB_COUNTY: &str = "本级的学籍变动事务。";
pub const TRANSFER: &str = "转入学生";
pub const TRANSFER_WORDS: &str = "由转入学校发起（第十四条）";
pub const PROGRESSION: &str = "升学接收";
pub const PROGRESSION_WORDS: &str = "接收上一学段的毕业生，可以一次提交多名（第十四条）";
pub const COMPLETION: &str = "毕业、结业办理";
pub const COMPLETION_WORDS: &str = "整班毕业、结业，个别学生另选（第十三条）";
pub const COPIES: &str = "离校学生档案备份";
pub const COPIES_WORDS: &str = "学生转出或升学后本校保留的电子档案，只可查看（第九条）";
pub const RULES_WORDS: &str = "本省各类变动的条件、期限和依据（第十一条、第二十九条）";
pub const UPKEEP_WORDS: &str =
    "按班级或年级维护学籍辅号、班内学号、就读方式、联系方式等，重新编班，也可用 Excel（第十三条）";
pub const MOVE_WORDS: &str = "勾选学生调到本年级的另一个班（第十三条）";
pub const PUPILS: &str = "学生档案";
pub const PUPILS_WORDS: &str = "休学、复学、出境就读、留级、跳级、安置、辍学等逐人办理";

pub const LOOK_AFTER: &str = "需要跟进的学生";
pub const LOOK_AFTER_WORDS: &str = "休学即将期满、缺课和辍学的学生（第十九条、第二十二条）";
pub const LATE_WORDS: &str = "下级单位逾期未办、已报本级的事项（第十四条）";
pub const SUSPENDED: &str = "休学学生";
pub const SUSPENDED_HINT: &str = "期满应办理复学或延长；期满未复学的，请联系家庭。";
pub const SUSPENDED_NONE: &str = "没有休学学生";
pub const SUSPENDED_NONE_NEXT: &str = "休学获准以后，学生会列在这里。";
pub const UNTIL: &str = "休学最后一天";
pub const ABSENT: &str = "缺课与辍学学生";
pub const ABSENT_NONE: &str = "没有登记缺课的学生";
pub const ABSENT_NONE_NEXT: &str = "学生缺课时，请打开学生的学籍档案登记缺课，登记后列在这里。";
pub const ABSENT_ONLY: &str = "缺课";
pub const SUSPECTED: &str = "疑似辍学";
pub const CONFIRMED: &str = "已认定辍学";
pub const SINCE: &str = "缺课第一天";
pub const DAYS: &str = "天数";
pub const FOLLOW_UPS: &str = "劝返次数";

pub const ON_COMPLETION: &str = "证书日期";
pub const ON_PROGRESSION: &str = "到校就读日期";
pub const SIGHTED: &str = "已查验并留存每名学生毕业或结业的成绩和评价材料";
pub const NOTE: &str = "说明";
pub const NOTE_HINT: &str = "逾期或补录时必填";
pub const NUMBER: &str = "学籍号";
pub const NAME: &str = "姓名";
pub const OUTCOME: &str = "结果";
pub const LATER: &str = "暂不办理";
pub const CERTIFICATE: &str = "证书编号";
pub const DESTINATION: &str = "毕业去向";
pub const CLASS: &str = "班级";
pub const CLASS_OWN: &str = "编入班级";
pub const CLASS_OWN_HINT: &str = "勾选的本校毕业生编入同一班级";
pub const SUBMIT: &str = "提交本校主管领导审核";
pub const NO_LEAVERS: &str = "没有待办理的毕业年级学生";
pub const NO_LEAVERS_NEXT: &str = "毕业年级的学生都已办理。";
pub const OWN_GRADUATES: &str = "本校毕业生";
pub const OTHER_GRADUATES: &str = "其他学校的毕业生";
pub const LINES: &str = "每行一名学生";
pub const LINES_HINT: &str =
    "学籍号、姓名、编入班级三项，用空格或逗号分开；不编入按学习年限接续的年级的，再加编入年级一项；最多200行";
pub const COMPLETION_LEAD: &str = "先选班级，再选本班结果；与本班不同的学生在自己的一行选择。先检查，全部通过后提交；有一名不能办理的，一名也不提交。每名学生是一件单独的事项。证书由学校自行编号的填写编号，不填的发证时由证书登记簿编号。";
pub const LEAVER_CLASSES: &str = "毕业年级的班级";
pub const LEFT: &str = "未办学生";
pub const UNDER_WAY: &str = "已提交或有未办结事项";
pub const OTHER_CLASSES: &str = "其他班级";
pub const CLASS_OUTCOME: &str = "本班结果";
pub const CLASS_OUTCOME_HINT: &str = "没有另选结果的学生按本班结果办理；不选的，只办理另选了结果的学生";
pub const AS_CLASS: &str = "随本班";
pub const REASON: &str = "本人说明";
pub const BUSY: &str = "已提交，或有其他未办结的事项";
pub const CHECK: &str = "检查";
pub const CHECK_WELL: &str = "检查通过，还没有提交";

/// What would be sent: how many of each outcome, and how many are left out of those of the class who could be sent.
pub fn checked(outcomes: &[&str], of: usize) -> String {
    let mut each: Vec<(&str, usize)> = Vec::new();
    for outcome in outcomes {
        match each.iter_mut().find(|(label, _)| label == outcome) {
            Some((_, n)) => *n += 1,
            None => each.push((*outcome, 1)),
        }
    }
    let each: Vec<String> = each.iter().map(|(label, n)| format!("{label} {n} 名")).collect();
    let left = of.saturating_sub(outcomes.len());
    let left = if left == 0 { String::new() } else { format!("；暂不办理 {left} 名") };
    format!("将提交{}{left}。请再按提交；改了内容的会重新检查。", each.join("、"))
}

pub fn sent(n: usize) -> String {
    format!("已提交 {n} 名学生，等待本校主管领导审核。")
}
pub const PROGRESSION_LEAD: &str =
    "提交后依次由本校主管领导、双方学籍主管部门和毕业学校核办；升入本校下一学段的不转移档案（第十四条）。";

pub const COPIES_LEAD: &str = "学生离校当天的学籍档案，此后不再改变；敏感号码不显示完整内容。";
pub const LEFT_ON: &str = "离校日期";
pub const NO_COPIES: &str = "还没有离校学生";
pub const NO_COPIES_NEXT: &str = "学生转出或升学办结以后，本系统自动保留一份，不需要另外操作。";
pub const NEXT_PAGE: &str = "下一页";
pub const STAY: &str = "在本校就读";
pub const MOVED_TO: &str = "去向";
pub const INFO: &str = "学籍基础信息";
pub const CHANGES: &str = "学籍变动";
pub const ON: &str = "日期";
pub const WHAT: &str = "事项";

pub fn stay(from: &str, to: &str) -> String {
    format!("{from}至{to}")
}

/// The label of a control in a row: its column, for whom.
pub fn of(column: &str, name: &str) -> String {
    format!("{name}的{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_left_out_is_counted_of_those_who_could_be_sent() {
        let told = |of| checked(&["毕业", "结业", "毕业"], of);
        assert_eq!(told(5), "将提交毕业 2 名、结业 1 名；暂不办理 2 名。请再按提交；改了内容的会重新检查。");
        assert!(!told(3).contains("暂不办理"), "nobody is left out");
    }
}
