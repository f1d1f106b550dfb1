//! Guardians: signing up, children, corrections, applications.

use domain::case::CaseKind;
use domain::case::asking::AskQuestion;

pub const SIGN_UP_TITLE: &str = "监护人注册";
pub const SIGN_UP_LEAD: &str = "需要您的手机号，以及学校给您的绑定码，或您的证件号和孩子的学籍号（或证件号）。姓名和手机号要与孩子学校登记的一致。";
pub const PHONE: &str = "您的手机号";
pub const PHONE_HINT: &str = "与学校登记的一致，以后用它登录";
pub const NAME: &str = "您的姓名";
pub const NAME_HINT: &str = "与身份证和学校登记的一致";
pub const PASSWORD: &str = "设置密码";
pub const REPEAT: &str = "再输入一次密码";
pub const HOW: &str = "怎样确认您是孩子的监护人";
pub const HOW_CODE: &str = "用学校打印的绑定码";
pub const HOW_NUMBERS: &str = "用证件号和学籍号核对";
pub const CODE: &str = "绑定码";
pub const CODE_HINT: &str = "10 位字母和数字；选择用绑定码时填写";
pub const GUARDIAN_NUMBER: &str = "您的身份证件号";
pub const NUMBERS_HINT: &str = "选择用证件号核对时填写，须与学校登记的一致";
pub const CHILD_NUMBER: &str = "孩子的学籍号或身份证件号";
pub const SIGN_UP: &str = "注册";
pub const NOTICE_TITLE: &str = "个人信息处理告知";
pub const NOTICE: &str = "我们只为办理学籍业务、依法履行职责处理您和孩子的个人信息；您的手机号用于登录，证件号只用于与学籍记录核对，不另行保存。";

pub const RECOVER_TITLE: &str = "重设密码";
pub const RECOVER_LEAD: &str = "请向孩子的学校要一张新的绑定码，再凭注册时的手机号和绑定码设置新密码。";
pub const RECOVER_AFTER: &str = "重设后，只有给您绑定码的这所学校的孩子可以马上查看；您的其他孩子要由各自的学校确认。重设后 72 小时内不能提交申请。";
pub const RECOVER: &str = "设置新密码";

pub const TOLD_TITLE: &str = "孩子的监护人账号有变化";
pub const TOLD_WHAT: &str =
    "是您家人，点“知道了”。不是，请点“不是我家人，报告学校”，学校会核实、处理；也可以直接打电话给学校。";
pub const TOLD_READ: &str = "知道了";
pub const TOLD_REPORT: &str = "不是我家人，报告学校";
pub const REPORTED: &str = "已报告学校。学校核实后会暂停或解除这个账号。急的话，请直接打电话给学校。";
pub const QUIET_TITLE: &str = "暂时不能提交申请";
pub const RESTING_TEXT: &str = "为保护孩子，在学校确认是您本人之前，这里不显示孩子的任何信息。请带户口簿或身份证到孩子的学校，请学校确认；或请学校打印绑定码，再到“添加孩子”里输入。";

/// Another account was bound to the child.
pub fn told_bound(at: &str, who: &str, child: &str, school: &str) -> String {
    format!("{at}，{who}的账号绑定了{child}（{school}）。")
}

/// Another guardian's password was set anew.
pub fn told_recovered(at: &str, who: &str, child: &str, school: &str) -> String {
    format!("{at}，{child}的监护人{who}凭{school}的绑定码重设了密码。")
}

/// Until when nothing can be asked for.
pub fn quiet(until: &str) -> String {
    format!(
        "您的密码刚重设过。为保护孩子，{until}起才能提交申请、查看完整信息、表示同意；现在可以查看遮住号码的信息。急需更正信息的，请带户口簿或其他证明文件到孩子的学校书面申请，由学校柜台办理。"
    )
}

/// Bonds that rest.
pub fn resting(n: u64) -> String {
    format!("有 {n} 个孩子的绑定已暂停")
}

