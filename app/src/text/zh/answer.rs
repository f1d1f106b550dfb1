//! What a form of staff answers by itself: what is missing, what does not read, and what was done where no page has a word for it. Each
//! sentence stands here once; those that guardians read too stand in both languages ([`crate::text::both::answer`]).

pub use crate::text::both::answer::*;

// Days.

pub fn no_date() -> &'static str {
    "没有填写日期，或不是有效的日期。"
}

/// Of a day that has a name of its own.
pub fn no_date_of(what: &str) -> String {
    format!("没有填写{what}，或不是有效的日期。")
}

/// Of one of several days of a form, under its label.
pub fn date_missing(label: &str) -> String {
    format!("{label}没有填写，或不是有效的日期。")
}

/// What was typed as that day; as the only one of its form where it has no name.
pub fn not_a_date(what: &str) -> String {
    format!("{what}不是有效的日期。")
}

pub fn date_like() -> &'static str {
    "请按 2026-09-01 的样式填写。"
}

pub fn date_like_or_leave() -> &'static str {
    "请按 2026-09-01 的样式填写，证书没有载明的不填。"
}

pub fn end_like_or_leave() -> &'static str {
    "请按 2031-01-31 的样式填写；文件没有规定有效期的留空。"
}

// Numbers.

pub fn not_whole() -> &'static str {
    "应为整数。"
}

pub fn give_days() -> &'static str {
    "请填写天数。"
}

pub fn number_or_nothing() -> &'static str {
    "请填写数字，或不填。"
}

/// What may stand behind a number of pieces.
pub const PIECES: char = '件';
/// What may stand behind a number of pages.
pub const PAGES: char = '页';

// Something to choose.

pub fn nothing_chosen() -> &'static str {
    "还没有选择。"
}

pub fn choose_a_piece() -> &'static str {
    "请选择一件。"
}

pub fn choose_a_way() -> &'static str {
    "请选择一种。"
}

pub fn choose_file() -> &'static str {
    "请选择文件。"
}

pub fn no_matters() -> &'static str {
    "还没有选择事项。请先勾选要一并办理的事项。"
}

pub fn no_verdict() -> &'static str {
    "还没有选择审核意见。"
}

pub fn which_verdicts() -> &'static str {
    "请选择同意、退回补正或不予办理。"
}

pub fn no_decision() -> &'static str {
    "还没有选择同意或不同意。"
}

pub fn no_unit() -> &'static str {
    "还没有选择单位。"
}

pub fn no_violation() -> &'static str {
    "还没有选择违规情形。"
}

pub fn no_remedy() -> &'static str {
    "还没有选择处理方式。"
}

pub fn no_category() -> &'static str {
    "还没有选择归入哪一类。"
}

pub fn no_manner() -> &'static str {
    "还没有选择申请途径。"
}

pub fn no_applicant() -> &'static str {
    "还没有选择申请人。"
}

pub fn who_applied() -> &'static str {
    "请选择书面申请是谁提出的。"
}

pub fn not_here() -> &'static str {
    "这类事项不在这里办理。"
}

pub fn choose_from_home() -> &'static str {
    "请从首页重新选择。"
}

// Pupils.

pub fn no_pupils() -> &'static str {
    "还没有选择学生。"
}

pub fn one_pupil_at_least() -> &'static str {
    "请至少选择一名学生。"
}

pub fn too_many_pupils(most: usize, n: usize) -> String {
    format!("一次最多办理 {most} 名学生，现在选了 {n} 名。")
}

pub fn in_parts() -> &'static str {
    "请把一部分学生设为暂不办理，分次提交。"
}

/// Of a line of graduates; lines are counted from 1.
pub fn bad_line(n: usize) -> String {
    format!("第{n}行不是“学籍号 姓名 班级”三项，或加编入年级四项。")
}

pub fn separate() -> &'static str {
    "请用空格或逗号分开。"
}

// Accounts and registrars.

