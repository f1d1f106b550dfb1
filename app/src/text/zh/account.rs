//! Accounts.

pub const TITLE: &str = "账号管理";
pub const UNITS: &str = "选择单位";
pub const SHOW: &str = "查看";
pub const CAPTION: &str = "账号";
pub const LOGIN: &str = "账号名";
pub const NAME: &str = "姓名";
pub const ROLE: &str = "岗位";
pub const TRAINING: &str = "培训记录";
pub const STATE: &str = "状态";
pub const SECOND_FACTOR: &str = "动态验证码";
pub const SET: &str = "已设置";
pub const NOT_SET: &str = "未设置";
pub const SEALED: &str = "已封存";
pub const DORMANT: &str = "九十天未登录，已封存";
pub const ACTIVE: &str = "使用中";
pub const NONE: &str = "这个单位还没有账号";
pub const NONE_NEXT: &str = "请建立账号，再由另一名管理员确认。";
pub const NEW: &str = "建立账号";
pub const NEW_LEAD: &str = "上级单位为下级单位建立账号。账号须由另一名管理员确认后才能登录，登录凭条由确认人打印交给本人，建立人看不到密码。";
pub const IDENTITY: &str = "身份证号码";
pub const IDENTITY_HINT: &str = "只用于核对一人是否兼任不相容的岗位，系统不保存号码本身。";
pub const CREATE: &str = "建立";
pub const FILE_TRAINING: &str = "登记培训";
pub const TRAINING_LEAD: &str = "学籍管理员先培训后上岗（第二十三条）。";
pub const ACCOUNT: &str = "账号";
pub const COURSE: &str = "培训课程";
pub const CERTIFICATE: &str = "证书编号";
pub const ISSUED: &str = "发证日期";
pub const HOURS: &str = "学时";
/// How it is called where it does not read.
pub const VALIDITY: &str = "有效期";
pub const VALID_UNTIL: &str = "有效期至";
pub const VALID_UNTIL_HINT: &str = "按证书填写，证书没有载明的不填。过期后不能办理业务。";
pub const NO_TRAINING: &str = "未登记";
pub const SEAL: &str = "封存";
pub const UNSEAL: &str = "解封";
pub const RESET: &str = "申请重置";
pub const RESET_TITLE: &str = "申请重置密码和动态验证码";
pub const RESET_LEAD: &str = "重置由另一名管理员确认后立即生效，无人确认的 24 小时后生效。期间本人会看到通知并可以提出异议。新的登录凭条由确认人打印，申请人看不到。";
pub const RESET_REASON: &str = "申请理由";
pub const RESET_TOLD: &str = "有人申请重置您的密码和动态验证码";
pub const OBJECT: &str = "我没有要求重置，提出异议";
pub const WAITING: &str = "待确认的账号和重置";
pub const WAITING_LEAD: &str =
    "请核对本人身份和岗位后确认。建立人、申请人不能确认；本单位只有一名管理员的，由上级单位的管理员确认。";
pub const WAITING_NONE: &str = "没有需要确认的账号";
pub const WHAT: &str = "事项";
pub const NEW_ACCOUNT: &str = "新建账号";
pub const UNIT: &str = "单位";
pub const MADE_BY: &str = "建立人或申请人";
pub const AT: &str = "时间";
pub const NAMESAKE: &str = "本单位另有同名账号，请核对是否同一人";
pub const CONFIRM: &str = "确认并打印凭条";
pub const REFUSE: &str = "不予确认";
pub const REFUSE_TITLE: &str = "不予确认";
pub const REFUSE_REASON: &str = "不予确认的理由";
pub const STATE_WAITING: &str = "待确认";
pub const STATE_REFUSED: &str = "未获确认";
pub const STATE_RESETTING: &str = "重置待确认";
pub const STATE_SLIP: &str = "凭条已打印，尚未设置密码";
pub const SLIP_TITLE: &str = "登录凭条";
pub const SLIP_HANDLE: &str =
    "请打印并当面交给本人。凭条只显示三分钟，关闭后不能再看到；丢失的须重新申请重置。";
pub const SLIP_ADDRESSEE: &str = "本凭条只供本人使用";
pub const SLIP_SECRET: &str = "一次性密码";
pub const SLIP_RULE: &str = "一次性密码只能登录一次。登录后请立即设置自己的密码，并按提示设置动态验证码。如登录时提示密码不正确，说明凭条可能已被他人使用，请立即报告上级单位的安全管理员。";
pub const SLIP_GONE: &str = "没有可以打印的凭条";
pub const SLIP_GONE_TEXT: &str =
    "凭条只在确认后显示三分钟。丢失的请由安全管理员申请重置，由另一名管理员确认后重新打印。";
pub const SLIP_DONE: &str = "已打印，返回账号管理";
pub const SLIP_UNTIL: &str = "有效期至";

/// When a reset takes effect by itself.
pub fn takes_effect(at: &str) -> String {
    format!("最迟 {at} 生效")
}

/// Until when a slip is good.
pub fn good_until(at: &str) -> String {
    format!("凭条 {at} 前有效")
}

/// Who asked for a reset of the reader's account, and when it takes effect.
pub fn reset_told(by: &str, reason: &str, at: &str) -> String {
    format!(
        "{by}申请重置您的账号，理由：{reason}。另一名管理员确认后立即生效，最迟 {at} 生效，届时须凭新的登录凭条登录。如果您没有要求重置，请提出异议。"
    )
}
pub const ACTIONS: &str = "操作";
