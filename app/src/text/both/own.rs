//! 我的账号, and what a guardian says of a matter: rating and complaint. The authority's page of a complaint is in Chinese
//! ([`crate::text::zh::complaint`]).

use crate::text::words::{Words, either, words};

words! {
    TITLE: "我的账号" / "My account";
    LEAD: "在这里看您和哪些孩子连在一起，换手机号，下载信息，或者注销账号。"
        / "Here you see with which children you are connected; you can change your mobile number, download your information or close the account.";
    NAME: "姓名" / "Name";
    PHONE: "登录手机号" / "Mobile number you sign in with";
    SINCE: "注册时间" / "Signed up";
    SETTINGS: "密码和通知" / "Password and messages";

    ANSWERED: "您的投诉有了答复" / "Your complaint has been answered";
    WRITTEN: "有给您的留言" / "There is a message for you";

    BONDS: "与孩子的关系" / "Connections with children";
    NO_BOND: "还没有孩子" / "No child yet";
    CHILD: "孩子" / "Child";
    SCHOOL: "学校" / "School";
    KINSHIP: "关系" / "Your relation to the child";
    BOUND_SINCE: "从什么时候起" / "Since";
    STATE: "现在怎样" / "How it stands";
    HIDDEN: "学校正在核对，暂时不显示" / "The school is checking; not shown for now";
    OVER: "已经解除，不再显示" / "Ended; not shown any more";
    LEAVE: "解除和这个孩子的关系" / "End the connection with this child";

    LEAVE_TITLE: "解除和孩子的关系" / "End the connection with a child";
    LEAVE_WHAT: "解除以后" / "When it is ended";
    LEAVE_LOSES_SIGHT: "您不能再查看这个孩子的学籍，也不能为他申请。"
        / "You can no longer see this child's school record, nor apply for anything.";
    LEAVE_IS_NOTED: "孩子的学籍档案里会记一笔，学校和孩子的其他监护人会知道。"
        / "It is noted in the child's record; the school and the child's other guardians are told.";
    LEAVE_NEEDS_CODE: "想恢复，要请孩子的学校打印新的绑定码。"
        / "To have it back, you need a new binding code from the child's school.";
    LEAVE_OPEN: "您为这个孩子提交、还没有结果的申请" / "What you applied for this child and has no result yet";
    LEAVE_GOES_ON: "学校会接着办，结果由学校告诉您，您在这里看不到。"
        / "The school goes on with it and tells you the result; you will not see it here.";
    LEAVE_MINE: "这件退回给您补充材料：解除以后您不能再补，到期就结束了。要继续的，请先补好再解除。"
        / "It was sent back to you for more papers: when the connection is ended you cannot add them, and it ends when its time is over. If it should go on, please add them first.";
    LEAVE_NONE: "没有还在办的申请。" / "No application is open.";
    LEAVE_DO: "确认解除" / "End the connection";
    LEFT: "已经解除。孩子的学校和其他监护人会知道。"
        / "The connection is ended. The child's school and the other guardians are told.";

    TOLD_LEFT_WHAT: "是本人办的，点“知道了”。不是本人办的，请打电话给学校。这个账号本来就不是您家人的，请点“不是我家人，报告学校”，学校会核实。"
        / "If this guardian did it, press “I have read it”. If somebody else did, please call the school. If the account was never one of your family, press “Not of my family: tell the school”, and the school will look into it.";

    PHONE_TITLE: "换手机号" / "Change the mobile number";
    PHONE_LEAD: "换好以后用新手机号登录，密码不变。别人的账号不会变成您的：已经注册过的手机号不能换。"
        / "Afterwards you sign in with the new number; the password stays. Nobody else's account becomes yours: a number that has an account cannot be taken.";
    PHONE_RECORD: "学校登记的手机号不会跟着变。它关系到添加孩子和找回密码，请另外申请更正孩子信息里您的电话。"
        / "The number that the school has on record does not change with it. It matters when you add a child or forget the password, so please also ask for a correction of your number in the child's record.";
    PHONE_LETTER: "请先请孩子的学校把登记的手机号改成新的，再打印一张绑定码；在这里填新手机号和这张绑定码。"
        / "Please ask your child's school first to put the new number on record and then to print a binding code; fill in the new number and that code here.";
    PHONE_QUIET: "为保护孩子，换好以后三天内不能提交申请、查看完整信息、表示同意。学校接通了短信的，旧手机号会收到一条提醒。"
        / "To protect your child, nothing can be applied for, shown in full or agreed to for three days after the change. Where text messages are connected, the old number gets a notice.";
    NEW_PHONE: "新手机号" / "New mobile number";
    NEW_PHONE_HINT: "11 位数字，您本人的手机号" / "11 digits, your own number";
    LETTER: "绑定码" / "Binding code";
    LETTER_HINT: "学校为新手机号打印的，10 位字母和数字"
        / "The one that the school printed for the new number, 10 letters and digits";
    CODE: "新手机收到的校验码" / "Code sent to the new phone";
    CODE_HINT: "先留空提交一次，收到 6 位数字后填在这里再提交"
        / "Leave it empty and send the form once; when you have the 6 digits, fill them in and send it again";
    PASSWORD: "密码" / "Password";
    PASSWORD_HINT: "为了确认是您本人，请再输入一次现在的密码"
        / "The password you sign in with now, once more, to be sure that it is you";
    PHONE_DO: "换成新手机号" / "Change to the new number";
    MOVED: "手机号已经换好，请用新手机号登录。"
        / "Your mobile number was changed; please sign in with the new one.";

    DATA_TITLE: "下载我和孩子的信息" / "Download my and my children's information";
    DATA_LEAD: "可以下载一个文件，里面有您的账号、您孩子的学籍信息和变动、您提交过的申请，以及最近谁看过孩子的信息。"
        / "You can download a file, in Chinese, with your account, the school records of your children and what changed in them, your applications, and who has looked at the records lately.";
    DATA_LAW: "依据《中华人民共和国个人信息保护法》第四十五条"
        / "Basis: article 45 of the Personal Information Protection Law";
    DATA_CARE: "文件里是完整的号码和住址，请存在自己的手机或电脑里，不要发给别人。每次下载都有记录。"
        / "The file holds full numbers and addresses: keep it on your own phone or computer and send it to nobody. Each download is put on record.";
    DATA_ASK: "继续" / "Continue";
    DATA_READY: "可以下载了，10 分钟内有效。" / "It can be downloaded now, for 10 minutes.";
    DATA_DO: "下载文件" / "Download the file";

    CLOSE_TITLE: "注销账号" / "Close the account";
    CLOSE_LOSES: "注销以后没有了" / "What is gone then";
    CLOSE_LOST_SIGN_IN: "不能再用这个手机号和密码登录，也找不回来。"
        / "You can no longer sign in with this number and password, and there is no way back.";
    CLOSE_LOST_BONDS: "和所有孩子的关系都解除，不能再查看和申请。"
        / "The connections with all children are ended; nothing can be seen or applied for.";
    CLOSE_LOST_DRAFTS: "没有提交的内容、通知方式都删除。"
        / "What you have not sent, and how you are told, is deleted.";
    CLOSE_LOST_ANSWERS: "还没有答复的投诉照常答复，但您看不到了。"
        / "Complaints without an answer are answered as always, but you will not see it.";
    CLOSE_STAYS: "注销以后还在" / "What stays";
    CLOSE_STAYING_RECORD: "孩子的学籍不受影响，由学校保管。"
        / "The children's records are not touched; the schools keep them.";
    CLOSE_STAYING_NOTES: "法律要求留下的记录：谁看过孩子的信息、档案里记过的变动、您办过的申请。"
        / "What the law wants to be kept: who has looked at the children's information, what was noted in the records, what you applied for.";
    CLOSE_STAYING_WAY: "以后想再用，可以请学校打印绑定码重新注册。"
        / "If you need it again, you can sign up anew with a binding code from the school.";
    CLOSE_FIRST: "先办完或撤回这些申请" / "These applications have to end first, or be taken back";
    CLOSE_FIRST_WHY: "还有申请没有结果，现在不能注销账号。"
        / "Some have no result yet; the account cannot be closed now.";
    CLOSE_DO: "注销我的账号" / "Close my account";
    CLOSED: "账号已经注销。" / "The account was closed.";
    CLOSE_DATA: "注销以前，可以先下载您和孩子的信息。"
        / "Before that you can download your and your children's information.";

    VOICE: "评价和投诉" / "Rating and complaint";
    RATE: "这件事办得怎么样" / "How was this handled?";
    RATE_WORDS: "想说的话" / "What you would like to say";
    RATE_WORDS_HINT: "不满意的，请写明哪里不满意：会当作投诉，由上级部门答复您。不超过 500 字，不用写身份证号。"
        / "If you are dissatisfied, please say with what: it is taken as a complaint, and the authority above answers you. At most 500 characters; no document numbers, please.";
    RATE_WORDS_ALONE: "可以不写。不超过 500 字，不用写身份证号。"
        / "Optional. At most 500 characters; no document numbers, please.";
    RATE_SEND: "提交评价" / "Send the rating";
    RATED: "评价已经收到。" / "Your rating has arrived.";
    MY_RATING: "您的评价" / "Your rating";
    COMPLAIN: "投诉" / "Complain";
    COMPLAIN_WORDS: "要投诉什么" / "What do you complain of?";
    COMPLAIN_HINT: "请写明事情的经过和您的要求，不超过 500 字，不用写身份证号。"
        / "Please say what happened and what you ask for. At most 500 characters; no document numbers, please.";
    COMPLAIN_SEND: "提交投诉" / "Send the complaint";
    WITHDRAW: "撤回这个投诉" / "Take this complaint back";
    WITHDRAWN: "投诉已经撤回，不会再有答复。" / "Your complaint was taken back; it will not be answered.";
    WAS_WITHDRAWN: "您已经撤回" / "You took it back";
    COMPLAINED: "投诉已经收到，答复会显示在这里。" / "Your complaint has arrived; the answer will be shown here.";
}

