//! Absences and what is done about them.

pub const TITLE: &str = "缺课与劝返";
pub const NOTE: &str = "登记缺课";
pub const NOTE_HINT: &str = "学生无故不到校的，从第一天起登记；返校或查明原因后结束（第二十二条）。";
pub const SINCE: &str = "缺课第一天";
pub const LASTING: &str = "已缺课";
pub const CONFIRM_FROM: &str = "可以认定辍学的日期";
pub const ABSENT: &str = "缺课";
pub const SUSPECTED: &str = "疑似辍学";
pub const CONFIRMED: &str = "已认定辍学";
pub const FOLLOW_UPS: &str = "劝返记录";
pub const FOLLOW: &str = "登记劝返";
pub const ON: &str = "劝返日期";
pub const MANNER: &str = "劝返方式";
pub const MANNER_HINT: &str = "例如家访、电话、会同村（居）委会走访";
pub const RESULT: &str = "情况";
pub const RESULT_HINT: &str = "学生和家庭的情况、商定的下一步";
pub const BY: &str = "登记人";
pub const END: &str = "结束缺课";
pub const REASON: &str = "返校情况或缺课原因";
pub const REASON_HINT: &str = "例如已返校上课、补交病假证明";

pub const OWED: &str = "辍学跟进";
pub const OWED_UNTIL: &str = "义务教育年限到";
pub const OWED_MISSED: &str = "未跟进的学期";
pub const OWED_CLOSE: &str =
    "义务教育年限已届满。请办理肄业并写明去向；办结后向乡镇人民政府、县级教育行政部门和学籍主管部门报告。";

/// Where it stands, by whom and by when.
pub fn owed(state: &str, follower: &str, due: Option<&str>) -> String {
    match due {
        Some(due) => format!("{state}，由{follower}办理，截止{due}"),
        None => format!("{state}，由{follower}办理"),
    }
}

pub fn days(n: i64) -> String {
    format!("{n}天（含首日）")
}

/// 户籍地跟进 (第二十二条第二款).
pub fn followed(unit: &str, since: &str) -> String {
    format!("自{since}起由户籍所在地{unit}保管学籍档案并跟进，直至返校或转入其他学校就读。")
}
