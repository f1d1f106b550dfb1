//! The review that is owed (应开展的学籍复核, 第二十四条): each term every school is reviewed, whether or not somebody opens a review by
//! himself. While none covers the schools of an authority, the authority that should have opened it has it on its desk. Nobody finishes
//! it there: it goes with the review that is opened, and when the term is over it is told as missed.

use super::campaign::fixed;
use crate::account::Role;
use crate::calendar::{Due, Term};
use crate::matter::{Holder, Matter, MatterKind, Office, Subject};
use crate::rules::{RuleKey, Rules};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days before the last day for the opening on which it is put on the desk.
pub const OWED_AHEAD_DAYS: u64 = 14;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwedState {
    /// 待发起
    Owed,
    /// 已发起: by the authority itself or by one above it
    Opened,
    /// 未开展: the term is over
    Missed,
    /// 无须开展: the authority has no school any more
    Needless,
}

impl OwedState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owed => "待发起",
            Self::Opened => "已发起",
            Self::Missed => "未开展",
            Self::Needless => "无须开展",
        }
    }
}

/// A review that an authority owes for a term. There is one of an authority for a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwedReview {
    /// The competent authority (学籍主管部门) of the schools.
    pub authority: Office,
    /// The term.
    pub term: Term,
    /// The last day for the opening.
    pub due_on: NaiveDate,
    /// The day on which it was put on the desk.
    pub since: NaiveDate,
    /// Its schools, none of which is covered by a review.
    pub schools: usize,
    /// Where it stands.
    pub state: OwedState,
}

/// What is found of an authority on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwedLook {
    /// The day.
    pub today: NaiveDate,
    /// Its schools that are not closed.
    pub schools: usize,
    /// Whether a review of its own or of a unit above it covers them, opened or over.
    pub covered: bool,
}

impl OwedReview {
    /// The last day on which a review of a term may be opened in time, by the rule and the calendar (校历) of the province; never after
    /// the term.
    pub fn due(rules: &Rules, term: Term) -> NaiveDate {
        let first = rules.term_days(term).map_or_else(|| term.first_day(), |(first, _)| first);
        let days = u64::from(rules.number(RuleKey::ReviewOpenDays));
        (first + Days::new(days)).min(term.last_day())
    }

    /// What is owed on a day of which nothing was put down yet: from two weeks before the last day for the opening until the term ends.
    pub fn found(authority: Office, term: Term, due_on: NaiveDate, look: OwedLook) -> Option<Self> {
        let from = due_on - Days::new(OWED_AHEAD_DAYS);
        let is_time = (from..=term.last_day()).contains(&look.today);
        (is_time && look.schools > 0 && !look.covered).then_some(Self {
            authority,
            term,
            due_on,
            since: look.today,
            schools: look.schools,
            state: OwedState::Owed,
        })
    }

    /// The same after another look. What is over stays as it ended; an authority that has schools again owes again.
    #[must_use]
    pub fn looked_at(&self, look: OwedLook) -> Self {
        use OwedState::{Missed, Needless, Opened, Owed};
        let is_over = look.today > self.term.last_day();
        let state = match self.state {
            Owed if look.covered => Opened,
            Owed if is_over => Missed,
            Owed if look.schools == 0 => Needless,
            Needless if look.schools > 0 && !look.covered && !is_over => Owed,
            state => state,
        };
        let schools = if state == OwedState::Owed { look.schools } else { self.schools };
        Self { state, schools, ..self.clone() }
    }

    /// Whom it waits for: the registrar, who opens reviews.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        (self.state == OwedState::Owed).then_some((&self.authority, Role::Registrar))
    }
}

impl Matter for OwedReview {
    fn kind(&self) -> MatterKind {
        MatterKind::ReviewOwed
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.authority.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.waiting_for().map(|_| fixed(self.due_on))
    }

    fn is_open(&self) -> bool {
        self.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
