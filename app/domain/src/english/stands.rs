//! 一句话进度 in English: where a guardian's matter stands, as `guide::where_it_stands` says it in Chinese.

use super::day;
use crate::case::{Case, CaseKind, CaseState, Payload};
use crate::guide::way::{Begun, Mender, Names, Way};
use crate::id::AccountId;
use chrono::NaiveDate;

/// What is said where the guardian waits.
pub(super) const NOTHING_TO_DO: &str = "There is nothing for you to do now.";
/// How that begins which the guardian has to do.
pub(super) const YOURS: &str = "Please ";

/// What units are called whose names say nothing at home.
const NAMES: Names = Names { school: "the school", authority: "the education authority" };

/// Where a case stands, to the account of a guardian.
pub fn where_it_stands(case: &Case, reader: AccountId, today: NaiveDate) -> String {
    match case.state {
        CaseState::InProgress => under_way(case, today),
        CaseState::Returned => sent_back(case, reader, today),
        CaseState::Approved => format!("{}: {}. {NOTHING_TO_DO}", over(case, "Done"), done(case)),
        CaseState::Refused => {
            let (head, who) = (over(case, "Done"), NAMES.last_desk(case));
            format!(
                "{head}: {who} did not agree; the reason stands on the page of this matter. {NOTHING_TO_DO} If things change you \
                 can apply again."
            )
        }
        CaseState::Withdrawn => {
            let head = over(case, "Taken back");
            format!("{head}: nothing was done. {NOTHING_TO_DO} You can apply again if you need to.")
        }
        CaseState::Cleared => {
            let head = over(case, "Stopped");
            format!(
                "{head}: it was not done when your child finished school. {NOTHING_TO_DO} If it is still needed, please ask the \
                 school."
            )
        }
    }
}

/// Who has it, by when, and who comes after.
fn under_way(case: &Case, today: NaiveDate) -> String {
    let Some(Way { step, here, begun, after, .. }) = Way::of(case, NAMES) else {
        return format!("The school is dealing with it. {NOTHING_TO_DO}");
    };
    let begun = match begun {
        Begun::Agreed(before) => format!("Agreed to by {}", before.join(" and ")),
        Begun::Looked => format!("Looked at once by {here}"),
        Begun::Applied => "The application was sent".to_owned(),
        Begun::SentOn => "The school has sent it on".to_owned(),
        Begun::Completed => "The further papers were sent".to_owned(),
    };
    let what = if after.is_some() { "an answer" } else { "a result" };
    let date = day(step.due.date);
    let due = if step.due.date < today {
        let told = step.escalated_to.as_ref().map(|(_, above)| format!("; {above} is pressing for it"));
        format!("{what} was due by {date} and is late{}", told.unwrap_or_default())
    } else {
        format!("there will be {what} by {date}")
    };
    let next = after.map(|next| format!("; then {next} looks at it")).unwrap_or_default();
    format!("{begun}; now it is with {here}, and {due}{next}. {NOTHING_TO_DO}")
}

/// Who has to mend it.
fn sent_back(case: &Case, reader: AccountId, today: NaiveDate) -> String {
    let who = NAMES.last_desk(case);
    let due = case.mend_due.map(|due| due.date);
    let until = due.map(|due| format!(" by {}", day(due))).unwrap_or_default();
    let late = if due.is_some_and(|due| due < today) { " It is late already." } else { "" };
    let asks = match Mender::of(case, reader) {
        Mender::Reader => format!("{YOURS}change what the reason says and send it again{until}."),
        Mender::School => format!("The school adds them and sends it again{until}. {NOTHING_TO_DO}"),
        Mender::Other => {
            format!("The parent who applied adds them and sends it again{until}. {NOTHING_TO_DO}")
        }
    };
    format!("Sent back by {who} for more papers.{late} {asks}")
}

/// That it is over, and since when.
fn over(case: &Case, how: &str) -> String {
    case.closed_on.map_or_else(|| how.to_owned(), |on| format!("{how} on {}", day(on)))
}

/// What came of it.
fn done(case: &Case) -> &'static str {
    if let Payload::Correction(correction) = &case.payload {
        let refused = correction.changes.iter().any(|change| change.refused.is_some());
        return if refused {
            "what was agreed to was corrected; for the rest the reason is given"
        } else {
            "the information was corrected"
        };
    }
    match case.kind() {
        CaseKind::Registration => "your child is registered",
        CaseKind::Correction => "the information was corrected",
        CaseKind::Transfer => "the record belongs to the new school",
        CaseKind::Suspension => "the break was agreed to, and the school keeps the place",
        CaseKind::Resumption => "your child can come back to school",
        CaseKind::Death => "the record was changed",
        CaseKind::Progression => "the record belongs to the next school",
        CaseKind::Repeat => "your child does the grade once more",
        CaseKind::Skip => "your child leaves a grade out",
        CaseKind::Abroad => "going to school abroad is on record",
        CaseKind::ReturnFromAbroad => "coming back from abroad is on record",
        CaseKind::DropOut => "the absence is on record",
        CaseKind::BackToSchool => "being back at school is on record",
        CaseKind::Withdrawal => "leaving school is on record",
        CaseKind::Completion => "finishing school is on record",
        CaseKind::Placement => "the placement is settled",
        CaseKind::Extension => "the break was extended, and the school keeps the place",
        CaseKind::TransferOut => "the transfer was agreed to and waits for the other school",
    }
}
