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
