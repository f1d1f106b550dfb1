//! 实施细则

pub const TITLE: &str = "实施细则";
pub const LEAD: &str = "各类学籍变动的具体条件由省级教育行政部门制定（第十一条、第二十九条）；没有规定的，按全国统一规定办理。省级授权市县细化的，按本地更严的规定办理。";
pub const RULE: &str = "事项";
pub const YES: &str = "是";
pub const NO: &str = "否";
pub const VALUE: &str = "现行规定";
pub const SOURCE: &str = "依据";
pub const OWN: &str = "本级规定";
pub const DELEGATED: &str = "可由市县细化";
pub const DELEGATE: &str = "授权市县在此范围内细化（只能更严，不能放宽）";
pub const NOTHING_OPEN: &str = "上级没有授权本级规定任何事项";
pub const NOTHING_OPEN_HINT: &str = "具体条件由省级制定；需要本级另行规定的，请报请省级教育行政部门授权。";
pub const UNHELD: &str = "本级已定、目前不适用的规定";
pub const UNHELD_LEAD: &str = "下列规定超出上级授权的范围，办理时按上级的规定。";
pub const WHY: &str = "原因";
pub const HISTORY: &str = "历次版本";
pub const NO_HISTORY: &str = "还没有本级的规定";
pub const NO_HISTORY_NEXT: &str =
    "没有本级规定的，按上一级和全国的规定办理。要作规定，请先提出草案，由主管领导批准。";
pub const VERSION: &str = "版本";
pub const FROM: &str = "施行日期";
/// How it is called where it does not read.
pub const VALIDITY: &str = "有效期";
pub const UNTIL: &str = "有效期至";
pub const UNTIL_HINT: &str = "文件规定了有效期的填最后一天；没有规定的，或与同一文件的上一版相同的留空";
pub const SCOPE: &str = "适用学段和例外";
pub const STAGES: &str = "适用的学段";
pub const STAGES_HINT: &str = "都不选：适用于各学段；其他学段按全国统一规定办理";
pub const PRINCIPLE: &str = "原则性规定（原则上、一般）：写明理由的，审批人可以同意办理";
pub const STATE: &str = "状态";
pub const PROPOSED: &str = "提出";
pub const DECIDED: &str = "审批";
pub const NOTE: &str = "说明";
pub const NOTE_HINT: &str = "向审批人说明修改的原因";
pub const EDIT: &str = "修改";
pub const EDIT_TITLE: &str = "修改实施细则";
pub const EDIT_LEAD: &str =
    "勾选由本级规定的事项并填写；不勾选的按全国统一规定办理。新版本整体替换现行版本。";
pub const EDIT_LEAD_LOCAL: &str = "这里只列出上级授权本级细化的事项。勾选由本级规定的并填写，只能比上级更严；不勾选的按上级的规定办理。新版本整体替换现行版本。";
pub const DOCUMENT: &str = "依据的文件";
pub const DOCUMENT_HINT: &str = "文件名称和文号，会显示在每一条不予办理的理由里";
pub const FROM_HINT: &str = "应晚于今天";
pub const NEXT: &str = "下一步：核对";
pub const CHECK_TITLE: &str = "核对修改";
pub const CHANGES: &str = "将要改变的规定";
pub const OLD: &str = "现行";
pub const NEW: &str = "修改后";
pub const TOUCHED: &str = "涉及的未办结事项";
pub const TOUCHED_HINT: &str = "施行之后办理的环节按新规定计算期限；已经告知的期限不提前。";
pub const TOUCHED_NONE: &str = "没有未办结的事项受影响。";
pub const SUBMIT: &str = "提交主管领导审批";
pub const BACK: &str = "返回修改";
pub const PROPOSAL: &str = "等待审批的草案";
pub const DECISION: &str = "审批意见";
pub const APPROVE: &str = "同意，按施行日期生效";
pub const REJECT: &str = "不同意";
pub const REASON: &str = "理由";
pub const REASON_HINT: &str = "不同意时必填";
pub const DECIDE: &str = "提交审批意见";
pub const WITHDRAW: &str = "撤回草案";
pub const SEEDED: &str = "系统初始";

pub fn touched(kind: &str, n: i64) -> String {
    format!("{kind} {n} 件")
}

pub fn version(n: u32) -> String {
    format!("第{n}版")
}

/// Of whom these rules are.
pub fn of(name: &str, nation: bool) -> String {
    if nation { "全国".to_owned() } else { name.to_owned() }
}

/// What a field of a value asks for.
pub fn hint(windows: bool) -> &'static str {
    if windows { "写作 07-15~08-14，多段之间用逗号分开；没有的留空" } else { "" }
}

/// How the terms of a year, or days off, are written.
pub fn days_hint(terms: bool) -> &'static str {
    match terms {
        true => {
            "一行一个学期，写作“2026-1 2026-09-01~2027-01-29”（学年-学期 第一天~最后一天）；没有公布的学年不写"
        }
        false => "一行一段，写作“2026-04-18~2026-04-21”或“2026-04-20”；国家规定的放假日不写",
    }
}

pub const COLUMNS_HINT: &str = "一行一项，写作“标识 | 名称 | 类型”，必填的再加“ | 必填”。类型可写：文字40、数字0-100公里、日期、选项 甲/乙/丙";

/// Under three thresholds.
pub fn levels_hint(unit: &str) -> String {
    format!("依次为提示、关注、预警的起点（{unit}），写作“10,30,50”。")
}

/// What a group of the form says while it is folded up.
pub fn group_summary(rules: usize, own: usize) -> String {
    format!("共 {rules} 项，已勾选本级规定 {own} 项，点开填写")
}
