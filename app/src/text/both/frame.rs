//! What stands around every page, and what every page is made of.

/// Words used everywhere.
pub mod common {
    use crate::text::words::{either, words};

    words! {
        PRODUCT: "学籍" / "Xueji";
        PRODUCT_FULL: "全国中小学生学籍管理" / "National Register of Pupils";
        OPTIONAL: "选填" / "optional";
        NOT_FILLED: "未填写" / "Not filled in";
        CHANGE: "更改" / "Change";
        CONTINUE: "继续" / "Continue";
        SAVE: "保存" / "Save";
        CANCEL: "取消" / "Cancel";
        SEARCH: "查询" / "Search";
        /// Before the text of an error, for those who hear and do not see the red.
        ERROR_PREFIX: "错误：" / "Error: ";
    }

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

    /// A whole number in few characters: `9999` → `9,999`, `124_300` → `12.4万`, `230_000_000` → `2.3亿`. What follows is cut off. English
    /// has no such units: there it is the whole number.
    pub fn compact(n: u64) -> String {
        either(|| in_ten_thousands(n), || number(n))
    }

    /// The number in few characters, and the whole one where that is more.
    pub fn in_few(n: u64) -> (String, Option<String>) {
        let (short, whole) = (compact(n), number(n));
        let is_cut = short != whole;
        (short, is_cut.then_some(whole))
    }

    fn in_ten_thousands(n: u64) -> String {
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
    use crate::text::words::{either, words};

    words! {
        DESCRIPTION: "全国中小学生学籍信息管理系统：学校办理学籍，家长查询孩子的学籍、申请更正，任何人都可以核对学生卡和证明。"
            / "The national register of pupils' school records: schools keep the records, guardians see those of their children and ask for corrections, anybody checks a pupil's card or certificate.";
        SKIP_TO_MAIN: "跳到主要内容" / "Skip to the main content";
        HOME: "首页" / "Home";
        MAIN_NAV: "主导航" / "Main navigation";
        SUB_NAV: "本页导航" / "On this page";
        BREADCRUMBS: "所在位置" / "Where you are";
        BACK: "返回" / "Back";
        LANGUAGE: "语言" / "Language";
        ACCOUNT: "当前账号" / "Your account";
        FOOTER_BASIS: "依据《中小学生学籍管理办法》办理"
            / "Under the Regulation on the Records of Primary and Secondary School Pupils";
        FOOTER_PRIVACY: "本系统含未成年人个人信息，仅限因工作需要使用，查看和修改均留有记录。"
            / "This system holds personal information of minors. It is for those whose work needs it; every look and every change is put down.";
        TITLE_ERROR_PREFIX: "有错误：" / "Errors: ";
    }

    /// The number beside a navigation item.
    pub fn waiting(n: u64) -> String {
        either(|| format!("{n} 件待办"), || format!("{n} to do"))
    }

    /// The number beside what one opened.
    pub fn opened(n: u64) -> String {
        either(|| format!("{n} 件还没有办结"), || format!("{n} not done yet"))
    }

    /// What the browser shows in its tab.
    pub fn document_title(page: &str) -> String {
        title_of(page, &super::common::PRODUCT)
    }

    /// The same, of a page whose language is known otherwise.
    pub fn title_of(page: &str, product: &str) -> String {
        format!("{page} · {product}")
    }
}

/// Fields and their messages.
pub mod forms {
    use crate::text::words::{either, words};

    words! {
        SELECT_PLACEHOLDER: "请选择" / "Please choose";
        DATE_HINT: "没有日期选择框的，写作 2019-09-01 或 2019年9月1日"
            / "Without a calendar to choose from, write it like 2019-09-01";
        DIVISIONS: "可选的地区" / "Places to choose from";
        WHICH_DIVISION: "有几处同名，请选择一处；都不是的，请从省写起，例如 江苏省南京市玄武区"
            / "Several places have this name: please choose one; if it is none of them, write it from the province on, in Chinese characters";
        SHOW_PASSWORD: "显示密码" / "Show the password";
        HIDE_PASSWORD: "隐藏密码" / "Hide the password";
        REQUIRED: "（必填）" / " (required)";
        REQUIRED_NOTE: "带 * 的为必填项。" / "Fields marked * are required.";
        CONFIRM: "以上提示我已对照证件核对，确实如此" / "I have checked this against the papers, and it is so";
    }

    /// Heading of the error summary.
    pub fn error_count(n: usize) -> String {
        either(
            || format!("有 {n} 处需要改正"),
            || match n {
                1 => "One thing has to be put right".to_owned(),
                n => format!("{n} things have to be put right"),
            },
        )
    }

