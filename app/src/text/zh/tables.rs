//! 表格设置 and 常用筛选.

pub const TITLE: &str = "表格设置";
pub const COLUMNS: &str = "显示的列";
pub const COLUMNS_HINT: &str = "名称一列总在；不勾选的列不显示。设置随账号保存，换一台电脑也一样。";
pub const ORDER: &str = "排列";
pub const DENSITY: &str = "行距";
pub const APPLY: &str = "保存设置";
pub const APPLIED: &str = "表格设置已保存。";

pub const FILTERS: &str = "常用筛选";
pub const MANAGE: &str = "管理常用筛选";
pub const FILTER_NAME: &str = "给当前筛选起个名称";
pub const FILTER_NAME_HINT: &str = "不超过 20 个字，不要写学生的姓名。只有您自己能看到。";
pub const SAVE_FILTER: &str = "存为常用筛选";
pub const SAVED: &str = "已存为常用筛选。";
pub const RENAME: &str = "改名";
pub const RENAMED: &str = "已改名。";
pub const REMOVE: &str = "删除";
pub const REMOVED: &str = "已删除。";
pub const NOTHING_TO_SAVE: &str = "先筛选，再在这里给当前的筛选起个名称。查询时输入的姓名和号码不会保存。";

pub const BY_PINYIN: &str = "按姓名的读音";
pub const BY_NAME: &str = "按姓名的汉字";

pub const FROM: &str = "来自";
pub const SINCE: &str = "起始日期";
pub const ALSO: &str = "另由谁办理";

/// The field in which a filter is renamed.
pub fn new_name(name: &str) -> String {
    format!("“{name}”的新名称")
}

/// What a button does, and to which filter.
pub fn of(name: &str) -> String {
    format!("“{name}”")
}
