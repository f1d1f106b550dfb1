//! What happens to a case besides decisions: deadlines counted again, reminders, scans added, the clearing of leavers' business.

use super::correction::Proof;
use super::{Case, CaseEvent, CaseState, Context, Payload, Step, procedure};
use crate::calendar::WorkCalendar;
use crate::refusal::Refusal;
use crate::rules::{RuleKey, Rules};
use chrono::{Duration, NaiveDate};

/// Working days before a deadline at which whoever holds the case is reminded.
const REMIND_DAYS: i64 = 3;

/// Scans that a change may carry.
const MOST_SCANS: usize = 6;

impl Case {
    /// What follows for the open deadline when a year is announced; none when it was not provisional or stays what it was.
    /// A day already told to somebody is never brought forward.
    pub fn recount(&self, calendar: &WorkCalendar, rules: &Rules) -> Option<CaseEvent> {
        let old = self.due().filter(|due| due.provisional)?;
        let newer = match self.state {
            CaseState::Returned => {
                let returned = self.steps.last()?.decision.as_ref()?.at + Duration::hours(8);
                calendar.add_working_days(returned.date_naive(), rules.number(RuleKey::MendWorkingDays))
            }
            _ => {
                let step = self.current()?;
                let unit = |step: &Step| self.chain.get(step.link).map(|link| &link.unit);
                let same = |earlier: &&Step| earlier.round == step.round && unit(earlier) == unit(step);
                let first = self.steps.iter().rev().take_while(same).last()?;
                let own = match (first.link, first.round) {
                    (0, 1) => self.payload.status_change().and_then(|change| change.first_due(calendar)),
                    _ => None,
                };
                own.unwrap_or_else(|| {
                    calendar.add_working_days(first.opened_on, rules.number(RuleKey::StepWorkingDays))
                })
            }
        };
        let due = old.recomputed(newer);
        (due != old).then_some(CaseEvent::Recounted(due))
    }

    /// Adds a scan of a document to a change: for whoever opened it, while it is open.
    ///
    /// # Errors
    /// Refusals when it is closed, somebody else's, or full.
    pub fn add_scan(&self, proof: Proof, context: &Context) -> Result<CaseEvent, Vec<Refusal>> {
        self.opener_side(context)?;
        if self.payload.facts().is_none() {
            return Err(vec![procedure("no_scans", "这类事项不在这里上传材料。", "请在申请时上传。")]);
        }
        if self.scans.len() >= MOST_SCANS {
            let what = format!("一件事项最多上传{MOST_SCANS}份材料。");
            return Err(vec![procedure("too_many_scans", &what, "请合并材料后再上传。")]);
        }
        Ok(CaseEvent::ScanAdded(proof))
    }

    /// The reminder that is due: once a step, when few working days are left.
    pub fn remind(&self, today: NaiveDate, calendar: &WorkCalendar) -> Option<CaseEvent> {
        let step = self.current().filter(|step| step.reminded_on.is_none())?;
        let left = calendar.working_days_left(today, step.due.date);
        (0..=REMIND_DAYS).contains(&left).then_some(CaseEvent::Reminded(today))
    }

    /// Whether the step that waits is late and nobody above was told yet.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.current().is_some_and(|step| step.due.date < today && step.escalated_to.is_none())
    }

    /// Whether the case is swept away when the unfinished business of leavers is cleared: what may go on while their
    /// business is frozen stays.
    pub fn is_cleared_for_leavers(&self) -> bool {
        let frozen = match &self.payload {
            Payload::Transfer(_) => true,
            other => other.status_change().is_some_and(|change| !change.goes_on_in_the_freeze()),
        };
        self.state.is_open() && frozen
    }
}
