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
pub const FUNCTION: &str = "功能";
pub const PUPIL: &str = "学生";
pub const PURPOSE: &str = "用途说明";
pub const NONE: &str = "这段时间没有记录";
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
pub const UNIT_BROKEN: &str = "这个单位的记录链不完整，请立即报告系统管理员。";

pub const OF_CHILD: &str = "谁查看过我孩子的学籍";
pub const OF_CHILD_LEAD: &str =
    "工作人员每次查看、打印或导出您孩子的学籍信息，都会记在这里。如有疑问，请向学校或学籍主管部门询问。";
pub const OF_PUPIL: &str = "访问记录";
pub const OF_PUPIL_LEAD: &str = "谁看过这名学生的学籍信息，新的在前。";
pub const GUARDIAN: &str = "监护人";

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
