//! 日常维护 and 调班.

pub const TITLE: &str = "维护信息";
pub const LEAD: &str = "学校直接维护的项目，保存后立即生效，旧值和新值记入信息变动情况，监护人可以看到（第十三条）。姓名、证件等其他项目由监护人凭证明申请更正（第十条）。";
pub const PROOFS: &str = "证明材料请归入学籍档案。";
pub const ITEMS: &str = "维护的项目";
pub const REASON: &str = "来源或原因";
pub const REASON_HINT: &str =
    "从哪里得知、为何变动，例如“家长来校告知”；政治面貌、学籍辅号、班内学号、特长和上下学各项可以不填";
pub const SAVE: &str = "保存";
pub const UNCHANGED: &str = "不改";
pub const MOVE: &str = "调班";
pub const MOVE_LEAD: &str = "在本年级内调到另一个班。班内学号按班编排，调班后清空，请重新编号。";
pub const TO_CLASS: &str = "调到的班级";
pub const MOVE_REASON: &str = "调班原因";
pub const MOVE_REASON_HINT: &str = "会记入信息变动情况，监护人可以看到";
pub const NEW_CLASSES: &str = "可以新设班级";
pub const NEW_CLASSES_HINT: &str = "本年级还没有这个班时勾选";
pub const MOVE_SAVE: &str = "调班";

pub const CLASS_TITLE: &str = "班级信息维护";
pub const CLASS_LEAD: &str = "选择班级或年级和要维护的项目，在表格中修改，或下载后用 Excel 修改再上传。只写入改动的格子；选“班级”一项可以重新编班（第十三条）。";
pub const CLASS: &str = "班级";
pub const NAME: &str = "姓名";
pub const NOW_IN: &str = "现在的班级";
pub const STANDING: &str = "学籍状态";
pub const CHOOSE_ITEMS: &str = "项目（最多 6 项）";
pub const CHOOSE: &str = "显示";
pub const NO_ITEMS: &str = "还没有选择项目。请至少选择一项，最多 6 项。";
pub const GRID: &str = "学生";
pub const SAVE_CLASS: &str = "保存改动";
pub const EMPTY: &str = "这里没有在籍学生。";
pub const EMPTY_NEXT: &str = "到学生查询看看学生在哪个班";
pub const MORE: &str = "学生较多，只列出前 300 名。请分班维护，或下载各班的信息表。";
pub const DOWNLOAD: &str = "下载信息表（Excel）";
pub const UPLOAD: &str = "上传改好的信息表";
pub const UPLOAD_HINT: &str = "请用本页下载的信息表修改；上传后先核对，再写入";
pub const FILE: &str = "文件";
pub const READ: &str = "上传核对";
pub const NO_FILE: &str = "还没有选择文件。";
pub const NO_FILE_NEXT: &str = "请选择改好的信息表。";
pub const NOTHING_IN_FILE: &str = "文件与现有记录没有不同，不需要写入。";
pub const NOTHING_WAITS: &str = "没有等待写入的文件，没有写入任何改动。";
pub const PREVIEW: &str = "文件中的改动";
pub const PREVIEW_LEAD: &str =
    "还没有写入。有问题的学生不会写入，其他学生的改动写入后立即生效。不完整显示的项目，凡填写的都会写入。";
pub const ITEM: &str = "项目";
pub const OLD: &str = "原来";
pub const NEW: &str = "改为";
pub const OUTCOME: &str = "核对结果";
pub const GOOD: &str = "可以写入";
pub const APPLY: &str = "写入这些改动";
pub const DROP: &str = "不写入，去掉这个文件";
pub const NONE_YET: &str = "（空）";

pub const PUPILS: &str = "要调班的学生";
pub const MOVE_MANY_LEAD: &str =
    "勾选一个班里的学生，一起调到本年级的另一个班。整个年级重新编班，请用“班级信息维护”的“班级”一项。";
pub const NOBODY: &str = "还没有选择学生。";
pub const NOBODY_NEXT: &str = "请勾选要调班的学生。";
pub const NO_CLASS: &str = "没有填写调到的班级。";
pub const NO_CLASS_NEXT: &str = "请填写本年级的班级，例如 2班。";

pub fn whole_grade(grade: &str) -> String {
    format!("{grade}（全年级）")
}

pub fn held(words: &str) -> String {
    let now = if words.is_empty() { NONE_YET } else { words };
    format!("现为 {now}；不改的留空，要清空的填“清空”")
}

pub fn chosen(words: &str) -> String {
    let now = if words.is_empty() { NONE_YET } else { words };
    format!("现为 {now}")
}

pub fn there_are(classes: &[String]) -> String {
    format!("本年级现有：{}", classes.join("、"))
}

pub fn kept_one(items: usize) -> String {
    format!("已保存 {items} 项。")
}

pub fn kept_class(people: usize) -> String {
    if people == 0 {
        "没有写入任何改动。".into()
    } else {
        format!("已写入 {people} 名学生的改动。")
    }
}

pub fn moved(people: usize) -> String {
    if people == 0 { "没有学生调班。".into() } else { format!("已为 {people} 名学生调班。") }
}

pub fn of(item: &str, name: &str) -> String {
    format!("{name}：{item}")
}

pub fn pupil(name: &str, class: &str, standing: &str) -> String {
    format!("{name}（{class}，{standing}）")
}
