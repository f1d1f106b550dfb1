//! Messages outside the system, as an operator sees them.

pub use crate::text::both::message::*;

pub const CHANNELS: &str = "短信和邮件";
pub const CONNECTED: &str = "已接通";
pub const NOT_CONNECTED: &str = "未接通，不发送";
pub const UNSENT: &str = "等待发送";
pub const UNSENT_NOTE: &str =
    "发送失败的会重试；多次失败的列在“已搁置的后台任务”中，写明原因。校验码过期不再重发。";

/// How many messages wait.
pub fn unsent(n: u64) -> String {
    format!("{n} 条")
}
