//! Queues, cases, decisions.

pub const QUEUE_TITLE: &str = "待办事项";
pub const QUEUE_EMPTY: &str = "没有等您办理的事项";
pub const QUEUE_EMPTY_NEXT: &str = "有新的事项时，本页会自动更新。";
pub const NUMBER: &str = "办件编号";
pub const KIND: &str = "事项";
pub const PUPIL: &str = "学生";
pub const CLASS: &str = "年级班级";
pub const SCHOOL: &str = "学校";
pub const OPENED: &str = "提交日期";
pub const DUE: &str = "办理期限";
pub const SELECT: &str = "选择";
pub const DECIDE_SELECTED: &str = "办理所选";
pub const DECIDE_SELECTED_HINT: &str = "勾选后一并办理，每件单独有结果；逐件查看请点办件编号。";
pub const ADD_SCAN: &str = "上传扫描件";
pub const SCAN_KIND: &str = "材料种类";
pub const SCAN_FILE: &str = "文件";
pub const SCAN_HINT: &str = "JPG、PNG 图片或 PDF，不超过 20 MB";
pub const URGED: &str = "督办事项";
pub const URGED_LEAD: &str = "下级单位逾期未办的事项，由上一级督促办理（第十四条）。";
pub const URGED_NONE: &str = "没有逾期未办的事项";
pub const URGED_NONE_NEXT: &str = "下级单位有事项逾期未办时，会列在这里，请督促办理。";
pub const PRINT_PAGE: &str = "打印本页办件";
pub const PRINT_HINT: &str = "每件一张。用浏览器的打印功能打印。";
pub const STEPS: &str = "办理进度";
pub const DECIDE: &str = "审核意见";
pub const VERDICT: &str = "您的意见";
pub const AGREE: &str = "同意";
pub const UNUSUAL: &str = "请留意，可以继续办理";
pub const EXCEPTIONS: &str = "原则上不办理，同意须写明理由";
pub const AGREE_HINT: &str = "转入下一环节；最后一个环节同意后即生效";
pub const RETURN: &str = "退回补正";
pub const RETURN_HINT: &str = "说明需要补正什么，由提交人修改后重新提交";
pub const REFUSE: &str = "不予办理";
pub const REFUSE_HINT: &str = "说明理由和依据，本件办结，不再继续";
pub const REASON: &str = "理由或备注";
pub const REASON_HINT: &str = "退回或不予办理时必填，申请人可以看到";
pub const SUBMIT: &str = "提交意见";
pub const CONTENT: &str = "变动内容";
pub const CHANGES: &str = "申请更正的信息";
pub const FIELD_REFUSED: &str = "不同意的理由";
pub const FIELD_REFUSED_HINT: &str = "同意则留空";
pub const NOT_ACCEPTED: &str = "未采纳";
pub const RESULT: &str = "办理结果";
pub const REFUSED_BEFORE: &str = "前面的环节已经决定，不用再填";
pub const REFUSED_HINT: &str =
    "只写与前面的环节不同的意见。前面没有采纳的项目按未采纳办理；认为应当更正的，请退回补正并写明理由。";
pub const STATEMENT: &str = "申请说明";
pub const DUPLICATE: &str = "查重说明";
pub const INFO: &str = "学籍基础信息";
pub const ENTRY_DATE: &str = "入学日期";
pub const MEND: &str = "补正后重新提交";
pub const WITHDRAW: &str = "撤回";
pub const WITHDRAW_REASON: &str = "撤回的原因";
pub const RETURNED_BECAUSE: &str = "退回的原因";
pub const OPEN_PUPIL: &str = "查看学生档案";
pub const PROVISIONAL: &str = "（下一年度放假安排尚未公布，日期可能调整）";
pub const LATE: &str = "已逾期";

pub fn total(n: u64) -> String {
    format!("共 {n} 件")
}

pub fn step(place: &str, role: &str) -> String {
    format!("{place}{role}审核")
}

pub fn select(number: &str) -> String {
    format!("选择办件 {number}")
}

pub fn by_at(by: &str, at: &str) -> String {
    format!("{by} {at}")
}

pub fn escalated(unit: &str) -> String {
    format!("已逾期，已报{unit}督办")
}

/// How much is ticked on other pages of the list.
pub fn picked_elsewhere(n: usize) -> String {
    format!("其中 {n} 件选在其他页；提交后先逐件列出，再一并办理。")
}
