//! The register of certificates.

pub const TITLE: &str = "证书登记簿";
pub const WORDS: &str = "毕业证书、结业证书、肄业证明的编号、发放、补办和撤销（第十三条）";
pub const LEAD: &str = "毕（结、肄）业办结后在这里发证。每项办结只发一份，编号不重复使用；遗失的补办证明书，有误的撤销后重新发证。";
pub const LEAD_AUTHORITY: &str = "查看本部门主管学校的证书登记簿。";
pub const SCHOOL: &str = "学校";
pub const FIND_SCHOOL: &str = "查找学校";
pub const MORE_SCHOOLS: &str =
    "主管的学校较多，下面只列出一部分。请输入校名的一部分或标识码的前几位，再从中选择。";
pub const YEAR: &str = "毕（结、肄）业年份";
pub const SHOW: &str = "查看";
pub const WAITING: &str = "待发证";
pub const WAITING_HINT: &str = "没有填写编号的由登记簿编号：学校标识码、年份、种类、序号、校验码共20位。这是系统的默认编号，省级另有规定的，办理毕业时填写学校自己的编号。";
pub const SELECT: &str = "选择";
pub const NAME: &str = "姓名";
pub const CLASS: &str = "班级";
pub const OUTCOME: &str = "结果";
pub const ON: &str = "毕（结、肄）业日期";
pub const TYPED: &str = "已填编号";
pub const BY_REGISTER: &str = "由登记簿编号";
pub const ISSUE: &str = "为选中的学生发证";
pub const ISSUE_REGISTER: &str = "一律由登记簿编号发证";
pub const LIST: &str = "已登记的证书";
pub const NONE: &str = "这一年还没有登记证书";
pub const NONE_NEXT: &str = "毕业、结业、肄业办完以后才登记证书；要看别的年份，请换一个年份查询。";
pub const NUMBER: &str = "证书编号";
pub const KIND: &str = "种类";
pub const ISSUED_ON: &str = "发证日期";
pub const ISSUED_BY: &str = "发证人";
pub const STATE: &str = "状态";
pub const REPLACES: &str = "原证书编号";
pub const ENDED: &str = "补办或撤销";
pub const FACTS: &str = "登记内容";
pub const REPLACE: &str = "补办";
pub const IN_PLACE: &str = "补办单位（原学校已停办）";
pub const REPLACE_HINT: &str = "补办后原证书作废，原打印件核验时显示已作废。";
pub const REPLACE_REASON: &str = "补办原因";
pub const REPLACE_REASON_HINT: &str = "例如 监护人书面说明证书遗失";
pub const NEW_NUMBER: &str = "新编号";
pub const NEW_NUMBER_HINT: &str = "学校自行编号的填写，本省规定编号形式的按规定填写；不填的由登记簿编号";
pub const REPLACE_DO: &str = "补办证明书";
pub const REVOKE: &str = "撤销";
pub const REVOKE_HINT: &str = "撤销后不能恢复，编号不再使用；可以为该生重新发证。";
pub const REVOKE_REASON: &str = "撤销原因";
pub const REVOKE_REASON_HINT: &str = "例如 姓名有误重新发证";
pub const REVOKE_DO: &str = "撤销证书";
pub const REPLACED_DONE: &str = "已补办，原证书已作废。";
pub const REVOKED_DONE: &str = "已撤销。";
pub const GO: &str = "发证和证书登记簿";

/// What was done.
pub fn issued(n: usize) -> String {
    format!("已为 {n} 名学生登记发证，可以逐份打印。")
}

/// The label of a box before a pupil.
pub fn select(name: &str) -> String {
    format!("选择{name}")
}

/// How the province has certificates numbered, and the next number; empty when there is none left.
pub fn numbering(form: &str, next: &str) -> String {
    match next {
        "" => format!("本省规定的证书编号：{form}。本校这一年度的流水号已经用完。"),
        next => format!("本省规定的证书编号：{form}。不填编号的，由证书登记簿按此编号，下一个是 {next}。"),
    }
}

/// Who ended a certificate, when and why.
pub fn ended(by: &str, on: &str, why: &str) -> String {
    format!("{on}，{by}：{why}")
}

pub const TOGETHER: &str = "整批打印证书";
pub const TOGETHER_HINT: &str =
    "一个班或本年度全部有效证书打印成一个文件，首页为目录，每页一份证书；每名学生的打印都记入其档案。";
pub const TOGETHER_DO: &str = "整批打印";
pub const ALL_CLASSES: &str = "全部班级";

pub fn class_count(class: &str, count: usize) -> String {
    format!("{class}（{count}份）")
}