pub const MY_TITLE: &str = "我的孩子";
pub const NO_CHILD: &str = "您的账号下还没有孩子";
pub const ADD_TITLE: &str = "添加孩子";
pub const ADD: &str = "添加";
pub const CORRECT: &str = "申请更正信息";
pub const CONTINUE_DRAFT: &str = "继续填写上次的申请";
pub const VIEW_CHILD: &str = "查看学籍信息";
pub const VIEW_CASE: &str = "查看办理进度";
pub const MY_CASES: &str = "我的申请";
pub const NO_CASES: &str = "还没有申请过什么";
pub const NO_CASES_NEXT: &str =
    "登记的信息有错、孩子要休学或者回来上课的，请点上面孩子的名片里的“申请更正信息”或“查看学籍信息”。";
pub const STANDS: &str = "办到哪一步";
pub const NO_CHILD_NEXT: &str = "请先向孩子的学校要一张绑定码，再到这里输入：";
pub const NUMBER: &str = "学籍号";
pub const SCHOOL: &str = "学校";
pub const CLASS: &str = "班级";
pub const STANDING: &str = "状态";
pub const MASKED: &str = "为保护孩子，号码和住址等只显示一部分。";
pub const WHOLE: &str = "现在显示的是孩子的完整信息，家庭成员的号码和住址仍只显示一部分；五分钟后自动遮住。请注意周围有没有别人。";
pub const SHOW_WHOLE: &str = "显示完整信息";
pub const SHOW_WHOLE_HINT: &str = "会记入访问记录，您可以在“谁查看过我孩子的学籍”里看到。";
pub const HIDE_WHOLE: &str = "马上遮住";

pub const ARCHIVE_TITLE: &str = "孩子的档案目录";
pub const ARCHIVE_LEAD: &str =
    "学籍档案里有哪些材料和记录，按学年列出。“已收到”的材料还没有人核对。要看内容，请联系学校。";
pub const ARCHIVE_BUILT: &str = "建档日期";
pub const ARCHIVE_NOT_BUILT: &str = "还没有建档";
pub const ARCHIVE_EMPTY: &str = "档案里还没有材料";
pub const ARCHIVE_EMPTY_NEXT: &str = "学校放进材料以后会显示在这里。有疑问，请问孩子的学校。";
pub const HELD_AS: &str = "状态";

pub const CHOOSE_TITLE: &str = "要更正哪些信息？";
pub const CHOOSE_HINT: &str = "可以选多项。每项下面是学校现在登记的内容。";
pub const BUSY: &str = "孩子有一件事正在办，办完以后才能再申请。";
pub const CURRENT: &str = "现在登记的是";
pub const NEW_VALUE: &str = "应改为";

/// Why an item is asked for; what that rests on follows.
pub fn why(purpose: &str) -> String {
    format!("为什么要填：{purpose}。依据：")
}

pub const PROOF_TITLE: &str = "上传证明材料";
pub const PROOF_LEAD: &str = "请上传《居民户口簿》相关页，或其他能证明的文件。可以拍照。";
pub const PROOF_KIND: &str = "这份材料是";
pub const PROOF_FILE: &str = "照片或文件";
pub const PROOF_FILE_HINT: &str = "JPG、PNG 或 PDF，不超过 20 MB";
pub const PROOF_UPLOAD: &str = "上传这份材料";
pub const PROOF_LIST: &str = "已上传的材料";
pub const PROOF_REMOVE: &str = "删除";
pub const PROOF_DONE: &str = "材料齐了，继续";
pub const CHECK_TITLE: &str = "请核对后提交";
pub const UNUSUAL: &str = "请再核对一下，确实无误的可以提交";
pub const CHECK_CHANGES: &str = "要更正的信息";
pub const STATEMENT: &str = "补充说明";
pub const STATEMENT_HINT: &str = "可以不填，不超过 500 字";
pub const DECLARE: &str = "我确认以上内容和材料真实，并知道提供虚假材料要承担责任。";
pub const SEND: &str = "提交申请";
pub const SAVED: &str = "填写的内容会自动保存，您可以随时离开，以后再继续。";
pub const DISCARD: &str = "放弃这次申请";
pub const SENT_TITLE: &str = "申请已提交";
pub const SENT_TEXT: &str = "办到哪一步了，随时可以在这里看。";
pub const CASE_TITLE: &str = "申请进度";
pub const RETURNED_TO_SCHOOL: &str = "退回学校补材料";
pub const RETURNED_TO_SCHOOL_NEXT: &str = "由学校补好再交上去，您不用办。退回的原因：";
pub const RETURNED_TITLE: &str = "需要您补一次材料";
pub const MEND: &str = "修改后重新提交";
pub const WITHDRAW: &str = "撤回申请";
pub const WITHDRAW_HINT: &str = "撤回后可以重新申请";
pub const DUE_UNTIL: &str = "请在此日期前完成";

