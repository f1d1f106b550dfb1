//! 学籍复核 (第二十四条).

use super::common::number;

pub const TITLE: &str = "学籍复核";
pub const LEAD: &str =
    "地方教育行政部门和学校每学期复核学生学籍，确保变动手续完备、学生基本信息和变动信息准确（第二十四条）。";
pub const CAMPAIGNS: &str = "复核任务";
pub const NONE: &str = "还没有复核任务";
pub const NONE_NEXT: &str = "省级、市级或县级教育行政部门发起并批准后，这里会列出。";
pub const UNIT: &str = "发起单位";
pub const TERM: &str = "学期";
pub const STATE: &str = "状态";
pub const START: &str = "开始日期";
pub const SCHOOL_DUE: &str = "学校完成日期";
pub const COUNTY_DUE: &str = "主管部门完成日期";
pub const END: &str = "结束日期";
pub const OWED_TITLE: &str = "应开展而未发起的复核";
pub const OWED_NEXT: &str =
    "请在下方“发起复核”中填写日期，提交主管领导批准。上级发起的复核覆盖本单位的，本提醒自动消失。";
pub const OWED_SCHOOLS: &str = "涉及学校";
pub const OWED_DUE: &str = "最迟发起日期";
pub const OWED_LATE: &str = "逾期未发起";
pub const OPEN: &str = "发起复核";
pub const OPEN_LEAD: &str = "复核范围为本单位管辖的全部学校。提交后由本单位主管领导批准，发起人不能批准。";
pub const OPEN_DO: &str = "提交主管领导批准";
pub const OPENED: &str = "已提交主管领导批准。";
pub const AMEND: &str = "更改日期";
pub const DECIDE: &str = "批准";
pub const APPROVE: &str = "批准并启动";
pub const RETURN: &str = "退回";
pub const RETURN_REASON: &str = "退回理由";
pub const RETURNED: &str = "已退回";
pub const CLOSE: &str = "结束复核";
pub const CLOSE_LEAD: &str = "全部学校完成，或结束日期过后，可以结束。结束后结果不再更改。";
pub const DONE: &str = "已办理。";
pub const PROPOSED_BY: &str = "发起人";
pub const APPROVED_BY: &str = "批准人";
pub const CLOSED_ON: &str = "结束于";
pub const FACTS: &str = "任务情况";
pub const PROGRESS: &str = "复核进度";
pub const BELOW: &str = "下级进度";
pub const NO_PROGRESS: &str = "本学期还没有学校参加复核";
pub const NO_PROGRESS_NEXT: &str = "任务启动后，系统逐校比对学籍记录，这里会自动更新。";
pub const SCHOOLS: &str = "学校";
pub const SCHOOLS_DONE: &str = "已完成学校";
pub const SCHOOLS_OF: &str = "所";
pub const PUPILS: &str = "学生人数";
pub const CONFIRMED: &str = "已核对";
pub const FOUND: &str = "系统发现疑点";
pub const OPEN_ANOMALIES: &str = "未答复疑点";
pub const GUARDIANS: &str = "家长已确认";
pub const OBJECTED: &str = "家长提出有误";
pub const PEOPLE: &str = "人";
pub const ITEMS: &str = "项";
pub const NAME_OF_UNIT: &str = "单位";
pub const REPORT: &str = "复核结果报告";
pub const REPORT_PRINT: &str = "可用浏览器的打印功能打印本报告。";
pub const TO_SCHOOL: &str = "办理本校复核";

pub const CLASSES: &str = "班级核对表";
pub const CLASS: &str = "班级";
pub const NO_CLASSES: &str = "还没有列出学生";
pub const NO_CLASSES_NEXT: &str = "系统正在逐人列出，稍后会自动更新；学校没有在籍学生的，不用核对。";
pub const LOOKING_AT: &str = "正在逐校比对学籍记录";
pub const LOOKING_RELOAD: &str = "刷新进度";
pub const LOOKING: &str = "系统正在逐人比对学籍记录，疑点尚未全部列出。列出后才能提交。";
pub const ANOMALIES: &str = "疑点清单";
pub const ALL_KINDS: &str = "全部疑点";
pub const KIND: &str = "疑点";
pub const ANSWERED_TOO: &str = "包括已答复的";
pub const NO_ANOMALIES: &str = "没有这样的疑点";
pub const NO_ANOMALIES_NEXT: &str = "换一个条件看看；全部处理以后，就可以签字提交。";
pub const SIGNATURES: &str = "签字";
pub const EXAMINER: &str = "学籍主管部门";
pub const DUE: &str = "办理期限";
pub const LOOKED_ON: &str = "系统比对日期";
pub const STEP: &str = "办理";
pub const SUBMIT: &str = "提交本校主管领导签字";
pub const SIGN: &str = "签字并报主管部门";
pub const EXAMINE: &str = "审核通过，报主管领导签字";
pub const CONFIRM: &str = "签字，完成复核";
pub const STEP_LEAD: &str = "须每名学生都已核对、每项疑点都已答复。";
pub const RETURN_LEAD: &str = "退回后由学校重新核对、提交并签字。";

