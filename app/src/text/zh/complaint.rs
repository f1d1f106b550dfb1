//! 投诉: the authority's page of what a guardian complained of. The guardian's words stand in both languages ([`crate::text::both::own`]).

pub const COMPLAINT: &str = "投诉";
pub const COMPLAINT_LEAD: &str =
    "监护人对下级单位办理的事项不满意。核实以后在这里答复，监护人会看到单位名称和答复内容。";
pub const COMPLAINT_FACTS: &str = "投诉内容";
pub const ABOUT: &str = "被投诉的单位";
pub const RATING: &str = "评价";
pub const SAID: &str = "监护人的话";
pub const MADE_ON: &str = "提交日期";
pub const ANSWER_DUE: &str = "答复期限";
pub const MATTER: &str = "有关的事项";
pub const KIND: &str = "事项";
pub const CHILD: &str = "孩子";
pub const SCHOOL: &str = "学校";
pub const NUMBER: &str = "办件编号";
pub const STANDS: &str = "办理状态";
pub const STEPS: &str = "办理经过";
pub const DESK: &str = "单位和岗位";
pub const STEP_DUE: &str = "期限";
pub const DECIDED: &str = "办理";
pub const REASON: &str = "理由";
pub const WAITS: &str = "还没有办理";
pub const OPEN_CASE: &str = "查看这件事项";
pub const ANSWER: &str = "答复";
pub const ANSWER_WORDS: &str = "核实的情况和处理的结果";
pub const ANSWER_HINT: &str = "监护人会看到，不超过 500 字；不写其他学生的信息。";
pub const ANSWER_SEND: &str = "提交答复";
pub const ANSWER_SENT: &str = "已答复，监护人可以看到。";
pub const ANSWERED_BY: &str = "答复人";
pub const WITHDRAWN: &str = "监护人已经撤回这件投诉，不用再答复。";
pub const APART: &str = "您办理过这件事项，请由本单位另一名人员答复。";

/// Who did something, on which day.
pub fn by_on(by: &str, day: &str) -> String {
    format!("{by}，{day}")
}