    /// Several fields with one fault (`没有填写`), before their names.
    pub fn fields_with(n: usize, fault: &str) -> String {
        either(|| format!("以下 {n} 项{fault}："), || format!("{n} items{fault}."))
    }

    /// One of several places with the same fault, where it has no name of its own.
    pub fn one_place(n: usize) -> String {
        either(|| format!("第 {n} 处"), || format!("No. {n}"))
    }

    /// The code of a division that was chosen.
    pub fn division_code(code: &str) -> String {
        either(|| format!("行政区划代码 {code}"), || format!("Division code {code}"))
    }

    /// How many divisions are offered.
    pub fn divisions_found(n: usize) -> String {
        either(|| format!("有 {n} 个地区可选"), || format!("{n} places to choose from"))
    }
}

/// Tables, lists and comparisons.
pub mod data {
    use crate::text::words::words;

    words! {
        PREVIOUS: "上一页" / "Previous page";
        NEXT: "下一页" / "Next page";
        PAGER: "翻页" / "Pages";
        FIELD: "项目" / "Item";
        OLD: "原来" / "Until now";
        NEW: "改为" / "Should be";
        EMPTY_VALUE: "（空）" / "(empty)";
        CHANGE_COLUMN: "更改" / "Change";
    }
}

/// The state of a case.
pub mod status {
    use crate::text::words::words;

    words! {
        DRAFT: "草稿" / "Draft";
        WAITING: "待受理" / "Not yet taken up";
        IN_PROGRESS: "办理中" / "In progress";
        RETURNED: "已退回" / "Sent back";
        DONE: "已办结" / "Done";
        REFUSED: "不予通过" / "Not agreed to";
        WITHDRAWN: "已撤回" / "Taken back";
    }
}

/// Deadlines.
pub mod deadline {
    use crate::text::words::{either, words};

    words! {
        TODAY: "今天到期" / "Due today";
    }

    fn counted(days: u64, working_days: bool) -> String {
        either(
            || format!("{days} {}", if working_days { "个工作日" } else { "天" }),
            || {
                let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
                if working_days { days.replace(' ', " working ") } else { days }
            },
        )
    }

    pub fn left(days: u64, working_days: bool) -> String {
        let days = counted(days, working_days);
        either(|| format!("还剩 {days}"), || format!("{days} left"))
    }

    pub fn overdue(days: u64, working_days: bool) -> String {
        let days = counted(days, working_days);
        either(|| format!("已逾期 {days}"), || format!("{days} late"))
    }
}

/// The ordered steps of a case.
pub mod steps {
    use crate::text::words::{either, words};

    words! {
        LABEL: "办理进度" / "How far it has come";
        DONE: "已完成" / "Done";
        CURRENT: "正在办理" / "Now here";
        PENDING: "未开始" / "Not begun";
        REFUSED: "未通过" / "Not passed";
    }

    /// Who holds the case now.
    pub fn held_by(unit: &str, role: &str) -> String {
        either(|| format!("现由 {unit} {role} 办理"), || format!("Now with {unit}, {role}"))
    }

    pub fn until(date: &str) -> String {
        either(|| format!("应于 {date} 前办完"), || format!("To be done by {date}"))
    }

    pub fn finished_on(date: &str) -> String {
        either(|| format!("{date} 完成"), || format!("Done on {date}"))
    }

    pub fn refused_on(date: &str) -> String {
        either(|| format!("{date} 作出决定"), || format!("Decided on {date}"))
    }
}

/// Notices, progress, confirmation.
pub mod feedback {
    use crate::text::words::{either, words};

    words! {
        INFO: "提示" / "Please note";
        SUCCESS: "成功" / "Done";
        WARN: "注意" / "Attention";
        ERROR: "错误" / "Error";
        REFERENCE: "受理编号" / "Reference number";
        WORKING: "正在处理，请稍候" / "Working, please wait";
    }

    /// Beside a progress bar.
    pub fn progress(done: u64, total: u64) -> String {
        use super::common::number;
        let of = format!("{} / {}", number(done), number(total));
        either(|| format!("已处理 {of}"), || format!("{of} done"))
    }
}

/// Files on their way.
pub mod upload {
    use crate::text::words::{either, words};

    words! {
        UNDER_WAY: "正在上传" / "Uploading";
        ARRIVED: "已送到，正在检查" / "Arrived, being checked";
        BROKEN: "网络中断或系统没有回应，文件没有收到，什么也没有改动。填写的内容和选好的文件还在，请再提交一次。"
            / "The connection broke or there was no answer. The file did not arrive and nothing was changed. What you filled in and the file you chose are still here; please send it again.";
        TOO_LARGE: "文件太大，没有收下，什么也没有改动。请把照片调小，或把文件拆开后再上传。"
            / "The file is too large. It was not taken and nothing was changed. Please make the photo smaller or split the file, then upload it again.";
    }

