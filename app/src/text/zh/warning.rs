//! 监测预警 (第二十四条).

use domain::warning::{Indicator, Level, Measure};

pub const TITLE: &str = "监测预警";
pub const LEAD: &str = "系统每日按本省阈值计算，达到阈值即预警，指标回落后自动解除。预警提示核查，不等于认定违规。达到关注、预警级别的，由被预警单位限期说明处置情况。";
pub const OPEN: &str = "未解除";
pub const CLOSED: &str = "已解除";
pub const DIGEST: &str = "每周监测简报";
pub const INDICATOR: &str = "指标";
pub const ALL_INDICATORS: &str = "全部指标";
pub const LEVEL: &str = "级别";
pub const ALL_LEVELS: &str = "全部级别";
pub const UNIT: &str = "单位";
pub const FIGURE: &str = "当前数值";
pub const OPENED: &str = "开始日期";
pub const CLOSED_ON: &str = "解除日期";
pub const ANSWER: &str = "处置";
pub const ANSWERED: &str = "已说明";
pub const NOT_ANSWERED: &str = "未说明";
pub const NOT_ASKED: &str = "无须说明";
pub const ANSWER_BY: &str = "说明期限";
pub const NONE: &str = "没有预警";
pub const NONE_NEXT: &str = "系统每日计算一次，达到阈值的指标会列在这里。";
pub const ONLY: &str = "只看：";
pub const SHOW_ALL: &str = "查看本级全部";
pub const OPEN_NOW: &str = "未解除的预警";
pub const FACTS: &str = "指标情况";
pub const COUNTS: &str = "统计内容";
pub const BASE: &str = "学生数（在读和待核准）";
pub const SHARE: &str = "占学生数";
pub const THRESHOLDS: &str = "当日阈值";
pub const BASIS: &str = "阈值依据";
pub const ADVICE: &str = "怎样处置";
pub const READINGS: &str = "逐日数值";
pub const DAY: &str = "日期";
pub const CASES: &str = "涉及事项";
pub const CASES_FIRST: &str = "按编号列出，最多 50 件。";
pub const NUMBER: &str = "办件编号";
pub const KIND: &str = "事项";
pub const SAID: &str = "处置说明";
pub const NOTHING_SAID: &str = "该单位还没有说明处置情况。";
pub const BELOW: &str = "未达阈值";
pub const ACKNOWLEDGE: &str = "填写处置说明";
pub const WORDS: &str = "处置情况";
pub const WORDS_HINT: &str = "写明已经或将要采取的措施。不要写学生姓名和证件号码。";
pub const SUBMIT: &str = "提交说明";
pub const DONE: &str = "处置说明已提交。";
pub const NO_DIGEST: &str = "还没有简报";
pub const NO_DIGEST_NEXT: &str = "系统每周一生成上一周的简报。";
pub const WEEKS: &str = "历次简报";
pub const SUMMARY: &str = "总体情况";
pub const BY_INDICATOR: &str = "各指标未解除的预警";
pub const BY_UNIT: &str = "下级单位未解除的预警";
pub const NO_UNITS: &str = "下级单位没有未解除的预警。";
pub const TOTAL: &str = "合计";
pub const ON_ROLL: &str = "在读学生";
pub const OPENED_IN: &str = "本周新增预警";
pub const CLOSED_IN: &str = "本周解除预警";
pub const PIECES: &str = "项";
pub const PEOPLE: &str = "人";
pub const PRINT: &str = "可用浏览器的打印功能打印本简报。简报生成后不再变动。";

/// 12 人, or 12 人（30‰）.
pub fn figure(indicator: Indicator, figure: u64, per_mille: Option<u64>) -> String {
    let n = super::common::number(figure);
    match per_mille.filter(|_| indicator.measure() == Measure::Share) {
        Some(share) => format!("{n} {}（{share}‰）", indicator.unit()),
        None => format!("{n} {}", indicator.unit()),
    }
}

/// 提示 10‰，关注 30‰，预警 50‰
pub fn thresholds(indicator: Indicator, thresholds: [u32; 3]) -> String {
    let unit = if indicator.measure() == Measure::Share { "‰" } else { "件" };
    let parts = Level::ALL.into_iter().zip(thresholds);
    parts.map(|(level, n)| format!("{} {n}{unit}", level.label())).collect::<Vec<_>>().join("，")
}

/// 预警 3 项
pub fn level_count(level: Level, n: u64) -> String {
    format!("{} {n} 项", level.label())
}

/// What stands in the list while the unit has to say what it does.
pub fn answer_by(day: &str) -> String {
    format!("待说明，期限{day}")
}

/// The digest's title line.
pub fn week(from: &str, to: &str) -> String {
    format!("{from}至{to}")
}

/// When its figures were taken.
pub fn made_on(day: &str) -> String {
    format!("{day}生成，数值为当日早间数值")
}

/// Who, and on which day.
pub fn by_on(by: &str, unit: &str, on: &str) -> String {
    format!("{unit} {by}，{on}")
}
