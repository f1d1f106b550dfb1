//! How the system runs by itself, for whoever operates it.

pub const TITLE: &str = "运行状况";
pub const LEAD: &str =
    "系统自动办理的工作：系统时间是否可信，短信和邮件是否接通，哪些工作没有办成，哪些已搁置、等待重试。";
pub const CLOCK: &str = "系统时间";
pub const CLOCK_SOUND: &str = "系统时间正常，自动工作照常进行。";
pub const CLOCK_LOOKING: &str = "刚刚启动或刚刚校时，一分钟后再核对一次，然后开始自动工作。";
pub const CLOCK_HELD: &str = "系统时间跳动过大，自动工作已暂停";
pub const CLOCK_TRUSTED: &str = "最后一次可信的时间";
pub const CLOCK_FOUND: &str = "现在的系统时间";
pub const CLOCK_WHAT: &str = "催办、督办、升级、封存账号、预警等自动工作全部暂停，人工办理不受影响。时间不对的，请校正服务器时间，校正后自动恢复；时间是对的（例如停机多日），请写明原因后确认。";
pub const CLOCK_REASON: &str = "现在的时间为什么是对的";
pub const CLOCK_CONFIRM: &str = "确认系统时间正确";
pub const CLOCK_CONFIRMED: &str = "已确认，一分钟后恢复自动工作。";
pub const FAILING: &str = "没有办成的自动工作";
pub const NONE_FAILING: &str = "自动工作都已办成";
pub const NONE_FAILING_NEXT: &str = "有办不成的会列在这里，写明原因。";
pub const PART: &str = "工作";
pub const SINCE: &str = "开始时间";
pub const REASON: &str = "原因";
pub const ASIDE: &str = "已搁置的后台任务";
pub const NONE_ASIDE: &str = "没有搁置的任务";
pub const NONE_ASIDE_NEXT: &str = "多次办不成的任务才会搁置，搁置后在这里重新办理。";
pub const WORK: &str = "任务";
pub const TRIES: &str = "已试次数";
pub const ACT: &str = "办理";
pub const TAKE_UP: &str = "重试";
pub const TAKEN_UP: &str = "已重新开始这项任务。";

pub fn take_up(what: &str) -> String {
    format!("重试：{what}")
}

/// What a piece of background work is called, by the key of its kind.
pub fn work(key: &str) -> &str {
    match key {
        "rollup" => "汇总统计数字",
        "identity" => "身份信息核对",
        "calendar" => "重算办理期限",
        "problem_check" => "问题学籍核查",
        "review" => "学籍复核",
        "import" => "批量导入",
        "warnings" => "监测预警",
        "school_change" => "学校合并和撤销",
        "promotion" => "统一升级",
        "message" => "短信和邮件通知",
        "holdings" => "档案完整情况统计",
        "school_holdings" => "全校档案完整情况重新统计",
        "take_over" => "存量数据接管",
        "figure_days" => "每日统计数字的保存",
        other => other,
    }
}

/// What a part of the work of every hour is called, by its key.
pub fn part(key: &str) -> &str {
    match key {
        "leavers" => "清理毕业年级未办结的事项",
        "matters" => "各类事项的催办和督办",
        "figures" => "每日统计数字的保存",
        "problem_check" => "问题学籍核查",
        "term_end" => "学期末应办的公文",
        "follow_ups" => "辍学学生的每学期跟进",
        "holdings" => "档案完整情况的重新统计",
        "alarms" => "查阅异常报警的核查",
        "violations" => "查找违规线索",
        "reviews" => "学籍复核",
        "owed_reviews" => "应开展的学籍复核",
        "dormant_accounts" => "封存长期未登录的账号",
        "access_days" => "访问日志每日签名",
        "packages" => "清理过期的档案包",
        "cut_off_imports" => "清理读取中断的批量导入",
        "take_overs" => "清理逾期没有放行的存量数据接管",
        "import_owners" => "待办批量导入的归属",
        "drafts" => "清理过期的草稿",
        "typed_forms" => "清理过期未提交的填写内容",
        "unsent_files" => "清理过期未提交的证明材料",
        "attempts" => "清理过期的登录失败计数",
        "codes" => "清理过期的校验码",
        "erasure" => "撤回同意后的信息删除",
        "warnings" => "监测预警",
        "school_changes" => "学校合并和撤销",
        "promotion" => "统一升级",
        other => other,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use registry::jobs::{Kind, Part};

    #[test]
    fn every_kind_of_work_has_a_name() {
        for kind in Kind::ALL {
            assert_ne!(work(kind.key()), kind.key(), "{kind:?}");
        }
        for one in Part::ALL {
            let key = one.key();
            assert_ne!(part(&key), key, "{one:?}");
        }
        assert_eq!(work(Kind::ProblemCheck.key()), part(&Part::ProblemCheck.key()));
    }
}