    pub fn too_large(name: &str, megabytes: usize) -> String {
        either(
            || format!("“{name}”超过 {megabytes} MB，没有上传。请把照片调小，或把文件拆开后再选一次。"),
            || {
                format!(
                    "“{name}” is larger than {megabytes} MB and was not uploaded. Please make the photo smaller or split \
                     the file, then choose it again."
                )
            },
        )
    }
}

/// What went wrong, when it is nobody's form.
pub mod errors {
    use crate::text::words::words;
    use domain::language::Language;

    words! {
        SIGNED_OUT: "您还没有登录，或登录已经过期。请重新登录。"
            / "You are not signed in, or your session has ended. Please sign in again.";
        ENDED: "登录已经结束，本页不再更新。已填写的内容还在，提交时会请您重新登录，并为您保留。"
            / "Your session has ended and this page is no longer kept up to date. What you filled in is still here; when you send it you will be asked to sign in, and it is kept for you.";
        MALFORMED: "提交的内容不完整，或含有不能识别的字符，没有做任何改动。请返回重新填写后再提交。"
            / "What was sent is incomplete or holds characters that cannot be read. Nothing was changed. Please go back, fill it in again and send it.";
        GO_BACK: "请用浏览器的“后退”回到原来的页面，改正后再提交。"
            / "Use “Back” in your browser to return to the page, correct it and send it again.";
        HOME: "回到首页" / "To the front page";
        NOT_FOUND: "没有找到，或您的账号无权查看。" / "It was not found, or is not for your account.";
        NOT_FOUND_TITLE: "没有找到这个页面" / "There is no such page";
        NOT_FOUND_NEXT: "请核对地址，或回到首页。" / "Please check the address, or go to the front page.";
        BUSY: "同时办理的人较多，没有做任何改动。请稍后再试。"
            / "Too many people are at work at once; nothing was changed. Please try again in a moment.";
        HALTED: "系统存储出现故障，暂停写入：没有保存，也没有做任何改动。查询不受影响。请联系系统管理员，恢复后再提交。"
            / "The storage of the system has failed and nothing is written: nothing was saved or changed. Looking things up still works. Please tell the system's administrator, and send it again when it works.";
        TITLE: "没有办成" / "It was not done";
        FORBIDDEN_TITLE: "不能这样做" / "This cannot be done";
        FORBIDDEN: "您的账号无权这样做，或请求不是从本系统的页面发出的。没有做任何改动。"
            / "This is not for your account, or the request did not come from a page of this system. Nothing was changed.";
        METHOD: "这个地址不能这样访问。没有做任何改动。" / "This address cannot be used in this way. Nothing was changed.";
        TOO_SLOW: "网络太慢，提交的内容没有收全，什么也没有改动。请检查网络后再试。"
            / "The connection is too slow: what you sent did not arrive as a whole, and nothing was changed. Please check the connection and try again.";
        FELL_TITLE: "系统出了问题" / "Something went wrong";
        FELL: "系统出了问题，没有做任何改动。请稍后再试；如果还不行，请联系系统管理员。"
            / "Something went wrong and nothing was changed. Please try again in a moment; if it still fails, tell the system's administrator.";
        UNAVAILABLE_TITLE: "暂时不能办理" / "Not possible at the moment";
    }

    /// Something broke, and by which number the log knows it.
    pub fn broken(language: Language, reference: &str) -> String {
        match language {
            Language::Chinese => {
                format!(
                    "系统出了问题，没有做任何改动。请稍后再试；如果还不行，请把编号 {reference} 告诉管理员。"
                )
            }
            Language::English => format!(
                "Something went wrong and nothing was changed. Please try again in a moment; if it still fails, tell the \
                 administrator this number: {reference}."
            ),
        }
    }
}

/// Pages that change by themselves.
pub mod live {
    use crate::text::words::words;

    words! {
        CHANGED: "数据已更新。" / "This page was updated.";
        ON: "数据实时更新" / "Kept up to date by itself";
    }
}

/// The navigation.
pub mod nav {
    use crate::text::words::words;

    words! {
        MY_CHILDREN: "我的孩子" / "My children";
        ADD_CHILD: "添加孩子" / "Add a child";
        SIGN_OUT: "退出" / "Sign out";
        SIGN_IN: "登录" / "Sign in";
    }
}
