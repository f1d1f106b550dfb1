//! Problem records: the queue, one problem, the merge of two records.

pub const TITLE: &str = "问题学籍";
pub const LEAD: &str =
    "身份证号错误、证件号重复和疑似重复的学籍，由学校举证或更正，由双方共同的上级认定。未办结前不能转学。";
pub const OPEN: &str = "未办结";
pub const SETTLED: &str = "已办结";
pub const NONE: &str = "没有问题学籍";
pub const NONE_NEXT: &str = "系统每晚对全部学籍查重，发现的问题会列在这里。";
pub const NAMES: &str = "学生";
pub const SCHOOLS: &str = "学校";
pub const KIND: &str = "问题";
pub const STATE: &str = "状态";
pub const SETTLED_BY: &str = "认定单位";
pub const SCORE: &str = "相似度";
pub const DUE: &str = "办理期限";
pub const FOUND_ON: &str = "发现日期";
pub const ALL_KINDS: &str = "全部种类";
pub const COUNTS: &str = "未办结的问题学籍";
pub const LATE: &str = "逾期";
pub const UNIT_OF: &str = "件";

pub const CHECK: &str = "全库查重";
pub const CHECK_LEAD: &str = "比对本单位管辖范围内全部学籍，并与全国学籍比对。每晚自动进行一次，这里可以随时再做一次。同一问题不会重复登记，已认定为两名学生的，信息不变就不再列出。";
pub const CHECK_DO: &str = "开始查重";
pub const CHECK_BUSY: &str = "正在查重";
pub const CHECK_RELOAD: &str = "刷新进度";
pub const CHECK_STARTED: &str = "已开始查重。";

pub const SIDES: &str = "涉及的学籍";
pub const FIELD: &str = "项目";
pub const COMPARED: &str = "比对";
pub const SAME: &str = "相同";
pub const DIFFERENT: &str = "不同";
pub const COMPARE: &str = "信息比对";
pub const COMPARE_HINT: &str = "敏感信息已遮蔽，“相同”“不同”按完整内容比对。";
pub const EMPTY_VALUE: &str = "（空）";
pub const REASONS: &str = "相似度的依据";
pub const REASON: &str = "依据";
pub const POINTS: &str = "分值";
pub const FAULT: &str = "问题说明";
pub const NUMBER: &str = "学籍号";
pub const NO_NUMBER: &str = "尚未发放";
pub const STANDING: &str = "学籍状态";
pub const OPEN_RECORD: &str = "查看学籍档案";
pub const ANSWER_OF: &str = "举证情况";
pub const NO_ANSWER: &str = "还没有举证";
pub const SCANS: &str = "证明材料";
pub const FACTS: &str = "办理情况";

pub const ANSWER: &str = "举证";
pub const ANSWER_AGAIN: &str = "修改举证";
pub const REMEDY: &str = "处理方式";
pub const STATEMENT: &str = "情况说明";
pub const STATEMENT_HINT: &str = "写明核对了哪些证件、学生是否在校就读";
pub const SCAN_KIND: &str = "材料种类";
pub const SCAN: &str = "证明材料扫描件";
pub const SCAN_HINT: &str = "JPG、PNG 或 PDF，不超过 20 MB。每次一份，可以多次补充。";
pub const ANSWER_DO: &str = "提交举证";
pub const ANSWERED: &str = "已提交举证。";
pub const CORRECT_HINT: &str =
    "选择“变更”的，请监护人申请基础信息变更（第十条），办结后重新比对；查重不再发现的自动办结。";
pub const RECHECK: &str = "重新比对";
pub const RECHECKED: &str = "已重新比对。";

pub const SETTLE: &str = "审查意见";
pub const SETTLE_AGAIN: &str = "修改审查意见";
pub const DISTINCT: &str = "认定为两名学生";
pub const DISTINCT_HINT: &str = "两份学籍都保留，信息不变就不再列为问题学籍。";
pub const REASON_WORDS: &str = "理由";
pub const REASON_HINT: &str = "写明依据哪些材料作出判断";
pub const PROPOSE: &str = "提交主管领导决定";
pub const MERGE: &str = "认定为同一名学生，合并学籍";
pub const MERGE_HINT: &str = "先选择保留哪一份。保留的一份学籍号不变，另一份转为历史并指向它。";
pub const PROPOSED: &str = "已提交主管领导决定。";
pub const PROPOSAL: &str = "审查意见";
pub const PROPOSED_BY: &str = "提出人";
pub const VERDICT: &str = "意见";
pub const PREVIEW: &str = "合并后的学籍";
pub const PREVIEW_HINT: &str = "只列出两份学籍不同的项目，其余项目相同。";
pub const MERGED_ITEMS: &str = "取自并入学籍的项目";
pub const VALUE: &str = "内容";
pub const FROM: &str = "取自";
pub const FROM_KEPT: &str = "保留的学籍";
pub const FROM_OTHER: &str = "并入的学籍";
pub const DECIDE: &str = "决定";
pub const DECIDE_HINT: &str = "提出人不能自己决定。合并后 30 天内可以撤销。";
pub const DECIDE_DO: &str = "同意";
pub const RETURN: &str = "退回重新核实";
pub const RETURN_REASON: &str = "需要再核实什么";
pub const RETURNED: &str = "主管领导退回重新核实";
pub const SENT_BACK: &str = "已退回。";
pub const DECIDED: &str = "已决定。";
pub const DECIDED_BY: &str = "决定";

