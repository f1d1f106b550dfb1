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

pub const VERIFY: &str = "打印件核验";
pub const VERIFY_LEAD: &str = "输入打印件页脚（学生卡在背面）的验证码，或扫描二维码，可以核验它是不是学校通过本系统打印的、现在是否有效。不需要登录。";
pub const VERIFY_HINT: &str = "16 位，例如 K7Q2-9FXM-3TRB-W80D；大小写、有没有横线都可以。";
pub const VERIFY_DO: &str = "核验";
pub const VERIFY_LINK: &str = "核验打印件和学生卡";
pub const GENUINE: &str = "真实有效";
pub const GENUINE_NEXT: &str = "请把纸面上的内容与下列各项对照；不一致的，纸面可能被改动。";
pub const REVOKED_NEXT: &str = "打印单位已将它作废，请不要采用，并向打印单位核实。";
pub const LAPSED: &str = "已失效";
pub const LAPSED_NEXT: &str = "这张学生卡是学校发放的，但已超过有效期，或持卡人已不在发卡学校就读。";
pub const UNKNOWN: &str = "没有查到";
pub const UNKNOWN_NEXT: &str = "没有与它对应的打印件。请对照原件核对有没有抄错；核对无误仍查不到的，不是本系统打印的，请向标注的打印单位核实。";
pub const UNIT: &str = "打印单位";
pub const ON: &str = "打印日期";
pub const MASKED: &str = "为保护未成年人个人信息，这里只显示部分内容。";
pub const OFFLINE: &str = "没有网络时怎样核验学生卡";
pub const OFFLINE_STEPS: [&str; 3] = [
    "先在有网络时取得公钥（64 位十六进制数字）并妥善保存。公钥可以公开，长期不变。",
    "扫描学生卡正面的二维码，取得其中从「XJ1.」开始到末尾的文字：依次为标记、卡面信息、Ed25519 签名，后两部分为 Crockford Base32 编码。",
    "用公钥验证签名。装有本系统程序的机器可以执行下面的命令；签名相符时显示卡号、隐去部分的姓名、学校、发卡日期和有效期。",
];
pub const OFFLINE_LIMIT: &str = "脱机只能核对真伪和有效期，是否已作废须联网核验。";
pub const KEY_LINK: &str = "取得公钥";
pub const COMMAND: &str = "server verify-card <二维码内容> --key <公钥>";

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
