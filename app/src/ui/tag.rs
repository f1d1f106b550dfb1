//! Small labels: a state, a deadline.
use super::Tone;
use crate::text::t;
use leptos::prelude::*;

/// A few words in a coloured box: `<span class="badge tone-…">`.
#[component]
pub fn Badge(
    /// Its mood; never the only carrier of its meaning.
    #[prop(optional)]
    tone: Tone,
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{children()}</span> }
}

/// Where a case stands, as its list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 草稿.
    Draft,
    /// 待受理.
    Waiting,
    /// 办理中.
    InProgress,
    /// 已退回, to be put right.
    Returned,
    /// 已办结.
    Done,
    /// 不予通过.
    Refused,
    /// 已撤回.
    Withdrawn,
}

impl Status {
    /// The mood of its dot.
    pub fn tone(self) -> Tone {
        match self {
            Self::Draft | Self::Withdrawn => Tone::Neutral,
            Self::Waiting | Self::InProgress => Tone::Info,
            Self::Returned => Tone::Warn,
            Self::Done => Tone::Success,
            Self::Refused => Tone::Danger,
        }
    }

    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => t::status::DRAFT.said(),
            Self::Waiting => t::status::WAITING.said(),
            Self::InProgress => t::status::IN_PROGRESS.said(),
            Self::Returned => t::status::RETURNED.said(),
            Self::Done => t::status::DONE.said(),
            Self::Refused => t::status::REFUSED.said(),
            Self::Withdrawn => t::status::WITHDRAWN.said(),
        }
    }
}

/// The state of a case with its dot: `<span class="status tone-…">`.
#[component]
pub fn StatusTag(
    /// Where the case stands.
    status: Status,
    /// More exact words than the state's own (待学校审核).
    #[prop(optional_no_strip, into)]
    label: Option<String>,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| status.label().to_owned());
    view! { <span class=format!("status {}", status.tone().class())>{label}</span> }
}

/// The words and the mood of a deadline `days_left` from now; negative is overdue.
fn deadline(days_left: i64, working_days: bool) -> (String, Tone) {
    let days = days_left.unsigned_abs();
    match days_left {
        ..=-1 => (t::deadline::overdue(days, working_days), Tone::Danger),
        0 => (t::deadline::TODAY.to_owned(), Tone::Warn),
        1..=3 => (t::deadline::left(days, working_days), Tone::Warn),
        _ => (t::deadline::left(days, working_days), Tone::Neutral),
    }
}

/// 还剩 N 天, 今天到期 or 已逾期 N 天: `<span class="badge deadline tone-…">`. The number is reckoned elsewhere.
#[component]
pub fn DeadlineTag(
    /// Days until the last day; 0 is that day, negative is overdue.
    days_left: i64,
    /// The number counts working days (工作日).
    #[prop(optional)]
    working_days: bool,
) -> impl IntoView {
    let (words, tone) = deadline(days_left, working_days);
    view! { <span class=format!("badge deadline {}", tone.class())>{words}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_warns_before_it_passes() {
        assert_eq!(deadline(-2, false), ("已逾期 2 天".to_owned(), Tone::Danger));
        assert_eq!(deadline(0, true), ("今天到期".to_owned(), Tone::Warn));
        assert_eq!(deadline(3, true), ("还剩 3 个工作日".to_owned(), Tone::Warn));
        assert_eq!(deadline(4, false), ("还剩 4 天".to_owned(), Tone::Neutral));
    }
}