pub const MERGE_TITLE: &str = "合并学籍";
pub const MERGE_LEAD: &str = "逐项选择合并后的内容，默认用保留的学籍。年级、班级和入学年月随保留的学籍。就读经历、监护人账号和学籍号历史会一并归到保留的学籍，什么都不删除。";
pub const KEPT: &str = "保留";
pub const OTHER: &str = "并入";
pub const NOTHING_DIFFERS: &str = "两份学籍的各项信息都相同，无需选择。";
pub const BLOCKED: &str = "现在不能合并";
pub const OTHER_WAY: &str = "改为保留另一份";
pub const HIDDEN: &str = "（已遮蔽，两份内容不同）";

pub const UNDO: &str = "撤销合并";
pub const UNDO_HINT: &str = "两份学籍恢复到合并前的样子。合并以后又有变动的，不能撤销。";
pub const UNDO_REASON: &str = "撤销的原因";
pub const UNDO_ASK: &str = "提请撤销合并";
pub const UNDO_ASKED: &str = "已提请主管领导撤销合并。";
pub const UNDO_DO: &str = "同意撤销合并";
pub const UNDONE: &str = "已撤销合并，两份学籍已恢复。";
pub const UNDO_REQUEST: &str = "提请撤销";

pub const MARKED: &str = "这份学籍属于问题学籍";
pub const MARKED_HINT: &str = "办结以前不能转学。";
pub const MERGED_INTO: &str = "这份学籍已合并";
pub const MERGED_FROM: &str = "并入的学籍";
pub const OPEN_OTHER: &str = "打开保留的学籍";

/// On the landing page.
pub fn waiting(n: u64) -> String {
    format!("有 {n} 件问题学籍等您办理")
}

/// A score out of a hundred.
pub fn score(points: u8, label: &str) -> String {
    format!("{points} 分（满分 100），{label}")
}

/// A signed number of points.
pub fn points(points: i8) -> String {
    if points < 0 { format!("−{}", points.unsigned_abs()) } else { format!("+{points}") }
}

/// Who did it, and when.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}　{on}")
}

/// What became of the last check.
pub fn check_done(at: &str, seen: &str, found: u64, cleared: u64) -> String {
    format!("上次查重 {at} 完成：比对 {seen} 份学籍，新发现 {found} 件，不再存在 {cleared} 件。")
}

/// Where the other record is.
pub fn merged_into(school: &str, number: &str) -> String {
    format!("并入「{school}」的学籍 {number}，以后都在那里办理。本页只供查阅以前的记录。")
}

/// A record that was merged into this one.
pub fn merged_from(school: &str, number: &str) -> String {
    format!("「{school}」的学籍 {number}")
}

/// The n-th scan.
pub fn scan(n: usize, kind: &str) -> String {
    format!("{kind}（第 {n} 份）")
}

/// Scans that are kept from the reader.
pub fn scans_hidden(n: usize) -> String {
    format!("{n} 份，仅提交单位和认定单位可以查看")
}

/// Keep this school's record.
pub fn keep(school: &str, number: &str) -> String {
    format!("保留「{school}」的学籍 {number}")
}

/// The column of a record.
pub fn column(n: usize, school: &str) -> String {
    format!("{}（{school}）", if n == 0 { "甲" } else { "乙" })
}

/// Until when a merge may be taken back.
pub fn until(day: &str) -> String {
    format!("{day}前可以撤销")
}

pub const SHEET: &str = "核查单";
pub const SHEET_LEAD: &str = "双方都佐证的跨省问题学籍，由国务院教育行政部门同时向双方签发核查单（教基一司函〔2016〕98号）。对方的答复在双方都答复或者时段截止后公布。";
pub const SHEET_NUMBER: &str = "核查单编号";
pub const SHEET_ISSUED: &str = "签发";
pub const SHEET_WINDOW: &str = "答复时段";
pub const SHEET_OUTCOME: &str = "核查结果";
pub const SHEET_LATE: &str = "逾期未答复";
pub const ATTENDS: &str = "学生是否在本校实际就读";
pub const ATTENDS_YES: &str = "在本校实际就读";
pub const ATTENDS_NO: &str = "不在本校就读";
pub const STAND: &str = "是否坚持佐证";
pub const STAND_HINT: &str = "坚持佐证的，须附家长签字的学生身份证复印件或者户籍证明。";
pub const SHEET_WORDS_HINT: &str = "写明怎样核实的；放弃佐证的，说明原来佐证的情况";
pub const SHEET_ANSWER: &str = "答复核查单";
pub const SHEET_ANSWER_AGAIN: &str = "修改答复";
pub const SHEET_ANSWER_DO: &str = "提交答复";
pub const SHEET_ANSWERED: &str = "已答复核查单。";
pub const SHEET_ISSUE: &str = "签发核查单";
pub const SHEET_ISSUE_HINT: &str = "同时发给双方学校，在最近一个核查时段内答复；时段由全国年度安排规定。";
pub const SHEET_ISSUE_DO: &str = "向双方签发核查单";
pub const SHEET_ISSUED_DONE: &str = "已向双方签发核查单。";

pub fn window(from: &str, until: &str) -> String {
    format!("{from}至{until}（签发后即可答复）")
}

pub fn sheet_answered(on: &str) -> String {
    format!("已于{on}答复，双方都答复或者时段截止后公布。")
}

pub fn scan_count(n: usize) -> String {
    format!("{n} 份")
}
