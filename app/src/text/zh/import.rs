//! Batch imports.

pub const TITLE: &str = "批量导入";
pub const LEAD: &str = "下载模板，填写一个班的学生，上传后先检查、出报告，由您确认后才录入。";
pub const TEMPLATE: &str = "下载导入模板";
pub const NEW: &str = "上传填好的模板";
pub const LIST: &str = "导入记录";
pub const NONE: &str = "还没有导入过";
pub const NONE_NEXT: &str = "导入第一个班";
pub const FILE: &str = "文件";
pub const STATE: &str = "状态";
pub const BY: &str = "上传人";
pub const AT: &str = "上传时间";
pub const ROWS: &str = "行数";
pub const ENTERED: &str = "已录入";

pub const NEW_TITLE: &str = "上传导入文件";
pub const FILE_LABEL: &str = "填好的导入模板";
pub const FILE_HINT: &str = "Excel（.xlsx、.xls）、.ods 或 .csv，不超过 20 MB、20,000 行";
/// How it is called where it does not read.
pub const ENTRY_DAY: &str = "入学日期";
pub const ENTRY_DATE: &str = "这批学生的入学日期";
pub const UPLOAD: &str = "上传并检查";

pub const CHECKING: &str = "正在检查";
pub const ENTERING: &str = "正在录入";
pub const RELOAD: &str = "刷新进度";
pub const RESULT: &str = "检查结果";
pub const REPORT: &str = "需要处理的行";
pub const REPORT_NONE: &str = "没有需要处理的行";
pub const REPORT_NONE_NEXT: &str = "每一行都通过了检查，可以直接确认录入。";
pub const DOWNLOAD: &str = "下载检查报告（Excel）";
pub const AGAIN: &str = "上传改好的文件";
pub const DOWNLOAD_REJECTED: &str = "下载未通过的行，改好后再上传（Excel）";
pub const ROW: &str = "行号";
pub const NAME: &str = "姓名";
pub const OUTCOME: &str = "结果";
pub const ITEM: &str = "项目";
pub const VALUE: &str = "填写内容";
pub const REASON: &str = "原因";
pub const REMEDY: &str = "处理办法";
pub const WHOLE_ROW: &str = "整行";
pub const MEND: &str = "改正";
pub const MENDED: &str = "这一行已改正，通过了检查，可以录入。原文件的填写内容保留在检查报告里。";
pub const MEND_LEAD: &str =
    "改正后按“保存并检查这一行”，用与整个文件相同的规则重新检查；不需要重新上传文件，改正以前的内容保留。";
pub const MEND_SUBMIT: &str = "保存并检查这一行";
pub const MEND_CLOSED: &str = "只有已检查、还没有录入的文件可以在页面上改正。";
pub const MEND_FIRST: &str = "需要改正的项目";
pub const MEND_OTHER: &str = "这一行的其他项目";
pub const MEND_EXTRAS: &str = "省级规定的项目";
pub const NOTE: &str = "查重说明";
pub const NOTE_HINT: &str = "与他人姓名、性别、出生日期相同而确实不是同一人的，写明依据";
pub const HISTORY: &str = "改正记录";
pub const STOOD: &str = "原填写内容";
pub const NOW: &str = "改为";
pub const MENDED_BY: &str = "改正人";
pub const MENDED_AT: &str = "改正时间";
pub const EMPTY: &str = "（空）";

pub fn row_title(row: u32, name: &str) -> String {
    if name.is_empty() { format!("第{row}行") } else { format!("第{row}行：{name}") }
}

/// The link to a row, as it is heard.
pub fn mend_of(row: u32) -> String {
    format!("第{row}行")
}

pub const CANCEL: &str = "放弃这次导入";
pub const NOTHING_TO_ENTER: &str = "没有可以录入的行。请按报告逐行改正，或改好文件后重新上传。";
pub const CONFIRM_NOTE: &str = "录入后逐名进入审核：学校主管领导、学籍主管部门学籍管理员、学籍主管部门领导。";
pub const TO_QUEUE: &str = "录入的学生已提交学校主管领导审核。";

pub const STUCK: &str = "系统多次处理这个文件都没有成功，已暂时搁置；已录入的学生不受影响。系统管理员重试后会接着办理，您也可以放弃这次导入，核对后重新上传。";

pub fn tried(failures: u32) -> String {
    format!("刚才有几行没有处理成功（第 {failures} 次），系统稍后自动再试，其他学校和其他文件不受影响。")
}

pub fn confirm(n: u64) -> String {
    format!("录入可录入的 {n} 名学生")
}

pub const ACCOUNT: &str = "文件清点";
pub const SHEET: &str = "工作表";
pub const FILLED: &str = "有内容的行";
pub const HEADINGS: &str = "标题行";
pub const READ: &str = "按学生读取";
pub const SAMPLE_ROWS: &str = "示例行，不读取";
pub const WITHOUT: &str = "没有学生信息，不读取";
pub const NOT_READ: &str = "其他工作表，不读取";
pub const SUM: &str = "合计";
pub const HIDDEN_SHEET: &str = "（隐藏）";

fn rows(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(20).map(u32::to_string).collect();
    let more = if rows.len() > 20 { format!("等 {} 行", rows.len()) } else { "行".to_owned() };
    format!("第 {} {more}", named.join("、"))
}

pub fn ignored(columns: &str) -> String {
    format!("下列列不在模板中，没有读取：{columns}。需要读取的，请把标题改成模板里的列名后重新上传。")
}

pub fn missing_columns(columns: &str) -> String {
    format!("文件里没有下列选填的列，这些项目按没有填写处理：{columns}。需要填写的，请下载现行模板。")
}

pub fn hidden_columns(columns: &str) -> String {
    format!("下列列在文件里是隐藏的，也已读取：{columns}。")
}

pub fn hidden_rows(of: &[u32]) -> String {
    format!("{}在文件里是隐藏的或被筛选掉的，也已读取。不需要录入的，请在文件里删除后重新上传。", rows(of))
}

pub fn over_sample(of: &[u32]) -> String {
    format!("{}的序号写着“示例”，但填的不是示例学生，已按学生读取。", rows(of))
}

pub fn sample(of: &[u32]) -> String {
    format!("{}是模板的示例学生，没有读取。", rows(of))
}

pub fn without(of: &[u32]) -> String {
    format!("{}没有填写学生信息（只有序号、说明或模板以外的内容），没有读取。", rows(of))
}

pub fn merged(areas: &str) -> String {
    format!("下列区域是合并单元格，只有第一格有内容：{areas}。请取消合并，在每一行分别填写。")
}

pub fn unread_sheets(sheets: &str) -> String {
    format!("下列工作表没有读取：{sheets}。系统只读“学生信息”工作表。")
}

pub fn sheet_rows(name: &str, rows: u32) -> String {
    format!("「{name}」（{rows} 行）")
}
