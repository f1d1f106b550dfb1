//! Guardians: signing up, children, corrections, applications.

use crate::text::words::{Words, either, words};
use domain::case::CaseKind;
use domain::case::asking::AskQuestion;
use domain::guardian::SignUpStep;

words! {
    SIGN_UP_TITLE: "监护人注册" / "Sign up as a guardian";
    SIGN_UP_LEAD: "请把学校给您的那张纸放在手边。一页只问一件事：绑定码、手机号、姓名，最后设置密码。"
        / "Please have the sheet from the school at hand. Each page asks one thing: the binding code, your mobile number, your name, and last a password.";
    SIGN_UP_NUMBERS_LEAD: "请准备好孩子和您自己的身份证件。一页只问一件事：两个号码、手机号、姓名，最后设置密码。"
        / "Please have your child's and your own identity document at hand. Each page asks one thing: the two numbers, your mobile number, your name, and last a password.";
    SIGN_UP_LAST: "核对并设置密码" / "Check, and choose a password";
    SIGN_UP_KEPT: "填过的内容只在这个浏览器里保留 10 分钟，可以返回修改。"
        / "What you filled in stays in this browser for 10 minutes; you can go back and change it.";
    SIGN_UP_LAPSED: "超过 10 分钟没有继续，前面填的没有保留，请从这里接着填。"
        / "More than 10 minutes went by, so what you filled in before was not kept. Please go on from here.";
    SIGN_UP_AFTER: "注册以后，用手机号和这个密码登录，就能看到孩子的学籍信息。"
        / "After that, sign in with your mobile number and this password to see your child's school record.";
    HAS_CODE: "有学校给的绑定码？" / "Do you have a binding code from the school?";
    NO_CODE: "没有绑定码？" / "No binding code?";
    PHONE: "您的手机号" / "Your mobile number";
    PHONE_HINT: "与学校登记的一致，以后用它登录" / "The one the school has on record; you will sign in with it";
    NAME: "您的姓名" / "Your name";
    NAME_HINT: "与身份证和学校登记的一致" / "As on your identity card and on record at the school";
    PASSWORD: "设置密码" / "Choose a password";
    REPEAT: "再输入一次密码" / "The password once more";
    HOW_CODE: "用学校打印的绑定码" / "With the binding code that the school printed";
    HOW_NUMBERS: "用证件号和学籍号核对" / "With your document number and the pupil number";
    CODE: "绑定码" / "Binding code";
    CODE_HINT: "10 位字母和数字，印在学校给您的那张纸上"
        / "10 letters and digits, printed on the sheet from the school";
    GUARDIAN_NUMBER: "您的身份证件号" / "Number of your identity document";
    GUARDIAN_NUMBER_HINT: "身份证或其他身份证件上的号码，要和学校登记的一样"
        / "The number on your identity card or other document, as the school has it on record";
    CHILD_NUMBER: "孩子的学籍号或身份证件号" / "The child's pupil number or document number";
    CHILD_NUMBER_HINT: "身份证号在户口簿上也有" / "The number of the identity card stands in the household register too";
    PHONE_CODE_HINT: "短信里的 6 位数字，10 分钟内有效。没有收到的，不用填，点“继续”再发一次。"
        / "The 6 digits of the text message; good for 10 minutes. If none came, leave it empty and press “Continue” to get another one.";
    SIGN_UP: "注册" / "Sign up";
    NOTICE_TITLE: "个人信息处理告知" / "How personal information is used";
    NOTICE: "我们只为办理学籍业务、依法履行职责处理您和孩子的个人信息；您的手机号用于登录，证件号只用于与学籍记录核对，不另行保存。"
        / "We use personal information of you and your child only to handle the school record as the law requires. Your mobile number is for signing in; your document number is only compared with the record and not kept elsewhere.";
    RECOVER_TITLE: "重设密码" / "Set a new password";
    RECOVER_LEAD: "请向孩子的学校要一张新的绑定码，再凭注册时的手机号和绑定码设置新密码。"
        / "Ask your child's school for a new binding code. Then set a new password with the mobile number you signed up with and that code.";
    RECOVER_AFTER: "重设后，只有给您绑定码的这所学校的孩子可以马上查看；您的其他孩子要由各自的学校确认。重设后 72 小时内不能提交申请。"
        / "Afterwards only children of the school that gave you the code can be seen at once; for your other children their own schools have to confirm you. For 72 hours you cannot send applications.";
    RECOVER: "设置新密码" / "Set the new password";
    TOLD_TITLE: "孩子的监护人账号有变化" / "A guardian's account of your child has changed";
    TOLD_WHAT: "是您家人，点“知道了”。不是，请点“不是我家人，报告学校”，学校会核实、处理；也可以直接打电话给学校。"
        / "If this is somebody of your family, press “I have read it”. If not, press “Not of my family: tell the school”, and the school will look into it; you can also call the school.";
    TOLD_READ: "知道了" / "I have read it";
    TOLD_REPORT: "不是我家人，报告学校" / "Not of my family: tell the school";
    REPORTED: "已报告学校。学校核实后会暂停或解除这个账号。急的话，请直接打电话给学校。"
        / "The school was told. It will look into this and suspend or remove the account. If it is urgent, please call the school.";
    REPORT_NEEDLESS: "学校已经解除这个账号和孩子的关系，不用再报告。有疑问的，请打电话给学校。"
        / "The school has ended the connection of this account with your child already, so it was not told again. If you have questions, please call the school.";
    REPORT_OPEN: "学校正在核实一个账号" / "The school is looking into an account";
    REPORT_IS_OVER: "这个账号已经自行解除了和孩子的关系，学校仍会核实。"
        / "This account has ended its connection with the child by itself; the school looks into it all the same.";
    REPORT_TAKE_BACK: "弄错了，撤回报告" / "It was a mistake: take the report back";
    REPORT_TAKEN_BACK: "已撤回报告，学校不再核实。" / "The report was taken back; the school does not look into it any more.";
    QUIET_TITLE: "暂时不能提交申请" / "Applications cannot be sent for now";
    RESTING_TEXT: "为保护孩子，在学校确认是您本人之前，这里不显示孩子的任何信息。请带户口簿或身份证到孩子的学校，请学校确认；或请学校打印绑定码，再到“添加孩子”里输入。"
        / "To protect your child, nothing of the child is shown here until the school has confirmed that it is you. Please take your household register or identity card to the school and have it confirm you, or ask for a binding code and enter it under “Add a child”.";
    MY_TITLE: "我的孩子" / "My children";
    NO_CHILD: "您的账号下还没有孩子" / "There is no child under your account yet";
    ADD_TITLE: "添加孩子" / "Add a child";
    ADD_LEAD: "请填写学校给您的那张纸上的绑定码。" / "Please fill in the binding code on the sheet from the school.";
    ADD_NUMBERS_LEAD: "请照证件填写两个号码，要和学校登记的一样。"
        / "Please fill in the two numbers as on the documents and as the school has them on record.";
    ADD: "添加" / "Add";
    CORRECT: "申请更正信息" / "Ask for a correction";
    CONTINUE_DRAFT: "继续填写上次的申请" / "Go on with the application you began";
    VIEW_CHILD: "查看学籍信息" / "See the school record";
    VIEW_CASE: "查看办理进度" / "See how it is going";
    MY_CASES: "我的申请" / "My applications";
    NO_CASES: "还没有申请过什么" / "Nothing has been applied for yet";
    NO_CASES_NEXT: "登记的信息有错、孩子要休学或者回来上课的，请点上面孩子的名片里的“申请更正信息”或“查看学籍信息”。"
        / "If something on record is wrong, or your child takes a break from school or comes back, use “Ask for a correction” or “See the school record” on the child's card above.";
    STANDS: "办到哪一步" / "Where it stands";
    NO_CHILD_NEXT: "请先向孩子的学校要一张绑定码，再到这里输入："
        / "Ask your child's school for a binding code, then enter it here:";
    NUMBER: "学籍号" / "Pupil number";
    SCHOOL: "学校" / "School";
    CLASS: "班级" / "Class";
    STANDING: "状态" / "Status";
    MASKED: "为保护孩子，号码和住址等只显示一部分。"
        / "To protect your child, numbers, addresses and the like are shown in part only.";
    WHOLE: "现在显示的是孩子的完整信息，家庭成员的号码和住址仍只显示一部分；五分钟后自动遮住。请注意周围有没有别人。"
        / "Your child's information is shown in full; numbers and addresses of family members are still shown in part. It is masked again after five minutes. Please mind who is around you.";
    SHOW_WHOLE: "显示完整信息" / "Show everything";
    SHOW_WHOLE_HINT: "会记入访问记录，您可以在“谁查看过我孩子的学籍”里看到。"
        / "This is put into the access log; you can see it under “Who has looked at my child's record”.";
    HIDE_WHOLE: "马上遮住" / "Mask it now";
    ARCHIVE_TITLE: "孩子的档案目录" / "Contents of your child's file";
    ARCHIVE_LEAD: "学籍档案里有哪些材料和记录，按学年列出。“已收到”的材料还没有人核对。要看内容，请联系学校。"
        / "Which papers and entries the school file holds, by school year. Nobody has checked yet what is only “received”. To see what stands in them, please contact the school.";
    ARCHIVE_BUILT: "建档日期" / "File opened on";
    ARCHIVE_NOT_BUILT: "还没有建档" / "Not opened yet";
    ARCHIVE_EMPTY: "档案里还没有材料" / "There are no papers in the file yet";
    ARCHIVE_EMPTY_NEXT: "学校放进材料以后会显示在这里。有疑问，请问孩子的学校。"
        / "They are listed here when the school files them. If you have questions, please ask your child's school.";
    HELD_AS: "状态" / "Status";
    CHOOSE_TITLE: "要更正哪些信息？" / "What should be corrected?";
    CHOOSE_HINT: "可以选多项。每项下面是学校现在登记的内容。"
        / "You can choose several. Below each is what the school has on record.";
    BUSY: "孩子有一件事正在办，办完以后才能再申请。"
        / "Something is being dealt with for this child; you can apply again when it is done.";
    CURRENT: "现在登记的是" / "Now on record";
    NEW_VALUE: "应改为" / "should be";
    PROOF_TITLE: "上传证明材料" / "Upload papers as proof";
    PROOF_LEAD: "请上传《居民户口簿》相关页，或其他能证明的文件。可以拍照。"
        / "Please upload the pages concerned of the household register, or another paper that proves it. A photo will do.";
    PROOF_KIND: "这份材料是" / "This paper is";
    PROOF_FILE: "照片或文件" / "Photo or file";
    PROOF_FILE_HINT: "JPG、PNG 或 PDF，不超过 20 MB" / "JPG, PNG or PDF, at most 20 MB";
    PROOF_UPLOAD: "上传这份材料" / "Upload this paper";
    PROOF_LIST: "已上传的材料" / "Papers uploaded";
    PROOF_REMOVE: "删除" / "Remove";
    PROOF_DONE: "材料齐了，继续" / "That is all, continue";
    CHECK_TITLE: "请核对后提交" / "Please check before you send it";
    UNUSUAL: "请再核对一下，确实无误的可以提交" / "Please check this once more; if it is right you can send it";
    CHECK_CHANGES: "要更正的信息" / "What should be corrected";
    STATEMENT: "补充说明" / "Anything to add";
    STATEMENT_HINT: "可以不填，不超过 500 字" / "May stay empty; at most 500 characters";
    DECLARE: "我确认以上内容和材料真实，并知道提供虚假材料要承担责任。"
        / "I confirm that all of this and the papers are true, and know that I am answerable for false papers.";
    SEND: "提交申请" / "Send the application";
    SAVED: "填写的内容会自动保存，您可以随时离开，以后再继续。"
        / "What you fill in is kept by itself; you can leave at any time and go on later.";
    DISCARD: "放弃这次申请" / "Give up this application";
    SENT_TITLE: "申请已提交" / "The application was sent";
    SENT_TEXT: "办到哪一步了，随时可以在这里看。" / "You can see here at any time how far it has come.";
    CASE_TITLE: "申请进度" / "How your application is going";
    RETURNED_TO_SCHOOL: "退回学校补材料" / "Sent back to the school for more papers";
    RETURNED_TO_SCHOOL_NEXT: "由学校补好再交上去，您不用办。退回的原因："
        / "The school adds what is missing and sends it again; there is nothing for you to do. Why it was sent back:";
    RETURNED_TITLE: "需要您补一次材料" / "You are asked to add something";
    MEND: "修改后重新提交" / "Change it and send it again";
    WITHDRAW: "撤回申请" / "Take the application back";
    WITHDRAW_HINT: "撤回后可以重新申请" / "You can apply again afterwards";
    DUE_UNTIL: "请在此日期前完成" / "Please do it by";
    ASK_BEGIN: "开始填写" / "Begin";
    ASK_GO_ON: "继续填写" / "Go on";
    ASK_ASKED: "会依次问您：" / "You will be asked, one after the other:";
    ASK_PROOF: "证明材料" / "Papers as proof";
    ASK_PROOF_LEAD: "有能证明原因的材料，请拍照上传；没有的，可以直接继续。"
        / "If you have papers that prove the reason, please take photos and upload them; if not, just continue.";
    ASK_PROOF_NEEDED: "因病休学的，请上传医院的诊断或病历材料；其他原因按规定需要证明的，请上传证明。可以拍照。"
        / "For a break because of illness please upload the hospital's diagnosis or records; for other reasons, the proof that the rules ask for. A photo will do.";
    ASK_WITHOUT: "不上传，继续" / "Continue without a paper";
    ASK_NO_PROOF: "没有上传" / "None uploaded";
    ASK_NOW: "现在的休学时间" / "The break from school now";
    ASK_DECLARED: "我确认所填内容和材料真实" / "I confirm that what I filled in and the papers are true";
    ASK_SEND: "提交学校审核" / "Send it to the school";
    NEXT_GRADE: "下一年级" / "The next grade";
    /// What is said where a rule does not allow it in principle.
    ASK_EXCEPTION: "按当地规定，这种情况原则上不办理" / "Under the local rules this is not done in principle";
    ASK_EXCEPTION_HINT: "请写明孩子的特殊情况，至少 4 个字，不超过 500 字；是否同意，由学校和教育局决定。"
        / "Please describe what is special about your child's situation, in at least 4 and at most 500 characters; the school and the education authority decide.";
}

