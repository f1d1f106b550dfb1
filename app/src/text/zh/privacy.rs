//! 个人信息处理告知书, 选填信息的同意, 年度审计报告 (第二十五条).

pub const NOTICE_LEAD: &str = "学校和主管教育局为建立、管理学籍，依法处理学生及其监护人的个人信息。办理入学、登记选填信息之前，请监护人阅读。";

/// Behind the titles of the notice that are about sensitive information.
pub const SENSITIVE_MARK: &str = "（敏感）";

pub fn version(version: &str) -> String {
    format!("版本 {version}")
}

pub const WHO: &str = "由谁处理";
pub const WHO_TEXT: &str = "学生所在学校负责采集、核对和保管；县级以上教育局按照《中小学生学籍管理办法》的权限审核、批准和查阅。不同岗位只能看到本职所需的内容。";
pub const WHY: &str = "为什么处理";
pub const WHY_TEXT: &str = "建立学籍档案、编制学籍号、办理学籍变动、控辍保学。除此以外不作他用。";
pub const HOW: &str = "怎样处理、保存多久";
pub const HOW_TEXT: &str = "信息加密保存，证件号码、住址、电话等平时隐去，查看完整号码须写明用途，每次查看、打印、导出均留有记录。学籍档案随学生转移，由学生最后离开的学校放进档案，永久保存（第九条）。";
pub const OUT: &str = "是否向他人提供";
pub const OUT_TEXT: &str = "不得向任何无关组织和个人提供（第二十五条）。确需提供的，由主管教育局书面批准，范围、用途、期限、次数均有限制并登记；法律另有规定的从其规定。";
pub const SENSITIVE: &str = "敏感个人信息";
pub const SENSITIVE_TEXT: &str = "不满十四周岁学生的个人信息都是敏感个人信息。下表标明「敏感」的，泄露后容易危害人身、财产安全或者使人受到歧视，仅在标明的用途内处理。";
pub const RIGHTS: &str = "监护人可以做什么";
pub const RIGHTS_TEXT: [&str; 5] = [
    "查阅孩子的学籍信息，查看谁在何时查看过。",
    "发现有误的，申请更正，并跟踪办理结果。",
    "选填信息可以不同意、不填写；已经同意的可以随时撤回。撤回以后不再显示、不再采集，十五天后删除，不影响入学、升学和其他信息的办理。",
    "法定必填信息依据规章采集，不需要同意，但须告知，即本告知书。",
    "认为信息处理不当的，可以向学校或主管教育局提出，也可以依法投诉、举报。",
];
pub const RIGHTS_WAY: &str = "以上事项登录后在「我的孩子」中办理，也可以到学校书面办理。";
pub const TABLE: &str = "处理哪些信息";
pub const GROUP: &str = "类别";
pub const CLASS: &str = "性质";
pub const ITEMS: &str = "信息项";
pub const PURPOSE: &str = "用途";
pub const GROUND: &str = "依据";
pub const IS_SENSITIVE: &str = "敏感";
pub const SLIP: &str = "书面同意（可打印后交学校登记）";
pub const SLIP_TEXT: &str =
    "本人是下列学生的父母或者其他监护人，已阅读本告知书，对标明「选填·须同意」的信息的处理，意见如下。";
pub const SLIP_WORD: &str = "监护人意见";
pub const SLIP_CHOICE: &str = "□ 同意　　□ 不同意（已同意的，撤回同意）";
pub const SLIP_LINES: [&str; 4] = ["学校、班级", "学生姓名", "监护人签字", "签字日期"];

pub const CONSENT: &str = "选填信息的同意";
pub const GAVE: &str = "已登记您的同意";
pub const WITHDREW: &str = "已撤回同意";
pub const RECORD_PAPER: &str = "登记书面同意";
pub const RECORD_PAPER_LEAD: &str = "监护人在书面告知书上签字的，由学校登记。书面材料由学校保存备查。";
pub const WORD: &str = "监护人的意思";
pub const GUARDIAN: &str = "签字的监护人";
pub const SIGNED_ON: &str = "签字日期";
pub const PAPER_VERSION: &str = "告知书版本";

