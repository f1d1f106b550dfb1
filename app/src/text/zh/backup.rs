//! 备份情况.

pub const TITLE: &str = "数据备份";
pub const NOT_SET: &str = "没有设置备份";
pub const NOT_SET_TEXT: &str =
    "这台服务器一旦损坏，全部学籍数据都无法恢复。请运行维护人员设置备份位置（--backup-to）。";
pub const NONE_YET: &str = "还没有做成过备份";
pub const OLD: &str = "最近一次备份已超过26小时";
pub const BEHIND: &str = "新办理的业务已超过5分钟没有送到备份位置";
pub const FAILING: &str = "最近一次备份没有成功，系统会再试";
pub const WHAT_TO_DO: &str = "请运行维护人员查看服务日志和备份位置（空间、网络、权限）。";

/// 最近一次备份
pub fn last(at: &str, seq: u64, bytes: u64) -> String {
    format!("最近一次备份：{at}，{}，到第{seq}号提交为止。", size(bytes))
}

/// 之后的业务
pub fn shipped(at: &str, seq: u64) -> String {
    format!("之后办理的业务已送到备份位置：{at}，到第{seq}号提交为止。")
}

fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    let (unit, name) = STEPS.into_iter().find(|(unit, _)| bytes >= *unit).unwrap_or((1, "字节"));
    let tenths = u128::from(bytes) * 10 / u128::from(unit);
    if unit == 1 { format!("{bytes} {name}") } else { format!("{}.{} {name}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_people() {
        assert_eq!([size(900), size(1536), size(5 << 20)], ["900 字节", "1.5 KB", "5.0 MB"]);
    }
}
