//! Changes of a record: transfer, progression, suspension, leaving, finishing.

use contract::case::{HostChoice, HostView};
use domain::case::CaseKind;

pub const TRANSFER_TITLE: &str = "转入学生";
pub const TRANSFER_LEAD: &str = "由转入学校发起。提交后依次由本校主管领导、双方学籍主管部门和转出学校核办，每一方10个工作日（第十四条）。";
pub const NUMBER: &str = "学籍号或身份证件号";
pub const NAME: &str = "学生姓名";
pub const NAME_HINT: &str = "须与学籍记录一致";
pub const GROUND: &str = "原因";
pub const UNTIL: &str = "最后一天";
pub const UNTIL_HINT: &str = "最长时间由本省规定";
pub const CLASS: &str = "班级";
pub const CLASS_HINT: &str = "例如 三年级2班的“2班”";
pub const GRADE: &str = "编入年级";
pub const GRADE_THERE: &str = "编入年级（不选：按学习年限接续的年级）";
pub const GRADE_REASON: &str = "重读或越过一个年级的原因（没有的不选）";
pub const GRADE_REASON_SAID: &str = "重读或越过一个年级的原因";
pub const OWN_GRADE: &str = "原年级";
pub const NEXT_GRADE: &str = "下一年级";
pub const PAPERS: &str = "已查验并留存的材料";
pub const PAPERS_RECEIVED: &str = "已收到、还没有查验的材料";
pub const NOTE: &str = "说明";
pub const NOTE_HINT: &str = "补录30天以前的变动、重读或越过一个年级时必填";
pub const SUBMIT: &str = "提交本校主管领导审核";
pub const RESUBMIT: &str = "重新提交";
pub const FROM_SCHOOL: &str = "转出学校";
pub const TO_SCHOOL: &str = "转入学校";
pub const TO_NAME_HINT: &str = "按接收证明填写学校全称";
pub const TO_CODE: &str = "转入学校标识码";
pub const TO_CODE_HINT: &str = "10位数字，见接收证明";
pub const PROVINCE: &str = "转入省份";

pub const LEFT_SCHOOL: &str = "毕业学校";
pub const NEXT_SCHOOL: &str = "升入学校";
pub const COUNTRY: &str = "前往的国家或地区";
pub const MANNER: &str = "退学方式";
pub const DAYS: &str = "旷课天数";
pub const DAYS_HINT: &str = "因旷课按退学处理的必填";
pub const OUTCOME: &str = "结果";
pub const CERTIFICATE: &str = "证书编号";
pub const CERTIFICATE_HINT: &str =
    "学校自行编号的填写，本省规定编号形式的按规定填写；不填的，发证时由证书登记簿编号";
pub const DESTINATION: &str = "毕业去向";
pub const SETTING: &str = "安置方式";
pub const HOST: &str = "就读学校";
pub const HOST_HINT: &str = "到其他学校就读的，填写学校名称或学校标识码；名称对应不止一所学校的，下一步列出本省的学校供选定。本省在本系统内的学校可以看到这名学生，外省的学校看不到";
pub const DISABILITY: &str = "残疾类型";
pub const DISABILITY_HINT: &str =
    "学籍信息中已有且相同的不用选；按残疾人证或教育评估意见填写，随班就读随之登记";
pub const AGREEMENT: &str = "与监护人的约定";
pub const AGREEMENT_HINT: &str = "写明学籍留在哪所学校、由谁上课和评价";

pub const HOST_FOUND: &str = "对应的本系统学校";

/// Which school of the register sees the pupil.
pub fn host_found(host: &HostView) -> String {
    match (&host.school, &host.outside) {
        (Some((id, name)), _) => format!("{name}（学校标识码 {id}）"),
        (None, Some(province)) => format!("标识码属{province}：外省的学校，在本系统看不到这名学生"),
        (None, None) => "未对应到本系统的学校".to_owned(),
    }
}

