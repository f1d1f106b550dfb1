//! 一句话进度: where a guardian's matter stands, who has it, by when, what follows and whether the guardian has to do something. In the words
//! of a home; the same sentence stands on the matter's page and in the list of matters.

use super::way::{Begun, Mender, Names, Way};
use crate::case::{Case, CaseKind, CaseState, Payload};
use crate::id::AccountId;
use chrono::{Datelike, NaiveDate};

/// What is said where the guardian waits.
pub const NOTHING_TO_DO: &str = "您现在不用做什么";
/// How that begins which the guardian has to do.
pub const YOURS: &str = "需要您";

/// What units are called whose names say nothing at home.
const NAMES: Names = Names { school: "学校", authority: "教育局" };

/// Where a case stands, to the account of a guardian.
pub fn where_it_stands(case: &Case, reader: AccountId, today: NaiveDate) -> String {
    match case.state {
        CaseState::InProgress => under_way(case, today),
        CaseState::Returned => sent_back(case, reader, today),
        CaseState::Approved => format!("{}：{}。{NOTHING_TO_DO}。", over(case, "办完了", today), done(case)),
        CaseState::Refused => {
            let who = NAMES.last_desk(case);
            let head = over(case, "办完了", today);
            format!("{head}：{who}没有同意，原因写在这件事的页面上。{NOTHING_TO_DO}，情况变了可以再申请。")
        }
        CaseState::Withdrawn => {
            let head = over(case, "撤回了", today);
            format!("申请{head}，没有办。{NOTHING_TO_DO}，需要时可以再申请。")
        }
        CaseState::Cleared => {
            let head = over(case, "停下来了", today);
            format!("{head}：孩子毕业的时候还没有办完。{NOTHING_TO_DO}，还要办的请问学校。")
        }
    }
}

/// Who has it, by when, and who comes after.
fn under_way(case: &Case, today: NaiveDate) -> String {
    let Some(Way { step, here, begun, agreed, after }) = Way::of(case, NAMES) else {
        return format!("学校正在办。{NOTHING_TO_DO}。");
    };
    let begun = match begun {
        Begun::Agreed(before) => format!("{}已经同意", before.join("、")),
        Begun::Looked => format!("{here}已经看过一遍"),
        Begun::Applied => "申请已经交上去了".to_owned(),
        Begun::SentOn => "学校已经交上去了".to_owned(),
        Begun::Completed => "补好的材料已经交上去了".to_owned(),
    };
    let does = if agreed { "再看一遍" } else { "看一遍" };
    let what = if after.is_some() { "答复" } else { "结果" };
    let day = day(step.due.date, today);
    let due = if step.due.date < today {
        let told = step.escalated_to.as_ref().map(|(_, above)| format!("，{above}正在催"));
        format!("原定{day}有{what}，已经晚了{}", told.unwrap_or_default())
    } else {
        format!("最迟{day}有{what}")
    };
    let next = after.map(|next| format!("，同意以后由{next}接着看")).unwrap_or_default();
    format!("{begun}，现在由{here}{does}，{due}{next}。{NOTHING_TO_DO}。")
}

/// Who has to mend it.
fn sent_back(case: &Case, reader: AccountId, today: NaiveDate) -> String {
    let who = NAMES.last_desk(case);
    let due = case.mend_due.map(|due| due.date);
    let until = due.map(|due| format!("，最迟{}", day(due, today))).unwrap_or_default();
    let late = if due.is_some_and(|due| due < today) { "已经晚了，" } else { "" };
    match Mender::of(case, reader) {
        Mender::Reader => {
            format!("{who}把申请退回来补一次材料。{late}{YOURS}照退回的原因改好{until}再交上去。")
        }
        Mender::School => {
            format!("{who}退回来补一次材料，{late}由学校补好{until}再交上去。{NOTHING_TO_DO}。")
        }
        Mender::Other => {
            format!("{who}退回来补一次材料，{late}由提出申请的那位家长补好{until}再交上去。{NOTHING_TO_DO}。")
        }
    }
}

/// That it is over, and since when.
fn over(case: &Case, how: &str, today: NaiveDate) -> String {
    case.closed_on.map_or_else(|| format!("已经{how}"), |on| format!("已经在{}{how}", day(on, today)))
}

/// What came of it.
fn done(case: &Case) -> &'static str {
    if let Payload::Correction(correction) = &case.payload {
        let refused = correction.changes.iter().any(|change| change.refused.is_some());
        return if refused {
            "同意的内容已经改好，没有同意的写明了原因"
        } else {
            "信息已经改好"
        };
    }
    match case.kind() {
        CaseKind::Registration => "孩子的学籍已经建好",
        CaseKind::Correction => "信息已经改好",
        CaseKind::Transfer => "学籍已经转到新学校",
        CaseKind::Suspension => "同意休学，学校给孩子留着学籍",
        CaseKind::Resumption => "同意孩子回来上课",
        CaseKind::Death => "登记已经改好",
        CaseKind::Progression => "孩子的学籍已经到了升入的学校",
        CaseKind::Repeat => "同意孩子再读一年",
        CaseKind::Skip => "同意孩子跳一级",
        CaseKind::Abroad => "孩子去境外上学已经登记",
        CaseKind::ReturnFromAbroad => "孩子回来上学已经登记",
        CaseKind::DropOut => "孩子没有到校上学已经登记",
        CaseKind::BackToSchool => "孩子回到学校已经登记",
        CaseKind::Withdrawal => "退学已经登记",
        CaseKind::Completion => "孩子离校已经登记",
        CaseKind::Placement => "孩子在哪里上学已经安排好",
        CaseKind::Extension => "同意延长休学，学校给孩子留着学籍",
        CaseKind::TransferOut => "同意转出，等对方学校收下学籍",
    }
}

/// A day as one says it; with the year where it is another one.
fn day(on: NaiveDate, today: NaiveDate) -> String {
    let said = format!("{}月{}日", on.month(), on.day());
    if on.year() == today.year() { said } else { format!("{}年{said}", on.year()) }
}
