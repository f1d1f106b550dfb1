//! What a refusal says is to be done, in English.

use super::phrase::Pair;

/// What to do about it.
pub(super) const REMEDIES: &[Pair] = &[
    ("请补充填写。", "Please fill it in."),
    ("请缩短。", "Please make it shorter."),
    ("请从下拉列表中选择，或填写代码。", "Please choose from the list."),
    ("请按 2019-09-01 的样式填写。", "Please write it like 2019-09-01."),
    ("请按 2026-09-01 的样式填写。", "Please write it like 2026-09-01."),
    ("请按 202609 的样式填写。", "Please write it like 202609."),
    ("请对照证件逐位核对。", "Please compare it with the document, digit by digit."),
    ("请对照证件核对后重新填写。", "Please compare it with the document and fill it in again."),
    (
        "请填写 11 位手机号，或带区号的座机号，例如 025-83111111；境外号码以“+”和国家或地区号开头，例如 +852 91234567。",
        "Please fill in a mobile number of 11 digits, or a landline with its area code, for example 025-83111111; a number abroad begins with “+” and the code of the country or region.",
    ),
    ("请填写 6 位邮政编码。", "Please fill in a postcode of 6 digits."),
    ("请填写整数。", "Please fill in a whole number."),
    ("例如 ZHANG SAN。", "For example ZHANG SAN."),
    (
        "请对照户口簿核对两项，改正错误的一项。",
        "Please compare both with the household register and correct the one that is wrong.",
    ),
    (
        "请填写监护人的证件类型和号码，并另附就读证明。",
        "Please fill in kind and number of the guardian's document, and add a proof of attendance.",
    ),
    ("请选择证件类型。", "Please choose the kind of document."),
    ("请按证件核对这三项。", "Please compare the three with the document."),
    ("请至少把一名成员的“是否监护人”填“是”。", "Please say of one member at least that this is a guardian."),
    (
        "请说明与学生的关系；监护人是机构的，请填机构全称。",
        "Please say how the person is related to the pupil; of an institution, its full name.",
    ),
    ("请填写真实姓名。", "Please fill in the real name."),
    ("没有的请留空。", "Please leave it empty if there is none."),
    (
        "请从列出的几处中选择，或从省写起，例如 江苏省南京市玄武区。",
        "Please choose one of the places, or begin with the province.",
    ),
    (
        "请写到县（区），例如 江苏省南京市玄武区；已经撤并的，可填当时的代码。",
        "Please write it down to the county or district, in Chinese characters, or use its code.",
    ),
    (
        "请填写居民身份证或居民户口簿上的汉字姓名；持其他证件的，请改正身份证件类型。",
        "Please fill in the name in Chinese characters as on the identity card or household register; with another document, please correct its kind.",
    ),
    (
        "请对照居民户口簿或其他身份证件核对出生年份。",
        "Please compare the year of birth with the household register or another document.",
    ),
    (
        "请核对出生日期和年级；确实如此的可以继续。",
        "Please check date of birth and grade; if it is so you can go on.",
    ),
    (
        "请对照证件核对；确实只有一个字的可以继续。",
        "Please compare it with the document; if it is one character you can go on.",
    ),
    (
        "请对照证件核对两项；确实如此的可以继续。",
        "Please compare both with the document; if it is so you can go on.",
    ),
    (
        "请对照证件核对；确实如此的，勾选确认后再提交。",
        "Please compare it with the document; if it is so, tick the box and send it again.",
    ),
    (
        "几种文字用同样的字母，请在“民族文字姓名的文种”中选择。",
        "Several languages use the same letters: please choose the language of the name.",
    ),
    (
        "请先填写{}，或不勾选相同，另填{}。",
        "Please fill in first: {0}. Or take the tick away and fill in: {1}.",
    ),
    ("请至少选择一项。", "Please choose one at least."),
    ("请选择一项。", "Please choose one."),
    ("请填写，或不再更正这一项。", "Please fill it in, or leave this item out."),
    (
        "请填写正确的新内容，或返回去掉这一项。",
        "Please fill in what is right, or go back and leave this item out.",
    ),
    ("请去掉这一项，或重新同意后再申请。", "Please leave this item out, or give consent again first."),
    (
        "这一项由学校学籍管理员在“维护信息”中更新，请告知学校。",
        "The school keeps this up to date by itself: please tell the school.",
    ),
    (
        "请等待现有事项办结；本人或本校提出的，可以在该事项的页面上撤回后再申请。",
        "Please wait until it is done; what you asked for yourself you can take back on its page and apply again.",
    ),
    ("请拍照或选择文件后再继续。", "Please take a photo or choose a file, then go on."),
    ("请联系申请人或申请单位。", "Please ask who applied."),
    ("请重新选择文件，或重新拍照后上传。", "Please choose the file again, or take a new photo."),
    ("请用手机重新拍照时选较小的尺寸，或压缩后再上传。", "Please take a smaller photo, or make it smaller."),
    (
        "请用手机拍照或截图，存成 JPG 或 PNG；或另存为 PDF 后再上传。只改文件名没有用。",
        "Please take a photo or a screenshot and keep it as JPG or PNG, or save it as PDF. Another name for the file does not help.",
    ),
    (
        "请在手机或电脑上打开确认，重新拍照或另存后再上传。",
        "Please see whether it opens, then take a new photo or save it anew.",
    ),
    ("请把图片缩小，或对着原件重新拍一张后再上传。", "Please make the picture smaller, or take a new one."),
    (
        "请只保留与申请有关的页，或分成几个文件上传。",
        "Please keep the pages that matter, or split it into several files.",
    ),
    (
        "请去掉密码和限制后另存，或把需要的页拍照上传。",
        "Please save it without password and restrictions, or take photos of the pages.",
    ),
    (
        "请用“打印成 PDF”重新生成，或把需要的页拍照上传。",
        "Please make it anew with “print to PDF”, or take photos of the pages.",
    ),
    ("请不超过500个字。", "Please use 500 characters at most."),
    (
        "请选择原年级；孩子跟得上下一年级的，请与学校商量，由学校评估后办理。",
        "Please choose the same grade; if your child can follow the next one, please talk to the school, which assesses it.",
    ),
    ("请核对两个日期。", "Please check both dates."),
    ("期满仍不能复学的，可以申请延长。", "If the child cannot come back then, the break can be extended."),
    ("时间较短的，请按请假办理。", "For a short time, please ask for leave."),
    ("请与学籍主管部门商定。", "Please talk to the education authority."),
    ("请核对休学原因。", "Please check the reason."),
    ("提前回校的，请办理复学。", "If the child comes back earlier, please apply for coming back to school."),
    ("请编入原年级。", "Please choose the same grade."),
    ("请核对日期。", "Please check the date."),
    ("请核对后填写实际发生的日期。", "Please fill in the day on which it happened."),
    ("请在上述时段之后办理。", "Please apply after that time."),
    ("请填写您本人的手机号。", "Please fill in your own mobile number."),
    ("请照学校给您的那张纸填写。", "Please fill it in as on the sheet from the school."),
    (
        "请照孩子的身份证或户口簿填写。",
        "Please fill it in as on the child's identity card or in the household register.",
    ),
    ("请照您的身份证件填写。", "Please fill it in as on your document."),
    (
        "请填写您本人的邮箱地址，例如 name@example.cn。",
        "Please fill in your own mail address, for example name@example.cn.",
    ),
    ("请按身份证填写您本人的姓名。", "Please fill in your own name as on your identity card."),
    (
        "请核对后重试；绑定码只能使用一次，可请学校重新打印。",
        "Please check it and try again; a code can be used once, and the school can print a new one.",
    ),
    (
        "请核对后重试；还没有注册过的，请先注册；手机号换了的，请带户口簿和身份证到孩子的学校书面申请更正，由学校柜台受理。",
        "Please check it and try again. If you have no account yet, please sign up first; if your mobile number has changed, please take household register and identity card to your child's school and ask for a correction on paper.",
    ),
    (
        "请带户口簿和您的身份证到孩子的学校书面申请更正，由学校柜台受理、核准后再办理。",
        "Please take household register and identity card to your child's school and ask for a correction on paper; then try again.",
    ),
    (
        "请联系孩子的学校，请主管领导或另一名学籍管理员核发后再试。",
        "Please ask your child's school to have it released, then try again.",
    ),
    ("无需重复添加。", "There is nothing to add."),
    (
        "收到后请填写校验码，再提交一次；密码要重新输入。",
        "When you have it, please fill it in and send the form again; the passwords have to be typed again.",
    ),
    (
        "请核对收到的 6 位数字；收到多条的，以最新一条为准。",
        "Please check the 6 digits you received; of several codes the latest counts.",
    ),
    (
        "请把校验码一栏留空再提交一次，重新获取校验码。",
        "Please leave the code empty and send the form again to get a new one.",
    ),
    ("请重新输入原密码。", "Please type it again."),
    (
        "请核对后重试。工作人员忘记密码请联系上级单位的安全管理员，监护人可以凭学校新打印的绑定码重设。",
        "Please check them and try again. A guardian who forgot the password can set a new one with a new binding code of the school; staff ask the security administrator of the unit above.",
    ),
    ("请 {} 分钟后再试{}", "Please try again in {0} minutes, or ask the school."),
    ("请 {} 小时后再试{}", "Please try again in {0} hours, or ask the school."),
    (
        "如需办理，请联系本单位系统管理员核对账号的岗位和单位。",
        "If you need it, please ask your child's school.",
    ),
    (
        "请选择“不接收”，登录后在首页查看提醒；需要短信或邮件的，请联系系统管理员。",
        "Please choose “Not at all”; reminders are shown on your pages when you sign in.",
    ),
    ("请写下想说的话再提交。", "Please write what you would like to say and send it again."),
    ("请写短一些。", "Please make it shorter."),
    (
        "请等答复以后再留言；着急的，请打电话给学校。",
        "Please wait for an answer; if it is urgent, please call the school.",
    ),
    ("无需重复登记。", "There is nothing to do."),
    ("请阅读现行告知书后再办理。", "Please read the notice in force first."),
    (
        "页面上已是最新情况，请重新核对后再提交；您填写的内容仍在。",
        "The page is up to date now: please check it again and send it; what you filled in is still there.",
    ),
    ("请补充缺少的类别。", "Please add one of the kinds that are missing."),
    ("请改用更合适的长度。", "Please choose another length."),
    ("请去掉其中的账号名。", "Please leave the account's name out."),
    ("请换一个新的密码。", "Please choose a new password."),
    (
        "请避免常见单词、生日和键盘顺序，可用几个不相关的词组合。",
        "Please avoid common words, birthdays and rows of keys; some words that have nothing to do with each other will do.",
    ),
    ("请刷新页面，重新上传后再提交。", "Please load the page again, upload it anew and send it."),
    (
        "急需更正信息的，请带户口簿或其他证明文件到孩子的学校书面申请，由学校柜台受理。",
        "If a correction is urgent, please take the household register or another proof to your child's school and apply on paper.",
    ),
    (
        "请学校在变更之后打印一张新的绑定码，由第二人核发，再凭它办理；或在变更满 7 天后再办理。",
        "Please ask the school for a new binding code, or try again 7 days after the change.",
    ),
    ("请先删除不需要的材料。", "Please remove papers that are not needed first."),
    (
        "请等学校办结建籍手续；录错的，由学校在建籍事项中补正。",
        "Please wait until the school has registered the child.",
    ),
    (
        "请按居民户口簿或现在的居民身份证填写 18 位号码；没有 18 位号码的，请到户籍地公安机关查询。",
        "Please fill in the number of 18 digits of the household register or the present identity card.",
    ),
    (
        "请填写真实姓名；没有这个人的，不要用文字代替。",
        "Please fill in the real name; if there is no such person, leave it empty.",
    ),
    ("请刷新页面查看最新状态。", "Please load the page again."),
    ("请填写您本人的新手机号。", "Please fill in your own new mobile number."),
    ("请填写新的手机号。", "Please fill in the new mobile number."),
    (
        "那个账号是您的，请直接用它登录；不是您的，请换一个手机号。",
        "If that account is yours, please sign in with it; if not, please use another mobile number.",
    ),
    (
        "请等有了结果，或者先撤回，再注销。",
        "Please wait for the results or take them back, then close the account.",
    ),
    (
        "有了结果再来评价；现在就不满意的，可以投诉。",
        "Please rate it when there is a result; if you are dissatisfied now, you can complain.",
    ),
    (
        "每件事评价一次；还不满意的，可以投诉。",
        "A matter is rated once; if you are still dissatisfied, you can complain.",
    ),
    ("请写短一些再提交。", "Please make it shorter and send it again."),
    ("请写明事情的经过和您的要求。", "Please say what happened and what you ask for."),
    ("请等答复以后再投诉。", "Please wait for the answer first."),
    ("请打电话给主管教育局。", "Please call the education authority."),
    ("请打电话给办理的单位。", "Please call the unit that dealt with it."),
    (
        "更换手机或验证器，请联系上级单位的安全管理员重置。",
        "For a new telephone or authenticator, please ask the security administrator of the unit above.",
    ),
    ("请等待下一个验证码后再输入。", "Please wait for the next code and type that."),
    ("请向孩子的学校要一张新的绑定码。", "Please ask your child's school for a new binding code."),
    ("请打电话给学校。", "Please call the school."),
    (
        "您写的没有发出；已有的答复显示在这条留言下面。",
        "What you wrote was not sent; the answer stands below the question.",
    ),
    ("请查看事项当前的办理状态。", "Please see where it stands now."),
    ("请另行申请。", "Please make another application."),
    ("请等待其办理，或提醒对方。", "Please wait until they have taken it, or remind them."),
    ("请核对学生的学籍档案。", "Please check the record with the school."),
    ("请查验并留存材料后勾选。", "Please bring the paper to the school."),
    ("请在说明中写明补录的原因。", "Please say why it is so late."),
    (
        "确有特殊情况的，请在说明中写明，由审批人决定。",
        "If there is a special reason, please write it down; who decides will look at it.",
    ),
    ("请核对日期，或按规定办理其他手续。", "Please check the date, or ask the school what else can be done."),
    (
        "请按退学办理；期满以前已经返校的，请填写实际返校的日期。",
        "Please ask the school; if the child was back before that, please fill in the day on which it was.",
    ),
    (
        "请上级教育行政部门先在系统中确定学籍主管部门。",
        "Please tell the school; the authority above has to put it on record.",
    ),
    ("请在申请时上传。", "Please upload it with the application."),
    ("请合并材料后再上传。", "Please put papers together into fewer files."),
    (
        "复核自{}起进行；已经结束的，结果不再更改。",
        "It begins on {0}; once it has ended, its result does not change any more.",
    ),
    ("请由相应的人员办理。", "Please have it done by the right person."),
    (
        "请在下一个整点之后再查阅；如确属工作需要，请与本单位主管领导和审计管理员联系。",
        "Please try again after the next full hour.",
    ),
    ("请稍后再传。", "Please upload it again in a moment."),
    (
        "请不要再使用这个文件，对着原件重新拍照或扫描后上传。",
        "Please do not use this file any more; take a new photo of the paper and upload that.",
    ),
    (
        "验证码印在页脚或学生卡背面，也可以用手机扫描二维码。",
        "It is printed at the foot of the page or on the back of the pupil's card; the QR code can be scanned, too.",
    ),
    (
        "请先登记档案移交函的回执；对方未接收的，请主管领导终止移交。",
        "Please ask the school: the other school has to receive the record first.",
    ),
    ("请填写正确的新值，或去掉这一项。", "Please fill in what is right, or leave this item out."),
    ("请拍照或扫描后上传。", "Please take a photo or scan of it and upload that."),
    ("退回或不予办理都须告知对方原因和补救办法。", "Please say why."),
];
