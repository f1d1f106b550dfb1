//! By when, and what else the rules say where the reader stands.

use super::{Limit, Task, example, plain};
use crate::case::CaseKind;
use crate::case::death::REPORT_WORKING_DAYS;
use crate::rules::{RuleKey, Rules};

/// Said in sentences ([`days`]), or nothing that somebody who wants something done has to know.
const SAID_ELSEWHERE: [RuleKey; 6] = [
    RuleKey::StepWorkingDays,
    RuleKey::MendWorkingDays,
    RuleKey::FileDeadlineMonths,
    RuleKey::RegulationVersion,
    RuleKey::DaysOff,
    RuleKey::LeaverClearing,
];

/// The days of a task, in sentences.
pub(super) fn days(task: Task, rules: &Rules) -> Vec<String> {
    let kind = match task {
        Task::Case(kind) => kind,
        Task::Bind => return vec!["绑定码30天内有效，用过一次就不能再用。".to_owned()],
        Task::Recover => return vec!["重设后 72 小时内不能提交申请，可以查看。".to_owned()],
        Task::Confirm => return vec!["在学校通知的截止日期以前确认。".to_owned()],
        Task::Consent => return vec!["随时可以同意，也随时可以撤回，撤回当天起不再使用。".to_owned()],
    };
    let words = |key| rules.words(key);
    let mut days = vec![
        format!("每个单位收到以后，{}以内办完。", words(RuleKey::StepWorkingDays)),
        format!("材料不全被退回的，{}以内补齐再提交。", words(RuleKey::MendWorkingDays)),
    ];
    if kind == CaseKind::Registration {
        let months = words(RuleKey::FileDeadlineMonths);
        days.insert(0, format!("入学之日起，{months}以内建好学籍档案。"));
    }
    if kind == CaseKind::Death {
        days.insert(0, format!("学生死亡之日起，{REPORT_WORKING_DAYS}个工作日以内办完。"));
    }
    let examples = example::of(kind);
    let ahead = examples.iter().filter_map(|(_, payload)| payload.status_change());
    if let Some(ahead) = ahead.map(|change| change.days_ahead()).max().filter(|days| *days > 0) {
        days.push(format!("最早可以提前{ahead}天办理。"));
    }
    days
}

/// The rules that the kind looks at.
pub(super) fn of(task: Task, rules: &Rules) -> Vec<Limit> {
    let Task::Case(kind) = task else { return Vec::new() };
    let said = |key: &RuleKey| key.kinds().contains(&kind) && !SAID_ELSEWHERE.contains(key);
    let holds = |key: &RuleKey| *key != RuleKey::LeaverFreeze || stops_for_leavers(kind);
    let limit = |key: &RuleKey| Limit {
        label: plain(key.label()),
        value: plain(&rules.words(*key)),
        source: rules.source(*key),
    };
    RuleKey::ALL.iter().filter(|key| said(key) && holds(key)).map(limit).collect()
}

/// Whether nothing of the kind is opened for pupils of a leaving year in summer.
fn stops_for_leavers(kind: CaseKind) -> bool {
    let changes = example::of(kind);
    let mut changes = changes.iter().filter_map(|(_, payload)| payload.status_change());
    kind == CaseKind::Transfer || changes.any(|change| !change.goes_on_in_the_freeze())
}