/// What a step of signing up asks for.
pub fn sign_up_item(step: SignUpStep) -> &'static str {
    let words = match step {
        SignUpStep::Code => CODE,
        SignUpStep::ChildNumber => CHILD_NUMBER,
        SignUpStep::GuardianNumber => GUARDIAN_NUMBER,
        SignUpStep::Phone => PHONE,
        SignUpStep::Name => NAME,
        SignUpStep::PhoneCode => super::message::PHONE_CODE,
        SignUpStep::Password => PASSWORD,
    };
    words.said()
}

/// What helps with it.
pub fn sign_up_hint(step: SignUpStep) -> &'static str {
    let words = match step {
        SignUpStep::Code => CODE_HINT,
        SignUpStep::ChildNumber => CHILD_NUMBER_HINT,
        SignUpStep::GuardianNumber => GUARDIAN_NUMBER_HINT,
        SignUpStep::Phone => PHONE_HINT,
        SignUpStep::Name => NAME_HINT,
        SignUpStep::PhoneCode => PHONE_CODE_HINT,
        SignUpStep::Password => super::session::PASSWORD_RULES,
    };
    words.said()
}

/// Which step of signing up this is.
pub fn sign_up_step(n: usize, of: usize) -> String {
    either(|| format!("监护人注册：第 {n} 步，共 {of} 步"), || format!("Signing up: step {n} of {of}"))
}

