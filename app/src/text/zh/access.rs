//! 访问日志 (第二十五条).

pub const TITLE: &str = "访问日志";
pub const LEAD: &str =
    "谁在何时、因何事、通过哪项功能看过学生的学籍信息。日志只增不减，按账号成链、按日签名，至少保存三年。";
pub const UNIT: &str = "单位（含下级）";
pub const FROM: &str = "开始日期";
pub const TO: &str = "结束日期";
pub const KIND: &str = "用途类别";
pub const ALL_KINDS: &str = "全部";
pub const LOGIN: &str = "账号名";
pub const TOTALS: &str = "按单位汇总";
pub const ACCOUNTS: &str = "账号数";
pub const TOTAL: &str = "合计";
pub const ENTRIES: &str = "明细";
pub const AT: &str = "时间";
pub const WHERE: &str = "单位";
pub const WHO: &str = "账号";
pub const ROLE: &str = "岗位";
pub const PUPIL: &str = "学生";
pub const PURPOSE: &str = "用途说明";
pub const NONE: &str = "这段时间没有记录";
pub const NONE_WHY: &str =
    "有人查看、打印或导出学籍信息时才有记录。要看以前的，请把开始日期改早一些，或去掉筛选条件。";
pub const NO_ALARMS_WHY: &str = "查阅的数量或时间与平时明显不同，系统才会提示；没有提示就不用办理。";
pub const ALARMS: &str = "异常查阅报警";
pub const ALARMS_LEAD: &str =
    "最近三十天内，账号一小时的次数超过上限，或者当日次数明显多于平日。请核实是否因工作需要。";
pub const ALARM_KIND: &str = "情形";
pub const ALARM_N: &str = "次数";
pub const ALARM_USUAL: &str = "上限或平日";
pub const DAY: &str = "日期";
pub const NO_ALARMS: &str = "最近三十天没有报警";
pub const PRINT: &str = "可用浏览器的打印功能打印本页，作为审计报告。";
pub const SHOW: &str = "查询";

pub const UNIT_JOURNAL: &str = "单位办理记录";
pub const UNIT_JOURNAL_LEAD: &str = "下级单位的违规处理、对外提供、学校变动、细则、复核和工作交接，每一步由谁何时办理。记录只增不减，按单位成链。";
pub const UNIT_EVENT: &str = "记录";
pub const UNIT_MATTER: &str = "事项";
pub const UNIT_STATE: &str = "办理后";
pub const UNIT_BY: &str = "经办人";
pub const UNIT_NONE: &str = "这个单位还没有办理记录";
pub const UNIT_NONE_WHY: &str =
    "这里只记对单位本身的决定，如学校设置变更、责令改正、学籍复核；学生的事项记在各人的变动记录里。";
pub const UNIT_BROKEN: &str = "这个单位的记录链不完整，请立即报告系统管理员。";

pub const OF_PUPIL: &str = "访问记录";
pub const OF_PUPIL_LEAD: &str = "谁看过这名学生的学籍信息，新的在前。";

pub fn people(n: usize) -> String {
    if n == 0 { "—".to_owned() } else { format!("{n} 名学生") }
}

pub fn period(from: &str, to: &str) -> String {
    format!("{from} 至 {to}")
}

pub fn alarms(n: usize) -> String {
    format!("本单位账号有 {n} 条异常查阅报警")
}

pub fn usual(hour: bool, n: u64) -> String {
    if hour { format!("每小时上限 {n} 次") } else { format!("平日 {n} 次") }
}

pub const INQUIRY: &str = "查阅异常核查";
pub const INQUIRY_LEAD: &str = "由所在单位主管领导或审计管理员登记核查结果，另一名审计管理员确认后查结；本人的查阅本人不核查。认定并确认为越权查阅的，作为违规线索报主管部门核查。";
pub const INQUIRY_STATE: &str = "核查";
pub const INQUIRY_FACTS: &str = "报警情况";
pub const AUDITOR: &str = "确认单位";
pub const DUE: &str = "办理期限";
pub const FINDING: &str = "核查结果";
pub const FOUND_BY: &str = "核查人";
pub const CONFIRMED_BY: &str = "确认人";
pub const WORDS: &str = "核查情况";
pub const WORDS_HINT: &str = "写明为什么查阅、怎样核实的；不写学生姓名和证件号";
pub const FIND: &str = "登记核查结果";
pub const CONFIRM: &str = "确认核查结果";
pub const CONFIRM_HINT: &str = "确认后查结。账号被盗用的，请同时通知安全管理员封存账号并重置密码。";
pub const CONFIRM_DO: &str = "确认";
pub const RETURN: &str = "退回重新核查";
pub const RETURN_REASON: &str = "退回的原因";
pub const RETURNED: &str = "已退回";
pub const NO_FINDING: &str = "还没有选择核查结果。";
pub const NO_FINDING_NEXT: &str = "请选择一项。";
pub const DONE: &str = "已办理。";

pub fn looked(on: &str, n: u64) -> String {
    format!("{on}查阅 {} 次", super::common::number(n))
}

pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}
