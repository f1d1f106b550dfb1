//! Batch imports.

pub const TITLE: &str = "批量导入";
pub const LEAD: &str = "下载模板，填写一个班的学生，上传后先检查、出报告，由您确认后才录入。";
pub const TEMPLATE: &str = "下载导入模板";
pub const NEW: &str = "上传填好的模板";
pub const LIST: &str = "导入记录";
pub const NONE: &str = "还没有导入过";
pub const FILE: &str = "文件";
pub const STATE: &str = "状态";
pub const BY: &str = "上传人";
pub const AT: &str = "上传时间";
pub const ROWS: &str = "行数";
pub const ENTERED: &str = "已录入";

pub const NEW_TITLE: &str = "上传导入文件";
pub const FILE_LABEL: &str = "填好的导入模板（.xlsx）";
pub const FILE_HINT: &str = "不超过 5 MB、2,000 行";
pub const ENTRY_DATE: &str = "这批学生的入学日期";
pub const UPLOAD: &str = "上传并检查";

pub const CHECKING: &str = "正在检查";
pub const ENTERING: &str = "正在录入";
pub const RELOAD: &str = "刷新进度";
pub const RESULT: &str = "检查结果";
pub const REPORT: &str = "需要处理的行";
pub const REPORT_NONE: &str = "没有需要处理的行";
pub const DOWNLOAD: &str = "下载检查报告（Excel）";
pub const ROW: &str = "行号";
pub const NAME: &str = "姓名";
pub const OUTCOME: &str = "结果";
pub const ITEM: &str = "项目";
pub const VALUE: &str = "填写内容";
pub const REASON: &str = "原因";
pub const REMEDY: &str = "处理办法";
pub const WHOLE_ROW: &str = "整行";
pub const CANCEL: &str = "放弃这次导入";
pub const NOTHING_TO_ENTER: &str = "没有可以录入的行。请按报告改正后重新上传。";
pub const CONFIRM_NOTE: &str = "录入后逐名进入审核：学校主管领导、学籍主管部门学籍管理员、学籍主管部门领导。";
pub const TO_QUEUE: &str = "录入的学生已提交学校主管领导审核。";

pub const STUCK: &str = "系统多次处理这个文件都没有成功，已暂时搁置；已录入的学生不受影响。系统管理员重试后会接着办理，您也可以放弃这次导入，核对后重新上传。";

pub fn tried(failures: u32) -> String {
    format!("刚才有几行没有处理成功（第 {failures} 次），系统稍后自动再试，其他学校和其他文件不受影响。")
}

pub fn confirm(n: u64) -> String {
    format!("录入可录入的 {n} 名学生")
}

pub fn ignored(columns: &str) -> String {
    format!("下列列不在模板中，没有读取：{columns}")
}
