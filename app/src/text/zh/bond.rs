//! Guardians' accounts as the school sees them: binding codes, their release, bonds.

pub const TITLE: &str = "监护人绑定";
pub const LIST_LEAD: &str = "打印绑定码的人不能自己核发。核发前，请当面或打电话向这位监护人本人核实是他（她）来要的；核发后绑定码才能使用。";
pub const PRINT_TITLE: &str = "打印绑定码";
pub const PRINT_LEAD: &str = "绑定码只给选定的这一位监护人用：注册时填写的姓名和手机号要与下面登记的一致。打印后，须由本校主管领导或另一名学籍管理员核发。";
pub const FOR_WHOM: &str = "给哪一位监护人";
pub const NO_MOBILE: &str = "登记的不是手机号，须先更正";
pub const NOBODY: &str = "档案里没有登记监护人";
pub const NOBODY_NEXT: &str = "受理更正申请，登记监护人";
pub const MAKE: &str = "打印绑定码";
pub const LETTER: &str = "致学生家长";
pub const LETTER_TEXT: &str = "请用手机扫下面的码，或在手机浏览器里输入码下面的网址，打开「监护人注册」，输入下面的绑定码，即可查看孩子的学籍信息、申请更正基础信息。注册时请填写您本人的姓名和在学校登记的手机号。已经注册过的，请登录后在「添加孩子」里输入。";
pub const LETTER_RULE: &str = "绑定码要等学校另一位老师核对、开通以后才能用，30 天内有效，只能用一次。请收好，不要转发，也不要拍照发给别人。";
pub const LETTER_SYMBOL: &str = "监护人注册页的二维码";
pub const LETTER_SCAN: &str = "扫码打开监护人注册页，或输入网址：";
pub const LETTER_PRINT: &str = "绑定码只显示半分钟，请现在用浏览器的打印功能打印本页，交给这位监护人本人。再次打印会生成新的绑定码，旧的随即失效。";

pub const CODES: &str = "没有用过的绑定码";
pub const GUARDIAN: &str = "监护人";
pub const PHONE: &str = "登记的手机号";
pub const PRINTED: &str = "打印";
pub const STATE: &str = "状态";
pub const RELEASE: &str = "核发";
pub const OWN: &str = "您打印的，须由另一人核发";
pub const WAITS: &str = "待第二人核发";
pub const RELEASED: &str = "已核发，请告诉这位监护人现在可以使用了。";

pub const BONDS: &str = "已绑定的账号";
pub const NO_BONDS: &str = "还没有监护人绑定";
pub const NO_BONDS_NEXT: &str = "请在上面打印绑定码，由另一人核发，再交给监护人注册。";
pub const ACCOUNT_NAME: &str = "账号姓名";
pub const LOGIN: &str = "登录手机号";
pub const SINCE: &str = "绑定时间";
pub const REPORTED: &str = "其他监护人提出疑问";
pub const ACT_TITLE: &str = "办理绑定";
pub const ACT_LEAD: &str =
    "请先核对户口簿、身份证，或打电话给登记的监护人核实。解除后，这个账号须凭新的绑定码才能再次绑定。";
pub const WHICH: &str = "哪一个账号";
pub const REASON: &str = "怎样核实的";
pub const REASON_HINT: &str = "例如：已当面核对户口簿和身份证。会记入学生的信息变动情况。";
pub const CONFIRM: &str = "确认是监护人";
pub const REST: &str = "暂停";
pub const END: &str = "解除绑定";
pub const DONE: &str = "已办理。";

/// Whom to call; a line to be filled in by hand where the school has put no number down.
pub fn letter_telephone(phone: Option<&str>) -> String {
    match phone {
        Some(phone) => format!("有不清楚的，请打电话问学校：{phone}"),
        None => "有不清楚的，请打电话问学校：＿＿＿＿＿＿＿＿＿＿＿＿（由学校填写）".to_owned(),
    }
}

/// A guardian with the kinship.
pub fn guardian(name: &str, kinship: &str) -> String {
    if kinship.is_empty() { name.to_owned() } else { format!("{name}（{kinship}）") }
}

/// Until when a code can be used.
pub fn valid_until(moment: &str) -> String {
    format!("这张绑定码用到{moment}为止。")
}

/// Who printed a code, and when.
pub fn printed(by: &str, at: &str) -> String {
    format!("{by}，{at}")
}

/// Who released a code, and until when it holds.
pub fn released(by: &str, until: &str) -> String {
    format!("{by}已核发，{until}前有效")
}
