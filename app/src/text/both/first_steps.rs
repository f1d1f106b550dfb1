//! 入门清单.

use crate::text::words::words;

words! {
    TITLE: "入门清单" / "First steps";
    DONE: "已完成" / "Done";
    AWAY: "收起，不再显示" / "Put away";
}
