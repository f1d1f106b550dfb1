//! Where nothing can be applied for now: why, and what helps meanwhile.

use crate::text::words::{either, words};

words! {
    NOT_NOW: "现在还不能申请更正信息、休学等" / "You cannot apply for a correction, a break from school or the like yet";
    NOT_NOW_REGISTRATION: "孩子的学籍还在建立，批准以后才能申请。"
        / "Your child's school record is being set up; you can apply once it is approved.";
    NO_RECORD: "孩子在这所学校没有建立学籍，不能在这里申请；有疑问的，请打电话给学校。"
        / "Your child has no school record at this school, so nothing can be applied for here; if you have questions, please call the school.";
    NOT_NOW_ASK: "有事请打电话给学校。" / "Please call the school.";
    NOT_NOW_LEAVE: "孩子生病或者有事不能上学的，先向老师请假，不用等这件事办完；急的事打电话给学校。"
        / "If your child is ill or cannot come to school, ask the teacher for leave first: that need not wait. If something is urgent, please call the school.";
    GO_BACK: "返回" / "Back";
    CANDIDATE: "学籍还在建立，等学校和教育局批准"
        / "The school record is being set up; it waits for the school and the education authority";
    NUMBER_LATER: "学籍批准以后才有" / "Issued when the record is approved";
    NO_CASES_WAIT: "现在还不能申请，原因写在上面孩子的名片里。"
        / "You cannot apply for anything yet; why is written on the child's card above.";
    NO_CASES_NO_CHILD: "添加孩子以后，可以申请更正信息、休学等。"
        / "Once a child is added you can apply for corrections, a break from school and the like.";
}

/// What has to be done before anything can be applied for.
pub fn not_now(kind: &str) -> String {
    either(
        || format!("孩子的“{kind}”正在办，办完以后才能再申请。"),
        || format!("Being dealt with for your child: {kind}. You can apply again when it is done."),
    )
}
