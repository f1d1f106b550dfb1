//! 办事指南 in English: the same guide, made of the same tables, each of its sentences in English. The rules of a place stay in the words of
//! its document.

use super::phrase::{Pair, phrase};
use crate::case::CaseKind;
use crate::guide::{Guide, Need, Route, Task, Turn};

/// The guide in English. What is not known in English stays as it is: the limits of a place, and what a rule has put into a sentence.
pub fn guide(found: Guide) -> Guide {
    let (summary, how, result) = words(found.task);
    let need = |need: Need| Need { when: said(need.when), any_of: all(need.any_of) };
    let turn = |turn: Turn| Turn { who: said(turn.who), does: said(turn.does) };
    let route =
        |route: Route| Route { when: said(route.when), turns: route.turns.into_iter().map(turn).collect() };
    Guide {
        summary: summary.to_owned(),
        openers: all(found.openers),
        how: how.to_owned(),
        papers: found.papers.into_iter().map(need).collect(),
        routes: found.routes.into_iter().map(route).collect(),
        days: all(found.days),
        result: result.to_owned(),
        ..found
    }
}

/// What a task is for, in a sentence.
pub fn summary(task: Task) -> &'static str {
    words(task).0
}

/// A sentence in English, or a list of names.
fn said(text: String) -> String {
    let one = |text: &str| phrase(text).or_else(|| super::names_of(text).map(str::to_owned));
    if let Some(known) = one(&text) {
        return known;
    }
    let parts: Option<Vec<String>> = text.split('、').map(one).collect();
    parts.filter(|parts| !text.is_empty() && !parts.is_empty()).map_or(text, |parts| parts.join("; "))
}

fn all(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(said).collect()
}

/// What a task is for, how it is begun, what follows.
fn words(task: Task) -> (&'static str, &'static str, &'static str) {
    match task {
        Task::Case(kind) => of_case(kind),
        Task::Bind => (
            "A parent or another guardian signs up and is connected with the child's record, to see it and to apply on the phone.",
            "Ask your child's school for a binding code and open “Sign up as a guardian”; who has an account and another child signs in and opens “Add a child”.",
            "After signing in you see your child's record under “My children”. Every guardian uses an account of his or her own.",
        ),
        Task::Recover => (
            "A guardian who forgot the password sets a new one.",
            "Ask your child's school for a new binding code, then open “Set a new one with a binding code”.",
            "Sign in with the new password. To protect your child, for three days you can look and not apply.",
        ),
        Task::Confirm => (
            "The school checks its records every term and asks guardians whether they are right.",
            "Sign in and open “My children”: what is to be confirmed stands on top. Without a phone, sign on the school's paper.",
            "The school sees your answer; where you say that something is wrong, it looks into it and corrects it.",
        ),
        Task::Consent => (
            "Some information may stay empty: the school may keep and use it only if a guardian agrees.",
            "Sign in, open your child's record and press “Give or withdraw consent to optional information”; or sign on paper at the school.",
            "What you agree to can be put on record; after you withdraw it is neither shown nor used, and erased after fifteen days. Whether you agree makes no difference to schooling.",
        ),
    }
}

