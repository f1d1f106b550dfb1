//! 简体中文: the words of the user interface, grouped by where they appear.

pub mod absence;
pub mod access;
pub mod account;
pub mod appearance;
pub mod archive;
pub mod background;
pub mod backup;
pub mod batch;
pub mod bond;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod change;
pub mod compare;
pub mod counter;
pub mod design;
pub mod desk;
pub mod disclosure;
pub mod first_steps;
pub mod guardian;
pub mod guide;
pub mod home;
pub mod import;
pub mod letter;
pub mod message;
pub mod offline;
pub mod own;
pub mod package;
pub mod palette;
pub mod paper;
pub mod print_of;
pub mod prints;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod pupil;
pub mod record;
pub mod registrar;
pub mod review;
pub mod rules;
pub mod school;
pub mod session;
pub mod tables;
pub mod take_over;
pub mod talk;
pub mod upkeep;
pub mod violation;
pub mod warning;

/// Words used everywhere.
pub mod common {
    pub const PRODUCT: &str = "学籍";
    pub const PRODUCT_FULL: &str = "全国中小学生学籍管理";
    pub const OPTIONAL: &str = "选填";
    pub const NOT_FILLED: &str = "未填写";
    pub const CHANGE: &str = "更改";
    pub const CONTINUE: &str = "继续";
    pub const SAVE: &str = "保存";
    pub const CANCEL: &str = "取消";
    pub const SEARCH: &str = "查询";
    /// Before the text of an error, for those who hear and do not see the red.
    pub const ERROR_PREFIX: &str = "错误：";

    /// A whole number with thousands separators: `12345` → `12,345`.
    pub fn number(n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    /// A whole number in few characters: `9999` → `9,999`, `124_300` → `12.4万`, `230_000_000` → `2.3亿`. What follows is cut off.
    pub fn compact(n: u64) -> String {
        let (unit, word) = match n {
            0..10_000 => return number(n),
            10_000..100_000_000 => (10_000, "万"),
            _ => (100_000_000, "亿"),
        };
        let (whole, tenths) = (n / unit, n % unit * 10 / unit);
        if tenths == 0 {
            format!("{}{word}", number(whole))
        } else {
            format!("{}.{tenths}{word}", number(whole))
        }
    }

    /// A share in tenths of a percent: `635` → `63.5%`, `1000` → `100%`.
    pub fn per_mille(n: u64) -> String {
        if n.is_multiple_of(10) { format!("{}%", n / 10) } else { format!("{}.{}%", n / 10, n % 10) }
    }
}

/// Header, navigation, footer.
pub mod layout {
    pub const DESCRIPTION: &str =
        "全国中小学生学籍信息管理系统：学校办理学籍，家长查询孩子的学籍、申请更正，任何人核验学生卡和证明。";
    pub const SKIP_TO_MAIN: &str = "跳到主要内容";
    pub const HOME: &str = "首页";
    pub const MAIN_NAV: &str = "主导航";
    pub const SUB_NAV: &str = "本页导航";
    pub const BREADCRUMBS: &str = "所在位置";
    pub const BACK: &str = "返回";
    pub const ACCOUNT: &str = "当前账号";
    pub const FOOTER_BASIS: &str = "依据《中小学生学籍管理办法》办理";
    pub const FOOTER_PRIVACY: &str = "本系统含未成年人个人信息，仅限因工作需要使用，查看和修改均留有记录。";
    pub const TITLE_ERROR_PREFIX: &str = "有错误：";

    /// The number beside a navigation item.
    pub fn waiting(n: u64) -> String {
        format!("{n} 件待办")
    }

    /// The number beside what one opened.
    pub fn opened(n: u64) -> String {
        format!("{n} 件还没有办结")
    }

    /// What the browser shows in its tab.
    pub fn document_title(page: &str) -> String {
        format!("{page} · {}", super::common::PRODUCT)
    }
}

/// Fields and their messages.
pub mod forms {
    pub const SELECT_PLACEHOLDER: &str = "请选择";
    pub const DATE_HINT: &str = "没有日期选择框的，写作 2019-09-01 或 2019年9月1日";
    pub const DIVISIONS: &str = "可选的地区";
    pub const WHICH_DIVISION: &str = "有几处同名，请选择一处；都不是的，请从省写起，例如 江苏省南京市玄武区";
    pub const SHOW_PASSWORD: &str = "显示密码";
    pub const HIDE_PASSWORD: &str = "隐藏密码";
    pub const REQUIRED: &str = "（必填）";
    pub const REQUIRED_NOTE: &str = "带 * 的为必填项。";
    pub const CONFIRM: &str = "以上提示我已对照证件核对，确实如此";

    /// Heading of the error summary.
    pub fn error_count(n: usize) -> String {
        format!("有 {n} 处需要改正")
    }

