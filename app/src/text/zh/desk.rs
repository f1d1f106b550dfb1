//! 待办台: one list of everything that waits for a desk.

pub const TITLE: &str = "待办台";
pub const MINE_TITLE: &str = "我发起的事项";
pub const WAITING: &str = "待我办理";
pub const OPENED: &str = "我发起的";
pub const KINDS: &str = "按事项筛选";
pub const ALL: &str = "全部";
pub const CLASS: &str = "年级班级";
pub const ANY_CLASS: &str = "全部班级";
pub const OVERDUE_ONLY: &str = "只看逾期";
pub const SENT_BACK_ONLY: &str = "只看退回补正";
pub const FILTER: &str = "筛选";
pub const CLEAR_FILTER: &str = "清除筛选";
pub const LIST: &str = "事项";
pub const ASKED: &str = "有留言待答复";
pub const SENT_BACK: &str = "退回补正";
pub const DUE: &str = "办理期限";
pub const NO_DUE: &str = "未设期限";
pub const PROVISIONAL: &str = "暂定";
pub const PROVISIONAL_WHY: &str = "下一年度放假安排尚未公布，日期可能调整";
pub const EMPTY: &str = "没有等您办理的事项";
pub const EMPTY_NEXT: &str = "有新的事项时，本页会自动更新。";
pub const EMPTY_FILTER: &str = "没有符合条件的事项";
pub const EMPTY_OPENED: &str = "您还没有发起过事项";
pub const EMPTY_OPENED_NEXT: &str = "您提交的申请、公文和其他事项会列在这里，可以看办到哪一步。";
pub const NO_DESK: &str = "您的账号不承担办理工作，这里没有待办事项。";
pub const NO_DESK_NEXT: &str = "查看首页的统计";
pub const SELECT_PAGE: &str = "全选本页";
pub const SELECT_NONE: &str = "清空选择";
pub const DECIDE: &str = "办理所选";
pub const SELECT_HINT: &str = "按住 Shift 点选可以连续勾选；翻页后勾选仍在。办理前会再列出所选的每一件。";
pub const FIRST_PAGE: &str = "回到第一页";
pub const OPENED_MATTER: &str = "正在查看的事项";
pub const BACK_TO_LIST: &str = "返回待办台";
pub const BACK_TO_CASES: &str = "返回学籍事项清单";
pub const WHOLE_PAGE: &str = "单独打开";
pub const OWN_PAGE: &str = "打开办理页面";
pub const OWN_PAGE_WHY: &str = "这件事项在单独的页面上办理。办完后从导航回到待办台。";

pub const CASES_LIST: &str = "学籍事项清单（可打印）";

pub const KIND: &str = "事项";
pub const ABOUT: &str = "对象";
pub const STATE: &str = "状态";
pub const HOLDER: &str = "由谁办理";

pub const MANY_TITLE: &str = "一并办理";
pub const MANY_LEAD: &str = "以下是您选择的事项。请逐件核对；不一并办理的，去掉勾选。";
pub const MANY_NONE: &str = "没有选择事项";
pub const MANY_NONE_NEXT: &str = "请回到待办台，先勾选要一并办理的事项。";
pub const MANY_SELECTED: &str = "所选事项";
pub const MANY_SUBMIT: &str = "提交意见";

pub const KEY_LIST: [(&str, &str); 6] = [
    ("J", "下一件"),
    ("K", "上一件"),
    ("Enter", "打开所在的一件"),
    ("X", "勾选或取消勾选所在的一件"),
    ("A", "意见选“同意”（不会提交）"),
    ("R", "意见选“退回补正”（不会提交）"),
];

/// How many are selected, and how many of them stand on other pages.
pub fn selected(n: usize, elsewhere: usize) -> String {
    if elsewhere == 0 {
        format!("已选 {n} 件")
    } else {
        format!("已选 {n} 件，其中 {elsewhere} 件不在本页")
    }
}

pub fn select(kind: &str, about: &str) -> String {
    format!("选择{kind} {about}")
}

pub fn from(from: &str) -> String {
    format!("来自{from}")
}

pub fn since(day: &str) -> String {
    format!("{day}起")
}

pub fn also(holders: &str) -> String {
    format!("另由{holders}办理")
}

pub fn total(n: u64) -> String {
    format!("共 {} 件", super::common::number(n))
}

pub fn many_count(n: usize) -> String {
    format!("共 {n} 件，每件单独有结果。")
}

pub fn gone(n: usize) -> String {
    format!("所选的 {n} 件已经不在您的待办里，没有列出。")
}

/// Where what waits of one kind is found.
pub fn waits_for_me(label: &str) -> String {
    format!("到待办台查看等我办理的{label}")
}

/// What waits of one kind, on the home page.
pub fn waiting(n: u64, label: &str) -> String {
    format!("{n} 件{label}等您办理")
}
