//! The command palette (命令面板), the list of keys (键盘快捷键), the search of the header.

pub const FINDER: &str = "在任何页面查找学生";
pub const FIND: &str = "找学生";
pub const FIND_WHAT: &str = "学生的姓名、拼音或号码";

pub const TITLE: &str = "命令面板";
pub const TYPE: &str = "输入要去的页面，或要找的学生";
pub const NOTHING: &str = "没有这样的页面";
pub const CLOSE: &str = "关闭";

pub fn find(typed: &str) -> String {
    format!("找学生：{typed}")
}

pub const KEYS: &str = "键盘快捷键";
pub const KEYS_NOTE: &str = "输入文字时不起作用。";
pub const EVERYWHERE: &str = "所有页面";
pub const THIS_PAGE: &str = "本页";
pub const EVERYWHERE_LIST: [(&str, &str); 3] =
    [("Ctrl K", "打开命令面板"), ("?", "显示或收起这张表"), ("Esc", "关闭命令面板或这张表")];
