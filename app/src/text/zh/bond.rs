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
pub const LETTER_TEXT: &str = "请用手机打开本系统首页，选择「监护人注册」，输入下面的绑定码，即可查看孩子的学籍信息、申请更正基础信息。注册时请填写您本人的姓名和在学校登记的手机号。已经注册过的，请登录后在「添加孩子」里输入。";
pub const LETTER_RULE: &str =
    "绑定码经学校第二人核发后才能使用，30 天内有效，只能使用一次，请妥善保管，不要转发或拍照发给他人。";
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

/// A guardian with the kinship.
pub fn guardian(name: &str, kinship: &str) -> String {
    if kinship.is_empty() { name.to_owned() } else { format!("{name}（{kinship}）") }
}

/// Who printed a code, and when.
pub fn printed(by: &str, at: &str) -> String {
    format!("{by}，{at}")
}

/// Who released a code, and until when it holds.
pub fn released(by: &str, until: &str) -> String {
    format!("{by}已核发，{until}前有效")
}
