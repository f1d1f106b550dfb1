//! 柜台受理: a correction that the school takes in.

pub const TITLE: &str = "受理更正申请";
pub const LEAD: &str = "监护人到校书面申请更正的，或者学校自己发现登记有误的，在这里受理。须附证明材料；由主管领导和学籍主管部门核准后才更正（第十条、第十三条）。";
pub const BUSY: &str = "这名学生有正在办理的事项，办结后才能受理更正。";
pub const GO_ON: &str = "继续填写上次的受理";
pub const MANNER: &str = "申请途径";
pub const PAPER: &str = "书面申请";
pub const PAPER_HINT: &str = "父母、其他监护人或年满十八周岁的学生到校提出";
pub const FOUND: &str = "学校发现的错误";
pub const FOUND_HINT: &str = "没有申请人，由学校写明怎样发现的";
pub const APPLICANT: &str = "申请人";
pub const APPLICANT_HINT: &str = "书面申请的选择；请当面核对申请人的身份证件";
pub const APPLICANT_NAME: &str = "申请人姓名";
pub const OTHER_HINT: &str = "只在选择“其他监护人”时填写";
pub const KINSHIP: &str = "与学生的关系";
pub const KINSHIP_HINT: &str = "只在选择“其他监护人”时填写，例如 祖父";
pub const DATED: &str = "书面申请的日期";
pub const DATED_HINT: &str = "申请书上写的日期，例如 2026-09-01";
pub const REASON: &str = "发现的错误";
pub const REASON_HINT: &str = "学校发现的填写：哪里有误，怎样发现的";
pub const DECLARE: &str = "我已核对证明材料的原件，所填内容与申请书和材料一致。";
