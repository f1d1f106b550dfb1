//! Printing from the page of what is printed.

pub const TITLE: &str = "打印";
pub const HINT: &str = "打印件带有编号和验证码，记入打印登记。";

/// On a button.
pub fn print(what: &str) -> String {
    format!("打印{what}")
}
