//! Take-overs of existing registers.

use contract::take_over::{TakeOverStep, TakeOverStepped};

pub const TITLE: &str = "存量数据接管";
pub const LEAD: &str = "把原有学籍系统里的学生接管到本系统。一名系统管理员上传文件，系统逐行检查；另一名系统管理员核对后放行。有一行不对，一名学生也不接管。";
pub const NEW: &str = "上传学生名册";
pub const LIST: &str = "接管批次";
pub const NONE: &str = "还没有接管过";
pub const NONE_NEXT: &str =
    "国家级、省级系统管理员可以在这里上传文件；大的文件、档案内容和附件用命令 server take-over 接管。";
pub const SOURCE: &str = "数据来源";
pub const UNIT: &str = "接管单位";
pub const STATE: &str = "状态";
pub const AT: &str = "开始时间";
pub const ROWS: &str = "行数";
pub const ENTERED: &str = "已接管";

pub const NEW_TITLE: &str = "上传要接管的学生名册";
pub const NEW_LEAD: &str = "上传后先逐行检查，不接管任何学生。检查通过后，由另一名系统管理员放行。";
pub const SOURCE_LABEL: &str = "数据来自哪个系统、哪一天导出";
pub const SOURCE_HINT: &str =
    "例如：江苏省中小学学籍管理系统（2026 年 8 月导出）。会记入每名学生的信息变动记录。";
pub const FILE_LABEL: &str = "学生名册";
pub const FILE_HINT: &str =
    "CSV、Parquet 或 Excel，不超过 20 MB；更大的文件、档案内容和附件用命令 server take-over 接管";
pub const PROFILE_LABEL: &str = "接管方案（JSON，可不填）";
pub const PROFILE_HINT: &str = "写明哪一列是什么；不填时按内置的全国学籍系统导出方案读取。";
pub const TOTALS_LABEL: &str = "原系统的合计（可不填）";
pub const TOTALS_HINT: &str = "第一行写：学校标识码,年级,学籍状态,人数；以下每行一个合计。不填时按文件清点。";
pub const UPLOAD: &str = "上传并检查";

pub const WORKING: &str = "正在办理";
pub const RELOAD: &str = "刷新进度";
pub const STUCK: &str = "系统多次办理这一批都没有成功，已暂时搁置。请国家级系统管理员查明原因后再接着办。";
pub const WHAT: &str = "这一批";
pub const BATCH: &str = "批次编号";
pub const PROFILE: &str = "接管方案";
pub const BUILT_IN: &str = "内置方案";
pub const NOT_BUILT_IN: &str = "不是内置方案，请先核对下面的对应关系";
pub const PROFILE_DIGEST: &str = "接管方案的 SHA-256";
pub const PROFILE_LINES: &str = "查看接管方案的对应关系";
pub const WORD: &str = "原系统的列名或写法";
pub const MEANS: &str = "在本系统是";
pub const TOTALS: &str = "原系统的合计";
pub const TOTALS_NONE: &str = "没有填写，按文件清点";
pub const TOTALS_LINES: &str = "查看原系统的合计";
pub const PEOPLE_OF: &str = "人数";
pub const COUNTED_AT: &str = "对账时间";
pub const PAPERS: &str = "附件";
pub const SHOWN: &str = "核对码";
pub const FILES: &str = "文件";
pub const FILE: &str = "文件名";
pub const HOLDS: &str = "内容";
pub const PUPILS: &str = "学生";
pub const ARCHIVES: &str = "档案内容";
pub const DIGEST: &str = "SHA-256";
pub const IGNORED: &str = "没有读取的列";
pub const RESULT: &str = "检查和接管结果";
pub const NO_ROWS: &str = "还没有读到行";
pub const REPORT: &str = "下载检查报告（Excel）";
pub const REPORT_NOTE: &str = "报告含学生个人信息，用完请删除；下载会记入访问日志。";
pub const COUNTED: &str = "对账";
pub const AGREE: &str = "原系统与本系统逐项相符。";
pub const DIFFER: &str = "不相符的项";
pub const WHICH: &str = "学校、年级、状态";
pub const THERE: &str = "原系统";
pub const HERE: &str = "本系统";
pub const PEOPLE: &str = "学生人数";
pub const ENTRIES: &str = "档案内容条数";
pub const ACTS: &str = "办理经过";
pub const ACT: &str = "办理事项";
pub const BY: &str = "办理人";
pub const WHEN: &str = "时间";
pub const WHY: &str = "理由";
pub const NEXT: &str = "可以办理";
pub const NOTHING: &str = "您现在没有可以办理的事项。";

