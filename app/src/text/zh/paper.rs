//! The paper archive: shelves, dossiers, loans, the hand-over piece by piece, archives kept for good.

pub const NAV: &str = "纸质档案";
pub const TITLE: &str = "案卷目录";
pub const CAPTION: &str = "纸质档案";
pub const LEAD: &str = "本校保管的纸质学籍档案：放在哪里、有哪些材料、由谁借阅（第八条、第九条）。";
pub const TAB_LATE: &str = "逾期移交";
pub const TAB_KEPT: &str = "永久保存";
pub const TAB_ENTRUSTED: &str = "移交保管";

pub const LOANS: &str = "借出和待批准的借阅";
pub const BORROWER: &str = "借阅人";
pub const BORROWER_HINT: &str = "姓名和单位，例如 王老师（本校教务处）";
pub const DUE_BACK: &str = "应还日期";
pub const DUE_BACK_HINT: &str = "今天起三十天以内，例如 2026-09-01";
pub const LOAN_STATE: &str = "借阅";
pub const OVERDUE: &str = "逾期未还";

pub const FIND_NAME: &str = "姓名";
pub const FIND_NAME_HINT: &str = "姓名、拼音、完整学籍号";
pub const CLASS: &str = "班级";
pub const ALL_CLASSES: &str = "全部班级";
pub const FIND_PLACE: &str = "存放位置";
pub const FIND_PLACE_HINT: &str = "按架上顺序列出，例如 档案室 3柜";
pub const FIND_BY_PLACE: &str = "按位置查";
pub const NONE_FOUND: &str = "没有找到案卷";
pub const NONE_FOUND_NEXT: &str = "请核对姓名、班级或位置；都不填写时列出本校全部学生。";

pub const NAME: &str = "姓名";
pub const NUMBER: &str = "学籍号";
pub const NO_NUMBER_YET: &str = "尚未发放";
pub const PLACE: &str = "存放位置";
pub const NOT_PLACED: &str = "未指定";
pub const PIECES: &str = "件数";
pub const PAGES: &str = "页数";
pub const STATE: &str = "状态";
pub const HERE: &str = "在库";
pub const LISTED: &str = "移交中";
pub const NOT_COUNTED: &str = "未登记材料";
pub const GONE: &str = "已移交";

pub const PLACE_CLASS: &str = "整班上架";
pub const PLACE_CLASS_LEAD: &str =
    "按姓名拼音顺序给全班的案卷指定位置。填写每盒案卷数的，从起始盒号起依次装盒；不填写的，全班放在同一盒。";
pub const ROOM: &str = "库房";
pub const ROOM_HINT: &str = "例如 档案室";
pub const CABINET: &str = "柜";
pub const TIER: &str = "层";
pub const BOX: &str = "盒";
pub const FIRST_BOX: &str = "起始盒号";
pub const EACH: &str = "每盒案卷数";
pub const PLACE_CLASS_DO: &str = "指定全班位置";
pub const NO_CLASS: &str = "没有选择班级。";
pub const NO_NUMBER: &str = "每盒案卷数不是数字。";

