//! 升级

pub const TITLE: &str = "升级";
pub const WORDS: &str = "每年由系统统一办理，可以预览结果和不升级的学生（第十二条）";
pub const LEAD: &str = "正常升级学生的年级由系统更新，学校不需要逐人办理（第十二条）。";
pub const DAY: &str = "统一升级的日期";
pub const STATE: &str = "情况";
pub const TO_COME: &str = "待升级，以下是按今天的记录预计的结果";
pub const RUNNING: &str = "正在升级，以下是办理中的结果";
pub const PROGRESS: &str = "已核对的学生";
pub const SCHOOLS_DONE: &str = "已升级的学校";
pub const MOVES: &str = "升级的学生";
pub const FROM: &str = "原年级";
pub const TO: &str = "新年级";
pub const COUNT: &str = "人数";
pub const NO_MOVES: &str = "没有升级的学生";
pub const NO_MOVES_NEXT: &str = "只有在籍在读、还没有到毕业年级的学生升级；请核对学年和学校。";
pub const KEPT: &str = "不升级的学生";
pub const NO_KEPT: &str = "没有不升级的学生";
pub const NO_KEPT_NEXT: &str = "获准留级、休学等不升级的学生才列在这里。";
pub const NAME: &str = "姓名";
pub const CLASS: &str = "班级";
pub const REASON_KEPT: &str = "原因";
pub const UNDO: &str = "撤销本校的升级";
pub const UNDO_HINT: &str = "只有升级之后还没有其他变动时可以撤销；撤销后可以再次升级。";
pub const REASON: &str = "撤销的原因";
pub const REPEAT: &str = "再次升级";
pub const SCHOOLS: &str = "各学校的升级情况";
pub const SCHOOL: &str = "学校";
pub const PROMOTED: &str = "升级";
pub const NOT_YET: &str = "待升级";

pub fn into(year: &str) -> String {
    format!("升入{year}")
}

pub fn done(at: &str) -> String {
    format!("系统已于{at}升级")
}

pub fn undone(who: &str, at: &str, why: &str) -> String {
    format!("{who}于{at}撤销：{why}")
}

pub fn counted(reason: &str, n: usize) -> String {
    format!("{reason}：{n}人")
}
