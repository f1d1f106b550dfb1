//! Pupils: search, record, entry, binding codes.

pub const TITLE: &str = "学生查询";
pub const SEARCH: &str = "姓名、拼音、学籍号、证件号或监护人电话";
pub const SEARCH_HINT: &str =
    "姓名可只写一部分，拼音可写全拼或首字母，如 zhangsf、zsf；号码须完整，在本校内可只写后六位";
pub const GRADE: &str = "年级";
pub const ALL_GRADES: &str = "全部年级";
pub const OF_CLASS: &str = "班级";
pub const ALL_CLASSES: &str = "全部班级";
pub const CLASS_OF_OTHER_GRADE: &str = "所选班级不在所选年级。请改选班级，或将年级改为“全部年级”。";
pub const CAPTION: &str = "学生名单";
pub const NAME: &str = "姓名";
pub const SEX: &str = "性别";
pub const BORN: &str = "出生年份";
pub const SCHOOL: &str = "学校";
pub const CLASS: &str = "年级班级";
pub const STANDING: &str = "状态";
pub const NUMBER: &str = "学籍号";
pub const VERIFICATION: &str = "身份核验";
pub const NONE_FOUND: &str = "没有找到符合条件的学生";
pub const NONE_FOUND_NEXT: &str = "请核对输入的内容，或清空条件后查询全部。";

pub const NONE_SO_FAR: &str = "这一页没有符合条件的学生";
pub const NONE_SO_FAR_NEXT: &str = "后面还有学生没有查完，请点“下一页”继续。";
pub const ORDER: &str = "按姓名的读音排列。";
pub const ORDER_NAME: &str = "按姓名的汉字排列。";
pub const LEFT_OFF: &str = "名字中有这个字或读音的学生较多，只列出一部分。请把姓名写得更全。";

pub const RECORD: &str = "学籍档案";
pub const STANDING_TITLE: &str = "学籍情况";
pub const NO_NUMBER: &str = "尚未生成";
pub const SUSPENDED: &str = "休学时间";
pub const HOSTED: &str = "在本校就读、学籍在外校的学生";
pub const HOSTED_HINT: &str = "学籍保留在原学校（第十七条），变更由原学校办理。";
pub const RECORD_AT: &str = "学籍所在学校";
pub const ABROAD: &str = "境外就读";
pub const PLACEMENT: &str = "特殊安置";
pub const LEAVING: &str = "转出待接收";
pub const LEAVING_LINK: &str = "办理档案移交函和回执";

pub fn leaving(to: &str, since: &str) -> String {
    format!("{since}准予转往{to}，登记对方回执前仍在本校在籍")
}
/// Instead of a last day.
pub const STILL: &str = "至今";
pub const ENTRY_DATE: &str = "入学日期";
pub const ARCHIVE: &str = "建档期限（第七条）";
pub const ARCHIVE_BUILT: &str = "建档日期";
pub const OPEN_CASE: &str = "正在办理";
pub const CHANGES: &str = "办理学籍变动";
pub const SPELLS: &str = "就读经历";
pub const SPELLS_NONE: &str = "学籍核准后开始记录";
pub const SPELLS_NONE_NEXT: &str = "请先办完建籍；办到哪一步，请看“事项”一页。";
pub const FROM: &str = "起";
pub const TO: &str = "止";
pub const NUMBERS: &str = "学籍号记录";
pub const NUMBER_KIND: &str = "类别";
pub const ISSUED: &str = "生成日期";
pub const RETIRED: &str = "停用日期";
pub const TIMELINE: &str = "信息变动情况";
pub const TIMELINE_NONE: &str = "还没有变动记录";
pub const TIMELINE_NONE_NEXT: &str = "录入、更正、转学等每次变动都会自动记在这里。";
pub const CHAIN_HOLDS: &str = "变动记录的哈希链已核对，完整。";
pub const CHAIN_BROKEN: &str = "变动记录的哈希链不完整，请立即报告审计管理员。";
pub const REVEAL: &str = "查看完整号码";
pub const REVEAL_WHAT: &str = "查看哪一项";
pub const REVEAL_REASON: &str = "用途";
pub const REVEAL_HINT: &str = "说明办理什么业务，会记入这名学生的变动记录";
pub const REVEAL_SUBMIT: &str = "查看";
pub const REVEALED: &str = "完整号码（半分钟后不再显示）";

pub const ENTER_TITLE: &str = "录入一名学生";
pub const ENTER_LEAD: &str = "按《学籍基础信息表》填写，带 * 的为必填项。提交后由学校主管领导审核。";
pub const BY_STEPS: &str = "分步录入，填到一半可以先放下";
pub const WHOLE_FORM: &str = "在一页上填写全部项目";
pub const STEPS: &str = "录入步骤";
pub const STEPS_LEAD: &str =
    "填写的内容随时保存，来回切换不会丢失；退出以后再登录，20 小时内可以接着填。最后一步检查后提交。";
pub const STEP_NEXT: &str = "保存，下一步";
pub const STEP_BACK: &str = "保存，上一步";
pub const STEP_WRONG: &str = "还需要填写或改正";
pub const DROP: &str = "放弃填写的内容";
pub const DROPPED: &str = "填写的内容已经清除。";

pub fn step_title(step: &str) -> String {
    format!("录入一名学生：{step}")
}
pub const ENTRY_DATE_HINT: &str = "实际入学的日期；一个月的建档期限从这一天算起";

/// What was written otherwise than it was typed: item, as it is kept (empty when it is not to be repeated), what was changed.
pub fn rewritten(items: &[(&str, String, String)]) -> String {
    let one = |(label, kept, told): &(&str, String, String)| match kept.is_empty() {
        true => format!("{label}（{told}）"),
        false => format!("{label}“{kept}”（{told}）"),
    };
    format!("已按统一写法保存：{}。", items.iter().map(one).collect::<Vec<_>>().join("；"))
}

/// What is unusual about a form that was entered all the same.
pub fn unusual(told: &str) -> String {
    format!("请留意：{told}")
}
pub const DUPLICATE_NOTE: &str = "查重说明";
pub const DUPLICATE_NOTE_HINT: &str = "系统提示疑似重复、经核对确实不是同一人时，在这里写明依据";
pub const ENTER_SUBMIT: &str = "提交";
pub const GUARDIANS: &str = "谁是孩子的监护人？";
pub const ENTRY_BLOCK: &str = "入学与查重";
pub const MEND_TITLE: &str = "补正学籍信息";
pub const MEND_SUBMIT: &str = "重新提交";

pub fn due_in(due: &str) -> String {
    format!("{due} 前")
}
pub const EXTRAS: &str = "省级规定的其他信息";