pub const DOSSIER: &str = "纸质案卷";
pub const DOSSIER_LEAD: &str = "逐件登记纸质材料。件号一经编定不再变动，撤出的材料保留原件号。";
pub const FACTS: &str = "案卷情况";
pub const WHERE: &str = "保管情况";
pub const WHERE_LISTED: &str = "已列入移交清单，移交期间不能变动";
pub const WHERE_GONE: &str = "原件已移交接收学校，本校只保留复印件";
pub const TO_LIST: &str = "查看移交清单";
pub const CONTENT: &str = "案卷内目录";
pub const NO_PIECES: &str = "还没有登记材料";
pub const NO_PIECES_NEXT: &str = "清点纸质档案后逐件登记，转学移交时按件列清单。";
pub const NO: &str = "件号";
pub const PIECE: &str = "题名";
pub const CATEGORY: &str = "类别";
pub const FORM: &str = "原件或复印件";
pub const DATED: &str = "形成日期";
pub const SOURCE: &str = "来源";
pub const SOURCE_HINT: &str = "例如 监护人提交、原学校移交";
pub const COPY: &str = "复印件留存";
pub const WITHDRAWN: &str = "已撤出";
pub const UNKNOWN: &str = "不详";
pub const ADD: &str = "登记一件材料";
pub const PIECE_HINT: &str = "按材料封面或标题填写，例如 学生学籍登记表";
pub const ADD_DO: &str = "归入案卷";
pub const WITHDRAW: &str = "撤出一件材料";
pub const WITHDRAW_WHICH: &str = "撤出哪一件";
pub const REASON: &str = "原因";
pub const WITHDRAW_DO: &str = "撤出";
pub const COPIES: &str = "登记留存的复印件";
pub const COPIES_LEAD: &str = "档案移交以前，原学校保留复印件（第九条）。勾选已复印留存的材料。";
pub const COPIES_DO: &str = "保存";
pub const SET_PLACE: &str = "指定存放位置";
pub const SET_PLACE_DO: &str = "保存位置";
pub const LOAN_TITLE: &str = "借阅";
pub const NO_LOANS: &str = "没有借阅记录。";
pub const LEND: &str = "申请借阅";
pub const LOAN_REASON: &str = "借阅事由";
pub const LEND_DO: &str = "提交主管领导批准";
pub const APPROVE: &str = "批准借阅";
pub const REFUSE: &str = "不批准";
pub const REFUSE_REASON: &str = "不批准的原因";
pub const RETURN: &str = "登记归还";
pub const WAITS_FOR_LEADER: &str = "等待主管领导批准，申请人不能批准自己的申请。";
pub const ASKED_BY: &str = "申请";
pub const DECIDED_BY: &str = "审批";
pub const RETURNED: &str = "归还";
pub const NO_CATEGORY: &str = "没有选择类别。";
pub const NO_FORM: &str = "没有选择原件或复印件。";
pub const NO_DATE: &str = "没有填写日期，或不是有效的日期。";
pub const DATE_REMEDY: &str = "请按 2026-09-01 的样式填写。";
pub const NO_PIECE: &str = "没有选择材料。";

pub const PLACED: &str = "已保存存放位置。";
pub const ADDED: &str = "已归入案卷。";
pub const WITHDRAWN_DONE: &str = "已撤出。";
pub const COPIES_DONE: &str = "已登记留存的复印件。";
pub const LOAN_ASKED: &str = "已提交主管领导批准。";
pub const LENT_DONE: &str = "已批准，案卷借出。";
pub const REFUSED_DONE: &str = "已记录不批准借阅。";
pub const RETURNED_DONE: &str = "已登记归还。";

pub const DESK: &str = "纸质档案移交";
pub const DESK_FACTS: &str = "移交情况";
pub const DESK_LEAD: &str =
    "学籍档案在转学手续办结后一个月内移交（第十五条）：逐件列清单、密封，接收学校逐件清点，差异逐件处理。";
pub const PUPIL: &str = "学生";
pub const FROM: &str = "移交学校";
pub const TO: &str = "接收学校";
pub const LETTER: &str = "移交函";
pub const NOT_NUMBERED: &str = "尚未签发";
pub const OPEN_LETTER: &str = "查看移交函";
pub const OPEN_DOSSIER: &str = "查看案卷";
pub const DUE: &str = "办理期限";
pub const STEPS: &str = "办理进度";
pub const STEP_LIST: &str = "列移交清单";
pub const STEP_SIGN: &str = "签发移交函";
pub const STEP_SEAL: &str = "密封移交";
pub const STEP_CHECK: &str = "逐件清点";
pub const STEP_SETTLE: &str = "差异处理";
pub const REGISTRAR: &str = "学籍管理员";
pub const LEADER: &str = "学籍主管领导";
pub const LIST: &str = "纸质学籍档案移交清单";
pub const MAKE_LIST: &str = "列移交清单";
pub const MAKE_LIST_LEAD: &str =
    "案卷中下列材料列入清单，移交函随之提交主管领导签发。列入后案卷不能变动、不能借出。";