/// What follows for who ends the connection with a child.
pub const LEAVE_LOSES: [Words; 3] = [LEAVE_LOSES_SIGHT, LEAVE_IS_NOTED, LEAVE_NEEDS_CODE];
/// What is gone with an account.
pub const CLOSE_LOST: [Words; 4] =
    [CLOSE_LOST_SIGN_IN, CLOSE_LOST_BONDS, CLOSE_LOST_DRAFTS, CLOSE_LOST_ANSWERS];
/// What stays when an account is closed.
pub const CLOSE_STAYING: [Words; 3] = [CLOSE_STAYING_RECORD, CLOSE_STAYING_NOTES, CLOSE_STAYING_WAY];

/// The other guardians are told that one left.
pub fn told_left(at: &str, who: &str, child: &str) -> String {
    either(
        || format!("{at}，{who}解除了和{child}的关系。"),
        || format!("{at}: {who} ended the connection with {child}."),
    )
}

/// The other guardians are told that one has another telephone.
pub fn told_moved(at: &str, who: &str, child: &str) -> String {
    either(
        || format!("{at}，{child}的监护人{who}换了登录的手机号。"),
        || format!("{at}: {who}, a guardian of {child}, signs in with another mobile number now."),
    )
}

/// The desk of a unit wrote about a matter of the guardian's.
pub fn told_written(at: &str, unit: &str) -> String {
    either(
        || format!("{at}，{unit}给您写了留言。打开这件事就能看到，也可以回复。"),
        || format!("{at}: {unit} wrote to you. Open the matter to read it; you can reply."),
    )
}

/// The guardian's own complaint was answered.
pub fn told_answered(at: &str, above: &str) -> String {
    either(
        || format!("{at}，{above}答复了您的投诉。打开这件事就能看到答复。"),
        || format!("{at}: {above} answered your complaint. Open the matter to read the answer."),
    )
}

/// Who answers what is complained of.
pub fn answers(above: &str) -> String {
    either(
        || format!("投诉由{above}答复，不影响这件事继续办理。"),
        || format!("Complaints are answered by {above}; this matter goes on meanwhile."),
    )
}

/// By when.
pub fn due(above: &str, due: &str) -> String {
    either(|| format!("{above}在{due}以前答复"), || format!("{above} will answer by {due}"))
}

/// Who answered, and when.
pub fn answered(above: &str, on: &str) -> String {
    either(|| format!("{above}答复，{on}"), || format!("{above} answered, {on}"))
}

/// The own complaint, and when it was made.
pub fn made(on: &str) -> String {
    either(|| format!("您的投诉，{on}提交"), || format!("Your complaint, sent on {on}"))
}
