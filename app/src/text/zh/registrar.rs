//! 学籍管理员 (第二十三条).

pub const TITLE: &str = "学籍管理员";
pub const OWN: &str = "本单位学籍管理员";
pub const NAME: &str = "姓名";
pub const POST: &str = "职务";
pub const EMPLOYMENT: &str = "专兼职";
pub const SINCE: &str = "任用日期";
pub const DOCUMENT: &str = "任用文件";
pub const DOCUMENT_HINT: &str = "文件名称或文号。";
pub const VALID_TRAINING: &str = "培训有效期至";
pub const STATE: &str = "状态";
pub const NONE: &str = "本单位还没有学籍管理员账号";
pub const NONE_NEXT: &str = "请上级单位的系统管理员建立账号。";
pub const PHONE_TITLE: &str = "学籍管理联系电话";
pub const PHONE_LEAD: &str = "印在监护人绑定码上，监护人办事时也能看到、直接拨打。请填办公室的座机，不要填个人手机号，除非本单位没有座机。";
pub const PHONE: &str = "电话";
pub const PHONE_HINT: &str =
    "带区号，例如 025-55500001；有分机的，例如 025-55500001转801。不再使用的，清空后保存。";
pub const PHONE_SAVE: &str = "保存电话";
pub const HAND_OVERS_NONE: &str = "没有工作交接";
pub const HAND_OVERS_NONE_NEXT: &str = "学籍管理员离岗前，请在这位管理员的页面点“办理离岗交接”。";
pub const UNTRAINED: &str = "未培训或已过期";
pub const NO_END: &str = "长期";
pub const REPORTS: &str = "下级信息报备";
pub const REPORTS_LEAD: &str = "下级单位任用、变更、离岗时由系统自动报备，不含个人证件信息。";
pub const UNIT: &str = "单位";
pub const EVENT: &str = "事项";
pub const EFFECT: &str = "日期";
pub const ACKNOWLEDGED: &str = "确认";
pub const ACKNOWLEDGE: &str = "确认收到";
pub const STABILITY: &str = "队伍稳定情况";
pub const SERVING: &str = "在岗人数";
pub const IN_POST: &str = "平均在岗时间";
pub const NO_FIGURE: &str = "—";
pub const LEFT: &str = "一年内离岗";
pub const LAPSED: &str = "未经培训";
pub const VACANT: &str = "空岗单位";
pub const HAND_OVERS: &str = "工作交接";
pub const FROM: &str = "移交人";
pub const TO: &str = "接收人";
pub const LAST_DAY: &str = "最后工作日";
pub const REASON: &str = "离岗原因";
pub const OPEN_ITEMS: &str = "未移交";
pub const APPOINT: &str = "任用";
pub const CHANGE: &str = "变更任用信息";
pub const START: &str = "办理离岗交接";
pub const START_LEAD: &str = "系统列出未办结的工作，逐项移交、双方签字、主管领导确认后，移交人的账号封存。";
pub const CERTIFICATES: &str = "培训证书";
pub const COURSE: &str = "培训课程";
pub const HOURS: &str = "学时";
pub const NUMBER: &str = "证书编号";
pub const ISSUED: &str = "发证日期";
pub const VALID_UNTIL: &str = "有效期至";
pub const HISTORY: &str = "任用经历";
pub const ITEMS: &str = "交接清单";
pub const ITEM: &str = "内容";
pub const COUNT: &str = "数量";
pub const OWNER: &str = "接收人";
pub const OPEN: &str = "未移交";
pub const FINISHED: &str = "已办结";
pub const NOTHING: &str = "没有未办结的工作";
pub const NOTHING_NEXT: &str = "没有要移交的，双方签字即可完成交接。";
pub const GIVE: &str = "移交所选内容";
pub const GIVE_TO: &str = "移交给";
pub const NOTE: &str = "补充交接内容";
pub const NOTE_HINT: &str = "系统以外的内容，如钥匙、印章、纸质档案柜。";
pub const NOTE_DO: &str = "加入清单";
pub const SIGN: &str = "签字";
pub const SIGN_LEAD: &str = "签字表示清单所列内容已经核对并交接清楚。";
pub const SIGNATURES: &str = "签字与确认";
pub const NOT_SIGNED: &str = "未签字";
pub const SIGN_IN_PLACE: &str = "代移交人签字";
pub const IN_PLACE: &str = "移交人不能签字的原因";
pub const CONFIRM: &str = "确认交接，封存移交人账号";
pub const WITHDRAW: &str = "取消交接";
pub const CONFIRMED_BY: &str = "主管领导";
pub const DONE: &str = "已办理。";

/// 2 年 40 天
pub fn days(days: u64) -> String {
    match (days / 365, days % 365) {
        (0, days) => format!("{days} 天"),
        (years, days) => format!("{years} 年 {days} 天"),
    }
}

/// Who, and on which day.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}，{on}")
}

/// Who put the telephone down, and when.
pub fn phone_set(by: &str, at: &str) -> String {
    format!("{by}，{at}登记")
}
