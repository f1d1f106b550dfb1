//! Messages outside the system: the account's setting, the code to the telephone, what an operator sees.

use crate::text::words::{Words, words};

words! {
    TITLE: "短信和邮件通知" / "Text messages and mails";
    LEAD: "有事项要办、即将到期，或您的申请有了结果时，可以另外通知您。通知里只说有事要办，不含孩子的任何信息；提醒每天最多一次。"
        / "We can tell you elsewhere when there is something to do, when time is running out, or when there is a result for you. Such a message says only that there is something to see and nothing of your child; reminders come once a day at most.";
    NOW: "现在的通知方式" / "How you are told now";
    NONE: "不接收" / "Not at all";
    WAY: "通知方式" / "How to tell you";
    AT: "您的手机号或邮箱" / "Your mobile number or mail address";
    AT_HINT: "选择短信填手机号，选择邮件填邮箱；会先发送一个校验码，确认是您本人的"
        / "A mobile number for text messages, an address for mails; a code is sent first to confirm that it is yours";
    PASSWORD_HINT: "现在登录用的密码；通知方式只有您本人能改，改后会告知原来的手机号或邮箱"
        / "The password you sign in with; only you can change this, and the number or address until now is told";
    CHOOSE: "保存通知方式" / "Save";
    WAITING: "等待校验" / "Waits for its code";
    CODE: "校验码" / "Code";
    CODE_HINT: "收到的 6 位数字，10 分钟内有效" / "The 6 digits you received; good for 10 minutes";
    CONFIRM: "确认" / "Confirm";
    CODE_SENT: "校验码已发送，请填写后确认；确认前通知方式不变。"
        / "A code was sent. Please enter and confirm it; until then nothing changes.";
    CONFIRMED: "通知方式已保存。" / "Saved.";
    NONE_CHOSEN: "已改为不接收，登录后在页面上查看提醒。"
        / "You will not be told elsewhere; reminders are shown on your pages when you sign in.";
    PHONE_CODE: "手机校验码" / "Code sent to your phone";
    PHONE_CODE_HINT: "第一次提交时不填：其他信息核对一致后，校验码发送到学校登记的您的手机号，再填写并提交一次"
        / "Leave it empty the first time: when the rest is found to be right, a code is sent to the mobile number of yours that the school has on record. Then fill it in and send the form once more";
    NO_SMS: "本系统未接通短信，不发送手机校验码；请用学校打印、经第二人核发的绑定码，或证件号办理。"
        / "This system is not connected to text messages and sends no codes; please use a binding code that the school printed and a second person released, or your document number.";
}

/// Which ways are not there, for who would choose one; nothing where both are.
pub fn missing(sms: bool, mail: bool) -> Option<&'static str> {
    let words = match (sms, mail) {
        (true, true) => return None,
        (false, true) => Words::new(
            "本系统未接通短信，只能选择邮件。",
            "This system is not connected to text messages; only mails can be chosen.",
        ),
        (true, false) => Words::new(
            "本系统未接通邮件，只能选择短信。",
            "This system is not connected to mail; only text messages can be chosen.",
        ),
        (false, false) => Words::new(
            "本系统未接通短信和邮件，不在系统外通知；请登录后在页面上查看。",
            "This system is connected to neither and tells you nothing elsewhere; please sign in and look at your pages.",
        ),
    };
    Some(words.said())
}
