//! Printed forms and their verification (第五条, 第七条).

pub const TITLE: &str = "打印登记";
pub const LEAD: &str =
    "本校打印的表、卡都有编号和验证码，在这里登记。发现错误可以作废，作废后凭验证码查询会显示「已作废」。";
pub const PRINT: &str = "打印";
pub const PRINT_LEAD: &str =
    "打印件编号登记，并记入该生的信息变动情况。同一天内容没有变化时，打开的是同一份。";
pub const FULL: &str = "打印含完整证件号码的表";
pub const REASON: &str = "用途";
pub const REASON_HINT: &str = "至少四个字，例如「小学入学报名」。会记入该生的信息变动情况。";
pub const EARLIER: &str = "最近打印";
pub const ALL_OF_PUPIL: &str = "该生的全部打印件";
pub const ONE_PUPIL: &str = "只显示一名学生的打印件。";
pub const SHOW_ALL: &str = "显示全部";
pub const ROSTER: &str = "按班级打印";
pub const ROSTER_DO: &str = "打印班级花名册";
pub const SHEETS_GO: &str = "打印学生的表、卡";
pub const SHEETS: &str = "打印全班或所选学生";
pub const SHEETS_LEAD: &str = "所选学生的表合成一个文件，前面是目录。每份单独编号，并记入各自的信息变动情况；有一份不能打印的，一份也不打印。";
pub const SHEETS_KIND: &str = "打印什么";
pub const SHEETS_REASON_HINT: &str =
    "印有完整证件号码的表至少写四个字，例如「新生信息核对」。会记入每名学生的信息变动情况。";
pub const SHEETS_NAME: &str = "姓名";
pub const SHEETS_NUMBER: &str = "学籍号";
pub const SHEETS_DO: &str = "合成一个文件";
pub const NO_KIND: &str = "还没有选择打印什么。";
pub const CHOOSE_KIND: &str = "请选择一种表。";

/// The box beside a pupil, as it is heard.
pub fn tick(name: &str) -> String {
    format!("选择{name}")
}
pub const CLASS: &str = "班级";
pub const NO_CLASS: &str = "还没有选择班级。";
pub const CHOOSE_CLASS: &str = "请选择一个班级。";
pub const SEARCH: &str = "编号、姓名或班级";
pub const SEARCH_HINT: &str = "完整编号或末尾的流水号；学生的完整姓名；班级写全，例如「小学一年级1班」。";
pub const NUMBER: &str = "编号";
pub const KIND: &str = "种类";
pub const ALL_KINDS: &str = "全部种类";
pub const ABOUT: &str = "内容";
pub const BY: &str = "打印人";
pub const AT: &str = "打印时间";
pub const STATE: &str = "状态";
pub const ALL_STATES: &str = "全部";
pub const VALID: &str = "有效";
pub const REVOKED: &str = "已作废";
pub const NONE: &str = "没有打印件";
pub const NONE_NEXT: &str = "学籍卡、学生卡等在学生的页面打印，班级花名册在本页打印。";
pub const FACTS: &str = "打印情况";
pub const CODE: &str = "验证码";
pub const DIGEST: &str = "内容摘要（SHA-256）";
pub const SYMBOL: &str = "二维码";
pub const SYMBOL_TEXT: &str = "二维码内容";
pub const OPEN_PUPIL: &str = "打开该生学籍档案";
pub const DOWNLOAD: &str = "下载 PDF";
pub const CLASS_FILE_HINT: &str = "整班的文件只能在打印当天下载；以后需要的，请重新打印，写明当时的用途。";
pub const PAPER_HINT: &str = "「打印」按本页版式打印；PDF 版式固定、内嵌字库，宜作存档和正式出具。";
pub const CERTIFICATE_HINT: &str = "证书为 A4 横向，请下载 PDF 打印、粘贴照片后盖章；本页供核对内容。";
pub const CARD_HINT: &str = "学生卡为 85.6 × 54 毫米，正反两面，请用卡片打印机或裁切后塑封。";
pub const FRONT: &str = "正面";
pub const BACK_FACE: &str = "背面";
pub const CHECK_AT: &str = "核验";
pub const ISSUED_ON: &str = "发卡";
pub const REVOKE: &str = "作废";
pub const REVOKE_DO: &str = "确认作废";
pub const REVOKE_LEAD: &str = "作废后不能恢复。已交出的纸质件应当收回；凭验证码查询会显示「已作废」。";
pub const REVOKE_REASON: &str = "作废的原因";
pub const REVOKE_HINT: &str = "至少四个字，例如「姓名有误重新打印」。";
pub const REVOKED_BECAUSE: &str = "作废原因";
pub const REVOKED_NOTE: &str = "这份打印件已作废，不能再使用。";

/// When it was taken back.
pub fn revoked_on(on: &str) -> String {
    format!("{on}作废")
}

/// The foot of a sheet: by whom and when.
pub fn printed(unit: &str, by: &str, at: &str) -> String {
    format!("{unit} {by} {at} 打印")
}

/// What a print of the pupil is called in a list.
pub fn named(kind: &str, number: &str) -> String {
    format!("{kind} {number}")
}

pub const PHOTO: &str = "照片";
