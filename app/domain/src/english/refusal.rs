//! Refusals in English: those that a guardian can meet. What is not among them is told in Chinese, and that it is.

use super::phrase::{Pair, of_table, phrase};
use crate::refusal::{Basis, Refusal};

/// A refusal as a person who reads English is told it, by who has sentences of its own: `own`, with `{}` and `{0}` as they stand in the
/// tables here.
pub fn told_by(refusal: &Refusal, own: &[(&str, &str)]) -> String {
    let said = |chinese: &str| match chinese {
        // What is to be done is said in no words where nothing is.
        "" => Some(String::new()),
        _ => of_table(own, chinese).or_else(|| phrase(chinese)),
    };
    let Some((what, remedy)) = said(&refusal.what).zip(said(&refusal.remedy)) else {
        return format!("This was not accepted. The answer is in Chinese: {refusal}");
    };
    let said = if remedy.is_empty() { what } else { format!("{what} {remedy}") };
    match &refusal.basis {
        Basis::Article(n) => format!("{said} (Basis: article {n} of the regulation)"),
        Basis::Rule(text) | Basis::InPrinciple(text) | Basis::Law(text) => format!("{said} (Basis: {text})"),
        Basis::Procedure => said,
    }
}

/// What is wrong.
pub(super) const REFUSALS: &[Pair] = &[
    // Items of the form.
    ("{}没有填写。", "{0}: not filled in."),
    ("{}超过 {} 个字。", "{0}: longer than {1} characters."),
    ("{}不在代码表中。", "{0}: not one of the entries of its list."),
    ("{}不是有效的日期。", "{0}: not a date."),
    ("{}晚于今天。", "{0}: later than today."),
    ("{}不是有效的年月。", "{0}: not a month."),
    ("{}不是有效的电话号码。", "{0}: not a telephone number."),
    ("{}不是 6 位数字。", "{0}: not 6 digits."),
    ("{}不是有效的整数。", "{0}: not a whole number."),
    ("{}只能用拼音字母和空格。", "{0}: only Latin letters and spaces."),
    ("{}格式不对。", "{0}: not written as it should be."),
    ("出生日期与身份证件号中的日期不一致。", "The date of birth is not the one in the document number."),
    ("性别与身份证件号不一致。", "The sex is not the one in the document number."),
    ("学生没有身份证件时，须填写监护人的身份证件。", "A pupil without a document needs that of a guardian."),
    ("填写了号码，但没有选择{}。", "There is a number, but no choice of: {0}."),
    (
        "国籍/地区、身份证件类型与港澳台侨外不相符。",
        "Nationality, kind of document and the item on Hong Kong, Macao, Taiwan, overseas or foreign contradict each other.",
    ),
    ("随班就读与残疾类型不相符。", "Inclusive schooling and kind of disability contradict each other."),
    ("两名家庭成员中没有监护人。", "Neither of the two members is a guardian."),
    ("关系为非亲属时须填写关系说明。", "Of who is no relative more has to be said about the relation."),
    ("{}填的不是姓名。", "{0}: not a name."),
    ("{}在现行行政区划中查不到这个名称。", "{0}: there is no such place."),
    ("{}有几处同名。", "{0}: several places have this name."),
    (
        "{}不是汉字，而身份证件是居民身份证。",
        "{0}: not in Chinese characters, though the document is a resident identity card.",
    ),
    ("按出生日期，不是上中小学的年龄。", "By this date of birth, it is not the age of a pupil."),
    ("年龄与年级相差较大。", "Age and grade are far apart."),
    ("{}只有一个字。", "{0}: one character only."),
    ("身份证件的有效期从出生日期以前开始。", "The document was valid before the birth."),
    (
        "填写了民族文字姓名，没有选择是哪一种文字。",
        "There is a name in the script of its own people, but no language was chosen.",
    ),
    (
        "新的出生日期与登记的相差 {} 年，而学生在读{}。",
        "The new date of birth is {0} years away from the one on record, while the pupil is in this grade: {1}.",
    ),
    (
        "{}没有填写，{}没有可以相同的内容。",
        "{0} is not filled in, so there is nothing that could be the same: {1}.",
    ),
    ("{}位数不对。", "{0}: not as long as it should be."),
    ("{}含有不应出现的字符。", "{0}: holds characters that it cannot have."),
    ("{}前两位不是有效的省级区划代码。", "{0}: its first two digits are no province."),
    ("{}其中的出生日期不存在。", "{0}: the date of birth in it does not exist."),
    (
        "{}校验码不符，可能有数字输错或颠倒。",
        "{0}: its check digit does not fit; a digit may be wrong or in the wrong place.",
    ),
    ("{}格式与证件类型不符。", "{0}: does not fit the kind of document."),
    ("{}填的是说明文字，不是姓名。", "{0}: an explanation, not a name."),
    ("{}是 15 位的旧号码，已经停用。", "{0}: an old number of 15 digits, which is no longer used."),
    // A correction.
    ("还没有选择要更正的信息。", "Nothing was chosen yet."),
    ("「{}」还没有填写新的内容。", "{0}: there is no new entry yet."),
    ("「{}」填写的新值与现有记录相同。", "{0}: the new entry is the same as the one on record."),
    ("填写的内容与现有记录相同。", "This is the same as what is on record."),
    ("「{}」不通过更正申请变更。", "{0}: this is not changed by an application."),
    (
        "已撤回对选填信息的同意，「{}」不再收集，也不需要更正。",
        "Consent to optional information was withdrawn; this is not collected any more: {0}.",
    ),
    (
        "申请更正须附《居民户口簿》或其他证明文件的复印件。",
        "A correction needs a copy of the household register or of another paper that proves it.",
    ),
    (
        "这名学生还有正在办理的事项，暂不能再次申请。",
        "Something is being dealt with for this child; you cannot apply again yet.",
    ),
    (
        "这名学生已准予转往{}，正等待对方接收。",
        "The transfer of this child was agreed to and waits for the other school: {0}.",
    ),
    ("这名学生还没有建立学籍。", "This child is not registered yet."),
    ("一次申请最多上传 {} 份材料。", "An application can have {0} papers at most."),
    (
        "有一份证明材料已不在您为这名学生上传的材料中。",
        "One of the papers is no longer among those you uploaded for this child.",
    ),
    ("只有申请一方才能撤回或补正。", "Only who applied can take it back or change it."),
    // Files.
    ("“{}”是空文件。", "“{0}” is empty."),
    ("“{}”超过 {} MB。", "“{0}” is larger than {1} MB."),
    (
        "“{}”的内容不是 JPG、PNG 图片或 PDF 文档。",
        "“{0}” is neither a JPG or PNG picture nor a PDF document.",
    ),
    (
        "“{}”的内容是{}，不是 JPG、PNG 图片或 PDF 文档。",
        "“{0}” is neither a JPG or PNG picture nor a PDF document.",
    ),
    ("“{}”不完整或已损坏，无法打开。", "“{0}” is incomplete or damaged and cannot be opened."),
    (
        "“{}”的图像太大，长边不能超过 {} 像素，总像素不能超过 {}00 万。",
        "The picture “{0}” is too large: its longer side may have {1} pixels, all of it {2} million.",
    ),
    ("“{}”超过 {} 页。", "“{0}” has more than {1} pages."),
    ("“{}”设有密码或使用限制。", "“{0}” has a password or may not be used freely."),
    (
        "“{}”的内部结构过于复杂，不像一般的证明材料。",
        "“{0}” is too complicated for a paper that proves something.",
    ),
    // An application for a break, its extension, its end.
    ("还没有选择原因。", "No reason was chosen yet."),
    ("还没有选择年级。", "No grade was chosen yet."),
    ("没有填写日期，或不是有效的日期。", "There is no date, or it is none."),
    ("说明太长。", "This is too long."),
    (
        "需要证明休学原因的材料；因病休学的，需要医院的诊断或病历材料。",
        "A paper that proves the reason is needed; for an illness, the hospital's diagnosis or records.",
    ),
    (
        "休学和复学在同一学年，编入下一年级会越过一个年级，须先由学校评估。",
        "Break and return are in the same school year: the next grade would leave one out, which the school has to assess first.",
    ),
    ("休学的最后一天应晚于第一天。", "The last day has to be later than the first."),
    ("休学时间过长。", "The break is too long."),
    ("休学时间过短。", "The break is too short."),
    ("这个年级在这一学期不办理休学。", "There are no breaks in this grade and term."),
    ("不属于可以休学的原因。", "This is no reason for a break here."),
    ("新的最后一天应晚于原来的最后一天。", "The new last day has to be later than the one until now."),
    ("休学期满未按时复学。", "The break was over and the child did not come back in time."),
    (
        "学生已在本学段最高年级，不能编入下一年级。",
        "The child is in the highest grade of this stage; there is no next one.",
    ),
    ("不能编入下一年级。", "The next grade is not possible."),
    ("日期不能晚于今天。", "The date may not be later than today."),
    ("日期不能晚于今天以后{}天。", "The date may be {0} days ahead at most."),
    ("日期早于学生到本校就读的日期。", "The date is before the child came to this school."),
    ("现在不受理毕业年级学生的新业务。", "Nothing new is taken in for pupils of the last grade now."),
    // Accounts.
    ("手机号应为 11 位数字。", "A mobile number has 11 digits."),
    ("绑定码应为 10 位字母和数字。", "A binding code has 10 letters and digits."),
    (
        "孩子的学籍号或身份证件号没有填写完整。",
        "The child's pupil number or document number is not complete.",
    ),
    ("您的身份证件号没有填写完整。", "The number of your identity document is not complete."),
    (
        "姓名没有填写或含有不应出现的字符。",
        "The name is not filled in, or holds characters that no name has.",
    ),
    (
        "绑定码无效，或填写的信息与学籍记录不一致。",
        "The binding code does not hold, or what you filled in is not what is on record.",
    ),
    (
        "绑定码无效，或手机号与注册时用的、学校登记的不一致。",
        "The binding code does not hold, or the mobile number is not the one you signed up with or on record at the school.",
    ),
    (
        "您填写的姓名或手机号与学校登记的不一致，不能绑定。",
        "Name or mobile number are not those on record at the school.",
    ),
    (
        "这张绑定码还没有经学校第二人核发，暂时不能使用。",
        "This binding code was not released yet by a second person at the school.",
    ),
    ("这个孩子已经在您的账号下。", "This child is under your account already."),
    (
        "校验码已发送到学校登记的您的手机号，10 分钟内有效。",
        "A code was sent to your mobile number on record; it is good for 10 minutes.",
    ),
    ("校验码不对，还可以再试 {} 次。", "The code is wrong; you can try {0} more times."),
    ("校验码已过期，或还没有发送。", "The code has expired, or was not sent yet."),
    ("校验码输错满 {} 次，已经作废。", "The code was wrong {0} times and is void now."),
    (
        "学校登记的手机号在 {} 天内变更过，不能凭它发送校验码。",
        "The mobile number on record was changed within {0} days; no code is sent to it.",
    ),
    ("原密码不正确。", "The password until now is not right."),
    ("不能使用最近五次用过的密码。", "None of the last five passwords can be used."),
    ("密码应为 {} 至 {} 个字符。", "A password has {0} to {1} characters."),
    (
        "密码应含大写字母、小写字母、数字、其他符号中的至少三类。",
        "A password needs three of these kinds at least: capital letters, small letters, digits, other symbols.",
    ),
    ("密码不能包含账号名。", "A password may not hold the account's name."),
    ("密码太容易被猜到。", "This password is easy to guess."),
    ("账号或密码不正确。", "Account or password are not right."),
    ("失败次数过多，暂时不能登录。", "Too many failed attempts: signing in is not possible for a while."),
    (
        "原密码输错次数过多，暂时不能修改密码和通知方式。",
        "The password until now was wrong too often: it cannot be changed for a while, nor how you are told.",
    ),
    ("尝试次数过多，暂时不能绑定。", "Too many attempts: no child can be added for a while."),
    ("尝试次数过多，暂时不能重设密码。", "Too many attempts: no password can be set anew for a while."),
    (
        "查询不存在的验证码次数过多，暂时不能查询。",
        "Too many codes that do not exist: nothing can be checked for a while.",
    ),
    ("获取校验码的次数过多，暂时不再发送。", "Too many codes were asked for: none is sent for a while."),
    (
        "您的密码刚刚用绑定码重设过，或者登录手机号刚刚换过。为保护孩子，之后 {} 小时内不能提交、撤回申请，不能查看完整信息，不能改通知方式，也不能表示同意，{}起可以办理。",
        "Your password was set anew with a binding code, or the number you sign in with was changed. To protect your child, for {0} hours nothing can be sent or taken back, shown in full, agreed to or changed; it is possible from {1} on.",
    ),
    ("您的账号没有办理这项业务的权限。", "Your account may not do this."),
    ("邮箱地址不完整。", "The mail address is not complete."),
    ("本系统未接通{}。", "This system is not connected to it."),
    ("这件事刚才有变化，您的操作没有办理。", "This has changed just now; what you did was not carried out."),
    // Questions, reviews, consent.
    ("还没有写内容。", "Nothing was written yet."),
    ("写了 {} 个字，最多 {} 个字。", "These are {0} characters; {1} are possible."),
    ("写得太长，最多 {} 个字。", "This is too long; {0} characters are possible."),
    (
        "还有 {} 条留言没有答复，现在不能再留言。",
        "{0} questions wait for an answer; no more can be asked now.",
    ),
    ("一小时内最多留言 {} 条。", "No more than {0} questions can be asked in an hour."),
    ("目前的登记已经是「{}」。", "This is on record already: {0}."),
    // The own account.
    ("这就是您现在登录用的手机号。", "This is the mobile number you sign in with now."),
    ("这个手机号已经有账号，不能换成它。", "This mobile number has an account; it cannot be taken."),
    (
        "校验码已发送到您的新手机号，10 分钟内有效。",
        "A code was sent to your new mobile number; it is good for 10 minutes.",
    ),
    (
        "还有 {} 件申请没有结果，不能注销账号。",
        "Applications without a result: {0}. The account cannot be closed.",
    ),
    // Rating and complaint.
    ("这件事还没有结果，不能评价。", "This has no result yet and cannot be rated."),
    ("您已经评价过这件事。", "You have rated this already."),
    ("还没有选择满意程度。", "It was not chosen yet how satisfied you are."),
    ("最多写 {} 个字。", "{0} characters are possible."),
    ("还没有写哪里不满意。", "It was not said yet what you are dissatisfied with."),
    ("您对这件事的投诉还没有答复。", "Your complaint about this has no answer yet."),
    ("同一件事最多投诉 {} 次。", "About one matter {0} complaints are possible."),
    (
        "这件事没有上一级部门可以投诉。",
        "There is no authority above that could answer a complaint about this.",
    ),
    ("告知书已经更新，您看到的不是现行版本。", "The notice has changed; what you saw is no longer in force."),
    ("这个账号已经设置了动态验证码。", "This account has an authenticator already."),
    ("动态验证码不正确或已经用过。", "The code of the authenticator is wrong or was used before."),
    (
        "您和这个孩子的绑定已经暂停或者解除，不能凭证件号码恢复。",
        "Your tie to this child was suspended or ended and does not come back by numbers.",
    ),
    ("只能对自己的申请留言。", "Questions can be asked about your own applications only."),
    ("这条留言已经有人答复。", "Somebody has answered this question already."),
    ("只有退回的事项才能补正后再次提交。", "Only what was sent back can be changed and sent again."),
    ("补正不能改变事项种类。", "What it is an application for cannot be changed."),
    ("{}目前为“{}”，不能这样办理。", "This is in another state by now; it cannot be done any more."),
    ("这一步由{}的{}办理。", "This step is for somebody else."),
    ("学生现在的状态是「{}」，{}。", "In the pupil's present state this is not possible."),
    ("还没有查验{}。", "A paper that is needed was not seen yet."),
    ("日期在30天以前，属于补录。", "The day is more than 30 days ago."),
    ("属于原则上不办理的情形。", "As a rule this is not done."),
    ("连同已休时间，最长{}个月。", "With the time until now it may be {0} months at most."),
    ("休学期未满，提前复学。", "The child comes back before the break is over."),
    ("{}还没有确定学籍主管部门。", "The school has no education authority on record yet."),
    ("一件事项最多上传{}份材料。", "A matter can have {0} papers at most."),
    ("{}的复核任务不在进行中。", "The check of this term is not going on."),
    (
        "网上同意由监护人本人办理，书面同意由学校登记。",
        "Consent is given here by a guardian, on paper at the school.",
    ),
    (
        "您的账号在一小时内查阅的次数超过了上限，系统暂停显示学生信息。",
        "Your account has looked at too much within an hour; pupils' information is not shown for a while.",
    ),
    (
        "系统正忙，同时上传材料的人较多，这个文件还没有处理。",
        "Many people are uploading papers now; this file was not dealt with yet.",
    ),
    (
        "系统正忙，同时上传材料的人较多，这个文件没有收下。",
        "Many people are uploading papers now; this file was not taken.",
    ),
    ("“{}”没有通过病毒检查。", "“{0}” did not pass the check for viruses."),
    ("没有填写验证码。", "The code is not filled in."),
    (
        "验证码应为16位，请对照打印件页脚核对。",
        "The code has 16 characters; please compare it with the foot of the printed page.",
    ),
    (
        "验证码只含数字和大写字母（不含I、L、O、U），请对照打印件页脚核对。",
        "The code holds digits and capital letters only (no I, L, O, U); please compare it with the foot of the printed page.",
    ),
    ("没有写明理由。", "No reason was given."),
];
