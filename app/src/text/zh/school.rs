//! 学校与档案保管

pub const TITLE: &str = "学校与档案保管";
pub const LEAD: &str = "学校新设、更名、合并、撤销由学籍主管部门的学籍管理员提出，主管领导审批。学校合并、撤销的，学籍档案移交接收单位，任何档案都有保管单位（第九条）。";
pub const LEAD_SCHOOL: &str = "因学校合并、撤销或变更类别，与本校有关的学籍档案移交（第九条）。";
pub const SCHOOLS: &str = "本部门主管的学校";
pub const NO_SCHOOLS: &str = "没有由本部门主管的学校";
pub const NO_SCHOOLS_NEXT: &str = "学校由它的主管部门列出。新建学校、划转学校在“提出变动”里办理。";
pub const CHANGES: &str = "已审批的变动";
pub const NO_CHANGES_NEXT: &str = "设立、更名、撤并学校，由主管部门的学籍管理员提出，主管领导批准。";
pub const NO_CHANGES: &str = "还没有变动";
pub const NO_CHANGES_SCHOOL: &str = "没有与本校有关的档案移交";
pub const SCHOOL: &str = "学校";
pub const CODE: &str = "学校标识码";
pub const TYPE: &str = "办学类型";
pub const STATE: &str = "状态";
pub const FORMER: &str = "曾用名";
pub const SUCCESSOR: &str = "承接学校";
pub const OPEN: &str = "在办";
pub const NOTHING: &str = "无";
pub const WHAT: &str = "变动";
pub const ACT: &str = "批准文号";
pub const ACT_HINT: &str = "批准这项变动的文件，例如“玄教〔2026〕12号”";
pub const PROPOSED_BY: &str = "提出";
pub const DECIDED_BY: &str = "审批";
pub const PROPOSE: &str = "提出变动";
pub const PROPOSE_LEAD: &str = "提出后由本部门主管领导审批，审批前不改动任何记录。";
pub const KIND: &str = "变动种类";
pub const SCHOOL_HINT: &str = "新设学校时不用选择";
pub const NEXT: &str = "继续";
pub const CHOOSE_AGAIN: &str = "另选变动种类或学校";
pub const NAME: &str = "学校名称";
pub const NEW_NAME: &str = "新名称";
pub const NAME_HINT: &str = "批准文件上的全称";
pub const NEW_TYPE: &str = "新办学类型";
pub const SYSTEM: &str = "学制";
pub const INTO: &str = "并入的学校";
pub const ARCHIVES_TO: &str = "离校学生档案的保管单位";
pub const ARCHIVES_HERE: &str = "本主管部门保管";
pub const CLASSES: &str = "班级安置";
pub const CLASSES_MERGE: &str = "各班随校并入；接收学校同年级已有同名班的，请另取班名。";
pub const CLASSES_CLOSE: &str = "逐班指定接收学校和班名；有一个班没有安置，就不能撤销。";
pub const CLASSES_CONVERT: &str =
    "这些班的学段不再设立，逐班指定接收学校和班名；有一个班没有安置，就不能变更。";
pub const CLASS: &str = "班级";
pub const PUPILS: &str = "人数";
pub const GOES_TO: &str = "接收学校";
pub const NEW_CLASS: &str = "接收后的班级";
pub const NOT_PLACED: &str = "未安置";
pub const STAYS: &str = "整校转入，班级不变";
pub const STAYS_HERE: &str = "留在本校，班级不变";
pub const STAGES: &str = "学段";
pub const STAGES_HINT: &str = "只有特殊教育学校和专门学校需要选择；其他学校的学段由办学类型决定。";
pub const STAGES_FOUND_HINT: &str = "特殊教育学校和专门学校可设小学、初中、普通高中中的一个或几个学段；不选的，按这类学校通常的学段。其他学校的学段由办学类型决定。";
pub const NEW_TYPE_HINT: &str = "只变更学制或学段的，选择现在的办学类型";
pub const INTO_OUTSIDE: &str = "下面填写标识码的学校";
pub const OUTSIDE: &str = "其他主管部门的接收学校（可不填）";
pub const OUTSIDE_HINT: &str = "填写学校标识码，几所学校用空格隔开，先点“预览”，再在各班的接收学校中选择。要由对方主管部门的学籍管理员和主管领导同意。";
pub const NOT_YET: &str = "尚未办理";
pub const PREVIEW: &str = "预览";
pub const PREVIEW_DO: &str = "预览";
pub const FIRST: &str = "要先办结的事";
pub const FIRST_HINT: &str = "学校撤并以前，下列事项要先由学校或有关单位办结。";
pub const WRONG: &str = "还不能提出，原因如下";
pub const READY: &str = "没有妨碍，可以提出。";
pub const READY_LEADER: &str = "没有妨碍，可以批准。";
pub const WRONG_LEADER: &str = "现在还不能批准，原因如下";
pub const SUBMIT: &str = "提交主管领导审批";
pub const PROPOSED: &str = "已提交主管领导审批。";
pub const DECIDE: &str = "审批";
pub const DECIDE_HINT: &str =
    "批准后立即生效：撤并的学校停止办理业务、标识码作废、账号封存，学籍档案随即移交。";
