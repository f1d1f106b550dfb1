//! 监测预警 (第二十四条; the text of 2025 asks for 预警): figures of a school or an authority are measured each night against the thresholds of
//! its province. A warning says that people should look, not that anybody did wrong: that is for [`crate::violation`].

mod digest;
mod indicator;
mod question;
#[cfg(test)]
mod tests;

pub use crate::rules::Level;
pub use digest::{Digest, DigestLine, Week};
pub use indicator::{Indicator, Measure};
pub use question::{ANSWER_WORKING_DAYS, ANSWERED_BY, ASKED_FROM, Question, WarningState};

use crate::calendar::WorkCalendar;
use crate::id::{CaseId, UnitId};
use crate::matter::{Act, Checked, Lifecycle};
use crate::refusal::RefusalCode;
use crate::rules::Rules;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest words of an acknowledgement, in characters.
pub const WORDS_MAX: usize = 500;
/// Acknowledgements after which a warning takes only those it is asked for.
pub const ACKNOWLEDGEMENTS_MAX: usize = 20;
/// Days of figures a warning keeps.
pub const READINGS_MAX: usize = 92;
/// Cases named as evidence; the figure counts all.
pub const CASES_MAX: usize = 50;
/// Days back in which outflow and suspensions are counted, today included.
pub const SPAN_DAYS: u64 = 30;

/// One indicator of one unit on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The day.
    pub day: NaiveDate,
    /// What was counted: pupils, records or cases.
    pub figure: u64,
    /// Pupils on roll or waiting for approval, which a share is of.
    pub base: u64,
    /// From where on each level, as the rules had it that day.
    pub thresholds: [u32; 3],
    /// The level reached; none below the lowest threshold.
    pub level: Option<Level>,
}

impl Reading {
    /// Measures a figure by the rules in force.
    pub fn new(indicator: Indicator, day: NaiveDate, figure: u64, base: u64, rules: &Rules) -> Self {
        let thresholds = rules.levels(indicator.rule());
        let minimum = u64::from(rules.number(crate::rules::RuleKey::WarnMinimum));
        let silent = indicator.needs_crowd() && figure < minimum;
        let level = if silent { None } else { indicator.measure().level(figure, base, thresholds) };
        Self { day, figure, base, thresholds, level }
    }

    /// The share in ‰, rounded down; none without pupils.
    pub fn per_mille(&self) -> Option<u64> {
        (self.base > 0).then(|| self.figure.saturating_mul(1000) / self.base)
    }
}

/// What a unit said of its warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// Who, and when.
    pub act: Act,
    /// What is being done.
    pub words: String,
}

/// A warning, from the first day its figure reached a level to the day it fell below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Whose figure.
    pub unit: UnitId,
    /// Which.
    pub indicator: Indicator,
    /// The level now; of a closed one, the last it had.
    pub level: Level,
    /// The first day.
    pub opened_on: NaiveDate,
    /// The day on which the figure was below.
    pub closed_on: Option<NaiveDate>,
    /// Day by day, the newest last.
    pub readings: Vec<Reading>,
    /// Cases behind the newest figure.
    pub cases: Vec<CaseId>,
    /// What the unit said, the newest last.
    pub acknowledged: Vec<Acknowledgement>,
    /// What the unit was asked last; none while the level never wanted an answer.
    pub question: Option<Question>,
}

impl Warning {
    /// A warning, when the reading reached a level.
    pub fn open(
        unit: UnitId,
        indicator: Indicator,
        reading: Reading,
        cases: Vec<CaseId>,
        calendar: &WorkCalendar,
    ) -> Option<Self> {
        let (level, day) = (reading.level?, reading.day);
        let mut warning = Self {
            unit,
            indicator,
            level,
            opened_on: day,
            closed_on: None,
            readings: vec![reading],
            cases: capped(cases),
            acknowledged: Vec::new(),
            question: None,
        };
        warning.ask(day, calendar);
        Some(warning)
    }

    /// Whether its figure is still on a level.
    pub fn stands(&self) -> bool {
        self.closed_on.is_none()
    }

    /// The newest figure.
    pub fn newest(&self) -> Option<&Reading> {
        self.readings.last()
    }

    /// Takes a day's reading over: a second one of the same day replaces the first; one below every threshold closes the warning.
    /// A closed warning takes nothing more.
    #[must_use]
    pub fn read(mut self, reading: Reading, cases: Vec<CaseId>, calendar: &WorkCalendar) -> Self {
        if !self.stands() || self.newest().is_some_and(|newest| newest.day > reading.day) {
            return self;
        }
        if self.newest().is_some_and(|newest| newest.day == reading.day) {
            self.readings.pop();
        }
        match reading.level {
            Some(level) => {
                self.level = level;
                self.cases = capped(cases);
            }
            None => self.closed_on = Some(reading.day),
        }
        self.ask(reading.day, calendar);
        self.readings.push(reading);
        let surplus = self.readings.len().saturating_sub(READINGS_MAX);
        self.readings.drain(..surplus);
        self
    }

    /// Puts down what the unit does about it, whether it was asked or says so by itself.
    ///
    /// # Errors
    /// Refusals: closed, another unit's, nobody who may, no words or too many.
    pub fn acknowledge(mut self, act: Act, words: &str) -> Checked<Self> {
        let life = Lifecycle::of("这项预警", 24).ordered_by_article();
        if !self.stands() {
            return Err(life.out_of_state(self.state().label()));
        }
        life.step_of_unit(&act.by, &self.unit, "被预警单位", &ANSWERED_BY)?;
        // Whoever is asked can always answer.
        if self.acknowledged.len() >= ACKNOWLEDGEMENTS_MAX && self.open_question().is_none() {
            let what = format!("一项预警最多填写 {ACKNOWLEDGEMENTS_MAX} 次处置说明。");
            return life.refuse(RefusalCode::Words, what, "请联系上级主管部门。");
        }
        let words = &crate::text::words(words).text;
        if words.is_empty() {
            return life.refuse(RefusalCode::Words, "没有写明处置情况。", "请写明已经或将要采取的措施。");
        }
        if words.chars().count() > WORDS_MAX {
            return life.refuse(
                RefusalCode::Words,
                format!("处置情况超过 {WORDS_MAX} 字。"),
                "请精简后再提交。",
            );
        }
        if let Some(question) = &mut self.question {
            question.answered_on.get_or_insert(act.on);
        }
        self.acknowledged.push(Acknowledgement { act, words: words.to_owned() });
        Ok(self)
    }
}

fn capped(mut cases: Vec<CaseId>) -> Vec<CaseId> {
    cases.truncate(CASES_MAX);
    cases
}