pub fn no_role() -> &'static str {
    "还没有选择岗位。"
}

pub fn no_account() -> &'static str {
    "还没有选择账号。"
}

pub fn no_employment() -> &'static str {
    "还没有选择专职或兼职。"
}

pub fn no_successor() -> &'static str {
    "还没有选择接收人。"
}

pub fn choose_successor() -> &'static str {
    "请选择在岗并经培训的学籍管理员。"
}

// Files.

pub fn choose_template() -> &'static str {
    "请选择填写好的导入模板。"
}

pub fn choose_roster() -> &'static str {
    "请选择从原系统导出的学生名册。"
}

pub fn choose_scan() -> &'static str {
    "请选择扫描的图片或 PDF 文件。"
}

pub fn choose_picture() -> &'static str {
    "请选择 JPG、PNG 图片或 PDF 文件。"
}

pub fn choose_sheet() -> &'static str {
    "请选择填好的登记表。"
}

pub fn no_package_file() -> &'static str {
    "还没有选择档案包文件。"
}

pub fn no_directory_file() -> &'static str {
    "还没有选择目录文件。"
}

pub fn choose_directory_file() -> &'static str {
    "请选择签发单位发来的文件。"
}

// Archive packages.

pub fn no_ground() -> &'static str {
    "还没有选择移交的依据。"
}

pub fn school_code_wrong() -> &'static str {
    "升入学校的标识码应为 10 位数字。"
}

pub fn as_on_admission() -> &'static str {
    "请按录取通知书填写。"
}

// What was done.

pub fn verdict_sent() -> &'static str {
    "已提交您的审核意见。"
}

/// What a verdict did to several matters.
pub fn decided(verdict: &str) -> &'static str {
    match verdict {
        "agree" => "已同意",
        "return" => "已退回",
        _ => "不予办理",
    }
}

/// The same, with how many they were.
pub fn decided_all(verdict: &str, n: usize) -> String {
    format!("{} {n} 件。", decided(verdict))
}

/// The same, where some are left.
pub fn decided_some(verdict: &str, n: usize) -> String {
    format!("{} {n} 件，其余未办理。", decided(verdict))
}

/// What is wrong with one of several matters.
pub fn matter_refused(number: &str, person: &str, refusal: &str) -> String {
    format!("办件 {number}（{person}）：{refusal}")
}

pub fn progressions_sent(n: usize) -> String {
    format!("已提交 {n} 名学生，等待本校主管领导审核。")
}

pub fn promoted(n: usize) -> String {
    format!("已升级 {n} 名学生。")
}

pub fn promotion_undone(n: usize) -> String {
    format!("已撤销 {n} 名学生的升级。")
}

pub fn account_made(login: &str) -> String {
    format!("账号 {login} 已建立，等待另一名管理员确认。确认前不能登录。")
}

/// Which years of the work calendar were announced; none where days of known years were.
pub fn calendar_published(years: &[i32]) -> String {
    let years: Vec<String> = years.iter().copied().map(super::calendar::year).collect();
    match years.is_empty() {
        true => "已更新工作日历。".to_owned(),
        false => format!("已公布{}的工作日历，未办结事项的期限正在重算。", years.join("、")),
    }
}

/// An item shown whole, or the number of the record.
pub fn revealed(label: Option<&str>, value: &str) -> String {
    format!("{}：{value}", label.unwrap_or("学籍号"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_says_how_much() {
        assert_eq!(decided_all("agree", 3), "已同意 3 件。");
        assert_eq!(decided_some("refuse", 1), "不予办理 1 件，其余未办理。");
        assert_eq!(calendar_published(&[]), "已更新工作日历。");
        assert_eq!(
            calendar_published(&[2027, 2028]),
            "已公布2027年、2028年的工作日历，未办结事项的期限正在重算。"
        );
        assert_eq!(revealed(None, "G1"), "学籍号：G1");
        assert_eq!(not_a_date(""), "不是有效的日期。");
    }
}