    /// Several fields with one fault (`没有填写`), before their names.
    pub fn fields_with(n: usize, fault: &str) -> String {
        format!("以下 {n} 项{fault}：")
    }

    /// One of several places with the same fault, where it has no name of its own.
    pub fn one_place(n: usize) -> String {
        format!("第 {n} 处")
    }

    /// The code of a division that was chosen.
    pub fn division_code(code: &str) -> String {
        format!("行政区划代码 {code}")
    }

    /// How many divisions are offered.
    pub fn divisions_found(n: usize) -> String {
        format!("有 {n} 个地区可选")
    }
}

/// Tables, lists and comparisons.
pub mod data {
    pub const PREVIOUS: &str = "上一页";
    pub const NEXT: &str = "下一页";
    pub const PAGER: &str = "翻页";
    pub const FIELD: &str = "项目";
    pub const OLD: &str = "原来";
    pub const NEW: &str = "改为";
    pub const EMPTY_VALUE: &str = "（空）";
    pub const CHANGE_COLUMN: &str = "更改";
}

/// The state of a case.
pub mod status {
    pub const DRAFT: &str = "草稿";
    pub const WAITING: &str = "待受理";
    pub const IN_PROGRESS: &str = "办理中";
    pub const RETURNED: &str = "已退回";
    pub const DONE: &str = "已办结";
    pub const REFUSED: &str = "不予通过";
    pub const WITHDRAWN: &str = "已撤回";
}

/// Deadlines.
pub mod deadline {
    pub const TODAY: &str = "今天到期";

    fn unit(working_days: bool) -> &'static str {
        if working_days { "个工作日" } else { "天" }
    }

    pub fn left(days: u64, working_days: bool) -> String {
        format!("还剩 {days} {}", unit(working_days))
    }

    pub fn overdue(days: u64, working_days: bool) -> String {
        format!("已逾期 {days} {}", unit(working_days))
    }
}

/// The ordered steps of a case.
pub mod steps {
    pub const LABEL: &str = "办理进度";
    pub const DONE: &str = "已完成";
    pub const CURRENT: &str = "正在办理";
    pub const PENDING: &str = "未开始";
    pub const REFUSED: &str = "未通过";

    /// Who holds the case now.
    pub fn held_by(unit: &str, role: &str) -> String {
        format!("现由 {unit} {role} 办理")
    }

    pub fn until(date: &str) -> String {
        format!("应于 {date} 前办完")
    }

    pub fn finished_on(date: &str) -> String {
        format!("{date} 完成")
    }

    pub fn refused_on(date: &str) -> String {
        format!("{date} 作出决定")
    }
}

/// Notices, progress, confirmation.
pub mod feedback {
    pub const INFO: &str = "提示";
    pub const SUCCESS: &str = "成功";
    pub const WARN: &str = "注意";
    pub const ERROR: &str = "错误";
    pub const REFERENCE: &str = "受理编号";
    pub const WORKING: &str = "正在处理，请稍候";

    /// Beside a progress bar.
    pub fn progress(done: u64, total: u64) -> String {
        use super::common::number;
        format!("已处理 {} / {}", number(done), number(total))
    }
}

/// Charts and the tables that say the same.
pub mod chart {
    pub const SHOW_TABLE: &str = "查看数据表";
    pub const ITEM: &str = "项目";
    pub const COUNT: &str = "数量";
    pub const SHARE: &str = "占比";
    pub const NO_DATA: &str = "暂无数据";
    pub const DAY: &str = "日期";
    pub const TERM: &str = "学期";

    /// What a line says to someone who cannot see it: its ends.
    pub fn from_to(first: &str, last: &str) -> String {
        format!("从{first}，到{last}。")
    }

    /// What a chart says to someone who cannot see it.
    pub fn describe<'a>(rows: impl Iterator<Item = (&'a str, u64)>, unit: &str) -> String {
        let parts: Vec<String> =
            rows.map(|(label, n)| format!("{label} {}{unit}", super::common::number(n))).collect();
        if parts.is_empty() { NO_DATA.to_owned() } else { format!("{}。", parts.join("，")) }
    }
}

