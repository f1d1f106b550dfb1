//! 责令改正 (第二十六条, 第二十七条).

pub const TITLE: &str = "责令改正";
pub const LEAD: &str =
    "系统发现的逾期事项先列为疑似，由主管部门学籍管理员核查、主管领导签发后，才责令有关单位改正。";
pub const BELOW: &str = "下级台账";
pub const OWN: &str = "本单位";
pub const COUNTS: &str = "下级单位未办结";
pub const UNIT_OF: &str = "件";
pub const KIND: &str = "情形";
pub const ALL_KINDS: &str = "全部情形";
pub const SUBJECT: &str = "单位";
pub const HANDLER: &str = "办理机关";
pub const STATE: &str = "状态";
pub const FOUND_ON: &str = "登记日期";
pub const DUE: &str = "改正期限";
pub const NONE: &str = "没有事项";
pub const NONE_NEXT: &str = "有新的事项时，这里会自动更新。";
pub const FACTS: &str = "基本情况";
pub const FACT: &str = "事实";
pub const ENTERED: &str = "登记人";
pub const BY_SYSTEM: &str = "系统按期限规则发现";
pub const BASIS: &str = "依据";
pub const EVIDENCE: &str = "证明材料";
pub const EXAMINED: &str = "核查意见";
pub const ESCALATED: &str = "报上一级";
pub const SERIOUS: &str = "情节严重";
pub const RECOMMENDED: &str = "追究责任的建议";
pub const ENDED: &str = "结果";
pub const ORDER_TITLE: &str = "责令改正通知书";
pub const REPLIES: &str = "改正情况";
pub const REJECTED: &str = "验收不通过";
pub const OPEN_FILE: &str = "查看材料";
pub const PRINT: &str = "可用浏览器的打印功能打印本通知书。";
pub const DO: &str = "办理";
pub const WORDS: &str = "意见";
pub const EXAMINE: &str = "属实，报主管领导";
pub const DISMISS: &str = "不予认定";
pub const SIGN: &str = "签发责令改正通知书";
pub const DEMAND: &str = "改正要求";
pub const DAYS: &str = "改正期限（工作日）";
pub const REPLY: &str = "报告改正情况";
pub const STATEMENT: &str = "改正情况说明";
pub const SCAN_KIND: &str = "材料种类";
pub const SCAN: &str = "证明材料扫描件";
pub const SCAN_HINT: &str = "JPG、PNG 或 PDF，不超过 20 MB。";
pub const ACCEPT: &str = "验收通过";
pub const REJECT: &str = "验收不通过，重新限期";
pub const STEER: &str = "其他处理";
pub const ESCALATE: &str = "报上一级";
pub const IS_SERIOUS: &str = "情节严重（未到期限也可以上报）";
pub const RECOMMEND: &str = "建议追究责任";
pub const WITHDRAW: &str = "撤销通知书";
pub const ENTER: &str = "登记违规事项";
pub const ENTER_LEAD: &str = "只能登记直接下级单位的事项。登记后由本单位主管领导签发，登记人不能签发。";
pub const ENTER_DO: &str = "登记";
pub const DONE: &str = "已办理。";
pub const ENTERED_DONE: &str = "已登记，请核查后报主管领导签发。";

/// Who, and on which day.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}

/// 第二十七条第三项
pub fn basis(article: u8, item: Option<u8>) -> String {
    let article = if article == 26 { "第二十六条" } else { "第二十七条" };
    let number =
        |item: u8| ["一", "二", "三", "四", "五", "六", "七", "八"][usize::from(item.clamp(1, 8)) - 1];
    match item {
        Some(item) => format!("《中小学生学籍管理办法》{article}第{}项", number(item)),
        None => format!("《中小学生学籍管理办法》{article}"),
    }
}

/// The order's own words.
pub fn order(subject: &str, fact: &str, basis: &str, demand: &str, due: &str) -> Vec<String> {
    vec![
        format!("经核查，{subject}存在以下情形：{fact}"),
        format!("上述情形违反{basis}的规定。现责令你单位于{due}前改正：{demand}"),
        "改正后，请由主管领导在系统中报告改正情况并附证明材料。".to_owned(),
    ]
}