fn of_case(kind: CaseKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        CaseKind::Registration => (
            "A pupil enters school for the first time: the school opens a record and applies for a pupil number.",
            "The school uploads a list of the class or enters a single pupil; a guardian only brings the documents to the school.",
            "When it is approved there is a pupil number, one for each person, for life; the file begins on that day.",
        ),
        CaseKind::Correction => (
            "Name, date of birth, document or household registration on record are wrong or have changed.",
            "A guardian signs in, presses “Ask for a correction” under “My children”, chooses the items, fills in what is right and uploads photos as proof; or applies at the school with the papers.",
            "What is approved is changed; what stood there and the day of the change stay in the file. Where an item is not approved, the reason is given.",
        ),
        CaseKind::Transfer => (
            "A pupil goes to another school, and the record goes along.",
            "Talk to the school your child should go to and bring it the papers; it applies. There is nothing to do at the school until now.",
            "When it is approved the record belongs to the new school; the school until now sends the file within a month.",
        ),
        CaseKind::Suspension => (
            "A pupil cannot come to school for some time, for illness or other reasons, and keeps the place.",
            "A guardian signs in, opens the child's record and applies for a break from school; or applies on paper at the school.",
            "The school keeps the place; before the end, apply for coming back, or for an extension.",
        ),
        CaseKind::Resumption => (
            "A pupil comes back from a break.",
            "A guardian signs in, opens the child's record and applies for coming back to school; or applies on paper at the school.",
            "The child is put into a class and goes on learning.",
        ),
        CaseKind::Extension => (
            "A break is nearly over and the pupil cannot come back yet.",
            "Before it is over, a guardian signs in, opens the child's record and applies for an extension; or applies on paper at the school.",
            "The break lasts until the new day, and the place is kept.",
        ),
        CaseKind::Death => (
            "A pupil has died; the school ends the record.",
            "The school does it with the certificate. The family has nothing to send, and no notice goes to it.",
            "The record is ended, and the school keeps the file for good.",
        ),
        CaseKind::Progression => (
            "A pupil who has finished a school enters the next one, and the record goes along.",
            "The next school applies, for several pupils at once; guardians come when the school tells them.",
            "The record belongs to the new school, and the school until now sends the file.",
        ),
        CaseKind::Repeat => (
            "A pupil does a grade once more. Most places do not do this; the local rules count.",
            "A guardian applies to the school on paper, and the school enters it.",
            "The child goes to the same grade of the next year.",
        ),
        CaseKind::Skip => (
            "A pupil leaves out a grade. The local rules count.",
            "A guardian applies to the school on paper; the school assesses the child and enters it.",
            "The child goes to a class one grade higher.",
        ),
        CaseKind::Abroad => (
            "A pupil goes to school abroad and keeps the record here.",
            "A guardian takes the documents to the school, and the school enters it.",
            "It is put on record; when the child comes back, the same file goes on.",
        ),
        CaseKind::ReturnFromAbroad => (
            "A pupil who was at school abroad comes back.",
            "A guardian takes a written application and proof of the school abroad to the school, and the school enters it.",
            "The child is put into a class, and the same file goes on.",
        ),
        CaseKind::DropOut => (
            "A pupil of compulsory school age does not come for long, in spite of being asked: the school puts it on record and reports it.",
            "The school first puts down the absence and each time it asked the child to come back, then enters it.",
            "The school reports it to the township and the education authority; the record is kept, and the child is asked on.",
        ),
        CaseKind::BackToSchool => (
            "A pupil who had dropped out comes back.",
            "It can be done as soon as the child is back; the school enters it, and no papers are asked for.",
            "The child is put into a class and goes on learning.",
        ),
        CaseKind::Withdrawal => (
            "A pupil of an upper secondary school does not go on. In compulsory school age nobody can leave.",
            "Who leaves of own will has a guardian apply to the school on paper; the school enters it.",
            "The pupil leaves, and the school keeps the file for good.",
        ),
        CaseKind::Completion => (
            "A pupil of the last grade has finished: graduated, completed, or left without completing.",
            "The school enters it for each pupil of a class.",
            "A certificate is issued; the file goes to the next school, or is kept by this one for good.",
        ),
        CaseKind::Placement => (
            "A pupil with a disability learns in an ordinary class, at a special school or at home, or a pupil goes to a school for special education; the record stays at the school.",
            "School and guardian agree in writing, and the school enters it.",
            "The record stays, with the place where the child learns; afterwards the child comes back to the school.",
        ),
        CaseKind::TransferOut => (
            "A pupil goes to a school that does not use this system.",
            "A guardian takes the other school's written consent to the present school, which enters it.",
            "The school hands the file to the other school and keeps a copy.",
        ),
    }
}