/// The navigation.
pub mod nav {
    pub const HOME: &str = "首页";
    pub const DESK: &str = "待办台";
    pub const OPENED: &str = "已发起";
    pub const PUPILS: &str = "学生查询";
    pub const LETTERS: &str = "公文往来";
    pub const PACKAGES: &str = "档案包";
    pub const PROBLEMS: &str = "问题学籍";
    pub const SCHOOLS: &str = "学校与档案保管";
    pub const REVIEWS: &str = "学籍复核";
    pub const VIOLATIONS: &str = "责令改正";
    pub const DISCLOSURES: &str = "对外提供";
    pub const ACCESS: &str = "访问日志";
    pub const PRINTS: &str = "打印登记";
    pub const WARNINGS: &str = "监测预警";
    pub const REGISTRARS: &str = "学籍管理员";
    pub const CALENDAR: &str = "工作日历";
    pub const CHANGES: &str = "学籍变动";
    pub const RULES: &str = "实施细则";
    pub const ENTER_ONE: &str = "单个录入";
    pub const IMPORTS: &str = "批量导入";
    pub const ACCOUNTS: &str = "账号管理";
    pub const MY_CHILDREN: &str = "我的孩子";
    pub const ADD_CHILD: &str = "添加孩子";
    /// The words over the menus of the main navigation.
    pub const MENU_ENTRY: &str = "录入";
    pub const MENU_ARCHIVES: &str = "档案";
    pub const MENU_OVERSIGHT: &str = "核查与监督";
    pub const MENU_MANAGE: &str = "管理";
    pub const PASSWORD: &str = "修改密码";
    pub const SIGN_OUT: &str = "退出";
    pub const SIGN_IN: &str = "登录";
}

/// Files on their way.
pub mod upload {
    pub const UNDER_WAY: &str = "正在上传";
    pub const ARRIVED: &str = "已送到，正在检查";
    pub const BROKEN: &str =
        "网络中断或系统没有回应，文件没有收到，什么也没有改动。填写的内容和选好的文件还在，请再提交一次。";
    pub const TOO_LARGE: &str = "文件太大，没有收下，什么也没有改动。请把照片调小，或把文件拆开后再上传。";

    pub fn too_large(name: &str, megabytes: usize) -> String {
        format!("“{name}”超过 {megabytes} MB，没有上传。请把照片调小，或把文件拆开后再选一次。")
    }
}

/// What went wrong, when it is nobody's form.
pub mod errors {
    pub const SIGNED_OUT: &str = "您还没有登录，或登录已经过期。请重新登录。";
    pub const ENDED: &str =
        "登录已经结束，本页不再更新。已填写的内容还在，提交时会请您重新登录，并为您保留。";
    pub const MALFORMED: &str =
        "提交的内容不完整，或含有不能识别的字符，没有做任何改动。请返回重新填写后再提交。";
    pub const GO_BACK: &str = "请用浏览器的“后退”回到原来的页面，改正后再提交。";
    pub const HOME: &str = "回到首页";
    pub const NOT_FOUND: &str = "没有找到，或您的账号无权查看。";
    pub const NOT_FOUND_TITLE: &str = "没有找到这个页面";
    pub const NOT_FOUND_NEXT: &str = "请核对地址，或回到首页。";
    pub const BUSY: &str = "同时办理的人较多，没有做任何改动。请稍后再试。";
    pub const HALTED: &str = "系统存储出现故障，暂停写入：没有保存，也没有做任何改动。查询不受影响。请联系系统管理员，恢复后再提交。";
    pub const TITLE: &str = "没有办成";
    pub const FORBIDDEN_TITLE: &str = "不能这样做";
    pub const FORBIDDEN: &str = "您的账号无权这样做，或请求不是从本系统的页面发出的。没有做任何改动。";
    pub const METHOD: &str = "这个地址不能这样访问。没有做任何改动。";
    pub const FELL_TITLE: &str = "系统出了问题";
    pub const FELL: &str = "系统出了问题，没有做任何改动。请稍后再试；如果还不行，请联系系统管理员。";
    pub const UNAVAILABLE_TITLE: &str = "暂时不能办理";

    pub fn broken(reference: &str) -> String {
        format!("系统出了问题，没有做任何改动。请稍后再试；如果还不行，请把编号 {reference} 告诉管理员。")
    }
}

/// Pages that change by themselves.
pub mod live {
    pub const CHANGED: &str = "数据已更新。";
    pub const ON: &str = "数据实时更新";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(common::number(0), "0");
        assert_eq!(common::number(999), "999");
        assert_eq!(common::number(1000), "1,000");
        assert_eq!(common::number(1_234_567), "1,234,567");
    }

    #[test]
    fn long_numbers_are_said_in_ten_thousands() {
        for (n, words) in [
            (0, "0"),
            (9_999, "9,999"),
            (10_000, "1万"),
            (124_399, "12.4万"),
            (99_999_999, "9,999.9万"),
            (100_000_000, "1亿"),
            (239_000_000, "2.3亿"),
        ] {
            assert_eq!(common::compact(n), words);
        }
    }

    #[test]
    fn shares_drop_an_empty_decimal() {
        assert_eq!(common::per_mille(1000), "100%");
        assert_eq!(common::per_mille(635), "63.5%");
        assert_eq!(common::per_mille(5), "0.5%");
    }

    #[test]
    fn a_chart_describes_itself() {
        let rows = [("小学", 1200), ("初中", 300)];
        assert_eq!(chart::describe(rows.into_iter(), "人"), "小学 1,200人，初中 300人。");
        assert_eq!(chart::describe(std::iter::empty(), "人"), chart::NO_DATA);
    }
}
