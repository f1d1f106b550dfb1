//! The command palette (命令面板), the list of keys (键盘快捷键), the search of the header.

pub const FINDER: &str = "在任何页面查找学生";
pub const FIND: &str = "找学生";
pub const FIND_WHAT: &str = "学生的姓名、拼音或号码";

pub const TITLE: &str = "命令面板";
pub const TYPE: &str = "输入要去的页面、要找的学生或办件编号";
pub const NOTHING: &str = "没有这样的页面";
pub const LOOKING: &str = "正在查找";
pub const NO_CASE: &str = "没有这个编号的事项，或者不由您办理";
pub const CLOSE: &str = "关闭";

/// What an offer belongs to.
pub const OF_PAGES: &str = "页面";
pub const OF_PUPILS: &str = "学生";
pub const OF_RECENT: &str = "最近查看";
pub const OF_THIS_PUPIL: &str = "本页学生";
pub const OF_CASES: &str = "事项";

pub fn find(typed: &str) -> String {
    format!("找学生：{typed}")
}

pub fn list(typed: &str) -> String {
    format!("在学生名单中查找：{typed}")
}

pub fn case(kind: &str, number: &str) -> String {
    format!("打开办件编号{number}（{kind}）")
}

/// How many were found; `more`: and others, who stand in the list alone.
pub fn found(n: usize, more: bool) -> String {
    match (n, more) {
        (0, _) => "没有找到这样的学生".to_owned(),
        (n, false) => format!("找到{n}名学生"),
        (n, true) => format!("列出前{n}名，其他的请在学生名单中查找"),
    }
}

pub const KEYS: &str = "键盘快捷键";
pub const KEYS_NOTE: &str = "输入文字时不起作用。";
pub const EVERYWHERE: &str = "所有页面";
pub const THIS_PAGE: &str = "本页";
pub const EVERYWHERE_LIST: [(&str, &str); 3] =
    [("Ctrl K", "打开命令面板"), ("?", "显示或收起这张表"), ("Esc", "关闭命令面板或这张表")];
