//! Plain words (通俗用语): what an office says (官话), and what a grandmother would say instead. Guides and the pages of guardians say the
//! second; a citation of the regulation, the official name of a paper and what somebody typed stay as they are.

use crate::account::Role;
use crate::form::Field;
use crate::refusal::Refusal;

/// The office's word, and the plain one in its place. Longer ones stand before those they contain.
pub const OFFICE_WORDS: [(&str, &str); 75] = [
    ("学籍主管部门学籍主管领导审核", "教育局领导再看一遍"),
    ("学籍主管部门学籍主管领导", "主管教育局的负责人"),
    ("学籍主管部门学籍管理员", "主管教育局的经办人"),
    ("学校学籍主管领导", "学校的负责人"),
    ("学籍主管领导", "负责人"),
    ("国务院教育行政部门", "教育部"),
    ("省级教育行政部门", "省教育厅"),
    ("市级教育行政部门", "市教育局"),
    ("县级教育行政部门", "县（区）教育局"),
    ("学籍主管部门", "主管教育局"),
    ("教育行政部门", "教育局"),
    ("电子学籍系统", "本系统"),
    ("各方每一环节的办理期限", "每个单位的办理时间"),
    ("退回材料的补正期限", "补齐材料的时间"),
    ("环节办理", "分步办理"),
    ("办理环节", "步骤"),
    ("每一环节", "每一步"),
    ("环节", "步骤"),
    ("须经市级核办", "还要市教育局办理"),
    ("须经省级核办", "还要省教育厅办理"),
    ("予以核办", "办理"),
    ("核办", "办理"),
    ("核准", "批准"),
    ("核验", "核对"),
    ("退回补正", "退回补充材料"),
    ("一补", "第一次补充材料"),
    ("补正", "补齐材料"),
    ("补录", "补登记"),
    ("哈希链已核对", "记录没有被改动过"),
    ("哈希链", "防改动记录"),
    ("哈希", "校验值"),
    ("四眼原则", "两个人分别办理"),
    ("学籍异动", "学籍变动"),
    ("异动", "变动"),
    ("学籍转接", "把学籍转过去"),
    ("转接手续", "转学籍的手续"),
    ("接续档案", "接着记档案"),
    ("接续", "接着"),
    ("移交", "转交"),
    ("送达回执", "收到的回条"),
    ("回执", "回条"),
    ("签收", "签字收下"),
    ("督办", "催办"),
    ("报备", "报告"),
    ("备案", "登记"),
    ("经办单位", "办理的单位"),
    ("承办", "办理"),
    ("申报", "报告"),
    ("呈报", "报告"),
    ("上报", "报告"),
    ("审批权限", "谁来审批"),
    ("不予建籍", "不建立学籍"),
    ("未予建籍", "没有建立学籍"),
    ("建籍", "建立学籍"),
    ("查验并留存", "看过并留下复印件"),
    ("留存", "留下"),
    ("依据材料", "材料"),
    ("佐证", "证明"),
    ("归档", "放进档案"),
    ("人籍分离", "人和学籍不在一处"),
    ("空挂学籍", "有学籍没有人"),
    ("不予转学", "不能转学"),
    ("不予办理", "不同意办理"),
    ("受理转学申请的时段", "可以申请转学的时间"),
    ("全年受理", "全年都可以"),
    ("仅在学期始末受理", "只在学期开头和末尾办理"),
    ("代为受理", "代您收下并办理"),
    ("不受理", "不办理"),
    ("受理", "收到并开始办理"),
    ("办结", "办完"),
    ("驳回", "没有同意"),
    ("申请人", "提出申请的人"),
    ("监护人关系", "和孩子的关系"),
    ("逾期", "过了期限"),
    ("临期", "快到期限"),
];

/// The text with each word of the office in plain ones.
pub fn plain(text: &str) -> String {
    OFFICE_WORDS.iter().fold(text.to_owned(), |text, (office, said)| text.replace(office, said))
}

/// A refusal as a guardian is told it. The name of an item of the form stays, and what it rests on is cited as it is.
pub fn plain_refusal(refusal: Refusal) -> Refusal {
    let item = refusal.code.field().and_then(Field::from_key).map_or("", Field::label);
    let what = match refusal.what.strip_prefix(item) {
        Some(rest) => format!("{item}{}", plain(rest)),
        None => plain(&refusal.what),
    };
    Refusal { what, remedy: plain(&refusal.remedy), ..refusal }
}

/// Who that is in an office, as a guardian is told.
pub fn plain_role(role: Role) -> &'static str {
    match role {
        Role::Registrar => "经办人",
        Role::Leader => "负责人",
        other => other.label(),
    }
}