pub const DECIDE_HINT_CONSULTED: &str =
    "本部门主管的学校接收学生或档案，由学籍管理员先同意、主管领导再审批；各有关主管部门都批准后立即生效。";
pub const TAKE_BACK_HINT: &str = "正在等待接收方主管部门办理；不再需要的，可以写明原因退回。";
pub const DECIDE_HINT_OPEN: &str = "批准后立即生效。";
pub const AGREE: &str = "批准";
pub const RETURN: &str = "退回";
pub const RETURN_REASON: &str = "退回的原因";
pub const APPROVED: &str = "已批准，档案正在移交，系统会继续办理。";
pub const APPROVED_DONE: &str = "已批准并办理完成。";
pub const CONSULTING: &str = "已办理，等待接收方主管部门同意。";
pub const SENT_BACK: &str = "已退回。";
pub const FACTS: &str = "办理情况";
pub const RETURNED: &str = "已退回，原因如下";
pub const RUNNING: &str = "已批准，档案正在移交。系统每小时接着办理，重复办理不会重复移交。";
pub const PROGRESS: &str = "档案移交进度";
pub const GO_ON: &str = "继续";
pub const GO_ON_HINT: &str = "办理中断的，可以从中断处继续，已移交的不会重复移交。";
pub const WENT_ON_DONE: &str = "已办理完成。";
pub const LIST: &str = "学籍档案移交清单";
pub const PERSON: &str = "姓名";
pub const NUMBER: &str = "学籍号";
pub const BEFORE: &str = "原班级";
pub const AFTER: &str = "现班级";
pub const LEFT: &str = "已离校";
pub const PAPER: &str = "纸质档案";
pub const KEEPER: &str = "保管单位";
pub const COUNT: &str = "移交档案";
pub const HASH: &str = "清单校验值（SHA-256）";
pub const FINISHED: &str = "完成时间";
pub const PRINT: &str = "用浏览器的打印功能（Ctrl+P）可打印本清单。";
pub const RECEIPTS: &str = "签收";
pub const NOTHING_MOVED: &str = "该校没有学籍档案，不需要移交。";
pub const NO_RECEIPT: &str = "还没有单位签收";
pub const RECEIPT_HINT: &str = "请与清单核对后签收。原学校由学籍主管部门代为签收。";
pub const RECEIPT_DO: &str = "核对无误，签收";
pub const RECEIPTED: &str = "已签收。";
pub const NO_TYPE: &str = "还没有选择办学类型。";
pub const NO_SYSTEM: &str = "还没有选择学制。";
pub const NO_INTO: &str = "还没有选择并入的学校。";
pub const SITE: &str = "学校所在地";
pub const SITE_HINT: &str = "所在的县（区）和乡镇：直管学校的转学告知（第十八条）、辍学报告（第二十二条）送到这里，学籍号用这里的区划代码";
pub const SITE_OWN: &str = "本县（区）";
pub const NO_SITE: &str = "还没有选择学校所在地。";
pub const NOWHERE: &str = "未登记所在县（区）";
pub const KINDS: [(&str, &str); 8] = [
    ("merge", "合并：学生和档案并入另一所学校"),
    ("close", "撤销：逐班安置学生，移交档案"),
    ("rename", "更名：标识码不变"),
    ("reclass", "变更办学类型、学段或学制：学校类别改变的换发标识码"),
    ("found", "新设：发给标识码"),
    ("reassign", "变更学籍主管部门：学校划转，标识码和学籍号不变"),
    ("relocate", "变更所在地：登记所在县（区）和乡镇"),
    ("revive", "恢复：已撤销的学校恢复办学"),
];

