//! What guardians read on pages that they share with staff: matters, the record, the review, looks, consent.

use crate::text::words::{either, words};

words! {
    NUMBER: "办件编号" / "Reference number";
    PUPIL: "学生" / "Pupil";
    STATE: "状态" / "Status";
    STEPS: "办理进度" / "How far it has come";
    CONTENT: "变动内容" / "What changes";
    CHANGES: "申请更正的信息" / "What should be corrected";
    NOT_ACCEPTED: "未采纳" / "Not accepted";
    PROOFS: "证明材料" / "Papers";
    PAPERS_RECEIVED: "已收到，还没有人核对。" / "Received; nobody has checked them yet.";
    PAPERS_CHECKED: "已核对。" / "Checked.";
    RESULT: "办理结果" / "Result";
    WITHDRAW_REASON: "撤回的原因" / "Why you take it back";
    PROVISIONAL: "（下一年度放假安排尚未公布，日期可能调整）"
        / " (the days off of that year are not announced yet; the date may change)";
    SCHOOL_STEP: "学校" / "school";
    AUTHORITY_STEP: "学籍主管部门" / "education authority";
    TAKEN_IN: "这件事由学校收下并办理" / "The school took this in and deals with it";
    TAKEN_IN_TEXT: "和您自己提交的申请一样办理，进度可以随时查看。不是您家人提出的，或者内容有误，请直接联系学校，学校可以撤回。"
        / "It is handled like an application of your own, and you can follow it here. If nobody of your family asked for it, or something is wrong, please tell the school, which can take it back.";
    REVIEW_TITLE: "核对孩子的学籍信息" / "Check your child's information";
    REVIEW_CHECK: "请核对孩子的学籍信息" / "Please check your child's information";
    REVIEW_LEAD: "学校正在进行本学期的学籍复核。请显示完整信息，逐项核对。"
        / "The school is reviewing its records for this term. Please show everything and check each item.";
    REVIEW_RIGHT: "以上信息无误，我确认" / "All of this is right, I confirm it";
    REVIEW_WRONG: "信息有误，申请更正" / "Something is wrong: ask for a correction";
    REVIEW_WRONG_HINT: "选择后会转到“申请更正信息”，请在那里写明正确的内容并上传证明。"
        / "You come to “Ask for a correction” then; please say there what is right, and upload a proof.";
    REVIEW_SAID_RIGHT: "您已确认信息无误" / "You have confirmed that it is right";
    REVIEW_SAID_WRONG: "您已提出信息有误" / "You have said that something is wrong";
    REVIEW_CLOSED: "学校已提交本学期的复核结果，不能再在这里确认。信息有误的，可以随时申请更正。"
        / "The school has sent off its review of this term, and nothing can be confirmed here any more. If something is wrong you can ask for a correction at any time.";
    REVIEW_ITEMS: "基本信息" / "Basic information";
    RECORD: "学籍档案" / "School record";
    STANDING_TITLE: "学籍情况" / "At school";
    NO_NUMBER: "尚未生成" / "Not issued yet";
    STANDING: "状态" / "Status";
    PUPIL_NUMBER: "学籍号" / "Pupil number";
    SCHOOL: "学校" / "School";
    CLASS: "年级班级" / "Grade and class";
    ENTRY_DATE: "入学日期" / "Entered on";
    INFO: "基础信息" / "Basic information";
    TIMELINE: "信息变动情况" / "What changed";
    RECORD_HOLDS: "记录没有被改动过。" / "Nobody has tampered with this list.";
    RECORD_BROKEN: "记录可能被改动过，请马上打电话给学校。"
        / "Somebody may have tampered with this list; please call the school at once.";
    LOOKS_TITLE: "谁查看过我孩子的学籍" / "Who has looked at my child's record";
    LOOKS_LEAD: "工作人员每次查看、打印或导出您孩子的学籍信息，都会记在这里。如有疑问，请问孩子的学校或教育局。"
        / "Each time staff look at, print or export your child's information it is put down here. If you have questions, please ask the school or the education authority.";
    LOOKS_NONE: "这段时间没有记录" / "No entries";
    LOOKS_NONE_WHY: "还没有人看过您孩子的学籍。有人查看、打印或导出时，这里会记下是谁、什么时候。"
        / "Nobody has looked at your child's record yet. When somebody looks at it, prints or exports it, who and when is put down here.";
    LOOKS: "明细" / "Looks";
    LOOK_AT: "时间" / "When";
    LOOK_WHERE: "单位" / "Unit";
    LOOK_ROLE: "岗位" / "Role";
    LOOK_KIND: "用途类别" / "How";
    LOOK_FUNCTION: "功能" / "Where in the system";
    LOOK_GUARDIAN: "监护人" / "A guardian";
    CATEGORY: "类别" / "Kind of paper";
    FILED_ON: "日期" / "Date";
    PAPER: "内容" / "What it is";
    CONSENT: "选填信息的同意" / "Consent to optional information";
    CONSENT_LINK: "选填信息的同意与撤回" / "Give or withdraw consent to optional information";
    CONSENT_LEAD: "下列信息不是学籍必需的，只在监护人同意后保存、显示。同意与否不影响入学、升学和学籍办理。"
        / "The information below is not needed for a school record. It is kept and shown only with a guardian's consent. Whether you agree makes no difference to entering a school, moving up, or the record.";
    NOTICE_LINK: "学生个人信息处理告知书" / "Notice on pupils' personal information";
    NOTICE_IS_CHINESE: "告知书为中文。"
        / "This notice is in Chinese: it is the text that guardians sign. In short: the school needs most of this to keep a pupil's record, as the law asks; some information is optional and kept only if a guardian agrees; you can see who looked at your child's record, ask for corrections and withdraw consent, signed in under “My children” or on paper at the school.";
    PRINT: "打印告知书" / "Print the notice";
    ON_RECORD: "已填写的选填信息" / "Optional information on record";
    WITHDRAWN_VALUES: "已撤回同意，选填信息不再显示。"
        / "Consent was withdrawn; optional information is not shown any more.";
    GIVE: "我已阅读告知书，同意" / "I have read the notice and agree";
    WITHDRAW_CONSENT: "撤回同意" / "Withdraw my consent";
    DECLINE: "不同意" / "I do not agree";
    GIVE_HINT: "同意以后可以随时撤回。" / "You can withdraw it at any time afterwards.";
    WITHDRAW_CONSENT_HINT: "撤回以后，学校和主管部门不再看到、不再采集上述信息。已填写的内容十五天后删除，其间可以重新同意。撤回前已经打印的材料不受影响。"
        / "Afterwards school and authorities see and collect this information no longer. What was filled in is erased after fifteen days, and until then you can agree again. What was printed before is not touched.";
    DECLINE_HINT: "不同意的，学校和主管部门不再看到、不再采集上述信息，不影响其他学籍办理。以后可以改变。"
        / "Without consent school and authorities see and collect none of this; nothing else about the record changes. You can decide otherwise later.";
    CONSENT_ACTS: "登记记录" / "What is on record about it";
    NO_ACTS: "还没有登记过同意或撤回" / "Nothing was recorded yet";
    NO_ACTS_NEXT: "监护人在手机上表示，或学校登记纸质同意书以后，会记在这里。"
        / "What a guardian says on the phone, or the school records from paper, is listed here.";
    WORD: "监护人的意思" / "What the guardian says";
    CONSENT_WAY: "方式" / "How";
    SIGNED_BY: "签字的监护人" / "Guardian";
    SIGNED_ON: "签字日期" / "Signed on";
    NOTICE_VERSION: "告知书版本" / "Version of the notice";
    RECORDED_BY: "登记人" / "Recorded by";
    RECORDED_ON: "登记日期" / "Recorded on";
    FIRST_DAY: "休学第一天" / "First day";
    BACK_ON: "复学第一天" / "First day back";
    ON: "日期" / "Date";
    GROUND: "原因" / "Reason";
    UNTIL: "最后一天" / "Last day";
    GRADE: "编入年级" / "Grade";
    NEW_CLASS: "班级" / "Class";
    OWN_GRADE: "原年级" / "The same grade";
    NOTE: "说明" / "Note";
}

