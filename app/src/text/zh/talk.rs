//! 留言: questions of guardians about their matters, and the answers.

pub const TITLE: &str = "留言";
pub const ASK: &str = "有什么要问";
pub const ASK_HINT: &str =
    "正在办这件事的老师会看到，在这里答复您。不超过 500 字，不用写身份证号。着急的，请打电话给学校。";
pub const SEND: &str = "提交留言";
pub const ASKED: &str = "留言已经收到，有了答复会显示在这里。";
pub const MINE: &str = "您问";
pub const WAITS: &str = "还没有答复";
pub const FROM_GUARDIANS: &str = "监护人留言";
pub const ANSWER: &str = "答复";
pub const ANSWER_HINT: &str = "监护人会看到单位名称和答复内容，不超过 500 字。答复不影响办理期限。";
pub const ANSWER_SEND: &str = "提交答复";
pub const ANSWERED: &str = "已答复，监护人可以看到。";

/// Who asked, and when.
pub fn asked(who: &str, at: &str) -> String {
    format!("{who}，{at}")
}

/// Who answered, and when.
pub fn answered(unit: &str, at: &str) -> String {
    format!("{unit}答复，{at}")
}

/// The question that is answered now.
pub fn answering(words: &str) -> String {
    format!("答复：“{words}”")
}