pub const NEW_AUTHORITY: &str = "新的学籍主管部门";
pub const NEW_AUTHORITY_HINT: &str =
    "写出市或县（区），例如 江苏省南京市秦淮区，也可填区划代码；要由对方的学籍管理员和主管领导同意。";
pub const HAND_OVER: (&str, &str) =
    ("hand_over", "划转一批学校：行政区划分设、合并或调整后，几所学校一并改由另一主管部门管理");
pub const HAND_OVER_LEAD: &str = "一次提出、一次审批：本部门主管领导审批后，由划出、划入的主管部门各自的学籍管理员同意、主管领导审批；自生效之日起由系统逐校划转。学校标识码和学籍号不变。";
pub const GIVING: &str = "划出的主管部门";
pub const TAKING: &str = "划入的主管部门";
pub const HANDED: &str = "划转的学校";
pub const HANDED_HINT: &str = "逐所勾选，或勾选“全部学校”；一次最多200所。";
pub const ALL_SCHOOLS: &str = "全部学校";
pub const ON_AHEAD: &str = "批准文件上的生效日期；没有到的，到那一天再划转";
pub const CHECKS: &str = "逐校核对";
pub const CHECKS_HINT: &str = "未办结的事项不妨碍划转：在学校办理的随学校走，原主管部门还没有办的由新主管部门继续办。须先办结的，办结后自动划转，不影响其他学校。";
pub const GOES: &str = "随学校转出的事项";
pub const HELD: &str = "须先办结";
pub const OUTCOME: &str = "逐校结果";
pub const OUTCOME_WHY: &str = "说明";
pub const HANDED_PROGRESS: &str = "划转进度";
pub const HANDED_RUNNING: &str =
    "已批准，正在逐校划转。须先办结事项的学校，办结后由系统每小时再次办理，也可以点“继续”。";
pub const HANDED_DECIDE: &str = "批准后，自生效之日起逐校划转；学校标识码、学籍号和学生档案不变。";
pub const WITHDRAWAL: &str = "撤回";
pub const WITHDRAW: &str = "撤回尚未划转的学校";
pub const WITHDRAW_HINT: &str =
    "撤回后，尚未划转的学校不再划转，可以另行办理变动；已经划转的不受影响。由学籍管理员提出、主管领导审批。";
pub const WITHDRAWAL_BY: &str = "提出撤回";
pub const WITHDRAWAL_REASON: &str = "撤回的理由";
pub const WITHDRAWAL_AGREED: &str = "批准撤回";
pub const WITHDRAWAL_REFUSED: &str = "不同意撤回";
pub const WITHDRAW_AGREE: &str = "批准撤回";
pub const WITHDRAW_REFUSE: &str = "不同意撤回";
pub const WITHDRAWAL_ASKED: &str = "已提出撤回，请主管领导审批。";
pub const WITHDRAWN: &str = "已撤回，尚未划转的学校不再划转。";
pub const NOT_WITHDRAWN: &str = "没有撤回，继续划转。";
pub const PART_OF: &str = "所属的批次";
pub const PART_OF_LINK: &str = "查看这一批学校";
pub const NO_CHOICE_OF_AUTHORITIES: &str = "没有可以选择的主管部门";
pub const NO_CHOICE_OF_AUTHORITIES_NEXT: &str = "请先由上级设立可以接收学校的主管部门。";

pub const DIVISIONS: &str = "行政区划";
pub const DIVISIONS_LEAD: &str =
    "省、市、县、乡镇的代码和名称，现行的和已撤销的；自何日起、至何日止，由谁设立、更名、撤销。";
pub const DIVISION_FIND: &str = "代码或名称";
pub const DIVISION_FIND_HINT: &str = "可以只输入开头几位代码或名称中的几个字，曾用名也能查到";
pub const DIVISION_NONE: &str = "没有符合条件的行政区划";
pub const DIVISION_NONE_NEXT: &str = "请改一改名称或级别再查；查不到的，请与全国系统管理员核对。";
pub const DIVISION_LEVEL: &str = "级别";
pub const DIVISION_ABOVE: &str = "上级";
pub const DIVISION_TIME: &str = "起止";
pub const DIVISION_ACTS: &str = "变更";
pub const DIVISION_SEEDED: &str = "原有";
pub const DIVISION_NOW: &str = "现行";
pub const DIVISION_TOP: &str = "回到上一级";

pub const NO_AUTHORITY: &str = "没有填写新的学籍主管部门，或代码的位数不对。";

