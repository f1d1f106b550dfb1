//! 学籍档案
use domain::archive::Category;

pub const TITLE: &str = "学籍档案内容";
pub const LEAD: &str = "按《办法》第七条列出的七类内容归档。录入、更改和撤销都会记入信息变动情况。";
pub const COMPLETENESS: &str = "档案完整度";
pub const MISSING: &str = "还缺的内容";
pub const NOTHING_MISSING: &str = "应归档的内容已经齐全。";
pub const WHAT: &str = "内容";
pub const CATEGORY: &str = "类别";
pub const DUE: &str = "应于何时归档";
pub const LATE: &str = "已过期限";
pub const NOT_WHOLE: &str = "您可以查看档案的完整度；档案内容只供学生所在学校及其学籍主管部门查看。";
pub const NONE: &str = "还没有归档的内容。";
pub const RECORD_LINK: &str = "查看基础信息和就读经历";
pub const RECORD_HINT: &str = "本类内容就是学籍基础信息表及其变动记录，经更正或变动办理后自动更新。";
pub const PERIOD: &str = "时间";
pub const CONTENT: &str = "内容";
pub const FILED: &str = "归档";
pub const TERM: &str = "学期";
pub const YEAR: &str = "学年";
pub const DATE: &str = "日期";
pub const SAVE: &str = "归档";
pub const FILES: &str = "材料";
pub const ADD_FILE: &str = "添加材料";
pub const FILE: &str = "文件";
pub const FILE_HINT: &str = "JPG、PNG 图片或 PDF，不超过 20 MB";
pub const FILE_TITLE: &str = "材料名称";
pub const PROOF_KIND: &str = "证明材料的种类";
pub const PROOF_KIND_HINT: &str = "归入“证明材料”时选择";
pub const FILE_DONE: &str = "材料已检查、加密并归档。";
pub const WITHDRAW: &str = "撤销";
pub const REASON: &str = "撤销的原因";
pub const WITHDRAWN: &str = "已撤销，原内容和原因保留在信息变动情况中。";
pub const OPEN: &str = "查看";
pub const ARCHIVE_OF: &str = "学籍档案";
pub const LINK: &str = "查看档案内容（七类）";

pub const CLASS_TITLE: &str = "按班级归档";
pub const CLASS_LEAD: &str =
    "选择班级和内容，在表格中逐人填写，或下载登记表用 Excel 填好后上传核对。没有填写的学生不受影响。";
pub const CLASS: &str = "班级";
pub const KIND: &str = "归档内容";
pub const CHOOSE: &str = "继续";
pub const SHOW: &str = "显示登记表";
pub const NAME: &str = "姓名";
pub const SAVE_CLASS: &str = "保存登记表";
pub const DOWNLOAD: &str = "下载登记表（Excel）";
pub const UPLOAD: &str = "上传填好的登记表";
pub const UPLOAD_HINT: &str = "请用本页下载的登记表填写；上传后先在表格中核对，再保存";
pub const READ: &str = "读取";
pub const EMPTY_CLASS: &str = "这个班没有在籍学生。";
pub const EMPTY_CLASS_NEXT: &str = "批量导入学生";
pub const NO_EXTRAS: &str = "本省还没有规定其他信息项目。";
pub const NO_EXTRAS_NEXT: &str = "省级规定了其他项目以后，会自动列在这里；现在不用填写。";

pub const FILLED_TITLE: &str = "档案完整情况";
pub const FILLED_LEAD: &str = "在读学生基础信息表的必填项，以及按七类内容应归档的材料和记录，按学校和班级统计；点班级查看每名学生缺什么。";
pub const FILLED: &str = "必填项完整率";
pub const FILLED_WHOLE: &str = "全部填写的学生";
pub const FILLED_NOT: &str = "有缺项的学生";
pub const FILLED_LACKING: &str = "缺少的项目";
pub const FILLED_CLASS: &str = "班级";
pub const FILLED_CLASSES: &str = "各班情况";
pub const FILLED_LIST: &str = "缺项名单";
pub const FILLED_HINT: &str =
    "必填项由监护人申请更正，或由学校在下一次核对学籍信息时补齐；材料和记录由学校归入学生档案，点姓名办理。";
pub const HOLDINGS: &str = "应归档的材料和记录";
pub const HOLDINGS_PERCENT: &str = "已归档";
pub const HOLDINGS_WHOLE: &str = "材料齐全的学生";
pub const HOLDINGS_LACKING: &str = "尚缺的材料和记录";
pub const HOLDINGS_LATE: &str = "其中已逾期";
pub const HOLDINGS_BY_CATEGORY: &str = "各类内容尚缺";
pub const HOLDINGS_NONE: &str = "还没有统计，稍后自动统计。";
pub const HOLDINGS_CATEGORY: &str = "档案内容";
pub const FORM_LACKING: &str = "缺少的必填项";

/// Something that is not on file, and by when it should be.
pub fn missing(what: &str, due: &str, late: bool) -> String {
    if late {
        format!("{what}（应于{due}前归档，已逾期）")
    } else {
        format!("{what}（{due}前）")
    }
}

pub const FILLED_ALL: &str = "这个班的学生没有缺项。";
pub const FILLED_NOBODY: &str = "还没有在读学生";
pub const FILLED_NOBODY_NEXT: &str = "学籍管理员录入学生、学籍核准以后，这里按班级显示。";
pub const PEOPLE: &str = "人";

pub const ITEMS: &str = "项";

pub fn percent(n: u8) -> String {
    format!("{n}%")
}

pub fn file_form(kind: &str) -> String {
    format!("登记{kind}")
}

pub fn done(kind: &str) -> String {
    format!("{kind}已归档。")
}

pub fn filed(school: &str, by: &str, on: &str) -> String {
    format!("{on}，{school} {by}")
}

pub fn category(category: Category) -> String {
    let number = ["一", "二", "三", "四", "五", "六", "七"][usize::from(category.item()) - 1];
    format!("{number}、{}", category.label())
}

pub fn file(format: &str, kib: u64, on: &str) -> String {
    format!("{}，{kib} KB，{on}归档", format.to_uppercase())
}

pub fn class_done(filed: usize, unchanged: usize) -> String {
    match (filed, unchanged) {
        (0, 0) => "没有归档任何内容：还没有填写。".into(),
        (filed, 0) => format!("已归档 {filed} 人。"),
        (filed, unchanged) => format!("已归档 {filed} 人，{unchanged} 人的内容没有变化。"),
    }
}

pub fn read(people: usize, strangers: usize) -> String {
    let others = if strangers == 0 {
        String::new()
    } else {
        format!("，另有 {strangers} 行不是本班学生，没有读取")
    };
    format!("已读取 {people} 人{others}。请核对后保存。")
}

pub fn of(column: &str, name: &str) -> String {
    format!("{name}：{column}")
}

/// What may be filled in as a mark: a number, or one of the grades.
pub fn mark_hint(grades: [&str; 8]) -> String {
    format!("分数，或{}", grades.join("、"))
}
