//! What happens to a case besides decisions: deadlines counted again, who was told that it is late, scans added, the clearing of
//! leavers' business.

use super::correction::Proof;
use super::{Case, CaseEvent, CaseState, Context, Payload, Step};
use crate::calendar::{Due, WorkCalendar};
use crate::id::UnitId;
use crate::matter::deadline::recount;
use crate::matter::{Holder, Matter, MatterKind, Subject};
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::{RuleKey, Rules};
use chrono::Duration;

/// Scans that a change may carry.
const MOST_SCANS: usize = 6;

/// What stands in the way of so many scans with one change, those it carries already among them.
pub fn too_many_scans(count: usize) -> Option<Refusal> {
    let what = || format!("一件事项最多上传{MOST_SCANS}份材料。");
    (count > MOST_SCANS).then(|| Refusal::of(RefusalCode::TooManyScans, what()))
}

impl Case {
    /// What follows for the open deadline when a year is announced; none when it was not provisional or stays what it was.
    /// A day already told to somebody is never brought forward.
    pub fn recount(&self, calendar: &WorkCalendar, rules: &Rules) -> Option<CaseEvent> {
        recount(self.due()?, || self.counted_again(calendar, rules)).map(CaseEvent::Recounted)
    }

    fn counted_again(&self, calendar: &WorkCalendar, rules: &Rules) -> Option<Due> {
        if self.state == CaseState::Returned {
            let returned = self.steps.last()?.decision.as_ref()?.at + Duration::hours(8);
            let days = rules.number(RuleKey::MendWorkingDays);
            return Some(calendar.add_working_days(returned.date_naive(), days));
        }
        let step = self.current()?;
        let unit = |step: &Step| self.chain.get(step.link).map(|link| &link.unit);
        let same = |earlier: &&Step| earlier.round == step.round && unit(earlier) == unit(step);
        let first = self.steps.iter().rev().take_while(same).last()?;
        let own = match (first.link, first.round) {
            (0, 1) => self.payload.status_change().and_then(|change| change.first_due(calendar)),
            _ => None,
        };
        let days = rules.number(RuleKey::StepWorkingDays);
        Some(own.unwrap_or_else(|| calendar.add_working_days(first.opened_on, days)))
    }

    /// Adds a scan of a document to a change: for whoever opened it, while it is open.
    ///
    /// # Errors
    /// Refusals when it is closed, somebody else's, or full.
    pub fn add_scan(&self, proof: Proof, context: &Context) -> Result<CaseEvent, Vec<Refusal>> {
        self.opener_side(context)?;
        if self.payload.facts().is_none() {
            return Err(vec![Refusal::of(RefusalCode::NoScans, "这类事项不在这里上传材料。")]);
        }
        match too_many_scans(self.scans.len() + 1) {
            Some(full) => Err(vec![full]),
            None => Ok(CaseEvent::ScanAdded(proof)),
        }
    }

    /// Whether this authority was told that the step that waits is late (逾期督办).
    pub fn is_urged_by(&self, authority: &UnitId) -> bool {
        let told = self.current().and_then(|step| step.escalated_to.as_ref());
        told.is_some_and(|(unit, _)| unit == authority)
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

impl Matter for Case {
    fn kind(&self) -> MatterKind {
        MatterKind::Case(Self::kind(self))
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    fn holders(&self) -> Vec<Holder> {
        match self.state {
            // The desk that sent it back answers what is asked meanwhile.
            CaseState::Returned => {
                let mut holders = vec![Holder::side_of(&self.opened_by)];
                let asked = self.answers_at().filter(|_| self.talk.waits());
                let desk = asked.map(|link| Holder::of_unit(&link.unit, link.role));
                holders.extend(desk.filter(|desk| *desk != Holder::side_of(&self.opened_by)));
                holders
            }
            _ => self.waiting_for().map(|link| Holder::of_unit(&link.unit, link.role)).into_iter().collect(),
        }
    }

    fn due(&self) -> Option<Due> {
        Self::due(self)
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn sent_back(&self) -> bool {
        self.state == CaseState::Returned
    }

    fn is_asked(&self) -> bool {
        self.state.is_open() && self.talk.waits()
    }
}
