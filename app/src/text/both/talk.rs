//! 留言: questions of guardians about their matters, and the answers.

use crate::text::words::{either, words};

words! {
    TITLE: "留言" / "Questions";
    ASK: "有什么要问" / "What would you like to ask?";
    ASK_HINT: "正在办这件事的老师会看到，在这里答复您。不超过 500 字，不用写身份证号。着急的，请打电话给学校。"
        / "Those who deal with this matter will see it and answer here. At most 500 characters; no document numbers, please. If it is urgent, please call the school.";
    SEND: "提交留言" / "Send the question";
    ASKED: "留言已经收到，有了答复会显示在这里。" / "Your question has arrived; the answer will be shown here.";
    MINE: "您问" / "You asked";
    WAITS: "还没有答复" / "Not answered yet";
    FROM_GUARDIANS: "监护人留言" / "Questions of guardians";
    ANSWER: "答复" / "Answer";
    ANSWER_HINT: "监护人会看到单位名称和答复内容，不超过 500 字。答复不影响办理期限。"
        / "The guardian sees the name of the unit and the answer; at most 500 characters. An answer does not change by when the matter is due.";
    ANSWER_SEND: "提交答复" / "Send the answer";
    ANSWERED: "已答复，监护人可以看到。" / "Answered; the guardian can see it.";
}

/// Who asked, and when.
pub fn asked(who: &str, at: &str) -> String {
    either(|| format!("{who}，{at}"), || format!("{who}, {at}"))
}

/// Who answered, and when.
pub fn answered(unit: &str, at: &str) -> String {
    either(|| format!("{unit}答复，{at}"), || format!("{unit} answered, {at}"))
}

/// The question that is answered now.
pub fn answering(words: &str) -> String {
    either(|| format!("答复：“{words}”"), || format!("Answer to “{words}”"))
}
