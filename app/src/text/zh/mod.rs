//! 简体中文: the words of staff pages, grouped by where they appear. What guardians and visitors read too stands in both languages beside
//! this ([`super::both`]) and is found here under the same names.

pub use super::both::frame::{
    common, data, deadline, errors, feedback, forms, layout, live, status, steps, upload,
};
pub use super::both::{
    appearance, first_steps, guardian, guide, offline, own, portal, preparing, session, talk, verify,
};

pub mod absence;
pub mod access;
pub mod account;
pub mod answer;
pub mod archive;
pub mod background;
pub mod backup;
pub mod batch;
pub mod bond;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod change;
pub mod compare;
pub mod complaint;
pub mod counter;
pub mod design;
pub mod desk;
pub mod disclosure;
pub mod home;
pub mod import;
pub mod letter;
pub mod message;
pub mod package;
pub mod palette;
pub mod paper;
pub mod print_of;
pub mod prints;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod pupil;
pub mod record;
pub mod registrar;
pub mod review;
pub mod rules;
pub mod school;
pub mod tables;
pub mod take_over;
pub mod upkeep;
pub mod violation;
pub mod warning;

/// Charts and the tables that say the same.
pub mod chart {
    pub const SHOW_TABLE: &str = "查看数据表";
    pub const ITEM: &str = "项目";
    pub const COUNT: &str = "数量";
    pub const SHARE: &str = "占比";
    pub const NO_DATA: &str = "暂无数据";
    pub const DAY: &str = "日期";
    pub const TERM: &str = "学期";

    /// What a line says to someone who cannot see it: its ends.
    pub fn from_to(first: &str, last: &str) -> String {
        format!("从{first}，到{last}。")
    }

    /// What a chart says to someone who cannot see it.
    pub fn describe<'a>(rows: impl Iterator<Item = (&'a str, u64)>, unit: &str) -> String {
        let parts: Vec<String> =
            rows.map(|(label, n)| format!("{label} {}{unit}", super::common::number(n))).collect();
        if parts.is_empty() { NO_DATA.to_owned() } else { format!("{}。", parts.join("，")) }
    }
}

/// The navigation.
pub mod nav {
    pub use crate::text::both::frame::nav::*;

    pub const HOME: &str = "首页";
    pub const DESK: &str = "待办台";
    pub const OPENED: &str = "已发起";
    pub const PUPILS: &str = "学生查询";
    pub const LETTERS: &str = "公文往来";
    pub const PACKAGES: &str = "档案包";
    pub const PROBLEMS: &str = "问题学籍";
    pub const SCHOOLS: &str = "学校与档案保管";
    pub const REVIEWS: &str = "学籍复核";
    pub const VIOLATIONS: &str = "责令改正";
    pub const DISCLOSURES: &str = "对外提供";
    pub const ACCESS: &str = "访问日志";
    pub const PRINTS: &str = "打印登记";
    pub const WARNINGS: &str = "监测预警";
    pub const REGISTRARS: &str = "学籍管理员";
    pub const CALENDAR: &str = "工作日历";
    pub const CHANGES: &str = "学籍变动";
    pub const RULES: &str = "实施细则";
    pub const ENTER_ONE: &str = "单个录入";
    pub const IMPORTS: &str = "批量导入";
    pub const ACCOUNTS: &str = "账号管理";
    /// The words over the menus of the main navigation.
    pub const MENU_ENTRY: &str = "录入";
    pub const MENU_ARCHIVES: &str = "档案";
    pub const MENU_OVERSIGHT: &str = "核查与监督";
    pub const MENU_MANAGE: &str = "管理";
    pub const PASSWORD: &str = "修改密码";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(common::number(0), "0");
        assert_eq!(common::number(999), "999");
        assert_eq!(common::number(1000), "1,000");
        assert_eq!(common::number(1_234_567), "1,234,567");
    }

    #[test]
    fn long_numbers_are_said_in_ten_thousands() {
        for (n, words) in [
            (0, "0"),
            (9_999, "9,999"),
            (10_000, "1万"),
            (124_399, "12.4万"),
            (99_999_999, "9,999.9万"),
            (100_000_000, "1亿"),
            (239_000_000, "2.3亿"),
        ] {
            assert_eq!(common::compact(n), words);
        }
    }

    #[test]
    fn shares_drop_an_empty_decimal() {
        assert_eq!(common::per_mille(1000), "100%");
        assert_eq!(common::per_mille(635), "63.5%");
        assert_eq!(common::per_mille(5), "0.5%");
    }

    #[test]
    fn a_chart_describes_itself() {
        let rows = [("小学", 1200), ("初中", 300)];
        assert_eq!(chart::describe(rows.into_iter(), "人"), "小学 1,200人，初中 300人。");
        assert_eq!(chart::describe(std::iter::empty(), "人"), chart::NO_DATA);
    }
}