/// The sentences of a guide that the rules put together.
pub(super) const PHRASES: &[Pair] = &[
    // Who.
    ("监护人", "A guardian"),
    ("学校", "The school"),
    ("{}的经办人", "The registrar of {0}"),
    ("{}的负责人", "The leader of {0}"),
    // Which way.
    ("监护人在网上申请", "A guardian applies online"),
    ("监护人到学校书面申请", "A guardian applies on paper at the school"),
    ("到学校申请，或者学校自己发现错误", "On paper at the school, or the school itself finds the mistake"),
    ("两校在同一个县（区）", "Both schools in the same county or district"),
    ("两校在不同的县（区）", "The schools in different counties or districts"),
    ("普通高中，两校在不同的市", "Upper secondary schools in different cities"),
    ("两校在不同的省", "The schools in different provinces"),
    ("普通高中，两校在不同的省", "Upper secondary schools in different provinces"),
    // What.
    (
        "审批：同意、退回补充，或者不同意办理",
        "Decides: agrees, sends it back for more papers, or does not agree",
    ),
    ("核对材料，提出意见", "Checks the papers and says what it thinks"),
    ("填写申请，上传材料的照片，提交", "Fills in the application, uploads photos of the papers and sends it"),
    ("查验材料，录入并提交", "Looks at the papers, enters it and sends it"),
    (
        "在“监护人注册”依次填写绑定码或证件号、手机号和姓名，最后设置密码",
        "Under “Sign up as a guardian”, fills in the binding code or the numbers, mobile number and name, and last a password",
    ),
    ("没有绑定码的，由学校核对是否本人", "Without a binding code, the school checks who it is"),
    ("登录后在“我的孩子”查看孩子的学籍", "Signs in and sees the child's record under “My children”"),
    (
        "带户口簿或身份证到孩子的学校，请学校打印新的绑定码",
        "Takes household register or identity card to the child's school and asks for a new binding code",
    ),
    (
        "核对是否本人，打印绑定码，由另一人放行",
        "Checks who it is and prints a binding code, which a second person releases",
    ),
    (
        "在“重设密码”填写手机号、绑定码和新密码",
        "Fills in mobile number, binding code and the new password under “Set a new password”",
    ),
    (
        "每学期核对学生的学籍，请监护人确认",
        "Checks its records every term and asks guardians to confirm them",
    ),
    (
        "在“我的孩子”打开确认页，逐项核对，选择有误或无误",
        "Opens the page under “My children”, checks each item and says whether it is right",
    ),
    ("对有误的项目核实、改正", "Looks into what is wrong and corrects it"),
    ("阅读告知书，选择同意或撤回同意", "Reads the notice and gives or withdraws consent"),
    ("监护人在纸上签字的，由学校登记", "Puts down what a guardian signed on paper"),
    // Papers.
    ("学生的身份证件", "The pupil's identity document"),
    ("能证明新内容的材料", "A paper that proves what is right"),
    ("到学校办理的", "At the school"),
    ("用绑定码的", "With a binding code"),
    ("没有绑定码的", "Without a binding code"),
    ("填好的学籍基础信息表", "The form of basic information, filled in"),
    ("学校打印的绑定码", "The binding code that the school printed"),
    ("学校新打印的绑定码", "A new binding code that the school printed"),
    (
        "您的身份证件号，和孩子的学籍号或身份证件号",
        "The number of your identity document, and your child's pupil number or document number",
    ),
    ("监护人签字的同意书", "The consent, signed by a guardian"),
    ("居民户口簿", "Household register"),
    ("居民身份证", "Resident identity card"),
    ("出生医学证明", "Birth certificate"),
    ("公安机关出具的证明", "Certificate of the police"),
    ("其他证明文件", "Another paper that proves it"),
    ("监护人书面申请", "Written application of a guardian"),
    ("香港特区护照/身份证明", "Passport or identity document of Hong Kong"),
    ("澳门特区护照/身份证明", "Passport or identity document of Macao"),
    ("台湾居民来往大陆通行证", "Travel permit of Taiwan residents"),
    ("境外永久居住证", "Permanent residence permit of another country or region"),
    ("护照", "Passport"),
    ("港澳台居民居住证", "Residence permit of residents of Hong Kong, Macao and Taiwan"),
    ("其他（无证件）", "None"),
    ("县级以上医院的诊断或病历材料", "Diagnosis or records of a hospital of county level or above"),
    ("二级以上医院的病历材料", "Records of a hospital of the second grade or above"),
    ("可以复学的证明", "Proof that the child can come back to school"),
    ("居住证明", "Proof of residence"),
    ("父母工作调动或务工证明", "Proof of the parents' new work"),
    ("死亡医学证明", "Death certificate"),
    ("户口注销证明", "Proof that the household registration was ended"),
    ("转入学校同意接收的证明", "Written consent of the other school"),
    ("护照、签证或出境证件", "Passport, visa or exit permit"),
    ("境外学校的录取或就读证明", "Admission or attendance certificate of the school abroad"),
    ("劝返记录", "Record of the school's asking the child to come back"),
    ("与监护人的书面约定", "Written agreement with the guardian"),
    ("残疾人证或教育评估意见", "Disability certificate, or an educational assessment"),
    ("毕业或结业的成绩和评价材料", "Marks and reports of the last grade"),
    ("处分决定", "Decision on a sanction"),
    ("其他证明材料", "Other papers that prove it"),
    // In which case.
    ("到普通学校随班就读", "In an ordinary class"),
    ("到特殊教育学校就读", "At a special school"),
    ("到专门（工读）学校就读", "At a school for special education"),
    ("送教上门", "Taught at home"),
    ("回本校就读", "Back at the school"),
    ("自愿退学", "Of own will"),
    ("连续旷课，按退学处理", "Away without leave for many days running"),
    ("累计旷课，按退学处理", "Away without leave for many days in all"),
    ("休学期满未复学，按退学处理", "Not back after a break"),
    ("高一新生{}未报到，取消入学资格", "Did not come to the first day of upper secondary school"),
    ("开除学籍", "Expelled"),
    // How long.
    ("绑定码30天内有效，用过一次就不能再用。", "A binding code is good for 30 days, and for one use."),
    ("重设后 72 小时内不能提交申请，可以查看。", "For 72 hours afterwards you can look and not apply."),
    ("在学校通知的截止日期以前确认。", "Please confirm by the day the school tells you."),
    (
        "随时可以同意，也随时可以撤回，撤回当天起不再使用。",
        "You can agree and withdraw at any time; from the day you withdraw it is used no more.",
    ),
    ("每个单位收到以后，{}以内办完。", "Each unit has {0} after it has received it."),
    (
        "材料不全被退回的，{}以内补齐再提交。",
        "What is sent back for more papers has to be sent again within {0}.",
    ),
    ("入学之日起，{}以内建好学籍档案。", "The file is opened within {0} of the day of entry."),
    ("学生死亡之日起，{}个工作日以内办完。", "Within {0} working days of the death."),
    ("最早可以提前{}天办理。", "It can be entered {0} days ahead at the earliest."),
];

