//! 对外提供 (第二十五条).

pub const TITLE: &str = "对外提供";
pub const LEAD: &str = "非经学籍主管部门书面批准，学籍信息一律不得向外提供（第二十五条）。申请由主管部门学籍管理员审查、主管领导批准，批准后才能限次、限期下载。";
pub const NEW: &str = "新的申请";
pub const REGISTER: &str = "接收方登记簿";
pub const REGISTER_LEAD: &str = "已经对外提供的数据：给了谁、多少人的哪些信息、何时应当返还或销毁。";
pub const ASKED: &str = "本单位申请";
pub const HANDLED: &str = "本单位审批";
pub const NUMBER: &str = "编号";
pub const RECIPIENT: &str = "接收方";
pub const SCHOOL: &str = "学校";
pub const SCHOOL_HINT: &str = "主管的学校较多，请填写学校标识码（10 位）或完整的校名。";
pub const ASKER: &str = "申请单位";
pub const STATE: &str = "状态";
pub const ASKED_ON: &str = "申请日期";
pub const LATE: &str = "逾期未返还";
pub const NONE: &str = "没有申请";
pub const NONE_NEXT: &str = "有新的申请时，这里会自动更新。";
pub const NONE_GIVEN: &str = "还没有对外提供过数据";
pub const NONE_GIVEN_NEXT: &str = "申请经批准、数据提供以后，会登记在这里。";

pub const NEW_TITLE: &str = "申请对外提供学籍信息";
pub const NEW_LEAD: &str = "接收方须有书面来函，只申请用途所必需的信息。申请人不能审查或批准自己的申请。";
pub const WHO: &str = "接收方";
pub const RECIPIENT_NAME: &str = "接收单位全称";
pub const RECIPIENT_KIND: &str = "接收方类别";
pub const CONTACT: &str = "接收方联系人";
pub const PHONE: &str = "接收方联系电话";
pub const LETTER: &str = "来函文号";
pub const LETTER_SCAN: &str = "来函扫描件";
pub const SCAN_HINT: &str = "图片或 PDF";
pub const WHY: &str = "用途和法律依据";
pub const PURPOSE: &str = "用途";
pub const GROUND: &str = "法律依据";
pub const PROOF: &str = "依据的条款或文书";
pub const PROOF_HINT: &str = "例如 某法第几条、调取证据通知书文号、监护人同意书的存放处";
pub const WHAT: &str = "提供哪些信息";
pub const CLASSES: &str = "信息类别";
pub const CLASSES_HINT: &str = "只勾选用途所必需的类别；照片不通过名单提供。";
pub const NECESSITY: &str = "敏感信息的必要性";
pub const NECESSITY_HINT: &str = "勾选证件、联系方式、健康资助或家庭信息时填写";
pub const WHOSE: &str = "提供哪些学生的信息";
pub const RANGE: &str = "范围";
pub const RANGE_SCHOOL: &str = "全校";
pub const RANGE_GRADE: &str = "一个年级";
pub const RANGE_CLASS: &str = "一个班";
pub const RANGE_LIST: &str = "名单";
pub const RANGE_UNVERIFIED: &str = "待核验身份的学生（核验请求文件）";
pub const GRADE: &str = "年级";
pub const CLASS_NAME: &str = "班级";
pub const CLASS_HINT: &str = "范围为一个班时填写，例如 1班";
pub const PEOPLE: &str = "学籍号名单";
pub const PEOPLE_HINT: &str = "范围为名单时填写，每行一个学籍号，最多 500 人";
pub const KEEP_DAYS: &str = "接收方使用期限（天）";
pub const KEEP_HINT: &str = "从第一次下载起算，届满须返还或销毁";
pub const ASK: &str = "提交申请";

pub const FACTS: &str = "申请内容";
pub const TERM: &str = "使用期限";
pub const PUPILS: &str = "学生";
pub const ASKED_BY: &str = "申请人";
pub const EXAMINED: &str = "审查意见";
pub const ENDED: &str = "结果";
pub const APPROVAL: &str = "批准书";
pub const APPROVAL_TITLE: &str = "学籍信息对外提供批准书";
pub const PRINT: &str = "可用浏览器的打印功能打印本批准书。";
pub const DOWNLOADS: &str = "下载记录";
pub const DOWNLOAD: &str = "下载批准的数据（Excel）";
pub const DOWNLOAD_HINT: &str =
    "每次下载都会计数，并记入每名学生的访问日志；文件每张表都印有批准编号、接收方、提取人和时间。";
pub const SETTLED: &str = "返还或销毁";
pub const RETURN_BY: &str = "应返还或销毁";
pub const DO: &str = "办理";
pub const WORDS: &str = "意见";
pub const EXAMINE: &str = "审查通过，报主管领导";
pub const REFUSE: &str = "不予批准";
pub const APPROVE: &str = "批准";
pub const DAYS: &str = "下载有效期（天）";
pub const TIMES: &str = "可以下载的次数";
pub const WITHDRAW: &str = "撤回申请";
pub const REVOKE: &str = "撤销批准";
pub const STEER: &str = "其他处理";
pub const SETTLE: &str = "登记返还或销毁";
pub const ENDING: &str = "处理方式";
pub const ENDING_WORDS: &str = "凭据";
pub const ENDING_HINT: &str = "例如 接收方回函文号、销毁证明编号";
pub const ENDING_SCAN: &str = "销毁证明或返还回执扫描件";
pub const DONE: &str = "已办理。";
pub const ASKED_DONE: &str = "申请已提交，等待主管部门审查。";
pub const GIVEN: &str = "提供的信息";
pub const FIRST_GIVEN: &str = "提供日期";

pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}

pub fn pupils(range: &str, n: u64) -> String {
    format!("{range}，现有 {} 人", super::common::number(n))
}

pub fn times(n: u32, left: u32) -> String {
    format!("已下载 {n} 次，还可以下载 {left} 次")
}

pub fn download(by: &str, on: &str, pupils: u32) -> String {
    format!("{on} {by}，{pupils} 人")
}

pub fn keep(days: u32) -> String {
    format!("{days} 天，从第一次下载起算")
}

pub fn waiting(n: u64) -> String {
    format!("{n} 件对外提供申请等您办理")
}

/// The approval's own words.
pub fn approval(
    asker: &str,
    recipient: &str,
    purpose: &str,
    classes: &str,
    whose: &str,
    until: &str,
    times: u32,
    keep: u32,
) -> Vec<String> {
    vec![
        format!("经审查，同意{asker}向{recipient}提供下列学籍信息，用于：{purpose}。"),
        format!("信息类别：{classes}。学生范围：{whose}。"),
        format!(
            "本批准于{until}前有效，可以提取 {times} 次。接收方使用期限为 {keep} 天，届满须返还或销毁，不得转给他人，不得用于其他目的。"
        ),
    ]
}