/// Until when something has to be said in the review.
pub fn review_due(term: &str, due: &str) -> String {
    either(|| format!("{term}，请于{due}前确认。"), || format!("{term}: please confirm by {due}."))
}

/// A file of an application: what it is, its format, its size.
pub fn proof(kind: &str, format: &str, kib: u64) -> String {
    let format = format.to_uppercase();
    either(|| format!("{kind}（{format}，{kib} KB）"), || format!("{kind} ({format}, {kib} KB)"))
}

/// A step, as a guardian reads it.
pub fn step(place: &str, role: &str) -> String {
    either(|| format!("{place}的{role}看一遍"), || format!("Looked at by the {role} of the {place}"))
}

/// Whom a button calls, and by which number.
pub fn call(unit: &str, number: &str, extension: &str) -> String {
    let (zh, en) = match extension {
        "" => (String::new(), String::new()),
        some => (format!("转{some}"), format!(" ext. {some}")),
    };
    either(|| format!("打电话给{unit}：{number}{zh}"), || format!("Call {unit}: {number}{en}"))
}

pub fn round(n: u32) -> String {
    either(|| format!("第 {n} 轮"), || format!("round {n}"))
}

/// The day on which a desk was reminded.
pub fn reminded(on: &str) -> String {
    either(|| format!("系统已于{on}提醒"), || format!("Reminded on {on}"))
}

/// The authority that was told that a step is late.
pub fn escalated(unit: &str) -> String {
    either(|| format!("已过了期限，已报{unit}催办"), || format!("Late; {unit} was told"))
}

/// When optional information is erased.
pub fn erased_on(day: &str) -> String {
    either(
        || format!("已填写的内容将于{day}删除；在此之前重新同意的，予以保留。"),
        || format!("What was filled in is erased on {day}; if you agree again before that, it is kept."),
    )
}

/// The version of the notice.
pub fn version(version: &str) -> String {
    either(|| format!("版本 {version}"), || format!("version {version}"))
}