pub fn step(step: TakeOverStep) -> &'static str {
    match step {
        TakeOverStep::Release => "已核对来源、文件、方案和行数，放行",
        TakeOverStep::Run => "开始接管",
        TakeOverStep::Reconcile => "对账",
        TakeOverStep::Accept => "认可差异",
        TakeOverStep::Undo => "撤销这一批",
    }
}

pub fn note(step: TakeOverStep) -> &'static str {
    match step {
        TakeOverStep::Release => {
            "放行的是上面这个核对码对应的文件、接管方案、合计和行数。放行后由任何一名系统管理员开始接管。"
        }
        TakeOverStep::Run => "系统在后台分批接管，可以离开本页。",
        TakeOverStep::Reconcile => "原系统与本系统逐项核对，相符即完成。附件须在对账以前带入。",
        TakeOverStep::Accept => "对账有差异时，两名系统管理员都写明理由认可后完成。",
        TakeOverStep::Undo => "接管后还没有办理过任何业务时才能撤销。已有学生接管的，一人提出、另一人撤销。",
    }
}

pub fn reason(step: TakeOverStep) -> &'static str {
    match step {
        TakeOverStep::Accept => "认可差异的理由",
        TakeOverStep::Undo => "撤销的理由",
        TakeOverStep::Release | TakeOverStep::Run | TakeOverStep::Reconcile => WHY,
    }
}

pub fn done(step: TakeOverStep, stepped: TakeOverStepped) -> &'static str {
    match (step, stepped) {
        (TakeOverStep::Release, _) => "已放行。",
        (TakeOverStep::Run, _) => "已开始接管。",
        (TakeOverStep::Reconcile, TakeOverStepped::Done) => "对账相符，正在收尾。",
        (TakeOverStep::Reconcile, TakeOverStepped::Waits) => "对账不相符，没有完成，见下面的对账。",
        (TakeOverStep::Accept, TakeOverStepped::Done) => "两名系统管理员都已认可差异，正在收尾。",
        (TakeOverStep::Accept, TakeOverStepped::Waits) => "已记下您的认可，还须另一名系统管理员认可。",
        (TakeOverStep::Undo, TakeOverStepped::Done) => "正在撤销这一批。",
        (TakeOverStep::Undo, TakeOverStepped::Waits) => {
            "已记下您提出的撤销：这一批已有学生接管，还须另一名系统管理员撤销。"
        }
    }
}

/// What the source counts, in one line.
pub fn totals((lines, pupils): (u64, u64)) -> String {
    if lines == 0 { TOTALS_NONE.to_owned() } else { format!("{lines} 行，共 {pupils} 人") }
}

/// That of a long list only the first lines are here.
pub fn first_of(shown: usize, lines: u64) -> String {
    format!("前 {shown} 行，共 {lines} 行")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_undoes_alone_or_as_the_second_is_sent_to_nobody_else() {
        let said = |step, stepped| done(step, stepped).contains("另一名系统管理员");
        for step in [TakeOverStep::Accept, TakeOverStep::Undo] {
            assert!(said(step, TakeOverStepped::Waits) && !said(step, TakeOverStepped::Done), "{step:?}");
        }
    }
}
