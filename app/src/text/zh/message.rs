//! Messages outside the system: the account's setting, the code to the telephone, what an operator sees.

pub const TITLE: &str = "短信和邮件通知";
pub const LEAD: &str = "有事项要办、即将到期，或您的申请有了结果时，可以另外通知您。通知里只说有事要办，不含孩子的任何信息；提醒每天最多一次。";
pub const NOW: &str = "现在的通知方式";
pub const NONE: &str = "不接收";
pub const WAY: &str = "通知方式";
pub const AT: &str = "您的手机号或邮箱";
pub const AT_HINT: &str = "选择短信填手机号，选择邮件填邮箱；会先发送一个校验码，确认是您本人的";
pub const PASSWORD_HINT: &str = "现在登录用的密码；通知方式只有您本人能改，改后会告知原来的手机号或邮箱";
pub const CHOOSE: &str = "保存通知方式";
pub const WAITING: &str = "等待校验";
pub const CODE: &str = "校验码";
pub const CODE_HINT: &str = "收到的 6 位数字，10 分钟内有效";
pub const CONFIRM: &str = "确认";
pub const CODE_SENT: &str = "校验码已发送，请填写后确认；确认前通知方式不变。";
pub const CONFIRMED: &str = "通知方式已保存。";
pub const NONE_CHOSEN: &str = "已改为不接收，登录后在页面上查看提醒。";

pub const PHONE_CODE: &str = "手机校验码";
pub const PHONE_CODE_HINT: &str =
    "第一次提交时不填：其他信息核对一致后，校验码发送到学校登记的您的手机号，再填写并提交一次";
pub const NO_SMS: &str =
    "本系统未接通短信，不发送手机校验码；请用学校打印、经第二人核发的绑定码，或证件号办理。";

pub const CHANNELS: &str = "短信和邮件";
pub const CONNECTED: &str = "已接通";
pub const NOT_CONNECTED: &str = "未接通，不发送";
pub const UNSENT: &str = "等待发送";
pub const UNSENT_NOTE: &str =
    "发送失败的会重试；多次失败的列在“已搁置的后台任务”中，写明原因。校验码过期不再重发。";

/// Which ways are not there, for who would choose one; nothing where both are.
pub fn missing(sms: bool, mail: bool) -> Option<&'static str> {
    match (sms, mail) {
        (true, true) => None,
        (false, true) => Some("本系统未接通短信，只能选择邮件。"),
        (true, false) => Some("本系统未接通邮件，只能选择短信。"),
        (false, false) => Some("本系统未接通短信和邮件，不在系统外通知；请登录后在页面上查看。"),
    }
}

/// How many messages wait.
pub fn unsent(n: u64) -> String {
    format!("{n} 条")
}
