//! 我的账号, and what a guardian says of a matter: rating and complaint. The authority's page of a complaint at the end.

pub const TITLE: &str = "我的账号";
pub const LEAD: &str = "在这里看您和哪些孩子连在一起，换手机号，下载信息，或者注销账号。";
pub const NAME: &str = "姓名";
pub const PHONE: &str = "登录手机号";
pub const SINCE: &str = "注册时间";
pub const SETTINGS: &str = "密码和通知";

pub const BONDS: &str = "与孩子的关系";
pub const NO_BOND: &str = "还没有孩子";
pub const CHILD: &str = "孩子";
pub const SCHOOL: &str = "学校";
pub const KINSHIP: &str = "关系";
pub const BOUND_SINCE: &str = "从什么时候起";
pub const STATE: &str = "现在怎样";
pub const HIDDEN: &str = "学校正在核对，暂时不显示";
pub const OVER: &str = "已经解除，不再显示";
pub const LEAVE: &str = "解除和这个孩子的关系";

pub const LEAVE_TITLE: &str = "解除和孩子的关系";
pub const LEAVE_WHAT: &str = "解除以后";
pub const LEAVE_LOSES: [&str; 3] = [
    "您不能再查看这个孩子的学籍，也不能为他申请。",
    "孩子的学籍档案里会记一笔，学校和孩子的其他监护人会知道。",
    "想恢复，要请孩子的学校打印新的绑定码。",
];
pub const LEAVE_OPEN: &str = "您为这个孩子提交、还没有结果的申请";
pub const LEAVE_GOES_ON: &str = "学校会接着办，结果由学校告诉您，您在这里看不到。";
pub const LEAVE_MINE: &str =
    "这件退回给您补充材料：解除以后您不能再补，到期就结束了。要继续的，请先补好再解除。";
pub const LEAVE_NONE: &str = "没有还在办的申请。";
pub const LEAVE_DO: &str = "确认解除";
pub const LEFT: &str = "已经解除。孩子的学校和其他监护人会知道。";

pub const PHONE_TITLE: &str = "换手机号";
pub const PHONE_LEAD: &str =
    "换好以后用新手机号登录，密码不变。别人的账号不会变成您的：已经注册过的手机号不能换。";
pub const PHONE_RECORD: &str =
    "学校登记的手机号不会跟着变。它关系到添加孩子和找回密码，请另外申请更正孩子信息里您的电话。";
pub const PHONE_LETTER: &str =
    "请先请孩子的学校把登记的手机号改成新的，再打印一张绑定码；在这里填新手机号和这张绑定码。";
pub const NEW_PHONE: &str = "新手机号";
pub const NEW_PHONE_HINT: &str = "11 位数字，您本人的手机号";
pub const LETTER: &str = "绑定码";
pub const LETTER_HINT: &str = "学校为新手机号打印的，10 位字母和数字";
pub const CODE: &str = "新手机收到的校验码";
pub const CODE_HINT: &str = "先留空提交一次，收到 6 位数字后填在这里再提交";
pub const PASSWORD: &str = "密码";
pub const PASSWORD_HINT: &str = "为了确认是您本人，请再输入一次现在的密码";
pub const PHONE_DO: &str = "换成新手机号";
pub const MOVED: &str = "手机号已经换好，请用新手机号登录。";

pub const DATA_TITLE: &str = "下载我和孩子的信息";
pub const DATA_LEAD: &str =
    "可以下载一个文件，里面有您的账号、您孩子的学籍信息和变动、您提交过的申请，以及最近谁看过孩子的信息。";
pub const DATA_LAW: &str = "依据《中华人民共和国个人信息保护法》第四十五条";
pub const DATA_CARE: &str =
    "文件里是完整的号码和住址，请存在自己的手机或电脑里，不要发给别人。每次下载都有记录。";
pub const DATA_ASK: &str = "继续";
pub const DATA_READY: &str = "可以下载了，10 分钟内有效。";
pub const DATA_DO: &str = "下载文件";