pub const NOTHING_TO_LIST: &str = "案卷中没有登记材料，请先清点纸质档案，逐件登记。";
pub const TO_DOSSIER: &str = "登记案卷材料";
pub const MAKE_LIST_DO: &str = "列清单并提交签发";
pub const TAKE_BACK: &str = "撤回清单";
pub const TAKE_BACK_LEAD: &str = "移交函签发以前可以撤回清单，改正案卷后重新列出。";
pub const SIGN_FIRST: &str = "移交函正等待主管领导签发，签发后确认密封移交。";
pub const SEAL: &str = "确认密封移交";
pub const SEAL_LEAD: &str = "档案袋密封并交出后确认。列清单的人不能确认。";
pub const SEAL_NUMBER: &str = "密封条编号";
pub const SIGNATORY: &str = "移交人";
pub const SEALED_ON: &str = "移交日期";
pub const SEAL_DO: &str = "确认已密封移交";
pub const SEAL_WAITS: &str = "移交函已签发，等待主管领导确认密封移交。";
pub const NOT_SEALED: &str = "移交学校还没有确认密封移交，清单在密封后可以查看。";
pub const MAKE_LIST_WAITS: &str = "移交学校的学籍管理员还没有列移交清单。";
pub const NO_LIST: &str = "这份移交函没有列移交清单，件数以移交函和回执为准。";
pub const CHECK: &str = "清点结果";
pub const RECEIVE: &str = "逐件清点签收";
pub const RECEIVE_LEAD: &str = "请对照实物逐件选择。缺少、破损的材料签收后转入差异处理，双方都能看到。";
pub const RECEIVE_PAPER: &str = "对方单位不在本系统办理，请按收回的纸质回执逐件登记。";
pub const RECEIVED_BY: &str = "签收人";
pub const CHOOSE: &str = "请选择";
pub const RECEIVE_DO: &str = "确认清点签收";
pub const SETTLE: &str = "差异处理";
pub const SETTLE_LEAD: &str = "逐件写明差异如何处理，全部处理完毕后移交办结。";
pub const WHICH: &str = "哪一件";
pub const OUTCOME: &str = "处理结果";
pub const CAME: &str = "已补交，归入案卷";
pub const STAYS: &str = "无法补交或修复，按现状接收";
pub const NOTE: &str = "处理说明";
pub const NOTE_HINT: &str = "补交的日期，或无法补交的原因";
pub const SETTLE_DO: &str = "保存处理结果";
pub const NO_OUTCOME: &str = "没有选择处理结果。";
pub const CAME_SHORT: &str = "已补交";
pub const STAYS_SHORT: &str = "按现状接收";
pub const UNSETTLED: &str = "待处理";
pub const HANDED_OVER: &str = "移交方";
pub const TAKEN: &str = "接收方";
pub const PRINT: &str = "本页可直接打印，打印时只有移交清单。";
pub const ENVELOPE_LINK: &str = "打印档案袋封面";

pub const LISTED_DONE: &str = "已列移交清单，移交函已提交主管领导签发。";
pub const TAKEN_BACK_DONE: &str = "已撤回清单，案卷可以改正。";
pub const SEALED_DONE: &str = "已确认密封移交，等待接收学校清点。";
pub const RECEIVED_DONE: &str = "已清点签收。";
pub const SETTLED_DONE: &str = "已保存处理结果。";

pub const ENVELOPE: &str = "档案袋封面";
pub const ENVELOPE_TITLE: &str = "学生学籍档案";
pub const ENVELOPE_LEAD: &str = "用A4纸打印，贴在档案袋正面。接收学校扫描二维码，登录后即可逐件清点。";
pub const ENVELOPE_SYMBOL: &str = "二维码：登录后打开本次移交的清点页面";
pub const ENVELOPE_SCAN: &str = "扫码清点";
pub const ENVELOPE_NUMBER: &str = "移交函文号";
pub const ENVELOPE_CONTENT: &str = "袋内材料";
pub const ENVELOPE_SEALED: &str = "密封处";
pub const ENVELOPE_STAMP: &str = "（加盖学校公章，骑缝）";
pub const ENVELOPE_WARNING: &str = "密封件，非接收学校学籍管理员不得拆封。拆封时请当面核对密封条编号。";

pub const LATE: &str = "逾期移交的档案";
pub const LATE_LEAD: &str = "转学手续办结满一个月仍未移交，或移交后逾期未签收的学籍档案（第十五条）。系统每天检查，逾期的告知上级主管部门一次。";
pub const LATE_LEAD_ABOVE: &str =
    "下级学校逾期未移交或未签收的学籍档案（第十五条）。这里只列学校，不列学生；需要时向学校了解。";
