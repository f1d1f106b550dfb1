//! 辍学跟进 (第二十二条): a child who has dropped out is followed through the compulsory years. Each term something is done to bring the
//! child back, or the term is put down as one in which nothing was; when the years are over the record is closed by a decision, not by
//! silence. The regulation says 在义务教育年限内 and names neither the terms nor the last day: both are said here.

#[cfg(test)]
mod tests;

use crate::account::Role;
use crate::calendar::{Due, SchoolYear, Term, term};
use crate::id::PersonId;
use crate::matter::{Holder, Matter, MatterKind, Office, Subject};
use crate::rules::{RuleKey, Rules};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The grade with which compulsory education ends in either system (《义务教育法》第二条: 九年).
const LAST_GRADE: u8 = 9;
/// 年满十六周岁, in months.
const SIXTEEN_YEARS: u32 = 16 * 12;
/// Days after the end of the compulsory years until the record is to be closed. 本系统默认值.
pub const CLOSE_DAYS: u64 = 30;

/// The last day of a child's compulsory years (义务教育年限): nine school years from the first grade, counted from the grade that is known
/// for a school year; where the province follows children until they are sixteen, not before that birthday.
pub fn compulsory_until(rules: &Rules, grade: u8, of: SchoolYear, born_on: NaiveDate) -> NaiveDate {
    let left = i32::from(LAST_GRADE.saturating_sub(grade));
    let nine_years = SchoolYear::starting_in(of.start_year().saturating_add(left)).last_day();
    let sixteen = born_on.checked_add_months(Months::new(SIXTEEN_YEARS));
    match sixteen.filter(|_| rules.has(RuleKey::FollowUpUntil, "age")) {
        Some(sixteen) => nine_years.max(sixteen),
        None => nine_years,
    }
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpState {
    /// 待跟进: nothing was done yet in this term
    Owed,
    /// 本学期已跟进
    Done,
    /// 年限届满，待办结
    Closing,
    /// 已结束
    Ended,
}

impl FollowUpState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owed => "待跟进",
            Self::Done => "本学期已跟进",
            Self::Closing => "年限届满，待办结",
            Self::Ended => "已结束",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpOutcome {
    /// 返校复学
    Returned,
    /// 转入其他学校就读
    TakenIn,
    /// 义务教育年限届满，按规定办理肄业
    YearsOver,
    /// 死亡，学籍注销
    Died,
    /// 学籍已合并或另行变动: the record says what became of it
    Otherwise,
}

impl FollowUpOutcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [Self::Returned, Self::TakenIn, Self::YearsOver, Self::Died, Self::Otherwise];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Returned => "返校复学",
            Self::TakenIn => "转入其他学校就读",
            Self::YearsOver => "义务教育年限届满，已办理肄业",
            Self::Died => "死亡，学籍注销",
            Self::Otherwise => "学籍已合并或另行变动",
        }
    }
}

/// The end of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpEnd {
    /// How.
    pub outcome: FollowUpOutcome,
    /// The day.
    pub on: NaiveDate,
}

/// What is owed to one child who has dropped out. There is one for each time a child drops out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpDuty {
    /// The child.
    pub person: PersonId,
    /// Who follows the child: the school, or the county of household registration that has the archive (第二款).
    pub follower: Office,
    /// The school that keeps the record and closes it.
    pub school: Office,
    /// First day of absence.
    pub since: NaiveDate,
    /// The day on which the drop-out was confirmed, or found on record.
    pub opened_on: NaiveDate,
    /// The last day of the compulsory years.
    pub until: NaiveDate,
    /// The term it was looked at last.
    pub term: Term,
    /// By when something is to be done.
    pub due_on: NaiveDate,
    /// When something was done last (劝返).
    pub last: Option<NaiveDate>,
    /// Terms in which nothing was, oldest first.
    pub missed: Vec<Term>,
    /// Where it stands.
    pub state: FollowUpState,
    /// How it ended, once it has.
    pub end: Option<FollowUpEnd>,
}

/// What is found of a child on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpLook {
    /// The day.
    pub today: NaiveDate,
    /// The last day of its term by the calendar (校历) of the province.
    pub term_ends: NaiveDate,
    /// The last day of the compulsory years.
    pub until: NaiveDate,
    /// When something was done last.
    pub last: Option<NaiveDate>,
    /// Who follows the child.
    pub follower: Office,
    /// The school that keeps the record.
    pub school: Office,
}

impl FollowUpDuty {
    /// What a drop-out makes owed, first found on a day.
    pub fn begin(person: PersonId, since: NaiveDate, look: FollowUpLook) -> Self {
        let now = term(look.today);
        let new = Self {
            person,
            follower: look.follower.clone(),
            school: look.school.clone(),
            since,
            opened_on: look.today,
            until: look.until,
            term: now,
            due_on: look.term_ends.max(look.today),
            last: None,
            missed: Vec::new(),
            state: FollowUpState::Owed,
            end: None,
        };
        new.looked_at(look)
    }

    /// The same after another look. A term that went by without anything being done is put down as missed and stays late until something
    /// is; what has ended stays as it ended.
    #[must_use]
    pub fn looked_at(&self, look: FollowUpLook) -> Self {
        if self.state == FollowUpState::Ended {
            return self.clone();
        }
        let (now, last) = (term(look.today), self.last.max(look.last));
        let mut missed = self.missed.clone();
        for passed in
            std::iter::successors(Some(self.term), |term| Some(term.next())).take_while(|term| *term < now)
        {
            if passed.first_day() <= self.until && !self.was_followed_in(passed, look.last) {
                missed.push(passed);
            }
        }
        let done = last.is_some_and(|day| term(day) >= now);
        let late = missed.last().is_some_and(|missed| last.is_none_or(|day| day <= missed.last_day()));
        let (state, due_on) = if look.today > look.until {
            (FollowUpState::Closing, look.until + Days::new(CLOSE_DAYS))
        } else if done {
            (FollowUpState::Done, self.due_on)
        } else if late && self.state == FollowUpState::Owed {
            (FollowUpState::Owed, self.due_on)
        } else {
            (FollowUpState::Owed, look.term_ends.max(self.opened_on))
        };
        Self {
            follower: look.follower,
            school: look.school,
            until: look.until,
            term: now.max(self.term),
            due_on,
            last,
            missed,
            state,
            ..self.clone()
        }
    }

    /// Whether something was done in a term, as far as the two last days on record tell.
    fn was_followed_in(&self, of: Term, found: Option<NaiveDate>) -> bool {
        [self.last, found].into_iter().flatten().any(|day| term(day) == of)
    }

    /// The end of it.
    #[must_use]
    pub fn ended(&self, outcome: FollowUpOutcome, on: NaiveDate) -> Self {
        match self.state {
            FollowUpState::Ended => self.clone(),
            _ => Self { state: FollowUpState::Ended, end: Some(FollowUpEnd { outcome, on }), ..self.clone() },
        }
    }

    /// Whom it waits for: the registrar of who follows the child; once the years are over, of the school, which closes the record.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match self.state {
            FollowUpState::Owed => Some((&self.follower, Role::Registrar)),
            FollowUpState::Closing => Some((&self.school, Role::Registrar)),
            FollowUpState::Done | FollowUpState::Ended => None,
        }
    }
}

impl Matter for FollowUpDuty {
    fn kind(&self) -> MatterKind {
        MatterKind::FollowUp
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.waiting_for().map(|_| Due { date: self.due_on, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
