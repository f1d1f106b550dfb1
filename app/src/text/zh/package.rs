//! 学籍档案包 (第九条, 第十五条, 第十六条).

pub const TITLE: &str = "学籍档案包";
pub const LEAD: &str = "学生转学、升学到外省的，学籍档案制成加密的档案包移交；接收学校凭档案包接续档案。制作、放行、下载和接续都记入信息变动情况。";
pub const LEAD_AUTHORITY: &str = "本机关主管学校移交的学籍档案包，主管领导可以放行。";
pub const MADE: &str = "移交";
pub const RECEIVED: &str = "接收";
pub const NUMBER: &str = "编号";
pub const NAME: &str = "姓名";
pub const TO: &str = "接收学校";
pub const FROM: &str = "移交学校";
pub const STATE: &str = "状态";
pub const AT: &str = "登记时间";
pub const EXPIRES: &str = "下载期限";
pub const NONE: &str = "没有档案包";
pub const NONE_NEXT: &str = "申请或收到的档案包会列在这里。";
pub const ASK: &str = "申请制作档案包";
pub const ASK_LEAD: &str =
    "只有已办结、学生去往外省的转学、升学或毕业事项可以作为移交依据。申请后由主管领导放行。";
pub const ASK_NONE: &str = "目前没有可以移交的学生。毕业后升入外省学校的，请从该生的“学籍档案内容”页进入。";
pub const CASE: &str = "移交依据";
pub const RECEIVER: &str = "升入学校标识码";
pub const RECEIVER_HINT: &str = "毕业学生必填，10 位数字，见录取通知书";
pub const RECEIVER_NAME: &str = "升入学校名称";
pub const ASK_DO: &str = "提交申请";
pub const UPLOAD: &str = "接收档案包";
pub const UPLOAD_LEAD: &str =
    "口令由移交学校另行告知；签名校验码写在移交学校的来函上，两者都要与档案包分开传递。";
pub const FILE: &str = "档案包文件";
pub const FILE_HINT: &str = "扩展名为 .xjdab，不超过 64 MB。";
pub const PASSPHRASE: &str = "口令";
pub const FINGERPRINT: &str = "签名校验码";
pub const FINGERPRINT_HINT: &str = "按来函填写，五组，每组四位";
pub const UPLOAD_DO: &str = "上传并核验";
pub const FACTS: &str = "基本情况";
pub const BASIS: &str = "依据";
pub const ASKED: &str = "申请人";
pub const DECIDED: &str = "放行人";
pub const UPLOADED: &str = "上传人";
pub const RETURNED: &str = "退回核对";
pub const ACCEPTED: &str = "接收人";
pub const SIZE: &str = "内容";
pub const SHA256: &str = "文件校验值（SHA-256）";
pub const JOURNAL_HEAD: &str = "变动记录";
pub const FETCHED: &str = "下载记录";
pub const FETCH: &str = "下载档案包";
pub const FETCH_HINT: &str = "下载会记入该生的信息变动情况。文件已加密，没有口令不能打开。";
pub const DO: &str = "办理";
pub const RELEASE: &str = "放行并制作";
pub const RELEASE_HINT: &str = "放行后显示口令。请把口令、签名校验码与档案包分开告知接收学校。";
pub const REFUSE: &str = "不予放行";
pub const WORDS: &str = "原因";
pub const WORDS_HINT: &str = "不予放行、退回、不予接收时填写";
pub const MATCH: &str = "与本系统比对";
pub const FOUND_NOBODY: &str = "本系统没有这一学籍号。接收后建立学籍，学籍号不变（第五条）。";
pub const FOUND_OWN: &str = "这名学生已在本校。接收后补入本系统没有的内容，其余不变。";
pub const FOUND_ELSEWHERE: &str =
    "这名学生的学籍在本系统另一所学校，须先办理转学或升学，不能重复建立（第六条）。";
pub const FOUND_ANOTHER: &str = "学籍号在本系统属于另一名学生，身份信息不一致，不能接收（第六条）。";
pub const LIKENESS: &str = "与本系统学生相似";
pub const STUDENT_NUMBER: &str = "学籍号";
pub const CLASS_THERE: &str = "原年级班级";
pub const CUSTODY: &str = "档案保管";
pub const BEFORE: &str = "更早的档案";
pub const SIGNATURE: &str = "数字签名";
pub const SIGNATURE_HOLDS: &str = "签名成立，清单、每个文件的长度和校验值、变动记录的连续性均已核验。";
pub const DIFFERENCES: &str = "不一致的项目";
pub const ITEM: &str = "项目";
pub const HERE: &str = "本系统";
pub const THERE: &str = "档案包";
pub const KEEP: &str = "保留本系统";
pub const TAKE: &str = "采用档案包";
pub const KEY_ITEM: &str = "关键信息，须办理基础信息变更";
pub const HIDDEN: &str = "两处不同，已隐去一部分";
pub const EMPTY: &str = "未填写";
pub const ITEMS: &str = "基础信息";
pub const SPELLS: &str = "就读经历";
pub const CASES: &str = "已办结事项";
pub const ENTRIES: &str = "档案内容";
pub const OURS: &str = "本系统另有登记，保留本系统的";
pub const FILES: &str = "档案材料";
pub const JOURNAL: &str = "信息变动情况";
pub const UNTIL_NOW: &str = "今";
pub const PROPOSAL: &str = "接续安排";
pub const ON: &str = "入学第一天";
pub const CLASS: &str = "班级";
pub const NOTE: &str = "查重说明";
pub const NOTE_HINT: &str = "与本系统学生相似时，说明为何不是同一人";
pub const TAKEN: &str = "采用档案包的项目";
pub const NOTHING_TAKEN: &str = "无";
pub const PROPOSED_BY: &str = "经办人";
pub const PROPOSE: &str = "提请接收";
pub const ACCEPT: &str = "接收并接续档案";
pub const RETURN: &str = "退回核对";
pub const DECLINE: &str = "不予接收";
pub const TO_PUPIL: &str = "查看学生档案";
pub const LINK: &str = "移交外省学校：制作档案包";
pub const BROUGHT: &str = "接续前的档案";
pub const ASKED_DONE: &str = "已申请，请主管领导放行。";
pub const RECEIVED_DONE: &str = "已收到并核验，请核对后提请接收。";
pub const PROPOSED_DONE: &str = "已提请接收，请主管领导办理。";
pub const ACCEPTED_DONE: &str = "已接收，档案已接续。";
pub const DONE: &str = "已办理。";