/// What comes next in signing up.
pub fn sign_up_next(item: &str) -> String {
    either(|| format!("下一步：{item}"), || format!("Next: {item}"))
}

/// That the child is masked, and what becomes of showing it in full.
pub fn masked_and_shown() -> String {
    either(|| format!("{MASKED}{SHOW_WHOLE_HINT}"), || format!("{MASKED} {SHOW_WHOLE_HINT}"))
}

/// Why guardians are asked for: in Chinese it stands with the items.
pub const GUARDIANS_WHY: &str = "Guardians are asked for so that it is known who can act for the child and whom the school calls when it is urgent. They need not be both parents; please fill in how it is.";

/// Another account was bound to the child.
pub fn told_bound(at: &str, who: &str, child: &str, school: &str) -> String {
    either(
        || format!("{at}，{who}的账号绑定了{child}（{school}）。"),
        || format!("{at}: the account of {who} was bound to {child} ({school})."),
    )
}

/// Another guardian's password was set anew.
pub fn told_recovered(at: &str, who: &str, child: &str, school: &str) -> String {
    either(
        || format!("{at}，{child}的监护人{who}凭{school}的绑定码重设了密码。"),
        || format!("{at}: {who}, a guardian of {child}, set a new password with a binding code of {school}."),
    )
}