/// Of cities, counties and townships the province's, of provinces the nation's.
pub const UNIT_KINDS: [(&str, &str); 3] = [
    ("unit_found", "设立省、市、区县、乡镇或街道：登记代码、名称和生效日期"),
    ("unit_rename", "省、市、区县、乡镇或街道更名：代码不变"),
    ("unit_end", "撤销省、市、区县、乡镇或街道：代码不再使用"),
];
pub const UNITS: &str = "行政区划的设立、更名和撤销";
pub const UNITS_LEAD: &str = "省级由国务院教育行政部门登记，市、区县、乡镇和街道由省级登记。";
pub const UNIT: &str = "单位";
pub const UNIT_CODE: &str = "区划代码";
pub const UNIT_CODE_HINT: &str = "省、市、区县六位，乡镇、街道九位，例如 320102 或 320102003";
pub const UNIT_NAME: &str = "名称";
pub const ON: &str = "生效日期";
pub const NO_UNIT_CODE: &str = "没有填写区划代码，或代码的位数不对。";
pub const UNIT_NOT_HERE: &str = "没有这个代码的单位，或不由本部门登记。";
pub const NO_DAY: &str = "没有填写生效日期，或不是有效的日期。";
pub const DAY_LIKE: &str = "请按 2026-09-01 的样式填写。";

/// 档案保管单位, on the archive's page.
pub const CUSTODIAN: &str = "档案保管单位";
pub const LETTERS_LINK: &str = "学校合并、撤销时移交的档案";

pub fn class(grade: u8, class: &str) -> String {
    const GRADES: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (grade, grade.checked_sub(1).and_then(|n| GRADES.get(usize::from(n)))) {
        (_, Some(words)) => format!("{words}年级{class}"),
        (10, _) => format!("高中一年级{class}"),
        (11, _) => format!("高中二年级{class}"),
        _ => format!("高中三年级{class}"),
    }
}

pub fn closed(on: &str) -> String {
    format!("已撤销（{on}）")
}

pub fn former(name: &str, until: &str) -> String {
    format!("{name}（至{until}）")
}

pub fn pupils(n: usize) -> String {
    format!("{n}人")
}

pub fn archives(n: usize) -> String {
    format!("另有离校学生档案{n}份。")
}

pub fn pieces(n: usize) -> String {
    format!("{n}份")
}

/// On the printed list.
pub fn printed_by(unit: &str, name: &str, at: &str) -> String {
    format!("打印人：{unit} {name}，{at}")
}

pub fn by_at(by: &str, at: &str) -> String {
    format!("{by}，{at}")
}

pub fn list_head(school: &str, what: &str, act: &str) -> String {
    format!("{school}因{what}（{act}），移交下列学籍档案：")
}

pub fn placing(class: &str) -> String {
    format!("{class}的接收学校")
}

pub fn new_class(class: &str) -> String {
    format!("{class}接收后的班级")
}

/// How an archive is kept: kind, since when, by which act.
pub fn kept(kind: &str, since: &str, act: Option<&str>) -> String {
    match act {
        Some(act) => format!("{kind}，自{since}起，依据：{act}"),
        None => format!("{kind}，自{since}起"),
    }
}

/// Which other authorities have to decide, too.
pub fn others(names: &str) -> String {
    format!("接收学校的主管部门也要同意并审批：{names}。")
}

/// What another authority has said.
pub fn consent(agreed: &str, approved: &str) -> String {
    format!("同意接收：{agreed}；审批：{approved}")
}

/// Which other authorities have to decide before schools are handed over.
pub fn others_hand_over(names: &str) -> String {
    format!("有关主管部门也要同意并审批：{names}。")
}

/// Matters of one kind.
pub fn goes(kind: &str, n: usize) -> String {
    format!("{kind}{n}项")
}

/// A school among those that may be handed over.
pub fn to_hand(name: &str, code: &str) -> String {
    format!("{name}（{code}）")
}

/// From and until when a division holds.
pub fn held_from(from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (from, Some(until)) => format!("{}至{until}", from.unwrap_or(DIVISION_SEEDED)),
        (Some(from), None) => format!("{from}起"),
        (None, None) => DIVISION_SEEDED.to_owned(),
    }
}

/// One thing that was done to a division, and by whom.
pub fn division_act(on: &str, what: &str, name: &str, act: &str, by: (&str, &str)) -> String {
    let name = if name.is_empty() { String::new() } else { format!("“{name}”") };
    format!("{on}{what}{name}（{act}），{}提出，{}审批", by.0, by.1)
}

pub fn schools(n: usize) -> String {
    format!("{n}所")
}