pub const HOST_CHOICE: &str = "选定就读学校";
pub const HOST_CHOICE_HINT: &str = "本省名称相同或相近的学校；选定后，这所学校可以看到这名学生";
pub const HOST_NONE: &str = "不是以上学校（就读学校不在其中）";
pub const HOST_SEVERAL: &str = "本省有名称相同或相近的学校，还不能确定是哪一所。";
pub const HOST_CHOOSE: &str = "请在“选定就读学校”中选择一所；都不是的，选最后一项。";

/// A school to choose from: name, county and code.
pub fn host_named(one: &HostChoice) -> String {
    match one.county.is_empty() {
        true => format!("{}（{}）", one.name, one.id),
        false => format!("{}（{}，{}）", one.name, one.county, one.id),
    }
}

pub fn days(n: u32) -> String {
    format!("{n}天")
}

/// An absolute grade without its school system: the case itself does not know it.
pub fn absolute_grade(n: u8) -> String {
    format!("第{n}年级（小学至高中连续计）")
}

/// What the first day of a change is called.
pub fn day(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Transfer | CaseKind::Progression => "到校就读日期",
        CaseKind::Suspension => "休学第一天",
        CaseKind::Extension => "申请日期",
        CaseKind::Resumption => "复学第一天",
        CaseKind::Repeat | CaseKind::Skip => "编入新年级的第一天",
        CaseKind::Abroad | CaseKind::TransferOut => "离校日期",
        CaseKind::ReturnFromAbroad | CaseKind::BackToSchool => "返校第一天",
        CaseKind::DropOut => "缺课第一天",
        CaseKind::Withdrawal => "最后在校日期",
        CaseKind::Completion => "证书日期",
        CaseKind::Placement => "安置第一天",
        CaseKind::Death => "死亡日期",
        CaseKind::Registration | CaseKind::Correction => "日期",
    }
}

/// What stands above the form.
pub fn lead(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Transfer => TRANSFER_LEAD,
        CaseKind::Progression => "由升入学校发起，毕业学校和双方学籍主管部门核办（第十四条）。",
        CaseKind::Suspension => {
            "父母或其他监护人书面申请，学校审核同意后报学籍主管部门登记；休学期间学校保留学籍（第十九条）。"
        }
        CaseKind::Extension => "休学期满仍不能复学的，由监护人书面申请延长（第十九条）。",
        CaseKind::Resumption => "学生复学时学校应及时办理（第十九条）。",
        CaseKind::Repeat => {
            "统一升级之后办理，学生编入刚读过的年级；是否准许、名额多少由本省规定（第十一条）。"
        }
        CaseKind::Skip => {
            "统一升级之后办理，学生编入再高一个年级；是否准许、次数多少由本省规定（第十一条）。"
        }
        CaseKind::Abroad => "学生到境外就读的，凭有效证件办理；学籍保留，回到境内后接续（第二十条）。",
        CaseKind::TransferOut => {
            "学生学段中途转往外省、转入学校不在本系统办理的，由本校凭对方同意接收的证明办理（第十四条）。办结后一个月内移交档案（第十五条）；登记对方回执以前，学生仍在本校在籍。"
        }
        CaseKind::ReturnFromAbroad => "学生回到境内后仍接受基础教育的，接续原来的学籍档案（第二十条）。",
        CaseKind::DropOut => {
            "认定后，书面报告当地乡镇人民政府、县级教育行政部门和学籍主管部门；在义务教育年限内保留学籍（第二十二条）。"
        }
        CaseKind::BackToSchool => "辍学学生返校的，编入适合的年级，接续学籍（第二十二条）。",
        CaseKind::Withdrawal => "只适用于高中学生。义务教育阶段的学生不得退学，学校不得开除学生。",
        CaseKind::Completion => {
            "学校为毕业年级学生逐人办理毕业、结业或肄业，学籍档案由最后就读的学校永久保存（第九条、第十三条）。"
        }
        CaseKind::Placement => {
            "学生到别处就读而学籍留在本校的，按与监护人的约定登记（第十七条）；学籍随人转走的，由接收学校办理转学。"
        }
        CaseKind::Death => {
            "凭相关证明在10个工作日内报学籍主管部门注销学籍（第二十一条）。系统不会向家庭发送任何通知。"
        }
        CaseKind::Registration | CaseKind::Correction => "",
    }
}