/// An account that was reported to the school and waits for it.
pub fn report_open(who: &str, child: &str) -> String {
    either(
        || format!("{who}的账号和{child}的关系，有家人报告了学校。学校核实以后会保留、暂停或解除它。"),
        || {
            format!(
                "The connection of the account of {who} with {child} was reported to the school. The school will look into it and keep, suspend or remove it."
            )
        },
    )
}

/// A guardian with the kinship.
pub fn guardian(name: &str, kinship: &str) -> String {
    if kinship.is_empty() {
        return name.to_owned();
    }
    either(|| format!("{name}（{kinship}）"), || format!("{name} ({kinship})"))
}

/// What a guardian is told of a correction that the school took in.
pub fn told_taken_in(at: &str, child: &str, school: &str) -> String {
    either(
        || format!("{at}，{school}收下了更正{child}学籍信息的申请。"),
        || format!("{at}: {school} took in an application to correct information of {child}."),
    )
}

/// Until when nothing can be asked for.
pub fn quiet(until: &str) -> String {
    either(
        || {
            format!(
                "您的密码刚重设过，或者登录手机号刚换过。为保护孩子，{until}起才能提交申请、查看完整信息、表示同意；现在可以查看遮住号码的信息。急需更正信息的，请带户口簿或其他证明文件到孩子的学校书面申请，由学校柜台办理。"
            )
        },
        || {
            format!(
                "Your password was set anew, or the number you sign in with was changed, a short while ago. To protect your child, you can send applications, show everything \
                 and give consent from {until} on; until then you see the record with its numbers masked. If a correction is \
                 urgent, please take the household register or another proof to your child's school and apply on paper there."
            )
        },
    )
}