pub const NAME: &str = "姓名";
pub const NUMBER: &str = "学籍号";
pub const FINDING: &str = "核对结果";
pub const GUARDIAN: &str = "家长确认";
pub const TO_DO: &str = "逐人核对";
pub const SELECT: &str = "选择";
pub const NOT_YET: &str = "未核对";
pub const NO_WORD: &str = "未确认";
pub const NOTHING_FOUND: &str = "无";
pub const SHEET_LEAD: &str = "由班主任或学籍管理员逐人核对是否在校、信息是否准确。已预先勾选没有疑点、尚未核对的学生；有疑点或信息有误的，请逐人办理。";
pub const PRESENT: &str = "所选学生在校且信息准确";
pub const SIGNED: &str = "所选学生家长已签字";
pub const PRINTED_FORM: &str = "纸质的《学生信息家长确认表》签字收回后，在这里登记。";
pub const NOTE: &str = "情况说明";
pub const NOTE_HINT: &str = "人籍分离、空挂学籍和其他情况须写明学生现在何处、准备怎样办理";
pub const WRONG_ITEMS: &str = "有误的项目";
pub const WRONG_ITEMS_HINT: &str = "选择“信息有误”时，请勾选有误的项目";
pub const SAVE_FINDING: &str = "保存核对结果";
pub const ANSWER: &str = "答复疑点";
pub const OUTCOME: &str = "处理结果";
pub const ANSWER_NOTE: &str = "说明";
pub const ANSWER_HINT: &str = "核实无误或正在办理的，请写明情况";
pub const SAVE_ANSWERS: &str = "保存答复";
pub const NO_ANSWER: &str = "还没有选择处理结果。";
pub const NO_ANSWER_NEXT: &str = "请至少为一项疑点选择处理结果。";
pub const NOT_ANSWERED: &str = "未答复";
pub const MEND: &str = "去办理";
pub const SAVED: &str = "已保存。";
pub const PAPER: &str = "登记纸质确认表";
pub const PAPER_WORD: &str = "家长在确认表上签署";
pub const PAPER_RIGHT: &str = "信息无误，已签字";
pub const PAPER_WRONG: &str = "信息有误，已签字并注明";
pub const SCAN: &str = "确认表扫描件";
pub const SCAN_HINT: &str = "可不上传；JPG、PNG 或 PDF，不超过 20 MB，存入学生档案";
pub const SAVE_PAPER: &str = "登记";
pub const CHOOSE: &str = "还没有选择。";
pub const CHOOSE_NEXT: &str = "请选择一项。";
pub const RECORD: &str = "学生档案";

pub const RESULTS: &str = "核对结果";
pub const BY_KIND: &str = "疑点及处理";
pub const DEALT: &str = "已办理";
pub const TOTAL: &str = "合计";
pub const ON_PAPER: &str = "纸质";
pub const ONLINE: &str = "网上";
pub const COMPLETE: &str = "核对完成学生";

pub const MY_THANKS: &str = "已收到您的确认，谢谢。";

/// `2026-09-01` 至 `2027-01-20`
pub fn span(from: &str, to: &str) -> String {
    format!("{from}至{to}")
}

/// Who, and on which day.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}

pub fn owed_by_you(term: &str, due: &str, schools: u64) -> String {
    format!("{term}须复核学生学籍（第二十四条），本单位主管的{schools}所学校还没有复核任务。最迟{due}发起。")
}

pub fn waiting(n: u64) -> String {
    format!("有 {n} 件学籍复核事项等您办理")
}

pub fn schools_done(done: i64, all: i64) -> String {
    format!("{} / {}", number(whole(done)), number(whole(all)))
}

/// A count that is never below nought.
pub fn count(n: i64) -> String {
    number(whole(n))
}

pub fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

pub fn of_all(n: i64, all: i64) -> String {
    format!("{} / {}", count(n), count(all))
}

pub fn select(name: &str) -> String {
    format!("选择{name}")
}

/// A row's link, for those who hear it without the row.
pub fn of(what: &str, name: &str) -> String {
    format!("{name}：{what}")
}

pub fn report_title(unit: &str, term: &str) -> String {
    format!("{unit}{term}学籍复核结果报告")
}

pub fn report_lead(unit: &str, term: &str, at: &str) -> String {
    format!("{unit}依据《中小学生学籍管理办法》第二十四条组织{term}学籍复核，截至{at}，结果如下。")
}

/// What of the anomalies was dealt with: the rest is open.
pub fn guardians(online: i64, paper: i64) -> String {
    format!("网上 {} 人，纸质 {} 人", count(online), count(paper))
}

pub const SIGNED_SUBMIT: &str = "学校学籍管理员提交";
pub const SIGNED_SCHOOL: &str = "学校主管领导签字";
pub const SIGNED_EXAMINE: &str = "主管部门学籍管理员审核";
pub const SIGNED_AUTHORITY: &str = "主管部门领导签字";
pub const WORD_RIGHT: &str = "信息无误";
pub const SETTLE_TOGETHER: &str = "为所选学生统一答复疑点";
pub const SETTLE_SELECTED: &str = "答复所选学生的这项疑点";

/// `小学一年级1班核对表`
pub fn sheet_of(class: &str) -> String {
    format!("{class}核对表")
}

pub const FOUND_AT: &str = "学生实际就读的学校";
pub const FOUND_AT_HINT: &str = "只在人籍分离时填写：学校标识码或学校全称。写明后，接收学校未办理转学的线索报其主管部门；不清楚的请留空。";

pub fn found_at(school: &str) -> String {
    format!("实际就读于{school}")
}