pub fn paper_version_hint(version: &str) -> String {
    format!("书面告知书上印有版本。现行版本是 {version}，旧版本上的同意不能登记，请监护人重新签字。")
}

pub const RECORD: &str = "登记";
pub const RECORDED: &str = "已登记";
pub const CHOOSE_WORD: &str = "还没有选择监护人的意思。";
pub const CHOOSE_WORD_NEXT: &str = "请按书面材料选择同意或撤回同意。";

/// How many optional items are filled, beside how the consent stands.
pub fn optional(filled: usize) -> String {
    format!("（已填 {filled} 项）")
}

pub const AUDIT: &str = "未成年人个人信息保护合规审计报告";
pub const AUDIT_NAV: &str = "年度审计报告";
pub const AUDIT_LEAD: &str = "按照《未成年人网络保护条例》第三十七条，每年对处理未成年人个人信息遵守法律、行政法规的情况进行合规审计。报告由本系统据实统计，生成后加密封存，不再更改。";
pub const AUDIT_YEAR: &str = "年度";
pub const AUDIT_MAKE: &str = "生成报告";
pub const AUDIT_MAKE_HINT: &str = "上一年度的报告生成一次；本年度的截至当日，每天至多生成一次。";
pub const AUDIT_LIST: &str = "已生成的报告";
pub const AUDIT_NONE: &str = "还没有生成过报告";
pub const AUDIT_NONE_NEXT: &str = "每年生成一份，请点“生成报告”。";
pub const AUDIT_MADE_ON: &str = "生成日期";
pub const AUDIT_SCOPE: &str = "统计范围";
pub const AUDIT_FINAL: &str = "全年";
pub const AUDIT_PRINT: &str = "打印报告";

pub fn audit_year(year: i32) -> String {
    format!("{year}年度")
}

pub fn until(day: &str) -> String {
    format!("截至{day}")
}

pub fn audit_caption(authority: &str, year: i32) -> String {
    format!("{authority} · {year}年度")
}

pub fn audit_made(day: &str, by: &str) -> String {
    format!("{day}由{by}生成。存量数字截至生成之日，办理数字为年度内发生数。")
}

pub const PEOPLE: &str = "一、处理的未成年人信息";
pub const RECORDS: &str = "学籍档案";
pub const BELOW_18: &str = "其中不满十八周岁";
pub const BELOW_14: &str = "其中不满十四周岁";
pub const TURNING_14: &str = "其中当年满十四周岁";
pub const AGES: &str = "年龄按出生年份计算，不逐份打开出生日期。";
pub const ACCOUNTS: &str = "二、岗位和账号";
pub const ROLE: &str = "岗位";
pub const ACCOUNT_COUNT: &str = "账号";
pub const TRAINED: &str = "其中有培训记录";
pub const LOOKS: &str = "三、查阅（访问日志）";
pub const ALARMS: &str = "异常查阅报警";
pub const REVEALS: &str = "四、查看完整号码";
pub const REVEAL_COUNT: &str = "年度内次数";
pub const REASON: &str = "写明的用途";
pub const TIMES: &str = "次数";
pub const CONSENTS: &str = "五、选填信息的同意";
pub const CONSENTS_GIVEN: &str = "年度内同意";
pub const CONSENTS_WITHDRAWN: &str = "年度内撤回";
pub const CORRECTIONS: &str = "六、监护人申请更正";
pub const ASKED: &str = "年度内申请";
pub const DECIDED: &str = "其中已办结";
pub const IN_TIME: &str = "其中每一步都按期";
pub const REQUESTS: &str = "七、对外提供（第二十五条）";
pub const REQUESTS_ASKED: &str = "年度内申请";
pub const APPROVED: &str = "其中批准";
pub const DOWNLOADS: &str = "据此下载次数";
pub const VIOLATIONS: &str = "八、违规提供、泄露信息（第二十七条）";
pub const FOUND: &str = "年度内发现";
pub const ORDERED: &str = "其中责令改正";
pub const OPEN: &str = "其中尚未办结";
pub const NOT_MEASURED: &str = "九、本报告没有统计的";
pub const SIGN: [&str; 3] = ["审计管理员（签字）", "单位（盖章）", "日期"];