/// Bonds that rest.
pub fn resting(n: u64) -> String {
    either(
        || format!("有 {n} 个孩子的绑定已暂停"),
        || match n {
            1 => "One of your children is not shown for now".to_owned(),
            n => format!("{n} of your children are not shown for now"),
        },
    )
}

/// Why an item is asked for; what that rests on follows.
pub fn why(purpose: &str) -> String {
    either(|| format!("为什么要填：{purpose}。依据："), || format!("What it is for: {purpose}. Basis: "))
}

pub fn correct_of(child: &str) -> String {
    either(|| format!("{child} · 更正信息"), || format!("{child} · correction"))
}

/// What an item is to be instead.
pub fn should_be(item: &str) -> String {
    either(|| format!("{item}{}", NEW_VALUE), || format!("{item}: {}", NEW_VALUE))
}

/// How an application goes on after it was sent.
pub fn ask_lead(kind: CaseKind) -> &'static str {
    let words = match kind {
        CaseKind::Resumption => Words::new(
            "父母或其他监护人提出，学校同意以后报教育局登记；回到原来的班级，需要调班的由学校办理（第十九条）。",
            "A parent or another guardian applies; when the school agrees, the education authority registers it. Your child goes back to the class as before; another class is for the school to arrange.",
        ),
        CaseKind::Extension => Words::new(
            "父母或其他监护人书面提出，学校同意以后报教育局登记；延长期间学校继续保留学籍（第十九条）。",
            "A parent or another guardian applies; when the school agrees, the education authority registers it. The school keeps your child's place meanwhile.",
        ),
        _ => Words::new(
            "父母或其他监护人书面提出，学校同意以后报教育局登记；休学期间学校保留学籍（第十九条）。",
            "A parent or another guardian applies; when the school agrees, the education authority registers it. The school keeps your child's place during the break.",
        ),
    };
    words.said()
}

