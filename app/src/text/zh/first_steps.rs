//! 入门清单.

pub const TITLE: &str = "入门清单";
pub const DONE: &str = "已完成";
pub const AWAY: &str = "收起，不再显示";