/// What is put into such sentences.
pub(super) const UNITS: &[Pair] = &[
    ("1个工作日", "one working day"),
    ("{}个工作日", "{0} working days"),
    ("1个月", "one month"),
    ("{}个月", "{0} months"),
    ("学校", "the school"),
    ("主管教育局", "the education authority"),
    ("转入学校", "the school the child goes to"),
    ("转出学校", "the school until now"),
    ("升入学校", "the next school"),
    ("毕业学校", "the school until now"),
    ("两校共同的主管教育局", "the education authority of both schools"),
    ("转入学校的主管教育局", "the education authority of the school the child goes to"),
    ("转出学校的主管教育局", "the education authority of the school until now"),
    ("升入学校的主管教育局", "the education authority of the next school"),
    ("毕业学校的主管教育局", "the education authority of the school until now"),
    ("转入学校所在市的教育局", "the city's education authority of the school the child goes to"),
    ("转出学校所在市的教育局", "the city's education authority of the school until now"),
    ("升入学校所在市的教育局", "the city's education authority of the next school"),
    ("毕业学校所在市的教育局", "the city's education authority of the school until now"),
    ("转入学校所在省的教育厅", "the province's education department of the school the child goes to"),
    ("转出学校所在省的教育厅", "the province's education department of the school until now"),
    ("升入学校所在省的教育厅", "the province's education department of the next school"),
    ("毕业学校所在省的教育厅", "the province's education department of the school until now"),
];