/// A question, as one asks it.
pub fn question(kind: CaseKind, question: AskQuestion) -> String {
    let words = match (kind, question) {
        (_, AskQuestion::Ground) => Words::new("为什么要休学？", "Why is a break from school needed?"),
        (CaseKind::Resumption, AskQuestion::On) => {
            Words::new("哪一天回学校上课？", "On which day does your child come back?")
        }
        (_, AskQuestion::On) => Words::new("从哪一天开始休学？", "From which day on?"),
        (CaseKind::Extension, AskQuestion::Until) => {
            Words::new("要延长到哪一天？", "Until which day should it last instead?")
        }
        (_, AskQuestion::Until) => Words::new("休学到哪一天？", "Until which day?"),
        (_, AskQuestion::NextGrade) => Words::new("回到哪个年级？", "Back to which grade?"),
        (_, AskQuestion::Note) => Words::new("还有什么要向学校说明？", "Anything to tell the school?"),
    };
    words.to_owned()
}

/// What helps with the answer.
pub fn question_hint(kind: CaseKind, question: AskQuestion) -> &'static str {
    let words = match (kind, question) {
        (_, AskQuestion::Ground) => Words::new("请选最主要的一项。", "Please choose the main one."),
        (CaseKind::Resumption, AskQuestion::On) => Words::new(
            "回校上课的第一天，例如 2026-09-01。",
            "The first day back at school, for example 2026-09-01.",
        ),
        (_, AskQuestion::On) => Words::new(
            "不到校的第一天，例如 2026-09-01。",
            "The first day away from school, for example 2026-09-01.",
        ),
        (CaseKind::Extension, AskQuestion::Until) => Words::new(
            "新的休学最后一天，应晚于原来的最后一天，例如 2027-01-31。",
            "The new last day, later than the one until now, for example 2027-01-31.",
        ),
        (_, AskQuestion::Until) => Words::new(
            "休学的最后一天，例如 2027-01-31。不能确定的，填医生建议的日期，到期还可以申请延长。",
            "The last day of the break, for example 2027-01-31. If it is not certain, put the day a doctor advises; it can be extended later.",
        ),
        (_, AskQuestion::NextGrade) => Words::new(
            "休学时间较长、跟得上进度的，可以申请编入下一年级，由学校审核；和休学在同一学年复学的，请选原年级。",
            "After a long break a child who can follow may go to the next grade, if the school agrees; who comes back in the same school year chooses the same grade.",
        ),
        (_, AskQuestion::Note) => {
            Words::new("可以不填，不超过 500 字。", "May stay empty; at most 500 characters.")
        }
    };
    words.said()
}

/// The suspension that lasts.
pub fn suspended(from: &str, until: &str) -> String {
    either(|| format!("{from}至{until}"), || format!("{from} to {until}"))
}

/// The grade in which the pupil was.
pub fn own_grade(grade: &str) -> String {
    either(|| format!("原年级（{grade}）"), || format!("The same grade ({grade})"))
}

/// For whom what is applied for.
pub fn asking_of(kind: &str, child: &str) -> String {
    either(|| format!("{child} · 申请{kind}"), || format!("{child} · {kind}"))
}

/// What a guardian applies for.
pub fn asking(kind: &str) -> String {
    either(|| format!("申请{kind}"), || format!("Apply: {kind}"))
}
