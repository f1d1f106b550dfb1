//! 留言: questions of guardians about their matters, the answers, and what the desks write first.

use crate::text::words::{either, words};

words! {
    TITLE: "留言" / "Messages";
    ASK: "有什么要问，或者要回复" / "What would you like to ask or reply?";
    ASK_HINT: "正在办这件事的老师会看到，在这里答复您。不超过 500 字，不用写身份证号。着急的，请打电话给学校。"
        / "Those who deal with this matter will see it and answer here. At most 500 characters; no document numbers, please. If it is urgent, please call the school.";
    SEND: "提交留言" / "Send the message";
    ASKED: "留言已经收到，有了答复会显示在这里。" / "Your message has arrived; the answer will be shown here.";
    MINE: "您写" / "You wrote";
    WAITS: "还没有答复" / "Not answered yet";
    WITH_GUARDIANS: "与监护人的留言" / "Messages with guardians";
    ANSWER: "答复" / "Answer";
    ANSWER_HINT: "监护人会看到单位名称和答复内容，不超过 500 字。答复不影响办理期限。"
        / "The guardian sees the name of the unit and the answer; at most 500 characters. An answer does not change by when the matter is due.";
    ANSWER_SEND: "提交答复" / "Send the answer";
    ANSWERED: "已答复，监护人可以看到。" / "Answered; the guardian can see it.";
    WRITE: "给监护人留言" / "Write to the guardian";
    WRITE_WORDS: "要写的话" / "What would you like to say?";
    WRITE_HINT: "申请人会看到单位名称和内容，可以回复；学校受理的，孩子的各位监护人都看得到。不超过 500 字，不要写身份证号等个人信息。一天最多 5 条，不影响办理期限。"
        / "Who applied sees the name of the unit and the message and can reply; of what the school took in, every guardian does. At most 500 characters, no document numbers, 5 messages a day; it does not change by when the matter is due.";
    WRITE_SEND: "发出留言" / "Send the message";
    WRITTEN: "已发出，监护人可以看到并回复。" / "Sent; the guardian can see it and reply.";
}

/// Who asked, and when.
pub fn asked(who: &str, at: &str) -> String {
    either(|| format!("{who}，{at}"), || format!("{who}, {at}"))
}

/// Who answered, and when.
pub fn answered(unit: &str, at: &str) -> String {
    either(|| format!("{unit}答复，{at}"), || format!("{unit} answered, {at}"))
}

/// Which unit wrote, who there where the reader may know, and when.
pub fn wrote(unit: &str, who: &str, at: &str) -> String {
    match who {
        "" => either(|| format!("{unit}写，{at}"), || format!("{unit} wrote, {at}")),
        who => either(|| format!("{unit}{who}写，{at}"), || format!("{who} of {unit} wrote, {at}")),
    }
}

/// The question that is answered now.
pub fn answering(words: &str) -> String {
    either(|| format!("答复：“{words}”"), || format!("Answer to “{words}”"))
}