pub const CLOSE_TITLE: &str = "注销账号";
pub const CLOSE_LOSES: &str = "注销以后没有了";
pub const CLOSE_LOST: [&str; 4] = [
    "不能再用这个手机号和密码登录，也找不回来。",
    "和所有孩子的关系都解除，不能再查看和申请。",
    "没有提交的内容、通知方式都删除。",
    "还没有答复的投诉照常答复，但您看不到了。",
];
pub const CLOSE_STAYS: &str = "注销以后还在";
pub const CLOSE_STAYING: [&str; 3] = [
    "孩子的学籍不受影响，由学校保管。",
    "法律要求留下的记录：谁看过孩子的信息、档案里记过的变动、您办过的申请。",
    "以后想再用，可以请学校打印绑定码重新注册。",
];
pub const CLOSE_FIRST: &str = "先办完或撤回这些申请";
pub const CLOSE_FIRST_WHY: &str = "还有申请没有结果，现在不能注销账号。";
pub const CLOSE_DO: &str = "注销我的账号";
pub const CLOSED: &str = "账号已经注销。";
pub const CLOSE_DATA: &str = "注销以前，可以先下载您和孩子的信息。";

/// The other guardians are told that one left.
pub fn told_left(at: &str, who: &str, child: &str) -> String {
    format!("{at}，{who}解除了和{child}的关系。")
}

/// The other guardians are told that one has another telephone.
pub fn told_moved(at: &str, who: &str, child: &str) -> String {
    format!("{at}，{child}的监护人{who}换了登录的手机号。")
}

pub const VOICE: &str = "评价和投诉";
pub const RATE: &str = "这件事办得怎么样";
pub const RATE_WORDS: &str = "想说的话";
pub const RATE_WORDS_HINT: &str =
    "不满意的，请写明哪里不满意：会当作投诉，由上级部门答复您。不超过 500 字，不用写身份证号。";
pub const RATE_SEND: &str = "提交评价";
pub const RATED: &str = "评价已经收到。";
pub const MY_RATING: &str = "您的评价";
pub const COMPLAIN: &str = "投诉";
pub const COMPLAIN_WORDS: &str = "要投诉什么";
pub const COMPLAIN_HINT: &str = "请写明事情的经过和您的要求，不超过 500 字，不用写身份证号。";
pub const COMPLAIN_SEND: &str = "提交投诉";
pub const COMPLAINED: &str = "投诉已经收到，答复会显示在这里。";
pub const MINE: &str = "您的投诉";

/// Who answers what is complained of.
pub fn answers(above: &str) -> String {
    format!("投诉由{above}答复，不影响这件事继续办理。")
}

/// By when.
pub fn due(above: &str, due: &str) -> String {
    format!("{above}在{due}以前答复")
}

/// Who answered, and when.
pub fn answered(above: &str, on: &str) -> String {
    format!("{above}答复，{on}")
}

/// When it was said.
pub fn on(day: &str) -> String {
    format!("{day}提交")
}

pub const COMPLAINT: &str = "投诉";
pub const COMPLAINT_LEAD: &str =
    "监护人对下级单位办理的事项不满意。核实以后在这里答复，监护人会看到单位名称和答复内容。";
pub const COMPLAINT_FACTS: &str = "投诉内容";
pub const ABOUT: &str = "被投诉的单位";
pub const RATING: &str = "评价";
pub const SAID: &str = "监护人的话";
pub const MADE_ON: &str = "提交日期";
pub const ANSWER_DUE: &str = "答复期限";
pub const MATTER: &str = "有关的事项";
pub const KIND: &str = "事项";
pub const NUMBER: &str = "办件编号";
pub const STANDS: &str = "办理状态";
pub const STEPS: &str = "办理经过";
pub const DESK: &str = "单位和岗位";
pub const STEP_DUE: &str = "期限";
pub const DECIDED: &str = "办理";
pub const REASON: &str = "理由";
pub const WAITS: &str = "还没有办理";
pub const OPEN_CASE: &str = "查看这件事项";
pub const ANSWER: &str = "答复";
pub const ANSWER_WORDS: &str = "核实的情况和处理的结果";
pub const ANSWER_HINT: &str = "监护人会看到，不超过 500 字；不写其他学生的信息。";
pub const ANSWER_SEND: &str = "提交答复";
pub const ANSWER_SENT: &str = "已答复，监护人可以看到。";
pub const ANSWERED_BY: &str = "答复人";
pub const APART: &str = "您办理过这件事项，请由本单位另一名人员答复。";

/// Who did something, on which day.
pub fn by_on(by: &str, day: &str) -> String {
    format!("{by}，{day}")
}
