//! The work calendar.

pub const TITLE: &str = "工作日历";
pub const LEAD: &str = "办理期限按国务院办公厅公布的放假和调休安排计算。尚未公布的年度按周末和固定节日暂计，公布后重算，已告知的日期不会提前。";
pub const DOWNLOAD: &str = "下载日历文件";
pub const PUBLISH: &str = "公布新的年度";
pub const FILE: &str = "日历文件";
pub const FILE_HINT: &str =
    "CSV，首行为 date,kind,name；每行一天，例如 2027-02-06,holiday,春节；调休上班写 workday";
pub const LOAD: &str = "导入并公布";
pub const YEARS: &str = "各年度";
pub const PUBLISHED: &str = "已公布";
pub const PROVISIONAL: &str = "未公布，暂计";
pub const NOT_ANNOUNCED: &str = "还没有公布放假安排。";
pub const DATE: &str = "日期";
pub const KIND: &str = "安排";
pub const NAME: &str = "节日";

pub fn year(year: i32) -> String {
    format!("{year}年")
}

pub fn days_of(year: i32) -> String {
    format!("{year}年的放假和调休")
}
