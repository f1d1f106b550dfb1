//! Changes of status: transfer, suspension, resumption, death.

use domain::case::CaseKind;

pub const TRANSFER_TITLE: &str = "转入学生";
pub const TRANSFER_LEAD: &str = "由转入学校发起。提交后依次由本校主管领导、双方学籍主管部门和转出学校核办，每一方10个工作日（第十四条）。";
pub const NUMBER: &str = "学籍号或身份证件号";
pub const NAME: &str = "学生姓名";
pub const NAME_HINT: &str = "须与学籍记录一致";
pub const GROUND: &str = "原因";
pub const UNTIL: &str = "最后一天";
pub const UNTIL_HINT: &str = "一次休学一般不超过一年";
pub const CLASS: &str = "班级";
pub const CLASS_HINT: &str = "例如 三年级2班的“2班”";
pub const GRADE: &str = "编入年级";
pub const OWN_GRADE: &str = "原年级";
pub const NEXT_GRADE: &str = "下一年级";
pub const PAPERS: &str = "已查验并留存的材料";
pub const NOTE: &str = "说明";
pub const NOTE_HINT: &str = "补录30天以前的变动时必填";
pub const SUBMIT: &str = "提交本校主管领导审核";
pub const RESUBMIT: &str = "重新提交";
pub const FROM_SCHOOL: &str = "转出学校";
pub const TO_SCHOOL: &str = "转入学校";

/// What the first day of a change is called.
pub fn day(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Transfer => "到校就读日期",
        CaseKind::Suspension => "休学第一天",
        CaseKind::Resumption => "复学第一天",
        CaseKind::Death => "死亡日期",
        CaseKind::Registration | CaseKind::Correction => "日期",
    }
}

/// What stands above the form.
pub fn lead(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Transfer => TRANSFER_LEAD,
        CaseKind::Suspension => {
            "父母或其他监护人书面申请，学校审核同意后报学籍主管部门登记；休学期间学校保留学籍（第十九条）。"
        }
        CaseKind::Resumption => "学生复学时学校应及时办理（第十九条）。",
        CaseKind::Death => {
            "凭相关证明在10个工作日内报学籍主管部门注销学籍（第二十一条）。系统不会向家庭发送任何通知。"
        }
        CaseKind::Registration | CaseKind::Correction => "",
    }
}