pub const LATE_NONE: &str = "没有逾期移交的档案";
pub const LATE_NONE_NEXT: &str = "移交期限过了还没有签收的档案才列在这里。";
pub const LATE_NOT_SENT: &str = "未移交";
pub const LATE_NOT_RECEIVED: &str = "已移交，未签收";
pub const URGED: &str = "督办";
pub const NOT_URGED: &str = "待系统告知";
pub const HUB_LATE: &str = "下级学校逾期未移交、未签收的学籍档案（第十五条）";
pub const HUB_SHELF: &str = "存放位置、借阅和逐件移交（第八条、第九条、第十五条）";

pub const KEPT: &str = "永久保存的学籍档案";
pub const KEPT_LEAD: &str =
    "毕业、结业、退学等离校学生的学籍档案，由最后就读学校永久保存（第九条、第十六条）。";
pub const ENTRUSTED: &str = "移交保管的学籍档案";
pub const ENTRUSTED_LEAD: &str = "学校撤销后没有承接学校的，离校学生的学籍档案由主管部门保管（第九条）。";
pub const KEPT_NONE: &str = "没有这样的档案";
pub const KEPT_NONE_NEXT: &str = "学生离校后，或学校撤销后，应保存的档案自动列在这里。";
pub const KEPT_STANDING: &str = "离校情况";
pub const KEPT_SCHOOL: &str = "最后就读学校";
pub const KEPT_SINCE: &str = "保管起始";
pub const KEPT_HOW: &str = "保管方式";
pub const KEPT_ACT: &str = "依据";
pub const FOLLOWED: &str = "户籍在本地、在外地辍学的学生";
pub const FOLLOWED_LEAD: &str = "外来务工人员随迁子女在就读地辍学的，学期末学籍档案转交户籍所在地（第二十二条第二款）。请继续劝返并登记；由本地学校转入或原学校办理返校后，不再列在这里。";
pub const FOLLOWED_NONE: &str = "没有已签收档案、正在跟进的辍学学生。";
pub const ABSENT_SINCE: &str = "缺课第一天";
pub const FOLLOW_UPS: &str = "劝返次数";
pub const KEPT_ORDINARY: &str = "离校";
pub const KEPT_PAPER: &str = "纸质案卷";
pub const KEPT_NO_PAPER: &str = "未登记";

pub fn kept_paper(pieces: usize, place: Option<&str>) -> String {
    format!("{pieces}件，{}", place.unwrap_or("待指定存放位置"))
}
pub const HUB_KEPT: &str = "学校撤销后由本部门保管的离校学生档案（第九条）";

/// After a class was placed.
pub fn placed(n: usize) -> String {
    match n {
        0 => "全班的位置没有变化。".to_owned(),
        n => format!("已指定 {n} 个案卷的位置。"),
    }
}

/// 12件、30页
pub fn amount(pieces: usize, pages: u32) -> String {
    format!("{pieces} 件，{pages} 页")
}

/// Names a piece.
pub fn piece(no: u32, title: &str) -> String {
    format!("第{no}件《{title}》")
}

/// Who did it, and when.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}　{on}")
}

/// Who confirmed the seal, after who gave the papers away.
pub fn confirmed(by: &str, on: &str) -> String {
    format!("（主管领导 {by} {on}确认）")
}

/// Who has borrowed a dossier that is to be handed over.
pub fn lent(borrower: &str, due_back: &str) -> String {
    format!("案卷由{borrower}借阅，应于{due_back}归还。归还以前不能列移交清单。")
}

/// Above the list.
pub fn list_head(name: &str, number: &str, from: &str, to: &str) -> String {
    let number = if number.is_empty() { String::new() } else { format!("（学籍号 {number}）") };
    format!("{from}向{to}移交学生{name}{number}的纸质学籍档案，逐件如下：")
}

/// How many arrived.
pub fn arrived(arrived: u32, of: usize) -> String {
    format!("应收 {of} 件，实收 {arrived} 件")
}

pub fn days_late(days: i64) -> String {
    format!("逾期 {days} 天")
}

/// Who took a step of the hand-over.
pub fn by(name: &str) -> String {
    format!("经办人：{name}")
}