pub fn correct_of(child: &str) -> String {
    format!("{child} · 更正信息")
}

pub const ASK_BEGIN: &str = "开始填写";
pub const ASK_GO_ON: &str = "继续填写";
pub const ASK_ASKED: &str = "会依次问您：";
pub const ASK_PROOF: &str = "证明材料";
pub const ASK_PROOF_LEAD: &str = "有能证明原因的材料，请拍照上传；没有的，可以直接继续。";
pub const ASK_PROOF_NEEDED: &str =
    "因病休学的，请上传医院的诊断或病历材料；其他原因按规定需要证明的，请上传证明。可以拍照。";
pub const ASK_WITHOUT: &str = "不上传，继续";
pub const ASK_NO_PROOF: &str = "没有上传";
pub const ASK_NOW: &str = "现在的休学时间";
pub const ASK_DECLARED: &str = "我确认所填内容和材料真实";
pub const ASK_SEND: &str = "提交学校审核";
pub const NEXT_GRADE: &str = "下一年级";

/// What is said where a rule does not allow it in principle.
pub const ASK_EXCEPTION: &str = "按当地规定，这种情况原则上不办理";
pub const ASK_EXCEPTION_HINT: &str =
    "请写明孩子的特殊情况，至少 4 个字，不超过 500 字；是否同意，由学校和教育局决定。";

/// How an application goes on after it was sent.
pub fn ask_lead(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Resumption => {
            "父母或其他监护人提出，学校同意以后报教育局登记；回到原来的班级，需要调班的由学校办理（第十九条）。"
        }
        CaseKind::Extension => {
            "父母或其他监护人书面提出，学校同意以后报教育局登记；延长期间学校继续保留学籍（第十九条）。"
        }
        _ => "父母或其他监护人书面提出，学校同意以后报教育局登记；休学期间学校保留学籍（第十九条）。",
    }
}

/// A question, as one asks it.
pub fn question(kind: CaseKind, question: AskQuestion) -> String {
    match (kind, question) {
        (_, AskQuestion::Ground) => "为什么要休学？",
        (CaseKind::Resumption, AskQuestion::On) => "哪一天回学校上课？",
        (_, AskQuestion::On) => "从哪一天开始休学？",
        (CaseKind::Extension, AskQuestion::Until) => "要延长到哪一天？",
        (_, AskQuestion::Until) => "休学到哪一天？",
        (_, AskQuestion::NextGrade) => "回到哪个年级？",
        (_, AskQuestion::Note) => "还有什么要向学校说明？",
    }
    .to_owned()
}

/// What helps with the answer.
pub fn question_hint(kind: CaseKind, question: AskQuestion) -> &'static str {
    match (kind, question) {
        (_, AskQuestion::Ground) => "请选最主要的一项。",
        (CaseKind::Resumption, AskQuestion::On) => "回校上课的第一天，例如 2026-09-01。",
        (_, AskQuestion::On) => "不到校的第一天，例如 2026-09-01。",
        (CaseKind::Extension, AskQuestion::Until) => {
            "新的休学最后一天，应晚于原来的最后一天，例如 2027-01-31。"
        }
        (_, AskQuestion::Until) => {
            "休学的最后一天，例如 2027-01-31。不能确定的，填医生建议的日期，到期还可以申请延长。"
        }
        (_, AskQuestion::NextGrade) => {
            "休学时间较长、跟得上进度的，可以申请编入下一年级，由学校审核；和休学在同一学年复学的，请选原年级。"
        }
        (_, AskQuestion::Note) => "可以不填，不超过 500 字。",
    }
}

/// The suspension that lasts.
pub fn suspended(from: &str, until: &str) -> String {
    format!("{from}至{until}")
}

/// The grade in which the pupil was.
pub fn own_grade(grade: &str) -> String {
    format!("原年级（{grade}）")
}

/// For whom what is applied for.
pub fn asking_of(kind: &str, child: &str) -> String {
    format!("{child} · 申请{kind}")
}

/// What a guardian applies for.
pub fn asking(kind: &str) -> String {
    format!("申请{kind}")
}