/// What waits.
pub fn waiting(count: u64) -> String {
    format!("有 {count} 个学籍档案包等待办理")
}

/// A hand-over that can be asked for.
pub fn offer(name: &str, kind: &str, on: &str, to: Option<&str>) -> String {
    match to {
        Some(to) => format!("{name}，{kind}，{on}办结，{to}"),
        None => format!("{name}，{kind}，{on}办结"),
    }
}

/// The case on which it rests.
pub fn basis(kind: &str, number: &str, on: &str) -> String {
    format!("{kind}，{on}办结，编号 {number}")
}

/// How much is in it.
pub fn size(files: usize, bytes: u64) -> String {
    format!("{files} 个文件，{} KB", bytes.div_ceil(1024))
}

/// How long the journal in it is, and where it ends.
pub fn journal_head(entries: u64, head: &str) -> String {
    format!("{entries} 条，末条校验值 {head}")
}

/// How many archives of other systems are in it.
pub fn before(count: usize) -> String {
    format!("{count} 份，从其他系统带来")
}

/// The passphrase, told once.
pub fn released(phrase: &str) -> String {
    format!(
        "已放行。口令：{phrase}。请立即记下并另行告知接收学校，十分钟后不再显示，系统不保存口令；遗失须重新申请。"
    )
}

pub const UPLOAD_LEAD_KEYS: &str =
    "上传对方系统制作的档案包并填写口令；签名公钥按系统公钥目录核对，不需要填写来函上的签名校验码。";
pub const BY_DIRECTORY: &str = "制作系统";
pub const KEYS: &str = "系统公钥目录";
pub const KEYS_LEAD: &str = "国务院教育行政部门签发的各学籍系统公钥目录。导入后由另一名管理员确认启用，接收档案包时按目录核对签名；不能退回旧目录。没有目录的，仍按来函告知的签名校验码核对。";
pub const KEYS_OWN: &str = "本系统公钥";
pub const KEYS_OWN_HINT: &str = "报签发单位列入目录。";
pub const KEYS_KEY: &str = "公钥";
pub const KEYS_ISSUER_CODE: &str = "签发公钥校验码（服务器设置）";
pub const KEYS_NOT_SET: &str = "没有设置目录签发公钥的校验码";
pub const KEYS_NOT_SET_NEXT: &str =
    "请在服务器设置中写入签发单位公布的校验码（XUEJI_DIRECTORY_KEY），再导入目录。";
pub const KEYS_SERIAL: &str = "目录编号";
pub const KEYS_ISSUED: &str = "签发";
pub const KEYS_IMPORT_BY: &str = "导入";
pub const KEYS_ACCEPTED: &str = "确认";
pub const KEYS_SYSTEM: &str = "系统";
pub const KEYS_PROVINCE: &str = "省级区划代码";
pub const KEYS_FROM: &str = "启用日期";
pub const KEYS_UNTIL: &str = "截止日期";
pub const KEYS_OPEN: &str = "长期";
pub const KEYS_IN_FORCE: &str = "有效";
pub const KEYS_OUT: &str = "不在有效期";
pub const KEYS_WAITING: &str = "待确认的目录";
pub const KEYS_ACCEPT: &str = "确认启用";
pub const KEYS_RETURN: &str = "退回";
pub const KEYS_REASON: &str = "退回的原因";
pub const KEYS_OTHER: &str = "由安全管理员确认；导入人不能自己确认。";
pub const KEYS_NOW: &str = "现用目录";
pub const KEYS_NONE: &str = "还没有启用目录";
pub const KEYS_NONE_NEXT: &str = "接收档案包时按来函告知的签名校验码核对。";
pub const KEYS_IMPORT: &str = "导入目录";
pub const KEYS_IMPORT_HINT: &str = "选择签发单位发来的目录文件；编号须高于现用目录。";
pub const KEYS_FILE: &str = "目录文件";
pub const KEYS_IMPORTED: &str = "已导入，等待另一名管理员确认。";
pub const KEYS_HISTORY: &str = "目录记录";

pub fn serial(n: u64) -> String {
    format!("第 {n} 号")
}

pub fn revoked(on: &str, reason: &str) -> String {
    format!("{on}起撤销：{reason}")
}

pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}

/// How a decided case ended, and under which number it is known there.
pub fn case_numbered(state: &str, number: &str) -> String {
    format!("{state}，编号 {number}")
}
